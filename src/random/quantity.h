/* Quantities: numbers that are drawn once a path from a law, by inverting its distribution function at one uniform.
 *
 * The laws stand in a table (laws[]), each with parameters that describe themselves: the reader of configurations, the
 * help and the reference walk it. A plain number is the law "fixed". */
#ifndef SIBYL_RANDOM_QUANTITY_H
#define SIBYL_RANDOM_QUANTITY_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

#define LAW_PARAMS_MAX 4

/* What a parameter of a law is measured in. */
enum law_unit {
    LAW_UNIT_VALUE,       /* the quantity's own unit (low, mean, sd) */
    LAW_UNIT_SHARE,       /* a fraction in 0 ... 1 */
    LAW_UNIT_COUNT,       /* a number of observations or cases */
    LAW_UNIT_COEFFICIENT, /* times the mean */
    LAW_UNIT_LIST_VALUES, /* a list of numbers in the quantity's own unit */
    LAW_UNIT_LIST_WEIGHTS /* a list of positive numbers of any unit */
};

/* A parameter of a law as a configuration writes it.
 *   name      the key
 *   unit      what it is measured in; LAW_UNIT_LIST_* are lists and have no place in par[]
 *   required  leaving it out is an error; a number that is left out is NAN in par[]
 *   min, max  range of the parameter alone, both ends included; what must hold between parameters law_prepare() says
 *   help      one line in plain words, without a full stop */
struct law_param {
    const char *name;
    enum law_unit unit;
    bool required;
    double min, max;
    const char *help;
};

/* A law with its parameters, ready to be drawn from. Made by law_prepare(), and then const.
 *   par          the numbers, in the order of the law's parameters (lists left out), NAN where not given
 *   fit          what law_prepare() worked out of them (shapes, logarithms, ends in the normal's scale)
 *   n            values in the list, 0 for a law without one
 *   values       ascending; owned by the arena
 *   cumulative   cumulative[i] = share of the weight on values[0 ... i]; the last is 1 */
struct quantity_law {
    const struct law *law;
    double par[LAW_PARAMS_MAX];
    double fit[LAW_PARAMS_MAX];
    int n;
    const double *values;
    const double *cumulative;
};

/* A kind of law.
 *   name      as a configuration writes it ("pert")
 *   help      one line in plain words
 *   params    n_params rows; those with numbers fill par[] in order
 *   prepare   judges the parameters together and fills fit[]; false with a reason when they
 *             will not do; NULL where each alone says all
 *   invert    the smallest value whose distribution function is at least u, 0 < u < 1
 *   mean      the exact mean
 *   support   the ends of what can be drawn, infinite where there is no end */
struct law {
    const char *name;
    const char *help;
    const struct law_param *params;
    int n_params;
    bool (*prepare)(struct quantity_law *q, char *reason);
    double (*invert)(const struct quantity_law *q, double u);
    double (*mean)(const struct quantity_law *q);
    void (*support)(const struct quantity_law *q, double *low, double *high);
};

/* All laws; the first one is "fixed". */
extern const struct law *const laws[];
extern const int n_laws;

/* The law of that name, or NULL. */
const struct law *law_by_name(const char *name);

#define LAW_REASON_ROOM 200

/* Builds a law that can be drawn from, judging its parameters.
 *   law      the kind
 *   par      LAW_PARAMS_MAX numbers, in the order of the law's parameters that are numbers; NAN: not given
 *   values   the list of values (any order), n of them; NULL and 0 for a law without lists
 *   weights  their n weights; NULL for equal weights
 *   arena    keeps sorted copies of the lists
 *   out      receives the law; undefined on failure
 *   reason   LAW_REASON_ROOM bytes: what is wrong and what is allowed, in plain words; "" on success
 * Returns SIBYL_OK, SIBYL_ERR_INPUT (reason says why), SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status law_prepare(const struct law *law, const double par[LAW_PARAMS_MAX], const double *values,
                              const double *weights, int n, struct arena *arena, struct quantity_law *out,
                              char reason[LAW_REASON_ROOM]);

/* The law of a plain number. */
struct quantity_law law_fixed(double value);

/* The value at probability u, 0 < u < 1: non-decreasing in u. Also the quantile of that level. */
double law_invert(const struct quantity_law *q, double u);

/* The exact mean (of a normal law with bounds: the mean after the cut). */
double law_mean(const struct quantity_law *q);

/* What a bid assumes unless it says otherwise: the parameter named `mode`, else the mean. */
double law_plan(const struct quantity_law *q);

/* The ends of what can be drawn, -HUGE_VAL or HUGE_VAL where there is no end. */
void law_support(const struct quantity_law *q, double *low, double *high);

/* Whether only one value can be drawn. */
bool law_is_certain(const struct quantity_law *q);

#endif
