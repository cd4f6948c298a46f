/* Moves: where the clients of a party that has failed go (model 6.8; rules 73, 74).
 *
 * Clients of a provider move when it fails, or when a party above it fails and no contract brings it clients any more. Each
 * moves with the failed party's probability `clients_move`; `gap` months later those who move join the other providers below
 * the failed party's payers that trade then. The rest are lost. */
#ifndef SIBYL_ENGINE_MOVES_H
#define SIBYL_ENGINE_MOVES_H

#include "engine/block.h"

struct books;
struct clients;

/*   takes     [party * n_providers + provider]: the provider is below a payer of the party, by a contract with another
 *   joins     [provider][LANES]: month in which its clients join others; 0: none are on their way
 *   failed    [provider][LANES]: whose failure it is
 *   open      [provider]: scratch: lanes */
struct moves {
    bool *takes;
    int (*joins)[LANES], (*failed)[LANES];
    uint64_t *open;
};

MUST_CHECK status moves_init(struct books *b);
void moves_begin(struct books *b);

/* Takes all clients of a provider from it, because a party (itself, or one above it) has failed.
 *   lanes  in bits; month: the first without them */
void moves_leave(struct books *b, struct clients *c, int provider, int party, uint64_t lanes, int month);

/* At a month's start, when it is known who trades: those whose gap is over join others. */
void moves_join(struct books *b, struct clients *c, int month);

/* Lanes in which a provider's clients are on their way to others. */
uint64_t moves_under_way(const struct books *b, int provider);

#endif
