#include "study/assess.h"

#include "base/text.h"
#include "stats/interval.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PENCE_IN_UNIT 100.0
#define MEDIAN 0.5
#define ONE_IN_20 0.05
/* The tolerance below which a probability counts as none at all. */
#define LEAST_TOLERANCE 1e-4

/* The metrics that are looked at. */
enum looked {
    LOOK_CASH,
    LOOK_CASH_MEDIAN,
    LOOK_CASH_BAD,
    LOOK_CASH_MONTH,
    LOOK_RESERVES_END,
    LOOK_FIRST,
    LOOK_MONTHS,
    LOOK_STOPS,
    LOOK_LAST_ALWAYS,
    LOOK_MISSED = LOOK_LAST_ALWAYS,
    LOOK_COST,
    LOOK_RESERVES,
    LOOKED
};
static const char *const looked_name[LOOKED] = {
    [LOOK_CASH] = "lowest_cash",
    [LOOK_CASH_MEDIAN] = "lowest_cash",
    [LOOK_CASH_BAD] = "lowest_cash",
    [LOOK_CASH_MONTH] = "lowest_cash_month",
    [LOOK_RESERVES_END] = "closing_free_reserves",
    [LOOK_FIRST] = "first_month_below_cash_floor",
    [LOOK_MONTHS] = "months_below_cash_floor",
    [LOOK_STOPS] = "insolvent",
    [LOOK_MISSED] = "missed_repayment",
    [LOOK_COST] = "loan_cost",
    [LOOK_RESERVES] = "below_reserves",
};
static const double looked_level[LOOKED] = {
    [LOOK_CASH] = NAN,         [LOOK_CASH_MEDIAN] = MEDIAN, [LOOK_CASH_BAD] = ONE_IN_20, [LOOK_CASH_MONTH] = MEDIAN,
    [LOOK_RESERVES_END] = NAN, [LOOK_FIRST] = MEDIAN,       [LOOK_MONTHS] = MEDIAN,      [LOOK_STOPS] = NAN,
    [LOOK_MISSED] = NAN,       [LOOK_COST] = NAN,           [LOOK_RESERVES] = NAN};

static bool borrows(const struct scheme *s, int party) {
    for (int k = 0; k < s->loans.n; k++) {
        if (s->loans.items[k].borrower == party)
            return true;
    }
    return false;
}

static bool owes(const struct scheme *s, int party) {
    for (int k = 0; k < s->loans.n; k++) {
        if (s->loans.items[k].borrower == party && !s->loans.items[k].without)
            return true;
    }
    return false;
}

/* ---- Reading a sample ---- */

static bool below_floor(const struct scheme *s, int party, double lowest) {
    const struct party *p = &s->parties.items[party];
    return lowest * PENCE_IN_UNIT + (double)p->overdraft.limit < (double)p->cash_floor;
}

