/* The formulas of what caps have in common, as scheme/condition/room.h has their rules. */
#ifndef SIBYL_SCHEME_CONDITION_ROOM_LIVE_H
#define SIBYL_SCHEME_CONDITION_ROOM_LIVE_H

#include "scheme/live.h"

/* Gains less losses of the contract before the month, or the part of it that conditions see: since it began, or since the
 * last month in which a line is 1.
 *   words   since when, for labels: "in the contract year"
 *   begins  the line; NONE: since the contract began */
int room_live_used(const struct live_month *m, const char *words, int begins);

/* Gains less losses of the part as they stand, as a line. */
int room_live_now(const struct live_month *m);

/* The formulas of room_cut().
 *   words  which cap, for labels; limit: a point; used: from room_live_used() */
void room_live_cut(struct live_month *m, const char *words, int limit, int used);

#endif
