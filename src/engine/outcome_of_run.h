/* From records to results: the figures that reports read. */
#ifndef SIBYL_ENGINE_OUTCOME_OF_RUN_H
#define SIBYL_ENGINE_OUTCOME_OF_RUN_H

#include "engine/break_even.h"
#include "engine/curves.h"
#include "engine/recorder.h"

/* Memory that results own: figures, and the names of metrics that were put together for the run. */
struct results_inner {
    struct arena arena, names;
};

/* Fills metrics and series of results (whose `inner` is made) from a finished record, the break-evens of every party
 * (NULL: neither these nor the curves are wanted), and the curves (which results then refer to).
 * Returns SIBYL_ERR_NO_MEMORY when there is no room. */
MUST_CHECK status outcome_fill(struct results *out, struct recorder *r, const struct break_even *found,
                               const struct curves *curves);

/* Names of a metric's party and of what, as results give them. */
const char *outcome_party(const struct scheme *s, int party);

#endif
