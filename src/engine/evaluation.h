/* Evaluation: what is accepted of what is claimed, and what evaluators measure. */
#ifndef SIBYL_ENGINE_EVALUATION_H
#define SIBYL_ENGINE_EVALUATION_H

#include "engine/clients.h"

/* Which of one claim cycle's claims are paid late.
 *   contract, term  whose cycle it is: a term's own (its place in the contract), or the contract's (term NONE)
 *   claim   the cycle
 *   late    how often, and by how much
 *   lanes   in bits: the claim that is accepted in the month is paid late; nowhere in the deterministic cases
 *   lanes_of  [month]: the same of the claims accepted in each month walked */
struct lateness {
    int contract, term;
    struct claim claim;
    const struct late *late;
    uint32_t stream;
    uint64_t lanes;
    uint64_t *lanes_of;
};

/*   starts, outcomes  by contract: what it counts. counted_starts[c] is a grid; counted[c * n_outcomes + k] a grid of
 *                     accepted outcomes: sums of the eras inside the contract's window, thinned by `verified` (one
 *                     binomial a month, provider, group and outcome). Where a contract counts everything they are the
 *                     clients' own grids, not copies. true_counted: before thinning (for clawback shares and reports).
 *   counted_service   [c]: clients in service at the month's end; counted_by_delay [c * n_outcomes + k]: as clients'
 *                     by_delay; without [c * n_outcomes + k]: outcomes to be expected without the service (rule 17); all of
 *                     those who started inside the window, where some term of the contract asks for them
 *   billed_starts, billed, billed_in_service  [as counted_starts, counted, counted_service]: the same as prices apply to
 *                     them (struct term_view): outcomes weighed by level, results in the group that they are coded as;
 *                     uncoded: as billed, in their true groups. The counted grids themselves where that changes nothing
 *   lost_starts, lost_outcomes  [c * LANES + lane]: to the long stop so far (started after last_start; claimed too late)
 *   late              [n_late]: the claim cycles of which claims can be paid late
 *   measured          [first_measurement[term] + i]: results of measurement plans in the order of contracts and terms */
struct evaluation {
    struct count_grid *counted_starts;
    struct count_grid *counted;
    struct count_grid *true_counted;
    struct count_grid *counted_service;
    struct count_grid *counted_by_delay;
    struct count_grid *without;
    struct count_grid *billed_starts;
    struct count_grid *billed, *uncoded;
    struct count_grid *billed_in_service;
    double *lost_starts;
    double *lost_outcomes;
    int n_measurements;
    struct measurement_plan *plan;
    int *plan_contract, *plan_term; /* whose they are: contract, place of the term in it */
    struct measured *measured;
    int n_late;
    struct lateness *late;
    struct evaluation_inner *inner;
};

MUST_CHECK status evaluation_init(struct evaluation *e, const struct scheme *s, int horizon);
void evaluation_free(struct evaluation *e);
/* The bytes that it takes. */
size_t evaluation_bytes(const struct evaluation *e);
void evaluation_begin(struct evaluation *e, const struct block *b, const struct draws *d, const struct clients *c);
void evaluation_month(struct evaluation *e, const struct block *b, const struct draws *d, const struct clients *c,
                      int month);

/* What is known of the lateness of a term's claims (its place in the contract; a condition's: past the terms), or NULL: they
 * are never late. */
const struct lateness *evaluation_late(const struct evaluation *e, int contract, int term);

#endif
