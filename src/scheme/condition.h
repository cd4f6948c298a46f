/* Conditions of a contract: what becomes of a month's entitlements once its terms have said what was earned.
 *
 * Every condition is one file in scheme/condition/ with its key, its parameters, its rule and its words; the list is the
 * only other place that changes when one is added, and its order is that in which they act. A condition does one or
 * several of these: it scales what prices of a term are worth, adds an entitlement of its own, cuts, or holds back what
 * falls due. They see whole pence, over lanes, and consume no randomness. */
#ifndef SIBYL_SCHEME_CONDITION_H
#define SIBYL_SCHEME_CONDITION_H

#include "base/lanes.h"
#include "base/param.h"
#include "base/text.h"
#include "scheme/scheme.h"
#include "scheme/term.h"

struct condition;
struct live;
struct live_held;
struct live_month;

/* What a contract has earned in a month, or in a part of it. Its lines are its terms and, after them, one for each
 * condition that has entitlements of its own, in the order of the list.
 *   gain     [line * LANES + lane] pence, >= 0; conditions change it in place
 *   loss     [line * LANES + lane] pence of negative entitlements, >= 0
 *   cut      [lane] pence that conditions have cut off gains; added to
 *   one_lane [2 * n_lines] for the conditions' own use: lines of one lane
 *   last     whether this is the month's last part, with which own entitlements are earned
 *   starts, outcomes[k]  what the contract counts; q[quantity][LANES] the path's quantities; index[LANES] the price index
 *            of the month's contract year (these four are looked at by own entitlements alone)
 *   going    bit mask over lanes: the contract has not ended early
 *   ends     bit mask over lanes: a judgement ends the contract; added to
 *   acted    called after each condition has acted, with watcher, for a replay that is told; NULL in a run */
struct month_earned {
    const struct scheme *scheme;
    const struct contract *contract;
    int month;
    int n_lines;
    money *gain;
    money *loss;
    money *cut;
    money *one_lane;
    bool last;
    const struct count_grid *starts;
    const struct count_grid *outcomes;
    const double (*q)[LANES];
    const double *index;
    uint64_t going;
    uint64_t *ends;
    void (*acted)(void *watcher, const struct month_earned *m, const struct condition *k);
    void *watcher;
};

/* Pence of a condition's own entitlement in a month: [LANES] each. */
struct own_entitlement {
    money *gain, *loss;
};

/* A condition. `settings` are its own, filled by its row; every member but param, size and given may be left out.
 *   param   its key in the contract: the row by which it is read into its settings (offset 0)
 *   size    bytes of its settings
 *   given   whether settings that were read are those of a contract that has the condition
 *   check   adds the faults of the settings, when the dates, parties and parts of all contracts are known; called for
 *           every contract, with NULL where it has not the condition
 *   accepts    the quantity that is the probability that a counted result is accepted
 *   ends    whether a judgement of it may end the contract
 *   scale   multiplies factor[LANES] by what the prices of a term are multiplied by in a contract year (from 0)
 *   n_sums  sums of money over lanes that it keeps; zero at the path's start, kept from month to month
 *   earns   whether it has entitlements of its own (a line)
 *   cuts    whether it can cut
 *   begin   prepares the sums for the month (a new year empties them)
 *   act     changes the gains of the month, or fills its own line (own: NULL where it earns none)
 *   post    takes what is left after all conditions into its sums
 *   spent   the lanes, in bits, in which nothing more can be earned in the month after the month
 *   hold    what of an amount due in a month is held back (0 before), and until which month; NONE: nothing
 *   live_hold  writes the formulas of hold (conditions_live_held() in scheme/live.h)
 *   most    an upper bound of all that can be earned, given that of what comes before it
 *   limit   the most that can be earned in all, or NO_LIMIT
 *   words   how it reads in a report
 *   live_scale, live  the formulas of scale (a line of the term's index, scaled) and of act (scheme/live.h); NULL where they are
 */
