/* The sheet on which a path is chosen: its headlines beside those of all paths, and the list of paths. */
#include "report/workbook/live.h"

#include <math.h>

/* Rows of the sheet, from the first below the grid's: an empty one, heading, note, titles; headlines; an empty one, heading;
 * paths. */
enum { ROWS_BEFORE_HEADLINES = 4, ROWS_BEFORE_PATHS = 2 };
/* A headline's columns: its label, unit, where it lies, what it is on the path; the points of all paths. */
enum { COLUMN_LIES = GRID_NOTE, COLUMN_PATH = GRID_POINT, COLUMN_POINTS = GRID_OPENING };
#define PENCE_IN_POUND 100
/* Two figures that are the same to so many decimals are: formulas and engine agree on rates to more. */
#define DECIMALS 6
#define ROUNDS 1e6

int live_scenario_rows(const struct report_live *live) {
    int headlines = live->n_headlines > 0 ? ROWS_BEFORE_HEADLINES + live->n_headlines : 0;
    return headlines + ROWS_BEFORE_PATHS + live->twin->n_paths;
}

/* ---- Headlines ---- */

static const char *const lies[] = {
    "below the 5% point",         "between 5% and 25%",  "between 25% and the median", "at the median",
    "between the median and 75%", "between 75% and 95%", "above the 95% point",        "not defined"};
enum { BELOW, TO_25, TO_50, AT_50, TO_75, TO_95, ABOVE, NOWHERE };

static double rounded(double number) { return round(number * ROUNDS) / ROUNDS; }

/* Between which points a number lies. */
static int place_of(const struct live_headline *headline, double number) {
    double at[LIVE_POINTS];
    for (int i = 0; i < LIVE_POINTS; i++)
        at[i] = rounded(headline->at[i]);
    if (!isfinite(number))
        return NOWHERE;
    if (number < at[LIVE_P05] || number > at[LIVE_P95])
        return number < at[LIVE_P05] ? BELOW : ABOVE;
    if (number == at[LIVE_P50])
        return AT_50;
    if (number < at[LIVE_P50])
        return number < at[LIVE_P25] ? TO_25 : TO_50;
    return number <= at[LIVE_P75] ? TO_75 : TO_95;
}

/* The same as a formula over the cells of a row. */
static void place_formula(int row, struct text_buf *out) {
    text_appendf(out, "=IF(ISNUMBER(F%d),IF(F%d<G%d,\"%s\",IF(F%d>K%d,\"%s\",IF(F%d=I%d,\"%s\",", row, row, row,
                 lies[BELOW], row, row, lies[ABOVE], row, row, lies[AT_50]);
    text_appendf(out, "IF(F%d<I%d,IF(F%d<H%d,\"%s\",\"%s\"),IF(F%d<=J%d,\"%s\",\"%s\"))))),\"%s\")", row, row, row, row,
                 lies[TO_25], lies[TO_50], row, row, lies[TO_75], lies[TO_95], lies[NOWHERE]);
}

/* What a headline is on the path that is shown, in the main unit. */
static double on_path(const struct report_live *live, const struct live_headline *headline, bool pence) {
    double number = live_cell(live, headline->row, 0);
    return rounded(pence ? number / PENCE_IN_POUND : number);
}

