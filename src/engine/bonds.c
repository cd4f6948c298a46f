/* Bonds: drawing, fees and interest (model 6.3 and 6.7; rules 51, 52, 68, 70). */
#include "engine/books.h"

#include "base/elementary.h"

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
    account->fee_flow = lanes_array(&b->arena, months);
    account->ahead_out = lanes_array(&b->arena, months);
    account->ahead_in = lanes_array(&b->arena, months);
    account->fee_take = lanes_array(&b->arena, (size_t)d->fees.n);
    account->draw = lanes_array(&b->arena, (size_t)d->tranches.n);
    account->scratch = arena_array(&b->arena, SCRATCH_PLACES * (size_t)d->tranches.n + 1, sizeof(money));
    account->shares = arena_array(&b->arena, (size_t)d->tranches.n + 1, sizeof(double));
    if (!account->fee_take || !account->draw || !account->scratch || !account->shares || !account->tranche ||
        !account->fee_owed || !account->fee_receipts || !account->fee_flow || !account->ahead_out || !account->ahead_in)
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

/* Monthly rate of a coupon: (1 + c)^(1/12) - 1 where interest compounds, c/12 where it is simple. */
static void monthly_rate(const struct books *b, const struct tranche *t, double rate[LANES]) {
    for (int i = 0; i < LANES; i++) {
        double coupon = t->coupon == NONE ? 0 : b->draws->q[t->coupon][i];
        rate[i] =
            t->interest == INTEREST_SIMPLE ? coupon / MONTHS_A_YEAR : elem_pow(1 + coupon, 1.0 / MONTHS_A_YEAR) - 1;
    }
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
    monthly_rate(b, t, account->rate);
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
        memset(account->fees_paid, 0, sizeof account->fees_paid);
    }
}

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
        account->fees_paid[i] += amount[i];
        account->fee_flow[b->month][i] += amount[i];
    }
}

void bonds_pay_fees(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    for (int f = 0; f < d->fees.n; f++) {
        lane_money pay;
        if (d->fees.items[f].rank > 0)
            continue;
        const money *cash = ledger_cash(&b->ledger, d->spv);
        money limit = b->scheme->parties.items[d->spv].overdraft.limit;
        for (int i = 0; i < LANES; i++) {
            money can = cash[i] + limit > 0 ? cash[i] + limit : 0, owed = b->bonds[bond].fee_owed[f][i];
            pay[i] = owed < can ? owed : can;
        }
        bonds_move_fee(b, bond, f, pay);
    }
}

/* ---- Drawing ---- */

static void draw_tranche(struct books *b, int bond, int tranche, const lane_money amount) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct tranche_account *account = &b->bonds[bond].tranche[tranche];
    b->ledger.reason = d->tranches.items[tranche].name;
    ledger_move(&b->ledger, d->tranches.items[tranche].investor, FLOW_INVESTED, d->spv, FLOW_DRAWN, amount);
    for (int i = 0; i < LANES; i++) {
        account->principal[i] += amount[i];
        account->drawn[i] += amount[i];
        account->flow_drawn[b->month][i] += amount[i];
        account->hurdle[i] += (double)amount[i];
        account->peak[i] = account->principal[i] > account->peak[i] ? account->principal[i] : account->peak[i];
    }
}

/* What can still be drawn of a tranche; what was repaid can be drawn again only from a revolving bond. */
static money undrawn(const struct bond *d, const struct tranche_account *account, int tranche, int lane) {
    money used = d->revolving ? account->principal[lane] : account->drawn[lane];
    return d->tranches.items[tranche].principal - used;
}

/* Splits a draw of one lane over the tranches of one rank (or all, pro rata) by what each has left; returns what was found. */
static money draw_rank(const struct books *b, int bond, int rank, money need, int lane, money *amounts) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    money *left = b->bonds[bond].scratch, all = 0;
    money *parts = left + d->tranches.n;
    for (int t = 0; t < d->tranches.n; t++) {
        bool in = rank == 0 || d->tranches.items[t].rank == rank;
        left[t] = in ? undrawn(d, &b->bonds[bond].tranche[t], t, lane) : 0;
        all += left[t];
    }
    money found = need < all ? need : all;
    money_split_pro_rata(found, left, d->tranches.n, parts);
    for (int t = 0; t < d->tranches.n; t++)
        amounts[t] += parts[t];
    return found;
}

