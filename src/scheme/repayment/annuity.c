/* Annuity: level instalments of interest and principal together. */
#include "base/rate.h"
#include "scheme/repayment/forms.h"

/* Instalment P r / (1 - (1 + r)^-n), rounded once for the n dates left; what interest leaves of it is principal, and the
 * last instalment clears the balance. */
static void annuity_due(const struct repayment_view *v, money due[LANES]) {
    for (int i = 0; i < LANES; i++) {
        if (repayment_is_fresh(v, i))
            v->level[i] = rate_instalment(v->principal[i], v->rate[i], v->left);
        money part = v->level[i] > v->interest[i] ? v->level[i] - v->interest[i] : 0;
        due[i] = v->left == 1 || part > v->principal[i] ? v->principal[i] : part;
    }
}

static int annuity_live_level(const struct live_loan *l) {
    struct grid *g = &l->book->grid;
    int exact =
        grid_line(g, l->sheet, GRID_NUMBER, live_loan_label(l, "level instalment, exact"),
                  "IF({1}=0,0,IF({2}>0,{0}*({2}/(1-(1+{2})^(0-{1}))),{0}*(1/{1})))", l->principal, l->left, l->rate);
    return grid_post(g, l->sheet, live_loan_label(l, "level instalment for the dates left"), exact);
}

static int annuity_live_due(const struct live_loan *l) {
    return grid_line(&l->book->grid, l->sheet, GRID_PENCE, live_loan_label(l, "principal of the instalment"),
                     "IF({0}=1,{1},MIN({1},MAX(0,{2}-{3})))", l->left, l->principal, l->level, l->interest);
}

static void annuity_words(const struct scheme *s, const struct loan *l, struct text_buf *out) {
    (void)s;
    (void)l;
    text_append(out, "paid back in level instalments");
}

const struct repayment repayment_annuity = {
    .word = "annuity",
    .help = "level instalments of interest and principal together",
    .table = &repayment_no_settings,
    .bears_interest = true,
    .first_principal = repayment_after_holiday,
    .due = annuity_due,
    .words = annuity_words,
    .live = {.first_principal = repayment_live_after_holiday, .level = annuity_live_level, .due = annuity_live_due},
};
