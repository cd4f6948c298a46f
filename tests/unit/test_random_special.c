#include "random/special.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <math.h>

static void near(double got, long double expected, double tolerance) {
    cr_expect_leq(fabsl(got - expected), tolerance, "%.17g, not %.20Lg", got, expected);
}

Test(special, log1p_keeps_its_digits_near_0) {
    for (double x = 1e-18; x < 1e3; x *= 1.37) {
        near(special_log1p(x), log1pl(x), 3e-16 * log1p(x));
        if (x < 0.99)
            near(special_log1p(-x), log1pl(-x), -4e-16 * log1p(-x));
    }
}

/* log Gamma in long double loses digits as it grows: the tolerance goes with it. */
Test(special, stirling_error_is_what_stirlings_formula_leaves_out) {
    const long double half_log_two_pi = 0.918938533204672741780329736406L;
    for (double x = 0.01; x < 1e5; x *= 1.19) {
        long double left = lgammal(x + 1.0L) - (x + 0.5L) * logl(x) + x - half_log_two_pi;
        near(special_stirling_error(x), left, 1e-14 + (double)(1e-18L * x * logl(x + 2)));
    }
}

Test(special, deviance_does_not_cancel_near_its_zero) {
    for (double m = 0.37; m < 1e6; m *= 2.9)
        for (double off = -0.3; off < 0.3; off += 0.0173) {
            double x = m * (1 + off);
            long double v = (x - (long double)m) / m, exact = m * ((1 + v) * log1pl(v) - v);
            near(special_deviance(x, m), exact, 1e-14 * (double)exact + 1e-18 * m);
        }
    cr_expect_eq(special_deviance(0, 7.25), 7.25);
}

/* Terms by their definition, in long double. */
Test(special, densities_are_those_of_the_definitions) {
    long double binomial = powl(0.7L, 41), poisson = expl(-13.7L);
    for (int k = 0; k <= 41; k++) {
        near(special_log_binomial(k, 41 - k, 0.3, 0.7), logl(binomial), 2e-13);
        near(special_log_poisson(k, 13.7), logl(poisson), 1e-14);
        binomial *= (41.0L - k) / (k + 1) * (0.3L / 0.7L);
        poisson *= 13.7L / (k + 1);
    }
}

Test(special, beta_function_agrees_with_gsl) {
    gsl_set_error_handler_off();
    static const double shape[] = {0.013, 0.5, 1, 2.75, 17.3, 240.5, 3100.25};
    for (int i = 0; i < 7; i++)
        for (int j = 0; j < 7; j++)
            for (double x = 0.00137; x < 1; x += 0.0427) {
                double at = gsl_cdf_beta_P(x, shape[i], shape[j]), slope;
                near(special_beta_inc(shape[i], shape[j], x, 1 - x), at, 1e-11);
                double logarithm = special_log_beta_inc(shape[i], shape[j], x, 1 - x, &slope);
                near(elem_exp(logarithm), at, 1e-11);
                double expected = gsl_ran_beta_pdf(x, shape[i], shape[j]) * x * (1 - x) / at;
                if (at > 1e-280 && expected > 1e-280)
                    near(slope, expected, 1e-9 * expected);
            }
}

Test(special, beta_inverse_takes_the_beta_function_back) {
    static const double shape[] = {0.013, 0.5, 1, 2.75, 17.3, 240.5, 3100.25, 1e6};
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < 8; j++)
            for (double u = 1e-9; u < 0.9; u = u < 0.01 ? u * 7 : u + 0.0919) {
                double x = special_beta_inverse(shape[i], shape[j], u);
                cr_assert(x >= 0 && x <= 1);
                if (x > 1e-290 && x < 0.999)
                    near(special_beta_inc(shape[i], shape[j], x, 1 - x), u, 1e-10 * u);
            }
}

Test(special, beta_inverse_reaches_both_ends) {
    cr_expect_eq(special_beta_inverse(0.01, 5, 1e-9), 0);
    cr_expect_eq(special_beta_inverse(5, 0.01, 1 - 1e-9), 1);
    near(special_beta_inverse(1, 1, 0.12345678), 0.12345678L, 1e-16);
    near(special_beta_inverse(2, 1, 1e-10), 1e-5L, 1e-19);
}
