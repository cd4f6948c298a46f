#include "stats/interval.h"

#include <math.h>

/* The normal distribution's 97.5 % point. */
#define Z 1.959963984540054

void interval_wilson(int64_t k, int64_t n, double *low, double *high) {
    double trials = (double)n, p = (double)k / trials, z2 = Z * Z;
    double middle = (p + z2 / (2 * trials)) / (1 + z2 / trials);
    double half = Z * sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials)) / (1 + z2 / trials);
    *low = k == 0 ? 0 : middle - half;
    *high = k == n ? 1 : middle + half;
}
