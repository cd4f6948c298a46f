/* The workbook: a book of tables written as xlsx. Its bytes depend on the book alone. */
#include "base/text.h"
#include "config/tree.h"
#include "report/book.h"
#include "report/file.h"
#include "report/workbook/live.h"
#include "report/workbook/proof.h"

#include <errno.h>
#include <gsl/gsl_version.h>
#include <sibyl/report.h>
#include <stdlib.h>
#include <string.h>

#define PROPERTY_BYTES 256

static void set_property(struct writer *w, const char *name, const char *value) {
    writer_note(w, workbook_set_custom_property_string(w->workbook, name, writer_text(w, value)));
}

static void set_properties(struct writer *w, const struct results *r) {
    char title[PROPERTY_BYTES], author[] = "sibyl";
    strncpy(title, writer_text(w, r->title), sizeof title - 1);
    title[sizeof title - 1] = 0;
    while (!text_valid_utf8(title, strlen(title)))
        title[strlen(title) - 1] = 0;
    lxw_doc_properties properties = {.title = title, .author = author, .created = BOOK_CREATED_SECONDS};
    writer_note(w, workbook_set_properties(w->workbook, &properties));
    set_property(w, "Program", "sibyl");
    set_property(w, "Version", r->version);
    set_property(w, "Configuration SHA-256", r->config_sha256);
    writer_note(w, workbook_set_custom_property_number(w->workbook, "Paths", (double)r->paths));
    char seed[PROPERTY_BYTES];
    (void)snprintf(seed, sizeof seed, "%llu", (unsigned long long)r->seed);
    set_property(w, "Seed", seed);
}

static bool lay_out(struct writer *w) {
    w->layouts = calloc((size_t)w->book->n_sheets, sizeof *w->layouts);
    w->clean = malloc(CLEAN_BYTES);
    w->words = malloc(CLEAN_BYTES);
    bool made = w->layouts != NULL && w->clean != NULL && w->words != NULL;
    for (int i = 0; made && i < w->book->n_sheets; i++)
        made = layout_make(w->book, w->book->sheets[i], &w->layouts[i]);
    return made;
}

/* Writes all sheets; charts refer to cells by place, so no order matters but that of the tabs. */
static void write_sheets(struct writer *w) {
    for (int i = 0; i < w->book->n_sheets && w->error == LXW_NO_ERROR; i++) {
        lxw_worksheet *worksheet = workbook_add_worksheet(w->workbook, w->book->sheets[i]->name);
        if (worksheet == NULL)
            writer_note(w, LXW_ERROR_SHEETNAME_ALREADY_USED);
        else if (w->book->sheets[i]->live != NULL)
            live_write(w, i, worksheet);
        else
            sheet_write(w, i, worksheet);
    }
}

static status lxw_status(lxw_error error, const char *path, struct text_buf *reason) {
    if (error == LXW_ERROR_CREATING_XLSX_FILE || error == LXW_ERROR_CREATING_TMPFILE ||
        error == LXW_ERROR_ZIP_FILE_OPERATION || error == LXW_ERROR_READING_TMPFILE ||
        error == LXW_ERROR_ZIP_FILE_ADD || error == LXW_ERROR_ZIP_CLOSE)
        return file_fault(reason, errno != 0 ? errno : EIO, path);
    text_appendf(reason, "%s: %s", lxw_strerror(error), path);
    return error == LXW_ERROR_MEMORY_MALLOC_FAILED ? SIBYL_ERR_NO_MEMORY : SIBYL_ERR_IO;
}

/* Writes the book under its temporary name; the library's own temporary files go to the same folder. */
static status write_book(struct writer *w, const struct results *r, struct report_file *file, struct text_buf *reason) {
    lxw_workbook_options options = {.tmpdir = file->folder};
    w->workbook = workbook_new_opt(file->temp, &options);
    if (w->workbook == NULL || !lay_out(w) || !style_make(w)) {
        text_appendf(reason, "out of memory: %s", file->path);
        return SIBYL_ERR_NO_MEMORY;
    }
    set_properties(w, r);
    write_sheets(w);
    if (w->error != LXW_NO_ERROR)
        return lxw_status(w->error, file->path, reason);
    errno = 0;
    lxw_error closed = workbook_close(w->workbook);
    w->workbook = NULL;
    return closed == LXW_NO_ERROR ? SIBYL_OK : lxw_status(closed, file->path, reason);
}

static void writer_free(struct writer *w) {
    if (w->workbook != NULL)
        lxw_workbook_free(w->workbook);
    for (int i = 0; w->layouts != NULL && i < w->book->n_sheets; i++)
        layout_free(&w->layouts[i]);
    free(w->layouts);
    free(w->clean);
    free(w->words);
}

static status write_file(const struct report_book *book, const struct results *r, const char *path,
                         struct text_buf *reason) {
    struct report_file file;
    status result = file_begin(&file, path, reason);
    if (result != SIBYL_OK)
        return result;
    struct writer w = {.book = book, .error = LXW_NO_ERROR};
    result = write_book(&w, r, &file, reason);
    writer_free(&w);
    if (result == SIBYL_OK) {
        result = proof_read(file.temp, book->n_sheets, reason);
        if (result != SIBYL_OK)
            text_appendf(reason, ": %s", path);
    }
    if (result == SIBYL_OK)
        return file_commit(&file, reason);
    file_abandon(&file);
    return result;
}

/* Builds the book; it says which libraries made it, unless it is to say otherwise. */
static status build(struct report_book *book, const struct scheme *s, const struct results *r, int party,
                    const struct report_options *options) {
    struct report_options full = options != NULL ? *options : (struct report_options){0};
    if (full.libraries == NULL)
        full.libraries = book_text(book, "GSL %s, %s, libxlsxwriter %s", gsl_version, tree_library(), lxw_version());
    return book_build(book, s, r, party, &full);
}

status report_write_xlsx(const struct scheme *scheme, const struct results *results,
                         const struct report_options *options, const char *path, struct text_buf *reason) {
    const char *reader = options != NULL ? options->for_party : NULL;
    int party = reader != NULL ? view_find_party(scheme, reader) : NONE;
    if (reader != NULL && party == NONE) {
        text_appendf(reason, "no party is called %s", reader);
        return SIBYL_ERR_INPUT;
    }
    struct report_book book = {0};
    status result = build(&book, scheme, results, party, options);
    if (result == SIBYL_OK)
        result = write_file(&book, results, path, reason);
    else
        text_appendf(reason, "out of memory: %s", path);
    book_free(&book);
    return result;
}
