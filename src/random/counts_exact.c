#include "random/counts_exact.h"

#include <assert.h>

/* A term this small beside a sum of at least 1e-16 changes nothing. */
#define NEGLIGIBLE 1e-33

static double density(struct count_law law, double k) {
    double b = law.tilt, m = law.mean;
    if (b == 0)
        return elem_exp(special_log_poisson(k, m));
    if (b < 0)
        return elem_exp(special_log_binomial(k, law.most - k, -b, 1 + b));
    double size = m / b, share = size / (size + k);
    return share * elem_exp(special_log_binomial(size, k, 1 / (1 + b), b / (1 + b)));
}

static double ratio_above(struct count_law law, double k) {
    return (law.mean + law.tilt * k) / ((1 + law.tilt) * (k + 1));
}

/* P(K <= k), given P(K = k): the terms below, or 1 less the terms above. */
static double lower_sum(struct count_law law, double k, double here) {
    const double enough = 1e-17;
    double sum = 0, term = here;
    if (k <= law.mean) {
        while (term > enough * sum + NEGLIGIBLE) {
            sum += term;
            if (k <= 0)
                break;
            k -= 1;
            term /= ratio_above(law, k);
        }
        return sum;
    }
    while (k < law.most) {
        term *= ratio_above(law, k);
        if (term <= enough * sum + NEGLIGIBLE)
            break;
        sum += term;
        k += 1;
    }
    return 1 - sum;
}

/* The same; a wide skewed law by the incomplete beta function, whose cost grows less with the spread. */
static double lower(struct count_law law, double k, double here) {
    const double wide = 1e6;
    if (law.tilt <= 0 || law.mean * (1 + law.tilt) < wide)
        return lower_sum(law, k, here);
    return special_beta_inc(law.mean / law.tilt, k + 1, 1 / (1 + law.tilt), law.tilt / (1 + law.tilt));
}

/* Walks from k, where the distribution function is `below`, to the count at u. */
static double walk(struct count_law law, double u, double k, double below, double here) {
    while (below < u && k < law.most) {
        here *= ratio_above(law, k);
        if (k > law.mean && here <= NEGLIGIBLE)
            return k;
        k += 1;
        below += here;
    }
    while (k > 0 && below - here >= u) {
        below -= here;
        here /= ratio_above(law, k - 1);
        k -= 1;
    }
    return k;
}

double count_search(struct count_law law, double u, double guess) {
    const double near = 64, never_above = 1e18;
    const int steps_max = 200;
    double least = 0, most = law.most < never_above ? law.most : never_above, k = floor(guess);
    for (int i = 0; i < steps_max; i++) {
        k = k < least ? least : k > most ? most : k;
        double here = density(law, k), below = lower(law, k, here), step = (u - below) / here;
        if (fabs(step) <= near || most - least <= near)
            return walk(law, u, k, below, here);
        least = step > 0 ? k : least;
        most = step > 0 ? most : k;
        double next = floor(k + step);
        k = next > least && next < most ? next : most < never_above ? floor((least + most) / 2) : 2 * k + 1;
    }
    return k;
}

double count_from_zero(struct count_law law, double u) {
    double here = count_at_zero(law.mean, law.tilt), below = here, scale = 1 / (1 + law.tilt), k = 0;
    while (below < u && k < law.most) {
        double next = count_next(here, law.mean, law.tilt, scale, k, 1 / (k + 1));
        if (k > law.mean && next <= COUNT_NOTHING)
            break;
        k += 1;
        below += next;
        here = next;
    }
    return k;
}

double count_of_few(double n, double p, double u) {
    double q = 1 - p, odds = p / q, here = count_power(q, n), below = here, k = 0;
    while (below < u && k < n) {
        here = count_next_of_few(here, n, odds, k, 1 / (k + 1));
        below += here;
        k += 1;
    }
    return k;
}

double count_inverse(struct count_law law, double u) {
    assert(law.mean > 0 && u > 0 && u < 1);
    if (count_is_small(law.mean, law.tilt))
        return count_from_zero(law, u);
    double k;
    if (count_settled(count_guess(law.mean, law.tilt, elem_phi_inv(u)), law.most, &k))
        return k;
    return count_search(law, u, k);
}
