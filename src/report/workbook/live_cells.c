/* The cells of live sheets: formulas with the numbers that they come to. */
#include "report/workbook/live.h"

#include <math.h>
#include <string.h>

double live_cell(const struct report_live *live, int row, int month) {
    return live->cells[(size_t)row * ((size_t)live->twin->s->months + 1) + (size_t)month];
}

static enum live_look look_of(enum grid_role role) {
    static const enum live_look looks[GRID_ROLES] = {
        [GRID_INPUT] = LIVE_INPUT, [GRID_HAPPENED] = LIVE_GIVEN, [GRID_ENGINE] = LIVE_ENGINE,
        [GRID_CALC] = LIVE_CALC,   [GRID_RESULT] = LIVE_RESULT,  [GRID_CHECK] = LIVE_RESULT,
        [GRID_CHOICE] = LIVE_CALC, [GRID_HEADING] = LIVE_CALC};
    return looks[role];
}

/* Where numbers of a row come from, if it says nothing of its own. */
static const char *origin_of(const struct grid_row *row) {
    static const char *const words[GRID_ROLES] = {
        [GRID_INPUT] = "input", [GRID_HAPPENED] = "happened on the path", [GRID_ENGINE] = "the engine's figure"};
    return row->note ? row->note : words[row->role] ? words[row->role] : "";
}

