/* Counts by inversion: the smallest whole k whose distribution function is at least u, one uniform a count.
 *
 * Exact: k is the true inverse unless u lies within 1e-12 of the distribution function at a whole number
 * (tests/unit/test_random_counts.c). Non-decreasing in u, so that common uniforms compare like with like. Counts are
 * doubles that hold whole numbers, up to 1e9.
 *
 * The functions over lanes give the bits of those for one. Output arrays must not overlap inputs.
 *   u  2^-53 <= u <= 1 - 2^-53, as uniforms are */
#ifndef SIBYL_RANDOM_COUNTS_H
#define SIBYL_RANDOM_COUNTS_H

#include "base/lanes.h"

/* Successes among n, each with probability p.
 *   n  whole, 0 ... 1e9
 *   p  probability; p <= 0 gives 0, p >= 1 gives n */
double binomial_inverse(double n, double p, double u);
void binomial_invert(const double n[LANES], const double p[LANES], const double u[LANES], double k[LANES]);

/* Events of a Poisson law.
 *   mean  0 ... 1e9; mean <= 0 gives 0 */
double poisson_inverse(double mean, double u);
void poisson_invert(const double mean[LANES], const double u[LANES], double k[LANES]);

/* Events whose own rate varies by a gamma law: negative binomial with variance mean + mean^2/size.
 *   mean  0 ... 1e9; mean <= 0 gives 0
 *   size  a real number; size <= 0 means no extra variance (Poisson) */
double negbin_inverse(double mean, double size, double u);
void negbin_invert(const double mean[LANES], const double size[LANES], const double u[LANES], double k[LANES]);

/* Marked ones among `draws` taken without replacement out of good marked and bad unmarked ones.
 *   good, bad, draws  whole, 0 ... 1e9, draws <= good + bad */
double hypergeometric_inverse(double good, double bad, double draws, double u);

/* A multinomial is drawn cell after cell, each by a binomial of what is left: the probability of this cell given that it
 * is none of the cells before.
 *   p       the cell's own probability
 *   p_left  sum of the probabilities of this and all later cells (1 less those before)
 * Returns p / p_left between 0 and 1; 1 where p_left is not above p (the last cell takes the rest), 0 where p is 0. */
static inline double multinomial_step(double p, double p_left) { return p <= 0 ? 0 : p >= p_left ? 1 : p / p_left; }

#endif
