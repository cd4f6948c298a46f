/* Moves: where clients of a party that fails can go (model 6.8). */
#ifndef SIBYL_SCHEME_MOVES_H
#define SIBYL_SCHEME_MOVES_H

#include "scheme/scheme.h"

/* Whether clients of anybody move to others when it fails. */
bool scheme_clients_move(const struct scheme *s);

/* Whether a provider could take over clients of a party: it stands below somebody else whom a payer of the party pays. Asked
 * when the tree of contracts has been resolved.
 *   party, provider  a number of parties, and of provider_party */
bool scheme_takes_over(const struct scheme *s, int party, int provider);

#endif
