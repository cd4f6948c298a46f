/* The residual: what is left is shared; what a capped tranche may not take goes to excess_to, else stays in the spv
 * (rules 65 and 66). */
#include "scheme/term/words.h"
#include "scheme/waterfall.h"

#include <string.h>

static bool has_shares(const struct bond *b) {
    for (int t = 0; t < b->tranches.n; t++) {
        if (b->tranches.items[t].residual > 0)
            return true;
    }
    return false;
}

static bool needed(const struct scheme *s, const struct bond *b, int tranche) {
    (void)s;
    (void)tranche;
    return has_shares(b);
}

static void share_lane(struct payout *d, int lane) {
    int n = d->bond->tranches.n;
    money_split(d->left[lane], d->shares, n, d->one_lane);
    d->left[lane] = 0;
    for (int t = 0; t < n; t++) {
        struct tranche_claim *claim = &d->tranche[t];
        money part = d->one_lane[t], taken = part < claim->room[lane] ? part : claim->room[lane];
        claim->taken[TAKE_PROFIT][lane] += taken;
        claim->room[lane] -= taken;
        d->excess[lane] += part - taken;
    }
}

static void pay(const struct waterfall_step *step, struct payout *d) {
    (void)step;
    bool shared = has_shares(d->bond);
    memcpy(d->claimed, d->left, sizeof d->claimed);
    for (int t = 0; t < d->bond->tranches.n; t++)
        d->shares[t] = d->bond->tranches.items[t].residual;
    for (int i = 0; i < LANES; i++) {
        if (shared) {
            share_lane(d, i);
        } else {
            d->excess[i] = d->left[i];
            d->left[i] = 0;
        }
    }
}

static void words(const struct scheme *s, const struct bond *b, const struct waterfall_step *step,
                  struct text_buf *out) {
    (void)step;
    bool shared = has_shares(b), capped = !shared;
    const char *between = "";
    text_append(out, "what is left: ");
    for (int t = 0; t < b->tranches.n; t++) {
        if (b->tranches.items[t].residual <= 0)
            continue;
        text_append(out, between);
        words_percent(b->tranches.items[t].residual, out);
        text_appendf(out, " to %s", b->tranches.items[t].name);
        capped |= b->tranches.items[t].irr_cap_given;
        between = ", ";
    }
    if (!capped)
        return;
    text_append(out, shared ? ", what a cap forbids " : "");
    if (b->excess_to != NONE)
        text_appendf(out, "to %s", s->parties.items[b->excess_to].name);
    else
        text_append(out, "stays in the spv");
}

/* Splits what is left by the shares of those who have one; returns how many they are. */
static int live_parts(struct live_payout *d, int *part, int *whose) {
    struct grid *g = &d->book->grid;
    const char *label[GRID_REFS];
    int share[GRID_REFS], n = 0;
    for (int t = 0; t < d->bond->tranches.n && n < GRID_REFS - 2; t++) {
        const struct tranche *tranche = &d->bond->tranches.items[t];
        if (tranche->residual <= 0)
            continue;
        share[n] = live_setting(d->book, &tranche->place, "residual", GRID_RATE, tranche->residual);
        label[n] = grid_text(g, "%s: share of what is left", tranche->name);
        whose[n++] = t;
    }
    part[0] = d->left;
    if (n > 1 && !g->failed)
        grid_split(g, d->sheet, grid_text(g, "%s: what is left", d->prefix), d->left, n, share, label, part);
    return n;
}

static void live(const struct waterfall_step *step, struct live_payout *d) {
    struct grid *g = &d->book->grid;
    int part[GRID_REFS] = {0}, whose[GRID_REFS] = {0}, refused[GRID_REFS], n_refused = 0;
    int n = live_parts(d, part, whose);
    (void)step;
    d->claimed = d->left;
    for (int k = 0; k < n; k++) {
        const char *name = d->bond->tranches.items[whose[k]].name;
        int taken = part[k], room = d->tranche[whose[k]].room;
        if (room != NONE) {
            taken = grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: taken of what is left, within its cap", name),
                              "MIN({0},{1})", part[k], room);
            refused[n_refused++] = grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: what its cap forbids", name),
                                             "{0}-{1}", part[k], taken);
        }
        waterfall_live_take(d, whose[k], TAKE_PROFIT, taken);
    }
    if (n == 0)
        d->excess = d->left;
    else if (n_refused > 0)
        d->excess =
            grid_sum(g, d->sheet, GRID_PENCE, grid_text(g, "%s: what caps forbid", d->prefix), n_refused, refused);
    d->left = NONE;
}

const struct step_kind step_residual = {"residual", false, false, needed, pay, words, live};
