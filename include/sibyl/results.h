/* Results of a run, as plain figures: what reports, studies and embedding programs read. */
#ifndef SIBYL_RESULTS_H
#define SIBYL_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

/* Which side of a metric hurts the party it is about. */
enum hurts { HURTS_NEITHER, HURTS_HIGH, HURTS_LOW };

/* Levels of the quantiles kept of every metric, and of every monthly series. */
#define QUANTILE_LEVELS 9
#define SERIES_LEVELS 5
extern const double quantile_level[QUANTILE_LEVELS]; /* 0.01 0.05 0.1 0.25 0.5 0.75 0.9 0.95 0.99 */
extern const double series_level[SERIES_LEVELS];     /* 0.05 0.25 0.5 0.75 0.95 */

#define METRIC_BINS 40

/* A metric of a party over all paths. Money is in the currency's main unit, rates and shares are fractions.
 *   party, of    names; party NULL: all clients; of NULL: the party's whole
 *   name, unit   interface names; unit is the currency's code, "1/year", "probability", "months", "month", "count", "years", "ratio"
 *   help         one line: what it is
 *   probability  a probability: only mean and ci95 have meaning
 *   by_path      it has a value on every path; false: it is a figure of the whole run (irr_of_mean, share_at_risk):
 *                only mean, plan and expected have meaning
 *   paths, defined  paths run, and those on which it exists
 *   mean         over defined paths; of a ratio (cost per outcome) the ratio of the mean flows
 *   has_*        whether the figure exists (no sd of one path, no plan of a probability)
 *   worst5       mean of the worst 5 % of paths on the side that hurts
 *   as_good_as_plan  share of defined paths at least as good as the plan
 *   bin_low, bin_width, bins, below, above   a histogram between sensible ends for pictures */
struct metric {
    const char *party, *of, *name, *unit, *help;
    enum hurts hurts;
    bool probability;
    bool by_path;
    int64_t paths, defined;
    bool has_mean, has_spread, has_quantiles, has_plan, has_expected, has_as_good;
    double mean, se, sd, min, max;
    double quantile[QUANTILE_LEVELS];
    double worst5, plan, expected, as_good_as_plan;
    double ci95[2];
    double bin_low, bin_width;
    int64_t bins[METRIC_BINS];
    int64_t below, above;
};

/* A monthly series of a party: arrays of `months` values, month 1 first. quantile[i] is NULL for probabilities and counts
 * that have none. */
struct monthly {
    const char *party, *of, *name, *unit, *help;
    bool probability;
    double *mean;
    double *quantile[SERIES_LEVELS];
    double *plan, *expected;
};

/* A figure of the expected case over factors on what is uncertain: what effect, or what volume, returns what.
 *   by     "success" (outcome probabilities and measured effects multiplied) or "volume" (referrals multiplied)
 *   value  [n] at factor[n], in the unit of the metric of that party, of and name; defined[i] false where there is none */
struct curve {
    const char *by, *party, *of, *name, *unit;
    int n;
    double *factor, *value;
    bool *defined;
};

/* One series of a replayed path, as the series of the run: party (NULL: all clients), of, name and unit. */
struct ledger_line {
    const char *party, *of, *name, *unit;
    double *value; /* [months] */
};
struct ledger {
    int64_t path;
    int n_lines;
    struct ledger_line *lines;
};

/* A promise that the run has checked of itself.
 *   name      what was checked; count: how often; broken: how often it did not hold; worst: by how much at most */
struct check {
    const char *name, *unit;
    int64_t count, broken;
    double worst;
};

struct twin;

struct results {
    const char *title, *currency, *symbol, *version, *config_sha256;
    int start_year, start_month; /* month 1 */
    int months;
    int64_t paths;
    uint64_t seed;
    int n_metrics;
    struct metric *metrics;
    int n_series;
    struct monthly *series;
    int n_curves;
    struct curve *curves;
    int n_ledgers;
    struct ledger *ledgers;
    int n_checks;
    struct check *checks;
    struct twin
        *twin; /* the money side as formulas (engine/twin/twin.h), where run_options.twin asked for it; else NULL */
    double seconds; /* that the run took: for people, never written into a results file */
    struct results_inner *inner;
};

void results_free(struct results *r);

/* The metric of a party (NULL: all clients) of something (NULL: whole), or NULL. */
const struct metric *results_metric(const struct results *r, const char *party, const char *of, const char *name);
const struct monthly *results_series(const struct results *r, const char *party, const char *of, const char *name);

#endif
