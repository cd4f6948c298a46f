#include "engine/ledger.h"

#include <assert.h>
#include <string.h>

status ledger_init(struct accounts *l, const struct scheme *s, struct arena *arena) {
    l->n_accounts = s->parties.n + 1;
    l->n_funds = s->funds.n > 0 ? s->funds.n : 1;
    size_t accounts = (size_t)l->n_accounts;
    l->fund = arena_array(arena, accounts * (size_t)l->n_funds, sizeof(lane_money));
    l->opening = arena_array(arena, accounts, sizeof(lane_money));
    l->flow = arena_array(arena, accounts * FLOWS, sizeof(lane_money));
    l->total = arena_array(arena, accounts * FLOWS, sizeof(lane_money));
    return l->fund && l->opening && l->flow && l->total ? SIBYL_OK : SIBYL_ERR_NO_MEMORY;
}

static void open_party(struct accounts *l, const struct party *p, int number, const double (*q)[LANES]) {
    money *cash = ledger_cash(l, number);
    if (p->opening_cash != NONE) {
        for (int i = 0; i < LANES; i++)
            cash[i] = money_round(q[p->opening_cash][i]);
    }
    for (int f = 0; f < p->opening_funds.n; f++) {
        const struct opening_fund *fund = &p->opening_funds.items[f];
        money *balance = l->fund[number * l->n_funds + fund->fund];
        for (int i = 0; i < LANES; i++)
            balance[i] += fund->amount;
    }
}

void ledger_begin(struct accounts *l, const struct scheme *s, const double (*q)[LANES]) {
    size_t accounts = (size_t)l->n_accounts;
    memset(l->fund, 0, accounts * (size_t)l->n_funds * sizeof(lane_money));
    memset(l->total, 0, accounts * FLOWS * sizeof(lane_money));
    for (int p = 0; p < s->parties.n; p++)
        open_party(l, &s->parties.items[p], p, q);
    memset(l->endowed, 0, sizeof l->endowed);
    for (size_t a = 0; a < accounts * (size_t)l->n_funds; a++) {
        for (int i = 0; i < LANES; i++)
            l->endowed[i] += l->fund[a][i];
    }
}

void ledger_open_month(struct accounts *l) {
    memset(l->flow, 0, (size_t)l->n_accounts * FLOWS * sizeof(lane_money));
    for (int a = 0; a < l->n_accounts; a++)
        memcpy(l->opening[a], ledger_cash(l, a), sizeof(lane_money));
}

static KERNEL void move(money *restrict from, money *restrict to, money *restrict out, money *restrict in,
                        const money *restrict amount) {
    for (int i = 0; i < LANES; i++) {
        from[i] -= amount[i];
        to[i] += amount[i];
        out[i] += amount[i];
        in[i] += amount[i];
    }
}

/* What each flow is called when it leaves, or comes, in plain words. */
static const char *const flow_words[FLOWS] = {
    [FLOW_RECEIPTS] = "receipts",
    [FLOW_INCOME] = "other income",
    [FLOW_COSTS] = "costs",
    [FLOW_PAYMENTS] = "payment under contract",
    [FLOW_FEES] = "fee",
    [FLOW_INTEREST] = "overdraft interest",
    [FLOW_DRAWN] = "capital drawn",
    [FLOW_DISTRIBUTED] = "distribution",
    [FLOW_INVESTED] = "capital invested",
    [FLOW_RETURNED] = "capital returned",
    [FLOW_GUARANTEED] = "guarantee",
    [FLOW_BORROWED] = "loan drawn",
    [FLOW_GRANTED] = "grant",
    [FLOW_LOAN_INTEREST] = "loan interest and fees",
    [FLOW_LOAN_PRINCIPAL] = "loan principal paid back",
    [FLOW_OVERDRAFT] = "overdraft taken over",
    [FLOW_ESTATE] = "paid out of the estate",
    [FLOW_LENT] = "loan drawn",
    [FLOW_LOAN_RETURNED] = "loan paid back",
};

/* Tells of a transfer: what it is to the party that it leaves, or, from the world outside, to the one that it reaches. */
static void tell_move(struct accounts *l, int from, enum flow out, int to, enum flow in, money amount) {
    int outside = ledger_outside(l);
    struct trace_line line = trace_of_party(TRACE_TRANSFER, from == outside ? NONE : from,
                                            l->reason ? l->reason : flow_words[from == outside ? in : out]);
    line.other = to == outside ? NONE : to;
    line.amount = amount;
    if (amount != 0)
        trace_tell(l->trace, &line);
}

void ledger_move_fund(struct accounts *l, int from, int from_fund, enum flow out, int to, int to_fund, enum flow in,
                      const lane_money amount) {
    assert(from != to);
    move(l->fund[from * l->n_funds + from_fund], l->fund[to * l->n_funds + to_fund], l->flow[from * FLOWS + (int)out],
         l->flow[to * FLOWS + (int)in], amount);
    if (l->trace)
        tell_move(l, from, out, to, in, amount[TRACE_LANE]);
    l->reason = NULL;
}

void ledger_move(struct accounts *l, int from, enum flow out, int to, enum flow in, const lane_money amount) {
    ledger_move_fund(l, from, 0, out, to, 0, in, amount);
}

static KERNEL void add_lanes(money *restrict sum, const money *restrict more, size_t n) {
    for (size_t i = 0; i < n; i++)
        sum[i] += more[i];
}

money ledger_close_month(struct accounts *l) {
    size_t flows = (size_t)l->n_accounts * FLOWS * LANES;
    add_lanes(&l->total[0][0], &l->flow[0][0], flows);
    lane_money sum = {0};
    for (int a = 0; a < l->n_accounts * l->n_funds; a++)
        add_lanes(sum, l->fund[a], LANES);
    money worst = 0;
    for (int i = 0; i < LANES; i++) {
        money difference = sum[i] > l->endowed[i] ? sum[i] - l->endowed[i] : l->endowed[i] - sum[i];
        worst = difference > worst ? difference : worst;
    }
    return worst;
}

void ledger_restricted(const struct accounts *l, int party, lane_money sum) {
    memset(sum, 0, sizeof(lane_money));
    for (int f = 1; f < l->n_funds; f++)
        add_lanes(sum, l->fund[party * l->n_funds + f], LANES);
}
