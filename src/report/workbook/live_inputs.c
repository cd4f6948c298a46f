/* The sheet of inputs: beside each value what is known of it. */
#include "base/param.h"
#include "report/inputs.h"
#include "report/workbook/live.h"

#include <string.h>

/* Columns after the value. */
enum { COLUMN_LOW = GRID_OPENING, COLUMN_LIKELY, COLUMN_HIGH, COLUMN_PLAN, COLUMN_LAW, COLUMN_SOURCE, COLUMNS };

static const struct {
    const char *title;
    double width;
} columns[COLUMNS] = {
    [COLUMN_LOW] = {"Low (5%)", 10},      [COLUMN_LIKELY] = {"Likely (50%)", 12.5},
    [COLUMN_HIGH] = {"High (95%)", 10.5}, [COLUMN_PLAN] = {"Plan", 11},
    [COLUMN_LAW] = {"Distribution", 20},  [COLUMN_SOURCE] = {"Source, or note", 40},
};

int live_inputs_columns(void) { return COLUMNS; }

/* The figure of an uncertain input. */
static void write_figure(struct writer *w, lxw_worksheet *ws, lxw_row_t row, int column, const struct input *input,
                         double number) {
    live_number(w, ws, row, (lxw_col_t)column, number, w->cells[input_kind(input, number)][TONE_PLAIN]);
}

static void write_words(struct writer *w, lxw_worksheet *ws, lxw_row_t row, int column, const char *words) {
    if (words != NULL && *words)
        writer_note(w, worksheet_write_string(ws, row, (lxw_col_t)column, writer_text(w, words), w->plain));
}

static void write_input(struct writer *w, const struct report_live *live, const struct live_layout *layout,
                        lxw_worksheet *ws, lxw_row_t row, const struct input *input) {
    const struct scheme *s = live->twin->s;
    struct text_buf source = {0};
    input_origin(&source, input);
    if (source.failed)
        writer_note(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
    write_words(w, ws, row, GRID_NOTE, input_standing(input));
    if (input->unit != NULL && strcmp(input->unit, UNIT_MONEY) != 0)
        write_words(w, ws, row, GRID_UNIT, input->unit);
    write_words(w, ws, row, COLUMN_SOURCE, source.data);
    bool uncertain = input_is_uncertain(input);
    if (uncertain) {
        write_figure(w, ws, row, COLUMN_LOW, input, input->low);
        write_figure(w, ws, row, COLUMN_LIKELY, input, input_median(s, input));
        write_figure(w, ws, row, COLUMN_HIGH, input, input->high);
        write_figure(w, ws, row, COLUMN_PLAN, input, input->plan);
        write_words(w, ws, row, COLUMN_LAW, input->words);
    }
    int lines = layout_lines(input->place.path, layout->width[GRID_LABEL]),
        of_law = uncertain ? layout_lines(input->words, columns[COLUMN_LAW].width) : 1,
        of_source = source.data != NULL ? layout_lines(source.data, columns[COLUMN_SOURCE].width) : 1;
    lines = lines > of_law ? lines : of_law;
    lines = lines > of_source ? lines : of_source;
    if (lines > 1)
        writer_note(w, worksheet_set_row(ws, row, layout_points(lines), NULL));
    text_free(&source);
}

void live_inputs(struct writer *w, const struct report_live *live, const struct live_layout *layout,
                 lxw_worksheet *ws) {
    const struct grid *g = &live->twin->book.grid;
    const struct grid_sheet *sheet = &g->sheets[live->twin->book.inputs];
    for (int column = COLUMN_LOW; column < COLUMNS; column++) {
        writer_note(w, worksheet_set_column(ws, (lxw_col_t)column, (lxw_col_t)column, columns[column].width, NULL));
        writer_note(w, worksheet_write_string(ws, LIVE_HEADER, (lxw_col_t)column, columns[column].title,
                                              column < COLUMN_LAW ? w->header_number : w->header_text));
    }
    writer_note(w, worksheet_write_string(ws, LIVE_HEADER, GRID_LABEL, "Input", w->header_text));
    writer_note(w, worksheet_write_string(ws, LIVE_HEADER, GRID_NOTE, "Standing", w->header_text));
    writer_note(w, worksheet_set_row(ws, LIVE_HEADER, layout_points(2), NULL));
    for (int i = 0; i < sheet->n_rows && w->error == LXW_NO_ERROR; i++) {
        const struct grid_row *row = &g->rows[sheet->rows[i]];
        int at = row->role == GRID_HEADING ? NONE : input_at(live->twin->s, row->label);
        if (at != NONE)
            write_input(w, live, layout, ws, (lxw_row_t)(row->place + GRID_FIRST_ROW),
                        &live->twin->s->inputs.items[at]);
    }
}
