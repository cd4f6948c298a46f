/* One count at a time, by exact search: what the kernels over lanes fall back on, and what they are tested against.
 *
 * Binomial, Poisson and negative binomial are one family (Panjer's): with mean m and tilt b = -p, 0 or mean/size,
 *
 *   P(0) = exp(-m log(1 + b)/b),   P(k+1)/P(k) = (m + b k) / ((1 + b)(k + 1)),   variance m (1 + b). */
#ifndef SIBYL_RANDOM_COUNTS_EXACT_H
#define SIBYL_RANDOM_COUNTS_EXACT_H

#include "random/special.h"

#include <math.h>
#include <stdbool.h>

/* A law of counts.
 *   mean  > 0
 *   tilt  -p (at least -1/2), 0, or mean/size
 *   most  the largest count: n of a binomial, HUGE_VAL else */
struct count_law {
    double mean, tilt, most;
};

/* A quantile by Cornish and Fisher's expansion.
 *   x      where the smoothed distribution function is u; the count is the whole number nearest to it
 *   slack  bound of its error in x */
struct count_guess {
    double x, slack;
};

/* E. A. Cornish, R. A. Fisher (1938), to the fifth cumulant; Sheppard's corrections make the cumulants those of the
 * smooth density of which the counts are the rounding. The bound's constant was measured (test_random_counts.c scans it
 * anew) and taken four times as large.
 *   w  the standard normal quantile of u */
static inline struct count_guess count_guess(double mean, double tilt, double w) {
    const double bound = 0.02, rounding = 2e-15;
    double v = mean * (1 + tilt), lean = 1 + 2 * tilt, bend = tilt * (1 + tilt);
    double s2 = v > 1 ? v - 1.0 / 12 : 1, s = sqrt(s2);
    double l3 = v * lean / (s2 * s), l4 = (v * (1 + 6 * bend) + 1.0 / 120) / (s2 * s2);
    double l5 = v * lean * (1 + 12 * bend) / (s2 * s2 * s);
    double w2 = w * w, w3 = w2 * w, w4 = w2 * w2;
    double y = w + (w2 - 1) * l3 / 6 + (w3 - 3 * w) * l4 / 24 - (2 * w3 - 5 * w) * l3 * l3 / 36 +
               (w4 - 6 * w2 + 3) * l5 / 120 - (w4 - 5 * w2 + 2) * l3 * l4 / 24 +
               (12 * w4 - 53 * w2 + 17) * l3 * l3 * l3 / 324;
    double skew = lean > 1 ? lean : 1, spread = skew * skew / s;
    double slack = bound * (1 + w4 * (w < 0 ? -w : w)) * spread * spread / s + rounding * (mean + v);
    return (struct count_guess){.x = mean + s * y, .slack = slack};
}

/* The count at u, searched from a guess. */
double count_search(struct count_law law, double u, double guess);

/* Adds up from 0: for laws with a small mean. */
double count_from_zero(struct count_law law, double u);

/* The count at u by whichever way is quickest. */
double count_inverse(struct count_law law, double u);

#endif
