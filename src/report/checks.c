#include "report/checks.h"

#include "report/prose.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Sums of means are doubles added in another order. */
#define SUM_TOLERANCE 1e-9

struct tally {
    struct report_book *book;
    struct report_table *table;
    int n, broken;
};

static void add(struct tally *t, const struct check *check) {
    bool holds = check->broken == 0;
    t->n++;
    t->broken += !holds;
    if (t->table == NULL)
        return;
    struct cell *row = table_row(t->book, t->table);
    row[0] = cell_text(check->name);
    row[1] = cell_number(CELL_COUNT, (double)check->count);
    row[2] = cell_number(CELL_COUNT, (double)check->broken);
    row[3] = cell_number(CELL_NUMBER, check->worst);
    row[4] = cell_text(check->unit);
    row[5] = cell_toned(holds ? TONE_GOOD : TONE_BAD, holds ? "holds" : "BROKEN");
}

/* Counts one comparison of a check that this report makes. */
static void note(struct check *check, double excess) {
    check->count++;
    check->broken += excess > 0.0;
    check->worst = fmax(check->worst, excess);
}

static bool quantiles_rise(const struct metric *m) {
    double last = m->min;
    for (int i = 0; i < QUANTILE_LEVELS; i++) {
        if (m->quantile[i] < last)
            return false;
        last = m->quantile[i];
    }
    return m->max >= last;
}

static void check_metrics(struct tally *t, const struct results *r) {
    struct check order = {.name = "quantiles do not fall, and lie between minimum and maximum", .unit = "metrics"};
    struct check chance = {.name = "chances lie between 0 and 1 and inside their interval", .unit = "metrics"};
    struct check counted = {.name = "paths in the histogram are the paths on which the figure exists", .unit = "paths"};
    for (int i = 0; i < r->n_metrics; i++) {
        const struct metric *m = &r->metrics[i];
        if (m->has_quantiles)
            note(&order, quantiles_rise(m) ? 0.0 : 1.0);
        if (m->probability && m->has_mean)
            note(&chance, m->mean >= 0.0 && m->mean <= 1.0 && m->ci95[0] <= m->mean + DBL_EPSILON &&
                                  m->mean <= m->ci95[1] + DBL_EPSILON
                              ? 0.0
                              : 1.0);
        if (!m->by_path || m->probability || !(m->bin_width > 0.0))
            continue;
        int64_t sum = m->below + m->above;
        for (int bin = 0; bin < METRIC_BINS; bin++)
            sum += m->bins[bin];
        note(&counted, fabs((double)(sum - m->defined)));
    }
    add(t, &order);
    add(t, &chance);
    add(t, &counted);
}

/* What a party pays by month adds up to what it pays in all, on average, in the plan and in the expected case. */
static void check_sums(struct tally *t, const struct results *r) {
    struct check sums = {.name = "monthly payments add up to total payments", .unit = r->currency};
    for (int i = 0; i < r->n_series; i++) {
        const struct monthly *series = &r->series[i];
        const struct metric *total = results_metric(r, series->party, series->of, series->name);
        if (strcmp(series->name, "payments") != 0 || total == NULL || !total->has_mean)
            continue;
        double sum = 0.0;
        for (int month = 0; month < r->months; month++)
            sum += series->mean[month];
        double apart = fabs(sum - total->mean);
        note(&sums, apart > SUM_TOLERANCE * fmax(1.0, fabs(sum)) ? apart : 0.0);
    }
    if (sums.count > 0)
        add(t, &sums);
}

int checks_make(struct report_book *book, struct report_table *table, const struct results *r, int *broken) {
    struct tally t = {.book = book, .table = table};
    for (int i = 0; i < r->n_checks; i++)
        add(&t, &r->checks[i]);
    check_metrics(&t, r);
    check_sums(&t, r);
    *broken = t.broken;
    return t.n;
}
