/* Catch-up: once a tranche has had its preferred return (its coupon), the next rank takes the share c of what follows,
 * the tranche the rest, until the next rank holds of all profit the share r that the residual gives it.
 *
 * With profit P so far, of which the next rank holds P2, an amount X does it when P2 + c X = r (P + X), that is
 * X = (r P - P2) / (c - r); c > r, or it never does. Profit is what came back beyond principal. */
#include "scheme/term/words.h"
#include "scheme/waterfall.h"

static bool needed(const struct scheme *s, const struct bond *b, int tranche) {
    (void)s;
    return b->tranches.items[tranche].catch_up_given;
}

static money profit(const struct tranche_claim *t, int lane) {
    return t->earned[lane] + t->taken[TAKE_INTEREST][lane] + t->taken[TAKE_PROFIT][lane];
}

/* What it takes until the next rank has caught up. */
static money wanted(const struct payout *d, int rank, double c, double r, int lane) {
    money all = 0, next = 0;
    for (int t = 0; t < d->bond->tranches.n; t++) {
        money held = profit(&d->tranche[t], lane);
        all += held;
        next += d->bond->tranches.items[t].rank == rank ? held : 0;
    }
    double behind = r * (double)all - (double)next;
    return behind > 0 ? money_round(behind / (c - r)) : 0;
}

static void take(struct payout *d, int t, money amount, int lane) {
    struct tranche_claim *claim = &d->tranche[t];
    money taken = amount < claim->room[lane] ? amount : claim->room[lane];
    claim->taken[TAKE_PROFIT][lane] += taken;
    claim->room[lane] -= taken;
    d->left[lane] -= taken;
}

static void pay_lane(const struct waterfall_step *step, struct payout *d, double r, int lane) {
    int preferred = step->items.items[0], n = d->bond->tranches.n;
    const struct tranche *t = &d->bond->tranches.items[preferred];
    money want = wanted(d, t->rank + 1, t->catch_up, r, lane);
    money all = want < d->left[lane] ? want : d->left[lane], next = money_times(all, t->catch_up);
    money before = d->left[lane];
    money_split(next, d->shares, n, d->one_lane);
    for (int k = 0; k < n; k++)
        take(d, k, d->one_lane[k], lane);
    take(d, preferred, all - next, lane);
    /* What a cap refuses is no claim. */
    d->claimed[lane] = d->left[lane] > 0 ? before - d->left[lane] : want;
}

static void pay(const struct waterfall_step *step, struct payout *d) {
    int rank = d->bond->tranches.items[step->items.items[0]].rank + 1;
    for (int t = 0; t < d->bond->tranches.n; t++) {
        bool next = d->bond->tranches.items[t].rank == rank;
        d->shares[t] = next ? d->bond->tranches.items[t].residual : 0;
    }
    for (int i = 0; i < LANES; i++)
        pay_lane(step, d, waterfall_rank_share(d->bond, rank), i);
}

static void words(const struct scheme *s, const struct bond *b, const struct waterfall_step *step,
                  struct text_buf *out) {
    (void)s;
    const struct tranche *t = &b->tranches.items[step->items.items[0]];
    words_percent(t->catch_up, out);
    text_append(out, " to ");
    const char *between = "";
    for (int k = 0; k < b->tranches.n; k++) {
        if (b->tranches.items[k].rank != t->rank + 1 || b->tranches.items[k].residual <= 0)
            continue;
        text_appendf(out, "%s%s", between, b->tranches.items[k].name);
        between = " and ";
    }
    if (t->catch_up < 1)
        text_appendf(out, " and the rest to %s", t->name);
    text_append(out, " until the former holds ");
    words_percent(waterfall_rank_share(b, t->rank + 1), out);
    text_append(out, " of all profit");
}

/* All profit so far of the tranches of a rank (0: of all). */
static int live_profit(struct live_payout *d, const char *label, int rank) {
    int row[GRID_REFS], n = 0;
    for (int t = 0; t < d->bond->tranches.n; t++) {
        const struct live_tranche *held = &d->tranche[t];
        const int profit[] = {held->earned, held->taken[TAKE_INTEREST], held->taken[TAKE_PROFIT]};
        for (int i = 0; i < 3 && n < GRID_REFS && (rank == 0 || d->bond->tranches.items[t].rank == rank); i++) {
            row[n] = profit[i];
            n += profit[i] != NONE;
        }
    }
    return grid_sum(&d->book->grid, d->sheet, GRID_PENCE, label, n, row);
}

