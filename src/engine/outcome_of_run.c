#include "engine/outcome_of_run.h"

#include "base/rate.h"
#include "stats/interval.h"

#include <math.h>
#include <string.h>

/* Ends of a metric's picture are these quantiles. */
#define PICTURE_LOW 0.005
#define PICTURE_HIGH 0.995
#define WORST_SHARE 0.05
/* Figures of the whole run that a party has beside its share of the shortfall: two break-evens and what is at risk. */
#define WHOLE_RUN_A_PARTY 3
/* ... and a holding: return and multiple of the mean flows, where it attaches and detaches. */
#define WHOLE_RUN_A_HOLDING 4

const char *outcome_party(const struct scheme *s, int party) {
    return party == NONE ? NULL : s->parties.items[party].name;
}

static void fill_probability(struct metric *m, const struct tally *t) {
    m->has_mean = t->n > 0;
    if (!m->has_mean)
        return;
    m->mean = tally_mean(t);
    interval_wilson((int64_t)t->sum, t->n, &m->ci95[0], &m->ci95[1]);
}

static void fill_picture(struct metric *m, const struct distribution *d, enum record_unit unit) {
    int64_t low = distribution_quantile(d, PICTURE_LOW), high = distribution_quantile(d, PICTURE_HIGH);
    double width = ((double)high - (double)low) / METRIC_BINS;
    width = width > 0 ? width * (1 + 1e-9) : 1;
    distribution_bins(d, low, width, METRIC_BINS, m->bins, &m->below, &m->above);
    m->bin_low = record_value(unit, (double)low);
    m->bin_width = record_value(unit, width);
}

static void fill_distribution(struct metric *m, struct distribution *d, enum record_unit unit) {
    double sd, se;
    const struct tally *t = &d->tally;
    m->has_mean = m->has_quantiles = t->n > 0;
    if (t->n == 0)
        return;
    distribution_finish(d);
    m->mean = record_value(unit, tally_mean(t));
    m->has_spread = tally_spread(t, &sd, &se);
    m->sd = m->has_spread ? record_value(unit, sd) : 0;
    m->se = m->has_spread ? record_value(unit, se) : 0;
    m->min = record_value(unit, (double)t->min);
    m->max = record_value(unit, (double)t->max);
    for (int q = 0; q < QUANTILE_LEVELS; q++)
        m->quantile[q] = record_value(unit, (double)distribution_quantile(d, quantile_level[q]));
    if (m->hurts != HURTS_NEITHER)
        m->worst5 = record_value(unit, distribution_worst(d, WORST_SHARE, m->hurts == HURTS_LOW));
    fill_picture(m, d, unit);
}

/* The mean of a ratio is the ratio of the mean flows. Money over a count: pence a millionth. */
static void fill_ratio(struct metric *m, const struct recorder *r, int at) {
    const struct metric_ref *ref = &r->plan->metrics.items[at];
    const struct tally *x = &r->metric[ref->numerator].tally, *y = &r->metric[ref->denominator].tally;
    const struct metric_list *list = &r->plan->metrics;
    enum record_unit above = list->items[ref->numerator].def->unit, below = list->items[ref->denominator].def->unit;
    double scale = record_value(above, 1) / record_value(below, 1), se;
    m->has_mean = y->sum > 0;
    if (!m->has_mean)
        return;
    m->mean = (double)((long double)x->sum / (long double)y->sum) * scale;
    if (m->has_spread && pair_ratio_se(x, y, &r->pair[at], &se))
        m->se = se * scale;
}

static void fill_metric(struct metric *m, struct recorder *r, int at) {
    const struct record_plan *p = r->plan;
    const struct metric_ref *ref = &p->metrics.items[at];
    const struct metric_def *def = ref->def;
    *m = (struct metric){.party = outcome_party(p->scheme, ref->party),
                         .of = ref->of,
                         .name = def->name,
                         .unit = record_unit_name(def->unit, p->scheme->currency),
                         .help = def->help,
                         .hurts = def->hurts,
                         .probability = def->probability,
                         .by_path = true,
                         .paths = p->paths,
                         .defined = r->metric[at].tally.n};
    if (def->probability) {
        fill_probability(m, &r->metric[at].tally);
        return;
    }
    fill_distribution(m, &r->metric[at], def->unit);
    if (ref->numerator != NONE && ref->denominator != NONE)
        fill_ratio(m, r, at);
    m->has_plan = p->has_plan[at];
    m->has_expected = p->has_expected[at];
    m->plan = record_value(def->unit, (double)p->plan[at]);
    m->expected = record_value(def->unit, (double)p->expected[at]);
    m->has_as_good = m->has_plan && def->hurts != HURTS_NEITHER && m->defined > 0;
    m->as_good_as_plan = m->has_as_good ? (double)r->as_good[at] / (double)m->defined : 0;
}

