/* Bullet: interest on every date, the principal on the last. */
#include "scheme/repayment/forms.h"

static void bullet_due(const struct repayment_view *v, money due[LANES]) {
    for (int i = 0; i < LANES; i++)
        due[i] = v->left == 1 ? v->principal[i] : 0;
}

static int bullet_live_due(const struct live_loan *l) {
    return grid_line(&l->book->grid, l->sheet, GRID_PENCE, live_loan_label(l, "principal at the end"),
                     "IF({0}=1,{1},0)", l->left, l->principal);
}

static void bullet_words(const struct scheme *s, const struct loan *l, struct text_buf *out) {
    (void)s;
    (void)l;
    text_append(out, "paid back all at the end");
}

const struct repayment repayment_bullet = {
    .word = "bullet",
    .help = "interest each time, the principal at the end",
    .table = &repayment_no_settings,
    .bears_interest = true,
    .first_principal = repayment_on_last_date,
    .due = bullet_due,
    .words = bullet_words,
    .live = {.first_principal = repayment_live_on_last_date, .due = bullet_live_due},
};
