/* What an investor learns, of each tranche and of all that it holds. */
#include "engine/metrics.h"

#include "base/elementary.h"
#include "base/rate.h"

#include <string.h>

#define ALL_LANES UINT64_MAX
#define MONTHS_A_YEAR 12

/* ---- The investor's holding: one tranche (a: bond, b: tranche), or all (a: NONE) ---- */

typedef void (*each_tranche)(const struct bond *bond, const struct bond_account *account, int tranche, void *into);

static void over_tranches(const struct walk *w, const struct metric_ref *r, each_tranche visit, void *into) {
    for (int k = 0; k < w->scheme->bonds.n; k++) {
        const struct bond *d = &w->scheme->bonds.items[k];
        for (int t = 0; t < d->tranches.n; t++) {
            if (r->a == NONE ? d->tranches.items[t].investor == r->party : (r->a == k && r->b == t))
                visit(d, &w->books->bonds[k], t, into);
        }
    }
}

struct holding {
    lane_money committed, drawn, repaid, returned, peak;
};

static void add_holding(const struct bond *bond, const struct bond_account *account, int tranche, void *into) {
    struct holding *h = into;
    const struct tranche_account *t = &account->tranche[tranche];
    for (int i = 0; i < LANES; i++) {
        h->committed[i] += bond->tranches.items[tranche].principal;
        h->drawn[i] += t->drawn[i];
        h->repaid[i] += t->repaid[i];
        h->returned[i] += t->returned[i];
    }
}

static struct holding holding_of(const struct walk *w, const struct metric_ref *r) {
    struct holding h;
    memset(&h, 0, sizeof h);
    over_tranches(w, r, add_holding, &h);
    return h;
}

static uint64_t lanes_with(const lane_money amount) {
    uint64_t lanes = 0;
    for (int i = 0; i < LANES; i++)
        lanes |= (uint64_t)(amount[i] > 0) << i;
    return lanes;
}

static uint64_t committed(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct holding h = holding_of(w, r);
    memcpy(out, h.committed, sizeof h.committed);
    return ALL_LANES;
}

static uint64_t drawn(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct holding h = holding_of(w, r);
    memcpy(out, h.drawn, sizeof h.drawn);
    return ALL_LANES;
}

static uint64_t returned(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct holding h = holding_of(w, r);
    memcpy(out, h.returned, sizeof h.returned);
    return ALL_LANES;
}

static uint64_t profit(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct holding h = holding_of(w, r);
    for (int i = 0; i < LANES; i++)
        out[i] = h.returned[i] - h.drawn[i];
    return ALL_LANES;
}

static uint64_t loss(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct holding h = holding_of(w, r);
    for (int i = 0; i < LANES; i++)
        out[i] = h.drawn[i] > h.returned[i] ? h.drawn[i] - h.returned[i] : 0;
    return ALL_LANES;
}

static uint64_t multiple(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct holding h = holding_of(w, r);
    for (int i = 0; i < LANES; i++)
        out[i] = h.drawn[i] > 0 ? record_fixed(RECORD_RATIO, (double)h.returned[i] / (double)h.drawn[i]) : 0;
    return lanes_with(h.drawn);
}

static uint64_t multiple_committed(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct holding h = holding_of(w, r);
    for (int i = 0; i < LANES; i++) {
        double kept = (double)(h.returned[i] - h.drawn[i] + h.committed[i]);
        out[i] = record_fixed(RECORD_RATIO, kept / (double)h.committed[i]);
    }
    return lanes_with(h.drawn);
}

static uint64_t loses_capital(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct holding h = holding_of(w, r);
    for (int i = 0; i < LANES; i++)
        out[i] = h.returned[i] < h.drawn[i];
    return lanes_with(h.drawn);
}

static uint64_t loses_all(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct holding h = holding_of(w, r);
    for (int i = 0; i < LANES; i++)
        out[i] = h.returned[i] == 0;
    return lanes_with(h.drawn);
}

/* Recycled: what was drawn beyond the commitment, which only a revolving bond allows. */
static uint64_t recycled(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct holding h = holding_of(w, r);
    for (int i = 0; i < LANES; i++)
        out[i] = h.drawn[i] > h.committed[i] ? h.drawn[i] - h.committed[i] : 0;
    return ALL_LANES;
}

/* ---- Flows by month ---- */

struct month_flows {
    int month;
    lane_money drawn, returned, repaid;
};

static void add_flows(const struct bond *bond, const struct bond_account *account, int tranche, void *into) {
    (void)bond;
    struct month_flows *f = into;
    const struct tranche_account *t = &account->tranche[tranche];
    for (int i = 0; i < LANES; i++) {
        f->drawn[i] += t->flow_drawn[f->month][i];
        f->returned[i] += t->flow_returned[f->month][i];
        f->repaid[i] += t->flow_repaid[f->month][i];
    }
}

