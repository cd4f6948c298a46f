#include "base/roots.h"

#include "base/elementary.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* A value is nothing when it is this small beside the terms that it is the sum of: several times what rounding leaves. */
#define NOTHING (512 * DBL_EPSILON)
#define STEPS_MOST 300

static double time_of(const struct flows *f, int i) { return f->time ? f->time[i] : i; }

/* One derivative on the way: its coefficients are those of f times all (s - t) so far.
 *   slope  coefficient i of the next one is coefficient[i] * (s - t_i) / span */
struct level {
    const struct flows *f;
    const double *coefficient;
    double s, span;
};

/* A value with its slope in x and what its terms come to without signs; all times one positive number. */
struct value {
    double sum, slope, size;
};

/* Horner's rule from the far end of time: for x > 0 from the last flow back, times e^(x t_first); for x < 0 from the first
 * on, times e^(x t_last): every factor is at most 1, so nothing overflows. */
static struct value value_at(const struct level *l, double x) {
    const struct flows *f = l->f;
    struct value v = {0};
    double gap = 0, factor = 1;
    for (int k = 0; k < f->n; k++) {
        int i = x > 0 ? f->n - 1 - k : k, before = x > 0 ? i + 1 : i - 1;
        double c = l->coefficient[i], t = time_of(f, i), now = k > 0 ? fabs(t - time_of(f, before)) : 0;
        if (now != gap)
            factor = elem_exp(-fabs(x) * (gap = now));
        v.sum = v.sum * factor + c;
        v.slope = v.slope * factor + c * ((l->s - t) / l->span);
        v.size = v.size * factor + fabs(c);
    }
    return v;
}

double flows_value(const struct flows *f, double x, double *size) {
    struct level l = {.f = f, .coefficient = f->amount, .s = 0, .span = 1};
    struct value v = value_at(&l, x);
    if (size)
        *size = v.size;
    return v.sum;
}

static int sign_of(double x) { return (x > 0) - (x < 0); }

static int sign_at(const struct level *l, double x) {
    struct value v = value_at(l, x);
    return fabs(v.sum) <= NOTHING * v.size ? 0 : sign_of(v.sum);
}

/* The one root between low and high, at which the signs differ, the function rising or falling all the way between them:
 * Newton's method on e^(x s) f(x), kept inside its bracket. */
static double root_between(const struct level *l, double low, double high, int sign_low) {
    double x = 0.5 * (low + high);
    for (int step = 0; step < STEPS_MOST; step++) {
        struct value v = value_at(l, x);
        if (v.sum == 0)
            break;
        if (sign_of(v.sum) == sign_low)
            low = x;
        else
            high = x;
        double next = x - v.sum / (v.slope * l->span);
        if (!(next > low && next < high))
            next = 0.5 * (low + high);
        bool still = fabs(next - x) <= DBL_EPSILON * fabs(next) * 0.5 || next <= low || next >= high;
        x = next;
        if (still)
            break;
    }
    return x;
}

/* The place, beyond `from` in a direction, at which the function has the sign that it has at the end. */
static double beyond(const struct level *l, double from, int direction, int sign) {
    double step = 1 / l->span;
    while (sign_of(value_at(l, from + direction * step).sum) != sign && step < DBL_MAX / 4)
        step *= 2;
    return from + direction * step;
}

/* The sign of the first or last coefficient that is not zero: that of the sum at x = +infinity or -infinity. */
static int sign_at_end(const struct level *l, bool first) {
    int n = l->f->n, i = first ? 0 : n - 1;
    while (l->coefficient[i] == 0)
        i += first ? 1 : -1;
    return sign_of(l->coefficient[i]);
}

/* The roots of one level, given those of its derivative: at most one in each space between these and beyond the ends. */
static int roots_of_level(const struct level *l, const double *turn, int n_turns, double *root) {
    int n = 0, left = sign_at_end(l, false), right = sign_at_end(l, true);
    double last = 0;
    bool begun = false;
    for (int k = 0; k < n_turns; k++) {
        int sign = sign_at(l, turn[k]);
        if (sign != 0 && left != 0 && sign != left)
            root[n++] = root_between(l, begun ? last : beyond(l, turn[k], -1, left), turn[k], left);
        if (sign == 0)
            root[n++] = turn[k];
        last = turn[k];
        left = sign;
        begun = true;
    }
    if (left != 0 && left != right)
        root[n++] = root_between(l, begun ? last : beyond(l, 0, -1, left), beyond(l, last, 1, right), left);
    return n;
}

/* Places between flows of other signs. */
static int find_splits(const struct flows *f, double *split) {
    int n = 0, last = -1;
    for (int i = 0; i < f->n; i++) {
        if (f->amount[i] == 0)
            continue;
        if (last >= 0 && sign_of(f->amount[i]) != sign_of(f->amount[last])) {
            if (split)
                split[n] = 0.5 * (time_of(f, last) + time_of(f, i));
            n++;
        }
        last = i;
    }
    return n;
}

int flows_sign_changes(const struct flows *f) { return find_splits(f, NULL); }

size_t flows_scratch(int n) { return 4 * ((size_t)n + 1); }

/* The coefficients of the derivative after `levels` splits. */
static void derive(const struct flows *f, const double *split, int levels, double span, double *coefficient) {
    for (int i = 0; i < f->n; i++) {
        double c = f->amount[i], t = time_of(f, i);
        for (int k = 0; k < levels; k++)
            c *= (split[k] - t) / span;
        coefficient[i] = c;
    }
}

int flows_roots(const struct flows *f, double *scratch, double *x, int most) {
    size_t room = (size_t)f->n + 1;
    double *split = scratch, *coefficient = split + room, *turn = coefficient + room, *root = turn + room;
    double span = f->n > 1 ? time_of(f, f->n - 1) - time_of(f, 0) : 1;
    int changes = find_splits(f, split), n = 0;
    for (int level = changes - 1; level >= 0; level--) {
        double *swap = turn;
        turn = root;
        root = swap;
        derive(f, split, level, span, coefficient);
        struct level l = {f, coefficient, split[level], span};
        n = roots_of_level(&l, turn, n, root);
    }
    memcpy(x, root, (size_t)(n < most ? n : most) * sizeof *x);
    return n;
}

/* Whether the sum changes sign between low and high, and the root there: of the sum itself, whose slope is that of s = 0. */
static bool root_in(const struct flows *f, double low, double high, double *x) {
    struct level l = {.f = f, .coefficient = f->amount, .s = 0, .span = 1};
    int sign_low = sign_of(value_at(&l, low).sum), sign_high = sign_of(value_at(&l, high).sum);
    if (sign_low == 0 || sign_low == sign_high)
        return false;
    *x = root_between(&l, low, high, sign_low);
    return true;
}

bool flows_only_root(const struct flows *f, double low, double high, double *x) {
    return root_in(f, low, high, x) && (flows_sign_changes(f) == 1 || flows_one_way(f, *x));
}

bool flows_one_way(const struct flows *f, double x) {
    double balance = 0, before = 0;
    int way = 0;
    for (int i = 0; i + 1 < f->n; i++) {
        double t = time_of(f, i);
        balance = balance * elem_exp(x * (t - before)) + f->amount[i];
        before = t;
        way = way == 0 ? sign_of(balance) : way;
        if (sign_of(balance) != way || !isfinite(balance))
            return false;
    }
    return true;
}
