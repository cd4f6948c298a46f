#include "report/workbook/proof.h"

#include "report/workbook/parts.h"

#include <stdbool.h>
#include <stdio.h>

#define NAME_BYTES 64

static status find_sheets(const struct parts *book, int n_sheets, struct text_buf *reason) {
    for (int sheet = 1; sheet <= n_sheets; sheet++) {
        char name[NAME_BYTES];
        (void)snprintf(name, sizeof name, "xl/worksheets/sheet%d.xml", sheet);
        if (!parts_has(book, name)) {
            text_appendf(reason, "its part %s is missing", name);
            return SIBYL_ERR_IO;
        }
    }
    return SIBYL_OK;
}

status proof_read(const char *path, int n_sheets, struct text_buf *reason) {
    struct parts book;
    struct text_buf why = {0};
    status result = parts_open(&book, path, &why);
    if (result == SIBYL_OK)
        result = find_sheets(&book, n_sheets, &why);
    for (int i = 0; result == SIBYL_OK && i < parts_count(&book); i++)
        result = parts_parse(&book, parts_name(&book, i), NULL, &why);
    parts_close(&book);
    if (result != SIBYL_OK)
        text_appendf(reason, "the workbook was not written whole: %s", why.data != NULL ? why.data : "");
    text_free(&why);
    return result == SIBYL_ERR_INPUT ? SIBYL_ERR_IO : result;
}
