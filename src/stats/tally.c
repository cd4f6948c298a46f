#include "stats/tally.h"

#include <math.h>

static void add(struct tally *t, int64_t value) {
    t->min = t->n == 0 || value < t->min ? value : t->min;
    t->max = t->n == 0 || value > t->max ? value : t->max;
    t->n++;
    t->sum += value;
    t->squares += (wide_unsigned)((wide)value * value);
}

void tally_add_lanes(struct tally *t, const int64_t value[LANES], uint64_t lanes) {
    for (uint64_t left = lanes; left; left &= left - 1)
        add(t, value[__builtin_ctzll(left)]);
}

void tally_merge(struct tally *into, const struct tally *from) {
    if (from->n == 0)
        return;
    into->min = into->n == 0 || from->min < into->min ? from->min : into->min;
    into->max = into->n == 0 || from->max > into->max ? from->max : into->max;
    into->n += from->n;
    into->sum += from->sum;
    into->squares += from->squares;
}

double tally_mean(const struct tally *t) { return t->n == 0 ? 0 : (double)((long double)t->sum / (long double)t->n); }

/* Sum of (x - mean x)(y - mean y): with whole numbers q near the means, sum xy - qy sum x - qx sum y + n qx qy in arithmetic
 * that wraps around, then less the small rest that q left. */
static long double centred(const struct tally *x, const struct tally *y, wide_unsigned products) {
    wide n = x->n, qx = x->sum / n, qy = y->sum / n;
    wide_unsigned about = products - (wide_unsigned)(qy * x->sum) - (wide_unsigned)(qx * y->sum) +
                          (wide_unsigned)n * (wide_unsigned)qx * (wide_unsigned)qy;
    long double rest_x = (long double)(x->sum - qx * n), rest_y = (long double)(y->sum - qy * n);
    return (long double)(wide)about - rest_x * rest_y / (long double)n;
}

static long double variance(const struct tally *t) {
    long double sum = centred(t, t, t->squares);
    return sum > 0 ? sum / (long double)(t->n - 1) : 0;
}

bool tally_spread(const struct tally *t, double *sd, double *se) {
    if (t->n < 2)
        return false;
    long double v = variance(t);
    *sd = (double)sqrtl(v);
    *se = (double)sqrtl(v / (long double)t->n);
    return true;
}

void pair_add_lanes(struct pair_tally *p, const int64_t x[LANES], const int64_t y[LANES], uint64_t lanes) {
    for (uint64_t left = lanes; left; left &= left - 1) {
        int i = __builtin_ctzll(left);
        p->products += (wide_unsigned)((wide)x[i] * y[i]);
    }
}

void pair_merge(struct pair_tally *into, const struct pair_tally *from) { into->products += from->products; }

bool pair_ratio_se(const struct tally *x, const struct tally *y, const struct pair_tally *p, double *se) {
    if (x->n < 2 || x->n != y->n || y->sum == 0)
        return false;
    long double n = (long double)x->n, mean_y = (long double)y->sum / n,
                ratio = (long double)x->sum / (long double)y->sum;
    long double covariance = centred(x, y, p->products) / (n - 1);
    long double v = variance(x) - 2 * ratio * covariance + ratio * ratio * variance(y);
    *se = (double)(sqrtl((v > 0 ? v : 0) / n) / fabsl(mean_y));
    return true;
}
