/* Contracts and tranches in words, as far as their terms do not say it themselves. */
#ifndef SIBYL_REPORT_TERMS_H
#define SIBYL_REPORT_TERMS_H

#include "base/text.h"
#include "scheme/scheme.h"

/* Adds what holds for all terms of a contract: claims, last dates, and its conditions in the order in
 * which they act. Nothing when there is nothing. */
void terms_conditions(struct text_buf *out, const struct scheme *s, const struct contract *c);

/* Adds what a tranche earns: ", coupon 4%, return capped at 13% a year". */
void terms_tranche(struct text_buf *out, const struct scheme *s, const struct tranche *t);

/* Adds how a loan is drawn, what it costs and how it is paid back: ", drawn in Apr 2012, at 7.01% a year, ...". */
void terms_loan(struct text_buf *out, const struct scheme *s, const struct loan *l);

/* Adds when a bond distributes, what its spv keeps, and the order of the waterfall. */
void terms_waterfall(struct text_buf *out, const struct scheme *s, const struct bond *b);

/* Adds what a bond's guarantor makes good. */
void terms_guarantee(struct text_buf *out, const struct scheme *s, const struct bond *b);

/* Adds a term in its own words. */
void terms_term(struct text_buf *out, const struct scheme *s, const struct contract *c, const struct term *t);

/* The last month of a contract's service. */
int terms_last_month(const struct scheme *s, const struct contract *c);

#endif
