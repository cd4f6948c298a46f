/* Tallies, distributions, intervals and tails: exact answers, and the same in any order. */
#include "base/lanes.h"
#include "stats/buckets.h"
#include "stats/distribution.h"
#include "stats/interval.h"
#include "stats/tail.h"
#include "stats/tally.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#define ALL UINT64_MAX

static uint64_t first_lanes(int n) { return n == LANES ? ALL : (UINT64_C(1) << n) - 1; }

/* Values first, first + step, ... in the order of a permutation (7 and 64 have no common divisor). */
static void fill(int64_t value[LANES], int64_t first, int64_t step) {
    for (int i = 0; i < LANES; i++)
        value[i] = first + step * ((int64_t)(7 * i) % LANES);
}

/* ---- Tallies ---- */

/* In the manner of NIST's NumAcc sets: small differences on a large mean. 10^15 + 1 and + 3 by turns: mean 10^15 + 2, every
 * deviation 1, so the variance is 64 / 63. */
Test(stats, a_small_spread_on_a_large_mean_loses_no_digit) {
    struct tally t = {0};
    int64_t value[LANES];
    double sd, se;
    for (int i = 0; i < LANES; i++)
        value[i] = 1000000000000000 + (i % 2 == 0 ? 1 : 3);
    tally_add_lanes(&t, value, ALL);
    cr_assert(tally_spread(&t, &sd, &se));
    cr_expect_eq(tally_mean(&t), 1000000000000002.0);
    cr_expect_float_eq(sd, sqrt(64.0 / 63.0), 1e-15);
    cr_expect_float_eq(se, sqrt(1.0 / 63.0), 1e-16);
}

Test(stats, only_lanes_whose_bit_is_set_are_counted) {
    struct tally t = {0};
    int64_t value[LANES];
    fill(value, -2385, 17);
    value[3] = -99999999;
    tally_add_lanes(&t, value, UINT64_C(1) << 5 | UINT64_C(1) << 60);
    cr_expect_eq(t.n, 2);
    cr_expect_eq((int64_t)t.sum, value[5] + value[60]);
    cr_expect_eq(t.min, value[5] < value[60] ? value[5] : value[60]);
    cr_expect_eq(t.max, value[5] > value[60] ? value[5] : value[60]);
}

Test(stats, tallies_agree_in_any_order_of_adding_and_merging) {
    struct tally forward = {0}, backward = {0}, part[3] = {{0}};
    int64_t value[3][LANES];
    for (int k = 0; k < 3; k++)
        fill(value[k], -7919 * (k - 1), 104729 * (k + 1));
    for (int k = 0; k < 3; k++) {
        tally_add_lanes(&forward, value[k], first_lanes(50));
        tally_add_lanes(&part[k], value[2 - k], first_lanes(50));
    }
    for (int k = 0; k < 3; k++)
        tally_merge(&backward, &part[k]);
    cr_expect(memcmp(&forward, &backward, sizeof forward) == 0);
}

Test(stats, one_value_has_no_spread_and_none_no_mean) {
    struct tally t = {0};
    double sd, se;
    int64_t value[LANES] = {238517};
    cr_expect_eq(tally_mean(&t), 0.0);
    cr_expect(!tally_spread(&t, &sd, &se));
    tally_add_lanes(&t, value, 1);
    cr_expect_eq(tally_mean(&t), 238517.0);
    cr_expect(!tally_spread(&t, &sd, &se));
}

/* x = 2, 4, 6, 8 and y = 1, 2, 3, 6: the ratio of means is 5/3; x - 5/3 y is 1/3, 2/3, 1, -2, whose squares sum to 50/9; so
 * the error is sqrt(50/9 / 3 / 4) / 3. */
Test(stats, the_error_of_a_ratio_of_means_is_that_of_the_delta_method) {
    struct tally x = {0}, y = {0};
    struct pair_tally p = {0};
    const int64_t above[LANES] = {2, 4, 6, 8}, below[LANES] = {1, 2, 3, 6};
    double se;
    tally_add_lanes(&x, above, 15);
    tally_add_lanes(&y, below, 15);
    pair_add_lanes(&p, above, below, 15);
    cr_assert(pair_ratio_se(&x, &y, &p, &se));
    cr_expect_float_eq(se, sqrt(50.0 / 108.0) / 3.0, 1e-15);
    struct tally nothing = {.n = 4};
    cr_expect(!pair_ratio_se(&x, &nothing, &p, &se));
}

/* ---- Distributions ---- */

static struct distribution of_hundred(int64_t paths) {
    struct distribution d;
    int64_t value[LANES];
    cr_assert(distribution_init(&d, paths, 9));
    for (int i = 0; i < LANES; i++)
        value[i] = LANES - i; /* 64 ... 1 */
    distribution_add_lanes(&d, value, ALL);
    for (int i = 0; i < LANES; i++)
        value[i] = LANES + 1 + i; /* 65 ... 100 */
    distribution_add_lanes(&d, value, first_lanes(36));
    distribution_finish(&d);
    return d;
}

/* The ceil(p n)-th smallest of 1 ... 100; buckets are exact that low. */
Test(stats, quantiles_are_order_statistics_whether_values_are_kept_or_counted) {
    const int64_t paths[] = {100, DISTRIBUTION_BUCKETS};
    for (int k = 0; k < 2; k++) {
        struct distribution d = of_hundred(paths[k]);
        cr_expect_eq(distribution_quantile(&d, 0.05), 5);
        cr_expect_eq(distribution_quantile(&d, 0.051), 6);
        cr_expect_eq(distribution_quantile(&d, 0.5), 50);
        cr_expect_eq(distribution_quantile(&d, 1.0), 100);
        cr_expect_eq(distribution_quantile(&d, 0.0001), 1);
        distribution_free(&d);
    }
}

