/* Schedule: named amounts of principal in named months, and interest on every date. */
#include "scheme/repayment/forms.h"
#include "scheme/resolve.h"

#include <string.h>

struct repaid {
    int month;
    money principal;
};
struct schedule_settings {
    LIST_OF(struct repaid) schedule;
};

static const struct param repaid_rows[] = {
    {"month", PARAM_WHOLE, offsetof(struct repaid, month), true, UNIT_MONTH, 1, MONTHS_MAX, PARAM_NO_FALLBACK, NULL,
     "month of the scheme"},
    {"principal", PARAM_MONEY, offsetof(struct repaid, principal), true, UNIT_MONEY, 0, AMOUNT_MAX, PARAM_NO_FALLBACK,
     NULL, "principal due at its end"},
};
static const struct param_table repaid_table = {
    "repayment", "principal due in a month", sizeof(struct repaid), NO_PLACE, NO_PLACE, false,
    repaid_rows, PARAM_COUNT_OF(repaid_rows)};
static const struct param schedule_rows[] = {
    {"schedule", PARAM_LIST, offsetof(struct schedule_settings, schedule), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &repaid_table, "what principal is due when; it sums to all that is owed"},
};
static const struct param_table schedule_table = {
    "repayment schedule",         "", sizeof(struct schedule_settings), NO_PLACE, NO_PLACE, false, schedule_rows,
    PARAM_COUNT_OF(schedule_rows)};

static const struct schedule_settings *settings_of(const struct loan *l) { return l->settings; }

static money due_in(const struct loan *l, int month) {
    const struct schedule_settings *r = settings_of(l);
    money sum = 0;
    for (int k = 0; k < r->schedule.n; k++)
        sum += r->schedule.items[k].month == month ? r->schedule.items[k].principal : 0;
    return sum;
}

static bool schedule_falls_due(const struct loan *l, int month) { return due_in(l, month) > 0; }

static int schedule_last(const struct loan *l) {
    int last = 0;
    for (int k = 0; k < settings_of(l)->schedule.n; k++) {
        int month = settings_of(l)->schedule.items[k].month;
        last = month > last ? month : last;
    }
    return last;
}

static int schedule_first(const struct loan *l) {
    int first = schedule_last(l);
    for (int k = 0; k < settings_of(l)->schedule.n; k++) {
        int month = settings_of(l)->schedule.items[k].month;
        first = month < first ? month : first;
    }
    return first;
}

static void schedule_check(const struct scheme *s, const struct loan *l, struct diag *diag) {
    char sum_words[2 * MONEY_TEXT], owed_words[2 * MONEY_TEXT];
    const struct schedule_settings *r = settings_of(l);
    money sum = 0, owed = l->owed + (l->fee.given && l->fee.added ? l->fee_amount : 0);
    if (l->drawdown.how == DRAW_AS_NEEDED)
        fault_add(diag, &l->place, "drawdown",
                  "what is drawn as needed cannot be paid back by a schedule; give another form of repayment");
    if (l->holiday.months > 0)
        fault_add(diag, &l->place, "holiday", "a schedule says itself when principal is due; leave the holiday out");
    for (int k = 0; k < r->schedule.n; k++) {
        sum += r->schedule.items[k].principal;
        if (r->schedule.items[k].month < l->first)
            fault_add(diag, &l->place, "schedule", "month %d is before the loan is drawn, in month %d",
                      r->schedule.items[k].month, l->first);
    }
    money_format(sum, s->symbol, 1, sum_words, sizeof sum_words);
    money_format(owed, s->symbol, 1, owed_words, sizeof owed_words);
    if (sum != owed)
        fault_add(diag, &l->place, "schedule",
                  "sums to %s; it must sum to what is owed, %s (the principal, less a grant part, with a fee that is "
                  "added)",
                  sum_words, owed_words);
}

static void schedule_due(const struct repayment_view *v, money due[LANES]) {
    money amount = due_in(v->loan, v->month);
    for (int i = 0; i < LANES; i++)
        due[i] = v->left == 1 || amount > v->principal[i] ? v->principal[i] : amount;
}

static void schedule_words(const struct scheme *s, const struct loan *l, struct text_buf *out) {
    (void)s;
    text_appendf(out, "paid back in %d parts by a schedule", settings_of(l)->schedule.n);
}

const struct repayment repayment_schedule = {
    .word = "schedule",
    .help = "named amounts of principal in named months, and interest each time",
    .table = &schedule_table,
    .bears_interest = true,
    .own_dates = true,
    .check = schedule_check,
    .last = schedule_last,
    .falls_due = schedule_falls_due,
    .first_principal = schedule_first,
    .due = schedule_due,
    .words = schedule_words,
};
