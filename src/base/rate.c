#include "base/rate.h"

#include "base/elementary.h"

#include <assert.h>
#include <math.h>

#define MONTHS_A_YEAR 12
/* The scan of x = log(1 + rate): rates from -1 + 1e-7 to 1e7, in steps of about 0.8 %. */
#define SCAN_LOW (-16.2)
#define SCAN_HIGH 16.2
#define SCAN_STEPS 4096
#define BISECTIONS 200

/* Sign and size of the present value at x = log(1 + rate), scaled by the largest power so that it cannot overflow: for x > 0
 * sum flow_t e^(-xt), for x < 0 sum flow_t e^(x (n - 1 - t)). */
static double value_at(const double *flow, int n, double x) {
    double sum = 0, v = elem_exp(x > 0 ? -x : x);
    for (int i = 0; i < n; i++)
        sum = sum * v + flow[x > 0 ? n - 1 - i : i];
    return sum;
}

/* Bisection to the last bit of x between two places where the value has other signs. */
static double between(const double *flow, int n, double low, double high) {
    bool rising = value_at(flow, n, low) < 0;
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high)
            break;
        if ((value_at(flow, n, middle) < 0) == rising)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

/* One Newton step in v = 1/(1 + rate), which takes the last error out of the logarithm. */
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

/* Signs of the flows: how often they change, and whether both occur. */
struct signs {
    int changes;
    bool in, out, bad;
};

static struct signs signs_of(const double *flow, int n) {
    struct signs s = {0};
    double last = 0;
    for (int t = 0; t < n; t++) {
        s.bad |= !isfinite(flow[t]);
        if (flow[t] == 0)
            continue;
        s.in |= flow[t] > 0;
        s.out |= flow[t] < 0;
        s.changes += last != 0 && (last > 0) != (flow[t] > 0);
        last = flow[t];
    }
    return s;
}

/* Where the value comes nearest to zero between three scanned places without changing sign: a double root, or two close ones. */
static bool touches(const double *flow, int n, double low, double high, double sign, double *at) {
    const double golden = 0.6180339887498949;
    for (int i = 0; i < BISECTIONS / 2; i++) {
        double a = high - golden * (high - low), b = low + golden * (high - low);
        if (sign * value_at(flow, n, a) < sign * value_at(flow, n, b))
            high = b;
        else
            low = a;
    }
    *at = 0.5 * (low + high);
    return sign * value_at(flow, n, *at) < 0;
}

static void add_root(double *roots, int *n_roots, double rate) {
    if (*n_roots < IRR_ROOTS_MAX)
        roots[(*n_roots)++] = rate;
}

/* Roots between the scanned places x0 and x1, and, where the value bends towards zero at x1, around it. */
static void scan_step(const double *flow, int n, double x, double step, const double v[3], double *roots,
                      int *n_roots) {
    double at;
    if (v[1] == 0)
        add_root(roots, n_roots, polish(flow, n, x));
    else if (v[0] != 0 && (v[0] < 0) != (v[1] < 0))
        add_root(roots, n_roots, polish(flow, n, between(flow, n, x - step, x)));
    bool bends =
        (v[0] < 0) == (v[1] < 0) && (v[1] < 0) == (v[2] < 0) && fabs(v[1]) <= fabs(v[0]) && fabs(v[1]) <= fabs(v[2]);
    if (!bends || v[1] == 0 || !touches(flow, n, x - step, x + step, v[1] < 0 ? -1 : 1, &at))
        return;
    add_root(roots, n_roots, polish(flow, n, between(flow, n, x - step, at)));
    add_root(roots, n_roots, polish(flow, n, between(flow, n, at, x + step)));
}

static void scan(const double *flow, int n, double *roots, int *n_roots) {
    const double step = (SCAN_HIGH - SCAN_LOW) / SCAN_STEPS;
    double v[3] = {value_at(flow, n, SCAN_LOW), value_at(flow, n, SCAN_LOW + step), 0};
    for (int i = 1; i < SCAN_STEPS; i++) {
        double x = SCAN_LOW + step * i;
        v[2] = value_at(flow, n, x + step);
        scan_step(flow, n, x, step, v, roots, n_roots);
        v[0] = v[1];
        v[1] = v[2];
    }
}

enum irr_status rate_irr(const double *flow, int n, double roots[IRR_ROOTS_MAX], int *n_roots) {
    struct signs s = signs_of(flow, n);
    *n_roots = 0;
    if (s.bad || (!s.in && !s.out))
        return IRR_BAD_INPUT;
    if (!s.in) {
        bool begins = flow[0] < 0 && n > 1;
        for (int t = 1; t < n; t++)
            begins &= flow[t] == 0;
        return begins ? IRR_TOTAL_LOSS : IRR_SAME_SIGN;
    }
    if (!s.out)
        return IRR_SAME_SIGN;
    if (s.changes == 1) {
        double low = SCAN_LOW, high = SCAN_HIGH;
        if ((value_at(flow, n, low) < 0) != (value_at(flow, n, high) < 0))
            add_root(roots, n_roots, polish(flow, n, between(flow, n, low, high)));
    } else {
        scan(flow, n, roots, n_roots);
    }
    return *n_roots == 0 ? IRR_NONE : *n_roots == 1 ? IRR_UNIQUE : IRR_SEVERAL;
}

/* With one change of sign the value falls from one sign to the other once: Newton's method on log(1 + rate) kept inside its
 * bracket finds it in a few steps. */
static bool one_change(const double *flow, int n, double *rate) {
    const double near = 0.7, tolerance = 1e-15;
    double low = -near, high = near, x = 0;
    bool rising = value_at(flow, n, low) < 0;
    if ((value_at(flow, n, high) < 0) == rising) {
        low = SCAN_LOW;
        high = SCAN_HIGH;
        rising = value_at(flow, n, low) < 0;
        if ((value_at(flow, n, high) < 0) == rising)
            return false;
    }
    for (int i = 0; i < BISECTIONS; i++) {
        double v = elem_exp(-x), sum = 0, slope = 0;
        for (int t = n - 1; t >= 0; t--) {
            slope = slope * v + sum;
            sum = sum * v + flow[t];
        }
        if ((sum < 0) == rising)
            low = x;
        else
            high = x;
        double next = x + sum / (slope * v);
        if (!(next > low && next < high))
            next = 0.5 * (low + high);
        if (fabs(next - x) <= tolerance || sum == 0)
            break;
        x = next;
    }
    *rate = polish(flow, n, x);
    return true;
}

bool rate_irr_unique(const double *flow, int n, double *rate) {
    struct signs s = signs_of(flow, n);
    double roots[IRR_ROOTS_MAX];
    int n_roots;
    if (s.bad || !s.out)
        return false;
    if (!s.in) {
        *rate = -1;
        return true;
    }
    if (s.changes == 1)
        return one_change(flow, n, rate);
    if (rate_irr(flow, n, roots, &n_roots) != IRR_UNIQUE)
        return false;
    *rate = roots[0];
    return true;
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
