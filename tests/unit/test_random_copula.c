#include "base/elementary.h"
#include "random/copula.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* Bits of lanes are those of the formula for one, in the order written. */
Test(copula, loads_a_probability_on_a_factor_and_an_effect) {
    double q[LANES], z[LANES], e[LANES], out[LANES];
    const double a = 0.35, b = -0.2;
    for (int i = 0; i < LANES; i++) {
        q[i] = 0.003 + 0.0155 * i;
        z[i] = 0.13 * i - 4.1;
        e[i] = 2.2 - 0.071 * i;
    }
    loaded_probability(q, a, z, b, e, out);
    for (int i = 0; i < LANES; i++) {
        double x = (elem_phi_inv(q[i]) + a * z[i] + b * e[i]) / sqrt(1 - a * a - b * b);
        cr_expect_float_eq(out[i], elem_phi(x), 2e-14 * elem_phi(x));
    }
}

Test(copula, keeps_certain_probabilities_certain) {
    double q[LANES] = {0, 1, -0.25, 1.5}, z[LANES], e[LANES], out[LANES];
    for (int i = 0; i < LANES; i++)
        z[i] = e[i] = i % 2 ? 37.5 : -37.5;
    loaded_probability(q, 0.6, z, 0.3, e, out);
    cr_expect_eq(out[0], 0);
    cr_expect_eq(out[1], 1);
    cr_expect_eq(out[2], 0);
    cr_expect_eq(out[3], 1);
}

/* A probability without loadings is itself; and in place. */
Test(copula, changes_nothing_without_loadings) {
    double q[LANES], z[LANES], e[LANES] = {0}, kept[LANES];
    for (int i = 0; i < LANES; i++) {
        kept[i] = q[i] = (i + 0.31) / LANES;
        z[i] = 0.7 * i;
    }
    loaded_probability(q, 0, z, 0, e, q);
    for (int i = 0; i < LANES; i++)
        cr_expect_float_eq(q[i], kept[i], 1e-14);
}

/* Midpoint sums over the quantiles of z and e, 1024 x 1024. */
Test(copula, leaves_the_mean_probability_where_it_was) {
    enum { SIDE = 1024 };
    static double normal[SIDE];
    for (int i = 0; i < SIDE; i++)
        normal[i] = elem_phi_inv((i + 0.5) / SIDE);
    static const double law[][3] = {{0.37, 0.5, 0.3}, {0.05, -0.4, 0.6}, {0.9, 0.7, 0}};
    for (size_t l = 0; l < sizeof law / sizeof law[0]; l++) {
        double sum = 0, q[LANES], e[LANES], out[LANES];
        for (int i = 0; i < LANES; i++)
            q[i] = law[l][0];
        for (int j = 0; j < SIDE; j++)
            for (int from = 0; from < SIDE; from += LANES) {
                for (int i = 0; i < LANES; i++)
                    e[i] = normal[j];
                loaded_probability(q, law[l][1], normal + from, law[l][2], e, out);
                for (int i = 0; i < LANES; i++)
                    sum += out[i];
            }
        cr_expect_float_eq(sum / SIDE / SIDE, law[l][0], 2e-4);
    }
}

Test(copula, moves_a_uniform_with_its_factor) {
    cr_expect_float_eq(factor_uniform(0.6, -1.3, 0.45), elem_phi(0.6 * -1.3 + 0.8 * 0.45), 1e-15);
    cr_expect_float_eq(factor_uniform(0, 5, 0.45), elem_phi(0.45), 1e-15);
}

Test(copula, gives_no_uniform_of_0_or_1) {
    cr_expect_eq(factor_uniform(0.9, 40, 3), 1 - 0x1p-53);
    cr_expect_eq(factor_uniform(0.9, -40, 3), 0x1p-53);
}

Test(copula, factors_a_correlation_matrix) {
    static const double matrix[] = {1, 0.3, -0.25, 0.3, 1, 0.6, -0.25, 0.6, 1};
    double lower[9];
    char reason[COPULA_REASON_ROOM];
    cr_assert(correlation_factor(3, matrix, lower, reason), "%s", reason);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            double sum = 0;
            for (int k = 0; k < 3; k++)
                sum += lower[3 * i + k] * lower[3 * j + k];
            cr_expect_float_eq(sum, matrix[3 * i + j], 1e-15);
            cr_expect(j <= i || lower[3 * i + j] == 0);
        }
}

Test(copula, says_why_a_matrix_is_no_correlation_matrix) {
    static const struct {
        double matrix[9];
        const char *says;
    } bad[] = {
        {{1, 0.3, 0, 0.3, 1.5, 0, 0, 0, 1}, "row 2, column 2 is 1.5; the diagonal must be 1"},
        {{1, 1.3, 0, 1.3, 1, 0, 0, 0, 1}, "row 2, column 1 is 1.3, outside -1 to 1"},
        {{1, 0.3, 0.1, 0.3, 1, 0, 0.2, 0, 1}, "not symmetric: row 3, column 1 is 0.2 but row 1, column 3 is 0.1"},
        {{1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1}, "not positive definite: given the factors before it, factor 3"},
        {{1, 1, 0, 1, 1, 0, 0, 0, 1}, "not positive definite: given the factors before it, factor 2"},
        {{1, NAN, 0, NAN, 1, 0, 0, 0, 1}, "row 2, column 1 is nan"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double lower[9];
        char reason[COPULA_REASON_ROOM];
        cr_expect_not(correlation_factor(3, bad[i].matrix, lower, reason));
        cr_expect(strstr(reason, bad[i].says), "says \"%s\", not \"%s\"", reason, bad[i].says);
    }
}
