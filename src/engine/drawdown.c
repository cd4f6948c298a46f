/* Drawing capital: as scheduled or as needed, grants first, then the most junior or all in proportion (model 6.3; rules
 * 51 and 52). */
#include "engine/books.h"

#include <string.h>

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

/* Splits a draw of one lane over the tranches of one rank (0: of all), grants or others, by what each has left; returns
 * what was found. */
static money draw_rank(const struct books *b, int bond, bool grants, int rank, money need, int lane, money *amounts) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    money *left = b->bonds[bond].scratch, all = 0;
    money *parts = left + d->tranches.n;
    for (int t = 0; t < d->tranches.n; t++) {
        const struct tranche *tranche = &d->tranches.items[t];
        bool in = tranche->grant == grants && (rank == 0 || tranche->rank == rank);
        left[t] = in ? undrawn(d, &b->bonds[bond].tranche[t], t, lane) : 0;
        all += left[t];
    }
    money found = need < all ? need : all;
    money_split_pro_rata(found, left, d->tranches.n, parts);
    for (int t = 0; t < d->tranches.n; t++)
        amounts[t] += parts[t];
    return found;
}

/* Draws from grants, or from the others, in the bond's order; returns what is still wanted. */
static money draw_kind(const struct books *b, int bond, bool grants, money wanted, int lane, money *amounts) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    if (d->draw_order == DRAW_PRO_RATA)
        return wanted - draw_rank(b, bond, grants, 0, wanted, lane, amounts);
    for (int rank = d->n_ranks; rank >= 1 && wanted > 0; rank--)
        wanted -= draw_rank(b, bond, grants, rank, wanted, lane, amounts);
    return wanted;
}

static void draw_need(struct books *b, int bond, const lane_money need) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct bond_account *account = &b->bonds[bond];
    memset(account->draw, 0, (size_t)d->tranches.n * sizeof(lane_money));
    for (int i = 0; i < LANES; i++) {
        money *amounts = account->scratch + 2 * d->tranches.n;
        memset(amounts, 0, (size_t)d->tranches.n * sizeof(money));
        money wanted = draw_kind(b, bond, true, need[i], i, amounts);
        wanted = draw_kind(b, bond, false, wanted, i, amounts);
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
    uint64_t stopping = account->seen.stopping;
    for (int i = 0; i < LANES; i++) {
        money balance = out[i] - in[i], most = balance;
        for (int k = 0; k < ahead; k++) {
            balance += account->ahead_out[k][i] - account->ahead_in[k][i];
            most = balance > most ? balance : most;
        }
        money kept = stopping >> i & 1 ? 0 : b->scheme->parties.items[d->spv].minimum_cash;
        money wanted = most + kept - cash[i];
        need[i] = wanted > 0 && !(failure_lanes(b, d->spv) >> i & 1) ? wanted : 0;
        if (b->trace && i == TRACE_LANE)
            tell_draw(b, d->spv, out[i], in[i], most, need[i]);
    }
}

static void draw_scheduled(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    money planned = d->drawdown.how == DRAW_UPFRONT && b->month == 1 ? d->committed : 0;
    for (int k = 0; k < d->drawdown.draws.n; k++)
        planned += d->drawdown.draws.items[k].month == b->month ? d->drawdown.draws.items[k].amount : 0;
    if (planned == 0)
        return;
    lane_money need;
    uint64_t stopping = b->bonds[bond].seen.stopping;
    for (int i = 0; i < LANES; i++)
        need[i] = stopping >> i & 1 ? 0 : planned;
    draw_need(b, bond, need);
}

/* What an spv whose draws are scheduled owes at a month's end and cannot pay: what it would have had to draw beyond. */
static void note_shortage(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    struct bond_account *account = &b->bonds[bond];
    lane_money owed;
    claims_owed(b, d->spv, owed);
    const money *cash = ledger_cash(&b->ledger, d->spv);
    for (int f = 0; f < d->fees.n; f++) {
        for (int i = 0; d->fees.items[f].rank == 0 && i < LANES; i++)
            owed[i] += account->fee_owed[f][i];
    }
    for (int i = 0; i < LANES; i++) {
        money wanted = owed[i] - (cash[i] < 0 ? cash[i] : 0);
        account->extra[i] = wanted > account->extra[i] ? wanted : account->extra[i];
    }
}

void drawdown_month_end(struct books *b, int bond) {
    if (b->scheme->bonds.items[bond].drawdown.how != DRAW_AS_NEEDED)
        note_shortage(b, bond);
}

void drawdown_month(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    lane_money need;
    if (d->drawdown.how != DRAW_AS_NEEDED) {
        draw_scheduled(b, bond);
    } else if ((b->month - 1) % d->draw_every == 0) {
        need_ahead(b, bond, need);
        memcpy(b->bonds[bond].seen.wanted, need, sizeof need);
        draw_need(b, bond, need);
    }
}
