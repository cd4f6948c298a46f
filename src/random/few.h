/* Binomial counts of a few: what most counts of clients in a month are. The same count as binomial_inverse(), found by
 * multiplication alone. */
#ifndef SIBYL_RANDOM_FEW_H
#define SIBYL_RANDOM_FEW_H

#include "random/counts.h"

/* So many are a few: beyond, powers by multiplication and the search cost more than the other ways. */
#define FEW_MAX 16

/* Adds up from 0 for p <= 1/2. */
static inline double few_from_zero(int n, double p, double u) {
    static const double inverse[FEW_MAX + 1] = {0,        1.0 / 1,  1.0 / 2,  1.0 / 3,  1.0 / 4,  1.0 / 5,
                                                1.0 / 6,  1.0 / 7,  1.0 / 8,  1.0 / 9,  1.0 / 10, 1.0 / 11,
                                                1.0 / 12, 1.0 / 13, 1.0 / 14, 1.0 / 15, 1.0 / 16};
    double none = 1, power = 1 - p, odds = p / (1 - p);
    for (int bits = n; bits; bits >>= 1) {
        none = bits & 1 ? none * power : none;
        power *= power;
    }
    double sum = none, term = none;
    int k = 0;
    while (u > sum && k < n) {
        term *= (double)(n - k) * inverse[k + 1] * odds;
        sum += term;
        k++;
    }
    return k;
}

/* Successes among n, each with probability p, at the uniform u: see binomial_inverse(). */
static inline double few_successes(double n, double p, double u) {
    if (n == 1)
        return u > 1 - p;
    if (p <= 0 || p >= 1 || n > FEW_MAX)
        return binomial_inverse(n, p, u);
    return p <= 0.5 ? few_from_zero((int)n, p, u) : n - few_from_zero((int)n, 1 - p, 1 - u);
}

#endif
