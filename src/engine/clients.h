/* Clients: who came, who started, who succeeded, who is in service. The only part, with evaluation, that consumes
 * random numbers month by month.
 *
 * Streams, of which month t is draw t (cells):
 *   groups.G                        cell 0: referrals
 *   parties.P                       month 0, cell 1: whether it never gets a referral
 *   groups.G.PROVIDER               cell 2046: the provider's part of what those before it left
 *                                   cell 2047: who of them is rejected
 *                                   cell 0: who engages; cell 1 + d: who of them starts d months later
 *   groups.G.PROVIDER.parked        cell 0: who of the month's starts is parked
 *   outcomes.X.PROVIDER.G           cell 0: who succeeds; cell 1 + d: after d months
 *   outcomes.X.PROVIDER.G.strata.N  cell 1 + d: how many of those are of stratum N (clients_inner.h)
 *   outcomes.X.PROVIDER.G.levels    cell i: how many of those who reach it get to level i and no further
 *   outcomes.X.PROVIDER.G.leaves    cell a: how many who started a months before are still there to leave
 *
 * When a provider stops in month t, of what falls due d months later or has started d months before (cell d):
 *   groups.G.PROVIDER.moves.waiting.0, .moves.service.0      who moves
 *   outcomes.X.PROVIDER.G.moves.age.A, .era.E, .delay.N, .left.0, .again.0   alike; by age, era of start, delay
 *   the same with .moves.to.OTHER                            who of those left goes to the other one */
#ifndef SIBYL_ENGINE_CLIENTS_H
#define SIBYL_ENGINE_CLIENTS_H

#include "engine/draws.h"
#include "scheme/term.h"

/* What has happened, by month. Grids are laid out as in struct count_grid (scheme/term.h), one for each era (spell of
 * start months that contracts tell apart: scheme->era_of_month); month 0 is empty.
 *   starts       [era]: starts of the month
 *   outcomes     [k * n_eras + era]: outcomes k that occur in the month, of clients who started in the era
 *   in_service   one grid: clients in service at the month's end (all eras); service [era] those of an era, where the
 *                scheme asks for them (scheme->service_by_era), else [0] is in_service
 *   referrals    one grid: referrals given to a provider; unserved  [month * n_groups + group] * LANES + lane: what nobody
 *                could take, and what providers rejected
 *   rejected     one grid: referrals that a provider rejected (creaming); parked: of the month's starts those parked;
 *                joined: people in service or waiting who come from a provider that has stopped;
 *                data is NULL where nobody does so
 *   levels       [k]: of outcomes with levels the levels of all who reach it in the month, summed (one grid, all eras);
 *                data is NULL for the others
 *   by_delay     for outcomes with keep_delays: [k * n_eras + era]: counts by month t and delay d since the parent:
 *                grid of month t, delay d at ((d * (horizon + 1) + t) ...); data is NULL for the others
 * Counts are whole numbers in doubles on simulated paths, expectations in the deterministic cases. Months that have not
 * been walked hold what is already on its way: only those walked are to be looked at. Lanes past the block's are 0.
 * After the scheme's last month nobody starts. */
struct clients {
    struct count_grid *starts;
    struct count_grid *outcomes;
    struct count_grid *service;
    struct count_grid in_service;
    struct count_grid referrals;
    struct count_grid rejected, parked, joined;
    double *unserved;
    struct count_grid *levels;
    struct count_grid *by_delay;
    struct clients_inner *inner; /* forks, streams, scratch */
};

/* Makes room for blocks of the scheme up to the horizon (months, at least the scheme's).
 * Returns SIBYL_ERR_NO_MEMORY when there is none; clients_free() frees. */
MUST_CHECK status clients_init(struct clients *c, const struct scheme *s, int horizon);
void clients_free(struct clients *c);
/* The bytes that it takes. */
size_t clients_bytes(const struct clients *c);

/* Empties all stocks and grids for a new block. */
void clients_begin(struct clients *c, const struct block *b, const struct draws *d);

/* Walks one month (1, 2, ... in order).
 *   trading  [provider]: bit mask over lanes in which it still trades: others get no referrals
 *   slack    [provider]: bit mask over lanes in which it slackens this month; NULL: nobody does */
void clients_month(struct clients *c, const struct block *b, const struct draws *d, int month, const uint64_t *trading,
                   const uint64_t *slack);

/* In lanes in which nobody brings a provider clients any more:
 *   clients_stop_starts  whoever waits to start in `month` or later does not
 *   clients_end_service  whoever is in service at the end of the month before leaves then; what they achieve is counted when
 *                        it happens
 * Called before the month is walked. */
void clients_stop_starts(struct clients *c, int provider, uint64_t lanes, int month);
void clients_end_service(struct clients *c, int provider, uint64_t lanes, int month);

/* Takes all clients of a provider from it, in some lanes, before `month` is walked (rules 42, 73, 74): those who wait, those in
 * service, and what they would still have achieved. Some will go to others, `gap` months later; the rest are lost.
 *   chance  [LANES] probability of each of them to go; NULL: all are lost
 *   gap     months; what falls into it comes as much later */
void clients_go(struct clients *c, const struct block *b, int provider, uint64_t lanes, int month, const double *chance,
                int gap);

/* Those who went from a provider are shared out, `gap` months later and before that month is walked, among those that serve
 * their groups and have room, by their weights. Where there are none they are lost.
 *   open  [provider]: lanes in which it can take them */
void clients_join(struct clients *c, const struct block *b, const struct draws *d, int month, int provider,
                  uint64_t lanes, const uint64_t *open);

/* The lanes, in bits, in which an outcome (or START) of an era is not zero. */
uint64_t clients_lanes(const struct clients *c, int outcome, int era, int month, int provider, int group);

#endif
