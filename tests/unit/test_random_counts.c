#include "base/elementary.h"
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

/* Lanes of all kinds beside each other: nothing to draw, certain, few, many, wide, skewed. Every kernel, packed with
 * others and alone. */
Test(counts, lanes_have_the_bits_of_one_at_a_time) {
    static const double trials[] = {0, 1, 2, 3, 7, 15, 16, 40, 391, 20011, 0, 0, 1};
    static const double share[] = {0.31, 0, 1, 0.52, 0.013, 0.9991, 0.5, 0.77, -0.25, 1.5, 0.3};
    static const double means[] = {0, 0.13, 0.7, 9.7, 11.3, 57.25, 1300.5, 15023.7, -1};
    static const double sizes[] = {0, 2.5, 5200.5, 0.3, 11};
    for (uint32_t block = 0; block < 600; block++) {
        double n[LANES], p[LANES], mean[LANES], size[LANES], u[LANES], k[LANES];
        bool alike = block % 3 == 0; /* a block of one kind */
        for (int i = 0; i < LANES; i++) {
            uint32_t at = alike ? block : block * LANES + (uint32_t)i;
            n[i] = trials[at % 13];
            p[i] = share[at % 11];
            mean[i] = means[at % 9] * (alike ? 1 : 1 + 0.001 * i);
            size[i] = sizes[at % 5];
        }
        philox_uniforms(4711, block * LANES, 0xb175, block, u);
        binomial_invert(n, p, u, k);
        for (int i = 0; i < LANES; i++)
            cr_assert_eq(k[i], binomial_inverse(n[i], p[i], u[i]), "n %g p %g u %.17g", n[i], p[i], u[i]);
        poisson_invert(mean, u, k);
        for (int i = 0; i < LANES; i++)
            cr_assert_eq(k[i], poisson_inverse(mean[i], u[i]), "mean %g u %.17g", mean[i], u[i]);
        negbin_invert(mean, size, u, k);
        for (int i = 0; i < LANES; i++)
            cr_assert_eq(k[i], negbin_inverse(mean[i], size[i], u[i]), "mean %g size %g u %.17g", mean[i], size[i],
                         u[i]);
    }
}

Test(counts, have_nothing_to_draw_without_trials_chance_or_mean) {
    cr_expect_eq(binomial_inverse(0, 0.4, 0.999), 0);
    cr_expect_eq(binomial_inverse(77, 0, 1 - 0x1p-53), 0);
    cr_expect_eq(binomial_inverse(77, 1, 0x1p-53), 77);
    cr_expect_eq(binomial_inverse(77, -0.1, 0.5), 0);
    cr_expect_eq(binomial_inverse(77, 1.1, 0.5), 77);
    cr_expect_eq(poisson_inverse(0, 1 - 0x1p-53), 0);
    cr_expect_eq(negbin_inverse(0, 7.5, 1 - 0x1p-53), 0);
}

Test(counts, a_negative_binomial_without_size_is_poisson) {
    for (uint32_t i = 0; i < 1000; i++)
        cr_assert_eq(negbin_inverse(31.4, 0, uniform(i)), poisson_inverse(31.4, uniform(i)));
}

Test(counts, one_trial_succeeds_above_the_chance_of_failure) {
    cr_expect_eq(binomial_inverse(1, 0.3, 0.7), 0);
    cr_expect_eq(binomial_inverse(1, 0.3, 0.7000000001), 1);
}

Test(counts, grow_with_the_uniform) {
    double before[4] = {0};
    for (int i = 1; i < 20011; i++) {
        double u = i / 20011.0;
        double now[4] = {binomial_inverse(613, 0.417, u), poisson_inverse(91.3, u), negbin_inverse(144.4, 2.5, u),
                         hypergeometric_inverse(113, 402, 77, u)};
        for (int law = 0; law < 4; law++) {
            cr_assert_geq(now[law], before[law]);
            before[law] = now[law];
        }
    }
}

/* The guess decides alone where it says that it does: its bound is kept with a margin of two, over the spread, lean and
 * distance out for which it is used. */
Test(counts, guesses_keep_within_their_bound) {
    static const double law[][3] = {{0, 50, 0.25},  {0, 200, 0.07}, {0, 613, 0.5},   {0, 5000, 0.013}, {0, 2000, 0.4},
                                    {1, 10.2, 0},   {1, 20, 0},     {1, 50, 0},      {1, 1010, 0},     {2, 120, 60},
                                    {2, 1500, 800}, {2, 144, 1000}, {2, 15000, 5200}};
    for (size_t l = 0; l < sizeof law / sizeof law[0]; l++) {
        int kind = (int)law[l][0];
        double a = law[l][1], b = law[l][2], mean = kind == 0 ? a * b : a,
               tilt = kind == 0   ? -b
                      : kind == 1 ? 0
                                  : a / b;
        count_ratio *ratio = kind == 0 ? reference_binomial : kind == 1 ? reference_poisson : reference_negbin;
        long double par[] = {a, b};
        struct count_reference r = count_reference_make(ratio, par, floor(mean * 0.99), 0, kind == 0 ? a : 1e18);
        for (int i = 0; i < r.n; i++) {
            double u = (double)r.cdf[i];
            if (u < 0x1p-53 || u > 1 - 1e-9)
                continue;
            struct count_guess guess = count_guess(mean, tilt, elem_phi_inv(u));
            double error = fabs(guess.x - (r.first + i + 0.5));
            cr_expect(guess.slack >= 0.25 || error <= guess.slack / 2, "law %zu k %g: error %g, slack %g", l,
                      r.first + i, error, guess.slack);
        }
        count_reference_free(&r);
    }
}
