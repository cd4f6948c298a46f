/* Simulation of a scheme: many paths, and the plan and the expected case beside them. */
#ifndef SIBYL_RUN_H
#define SIBYL_RUN_H

#include <sibyl/results.h>
#include <sibyl/status.h>
#include <stdatomic.h>
#include <stdint.h>

struct scheme;
struct trace;

/* How to run.
 *   paths     1 ... SIBYL_PATHS_MAX
 *   seed      0 ... 2^63 - 1
 *   threads   1 or more; the results do not depend on it
 *   stop      set to true by anybody to end the run early (may be NULL)
 *   progress  called now and then from one thread at a time with the paths done so far (may be NULL)
 *   row       called once a path in the order of paths with the path's value of every metric, for metrics in the order of
 *             results->metrics whose `by_path` is true: value[i] in the metric's unit, defined[i] false where it does not
 *             exist (may be NULL); returning false ends the run with SIBYL_ERR_IO
 *   user      handed to both
 *   replay    n_replay path numbers (0-based) whose monthly ledgers are kept in results->ledgers
 *   metrics_only  leaves out the monthly series and the break-evens, for studies of many runs
 *   without_needs  what a party that failed would have needed is not worked out, which takes walking its paths again: on
 *             them peak_funding_need and working_capital_peak do not exist
 *   twin      makes results->twin, from which a workbook gets its formulas
 *   trace     is told of every replayed path as it is walked (engine/trace.h; may be NULL) */
struct run_options {
    int64_t paths;
    uint64_t seed;
    int threads;
    const atomic_bool *stop;
    void (*progress)(void *user, int64_t done, int64_t paths);
    bool (*row)(void *user, int64_t path, const double *value, const bool *defined);
    void *user;
    int n_replay;
    const int64_t *replay;
    bool metrics_only;
    bool without_needs;
    bool twin;
    struct trace *trace;
};

#define SIBYL_PATHS_MAX 100000000

/* Runs the scheme. *results is NULL on failure, else the caller's: results_free().
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY, SIBYL_ERR_INTERRUPTED (stop was set), SIBYL_ERR_IO (row said so). */
status run_simulate(const struct scheme *scheme, const struct run_options *options, struct results **results);

/* About how many bytes of memory a run with these options takes, for refusing it beforehand; INT64_MAX when there is not
 * even room for one thread. */
int64_t run_memory(const struct scheme *scheme, const struct run_options *options);

#endif
