/* What a commissioner learns: its bill, what it bought, what the evaluator measured. */
#include "engine/metrics.h"

#include <math.h>
#include <string.h>

#define ALL_LANES UINT64_MAX

/* ---- Payments ---- */

static uint64_t payments(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, ledger_total(&w->books->ledger, r->party, FLOW_PAYMENTS), sizeof(lane_money));
    return ALL_LANES;
}

static uint64_t payments_year(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, w->sums->year_payments[r->party * w->scheme->n_years + r->a], sizeof(lane_money));
    return ALL_LANES;
}

static uint64_t payments_pv(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_MONEY, w->sums->payments_pv[r->party][i]);
    return ALL_LANES;
}

static uint64_t total_cost(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const money *paid = ledger_total(&w->books->ledger, r->party, FLOW_PAYMENTS);
    const money *costs = ledger_total(&w->books->ledger, r->party, FLOW_COSTS);
    const money *back = ledger_total(&w->books->ledger, r->party, FLOW_RECEIPTS);
    const money *lent = ledger_total(&w->books->ledger, r->party, FLOW_LENT);
    const money *returned = ledger_total(&w->books->ledger, r->party, FLOW_LOAN_RETURNED);
    for (int i = 0; i < LANES; i++)
        out[i] = paid[i] + costs[i] - back[i] + lent[i] - returned[i];
    return ALL_LANES;
}

static uint64_t over_budget_year(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const money *paid = w->sums->year_payments[r->party * w->scheme->n_years + r->a];
    for (int i = 0; i < LANES; i++)
        out[i] = paid[i] > w->scheme->parties.items[r->party].budget;
    return ALL_LANES;
}

static uint64_t over_budget(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memset(out, 0, sizeof(lane_money));
    for (int y = 0; y < w->scheme->n_years; y++) {
        const money *paid = w->sums->year_payments[r->party * w->scheme->n_years + y];
        for (int i = 0; i < LANES; i++)
            out[i] |= paid[i] > w->scheme->parties.items[r->party].budget;
    }
    return ALL_LANES;
}

/* ---- What was bought ---- */

static double achieved(const struct walk *w, int outcome, int lane, bool additional) {
    size_t cells = (size_t)w->scheme->n_providers * (size_t)w->scheme->groups.n;
    double sum = 0;
    for (size_t cell = 0; cell < cells; cell++)
        sum += (additional ? w->sums->additional : w->sums->outcome)[(size_t)outcome * cells + cell][lane];
    return sum;
}

static uint64_t cost_per(const struct walk *w, const struct metric_ref *r, int64_t out[LANES], bool additional) {
    const money *paid = ledger_total(&w->books->ledger, r->party, FLOW_PAYMENTS);
    uint64_t defined = 0;
    for (int i = 0; i < LANES; i++) {
        double count = achieved(w, r->a, i, additional);
        out[i] = count > 0 ? record_fixed(RECORD_MONEY, (double)paid[i] / count) : 0;
        defined |= (uint64_t)(count > 0) << i;
    }
    return defined;
}

static uint64_t cost_per_outcome(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return cost_per(w, r, out, false);
}

static uint64_t cost_per_additional(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return cost_per(w, r, out, true);
}

/* Present value of savings to one party (NONE: to everybody), all of them or what can be taken out of a budget. */
static double savings(const struct walk *w, int party, int lane, bool cashable) {
    double sum = 0;
    for (int k = 0; k < w->scheme->outcomes.n; k++) {
        const struct outcome_value *v = &w->scheme->outcomes.items[k].value;
        if (v->given && (party == NONE || v->to == party))
            sum += w->sums->saved[k][lane] * (cashable ? v->cashable : 1);
    }
    return sum;
}

static uint64_t savings_pv(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_MONEY, savings(w, r->party, i, r->a));
    return ALL_LANES;
}

/* Savings less payments and own costs, to this payer or (a set) over all commissioners. */
static uint64_t net_benefit_pv(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    for (int i = 0; i < LANES; i++) {
        double net = savings(w, r->a ? NONE : r->party, i, false);
        for (int p = 0; p < w->scheme->parties.n; p++) {
            if (p == r->party || (r->a && w->scheme->parties.items[p].kind == PARTY_COMMISSIONER))
                net -= w->sums->payments_pv[p][i] + w->sums->costs_pv[p][i];
        }
        out[i] = record_fixed(RECORD_MONEY, net);
    }
    return ALL_LANES;
}

