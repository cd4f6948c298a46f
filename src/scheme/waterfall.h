/* The waterfall: how what a bond's spv can distribute runs down to fees and tranches.
 *
 * Every kind of step is one file in scheme/waterfall/ with its rule and its words; a bond's order is a list of steps. A
 * step sees what may be claimed and what is left, over lanes, and knows nothing of cash, months or clients. */
#ifndef SIBYL_SCHEME_WATERFALL_H
#define SIBYL_SCHEME_WATERFALL_H

#include "base/lanes.h"
#include "base/text.h"
#include "scheme/live.h"

/* For what a tranche takes money: two claims that it has, and profit beyond them. */
enum take { TAKE_INTEREST, TAKE_PRINCIPAL, TAKE_PROFIT, TAKES };
enum { CLAIMS = TAKE_PROFIT };

/* A tranche in a distribution, in pence over lanes, all >= 0.
 *   owed    what it may claim now
 *   held    principal that falls due later: set aside when its turn comes, so that nobody after it is paid from it
 *   room    what its irr_cap lets it take yet, of everything; MONEY_MAX without one. Falls as it takes
 *   earned  what came back to it before this distribution beyond its principal
 *   taken   of this distribution */
struct tranche_claim {
    money owed[CLAIMS][LANES];
    money held[LANES];
    money room[LANES];
    money earned[LANES];
    money taken[TAKES][LANES];
};
struct fee_claim {
    money owed[LANES], taken[LANES];
};

/* A distribution as it runs down the waterfall.
 *   left     what no step has taken yet
 *   kept     what was set aside for principal that falls due later; it stays in the spv. aside: by the last step
 *   claimed  what the last step could have taken had there been enough: it takes that, or all that is left
 *   excess   what a capped tranche may not take of its share of the residual
 *   broken   lanes in which a step was short while something was left for a later one, or took more than it may
 *   one_lane [2 * tranches] scratch; shares [tranches] scratch */
struct payout {
    const struct bond *bond;
    struct tranche_claim *tranche;
    struct fee_claim *fee;
    money left[LANES], kept[LANES], aside[LANES], claimed[LANES], excess[LANES];
    uint64_t broken;
    money *one_lane;
    double *shares;
};

/* The same as rows of formulas (scheme/live.h): lines of pence, NONE for what is never anything.
 *   prefix   with which labels of the bond begin: "Harbour SPV"
 *   room     NONE: it is not capped
 *   earned   there where somebody catches up
 *   left     NONE: nothing; excess likewise */
struct live_tranche {
    int owed[CLAIMS], held, room, earned, taken[TAKES];
};
struct live_fee {
    const char *label;
    int owed, taken;
};
struct live_payout {
    struct live_book *book;
    int sheet;
    const char *prefix;
    const struct bond *bond;
    struct live_tranche *tranche;
    struct live_fee *fee;
    int left, kept, claimed, excess;
};

/* A kind of step.
 *   word      in the configuration: "fees", or after a tranche's name, "senior.interest"
 *   of_tranche  whether it belongs to a tranche
 *   together  tranches of one rank that stand side by side share it pro rata
 *   needed    whether a bond (and tranche) has something that is paid in such a step
 *   pay       takes from what is left
 *   words     what it pays, as part of a sentence: "interest of senior"
 *   live      writes the formulas of `pay`: rows of what is claimed and taken; sets left and claimed to the step's */
struct step_kind {
    const char *word;
    bool of_tranche;
    bool together;
    bool (*needed)(const struct scheme *s, const struct bond *b, int tranche);
    void (*pay)(const struct waterfall_step *step, struct payout *d);
    void (*words)(const struct scheme *s, const struct bond *b, const struct waterfall_step *step,
                  struct text_buf *out);
    void (*live)(const struct waterfall_step *step, struct live_payout *d);
};

/* All kinds, NULL-ended, and those that the usual order is made of. */
extern const struct step_kind *const step_kinds[];
extern const struct step_kind step_fees, step_interest, step_principal, step_catch_up, step_residual;

/* Runs a distribution down all steps of its bond. `told`, where not NULL, is called after each step with what was left
 * before it in lane 0. */
typedef void (*step_told)(void *user, const struct waterfall_step *step, const struct payout *d, money before);
void waterfall_run(struct payout *d, step_told told, void *user);

/* Sets aside for the tranches of a step what is held for them. */
void waterfall_set_aside(const struct waterfall_step *step, struct payout *d);

/* Pays one claim of the tranches of a step: in full, or pro rata to what each may claim. */
void waterfall_pay_claims(const struct waterfall_step *step, struct payout *d, enum take what);

/* The same as rows of formulas; what a tranche takes for one purpose adds up over steps. */
void waterfall_live_set_aside(const struct waterfall_step *step, struct live_payout *d);
void waterfall_live_claims(const struct waterfall_step *step, struct live_payout *d, enum take what);
void waterfall_live_take(struct live_payout *d, int tranche, enum take what, int amount);

/* The name of a step as it is written: "senior.interest". */
void waterfall_name(const struct bond *b, const struct step_kind *kind, int tranche, struct text_buf *out);

/* The whole order in words: "fees left unpaid; interest of senior; ...". */
void waterfall_words(const struct bond *b, struct text_buf *out);

/* The shares of the residual of all tranches of a rank together. */
double waterfall_rank_share(const struct bond *b, int rank);

/* ---- Tables of a counted ratio ---- */

/* The table's value at count / per (0 / 0 is 0), at least its floor while the month is at or before floor_until: below
 * the first row 0, from the last row on the last; between rows steps hold and a line interpolates. A row is reached
 * with a tolerance of 1e-9 of per, so that equal ratios are equal whatever their last binary digits (rule 18). */
double ratio_lookup(const struct ratio_table *t, double count, double per, int month);

/* The same as a line of formulas: of counts by month (lines), as they have come to by each month.
 *   place, key  where the table stands in the configuration; name: with which labels begin */
struct ratio_counts {
    int count, per;
};
int ratio_live(struct live_book *book, int sheet, const struct place *place, const char *name, const char *key,
               const struct ratio_table *table, struct ratio_counts counts);

/* The most that the table can give. */
double ratio_greatest(const struct ratio_table *t);

/* "3% at 0.55 rising to 7.5% at 0.6 of restored per start". */
void ratio_words(const struct scheme *s, const struct ratio_table *t, struct text_buf *out);

#endif
