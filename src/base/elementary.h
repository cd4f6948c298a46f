/* Elementary functions whose bits do not depend on the processor: only + - * / and comparisons, no fused operations, no
 * library. Where results are promised bit for bit, these are used instead of libm's.
 *
 * Accuracy (tests/unit/test_base_elementary.c): elem_exp and elem_log below 1.1 ulp, elem_phi 3e-15 and elem_phi_inv 2e-15
 * relative. */
#ifndef SIBYL_BASE_ELEMENTARY_H
#define SIBYL_BASE_ELEMENTARY_H

#include <stdint.h>
#include <string.h>

static inline double elem_from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint64_t elem_to_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* 2^n for -1022 <= n <= 1023. */
static inline double elem_power_of_two(int n) { return elem_from_bits((uint64_t)(n + 1023) << 52); }

/* e^x. 0 below -745, infinity above 709.78; NaN gives NaN.
 * Cody-Waite reduction to |r| <= ln2/2, then 1 + r + r^2 Q(r) with the Taylor series of exp to degree 13. */
static inline double elem_exp(double x) {
    const double shift = 6755399441055744.0; /* 1.5 * 2^52: the addition rounds to a whole number */
    double bounded = x < -746 ? -746 : x > 710 ? 710 : x;
    double n = bounded * 1.4426950408889634 + shift - shift;
    double r = (bounded - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10;
    double q = 1.0 / 6227020800.0;
    q = q * r + 1.0 / 479001600.0;
    q = q * r + 1.0 / 39916800.0;
    q = q * r + 1.0 / 3628800.0;
    q = q * r + 1.0 / 362880.0;
    q = q * r + 1.0 / 40320.0;
    q = q * r + 1.0 / 5040.0;
    q = q * r + 1.0 / 720.0;
    q = q * r + 1.0 / 120.0;
    q = q * r + 1.0 / 24.0;
    q = q * r + 1.0 / 6.0;
    q = q * r + 0.5;
    double e = 1.0 + (r + r * r * q);
    int half = (int)n / 2;
    double scaled = e * elem_power_of_two(half) * elem_power_of_two((int)n - half);
    return x != x ? x : scaled;
}

/* Natural logarithm of x > 0 (fdlibm's form). 0 gives -infinity, a negative x or NaN gives NaN. */
static inline double elem_log(double x) {
    double tiny = x < 2.2250738585072014e-308 ? 54 : 0; /* subnormal: scaled up by 2^54 first */
    uint64_t bits = elem_to_bits(tiny > 0 ? x * 18014398509481984.0 : x);
    /* x = 2^k * m with m in [sqrt(1/2), sqrt(2)); k is read off as the last digits of 2^52 + k + 1023, so that no
     * instruction is needed that lanes lack */
    const uint64_t root_half = 0x3fe6a09e667f3bcd, one = 0x3ff0000000000000, fraction = 0x000fffffffffffff;
    uint64_t moved = bits + (one - root_half);
    double k = elem_from_bits((moved >> 52) | 0x4330000000000000) - (4503599627370496.0 + 1023);
    double m = elem_from_bits((moved & fraction) + root_half);
    double f = m - 1, s = f / (2 + f), z = s * s, w = z * z;
    double t1 = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    double t2 = z * (6.666666666666735130e-01 +
                     w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    double h = 0.5 * f * f, dk = k - tiny;
    double y = dk * 6.93147180369123816490e-01 - ((h - (s * (h + t1 + t2) + dk * 1.90821492927058770002e-10)) - f);
    double zero = -1.0 / 0.0;
    if (x > 0 && x <= 1.7976931348623157e308)
        return y;
    return x == 0 ? zero : x > 0 ? x : 0.0 / 0.0;
}

/* x^y for x > 0. Relative error about |y log x| * 1e-16. */
static inline double elem_pow(double x, double y) { return x == 1 || y == 0 ? 1 : elem_exp(y * elem_log(x)); }

/* The normal distribution function. W. J. Cody, Rational Chebyshev approximations for the error function, Math. Comp. 23
 * (1969), in the form used by Applied Statistics and R; lower tail without cancellation. */
double elem_phi(double x);

/* Its inverse for 0 < u < 1: Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988). 0 and 1 give -/+ infinity. */
double elem_phi_inv(double u);

/* The same over arrays, with the same bits, several at a time.
 *   n     numbers that are wanted; x, u and out have room for n rounded up to a multiple of ELEM_TOGETHER, and all of
 *         that is read and written
 *   out   may be the input */
#define ELEM_TOGETHER 16
void elem_phi_lanes(int n, const double *x, double *out);
void elem_phi_inv_lanes(int n, const double *u, double *out);

#endif
