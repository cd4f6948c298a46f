/* Revolving: drawn as needed up to a limit, paid back whenever there is cash above a floor, and drawn again. */
#include "scheme/repayment/forms.h"
#include "scheme/resolve.h"
#include "scheme/term/words.h"

#define MONTHS_A_YEAR 12

struct revolving_settings {
    money floor;
    double unused_fee;
};

#define AT(member) offsetof(struct revolving_settings, member)
static const struct param revolving_rows[] = {
    {"floor", PARAM_MONEY, AT(floor), false, UNIT_MONEY, 0, AMOUNT_MAX, 0, NULL,
     "cash above it pays the loan back, once all that is due has been paid"},
    {"unused_fee", PARAM_NUMBER, AT(unused_fee), false, UNIT_PER_YEAR, 0, 1, 0, NULL,
     "fee on what of the limit is not drawn, due with the interest"},
};
static const struct param_table revolving_table = {"revolving loan",
                                                   "",
                                                   sizeof(struct revolving_settings),
                                                   NO_PLACE,
                                                   NO_PLACE,
                                                   false,
                                                   revolving_rows,
                                                   PARAM_COUNT_OF(revolving_rows)};

static const struct revolving_settings *settings_of(const struct loan *l) { return l->settings; }

static void revolving_check(const struct scheme *s, const struct loan *l, struct diag *diag) {
    (void)s;
    if (l->drawdown.how != DRAW_AS_NEEDED)
        fault_add(diag, &l->place, "drawdown", "a revolving loan is drawn as needed; write \"as_needed\"");
    if (l->holiday.months > 0)
        fault_add(diag, &l->place, "holiday", "a revolving loan has no instalments to put off; leave it out");
}

static int revolving_first_principal(const struct loan *l) {
    (void)l;
    return NEVER_DUE;
}

static void revolving_due(const struct repayment_view *v, money due[LANES]) {
    for (int i = 0; i < LANES; i++)
        due[i] = v->left == 1 ? v->principal[i] : 0;
}

static void revolving_fee(const struct repayment_view *v, money due[LANES]) {
    double rate = settings_of(v->loan)->unused_fee / MONTHS_A_YEAR;
    for (int i = 0; i < LANES; i++)
        due[i] += money_times(v->undrawn[i], rate);
}

static void revolving_sweep(const struct loan *l, const money cash[LANES], const money principal[LANES],
                            money pay[LANES]) {
    for (int i = 0; i < LANES; i++) {
        money above = cash[i] > settings_of(l)->floor ? cash[i] - settings_of(l)->floor : 0;
        pay[i] = above < principal[i] ? above : principal[i];
    }
}

static int revolving_live_due(const struct live_loan *l) {
    return grid_line(&l->book->grid, l->sheet, GRID_PENCE, live_loan_label(l, "principal at the end"),
                     "IF({0}=1,{1},0)", l->left, l->principal);
}

static int revolving_live_fee(const struct live_loan *l) {
    struct grid *g = &l->book->grid;
    const struct loan *loan = l->loan;
    int fee = live_setting(l->book, &loan->place, "unused_fee", GRID_RATE, settings_of(loan)->unused_fee);
    int twelve = live_setting(l->book, &l->book->s->place, "months in a year", GRID_COUNT, MONTHS_A_YEAR);
    int exact = grid_line(g, l->sheet, GRID_NUMBER, live_loan_label(l, "fee on what is not drawn, exact"),
                          "{0}*({1}/{2})", l->undrawn, fee, twelve);
    return grid_post(g, l->sheet, live_loan_label(l, "fee on what is not drawn"), exact);
}

static int revolving_live_sweep(const struct live_loan *l, int cash) {
    int floor = live_setting(l->book, &l->loan->place, "floor", GRID_POUNDS, (double)settings_of(l->loan)->floor);
    return grid_line(&l->book->grid, l->sheet, GRID_PENCE, live_loan_label(l, "paid back out of cash above the floor"),
                     "MIN({0},MAX(0,{1}-{2}))", l->principal, cash, floor);
}

static void revolving_words(const struct scheme *s, const struct loan *l, struct text_buf *out) {
    text_append(out, "paid back whenever there is cash above ");
    words_money(s, settings_of(l)->floor, out);
    text_append(out, ", and drawn again");
    if (settings_of(l)->unused_fee > 0) {
        text_append(out, "; ");
        words_percent(settings_of(l)->unused_fee, out);
        text_append(out, " a year on what is not drawn");
    }
}

const struct repayment repayment_revolving = {
    .word = "revolving",
    .help = "drawn as needed up to a limit, paid back from cash above a floor, and drawn again",
    .table = &revolving_table,
    .bears_interest = true,
    .check = revolving_check,
    .first_principal = revolving_first_principal,
    .due = revolving_due,
    .fee = revolving_fee,
    .sweep = revolving_sweep,
    .words = revolving_words,
    .live = {.due = revolving_live_due, .fee = revolving_live_fee, .sweep = revolving_live_sweep},
};
