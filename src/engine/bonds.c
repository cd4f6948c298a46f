/* Bonds: their accounts, fees and the order of their month (model 6.7; rule 70). */
#include "engine/books.h"

#include <string.h>

#define MONTHS_A_YEAR 12
/* Places of scratch a tranche: what it can give, its part, and its draw. */
#define SCRATCH_PLACES 3

static bool init_tranche(struct books *b, struct tranche_account *t) {
    size_t months = (size_t)b->scheme->months + 1;
    t->flow_drawn = lanes_array(&b->arena, months);
    t->flow_returned = lanes_array(&b->arena, months);
    t->flow_repaid = lanes_array(&b->arena, months);
    return t->flow_drawn && t->flow_returned && t->flow_repaid;
}

static status init_bond(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct bond_account *account = &b->bonds[bond];
    size_t months = (size_t)b->scheme->months + 1;
    b->bond_of_party[d->spv] = bond;
    account->tranche = arena_array(&b->arena, (size_t)d->tranches.n + 1, sizeof *account->tranche);
    account->fee_owed = lanes_array(&b->arena, (size_t)d->fees.n);
    account->fee_receipts = lanes_array(&b->arena, (size_t)d->fees.n);
    account->fee_paid = lanes_array(&b->arena, (size_t)d->fees.n);
    account->fee_flow = lanes_array(&b->arena, months);
    account->ahead_out = lanes_array(&b->arena, months);
    account->ahead_in = lanes_array(&b->arena, months);
    account->draw = lanes_array(&b->arena, (size_t)d->tranches.n);
    account->scratch = arena_array(&b->arena, SCRATCH_PLACES * (size_t)d->tranches.n + 1, sizeof(money));
    struct payout *w = &account->payout;
    w->bond = d;
    w->tranche = arena_array(&b->arena, (size_t)d->tranches.n + 1, sizeof *w->tranche);
    w->fee = arena_array(&b->arena, (size_t)d->fees.n + 1, sizeof *w->fee);
    w->shares = arena_array(&b->arena, (size_t)d->tranches.n + 1, sizeof(double));
    w->one_lane = account->scratch;
    if (!account->draw || !account->scratch || !account->tranche || !account->fee_owed || !account->fee_paid ||
        !account->fee_receipts || !account->fee_flow || !account->ahead_out || !account->ahead_in || !w->tranche ||
        !w->fee || !w->shares)
        return SIBYL_ERR_NO_MEMORY;
    for (int t = 0; t < d->tranches.n; t++) {
        if (!init_tranche(b, &account->tranche[t]))
            return SIBYL_ERR_NO_MEMORY;
    }
    return SIBYL_OK;
}

status bonds_init(struct books *b) {
    const struct scheme *s = b->scheme;
    b->bonds = arena_array(&b->arena, (size_t)s->bonds.n + 1, sizeof *b->bonds);
    b->bond_of_party = arena_array(&b->arena, (size_t)s->parties.n + 1, sizeof(int));
    if (!b->bonds || !b->bond_of_party)
        return SIBYL_ERR_NO_MEMORY;
    for (int p = 0; p < s->parties.n; p++)
        b->bond_of_party[p] = NONE;
    for (int k = 0; k < s->bonds.n; k++) {
        status st = init_bond(b, k);
        if (st != SIBYL_OK)
            return st;
    }
    return SIBYL_OK;
}

static void begin_tranche(const struct books *b, const struct tranche *t, struct tranche_account *account) {
    size_t months = (size_t)b->scheme->months + 1;
    lane_money *drawn = account->flow_drawn, *returned = account->flow_returned, *repaid = account->flow_repaid;
    memset(account, 0, sizeof *account);
    account->flow_drawn = drawn;
    account->flow_returned = returned;
    account->flow_repaid = repaid;
    memset(drawn, 0, months * sizeof(lane_money));
    memset(returned, 0, months * sizeof(lane_money));
    memset(repaid, 0, months * sizeof(lane_money));
    interest_begin(b, t, account);
}

void bonds_begin(struct books *b) {
    for (int k = 0; k < b->scheme->bonds.n; k++) {
        const struct bond *d = &b->scheme->bonds.items[k];
        struct bond_account *account = &b->bonds[k];
        for (int t = 0; t < d->tranches.n; t++)
            begin_tranche(b, &d->tranches.items[t], &account->tranche[t]);
        memset(account->fee_owed, 0, (size_t)d->fees.n * sizeof(lane_money));
        memset(account->fee_receipts, 0, (size_t)d->fees.n * sizeof(lane_money));
        memset(account->fee_flow, 0, ((size_t)b->scheme->months + 1) * sizeof(lane_money));
        memset(account->extra, 0, sizeof account->extra);
        memset(account->excess, 0, sizeof account->excess);
        memset(account->guaranteed, 0, sizeof account->guaranteed);
        memset(account->fee_paid, 0, (size_t)d->fees.n * sizeof(lane_money));
        memset(&account->seen, 0, sizeof account->seen);
    }
}

