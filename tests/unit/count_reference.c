#include "count_reference.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

long double reference_binomial(const long double *par, long double k) {
    return (par[0] - k) * par[1] / ((k + 1) * (1 - par[1]));
}
long double reference_poisson(const long double *par, long double k) { return par[0] / (k + 1); }
long double reference_negbin(const long double *par, long double k) {
    return (par[1] + k) * par[0] / ((k + 1) * (par[1] + par[0]));
}
long double reference_hypergeometric(const long double *par, long double k) {
    return (par[0] - k) * (par[2] - k) / ((k + 1) * (par[1] - par[2] + k + 1));
}

struct count_reference count_reference_make(count_ratio *ratio, const long double *par, double mode, double least,
                                            double most) {
    const long double negligible = 1e-30L;
    double first = mode, last = mode;
    for (long double term = 1; first > least && term > negligible; first--)
        term /= ratio(par, first - 1);
    for (long double term = 1; last < most && term > negligible; last++)
        term *= ratio(par, last);
    struct count_reference r = {.first = first, .n = (int)(last - first) + 1};
    long double *term = malloc((size_t)r.n * sizeof *term);
    r.cdf = malloc((size_t)r.n * sizeof *r.cdf);
    cr_assert(term && r.cdf);
    int middle = (int)(mode - first);
    term[middle] = 1;
    for (int i = middle; i > 0; i--)
        term[i - 1] = term[i] / ratio(par, first + i - 1);
    for (int i = middle; i + 1 < r.n; i++)
        term[i + 1] = term[i] * ratio(par, first + i);
    long double sum = 0;
    for (int i = 0; i < r.n; i++)
        r.cdf[i] = sum += term[i];
    for (int i = 0; i < r.n; i++)
        r.cdf[i] /= sum;
    free(term);
    return r;
}

void count_reference_free(struct count_reference *r) { free(r->cdf); }

long double count_reference_cdf(const struct count_reference *r, double k) {
    double place = k - r->first;
    return place < 0 ? 0 : place >= r->n ? 1 : r->cdf[(int)place];
}

double count_reference_error(const struct count_reference *r, double u, double k) {
    long double above = u - count_reference_cdf(r, k), below = count_reference_cdf(r, k - 1) - u;
    return (double)fmaxl(0, fmaxl(above, below));
}
