/* The expected case with everything multiplied: what referrals, or success, would have to be for something to come true. */
#ifndef SIBYL_ENGINE_FACTORS_H
#define SIBYL_ENGINE_FACTORS_H

#include "engine/walk.h"

/* What is multiplied: referrals, or success (outcome probabilities, capped at 1, and measured effects). */
enum turned { TURN_VOLUME, TURN_SUCCESS, TURNS };

/* Lanes of the deterministic block from FACTORS_FIRST on walk with factors; lane LANE_NO_RESULT with no success at all. The
 * plan and the expected case stay in theirs. */
#define FACTORS_FIRST 2
#define LANE_NO_RESULT (LANES - 1)
#define FACTORS (LANE_NO_RESULT - FACTORS_FIRST)

/* The i-th of `FACTORS` factors from low to high. */
static inline double factor_at(int i, double low, double high) { return low + (high - low) * i / (FACTORS - 1); }

/* Walks the deterministic block with factors from low to high; ws->walk is then what figures are read from. */
void factors_walk(struct workspace *ws, enum turned turned, double low, double high);

/* A figure of a walked block: fills out[lane] and returns the lanes in which it is defined. */
typedef uint64_t (*factor_figure)(const struct walk *w, const void *what, int64_t out[LANES]);

/* What is looked for: the largest factor, from FACTOR_LEAST up to FACTOR_MOST, at which a figure turns from below `target` to
 * at least it, to about 1/1000.
 *   figure, what  the figure, and what is handed to it
 *   found         receives the factor; NAN: there is none
 *   from          the search's own: where it turns begins a step of the first walk */
#define FACTOR_LEAST 0.01 /* with nobody referred at all, money that follows starts is split in another way (rule 7) */
#define FACTOR_MOST 3.0
struct factor_target {
    factor_figure figure;
    const void *what;
    int64_t target;
    double found;
    double from;
};

/* Looks for n targets together: one walk over all factors, and one more for each step in which something turns. */
void factors_find(struct workspace *ws, enum turned turned, struct factor_target *targets, int n);

#endif
