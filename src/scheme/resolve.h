/* The parts of scheme_resolve(): what is checked, and what is derived from settings that hold together.
 *
 * What was read is sound in itself (names mean something, numbers are in range); here is checked what must hold between
 * settings. Checks come first and read nothing derived. */
#ifndef SIBYL_SCHEME_RESOLVE_H
#define SIBYL_SCHEME_RESOLVE_H

#include "scheme/scheme.h"
#include "scheme/tables.h"
#include "scheme/term.h"

/* ---- Faults ---- */

/* Adds an error about a setting: place is where its section stands (its path may be empty), key the setting in it or
 * NULL; format says what is wrong and what is allowed. */
__attribute__((format(printf, 4, 5))) void fault_add(struct diag *diag, const struct place *place, const char *key,
                                                     const char *format, ...);

/* The same as a note: worth knowing, and no error. */
__attribute__((format(printf, 4, 5))) void fault_note(struct diag *diag, const struct place *place, const char *key,
                                                      const char *format, ...);

/* ---- Quantities ---- */

/* The least and the greatest value that a quantity can take in a simulation, scaled (money in pence); 0 and 0 of NONE. */
double quantity_least(const struct scheme *s, int quantity);
double quantity_greatest(const struct scheme *s, int quantity);

/* Checks every quantity: amounts of money within their limits. */
void quantities_check(const struct scheme *s, struct diag *diag);

/* ---- Checks of the sections ---- */

void names_check(const struct scheme *s, struct diag *diag);
void factors_check(const struct scheme *s, struct diag *diag);
void groups_check(const struct scheme *s, struct diag *diag);
void outcomes_check(const struct scheme *s, struct diag *diag);
void branches_check(const struct scheme *s, struct diag *diag);
void behaviours_check(const struct scheme *s, struct diag *diag);
void parties_check(const struct scheme *s, struct diag *diag);
void funds_check(const struct scheme *s, struct diag *diag);
void contracts_check(const struct scheme *s, struct diag *diag);
void bonds_check(const struct scheme *s, struct diag *diag);
void loans_check(const struct scheme *s, struct diag *diag);
void tranches_check(const struct scheme *s, const struct bond *b, struct diag *diag);
void waterfall_check(const struct scheme *s, const struct bond *b, struct diag *diag);

/* A tranche's rank as it is written, or else as it is listed. */
int bond_rank(const struct bond *b, int tranche);

/* What a name in a written waterfall means; false when nothing. tranche is NONE where a step belongs to none. */
bool waterfall_find(const struct bond *b, const char *name, const struct step_kind **kind, int *tranche);

/* ---- What is settled before the checks: values of settings that were left out ---- */

/* Puts in what stands for "not given": last months, given flags, single payers, delays of nothing.
 * Returns SIBYL_ERR_NO_MEMORY or SIBYL_OK. */
MUST_CHECK status defaults_settle(struct scheme *s);

/* Whose behaviour each provider follows, if it does anything. */
void behaviours_settle(struct scheme *s);

/* ---- What is derived. All return SIBYL_ERR_NO_MEMORY, or SIBYL_OK also when they add errors. ---- */

/* Providers, who always pays, who settles. */
MUST_CHECK status providers_resolve(struct scheme *s);

/* Subtrees, the order of payment and of settlement; an error where contracts close a loop. */
MUST_CHECK status tree_resolve(struct scheme *s, struct diag *diag);

/* Financial years, eras, contract windows. */
MUST_CHECK status calendar_resolve(struct scheme *s);
MUST_CHECK status eras_resolve(struct scheme *s);

/* Counted parts, what is passed on, thinning. */
MUST_CHECK status parts_resolve(struct scheme *s);

/* Claim cycles of all terms, and the last month in which anything is due. */
MUST_CHECK status cycles_resolve(struct scheme *s);

/* Why each contract may end before its dates; an error where what is said of endings does not hold together. */
void endings_resolve(struct scheme *s, struct diag *diag);

/* An error or a note where clients of a party that fails cannot move as it says. */
void moves_check(const struct scheme *s, struct diag *diag);

/* Forks, parents first; an error where outcomes follow each other in a circle. */
MUST_CHECK status forks_resolve(struct scheme *s, struct diag *diag);

/* Ranks, commitments and ends of delivery. */
MUST_CHECK status bonds_resolve(struct scheme *s);
/* The steps of a bond's waterfall, once its ranks are known. */
MUST_CHECK status waterfall_resolve(struct scheme *s, struct bond *b);
/* The words of all steps, once everything is known to hold together. */
MUST_CHECK status waterfalls_put_words(struct scheme *s);

/* Payment dates, days of interest and amounts owed; errors where dates do not fit the scheme's months. */
MUST_CHECK status loans_resolve(struct scheme *s, struct diag *diag);

/* The correlation's factor; an error where it is no correlation matrix. */
MUST_CHECK status correlation_resolve(struct scheme *s, struct diag *diag);

/* ---- What is proven at the end ---- */

/* Each term's own check; results paid for more than once by one payer. */
void terms_check(const struct scheme *s, struct diag *diag);

/* No two sources of uncertainty have the same stream, and there are not too many of them. */
MUST_CHECK status streams_check(const struct scheme *s, struct diag *diag);

/* No amount can pass the limit of 1e15 pence, and no law of clients has too many cells. */
MUST_CHECK status bounds_check(struct scheme *s, struct diag *diag);

#endif
