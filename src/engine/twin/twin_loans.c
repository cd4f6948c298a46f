/* Loans: what is drawn and what falls due (model 6.3, 6.6; rules 61 to 63). */
#include "engine/twin/twin_loans.h"

#include "engine/books.h"

/* ---- Words, inputs ---- */

static const char *words(const struct loan_rows *r, const char *what) { return live_loan_label(&r->f, what); }

static int setting(const struct loan_rows *r, const char *key, enum grid_unit unit, double number) {
    return live_setting(&r->t->book, &r->l->place, key, unit, number);
}

static int line(const struct loan_rows *r, const char *what, const char *formula, int a, int b, int c) {
    return grid_line(&r->t->book.grid, r->sheet, GRID_PENCE, words(r, what), formula, a, b, c);
}

static int later(const struct loan_rows *r, enum grid_unit unit, const char *what) {
    return grid_later(&r->t->book.grid, r->sheet, unit, words(r, what), true);
}

static struct twin_formula sum_of(const struct loan_rows *r, enum grid_unit unit, const char *what) {
    return (struct twin_formula){.t = r->t, .sheet = TWIN_LOANS, .unit = unit, .label = words(r, what)};
}

static void add(struct twin_formula *f, const char *piece, int row) {
    if (row != NONE)
        twin_formula_add(f, piece, row);
}

/* Whether a payment falls due in every month of its term, so that no interest is carried from month to month. */
static bool is_monthly(const struct loan *l) { return l->every == 1; }

/* ---- Dates ---- */

static int first_month(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    const struct drawdown *d = &r->l->drawdown;
    if (d->how == DRAW_UPFRONT)
        return setting(r, "drawdown", GRID_MONTH, d->month);
    if (d->draws.n == 0)
        return grid_point(g, r->sheet, GRID_MONTH, words(r, "first month in which it can be drawn"), "1");
    int first = setting(r, "drawdown[0].month", GRID_MONTH, d->draws.items[0].month);
    for (int k = 1; k < d->draws.n; k++)
        first =
            grid_point(g, r->sheet, GRID_MONTH, words(r, "earlier of the months in which it is drawn"), "MIN({0},{1})",
                       first, setting(r, grid_text(g, "drawdown[%d].month", k), GRID_MONTH, d->draws.items[k].month));
    return first;
}

/* Payment dates still to come, this one included; 0 in months that are none. */
static int dates_left(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    const char *label = words(r, "payment dates left, in a month with one");
    int month = r->t->book.month;
    if (is_monthly(r->l))
        return grid_line(g, r->sheet, GRID_COUNT, label, "IF(AND({0}>={1},{0}<={2}),{2}-{0}+1,0)", month, r->first,
                         r->last);
    if (r->f.dated == NONE)
        return grid_line(g, r->sheet, GRID_COUNT, label,
                         "IF(AND({0}>={1},{0}<={2},MOD({0}-{1}+1,{3})=0),({2}-{0})/{3}+1,0)", month, r->first, r->last,
                         r->every);
    /* How many are left matters only for the last. */
    return grid_line(g, r->sheet, GRID_COUNT, words(r, "months to the last payment date, in a month with one"),
                     "IF(AND({0}>={1},{0}<={2},OR({0}={2},{4}>0,MOD({0}-{1}+1,{3})=0)),{2}-{0}+1,0)", month, r->first,
                     r->last, r->every, r->f.dated);
}

/* 1 on payment dates on which the form says what is due: those after the holiday. */
static int form_dates(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    if (r->l->holiday.months == 0)
        return grid_line(g, r->sheet, GRID_FLAG, words(r, "principal can fall due"), "IF({0}>0,1,0)", r->f.left);
    int months = setting(r, "holiday.months", GRID_COUNT, r->l->holiday.months);
    int from = is_monthly(r->l) ? grid_point(g, r->sheet, GRID_MONTH, words(r, "first payment after the holiday"),
                                             "{0}+{1}", r->first, months)
                                : grid_point(g, r->sheet, GRID_MONTH, words(r, "first payment after the holiday"),
                                             "{0}+(INT({1}/{2})+1)*{2}-1", r->first, months, r->every);
    return grid_line(g, r->sheet, GRID_FLAG, words(r, "principal can fall due"), "IF(AND({0}>0,{1}>={2}),1,0)",
                     r->f.left, r->t->book.month, from);
}

