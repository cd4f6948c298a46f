/* Intervals of sampling error. */
#ifndef SIBYL_STATS_INTERVAL_H
#define SIBYL_STATS_INTERVAL_H

#include <stdint.h>

/* Wilson's 95 % interval of a probability of which k in n were seen (E. B. Wilson, JASA 22, 1927); n at least 1. */
void interval_wilson(int64_t k, int64_t n, double *low, double *high);

#endif
