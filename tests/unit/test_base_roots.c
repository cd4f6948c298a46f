/* Every rate is found, on whole periods and on dates. */
#include "base/calendar.h"
#include "base/rate.h"
#include "base/roots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>

/* The sanitized build looks at fewer. */
#ifdef __SANITIZE_ADDRESS__
#define RANDOM_FLOWS 20000
#else
#define RANDOM_FLOWS 1000000
#endif

enum { FLOWS_MOST = 10, GRID = 241 };
#define GRID_LOW (-3.0)
#define GRID_STEP 0.025

/* SplitMix64: Steele, Lea, Flood 2014. */
static uint64_t next(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/* Flows of either sign, every other one with small whole numbers, among which double roots and zeros are common. */
static int random_flows(uint64_t *state, int number, double flow[FLOWS_MOST]) {
    int n = 2 + (int)(next(state) % (FLOWS_MOST - 1));
    for (int i = 0; i < n; i++) {
        int64_t one = (int64_t)(next(state) >> 20);
        flow[i] = number % 2 ? (double)(one % 2000001 - 1000000) / 1000 : (double)(one % 9 - 4);
    }
    return n;
}

static bool near_zero(const double *flow, int n, double x) {
    double size;
    struct flows f = {n, flow, NULL};
    return fabs(flows_value(&f, x, &size)) <= 1e-9 * size;
}

/* Whether some root lies between two neighbouring places of the grid, or on one of them as near as rounding can tell. */
static bool root_inside(const double *root, int n_roots, double low, double high) {
    const double guard = 1e-6;
    for (int k = 0; k < n_roots; k++) {
        if (root[k] >= low - guard && root[k] <= high + guard)
            return true;
    }
    return false;
}

Test(roots, a_million_random_flows_have_every_root_that_a_dense_scan_sees, .timeout = 300) {
    uint64_t state = 20110914;
    double flow[FLOWS_MOST], scratch[4 * (FLOWS_MOST + 1)], root[FLOWS_MOST], grid_v[GRID];
    int64_t missed = 0, wrong = 0, too_many = 0, seen = 0;
    for (int g = 0; g < GRID; g++)
        grid_v[g] = exp(-(GRID_LOW + GRID_STEP * g));
    for (int number = 0; number < RANDOM_FLOWS; number++) {
        int n = random_flows(&state, number, flow);
        struct flows f = {n, flow, NULL};
        int changes = flows_sign_changes(&f), n_roots = flows_roots(&f, scratch, root, FLOWS_MOST);
        too_many += n_roots > changes;
        for (int k = 0; k < n_roots; k++)
            wrong += !near_zero(flow, n, root[k]);
        double before = 0;
        for (int g = 0; g < GRID; g++) {
            double sum = 0, x = GRID_LOW + GRID_STEP * g;
            for (int t = n - 1; t >= 0; t--)
                sum = sum * grid_v[g] + flow[t];
            bool changed = g > 0 && before != 0 && sum != 0 && (before < 0) != (sum < 0);
            seen += changed;
            missed += changed && !root_inside(root, n_roots, x - GRID_STEP, x);
            before = sum;
        }
    }
    cr_expect_eq(too_many, 0, "%ld flows have more roots than changes of sign", (long)too_many);
    cr_expect_eq(wrong, 0, "%ld roots are none", (long)wrong);
    cr_expect_eq(missed, 0, "%ld of %ld roots were missed", (long)missed, (long)seen);
    cr_expect_gt(seen, RANDOM_FLOWS / 2);
}

Test(roots, a_double_root_is_one_rate) {
    double scratch[16], roots[IRR_ROOTS_MAX];
    int n;
    cr_expect_eq(rate_irr((const double[]){-100, 220, -121}, 3, scratch, roots, &n), IRR_UNIQUE);
    cr_assert_eq(n, 1);
    cr_expect_leq(fabs(roots[0] - 0.1), 1e-7);
}

Test(roots, roots_closer_than_a_scan_would_see_are_told_apart) {
    /* (1 + r - 1.1)(1 + r - 1.1002) = (1 + r)^2 - 2.2002 (1 + r) + 1.21022 */
    double scratch[16], roots[IRR_ROOTS_MAX];
    int n;
    cr_expect_eq(rate_irr((const double[]){1, -2.2002, 1.21022}, 3, scratch, roots, &n), IRR_SEVERAL);
    cr_assert_eq(n, 2);
    cr_expect_leq(fabs(roots[0] - 0.1), 1e-9);
    cr_expect_leq(fabs(roots[1] - 0.1002), 1e-9);
}

Test(roots, what_is_paid_in_before_it_comes_back_has_one_rate_however_often_signs_change) {
    const double flow[] = {-500, -250, 40, -100, 150, -10, 400, 550};
    struct flows f = {8, flow, NULL};
    double scratch[64], rate, roots[IRR_ROOTS_MAX];
    int n;
    cr_assert(rate_irr_unique(flow, 8, scratch, &rate));
    cr_expect(flows_one_way(&f, log1p(rate)));
    cr_expect_eq(rate_irr(flow, 8, scratch, roots, &n), IRR_UNIQUE);
    cr_expect_leq(fabs(roots[0] - rate), 1e-14);
    cr_expect_not(flows_one_way(&(struct flows){3, (const double[]){-100, 230, -132}, NULL}, log(1.1)));
}

struct dated {
    const char *name;
    int n;
    struct {
        const char *date;
        double amount;
    } flow[8];
    double rate;
};

/* From the test-suites of spreadsheets; rates as published. */
static const struct dated dated_rows[] = {
    {"LibreOffice A2",
     5,
     {{"2001-01-01", -10000}, {"2001-01-02", 2000}, {"2001-03-15", 2500}, {"2001-05-12", 5000}, {"2001-08-10", 1000}},
     0.194818475056105},
    {"LibreOffice A3",
     5,
     {{"2008-01-01", -10000}, {"2008-03-01", 2750}, {"2008-10-30", 4250}, {"2009-02-15", 3250}, {"2009-04-01", 2750}},
     0.373362533518831},
    {"a leap year is longer",
     4,
     {{"2004-01-01", -100}, {"2005-01-01", 10}, {"2006-01-01", 10}, {"2007-01-01", 110}},
     0.0998951090083094},
    {"MathWorks",
     5,
     {{"2007-01-12", -10000}, {"2008-02-14", 2500}, {"2008-03-03", 2000}, {"2008-06-14", 3000}, {"2008-12-01", 4000}},
     0.100643783426},
    {"leap days", 3, {{"2020-02-29", -1000}, {"2021-02-28", 1000}, {"2024-02-29", 500}}, 0.253627201163327},
    {"one day", 2, {{"2024-01-01", -100}, {"2024-01-02", 100.5}}, 5.17465278343125},
};

Test(roots, rates_on_dates_are_those_of_spreadsheets) {
    for (size_t i = 0; i < sizeof dated_rows / sizeof dated_rows[0]; i++) {
        const struct dated *r = &dated_rows[i];
        double time[8], amount[8], scratch[64], roots[IRR_ROOTS_MAX];
        struct date first = {0}, d;
        const char *reason;
        int n;
        for (int k = 0; k < r->n; k++) {
            cr_assert(date_parse(r->flow[k].date, &d, &reason), "%s", r->flow[k].date);
            first = k == 0 ? d : first;
            time[k] = (double)(day_number(d) - day_number(first)) / 365;
            amount[k] = r->flow[k].amount;
        }
        cr_expect_eq(rate_irr_at(amount, time, r->n, scratch, roots, &n), IRR_UNIQUE, "%s", r->name);
        cr_expect_leq(fabs(roots[0] - r->rate), 1e-12 * (1 + fabs(r->rate)), "%s: %.16g", r->name, roots[0]);
    }
}

/* Years between two dates as a convention counts them. */
static double years_360(struct date a, struct date b) { return (double)(day_number(b) - day_number(a)) / 360; }

static double years_30_360(struct date a, struct date b) {
    return (b.year - a.year) + (b.month - a.month) / 12.0 + (b.day - a.day) / 360.0;
}

/* Actual/actual of ISDA: days in leap years over 366, others over 365. */
static double years_isda(struct date a, struct date b) {
    double years = 0;
    for (int year = a.year; year <= b.year; year++) {
        struct date first = {year, 1, 1}, next_year = {year + 1, 1, 1};
        long from = year == a.year ? day_number(a) : day_number(first);
        long to = year == b.year ? day_number(b) : day_number(next_year);
        years += (double)(to - from) / (is_leap_year(year) ? 366 : 365);
    }
    return years;
}

Test(roots, rates_on_dates_follow_any_count_of_days) {
    const struct {
        double (*years)(struct date, struct date);
        double rate;
    } counts[] = {{years_360, 0.099198889806}, {years_30_360, 0.100675477283}, {years_isda, 0.100739648987}};
    const struct date day[] = {{2007, 1, 12}, {2008, 2, 14}, {2008, 3, 3}, {2008, 6, 14}, {2008, 12, 1}};
    const double amount[] = {-10000, 2500, 2000, 3000, 4000};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        double time[5], scratch[32], roots[IRR_ROOTS_MAX];
        int n;
        for (int k = 0; k < 5; k++)
            time[k] = counts[i].years(day[0], day[k]);
        cr_expect_eq(rate_irr_at(amount, time, 5, scratch, roots, &n), IRR_UNIQUE);
        cr_expect_leq(fabs(roots[0] - counts[i].rate), 1e-12, "%.16g", roots[0]);
    }
}

Test(roots, leading_zeros_change_no_rate) {
    const double flow[] = {0, 0, -40000, 5000, 8000, 12000, 30000};
    double scratch[64], with, without;
    cr_assert(rate_irr_unique(flow, 7, scratch, &with) && rate_irr_unique(flow + 2, 5, scratch, &without));
    cr_expect_leq(fabs(with - without), 1e-14);
}