/* Months past the scheme's end are walked for what falls due then, and touch no bond. */
static bool has_ended(const struct books *b) { return b->month > b->scheme->months; }

/* ---- Fees ---- */

static bool fee_falls_due(const struct scheme *s, const struct bond_fee *f, int month) {
    int until = f->until > 0 ? f->until : s->months;
    return month >= f->from && month <= until && (month - f->from) % f->every == 0;
}

void bonds_fee(const struct books *b, int bond, int fee, int month, lane_money due) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    const struct bond_fee *f = &d->fees.items[fee];
    const struct bond_account *account = &b->bonds[bond];
    memset(due, 0, sizeof(lane_money));
    if (!fee_falls_due(b->scheme, f, month))
        return;
    for (int i = 0; i < LANES; i++) {
        money base = d->committed;
        if (f->of == FEE_OF_DRAWN)
            base = account->drawn_before[i];
        else if (f->of == FEE_OF_RECEIPTS)
            base = account->fee_receipts[fee][i];
        double share = f->of == FEE_OF_RECEIPTS ? f->rate : f->rate * f->every / MONTHS_A_YEAR;
        money fee_due = f->amount > 0 ? f->amount : money_times(base, share);
        due[i] = month <= account->last_month[i] ? fee_due : 0;
    }
}

/* Principal drawn and unrepaid at the month's start, the base of fees on what is drawn. */
static void note_drawn(struct books *b, int bond) {
    struct bond_account *account = &b->bonds[bond];
    memset(account->drawn_before, 0, sizeof account->drawn_before);
    for (int t = 0; t < b->scheme->bonds.items[bond].tranches.n; t++) {
        for (int i = 0; i < LANES; i++)
            account->drawn_before[i] += account->tranche[t].principal[i];
    }
}

static void fees_fall_due(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct bond_account *account = &b->bonds[bond];
    note_drawn(b, bond);
    for (int f = 0; f < d->fees.n; f++) {
        lane_money due;
        bonds_fee(b, bond, f, b->month, due);
        for (int i = 0; i < LANES; i++)
            account->fee_owed[f][i] += due[i];
        if (d->fees.items[f].of == FEE_OF_RECEIPTS && fee_falls_due(b->scheme, &d->fees.items[f], b->month))
            memset(account->fee_receipts[f], 0, sizeof(lane_money));
    }
}

void bonds_move_fee(struct books *b, int bond, int fee, const lane_money amount) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct bond_account *account = &b->bonds[bond];
    ledger_move(&b->ledger, d->spv, FLOW_FEES, d->fees.items[fee].to, FLOW_RECEIPTS, amount);
    for (int i = 0; i < LANES; i++) {
        account->fee_owed[fee][i] -= amount[i];
        account->fee_paid[fee][i] += amount[i];
        account->fee_flow[b->month][i] += amount[i];
    }
}

void bonds_pay_fees(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    for (int f = 0; f < d->fees.n && !has_ended(b); f++) {
        lane_money pay;
        if (d->fees.items[f].rank > 0)
            continue;
        const money *cash = ledger_cash(&b->ledger, d->spv);
        money limit = b->scheme->parties.items[d->spv].overdraft.limit;
        for (int i = 0; i < LANES; i++) {
            money can = cash[i] + limit > 0 ? cash[i] + limit : 0, owed = b->bonds[bond].fee_owed[f][i];
            pay[i] = owed < can || failure_immune(b, d->spv) >> i & 1 ? owed : can;
        }
        failure_mask(b, d->spv, pay);
        bonds_move_fee(b, bond, f, pay);
    }
}

/* ---- The month ---- */

static void note_seen(struct books *b, int bond) {
    struct bond_account *account = &b->bonds[bond];
    memcpy(account->seen.last_month, account->last_month, sizeof account->seen.last_month);
    account->seen.stopping = endings_stopping(b, bond);
    memset(account->seen.wanted, 0, sizeof account->seen.wanted);
    memset(account->seen.kept_back, 0, sizeof account->seen.kept_back);
}

void bonds_draw(struct books *b) {
    for (int k = 0; k < b->scheme->bonds.n && !has_ended(b); k++) {
        note_seen(b, k);
        fees_fall_due(b, k);
        drawdown_month(b, k);
        interest_month(b, k);
    }
}

void bonds_month_end(struct books *b) {
    for (int k = 0; k < b->scheme->bonds.n && !has_ended(b); k++) {
        const struct bond *d = &b->scheme->bonds.items[k];
        const money *receipts = ledger_flow(&b->ledger, d->spv, FLOW_RECEIPTS);
        for (int f = 0; f < d->fees.n; f++) {
            for (int i = 0; i < LANES; i++)
                b->bonds[k].fee_receipts[f][i] += receipts[i];
        }
        drawdown_month_end(b, k);
        waterfall_distribute(b, k);
    }
}