struct condition {
    struct param param;
    size_t size;
    bool (*given)(const struct scheme *s, const void *settings);
    void (*check)(const struct scheme *s, const struct contract *c, const void *settings, struct diag *diag);
    int (*accepts)(const void *settings);
    bool (*ends)(const void *settings);
    void (*scale)(const void *settings, const struct term *t, int year, const double (*q)[LANES], double factor[LANES]);
    int n_sums;
    bool earns, cuts;
    void (*begin)(const struct month_earned *m, const void *settings, money (*sums)[LANES]);
    void (*act)(const struct month_earned *m, const void *settings, money (*sums)[LANES], struct own_entitlement *own);
    void (*post)(const struct month_earned *m, const void *settings, money (*sums)[LANES]);
    uint64_t (*spent)(const struct month_earned *m, const void *settings, const money (*sums)[LANES]);
    int (*hold)(const void *settings, int due, const money amount[LANES], money held[LANES]);
    void (*live_hold)(const struct live *l, const void *settings, const char *name, int amount, int paid,
                      struct live_held *held);
    double (*most)(const struct scheme *s, const struct contract *c, const void *settings, double most);
    money (*limit)(const void *settings);
    void (*words)(const struct scheme *s, const struct contract *c, const void *settings, struct text_buf *out);
    int (*live_scale)(const struct live *l, const void *settings);
    void (*live)(struct live_month *m);
};

#define NO_LIMIT INT64_MAX

/* All conditions in the order in which they act, NULL-ended. */
extern const struct condition *const conditions[];

/* How many there are; a contract's settings of the i-th, NULL where it has not the condition. */
int conditions_count(void);
const void *condition_settings(const struct contract *c, int i);

/* The place of a condition in the list; of the one with a key, or NONE. */
int condition_place(const struct condition *condition);
int condition_find(const char *key);

/* Makes every contract's place of each condition hold its settings only where it has the condition. */
void conditions_settle(struct scheme *s);

/* Adds the faults of all conditions of a contract. */
void conditions_check(const struct scheme *s, const struct contract *c, struct diag *diag);

/* The quantity that is the probability that a counted result is accepted, or NONE: all are. */
int conditions_accept(const struct contract *c);

/* Whether a judgement of a condition may end the contract. */
bool conditions_end(const struct contract *c);

/* Whether a condition's settings refer to the outcome. */
bool conditions_use(const struct contract *c, int outcome);

/* Multiplies factor[LANES] by what the prices of a term are multiplied by in a contract year, counted from 0. */
void conditions_scale(const struct contract *c, const struct term *t, int year, const double (*q)[LANES],
                      double factor[LANES]);

/* How many sums over lanes a contract's conditions keep. */
int conditions_sums(const struct contract *c);

/* How many lines of its own a contract has beside its terms; which condition each of them is (from 0), NULL past the last. */
int conditions_lines(const struct contract *c);
const struct condition *conditions_line(const struct contract *c, int line);

/* Whether a condition of the contract can cut. */
bool conditions_cut(const struct contract *c);

/* Whether a condition of the contract acts on what is earned, or earns. */
bool conditions_act(const struct contract *c);

/* The most that can be earned under a contract in all, or NO_LIMIT. */
money conditions_limit(const struct contract *c);

/* An upper bound of all that can be earned, given that of its terms. */
double conditions_most(const struct scheme *s, const struct contract *c, double most);

/* Begins a month: called once for every month in order, from 1, also when nothing will be earned in it.
 *   m     the month; its entitlements are not looked at
 *   sums  [conditions_sums(contract)][LANES], zero at the path's start, kept from month to month */
void conditions_begin(const struct month_earned *m, money (*sums)[LANES]);

/* Applies all conditions of the contract to what was earned in a month that has begun. A month may be given in several
 * parts (what is earned at once, what is passed on when it comes in): later ones have the room that earlier ones left. */
void conditions_apply(const struct month_earned *m, money (*sums)[LANES]);

/* The lanes, in bits, in which a condition leaves nothing to be earned in the month after the month, once it has been applied. */
uint64_t conditions_spent(const struct month_earned *m, const money (*sums)[LANES]);

/* Whether a condition of the contract holds back what falls due. */
bool conditions_hold(const struct contract *c);

/* Takes what is held back out of an amount due in a month.
 *   n  how many hold, at most CONDITIONS_HOLD
 *   until, held  [n]: receives the months until which, and how much in each lane
 * Returns n. */
#define CONDITIONS_HOLD 4
int conditions_held(const struct contract *c, int due, money amount[LANES], int until[CONDITIONS_HOLD],
                    money held[CONDITIONS_HOLD][LANES]);

/* How lateness reads in a report: "20% of claims are paid 2 months late". */
void late_words(const struct scheme *s, const struct late *late, struct text_buf *out);

/* The lateness of what a term claims (its own, else its contract's), or NULL: claims are never paid late. */
const struct late *term_late(const struct contract *c, const struct term *t);

#endif
