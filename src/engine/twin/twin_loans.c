/* Loans: what is drawn and what falls due (model 6.3, 6.6; rules 61 to 63). */
#include "engine/twin/twin_loans.h"

#include "engine/books.h"

#include <string.h>

static int later(const struct loan_rows *r, enum grid_unit unit, const char *what) {
    return grid_later(&r->t->book.grid, r->sheet, unit, loan_words(r, what), true);
}

/* ---- Dates ---- */

static int first_month(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    const struct drawdown *d = &r->l->drawdown;
    if (d->how == DRAW_UPFRONT)
        return loan_setting(r, "drawdown", GRID_MONTH, d->month);
    if (d->draws.n == 0)
        return grid_point(g, r->sheet, GRID_MONTH, loan_words(r, "first month in which it can be drawn"), "1");
    int first = loan_setting(r, "drawdown.0.month", GRID_MONTH, d->draws.items[0].month);
    for (int k = 1; k < d->draws.n; k++)
        first = grid_point(g, r->sheet, GRID_MONTH, loan_words(r, "earlier of the months in which it is drawn"),
                           "MIN({0},{1})", first,
                           loan_setting(r, grid_text(g, "drawdown.%d.month", k), GRID_MONTH, d->draws.items[k].month));
    return first;
}

/* Payment dates still to come, this one included; 0 in months that are none. */
static int dates_left(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    const char *label = loan_words(r, "payment dates left, in a month with one");
    int month = r->t->book.month;
    if (twin_loan_is_monthly(r->l))
        return grid_line(g, r->sheet, GRID_COUNT, label, "IF(AND({0}>={1},{0}<={2}),{2}-{0}+1,0)", month, r->first,
                         r->last);
    if (r->f.dated == NONE)
        return grid_line(g, r->sheet, GRID_COUNT, label,
                         "IF(AND({0}>={1},{0}<={2},MOD({0}-{1}+1,{3})=0),({2}-{0})/{3}+1,0)", month, r->first, r->last,
                         r->every);
    /* How many are left matters only for the last. */
    return grid_line(g, r->sheet, GRID_COUNT, loan_words(r, "months to the last payment date, in a month with one"),
                     "IF(AND({0}>={1},{0}<={2},OR({0}={2},{4}>0,MOD({0}-{1}+1,{3})=0)),{2}-{0}+1,0)", month, r->first,
                     r->last, r->every, r->f.dated);
}

/* The first regular payment after the holiday, a point. */
static int after_holiday(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    const char *label = loan_words(r, "first payment after the holiday");
    if (r->l->holiday.months == 0)
        return twin_loan_is_monthly(r->l) ? r->first
                                          : grid_point(g, r->sheet, GRID_MONTH, loan_words(r, "first payment"),
                                                       "{0}+{1}-1", r->first, r->every);
    int months = loan_setting(r, "holiday.months", GRID_COUNT, r->l->holiday.months);
    return twin_loan_is_monthly(r->l)
               ? grid_point(g, r->sheet, GRID_MONTH, label, "{0}+{1}", r->first, months)
               : grid_point(g, r->sheet, GRID_MONTH, label, "{0}+(INT({1}/{2})+1)*{2}-1", r->first, months, r->every);
}

