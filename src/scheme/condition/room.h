/* What caps have in common: the room that a contract's entitlements have left. */
#ifndef SIBYL_SCHEME_CONDITION_ROOM_H
#define SIBYL_SCHEME_CONDITION_ROOM_H

#include "scheme/condition.h"

/* Keeps the sum of positive less negative entitlements at or below a limit: the room left before the month is shared
 * among its positive entitlements pro rata, by largest remainder in the order of lines. used: the sum before the month. */
void room_cut(const struct month_earned *m, money limit, const money used[LANES]);

/* Adds the month's gains less its losses to what is used: a negative entitlement gives its room back to later months. */
void room_use(const struct month_earned *m, money used[LANES]);

/* The lanes, in bits, in which no room is left under a limit. */
uint64_t room_spent(money limit, const money used[LANES]);

#endif
