/* What makes uncertain things move together: loadings on normal factors. */
#ifndef SIBYL_RANDOM_COPULA_H
#define SIBYL_RANDOM_COPULA_H

#include "base/lanes.h"

#include <stdbool.h>

/* The uniform of a quantity that loads on a factor: Phi(a z + sqrt(1 - a^2) eps).
 *   loading  a in (-1, 1)
 *   z        the factor, standard normal
 *   eps      the quantity's own standard normal */
double factor_uniform(double loading, double z, double eps);

/* Probabilities that load on a factor and on an effect, over lanes (Vasicek's one-factor form):
 *
 *   out = Phi((Phi^-1(q) + a z + b e) / sqrt(1 - a^2 - b^2)),   so that E[out] = q
 *
 *   q    the probability that holds on average; q <= 0 gives 0, q >= 1 gives 1
 *   a    loading on the factor, z[] the factor; b loading on the effect, e[] the effect; a^2 + b^2 < 1
 *   out  may be q */
void loaded_probability(const double q[LANES], double a, const double z[LANES], double b, const double e[LANES],
                        double out[LANES]);

/* The lower triangle L with L L' = matrix, for factors that are correlated.
 *   n       rows
 *   matrix  n * n correlations by rows
 *   lower   receives n * n numbers, zero above the diagonal
 *   reason  receives what is wrong, in plain words ("" on success), at most COPULA_REASON_ROOM bytes
 * Returns false when the matrix is not symmetric, has a diagonal that is not 1, an entry outside [-1, 1], or is not
 * positive definite. */
#define COPULA_REASON_ROOM 200
bool correlation_factor(int n, const double *matrix, double *lower, char reason[COPULA_REASON_ROOM]);

#endif
