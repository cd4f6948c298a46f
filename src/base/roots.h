/* All rates at which discounted flows come to nothing.
 *
 * With x = log(1 + rate), the present value of flows a_i at times t_i is f(x) = sum a_i e^(-x t_i). Laguerre's proof of
 * Descartes' rule for such sums finds every real root of it, and not only those that a scan happens to see: with s between
 * the times of two flows of other signs, the derivative of e^(x s) f(x) is again such a sum, with coefficients
 * a_i (s - t_i), which change sign once less often. Between two roots of that derivative f has at most one root; a sum
 * whose coefficients do not change sign has none. So the roots follow from the last derivative up to f itself.
 * (E. Laguerre, Sur la theorie des equations numeriques, J. Math. Pures Appl. 9, 1883.) */
#ifndef SIBYL_BASE_ROOTS_H
#define SIBYL_BASE_ROOTS_H

#include <stdbool.h>
#include <stddef.h>

/* Flows at times.
 *   n       how many, 1 or more
 *   amount  [n], finite
 *   time    [n] in any unit, rising strictly; NULL: 0, 1, ... n - 1 */
struct flows {
    int n;
    const double *amount;
    const double *time;
};

/* How often the amounts change sign, zeros left out. */
int flows_sign_changes(const struct flows *f);

/* Doubles of scratch that flows_roots() needs for n flows. */
size_t flows_scratch(int n);

/* All x at which the present value is zero (a root of several orders is given once; so are roots closer than rounding can
 * tell apart).
 *   scratch  [flows_scratch(f->n)]
 *   x        receives the first `most` roots in rising order
 * Returns how many there are, at most flows_sign_changes(). */
int flows_roots(const struct flows *f, double *scratch, double *x, int most);

/* Whether the root x of flows that begin with a payment is the only one because what has been paid in is never more than
 * paid back before the end: the balances at that rate never change sign (a pure investment, or a pure borrowing;
 * D. Teichroew, A. Robichek, M. Montalbano, Mathematical analysis of rates of return under certainty, Management Science
 * 11, 1965). False says nothing. */
bool flows_one_way(const struct flows *f, double x);

/* Looks for a root between low and high that can be told at once to be the only one there is: the flows change sign once,
 * or flows_one_way(). False says nothing. */
bool flows_only_root(const struct flows *f, double low, double high, double *x);

/* Present value at x times a positive power of 1 + rate that keeps it finite, and what its terms come to without signs.
 *   size  may be NULL */
double flows_value(const struct flows *f, double x, double *size);

#endif
