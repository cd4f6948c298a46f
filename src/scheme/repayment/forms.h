/* The forms of repayment, one a file: annuity.c, bullet.c, ... */
#ifndef SIBYL_SCHEME_REPAYMENT_FORMS_H
#define SIBYL_SCHEME_REPAYMENT_FORMS_H

#include "scheme/repayment.h"
#include "scheme/tables.h"

extern const struct repayment repayment_annuity;
extern const struct repayment repayment_bullet;
extern const struct repayment repayment_equal_principal;
extern const struct repayment repayment_revenue_share;
extern const struct repayment repayment_revolving;
extern const struct repayment repayment_schedule;

/* The table of a form without parameters of its own. */
extern const struct param_table repayment_no_settings;

/* The first regular payment date after the holiday, and the last payment date. */
int repayment_after_holiday(const struct loan *l);
int repayment_on_last_date(const struct loan *l);

/* The same as points of a book of formulas. */
int repayment_live_after_holiday(const struct live_loan *l);
int repayment_live_on_last_date(const struct live_loan *l);

/* Whether a lane's principal has changed otherwise than by repayment. */
static inline bool repayment_is_fresh(const struct repayment_view *v, int lane) { return v->fresh >> lane & 1; }

#endif
