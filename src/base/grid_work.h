/* Working out a grid: what its functions see. */
#ifndef SIBYL_BASE_GRID_WORK_H
#define SIBYL_BASE_GRID_WORK_H

#include "base/grid_formula.h"

#include <stdint.h>

/*   cells  the numbers, done [same]: whether a cell is worked out, or being worked out
 *   month  of the cell that is being worked out */
struct grid_work {
    struct grid *g;
    const struct grid_path *path;
    double *cells;
    uint8_t *done;
    int month;
};

/* Cells of a reference as seen from the month: of row + i (REACH_DOWN) or of one row from month `first`.
 *   n  how many */
struct grid_range {
    int row, first, n;
    bool down;
};
struct grid_range grid_range_of(const struct grid_work *w, const struct grid_formula *reference);

/* The i-th number of a range; the number of a cell; that of a formula. NAN: an error. */
double grid_range_number(struct grid_work *w, const struct grid_range *range, int i);
double grid_cell(struct grid_work *w, int row, int month);
double grid_number(struct grid_work *w, const struct grid_formula *formula);

/* 1 or 0: whether a comparison holds; NAN for another operator. */
double grid_compared(enum grid_operator op, double a, double b);

#endif
