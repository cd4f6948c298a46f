/* The recorder: what every path came to, kept so that the order of recording does not matter. */
#ifndef SIBYL_ENGINE_RECORDER_H
#define SIBYL_ENGINE_RECORDER_H

#include "engine/walk.h"
#include "stats/distribution.h"
#include "stats/tail.h"

/* What is to be recorded: listed once a run, then const.
 *   metrics, series   what is recorded
 *   plan, expected    [metric], and [series * months + month - 1]: the deterministic cases, with whether they exist
 *   tier              parties whose gains are set against the plan when things go worst; tier_plan: their planned gains
 *   holding           references to investors' metrics whose mean flows are wanted */
struct record_plan {
    const struct scheme *scheme;
    int64_t paths;
    struct arena arena;
    struct metric_list metrics, series;
    int64_t *plan, *expected;
    bool *has_plan, *has_expected;
    int64_t *series_plan, *series_expected;
    int n_tiers;
    int *tier;
    int64_t *tier_plan;
    int n_holdings;
    struct metric_ref *holding;
};

/* One worker's record.
 *   metric   [metric] distributions; probabilities have only the tally
 *   pair     [metric] of ratios, with their numerators and denominators
 *   as_good  [metric]: paths at least as good as the plan
 *   month    [series * months + month - 1]
 *   flow     [(holding * (months + 1) + time)]: sums of what was drawn (time 0 ... months - 1), and of what was returned
 *   value, defined  [metric]: the block being recorded */
struct recorder {
    const struct record_plan *plan;
    struct distribution *metric;
    struct pair_tally *pair;
    int64_t *as_good;
    struct distribution *month;
    wide *flow_drawn, *flow_returned;
    struct tail tail;
    bool tail_ready;
    int64_t (*value)[LANES];
    uint64_t *defined;
    uint64_t lanes;
    struct arena arena;
};

/* Lists what a scheme reports and works out the deterministic cases in a workspace; also sets the reserves policies that are
 * given in months of planned costs, which recorder_policies() hands to other workspaces. */
MUST_CHECK status record_plan_init(struct record_plan *p, const struct scheme *s, int64_t paths);
MUST_CHECK status record_plan_cases(struct record_plan *p, struct workspace *ws);
void record_plan_free(struct record_plan *p);

MUST_CHECK status recorder_init(struct recorder *r, const struct record_plan *p);
void recorder_free(struct recorder *r);
/* The bytes that it takes once it has recorded all kinds of values. */
size_t recorder_bytes(const struct recorder *r);

/* Records a month's series of the block being walked (a month_end; user is the recorder). */
void recorder_month(void *user, const struct walk *w, int month);

/* Records a walked block. */
void recorder_block(struct recorder *r, const struct walk *w);

/* Adds another worker's record; the order of merging does not matter. */
void recorder_merge(struct recorder *into, const struct recorder *from);

#endif