static void flows_of(const struct walk *w, const struct metric_ref *r, int month, struct month_flows *f) {
    memset(f, 0, sizeof *f);
    f->month = month;
    over_tranches(w, r, add_flows, f);
}

/* The investor's drawn share of a bond's fees of a month, added back for the gross return (rule 78). */
static double fees_borne(const struct walk *w, const struct metric_ref *r, int month, int lane) {
    double borne = 0;
    for (int k = 0; k < w->scheme->bonds.n; k++) {
        const struct bond *d = &w->scheme->bonds.items[k];
        const struct bond_account *account = &w->books->bonds[k];
        money held = 0, all = 0;
        for (int t = 0; t < d->tranches.n; t++) {
            bool mine = r->a == NONE ? d->tranches.items[t].investor == r->party : (r->a == k && r->b == t);
            all += account->tranche[t].drawn[lane];
            held += mine ? account->tranche[t].drawn[lane] : 0;
        }
        borne += all > 0 ? (double)account->fee_flow[month][lane] * (double)held / (double)all : 0;
    }
    return borne;
}

/* Flows of every lane by time in months: flow[(time) * LANES + lane]; draws of month t stand at t - 1, returns at t. */
static void all_flows(const struct walk *w, const struct metric_ref *r, bool gross, double *flow) {
    int months = w->scheme->months;
    bool begun[LANES] = {false};
    double held[LANES] = {0};
    memset(flow, 0, ((size_t)months + 1) * sizeof(double[LANES]));
    for (int m = 1; m <= months; m++) {
        struct month_flows f;
        flows_of(w, r, m, &f);
        for (int i = 0; i < LANES; i++) {
            flow[(m - 1) * LANES + i] -= (double)f.drawn[i];
            flow[m * LANES + i] += (double)f.returned[i];
            if (!gross)
                continue;
            bool first = f.drawn[i] > 0 && !begun[i];
            begun[i] |= f.drawn[i] > 0;
            held[i] += fees_borne(w, r, m, i);
            if (first)
                flow[(m - 1) * LANES + i] += held[i];
            else if (begun[i])
                flow[m * LANES + i] += held[i];
            held[i] = begun[i] ? 0 : held[i];
        }
    }
}

/* Flows of every lane on the first and on the last day of each month: flow[(2 * (month - 1) + last) * LANES + lane]. */
static void all_flows_dated(const struct walk *w, const struct metric_ref *r, double *flow) {
    for (int m = 1; m <= w->scheme->months; m++) {
        struct month_flows f;
        flows_of(w, r, m, &f);
        for (int i = 0; i < LANES; i++) {
            flow[(2 * m - 2) * LANES + i] = -(double)f.drawn[i];
            flow[(2 * m - 1) * LANES + i] = (double)f.returned[i];
        }
    }
}

/* Effective annual rate of one lane's flows; false where there is none, or several. */
static bool annual_irr(const struct walk *w, const double *flow, int lane, double *annual) {
    int n = w->scheme->months + 1;
    double *one = w->sums->flow, monthly;
    for (int t = 0; t < n; t++)
        one[t] = flow[t * LANES + lane];
    if (!rate_irr_unique(one, n, w->sums->roots, &monthly))
        return false;
    *annual = rate_annual_from_monthly(monthly);
    return true;
}

static uint64_t irr_lanes(const struct walk *w, const struct metric_ref *r, bool gross, int64_t out[LANES]) {
    struct holding h = holding_of(w, r);
    double *flow = w->sums->flows;
    uint64_t defined = 0;
    all_flows(w, r, gross, flow);
    for (int i = 0; i < LANES; i++) {
        double annual = -1;
        bool known = h.drawn[i] > 0 && (h.returned[i] == 0 || annual_irr(w, flow, i, &annual));
        out[i] = known ? record_fixed(RECORD_RATE, annual) : 0;
        defined |= known ? UINT64_C(1) << i : 0;
    }
    return defined;
}

static uint64_t irr(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return irr_lanes(w, r, false, out);
}

static uint64_t irr_gross(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return irr_lanes(w, r, true, out);
}

/* One lane's flows that are not zero, with their days, into the sums' scratch; returns how many there are. */
static int pick_dated(const struct metric_sums *sums, const double *flow, int n, int lane) {
    int picked = 0;
    for (int t = 0; t < n; t++) {
        if (flow[t * LANES + lane] == 0)
            continue;
        sums->dated[picked] = flow[t * LANES + lane];
        sums->dated_day[picked++] = sums->day[t];
    }
    return picked;
}

