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

const struct step_kind step_catch_up = {"catch_up", true, false, needed, pay, words};