/* Draws `need` from the tranches, junior ranks first, or all pro rata. */
static void draw_need(struct books *b, int bond, const lane_money need) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct bond_account *account = &b->bonds[bond];
    memset(account->draw, 0, (size_t)d->tranches.n * sizeof(lane_money));
    for (int i = 0; i < LANES; i++) {
        money wanted = need[i], *amounts = account->scratch + 2 * d->tranches.n;
        memset(amounts, 0, (size_t)d->tranches.n * sizeof(money));
        if (d->draw_order == DRAW_PRO_RATA)
            wanted -= draw_rank(b, bond, 0, wanted, i, amounts);
        for (int rank = d->n_ranks; rank >= 1 && wanted > 0; rank--)
            wanted -= draw_rank(b, bond, rank, wanted, i, amounts);
        for (int t = 0; t < d->tranches.n; t++)
            account->draw[t][i] = amounts[t];
        if (wanted > account->extra[i])
            account->extra[i] = wanted;
    }
    for (int t = 0; t < d->tranches.n; t++)
        draw_tranche(b, bond, t, account->draw[t]);
}

/* The largest cumulative need from this month to `ahead` months on (rules 51 and 52). */
static void need_ahead(struct books *b, int bond, lane_money need) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct bond_account *account = &b->bonds[bond];
    int ahead = (d->draw_every > d->draw_ahead ? d->draw_every : d->draw_ahead) - 1;
    lane_money out, in;
    forecast_now(b, d->spv, out, in);
    forecast_months(b, bond, ahead);
    const money *cash = ledger_cash(&b->ledger, d->spv);
    uint64_t stopping = endings_stopping(b, bond);
    for (int i = 0; i < LANES; i++) {
        money balance = out[i] - in[i], most = balance;
        for (int k = 0; k < ahead; k++) {
            balance += account->ahead_out[k][i] - account->ahead_in[k][i];
            most = balance > most ? balance : most;
        }
        money kept = stopping >> i & 1 ? 0 : b->scheme->parties.items[d->spv].minimum_cash;
        money wanted = most + kept - cash[i];
        need[i] = wanted > 0 ? wanted : 0;
        if (b->trace && i == TRACE_LANE)
            tell_draw(b, d->spv, out[i], in[i], most, need[i]);
    }
}

static bool has_paid_out(const struct books *b, const struct bond *d) {
    return b->month > b->scheme->months || d->tranches.n == 0;
}

static void draw_scheduled(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    money planned = d->drawdown.how == DRAW_UPFRONT && b->month == 1 ? d->committed : 0;
    for (int k = 0; k < d->drawdown.draws.n; k++)
        planned += d->drawdown.draws.items[k].month == b->month ? d->drawdown.draws.items[k].amount : 0;
    if (planned == 0)
        return;
    lane_money need;
    uint64_t stopping = endings_stopping(b, bond);
    for (int i = 0; i < LANES; i++)
        need[i] = stopping >> i & 1 ? 0 : planned;
    draw_need(b, bond, need);
}

void bonds_draw(struct books *b) {
    for (int k = 0; k < b->scheme->bonds.n; k++) {
        const struct bond *d = &b->scheme->bonds.items[k];
        if (has_paid_out(b, d))
            continue;
        fees_fall_due(b, k);
        lane_money need;
        if (d->drawdown.how != DRAW_AS_NEEDED) {
            draw_scheduled(b, k);
        } else if ((b->month - 1) % d->draw_every == 0) {
            need_ahead(b, k, need);
            draw_need(b, k, need);
        }
    }
}

/* ---- Interest ---- */

static void accrue(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    for (int t = 0; t < d->tranches.n; t++) {
        struct tranche_account *account = &b->bonds[bond].tranche[t];
        bool compound = d->tranches.items[t].interest == INTEREST_COMPOUND;
        double growth =
            d->tranches.items[t].irr_cap_given ? elem_pow(1 + d->tranches.items[t].irr_cap, 1.0 / MONTHS_A_YEAR) : 1;
        for (int i = 0; i < LANES; i++) {
            money base = account->principal[i] + (compound ? account->interest[i] : 0);
            account->interest[i] += money_times(base, account->rate[i]);
            account->hurdle[i] *= growth;
        }
    }
}

void bonds_month_end(struct books *b) {
    for (int k = 0; k < b->scheme->bonds.n; k++) {
        const struct bond *d = &b->scheme->bonds.items[k];
        if (has_paid_out(b, d))
            continue;
        const money *receipts = ledger_flow(&b->ledger, d->spv, FLOW_RECEIPTS);
        for (int f = 0; f < d->fees.n; f++) {
            for (int i = 0; i < LANES; i++)
                b->bonds[k].fee_receipts[f][i] += receipts[i];
        }
        accrue(b, k);
        waterfall_distribute(b, k);
    }
}