/* ---- Figures of the whole run ---- */

static struct metric *whole(struct results *out, const struct scheme *s, int party, const char *of, const char *name,
                            const char *unit, enum hurts hurts, const char *help) {
    struct metric *m = &out->metrics[out->n_metrics++];
    *m = (struct metric){.party = outcome_party(s, party),
                         .of = of,
                         .name = name,
                         .unit = unit,
                         .help = help,
                         .hurts = hurts,
                         .paths = out->paths,
                         .defined = out->paths};
    return m;
}

static void fill_number(struct results *out, const struct scheme *s, int party, const char *of, const char *name,
                        const char *unit, double value, const char *help) {
    struct metric *m = whole(out, s, party, of, name, unit, HURTS_NEITHER, help);
    m->has_mean = m->has_expected = !isnan(value);
    m->mean = m->expected = m->has_mean ? value : 0;
}

/* Mean flows of a holding: the return and the multiple on them are the headline.
 *   flow  scratch: [months + 1], then flows_scratch(months + 1) */
static void fill_holding(struct results *out, const struct recorder *r, int h, double *flow) {
    const struct scheme *s = r->plan->scheme;
    const struct metric_ref *ref = &r->plan->holding[h];
    int n = s->months + 1;
    double drawn = 0, returned = 0, monthly;
    for (int t = 0; t < n; t++) {
        double in = (double)r->flow_returned[h * n + t] / (double)out->paths;
        double paid = (double)r->flow_drawn[h * n + t] / (double)out->paths;
        flow[t] = in - paid;
        drawn += paid;
        returned += in;
    }
    struct metric *irr = whole(out, s, ref->party, ref->of, "irr_of_mean", "1/year", HURTS_LOW,
                               "rate of return of the mean flows: the headline");
    irr->has_mean = drawn > 0 && rate_irr_unique(flow, n, flow + n, &monthly);
    irr->mean = irr->has_mean ? rate_annual_from_monthly(monthly) : 0;
    struct metric *multiple = whole(out, s, ref->party, ref->of, "multiple_of_mean", "ratio", HURTS_LOW,
                                    "mean returned over mean drawn: the headline");
    multiple->has_mean = drawn > 0;
    multiple->mean = drawn > 0 ? returned / drawn : 0;
}

/* Where a tranche stands in the capital: the share of all that is committed which is lost before it loses its first penny, and
 * by when it has lost its last. Tranches of a higher rank lose first. */
static void fill_standing(struct results *out, const struct scheme *s, const struct metric_ref *ref) {
    if (ref->a == NONE)
        return;
    const struct bond *d = &s->bonds.items[ref->a];
    int rank = d->tranches.items[ref->b].rank;
    double below = 0, beside = 0;
    for (int t = 0; t < d->tranches.n; t++) {
        double share = (double)d->tranches.items[t].principal / (double)d->committed;
        below += d->tranches.items[t].rank > rank ? share : 0;
        beside += d->tranches.items[t].rank == rank ? share : 0;
    }
    fill_number(out, s, ref->party, ref->of, "attachment", "share", below,
                "share of the committed capital that is lost before this tranche loses any");
    fill_number(out, s, ref->party, ref->of, "detachment", "share", below + beside,
                "share of the committed capital that is lost when this tranche has lost all");
}

static void fill_tail(struct results *out, const struct recorder *r, double *share) {
    const struct record_plan *p = r->plan;
    bool any = tail_shares(&r->tail, WORST_SHARE, share);
    for (int t = 0; t < p->n_tiers; t++) {
        struct metric *m = whole(out, p->scheme, p->tier[t], NULL, "shortfall_borne", "share", HURTS_NEITHER,
                                 "its share of the shortfall against plan in the worst 5 % of paths");
        m->has_mean = any;
        m->mean = any ? share[t] : 0;
    }
}

