/* What is remembered of each party's months for the metrics (model 6.4, 6.8, 8; rules 57, 64, 77, 81, 97). */
#include "engine/books.h"

#include <string.h>

status memory_init(struct books *b) {
    size_t parties = (size_t)b->scheme->parties.n;
    b->memory = arena_array(&b->arena, parties + 1, sizeof *b->memory);
    b->reserves_threshold = arena_array(&b->arena, parties + 1, sizeof(money));
    if (!b->memory || !b->reserves_threshold)
        return SIBYL_ERR_NO_MEMORY;
    for (size_t p = 0; p < parties; p++) {
        const struct reserves_policy *policy = &b->scheme->parties.items[p].reserves_policy;
        b->reserves_threshold[p] = policy->given && policy->months <= 0 ? policy->amount : NO_THRESHOLD;
    }
    return SIBYL_OK;
}

/* Notes in `first` the month in which an amount is first below a level. */
static void note_below(lane_money first, const lane_money amount, money level, int month) {
    for (int i = 0; i < LANES; i++)
        first[i] = first[i] == NEVER && amount[i] < level ? month : first[i];
}

static void note_low(lane_money low, lane_money when, const lane_money amount, int month) {
    for (int i = 0; i < LANES; i++) {
        when[i] = amount[i] < low[i] ? month : when[i];
        low[i] = amount[i] < low[i] ? amount[i] : low[i];
    }
}

/* What falls below a level of general cash, at a low-water mark or a closing. */
static void note_cash(struct books *b, int party, const lane_money cash, int month) {
    const struct party *p = &b->scheme->parties.items[party];
    struct memory *m = &b->memory[party];
    note_low(m->low, m->low_month, cash, month);
    note_below(m->below_floor, cash, p->cash_floor, month);
    note_below(m->below_zero, cash, 0, month);
    note_below(m->below_closure, cash, p->closure_cost, month);
}

static void never(lane_money first) {
    for (int i = 0; i < LANES; i++)
        first[i] = NEVER;
}

void memory_begin(struct books *b) {
    for (int p = 0; p < b->scheme->parties.n; p++) {
        struct memory *m = &b->memory[p];
        const money *cash = ledger_cash(&b->ledger, p);
        memset(m, 0, sizeof *m);
        never(m->below_floor);
        never(m->below_zero);
        never(m->below_closure);
        never(m->below_reserves);
        never(m->insolvent);
        memcpy(m->low, cash, sizeof m->low);
        memcpy(m->shadow, cash, sizeof m->shadow);
        memcpy(m->shadow_low, cash, sizeof m->shadow_low);
        for (int i = 0; i < LANES; i++)
            m->low_reserves[i] = MONEY_MAX;
        note_cash(b, p, cash, 0);
        note_below(m->insolvent, cash, -b->scheme->parties.items[p].overdraft.limit, 0);
    }
}

/* What its loans, and the interest on its overdraft, have done to a party's cash this month. */
static void financed(const struct books *b, int party, lane_money net) {
    const money *borrowed = ledger_flow(&b->ledger, party, FLOW_BORROWED);
    const money *granted = ledger_flow(&b->ledger, party, FLOW_GRANTED);
    const money *interest = ledger_flow(&b->ledger, party, FLOW_LOAN_INTEREST);
    const money *repaid = ledger_flow(&b->ledger, party, FLOW_LOAN_PRINCIPAL);
    const money *overdraft = ledger_flow(&b->ledger, party, FLOW_INTEREST);
    for (int i = 0; i < LANES; i++)
        net[i] = borrowed[i] + granted[i] - interest[i] - repaid[i] - overdraft[i];
}

void memory_low_water(struct books *b) {
    for (int p = 0; p < b->scheme->parties.n; p++) {
        struct memory *m = &b->memory[p];
        const money *cash = ledger_cash(&b->ledger, p);
        lane_money loans, instalments;
        financed(b, p, loans);
        loans_instalments(b, p, instalments);
        for (int i = 0; i < LANES; i++) {
            money shadow = m->shadow[i] + cash[i] - b->ledger.opening[p][i] - loans[i] - b->spending.before[p][i];
            m->low_water[i] = cash[i] - b->spending.before[p][i] - instalments[i];
            m->shadow_low[i] = shadow < m->shadow_low[i] ? shadow : m->shadow_low[i];
        }
        note_cash(b, p, m->low_water, b->month);
    }
}

