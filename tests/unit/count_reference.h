/* Distribution functions of laws of counts, summed in long double from the mode outwards and divided by their total: no
 * logarithm, no gamma function, nothing shared with the program. */
#ifndef SIBYL_TESTS_COUNT_REFERENCE_H
#define SIBYL_TESTS_COUNT_REFERENCE_H

/* cdf[i] = P(K <= first + i), i = 0 ... n - 1; below first and above the last there is less than 1e-25. */
struct count_reference {
    long double *cdf;
    double first;
    int n;
};

/* P(k + 1) / P(k) of a law. */
typedef long double count_ratio(const long double *par, long double k);
count_ratio reference_binomial, reference_poisson, reference_negbin, reference_hypergeometric;

/* par: binomial {n, p}; poisson {mean}; negbin {mean, size}; hypergeometric {good, bad, draws}. mode: any whole number
 * near it; least ... most: where the law can be. */
struct count_reference count_reference_make(count_ratio *ratio, const long double *par, double mode, double least,
                                            double most);
void count_reference_free(struct count_reference *r);

/* P(K <= k). */
long double count_reference_cdf(const struct count_reference *r, double k);

/* How far u is from where k would be right: 0 when P(K <= k-1) < u <= P(K <= k). */
double count_reference_error(const struct count_reference *r, double u, double k);

#endif
