#include "report/workbook/parts.h"

#include <errno.h>
#include <expat.h>
#include <string.h>
#include <sys/stat.h>
#include <zip.h>

#define CHUNK_BYTES 16384
/* What all parts may unfold to: fifty times the largest book. */
#define UNFOLDED_MOST ((uint64_t)512 << 20)
#define PARTS_MOST 10000
/* How deep elements may stand in each other; those of workbooks stand a dozen deep. */
#define DEPTH_MOST 64

static status fault(struct text_buf *reason, const char *words) {
    text_append(reason, words);
    return SIBYL_ERR_INPUT;
}

status parts_open(struct parts *parts, const char *path, struct text_buf *reason) {
    struct stat found;
    int error = 0;
    *parts = (struct parts){.left = UNFOLDED_MOST};
    if (stat(path, &found) != 0)
        return fault(reason, strerror(errno));
    if (!S_ISREG(found.st_mode))
        return fault(reason, "is not a file");
    parts->zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    if (parts->zip == NULL && error == ZIP_ER_MEMORY)
        return SIBYL_ERR_NO_MEMORY;
    if (parts->zip == NULL)
        return fault(reason, error == ZIP_ER_NOZIP ? "is not a workbook: it is no zip file, or was cut short"
                                                   : "is not a whole workbook: its zip file is damaged");
    if (parts_count(parts) > PARTS_MOST)
        return fault(reason, "is not a workbook of ours: it has too many parts");
    return SIBYL_OK;
}

void parts_close(struct parts *parts) {
    if (parts->zip != NULL)
        zip_discard(parts->zip);
    *parts = (struct parts){0};
}

int parts_count(const struct parts *parts) { return (int)zip_get_num_entries(parts->zip, 0); }

const char *parts_name(const struct parts *parts, int i) { return zip_get_name(parts->zip, (zip_uint64_t)i, 0); }

bool parts_has(const struct parts *parts, const char *name) { return zip_name_locate(parts->zip, name, 0) >= 0; }

const char *part_attribute(const char *const *attribute, const char *name) {
    for (; *attribute != NULL; attribute += 2)
        if (strcmp(attribute[0], name) == 0)
            return attribute[1];
    return NULL;
}

/* ---- Parsing ---- */

#define ATTRIBUTES_MOST 64

/* A part being parsed. why: what was found wrong, NULL while nothing is. */
struct parsing {
    XML_Parser parser;
    const struct part_handlers *handlers;
    const char *why;
    int depth;
};

static void stop(struct parsing *p, const char *why) {
    if (p->why == NULL)
        p->why = why;
    (void)XML_StopParser(p->parser, XML_FALSE);
}

static const char *without_prefix(const char *name) {
    const char *colon = strchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

static void XMLCALL on_start(void *user, const char *name, const char **attribute) {
    struct parsing *p = user;
    const char *plain[ATTRIBUTES_MOST + 1];
    int n = 0;
    for (; attribute[n] != NULL && n < ATTRIBUTES_MOST; n++)
        plain[n] = n % 2 == 0 ? without_prefix(attribute[n]) : attribute[n];
    plain[n] = NULL;
    if (++p->depth > DEPTH_MOST || attribute[n] != NULL)
        stop(p, "has elements that no workbook has");
    else if (p->handlers->start != NULL && !p->handlers->start(p->handlers->user, without_prefix(name), plain))
        stop(p, "is not as a workbook has it");
}

static void XMLCALL on_end(void *user, const char *name) {
    struct parsing *p = user;
    p->depth--;
    if (p->handlers->end != NULL && !p->handlers->end(p->handlers->user, without_prefix(name)))
        stop(p, "is not as a workbook has it");
}

static void XMLCALL on_text(void *user, const char *bytes, int length) {
    struct parsing *p = user;
    if (p->handlers->text != NULL && !p->handlers->text(p->handlers->user, bytes, length))
        stop(p, "is not as a workbook has it");
}

static void XMLCALL on_doctype(void *user, const char *name, const char *system, const char *public, int inner) {
    (void)name;
    (void)system;
    (void)public;
    (void)inner;
    stop(user, "has a document type, which no workbook has");
}

/* Why a chunk could not be parsed. */
static void note_error(struct parsing *p) {
    if (p->why == NULL)
        p->why = "is not well-formed XML";
}

/* Feeds a part to the parser, to its end. */
static void feed(struct parts *parts, zip_file_t *part, struct parsing *p) {
    char chunk[CHUNK_BYTES];
    zip_int64_t n = 0;
    while (p->why == NULL && (n = zip_fread(part, chunk, sizeof chunk)) > 0) {
        if ((uint64_t)n > parts->left) {
            p->why = "unfolds to more than any workbook of ours";
            return;
        }
        parts->left -= (uint64_t)n;
        if (XML_Parse(p->parser, chunk, (int)n, 0) != XML_STATUS_OK)
            note_error(p);
    }
    if (p->why == NULL && n < 0)
        p->why = "is damaged";
    if (p->why == NULL && XML_Parse(p->parser, chunk, 0, 1) != XML_STATUS_OK)
        note_error(p);
}

status parts_parse(struct parts *parts, const char *name, const struct part_handlers *handlers,
                   struct text_buf *reason) {
    static const struct part_handlers none = {0};
    zip_file_t *part = zip_fopen(parts->zip, name, 0);
    struct parsing p = {.parser = XML_ParserCreate(NULL), .handlers = handlers != NULL ? handlers : &none};
    if (p.parser != NULL && part != NULL) {
        XML_SetUserData(p.parser, &p);
        XML_SetElementHandler(p.parser, on_start, on_end);
        XML_SetCharacterDataHandler(p.parser, on_text);
        XML_SetStartDoctypeDeclHandler(p.parser, on_doctype);
        feed(parts, part, &p);
    } else {
        p.why = "is missing";
    }
    bool memory = p.parser != NULL && XML_GetErrorCode(p.parser) != XML_ERROR_NO_MEMORY;
    if (part != NULL)
        (void)zip_fclose(part);
    if (p.parser != NULL)
        XML_ParserFree(p.parser);
    if (!memory)
        return SIBYL_ERR_NO_MEMORY;
    if (p.why != NULL)
        text_appendf(reason, "its part %s %s", name, p.why);
    return p.why == NULL ? SIBYL_OK : SIBYL_ERR_INPUT;
}

/* ---- Comparing ---- */

/* Reads until the chunk is full or the part ends. */
static zip_int64_t read_full(zip_file_t *part, char *chunk) {
    zip_int64_t got = 0, n = 0;
    while (got < CHUNK_BYTES && (n = zip_fread(part, chunk + got, (zip_uint64_t)(CHUNK_BYTES - got))) > 0)
        got += n;
    return n < 0 ? -1 : got;
}

bool parts_same(struct parts *a, struct parts *b, const char *name) {
    zip_file_t *in_a = zip_fopen(a->zip, name, 0), *in_b = zip_fopen(b->zip, name, 0);
    bool same = in_a != NULL && in_b != NULL;
    char one[CHUNK_BYTES], other[CHUNK_BYTES];
    for (zip_int64_t n = CHUNK_BYTES; same && n == CHUNK_BYTES;) {
        n = read_full(in_a, one);
        same = n >= 0 && read_full(in_b, other) == n && memcmp(one, other, (size_t)n) == 0;
    }
    if (in_a != NULL)
        (void)zip_fclose(in_a);
    if (in_b != NULL)
        (void)zip_fclose(in_b);
    return same;
}
