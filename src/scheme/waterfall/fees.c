/* Fees in the waterfall: those left unpaid when they fell due (rank 0), or those that are paid from distributions alone,
 * just before the interest of their rank (rule 70). */
#include "scheme/waterfall.h"

static bool needed(const struct scheme *s, const struct bond *b, int tranche) {
    (void)s;
    (void)tranche;
    for (int f = 0; f < b->fees.n; f++) {
        if (b->fees.items[f].rank == 0)
            return true;
    }
    return false;
}

KERNEL static void pay_one(struct fee_claim *fee, struct payout *d) {
    for (int i = 0; i < LANES; i++) {
        money owed = fee->owed[i], paid = owed < d->left[i] ? owed : d->left[i];
        fee->taken[i] = paid;
        d->left[i] -= paid;
        d->claimed[i] += owed;
    }
}

static void pay(const struct waterfall_step *step, struct payout *d) {
    for (int k = 0; k < step->items.n; k++)
        pay_one(&d->fee[step->items.items[k]], d);
}

static void words(const struct scheme *s, const struct bond *b, const struct waterfall_step *step,
                  struct text_buf *out) {
    text_append(out, step->rank == 0 ? "fees left unpaid" : "fees of ");
    for (int k = 0; step->rank > 0 && k < step->items.n; k++)
        text_appendf(out, "%s%s", k > 0 ? " and " : "", s->parties.items[b->fees.items[step->items.items[k]].to].name);
}

static void live(const struct waterfall_step *step, struct live_payout *d) {
    struct grid *g = &d->book->grid;
    int owed[GRID_REFS], n = 0;
    for (int k = 0; k < step->items.n; k++) {
        struct live_fee *fee = &d->fee[step->items.items[k]];
        fee->taken = grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s, paid out of the distribution", fee->label),
                               "MIN({0},{1})", fee->owed, d->left);
        d->left = grid_line(g, d->sheet, GRID_PENCE, grid_text(g, "%s: left after it", fee->label), "{0}-{1}", d->left,
                            fee->taken);
        if (n < GRID_REFS)
            owed[n++] = fee->owed;
    }
    d->claimed = grid_sum(g, d->sheet, GRID_PENCE, grid_text(g, "%s: fees claimed", d->prefix), n, owed);
}

const struct step_kind step_fees = {"fees", false, false, needed, pay, words, live};
