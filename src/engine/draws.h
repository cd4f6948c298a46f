/* Draws of a path that hold for all of it or come month by month: quantities and factors. */
#ifndef SIBYL_ENGINE_DRAWS_H
#define SIBYL_ENGINE_DRAWS_H

#include "engine/block.h"

/*   q       [n_quantities][LANES]: values of the block's paths, scaled (money in pence)
 *   factor  [(f * (horizon + 1) + month) * LANES + lane]: Z of factor f in a month, shifts added; in the deterministic
 *           cases the shift alone
 *   first   [f * LANES + lane]: Z of month 1 before shifts, on which quantities load
 *   provider_effect [p * LANES + lane]: the provider's own constant normal effect e; 0 in the deterministic cases */
struct draws {
    double (*q)[LANES];
    double *factor;
    double *first;
    double *provider_effect;
    int horizon;
    struct draws_inner *inner; /* memory, streams */
};

/* Makes room for blocks of the scheme up to the horizon; fills what never changes (certain quantities).
 * Returns SIBYL_ERR_NO_MEMORY when there is none; draws_free() frees. */
MUST_CHECK status draws_init(struct draws *d, const struct scheme *s, int horizon);
void draws_free(struct draws *d);
/* The bytes that it takes. */
size_t draws_bytes(const struct draws *d);

/* Draws everything for a block. Consumes no state: the same block always gives the same numbers. Streams and draws:
 *   a quantity    quantity.stream, month 0, cell 0
 *   factors.NAME  month t, cell 0; a constant factor only month 1
 *   parties.NAME  month 0, cell 0: the provider's effect */
void draws_fill(struct draws *d, const struct block *b);

#endif
