/* One sheet: its cells, and how it looks on screen and paper. */
#include "report/utf8.h"
#include "report/workbook/writer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PAPER_A4 9
#define MONTHS_A_YEAR 12
#define LINK_BYTES 300
/* Headings are bold, and set in from the edge over numbers: they need more room than other texts. */
#define HEADER_NARROWER 3.5
#define TEXT_HEADER_NARROWER 1.5
#define PAGE_BREAKS_MAX 200

void writer_note(struct writer *w, lxw_error error) {
    if (w->error == LXW_NO_ERROR)
        w->error = error;
}

const char *writer_text(struct writer *w, const char *text) {
    (void)utf8_clean(text, w->clean, CLEAN_BYTES);
    return w->clean;
}

/* Whether a text begins like an escape of a character: "_x000D_". */
static bool is_escape(const char *text) {
    static const char hex[] = "0123456789ABCDEFabcdef";
    const size_t lead = strlen("_x"), digits = 4;
    return strncmp(text, "_x", lead) == 0 && strspn(text + lead, hex) >= digits && text[lead + digits] == '_';
}

/* Text as a cell holds it: what only looks like an escape is escaped itself, so that it is read as it is written. */
static const char *cell_words(struct writer *w, const char *text) {
    static const char escaped[] = "_x005F";
    const char *from = writer_text(w, text);
    size_t length = 0;
    for (; *from != 0 && length + sizeof escaped < CLEAN_BYTES; from++) {
        if (is_escape(from)) {
            memcpy(w->words + length, escaped, sizeof escaped - 1);
            length += sizeof escaped - 1;
        }
        w->words[length++] = *from;
    }
    while (*from != 0 && length > 0 && ((unsigned char)*from & 0xC0) == 0x80)
        from--, length--;
    w->words[length] = 0;
    return w->words;
}

static void write_text(struct writer *w, lxw_worksheet *ws, int row, int column, const char *text, lxw_format *format) {
    writer_note(w, worksheet_write_string(ws, (lxw_row_t)row, (lxw_col_t)column, cell_words(w, text), format));
}

/* A number that is none is said in words: spreadsheets cannot hold it. */
static void write_number(struct writer *w, lxw_worksheet *ws, int row, int column, double number, lxw_format *format) {
    if (isfinite(number))
        writer_note(w, worksheet_write_number(ws, (lxw_row_t)row, (lxw_col_t)column, number, format));
    else
        write_text(w, ws, row, column, isnan(number) ? "not defined" : "no limit", format);
}

/* The serial number of the first day of a month. */
static double month_serial(double month) {
    int year = (int)month / MONTHS_A_YEAR;
    lxw_datetime date = {.year = year, .month = (int)month % MONTHS_A_YEAR + 1, .day = 1};
    return lxw_datetime_to_excel_datetime(&date);
}

/* "internal:'It''s'!": how a sheet is called, after something; returns how long that is. */
static int sheet_reference(const struct writer *w, int sheet, const char *before, char reference[LINK_BYTES]) {
    const char *name = w->book->sheets[sheet]->name;
    int length = snprintf(reference, LINK_BYTES, "%s'", before);
    for (; *name != 0 && length < LINK_BYTES - 24; name++) {
        if (*name == '\'')
            reference[length++] = '\'';
        reference[length++] = *name;
    }
    return length + snprintf(reference + length, (size_t)(LINK_BYTES - length), "'!");
}

static void write_link(struct writer *w, lxw_worksheet *ws, int row, int column, const char *text, int sheet) {
    char link[LINK_BYTES];
    int length = sheet_reference(w, sheet - 1, "internal:", link);
    (void)snprintf(link + length, sizeof link - (size_t)length, "A1");
    writer_note(w, worksheet_write_url(ws, (lxw_row_t)row, (lxw_col_t)column, link, w->link));
    write_text(w, ws, row, column, text, w->link);
}

/* Lets formulas call a cell by its name. */
static void define_name(struct writer *w, int sheet, int row, int column, const char *name) {
    char formula[LINK_BYTES], cell[LXW_MAX_CELL_NAME_LENGTH];
    int length = sheet_reference(w, sheet, "=", formula);
    lxw_rowcol_to_cell_abs(cell, (lxw_row_t)row, (lxw_col_t)column, LXW_TRUE, LXW_TRUE);
    (void)snprintf(formula + length, sizeof formula - (size_t)length, "%s", cell);
    writer_note(w, workbook_define_name(w->workbook, name, formula));
}

