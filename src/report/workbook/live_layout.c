/* Where things stand on live sheets: columns as wide as what is in them, rows as high, and pages. */
#include "report/workbook/live.h"

#include <math.h>
#include <string.h>

#define PAPER_A4 9
#define MONTHS_A_YEAR 12

/* Months of finance teams are printed a little smaller than other sheets, per cent: a page has room for twelve. */
#define SCALE_OF_MONTHS 63
#define PIXELS_OF_MONTHS (PAGE_PIXELS * LEAST_SCALE / SCALE_OF_MONTHS)

/* Widths in characters. Labels wrap. */
#define LABEL_BESIDE_MONTHS 40.0
#define LABEL_ALONE 54.0
#define NOTE_MOST 24.0
#define STANDING_WIDTH 10.0
#define NOTE_OF_PATHS 36.0
#define UNIT_WIDTH 9.0
#define UNIT_ALONE 12.0
#define UNUSED_WIDTH 1.5
#define LEAST_NUMBER 8.0
#define WORDS_OF_CHECK 15.0
#define WORDS_OF_NONE 11.0
/* Labels have wide letters as often as not: fewer of them fit than of other words. */
#define LETTERS_PLAIN 0.94
#define LETTERS_BOLD 0.88
#define NUMBERS_BOLD 1.1
#define APART 0.6
#define WIDTH_SET_IN 3.5

/* ---- Widths ---- */

static double number_width(const struct grid_row *row, double number) {
    static const enum cell_kind kinds[GRID_UNITS] = {
        [GRID_PENCE] = CELL_COUNT,   [GRID_POUNDS] = CELL_NUMBER, [GRID_COUNT] = CELL_COUNT, [GRID_NUMBER] = CELL_PLAIN,
        [GRID_RATE] = CELL_PER_CENT, [GRID_MONTH] = CELL_COUNT,   [GRID_FLAG] = CELL_COUNT,  [GRID_HOLDS] = CELL_COUNT};
    if (row->unit == GRID_HOLDS || !isfinite(number))
        return row->unit == GRID_HOLDS ? WORDS_OF_CHECK : WORDS_OF_NONE;
    bool bold = row->role == GRID_RESULT || row->role == GRID_CHECK;
    struct cell cell = {.kind = kinds[row->unit], .number = number};
    return layout_number_width(&cell) * (bold ? NUMBERS_BOLD : 1.0) + APART;
}

static void widen(double *width, double needed) { *width = fmax(*width, needed); }

/* Makes room for a row's numbers, on whichever path. */
static void widen_numbers(const struct report_live *live, int number, struct live_layout *l) {
    const struct grid_row *row = &live->twin->book.grid.rows[number];
    double needed = number_width(row, live->widest[number]);
    l->used[GRID_POINT] |= !row->line;
    l->used[GRID_TOTAL] |= row->line && row->sums;
    if (row->line)
        l->periods = live->twin->book.grid.sheets[row->sheet].periods;
    widen(row->line ? &l->period : &l->width[GRID_POINT], needed);
    if (row->sums)
        widen(&l->width[GRID_TOTAL], needed);
}

static void lay_out_paths(const struct report_live *live, struct live_layout *l) {
    const struct grid *g = &live->twin->book.grid;
    l->end = GRID_FIRST_ROW + live->twin->n_paths * g->n_values;
    l->used[GRID_NOTE] = true;
    l->width[GRID_NOTE] = NOTE_OF_PATHS;
    for (int i = 0; i < g->n_rows; i++) {
        if (g->rows[i].role == GRID_HAPPENED || g->rows[i].role == GRID_ENGINE)
            widen_numbers(live, i, l);
    }
    l->periods = g->months;
}

static void lay_out_rows(const struct report_sheet *sheet, struct live_layout *l) {
    const struct grid *g = &sheet->live->twin->book.grid;
    const struct grid_sheet *of = &g->sheets[sheet->live_number];
    l->years = of->period_name != NULL;
    l->end = GRID_FIRST_ROW + of->n_rows;
    l->width[GRID_NOTE] = NOTE_MOST;
    for (int i = 0; i < of->n_rows; i++) {
        const struct grid_row *row = &g->rows[of->rows[i]];
        bool of_path = row->role == GRID_HAPPENED || row->role == GRID_ENGINE;
        l->used[GRID_PLACE] |= of_path;
        l->used[GRID_NOTE] |= of_path || row->role == GRID_INPUT || row->note != NULL;
        if (row->role != GRID_HEADING)
            widen_numbers(sheet->live, of->rows[i], l);
    }
}

