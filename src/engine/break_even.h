/* What would have to be true: break-even referrals and success, and the share of income at risk (rule 85). */
#ifndef SIBYL_ENGINE_BREAK_EVEN_H
#define SIBYL_ENGINE_BREAK_EVEN_H

#include "engine/factors.h"

/* Of one party.
 *   volume   what referrals would have to be multiplied by for the expected case's surplus to be 0; success: the same of
 *            outcome probabilities and measured effects; NAN: there is no such number up to FACTOR_MOST
 *   at_risk  1 - income if no result were achieved / expected income; NAN: no income */
struct break_even {
    int party;
    double volume, success, at_risk;
};

/* Works them out for every party of the scheme: found[parties]; targets[parties] is scratch. */
void break_even_find(struct workspace *ws, struct break_even *found, struct factor_target *targets);

#endif
