/* Pieces of the sentences in which terms and conditions read. */
#ifndef SIBYL_SCHEME_TERM_WORDS_H
#define SIBYL_SCHEME_TERM_WORDS_H

#include "scheme/term.h"
#include "scheme/term/reduction.h"

/* Writes an amount of pence: "£1,500" or "£2,385.17". */
void words_money(const struct scheme *s, money amount, struct text_buf *out);

/* Writes a quantity of money by its mean: "£1,500", or "about £1,500" where it is uncertain. */
void words_quantity(const struct scheme *s, int quantity, struct text_buf *out);

/* Writes a quantity that is no money by its mean: "120", or "about 120". */
void words_number(const struct scheme *s, int quantity, struct text_buf *out);

/* Writes n rows of a table: "pays £4,800,000 at 8.5%, £5,300,000 at 10%", with `between` for the comma. */
void words_rewards(const struct scheme *s, const struct reward *row, int n, const char *between, struct text_buf *out);

/* The name of an outcome, or "start". */
const char *words_counted(const struct scheme *s, int outcome);

/* Writes a price: "£1,500", or "£11,000 (opiate) or £5,000 (alcohol)". */
void words_price(const struct scheme *s, const struct by_group *price, struct text_buf *out);

/* Writes a share as "30%", with as many decimals as it needs, up to three. */
void words_percent(double share, struct text_buf *out);

/* Writes "; past 200 starts in a contract year, 30% of it", or nothing without a threshold. */
void words_threshold(double threshold, double marginal, const char *results, struct text_buf *out);

#endif
