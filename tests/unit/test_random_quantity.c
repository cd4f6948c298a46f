#include "random/quantity.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define NOT_GIVEN NAN, NAN, NAN

/* The law of that name and numbers, which must be accepted. */
static struct quantity_law made(const char *name, double a, double b, double c, double d) {
    const double par[LAW_PARAMS_MAX] = {a, b, c, d};
    struct quantity_law q;
    char reason[LAW_REASON_ROOM];
    status st = law_prepare(law_by_name(name), par, NULL, NULL, 0, NULL, &q, reason);
    cr_assert_eq(st, SIBYL_OK, "%s: %s", name, reason);
    return q;
}

/* That the numbers are refused for a reason that says this. */
static void refused(const char *name, double a, double b, double c, double d, const char *said) {
    const double par[LAW_PARAMS_MAX] = {a, b, c, d};
    struct quantity_law q;
    char reason[LAW_REASON_ROOM];
    cr_expect_eq(law_prepare(law_by_name(name), par, NULL, NULL, 0, NULL, &q, reason), SIBYL_ERR_INPUT);
    cr_expect(strstr(reason, said), "%s: says \"%s\", not \"%s\"", name, reason, said);
}

static const double levels[] = {0x1p-53, 1e-9, 0.00317, 0.05, 0.2718, 0.5, 0.50001, 0.7654, 0.95, 0.99683, 1 - 1e-9};
enum { LEVELS = sizeof levels / sizeof levels[0] };

static void near(double got, double expected, double relative) {
    cr_expect_leq(fabs(got - expected), relative * fabs(expected), "%.17g, not %.17g", got, expected);
}

/* The mean of a law is that of its quantiles; a midpoint sum of many gets there to `relative`. */
static void mean_is_that_of_quantiles(const struct quantity_law *q, double relative) {
    enum { MANY = 200000 };
    double sum = 0;
    for (int i = 0; i < MANY; i++)
        sum += law_invert(q, (i + 0.5) / MANY);
    near(sum / MANY, law_mean(q), relative);
}

Test(quantity, a_fixed_number_is_itself_everywhere) {
    struct quantity_law q = law_fixed(2385.17);
    for (int i = 0; i < LEVELS; i++)
        cr_expect_eq(law_invert(&q, levels[i]), 2385.17);
    cr_expect_eq(law_mean(&q), 2385.17);
    cr_expect_eq(law_plan(&q), 2385.17);
    cr_expect(law_is_certain(&q));
    cr_expect_str_eq(q.law->name, "fixed");
}

Test(quantity, uniform_goes_in_a_straight_line) {
    struct quantity_law q = made("uniform", -3.25, 18.75, NAN, NAN);
    cr_expect_eq(law_invert(&q, 0.25), 2.25);
    cr_expect_eq(law_mean(&q), 7.75);
    cr_expect_eq(law_plan(&q), 7.75);
    cr_expect_not(law_is_certain(&q));
}

Test(quantity, triangular_inverts_its_distribution_function) {
    const double low = 310.5, mode = 402.25, high = 977;
    struct quantity_law q = made("triangular", low, mode, high, NAN);
    for (int i = 0; i < LEVELS; i++) {
        double x = law_invert(&q, levels[i]);
        double below = x <= mode ? (x - low) * (x - low) / ((high - low) * (mode - low))
                                 : 1 - (high - x) * (high - x) / ((high - low) * (high - mode));
        cr_expect_float_eq(below, levels[i], 1e-14);
    }
    cr_expect_eq(law_plan(&q), mode);
    mean_is_that_of_quantiles(&q, 1e-8);
}

Test(quantity, triangular_may_lean_wholly_to_one_side) {
    struct quantity_law left = made("triangular", 2, 2, 6, NAN), right = made("triangular", 2, 6, 6, NAN);
    cr_expect_float_eq(law_invert(&left, 0.75), 4, 1e-14);
    cr_expect_float_eq(law_invert(&right, 0.25), 4, 1e-14);
}

