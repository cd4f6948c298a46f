/* What the files of evaluation share. */
#ifndef SIBYL_ENGINE_EVALUATION_INNER_H
#define SIBYL_ENGINE_EVALUATION_INNER_H

#include "engine/evaluation.h"

/* A grid of evaluation's own: of starts (node 0) or outcome node - 1.
 *   data   [(month * cells + cell) * LANES + lane]; lanes [the same place]: in bits, where it is not zero */
struct own_grid {
    double *data;
    uint64_t *lanes;
};

/* A window of eras that contracts count. Where it is one era the clients' own grids are looked at, else sums are kept.
 *   sum   [1 + outcomes], NULL where the window is one era or none */
struct era_window {
    int first, last;
    struct own_grid *sum;
};

/*   window_of [contract]
 *   uses      [contract * n_outcomes + k]: some term of the contract refers to the outcome
 *   thinned   [contract * n_outcomes + k]: accepted outcomes, data NULL where all are
 *   nothing   a grid of zeros
 *   thinning  lanes of one outcome and contract that are drawn together */
struct evaluation_inner {
    struct arena arena;
    const struct scheme *scheme;
    int horizon, cells, groups;
    int n_windows;
    struct era_window *window;
    int *window_of;
    bool *uses;
    struct own_grid *thinned;
    double *nothing;
    uint32_t *measured_stream;
    int *measured_cell;
    struct {
        int n;
        int lane[LANES];
        uint32_t stream[LANES];
        double even[LANES], odd[LANES];
    } thinning;
};

static inline size_t own_place(const struct evaluation_inner *in, int month, int cell) {
    return (size_t)month * (size_t)in->cells + (size_t)cell;
}

/* Measurements that are known in the month (evaluation_measure.c). */
void measure_month(struct evaluation *e, const struct block *b, const struct draws *d, int month);

#endif
