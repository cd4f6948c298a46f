/* How live sheets are laid out and look. */
#include "report/workbook/live.h"

#include <math.h>
#include <stdio.h>

#define MONTHS_A_YEAR 12
#define INK 0x1A1A1A
#define BLUE 0x1F4E9E
#define GREY 0x595959
#define INPUT_FILL 0xFFF2CC
#define RESULT_FILL 0xE7E6E6
#define SIZE_TEXT 10.0

static const char *const number_formats[GRID_UNITS] = {
    [GRID_PENCE] = "#,##0;-#,##0;\"-\"",
    [GRID_POUNDS] = "#,##0.00;-#,##0.00;\"-\"",
    [GRID_COUNT] = "General;-General;\"-\"", /* the mean of a count is not whole */
    [GRID_NUMBER] = "#,##0.00##;-#,##0.00##;\"-\"",
    [GRID_RATE] = "0.0##%",
    [GRID_MONTH] = "0",
    [GRID_FLAG] = "0;-0;\"-\"",
    [GRID_HOLDS] = "[=1]\"holds\";[=0]\"DOES NOT HOLD\";General",
};

/* Inputs are shown as they would be typed: a nought is one, and a small number is no nought. */
static const char *const input_formats[GRID_UNITS] = {
    [GRID_PENCE] = "#,##0", [GRID_POUNDS] = "#,##0.00", [GRID_COUNT] = "General", [GRID_NUMBER] = "General",
    [GRID_RATE] = "0.0##%", [GRID_MONTH] = "0",         [GRID_FLAG] = "0",        [GRID_HOLDS] = "0"};

static lxw_format *cell_format(struct writer *w, enum grid_unit unit, enum live_look look) {
    lxw_format *format = workbook_add_format(w->workbook);
    if (format == NULL) {
        writer_note(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return NULL;
    }
    format_set_font_name(format, "Calibri");
    format_set_font_size(format, SIZE_TEXT);
    format_set_num_format(format, look == LIVE_INPUT ? input_formats[unit] : number_formats[unit]);
    format_set_align(format, LXW_ALIGN_RIGHT);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
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
    lxw_format *date = w->months[CELL_MONTH][TONE_STRONG];
    for (int month = 1; month <= s->months; month++) {
        int place = s->start.year * MONTHS_A_YEAR + s->start.month - 1 + month - 1;
        lxw_datetime day = {.year = place / MONTHS_A_YEAR, .month = place % MONTHS_A_YEAR + 1, .day = 1};
        live_number(w, ws, LIVE_DATES, live_column(month), lxw_datetime_to_excel_datetime(&day), date);
        live_number(w, ws, LIVE_HEADER, live_column(month), month, w->header_number);
    }
    writer_note(w, worksheet_write_string(ws, LIVE_HEADER, GRID_OPENING, "Opening", w->header_number));
}

/* The checks of the live sheets in words, on each of them. */
static void write_master(struct writer *w, const struct report_live *live, lxw_col_t column, lxw_worksheet *ws) {
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
        writer_note(w, worksheet_write_formula_str(ws, ROW_MASTER, column, formula.data, holds ? w->good : w->bad,
                                                   holds ? good : bad));
    text_free(&formula);
}

static void write_head(struct writer *w, const struct report_sheet *sheet, const struct live_layout *layout,
                       lxw_worksheet *ws) {
    static const char *const titles[] = {"Row", "Unit", "Where from", "Place", "Total", "Value"};
    writer_note(w, worksheet_write_string(ws, ROW_TITLE, 0, writer_text(w, sheet->title), w->title));
    /* beside labels that stay in sight and that every page of months repeats: there sentences would be cut */
    lxw_col_t beside = layout->periods > 0 ? GRID_UNIT : GRID_LABEL;
    writer_note(w, worksheet_write_string(ws, ROW_LEAD, beside, writer_text(w, sheet->lead), w->lead));
    write_master(w, sheet->live, beside, ws);
    for (int i = GRID_LABEL; i <= GRID_POINT; i++)
        writer_note(w, worksheet_write_string(ws, LIVE_HEADER, (lxw_col_t)i, layout->used[i] ? titles[i] : "",
                                              i < GRID_PLACE ? w->header_text : w->header_number));
    if (layout->years)
        write_periods(w, &sheet->live->twin->book.grid.sheets[sheet->live_number], ws);
    else if (layout->periods > 0)
        write_dates(w, sheet->live, ws);
}

void live_write(struct writer *w, int i, lxw_worksheet *ws) {
    const struct report_sheet *sheet = w->book->sheets[i];
    struct live_layout layout;
    live_lay_out(sheet, &layout);
    live_look(w, sheet, &layout, ws);
    write_head(w, sheet, &layout, ws);
    sheet_back(w, i, ws);
    if (sheet->live_number == LIVE_PATHS)
        live_paths(w, sheet->live, &layout, ws);
    else
        live_rows(w, sheet, &layout, ws);
    if (sheet->live_number == sheet->live->twin->sheet[TWIN_SCENARIO])
        live_scenario(w, sheet->live, &layout, ws);
    if (sheet->live_number == sheet->live->twin->book.inputs)
        live_inputs(w, sheet->live, &layout, ws);
}