Test(quantity, pert_is_a_beta_law_of_shape_4) {
    const double low = 0.4, mode = 0.9, high = 1.1;
    struct quantity_law q = made("pert", low, mode, high, NAN);
    double a = 1 + 4 * (mode - low) / (high - low), b = 1 + 4 * (high - mode) / (high - low);
    for (int i = 1; i < LEVELS; i++)
        near(law_invert(&q, levels[i]), low + (high - low) * gsl_cdf_beta_Pinv(levels[i], a, b), 1e-12);
    near(law_mean(&q), (low + 4 * mode + high) / 6, 1e-15);
    cr_expect_eq(law_plan(&q), mode);
    mean_is_that_of_quantiles(&q, 1e-8);
}

Test(quantity, normal_inverts_its_distribution_function) {
    struct quantity_law q = made("normal", 3100, 271.8, NAN, NAN);
    for (int i = 0; i < LEVELS; i++)
        near(law_invert(&q, levels[i]), 3100 + gsl_cdf_gaussian_Pinv(levels[i], 271.8), 1e-13);
    cr_expect_eq(law_mean(&q), 3100);
    cr_expect_eq(law_plan(&q), 3100);
}

/* The cut law's distribution function by GSL, on either side of the mean and far out. */
Test(quantity, a_cut_normal_inverts_its_distribution_function) {
    static const double cut[][2] = {{0.31, 0.77}, {-1, 0.5}, {0.6, 9}, {0.9, 9}, {-9, 0.1}, {0.55, 0.5500001}};
    const double mean = 0.5, sd = 0.13;
    for (size_t c = 0; c < sizeof cut / sizeof cut[0]; c++) {
        struct quantity_law q = made("normal", mean, sd, cut[c][0], cut[c][1]);
        double from = (cut[c][0] - mean) / sd, to = (cut[c][1] - mean) / sd;
        for (int i = 1; i < LEVELS; i++) {
            double z = (law_invert(&q, levels[i]) - mean) / sd, share;
            if (from > 0)
                share = (gsl_cdf_ugaussian_Q(from) - gsl_cdf_ugaussian_Q(z)) /
                        (gsl_cdf_ugaussian_Q(from) - gsl_cdf_ugaussian_Q(to));
            else
                share = (gsl_cdf_ugaussian_P(z) - gsl_cdf_ugaussian_P(from)) /
                        (gsl_cdf_ugaussian_P(to) - gsl_cdf_ugaussian_P(from));
            cr_expect_float_eq(share, levels[i], c == 5 ? 1e-8 : 1e-13);
        }
        mean_is_that_of_quantiles(&q, 1e-5);
    }
}

Test(quantity, a_normal_cut_on_one_side_has_the_cut_mean) {
    const double hazard = 1.2 * 0.39894228040143267794 * 2; /* sd * phi(0) / (1 - Phi(0)) */
    struct quantity_law above = made("normal", 7.5, 1.2, 7.5, NAN), below = made("normal", 7.5, 1.2, NAN, 7.5);
    near(law_mean(&above), 7.5 + hazard, 1e-15);
    near(law_mean(&below), 7.5 - hazard, 1e-15);
    double low, high;
    law_support(&above, &low, &high);
    cr_expect(low == 7.5 && high == HUGE_VAL);
}

Test(quantity, sd_or_cv_of_0_is_a_certain_number) {
    struct quantity_law normal = made("normal", 41.5, 0, NAN, 50), lognormal = made("lognormal", 41.5, 0, NAN, NAN);
    cr_expect(law_is_certain(&normal) && law_is_certain(&lognormal));
    for (int i = 0; i < LEVELS; i++) {
        cr_expect_eq(law_invert(&normal, levels[i]), 41.5);
        cr_expect_eq(law_invert(&lognormal, levels[i]), 41.5);
    }
    cr_expect_eq(law_mean(&normal), 41.5);
}

/* Mean and cv are those of the quantity: sigma^2 = log(1 + cv^2), mu = log mean - sigma^2/2. */
Test(quantity, lognormal_has_the_mean_and_cv_of_the_quantity_itself) {
    struct quantity_law q = made("lognormal", 928569.07, 0.254, NAN, NAN);
    double sigma = sqrt(log1p(0.254 * 0.254)), mu = log(928569.07) - sigma * sigma / 2;
    for (int i = 0; i < LEVELS; i++)
        near(law_invert(&q, levels[i]), gsl_cdf_lognormal_Pinv(levels[i], mu, sigma), 1e-13);
    mean_is_that_of_quantiles(&q, 1e-5);
    cr_expect_eq(law_plan(&q), 928569.07);
}

