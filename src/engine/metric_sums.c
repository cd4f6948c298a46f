/* Sums over months that several metrics share. */
#include "engine/metrics.h"

#include "base/elementary.h"
#include "base/roots.h"

#include <string.h>

#define MONTHS_A_YEAR 12
#define DAYS_A_YEAR 365.0

static double discount_rate(const struct scheme *s, int party) {
    const struct party *p = &s->parties.items[party];
    return p->discount_rate_given ? p->discount_rate : s->nominal_rate;
}

static size_t cells_of(const struct scheme *s) { return (size_t)s->n_providers * (size_t)s->groups.n; }

static void *lanes_of(struct arena *arena, size_t n) { return arena_array(arena, n + 1, sizeof(double[LANES])); }

/* The first and the last day of every month. */
static void date_months(const struct scheme *s, double *day) {
    struct date first = {s->start.year, s->start.month, 1};
    for (int m = 0; m < s->months; m++) {
        struct month_of_year now = month_add(s->start, m);
        struct date from = {now.year, now.month, 1}, to = {now.year, now.month, days_in_month(now.year, now.month)};
        day[2 * m] = (double)(day_number(from) - day_number(first)) / DAYS_A_YEAR;
        day[2 * m + 1] = (double)(day_number(to) - day_number(first)) / DAYS_A_YEAR;
    }
}

status sums_init(struct metric_sums *sums, const struct scheme *s, struct arena *arena) {
    size_t parties = (size_t)s->parties.n, cells = cells_of(s), outcomes = (size_t)s->outcomes.n;
    sums->payments_pv = lanes_of(arena, parties);
    sums->costs_pv = lanes_of(arena, parties);
    sums->year_payments = lanes_of(arena, parties * (size_t)s->n_years);
    sums->outcome = lanes_of(arena, outcomes * cells);
    sums->additional = lanes_of(arena, outcomes * cells);
    sums->levels = lanes_of(arena, outcomes * cells);
    sums->rejected = lanes_of(arena, cells);
    sums->parked = lanes_of(arena, cells);
    sums->joined = lanes_of(arena, cells);
    sums->saved = lanes_of(arena, outcomes);
    sums->starts = lanes_of(arena, cells);
    sums->referrals = lanes_of(arena, cells);
    sums->unserved = lanes_of(arena, (size_t)s->groups.n);
    sums->discount = arena_array(arena, parties * ((size_t)s->months + 1) + 1, sizeof(double));
    sums->flows = lanes_of(arena, 2 * (size_t)s->months + 1);
    sums->flow = arena_array(arena, (size_t)s->months + 2, sizeof(double));
    sums->roots = arena_array(arena, flows_scratch(2 * s->months + 1), sizeof(double));
    sums->dated = arena_array(arena, 2 * (size_t)s->months, sizeof(double));
    sums->dated_day = arena_array(arena, 2 * (size_t)s->months, sizeof(double));
    sums->day = arena_array(arena, 2 * (size_t)s->months, sizeof(double));
    if (!sums->flows || !sums->flow || !sums->roots || !sums->dated || !sums->dated_day || !sums->day ||
        !sums->payments_pv || !sums->costs_pv || !sums->year_payments || !sums->outcome || !sums->additional ||
        !sums->levels || !sums->rejected || !sums->parked || !sums->joined || !sums->saved || !sums->starts ||
        !sums->referrals || !sums->unserved || !sums->discount)
        return SIBYL_ERR_NO_MEMORY;
    date_months(s, sums->day);
    for (int p = 0; p < s->parties.n; p++) {
        for (int m = 0; m <= s->months; m++)
            sums->discount[p * (s->months + 1) + m] = elem_pow(1 + discount_rate(s, p), -(double)m / MONTHS_A_YEAR);
    }
    return SIBYL_OK;
}

void sums_begin(struct metric_sums *sums, const struct scheme *s) {
    size_t parties = (size_t)s->parties.n;
    memset(sums->payments_pv, 0, parties * sizeof(double[LANES]));
    memset(sums->costs_pv, 0, parties * sizeof(double[LANES]));
    memset(sums->year_payments, 0, parties * (size_t)s->n_years * sizeof(lane_money));
}

