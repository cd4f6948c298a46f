#include "random/special.h"

#include <math.h>

#define HALF_LOG_TWO_PI 0.91893853320467274178

/* From here on the asymptotic series below is exact to rounding. */
#define STIRLING_FROM 16

/* Bernoulli numbers over 2j(2j - 1): 1/12, 1/360, 1/1260, 1/1680, 1/1188, 691/360360. */
static double stirling_series(double x) {
    double z = 1 / (x * x);
    double sum = 1.0 / 1188 - z * (691.0 / 360360);
    sum = 1.0 / 1680 - z * sum;
    sum = 1.0 / 1260 - z * sum;
    sum = 1.0 / 360 - z * sum;
    sum = 1.0 / 12 - z * sum;
    return sum / x;
}

/* The remainder falls by (x + 1/2) log(1 + 1/x) - 1 from x to x + 1, which for large x is 1/(12 x^2) - ... */
double special_stirling_error(double x) {
    double sum = 0;
    while (x < STIRLING_FROM) {
        sum += (x + 0.5) * special_log1p(1 / x) - 1;
        x += 1;
    }
    return sum + stirling_series(x);
}

double special_deviance(double x, double m) {
    const double near = 0.1, enough = 1e-17;
    if (x == 0)
        return m;
    double d = x - m;
    if (fabs(d) >= near * (x + m))
        return x * elem_log(x / m) + m - x;
    /* with v = (x-m)/(x+m): (x-m) v + 2 x (v^3/3 + v^5/5 + ...) */
    double v = d / (x + m), power = 2 * x * v, square = v * v, sum = d * v;
    for (int j = 3;; j += 2) {
        power *= square;
        double next = sum + power / j;
        if (!(fabs(power) > enough * fabs(next)))
            return next;
        sum = next;
    }
}

double special_log_poisson(double x, double m) {
    if (x == 0)
        return -m;
    return -special_stirling_error(x) - special_deviance(x, m) - HALF_LOG_TWO_PI - 0.5 * elem_log(x);
}

double special_log_binomial(double x, double rest, double p, double q) {
    double n = x + rest;
    if (x == 0)
        return n * (p < 0.5 ? special_log1p(-p) : elem_log(q));
    if (rest == 0)
        return n * (q < 0.5 ? special_log1p(-q) : elem_log(p));
    double stirling = special_stirling_error(n) - special_stirling_error(x) - special_stirling_error(rest);
    double deviance = special_deviance(x, n * p) + special_deviance(rest, n * q);
    return stirling - deviance - HALF_LOG_TWO_PI - 0.5 * (elem_log(x) + elem_log(rest / n));
}

/* x^a y^b / B(a, b), its logarithm. */
static double log_beta_front(double a, double b, double x, double y) {
    return special_log_binomial(a, b, x, y) + elem_log(a) + elem_log(b / (a + b));
}

/* Lentz's method for the fraction of I_x(a, b) = front / a * fraction; quick where x < (a + 1)/(a + b + 2). */
static double beta_fraction(double a, double b, double x) {
    const double tiny = 1e-300, enough = 1e-16;
    const int steps_max = 100000;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double h = d;
    for (int i = 1; i <= steps_max; i++) {
        double even = i * (b - i) * x / ((a + 2 * i - 1) * (a + 2 * i));
        d = 1 + even * d;
        c = 1 + even / c;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = fabs(c) < tiny ? tiny : c;
        h *= d * c;
        double odd = -(a + i) * (a + b + i) * x / ((a + 2 * i) * (a + 2 * i + 1));
        d = 1 + odd * d;
        c = 1 + odd / c;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = fabs(c) < tiny ? tiny : c;
        double step = d * c;
        h *= step;
        if (fabs(step - 1) <= enough)
            break;
    }
    return h;
}

double special_log_beta_inc(double a, double b, double x, double y, double *slope) {
    double front = log_beta_front(a, b, x, y);
    if (x * (a + b + 2) < a + 1) {
        double fraction = beta_fraction(a, b, x) / a;
        *slope = 1 / fraction;
        return front + elem_log(fraction);
    }
    double upper = elem_exp(front) * beta_fraction(b, a, y) / b;
    double lower = upper < 1 ? 1 - upper : 0x1p-53;
    *slope = elem_exp(front) / lower;
    return elem_log(lower);
}

double special_beta_inc(double a, double b, double x, double y) {
    double front = log_beta_front(a, b, x, y);
    if (x * (a + b + 2) < a + 1)
        return elem_exp(front) * beta_fraction(a, b, x) / a;
    return 1 - elem_exp(front) * beta_fraction(b, a, y) / b;
}

/* The log odds z with log I(z) = log u, u <= 1/2, by Newton: log I is increasing and concave in z, so that after the
 * first step the root is approached from below. */
static double beta_log_odds(double a, double b, double u) {
    const double far = 700, enough = 1e-11; /* e^-700 is next to nothing; Newton squares the step */
    const int steps_max = 200;
    double aim = elem_log(u), slope;
    double z = elem_log(a / b) + elem_phi_inv(u) * sqrt(1 / a + 1 / b);
    for (int i = 0; i < steps_max; i++) {
        z = z < -far ? -far : z > far ? far : z;
        double half = elem_exp(-fabs(z)), near = 1 / (1 + half), away = half / (1 + half);
        double gap = special_log_beta_inc(a, b, z < 0 ? away : near, z < 0 ? near : away, &slope) - aim;
        double step = gap / slope;
        z -= step;
        if (fabs(step) <= enough * (1 + fabs(z)) || (step > 0 && z <= -far))
            break;
    }
    return z;
}

double special_beta_inverse(double a, double b, double u) {
    double z = u > 0.5 ? -beta_log_odds(b, a, 1 - u) : beta_log_odds(a, b, u), half = elem_exp(-fabs(z));
    return z < 0 ? half / (1 + half) : 1 / (1 + half);
}
