/* The tables of the configuration's sections, and what they share. */
#ifndef SIBYL_SCHEME_TABLES_H
#define SIBYL_SCHEME_TABLES_H

#include "base/param.h"
#include "scheme/scheme.h"

/* Limits of settings. */
#define MONTHS_MAX 1200    /* a hundred years */
#define AMOUNT_MAX 1e13    /* of an amount of money, in the currency's main unit */
#define RATE_MIN (-0.99)   /* of a rate a year: everything but 1 % lost */
#define RATE_MAX 10.0      /* of a rate a year that is certain */
#define LOADING_MAX 0.999  /* of a loading on a factor, either side of 0 */
#define NOT_GIVEN (-2.0)   /* fallback outside the range of amounts, rates and months */
#define UNBOUNDED HUGE_VAL /* upper end of what may be drawn from a law without an upper bound */

/* Parts of rows that repeat. */
#define NO_RANGE 0, 0

extern const struct param_names factor_names, group_names, outcome_names, outcome_or_start_names, contract_names,
    party_names, fund_names, tranche_names;
extern const struct param_names investor_names, guarantor_names, receiver_names, lender_names;
extern const char *const party_kind_words[PARTY_KINDS + 1];

extern const struct param_table factor_table, group_table, outcome_table, party_table, contract_table, bond_table,
    loan_table, claim_table, late_table, renewal_table, review_table, bond_review_table, termination_table,
    default_termination_table, ratio_table, behaviour_table;

#endif
