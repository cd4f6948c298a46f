/* Caps: the room that a contract's entitlements have left, over the contract and within a year. */
#ifndef SIBYL_SCHEME_ROOM_H
#define SIBYL_SCHEME_ROOM_H

#include "scheme/condition.h"

/* The sum of positive less negative entitlements stays at or below a limit: the room left before a month is shared among
 * the month's positive entitlements pro rata, by largest remainder in the order of terms; a negative entitlement gives
 * its room back to later months. */
extern const struct condition condition_cap;        /* over the whole contract */
extern const struct condition condition_annual_cap; /* within a contract year or a financial year */

#endif
