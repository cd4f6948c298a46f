/* What a payer learns of its contracts: what is paid and earned under each, by term, and what is not paid. */
#include "engine/metrics.h"
#include "scheme/condition.h"

#include <string.h>

#define ALL_LANES UINT64_MAX

bool metric_pays(const struct scheme *s, int contract, int party) {
    const struct contract *c = &s->contracts.items[contract];
    return contract_is_paid_by(c, party);
}

/* ---- One payer's part ---- */

static void add_part(const struct walk *w, int contract, int party, const lane_money amount, int64_t out[LANES]) {
    const struct contract *c = &w->scheme->contracts.items[contract];
    for (int i = 0; i < LANES; i++)
        out[i] += payers_part(c, party, amount[i]);
}

/* ---- Payments and accruals ---- */

static uint64_t payments_contract(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const struct claims *c = &w->books->claims;
    memset(out, 0, sizeof(lane_money));
    for (int leg = c->first_leg[r->a]; leg < c->first_leg[r->a + 1]; leg++) {
        if (c->legs[leg].debt || c->legs[leg].from != r->party)
            continue;
        for (int i = 0; i < LANES; i++)
            out[i] += c->legs[leg].paid[i];
    }
    return ALL_LANES;
}

static uint64_t payments_term(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memset(out, 0, sizeof(lane_money));
    add_part(w, r->a, r->party, w->books->claims.term_paid[w->books->earnings.first_term[r->a] + r->b], out);
    return ALL_LANES;
}

static void add_accrued(const struct walk *w, int contract, int party, int64_t out[LANES]) {
    const struct earnings *e = &w->books->earnings;
    for (int t = e->first_term[contract]; t < e->first_term[contract + 1]; t++)
        add_part(w, contract, party, e->accrued[t], out);
    add_part(w, contract, party, e->compensated[contract], out);
}

static uint64_t accrued(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memset(out, 0, sizeof(lane_money));
    for (int c = 0; c < w->scheme->contracts.n; c++) {
        if (metric_pays(w->scheme, c, r->party))
            add_accrued(w, c, r->party, out);
    }
    return ALL_LANES;
}

static uint64_t accrued_year(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memset(out, 0, sizeof(lane_money));
    for (int c = 0; c < w->scheme->contracts.n; c++) {
        if (metric_pays(w->scheme, c, r->party))
            add_part(w, c, r->party, w->books->earnings.year_accrued[c * w->scheme->n_years + r->a], out);
    }
    return ALL_LANES;
}

static uint64_t accrued_contract(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memset(out, 0, sizeof(lane_money));
    add_accrued(w, r->a, r->party, out);
    return ALL_LANES;
}

static uint64_t accrued_term(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memset(out, 0, sizeof(lane_money));
    add_part(w, r->a, r->party, w->books->earnings.accrued[w->books->earnings.first_term[r->a] + r->b], out);
    return ALL_LANES;
}

/* ---- Caps and the long stop ---- */

static uint64_t results_above_cap(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, w->books->earnings.cut[r->a], sizeof(lane_money));
    return ALL_LANES;
}

static uint64_t cap_binds(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    for (int i = 0; i < LANES; i++)
        out[i] = w->books->earnings.cut[r->a][i] > 0;
    return ALL_LANES;
}

static uint64_t lost_to_long_stop(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const double *starts = w->evaluation->lost_starts + (size_t)r->a * LANES;
    const double *outcomes = w->evaluation->lost_outcomes + (size_t)r->a * LANES;
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_COUNT, starts[i] + outcomes[i]);
    return ALL_LANES;
}

/* ---- The tables ---- */

static const struct metric_def def_payments_contract = {
    "payments", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "what it pays under the contract", payments_contract};
static const struct metric_def def_payments_term = {
    "payments", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "what it pays under the term", payments_term};
static const struct metric_def def_accrued = {
    "accrued", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "what is earned under its contracts, when earned",
    accrued};
static const struct metric_def def_accrued_year = {
    "accrued", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "what is earned in the financial year", accrued_year};
static const struct metric_def def_accrued_contract = {
    "accrued", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "what is earned under the contract", accrued_contract};
static const struct metric_def def_accrued_term = {
    "accrued", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "what is earned under the term", accrued_term};
static const struct metric_def def_cap_binds = {
    "cap_binds", RECORD_FLAG, HURTS_NEITHER, true, PER_NOTHING, "a cap of the contract cuts something", cap_binds};
static const struct metric_def def_above_cap = {
    "results_above_cap",          RECORD_MONEY,     HURTS_NEITHER, false, PER_NOTHING,
    "the price of what caps cut", results_above_cap};
static const struct metric_def def_long_stop = {"lost_to_long_stop", RECORD_COUNT,
                                                HURTS_NEITHER,       false,
                                                PER_NOTHING,         "starts and results that came too late to be paid",
                                                lost_to_long_stop};

void metrics_list_accrued(int party, struct metric_list *list) {
    metric_add_plain(list, &def_accrued, party, NULL, 0, 0);
}

void metrics_list_accrued_year(const struct scheme *s, int party, int year, struct metric_list *list) {
    metric_add_plain(list, &def_accrued_year, party, s->year_name[year], year, 0);
}

/* The terms by their place, then the conditions that earn by their key. */
static void list_terms(const struct scheme *s, int party, int contract, struct metric_list *list) {
    const struct contract *c = &s->contracts.items[contract];
    for (int k = 0; k < c->terms.n + conditions_lines(c); k++) {
        const char *of = k < c->terms.n
                             ? metric_text(list, "%s/%d", c->name, k)
                             : metric_text(list, "%s/%s", c->name, conditions_line(c, k - c->terms.n)->param.name);
        metric_add_plain(list, &def_payments_term, party, of, contract, k);
        metric_add_plain(list, &def_accrued_term, party, of, contract, k);
    }
}

void metrics_list_contract(const struct scheme *s, int party, int contract, struct metric_list *list) {
    const struct contract *c = &s->contracts.items[contract];
    metric_add_plain(list, &def_payments_contract, party, c->name, contract, 0);
    metric_add_plain(list, &def_accrued_contract, party, c->name, contract, 0);
    list_terms(s, party, contract, list);
    if (conditions_cut(c)) {
        metric_add_plain(list, &def_cap_binds, party, c->name, contract, 0);
        metric_add_plain(list, &def_above_cap, party, c->name, contract, 0);
    }
    metric_add_plain(list, &def_long_stop, party, c->name, contract, 0);
}
