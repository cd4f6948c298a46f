#include "base/rate.h"

#include "base/elementary.h"
#include "base/roots.h"

#include <assert.h>
#include <math.h>

#define MONTHS_A_YEAR 12

/* Newton's method in v = 1/(1 + rate) takes the last error out of the logarithm; only where v is well within range. */
static double polish(const double *flow, int n, double x) {
    double rate = elem_exp(x) - 1;
    if (rate < -0.5 || rate > 1)
        return rate;
    for (int step = 0; step < 2; step++) {
        double v = 1 / (1 + rate), sum = 0, slope = 0;
        for (int t = n - 1; t >= 0; t--) {
            slope = slope * v + sum;
            sum = sum * v + flow[t];
        }
        if (slope == 0 || !isfinite(slope) || !isfinite(sum))
            return rate;
        double next = (1 + rate) / (1 - sum / slope * (1 + rate)) - 1;
        if (!(fabs(next - rate) < 1e-6))
            return rate;
        rate = next;
    }
    return rate;
}

/* Which signs the flows have, and whether any is no number. */
struct signs {
    bool in, out, bad;
};

static struct signs signs_of(const double *flow, int n) {
    struct signs s = {0};
    for (int t = 0; t < n; t++) {
        s.bad |= !isfinite(flow[t]);
        s.in |= flow[t] > 0;
        s.out |= flow[t] < 0;
    }
    return s;
}

/* The status of flows that have no rate to look for, or IRR_UNIQUE. */
static enum irr_status before_looking(const double *flow, int n) {
    struct signs s = signs_of(flow, n);
    if (s.bad || (!s.in && !s.out))
        return IRR_BAD_INPUT;
    if (s.in && s.out)
        return IRR_UNIQUE;
    bool lost = s.out && flow[0] < 0 && n > 1;
    for (int t = 1; t < n; t++)
        lost &= flow[t] == 0;
    return lost ? IRR_TOTAL_LOSS : IRR_SAME_SIGN;
}

static enum irr_status status_of(int n_roots) {
    return n_roots == 0 ? IRR_NONE : n_roots == 1 ? IRR_UNIQUE : IRR_SEVERAL;
}

static int at_most(int n) { return n < IRR_ROOTS_MAX ? n : IRR_ROOTS_MAX; }

enum irr_status rate_irr(const double *flow, int n, double *scratch, double roots[IRR_ROOTS_MAX], int *n_roots) {
    *n_roots = 0;
    enum irr_status status = before_looking(flow, n);
    if (status != IRR_UNIQUE)
        return status;
    struct flows f = {n, flow, NULL};
    *n_roots = at_most(flows_roots(&f, scratch, roots, IRR_ROOTS_MAX));
    for (int i = 0; i < *n_roots; i++)
        roots[i] = polish(flow, n, roots[i]);
    return status_of(*n_roots);
}

enum irr_status rate_irr_at(const double *flow, const double *time, int n, double *scratch, double roots[IRR_ROOTS_MAX],
                            int *n_roots) {
    *n_roots = 0;
    enum irr_status status = before_looking(flow, n);
    if (status != IRR_UNIQUE)
        return status;
    struct flows f = {n, flow, time};
    *n_roots = at_most(flows_roots(&f, scratch, roots, IRR_ROOTS_MAX));
    for (int i = 0; i < *n_roots; i++)
        roots[i] = elem_exp(roots[i]) - 1;
    return status_of(*n_roots);
}

/* The one rate of flows, at whole periods where time is NULL. Nearly all flows of investors have one rate near 0, and it can
 * be seen at once that it is the only one.
 *   near  rates between e^-near - 1 and e^near - 1 are looked at first */
static bool one_rate(const struct flows *f, double near, double *scratch, double *x) {
    struct signs s = signs_of(f->amount, f->n);
    double roots[2];
    if (s.bad || !s.out || !s.in)
        return false;
    if (flows_only_root(f, -near, near, x))
        return true;
    if (flows_roots(f, scratch, roots, 2) != 1)
        return false;
    *x = roots[0];
    return true;
}

/* Whether money only goes out: all is lost. */
static bool all_lost(const double *flow, int n) {
    struct signs s = signs_of(flow, n);
    return !s.bad && s.out && !s.in;
}

bool rate_irr_unique(const double *flow, int n, double *scratch, double *rate) {
    const double near = 0.7; /* -50 % to 100 % a month, say */
    struct flows f = {n, flow, NULL};
    double x;
    if (one_rate(&f, near, scratch, &x)) {
        *rate = polish(flow, n, x);
        return true;
    }
    *rate = -1;
    return all_lost(flow, n);
}

bool rate_irr_unique_at(const double *flow, const double *time, int n, double *scratch, double *rate) {
    const double near = 3; /* -95 % to 1900 % a year, say */
    struct flows f = {n, flow, time};
    double x;
    if (one_rate(&f, near, scratch, &x)) {
        *rate = elem_exp(x) - 1;
        return true;
    }
    *rate = -1;
    return all_lost(flow, n);
}

const char *rate_status_text(enum irr_status status) {
    static const char *const texts[] = {
        [IRR_UNIQUE] = "one rate",
        [IRR_SEVERAL] = "several rates, none of which is the rate of return",
        [IRR_NONE] = "none; the flows are worth something at every rate",
        [IRR_SAME_SIGN] = "none; money only goes one way",
        [IRR_TOTAL_LOSS] = "all is lost",
        [IRR_BAD_INPUT] = "none; there is no flow",
    };
    return texts[status];
}

double rate_annual_from_monthly(double monthly) {
    double growth = 1;
    for (int m = 0; m < MONTHS_A_YEAR; m++)
        growth *= 1 + monthly;
    return growth - 1;
}

double rate_present_value(const double *flow, int n, double rate) {
    double v = 1 / (1 + rate), sum = 0;
    for (int t = n - 1; t >= 0; t--)
        sum = sum * v + flow[t];
    return sum;
}

money rate_instalment(money principal, double rate, int n) {
    assert(rate >= 0 && n >= 1);
    double level = rate > 0 ? rate / (1 - elem_pow(1 + rate, -n)) : 1.0 / n;
    return money_times(principal, level);
}