void sums_month(struct metric_sums *sums, const struct walk *w, int month) {
    const struct scheme *s = w->scheme;
    for (int p = 0; p < s->parties.n; p++) {
        if (s->parties.items[p].kind != PARTY_COMMISSIONER)
            continue;
        const money *paid = ledger_flow(&w->books->ledger, p, FLOW_PAYMENTS);
        const money *costs = ledger_flow(&w->books->ledger, p, FLOW_COSTS);
        double factor = sums->discount[p * (s->months + 1) + month];
        money *year = sums->year_payments[p * s->n_years + s->year_of_month[month]];
        for (int i = 0; i < LANES; i++) {
            sums->payments_pv[p][i] += (double)paid[i] * factor;
            sums->costs_pv[p][i] += (double)costs[i] * factor;
            year[i] += paid[i];
        }
    }
}

/* Sums a grid over months into cells of provider and group. */
static void sum_grid(const struct scheme *s, const struct count_grid *grid, double (*sum)[LANES]) {
    for (int m = 1; m <= s->months; m++) {
        for (int p = 0; p < s->n_providers; p++) {
            for (int g = 0; g < s->groups.n; g++) {
                const double *count = count_at(grid, m, p, g);
                double *cell = sum[p * s->groups.n + g];
                for (int i = 0; i < LANES; i++)
                    cell[i] += count[i];
            }
        }
    }
}

static void sum_counts(struct metric_sums *sums, const struct walk *w) {
    const struct scheme *s = w->scheme;
    size_t cells = cells_of(s);
    memset(sums->outcome, 0, (size_t)s->outcomes.n * cells * sizeof(double[LANES]));
    memset(sums->levels, 0, (size_t)s->outcomes.n * cells * sizeof(double[LANES]));
    memset(sums->rejected, 0, cells * sizeof(double[LANES]));
    memset(sums->parked, 0, cells * sizeof(double[LANES]));
    memset(sums->joined, 0, cells * sizeof(double[LANES]));
    memset(sums->starts, 0, cells * sizeof(double[LANES]));
    memset(sums->referrals, 0, cells * sizeof(double[LANES]));
    memset(sums->unserved, 0, (size_t)s->groups.n * sizeof(double[LANES]));
    sum_grid(s, &w->clients->referrals, sums->referrals);
    for (int era = 0; era < s->n_eras; era++) {
        sum_grid(s, &w->clients->starts[era], sums->starts);
        for (int k = 0; k < s->outcomes.n; k++)
            sum_grid(s, &w->clients->outcomes[k * s->n_eras + era], sums->outcome + (size_t)k * cells);
    }
    if (w->clients->rejected.data)
        sum_grid(s, &w->clients->rejected, sums->rejected);
    if (w->clients->joined.data)
        sum_grid(s, &w->clients->joined, sums->joined);
    if (w->clients->parked.data)
        sum_grid(s, &w->clients->parked, sums->parked);
    for (int k = 0; k < s->outcomes.n; k++) {
        if (w->clients->levels[k].data)
            sum_grid(s, &w->clients->levels[k], sums->levels + (size_t)k * cells);
    }
    for (int m = 1; m <= s->months; m++) {
        for (int g = 0; g < s->groups.n; g++) {
            const double *lost = w->clients->unserved + ((size_t)m * (size_t)s->groups.n + (size_t)g) * LANES;
            for (int i = 0; i < LANES; i++)
                sums->unserved[g][i] += lost[i];
        }
    }
}

/* What the outcomes of a month are worth in savings: years_j / 12 of the amount in each month of the j-th year after, each
 * discounted at its month's end (rule 83). */
