#include "count_reference.h"
#include "random/counts.h"
#include "random/counts_exact.h"
#include "random/philox.h"

#include <criterion/criterion.h>

/* An exact inverse to this distance of u from the distribution function at a whole number. */
#define EXACT 1e-12

/* The i-th of a series of uniforms. */
static double uniform(uint32_t i) { return philox_uniform(20231107, i, 0xc0475, 0); }

/* Uniforms at and beside the steps of the distribution function, and far out in both tails. */
static double hard_uniform(const struct count_reference *r, uint32_t i) {
    static const double tails[] = {0x1p-53, 3e-16, 1e-12, 7.3e-7, 1 - 7.3e-7, 1 - 1e-12, 1 - 0x1p-53};
    if (i < sizeof tails / sizeof tails[0])
        return tails[i];
    double near = (double)r->cdf[(int)(uniform(i) * r->n)] + (i % 5 - 2.0) * 1e-13;
    return near >= 0x1p-53 && near <= 1 - 0x1p-53 ? near : uniform(i);
}

typedef double count_of(const long double *par, double u);
static double binomial_of(const long double *par, double u) {
    return binomial_inverse((double)par[0], (double)par[1], u);
}
static double poisson_of(const long double *par, double u) { return poisson_inverse((double)par[0], u); }
static double negbin_of(const long double *par, double u) { return negbin_inverse((double)par[0], (double)par[1], u); }

/* Checks `draws` easy and `draws` hard uniforms. */
static void check(const struct count_reference *r, count_of *inverse, const long double *par, uint32_t draws) {
    for (uint32_t i = 0; i < 2 * draws; i++) {
        double u = i < draws ? uniform(i) : hard_uniform(r, i - draws), k = inverse(par, u);
        double error = count_reference_error(r, u, k);
        cr_assert(k == floor(k) && k >= 0);
        cr_expect_leq(error, EXACT, "par %Lg %Lg: u %.17g gives %g, off by %g", par[0], par[1], u, k, error);
    }
}

Test(counts, invert_binomials_exactly) {
    static const double n[] = {1, 2, 3, 5, 9, 15, 16, 17, 33, 50, 107, 200, 613, 2000, 20011, 1000003};
    static const double p[] = {1e-9, 0.0007, 0.013, 0.2, 0.3172, 0.5, 0.5000001, 0.71, 0.9993, 1 - 1e-9};
    for (size_t i = 0; i < sizeof n / sizeof n[0]; i++)
        for (size_t j = 0; j < sizeof p / sizeof p[0]; j++) {
            long double par[] = {n[i], p[j]};
            struct count_reference r = count_reference_make(reference_binomial, par, floor((n[i] + 1) * p[j]), 0, n[i]);
            check(&r, binomial_of, par, 1000);
            count_reference_free(&r);
        }
}

Test(counts, invert_poissons_exactly) {
    static const double mean[] = {1e-9, 0.013, 0.5, 1.9,   5,      9.99,     10.01,
                                  14.2, 27.5,  50,  113.7, 1010.1, 15012.75, 1000000.5};
    for (size_t i = 0; i < sizeof mean / sizeof mean[0]; i++) {
        long double par[] = {mean[i], 0};
        struct count_reference r = count_reference_make(reference_poisson, par, floor(mean[i]), 0, 1e18);
        check(&r, poisson_of, par, 1000);
        count_reference_free(&r);
    }
}

Test(counts, invert_negative_binomials_exactly) {
    static const double mean[] = {0.013, 0.6, 1.9, 9.7, 30, 144.4, 1500, 15023.7, 150237.1};
    static const double size[] = {0.05, 0.7, 2.5, 5, 31.4, 520, 5203.8, 52038.1, 1e8};
    for (size_t i = 0; i < sizeof mean / sizeof mean[0]; i++)
        for (size_t j = 0; j < sizeof size / sizeof size[0]; j++) {
            if (mean[i] / size[j] > 3000)
                continue;
            long double par[] = {mean[i], size[j]};
            double mode = size[j] > 1 ? floor(mean[i] * (size[j] - 1) / size[j]) : 0;
            struct count_reference r = count_reference_make(reference_negbin, par, mode, 0, 1e18);
            check(&r, negbin_of, par, 100);
            count_reference_free(&r);
        }
}

static double hypergeometric_of(const long double *par, double u) {
    return hypergeometric_inverse((double)par[0], (double)par[1], (double)par[2], u);
}

Test(counts, invert_hypergeometrics_exactly) {
    static const double law[][3] = {{0, 7, 3},      {7, 0, 3},      {5, 9, 0},          {5, 9, 14},
                                    {5, 9, 11},     {17, 31, 6},    {113, 402, 77},     {2003, 517, 1999},
                                    {3, 90007, 50}, {90007, 3, 50}, {70001, 81, 64007}, {30011, 44021, 20507}};
    for (size_t i = 0; i < sizeof law / sizeof law[0]; i++) {
        double good = law[i][0], bad = law[i][1], draws = law[i][2];
        long double par[] = {good, bad, draws};
        struct count_reference r =
            count_reference_make(reference_hypergeometric, par, floor((draws + 1) * (good + 1) / (good + bad + 2)),
                                 fmax(0, draws - bad), fmin(good, draws));
        check(&r, hypergeometric_of, par, 300);
        count_reference_free(&r);
    }
}