static void write_headline(struct writer *w, const struct report_live *live, const struct live_layout *layout,
                           lxw_worksheet *ws, int i, int at) {
    const struct live_headline *headline = &live->headline[i];
    const struct grid *g = &live->twin->book.grid;
    const struct grid_row *row = &g->rows[headline->row];
    bool pence = row->unit == GRID_PENCE;
    double number = on_path(live, headline, pence);
    struct text_buf text = {0};
    live_write_words(w, layout, ws, (lxw_row_t)at,
                     &(struct live_words){.label = row->label, .note = "", .format = w->strong});
    text_append(&text, "=IFERROR(ROUND(");
    grid_address(g, headline->row, 0, &text);
    text_appendf(&text, "%s,%d),\"%s\")", pence ? "/100" : "", DECIMALS, lies[NOWHERE]);
    live_formula(w, ws, (lxw_row_t)at, COLUMN_PATH, &text, number, w->cells[headline->kind][TONE_STRONG]);
    place_formula(at + 1, &text);
    if (text.failed)
        writer_note(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        writer_note(w, worksheet_write_formula_str(ws, (lxw_row_t)at, COLUMN_LIES, text.data, w->plain,
                                                   lies[place_of(headline, number)]));
    text_free(&text);
    for (int point = 0; point < LIVE_POINTS; point++)
        live_number(w, ws, (lxw_row_t)at, (lxw_col_t)(COLUMN_POINTS + point), rounded(headline->at[point]),
                    w->cells[headline->kind][TONE_FAINT]);
}

static void write_headlines(struct writer *w, const struct report_live *live, const struct live_layout *layout,
                            lxw_worksheet *ws, int first) {
    static const char *const points[LIVE_POINTS] = {"5%", "25%", "Median", "75%", "95%", "Mean"};
    lxw_row_t titles = (lxw_row_t)(first + ROWS_BEFORE_HEADLINES - 1);
    writer_note(w, worksheet_write_string(ws, titles - 2, 0, "Headlines of the path, and of all paths", w->section));
    writer_note(w,
                worksheet_write_string(
                    ws, titles - 1, 0,
                    "The path's are worked out on the live sheets; in italics the engine's figures of all paths of the "
                    "run, which no choice changes.",
                    w->lead));
    for (int i = 0; i <= COLUMN_PATH; i++) {
        const char *title = i == 0             ? "Headline"
                            : i == COLUMN_LIES ? "Where the path lies"
                            : i == COLUMN_PATH ? "This path"
                                               : "";
        writer_note(w, worksheet_write_string(ws, titles, (lxw_col_t)i, title,
                                              i < GRID_PLACE ? w->header_text : w->header_number));
    }
    for (int i = 0; i < LIVE_POINTS; i++)
        writer_note(w, worksheet_write_string(ws, titles, (lxw_col_t)(COLUMN_POINTS + i), points[i], w->header_number));
    for (int i = 0; i < live->n_headlines; i++)
        write_headline(w, live, layout, ws, i, (int)titles + 1 + i);
}

/* ---- The choice ---- */

static void write_list(struct writer *w, const struct twin *t, const struct live_layout *layout, lxw_worksheet *ws,
                       lxw_row_t first) {
    writer_note(w, worksheet_write_string(ws, first - 1, GRID_LABEL, "Paths of this book", w->section));
    writer_note(w, worksheet_write_string(ws, first - 1, GRID_NOTE, "Why it is here", w->section));
    for (int i = 0; i < t->n_paths; i++)
        live_write_words(w, layout, ws, first + (lxw_row_t)i,
                         &(struct live_words){.label = t->paths[i].name, .note = t->paths[i].why, .format = w->plain});
}

static void write_choice(struct writer *w, const struct report_live *live, lxw_worksheet *ws, unsigned first) {
    const struct twin *t = live->twin;
    const struct grid_row *row = &t->book.grid.rows[t->choice];
    lxw_row_t at = (lxw_row_t)(row->place + GRID_FIRST_ROW);
    unsigned last = first + (unsigned)t->n_paths;
    struct text_buf text = {0};
    writer_note(w, worksheet_write_string(ws, at, GRID_NOTE, writer_text(w, t->paths[live->shown].name),
                                          w->live[GRID_NUMBER][LIVE_INPUT]));
    text_appendf(&text, "=$A$%u:$A$%u", first + 1, last);
    lxw_data_validation list = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                                .value_formula = text.data,
                                .input_title = "Path",
                                .input_message = "Every live sheet follows the path that is chosen here.",
                                .error_title = "No such path",
                                .error_message = "Choose one of the paths that are listed below."};
    if (text.failed)
        writer_note(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        writer_note(w, worksheet_data_validation_cell(ws, at, GRID_NOTE, &list));
    text_free(&text);
    text_appendf(&text, "=MATCH($C$%u,$A$%u:$A$%u,0)", at + 1, first + 1, last);
    live_formula(w, ws, at, GRID_POINT, &text, live->shown + 1, w->live[GRID_COUNT][LIVE_CALC]);
    live_number(w, ws, at, GRID_PLACE, t->book.grid.n_values, w->live[GRID_MONTH][LIVE_ENGINE]);
}

void live_scenario(struct writer *w, const struct report_live *live, const struct live_layout *layout,
                   lxw_worksheet *ws) {
    int below = layout->end - live_scenario_rows(live), first = layout->end - live->twin->n_paths;
    if (live->n_headlines > 0)
        write_headlines(w, live, layout, ws, below);
    write_list(w, live->twin, layout, ws, (lxw_row_t)first);
    write_choice(w, live, ws, (unsigned)first);
}
