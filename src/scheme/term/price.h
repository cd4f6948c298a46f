/* What the prices of all mechanisms have in common: groups, indexation, local factors, and thresholds.
 *
 * "The groups of a term" are those that its price names; a group left out is neither paid nor counted by it. */
#ifndef SIBYL_SCHEME_TERM_PRICE_H
#define SIBYL_SCHEME_TERM_PRICE_H

#include "scheme/tables.h"
#include "scheme/term.h"

#define TERM_COUNT_MAX 1e9
#define TERM_FACTOR_MAX 100

/* The row of the local factor that every price has. */
#define PRICE_PARAM_LOCAL(at)                                                                                          \
    {                                                                                                                  \
        "local", PARAM_QUANTITY, at, false, UNIT_FACTOR, 0, UNBOUNDED, NAN, NULL,                                      \
            "what prices are multiplied by in this place; default 1"                                                   \
    }
/* The rows of a threshold and of the share of the price past it. */
#define PRICE_PARAM_THRESHOLD(at, of_what)                                                                             \
    {                                                                                                                  \
        "threshold", PARAM_NUMBER, at, false, UNIT_COUNT, 0, TERM_COUNT_MAX, NOT_GIVEN, NULL,                          \
            of_what " in a contract year, all groups of the term together, past which the marginal price holds"        \
    }
#define PRICE_PARAM_MARGINAL(at)                                                                                       \
    {                                                                                                                  \
        "marginal", PARAM_NUMBER, at, false, UNIT_FACTOR, 0, TERM_FACTOR_MAX, NOT_GIVEN, NULL,                         \
            "share of the price that is paid past the threshold; 0 is a ceiling"                                       \
    }

/* Month 0 of a setting means that it was left out: the month itself, or the one that stands in for it. */
static inline int month_or(int month, int otherwise) { return month > 0 ? month : otherwise; }

/* The contract year, from 0, of a month at or after the contract's `from` (earlier months: 0). */
int contract_year(const struct contract *c, int month);

/* Whether a contract year begins in the month. */
bool contract_year_begins(const struct contract *c, int month);

/* The price index of a contract year, by repeated multiplication so that all who ask get the same bits.
 *   c      the contract, whose indexation may be NONE
 *   t      the term whose prices are meant: what conditions scale them by (the share at risk, attribution) is in; NULL:
 *          the indexation alone
 *   q      q[quantity][LANES]: the path's quantities
 *   year   contract year from 0
 *   index  receives (1 + indexation)^year times the conditions' factors, over lanes */
void price_index_of_year(const struct contract *c, const struct term *t, const double (*q)[LANES], int year,
                         double index[LANES]);

/* Multiplies amounts by what every price of a term is raised by: the price index and the local factor.
 *   view    the term
 *   index   the price index of the term, over lanes
 *   local   quantity, or NONE for 1
 *   amount  over lanes, changed in place */
void price_raise(const struct term_view *view, const double index[LANES], int local, double amount[LANES]);

/* Counts of a month and what they come to at base price, over lanes and the groups of a term.
 *   count  results, summed over the contract's parts and the priced groups
 *   base   pence: Σ price_g * billed results */
struct priced {
    double count[LANES];
    double base[LANES];
};

/* Sums the counts of a month.
 *   view   whose contract's parts are counted
 *   price  the groups that it names are counted; NULL: all
 *   grid   what is counted, and its month
 *   count  receives the sum over parts and groups */
void price_count(const struct term_view *view, const struct by_group *price, const struct count_grid *grid, int month,
                 double count[LANES]);

/* Sums and prices the results of the view's month.
 *   counted  as thresholds and tiers go by them
 *   billed   the same as prices apply to them (struct term_view): at their levels, and in the groups they are coded as
 *   out      is overwritten */
void price_results(const struct term_view *view, const struct by_group *price, const struct count_grid *counted,
                   const struct count_grid *billed, struct priced *out);

/* Adds scale * price_g * count of part and group to the weights by which an entitlement is split.
 *   scale   over lanes; NULL: 1
 *   weight  as in struct entitlement */
void price_weights(const struct term_view *view, const struct by_group *price, const struct count_grid *grid, int month,
                   const double *scale, double *weight);

/* What results are worth when those past a threshold are paid at a share of the price; in the month of crossing the
 * number past the threshold comes from the groups in proportion.
 *   view       whose state[0] holds the results of the contract year before this month (not without a threshold);
 *              this month's are added
 *   p          count and base price of the month
 *   threshold  results in the year, or NOT_GIVEN
 *   marginal   share of the price past it
 *   gain       receives pence before index and local factor */
void price_past_threshold(const struct term_view *view, const struct priced *p, double threshold, double marginal,
                          double gain[LANES]);

/* The results of the contract year before the view's month: array `i` of the state, emptied when a year begins. */
double *price_year_to_date(const struct term_view *view, int i);

/* The lanes, in bits, in which the results to date (state[0]) have reached a number, by the end of the view's month; by_year:
 * only while the contract year lasts that they are counted in. */
uint64_t price_spent(const struct term_view *view, double number, bool by_year);

/* Whether the term prices the group. */
bool price_names_group(const struct by_group *price, int group);

/* Adds the fault of a price that names no group. */
void price_check_groups(const struct scheme *s, const struct term *t, const struct by_group *price, struct diag *diag);

/* Adds the faults of a threshold and its marginal share: both or neither are given. */
void price_check_threshold(const struct term *t, double threshold, double marginal, struct diag *diag);

#endif
