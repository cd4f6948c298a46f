/* Forms of repayment: every form is one file in scheme/repayment/ with its parameters, its rule and its words.
 *
 * A form says what principal falls due on a payment date. Interest, holidays, arrears, default and covenants are the same
 * for all forms and belong to the engine. A form is called once a loan, block and payment date; its arrays run over lanes. */
#ifndef SIBYL_SCHEME_REPAYMENT_H
#define SIBYL_SCHEME_REPAYMENT_H

#include "base/lanes.h"
#include "base/param.h"
#include "base/text.h"
#include "scheme/live.h"
#include "scheme/scheme.h"

/* As a loan's first_principal: its principal has no fixed date. */
#define NEVER_DUE 0

/* A loan on a payment date, over lanes.
 *   month      the month at whose end the payment is due
 *   left       payment dates still to come, this one included
 *   principal  [LANES] pence outstanding and not yet due, with what was added (fee, interest of a holiday)
 *   interest   [LANES] pence of interest due on this date
 *   rate       [LANES] rate a period of `every` months
 *   receipts   [LANES] pence that the borrower received under contracts, and as other income, since the last payment date
 *   undrawn    [LANES] pence that could still be drawn, summed over the months since the last payment date
 *   level      [LANES] pence that the form keeps from date to date
 *   fresh      bit mask over lanes: the principal has changed otherwise than by repayment since `level` was set */
struct repayment_view {
    const struct loan *loan;
    int month;
    int left;
    const money *principal, *interest;
    const double *rate;
    const money *receipts, *undrawn;
    money *level;
    uint64_t fresh;
};

/* A loan in a book of formulas, as struct repayment_view: lines, but for `rate`, a point. `date` is 1 on payment dates outside
 * the holiday; `left` is 0 in months that are no payment date. dated: what live.dates gave back. after_holiday, end:
 * points: the months of the first regular payment after the holiday, and of the last payment. */
struct live_loan {
    struct live_book *book;
    int sheet;
    const struct loan *loan;
    const char *as; /* added to all labels: ", second draw" */
    int date, left, dated;
    int after_holiday, end;
    int principal, interest, rate, receipts, undrawn, level;
};

/* The formulas of a form, each as the rule of the same name; what a form has no rule for is NULL. They return lines; what they say
 * of months that are no payment date is not looked at.
 *   dates   principal that the form's own settings say is due in the month
 *   last    a point: the month of the last of them
 *   first_principal  a point: the month in which principal first falls due; NULL: no date is fixed
 *   charge  pence added to what is owed when `drawn` (a line) is lent
 *   level   what the form keeps from date to date, when the principal has changed otherwise than by repayment
 *   due     principal due on a payment date
 *   fee     fees due on it beside interest
 *   sweep   what is paid back besides, of `cash` (a line) */
struct live_repayment {
    int (*dates)(const struct live_loan *l);
    int (*last)(const struct live_loan *l);
    int (*first_principal)(const struct live_loan *l);
    int (*charge)(const struct live_loan *l, int drawn);
    int (*level)(const struct live_loan *l);
    int (*due)(const struct live_loan *l);
    int (*fee)(const struct live_loan *l);
    int (*sweep)(const struct live_loan *l, int cash);
};

/* A label of a loan's row. */
const char *live_loan_label(const struct live_loan *l, const char *words);

/* A form of repayment.
 *   word            the word in the configuration: repayment = "annuity"
 *   help            one line
 *   table           its own parameters; size is that of its settings
 *   bears_interest  a rate must be given; else it must not
 *   own_dates       its own settings say when principal is due: `term` must not be given
 *   from_receipts   what is due is known only when the month's receipts are in */
struct repayment {
    const char *word;
    const char *help;
    const struct param_table *table;
    bool bears_interest, own_dates, from_receipts;
    /* Validates its settings, once `owed`, `first` and `last` are known; adds errors to diag. NULL: nothing to check. */
    void (*check)(const struct scheme *s, const struct loan *l, struct diag *diag);
    /* With own_dates: the last month in which principal is due, and whether some is in a month. */
    int (*last)(const struct loan *l);
    bool (*falls_due)(const struct loan *l, int month);
    /* Month in which principal first falls due, NEVER_DUE where no date is fixed. */
    int (*first_principal)(const struct loan *l);
    /* Pence added to what is owed when `drawn` pence are lent. NULL: none. */
    money (*charge)(const struct loan *l, money drawn);
    /* Principal due on a payment date outside the holiday, at most `principal`; what is not due on the last date (left = 1)
     * is never due. */
    void (*due)(const struct repayment_view *v, money due[LANES]);
    /* Adds fees due on a payment date beside interest. NULL: none. */
    void (*fee)(const struct repayment_view *v, money due[LANES]);
    /* What is paid back besides, of the general cash left when all that is due has been paid. NULL: nothing. */
    void (*sweep)(const struct loan *l, const money cash[LANES], const money principal[LANES], money pay[LANES]);
    /* How it reads in a report: "in level instalments". */
    void (*words)(const struct scheme *s, const struct loan *l, struct text_buf *out);
    struct live_repayment live;
};

/* All forms, NULL-ended: the only other place that changes when one is added. */
extern const struct repayment *const repayments[];

/* The form that the word means, or NULL. */
const struct repayment *repayment_find(const char *word);

/* Payment dates of a loan with regular dates that lie in its holiday. */
int loan_holiday_dates(const struct loan *l);

/* Month of the n-th regular payment date (from 1) of a loan whose first month is known. */
int loan_date(const struct loan *l, int n);

#endif
