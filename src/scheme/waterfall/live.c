/* What the formulas of several kinds of steps share: claims of tranches, and what is set aside. */
#include "scheme/waterfall.h"

static const char *const take_words[TAKES] = {"interest", "principal", "profit"};

static int sum_of_two(struct live_payout *d, const char *label, int a, int b) {
    return a == NONE ? b : grid_line(&d->book->grid, d->sheet, GRID_PENCE, label, "{0}+{1}", a, b);
}

void waterfall_live_take(struct live_payout *d, int tranche, enum take what, int amount) {
    struct grid *g = &d->book->grid;
    struct live_tranche *t = &d->tranche[tranche];
    const char *name = d->bond->tranches.items[tranche].name;
    t->taken[what] = sum_of_two(d, grid_text(g, "%s: %s taken so far", name, take_words[what]), t->taken[what], amount);
    if (t->room != NONE)
        t->room = grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: what its cap lets it take yet", name), "{0}-{1}",
                            t->room, amount);
}

/* What a tranche may claim: what it is owed, as far as its cap lets it take more. */
static int claim_of(struct live_payout *d, int tranche, enum take what) {
    struct grid *g = &d->book->grid;
    const struct live_tranche *t = &d->tranche[tranche];
    if (t->owed[what] == NONE || t->room == NONE)
        return t->owed[what];
    return grid_line(
        g, d->sheet, GRID_PENCE,
        grid_text(g, "%s: %s claimed within its cap", d->bond->tranches.items[tranche].name, take_words[what]),
        "MIN({0},{1})", t->owed[what], t->room);
}

/* The claims of a step that are anything: rows, and whose they are. */
static int claims_of(const struct waterfall_step *step, struct live_payout *d, enum take what, int *claim, int *whose) {
    int n = 0;
    for (int k = 0; k < step->items.n && n < GRID_REFS - 2; k++) {
        claim[n] = claim_of(d, step->items.items[k], what);
        whose[n] = step->items.items[k];
        n += claim[n] != NONE;
    }
    return n;
}

void waterfall_live_claims(const struct waterfall_step *step, struct live_payout *d, enum take what) {
    struct grid *g = &d->book->grid;
    int claim[GRID_REFS], whose[GRID_REFS], part[GRID_REFS];
    const char *label[GRID_REFS];
    int n = claims_of(step, d, what, claim, whose);
    if (n == 0 || g->failed)
        return;
    for (int k = 0; k < n; k++)
        label[k] = grid_text(g, "%s: %s paid", d->bond->tranches.items[whose[k]].name, take_words[what]);
    const char *together = grid_text(g, "%s: %s of one rank", d->prefix, take_words[what]);
    d->claimed = grid_sum(g, d->sheet, GRID_PENCE, grid_text(g, "%s, claimed", together), n, claim);
    int paid = grid_line(g, d->sheet, GRID_PENCE, n == 1 ? label[0] : grid_text(g, "%s, paid", together),
                         "MIN({0},{1})", d->claimed, d->left);
    if (n == 1)
        part[0] = paid;
    else
        grid_split_pro_rata(g, d->sheet, together, paid, n, claim, label, part);
    for (int k = 0; k < n; k++)
        waterfall_live_take(d, whose[k], what, part[k]);
    d->left = grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: left after %s", d->prefix, step->words), "{0}-{1}",
                        d->left, paid);
}

void waterfall_live_set_aside(const struct waterfall_step *step, struct live_payout *d) {
    struct grid *g = &d->book->grid;
    for (int k = 0; k < step->items.n; k++) {
        int held = d->tranche[step->items.items[k]].held;
        const char *name = d->bond->tranches.items[step->items.items[k]].name;
        if (held == NONE)
            continue;
        int kept =
            grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: set aside for principal that falls due later", name),
                      "MIN({0},{1})", held, d->left);
        d->kept = sum_of_two(d, grid_text(g, "%s: set aside so far", d->prefix), d->kept, kept);
        d->claimed = sum_of_two(d, grid_text(g, "%s: claimed, and to be set aside", name), d->claimed, held);
        d->left =
            grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: left after what is set aside for %s", d->prefix, name),
                      "{0}-{1}", d->left, kept);
    }
}
