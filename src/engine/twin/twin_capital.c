/* Bonds as formulas: fees, and the order of their month (model 6.7; rule 70). */
#include "engine/twin/twin_capital.h"

#include "engine/books.h"
#include "engine/twin/twin_claims.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *capital_label(const struct capital *c, const char *format, ...) {
    va_list arguments;
    char *made = NULL;
    va_start(arguments, format);
    int length = vasprintf(&made, format, arguments);
    va_end(arguments);
    const char *kept = length >= 0 ? grid_text(c->g, "%s: %s", c->prefix, made) : "";
    if (length >= 0)
        free(made);
    return kept;
}

const char *capital_tranche_label(const struct capital *c, int tranche, const char *words) {
    return grid_text(c->g, "%s: %s", c->tranche[tranche].t->name, words);
}

int capital_setting(struct capital *c, const char *key, enum grid_unit unit, double number) {
    return live_setting(&c->twin->book, &c->d->place, key, unit, number);
}

/* ---- What happened ---- */

static double read_last(const struct books *b, int lane, int bond, int unused) {
    (void)unused;
    return b->bonds[bond].seen.last_month[lane];
}

static double read_stopping(const struct books *b, int lane, int bond, int unused) {
    (void)unused;
    return (double)(b->bonds[bond].seen.stopping >> lane & 1);
}

/* Whether some contract that pays the spv may end early, so that the bond is wound up before the scheme's end. */
static bool may_wind_up(const struct capital *c) {
    const struct scheme *s = c->twin->s;
    bool may = false;
    for (int i = 0; i < s->contracts.n; i++)
        may |= s->contracts.items[i].payee == c->d->spv && c->twin->contract[i].last != NONE;
    return may;
}

static void endings_of(struct capital *c) {
    struct twin *t = c->twin;
    int months = live_setting(&t->book, &t->s->place, "months", GRID_COUNT, t->s->months);
    c->last = c->last_of_scheme = months;
    c->stopping = NONE;
    if (may_wind_up(c)) {
        c->last = twin_happened(t, GRID_MONTH, capital_label(c, "last month of the bond, as known in the month"),
                                read_last, c->bond, 0);
        c->stopping = twin_happened(t, GRID_FLAG, capital_label(c, "all contracts that pay it have been ended"),
                                    read_stopping, c->bond, 0);
    }
    c->wound = grid_line(c->g, c->sheet, GRID_FLAG, capital_label(c, "the bond is wound up, or it is the last month"),
                         "IF({0}>={1},1,0)", t->book.month, c->last);
}

/* ---- Fees ---- */

static int fee_setting(struct capital *c, const struct bond_fee *f, const char *key, enum grid_unit unit,
                       double number) {
    return live_setting(&c->twin->book, &f->place, key, unit, number);
}

/* What a rate is on. Receipts are those since the last payment date, before this month's or (at the distribution) with
 * them. */
static int base_of(struct capital *c, const struct capital_fee *fee, bool later) {
    struct grid *g = c->g;
    if (fee->f->of == FEE_OF_COMMITTED)
        return c->committed;
    if (fee->f->of == FEE_OF_DRAWN)
        return c->outstanding_before;
    int receipts = twin_flow(c->twin, c->d->spv, FLOW_RECEIPTS);
    int since = grid_later(g, c->sheet, GRID_PENCE,
                           grid_text(g,
                                     later ? "%s: receipts since its last date, this month's included"
                                           : "%s: receipts since its last date",
                                     fee->label),
                           true);
    if (later)
        grid_define(g, since, "IF({1}=1,0,{0-})+{2}", since, fee->falls, receipts);
    else
        grid_define(g, since, "IF({1-}=1,0,{0-})+{2-}", since, fee->falls, receipts);
    return since;
}