Test(quantity, beta_is_worth_n_observations) {
    static const double law[][2] = {{0.42, 60}, {0.013, 4}, {0.9, 2.5}, {0.5, 1e6}, {0.3, 0.1}, {0.0001, 1e5}};
    for (size_t l = 0; l < sizeof law / sizeof law[0]; l++) {
        double mean = law[l][0], n = law[l][1];
        struct quantity_law q = made("beta", mean, n, NAN, NAN);
        for (int i = 1; i < LEVELS; i++) {
            double x = law_invert(&q, levels[i]), tail = fmin(levels[i], 1 - levels[i]);
            double at = levels[i] < 0.5 ? gsl_cdf_beta_P(x, mean * n, (1 - mean) * n)
                                        : gsl_cdf_beta_Q(x, mean * n, (1 - mean) * n);
            cr_expect(x >= 0 && x <= 1);
            if (x > 1e-290 && x < 1 - 1e-6)
                near(at, tail, 3e-9); /* the reference's own accuracy, and that of 1 - x */
        }
        near(law_mean(&q), mean, 1e-15);
    }
}

Test(quantity, evidence_is_jeffreys_prior_with_discounted_counts) {
    struct quantity_law q = made("evidence", 83, 211, 0.6, NAN);
    double a = 0.6 * 83 + 0.5, b = 0.6 * 128 + 0.5;
    for (int i = 1; i < LEVELS; i++)
        near(law_invert(&q, levels[i]), gsl_cdf_beta_Pinv(levels[i], a, b), 1e-11);
    near(law_mean(&q), a / (a + b), 1e-15);
    struct quantity_law nothing_learnt = made("evidence", 83, 211, 0, NAN);
    near(law_invert(&nothing_learnt, 0.25), 0.14644660940672624, 1e-14); /* the arcsine law: sin^2(pi u/2) */
}

Test(quantity, draws_grow_with_the_uniform) {
    const struct quantity_law all[] = {
        made("uniform", 2, 3, NAN, NAN),     made("triangular", 2, 2.5, 7, NAN),  made("pert", 2, 2.5, 7, NAN),
        made("normal", 2, 1.5, 0.5, NAN),    made("lognormal", 2, 0.5, NAN, NAN), made("beta", 0.3, 12, NAN, NAN),
        made("evidence", 31, 107, 0.5, NAN),
    };
    for (size_t l = 0; l < sizeof all / sizeof all[0]; l++) {
        double before = -HUGE_VAL;
        for (int i = 1; i < 9973; i++) {
            double x = law_invert(&all[l], i / 9973.0);
            cr_expect_gt(x, before);
            before = x;
        }
    }
}

static struct quantity_law listed(struct arena *arena, const double *values, const double *weights, int n) {
    const double par[LAW_PARAMS_MAX] = {NAN, NOT_GIVEN};
    struct quantity_law q;
    char reason[LAW_REASON_ROOM];
    const struct law *law = law_by_name(weights ? "discrete" : "empirical");
    cr_assert_eq(law_prepare(law, par, values, weights, n, arena, &q, reason), SIBYL_OK, "%s", reason);
    return q;
}

Test(quantity, discrete_gives_the_first_value_whose_cumulative_weight_reaches_u) {
    static const double values[] = {4500, 3000, 7, 912}, weights[] = {3, 1, 2, 2}, sorted[] = {7, 912, 3000, 4500};
    struct arena arena = {0};
    struct quantity_law q = listed(&arena, values, weights, 4);
    cr_expect_arr_eq(q.values, sorted, sizeof sorted);
    cr_expect_eq(law_invert(&q, 0x1p-53), 7);
    cr_expect_eq(law_invert(&q, 0.25), 7);
    cr_expect_eq(law_invert(&q, nextafter(0.25, 1)), 912);
    cr_expect_eq(law_invert(&q, 0.5), 912);
    cr_expect_eq(law_invert(&q, 0.625), 3000);
    cr_expect_eq(law_invert(&q, 0.6250001), 4500);
    cr_expect_eq(law_invert(&q, 1 - 0x1p-53), 4500);
    near(law_mean(&q), (3 * 4500 + 3000 + 2 * 7 + 2 * 912) / 8.0, 1e-15);
    cr_expect_eq(law_plan(&q), law_mean(&q));
    arena_free(&arena);
}

