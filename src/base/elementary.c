#include "base/elementary.h"

#include "base/lanes.h"

#include <math.h>
#include <stdbool.h>

/* sum of c[i] * x^(n - 1 - i). */
static double horner(const double *c, int n, double x) {
    double sum = c[0];
    for (int i = 1; i < n; i++)
        sum = sum * x + c[i];
    return sum;
}

/* exp(-x^2/2), the square split so that its rounding does not grow in the exponent. */
static inline double bell(double x) {
    double head = (int)(x * 16) / 16.0, rest = (x - head) * (x + head);
    return elem_exp(-head * head * 0.5) * elem_exp(-rest * 0.5);
}

/* Four zeros in front make the middle's polynomials as long as the side's. */
#define PADDING 4
static const double middle_top[] = {0,
                                    0,
                                    0,
                                    0,
                                    0.065682337918207449113,
                                    2.2352520354606839287,
                                    161.02823106855587881,
                                    1067.6894854603709582,
                                    18154.981253343561249};
static const double middle_bottom[] = {
    0, 0, 0, 0, 1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956};

/* |x| <= 0.67448975: Phi(x) - 1/2. */
static double phi_middle(double x) {
    return x * horner(middle_top + PADDING, 5, x * x) / horner(middle_bottom + PADDING, 5, x * x);
}

static const double side_top[] = {1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412,
                                  93.506656132177855979,    597.27027639480026226,  2494.5375852903726711,
                                  6848.1904505362823326,    11602.651437647350124,  9842.7148383839780218};
static const double side_bottom[] = {1,
                                     22.266688044328115691,
                                     235.38790178262499861,
                                     1519.377599407554805,
                                     6485.558298266760755,
                                     18615.571640885098091,
                                     34900.952721145977266,
                                     38912.003286093271411,
                                     19685.429676859990727};

/* 0.67448975 < y <= sqrt(32): Phi(-y) / exp(-y^2/2). */
static double phi_side(double y) { return horner(side_top, 9, y) / horner(side_bottom, 9, y); }

/* y > sqrt(32): the same by an expansion in 1/y^2. */
static double phi_far(double y) {
    static const double p[] = {0.02307344176494017303, 0.21589853405795699,     0.1274011611602473639,
                               0.022235277870649807,   0.001421619193227893466, 2.9112874951168792e-5};
    static const double q[] = {1,
                               1.28426009614491121,
                               0.468238212480865118,
                               0.0659881378689285515,
                               0.00378239633202758244,
                               7.29751555083966205e-5};
    const double inverse_root_two_pi = 0.398942280401432677939946;
    double z = 1 / (y * y);
    return (inverse_root_two_pi - z * horner(p, 6, z) / horner(q, 6, z)) / y;
}

/* Ends of the middle and of the side, in standard deviations. */
#define MIDDLE 0.67448975
#define FAR 5.656854249492380195206754

double elem_phi(double x) {
    const double beyond = 38.5;
    double y = fabs(x);
    if (y <= MIDDLE)
        return 0.5 + phi_middle(x);
    if (isnan(x))
        return x;
    double tail = y > beyond ? 0 : bell(y) * (y <= FAR ? phi_side(y) : phi_far(y));
    return x < 0 ? tail : 1 - tail;
}

static const double inv_middle_top[] = {2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
                                        45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
                                        133.14166789178437745, 3.387132872796366608};
static const double inv_middle_bottom[] = {
    5226.495278852545925,  28729.085735721942674, 39307.89580009271061,  21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083,  42.313330701600911252, 1};

/* |u - 1/2| <= 0.425. */
static double inv_middle(double q) {
    double r = 0.180625 - q * q;
    return q * horner(inv_middle_top, 8, r) / horner(inv_middle_bottom, 8, r);
}

static const double inv_side_top[] = {7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
                                      1.27045825245236838258,   3.64784832476320460504,   5.7694972214606914055,
                                      4.6303378461565452959,    1.42343711074968357734};
static const double inv_side_bottom[] = {
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455,    1.6763848301838038494,   2.05319162663775882187,   1};

/* r = sqrt(-log(tail)) up to 5. */
static double inv_side(double r) { return horner(inv_side_top, 8, r) / horner(inv_side_bottom, 8, r); }

static double inv_far(double r) {
    static const double e[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
                               0.026532189526576123093,   0.29656057182850489123,    1.7848265399172913358,
                               5.4637849111641143699,     6.6579046435011037772};
    static const double f[] = {
        2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
        0.0148753612908506148525,   0.13692988092273580531,   0.59983220655588793769,   1};
    return horner(e, 8, r) / horner(f, 8, r);
}