/* What goes to the next rank, by its shares of the residual. */
static void live_next(struct live_payout *d, int rank, int amount) {
    struct grid *g = &d->book->grid;
    const char *label[GRID_REFS];
    int share[GRID_REFS], part[GRID_REFS], whose[GRID_REFS], n = 0;
    for (int t = 0; t < d->bond->tranches.n && n < GRID_REFS - 2; t++) {
        const struct tranche *tranche = &d->bond->tranches.items[t];
        if (tranche->rank != rank || tranche->residual <= 0)
            continue;
        share[n] = live_setting(d->book, &tranche->place, "residual", GRID_RATE, tranche->residual);
        label[n] = grid_text(g, "%s: share of what catches up", tranche->name);
        whose[n++] = t;
    }
    part[0] = amount;
    if (n > 1 && !g->failed)
        grid_split(g, d->sheet, grid_text(g, "%s: what catches up", d->prefix), amount, n, share, label, part);
    for (int k = 0; k < n; k++) {
        int room = d->tranche[whose[k]].room;
        int taken = room == NONE ? part[k]
                                 : grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s, within its cap", label[k]),
                                             "MIN({0},{1})", part[k], room);
        waterfall_live_take(d, whose[k], TAKE_PROFIT, taken);
        d->left =
            grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: left after it", label[k]), "{0}-{1}", d->left, taken);
    }
}

/* The point of a rank's share of the residual: the sum of its tranches'. */
static int live_rank_share(struct live_payout *d, int rank) {
    struct grid *g = &d->book->grid;
    int sum = NONE;
    for (int t = 0; t < d->bond->tranches.n; t++) {
        const struct tranche *tranche = &d->bond->tranches.items[t];
        if (tranche->rank != rank)
            continue;
        int share = live_setting(d->book, &tranche->place, "residual", GRID_RATE, tranche->residual);
        sum = sum == NONE ? share
                          : grid_point(g, d->sheet, GRID_RATE, grid_text(g, "%s: share of the next rank", d->prefix),
                                       "{0}+{1}", sum, share);
    }
    return sum;
}

static void live(const struct waterfall_step *step, struct live_payout *d) {
    struct grid *g = &d->book->grid;
    int preferred = step->items.items[0], before = d->left;
    const struct tranche *t = &d->bond->tranches.items[preferred];
    int c = live_setting(d->book, &t->place, "catch_up", GRID_RATE, t->catch_up), r = live_rank_share(d, t->rank + 1);
    int all = live_profit(d, grid_text(g, "%s: all profit so far", d->prefix), 0);
    int next = live_profit(d, grid_text(g, "%s: of all profit, the next rank's", t->name), t->rank + 1);
    int behind = grid_line(g, d->sheet, GRID_NUMBER, grid_text(g, "%s: what it takes to catch up, exact", t->name),
                           "MAX(0,{0}*{1}-{2})/({3}-{0})", r, all, next, c);
    int want = grid_post(g, d->sheet, grid_text(g, "%s: what it takes to catch up", t->name), behind);
    int amount = grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: paid for catching up", t->name), "MIN({0},{1})",
                           want, before);
    int theirs = grid_post(g, d->sheet, grid_text(g, "%s: of it, the next rank's", t->name),
                           grid_line(g, d->sheet, GRID_NUMBER,
                                     grid_text(g, "%s: of it, the next rank's, exact", t->name), "{0}*{1}", amount, c));
    live_next(d, t->rank + 1, theirs);
    int rest = grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: of it, its own", t->name),
                         d->tranche[preferred].room == NONE ? "{0}-{1}" : "MIN({0}-{1},{2})", amount, theirs,
                         d->tranche[preferred].room);
    waterfall_live_take(d, preferred, TAKE_PROFIT, rest);
    d->left = grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: left after catching up with %s", d->prefix, t->name),
                        "{0}-{1}", d->left, rest);
    d->claimed = grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: claimed for catching up", t->name),
                           "IF({0}>0,{1}-{0},{2})", d->left, before, want);
}

const struct step_kind step_catch_up = {"catch_up", true, false, needed, pay, words, live};
