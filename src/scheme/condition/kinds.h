/* The conditions, one a file: verified.c, at_risk.c, ... */
#ifndef SIBYL_SCHEME_CONDITION_KINDS_H
#define SIBYL_SCHEME_CONDITION_KINDS_H

#include "scheme/condition.h"

extern const struct condition condition_verified;
extern const struct condition condition_attribution;
extern const struct condition condition_at_risk;
extern const struct condition condition_minimum_volume;
extern const struct condition condition_annual_cap;
extern const struct condition condition_cap;
extern const struct condition condition_minimum_performance;
extern const struct condition condition_floor;
extern const struct condition condition_retention;
extern const struct condition condition_late;

/* The most that can be earned in a year, by contract or financial year, where the contract has an annual cap. */
bool annual_cap_of(const struct contract *c, money *amount);

#endif
