#include "base/elementary.h"

#include <math.h>

/* sum of c[i] * x^(n - 1 - i). */
static double horner(const double *c, int n, double x) {
    double sum = c[0];
    for (int i = 1; i < n; i++)
        sum = sum * x + c[i];
    return sum;
}

/* exp(-x^2/2), the square split so that its rounding does not grow in the exponent. */
static double bell(double x) {
    double head = trunc(x * 16) / 16, rest = (x - head) * (x + head);
    return elem_exp(-head * head * 0.5) * elem_exp(-rest * 0.5);
}

/* |x| <= 0.67448975: Phi(x) - 1/2. */
static double phi_middle(double x) {
    static const double a[] = {0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881,
                               1067.6894854603709582, 18154.981253343561249};
    static const double b[] = {1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205,
                               45507.789335026729956};
    return x * horner(a, 5, x * x) / horner(b, 5, x * x);
}

/* 0.67448975 < y <= sqrt(32): Phi(-y) / exp(-y^2/2). */
static double phi_side(double y) {
    static const double c[] = {1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412,
                               93.506656132177855979,    597.27027639480026226,  2494.5375852903726711,
                               6848.1904505362823326,    11602.651437647350124,  9842.7148383839780218};
    static const double d[] = {1,
                               22.266688044328115691,
                               235.38790178262499861,
                               1519.377599407554805,
                               6485.558298266760755,
                               18615.571640885098091,
                               34900.952721145977266,
                               38912.003286093271411,
                               19685.429676859990727};
    return horner(c, 9, y) / horner(d, 9, y);
}

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

double elem_phi(double x) {
    const double middle = 0.67448975, far = 5.656854249492380195206754, beyond = 38.5;
    double y = fabs(x);
    if (y <= middle)
        return 0.5 + phi_middle(x);
    if (isnan(x))
        return x;
    double tail = y > beyond ? 0 : bell(y) * (y <= far ? phi_side(y) : phi_far(y));
    return x < 0 ? tail : 1 - tail;
}

/* |u - 1/2| <= 0.425. */
static double inv_middle(double q) {
    static const double a[] = {2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
                               45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
                               133.14166789178437745, 3.387132872796366608};
    static const double b[] = {
        5226.495278852545925,  28729.085735721942674, 39307.89580009271061,  21213.794301586595867,
        5394.1960214247511077, 687.1870074920579083,  42.313330701600911252, 1};
    double r = 0.180625 - q * q;
    return q * horner(a, 8, r) / horner(b, 8, r);
}

/* r = sqrt(-log(tail)) up to 5. */
static double inv_side(double r) {
    static const double c[] = {7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
                               1.27045825245236838258,   3.64784832476320460504,   5.7694972214606914055,
                               4.6303378461565452959,    1.42343711074968357734};
    static const double d[] = {
        1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
        0.68976733498510000455,    1.6763848301838038494,   2.05319162663775882187,   1};
    return horner(c, 8, r) / horner(d, 8, r);
}

static double inv_far(double r) {
    static const double e[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
                               0.026532189526576123093,   0.29656057182850489123,    1.7848265399172913358,
                               5.4637849111641143699,     6.6579046435011037772};
    static const double f[] = {
        2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
        0.0148753612908506148525,   0.13692988092273580531,   0.59983220655588793769,   1};
    return horner(e, 8, r) / horner(f, 8, r);
}

double elem_phi_inv(double u) {
    const double middle = 0.425, side = 5, side_shift = 1.6;
    double q = u - 0.5;
    if (fabs(q) <= middle)
        return inv_middle(q);
    if (u <= 0 || u >= 1)
        return u <= 0 ? -INFINITY : INFINITY;
    double r = sqrt(-elem_log(q < 0 ? u : 1 - u));
    double x = r <= side ? inv_side(r - side_shift) : inv_far(r - side);
    return q < 0 ? -x : x;
}
