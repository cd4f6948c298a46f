/* Interest of a tranche, or of several of one rank, that is due and unpaid (rules 67 and 68). */
#include "scheme/resolve.h"
#include "scheme/waterfall.h"

static bool needed(const struct scheme *s, const struct bond *b, int tranche) {
    const struct coupon *coupon = &b->tranches.items[tranche].coupon;
    return coupon->by.given || quantity_greatest(s, coupon->quantity) > 0;
}

static void pay(const struct waterfall_step *step, struct payout *d) { waterfall_pay_claims(step, d, TAKE_INTEREST); }

static void words(const struct scheme *s, const struct bond *b, const struct waterfall_step *step,
                  struct text_buf *out) {
    (void)s;
    for (int k = 0; k < step->items.n; k++)
        text_appendf(out, "%s%s", k > 0 ? " and " : "interest of ", b->tranches.items[step->items.items[k]].name);
}

static void live(const struct waterfall_step *step, struct live_payout *d) {
    waterfall_live_claims(step, d, TAKE_INTEREST);
}

const struct step_kind step_interest = {"interest", true, true, needed, pay, words, live};
