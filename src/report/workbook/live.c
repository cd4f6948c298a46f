/* How live sheets are laid out and look. */
#include "report/workbook/live.h"

#include <math.h>
#include <stdio.h>

#define PAPER_A4 9
#define MONTHS_A_YEAR 12
#define MARGIN_INCHES 0.4
#define INK 0x1A1A1A
#define BLUE 0x1F4E9E
#define GREY 0x595959
#define INPUT_FILL 0xFFF2CC
#define RESULT_FILL 0xE7E6E6
#define SIZE_TEXT 10.0

static const char *const number_formats[GRID_UNITS] = {
    [GRID_PENCE] = "#,##0;-#,##0;\"-\"",
    [GRID_POUNDS] = "#,##0.00;-#,##0.00;\"-\"",
    [GRID_COUNT] = "#,##0.##;-#,##0.##;\"-\"",
    [GRID_NUMBER] = "#,##0.00####;-#,##0.00####;\"-\"",
    [GRID_RATE] = "0.00####%",
    [GRID_MONTH] = "0",
    [GRID_FLAG] = "0;-0;\"-\"",
    [GRID_HOLDS] = "[=1]\"holds\";[=0]\"DOES NOT HOLD\";General",
};

static lxw_format *cell_format(struct writer *w, enum grid_unit unit, enum live_look look) {
    lxw_format *format = workbook_add_format(w->workbook);
    if (format == NULL) {
        writer_note(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return NULL;
    }
    format_set_font_name(format, "Calibri");
    format_set_font_size(format, SIZE_TEXT);
    format_set_num_format(format, number_formats[unit]);
    format_set_align(format, LXW_ALIGN_RIGHT);
    format_set_font_color(format, look == LIVE_GIVEN ? BLUE : look == LIVE_ENGINE ? GREY : INK);
    if (look == LIVE_INPUT) {
        format_set_font_color(format, BLUE);
        format_set_bg_color(format, INPUT_FILL);
        format_set_border(format, LXW_BORDER_THIN);
    }
    if (look == LIVE_ENGINE)
        format_set_italic(format);
    if (look == LIVE_RESULT) {
        format_set_bold(format);
        format_set_top(format, LXW_BORDER_THIN);
        format_set_bg_color(format, RESULT_FILL);
    }
    return format;
}

void live_style(struct writer *w) {
    for (int unit = 0; unit < GRID_UNITS; unit++) {
        for (int look = 0; look < LIVE_LOOKS; look++)
            w->live[unit][look] = cell_format(w, (enum grid_unit)unit, (enum live_look)look);
    }
}

void live_number(struct writer *w, lxw_worksheet *ws, lxw_row_t row, lxw_col_t column, double number,
                 lxw_format *format) {
    if (isfinite(number))
        writer_note(w, worksheet_write_number(ws, row, column, number, format));
    else
        writer_note(w, worksheet_write_string(ws, row, column, "not defined", format));
}

/* ---- The head of a sheet ---- */

/* Headings of a sheet whose columns are no months. */
static void write_periods(struct writer *w, const struct grid_sheet *sheet, lxw_worksheet *ws) {
    for (int i = 0; i < sheet->periods; i++)
        writer_note(
            w, worksheet_write_string(ws, LIVE_HEADER, live_column(i + 1), sheet->period_name[i], w->header_number));
    writer_note(w, worksheet_write_string(ws, LIVE_HEADER, GRID_OPENING, "Opening", w->header_number));
}

static void write_dates(struct writer *w, const struct report_live *live, lxw_worksheet *ws) {
    const struct scheme *s = live->twin->s;
    lxw_format *date = w->cells[CELL_MONTH][TONE_STRONG];
    for (int month = 1; month <= s->months; month++) {
        int place = s->start.year * MONTHS_A_YEAR + s->start.month - 1 + month - 1;
        lxw_datetime day = {.year = place / MONTHS_A_YEAR, .month = place % MONTHS_A_YEAR + 1, .day = 1};
        live_number(w, ws, LIVE_DATES, live_column(month), lxw_datetime_to_excel_datetime(&day), date);
        live_number(w, ws, LIVE_HEADER, live_column(month), month, w->header_number);
    }
    writer_note(w, worksheet_write_string(ws, LIVE_HEADER, GRID_OPENING, "Opening", w->header_number));
}

/* The checks of the live sheets in words, on each of them. */
static void write_master(struct writer *w, const struct report_live *live, lxw_worksheet *ws) {
    static const char good[] = "Live checks: all hold on the path that is shown",
                      bad[] = "LIVE CHECKS: NOT ALL HOLD. SEE THE SHEET OF LIVE CHECKS";
    const struct twin *t = live->twin;
    struct text_buf formula = {0};
    bool holds = live->cells[(size_t)t->master * ((size_t)t->s->months + 1)] == 1;
    text_append(&formula, "=IF(");
    grid_address(&t->book.grid, t->master, 0, &formula);
    text_appendf(&formula, "=1,\"%s\",\"%s\")", good, bad);
    if (formula.failed)
        writer_note(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        writer_note(w, worksheet_write_formula_str(ws, ROW_MASTER, 0, formula.data, holds ? w->good : w->bad,
                                                   holds ? good : bad));
    text_free(&formula);
}

static bool has_lines(const struct report_live *live, int number) {
    const struct grid *g = &live->twin->book.grid;
    if (number == LIVE_PATHS)
        return true;
    for (int i = 0; i < g->sheets[number].n_rows; i++) {
        if (g->rows[g->sheets[number].rows[i]].line)
            return true;
    }
    return false;
}

/* The sheet of the grid that a sheet of the book shows, where its columns are no months; else NULL. */
static const struct grid_sheet *of_years(const struct report_sheet *sheet) {
    const struct grid *g = &sheet->live->twin->book.grid;
    if (sheet->live_number == LIVE_PATHS || !g->sheets[sheet->live_number].period_name)
        return NULL;
    return &g->sheets[sheet->live_number];
}

static void write_head(struct writer *w, const struct report_sheet *sheet, lxw_worksheet *ws) {
    static const char *const titles[] = {"Row", "Unit", "Where from", "Place", "Total", "Value"};
    writer_note(w, worksheet_write_string(ws, ROW_TITLE, 0, writer_text(w, sheet->title), w->title));
    bool months = has_lines(sheet->live, sheet->live_number) && !of_years(sheet);
    struct text_buf lead = {0};
    text_appendf(&lead, "%s%s", sheet->lead, months ? " Its months are not printed." : "");
    writer_note(w, lead.failed ? LXW_ERROR_MEMORY_MALLOC_FAILED
                               : worksheet_write_string(ws, ROW_LEAD, 0, writer_text(w, lead.data), w->lead));
    text_free(&lead);
    write_master(w, sheet->live, ws);
    for (int i = GRID_LABEL; i <= GRID_POINT; i++)
        writer_note(w, worksheet_write_string(ws, LIVE_HEADER, (lxw_col_t)i, titles[i],
                                              i < GRID_PLACE ? w->header_text : w->header_number));
    if (!has_lines(sheet->live, sheet->live_number))
        return;
    const struct grid_sheet *of = of_years(sheet);
    if (of)
        write_periods(w, of, ws);
    else
        write_dates(w, sheet->live, ws);
}

/* What is printed: years whole; of months, which would run over many pages, only what stands before them; of the paths
 * nothing but the head. */
static void set_print(struct writer *w, const struct report_live *live, int number, int rows, lxw_worksheet *ws) {
    const struct grid *g = &live->twin->book.grid;
    bool years = number != LIVE_PATHS && g->sheets[number].period_name != NULL;
    lxw_col_t last = years ? live_column(g->sheets[number].periods) : GRID_POINT;
    lxw_row_t end = (lxw_row_t)(number == LIVE_PATHS ? LIVE_HEADER : GRID_FIRST_ROW + rows);
    worksheet_set_landscape(ws);
    worksheet_set_paper(ws, PAPER_A4);
    worksheet_fit_to_pages(ws, 1, 0);
    worksheet_set_margins(ws, MARGIN_INCHES, MARGIN_INCHES, MARGIN_INCHES, 2.0 * MARGIN_INCHES);
    writer_note(w, worksheet_set_footer(ws, "&L&A&RPage &P of &N"));
    if (number != LIVE_PATHS)
        writer_note(w, worksheet_repeat_rows(ws, LIVE_DATES, LIVE_HEADER));
    writer_note(w, worksheet_print_area(ws, 0, 0, end, last));
}

static void set_look(struct writer *w, const struct report_live *live, int number, lxw_worksheet *ws) {
    static const double widths[] = {58, 9, 24, 7, 15, 15}, narrow[] = {58, 9, 3, 3, 14, 3};
    const struct grid *g = &live->twin->book.grid;
    int all = number == LIVE_PATHS ? g->months : g->sheets[number].periods;
    bool lines = has_lines(live, number), years = number != LIVE_PATHS && g->sheets[number].period_name != NULL;
    for (int i = GRID_LABEL; i <= GRID_POINT; i++)
        writer_note(w, worksheet_set_column(ws, (lxw_col_t)i, (lxw_col_t)i, years ? narrow[i] : widths[i], NULL));
    if (lines)
        writer_note(w, worksheet_set_column(ws, GRID_OPENING, live_column(all), 12, NULL));
    worksheet_freeze_panes(ws, GRID_FIRST_ROW, lines ? GRID_OPENING : 1);
    worksheet_gridlines(ws, LXW_HIDE_ALL_GRIDLINES);
}

void live_write(struct writer *w, int i, lxw_worksheet *ws) {
    const struct report_sheet *sheet = w->book->sheets[i];
    const struct report_live *live = sheet->live;
    const struct twin *t = live->twin;
    bool paths = sheet->live_number == LIVE_PATHS;
    int rows = paths ? t->n_paths * t->book.grid.n_values : t->book.grid.sheets[sheet->live_number].n_rows;
    write_head(w, sheet, ws);
    sheet_back(w, i, ws);
    if (paths)
        live_paths(w, live, ws);
    else
        live_rows(w, live, sheet->live_number, ws);
    if (sheet->live_number == t->sheet[TWIN_SCENARIO]) {
        live_choice(w, live, ws);
        rows += t->n_paths + 2;
    }
    set_look(w, live, sheet->live_number, ws);
    set_print(w, live, sheet->live_number, rows, ws);
}
