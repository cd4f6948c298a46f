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

static int month_input(const struct live_loan *l, int k) {
    return live_setting(l->book, &l->loan->place, grid_text(&l->book->grid, "schedule.%d.month", k), GRID_MONTH,
                        settings_of(l->loan)->schedule.items[k].month);
}

/* A formula has room for so many amounts. */
#define AMOUNTS_A_ROW 18

/* Amounts of a part of the schedule, added to those before it. */
static int dates_of(const struct live_loan *l, int first, int n, int before, const char *label) {
    struct grid *g = &l->book->grid;
    struct text_buf text = {0};
    int refs[GRID_REFS], used = 0;
    refs[used++] = l->book->month;
    for (int k = first; k < first + n; k++) {
        refs[used] = month_input(l, k);
        refs[used + 1] = live_setting(l->book, &l->loan->place, grid_text(g, "schedule.%d.principal", k), GRID_POUNDS,
                                      (double)settings_of(l->loan)->schedule.items[k].principal);
        text_appendf(&text, "%sIF({0}={%d},{%d},0)", used > 1 ? "+" : "", used, used + 1);
        used += 2;
    }
    if (before != GRID_NO_ROW) {
        text_appendf(&text, "+{%d}", used);
        refs[used++] = before;
    }
    g->failed |= text.failed;
    int row = g->failed ? 0 : grid_line_of(g, l->sheet, GRID_PENCE, label, text.data, used, refs);
    text_free(&text);
    return row;
}

static int schedule_live_dates(const struct live_loan *l) {
    int sum = GRID_NO_ROW, n = settings_of(l->loan)->schedule.n;
    for (int k = 0; k < n; k += AMOUNTS_A_ROW) {
        int here = n - k < AMOUNTS_A_ROW ? n - k : AMOUNTS_A_ROW;
        sum = dates_of(l, k, here, sum,
                       live_loan_label(l, k + here < n ? "due by the schedule, so far" : "due by the schedule"));
    }
    return sum;
}

/* The first or the last of its months. */
static int extreme_month(const struct live_loan *l, const char *what, const char *formula) {
    int found = month_input(l, 0);
    for (int k = 1; k < settings_of(l->loan)->schedule.n; k++)
        found = grid_point(&l->book->grid, l->sheet, GRID_MONTH, live_loan_label(l, what), formula, found,
                           month_input(l, k));
    return found;
}

static int schedule_live_last(const struct live_loan *l) {
    return extreme_month(l, "later of the schedule's months", "MAX({0},{1})");
}

static int schedule_live_first(const struct live_loan *l) {
    return extreme_month(l, "earlier of the schedule's months", "MIN({0},{1})");
}

static int schedule_live_due(const struct live_loan *l) {
    return grid_line(&l->book->grid, l->sheet, GRID_PENCE, live_loan_label(l, "principal by the schedule"),
                     "IF({0}=1,{1},MIN({1},{2}))", l->left, l->principal, l->dated);
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
    .live = {.dates = schedule_live_dates,
             .last = schedule_live_last,
             .first_principal = schedule_live_first,
             .due = schedule_live_due},
};