/* Half the width of the middle, in probability, and where the side's polynomial is centred. */
#define INV_MIDDLE 0.425
#define INV_SIDE_SHIFT 1.6

double elem_phi_inv(double u) {
    const double side = 5;
    double q = u - 0.5;
    if (fabs(q) <= INV_MIDDLE)
        return inv_middle(q);
    if (u <= 0 || u >= 1)
        return u <= 0 ? -INFINITY : INFINITY;
    double r = sqrt(-elem_log(q < 0 ? u : 1 - u));
    double x = r <= side ? inv_side(r - INV_SIDE_SHIFT) : inv_far(r - side);
    return q < 0 ? -x : x;
}

/* horner() of one of two polynomials of eight coefficients, without a branch: unrolled, so that lanes go through it
 * together. */
static inline double horner_8(bool first, const double *a, const double *b, double x) {
    double sum = first ? a[0] : b[0];
    sum = sum * x + (first ? a[1] : b[1]);
    sum = sum * x + (first ? a[2] : b[2]);
    sum = sum * x + (first ? a[3] : b[3]);
    sum = sum * x + (first ? a[4] : b[4]);
    sum = sum * x + (first ? a[5] : b[5]);
    sum = sum * x + (first ? a[6] : b[6]);
    return sum * x + (first ? a[7] : b[7]);
}

static inline double horner_9(bool first, const double *a, const double *b, double x) {
    return horner_8(first, a, b, x) * x + (first ? a[8] : b[8]);
}

/* Bringing y within the side, and the bell of it: two functions, for the compiler to see two loops without a branch. */
KERNEL
static void clamp_together(const double *x, double *y) {
    for (int i = 0; i < ELEM_TOGETHER; i++)
        y[i] = fabs(x[i]) <= FAR ? fabs(x[i]) : FAR;
}

KERNEL
static void bell_together(double *y) {
    for (int i = 0; i < ELEM_TOGETHER; i++)
        y[i] = bell(y[i]);
}

/* ELEM_TOGETHER probabilities by the middle or the side; returns whether some lie further out. */
static inline bool phi_together(const double *x, const double *height, double *out) {
    uint64_t beyond = 0;
    for (int i = 0; i < ELEM_TOGETHER; i++) {
        double y = fabs(x[i]);
        bool middle = y <= MIDDLE;
        double t = middle ? x[i] * x[i] : y;
        double top = horner_9(middle, middle_top, side_top, t),
               bottom = horner_9(middle, middle_bottom, side_bottom, t);
        double ratio = (middle ? x[i] * top : top) / bottom, tail = height[i] * ratio;
        out[i] = middle ? 0.5 + ratio : x[i] < 0 ? tail : 1 - tail;
        beyond |= y <= FAR ? 0 : 1;
    }
    return beyond != 0;
}

/* The same for quantiles. */
static inline bool inv_together(const double *u, double *out) {
    const double far = 1.389e-11; /* just above e^-25, where r is 5 */
    uint64_t beyond = 0;
    for (int i = 0; i < ELEM_TOGETHER; i++) {
        double q = u[i] - 0.5, tail = q < 0 ? u[i] : 1 - u[i];
        bool middle = fabs(q) <= INV_MIDDLE;
        double r = middle ? 0.180625 - q * q : sqrt(-elem_log(tail)) - INV_SIDE_SHIFT;
        double top = horner_8(middle, inv_middle_top, inv_side_top, r);
        double bottom = horner_8(middle, inv_middle_bottom, inv_side_bottom, r);
        double x = (middle ? q * top : top) / bottom;
        out[i] = middle || q >= 0 ? x : -x;
        beyond |= tail >= far ? 0 : 1;
    }
    return beyond != 0;
}

KERNEL
void elem_phi_lanes(int n, const double *x, double *out) {
    for (int from = 0; from < n; from += ELEM_TOGETHER) {
        double height[ELEM_TOGETHER], got[ELEM_TOGETHER];
        clamp_together(x + from, height);
        bell_together(height);
        bool beyond = phi_together(x + from, height, got);
        for (int i = 0; beyond && i < ELEM_TOGETHER; i++)
            got[i] = elem_phi(x[from + i]);
        memcpy(out + from, got, sizeof got);
    }
}

KERNEL
void elem_phi_inv_lanes(int n, const double *u, double *out) {
    for (int from = 0; from < n; from += ELEM_TOGETHER) {
        double got[ELEM_TOGETHER];
        bool beyond = inv_together(u + from, got);
        for (int i = 0; beyond && i < ELEM_TOGETHER; i++)
            got[i] = elem_phi_inv(u[from + i]);
        memcpy(out + from, got, sizeof got);
    }
}
