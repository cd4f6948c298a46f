/* What the formulas of own costs and of staff have in common. */
#ifndef SIBYL_ENGINE_TWIN_SPENDING_H
#define SIBYL_ENGINE_TWIN_SPENDING_H

#include "engine/twin/twin_formula.h"

/* Which series by month of a party is meant, for reading what a csv gave: the cost, income or staff of a number. */
enum twin_series { SERIES_COST, SERIES_INCOME, SERIES_STAFF };

/* Adds a number by month (`key` of the settings at a place): the sum over the spells that cover the month. `words`: for
 * the label of what a csv gives. */
void twin_series(struct twin_formula *f, const struct series *series, const struct place *place, const char *key,
                 enum grid_unit unit, int party, enum twin_series which, int number);

/* Whether a quantity is left out, or a default of nought. */
bool twin_is_none(const struct twin *t, int quantity);

/* What amounts are multiplied by for growth, by year, and VAT; NONE: by nothing. */
int twin_growth(struct twin *t, const struct place *place, const char *label, int growth, double vat);

/* Posts what is spent (or comes in) as whole pence, nothing once the party trades no more. Returns the line. */
int twin_spent(struct twin *t, int party, const char *label, int raw);

/* Staff of one `workers` section: how many there are, what they cost and what changes among them cost (NONE: nothing). */
void twin_staff(struct twin *t, int party, int number, int *cost, int *change);

/* A label of theirs: "Harbour: staff (2), WORDS" where there are several sections. */
const char *twin_staff_label(struct twin *t, int party, int number, const char *words);

/* Restricted funds of a party while its costs are paid, one after the other.
 *   left  [fund]: what is left of each; NONE: the party has none such */
struct purse {
    int *left;
};

/* Takes a cost from the funds that may pay it, in their order. Returns the line of what general cash must bear.
 *   when  words for the labels, "" or ", before receipts" */
int twin_pay_from(struct twin *t, struct purse *purse, const struct refs *funds, int amount, const char *label,
                  const char *when);

#endif
