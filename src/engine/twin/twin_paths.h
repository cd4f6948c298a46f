/* From a run to a twin: which of its paths the twin holds, and what happened on them. */
#ifndef SIBYL_ENGINE_TWIN_PATHS_H
#define SIBYL_ENGINE_TWIN_PATHS_H

#include "engine/recorder.h"
#include "engine/twin/twin.h"

#include <sibyl/run.h>

/* Headline metrics path by path, of the first paths of a run: what the choice is made from.
 *   metric   [n]: places in the plan's list
 *   value, defined  [k * paths + path] */
struct twin_sample {
    const struct record_plan *plan;
    int64_t paths;
    int n;
    int *metric;
    int64_t *value;
    bool *defined;
};

MUST_CHECK status twin_sample_init(struct twin_sample *sample, const struct record_plan *plan);
void twin_sample_free(struct twin_sample *sample);

/* Takes a block's values as its recorder has just recorded them. Blocks may come from several threads at once. */
void twin_sample_block(struct twin_sample *sample, const struct recorder *r, int64_t first, int lanes);

/* Makes the twin of a run, with a workspace of the run's scheme (which it walks).
 *   made  receives it: the caller's, twin_free() and free(), also on failure (NULL: there was no room even for that)
 * Returns as twin_build(). */
MUST_CHECK status twin_make(struct twin **made, struct workspace *ws, const struct twin_sample *sample,
                            const struct run_options *o);

#endif
