/* A small scheme on which one term stands: two groups, two providers, three outcomes, three contracts in a chain. */
#ifndef TERMS_STAGE_H
#define TERMS_STAGE_H

#include "scheme/term.h"

enum { STAGE_GROUPS = 2, STAGE_PROVIDERS = 2, STAGE_MONTHS = 60, STAGE_QUANTITIES = 40, STAGE_COHORTS = 4 };
enum { OPIATE, ALCOHOL };
enum { HARBOUR, BRIDGE };
enum { DRUG_FREE, STAYED_FREE, RELAPSE, STAGE_OUTCOMES };
enum { COUNCIL, SPV, NORTHGATE, COUNTY, STAGE_PARTIES };
enum { OUTCOMES_CONTRACT, SERVICE_CONTRACT, SUBCONTRACT, STAGE_CONTRACTS };

struct stage {
    struct scheme scheme;
    struct contract contracts[STAGE_CONTRACTS];
    struct term term;
    struct term_view view;
    struct entitlement out;
    double q[STAGE_QUANTITIES][LANES];
    double state[2][LANES];
    double weight[STAGE_PROVIDERS * STAGE_GROUPS * LANES], loss_weight[STAGE_PROVIDERS * STAGE_GROUPS * LANES];
    double price_index[LANES];
    money after[(STAGE_MONTHS + 1) * LANES];
    struct measured measured[STAGE_COHORTS];
};

/* The stage with one term of the kind, under the service contract (months 1 to 36, both providers), all of whose
 * settings are left out. */
struct stage *stage_of(const char *pay);

/* The term's setting of that name, as the reader sees it: by its row in the kind's table. */
void *stage_setting(struct stage *st, const char *key);

/* A list setting made of n items, and the member of an item. */
void stage_list(struct stage *st, const char *key, int n);
void *stage_item(struct stage *st, const char *key, int i, const char *member);

/* A member of a setting that is a group of settings. */
void *stage_inside(struct stage *st, const char *key, const char *member);

/* A new quantity with that value in all lanes. */
int stage_quantity(struct stage *st, double value);

/* A price by group; a negative one leaves the group out. */
struct by_group stage_price(struct stage *st, double opiate, double alcohol);

/* Sets the count of starts (START) or of an outcome, in all lanes. */
void stage_count(struct stage *st, int what, int month, int provider, int group, double count);

/* Sets the number of referrals, in all lanes. */
void stage_referrals(struct stage *st, int month, int provider, int group, double count);

/* Sets what an outcome counts for where prices apply to it, which is its count until then. */
void stage_billed(struct stage *st, int what, int month, int provider, int group, double count);

/* Sets how many of an outcome in a month came that many months after their parent. */
void stage_delayed(struct stage *st, int what, int month, int delay, int provider, int group, double count);

/* Sets how many of an outcome were to be expected without the service, in all lanes. */
void stage_without(struct stage *st, int what, int month, int provider, int group, double count);

/* What the term earns in a month, which comes after the months asked for before. */
const struct entitlement *stage_earn(struct stage *st, int month);

/* The weight of a part and group in the last entitlement. */
double stage_weight(const struct stage *st, int part, int group, int lane);

/* The term's words. */
const char *stage_words(struct stage *st);

/* How many errors the term's check finds, and how the first reads. */
int stage_errors(struct stage *st, const char **first);

#endif
