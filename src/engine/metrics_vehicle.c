/* What passes through a bond's spv, from the first month to the last: its sources and its uses. */
#include "engine/metrics.h"

#include <string.h>

#define ALL_LANES UINT64_MAX

/* Flows that come to one figure, each added or taken away; ended by FLOWS. */
struct flow_sum {
    enum flow kind;
    int sign;
};
#define SUM_MAX 7

static void sum_flows(const struct walk *w, int party, const struct flow_sum *sum, int64_t out[LANES]) {
    memset(out, 0, sizeof(lane_money));
    for (; sum->kind != FLOWS; sum++) {
        const money *total = ledger_total(&w->books->ledger, party, sum->kind);
        for (int i = 0; i < LANES; i++)
            out[i] += sum->sign * total[i];
    }
}

static money opening_of(const struct walk *w, int party, int lane) {
    const struct party *p = &w->scheme->parties.items[party];
    money sum = p->opening_cash == NONE ? 0 : money_round(w->draws->q[p->opening_cash][lane]);
    for (int k = 0; k < p->opening_funds.n; k++)
        sum += p->opening_funds.items[k].amount;
    return sum;
}

static uint64_t opening(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    for (int i = 0; i < LANES; i++)
        out[i] = opening_of(w, r->party, i);
    return ALL_LANES;
}

/* b: the flow. */
static uint64_t flow(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const struct flow_sum sum[] = {{(enum flow)r->b, 1}, {FLOWS, 0}};
    sum_flows(w, r->party, sum, out);
    return ALL_LANES;
}

static uint64_t borrowed(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    static const struct flow_sum sum[] = {{FLOW_BORROWED, 1}, {FLOW_GRANTED, 1}, {FLOWS, 0}};
    sum_flows(w, r->party, sum, out);
    return ALL_LANES;
}

static uint64_t interest(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    static const struct flow_sum sum[] = {{FLOW_INTEREST, 1}, {FLOW_LOAN_INTEREST, 1}, {FLOWS, 0}};
    sum_flows(w, r->party, sum, out);
    return ALL_LANES;
}

/* a: the bond. What the waterfall gives to investors is what is distributed less the excess. */
static uint64_t to_investors(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const money *total = ledger_total(&w->books->ledger, r->party, FLOW_DISTRIBUTED);
    for (int i = 0; i < LANES; i++)
        out[i] = total[i] - w->books->bonds[r->a].excess[i];
    return ALL_LANES;
}

static uint64_t excess(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, w->books->bonds[r->a].excess, sizeof(lane_money));
    return ALL_LANES;
}

static uint64_t guaranteed(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, w->books->bonds[r->a].guaranteed, sizeof(lane_money));
    return ALL_LANES;
}

/* What the service, costs and fees took beyond the capital drawn and what the spv had. */
static uint64_t recycled(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    static const struct flow_sum sum[SUM_MAX] = {{FLOW_PAYMENTS, 1}, {FLOW_COSTS, 1},         {FLOW_FEES, 1},
                                                 {FLOW_INTEREST, 1}, {FLOW_LOAN_INTEREST, 1}, {FLOW_DRAWN, -1},
                                                 {FLOWS, 0}};
    sum_flows(w, r->party, sum, out);
    for (int i = 0; i < LANES; i++) {
        out[i] -= opening_of(w, r->party, i);
        out[i] = out[i] > 0 ? out[i] : 0;
    }
    return ALL_LANES;
}

static uint64_t extra_commitment(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, w->books->bonds[r->a].extra, sizeof(lane_money));
    return ALL_LANES;
}

#define AMOUNT(name, help, value)                                                                                      \
    { name, RECORD_MONEY, HURTS_NEITHER, false, PER_NOTHING, help, value }
static const struct {
    struct metric_def def;
    enum flow flow;
} defs[] = {
    {AMOUNT("opening_cash", "cash in all funds before month 1", opening), FLOWS},
    {AMOUNT("capital_drawn", "capital drawn from all tranches", flow), FLOW_DRAWN},
    {AMOUNT("receipts", "received under contracts", flow), FLOW_RECEIPTS},
    {AMOUNT("other_income", "other income", flow), FLOW_INCOME},
    {AMOUNT("borrowed", "loans drawn, with their grants", borrowed), FLOWS},
    {AMOUNT("service_payments", "paid under contracts", flow), FLOW_PAYMENTS},
    {AMOUNT("costs", "own costs", flow), FLOW_COSTS},
    {AMOUNT("fees", "fees of the bond", flow), FLOW_FEES},
    {AMOUNT("interest", "interest and fees of overdraft and loans", interest), FLOWS},
    {AMOUNT("loans_repaid", "principal of loans paid back", flow), FLOW_LOAN_PRINCIPAL},
    {AMOUNT("to_investors", "distributed to investors", to_investors), FLOWS},
    {AMOUNT("excess", "what no tranche may take, paid on", excess), FLOWS},
    {AMOUNT("recycled_receipts", "receipts that paid for service, costs and fees", recycled), FLOWS},
    {AMOUNT("guaranteed", "paid to investors by the guarantor", guaranteed), FLOWS},
};
static const struct metric_def def_extra_commitment = {
    "extra_commitment", RECORD_MONEY,
    HURTS_HIGH,         false,
    PER_NOTHING,        "capital wanted beyond the commitment; 95 in 100 paths need no more than its 0.95 quantile",
    extra_commitment};

void metrics_list_vehicle(const struct scheme *s, int party, struct metric_list *list) {
    for (int k = 0; k < s->bonds.n; k++) {
        if (s->bonds.items[k].spv != party)
            continue;
        for (size_t d = 0; d < sizeof defs / sizeof defs[0]; d++)
            metric_add_plain(list, &defs[d].def, party, NULL, k, (int)defs[d].flow);
        metric_add_plain(list, &def_extra_commitment, party, NULL, k, 0);
    }
}
