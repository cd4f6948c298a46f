/* Loans: what falls due at the month's end, and what would if more or less were drawn (model 6.6; rules 61 to 63). */
#include "engine/twin/twin_loans.h"

bool twin_loan_is_monthly(const struct loan *l) { return l->every == 1; }

int twin_loan_interest(const struct loan_rows *r, const char *what, const char *weight, int a, int b, int c) {
    struct grid *g = &r->t->book.grid;
    struct twin_formula f = loan_formula(r, GRID_NUMBER, grid_text(g, "%s, exact", what));
    twin_formula_add(&f, "(");
    twin_formula_add(&f, weight, a, b, c);
    twin_formula_add(&f, ")*{0}/{1}", r->rate, r->year);
    return grid_post(g, r->sheet, loan_words(r, what), twin_formula_line(&f));
}

const char *twin_loan_by_days(const struct loan_rows *r, const char *with, const char *without) {
    return r->day == NONE ? without : with;
}

static void interest(struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    if (r->rate == NONE)
        return;
    if (twin_loan_is_monthly(r->l)) {
        r->interest = twin_loan_interest(r, "interest", twin_loan_by_days(r, "IF({0}>0,{1}*{2},0)", "IF({0}>0,{1},0)"),
                                         r->f.left, r->owed, r->day);
    } else {
        r->weighed = grid_line(g, r->sheet, GRID_NUMBER, loan_words(r, "principal by time since the last payment"),
                               twin_loan_by_days(r, "{0}+{1}*{2}", "{0}+{1}"), r->kept_weight, r->owed, r->day);
        r->interest = twin_loan_interest(r, "interest", "IF({0}>0,{1},0)", r->f.left, r->weighed, NONE);
        if (!r->trial)
            grid_define(g, r->weight, "IF({0}>0,0,{1})", r->f.left, r->weighed);
    }
    r->f.interest = r->interest;
    if (r->l->holiday.months > 0 && r->l->holiday.interest == HOLIDAY_ADDED) {
        r->added = loan_line(r, "interest added in the holiday", "IF({0}=1,0,{1})", r->f.date, r->interest, NONE);
        r->interest = loan_line(r, "interest due", "{0}-{1}", r->interest, r->added, NONE);
    }
}

#define LEVEL "IF(AND({0}=1,{1}=1),{2},{3-})"

/* What the form keeps from date to date is set anew when the principal has changed otherwise than by repayment. */
static void level(struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    if (!r->l->repayment->live.level)
        return;
    struct twin_formula f = loan_formula(r, GRID_FLAG, "the instalment is to be worked out anew");
    twin_formula_add(&f, "IF(OR({0-}=1", r->fresh);
    loan_add(&f, ",{0}<>0", r->lent);
    if (r->fee_added != NONE || r->fee != NONE)
        twin_formula_add(&f, ",{0}={1}", r->t->book.month, r->first);
    twin_formula_add(&f, "),1,0)");
    int anew = twin_formula_line(&f);
    int fresh = r->l->repayment->live.level(&r->f), before = r->f.level;
    if (r->trial) {
        r->f.level = grid_line(g, r->sheet, GRID_PENCE, loan_words(r, "instalment in force"), LEVEL, r->f.date, anew,
                               fresh, before);
        return;
    }
    grid_define(g, r->f.level, LEVEL, r->f.date, anew, fresh, before);
    if (r->added == NONE)
        grid_define(g, r->fresh, "IF({0}=1,0,{1})", r->f.date, anew);
    else
        grid_define(g, r->fresh, "IF({0}=1,0,IF({1}>0,1,{2}))", r->f.date, r->f.left, anew);
}

/* Fees are on what could be drawn month by month since the last payment. */
static void own_fee(struct loan_rows *r) {
    struct live_loan form = r->f;
    if (!twin_loan_is_monthly(r->l)) {
        form.undrawn = loan_line(r, "could be drawn, month by month since the last payment", "{0-}+{1}", r->unused,
                                 r->f.undrawn, NONE);
        if (!r->trial)
            grid_define(&r->t->book.grid, r->unused, "IF({0}>0,0,{1})", r->f.left, form.undrawn);
    }
    r->own_fee = loan_line(r, "fee due", "IF({0}=1,{1},0)", r->f.date, r->l->repayment->live.fee(&form), NONE);
    if (!r->trial)
        r->t->loan_own_fee[r->number] = r->own_fee;
}

void twin_loan_fall_due(struct loan_rows *r) {
    const struct live_repayment *form = &r->l->repayment->live;
    r->f.principal = r->owed;
    interest(r);
    level(r);
    int asked = form->due(&r->f);
    r->due = loan_line(r, "principal due", "IF({0}=1,{1},0)", r->f.date, asked, NONE);
    if (form->fee)
        own_fee(r);
    int parts[] = {r->interest, r->own_fee, r->due};
    r->instalment = grid_sum(&r->t->book.grid, r->sheet, GRID_PENCE,
                             loan_words(r, "instalment of the month, without arrears"), 3, parts);
    if (r->trial)
        return;
    struct twin_formula f = loan_formula(r, GRID_PENCE, "principal not yet due");
    twin_formula_add(&f, "IF({0}=1,0,{1}-{2}", r->f.left, r->owed, r->due);
    loan_add(&f, "+{0}", r->added);
    twin_formula_add(&f, ")");
    r->stepped = twin_formula_line(&f);
    if (r->l->repayment->from_receipts)
        r->forgiven =
            loan_line(r, "never owed any more, at the end", "IF({0}=1,{1}-{2},0)", r->f.left, r->owed, r->due);
}