static void fill_break_even(struct results *out, const struct scheme *s, const struct break_even *found) {
    for (int p = 0; p < s->parties.n; p++) {
        if (s->parties.items[p].kind != PARTY_PRIME && s->parties.items[p].kind != PARTY_PROVIDER)
            continue;
        fill_number(out, s, p, NULL, "break_even_volume", "ratio", found[p].volume,
                    "what referrals would have to be multiplied by for the expected case to break even");
        fill_number(out, s, p, NULL, "break_even_success", "ratio", found[p].success,
                    "what success would have to be multiplied by for the expected case to break even");
        fill_number(out, s, p, NULL, "share_at_risk", "share", found[p].at_risk,
                    "share of expected income that is lost if no result is achieved");
    }
}

/* Curves, and the factors from which something is true. */
static void fill_curves(struct results *out, const struct scheme *s, const struct curves *curves) {
    out->curves = curves->items;
    out->n_curves = curves->n;
    for (int k = 0; k < curves->n_marks; k++) {
        const struct mark *mark = &curves->marks[k];
        fill_number(out, s, mark->party, mark->of, mark->name, "ratio", mark->factor, mark->help);
    }
}

/* ---- Series ---- */

static bool fill_series(struct monthly *m, struct recorder *r, int at, struct arena *arena) {
    const struct record_plan *p = r->plan;
    const struct metric_ref *ref = &p->series.items[at];
    size_t months = (size_t)p->scheme->months;
    *m = (struct monthly){.party = outcome_party(p->scheme, ref->party),
                          .of = ref->of,
                          .name = ref->def->name,
                          .unit = record_unit_name(ref->def->unit, p->scheme->currency),
                          .help = ref->def->help,
                          .probability = ref->def->probability};
    m->mean = arena_array(arena, months, sizeof(double));
    m->plan = ref->def->probability ? NULL : arena_array(arena, months, sizeof(double));
    m->expected = ref->def->probability ? NULL : arena_array(arena, months, sizeof(double));
    for (int q = 0; q < SERIES_LEVELS; q++)
        m->quantile[q] = ref->def->probability ? NULL : arena_array(arena, months, sizeof(double));
    if (!m->mean || (!ref->def->probability && (!m->plan || !m->expected || !m->quantile[SERIES_LEVELS - 1])))
        return false;
    for (size_t t = 0; t < months; t++) {
        size_t place = (size_t)at * months + t;
        struct distribution *d = &r->month[place];
        m->mean[t] = record_value(ref->def->unit, tally_mean(&d->tally));
        for (int q = 0; !ref->def->probability && q < SERIES_LEVELS; q++)
            m->quantile[q][t] = record_value(ref->def->unit, (double)distribution_quantile(d, series_level[q]));
        if (ref->def->probability)
            continue;
        m->plan[t] = record_value(ref->def->unit, (double)p->series_plan[place]);
        m->expected[t] = record_value(ref->def->unit, (double)p->series_expected[place]);
    }
    return true;
}

status outcome_fill(struct results *out, struct recorder *r, const struct break_even *found,
                    const struct curves *curves) {
    const struct record_plan *p = r->plan;
    struct arena *arena = &out->inner->arena;
    size_t most = (size_t)p->metrics.n + WHOLE_RUN_A_HOLDING * (size_t)p->n_holdings + (size_t)p->n_tiers +
                  WHOLE_RUN_A_PARTY * (size_t)p->scheme->parties.n + (size_t)curves->n_marks;
    out->metrics = arena_array(arena, most + 1, sizeof *out->metrics);
    out->series = arena_array(arena, (size_t)p->series.n + 1, sizeof *out->series);
    size_t times = (size_t)p->scheme->months + 1;
    double *flow = arena_array(arena, times + flows_scratch((int)times), sizeof(double));
    double *share = arena_array(arena, (size_t)p->n_tiers + 1, sizeof(double));
    if (!out->metrics || !out->series || !flow || !share)
        return SIBYL_ERR_NO_MEMORY;
    for (int m = 0; m < p->metrics.n; m++)
        fill_metric(&out->metrics[out->n_metrics++], r, m);
    for (int h = 0; h < p->n_holdings; h++)
        fill_holding(out, r, h, flow);
    for (int h = 0; h < p->n_holdings; h++)
        fill_standing(out, p->scheme, &p->holding[h]);
    fill_tail(out, r, share);
    if (found) {
        fill_break_even(out, p->scheme, found);
        fill_curves(out, p->scheme, curves);
    }
    for (int k = 0; k < p->series.n; k++) {
        if (!fill_series(&out->series[out->n_series++], r, k, arena))
            return SIBYL_ERR_NO_MEMORY;
    }
    return SIBYL_OK;
}
