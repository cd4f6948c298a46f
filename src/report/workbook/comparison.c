#include "report/workbook/comparison.h"

#include "report/utf8.h"
#include "report/workbook/parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Programs write fifteen digits, and work out sums in orders of their own. */
#define SAME_DIGITS 1e-12
#define SAME_SMALL 1e-9
#define TEXT_SHOWN 60
#define LETTERS 26
#define COLUMN_BYTES 8
#define DIGITS_PLAIN 15
#define DIGITS_ALL 17

/* A sheet's name as formulas have it. */
static void add_sheet_name(struct text_buf *out, const char *name) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    bool quoted = strspn(name, plain) < strlen(name);
    text_append(out, quoted ? "'" : "");
    text_append(out, name);
    text_append(out, quoted ? "'" : "");
}

static void add_place(struct text_buf *out, const struct read_sheet *sheet, const struct read_cell *cell) {
    char letters[COLUMN_BYTES] = {0};
    int at = COLUMN_BYTES - 1;
    for (int left = cell->column + 1; left > 0 && at > 0; left = (left - 1) / LETTERS)
        letters[--at] = (char)('A' + (left - 1) % LETTERS);
    add_sheet_name(out, sheet->name);
    text_appendf(out, "!%s%d", letters + at, cell->row + 1);
}

/* A text in quotation marks, in one line and not too long. */
static void add_quoted(struct text_buf *out, const char *text) {
    const char *at = text;
    text_append(out, "\"");
    for (int n = 0; *at != 0 && n < TEXT_SHOWN; n++) {
        const char *from = at;
        uint32_t c = utf8_next(&at);
        if (c < ' ' || c == UTF8_BAD)
            text_append(out, "?");
        else
            text_append_bytes(out, from, (size_t)(at - from));
    }
    text_append(out, *at != 0 ? "...\"" : "\"");
}

static void add_number(struct text_buf *out, double number) {
    char words[32];
    (void)snprintf(words, sizeof words, "%.*g", DIGITS_PLAIN, number);
    if (strtod(words, NULL) != number)
        (void)snprintf(words, sizeof words, "%.*g", DIGITS_ALL, number);
    text_append(out, words);
}

static void add_value(struct text_buf *out, const struct read_cell *cell) {
    if (cell == NULL) {
        text_append(out, "nothing");
        return;
    }
    switch (cell->kind) {
    case READ_NUMBER:
        add_number(out, cell->number);
        break;
    case READ_TRUTH:
        text_append(out, cell->number != 0 ? "TRUE" : "FALSE");
        break;
    case READ_TEXT:
        add_quoted(out, cell->text);
        break;
    case READ_ERROR:
        text_append(out, cell->text);
    }
    if (cell->formula != NULL && cell->formula[0] != 0) {
        text_append(out, " by the formula ");
        add_quoted(out, cell->formula);
    } else if (cell->formula != NULL) {
        text_append(out, " by a formula");
    }
}

static bool same_number(double a, double b, bool as_made) {
    if (as_made)
        return a == b;
    return fabs(a - b) <= SAME_DIGITS * fmax(fabs(a), fabs(b)) || fabs(a - b) <= SAME_SMALL;
}

/* Texts without what programs change about the ends of lines. */
static bool same_text(const char *a, const char *b, bool as_made) {
    while (!as_made && *a != 0 && *b != 0) {
        a += *a == '\r' && a[1] == '\n';
        b += *b == '\r' && b[1] == '\n';
        if (*a != *b)
            return false;
        a++;
        b++;
    }
    return strcmp(a, b) == 0;
}

static bool same_formula(const struct read_cell *a, const struct read_cell *b, bool as_made) {
    if (a->formula == NULL || b->formula == NULL)
        return a->formula == b->formula;
    return !as_made || strcmp(a->formula, b->formula) == 0;
}

static bool same(const struct read_cell *a, const struct read_cell *b, bool as_made) {
    if (a == NULL || b == NULL || a->kind != b->kind || !same_formula(a, b, as_made))
        return false;
    if (a->kind == READ_NUMBER || a->kind == READ_TRUTH)
        return same_number(a->number, b->number, as_made);
    return same_text(a->text, b->text, as_made);
}

static void note(struct comparison *found, const struct read_sheet *sheet, const struct read_cell *at,
                 const struct read_cell *book, const struct read_cell *run) {
    if (found->n++ >= found->most)
        return;
    add_place(found->shown, sheet, at);
    text_append(found->shown, ": the book has ");
    add_value(found->shown, book);
    text_append(found->shown, ", a run gives ");
    add_value(found->shown, run);
    text_append(found->shown, "\n");
}

/* -1 where a comes first in reading order, 1 where b does, 0 where they stand in one place; NULL comes last. */
static int order(const struct read_cell *a, const struct read_cell *b) {
    if (a == NULL || b == NULL)
        return (a == NULL) - (b == NULL);
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static void compare_sheet(const struct read_sheet *book, const struct read_sheet *run, bool as_made,
                          struct comparison *found) {
    for (int i = 0, k = 0; i < book->n || k < run->n;) {
        const struct read_cell *a = i < book->n ? &book->cells[i] : NULL, *b = k < run->n ? &run->cells[k] : NULL;
        int first = order(a, b);
        const struct read_cell *at = first <= 0 ? a : b;
        if (at == NULL)
            return;
        a = first > 0 ? NULL : a;
        b = first < 0 ? NULL : b;
        found->cells++;
        if (!same(a, b, as_made))
            note(found, book, at, a, b);
        i += first <= 0;
        k += first >= 0;
    }
}

static void note_sheet(struct comparison *found, const char *name, const char *words) {
    if (found->n++ >= found->most)
        return;
    add_sheet_name(found->shown, name);
    text_appendf(found->shown, ": %s\n", words);
}

void comparison_cells(const struct read_book *book, const struct read_book *run, struct comparison *found) {
    for (int i = 0; i < run->n_sheets; i++) {
        const struct read_sheet *sheet = reading_sheet(book, run->sheets[i].name);
        if (sheet == NULL)
            note_sheet(found, run->sheets[i].name, "the book has no such sheet, a run gives one");
        else
            compare_sheet(sheet, &run->sheets[i], book->as_made, found);
    }
    for (int i = 0; i < book->n_sheets; i++)
        if (reading_sheet(run, book->sheets[i].name) == NULL)
            note_sheet(found, book->sheets[i].name, "the book has such a sheet, a run gives none");
}

/* ---- Parts ---- */

static void compare_parts(struct parts *book, struct parts *run, struct text_buf *out, long *n) {
    for (int i = 0; i < parts_count(run); i++) {
        const char *name = parts_name(run, i);
        if (parts_same(book, run, name))
            continue;
        text_appendf(out, "%s: the book's part is not what a run gives\n", name);
        ++*n;
    }
    for (int i = 0; i < parts_count(book); i++) {
        if (parts_has(run, parts_name(book, i)))
            continue;
        text_appendf(out, "%s: the book has such a part, a run gives none\n", parts_name(book, i));
        ++*n;
    }
}

status comparison_parts(const char *book, const char *run, struct text_buf *out, long *n, struct text_buf *reason) {
    struct parts has, gives = {0};
    *n = 0;
    status result = parts_open(&has, book, reason);
    if (result == SIBYL_OK)
        result = parts_open(&gives, run, reason);
    if (result == SIBYL_OK)
        compare_parts(&has, &gives, out, n);
    parts_close(&has);
    parts_close(&gives);
    return result;
}
