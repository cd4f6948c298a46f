/* What the formulas of loans leave for one another. */
#ifndef SIBYL_ENGINE_TWIN_LOANS_H
#define SIBYL_ENGINE_TWIN_LOANS_H

#include "engine/twin/twin_formula.h"
#include "scheme/repayment.h"

/* The rows of one loan: points and lines, pence but for what is said otherwise. What it has none of is NONE.
 *   first, last, every, rate, year  points: months of the first draw and the last payment, months between payments, rate a year,
 *                     days (months) a year; day: line, days (months) that bear interest
 *   whole             point: owed of the principal once all of it is drawn
 *   f                 what the form's formulas are given
 *   barred            1 where nothing is lent any more: in default, or its borrower has failed
 *   principal, weight, drawn, fresh, in_default, unpaid_interest, unpaid_principal  at the month's end, defined last
 *   called, called_interest  all that is owed falls due, with the interest to then
 *   kept, kept_weight  principal and weight after that; arrears: interest on what was unpaid
 *   gross, lent, given, charge, fee, fee_added  of the month: drawn; of that to be paid back, and the grant part; what the form
 *                     charges; fee paid, fee added to the principal
 *   owed, weighed     principal and weight when interest is worked out
 *   interest, added   interest that falls due, or is added in a holiday; due: principal that falls due
 *   own_fee           fees of the form that fall due beside interest
 *   forgiven          principal that is never owed any more when the loan ends
 *   instalment        what falls due of the month, without arrears; stepped: principal after what falls due
 *   drawn_before, drawn_now  of a loan drawn as needed: what of it is drawn before, and after this month's draws
 *   if_undrawn, room  its instalment if nothing is drawn in the month, and what can then be drawn
 *   unused            of one that is charged for what is not drawn, but not every month: what could be drawn, summed over the
 *                     months since the last payment, at the month's end
 *   since             of one paid out of receipts: receipts since the last payment, at the month's end
 *   trial             these are the rows of a loan as it would be: nothing that stays is defined
 *   due_interest, due_principal  all that is to be paid
 *   paid_interest, paid_principal, swept  what is paid */
struct loan_rows {
    struct twin *t;
    const struct loan *l;
    int number, sheet;
    int first, last, every, rate, year, day;
    int whole;
    struct live_loan f;
    int barred;
    int principal, weight, drawn, fresh, in_default, unpaid_interest, unpaid_principal;
    int called, called_interest, kept, kept_weight, arrears;
    int gross, lent, given, charge, fee, fee_added;
    int owed, weighed;
    int interest, added, own_fee, due, instalment, stepped, forgiven;
    int drawn_before, drawn_now, if_undrawn, room, unused, since;
    bool trial;
    int due_interest, due_principal;
    int paid_interest, paid_principal, swept;
};

/* ---- Short for what the rows of loans are written with ---- */

static inline const char *loan_words(const struct loan_rows *r, const char *what) {
    return live_loan_label(&r->f, what);
}
static inline int loan_setting(const struct loan_rows *r, const char *key, enum grid_unit unit, double number) {
    return live_setting(&r->t->book, &r->l->place, key, unit, number);
}
/* A line of pence of up to three rows. */
static inline int loan_line(const struct loan_rows *r, const char *what, const char *formula, int a, int b, int c) {
    return grid_line(&r->t->book.grid, r->sheet, GRID_PENCE, loan_words(r, what), formula, a, b, c);
}
static inline struct twin_formula loan_formula(const struct loan_rows *r, enum grid_unit unit, const char *what) {
    return (struct twin_formula){.t = r->t, .sheet = TWIN_LOANS, .unit = unit, .label = loan_words(r, what)};
}
/* Appends a piece with a row, adds a row to a sum, takes one from it; nothing for NONE. */
static inline void loan_add(struct twin_formula *f, const char *piece, int row) {
    if (row != NONE)
        twin_formula_add(f, piece, row);
}
static inline void loan_plus(struct twin_formula *f, int row) {
    if (row != NONE)
        twin_formula_plus(f, "{0}", row);
}
static inline void loan_less(struct twin_formula *f, int row) { loan_add(f, "-{0}", row); }

/* ---- The parts of a loan ---- */

/* Whether a payment falls due in every month of its term, so that no interest is carried from month to month. */
bool twin_loan_is_monthly(const struct loan *l);

/* Interest of a weight (a formula of up to three rows), posted; which of two formulas, for one whose days are counted. */
int twin_loan_interest(const struct loan_rows *r, const char *what, const char *weight, int a, int b, int c);
const char *twin_loan_by_days(const struct loan_rows *r, const char *with, const char *without);

/* What falls due at the month's end, when `owed` is known: the rows from weighed to instalment. */
void twin_loan_fall_due(struct loan_rows *r);

/* Of a loan drawn as needed: what would fall due if nothing were drawn; and then, when all others are open, its draws and what
 * falls due. */
void twin_loan_open_line(struct loan_rows *r);
void twin_loan_draw_as_needed(struct loan_rows *loans, int number);

/* Receipts and other income of the borrower since the last payment date, as known in its turn. */
int twin_loan_receipts(struct loan_rows *r);

/* What is paid, and what stays unpaid: the rows from due_interest on, and those that were to be defined later. */
void twin_loan_serve(struct loan_rows *r);

/* What all loans of each party move in the month. */
void twin_loan_flows(struct twin *t);

#endif
