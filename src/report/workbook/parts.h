/* The parts of a workbook's zip, read with care: whoever wrote it may have meant harm. */
#ifndef SIBYL_REPORT_WORKBOOK_PARTS_H
#define SIBYL_REPORT_WORKBOOK_PARTS_H

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* An open workbook. left: bytes that all parts together may still unfold to. */
struct parts {
    struct zip *zip;
    uint64_t left;
};

/* What is told of a part's XML. Names come without their namespaces; attribute: name, value, ..., NULL. start and text
 * return false to stop, which makes the part damaged. Each may be NULL. */
struct part_handlers {
    bool (*start)(void *user, const char *name, const char *const *attribute);
    bool (*end)(void *user, const char *name);
    bool (*text)(void *user, const char *bytes, int length);
    void *user;
};

/* Opens a workbook for reading; parts_close() in every case.
 *   reason  what is wrong is added
 * Returns SIBYL_OK, SIBYL_ERR_INPUT (it is no file, no zip, or cut short), SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status parts_open(struct parts *parts, const char *path, struct text_buf *reason);
void parts_close(struct parts *parts);

/* How many parts there are, and the name of one (NULL: it has none). */
int parts_count(const struct parts *parts);
const char *parts_name(const struct parts *parts, int i);

/* Whether a part is there. */
bool parts_has(const struct parts *parts, const char *name);

/* Parses a part to its end; its check sum is compared when the end is reached. A document type, which no workbook has and
 * which could name other files or unfold without end, is refused, and so is what unfolds to too much.
 *   handlers  NULL: only whether it is whole
 * Returns SIBYL_OK, SIBYL_ERR_INPUT (with the reason), SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status parts_parse(struct parts *parts, const char *name, const struct part_handlers *handlers,
                              struct text_buf *reason);

/* Whether a part of two workbooks has the same bytes in both. */
bool parts_same(struct parts *a, struct parts *b, const char *name);

/* The value of an attribute, or NULL. */
const char *part_attribute(const char *const *attribute, const char *name);

#endif
