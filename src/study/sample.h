/* A sample: what some metrics came to on every path of a run, so that any quantile can be taken of it and samples of
 * two scenarios, whose paths have the same random numbers, can be compared path by path. */
#ifndef SIBYL_STUDY_SAMPLE_H
#define SIBYL_STUDY_SAMPLE_H

#include "base/diag.h"
#include "scheme/scheme.h"

#include <sibyl/run.h>
#include <sibyl/study.h>

/* What is wanted of a run.
 *   metric  its heading: PARTY/OF/NAME or PARTY/NAME, as --paths-out writes it
 *   level   the quantile wanted, in (0, 1); NAN: the mean (of a probability, the probability) */
struct wanted {
    const char *metric;
    double level;
};

/*   results  of the run; value[k * paths + path], defined alike: of the k-th wanted
 *   place    [k]: where results list it
 *   needs    what a party that failed would have needed is wanted */
struct sample {
    int64_t paths;
    int n;
    const struct wanted *wanted;
    struct results *results;
    int *place, *row;
    double *value;
    bool *defined;
    bool needs;
};

/* Runs a scheme and keeps what is wanted. sample_free() frees; safe on a zeroed one.
 *   options  how to run; row, user and progress are not used
 *   diag     receives, for each heading that the scheme does not have, an error with the nearest one that it has
 * Returns SIBYL_OK, SIBYL_ERR_INPUT (diag holds the faults), or as run_simulate(). */
MUST_CHECK status sample_take(struct sample *s, const struct scheme *scheme, const struct run_options *options,
                              const struct wanted *wanted, int n, struct diag *diag);
void sample_free(struct sample *s);

/* The estimate of the k-th wanted. Sorts a copy for a quantile; false: no memory. */
MUST_CHECK bool sample_figure(const struct sample *s, int k, struct estimate *out);

/* The unit of the k-th wanted, as results name it. */
const char *sample_unit(const struct sample *s, int k);

#endif
