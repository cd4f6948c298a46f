/* A block: LANES paths that walk through the months together, or the deterministic cases side by side. */
#ifndef SIBYL_ENGINE_BLOCK_H
#define SIBYL_ENGINE_BLOCK_H

#include "base/lanes.h"
#include "scheme/scheme.h"

/* Lanes of the deterministic block. */
enum { LANE_PLAN = 0, LANE_EXPECTED = 1 };

/* What is to be walked.
 *   first_path  number of the path in lane 0 (paths are numbered from 0); lanes follow
 *   n_lanes     lanes that count, 1 ... LANES; the rest are computed and thrown away
 *   drawn       true: simulated paths. false: deterministic cases: lane LANE_PLAN at plan values, all others at means,
 *               factors at their shift, counts at expectation, measured effects without noise
 *   horizon     last month walked: scheme->months, or more when only what is still owed matters
 *   last_referral  no referrals after this month (scheme->months)
 *   spared      lanes, in bits, in which nobody fails: parties trade on whatever their cash, where the question is what the
 *               work is worth
 *   idle        lanes, in bits, at which nobody will look: nobody is referred in them, which saves the draws
 *   volume, success  [LANES] factors on referrals and on outcome probabilities (capped at 1) and measured effects; 1 */
struct block {
    const struct scheme *scheme;
    uint64_t seed;
    uint64_t first_path;
    int n_lanes;
    bool drawn;
    int horizon;
    int last_referral;
    uint64_t spared;
    uint64_t idle;
    double volume[LANES];
    double success[LANES];
};

#endif