/* What a party owes on all its loans, and has to pay back of advances; once it has failed also what the bank has taken over and
 * what of its closing is unpaid: that it has stopped rids it of no debt. */
static void debt(const struct books *b, int party, lane_money sum) {
    lane_money balance;
    advances_repayable(b, party, sum);
    for (int k = 0; k < b->scheme->loans.n; k++) {
        if (b->scheme->loans.items[k].borrower != party)
            continue;
        loan_balance(b, k, balance);
        for (int i = 0; i < LANES; i++)
            sum[i] += balance[i];
    }
    for (int i = 0; b->failure.any && i < LANES; i++)
        sum[i] += b->failure.overdrawn[party][i] + b->failure.closure[party][i];
}

/* Free reserves: general cash, what is accepted and not yet paid, less what is accepted and not yet paid to others, all
 * that is owed on loans, and advances to be paid back. */
static void note_reserves(struct books *b, int party) {
    struct memory *m = &b->memory[party];
    lane_money receivable, payable, owed;
    claims_accepted_unpaid(b, party, receivable, payable);
    debt(b, party, owed);
    if (b->failure.any && failure_lanes(b, party))
        failure_worth(b, party, receivable);
    const money *cash = ledger_cash(&b->ledger, party);
    for (int i = 0; i < LANES; i++) {
        m->receivable[i] = receivable[i];
        m->reserves[i] = cash[i] + receivable[i] - payable[i] - owed[i];
        m->low_reserves[i] = m->reserves[i] < m->low_reserves[i] ? m->reserves[i] : m->low_reserves[i];
    }
    if (b->reserves_threshold[party] != NO_THRESHOLD)
        note_below(m->below_reserves, m->reserves, b->reserves_threshold[party], b->month);
}

/* Payables older than the grace period stop a party. */
static void note_arrears(struct books *b, int party) {
    int grace = b->scheme->parties.items[party].grace;
    lane_money old = {0};
    for (int l = 0; l < b->claims.n_legs; l++) {
        const struct leg *leg = &b->claims.legs[l];
        if (leg->from != party)
            continue;
        for (int due = leg->oldest; due < b->month - grace; due++) {
            for (int i = 0; i < LANES; i++)
                old[i] -= leg->owed[due][i];
        }
    }
    note_below(b->memory[party].insolvent, old, 0, b->month);
}

static void note_restricted(struct books *b, int party) {
    lane_money restricted;
    const money *cash = ledger_cash(&b->ledger, party);
    ledger_restricted(&b->ledger, party, restricted);
    for (int i = 0; i < LANES; i++) {
        uint64_t needed = cash[i] < 0 && restricted[i] > 0;
        b->memory[party].restricted_needed |= needed << i;
    }
}

void memory_month_end(struct books *b) {
    for (int p = 0; p < b->scheme->parties.n; p++) {
        const struct party *party = &b->scheme->parties.items[p];
        struct memory *m = &b->memory[p];
        const money *cash = ledger_cash(&b->ledger, p);
        lane_money loans;
        uint64_t stopped = failure_lanes(b, p);
        financed(b, p, loans);
        for (int i = 0; i < LANES; i++) {
            m->shadow[i] += cash[i] - b->ledger.opening[p][i] - loans[i];
            m->shadow_low[i] = m->shadow[i] < m->shadow_low[i] ? m->shadow[i] : m->shadow_low[i];
        }
        note_cash(b, p, cash, b->month);
        for (int i = 0; i < LANES; i++)
            m->months_below[i] +=
                cash[i] < party->cash_floor || m->low_water[i] < party->cash_floor || stopped >> i & 1;
        note_reserves(b, p);
        if (party->always_pays)
            continue;
        note_below(m->insolvent, cash, -party->overdraft.limit, b->month);
        note_arrears(b, p);
        note_restricted(b, p);
    }
}
