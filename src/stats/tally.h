/* Tallies: sums of whole numbers that come out the same in any order. */
#ifndef SIBYL_STATS_TALLY_H
#define SIBYL_STATS_TALLY_H

#include "base/lanes.h"
#include "base/wide.h"

#include <stdbool.h>
#include <stdint.h>

/* Zeroed: empty. squares is kept modulo 2^128, which is exact for the variance as long as no value lies more than 2^50 from
 * the mean and there are at most 2^27 of them. */
struct tally {
    int64_t n;
    wide sum;
    wide_unsigned squares;
    int64_t min, max;
};

/* Adds the values of the lanes whose bit is set. */
void tally_add_lanes(struct tally *t, const int64_t value[LANES], uint64_t lanes);
void tally_merge(struct tally *into, const struct tally *from);

/* The mean; 0 of nothing. */
double tally_mean(const struct tally *t);

/* Standard deviation (n - 1) and standard error of the mean; false for fewer than two values. */
bool tally_spread(const struct tally *t, double *sd, double *se);

/* Sum of products of two records, modulo 2^128. Zeroed: empty. */
struct pair_tally {
    wide_unsigned products;
};
void pair_add_lanes(struct pair_tally *p, const int64_t x[LANES], const int64_t y[LANES], uint64_t lanes);
void pair_merge(struct pair_tally *into, const struct pair_tally *from);

/* Standard error of mean(x) / mean(y) by the delta method; false for fewer than two pairs or a mean of y of 0. */
bool pair_ratio_se(const struct tally *x, const struct tally *y, const struct pair_tally *p, double *se);

#endif