Test(stats, the_worst_twentieth_is_the_mean_of_its_side) {
    const int64_t paths[] = {100, DISTRIBUTION_BUCKETS};
    for (int k = 0; k < 2; k++) {
        struct distribution d = of_hundred(paths[k]);
        cr_expect_float_eq(distribution_worst(&d, 0.05, true), 3.0, 1e-12);
        cr_expect_float_eq(distribution_worst(&d, 0.05, false), 98.0, 1e-12);
        cr_expect_float_eq(distribution_worst(&d, 0.001, true), 1.0, 1e-12);
        distribution_free(&d);
    }
}

Test(stats, bins_count_every_value_once) {
    struct distribution d = of_hundred(100);
    int64_t bins[4], below, above;
    distribution_bins(&d, 11, 20.0, 4, bins, &below, &above);
    cr_expect_eq(below, 10);
    cr_expect_eq(above, 10);
    for (int b = 0; b < 4; b++)
        cr_expect_eq(bins[b], 20);
    distribution_free(&d);
}

Test(stats, distributions_merge_to_what_one_would_have_been) {
    const int64_t paths[] = {2 * LANES, DISTRIBUTION_BUCKETS};
    for (int k = 0; k < 2; k++) {
        struct distribution whole, part[2];
        int64_t value[2][LANES];
        fill(value[0], -5000000, 238517);
        fill(value[1], 17, -90001);
        cr_assert(distribution_init(&whole, paths[k], 6));
        for (int i = 0; i < 2; i++) {
            cr_assert(distribution_init(&part[i], paths[k], 6));
            distribution_add_lanes(&whole, value[i], ALL);
            distribution_add_lanes(&part[i], value[i], ALL);
        }
        distribution_merge(&part[1], &part[0]);
        distribution_finish(&whole);
        distribution_finish(&part[1]);
        for (double p = 0.01; p < 1.0; p += 0.01)
            cr_expect_eq(distribution_quantile(&whole, p), distribution_quantile(&part[1], p));
        for (int i = 0; i < 2; i++)
            distribution_free(&part[i]);
        distribution_free(&whole);
    }
}

/* The middle of a value's bucket is within 2^-(bits + 1) of it, and buckets rise with values. */
Test(stats, buckets_are_ordered_and_as_fine_as_they_say) {
    for (int bits = 6; bits <= 9; bits += 3) {
        int last = -1;
        for (int64_t size = INT64_C(4000000000000000000); size > 0; size = size * 2 / 3) {
            int b = bucket_of(-size, bits);
            cr_expect_geq(b, last);
            cr_expect_leq(fabs((double)(bucket_middle(b, bits) + size)), ldexp((double)size, -(bits + 1)) + 1.0);
            last = b;
        }
        for (int64_t size = 0; size < INT64_C(2000000000000000000); size += size / 3 + 1) {
            int b = bucket_of(size, bits);
            cr_expect_geq(b, last);
            cr_expect_leq(fabs((double)(bucket_middle(b, bits) - size)), ldexp((double)size, -(bits + 1)));
            last = b;
        }
    }
}

/* ---- Intervals ---- */

/* Newcombe, Statistics in Medicine 17 (1998), table I, method 3. */
Test(stats, wilson_intervals_are_those_published) {
    const struct {
        int64_t k, n;
        double low, high;
    } published[] = {
        {81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0.0, 0.1611}, {1, 29, 0.0061, 0.1718}};
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        double low, high;
        interval_wilson(published[i].k, published[i].n, &low, &high);
        cr_expect_float_eq(low, published[i].low, 5e-5);
        cr_expect_float_eq(high, published[i].high, 5e-5);
    }
}

Test(stats, an_event_on_every_path_has_an_interval_up_to_one) {
    double low, high;
    interval_wilson(2385, 2385, &low, &high);
    cr_expect_eq(high, 1.0);
    cr_expect_float_eq(low, 2385.0 / (2385.0 + 1.959963984540054 * 1.959963984540054), 1e-12);
}

/* ---- Tails ---- */

/* Totals 1 ... 100, the first part having borne all of 100 and nothing else: of the worst 5, which come to 490, it has 100. */
static void add_paths(struct tail *t, int from, int to) {
    for (int i = from; i <= to; i++) {
        const int64_t part[2] = {i == 100 ? 100 : 0, i == 100 ? 0 : i};
        cr_assert(tail_add(t, i, part));
    }
}

Test(stats, shares_of_the_tail_are_those_of_its_paths) {
    struct tail t, more;
    double share[2];
    cr_assert(tail_init(&t, 2) && tail_init(&more, 2));
    add_paths(&t, 1, 60);
    add_paths(&more, 61, 100);
    cr_assert(tail_merge(&t, &more));
    cr_assert(tail_shares(&t, 0.05, share));
    cr_expect_float_eq(share[0], 100.0 / 490.0, 1e-15);
    cr_expect_float_eq(share[1], 390.0 / 490.0, 1e-15);
    tail_free(&t);
    tail_free(&more);
}

Test(stats, a_tail_without_shortfall_has_nothing_to_share) {
    struct tail t;
    double share[2];
    const int64_t part[2] = {-238, -17};
    cr_assert(tail_init(&t, 2));
    cr_assert(tail_add(&t, -255, part));
    cr_expect(!tail_shares(&t, 0.05, share));
    tail_free(&t);
}