/* ---- What the evaluator found ---- */

/* b of a finding's reference: the term's place in its contract, and the finding's number. */
enum { FINDINGS_A_TERM = 256 };

static void find(const struct walk *w, const struct metric_ref *r, struct finding *found) {
    int term = r->b / FINDINGS_A_TERM;
    double index[LANES];
    struct term_view view;
    earnings_view(w->books, r->a, term, w->scheme->months, index, &view);
    view.term->kind->finding(&view, r->b % FINDINGS_A_TERM, found);
}

static uint64_t measured_reduction(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct finding found;
    find(w, r, &found);
    for (int i = 0; i < LANES; i++)
        out[i] = found.defined >> i & 1 ? record_fixed(RECORD_SHARE, found.reduction[i]) : 0;
    return found.defined;
}

static uint64_t triggered(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct finding found;
    find(w, r, &found);
    for (int i = 0; i < LANES; i++)
        out[i] = found.triggered >> i & 1;
    return ALL_LANES;
}

static uint64_t payment_at_true_effect(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct finding found;
    find(w, r, &found);
    for (int i = 0; i < LANES; i++)
        out[i] = found.defined >> i & 1 ? record_fixed(RECORD_MONEY, found.at_true_effect[i]) : 0;
    return found.defined;
}

/* The evaluator's risk apart from the programme's: of paths on which the true effect would have earned a payment, those on
 * which it is not measured; and of those on which it would not, those on which it is. */
static uint64_t works(const struct finding *found) {
    uint64_t lanes = 0;
    for (int i = 0; i < LANES; i++)
        lanes |= (uint64_t)(found->at_true_effect[i] > 0) << i;
    return lanes & found->defined;
}

static uint64_t works_unpaid(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct finding found;
    find(w, r, &found);
    for (int i = 0; i < LANES; i++)
        out[i] = !(found.triggered >> i & 1);
    return works(&found);
}

static uint64_t fails_paid(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    struct finding found;
    find(w, r, &found);
    for (int i = 0; i < LANES; i++)
        out[i] = found.triggered >> i & 1;
    return found.defined & ~works(&found);
}

/* ---- The tables ---- */

static const struct metric_def def_payments = {
    "payments", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "all that it pays under its contracts", payments};
static const struct metric_def def_payments_year = {
    "payments", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "what it pays in the financial year", payments_year};
static const struct metric_def def_payments_pv = {
    "payments_pv", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "present value of its payments", payments_pv};
static const struct metric_def def_total_cost = {
    "total_cost", RECORD_MONEY, HURTS_HIGH,
    false,        PER_NOTHING,  "its payments and its own costs, less what comes back to it",
    total_cost};
static const struct metric_def def_over_budget = {
    "over_budget", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "its payments pass its budget in some financial year",
    over_budget};
static const struct metric_def def_over_budget_year = {
    "over_budget",   RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "its payments pass its budget in the year",
    over_budget_year};
static const struct metric_def def_cost_per_outcome = {
    "cost_per_outcome", RECORD_MONEY, HURTS_HIGH, false, PER_OUTCOME, "mean payments over mean outcomes",
    cost_per_outcome};
static const struct metric_def def_cost_per_additional = {"cost_per_additional_outcome",
                                                          RECORD_MONEY,
                                                          HURTS_HIGH,
                                                          false,
                                                          PER_ADDITIONAL,
                                                          "mean payments over mean additional outcomes",
                                                          cost_per_additional};
static const struct metric_def def_savings = {
    "savings_pv", RECORD_MONEY, HURTS_LOW, false, PER_NOTHING, "present value of savings by additional outcomes",
    savings_pv};
static const struct metric_def def_net_benefit = {
    "net_benefit_pv", RECORD_MONEY,
    HURTS_LOW,        false,
    PER_NOTHING,      "savings less payments and own costs, present values",
    net_benefit_pv};
static const struct metric_def def_measured = {
    "measured_reduction", RECORD_SHARE, HURTS_LOW, false, PER_NOTHING, "the reduction that the evaluator measures",
    measured_reduction};
static const struct metric_def def_triggered = {
    "triggered", RECORD_FLAG, HURTS_NEITHER, true, PER_NOTHING, "the measured reduction passes the test", triggered};