static double read_days(const struct books *b, int lane, int loan, int unused) {
    (void)lane;
    (void)unused;
    return b->scheme->loans.items[loan].days[b->month];
}

static bool counts_whole_months(const struct loan *l) {
    return l->day_count == DAYS_MONTHLY && (l->drawdown.how != DRAW_UPFRONT || l->drawdown.day == 1);
}

static void dates(struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    r->every = is_monthly(r->l) ? NONE : setting(r, "every", GRID_COUNT, r->l->every);
    r->first = first_month(r);
    r->f.dated = r->l->repayment->live.dates ? r->l->repayment->live.dates(&r->f) : NONE;
    r->last = r->l->repayment->live.last
                  ? r->l->repayment->live.last(&r->f)
                  : grid_point(g, r->sheet, GRID_MONTH, words(r, "month of the last payment"), "{0}+{1}-1", r->first,
                               setting(r, "term", GRID_COUNT, r->l->term));
    r->f.left = dates_left(r);
    r->f.date = form_dates(r);
    r->day = counts_whole_months(r->l)
                 ? NONE
                 : twin_happened(r->t, GRID_NUMBER,
                                 words(r, r->l->day_count == DAYS_MONTHLY ? "months of interest" : "days of interest"),
                                 read_days, r->number, 0);
    if (r->l->rate == NONE)
        return;
    int twelve = live_setting(&r->t->book, &r->t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
    r->rate = live_quantity(&r->t->book, r->l->rate);
    r->year = r->l->day_count == DAYS_MONTHLY ? twelve : setting(r, "days in a year", GRID_COUNT, r->l->days_a_year);
    r->f.rate = is_monthly(r->l)
                    ? grid_point(g, r->sheet, GRID_RATE, words(r, "rate between payments"), "{0}/{1}", r->rate, twelve)
                    : grid_point(g, r->sheet, GRID_RATE, words(r, "rate between payments"), "{0}*{1}/{2}", r->rate,
                                 r->every, twelve);
}

/* ---- What falls due at once ---- */

/* Interest of a weight, posted. */
static int interest_of(const struct loan_rows *r, const char *what, const char *weight, int a, int b, int c) {
    struct grid *g = &r->t->book.grid;
    struct twin_formula f = sum_of(r, GRID_NUMBER, grid_text(g, "%s, exact", what));
    twin_formula_add(&f, "(");
    twin_formula_add(&f, weight, a, b, c);
    twin_formula_add(&f, ")*{0}/{1}", r->rate, r->year);
    return grid_post(g, r->sheet, words(r, what), twin_formula_line(&f));
}

/* Principal times days, for the interest of a month. */
static const char *by_days(const struct loan_rows *r, const char *with, const char *without) {
    return r->day == NONE ? without : with;
}

/* On failure, and on default where that is agreed, all that is owed falls due. */
static void call_in(struct loan_rows *r) {
    int failed = r->t->failed[r->l->borrower];
    bool accelerates = r->l->accelerate, carries = !is_monthly(r->l) && r->rate != NONE;
    r->barred = grid_line(&r->t->book.grid, r->sheet, GRID_FLAG, words(r, "nothing more is lent: default or failure"),
                          "IF(OR({0-}=1,{1}=1),1,0)", r->in_default, failed);
    r->called = line(r, "called in", "IF({0}=1,{1-},0)", accelerates ? r->barred : failed, r->principal, NONE);
    r->kept = line(r, "principal at the month's start", "{0-}-{1}", r->principal, r->called, NONE);
    if (r->rate == NONE)
        return;
    if (carries) {
        const char *weight =
            accelerates ? by_days(r, "IF({0}=1,{1-},IF({2}>0,{1-}+{2}*{3},0))", "IF({0}=1,{1-},IF({2}>0,{1-}+{2},0))")
                        : "IF({0}=1,{1-},0)";
        int called = grid_line(&r->t->book.grid, r->sheet, GRID_NUMBER, words(r, "called in, by time"), weight, failed,
                               r->weight, r->called, r->day);
        r->called_interest = interest_of(r, "interest on what is called in", "{0}", called, NONE, NONE);
        r->kept_weight =
            grid_line(&r->t->book.grid, r->sheet, GRID_NUMBER, words(r, "principal by time at the month's start"),
                      "IF(OR({0}=1,{1}>0),0,{2-})", failed, r->called, r->weight);
    } else if (accelerates) {
        r->called_interest =
            interest_of(r, "interest on what is called in", by_days(r, "IF({0}=1,0,{1}*{2})", "IF({0}=1,0,{1})"),
                        failed, r->called, r->day);
    }
}

/* What is unpaid bears the rate and the margin. */
static void on_arrears(struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    int failed = r->t->failed[r->l->borrower];
    int twelve = live_setting(&r->t->book, &r->t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
    struct twin_formula f = sum_of(r, GRID_NUMBER, "interest on arrears, exact");
    if (r->rate == NONE && r->l->default_margin == 0)
        return;
    twin_formula_add(&f, "IF({0}=1,0,({1-}+{2-})*((", failed, r->unpaid_interest, r->unpaid_principal);
    add(&f, "{0}", r->rate);
    if (r->l->default_margin != 0) {
        twin_formula_add(&f, r->rate == NONE ? "" : "+");
        add(&f, "{0}", setting(r, "default_margin", GRID_RATE, r->l->default_margin));
    }
    twin_formula_add(&f, ")/{0}))", twelve);
    r->arrears = grid_post(g, r->sheet, words(r, "interest on arrears"), twin_formula_line(&f));
}

/* ---- Drawing ---- */

/* What the plan draws in the month, grant part included. */
static int planned(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    const struct drawdown *d = &r->l->drawdown;
    struct twin_formula f = sum_of(r, GRID_PENCE, "drawn by plan");
    if (d->how == DRAW_UPFRONT)
        twin_formula_plus(&f, "IF({0}={1},{2},0)", r->t->book.month, r->first,
                          setting(r, "principal", GRID_POUNDS, (double)r->l->principal));
    for (int k = 0; k < d->draws.n; k++) {
        const struct draw *draw = &d->draws.items[k];
        twin_formula_plus(&f, "IF({0}={1},{2},0)", r->t->book.month,
                          setting(r, grid_text(g, "drawdown[%d].month", k), GRID_MONTH, draw->month),
                          setting(r, grid_text(g, "drawdown[%d].amount", k), GRID_POUNDS, (double)draw->amount));
    }
    return twin_formula_line(&f);
}

/* Posts a point. */
static int post_point(const struct loan_rows *r, const char *what, const char *formula, int a, int b) {
    struct grid *g = &r->t->book.grid;
    int exact = grid_point(g, r->sheet, GRID_NUMBER, words(r, grid_text(g, "%s, exact", what)), formula, a, b);
    return grid_point(g, r->sheet, GRID_PENCE, words(r, what), "ROUND({0},0)-(MOD({0},2)=0.5)", exact);
}

/* All that is owed of the principal once it is drawn, a point. */
static int owed_in_all(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    const struct drawdown *d = &r->l->drawdown;
    int sum = NONE, n = d->how == DRAW_SCHEDULED ? d->draws.n : 1;
    for (int k = 0; k < n; k++) {
        int part = d->how == DRAW_SCHEDULED ? setting(r, grid_text(g, "drawdown[%d].amount", k), GRID_POUNDS,
                                                      (double)d->draws.items[k].amount)
                                            : setting(r, "principal", GRID_POUNDS, (double)r->l->principal);
        if (r->l->grant > 0) {
            int grant =
                post_point(r, "grant part of a draw", "{0}*{1}", part, setting(r, "grant", GRID_RATE, r->l->grant));
            part = grid_point(g, r->sheet, GRID_PENCE, words(r, "to be paid back of a draw"), "{0}-{1}", part, grant);
        }
        sum = sum == NONE
                  ? part
                  : grid_point(g, r->sheet, GRID_PENCE, words(r, "to be paid back of all draws"), "{0}+{1}", sum, part);
    }
    return sum;
}

/* The fee, when the loan opens. */
static void open_fee(struct loan_rows *r) {
    if (r->l->fee_amount == 0)
        return;
    int amount = post_point(r, "fee", "{0}*{1}", owed_in_all(r), setting(r, "fee.rate", GRID_RATE, r->l->fee.rate));
    int fee = grid_line(&r->t->book.grid, r->sheet, GRID_PENCE, words(r, "fee charged"), "IF(AND({0}={1},{2}=0),{3},0)",
                        r->t->book.month, r->first, r->barred, amount);
    *(r->l->fee.added ? &r->fee_added : &r->fee) = fee;
}

static double read_drawn(const struct books *b, int lane, int loan, int unused) {
    (void)unused;
    return (double)b->lending.loan[loan].state.drawn[lane];
}

static void draw(struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    int plan = planned(r);
    if (plan == NONE) { /* as needed */
        r->lent = twin_engine(r->t, TWIN_LOANS, GRID_PENCE, words(r, "drawn"), read_drawn, r->number, 0);
        r->gross = r->lent;
    } else {
        r->gross = line(r, "drawn", "IF({0}=1,0,{1})", r->barred, plan, NONE);
    }
    if (r->l->grant > 0) {
        int exact = grid_line(g, r->sheet, GRID_NUMBER, words(r, "grant part, exact"), "{0}*{1}", r->gross,
                              setting(r, "grant", GRID_RATE, r->l->grant));
        r->given = grid_post(g, r->sheet, words(r, "grant part, never owed"), exact);
        r->lent = line(r, "lent, to be paid back", "{0}-{1}", r->gross, r->given, NONE);
    } else {
        r->lent = r->gross;
    }
    open_fee(r);
    int charge = r->l->repayment->live.charge ? r->l->repayment->live.charge(&r->f, r->lent) : NONE;
    struct twin_formula f = sum_of(r, GRID_PENCE, "principal that bears interest");
    twin_formula_add(&f, "{0}+{1}", r->kept, r->lent);
    add(&f, "+{0}", charge);
    add(&f, "+{0}", r->fee_added);
    r->owed = twin_formula_line(&f);
}

/* ---- What falls due at the month's end ---- */

static void interest(struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    if (r->rate == NONE)
        return;
    if (is_monthly(r->l)) {
        r->interest = interest_of(r, "interest", by_days(r, "IF({0}>0,{1}*{2},0)", "IF({0}>0,{1},0)"), r->f.left,
                                  r->owed, r->day);
    } else {
        r->weighed = grid_line(g, r->sheet, GRID_NUMBER, words(r, "principal by time since the last payment"),
                               by_days(r, "{0}+{1}*{2}", "{0}+{1}"), r->kept_weight, r->owed, r->day);
        r->interest = interest_of(r, "interest", "IF({0}>0,{1},0)", r->f.left, r->weighed, NONE);
        grid_define(g, r->weight, "IF({0}>0,0,{1})", r->f.left, r->weighed);
    }
    r->f.interest = r->interest;
    if (r->l->holiday.months > 0 && r->l->holiday.interest == HOLIDAY_ADDED) {
        r->added = line(r, "interest added in the holiday", "IF({0}=1,0,{1})", r->f.date, r->interest, NONE);
        r->interest = line(r, "interest due", "{0}-{1}", r->interest, r->added, NONE);
    }
}

/* What the form keeps from date to date is set anew when the principal has changed otherwise than by repayment. */
static void level(struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    if (!r->l->repayment->live.level)
        return;
    struct twin_formula f = sum_of(r, GRID_FLAG, "the instalment is to be worked out anew");
    twin_formula_add(&f, "IF(OR({0-}=1,{1}<>0", r->fresh, r->lent);
    if (r->fee_added != NONE || r->fee != NONE)
        twin_formula_add(&f, ",{0}={1}", r->t->book.month, r->first);
    twin_formula_add(&f, "),1,0)");
    int anew = twin_formula_line(&f);
    if (r->added == NONE)
        grid_define(g, r->fresh, "IF({0}=1,0,{1})", r->f.date, anew);
    else
        grid_define(g, r->fresh, "IF({0}=1,0,IF({1}>0,1,{2}))", r->f.date, r->f.left, anew);
    int fresh = r->l->repayment->live.level(&r->f);
    r->f.level = later(r, GRID_PENCE, "instalment in force");
    grid_define(g, r->f.level, "IF(AND({0}=1,{1}=1),{2},{3-})", r->f.date, anew, fresh, r->f.level);
}

static void fall_due(struct loan_rows *r) {
    const struct live_repayment *form = &r->l->repayment->live;
    r->f.principal = r->owed;
    interest(r);
    level(r);
    int asked = form->due(&r->f);
    r->due = line(r, "principal due", "IF({0}=1,{1},0)", r->f.date, asked, NONE);
    if (form->fee)
        r->own_fee = line(r, "fee due", "IF({0}=1,{1},0)", r->f.date, form->fee(&r->f), NONE);
    struct twin_formula f = sum_of(r, GRID_PENCE, "principal not yet due");
    twin_formula_add(&f, "IF({0}=1,0,{1}-{2}", r->f.left, r->owed, r->due);
    add(&f, "+{0}", r->added);
    twin_formula_add(&f, ")");
    r->stepped = twin_formula_line(&f);
}

/* ---- A loan ---- */

static struct loan_rows begin(struct twin *t, int number) {
    const struct loan *l = &t->s->loans.items[number];
    int sheet = t->sheet[TWIN_LOANS];
    struct loan_rows r = {.t = t, .l = l, .number = number, .sheet = sheet};
    int *rows[] = {&r.first,
                   &r.last,
                   &r.every,
                   &r.rate,
                   &r.year,
                   &r.day,
                   &r.barred,
                   &r.principal,
                   &r.weight,
                   &r.drawn,
                   &r.fresh,
                   &r.in_default,
                   &r.called,
                   &r.called_interest,
                   &r.kept,
                   &r.kept_weight,
                   &r.arrears,
                   &r.gross,
                   &r.lent,
                   &r.given,
                   &r.fee,
                   &r.fee_added,
                   &r.owed,
                   &r.weighed,
                   &r.interest,
                   &r.added,
                   &r.own_fee,
                   &r.due,
                   &r.stepped,
                   &r.due_interest,
                   &r.due_principal,
                   &r.paid_interest,
                   &r.paid_principal,
                   &r.swept,
                   &r.unpaid_interest,
                   &r.unpaid_principal};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        *rows[i] = NONE;
    r.f = (struct live_loan){.book = &t->book,
                             .sheet = sheet,
                             .loan = l,
                             .date = NONE,
                             .left = NONE,
                             .dated = NONE,
                             .principal = NONE,
                             .interest = NONE,
                             .rate = NONE,
                             .receipts = NONE,
                             .undrawn = NONE,
                             .level = NONE};
    return r;
}

/* What is only known when the month has ended. */
static void declare(struct loan_rows *r) {
    r->principal = later(r, GRID_PENCE, "principal not yet due, at the month's end");
    r->unpaid_interest = later(r, GRID_PENCE, "interest and fees due and unpaid, at the month's end");
    r->unpaid_principal = later(r, GRID_PENCE, "principal due and unpaid, at the month's end");
    r->in_default = later(r, GRID_FLAG, "in default, at the month's end");
    if (!is_monthly(r->l) && r->rate != NONE)
        r->weight = later(r, GRID_NUMBER, "principal by time since the last payment, at the month's end");
    if (r->l->repayment->live.level)
        r->fresh = later(r, GRID_FLAG, "principal has changed since the instalment was worked out");
}

static void one_loan(struct twin *t, int number) {
    struct loan_rows r = begin(t, number);
    grid_heading(&t->book.grid, r.sheet, r.l->name);
    dates(&r);
    declare(&r);
    call_in(&r);
    on_arrears(&r);
    draw(&r);
    if (r.l->repayment->from_receipts)
        r.f.receipts = twin_loan_receipts(&r);
    fall_due(&r);
    twin_loan_serve(&r);
}

void twin_loans(struct twin *t) {
    struct grid *g = &t->book.grid;
    for (int k = 0; k < t->s->loans.n && !g->failed; k++) {
        g->party = t->s->loans.items[k].borrower;
        if (!t->s->loans.items[k].without)
            one_loan(t, k);
    }
    g->party = NONE;
    twin_loan_flows(t);
}
