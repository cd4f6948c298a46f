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

/* The whole number next above x, and how far from a whole number x is; 0 <= |x| < 2^51. */
static inline double count_above(double x, double *away) {
    const double shift = 6755399441055744.0; /* 1.5 * 2^52: the addition rounds to a whole number */
    double nearest = x + shift - shift;
    *away = x < nearest ? nearest - x : x - nearest;
    return nearest < x ? nearest + 1 : nearest;
}

/* Whether the guess alone decides the count, which is then *k. */
static inline bool count_settled(struct count_guess guess, double most, double *k) {
    const double slack_max = 0.25;
    double away;
    *k = count_above(guess.x - 0.5, &away);
    return guess.slack < slack_max && away > guess.slack && *k >= 0 && *k <= most;
}

/* A term this small, past the mean, ends the adding up from 0. */
#define COUNT_NOTHING 1e-20

/* P(0), and a term from the one before it: P(k + 1) from P(k), inverse being 1/(k + 1) and scale 1/(1 + tilt). */
static inline double count_at_zero(double mean, double tilt) {
    return elem_exp(tilt == 0 ? -mean : -mean * (special_log1p(tilt) / tilt));
}
static inline double count_next(double here, double mean, double tilt, double scale, double k, double inverse) {
    double ratio = (mean + tilt * k) * (scale * inverse);
    return here * (ratio > 0 ? ratio : 0);
}

/* Whether a law is best added up from 0: few terms, or too skewed for a guess. */
static inline bool count_is_small(double mean, double tilt) {
    const double few = 10, few_skewed = 100, skewed = 0.25;
    return mean * (1 + tilt) < few || (tilt > skewed && mean < few_skewed);
}

/* Binomials of fewer trials than this are added up from q^n by multiplication alone. */
#define COUNT_FEW_TRIALS 16

/* q^n for a whole n < COUNT_FEW_TRIALS. */
static inline double count_power(double q, double n) {
    int bits = (int)n;
    double q2 = q * q, q4 = q2 * q2, q8 = q4 * q4;
    double low = (bits & 1 ? q : 1) * (bits & 2 ? q2 : 1);
    return low * ((bits & 4 ? q4 : 1) * (bits & 8 ? q8 : 1));
}
static inline double count_next_of_few(double here, double n, double odds, double k, double inverse) {
    return here * ((n - k) * (odds * inverse));
}

/* A binomial count of few trials; 0 < p < 1. */
double count_of_few(double n, double p, double u);

/* The count at u, searched from a guess. */
double count_search(struct count_law law, double u, double guess);

/* The count at u, added up from 0. */
double count_from_zero(struct count_law law, double u);

/* The count at u by whichever way is quickest. */
double count_inverse(struct count_law law, double u);

#endif
