#include "report/table.h"

#include "engine/twin/twin.h"
#include "report/sheet_name.h"

#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void *book_alloc(struct report_book *book, int n, size_t size) {
    void *memory = arena_array(&book->arena, (size_t)(n > 0 ? n : 1), size);
    book->failed = book->failed || memory == NULL;
    return memory;
}

const char *book_text(struct report_book *book, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *text = length < 0 ? NULL : book_alloc(book, length + 1, 1);
    if (text == NULL)
        return "";
    va_start(list, format);
    (void)vsnprintf(text, (size_t)length + 1, format, list);
    va_end(list);
    return text;
}

const char *book_take(struct report_book *book, struct text_buf *buf) {
    const char *text = buf->data == NULL ? "" : arena_text(&book->arena, buf->data);
    book->failed = book->failed || buf->failed || text == NULL;
    text_free(buf);
    return text != NULL ? text : "";
}

void book_free(struct report_book *book) {
    arena_free(&book->arena);
    if (book->part != NULL)
        twin_free(book->part);
    free(book->part);
    *book = (struct report_book){0};
}

/* Adds a pointer to a list that has n of them; lists double at powers of two, so none needs its size kept. */
static void *append(struct report_book *book, void *list, int n, const void *item, size_t size) {
    bool full = (n & (n - 1)) == 0;
    char *grown = full ? book_alloc(book, n > 0 ? 2 * n : 1, size) : list;
    if (grown == NULL)
        return NULL;
    if (full && n > 0)
        memcpy(grown, list, (size_t)n * size);
    memcpy(grown + (size_t)n * size, item, size);
    return grown;
}

#define NAME_BYTES 160

static bool is_named(const struct report_book *book, const char *name) {
    for (int i = 0; i < book->n_names; i++)
        if (strcasecmp(book->names[i], name) == 0)
            return true;
    return false;
}

/* What names allow of words; the rest are underscores, one for a run of them. */
static void name_words(const char *words, char *name, size_t room) {
    size_t length = 0;
    for (; *words != 0 && length + 1 < room; words++) {
        bool allowed = isascii(*words) && (isalnum((unsigned char)*words) || *words == '.');
        while (*words == '.' && length > 0 && name[length - 1] == '_')
            length--;
        if (allowed)
            name[length++] = *words;
        else if (length > 0 && name[length - 1] != '_' && name[length - 1] != '.')
            name[length++] = '_';
    }
    while (length > 0 && name[length - 1] == '_')
        length--;
    name[length] = 0;
}

const char *book_name(struct report_book *book, const char *prefix, const char *words) {
    char plain[NAME_BYTES];
    name_words(words, plain, sizeof plain);
    const char *name = book_text(book, "%s_%s", prefix, plain);
    for (int i = 2; is_named(book, name); i++)
        name = book_text(book, "%s_%s_%d", prefix, plain, i);
    const char **grown = append(book, book->names, book->n_names, &name, sizeof(const char *));
    if (grown != NULL) {
        book->names = grown;
        book->n_names++;
    }
    return name;
}

static void name_sheet(struct report_book *book, struct report_sheet *sheet, const char *wanted) {
    const char **taken = book_alloc(book, book->n_sheets, sizeof *taken);
    char name[SHEET_NAME_BYTES];
    sheet->name = "";
    if (taken == NULL)
        return;
    for (int i = 0; i < book->n_sheets; i++)
        taken[i] = book->sheets[i]->name;
    sheet_name_make(wanted, book->n_sheets, taken, name);
    sheet->name = book_text(book, "%s", name);
}

struct report_sheet *book_sheet(struct report_book *book, const char *wanted, const char *title, const char *lead) {
    struct report_sheet *sheet = book_alloc(book, 1, sizeof *sheet);
    if (sheet == NULL)
        return &book->spare_sheet;
    sheet->title = title;
    sheet->lead = lead;
    name_sheet(book, sheet, wanted);
    struct report_sheet **grown = append(book, book->sheets, book->n_sheets, &sheet, sizeof(struct report_sheet *));
    if (grown != NULL) {
        book->sheets = grown;
        book->n_sheets++;
    }
    return sheet;
}

int book_sheet_number(const struct report_book *book, const struct report_sheet *sheet) {
    for (int i = 0; i < book->n_sheets; i++)
        if (book->sheets[i] == sheet)
            return i + 1;
    return 0;
}

void book_sheet_last(struct report_book *book, const struct report_sheet *sheet) {
    int at = book_sheet_number(book, sheet) - 1;
    for (int i = at; i >= 0 && i + 1 < book->n_sheets; i++) {
        struct report_sheet *next = book->sheets[i + 1];
        book->sheets[i + 1] = book->sheets[i];
        book->sheets[i] = next;
    }
}

struct report_table *sheet_table(struct report_book *book, struct report_sheet *sheet, const char *title) {
    struct report_table *table = book_alloc(book, 1, sizeof *table);
    if (table == NULL) {
        book->spare_table = (struct report_table){0};
        return &book->spare_table;
    }
    table->title = title;
    struct report_table **grown = append(book, sheet->tables, sheet->n_tables, &table, sizeof(struct report_table *));
    if (grown != NULL) {
        sheet->tables = grown;
        sheet->n_tables++;
    }
    return table;
}

void table_column(struct report_table *table, const char *title, enum cell_kind kind, double width) {
    assert(table->n_columns < TABLE_COLUMNS_MAX);
    table->columns[table->n_columns++] = (struct column){.title = title, .kind = kind, .width = width};
}

void table_months(struct report_table *table, int n, double first, double width) {
    assert(n <= TABLE_MONTHS_MAX);
    table->n_months = n;
    table->first_month = first;
    table->month_width = width;
}

void table_note(struct report_book *book, struct report_table *table, const char *note) {
    const char **grown = append(book, table->notes, table->n_notes, &note, sizeof(const char *));
    if (grown == NULL)
        return;
    table->notes = grown;
    table->n_notes++;
}

struct chart *table_chart(struct report_book *book, struct report_table *table) {
    struct chart empty = {0};
    struct chart *grown = append(book, table->charts, table->n_charts, &empty, sizeof empty);
    if (grown == NULL)
        return &book->spare_chart;
    table->charts = grown;
    return &table->charts[table->n_charts++];
}

struct cell *table_row(struct report_book *book, struct report_table *table) {
    struct cell *row = book_alloc(book, table->n_columns + table->n_months, sizeof *row);
    if (row == NULL)
        return book->spare;
    struct cell **grown = append(book, table->rows, table->n_rows, &row, sizeof(struct cell *));
    if (grown == NULL)
        return book->spare;
    table->rows = grown;
    table->n_rows++;
    return row;
}

struct cell cell_text(const char *text) {
    return cell_toned(TONE_PLAIN, text);
}

struct cell cell_toned(enum cell_tone tone, const char *text) {
    return (struct cell){.kind = text == NULL ? CELL_EMPTY : CELL_TEXT, .tone = tone, .text = text};
}

struct cell cell_link(const char *text, int sheet) {
    return (struct cell){.kind = CELL_TEXT, .text = text, .link = sheet};
}

struct cell cell_number(enum cell_kind kind, double number) {
    return (struct cell){.kind = kind, .number = number};
}

struct cell cell_figure(enum cell_kind kind, bool has, double number) {
    return has ? cell_number(kind, number) : (struct cell){.kind = CELL_EMPTY};
}
