/* Conditions of a contract: what becomes of a month's entitlements once its terms have said what was earned.
 *
 * Every condition is one file with its rule and its words; the order of the list is the order in which they act. They
 * see whole pence, over lanes, and know nothing of clients. */
#ifndef SIBYL_SCHEME_CONDITION_H
#define SIBYL_SCHEME_CONDITION_H

#include "base/lanes.h"
#include "base/text.h"
#include "scheme/scheme.h"

struct condition;

/* What a contract's terms have earned in a month.
 *   gain     [term * LANES + lane] pence, >= 0; conditions change it in place
 *   loss     [term * LANES + lane] pence of negative entitlements, >= 0
 *   cut      [lane] pence that conditions have cut off gains; added to
 *   one_lane [2 * n_terms] for the conditions' own use: terms of one lane
 *   acted    called after each condition has acted, with watcher, for a replay that is told; NULL in a run */
struct month_earned {
    const struct scheme *scheme;
    const struct contract *contract;
    int month;
    int n_terms;
    money *gain;
    const money *loss;
    money *cut;
    money *one_lane;
    void (*acted)(void *watcher, const struct month_earned *m, const struct condition *k);
    void *watcher;
};

/* A condition.
 *   key    its key in the contract's settings
 *   given  whether the contract has it
 *   begin  prepares the sum for the month (a new year empties it); may be NULL
 *   apply  changes the gains of the month; `sum` is its own array over lanes, zero at the path's start
 *   post   takes what is left after all conditions into its sum
 *   words  how it reads in a report */
struct condition {
    const char *key;
    bool (*given)(const struct contract *c);
    void (*begin)(const struct month_earned *m, money sum[LANES]);
    void (*apply)(const struct month_earned *m, const money sum[LANES]);
    void (*post)(const struct month_earned *m, money sum[LANES]);
    void (*words)(const struct scheme *s, const struct contract *c, struct text_buf *out);
};

/* All conditions in the order in which they act, NULL-ended. */
extern const struct condition *const conditions[];

/* How many sums over lanes a contract's conditions keep: one for each that it has. */
int conditions_sums(const struct contract *c);

/* Begins a month: called once for every month in order, from 1, also when nothing will be earned in it.
 *   m     the month; its entitlements are not looked at
 *   sums  [conditions_sums(contract)][LANES], zero at the path's start, kept from month to month */
void conditions_begin(const struct month_earned *m, money (*sums)[LANES]);

/* Applies all conditions of the contract to what was earned in a month that has begun. A month may be given in several
 * parts (what is earned at once, what is passed on when it comes in): later ones have the room that earlier ones left. */
void conditions_apply(const struct month_earned *m, money (*sums)[LANES]);

#endif
