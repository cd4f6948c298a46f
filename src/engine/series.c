/* Monthly series, read off at each month's end. */
#include "engine/metrics.h"

#include <string.h>

#define ALL_LANES UINT64_MAX

static uint64_t cash(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const money *general = ledger_cash(&w->books->ledger, r->party);
    ledger_restricted(&w->books->ledger, r->party, out);
    for (int i = 0; i < LANES; i++)
        out[i] += general[i];
    return ALL_LANES;
}

static uint64_t free_reserves(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, w->books->memory[r->party].reserves, sizeof(lane_money));
    return ALL_LANES;
}

static uint64_t receivable(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, w->books->memory[r->party].receivable, sizeof(lane_money));
    return ALL_LANES;
}

/* a: the flow. */
static uint64_t flow(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, ledger_flow(&w->books->ledger, r->party, (enum flow)r->a), sizeof(lane_money));
    return ALL_LANES;
}

static void by_now(const lane_money first, int64_t out[LANES]) {
    for (int i = 0; i < LANES; i++)
        out[i] = first[i] != NEVER;
}

static uint64_t below_cash_floor(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    by_now(w->books->memory[r->party].below_floor, out);
    return ALL_LANES;
}

static uint64_t insolvent(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    by_now(w->books->memory[r->party].insolvent, out);
    return ALL_LANES;
}

static void count_month(const struct walk *w, const struct metric_ref *r, const struct count_grid *grid,
                        double sum[LANES]) {
    const struct scheme *s = w->scheme;
    for (int p = 0; p < s->n_providers; p++) {
        if (r->party != NONE && s->provider_party[p] != r->party)
            continue;
        for (int g = 0; g < s->groups.n; g++) {
            const double *count = count_at(grid, w->books->month, p, g);
            for (int i = 0; i < LANES; i++)
                sum[i] += count[i];
        }
    }
}

static uint64_t starts(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    double sum[LANES] = {0};
    for (int era = 0; era < w->scheme->n_eras; era++)
        count_month(w, r, &w->clients->starts[era], sum);
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_COUNT, sum[i]);
    return ALL_LANES;
}

static uint64_t outcome(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    double sum[LANES] = {0};
    for (int era = 0; era < w->scheme->n_eras; era++)
        count_month(w, r, &w->clients->outcomes[r->a * w->scheme->n_eras + era], sum);
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_COUNT, sum[i]);
    return ALL_LANES;
}

#define SERIES(name, unit, help, value)                                                                                \
    { name, unit, HURTS_NEITHER, (unit) == RECORD_FLAG, PER_NOTHING, help, value }
static const struct metric_def def_cash = SERIES("cash", RECORD_MONEY, "cash in all funds at the month's end", cash);
static const struct metric_def def_reserves =
    SERIES("free_reserves", RECORD_MONEY, "cash and accepted claims less what is owed", free_reserves);
static const struct metric_def def_receivable =
    SERIES("receivable", RECORD_MONEY, "accepted and not yet paid", receivable);
static const struct metric_def def_receipts = SERIES("receipts", RECORD_MONEY, "received under contracts", flow);
static const struct metric_def def_costs = SERIES("costs", RECORD_MONEY, "own costs", flow);
static const struct metric_def def_payments = SERIES("payments", RECORD_MONEY, "paid under contracts", flow);
static const struct metric_def def_drawn = SERIES("drawn", RECORD_MONEY, "capital drawn at the month's start", flow);
static const struct metric_def def_distributed = SERIES("distributed", RECORD_MONEY, "returned to investors", flow);
static const struct metric_def def_below =
    SERIES("below_cash_floor", RECORD_FLAG, "cash has been below its floor by now", below_cash_floor);
static const struct metric_def def_insolvent = SERIES("insolvent", RECORD_FLAG, "insolvent by now", insolvent);
static const struct metric_def def_starts = SERIES("starts", RECORD_COUNT, "people who start in the month", starts);

static void add(struct metric_list *l, const struct metric_def *def, int party, int a) {
    metric_add(l, (struct metric_ref){.def = def, .party = party, .a = a, .numerator = NONE, .denominator = NONE});
}

static void list_payer(const struct scheme *s, int party, struct metric_list *list) {
    add(list, &def_payments, party, FLOW_PAYMENTS);
    if (s->parties.items[party].costs.n > 0 || s->parties.items[party].workers.n > 0)
        add(list, &def_costs, party, FLOW_COSTS);
}

static void list_worker(const struct scheme *s, int party, struct metric_list *list) {
    (void)s;
    add(list, &def_cash, party, 0);
    add(list, &def_reserves, party, 0);
    add(list, &def_receivable, party, 0);
    add(list, &def_receipts, party, FLOW_RECEIPTS);
    add(list, &def_costs, party, FLOW_COSTS);
    add(list, &def_payments, party, FLOW_PAYMENTS);
    add(list, &def_below, party, 0);
    add(list, &def_insolvent, party, 0);
}

static void list_spv(const struct scheme *s, int party, struct metric_list *list) {
    list_worker(s, party, list);
    add(list, &def_drawn, party, FLOW_DRAWN);
    add(list, &def_distributed, party, FLOW_DISTRIBUTED);
}

static void list_investor(const struct scheme *s, int party, struct metric_list *list) {
    (void)s;
    add(list, &def_drawn, party, FLOW_INVESTED);
    add(list, &def_distributed, party, FLOW_RETURNED);
}

static const struct metric_def *outcome_def(const struct scheme *s, int k, struct metric_list *list) {
    struct metric_def *def = arena_array(list->arena, 1, sizeof *def);
    if (!def) {
        list->failed = true;
        return &def_starts;
    }
    *def = (struct metric_def)SERIES(s->outcomes.items[k].name, RECORD_COUNT, "people who achieve it in the month",
                                     outcome);
    return def;
}

status series_list(const struct scheme *s, struct metric_list *list) {
    typedef void (*lister)(const struct scheme *, int, struct metric_list *);
    static const lister listers[PARTY_KINDS] = {
        [PARTY_COMMISSIONER] = list_payer, [PARTY_SPV] = list_spv,           [PARTY_PRIME] = list_worker,
        [PARTY_PROVIDER] = list_worker,    [PARTY_INVESTOR] = list_investor,
    };
    for (int p = 0; p < s->parties.n; p++) {
        if (listers[s->parties.items[p].kind])
            listers[s->parties.items[p].kind](s, p, list);
        series_list_loans(s, p, list);
    }
    for (int whose = NONE; whose < s->n_providers; whose++)
        add(list, &def_starts, whose == NONE ? NONE : s->provider_party[whose], 0);
    for (int k = 0; k < s->outcomes.n; k++) {
        const struct metric_def *def = outcome_def(s, k, list);
        for (int whose = NONE; whose < s->n_providers; whose++)
            add(list, def, whose == NONE ? NONE : s->provider_party[whose], k);
    }
    return list->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}