/* 1 on payment dates on which the form says what is due: those after the holiday. */
static int form_dates(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    if (r->l->holiday.months == 0)
        return grid_line(g, r->sheet, GRID_FLAG, loan_words(r, "principal can fall due"), "IF({0}>0,1,0)", r->f.left);
    return grid_line(g, r->sheet, GRID_FLAG, loan_words(r, "principal can fall due"), "IF(AND({0}>0,{1}>={2}),1,0)",
                     r->f.left, r->t->book.month, r->f.after_holiday);
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
    r->every = twin_loan_is_monthly(r->l) ? NONE : loan_setting(r, "every", GRID_COUNT, r->l->every);
    r->first = first_month(r);
    r->f.dated = r->l->repayment->live.dates ? r->l->repayment->live.dates(&r->f) : NONE;
    r->last = r->l->repayment->live.last
                  ? r->l->repayment->live.last(&r->f)
                  : grid_point(g, r->sheet, GRID_MONTH, loan_words(r, "month of the last payment"), "{0}+{1}-1",
                               r->first, loan_setting(r, "term", GRID_COUNT, r->l->term));
    r->f.end = r->last;
    r->f.after_holiday = after_holiday(r);
    r->t->loan_first[r->number] = r->first;
    r->t->loan_last[r->number] = r->last;
    if (r->l->repayment->live.first_principal)
        r->t->loan_first_principal[r->number] = r->l->repayment->live.first_principal(&r->f);
    r->f.left = dates_left(r);
    r->f.date = form_dates(r);
    r->day =
        counts_whole_months(r->l)
            ? NONE
            : twin_happened(r->t, GRID_NUMBER,
                            loan_words(r, r->l->day_count == DAYS_MONTHLY ? "months of interest" : "days of interest"),
                            read_days, r->number, 0);
    if (r->l->rate == NONE)
        return;
    int twelve = live_setting(&r->t->book, &r->t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
    r->rate = live_quantity(&r->t->book, r->l->rate);
    r->year =
        r->l->day_count == DAYS_MONTHLY ? twelve : loan_setting(r, "days in a year", GRID_COUNT, r->l->days_a_year);
    r->f.rate = twin_loan_is_monthly(r->l) ? grid_point(g, r->sheet, GRID_RATE, loan_words(r, "rate between payments"),
                                                        "{0}/{1}", r->rate, twelve)
                                           : grid_point(g, r->sheet, GRID_RATE, loan_words(r, "rate between payments"),
                                                        "{0}*{1}/{2}", r->rate, r->every, twelve);
}

/* ---- What falls due at once ---- */

/* On failure, and on default where that is agreed, all that is owed falls due. */
static void call_in(struct loan_rows *r) {
    int failed = r->t->failed[r->l->borrower];
    bool accelerates = r->l->accelerate, carries = !twin_loan_is_monthly(r->l) && r->rate != NONE;
    r->barred =
        grid_line(&r->t->book.grid, r->sheet, GRID_FLAG, loan_words(r, "nothing more is lent: default or failure"),
                  "IF(OR({0-}=1,{1}=1),1,0)", r->in_default, failed);
    r->called = loan_line(r, "called in", "IF({0}=1,{1-},0)", accelerates ? r->barred : failed, r->principal, NONE);
    r->kept = loan_line(r, "principal at the month's start", "{0-}-{1}", r->principal, r->called, NONE);
    if (r->rate == NONE)
        return;
    if (carries) {
        const char *weight = accelerates ? twin_loan_by_days(r, "IF({0}=1,{1-},IF({2}>0,{1-}+{2}*{3},0))",
                                                             "IF({0}=1,{1-},IF({2}>0,{1-}+{2},0))")
                                         : "IF({0}=1,{1-},0)";
        int called = grid_line(&r->t->book.grid, r->sheet, GRID_NUMBER, loan_words(r, "called in, by time"), weight,
                               failed, r->weight, r->called, r->day);
        r->called_interest = twin_loan_interest(r, "interest on what is called in", "{0}", called, NONE, NONE);
        r->kept_weight =
            grid_line(&r->t->book.grid, r->sheet, GRID_NUMBER, loan_words(r, "principal by time at the month's start"),
                      "IF(OR({0}=1,{1}>0),0,{2-})", failed, r->called, r->weight);
    } else if (accelerates) {
        r->called_interest = twin_loan_interest(r, "interest on what is called in",
                                                twin_loan_by_days(r, "IF({0}=1,0,{1}*{2})", "IF({0}=1,0,{1})"), failed,
                                                r->called, r->day);
    }
}

/* What is unpaid bears the rate and the margin. */
static void on_arrears(struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    int failed = r->t->failed[r->l->borrower];
    int twelve = live_setting(&r->t->book, &r->t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
    struct twin_formula f = loan_formula(r, GRID_NUMBER, "interest on arrears, exact");
    if (r->rate == NONE && r->l->default_margin == 0)
        return;
    twin_formula_add(&f, "IF({0}=1,0,({1-}+{2-})*((", failed, r->unpaid_interest, r->unpaid_principal);
    loan_add(&f, "{0}", r->rate);
    if (r->l->default_margin != 0) {
        twin_formula_add(&f, r->rate == NONE ? "" : "+");
        loan_add(&f, "{0}", loan_setting(r, "default_margin", GRID_RATE, r->l->default_margin));
    }
    twin_formula_add(&f, ")/{0}))", twelve);
    r->arrears = grid_post(g, r->sheet, loan_words(r, "interest on arrears"), twin_formula_line(&f));
}

/* ---- Drawing ---- */

/* What the plan draws in the month, grant part included. */
static int planned(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    const struct drawdown *d = &r->l->drawdown;
    struct twin_formula f = loan_formula(r, GRID_PENCE, "drawn by plan");
    if (d->how == DRAW_UPFRONT)
        twin_formula_plus(&f, "IF({0}={1},{2},0)", r->t->book.month, r->first,
                          loan_setting(r, "principal", GRID_POUNDS, (double)r->l->principal));
    for (int k = 0; k < d->draws.n; k++) {
        const struct draw *draw = &d->draws.items[k];
        twin_formula_plus(&f, "IF({0}={1},{2},0)", r->t->book.month,
                          loan_setting(r, grid_text(g, "drawdown.%d.month", k), GRID_MONTH, draw->month),
                          loan_setting(r, grid_text(g, "drawdown.%d.amount", k), GRID_POUNDS, (double)draw->amount));
    }
    return twin_formula_line(&f);
}

/* Posts a point. */
static int post_point(const struct loan_rows *r, const char *what, const char *formula, int a, int b) {
    struct grid *g = &r->t->book.grid;
    int exact = grid_point(g, r->sheet, GRID_NUMBER, loan_words(r, grid_text(g, "%s, exact", what)), formula, a, b);
    return grid_point(g, r->sheet, GRID_PENCE, loan_words(r, what), "ROUND({0},0)-(MOD({0},2)=0.5)", exact);
}

/* All that is owed of the principal once it is drawn, a point. */
static int owed_in_all(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    const struct drawdown *d = &r->l->drawdown;
    int sum = NONE, n = d->how == DRAW_SCHEDULED ? d->draws.n : 1;
    for (int k = 0; k < n; k++) {
        int part = d->how == DRAW_SCHEDULED ? loan_setting(r, grid_text(g, "drawdown.%d.amount", k), GRID_POUNDS,
                                                           (double)d->draws.items[k].amount)
                                            : loan_setting(r, "principal", GRID_POUNDS, (double)r->l->principal);
        if (r->l->grant > 0) {
            int grant = post_point(r, "grant part of a draw", "{0}*{1}", part,
                                   loan_setting(r, "grant", GRID_RATE, r->l->grant));
            part =
                grid_point(g, r->sheet, GRID_PENCE, loan_words(r, "to be paid back of a draw"), "{0}-{1}", part, grant);
        }
        sum = sum == NONE ? part
                          : grid_point(g, r->sheet, GRID_PENCE, loan_words(r, "to be paid back of all draws"),
                                       "{0}+{1}", sum, part);
    }
    return sum;
}

/* The fee, when the loan opens. */
static void open_fee(struct loan_rows *r) {
    if (r->l->fee_amount == 0)
        return;
    int amount = post_point(r, "fee", "{0}*{1}", r->whole, loan_setting(r, "fee.rate", GRID_RATE, r->l->fee.rate));
    int fee = grid_line(&r->t->book.grid, r->sheet, GRID_PENCE, loan_words(r, "fee charged"),
                        "IF(AND({0}={1},{2}=0),{3},0)", r->t->book.month, r->first, r->barred, amount);
    *(r->l->fee.added ? &r->fee_added : &r->fee) = fee;
}

/* What is drawn of which nothing but the plan decides. */
static void draw_planned(struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    int plan = planned(r);
    r->gross = loan_line(r, "drawn", "IF({0}=1,0,{1})", r->barred, plan, NONE);
    r->lent = r->gross;
    if (r->l->grant > 0) {
        int exact = grid_line(g, r->sheet, GRID_NUMBER, loan_words(r, "grant part, exact"), "{0}*{1}", r->gross,
                              loan_setting(r, "grant", GRID_RATE, r->l->grant));
        r->given = grid_post(g, r->sheet, loan_words(r, "grant part, never owed"), exact);
        r->lent = loan_line(r, "lent, to be paid back", "{0}-{1}", r->gross, r->given, NONE);
    }
    if (r->l->repayment->live.charge)
        r->charge = r->l->repayment->live.charge(&r->f, r->lent);
    struct twin_formula f = loan_formula(r, GRID_PENCE, "principal that bears interest");
    twin_formula_add(&f, "{0}+{1}", r->kept, r->lent);
    loan_add(&f, "+{0}", r->charge);
    loan_add(&f, "+{0}", r->fee_added);
    r->owed = twin_formula_line(&f);
}

/* ---- A loan ---- */

static struct loan_rows begin(struct twin *t, int number) {
    const struct loan *l = &t->s->loans.items[number];
    int sheet = t->sheet[TWIN_LOANS];
    struct loan_rows r;
    memset(&r, 0xff, sizeof r); /* every row NONE */
    r.t = t;
    r.l = l;
    r.number = number;
    r.sheet = sheet;
    r.trial = false;
    r.f.book = &t->book;
    r.f.sheet = sheet;
    r.f.loan = l;
    r.f.as = "";
    return r;
}

/* What is only known when the month has ended, or when others have been served. */
static void declare(struct loan_rows *r) {
    r->t->loan_served[r->number] = later(r, GRID_PENCE, "paid in its turn, or out of the estate");
    r->principal = later(r, GRID_PENCE, "principal not yet due, at the month's end");
    r->unpaid_interest = later(r, GRID_PENCE, "unpaid interest and fees, at the month's end");
    r->unpaid_principal = later(r, GRID_PENCE, "unpaid principal, at the month's end");
    r->in_default = later(r, GRID_FLAG, "in default, at the month's end");
    if (!twin_loan_is_monthly(r->l) && r->rate != NONE)
        r->weight = later(r, GRID_NUMBER, "principal by time since the last payment, at the month's end");
    if (!twin_loan_is_monthly(r->l) && r->l->repayment->live.fee)
        r->unused = later(r, GRID_NUMBER, "could be drawn, month by month since the last payment, at the month's end");
    if (r->l->repayment->live.level) {
        r->f.level = later(r, GRID_PENCE, "instalment in force");
        r->fresh = later(r, GRID_FLAG, "instalment to be worked out anew next time");
    }
    if (r->l->drawdown.how == DRAW_AS_NEEDED)
        r->drawn = later(r, GRID_PENCE, "drawn and not paid back by the borrower's choice, at the month's end");
}

static bool is_needed(const struct loan_rows *r) { return r->l && r->l->drawdown.how == DRAW_AS_NEEDED; }

/* Its dates, what is called in and what is drawn by plan. */
static void open_loan(struct twin *t, struct loan_rows *r, int number) {
    *r = begin(t, number);
    grid_heading(&t->book.grid, r->sheet, r->l->name);
    dates(r);
    declare(r);
    call_in(r);
    on_arrears(r);
    if (r->l->fee_amount != 0 || is_needed(r))
        r->whole = owed_in_all(r);
    open_fee(r);
    if (r->l->repayment->from_receipts)
        r->f.receipts = twin_loan_receipts(r);
    if (r->l->drawdown.how == DRAW_AS_NEEDED) {
        twin_loan_open_line(r);
        return;
    }
    draw_planned(r);
    twin_loan_fall_due(r);
}

/* Those that are drawn as needed look at what falls due on the others. */
static void all_loans(struct twin *t, struct loan_rows *loans) {
    struct grid *g = &t->book.grid;
    bool any = false;
    for (int k = 0; k < t->s->loans.n; k++)
        any |= t->s->loans.items[k].drawdown.how == DRAW_AS_NEEDED;
    for (int k = 0; k < t->s->loans.n && !g->failed; k++) {
        (void)twin_own_loan(t, k);
        if (t->s->loans.items[k].without)
            continue;
        open_loan(t, &loans[k], k);
        if (!any)
            twin_loan_serve(&loans[k]);
    }
    for (int k = 0; k < t->s->loans.n && any && !g->failed; k++) {
        (void)twin_own_loan(t, k);
        if (is_needed(&loans[k])) {
            grid_heading(g, loans[k].sheet, loan_words(&loans[k], "what is drawn as needed"));
            twin_loan_draw_as_needed(loans, k);
        }
    }
    for (int k = 0; k < t->s->loans.n && any && !g->failed; k++) {
        (void)twin_own_loan(t, k);
        if (loans[k].l) {
            grid_heading(g, loans[k].sheet, loan_words(&loans[k], "what is paid"));
            twin_loan_serve(&loans[k]);
        }
    }
}

void twin_loans(struct twin *t) {
    struct loan_rows *loans = arena_array(&t->arena, (size_t)t->s->loans.n + 1, sizeof *loans);
    t->book.grid.failed |= loans == NULL;
    if (loans)
        all_loans(t, loans);
    (void)grid_own(&t->book.grid, GRID_NOBODYS);
    twin_loan_flows(t);
}
