/* Equal principal: the same part of the principal on every date, and interest on what is left. */
#include "scheme/repayment/forms.h"

static void equal_principal_due(const struct repayment_view *v, money due[LANES]) {
    for (int i = 0; i < LANES; i++) {
        if (repayment_is_fresh(v, i))
            v->level[i] = money_round((double)v->principal[i] / v->left);
        due[i] = v->left == 1 || v->level[i] > v->principal[i] ? v->principal[i] : v->level[i];
    }
}

static int equal_principal_live_level(const struct live_loan *l) {
    struct grid *g = &l->book->grid;
    int exact = grid_line(g, l->sheet, GRID_NUMBER, live_loan_label(l, "equal part of the principal, exact"),
                          "IF({1}=0,0,{0}/{1})", l->principal, l->left);
    return grid_post(g, l->sheet, live_loan_label(l, "equal part for the dates left"), exact);
}

static int equal_principal_live_due(const struct live_loan *l) {
    return grid_line(&l->book->grid, l->sheet, GRID_PENCE, live_loan_label(l, "part of the principal"),
                     "IF({0}=1,{1},MIN({1},{2}))", l->left, l->principal, l->level);
}

static void equal_principal_words(const struct scheme *s, const struct loan *l, struct text_buf *out) {
    (void)s;
    (void)l;
    text_append(out, "paid back in equal parts of principal");
}

const struct repayment repayment_equal_principal = {
    .word = "equal_principal",
    .help = "the same part of the principal each time, and interest on what is left",
    .table = &repayment_no_settings,
    .bears_interest = true,
    .first_principal = repayment_after_holiday,
    .due = equal_principal_due,
    .words = equal_principal_words,
    .live = {.first_principal = repayment_live_after_holiday,
             .level = equal_principal_live_level,
             .due = equal_principal_live_due},
};
