/* The waterfall: what a bond's spv can distribute and who gets it (model 6.7; rules 53, 65, 66, 69, 71). */
#include "engine/books.h"

#include <math.h>
#include <string.h>

/* One lane's distribution as it runs down the waterfall: what is left, and what each tranche and fee takes. */
struct cascade {
    struct books *b;
    const struct bond *bond;
    struct bond_account *account;
    int lane;
    money left;
};

/* What a capped tranche may still take this month: its hurdle balance, rounded, less what it has taken. */
static money cap_room(const struct cascade *c, int t) {
    const struct tranche_account *a = &c->account->tranche[t];
    if (!c->bond->tranches.items[t].irr_cap_given)
        return MONEY_MAX;
    money room = money_round(a->hurdle[c->lane]) - a->took[c->lane];
    return room > 0 ? room : 0;
}

/* Pays one claim (interest or principal) of all tranches of a rank, pro rata to what each may claim. */
static void pay_claims(struct cascade *c, int rank, bool principal) {
    money *claims = c->account->scratch, *parts = claims + c->bond->tranches.n, all = 0;
    for (int t = 0; t < c->bond->tranches.n; t++) {
        const struct tranche_account *a = &c->account->tranche[t];
        money owed = principal ? a->principal[c->lane] : a->interest[c->lane], room = cap_room(c, t);
        claims[t] = c->bond->tranches.items[t].rank == rank ? (owed < room ? owed : room) : 0;
        all += claims[t];
    }
    money paid = all < c->left ? all : c->left;
    if (c->b->trace && c->lane == TRACE_LANE)
        tell_waterfall(c->b, c->bond->spv, rank, principal ? "principal" : "interest", all, paid, c->left);
    if (paid == 0)
        return;
    money_split_pro_rata(paid, claims, c->bond->tranches.n, parts);
    for (int t = 0; t < c->bond->tranches.n; t++) {
        struct tranche_account *a = &c->account->tranche[t];
        (principal ? a->principal : a->interest)[c->lane] -= parts[t];
        a->took[c->lane] += parts[t];
        if (principal) {
            a->repaid[c->lane] += parts[t];
            a->flow_repaid[c->b->month][c->lane] += parts[t];
        }
    }
    c->left -= paid;
}

static void pay_fee_claims(struct cascade *c, int rank) {
    for (int f = 0; f < c->bond->fees.n; f++) {
        if (c->bond->fees.items[f].rank != rank)
            continue;
        money owed = c->account->fee_owed[f][c->lane], paid = owed < c->left ? owed : c->left;
        c->account->fee_take[f][c->lane] = paid;
        if (c->b->trace && c->lane == TRACE_LANE && owed > 0)
            tell_waterfall(c->b, c->bond->spv, rank, "fee", owed, paid, c->left);
        c->left -= paid;
    }
}

/* Shares what is left after all claims; what a capped tranche may not take goes to excess_to, or stays. */
static void pay_residual(struct cascade *c) {
    int n = c->bond->tranches.n;
    double *shares = c->account->shares, all = 0;
    money *parts = c->account->scratch, excess = 0;
    if (c->b->trace && c->lane == TRACE_LANE)
        tell_waterfall(c->b, c->bond->spv, NONE, "what is left is shared", c->left, c->left, c->left);
    for (int t = 0; t < n; t++) {
        shares[t] = c->bond->tranches.items[t].residual;
        all += shares[t];
    }
    if (all > 0) {
        money_split(c->left, shares, n, parts);
        c->left = 0;
    }
    for (int t = 0; all > 0 && t < n; t++) {
        money room = cap_room(c, t), taken = parts[t] < room ? parts[t] : room;
        c->account->tranche[t].took[c->lane] += taken;
        excess += parts[t] - taken;
    }
    c->account->excess[c->lane] = c->bond->excess_to == NONE ? 0 : excess + c->left;
}

/* What must be kept for the months to come: the largest cumulative need, and at least today's arrears (rule 53). */
static void net_need(struct books *b, int bond, int retain, lane_money need) {
    const struct bond_account *account = &b->bonds[bond];
    claims_owed(b, b->scheme->bonds.items[bond].spv, need);
    forecast_months(b, bond, retain);
    for (int i = 0; i < LANES; i++) {
        money balance = need[i];
        for (int k = 0; k < retain; k++) {
            balance += account->ahead_out[k][i] - account->ahead_in[k][i];
            need[i] = balance > need[i] ? balance : need[i];
        }
    }
}

static int months_retained(const struct books *b, const struct bond *d) {
    int to_end = d->delivery_end > b->month ? d->delivery_end - b->month : 0;
    if (d->retain != NONE)
        return d->retain < b->scheme->months - b->month ? d->retain : b->scheme->months - b->month;
    return d->recycle ? to_end : 0;
}

static bool any_above(const money *cash, money least) {
    bool any = false;
    for (int i = 0; i < LANES; i++)
        any |= cash[i] > least;
    return any;
}

/* Whether a bond is wound up in a lane by this month: then all is distributed. */
static bool wound_up(const struct books *b, int bond, int lane) { return b->month >= b->bonds[bond].last_month[lane]; }

/* Lanes in which cash can be distributed: above what is kept on the bond's dates, all of it once it is wound up. */
static uint64_t paying_lanes(const struct books *b, int bond, const money *cash, money kept) {
    bool on_date = b->month % b->scheme->bonds.items[bond].distribute_every == 0;
    uint64_t lanes = 0;
    for (int i = 0; i < LANES; i++) {
        bool pays = wound_up(b, bond, i) ? cash[i] > 0 : on_date && cash[i] > kept;
        lanes |= (uint64_t)pays << i;
    }
    return lanes;
}