Test(quantity, empirical_gives_each_value_its_share) {
    static const double values[] = {9.5, -2, 3.25, 3.25, 100};
    struct arena arena = {0};
    struct quantity_law q = listed(&arena, values, NULL, 5);
    int count = 0;
    for (int i = 0; i < 1000; i++)
        count += law_invert(&q, (i + 0.5) / 1000) == 3.25;
    cr_expect_eq(count, 400);
    near(law_mean(&q), 22.8, 1e-15);
    arena_free(&arena);
}

Test(quantity, refuses_lists_that_make_no_law) {
    static const double values[] = {1, 2, HUGE_VAL}, weights[] = {1, 0, 1}, par[LAW_PARAMS_MAX] = {NAN, NOT_GIVEN};
    struct arena arena = {0};
    struct quantity_law q;
    char reason[LAW_REASON_ROOM];
    const struct law *discrete = law_by_name("discrete");
    cr_expect_eq(law_prepare(discrete, par, values, weights, 0, &arena, &q, reason), SIBYL_ERR_INPUT);
    cr_expect(strstr(reason, "values is empty"), "%s", reason);
    cr_expect_eq(law_prepare(discrete, par, values, weights, 2, &arena, &q, reason), SIBYL_ERR_INPUT);
    cr_expect(strstr(reason, "weight number 2 (0)"), "%s", reason);
    cr_expect_eq(law_prepare(law_by_name("empirical"), par, values, NULL, 3, &arena, &q, reason), SIBYL_ERR_INPUT);
    cr_expect(strstr(reason, "value number 3 (inf)"), "%s", reason);
    arena_free(&arena);
}

Test(quantity, says_what_is_wrong_with_its_numbers) {
    refused("fixed", NAN, NOT_GIVEN, "value is missing");
    refused("uniform", 5.5, 3, NAN, NAN, "low 5.5 is above high 3; low <= high is needed");
    refused("triangular", 5, 3, 9, NAN, "mode 3 is below low 5; low <= mode <= high is needed");
    refused("pert", 5, 9.25, 9, NAN, "mode 9.25 is above high 9; low <= mode <= high is needed");
    refused("pert", 5, 7, HUGE_VAL, NAN, "high is not a finite number");
    refused("normal", 5, -0.25, NAN, NAN, "sd -0.25 is below 0");
    refused("normal", 5, 1, 8, 7, "min 8 is above max 7");
    refused("normal", 5, 1, 17, 18, "min ... max holds");
    refused("normal", 5, 0, 6, NAN, "with sd 0 the mean 5 must lie in min ... max");
    refused("lognormal", 0, 0.3, NAN, NAN, "mean 0 is not above 0");
    refused("lognormal", 12, -0.3, NAN, NAN, "cv -0.3 is");
    refused("beta", 1.25, 10, NAN, NAN, "mean 1.25 is outside 0 to 1");
    refused("beta", 0.0005, 10, NAN, NAN, "shapes 0.005 and 10");
    refused("evidence", 12, 11, 0.5, NAN, "successes 12 are more than trials 11");
    refused("evidence", 12, 110, NAN, NAN, "weight is missing");
    refused("evidence", 12, 110, 1.5, NAN, "weight 1.5 is outside 0 to 1");
}

Test(quantity, laws_describe_their_parameters) {
    for (int l = 0; l < n_laws; l++) {
        cr_expect_eq(law_by_name(laws[l]->name), laws[l]);
        cr_expect(laws[l]->n_params > 0 && strlen(laws[l]->help) > 0);
        for (int i = 0; i < laws[l]->n_params; i++)
            cr_expect(strlen(laws[l]->params[i].help) > 0 && laws[l]->params[i].min < laws[l]->params[i].max);
    }
    cr_expect_null(law_by_name("gumbel"));
}
