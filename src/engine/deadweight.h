/* Deadweight: the outcomes to be expected without the service, D_k = sum over start months s of starts(s) times the chained
 * deadweight times the chained delay mass. An expectation given the path's starts: not drawn, and never scaled by a
 * provider's effectiveness. What the service added is A - D; it may be negative. */
#ifndef SIBYL_ENGINE_DEADWEIGHT_H
#define SIBYL_ENGINE_DEADWEIGHT_H

#include "engine/clients.h"

/* What a start in each month is worth in expected outcomes, weighed by the month in which they would occur. Made once for a
 * weighing and then const, so that a path costs a product a start month.
 *   worth   [k * (months + 1) + s]: sum over t of weight[t] times the mass of the delays from the start to outcome k that
 *           add up to t - s; 0 past the last month */
struct deadweight {
    const struct scheme *scheme;
    int months;
    double *worth;
};

/* Weighs months.
 *   weight  [months + 1]: what an outcome in a month counts for (a discount factor, or 1 in some months and 0 in others;
 *           place 0 is not read); NULL: 1 in all
 *   months  last month looked at: the scheme's, or more
 * Returns SIBYL_ERR_NO_MEMORY when there is none; deadweight_free() frees. */
MUST_CHECK status deadweight_init(struct deadweight *dead, const struct scheme *s, const double *weight, int months);
void deadweight_free(struct deadweight *dead);

/* The weighed outcomes to be expected without the service of one provider and group, over lanes, given all months' starts
 * walked so far. */
void deadweight_expected(const struct deadweight *dead, const struct clients *c, const struct draws *d, int outcome,
                         int provider, int group, double out[LANES]);

/* How long after the start the outcome occurs: the delays along its parents, added up.
 *   mass  receives the masses of 0 ... n - 1 months */
void deadweight_delay(const struct scheme *s, int outcome, double *mass, int n);

/* The probability, over lanes, that one who starts in a group reaches the outcome without the service: along its parents,
 * the product of their deadweights; that of an `otherwise` outcome is 1 less its siblings', unless it has its own. */
void deadweight_chance(const struct scheme *s, const struct draws *d, int outcome, int group, double out[LANES]);

#endif
