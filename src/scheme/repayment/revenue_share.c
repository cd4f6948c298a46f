/* Revenue share: a fraction of what the borrower receives, until a multiple of what was lent has been paid. */
#include "scheme/repayment/forms.h"
#include "scheme/term/words.h"

#define MULTIPLE_MAX 100.0

enum at_term { AT_TERM_DUE, AT_TERM_ENDS };
struct revenue_share_settings {
    double fraction, multiple;
    int at_term; /* enum at_term */
};

static const char *const at_term_words[] = {"due", "ends", NULL};

#define AT(member) offsetof(struct revenue_share_settings, member)
static const struct param revenue_share_rows[] = {
    {"fraction", PARAM_NUMBER, AT(fraction), true, UNIT_SHARE, 0, 1, PARAM_NO_FALLBACK, NULL,
     "share of contract receipts and other income since the last payment that is paid"},
    {"multiple", PARAM_NUMBER, AT(multiple), true, UNIT_FACTOR, 1, MULTIPLE_MAX, PARAM_NO_FALLBACK, NULL,
     "it is paid off when so many times what was lent has been paid"},
    {"at_term", PARAM_CHOICE, AT(at_term), false, UNIT_NONE, NO_RANGE, AT_TERM_DUE, at_term_words,
     "what is left at the end of the term: due, or the loan ends and it is never owed"},
};
static const struct param_table revenue_share_table = {"revenue share",
                                                       "",
                                                       sizeof(struct revenue_share_settings),
                                                       NO_PLACE,
                                                       NO_PLACE,
                                                       false,
                                                       revenue_share_rows,
                                                       PARAM_COUNT_OF(revenue_share_rows)};

static const struct revenue_share_settings *settings_of(const struct loan *l) { return l->settings; }

/* What is owed from the start is the multiple: the charge is the price of the loan. */
static money revenue_share_charge(const struct loan *l, money drawn) {
    return money_times(drawn, settings_of(l)->multiple) - drawn;
}

static void revenue_share_due(const struct repayment_view *v, money due[LANES]) {
    const struct revenue_share_settings *r = settings_of(v->loan);
    bool all = v->left == 1 && r->at_term == AT_TERM_DUE;
    for (int i = 0; i < LANES; i++) {
        money share = money_times(v->receipts[i], r->fraction);
        due[i] = all || share > v->principal[i] ? v->principal[i] : share;
    }
}

static int revenue_share_live_charge(const struct live_loan *l, int drawn) {
    struct grid *g = &l->book->grid;
    int multiple = live_setting(l->book, &l->loan->place, "multiple", GRID_NUMBER, settings_of(l->loan)->multiple);
    int exact = grid_line(g, l->sheet, GRID_NUMBER, live_loan_label(l, "multiple of what is lent, exact"), "{0}*{1}",
                          drawn, multiple);
    int owed = grid_post(g, l->sheet, live_loan_label(l, "multiple of what is lent"), exact);
    return grid_line(g, l->sheet, GRID_PENCE, live_loan_label(l, "price of the loan"), "{0}-{1}", owed, drawn);
}

static int revenue_share_live_due(const struct live_loan *l) {
    struct grid *g = &l->book->grid;
    const struct revenue_share_settings *r = settings_of(l->loan);
    int fraction = live_setting(l->book, &l->loan->place, "fraction", GRID_RATE, r->fraction);
    int exact = grid_line(g, l->sheet, GRID_NUMBER, live_loan_label(l, "share of receipts, exact"), "{0}*{1}",
                          l->receipts, fraction);
    int share = grid_post(g, l->sheet, live_loan_label(l, "share of receipts"), exact);
    const char *label = live_loan_label(l, "due out of receipts");
    return r->at_term == AT_TERM_DUE
               ? grid_line(g, l->sheet, GRID_PENCE, label, "IF({2}=1,{0},MIN({0},{1}))", l->principal, share, l->left)
               : grid_line(g, l->sheet, GRID_PENCE, label, "MIN({0},{1})", l->principal, share);
}

static void revenue_share_words(const struct scheme *s, const struct loan *l, struct text_buf *out) {
    (void)s;
    text_append(out, "paid back by ");
    words_percent(settings_of(l)->fraction, out);
    text_appendf(out, " of receipts until %.4g times what was lent is paid", settings_of(l)->multiple);
}

const struct repayment repayment_revenue_share = {
    .word = "revenue_share",
    .help = "a fraction of receipts, until a multiple of what was lent has been paid",
    .table = &revenue_share_table,
    .from_receipts = true,
    .first_principal = repayment_after_holiday,
    .charge = revenue_share_charge,
    .due = revenue_share_due,
    .words = revenue_share_words,
    .live = {.first_principal = repayment_live_after_holiday,
             .charge = revenue_share_live_charge,
             .due = revenue_share_live_due},
};
