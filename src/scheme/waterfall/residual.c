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

const struct step_kind step_residual = {"residual", false, false, needed, pay, words};
