/* What the formulas of loans leave for one another. */
#ifndef SIBYL_ENGINE_TWIN_LOANS_H
#define SIBYL_ENGINE_TWIN_LOANS_H

#include "engine/twin/twin_formula.h"
#include "scheme/repayment.h"

/* The rows of one loan: points and lines, pence but for what is said otherwise. What it has none of is NONE.
 *   first, last, every, rate, year  points: months of the first draw and the last payment, months between payments, rate a year,
 *                     days (months) a year; day: line, days (months) that bear interest
 *   f                 what the form's formulas are given
 *   barred            1 where nothing is lent any more: in default, or its borrower has failed
 *   principal, weight, drawn, fresh, in_default, unpaid_interest, unpaid_principal  at the month's end, defined last
 *   called, called_interest  all that is owed falls due, with the interest to then
 *   kept, kept_weight  principal and weight after that; arrears: interest on what was unpaid
 *   lent, given, fee, fee_added  of the month: lent, its grant part, fee paid, fee added to the principal
 *   owed, weighed     principal and weight when interest is worked out
 *   interest, added   interest that falls due, or is added in a holiday; due: principal that falls due
 *   own_fee           fees of the form that fall due beside interest
 *   stepped           principal after what falls due
 *   due_interest, due_principal  all that is to be paid
 *   paid_interest, paid_principal, swept  what is paid */
struct loan_rows {
    struct twin *t;
    const struct loan *l;
    int number, sheet;
    int first, last, every, rate, year, day;
    struct live_loan f;
    int barred;
    int principal, weight, drawn, fresh, in_default, unpaid_interest, unpaid_principal;
    int called, called_interest, kept, kept_weight, arrears;
    int gross, lent, given, fee, fee_added;
    int owed, weighed;
    int interest, added, own_fee, due, stepped;
    int due_interest, due_principal;
    int paid_interest, paid_principal, swept;
};

/* Receipts and other income of the borrower since the last payment date, as known in its turn. */
int twin_loan_receipts(struct loan_rows *r);

/* What is paid, and what stays unpaid: the rows from due_interest on, and those that were to be defined later. */
void twin_loan_serve(struct loan_rows *r);

/* What all loans of each party move in the month. */
void twin_loan_flows(struct twin *t);

#endif
