/* Special functions that the laws of counts and quantities rest on; own arithmetic, so that bits do not depend on the
 * processor or on a library. */
#ifndef SIBYL_RANDOM_SPECIAL_H
#define SIBYL_RANDOM_SPECIAL_H

#include "base/elementary.h"

/* log(1 + x) for x > -1, exact to rounding for small x too. */
static inline double special_log1p(double x) {
    double y = 1 + x;
    return y == 1 ? x : elem_log(y) + (x - (y - 1)) / y;
}

/* What Stirling's formula leaves out of log Gamma(x + 1): log Gamma(x + 1) - (x + 1/2) log x + x - log(2 pi)/2, x > 0.
 * C. Loader, Fast and accurate computation of binomial probabilities (2000). Error below 1e-14. */
double special_stirling_error(double x);

/* x log(x/m) + m - x for x >= 0, m > 0, without cancellation when x is near m (Loader's bd0). */
double special_deviance(double x, double m);

/* log of the Poisson probability of x (real, >= 0) at mean m > 0. */
double special_log_poisson(double x, double m);

/* log of Gamma(x + rest + 1) / (Gamma(x + 1) Gamma(rest + 1)) p^x q^rest, for real x, rest >= 0 (one of them > 0) and
 * 0 < p, q with p + q = 1: the binomial probability of x successes and `rest` failures. */
double special_log_binomial(double x, double rest, double p, double q);

/* The incomplete beta function's logarithm and slope, for y = 1 - x both given so that neither end loses digits.
 *   a, b   shapes, > 0;  x, y > 0, x + y = 1
 *   slope  receives d log I / d log(x/y)
 * Returns log I_x(a, b). W. H. Press et al., Numerical Recipes, section 6.4 (Lentz's continued fraction); the factor in
 * front by Loader's method. */
double special_log_beta_inc(double a, double b, double x, double y, double *slope);

/* I_x(a, b) itself. */
double special_beta_inc(double a, double b, double x, double y);

/* The x with I_x(a, b) = u, 0 < u < 1; in [0, 1]. */
double special_beta_inverse(double a, double b, double u);

#endif