static double saving_weight(const struct scheme *s, const struct outcome_value *v, int month) {
    double rate = v->to == NONE ? s->nominal_rate : discount_rate(s, v->to), sum = 0;
    int years = v->years.n > 0 ? v->years.n : 1;
    for (int j = 0; j < years; j++) {
        double share = v->years.n > 0 ? v->years.items[j] : 1;
        for (int m = 1; m <= MONTHS_A_YEAR; m++)
            sum += share / MONTHS_A_YEAR * elem_pow(1 + rate, -(double)(month + MONTHS_A_YEAR * j + m) / MONTHS_A_YEAR);
    }
    return sum;
}

static status weigh_savings(struct weighings *w, const struct scheme *s, int k) {
    const struct outcome_value *v = &s->outcomes.items[k].value;
    double *weight = arena_array(&w->arena, (size_t)s->months + 1, sizeof *weight);
    if (!weight)
        return SIBYL_ERR_NO_MEMORY;
    for (int m = 1; m <= s->months; m++)
        weight[m] = saving_weight(s, v, m);
    w->weight[k] = weight;
    return deadweight_init(&w->saved[k], s, weight, s->months);
}

status weighings_init(struct weighings *w, const struct scheme *s) {
    *w = (struct weighings){.scheme = s};
    w->weight = arena_array(&w->arena, (size_t)s->outcomes.n + 1, sizeof *w->weight);
    w->saved = arena_array(&w->arena, (size_t)s->outcomes.n + 1, sizeof *w->saved);
    status st = w->weight && w->saved ? deadweight_init(&w->plain, s, NULL, s->months) : SIBYL_ERR_NO_MEMORY;
    for (int k = 0; st == SIBYL_OK && k < s->outcomes.n; k++) {
        if (s->outcomes.items[k].value.given)
            st = weigh_savings(w, s, k);
    }
    if (st != SIBYL_OK)
        weighings_free(w);
    return st;
}

void weighings_free(struct weighings *w) {
    deadweight_free(&w->plain);
    for (int k = 0; w->saved && k < w->scheme->outcomes.n; k++)
        deadweight_free(&w->saved[k]);
    arena_free(&w->arena);
    *w = (struct weighings){0};
}

/* Adds the weighed outcomes of one provider and group, in all eras. */
static void weigh_outcomes(const struct walk *w, int k, int p, int g, const double *weight, double sum[LANES]) {
    const struct scheme *s = w->scheme;
    for (int era = 0; era < s->n_eras; era++) {
        for (int m = 1; m <= s->months; m++) {
            const double *count = count_at(&w->clients->outcomes[k * s->n_eras + era], m, p, g);
            for (int i = 0; i < LANES; i++)
                sum[i] += weight[m] * count[i];
        }
    }
}

static void additional_cell(struct metric_sums *sums, const struct walk *w, const struct weighings *by, int k, int p,
                            int g) {
    const struct scheme *s = w->scheme;
    size_t cell = (size_t)k * cells_of(s) + (size_t)p * (size_t)s->groups.n + (size_t)g;
    double expected[LANES];
    deadweight_expected(&by->plain, w->clients, w->draws, k, p, g, expected);
    for (int i = 0; i < LANES; i++)
        sums->additional[cell][i] = sums->outcome[cell][i] - expected[i];
    if (!s->outcomes.items[k].value.given)
        return;
    double more[LANES] = {0};
    const double *amount = w->draws->q[s->outcomes.items[k].value.amount];
    weigh_outcomes(w, k, p, g, by->weight[k], more);
    deadweight_expected(&by->saved[k], w->clients, w->draws, k, p, g, expected);
    for (int i = 0; i < LANES; i++)
        sums->saved[k][i] += amount[i] * (more[i] - expected[i]);
}

void sums_end(struct metric_sums *sums, const struct walk *w, const struct weighings *by) {
    const struct scheme *s = w->scheme;
    sum_counts(sums, w);
    memset(sums->saved, 0, (size_t)s->outcomes.n * sizeof(double[LANES]));
    for (int k = 0; k < s->outcomes.n; k++) {
        for (int p = 0; p < s->n_providers; p++) {
            for (int g = 0; g < s->groups.n; g++)
                additional_cell(sums, w, by, k, p, g);
        }
    }
}
