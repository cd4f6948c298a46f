#include "random/counts.h"

#include "random/counts_exact.h"
#include "random/counts_lanes.h"

/* Many trials: where success is more likely than failure, failures are counted. */
static inline struct count_law many_trials(double n, double p) {
    double tilt = p > 0.5 ? p - 1 : -p;
    return (struct count_law){.mean = -n * tilt, .tilt = tilt, .most = n};
}

double binomial_inverse(double n, double p, double u) {
    if (n <= 0 || p <= 0)
        return 0;
    if (p >= 1)
        return n;
    if (n < COUNT_FEW_TRIALS)
        return count_of_few(n, p, u);
    return p > 0.5 ? n - count_inverse(many_trials(n, p), 1 - u) : count_inverse(many_trials(n, p), u);
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

KERNEL
static void poisson_laws(const double mean[LANES], const double u[LANES], struct count_lanes *c) {
    for (int i = 0; i < LANES; i++) {
        c->mean[i] = mean[i] > 0 ? mean[i] : 0;
        c->tilt[i] = 0;
        c->most[i] = HUGE_VAL;
        c->u[i] = u[i];
    }
}

void poisson_invert(const double mean[LANES], const double u[LANES], double k[LANES]) {
    struct count_lanes c;
    c.tilted = false;
    poisson_laws(mean, u, &c);
    count_lanes_invert(&c, k);
}

KERNEL
static void negbin_laws(const double mean[LANES], const double size[LANES], const double u[LANES],
                        struct count_lanes *c) {
    for (int i = 0; i < LANES; i++) {
        c->mean[i] = mean[i] > 0 ? mean[i] : 0;
        c->tilt[i] = size[i] > 0 ? c->mean[i] / size[i] : 0;
        c->most[i] = HUGE_VAL;
        c->u[i] = u[i];
    }
}

void negbin_invert(const double mean[LANES], const double size[LANES], const double u[LANES], double k[LANES]) {
    struct count_lanes c;
    c.tilted = true;
    negbin_laws(mean, size, u, &c);
    count_lanes_invert(&c, k);
}

/* What needs no search: no trial, one trial, success never or always. Returns how many lanes are left. */
KERNEL
static uint64_t binomial_at_once(const double n[LANES], const double p[LANES], const double u[LANES], double k[LANES]) {
    uint64_t left = 0;
    for (int i = 0; i < LANES; i++) {
        double one = u[i] > 1 - p[i] ? 1 : 0;
        k[i] = n[i] <= 0 ? 0 : p[i] >= 1 ? n[i] : one;
        left += n[i] > 1 && p[i] > 0 && p[i] < 1 ? 1 : 0;
    }
    return left;
}

/* Many trials in some lanes; the others keep what they have. */
static void binomial_many(const double n[LANES], const double p[LANES], const double u[LANES], double k[LANES]) {
    struct count_lanes c;
    double got[LANES];
    c.tilted = true;
    for (int i = 0; i < LANES; i++) {
        bool many = n[i] >= COUNT_FEW_TRIALS && p[i] > 0 && p[i] < 1;
        struct count_law law = many_trials(n[i], p[i]);
        c.mean[i] = many ? law.mean : 0;
        c.tilt[i] = many ? law.tilt : 0;
        c.most[i] = law.most;
        c.u[i] = p[i] > 0.5 ? 1 - u[i] : u[i];
    }
    count_lanes_invert(&c, got);
    for (int i = 0; i < LANES; i++) {
        double successes = p[i] > 0.5 ? n[i] - got[i] : got[i];
        k[i] = c.mean[i] > 0 ? successes : k[i];
    }
}

void binomial_invert(const double n[LANES], const double p[LANES], const double u[LANES], double k[LANES]) {
    uint64_t left = binomial_at_once(n, p, u, k);
    if (left > 0 && (uint64_t)count_lanes_of_few(n, p, u, k) < left)
        binomial_many(n, p, u, k);
}
