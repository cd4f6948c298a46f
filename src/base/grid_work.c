/* Works a grid out: each cell once, when another first asks for it. */
#include "base/grid_work.h"

#include <math.h>
#include <stdlib.h>

enum { TO_DO, AT_WORK, DONE };

static size_t place_of(const struct grid *g, int row, int month) {
    return (size_t)row * ((size_t)g->months + 1) + (size_t)month;
}

static const struct grid_row *row_of(const struct grid_work *w, int row) { return &w->g->rows[row]; }

/* Which row stands k places below another on its sheet. */
static int row_below(const struct grid_work *w, int row, int k) {
    const struct grid_row *first = row_of(w, row);
    return w->g->sheets[first->sheet].rows[first->place + k];
}

struct grid_range grid_range_of(const struct grid_work *w, const struct grid_formula *reference) {
    int row = reference->row, last = w->g->sheets[row_of(w, row)->sheet].periods;
    if (reference->reach == REACH_DOWN)
        return (struct grid_range){row, w->month, row_of(w, reference->last)->place - row_of(w, row)->place + 1, true};
    if (!row_of(w, row)->line)
        return (struct grid_range){row, 0, 1, false};
    switch (reference->reach) {
    case REACH_BEFORE:
        return (struct grid_range){row, w->month - 1, 1, false};
    case REACH_NEXT:
        return (struct grid_range){row, w->month + 1, 1, false};
    case REACH_WHOLE:
        return (struct grid_range){row, 0, last + 1, false};
    case REACH_TO_BEFORE:
        return (struct grid_range){row, 0, w->month, false};
    case REACH_TO_HERE:
        return (struct grid_range){row, 0, w->month + 1, false};
    case REACH_AFTER:
        return (struct grid_range){row, w->month + 1, last - w->month, false};
    case REACH_FROM_HERE:
        return (struct grid_range){row, w->month, last - w->month + 1, false};
    case REACH_ALL:
        return (struct grid_range){row, 1, last, false};
    case REACH_OPENING:
        return (struct grid_range){row, 0, 1, false};
    case REACH_LAST:
        return (struct grid_range){row, last, 1, false};
    case REACH_HERE:
    case REACH_DOWN:
        break;
    }
    return (struct grid_range){row, w->month, 1, false};
}

double grid_range_number(struct grid_work *w, const struct grid_range *range, int i) {
    if (range->down) {
        int row = row_below(w, range->row, i);
        return grid_cell(w, row, row_of(w, row)->line ? range->first : 0);
    }
    return grid_cell(w, range->row, range->first + i);
}

double grid_compared(enum grid_operator op, double a, double b) {
    switch (op) {
    case OP_EQUAL:
        return a == b;
    case OP_UNEQUAL:
        return a != b;
    case OP_BELOW:
        return a < b;
    case OP_AT_MOST:
        return a <= b;
    case OP_ABOVE:
        return a > b;
    case OP_AT_LEAST:
        return a >= b;
    case OP_PLUS:
    case OP_MINUS:
    case OP_TIMES:
    case OP_OVER:
    case OP_POWER:
    case OP_NEGATE:
        break;
    }
    return NAN;
}

static double operated(enum grid_operator op, double a, double b) {
    if (isnan(a) || isnan(b))
        return NAN;
    switch (op) {
    case OP_PLUS:
        return a + b;
    case OP_MINUS:
        return a - b;
    case OP_TIMES:
        return a * b;
    case OP_OVER:
        return b == 0 ? NAN : a / b;
    case OP_POWER:
        return pow(a, b);
    case OP_NEGATE:
        return -a;
    case OP_EQUAL:
    case OP_UNEQUAL:
    case OP_BELOW:
    case OP_AT_MOST:
    case OP_ABOVE:
    case OP_AT_LEAST:
        break;
    }
    return grid_compared(op, a, b);
}

double grid_number(struct grid_work *w, const struct grid_formula *f) {
    switch (f->kind) {
    case NODE_NUMBER:
        return f->number;
    case NODE_REFERENCE: {
        struct grid_range range = grid_range_of(w, f);
        return range.n == 1 ? grid_range_number(w, &range, 0) : NAN;
    }
    case NODE_OPERATION:
        return operated(f->op, grid_number(w, f->arg[0]), f->n > 1 ? grid_number(w, f->arg[1]) : 0);
    case NODE_CALL:
        return f->function->work(w, f);
    case NODE_CRITERION:
        break;
    }
    return NAN;
}

static double given(const struct grid_work *w, const struct grid_row *row, int month) {
    switch (row->role) {
    case GRID_INPUT:
        return row->number;
    case GRID_CHOICE:
        return w->path->choice;
    case GRID_HAPPENED:
    case GRID_ENGINE:
        return w->path->value[(size_t)row->value * ((size_t)w->g->months + 1) + (size_t)month];
    case GRID_CALC:
    case GRID_RESULT:
    case GRID_CHECK:
    case GRID_HEADING:
    case GRID_ROLES:
        break;
    }
    return 0;
}

double grid_cell(struct grid_work *w, int row, int month) {
    const struct grid_row *of = row_of(w, row);
    if (month < 0 || month > w->g->sheets[of->sheet].periods)
        return 0;
    size_t place = place_of(w->g, row, month);
    if (w->done[place] == DONE)
        return w->cells[place];
    if (w->done[place] == AT_WORK) {
        grid_fault(w->g, "%s / %s: refers to itself in month %d", w->g->sheets[of->sheet].name, of->label, month);
        return NAN;
    }
    int before = w->month;
    const struct grid_formula *formula = of->line && month == 0 ? of->opening : of->formula;
    w->done[place] = AT_WORK;
    w->month = month;
    w->cells[place] = formula ? grid_number(w, formula) : given(w, of, month);
    w->month = before;
    w->done[place] = DONE;
    return w->cells[place];
}

/* A row that has no formula though it should. */
static void look_for_gaps(struct grid *g) {
    for (int i = 0; i < g->n_rows; i++) {
        const struct grid_row *row = &g->rows[i];
        bool calculated = row->role == GRID_CALC || row->role == GRID_RESULT || row->role == GRID_CHECK;
        if (calculated && !row->formula)
            grid_fault(g, "%s / %s: has no formula", g->sheets[row->sheet].name, row->label);
    }
}

status grid_work_out(struct grid *g, const struct grid_path *path, double *cells) {
    size_t months = (size_t)g->months + 1;
    struct grid_work w = {.g = g, .path = path};
    w.cells = cells;
    look_for_gaps(g);
    if (g->failed)
        return SIBYL_ERR_NO_MEMORY;
    if (g->fault[0] != 0)
        return SIBYL_ERR_INTERNAL;
    w.done = calloc((size_t)g->n_rows * months + 1, sizeof *w.done);
    if (!w.done)
        return SIBYL_ERR_NO_MEMORY;
    for (int month = 0; month <= g->months; month++) {
        for (int row = 0; row < g->n_rows; row++) {
            if (month == 0 || (g->rows[row].line && month <= g->sheets[g->rows[row].sheet].periods))
                (void)grid_cell(&w, row, month);
        }
    }
    free(w.done);
    return g->fault[0] != 0 ? SIBYL_ERR_INTERNAL : SIBYL_OK;
}
