/* Distributions of whole numbers that come out the same in any order of recording and merging: all values where there are
 * few, else counts in log-linear buckets. */
#ifndef SIBYL_STATS_DISTRIBUTION_H
#define SIBYL_STATS_DISTRIBUTION_H

#include "stats/tally.h"

#include <stddef.h>

/* Up to this many paths every value is kept, and quantiles are exact. */
#define SAMPLE_KEEP 32768
/* For the number of paths: use buckets whatever it is. */
#define DISTRIBUTION_BUCKETS INT64_MAX

/*   kept    values, sorted once finished; NULL where buckets are used
 *   counts  [2 * bucket_count(bits)]; untouched pages of them cost no memory
 *   bits    an octave has 2^bits buckets: a quantile is off by at most 2^-(bits + 1) of itself */
struct distribution {
    struct tally tally;
    int bits;
    int64_t room;
    int64_t *kept;
    uint32_t *counts;
};

/* Makes an empty one for a run of so many paths (which alone decides whether values are kept, so that results do not depend
 * on how the work is shared). False when memory has run out. */
bool distribution_init(struct distribution *d, int64_t paths, int bits);
void distribution_free(struct distribution *d);
/* The bytes that it takes at most, besides itself. */
size_t distribution_bytes(const struct distribution *d);

/* Adds the values of the lanes whose bit is set. */
void distribution_add_lanes(struct distribution *d, const int64_t value[LANES], uint64_t lanes);

/* Adds another of the same run. */
void distribution_merge(struct distribution *into, const struct distribution *from);

/* To be called once when all is in, before what follows. */
void distribution_finish(struct distribution *d);

/* The ceil(p n)-th smallest value, 0 < p <= 1; n at least 1. */
int64_t distribution_quantile(const struct distribution *d, double p);

/* Mean of the ceil(share n) smallest (low) or greatest values; n at least 1. */
double distribution_worst(const struct distribution *d, double share, bool low);

/* Counts values in n bins of equal width from `low` on, those below and those above. */
void distribution_bins(const struct distribution *d, int64_t low, double width, int n, int64_t *bins, int64_t *below,
                       int64_t *above);

#endif