/* Whether a program would take the text for a formula if somebody typed it. */
static bool begins_like_formula(const char *text) { return text[0] != 0 && strchr("=+-@\t\r", text[0]) != NULL; }

/* Writes a cell; a month that runs across is set close. */
static void write_cell(struct writer *w, lxw_worksheet *ws, int row, int column, const struct cell *cell, bool month) {
    lxw_format *format = month ? w->months[cell->kind][cell->tone] : w->cells[cell->kind][cell->tone];
    switch (cell->kind) {
    case CELL_EMPTY:
        writer_note(w, worksheet_write_blank(ws, (lxw_row_t)row, (lxw_col_t)column, format));
        return;
    case CELL_TEXT:
        if (cell->link > 0)
            write_link(w, ws, row, column, cell->text, cell->link);
        else
            write_text(w, ws, row, column, cell->text,
                       begins_like_formula(cell->text) ? w->as_text[cell->tone] : format);
        return;
    case CELL_MONTH:
        write_number(w, ws, row, column, month_serial(cell->number), format);
        return;
    case CELL_MONEY:
    case CELL_PENCE:
    case CELL_RATE:
    case CELL_PROBABILITY:
    case CELL_PER_CENT:
    case CELL_COUNT:
    case CELL_ORDINAL:
    case CELL_MEAN:
    case CELL_NUMBER:
    case CELL_PLAIN:
    case CELL_KINDS:
        write_number(w, ws, row, column, cell->number, format);
    }
}

static void set_lines(struct writer *w, lxw_worksheet *ws, int row, int lines) {
    if (lines > 1)
        writer_note(w, worksheet_set_row(ws, (lxw_row_t)row, layout_points(lines), NULL));
}

/* A sentence across the columns of a page. */
static void write_note(struct writer *w, lxw_worksheet *ws, const struct sheet_layout *layout, int row,
                       const char *note) {
    int n = layout->note_columns;
    if (n > 1)
        writer_note(w, worksheet_merge_range(ws, (lxw_row_t)row, 0, (lxw_row_t)row, (lxw_col_t)(n - 1),
                                             cell_words(w, note), w->note));
    else
        write_text(w, ws, row, 0, note, w->note);
    set_lines(w, ws, row, layout_lines(note, layout_width(layout, n)));
}

static void write_header(struct writer *w, lxw_worksheet *ws, const struct sheet_layout *layout,
                         const struct report_table *table, int row) {
    int most = 1;
    for (int i = 0; i < table->n_columns; i++) {
        bool text = table->columns[i].kind == CELL_TEXT || table->columns[i].kind == CELL_MONTH;
        double width = layout->widths[i] - (text ? TEXT_HEADER_NARROWER : HEADER_NARROWER);
        int lines = layout_lines(table->columns[i].title, width);
        most = lines > most ? lines : most;
        write_text(w, ws, row, i, table->columns[i].title, text ? w->header_text : w->header_number);
    }
    for (int i = 0; i < table->n_months; i++)
        write_number(w, ws, row, table->n_columns + i, month_serial(table->first_month + i), w->header_month);
    set_lines(w, ws, row, most);
}

static void write_rows(struct writer *w, lxw_worksheet *ws, int sheet, const struct report_table *table, int first) {
    for (int i = 0; i < table->n_rows; i++) {
        for (int column = 0; column < table->n_columns + table->n_months; column++) {
            const struct cell *cell = &table->rows[i][column];
            write_cell(w, ws, first + i, column, cell, column >= table->n_columns);
            if (cell->name != NULL)
                define_name(w, sheet, first + i, column, cell->name);
        }
        set_lines(w, ws, first + i, layout_row_lines(&w->layouts[sheet], table, table->rows[i]));
    }
}

static void write_table(struct writer *w, lxw_worksheet *ws, int sheet, int number) {
    const struct report_table *table = w->book->sheets[sheet]->tables[number];
    const struct sheet_layout *layout = &w->layouts[sheet];
    const struct table_layout *at = &layout->tables[number];
    if (at->title >= 0)
        write_text(w, ws, at->title, 0, table->title, w->section);
    for (int i = 0; i < table->n_notes; i++)
        write_note(w, ws, layout, at->notes + i, table->notes[i]);
    if (at->charts >= 0)
        chart_write(w, sheet, number, ws);
    if (at->header >= 0)
        write_header(w, ws, layout, table, at->header);
    if (at->data >= 0)
        write_rows(w, ws, sheet, table, at->data);
}

