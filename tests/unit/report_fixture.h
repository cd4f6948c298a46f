/* A scheme and its results made by hand, for the tests of reports. */
#ifndef SIBYL_TESTS_REPORT_FIXTURE_H
#define SIBYL_TESTS_REPORT_FIXTURE_H

#include "scheme/scheme.h"
#include "scheme/term.h"

#include <sibyl/results.h>

#define FIXTURE_MONTHS 30
#define FIXTURE_METRICS 64
#define FIXTURE_SERIES 16

/* The scheme (a commissioner, a vehicle with one tranche, a prime, a provider whose name is awkward, an investor; two
 * contracts; a handful of inputs) and results with figures for each. All of it lives in the struct. */
struct fixture {
    struct scheme scheme;
    struct results results;
    struct party parties[5];
    struct contract contracts[2];
    struct term terms[2];
    struct term_kind kind;
    struct bond bonds[1];
    struct tranche tranches[1];
    struct outcome outcomes[1];
    struct input inputs[6];
    struct quantity quantities[1];
    struct override overrides[1];
    const char *years[4];
    int year_of_month[FIXTURE_MONTHS + 1];
    struct metric metrics[FIXTURE_METRICS];
    struct monthly series[FIXTURE_SERIES];
    double months[FIXTURE_SERIES * 8][FIXTURE_MONTHS];
    int n_months_used;
    struct check checks[2];
    struct ledger ledgers[1];
    struct ledger_line lines[3];
};

void fixture_make(struct fixture *f);

/* Adds a metric with a mean and a spread around it; the quantiles are those of a normal law. */
struct metric *fixture_metric(struct fixture *f, const char *party, const char *of, const char *name, const char *unit,
                              double mean, double sd);

#endif