static struct estimate chance(int64_t k, int64_t n) {
    struct estimate f = {.defined = true, .value = (double)k / (double)n};
    interval_wilson(k, n, &f.low, &f.high);
    return f;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median, over paths in which cash falls below its floor, of one of the metrics. */
static bool median_where_below(const struct sample *s, const bool *below, int look, struct estimate *out) {
    double *kept = calloc((size_t)s->paths + 1, sizeof *kept);
    int64_t n = 0;
    if (!kept)
        return false;
    for (int64_t path = 0; path < s->paths; path++) {
        if (below[path] && s->defined[look * s->paths + path])
            kept[n++] = s->value[look * s->paths + path];
    }
    qsort(kept, (size_t)n, sizeof *kept, by_size);
    *out = (struct estimate){.defined = n > 0};
    if (n > 0)
        out->value = out->low = out->high = kept[(n - 1) / 2];
    free(kept);
    return true;
}

static bool read_liquidity(const struct assessor *a, const struct scheme *scheme, const struct sample *s,
                           struct afford_case *c) {
    bool *below = calloc((size_t)s->paths + 1, sizeof *below);
    int64_t n = 0;
    if (!below)
        return false;
    for (int64_t path = 0; path < s->paths; path++) {
        below[path] = below_floor(scheme, a->party, s->value[LOOK_CASH * s->paths + path]);
        n += below[path];
    }
    c->test[TEST_LIQUIDITY] = chance(n, s->paths);
    bool read = median_where_below(s, below, LOOK_FIRST, &c->first_below) &&
                median_where_below(s, below, LOOK_MONTHS, &c->months_below) &&
                median_where_below(s, below, LOOK_CASH, &c->depth);
    free(below);
    return read;
}

static bool read_case(const struct assessor *a, const struct scheme *scheme, const struct sample *s, const int *place,
                      struct afford_case *c) {
    struct estimate none;
    *c = (struct afford_case){.run = true};
    struct estimate *into[LOOKED] = {[LOOK_CASH] = &c->lowest_mean,
                                     [LOOK_CASH_MEDIAN] = &c->lowest,
                                     [LOOK_CASH_BAD] = &c->lowest_bad,
                                     [LOOK_CASH_MONTH] = &c->low_month,
                                     [LOOK_RESERVES_END] = &c->reserves_end,
                                     [LOOK_FIRST] = &none,
                                     [LOOK_MONTHS] = &none,
                                     [LOOK_STOPS] = &c->stops,
                                     [LOOK_MISSED] = &c->test[TEST_REPAYMENT],
                                     [LOOK_COST] = &c->loan_cost,
                                     [LOOK_RESERVES] = &c->test[TEST_RESERVES]};
    for (int k = 0; k < LOOKED; k++) {
        if (place[k] != NONE && !sample_figure(s, place[k], into[k]))
            return false;
    }
    if (!owes(scheme, a->party))
        c->test[TEST_REPAYMENT].defined = c->loan_cost.defined = false;
    return read_liquidity(a, scheme, s, c);
}

/* ---- Running ---- */

/* Lists what is wanted of a scheme; headings are put into text. Returns how many. */
static int list_wanted(const struct assessor *a, const struct scheme *s, char text[LOOKED][SOLVE_NAME],
                       struct wanted wanted[LOOKED], int place[LOOKED]) {
    const struct party *p = &s->parties.items[a->party];
    int n = 0;
    for (int k = 0; k < LOOKED; k++) {
        bool there = k < LOOK_LAST_ALWAYS || (k == LOOK_RESERVES ? p->reserves_policy.given : borrows(s, a->party));
        place[k] = there ? n : NONE;
        if (!there)
            continue;
        snprintf(text[n], SOLVE_NAME, "%s/%s", p->name, looked_name[k]);
        wanted[n] = (struct wanted){text[n], looked_level[k]};
        n++;
    }
    return n;
}

static void note_run(struct assessor *a) {
    int runs = ++a->answer->runs;
    if (a->request->progress)
        a->request->progress(a->request->user, runs < a->expected ? runs : a->expected, a->expected);
}

static void run_case(struct assessor *a, const struct scheme *scheme, struct afford_case *out,
                     struct whole_run *whole) {
    char text[LOOKED][SOLVE_NAME];
    struct wanted wanted[LOOKED];
    int place[LOOKED], n = list_wanted(a, scheme, text, wanted, place);
    struct sample sample = {0};
    struct run_options run = a->request->run;
    run.metrics_only = whole == NULL;
    a->st = sample_take(&sample, scheme, &run, wanted, n, a->diag);
    if (a->st == SIBYL_OK && !read_case(a, scheme, &sample, place, out))
        a->st = SIBYL_ERR_NO_MEMORY;
    if (whole && a->st == SIBYL_OK) {
        whole->results = sample.results;
        sample.results = NULL;
    }
    sample_free(&sample);
    note_run(a);
}

void whole_run_free(struct whole_run *run) {
    results_free(run->results);
    scheme_close(run->scheme);
    *run = (struct whole_run){0};
}

bool assess(struct assessor *a, const struct change *change, struct afford_case *out, struct whole_run *whole) {
    struct scheme *scheme = NULL;
    struct diag refused = {0};
    if (whole)
        *whole = (struct whole_run){0};
    *out = (struct afford_case){0};
    if (a->st != SIBYL_OK)
        return false;
    status st = change_open(a->request->source.file, a->overrides, a->n_overrides, change, &refused, &scheme);
    diag_free(&refused);
    if (st != SIBYL_OK && st != SIBYL_ERR_INPUT)
        a->st = st;
    if (st == SIBYL_OK)
        run_case(a, scheme, out, whole);
    if (whole)
        whole->scheme = scheme;
    else
        scheme_close(scheme);
    return a->st == SIBYL_OK && out->run;
}

/* ---- Judging ---- */

bool assess_passes(const struct assessor *a, const struct afford_case *c) {
    for (int t = 0; t < AFFORD_TESTS; t++) {
        if (c->test[t].defined && c->test[t].value > a->answer->tolerance[t])
            return false;
    }
    return true;
}

double assess_trouble(const struct afford_case *c) {
    double sum = 0;
    for (int t = 0; t < AFFORD_TESTS; t++)
        sum += c->test[t].defined ? c->test[t].value : 0;
    return sum;
}

double assess_score(const struct assessor *a, const struct afford_case *c) {
    double worst = 0;
    for (int t = 0; t < AFFORD_TESTS; t++) {
        double tolerance = a->answer->tolerance[t] > LEAST_TOLERANCE ? a->answer->tolerance[t] : LEAST_TOLERANCE;
        double score = c->test[t].defined ? c->test[t].value / tolerance : 0;
        worst = score > worst ? score : worst;
    }
    return worst;
}
