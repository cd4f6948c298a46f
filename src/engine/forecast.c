/* What an spv will have to pay and will receive in the months ahead (rules 51 to 53).
 *
 * What has been earned is known; by-month costs, blocks and fees are known in advance; what depends on clients is taken to
 * go on as in this month. Receipts count only when accepted and owed by a party that always can pay. */
#include "engine/books.h"

#include <string.h>

/* What one term adds to what is paid under its contract in a later month: what is already due then, and what will be earned
 * until then. */
static void term_ahead(struct books *b, int contract, int k, int month, double out[LANES]) {
    const struct earnings *e = &b->earnings;
    const struct contract *c = &b->scheme->contracts.items[contract];
    const struct term *t = earnings_term(c, k);
    int number = e->first_term[contract] + k;
    struct claim cycle = term_claim(c, t);
    lane_money gain = {0}, loss = {0};
    earnings_due(e, number, month, gain, loss);
    for (int i = 0; i < LANES; i++)
        out[i] += (double)(gain[i] - loss[i]);
    if (k >= c->terms.n || c->without)
        return;
    int last = month - cycle.verify - cycle.pays, first = last - cycle.every + 1;
    for (int earned = first > b->month ? first : b->month + 1; earned <= last && !earnings_waits(t); earned++) {
        int claimed, accepted, due;
        double index[LANES];
        struct term_view view;
        if (!term_cycle(b->scheme, c, t, earned, c->last_claim, &claimed, &accepted, &due) || due != month)
            continue;
        earnings_view(b, contract, k, earned, index, &view);
        for (int i = 0; !t->kind->scheduled && i < LANES; i++)
            out[i] += earned <= endings_stop(b, contract, k, i) ? (double)e->gained[number][i] : 0;
        if (t->kind->scheduled)
            t->kind->scheduled(&view, earned, out);
    }
}

/* What is accepted and due to a party in a later month under one contract, of those of its payers who always can pay. */
static bool accepted_ahead(const struct books *b, int contract, int month, lane_money in) {
    const struct earnings *e = &b->earnings;
    const struct contract *c = &b->scheme->contracts.items[contract];
    memset(in, 0, sizeof(lane_money));
    double sure = payers_sure(b->scheme, c);
    if (sure == 0)
        return false;
    for (int k = 0; k < earnings_terms(e, contract); k++) {
        int number = e->first_term[contract] + k;
        size_t at = (size_t)number * ((size_t)e->span + 1) + (size_t)month;
        for (int i = 0; e->moved_gain[number] && i < LANES; i++)
            in[i] += e->moved_gain[number][month][i] - e->moved_loss[number][month][i];
        if (month - term_claim(c, earnings_term(c, k)).pays > b->month)
            continue;
        for (int i = 0; i < LANES; i++)
            in[i] += e->gain_due[at][i] - e->loss_due[at][i];
    }
    for (int i = 0; sure < 1 && i < LANES; i++)
        in[i] = money_times(in[i], sure);
    return true;
}

/* What of what is accepted and due in a later month will be kept back for an advance, after the months before it. */
static void kept_ahead(const struct books *b, const struct advance *a, int month, lane_money in) {
    lane_money balance, due;
    memcpy(balance, a->balance, sizeof balance);
    for (int m = b->month + 1; m <= month; m++) {
        accepted_ahead(b, a->contract, m, due);
        for (int i = 0; i < LANES; i++) {
            money back = due[i] > 0 ? money_times(due[i], a->plan.recover) : 0;
            back = back < balance[i] ? back : balance[i];
            balance[i] -= back;
            in[i] -= m == month ? back : 0;
        }
    }
}

static bool received_ahead(const struct books *b, int contract, int month, lane_money in) {
    if (!accepted_ahead(b, contract, month, in))
        return false;
    for (int i = 0; i < b->claims.n_advances; i++) {
        const struct advance *a = &b->claims.advance[i];
        if (a->contract == contract && any_lane(a->balance))
            kept_ahead(b, a, month, in);
    }
    return true;
}

