/* Rates: internal rates of return with a status, present values, level instalments. */
#ifndef SIBYL_BASE_RATE_H
#define SIBYL_BASE_RATE_H

#include "base/money.h"
#include "base/roots.h"

#include <stdbool.h>

enum irr_status {
    IRR_UNIQUE,     /* one root */
    IRR_SEVERAL,    /* more than one: none of them is "the" rate */
    IRR_NONE,       /* flows of both signs and no root */
    IRR_SAME_SIGN,  /* nothing is paid, or nothing comes back though something is not lost: no rate exists */
    IRR_TOTAL_LOSS, /* paid, and nothing comes back: -1 */
    IRR_BAD_INPUT   /* no flow, all zero, or a flow that is no number */
};
#define IRR_ROOTS_MAX 16

/* All internal rates of return, a period, of flows at whole periods (base/roots.h: none is missed).
 *   flow     [n], flow[t] at time t; money in any unit, in is positive
 *   scratch  [flows_scratch(n)]
 *   roots    receives the roots above -1 in rising order (at most IRR_ROOTS_MAX), n_roots how many */
enum irr_status rate_irr(const double *flow, int n, double *scratch, double roots[IRR_ROOTS_MAX], int *n_roots);

/* The same, a unit of time, of flows at times of their own: with time in years (days / 365) the XIRR of spreadsheets.
 *   time  [n], rising strictly */
enum irr_status rate_irr_at(const double *flow, const double *time, int n, double *scratch, double roots[IRR_ROOTS_MAX],
                            int *n_roots);

/* The one rate of flows that have exactly one; -1 for a total loss. False where there is none or several. */
bool rate_irr_unique(const double *flow, int n, double *scratch, double *rate);
bool rate_irr_unique_at(const double *flow, const double *time, int n, double *scratch, double *rate);

/* What a status means, in plain words, without a full stop. */
const char *rate_status_text(enum irr_status status);

/* Present value of flows at whole periods: sum of flow[t] / (1 + rate)^t.
 *   flow  [n], flow[t] at time t; money in any unit
 *   rate  a period, above -1 */
double rate_present_value(const double *flow, int n, double rate);

/* Level instalment of an annuity in arrears: P r / (1 - (1 + r)^-n), at r = 0 P / n, rounded half to even to a penny.
 *   principal  P >= 0, pence
 *   rate       r >= 0, a period
 *   n          instalments, 1 or more */
money rate_instalment(money principal, double rate, int n);

/* (1 + monthly)^12 - 1. */
double rate_annual_from_monthly(double monthly);

#endif
