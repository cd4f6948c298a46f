#include "random/counts.h"

#include "random/counts_exact.h"

/* More than half is less than half of the failures: the search is from the near end. */
double binomial_inverse(double n, double p, double u) {
    if (n <= 0 || p <= 0)
        return 0;
    if (p >= 1)
        return n;
    if (p > 0.5)
        return n - count_inverse((struct count_law){n * (1 - p), p - 1, n}, 1 - u);
    return count_inverse((struct count_law){n * p, -p, n}, u);
}

double poisson_inverse(double mean, double u) {
    return mean <= 0 ? 0 : count_inverse((struct count_law){mean, 0, HUGE_VAL}, u);
}

double negbin_inverse(double mean, double size, double u) {
    if (mean <= 0)
        return 0;
    return count_inverse((struct count_law){mean, size > 0 ? mean / size : 0, HUGE_VAL}, u);
}

/* Loader: a ratio of three binomial probabilities at the same p. */
static double hypergeometric_density(double good, double bad, double draws, double k) {
    double p = draws / (good + bad), q = (good + bad - draws) / (good + bad);
    if (q == 0)
        return 1;
    return elem_exp(special_log_binomial(k, good - k, p, q) + special_log_binomial(draws - k, bad - draws + k, p, q) -
                    special_log_binomial(draws, good + bad - draws, p, q));
}

/* Adds up from near the mode downwards, then walks to the count. */
double hypergeometric_inverse(double good, double bad, double draws, double u) {
    const double enough = 1e-17;
    double least = draws > bad ? draws - bad : 0, most = draws < good ? draws : good;
    if (least >= most)
        return least;
    double mode = floor((draws + 1) * (good + 1) / (good + bad + 2));
    double here = hypergeometric_density(good, bad, draws, mode), below = 0, k = mode;
    for (double term = here; k >= least && term > enough * below; k -= 1) {
        below += term;
        term *= k * (bad - draws + k) / ((good - k + 1) * (draws - k + 1));
    }
    for (k = mode; below < u && k < most && here > 0; k += 1) {
        here *= (good - k) * (draws - k) / ((k + 1) * (bad - draws + k + 1));
        below += here;
    }
    for (; k > least && below - here >= u; k -= 1) {
        below -= here;
        here *= k * (bad - draws + k) / ((good - k + 1) * (draws - k + 1));
    }
    return k;
}

void binomial_invert(const double n[LANES], const double p[LANES], const double u[LANES], double k[LANES]) {
    for (int i = 0; i < LANES; i++)
        k[i] = binomial_inverse(n[i], p[i], u[i]);
}

void poisson_invert(const double mean[LANES], const double u[LANES], double k[LANES]) {
    for (int i = 0; i < LANES; i++)
        k[i] = poisson_inverse(mean[i], u[i]);
}

void negbin_invert(const double mean[LANES], const double size[LANES], const double u[LANES], double k[LANES]) {
    for (int i = 0; i < LANES; i++)
        k[i] = negbin_inverse(mean[i], size[i], u[i]);
}
