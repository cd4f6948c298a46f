/* Settlement: the month's turn of every party, from the commissioners down (model 6.4 and 6.5; rules 54 to 57, 61). */
#include "engine/books.h"

#include <string.h>

#define MONTHS_A_YEAR 12

/* Interest on the month's opening overdraft, paid to the bank outside. */
static void pay_overdraft(struct books *b, int party) {
    const struct party *p = &b->scheme->parties.items[party];
    lane_money interest;
    if (!p->overdraft.given || p->overdraft.rate == NONE)
        return;
    const double *rate = b->draws->q[p->overdraft.rate];
    for (int i = 0; i < LANES; i++) {
        money opening = b->ledger.opening[party][i];
        interest[i] =
            opening < 0 && !(failure_immune(b, party) >> i & 1) ? money_times(-opening, rate[i] / MONTHS_A_YEAR) : 0;
    }
    failure_mask(b, party, interest);
    ledger_move(&b->ledger, party, FLOW_INTEREST, ledger_outside(&b->ledger), FLOW_RECEIPTS, interest);
}

/* Payments to others: what is passed on of the month's receipts becomes due first, then all that is owed is paid. */
static void pay_others(struct books *b, int party) {
    for (int k = 0; k < b->scheme->contracts.n; k++) {
        int contract = b->scheme->paying_order[k];
        const struct contract *c = &b->scheme->contracts.items[contract];
        if (payers_last(b->scheme, c) != party)
            continue;
        claims_pass_on(b, contract);
        advances_call_in(b, contract);
        for (int i = 0; i < c->payers.n; i++) {
            if (c->payers.items[i].party != party) /* they have had their turn */
                claims_pay(b, c->payers.items[i].party);
        }
    }
    if (b->bond_of_party[party] != NONE)
        bonds_pay_fees(b, b->bond_of_party[party]);
    claims_pay(b, party);
}

static void pay_own(struct books *b, int party) {
    spending_pay(b, party);
    pay_overdraft(b, party);
}

/* One party's turn: its receipts are in; costs, overdraft interest, loans and others, or others first where the account
 * is ring-fenced for the supply chain; what is left pays revolving loans back. Who has
 * failed pays its creditors out of its estate instead. */
static void settle_party(struct books *b, int party) {
    spending_credit(b, party);
    if (b->scheme->parties.items[party].pays_first == PAYS_SUPPLY_CHAIN_FIRST) {
        pay_others(b, party);
        pay_own(b, party);
        loans_serve(b, party);
    } else {
        pay_own(b, party);
        loans_serve(b, party);
        pay_others(b, party);
    }
    loans_sweep(b, party);
    failure_share_out(b, party);
}

void settlement_month(struct books *b) {
    for (int k = 0; k < b->scheme->parties.n; k++)
        settle_party(b, b->scheme->settlement_order[k]);
}