/* The same flows on real days: draws on the first of their month, returns on the last, years of 365 days. */
static uint64_t xirr(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const struct metric_sums *sums = w->sums;
    double *flow = sums->flows;
    uint64_t defined = 0;
    all_flows_dated(w, r, flow);
    for (int i = 0; i < LANES; i++) {
        double rate;
        int n = pick_dated(sums, flow, 2 * w->scheme->months, i);
        bool known = n > 0 && rate_irr_unique_at(sums->dated, sums->dated_day, n, sums->roots, &rate);
        out[i] = known ? record_fixed(RECORD_RATE, rate) : 0;
        defined |= known ? UINT64_C(1) << i : 0;
    }
    return defined;
}

bool metric_hurdle(const struct scheme *s, int bond, int tranche, double *hurdle) {
    const struct bond *d = &s->bonds.items[bond];
    const struct tranche *t = &d->tranches.items[tranche];
    *hurdle = t->hurdle_given ? t->hurdle : d->hurdle;
    return t->hurdle_given || d->hurdle_given;
}

static uint64_t below_hurdle(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    int64_t rate[LANES];
    double asked;
    uint64_t defined = irr_lanes(w, r, false, rate);
    metric_hurdle(w->scheme, r->a, r->b, &asked);
    int64_t hurdle = record_fixed(RECORD_RATE, asked);
    for (int i = 0; i < LANES; i++)
        out[i] = rate[i] < hurdle;
    return defined;
}

static void npv_lanes(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const struct party *p = &w->scheme->parties.items[r->party];
    double rate = p->discount_rate_given ? p->discount_rate : w->scheme->discount_rate, sum[LANES] = {0};
    double *flow = w->sums->flows;
    all_flows(w, r, false, flow);
    for (int t = 0; t <= w->scheme->months; t++) {
        double factor = elem_pow(1 + rate, -(double)t / MONTHS_A_YEAR);
        for (int i = 0; i < LANES; i++)
            sum[i] += flow[t * LANES + i] * factor;
    }
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_MONEY, sum[i]);
}

static uint64_t npv(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    npv_lanes(w, r, out);
    return ALL_LANES;
}

static uint64_t npv_negative(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    npv_lanes(w, r, out);
    for (int i = 0; i < LANES; i++)
        out[i] = out[i] < 0;
    return ALL_LANES;
}

/* First month end from which what was returned stays at or above what was drawn. */
static uint64_t payback_month(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    lane_money drawn_so_far = {0}, returned_so_far = {0};
    int64_t since[LANES] = {0};
    for (int m = 1; m <= w->scheme->months; m++) {
        struct month_flows f;
        flows_of(w, r, m, &f);
        for (int i = 0; i < LANES; i++) {
            drawn_so_far[i] += f.drawn[i];
            returned_so_far[i] += f.returned[i];
            bool back = drawn_so_far[i] > 0 && returned_so_far[i] >= drawn_so_far[i];
            since[i] = back ? (since[i] ? since[i] : m) : 0;
        }
    }
    memcpy(out, since, sizeof since);
    return lanes_with(since);
}

/* Sum t * repaid / sum repaid - sum (t - 1) * drawn / sum drawn, over principal, in years (rule 87). */
static uint64_t average_life(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    double out_at[LANES] = {0}, back_at[LANES] = {0};
    struct holding h = holding_of(w, r);
    for (int m = 1; m <= w->scheme->months; m++) {
        struct month_flows f;
        flows_of(w, r, m, &f);
        for (int i = 0; i < LANES; i++) {
            out_at[i] += (double)(m - 1) * (double)f.drawn[i];
            back_at[i] += (double)m * (double)f.repaid[i];
        }
    }
    for (int i = 0; i < LANES; i++) {
        double life = h.repaid[i] > 0 ? back_at[i] / (double)h.repaid[i] - out_at[i] / (double)h.drawn[i] : 0;
        out[i] = record_fixed(RECORD_YEARS, life / MONTHS_A_YEAR);
    }
    return lanes_with(h.repaid);
}

static uint64_t peak_drawn(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    lane_money out_now = {0};
    memset(out, 0, sizeof out_now);
    for (int m = 1; m <= w->scheme->months; m++) {
        struct month_flows f;
        flows_of(w, r, m, &f);
        for (int i = 0; i < LANES; i++) {
            out_now[i] += f.drawn[i];
            out[i] = out_now[i] > out[i] ? out_now[i] : out[i];
            out_now[i] -= f.repaid[i];
        }
    }
    return ALL_LANES;
}

void metric_profit(const struct walk *w, int party, int64_t out[LANES]) {
    struct metric_ref whole = {.party = party, .a = NONE};
    profit(w, &whole, out);
}