void live_formula(struct writer *w, lxw_worksheet *ws, lxw_row_t row, lxw_col_t column, struct text_buf *text,
                  double number, lxw_format *format) {
    if (text->failed)
        writer_note(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else if (isfinite(number))
        writer_note(w, worksheet_write_formula_num(ws, row, column, text->data, format, number));
    else
        writer_note(w, worksheet_write_formula_str(ws, row, column, text->data, format, "not defined"));
    text_free(text);
}

/* Of a number of the chosen path: its cell on the sheet of paths. The row's place among a path's numbers stands beside it. */
static void path_formula(const struct report_live *live, const struct grid_row *row, int month, struct text_buf *out) {
    const struct twin *t = live->twin;
    char column[LXW_MAX_COL_NAME_LENGTH];
    int last = GRID_FIRST_ROW + t->n_paths * t->book.grid.n_values;
    lxw_col_to_name(column, row->line ? live_column(month) : GRID_POINT, LXW_FALSE);
    text_appendf(out, "=INDEX(%s!%s%s$%d:%s%s$%d,(", live->paths, row->line ? "" : "$", column, GRID_FIRST_ROW + 1,
                 row->line ? "" : "$", column, last);
    grid_address(&t->book.grid, t->choice, 0, out);
    text_append(out, "-1)*");
    struct text_buf address = {0};
    grid_address(&t->book.grid, t->choice, 0, &address);
    char *mark = address.data ? strrchr(address.data, '!') : NULL;
    if (mark)
        mark[2] = 'D';
    text_append(out, address.data ? address.data : "");
    out->failed |= address.failed;
    text_free(&address);
    text_appendf(out, "+$D%d)", row->place + GRID_FIRST_ROW + 1);
}

static void write_number_cell(struct writer *w, const struct report_live *live, lxw_worksheet *ws, int number,
                              int month) {
    const struct grid *g = &live->twin->book.grid;
    const struct grid_row *row = &g->rows[number];
    lxw_row_t at = (lxw_row_t)(row->place + GRID_FIRST_ROW);
    lxw_col_t column = row->line ? live_column(month) : GRID_POINT;
    lxw_format *format = w->live[row->unit][look_of(row->role)];
    struct text_buf text = {0};
    if (row->role == GRID_HAPPENED || row->role == GRID_ENGINE) {
        if (!row->line || row->opens || month > 0)
            path_formula(live, row, month, &text);
    } else {
        grid_formula_text(g, number, month, &text);
    }
    if (text.length > 0 || text.failed)
        live_formula(w, ws, at, column, &text, live_cell(live, number, month), format);
    else if (row->role == GRID_INPUT)
        live_number(w, ws, at, column, row->number, format);
}

static void write_total(struct writer *w, const struct report_live *live, lxw_worksheet *ws, int number) {
    const struct grid_row *row = &live->twin->book.grid.rows[number];
    int months = live->twin->book.grid.sheets[row->sheet].periods;
    char first[LXW_MAX_COL_NAME_LENGTH], last[LXW_MAX_COL_NAME_LENGTH];
    struct text_buf text = {0};
    double sum = 0;
    for (int month = 1; month <= months; month++)
        sum += live_cell(live, number, month);
    lxw_col_to_name(first, live_column(1), LXW_FALSE);
    lxw_col_to_name(last, live_column(months), LXW_FALSE);
    int line = row->place + GRID_FIRST_ROW + 1;
    text_appendf(&text, "=SUM(%s%d:%s%d)", first, line, last, line);
    live_formula(w, ws, (lxw_row_t)(line - 1), GRID_TOTAL, &text, sum, w->live[row->unit][look_of(row->role)]);
}

static const char *unit_words(const struct report_live *live, enum grid_unit unit) {
    static const char *const words[GRID_UNITS] = {
        [GRID_PENCE] = "pence", [GRID_COUNT] = "number", [GRID_NUMBER] = "",    [GRID_RATE] = "share",
        [GRID_MONTH] = "month", [GRID_FLAG] = "1 or 0",  [GRID_HOLDS] = "check"};
    return unit == GRID_POUNDS ? live->twin->s->currency : words[unit];
}

static void write_words(struct writer *w, const struct report_live *live, const struct live_layout *layout,
                        lxw_worksheet *ws, const struct grid_row *row) {
    lxw_row_t at = (lxw_row_t)(row->place + GRID_FIRST_ROW);
    if (row->role == GRID_HEADING) {
        writer_note(w, worksheet_write_string(ws, at, GRID_LABEL, writer_text(w, row->label), w->section));
        return;
    }
    struct live_words words = {.label = row->label,
                               .note = row->sheet == live->twin->book.inputs ? "" : origin_of(row),
                               .format = look_of(row->role) == LIVE_RESULT ? w->strong : w->plain};
    live_write_words(w, layout, ws, at, &words);
    writer_note(w, worksheet_write_string(ws, at, GRID_UNIT, unit_words(live, row->unit), w->plain));
    if (row->role == GRID_HAPPENED || row->role == GRID_ENGINE)
        live_number(w, ws, at, GRID_PLACE, row->value + 1, w->live[GRID_MONTH][LIVE_ENGINE]);
}

static void name_cell(struct writer *w, const struct report_live *live, int number, const char *name) {
    struct text_buf address = {0};
    text_append(&address, "=");
    grid_address(&live->twin->book.grid, number, 0, &address);
    writer_note(w, address.failed ? LXW_ERROR_MEMORY_MALLOC_FAILED
                                  : workbook_define_name(w->workbook, name, address.data));
    text_free(&address);
}

void live_rows(struct writer *w, const struct report_sheet *sheet, const struct live_layout *layout,
               lxw_worksheet *ws) {
    const struct report_live *live = sheet->live;
    const struct grid *g = &live->twin->book.grid;
    const struct grid_sheet *of = &g->sheets[sheet->live_number];
    for (int i = 0; i < of->n_rows && w->error == LXW_NO_ERROR; i++) {
        int number = of->rows[i];
        const struct grid_row *row = &g->rows[number];
        write_words(w, live, layout, ws, row);
        if (row->role == GRID_HEADING || row->role == GRID_CHOICE)
            continue;
        for (int month = 0; month <= (row->line ? of->periods : 0); month++)
            write_number_cell(w, live, ws, number, month);
        if (row->line && row->sums)
            write_total(w, live, ws, number);
        const char *name = row->name ? row->name : live->name[number];
        if (name)
            name_cell(w, live, number, name);
    }
}

/* ---- All paths ---- */

static void write_value(struct writer *w, int months, lxw_worksheet *ws, const struct twin_path *path,
                        const struct grid_row *row, lxw_row_t at) {
    const double *value = path->value + (size_t)row->value * ((size_t)months + 1);
    lxw_format *format = w->live[row->unit][row->role == GRID_ENGINE ? LIVE_ENGINE : LIVE_GIVEN];
    if (!row->line) {
        live_number(w, ws, at, GRID_POINT, value[0], format);
        return;
    }
    for (int month = row->opens ? 0 : 1; month <= months; month++) {
        if (value[month] != 0) /* an empty cell is 0 to INDEX */
            live_number(w, ws, at, live_column(month), value[month], format);
    }
}

void live_paths(struct writer *w, const struct report_live *live, const struct live_layout *layout, lxw_worksheet *ws) {
    const struct twin *t = live->twin;
    const struct grid *g = &t->book.grid;
    for (int path = 0; path < t->n_paths; path++) {
        for (int i = 0; i < g->n_rows && w->error == LXW_NO_ERROR; i++) {
            const struct grid_row *row = &g->rows[i];
            if (row->role != GRID_HAPPENED && row->role != GRID_ENGINE)
                continue;
            lxw_row_t at = (lxw_row_t)(GRID_FIRST_ROW + path * g->n_values + row->value);
            live_write_words(
                w, layout, ws, at,
                &(struct live_words){.label = row->label, .note = t->paths[path].name, .format = w->plain});
            write_value(w, g->months, ws, &t->paths[path], row, at);
        }
    }
}
