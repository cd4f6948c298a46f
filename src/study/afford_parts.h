/* The parts of an affordability study that vary something: the loan's size, cash, assumptions, terms. */
#ifndef SIBYL_STUDY_AFFORD_PARTS_H
#define SIBYL_STUDY_AFFORD_PARTS_H

#include "study/assess.h"

/* A change that changes nothing, about the party asked of. */
struct change afford_change(const struct assessor *a);

/* The loan's size: which of those looked at is best, and within which all tests are passed. */
void afford_sizes(struct assessor *a);

/* The unrestricted cash at the start with which the liquidity test would be passed. */
void afford_extra_cash(struct assessor *a);

/* How far each assumption can go before the verdict is another. */
void afford_flips(struct assessor *a);

/* Terms that could be asked for, the most helpful first. results: of the scheme as it is (NULL: not known). */
void afford_terms(struct assessor *a, const struct results *results);

#endif
