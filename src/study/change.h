/* Changes that make a scenario where no single setting does: work or a loan left out, referrals, success and payment
 * other than assumed. They act on what the file says, before it is validated, or on the scheme before it is run; the
 * file's text is not touched, and every draw keeps its random numbers. */
#ifndef SIBYL_STUDY_CHANGE_H
#define SIBYL_STUDY_CHANGE_H

#include "base/diag.h"
#include "scheme/scheme.h"

#include <sibyl/scheme.h>

#define CHANGE_SETS 16

/*   without_work  the party whose work is left out, by name, or NULL; without_loan: the loan's
 *   party         whose contracts and clients the rest is about
 *   volume        what referrals to the groups that the party serves are multiplied by
 *   success       what probabilities of outcomes are multiplied by (reversals excepted)
 *   later         months by which everything under the contracts that pay the party is paid later; negative: sooner, as far
 *                 as the month of the claim
 *   sets          n_sets settings changed by path */
struct change {
    const char *without_work, *without_loan, *party;
    double volume, success;
    int later;
    int n_sets;
    struct setting_override sets[CHANGE_SETS];
};

/* No change: factors of 1. */
struct change change_nothing(const char *party);

/* Opens a configuration with overrides and a change. Arguments and status as for scheme_open(). */
MUST_CHECK status change_open(const char *file, const struct setting_override *overrides, int n,
                              const struct change *change, struct diag *diag, struct scheme **scheme);

#endif
