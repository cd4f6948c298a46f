/* What tranches earn by time and by results, as formulas: interest, coupons and repayment of capital by a counted ratio, and
 * the balances of caps (model 6.7; rules 66 to 68). */
#include "engine/books.h"
#include "engine/twin/twin_capital.h"

static int months_in_year(struct capital *c) {
    return live_setting(&c->twin->book, &c->twin->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
}

/* ---- Results ---- */

/* A month's count of an outcome (or START) with the providers below the spv. */
static double read_count(const struct books *b, int lane, int spv, int what) {
    const struct scheme *s = b->scheme;
    double sum = 0;
    for (int era = 0; era < s->n_eras; era++) {
        const struct count_grid *grid =
            what == START ? &b->clients->starts[era] : &b->clients->outcomes[what * s->n_eras + era];
        for (int cell = 0; cell < s->n_providers * s->groups.n; cell++) {
            int p = cell / s->groups.n, g = cell % s->groups.n;
            if (scheme_in_subtree(s, spv, s->provider_party[p]))
                sum += count_at(grid, b->month, p, g)[lane];
        }
    }
    return sum;
}

static int counted(struct capital *c, int what) {
    const char *name = what == START ? "starts" : c->twin->s->outcomes.items[what].name;
    return twin_happened(c->twin, GRID_COUNT, capital_label(c, "%s of its providers", name), read_count, c->d->spv,
                         what);
}

/* What a table says of the counts from month 1 on. */
static int looked_up(struct capital *c, const struct tranche *t, const char *key, const struct ratio_table *table) {
    struct ratio_counts counts = {counted(c, table->count), counted(c, table->per)};
    return ratio_live(&c->twin->book, c->sheet, &t->place, t->name, key, table, counts);
}

/* When a tranche falls due: at its maturity, or sooner, when the bond is wound up. */
static int maturity_of(struct capital *c, const struct tranche *t) {
    if (t->maturity == 0)
        return c->last;
    int maturity = live_setting(&c->twin->book, &t->place, "maturity", GRID_MONTH, t->maturity);
    return grid_line(c->g, c->sheet, GRID_MONTH, grid_text(c->g, "%s: falls due in month", t->name), "MIN({0},{1})",
                     maturity, c->last);
}

/* Flag: a month in which the table is read, every so many months (0: never) and at maturity. */
static int reads_in(struct capital *c, const struct tranche *t, int maturity, int every) {
    const char *label = grid_text(c->g, every > 0 ? "%s: a coupon date" : "%s: falls due now", t->name);
    if (every == 0)
        return grid_line(c->g, c->sheet, GRID_FLAG, label, "IF({0}={1},1,0)", c->twin->book.month, maturity);
    int months = live_setting(&c->twin->book, &t->place, "every", GRID_COUNT, every);
    return grid_line(c->g, c->sheet, GRID_FLAG, label, "IF({0}={1},1,IF({0}<{1},IF(MOD({0},{2})=0,1,0),0))",
                     c->twin->book.month, maturity, months);
}

/* The coupon of a period is table x (months of the period / 12) x principal on average over its months. */
static int coupon_by_results(struct capital *c, int k) {
    struct grid *g = c->g;
    const struct tranche *t = c->tranche[k].t;
    int reads = reads_in(c, t, maturity_of(c, t), t->every);
    int rate = looked_up(c, t, "coupon", &t->coupon.by);
    int borne = grid_later(g, c->sheet, GRID_PENCE,
                           capital_tranche_label(c, k, "principal by months since the last coupon date"), true);
    grid_define(g, borne, "IF({1-}=1,0,{0-})+{2}", borne, reads, c->tranche[k].out);
    int exact = grid_line(g, c->sheet, GRID_NUMBER, capital_tranche_label(c, k, "coupon of the period, exact"),
                          "IF({0}=1,{1}*({2}/{3}),0)", reads, borne, rate, months_in_year(c));
    return grid_post(g, c->sheet, capital_tranche_label(c, k, "interest of the month"), exact);
}

static void read_capital(struct capital *c, int k) {
    struct grid *g = c->g;
    struct capital_tranche *tranche = &c->tranche[k];
    const struct tranche *t = tranche->t;
    tranche->repayable = NONE;
    if (!t->capital.given)
        return;
    int reads = reads_in(c, t, maturity_of(c, t), 0), share = looked_up(c, t, "capital", &t->capital);
    int exact = grid_line(g, c->sheet, GRID_NUMBER, capital_tranche_label(c, k, "results let be repaid, exact"),
                          "{0}*{1}", tranche->drawn_to_date, share);
    int whole = grid_post(g, c->sheet, capital_tranche_label(c, k, "results let be repaid"), exact);
    tranche->repayable = grid_later(g, c->sheet, GRID_PENCE,
                                    capital_tranche_label(c, k, "what can be repaid once it has fallen due"), true);
    grid_define(g, tranche->repayable, "IF({1}=1,{2},{0-})", tranche->repayable, reads, whole);
}

/* ---- The month ---- */

/* Interest of a month: on principal, with what is unpaid where it compounds; NONE without. */
static int interest_of_month(struct capital *c, int k) {
    struct grid *g = c->g;
    const struct capital_tranche *tranche = &c->tranche[k];
    const struct tranche *t = tranche->t;
    if (t->coupon.quantity == NONE)
        return NONE;
    int coupon = live_quantity(&c->twin->book, t->coupon.quantity);
    bool compound = t->interest == INTEREST_COMPOUND;
    int rate = grid_point(g, c->sheet, GRID_RATE, capital_tranche_label(c, k, "rate a month"),
                          compound ? "(1+{0})^(1/{1})-1" : "{0}/{1}", coupon, months_in_year(c));
    int exact = grid_line(g, c->sheet, GRID_NUMBER, capital_tranche_label(c, k, "interest of the month, exact"),
                          compound ? "({0}+{2-})*{1}" : "{0}*{1}", tranche->out, rate, tranche->interest);
    return grid_post(g, c->sheet, capital_tranche_label(c, k, "interest of the month"), exact);
}

static bool bears_interest(struct capital *c, const struct tranche *t) {
    (void)c;
    return t->coupon.by.given || (!t->grant && t->coupon.quantity != NONE);
}

static void earn_interest(struct capital *c, int k) {
    struct capital_tranche *tranche = &c->tranche[k];
    tranche->owed = tranche->interest = NONE;
    if (!bears_interest(c, tranche->t))
        return;
    tranche->interest =
        grid_later(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "interest due and unpaid"), true);
    int earned = tranche->t->coupon.by.given ? coupon_by_results(c, k) : interest_of_month(c, k);
    grid_sums(c->g, earned);
    tranche->owed = grid_line(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "interest to be paid"),
                              "{0-}+{1}", tranche->interest, earned);
}