static bool all_wound_up(const struct books *b, int bond) {
    bool all = true;
    for (int i = 0; i < LANES; i++)
        all &= wound_up(b, bond, i);
    return all;
}

/* What can be distributed this month; false when there is nothing in any lane. */
static bool distributable(struct books *b, int bond, lane_money amount) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    const money *cash = ledger_cash(&b->ledger, d->spv);
    money kept = b->scheme->parties.items[d->spv].minimum_cash;
    uint64_t pays = paying_lanes(b, bond, cash, kept);
    lane_money need = {0};
    if (!pays)
        return false;
    if (!all_wound_up(b, bond))
        net_need(b, bond, months_retained(b, d), need);
    for (int i = 0; i < LANES; i++) {
        money held = wound_up(b, bond, i) ? 0 : kept + need[i];
        amount[i] = pays >> i & 1 && cash[i] > held ? cash[i] - held : 0;
    }
    if (b->trace) {
        bool last = wound_up(b, bond, TRACE_LANE);
        tell_distribution(b, d->spv, last ? 0 : kept, last ? 0 : need[TRACE_LANE], amount[TRACE_LANE]);
    }
    return any_above(amount, 0);
}

static void run_lane(struct cascade *c) {
    pay_fee_claims(c, 0);
    for (int rank = 1; rank <= c->bond->n_ranks; rank++) {
        pay_fee_claims(c, rank);
        pay_claims(c, rank, false);
        pay_claims(c, rank, true);
    }
    pay_residual(c);
}

/* Moves what the cascade of every lane has decided. */
static void move_taken(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct bond_account *account = &b->bonds[bond];
    for (int f = 0; f < d->fees.n; f++)
        bonds_move_fee(b, bond, f, account->fee_take[f]);
    for (int t = 0; t < d->tranches.n; t++) {
        struct tranche_account *a = &account->tranche[t];
        b->ledger.reason = d->tranches.items[t].name;
        ledger_move(&b->ledger, d->spv, FLOW_DISTRIBUTED, d->tranches.items[t].investor, FLOW_RETURNED, a->took);
        for (int i = 0; i < LANES; i++) {
            a->returned[i] += a->took[i];
            a->flow_returned[b->month][i] += a->took[i];
            a->hurdle[i] -= (double)a->took[i];
        }
    }
    if (d->excess_to != NONE)
        ledger_move(&b->ledger, d->spv, FLOW_DISTRIBUTED, d->excess_to, FLOW_RECEIPTS, account->excess);
}

static void clear_taken(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct bond_account *account = &b->bonds[bond];
    memset(account->fee_take, 0, (size_t)d->fees.n * sizeof(lane_money));
    memset(account->excess, 0, sizeof account->excess);
    for (int t = 0; t < d->tranches.n; t++)
        memset(account->tranche[t].took, 0, sizeof(lane_money));
}

void waterfall_distribute(struct books *b, int bond) {
    lane_money amount;
    if (!distributable(b, bond, amount))
        return;
    clear_taken(b, bond);
    struct cascade c = {.b = b, .bond = &b->scheme->bonds.items[bond], .account = &b->bonds[bond]};
    for (c.lane = 0; c.lane < LANES; c.lane++) {
        c.left = amount[c.lane];
        if (c.left > 0)
            run_lane(&c);
    }
    move_taken(b, bond);
}

/* One lane's calls on the guarantee: cover of each covered tranche's unpaid principal, within the limit, shared pro rata. */
static void call_lane(struct books *b, int bond, int lane, lane_money *calls) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    const struct guarantee *g = &d->guarantee;
    struct bond_account *account = &b->bonds[bond];
    money *claims = account->scratch, *parts = claims + d->tranches.n, all = 0;
    for (int t = 0; t < d->tranches.n; t++)
        claims[t] = 0;
    for (int k = 0; k < g->tranche.n; k++) {
        int t = g->tranche.items[k];
        claims[t] = money_times(account->tranche[t].principal[lane], g->cover);
        all += claims[t];
    }
    money left = g->limit_given ? g->limit : MONEY_MAX;
    money_split_pro_rata(all < left ? all : left, claims, d->tranches.n, parts);
    for (int t = 0; t < d->tranches.n; t++)
        calls[t][lane] = parts[t];
}

/* Whether it is a bond's last month in some lane. */
static bool any_last(const struct books *b, int bond) {
    bool any = false;
    for (int i = 0; i < LANES; i++)
        any |= b->month == b->bonds[bond].last_month[i];
    return any;
}

void waterfall_guarantee(struct books *b, bool before) {
    for (int k = 0; k < b->scheme->bonds.n; k++) {
        const struct bond *d = &b->scheme->bonds.items[k];
        if (!d->guarantee.given || (d->guarantee.when == 1) != before || !any_last(b, k))
            continue;
        struct bond_account *account = &b->bonds[k];
        memset(account->draw, 0, (size_t)d->tranches.n * sizeof(lane_money));
        for (int lane = 0; lane < LANES; lane++) {
            if (b->month == account->last_month[lane])
                call_lane(b, k, lane, account->draw);
        }
        for (int t = 0; t < d->tranches.n; t++) {
            struct tranche_account *a = &account->tranche[t];
            ledger_move(&b->ledger, d->guarantee.guarantor, FLOW_GUARANTEED, d->tranches.items[t].investor,
                        FLOW_RETURNED, account->draw[t]);
            for (int i = 0; i < LANES; i++) {
                a->principal[i] -= account->draw[t][i];
                a->repaid[i] += account->draw[t][i];
                a->flow_repaid[b->month][i] += account->draw[t][i];
                a->returned[i] += account->draw[t][i];
                a->flow_returned[b->month][i] += account->draw[t][i];
                a->hurdle[i] -= (double)account->draw[t][i];
            }
        }
    }
}