/* The sheet of inputs says in a word how each stands. */
static void lay_out_inputs(struct live_layout *l) {
    l->used[GRID_NOTE] = true;
    l->width[GRID_NOTE] = STANDING_WIDTH;
}

/* The sheet of the choice has headlines in the columns of points and after. */
static void lay_out_scenario(const struct report_live *live, struct live_layout *l) {
    for (int i = GRID_NOTE; i <= GRID_OPENING; i++)
        l->used[i] = i != GRID_TOTAL;
    l->width[GRID_NOTE] = NOTE_OF_PATHS;
    for (int i = 0; i < live->n_headlines; i++) {
        const struct live_headline *headline = &live->headline[i];
        for (int point = 0; point < LIVE_POINTS; point++) {
            struct cell cell = {.kind = headline->kind, .number = headline->at[point]};
            double needed = layout_number_width(&cell) * NUMBERS_BOLD + WIDTH_SET_IN;
            widen(&l->width[GRID_POINT], needed);
            widen(&l->period, needed);
        }
        widen(&l->width[GRID_POINT],
              number_width(&live->twin->book.grid.rows[headline->row], live->widest[headline->row]));
    }
    l->end += live_scenario_rows(live);
}

void live_lay_out(const struct report_sheet *sheet, struct live_layout *layout) {
    *layout = (struct live_layout){.period = LEAST_NUMBER, .used = {[GRID_LABEL] = true, [GRID_UNIT] = true}};
    for (int i = GRID_PLACE; i <= GRID_OPENING; i++)
        layout->width[i] = LEAST_NUMBER;
    if (sheet->live_number == LIVE_PATHS)
        lay_out_paths(sheet->live, layout);
    else
        lay_out_rows(sheet, layout);
    if (sheet->live_number == sheet->live->twin->sheet[TWIN_SCENARIO])
        lay_out_scenario(sheet->live, layout);
    if (sheet->live_number == sheet->live->twin->book.inputs)
        lay_out_inputs(layout);
    bool beside = layout->periods > 0 && sheet->live_print == LIVE_PRINT_ALL;
    layout->width[GRID_LABEL] = beside ? LABEL_BESIDE_MONTHS : LABEL_ALONE;
    layout->width[GRID_UNIT] = beside ? UNIT_WIDTH : UNIT_ALONE;
    layout->used[GRID_OPENING] = layout->periods > 0;
    layout->width[GRID_OPENING] = layout->period;
    for (int i = GRID_NOTE; i < GRID_OPENING; i++)
        layout->width[i] = layout->used[i] ? layout->width[i] : UNUSED_WIDTH;
}

/* ---- Rows ---- */

void live_write_words(struct writer *w, const struct live_layout *layout, lxw_worksheet *ws, lxw_row_t row,
                      const struct live_words *words) {
    int label = layout_lines(words->label,
                             layout->width[GRID_LABEL] * (words->format == w->strong ? LETTERS_BOLD : LETTERS_PLAIN)),
        note = layout_lines(words->note, layout->width[GRID_NOTE]), lines = label > note ? label : note;
    writer_note(w, worksheet_write_string(ws, row, GRID_LABEL, writer_text(w, words->label), words->format));
    if (*words->note)
        writer_note(w, worksheet_write_string(ws, row, GRID_NOTE, writer_text(w, words->note), w->plain));
    if (lines > 1)
        writer_note(w, worksheet_set_row(ws, row, layout_points(lines), NULL));
}

/* ---- Pages ---- */

static int pixels(const struct live_layout *l, int n) {
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += layout_column_pixels(l->width[i]);
    return sum;
}

/* Months of the first financial year, which may have begun before. */
static int months_to_turn(const struct scheme *s) {
    return MONTHS_A_YEAR - (s->start.month - s->year_start + MONTHS_A_YEAR) % MONTHS_A_YEAR;
}