/* The balance of a cap: what is put in, growing at the cap's rate, less what comes back. */
static void grow_hurdle(struct capital *c, int k) {
    struct capital_tranche *tranche = &c->tranche[k];
    tranche->hurdle = tranche->capped = NONE;
    if (!tranche->t->irr_cap_given)
        return;
    int cap = live_setting(&c->twin->book, &tranche->t->place, "irr_cap", GRID_RATE, tranche->t->irr_cap);
    int growth = grid_point(c->g, c->sheet, GRID_NUMBER, capital_tranche_label(c, k, "growth of a month at its cap"),
                            "(1+{0})^(1/{1})", cap, months_in_year(c));
    tranche->hurdle =
        grid_later(c->g, c->sheet, GRID_NUMBER, capital_tranche_label(c, k, "balance at its cap, exact"), true);
    tranche->capped =
        grid_line(c->g, c->sheet, GRID_NUMBER, capital_tranche_label(c, k, "balance at its cap before it is paid"),
                  "({0-}+{1})*{2}", tranche->hurdle, c->twin->tranche_drawn[c->bond][k], growth);
}

void capital_interest(struct capital *c) {
    for (int k = 0; k < c->d->tranches.n && !c->g->failed; k++) {
        struct capital_tranche *tranche = &c->tranche[k];
        tranche->out =
            grid_line(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "principal after the draw"), "{0-}+{1}",
                      c->twin->tranche_principal[c->bond][k], c->twin->tranche_drawn[c->bond][k]);
        earn_interest(c, k);
        read_capital(c, k);
        grow_hurdle(c, k);
    }
}
