/* Who bears the worst: of the paths on which a total is greatest, each part's share of it. */
#ifndef SIBYL_STATS_TAIL_H
#define SIBYL_STATS_TAIL_H

#include "base/wide.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Totals in log-linear buckets, each with the sums of its parts.
 *   bucket  [number of buckets]: NULL, or sums of the n parts of the paths in it; count: how many paths */
struct tail {
    int n;
    int64_t paths;
    uint32_t *count;
    wide **bucket;
};

/* Makes an empty one for n parts; false when memory has run out. */
bool tail_init(struct tail *t, int n);
void tail_free(struct tail *t);
/* The bytes that it takes at most, besides itself. */
size_t tail_bytes(const struct tail *t);

/* Adds a path: its total and its n parts. False when memory has run out. */
bool tail_add(struct tail *t, int64_t total, const int64_t *part);
bool tail_merge(struct tail *into, const struct tail *from);

/* Fills share[n]: over the `worst` share of paths by total, each part's sum over the sum of all parts (the boundary bucket in
 * part). Returns false when there is nothing to share: those paths' totals come to 0 or less. */
bool tail_shares(const struct tail *t, double worst, double *share);

#endif
