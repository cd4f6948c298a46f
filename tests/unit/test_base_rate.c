/* Rates of return and instalments against published answers. */
#include "base/money.h"
#include "base/rate.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>

struct row {
    const char *name;
    int n;
    double flow[8];
    enum irr_status status;
    int n_roots;
    double root[3];
    double within;
};

/* Where published figures carry ten or more digits the tolerance is the last of them. */
static const struct row rows[] = {
    {"two roots", 3, {-100, 230, -132}, IRR_SEVERAL, 2, {0.1, 0.2}, 1e-12},
    {"three roots", 4, {-1000, 3600, -4310, 1716}, IRR_SEVERAL, 3, {0.1, 0.2, 0.3}, 1e-11},
    {"no root", 3, {100, -100, 100}, IRR_NONE, 0, {0}, 0},
    {"no root either", 3, {1, -3, 3}, IRR_NONE, 0, {0}, 0},
    {"all in", 3, {1, 2, 3}, IRR_SAME_SIGN, 0, {0}, 0},
    {"nothing", 5, {0, 0, -0.0, 0, 0}, IRR_BAD_INPUT, 0, {0}, 0},
    {"not a number", 2, {-1, NAN}, IRR_BAD_INPUT, 0, {0}, 0},
    {"total loss", 3, {-100, 0, 0}, IRR_TOTAL_LOSS, 1, {-1}, 0},
    {"a borrower", 2, {100, -110}, IRR_UNIQUE, 1, {0.1}, 1e-14},
    {"zero", 2, {-1, 1}, IRR_UNIQUE, 1, {0}, 0},
    {"nearly all lost", 2, {-1000000, 1}, IRR_UNIQUE, 1, {-0.999999}, 1e-14},
    {"huge", 2, {-1, 1000000}, IRR_UNIQUE, 1, {999999}, 1e-6},
    {"rising", 6, {-150000, 15000, 25000, 35000, 45000, 60000}, IRR_UNIQUE, 1, {0.05243288885}, 1e-11},
    {"late", 4, {-100, 0, 0, 74}, IRR_UNIQUE, 1, {-0.09549583034897}, 1e-14},
    {"five", 5, {-40000, 5000, 8000, 12000, 30000}, IRR_UNIQUE, 1, {0.10582259840}, 1e-11},
    {"negative", 5, {-10, 2, 2, 2, 2}, IRR_UNIQUE, 1, {-0.08364541746615}, 1e-14},
    {"four years", 5, {-70000, 12000, 15000, 18000, 21000}, IRR_UNIQUE, 1, {-0.021244848273411}, 1e-15},
    {"five years", 6, {-70000, 12000, 15000, 18000, 21000, 26000}, IRR_UNIQUE, 1, {0.0866309480365316}, 1e-15},
    {"a bond", 8, {-500, -250, -100, 0, 150, 350, 400, 250}, IRR_UNIQUE, 1, {0.0609449337200127}, 1e-15},
};

/* Room for flows of 10,001 periods. */
static double scratch[4 * 10002];

Test(rate, every_root_is_found_and_its_status_is_said) {
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *r = &rows[i];
        double roots[IRR_ROOTS_MAX] = {0};
        int n = -1;
        cr_expect_eq(rate_irr(r->flow, r->n, scratch, roots, &n), r->status, "%s", r->name);
        if (r->status == IRR_TOTAL_LOSS)
            continue;
        cr_expect_eq(n, r->n_roots, "%s has %d roots", r->name, n);
        for (int k = 0; k < r->n_roots; k++)
            cr_expect_leq(fabs(roots[k] - r->root[k]), r->within, "%s: %.17g is not %.17g", r->name, roots[k],
                          r->root[k]);
    }
}

Test(rate, the_one_rate_exists_only_where_there_is_one) {
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *r = &rows[i];
        double rate = 7.25;
        bool one = r->status == IRR_UNIQUE || r->status == IRR_TOTAL_LOSS;
        bool found = rate_irr_unique(r->flow, r->n, scratch, &rate);
        if (r->flow[0] < 0 || !one)
            cr_expect_eq(found, one, "%s", r->name);
        if (found && one)
            cr_expect_leq(fabs(rate - r->root[0]), r->within + 1e-12, "%s: %.17g", r->name, rate);
    }
}

Test(rate, long_flows_neither_overflow_nor_lose_digits) {
    static double flow[10001];
    const struct {
        int n;
        double each, root, within;
    } cases[] = {{360, 5995.50525152752395 / 1e6, 0.005, 1e-14},
                 {1200, 0.01, 0.00999993477935127, 1e-14},
                 {1200, 0.002, 0.00175655687591231, 1e-14},
                 {10000, 0.01, 0.01, 1e-14}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double rate = 0;
        flow[0] = -1;
        for (int t = 1; t <= cases[i].n; t++)
            flow[t] = cases[i].each;
        cr_expect(rate_irr_unique(flow, cases[i].n + 1, scratch, &rate));
        cr_expect_leq(fabs(rate - cases[i].root), cases[i].within, "%.17g", rate);
    }
}

Test(rate, a_rate_does_not_depend_on_the_unit_of_money) {
    const double flow[] = {-2385.17, 311.25, 902.5, 1733.75};
    double scaled[4], one, other;
    for (int t = 0; t < 4; t++)
        scaled[t] = flow[t] * 1024;
    cr_assert(rate_irr_unique(flow, 4, scratch, &one) && rate_irr_unique(scaled, 4, scratch, &other));
    cr_expect_eq(one, other);
}

Test(rate, present_value_of_late_money_is_less) {
    const double flow[] = {-40000, 5000, 8000, 12000, 30000};
    cr_expect_leq(fabs(rate_present_value(flow, 5, 0.08) - 3065.222668179), 1e-9);
    cr_expect_leq(fabs(rate_present_value(flow, 5, 0.08) / 1.08 - 2838.169137203), 1e-9);
    cr_expect_eq(rate_present_value(flow, 5, 0), 15000);
}

Test(rate, level_instalment_is_the_published_one_to_the_penny) {
    cr_expect_eq(rate_instalment(25000000, 0.065 / 12, 60), 489154);
    cr_expect_eq(rate_instalment(25000000, 0.065 / 12, 48), 592874);
    cr_expect_eq(rate_instalment(20000000, 0.075 / 12, 180), 185402);
    cr_expect_eq(rate_instalment(20000000, 0, 180), 111111);
}

Test(rate, a_schedule_of_level_instalments_ends_at_exactly_nothing) {
    money balance = 25000000, paid = 0, last = 0, level = rate_instalment(balance, 0.065 / 12, 60);
    for (int month = 1; month <= 60; month++) {
        money interest = money_times(balance, 0.065 / 12);
        last = month < 60 ? level : balance + interest;
        balance += interest - last;
        paid += last;
    }
    cr_expect_eq(balance, 0);
    cr_expect_eq(last, 489136);
    cr_expect_eq(paid, 29349222);
}

Test(rate, twelve_months_compound_to_a_year) {
    cr_expect_leq(fabs(rate_annual_from_monthly(0.0025) - 0.030415956913506), 1e-14);
}
