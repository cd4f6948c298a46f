/* Principal of a tranche, or of several of one rank: a sweep without schedule (rule 65), or from its maturity on what its
 * table of capital lets be repaid (rule 67). What falls due later is set aside before anyone after it is paid. */
#include "scheme/waterfall.h"

static bool needed(const struct scheme *s, const struct bond *b, int tranche) {
    (void)s;
    return !b->tranches.items[tranche].grant;
}

static void pay(const struct waterfall_step *step, struct payout *d) {
    waterfall_pay_claims(step, d, TAKE_PRINCIPAL);
    waterfall_set_aside(step, d);
}

static void words(const struct scheme *s, const struct bond *b, const struct waterfall_step *step,
                  struct text_buf *out) {
    (void)s;
    for (int k = 0; k < step->items.n; k++) {
        const struct tranche *t = &b->tranches.items[step->items.items[k]];
        text_appendf(out, "%s%s", k > 0 ? " and " : "principal of ", t->name);
        if (t->maturity > 0)
            text_appendf(out, " (kept back until month %d)", t->maturity);
    }
}

static void live(const struct waterfall_step *step, struct live_payout *d) {
    waterfall_live_claims(step, d, TAKE_PRINCIPAL);
    waterfall_live_set_aside(step, d);
}

const struct step_kind step_principal = {"principal", true, true, needed, pay, words, live};