void metric_flow_month(const struct walk *w, const struct metric_ref *r, int month, lane_money drawn_then,
                       lane_money back) {
    struct month_flows f;
    flows_of(w, r, month, &f);
    memcpy(drawn_then, f.drawn, sizeof f.drawn);
    memcpy(back, f.returned, sizeof f.returned);
}

/* ---- The tables ---- */

/* Of the first few even a grant has figures; returns are those of capital that is to come back. */
enum { GRANT_DEFS = 3 };
static const struct metric_def defs[] = {
    {"committed", RECORD_MONEY, HURTS_NEITHER, false, PER_NOTHING, "capital that it has promised", committed},
    {"drawn", RECORD_MONEY, HURTS_NEITHER, false, PER_NOTHING, "capital drawn", drawn},
    {"returned", RECORD_MONEY, HURTS_LOW, false, PER_NOTHING, "all that comes back: interest, principal, residual",
     returned},
    {"profit", RECORD_MONEY, HURTS_LOW, false, PER_NOTHING, "what is returned less what was drawn", profit},
    {"irr", RECORD_RATE, HURTS_LOW, false, PER_NOTHING, "internal rate of return of the true flows, effective a year",
     irr},
    {"irr_gross", RECORD_RATE, HURTS_LOW, false, PER_NOTHING, "the same before the bond's fees", irr_gross},
    {"xirr", RECORD_RATE, HURTS_LOW, false, PER_NOTHING,
     "the same on real days: draws on the first of their month, returns on the last, years of 365 days", xirr},
    {"multiple", RECORD_RATIO, HURTS_LOW, false, PER_NOTHING, "what is returned over what was drawn", multiple},
    {"multiple_on_committed", RECORD_RATIO, HURTS_LOW, false, PER_NOTHING,
     "the commitment with its profit or loss, over the commitment", multiple_committed},
    {"loses_capital", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "less comes back than was drawn", loses_capital},
    {"loses_all", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "nothing comes back", loses_all},
    {"loss", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "capital lost; its mean is the expected loss", loss},
    {"payback_month", RECORD_MONTH, HURTS_HIGH, false, PER_NOTHING, "month from which all that was drawn is back",
     payback_month},
    {"average_life", RECORD_YEARS, HURTS_HIGH, false, PER_NOTHING, "average time that principal is out", average_life},
    {"peak_drawn", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "most capital out at one time", peak_drawn},
    {"recycled", RECORD_MONEY, HURTS_NEITHER, false, PER_NOTHING, "capital drawn a second time", recycled},
};
static const struct metric_def def_npv = {
    "npv", RECORD_MONEY, HURTS_LOW, false, PER_NOTHING, "net present value of its flows", npv};
static const struct metric_def def_npv_negative = {
    "npv_negative", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "the net present value is below zero", npv_negative};
static const struct metric_def def_below_hurdle = {
    "below_hurdle", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "the rate of return is below the hurdle", below_hurdle};

/* Whether all that an investor (or one tranche of it) puts in is given and asks for no return. */
static bool all_granted(const struct scheme *s, int party, int bond, int tranche) {
    bool granted = true;
    for (int k = 0; k < s->bonds.n; k++) {
        const struct bond *d = &s->bonds.items[k];
        for (int t = 0; t < d->tranches.n; t++) {
            bool mine = bond == NONE ? d->tranches.items[t].investor == party : (k == bond && t == tranche);
            granted &= !mine || d->tranches.items[t].grant;
        }
    }
    return granted;
}

static void list_holding(const struct scheme *s, int party, const char *of, int bond, int tranche,
                         struct metric_list *list) {
    if (all_granted(s, party, bond, tranche)) {
        for (size_t d = 0; d < GRANT_DEFS; d++)
            metric_add_plain(list, &defs[d], party, of, bond, tranche);
        return;
    }
    for (size_t d = 0; d < sizeof defs / sizeof defs[0]; d++)
        metric_add_plain(list, &defs[d], party, of, bond, tranche);
    if (s->discount_rate_given || s->parties.items[party].discount_rate_given) {
        metric_add_plain(list, &def_npv, party, of, bond, tranche);
        metric_add_plain(list, &def_npv_negative, party, of, bond, tranche);
    }
}

void metrics_list_investor(const struct scheme *s, int party, struct metric_list *list) {
    list_holding(s, party, NULL, NONE, NONE, list);
    for (int k = 0; k < s->bonds.n; k++) {
        const struct bond *d = &s->bonds.items[k];
        for (int t = 0; t < d->tranches.n; t++) {
            if (d->tranches.items[t].investor != party)
                continue;
            list_holding(s, party, d->tranches.items[t].name, k, t, list);
            double hurdle;
            if (metric_hurdle(s, k, t, &hurdle))
                metric_add_plain(list, &def_below_hurdle, party, d->tranches.items[t].name, k, t);
        }
    }
}
