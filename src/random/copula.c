#include "random/copula.h"

#include "base/elementary.h"

#include <math.h>
#include <stdio.h>

/* A uniform is never 0 or 1. */
#define UNIT_LEAST 0x1p-53

double factor_uniform(double loading, double z, double eps) {
    double u = elem_phi(loading * z + sqrt(1 - loading * loading) * eps);
    return u < UNIT_LEAST ? UNIT_LEAST : u > 1 - UNIT_LEAST ? 1 - UNIT_LEAST : u;
}

KERNEL
static void load(double a, const double z[LANES], double b, const double e[LANES], double x[LANES]) {
    double scale = 1 / sqrt(1 - a * a - b * b);
    for (int i = 0; i < LANES; i++)
        x[i] = (x[i] + a * z[i] + b * e[i]) * scale;
}

void loaded_probability(const double q[LANES], double a, const double z[LANES], double b, const double e[LANES],
                        double out[LANES]) {
    double inside[LANES], x[LANES];
    for (int i = 0; i < LANES; i++)
        inside[i] = q[i] > 0 && q[i] < 1 ? q[i] : 0.5;
    elem_phi_inv_lanes(LANES, inside, x);
    load(a, z, b, e, x);
    elem_phi_lanes(LANES, x, x);
    for (int i = 0; i < LANES; i++)
        out[i] = q[i] <= 0 ? 0 : q[i] >= 1 ? 1 : x[i];
}

/* Whether it can be a correlation matrix at all: all but being positive definite. */
static bool looks_like_correlations(int n, const double *matrix, char *reason) {
    const double close = 1e-12;
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= i; j++) {
            double here = matrix[i * n + j], there = matrix[j * n + i];
            if (i == j && !(fabs(here - 1) <= close))
                snprintf(reason, COPULA_REASON_ROOM, "row %d, column %d is %.15g; the diagonal must be 1", i + 1, i + 1,
                         here);
            else if (!(fabs(here) <= 1))
                snprintf(reason, COPULA_REASON_ROOM, "row %d, column %d is %.15g, outside -1 to 1", i + 1, j + 1, here);
            else if (!(fabs(here - there) <= close))
                snprintf(reason, COPULA_REASON_ROOM,
                         "is not symmetric: row %d, column %d is %.15g but row %d, column %d is %.15g", i + 1, j + 1,
                         here, j + 1, i + 1, there);
            else
                continue;
            return false;
        }
    return true;
}

bool correlation_factor(int n, const double *matrix, double *lower, char reason[COPULA_REASON_ROOM]) {
    const double least_pivot = 1e-12; /* of a variance of 1: below this rounding decides */
    reason[0] = '\0';
    if (!looks_like_correlations(n, matrix, reason))
        return false;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            double sum = matrix[i * n + j];
            for (int k = 0; k < j && j <= i; k++)
                sum -= lower[i * n + k] * lower[j * n + k];
            if (i == j && !(sum > least_pivot)) {
                snprintf(
                    reason, COPULA_REASON_ROOM,
                    "is not positive definite: given the factors before it, factor %d would have the variance %.3g",
                    i + 1, sum);
                return false;
            }
            lower[i * n + j] = j > i ? 0 : i == j ? sqrt(sum) : sum / lower[j * n + j];
        }
    }
    return true;
}