/* What a fee is in a month in which it falls due. */
static int amount_of(struct capital *c, const struct capital_fee *fee, bool later) {
    const struct bond_fee *f = fee->f;
    struct grid *g = c->g;
    if (f->amount > 0)
        return fee_setting(c, f, "amount", GRID_POUNDS, (double)f->amount);
    int base = base_of(c, fee, later), rate = fee_setting(c, f, "rate", GRID_RATE, f->rate), exact;
    const char *label = grid_text(g, "%s: on its base, exact", fee->label);
    if (f->of == FEE_OF_RECEIPTS) {
        exact = grid_line(g, c->sheet, GRID_NUMBER, label, "{0}*{1}", base, rate);
    } else {
        int every = fee_setting(c, f, "every", GRID_COUNT, f->every);
        int twelve = live_setting(&c->twin->book, &c->twin->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
        exact = grid_line(g, c->sheet, GRID_NUMBER, label, "{0}*({1}*{2}/{3})", base, rate, every, twelve);
    }
    return grid_post(g, c->sheet, grid_text(g, "%s: on its base", fee->label), exact);
}

/* Paid when the spv pays others: as far as its cash and overdraft reach. */
static void settle_fee(struct capital *c, int number, int *room) {
    struct capital_fee *fee = &c->fee[number];
    struct grid *g = c->g;
    int paid = c->twin->fee_settled[c->bond][number];
    if (paid == NONE)
        return;
    grid_define(g, paid, "MIN({0},{1})", fee->owed, *room);
    *room = grid_line(g, c->sheet, GRID_PENCE, grid_text(g, "%s: what the spv can pay yet", fee->label), "{0}-{1}",
                      *room, paid);
}

static void fee_falls_due(struct capital *c, int number) {
    struct capital_fee *fee = &c->fee[number];
    const struct bond_fee *f = fee->f;
    struct grid *g = c->g;
    struct twin *t = c->twin;
    fee->from = fee_setting(c, f, "from", GRID_MONTH, f->from);
    fee->until = fee_setting(c, f, "until", GRID_MONTH, f->until > 0 ? f->until : t->s->months);
    int every = fee_setting(c, f, "every", GRID_COUNT, f->every);
    fee->falls = grid_line(g, c->sheet, GRID_FLAG, grid_text(g, "%s: a payment date", fee->label),
                           "IF(AND({0}>={1},{0}<={2}),IF(MOD({0}-{1},{3})=0,1,0),0)", t->book.month, fee->from,
                           fee->until, every);
    fee->now = amount_of(c, fee, false);
    fee->later = f->amount == 0 && f->of == FEE_OF_RECEIPTS ? amount_of(c, fee, true) : fee->now;
    fee->due = grid_line(g, c->sheet, GRID_PENCE, grid_text(g, "%s: falls due", fee->label),
                         "IF(AND({0}=1,{1}<={2}),{3},0)", fee->falls, t->book.month, c->last, fee->now);
    grid_sums(g, fee->due);
    fee->open =
        grid_later(g, c->sheet, GRID_PENCE, grid_text(g, "%s: due and unpaid at the month's end", fee->label), true);
    fee->owed = grid_line(g, c->sheet, GRID_PENCE, grid_text(g, "%s: due and unpaid", fee->label), "{0-}+{1}",
                          fee->open, fee->due);
    fee->taken = NONE;
}

static void fees_fall_due(struct capital *c) {
    for (int f = 0; f < c->d->fees.n; f++)
        fee_falls_due(c, f);
}

/* What the spv can pay fees with when its turn to pay others comes, its overdraft included. */
static int room_for_fees(struct capital *c) {
    struct twin *t = c->twin;
    const struct party *p = &t->s->parties.items[c->d->spv];
    int limit = live_setting(&t->book, &p->place, "overdraft.limit", GRID_POUNDS, (double)p->overdraft.limit);
    int hand = twin_in_hand(t, c->d->spv), failed = t->failed[c->d->spv];
    return grid_line(c->g, c->sheet, GRID_PENCE, capital_label(c, "what it can pay fees with"),
                     failed == NONE ? "MAX(0,{0}+{1})" : "IF({2}=1,0,MAX(0,{0}+{1}))", hand, limit, failed);
}

static void settle_fees(struct capital *c) {
    int room = NONE;
    for (int f = 0; f < c->d->fees.n; f++) {
        if (c->d->fees.items[f].rank > 0)
            continue;
        room = room == NONE ? room_for_fees(c) : room;
        settle_fee(c, f, &room);
    }
}

/* When the distribution is made: what was paid in all, and what stays open. */
static void close_fees(struct capital *c) {
    for (int f = 0; f < c->d->fees.n; f++) {
        struct capital_fee *fee = &c->fee[f];
        int parts[] = {c->twin->fee_settled[c->bond][f], fee->taken}, paid = c->twin->fee_paid[c->bond][f];
        int sum =
            grid_sum(c->g, c->sheet, GRID_PENCE, grid_text(c->g, "%s: settled and distributed", fee->label), 2, parts);
        grid_define(c->g, paid, "{0}", sum);
        grid_define(c->g, fee->open, "{0}-{1}", fee->owed, paid);
    }
}

/* ---- The month ---- */

static int sum_of_commitments(struct capital *c) {
    int sum = NONE;
    for (int k = 0; k < c->d->tranches.n; k++) {
        struct capital_tranche *tranche = &c->tranche[k];
        tranche->commitment =
            live_setting(&c->twin->book, &tranche->t->place, "principal", GRID_POUNDS, (double)tranche->t->principal);
        sum = sum == NONE
                  ? tranche->commitment
                  : grid_point(c->g, c->sheet, GRID_PENCE, capital_label(c, "committed, up to %s", tranche->t->name),
                               "{0}+{1}", sum, tranche->commitment);
    }
    return sum;
}

static bool begin(struct capital *c, struct twin *t, int bond) {
    const struct bond *d = &t->s->bonds.items[bond];
    *c = (struct capital){.twin = t, .g = &t->book.grid, .bond = bond, .d = d, .sheet = t->sheet[TWIN_CAPITAL]};
    c->prefix = t->s->parties.items[d->spv].name;
    c->tranche = arena_array(&t->arena, (size_t)d->tranches.n + 1, sizeof *c->tranche);
    c->fee = arena_array(&t->arena, (size_t)d->fees.n + 1, sizeof *c->fee);
    c->g->failed |= !c->tranche || !c->fee;
    for (int k = 0; k < d->tranches.n && !c->g->failed; k++) {
        c->tranche[k].t = &d->tranches.items[k];
        c->tranche[k].called = c->tranche[k].made_good = NONE;
    }
    for (int f = 0; f < d->fees.n && !c->g->failed; f++) {
        c->fee[f].f = &d->fees.items[f];
        c->fee[f].label =
            grid_text(c->g, "%s: fee %d, to %s", c->prefix, f + 1, t->s->parties.items[d->fees.items[f].to].name);
    }
    return !c->g->failed;
}

/* Principal outstanding of all tranches when the month begins. */
static int outstanding_before(struct capital *c) {
    int before[GRID_REFS], n = 0;
    for (int k = 0; k < c->d->tranches.n && n < GRID_REFS; k++)
        before[n++] =
            grid_line(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "principal outstanding before the month"),
                      "{0-}", c->twin->tranche_principal[c->bond][k]);
    return grid_sum(c->g, c->sheet, GRID_PENCE, capital_label(c, "principal outstanding before the month"), n, before);
}

