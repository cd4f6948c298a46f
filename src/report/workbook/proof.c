#include "report/workbook/proof.h"

#include <expat.h>
#include <stdbool.h>
#include <stdio.h>
#include <zip.h>

#define CHUNK_BYTES 16384
#define NAME_BYTES 64

/* Parses an open part to its end; its check sum is compared when the end is reached. */
static bool parse_part(zip_file_t *part, XML_Parser parser) {
    char chunk[CHUNK_BYTES];
    zip_int64_t n = 0;
    while ((n = zip_fread(part, chunk, sizeof chunk)) > 0)
        if (XML_Parse(parser, chunk, (int)n, 0) != XML_STATUS_OK)
            return false;
    return n == 0 && XML_Parse(parser, chunk, 0, 1) == XML_STATUS_OK;
}

static status read_part(zip_t *book, zip_uint64_t i, struct text_buf *reason) {
    const char *name = zip_get_name(book, i, 0);
    zip_file_t *part = zip_fopen_index(book, i, 0);
    XML_Parser parser = XML_ParserCreate(NULL);
    bool memory = parser != NULL;
    bool sound = memory && part != NULL && parse_part(part, parser);
    if (part != NULL)
        (void)zip_fclose(part);
    if (parser != NULL)
        XML_ParserFree(parser);
    if (sound)
        return SIBYL_OK;
    text_appendf(reason, "the workbook's part %s was not written whole", name != NULL ? name : "?");
    return memory ? SIBYL_ERR_IO : SIBYL_ERR_NO_MEMORY;
}

static status find_sheets(zip_t *book, int n_sheets, struct text_buf *reason) {
    for (int sheet = 1; sheet <= n_sheets; sheet++) {
        char name[NAME_BYTES];
        (void)snprintf(name, sizeof name, "xl/worksheets/sheet%d.xml", sheet);
        if (zip_name_locate(book, name, 0) < 0) {
            text_appendf(reason, "the workbook's part %s is missing", name);
            return SIBYL_ERR_IO;
        }
    }
    return SIBYL_OK;
}

status proof_read(const char *path, int n_sheets, struct text_buf *reason) {
    int error = 0;
    zip_t *book = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    if (book == NULL) {
        text_append(reason, "the workbook was not written whole");
        return error == ZIP_ER_MEMORY ? SIBYL_ERR_NO_MEMORY : SIBYL_ERR_IO;
    }
    status result = find_sheets(book, n_sheets, reason);
    zip_int64_t n = zip_get_num_entries(book, 0);
    for (zip_int64_t i = 0; i < n && result == SIBYL_OK; i++)
        result = read_part(book, (zip_uint64_t)i, reason);
    zip_discard(book);
    return result;
}