static void set_columns(struct writer *w, lxw_worksheet *ws, const struct sheet_layout *layout) {
    for (int i = 0; i < layout->n_columns; i++)
        writer_note(w, worksheet_set_column(ws, (lxw_col_t)i, (lxw_col_t)i, layout->widths[i], NULL));
}

/* Pages begin where tables say so, and where the head of one would be cut. */
static void set_pages(struct writer *w, lxw_worksheet *ws, int sheet) {
    int rows[PAGE_BREAKS_MAX];
    lxw_row_t breaks[PAGE_BREAKS_MAX + 1] = {0};
    int n = layout_breaks(&w->layouts[sheet], w->book->sheets[sheet], rows, PAGE_BREAKS_MAX);
    for (int i = 0; i < n; i++)
        breaks[i] = (lxw_row_t)rows[i];
    if (n > 0)
        writer_note(w, worksheet_set_h_pagebreaks(ws, breaks));
}

/* Months run over pages side by side, so many to each, at a scale that every font has room for. */
static void set_months_pages(struct writer *w, lxw_worksheet *ws, const struct sheet_layout *layout) {
    lxw_col_t breaks[TABLE_MONTHS_MAX + 1] = {0};
    int n = 0;
    for (int at = layout->labels + layout->months_a_page; at < layout->n_columns; at += layout->months_a_page)
        breaks[n++] = (lxw_col_t)at;
    worksheet_set_print_scale(ws, LEAST_SCALE);
    if (n > 0)
        writer_note(w, worksheet_set_v_pagebreaks(ws, breaks));
    writer_note(w, worksheet_repeat_columns(ws, 0, (lxw_col_t)(layout->labels - 1)));
}

static void set_print(struct writer *w, lxw_worksheet *ws, int sheet) {
    const struct report_sheet *s = w->book->sheets[sheet];
    const struct sheet_layout *layout = &w->layouts[sheet];
    worksheet_set_landscape(ws);
    worksheet_set_paper(ws, PAPER_A4);
    if (layout->labels > 0)
        set_months_pages(w, ws, layout);
    else
        worksheet_fit_to_pages(ws, 1, 0);
    writer_note(w,
                worksheet_print_area(ws, 0, 0, (lxw_row_t)(layout->printed - 1), (lxw_col_t)(layout->n_columns - 1)));
    worksheet_set_margins(ws, MARGIN_SIDE, MARGIN_SIDE, MARGIN_TOP, MARGIN_FOOT);
    writer_note(w, worksheet_set_footer(ws, "&L&A&RPage &P of &N"));
    worksheet_gridlines(ws, LXW_HIDE_ALL_GRIDLINES);
    set_pages(w, ws, sheet);
    int first = 0, repeated = layout_repeated(layout, s, &first);
    if (repeated == 0)
        return;
    worksheet_freeze_panes(ws, (lxw_row_t)(first + repeated), (lxw_col_t)layout->labels);
    writer_note(w, worksheet_repeat_rows(ws, (lxw_row_t)first, (lxw_row_t)(first + repeated - 1)));
}

void sheet_back(struct writer *w, int i, lxw_worksheet *worksheet) {
    if (w->book->contents > 0 && w->book->contents != i + 1)
        write_link(w, worksheet, ROW_BACK, 0, "Contents", w->book->contents);
}

void sheet_write(struct writer *w, int i, lxw_worksheet *worksheet) {
    const struct report_sheet *sheet = w->book->sheets[i];
    set_columns(w, worksheet, &w->layouts[i]);
    worksheet_set_default_row(worksheet, ROW_POINTS, LXW_FALSE);
    set_print(w, worksheet, i);
    writer_note(w, worksheet_set_row(worksheet, ROW_TITLE, 2.0 * ROW_POINTS - 3.0, NULL));
    write_text(w, worksheet, ROW_TITLE, 0, sheet->title, w->title);
    /* beside the labels of months, which every page repeats: there they would be cut */
    int beside = w->layouts[i].labels;
    if (sheet->lead != NULL)
        write_text(w, worksheet, ROW_LEAD, beside, sheet->lead, w->lead);
    write_text(w, worksheet, ROW_MASTER, beside, w->book->master, w->book->master_holds ? w->good : w->bad);
    sheet_back(w, i, worksheet);
    for (int table = 0; table < sheet->n_tables; table++)
        write_table(w, worksheet, i, table);
}
