/* Questions built on a run: one path told, the value at which a metric meets a target, whether a provider can afford a
 * loan. */
#ifndef SIBYL_STUDY_H
#define SIBYL_STUDY_H

#include <sibyl/run.h>
#include <sibyl/scheme.h>
#include <sibyl/status.h>
#include <stdint.h>

struct story;
struct text_buf;

/* What questions are asked of: a configuration, one of the scenarios that it names (or NULL), and changes to it. */
struct study_source {
    const char *file;
    const char *scenario;
    const struct setting_override *overrides;
    int n_overrides;
};

/* Opens a configuration as scheme_open() does, with the changes of its scenario first. Of a scenario that it does not
 * name diag holds the fault. */
status study_open(const struct study_source *source, struct diag *diag, struct scheme **scheme);

/* ---- Solve ---- */

/* At what value of a setting a metric meets a target.
 *   source, run  what is run, and how (paths, seed, threads, stop); every run has the same random numbers
 *   vary         path of the setting
 *   metric, level  its heading (PARTY/OF/NAME or PARTY/NAME), and the quantile, in (0, 1), or NAN: the mean
 *   target       in the metric's unit
 *   between      low and high are given, in the setting's unit; else from 0 (or the least allowed) to four times what the
 *                file says, or 1 where the setting is a share
 *   progress     called after each run with the number of runs so far and how many there may be (may be NULL) */
struct solve_request {
    struct study_source source;
    struct run_options run;
    const char *vary, *metric;
    double level, target;
    bool between;
    double low, high;
    void (*progress)(void *user, int64_t runs, int64_t all);
    void *user;
};

/* What the metric comes to at one value of the setting, with its 95 % interval of sampling error. */
struct solve_point {
    double at;
    double value, low, high;
};

/* Where the target is met.
 *   at, to     the value; or, of a stretch on which the target is met all along, its ends
 *   low, high  between them the true value lies as far as sampling error goes (95 %); low_open, high_open: it may also lie
 *              beyond, the range having ended there
 *   there      the metric at `at`; of a whole-numbered setting `next` is the other of the two neighbours between which the
 *              target is crossed, has_next saying so */
struct solve_root {
    double at, to;
    double low, high;
    bool low_open, high_open;
    struct solve_point there;
    bool has_next;
    struct solve_point next;
};

#define SOLVE_ROOTS_MOST 8
#define SOLVE_NAME 512

/*   from, to    where it was looked for, as far as the setting may go
 *   n_roots     0: the target is not met between them
 *   least, most  the smallest and the greatest value of the metric that was seen
 *   runs        made
 *   whole       the setting takes whole numbers alone
 *   unit, metric_unit, symbol  of the setting (UNIT_* of base/param.h), of the metric, of the currency */
struct solve_answer {
    double from, to;
    int n_roots;
    struct solve_root root[SOLVE_ROOTS_MOST];
    struct solve_point least, most;
    int runs;
    int64_t paths;
    uint64_t seed;
    bool whole, metric_is_probability;
    char unit[32], metric_unit[32], symbol[16], currency[8];
};

/* Solves. Returns SIBYL_OK (also when the target is not met), SIBYL_ERR_INPUT (diag says why), or as run_simulate(). */
status study_solve(const struct solve_request *request, struct diag *diag, struct solve_answer *answer);

/* ---- Explain ---- */

/* The path that is worst for a party, by its lowest cash, else by its profit, its loss or what it pays.
 *   scheme, options  what is run, and how; `row` and `user` are not used
 *   party            name
 *   path, metric, value  the path (from 0), the metric that was looked at and what it comes to there
 * Returns SIBYL_OK, SIBYL_ERR_INPUT when no party has the name or nothing is measured of it, or as run_simulate(). */
status study_worst(const struct scheme *scheme, const struct run_options *options, const char *party, int64_t *path,
                   const char **metric, double *value);

/* Walks one path again and keeps all that it is told. *story is the caller's on success: story_free().
 *   options  the seed; the rest is not used
 *   path     from 0; it need not be among those of a run
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
status study_story(const struct scheme *scheme, const struct run_options *options, int64_t path, struct story **story);
void story_free(struct story *story);

#endif
