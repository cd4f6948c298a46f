/* Money: whole pence (minor units) in 64 bits, rounded in two places only: a product with a rate, and a split. */
#ifndef SIBYL_BASE_MONEY_H
#define SIBYL_BASE_MONEY_H

#include <stddef.h>
#include <stdint.h>

typedef int64_t money;

/* No total passes this: 10 trillion in the main unit. Sums of 9,000 such amounts still fit in 64 bits. */
#define MONEY_MAX ((money)1000000000000000)

/* Real pence to whole pence, half to even. |pence| < 2^51; adding 1.5 * 2^52 leaves a double no room for a fraction, so
 * that the addition itself rounds, and loops over lanes stay simple. */
static inline money money_round(double pence) {
    const double shift = 6755399441055744.0; /* 1.5 * 2^52 */
    return (money)(pence + shift - shift);
}

/* An amount times a rate, rounded once, half to even. */
static inline money money_times(money amount, double rate) { return money_round((double)amount * rate); }

/* Splits a total by weights: largest remainder, ties to the first.
 *   total    pence, of either sign
 *   weights  [n], each >= 0; all zero means equal parts
 *   n        1 or more
 *   parts    [n], filled: they sum to the total, none of the other sign */
void money_split(money total, const double *weights, int n, money *parts);

/* Splits a total in proportion to amounts in exact whole numbers; largest remainder, ties to the first.
 *   total  0 ... sum of owed
 *   owed   [n] >= 0
 *   parts  [n], filled: they sum to the total; parts[i] <= owed[i] */
void money_split_pro_rata(money total, const money *owed, int n, money *parts);

/* Longest text that money_format makes, with its end. */
#define MONEY_TEXT 48

/* "£12,345.67", or "£12,346" without pence (half to even); a minus stands before the symbol.
 *   symbol  "£", or "CHF "; buf at least MONEY_TEXT bytes plus the symbol. Returns buf. */
char *money_format(money amount, const char *symbol, int with_pence, char *buf, size_t size);

#endif
