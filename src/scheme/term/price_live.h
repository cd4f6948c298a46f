/* The formulas of what the prices of all mechanisms have in common, as scheme/term/price.h has their rules. */
#ifndef SIBYL_SCHEME_TERM_PRICE_LIVE_H
#define SIBYL_SCHEME_TERM_PRICE_LIVE_H

#include "scheme/live.h"
#include "scheme/term/price.h"

/* Lines: results of a month over the groups that a price names, and what those billed come to at base price. */
struct live_priced {
    int count, base;
};

/* The counts of the groups that a price names, together; and what those of one part (its place in the contract; NONE: of all)
 * come to at base price. words: what is counted; label: of the row. */
int price_live_count(const struct live *l, const struct by_group *price, const struct live_counted *counted,
                     const char *words);
int price_live_base(const struct live *l, const struct by_group *price, const struct live_counted *counted, int part,
                    const char *label);

/* The formulas of price_results().
 *   counted  what thresholds and tiers go by; prices apply to the same as billed
 *   words    what is priced, for labels: "outcomes"
 *   threshold  NOT_GIVEN: the count is not asked for */
struct live_priced price_live(const struct live *l, const struct by_group *price, const struct live_counted *counted,
                              const char *words, double threshold);

/* The weights by which an entitlement splits, where they are asked for: [part] lines of price times what is billed. */
void price_live_weights(const struct live *l, const struct by_group *price, const struct live_counted *counted,
                        int *weight);

/* The same of a claim period so far; place: line: the month's number in it, from 0. */
void price_live_weights_in_period(const struct live *l, const struct by_group *price,
                                  const struct live_counted *counted, int place, int *weight);

/* An amount times the price index and the local factor (a quantity, or NONE): the line itself where there is neither. */
int price_live_raised(const struct live *l, int amount, int local);

/* Appends "*index*local". */
void price_live_raise(const struct live *l, int local, struct live_formula *f);

/* What has come together of a line before the month: since the contract began, or in the contract year. */
int price_live_before(const struct live *l, const char *words, int line, bool by_year);

/* The formulas of price_past_threshold(): pence before index and local factor. */
int price_live_past_threshold(const struct live *l, const struct live_priced *p, double threshold, double marginal);

#endif
