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

/* Where a figure of the lanes first reaches `target` from below (rising) or from above, by a straight line between the two
 * factors beside it; NAN: it does not.
 *   value    [LANES] of a walked block
 *   defined  lanes that have a value
 *   before   receives the last factor at which it has not been reached (may be NULL) */
double factors_crossing(const int64_t *value, uint64_t defined, int64_t target, double low, double high,
                        double *before);

#endif