/* Adds what the spv passes on, at once, of what it would receive under `of` in a month. */
static void passed_ahead(struct books *b, int spv, int of, int month, const lane_money in, double out[LANES]) {
    for (int c = 0; c < b->scheme->contracts.n; c++) {
        double share = payers_share(&b->scheme->contracts.items[c], spv), passed[LANES] = {0};
        if (share == 0)
            continue;
        earnings_pass_forecast(b, c, of, month, in, passed);
        for (int i = 0; i < LANES; i++)
            out[i] += share * passed[i];
    }
}

static void fees_ahead(const struct books *b, int bond, int month, double out[LANES]) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    for (int f = 0; f < d->fees.n; f++) {
        lane_money fee;
        if (d->fees.items[f].rank > 0)
            continue;
        bonds_fee(b, bond, f, month, fee);
        for (int i = 0; i < LANES; i++)
            out[i] += (double)fee[i];
    }
}

/* Adds what a party pays in a later month under a contract of which it is a payer. */
static void contract_ahead(struct books *b, int party, int contract, int month, double out[LANES]) {
    double share = payers_share(&b->scheme->contracts.items[contract], party), all[LANES] = {0};
    for (int k = 0; share > 0 && k < earnings_terms(&b->earnings, contract); k++)
        term_ahead(b, contract, k, month, all);
    for (int i = 0; share > 0 && i < LANES; i++)
        out[i] += share * all[i];
}

static void month_ahead(struct books *b, int bond, int month, lane_money out, lane_money in) {
    const struct scheme *s = b->scheme;
    int spv = s->bonds.items[bond].spv;
    double paid[LANES] = {0};
    lane_money costs, income;
    spending_forecast(b, spv, month, costs);
    spending_income(b, spv, month, income);
    memset(in, 0, sizeof(lane_money));
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        lane_money got;
        contract_ahead(b, spv, c, month, paid);
        if (contract->payee != spv || !received_ahead(b, c, month, got))
            continue;
        for (int i = 0; i < LANES; i++)
            in[i] += got[i];
        passed_ahead(b, spv, c, month, got, paid);
    }
    fees_ahead(b, bond, month, paid);
    for (int i = 0; i < LANES; i++)
        in[i] += income[i];
    loans_ahead(b, spv, month, in, paid);
    for (int i = 0; i < LANES; i++)
        out[i] = money_round(paid[i]) + costs[i];
}

void forecast_months(struct books *b, int bond, int ahead) {
    struct bond_account *account = &b->bonds[bond];
    loans_ahead_begin(b, b->scheme->bonds.items[bond].spv);
    for (int k = 0; k < ahead; k++) {
        if (b->month + 1 + k <= b->scheme->months) {
            month_ahead(b, bond, b->month + 1 + k, account->ahead_out[k], account->ahead_in[k]);
            continue;
        }
        memset(account->ahead_out[k], 0, sizeof(lane_money));
        memset(account->ahead_in[k], 0, sizeof(lane_money));
    }
}

/* Fees of the party's bond that are due, where it has one. */
static void fees_now(const struct books *b, int bond, lane_money out) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    for (int f = 0; f < d->fees.n; f++) {
        for (int i = 0; d->fees.items[f].rank == 0 && i < LANES; i++)
            out[i] += b->bonds[bond].fee_owed[f][i];
    }
}

void forecast_now(struct books *b, int party, lane_money out, lane_money in) {
    const struct scheme *s = b->scheme;
    double passed[LANES] = {0};
    claims_owed(b, party, out);
    memset(in, 0, sizeof(lane_money));
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        double sure = payers_sure(s, contract);
        if (contract->payee != party || sure == 0)
            continue;
        lane_money net;
        for (int i = 0; i < LANES; i++) {
            net[i] = sure < 1 ? money_times(b->claims.net_due[c][i], sure) : b->claims.net_due[c][i];
            in[i] += net[i];
        }
        passed_ahead(b, party, c, b->month, net, passed);
    }
    lane_money income, costs;
    spending_income(b, party, b->month, income);
    spending_general(b, party, costs);
    for (int i = 0; i < LANES; i++) {
        in[i] += income[i];
        out[i] += money_round(passed[i]) + costs[i];
    }
    if (b->bond_of_party[party] != NONE)
        fees_now(b, b->bond_of_party[party], out);
    loans_owed_now(b, party, in, out);
}
