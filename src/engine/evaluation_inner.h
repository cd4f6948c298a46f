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

/* Outcomes to be expected without the service, of one contract and outcome: by month as own grids; chance [group] of one
 * who starts, and mass [delay] from the start, all along the way. data NULL: nobody asks. */
struct expected {
    double *data;
    double (*chance)[LANES];
    double *mass;
};

/* What terms of a contract ask for beside counts, where the clients' own grids do not hold it: sums over the eras of its
 * window of clients in service and [outcome] of reversals by delay (NULL: the clients' own will do).
 *   any  something is summed month by month */
struct asked {
    bool any;
    double *service;
    double **by_delay;
    struct expected *expected;
};

/*   window_of [contract]; asked [contract]
 *   uses      [contract * n_outcomes + k]: some term of the contract refers to the outcome
 *   thinned   [contract * n_outcomes + k]: accepted outcomes, data NULL where all are
 *   levelled, coded   [contract * n_outcomes + k]: what is accepted weighed by level, and the same as it is coded;
 *   coded_starts, coded_service  [contract]; data NULL where nothing differs
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
    struct asked *asked;
    struct own_grid *levelled, *coded, *coded_starts, *coded_service;
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

/* What terms ask for beside counts (evaluation_asked.c). False: there is no memory. */
bool asked_plan(struct evaluation_inner *in);
void asked_begin(struct evaluation *e, const struct draws *d, const struct clients *c);
void asked_month(struct evaluation *e, const struct clients *c, int month);
/* Makes room for a grid. */
bool own_room(struct evaluation_inner *in, struct own_grid *grid);
/* Makes a place zero if it is not; returns its lanes. */
double *own_emptied(struct own_grid *grid, size_t place);

/* Counts as prices apply to them (evaluation_billing.c): room, the grids that contracts see, and a month. */
bool billing_room(struct evaluation_inner *in);
void billing_hand_out(struct evaluation *e);
void billing_month(struct evaluation *e, const struct block *b, const struct draws *d, const struct clients *c,
                   int month);

/* Stream of what happens to a provider's and group's results under a contract: "contracts.C.WHAT.PROVIDER.GROUP". */
uint32_t contract_stream(const struct evaluation_inner *in, const struct contract *c, const char *what, int cell);

/* Lists the claim cycles of which claims can be late, and draws the month's (evaluation_late.c). */
bool late_plan(struct evaluation *e);
void late_month(struct evaluation *e, const struct block *b, const struct draws *d, int month);

/* Measurements that are known in the month (evaluation_measure.c). */
void measure_month(struct evaluation *e, const struct block *b, const struct draws *d, int month);

#endif