static bool has_fee_of_drawn(const struct bond *d) {
    bool has = false;
    for (int f = 0; f < d->fees.n; f++)
        has |= d->fees.items[f].amount == 0 && d->fees.items[f].of == FEE_OF_DRAWN;
    return has;
}

static void one_bond(struct capital *c) {
    c->g->party = c->d->spv;
    grid_heading(c->g, c->sheet, capital_label(c, "fees that fall due"));
    c->committed = sum_of_commitments(c);
    c->outstanding_before = has_fee_of_drawn(c->d) ? outstanding_before(c) : NONE;
    endings_of(c);
    fees_fall_due(c);
    grid_heading(c->g, c->sheet, capital_label(c, "draws"));
    capital_wanted(c);
    capital_draw(c);
    grid_heading(c->g, c->sheet, capital_label(c, "interest and what results let be repaid"));
    capital_interest(c);
    capital_call(c, true);
    settle_fees(c);
    grid_heading(c->g, c->sheet, capital_label(c, "what can be distributed"));
    capital_kept_back(c);
    capital_distribute(c);
    capital_call(c, false);
    grid_heading(c->g, c->sheet, capital_label(c, "accounts"));
    close_fees(c);
    capital_close(c);
    capital_check(c);
    c->g->party = NONE;
}

/* What guarantors pay under all bonds. */
static void guarantors(struct twin *t, const struct capital *all) {
    struct grid *g = &t->book.grid;
    for (int p = 0; p < t->s->parties.n; p++) {
        int flow = t->flow[p * FLOWS + (int)FLOW_GUARANTEED], paid[GRID_REFS], n = 0;
        for (int b = 0; b < t->s->bonds.n && flow != NONE; b++) {
            for (int k = 0; all[b].d->guarantee.guarantor == p && k < all[b].d->tranches.n && n + 1 < GRID_REFS; k++) {
                paid[n++] = all[b].tranche[k].called;
                paid[n++] = all[b].tranche[k].made_good;
            }
        }
        if (flow == NONE)
            continue;
        g->party = p;
        grid_define(g, flow, "{0}",
                    grid_sum(g, t->sheet[TWIN_CAPITAL], GRID_PENCE, twin_label(t, p, "guarantees called"), n, paid));
        g->party = NONE;
    }
}

void twin_capital(struct twin *t) {
    struct capital *all = arena_array(&t->arena, (size_t)t->s->bonds.n + 1, sizeof *all);
    t->book.grid.failed |= all == NULL;
    for (int b = 0; b < t->s->bonds.n && !t->book.grid.failed; b++) {
        if (!begin(&all[b], t, b))
            return;
        one_bond(&all[b]);
    }
    if (!t->book.grid.failed && t->s->bonds.n > 0)
        guarantors(t, all);
}