static const struct metric_def def_true_effect = {
    "payment_at_true_effect", RECORD_MONEY, HURTS_NEITHER, false, PER_NOTHING, "what the true effect would have earned",
    payment_at_true_effect};

static const struct metric_def def_works_unpaid = {
    "works_unpaid",
    RECORD_FLAG,
    HURTS_NEITHER,
    true,
    PER_NOTHING,
    "of paths on which the true effect would have earned the payment, those on which the test is not passed",
    works_unpaid};
static const struct metric_def def_fails_paid = {
    "fails_paid",  RECORD_FLAG,
    HURTS_NEITHER, true,
    PER_NOTHING,   "of paths on which the true effect would have earned nothing, those on which the test is passed",
    fails_paid};

static void list_findings(const struct scheme *s, int party, int contract, int k, struct metric_list *list) {
    const struct contract *c = &s->contracts.items[contract];
    const struct term *t = &c->terms.items[k];
    int n = t->kind->findings ? t->kind->findings(t) : 0;
    for (int f = 0; f < n; f++) {
        char label[FINDING_LABEL];
        t->kind->finding_label(t, f, label);
        const char *of = metric_text(list, "%s/%d/%s", c->name, k, label);
        int which = k * FINDINGS_A_TERM + f;
        metric_add_plain(list, &def_measured, party, of, contract, which);
        metric_add_plain(list, &def_triggered, party, of, contract, which);
        metric_add_plain(list, &def_true_effect, party, of, contract, which);
        metric_add_plain(list, &def_works_unpaid, party, of, contract, which);
        metric_add_plain(list, &def_fails_paid, party, of, contract, which);
    }
}

static void list_contract(const struct scheme *s, int party, int contract, struct metric_list *list) {
    metrics_list_contract(s, party, contract, list);
    for (int k = 0; k < s->contracts.items[contract].terms.n; k++)
        list_findings(s, party, contract, k, list);
}

/* Ratios refer to their numerator here; the denominator is found once the clients' metrics are listed. */
static void list_costs_per(const struct scheme *s, int party, int numerator, struct metric_list *list) {
    for (int k = 0; k < s->outcomes.n; k++) {
        if (s->outcomes.items[k].reverses)
            continue;
        int at = metric_add_plain(list, &def_cost_per_outcome, party, s->outcomes.items[k].name, k, 0);
        int additional = metric_add_plain(list, &def_cost_per_additional, party, s->outcomes.items[k].name, k, 0);
        if (list->failed)
            return;
        list->items[at].numerator = list->items[additional].numerator = numerator;
    }
}

static void list_years(const struct scheme *s, int party, struct metric_list *list) {
    for (int y = 0; y < s->n_years; y++) {
        metric_add_plain(list, &def_payments_year, party, s->year_name[y], y, 0);
        metrics_list_accrued_year(s, party, y, list);
        if (s->parties.items[party].budget_given)
            metric_add_plain(list, &def_over_budget_year, party, s->year_name[y], y, 0);
    }
}

void metrics_list_commissioner(const struct scheme *s, int party, struct metric_list *list) {
    bool values = false;
    for (int k = 0; k < s->outcomes.n; k++)
        values |= s->outcomes.items[k].value.given;
    int numerator = metric_add_plain(list, &def_payments, party, NULL, 0, 0);
    metric_add_plain(list, &def_payments_pv, party, NULL, 0, 0);
    metrics_list_accrued(party, list);
    metric_add_plain(list, &def_total_cost, party, NULL, 0, 0);
    if (s->parties.items[party].budget_given)
        metric_add_plain(list, &def_over_budget, party, NULL, 0, 0);
    if (values) {
        metric_add_plain(list, &def_savings, party, NULL, 0, 0);
        metric_add_plain(list, &def_savings, party, "cashable", 1, 0);
        metric_add_plain(list, &def_net_benefit, party, NULL, 0, 0);
        metric_add_plain(list, &def_net_benefit, party, "all", 1, 0);
    }
    list_costs_per(s, party, numerator, list);
    list_years(s, party, list);
    metrics_list_twice(s, party, list);
    for (int c = 0; c < s->contracts.n; c++) {
        if (metric_pays(s, c, party))
            list_contract(s, party, c, list);
    }
    metrics_list_behaviour(s, party, list);
}