/* Pages side by side, also of a sheet for the screen, whose reader may choose to print it: where a page has room for a
 * financial year each has one, and the first what stands before them; else as many periods as fit. Returns how many breaks
 * there are; breaks: [periods + 1]. */
static int page_breaks(const struct scheme *s, const struct live_layout *l, lxw_col_t *breaks) {
    int period = layout_column_pixels(l->period), n = 0;
    int on_first = (PIXELS_OF_MONTHS - pixels(l, GRID_OPENING + 1)) / period,
        fit = (PIXELS_OF_MONTHS - pixels(l, 1)) / period;
    bool by_year = !l->years && fit >= MONTHS_A_YEAR;
    if (on_first >= l->periods)
        return 0;
    int every = by_year ? MONTHS_A_YEAR : fit > 0 ? fit : 1, at = 1 + (by_year || on_first < 0 ? 0 : on_first);
    for (; at <= l->periods; at += at == 1 && by_year ? months_to_turn(s) : every)
        breaks[n++] = live_column(at);
    return n;
}

static void set_pages(struct writer *w, const struct report_sheet *sheet, const struct live_layout *layout,
                      lxw_worksheet *ws) {
    lxw_col_t breaks[TABLE_MONTHS_MAX + 2] = {0};
    int n = sheet->live_print != LIVE_PRINT_POINTS && layout->periods > 0
                ? page_breaks(sheet->live->twin->s, layout, breaks)
                : 0;
    if (n == 0) {
        worksheet_fit_to_pages(ws, 1, 0);
        return;
    }
    worksheet_set_print_scale(ws, SCALE_OF_MONTHS);
    writer_note(w, worksheet_set_v_pagebreaks(ws, breaks));
    writer_note(w, worksheet_repeat_columns(ws, GRID_LABEL, GRID_LABEL));
}

/* The last column that is printed. */
static lxw_col_t last_column(const struct report_sheet *sheet, const struct live_layout *layout) {
    if (sheet->live_number == sheet->live->twin->sheet[TWIN_SCENARIO])
        return GRID_POINT + LIVE_POINTS;
    if (sheet->live_number == sheet->live->twin->book.inputs)
        return (lxw_col_t)(live_inputs_columns() - 1);
    return sheet->live_print == LIVE_PRINT_ALL && layout->periods > 0 ? live_column(layout->periods) : GRID_POINT;
}

static void set_print(struct writer *w, const struct report_sheet *sheet, const struct live_layout *layout,
                      lxw_worksheet *ws) {
    bool head = sheet->live_print == LIVE_PRINT_HEAD;
    worksheet_set_landscape(ws);
    worksheet_set_paper(ws, PAPER_A4);
    set_pages(w, sheet, layout, ws);
    worksheet_set_margins(ws, MARGIN_SIDE, MARGIN_SIDE, MARGIN_TOP, MARGIN_FOOT);
    writer_note(w, worksheet_set_footer(ws, "&L&A&RPage &P of &N"));
    writer_note(w, worksheet_repeat_rows(ws, LIVE_DATES, LIVE_HEADER));
    writer_note(w, worksheet_print_area(ws, 0, 0, (lxw_row_t)(head ? LIVE_HEADER : layout->end - 1),
                                        last_column(sheet, layout)));
}

void live_look(struct writer *w, const struct report_sheet *sheet, const struct live_layout *layout,
               lxw_worksheet *ws) {
    worksheet_set_default_row(ws, ROW_POINTS, LXW_FALSE);
    writer_note(w, worksheet_set_row(ws, ROW_TITLE, 2.0 * ROW_POINTS - 3.0, NULL));
    for (int i = GRID_LABEL; i <= GRID_OPENING; i++)
        writer_note(w, worksheet_set_column(ws, (lxw_col_t)i, (lxw_col_t)i, layout->width[i], NULL));
    if (layout->periods > 0)
        writer_note(w, worksheet_set_column(ws, live_column(1), live_column(layout->periods), layout->period, NULL));
    worksheet_freeze_panes(ws, GRID_FIRST_ROW, 1);
    worksheet_gridlines(ws, LXW_HIDE_ALL_GRIDLINES);
    set_print(w, sheet, layout, ws);
}
