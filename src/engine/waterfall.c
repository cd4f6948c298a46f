/* The waterfall: what a bond's spv can distribute and who gets it (model 6.7; rules 53, 65, 66, 69, 71). */
#include "engine/books.h"

#include <string.h>

/* Whether a bond is wound up in a lane by this month: then all is distributed. */
static bool wound_up(const struct books *b, int bond, int lane) { return b->month >= b->bonds[bond].last_month[lane]; }

/* What a tranche may claim of its principal: nothing of a grant, nothing before maturity (or the end of the bond), no more
 * than results let. */
static void fill_principal(const struct books *b, int bond, const struct tranche *t, const struct tranche_account *a,
                           struct tranche_claim *claim) {
    for (int i = 0; i < LANES; i++) {
        bool payable = !t->grant && (b->month >= t->maturity || wound_up(b, bond, i));
        money unpaid = payable ? a->principal[i] : 0, allowed = a->repayable[i] - a->repaid[i];
        if (t->capital.given && allowed < unpaid)
            unpaid = allowed > 0 ? allowed : 0;
        claim->owed[TAKE_PRINCIPAL][i] = unpaid;
        claim->held[i] = payable || t->grant ? 0 : a->principal[i];
    }
}

static void fill_tranche(const struct books *b, int bond, const struct tranche *t, const struct tranche_account *a,
                         struct tranche_claim *claim) {
    memset(claim->taken, 0, sizeof claim->taken);
    memcpy(claim->owed[TAKE_INTEREST], a->interest, sizeof a->interest);
    fill_principal(b, bond, t, a, claim);
    for (int i = 0; i < LANES; i++) {
        money balance = t->irr_cap_given ? money_round(a->hurdle[i]) : MONEY_MAX;
        claim->room[i] = balance > 0 ? balance : 0;
        claim->earned[i] = a->returned[i] - a->repaid[i];
    }
}

static void fill_claims(struct books *b, int bond, const lane_money amount) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct bond_account *account = &b->bonds[bond];
    struct payout *w = &account->payout;
    memcpy(w->left, amount, sizeof w->left);
    memset(w->kept, 0, sizeof w->kept);
    memset(w->excess, 0, sizeof w->excess);
    w->broken = 0;
    for (int t = 0; t < d->tranches.n; t++)
        fill_tranche(b, bond, &d->tranches.items[t], &account->tranche[t], &w->tranche[t]);
    for (int f = 0; f < d->fees.n; f++) {
        memcpy(w->fee[f].owed, account->fee_owed[f], sizeof w->fee[f].owed);
        memset(w->fee[f].taken, 0, sizeof w->fee[f].taken);
    }
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
    memcpy(b->bonds[bond].seen.kept_back, need, sizeof need);
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

/* Books what a tranche receives, from the waterfall or from a guarantor: `all`, of which `principal`. */
static void book_returned(const struct books *b, struct tranche_account *a, const lane_money all,
                          const lane_money principal) {
    for (int i = 0; i < LANES; i++) {
        a->principal[i] -= principal[i];
        a->repaid[i] += principal[i];
        a->flow_repaid[b->month][i] += principal[i];
        a->returned[i] += all[i];
        a->flow_returned[b->month][i] += all[i];
        a->hurdle[i] -= (double)all[i];
    }
}

static void move_tranche(struct books *b, int bond, int t) {
    const struct tranche *tranche = &b->scheme->bonds.items[bond].tranches.items[t];
    struct tranche_account *a = &b->bonds[bond].tranche[t];
    const struct tranche_claim *claim = &b->bonds[bond].payout.tranche[t];
    lane_money all;
    for (int i = 0; i < LANES; i++) {
        all[i] = claim->taken[TAKE_INTEREST][i] + claim->taken[TAKE_PRINCIPAL][i] + claim->taken[TAKE_PROFIT][i];
        a->interest[i] -= claim->taken[TAKE_INTEREST][i];
    }
    b->ledger.reason = tranche->name;
    ledger_move(&b->ledger, b->scheme->bonds.items[bond].spv, FLOW_DISTRIBUTED, tranche->investor, FLOW_RETURNED, all);
    book_returned(b, a, all, claim->taken[TAKE_PRINCIPAL]);
}

/* Moves what the waterfall has decided. */
static void move_taken(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct bond_account *account = &b->bonds[bond];
    for (int f = 0; f < d->fees.n; f++)
        bonds_move_fee(b, bond, f, account->payout.fee[f].taken);
    for (int t = 0; t < d->tranches.n; t++)
        move_tranche(b, bond, t);
    if (d->excess_to == NONE)
        return;
    ledger_move(&b->ledger, d->spv, FLOW_DISTRIBUTED, d->excess_to, FLOW_RECEIPTS, account->payout.excess);
    for (int i = 0; i < LANES; i++)
        account->excess[i] += account->payout.excess[i];
}

/* All that is distributed goes to somebody, and nobody is paid before those who come first. */
static void check_payout(struct books *b, int bond, const lane_money amount) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    const struct payout *w = &b->bonds[bond].payout;
    uint64_t broken = w->broken;
    for (int i = 0; i < LANES; i++) {
        money sum = w->left[i] + w->kept[i] + w->excess[i];
        for (int t = 0; t < d->tranches.n; t++) {
            const struct tranche_claim *claim = &w->tranche[t];
            sum += claim->taken[TAKE_INTEREST][i] + claim->taken[TAKE_PRINCIPAL][i] + claim->taken[TAKE_PROFIT][i];
        }
        for (int f = 0; f < d->fees.n; f++)
            sum += w->fee[f].taken[i];
        broken |= (uint64_t)(sum != amount[i]) << i;
        b->payouts_checked += i < b->block->n_lanes && amount[i] > 0;
        b->payouts_broken += i < b->block->n_lanes && (broken >> i & 1) != 0;
    }
}

void waterfall_distribute(struct books *b, int bond) {
    lane_money amount;
    if (!distributable(b, bond, amount))
        return;
    fill_claims(b, bond, amount);
    waterfall_run(&b->bonds[bond].payout, b->trace ? tell_step : NULL, b);
    check_payout(b, bond, amount);
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
        if (!d->guarantee.given || (d->guarantee.when == GUARANTEE_BEFORE) != before || !any_last(b, k))
            continue;
        struct bond_account *account = &b->bonds[k];
        memset(account->draw, 0, (size_t)d->tranches.n * sizeof(lane_money));
        for (int lane = 0; lane < LANES; lane++) {
            if (b->month == account->last_month[lane])
                call_lane(b, k, lane, account->draw);
        }
        for (int t = 0; t < d->tranches.n; t++) {
            ledger_move(&b->ledger, d->guarantee.guarantor, FLOW_GUARANTEED, d->tranches.items[t].investor,
                        FLOW_RETURNED, account->draw[t]);
            book_returned(b, &account->tranche[t], account->draw[t], account->draw[t]);
            for (int i = 0; i < LANES; i++)
                account->guaranteed[i] += account->draw[t][i];
        }
    }
}
