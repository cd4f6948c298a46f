/* The laws of quantities: one block each, and the table. */
#include "random/quantity.h"
#include "random/special.h"

#include <math.h>
#include <stdio.h>

#define ROWS(rows) .params = (rows), .n_params = (int)(sizeof(rows) / sizeof((rows)[0]))
#define ANY (-HUGE_VAL), HUGE_VAL

static bool refuse(char *reason, const char *format, double a, double b) __attribute__((format(printf, 2, 0)));
static bool refuse(char *reason, const char *format, double a, double b) {
    snprintf(reason, LAW_REASON_ROOM, format, a, b);
    return false;
}

/* ---- fixed ---- */

static const struct law_param fixed_params[] = {
    {"value", LAW_UNIT_VALUE, true, ANY, "the number"},
};

static double fixed_invert(const struct quantity_law *q, double u) {
    (void)u;
    return q->par[0];
}
static double fixed_mean(const struct quantity_law *q) { return q->par[0]; }
static void fixed_support(const struct quantity_law *q, double *low, double *high) { *low = *high = q->par[0]; }

static const struct law fixed_law = {.name = "fixed",
                                     .help = "a certain number",
                                     ROWS(fixed_params),
                                     .invert = fixed_invert,
                                     .mean = fixed_mean,
                                     .support = fixed_support};

/* ---- uniform ---- */

static const struct law_param uniform_params[] = {
    {"low", LAW_UNIT_VALUE, true, ANY, "the least value"},
    {"high", LAW_UNIT_VALUE, true, ANY, "the greatest value"},
};

static bool uniform_prepare(struct quantity_law *q, char *reason) {
    return q->par[0] <= q->par[1] ||
           refuse(reason, "low %.15g is above high %.15g; low <= high is needed", q->par[0], q->par[1]);
}
static double uniform_invert(const struct quantity_law *q, double u) { return q->par[0] + u * (q->par[1] - q->par[0]); }
static double uniform_mean(const struct quantity_law *q) { return q->par[0] + (q->par[1] - q->par[0]) / 2; }
static void uniform_support(const struct quantity_law *q, double *low, double *high) {
    *low = q->par[0];
    *high = q->par[1];
}

static const struct law uniform_law = {.name = "uniform",
                                       .help = "any value between low and high, all as likely",
                                       ROWS(uniform_params),
                                       .prepare = uniform_prepare,
                                       .invert = uniform_invert,
                                       .mean = uniform_mean,
                                       .support = uniform_support};

/* ---- triangular and pert: low, mode, high ---- */

static const struct law_param three_point_params[] = {
    {"low", LAW_UNIT_VALUE, true, ANY, "the least value"},
    {"mode", LAW_UNIT_VALUE, true, ANY, "the most likely value"},
    {"high", LAW_UNIT_VALUE, true, ANY, "the greatest value"},
};

static bool three_points_will_do(const struct quantity_law *q, char *reason) {
    double low = q->par[0], mode = q->par[1], high = q->par[2];
    if (mode < low)
        return refuse(reason, "mode %.15g is below low %.15g; low <= mode <= high is needed", mode, low);
    return mode <= high || refuse(reason, "mode %.15g is above high %.15g; low <= mode <= high is needed", mode, high);
}

static void three_point_support(const struct quantity_law *q, double *low, double *high) {
    *low = q->par[0];
    *high = q->par[2];
}

static bool triangular_prepare(struct quantity_law *q, char *reason) { return three_points_will_do(q, reason); }

static double triangular_invert(const struct quantity_law *q, double u) {
    double low = q->par[0], mode = q->par[1], high = q->par[2], width = high - low;
    if (u * width <= mode - low)
        return low + sqrt(u * width * (mode - low));
    return high - sqrt((1 - u) * width * (high - mode));
}
static double triangular_mean(const struct quantity_law *q) { return (q->par[0] + q->par[1] + q->par[2]) / 3; }

static const struct law triangular_law = {.name = "triangular",
                                          .help =
                                              "between low and high, most likely at mode, falling in straight lines",
                                          ROWS(three_point_params),
                                          .prepare = triangular_prepare,
                                          .invert = triangular_invert,
                                          .mean = triangular_mean,
                                          .support = three_point_support};

/* Weight of the mode in a beta-PERT law (Malcolm, Roseboom, Clark, Fazar 1959). */
#define PERT_SHAPE 4

static bool pert_prepare(struct quantity_law *q, char *reason) {
    if (!three_points_will_do(q, reason))
        return false;
    double low = q->par[0], mode = q->par[1], high = q->par[2], width = high - low;
    q->fit[0] = width > 0 ? 1 + PERT_SHAPE * (mode - low) / width : 1;
    q->fit[1] = width > 0 ? 1 + PERT_SHAPE * (high - mode) / width : 1;
    return true;
}

static double pert_invert(const struct quantity_law *q, double u) {
    double low = q->par[0], high = q->par[2];
    return low < high ? low + (high - low) * special_beta_inverse(q->fit[0], q->fit[1], u) : low;
}
static double pert_mean(const struct quantity_law *q) {
    return (q->par[0] + PERT_SHAPE * q->par[1] + q->par[2]) / (PERT_SHAPE + 2);
}

static const struct law pert_law = {.name = "pert",
                                    .help = "beta-PERT of shape 4: between low and high, most likely near mode",
                                    ROWS(three_point_params),
                                    .prepare = pert_prepare,
                                    .invert = pert_invert,
                                    .mean = pert_mean,
                                    .support = three_point_support};

/* ---- normal, cut at min and max where they are given ---- */

static const struct law_param normal_params[] = {
    {"mean", LAW_UNIT_VALUE, true, ANY, "the mean before any cut"},
    {"sd", LAW_UNIT_VALUE, true, 0, HUGE_VAL, "the standard deviation before any cut; 0 is a certain number"},
    {"min", LAW_UNIT_VALUE, false, ANY, "nothing below this is drawn"},
    {"max", LAW_UNIT_VALUE, false, ANY, "nothing above this is drawn"},
};

/* The part between the cuts, in standard deviations; fit: its ends, turned so that the lower tail holds it (fit[2]: +1
 * as it is, -1 mirrored), and its probability. */
static bool normal_prepare(struct quantity_law *q, char *reason) {
    const double least_mass = 1e-9;
    double mean = q->par[0], sd = q->par[1];
    double low = isnan(q->par[2]) ? -HUGE_VAL : q->par[2], high = isnan(q->par[3]) ? HUGE_VAL : q->par[3];
    if (low > high)
        return refuse(reason, "min %.15g is above max %.15g; min <= max is needed", low, high);
    if (sd == 0 || low >= high)
        return (mean >= low && mean <= high) || sd > 0 ||
               refuse(reason, "with sd 0 the mean %.15g must lie in min ... max", mean, 0);
    double from = (low - mean) / sd, to = (high - mean) / sd;
    bool mirrored = from + to > 0;
    q->fit[0] = mirrored ? -to : from;
    q->fit[1] = mirrored ? -from : to;
    q->fit[2] = mirrored ? -1 : 1;
    q->fit[3] = elem_phi(q->fit[1]) - elem_phi(q->fit[0]);
    return q->fit[3] >= least_mass ||
           refuse(reason, "min ... max holds %.3g of the law's probability; at least %g is needed", q->fit[3],
                  least_mass);
}

static bool normal_is_point(const struct quantity_law *q) { return q->par[1] == 0 || q->par[2] >= q->par[3]; }

static double normal_point(const struct quantity_law *q) { return q->par[1] == 0 ? q->par[0] : q->par[2]; }

static double normal_invert(const struct quantity_law *q, double u) {
    if (normal_is_point(q))
        return normal_point(q);
    double side = q->fit[2], share = side > 0 ? u : 1 - u;
    double z = elem_phi_inv(elem_phi(q->fit[0]) + share * q->fit[3]);
    z = z < q->fit[0] ? q->fit[0] : z > q->fit[1] ? q->fit[1] : z;
    return q->par[0] + q->par[1] * side * z;
}

static double normal_height(double z) {
    const double inverse_root_two_pi = 0.39894228040143267794;
    return inverse_root_two_pi * elem_exp(-z * z / 2);
}

static double normal_mean(const struct quantity_law *q) {
    if (normal_is_point(q))
        return normal_point(q);
    double shift = (normal_height(q->fit[0]) - normal_height(q->fit[1])) / q->fit[3];
    return q->par[0] + q->par[1] * q->fit[2] * shift;
}

static void normal_support(const struct quantity_law *q, double *low, double *high) {
    bool point = normal_is_point(q);
    *low = point ? normal_point(q) : isnan(q->par[2]) ? -HUGE_VAL : q->par[2];
    *high = point ? *low : isnan(q->par[3]) ? HUGE_VAL : q->par[3];
}

static const struct law normal_law = {.name = "normal",
                                      .help = "a bell curve, cut at min and max where they are given",
                                      ROWS(normal_params),
                                      .prepare = normal_prepare,
                                      .invert = normal_invert,
                                      .mean = normal_mean,
                                      .support = normal_support};

/* ---- lognormal ---- */

static const struct law_param lognormal_params[] = {
    {"mean", LAW_UNIT_VALUE, true, 0, HUGE_VAL, "the mean of the quantity itself"},
    {"cv", LAW_UNIT_COEFFICIENT, true, 0, 100,
     "standard deviation over mean of the quantity itself; 0 is a certain number"},
};

static bool lognormal_prepare(struct quantity_law *q, char *reason) {
    if (q->par[0] <= 0)
        return refuse(reason, "mean %.15g is not above 0; a lognormal law has positive values alone", q->par[0], 0);
    double variance = special_log1p(q->par[1] * q->par[1]);
    q->fit[0] = elem_log(q->par[0]) - variance / 2;
    q->fit[1] = sqrt(variance);
    return true;
}
static double lognormal_invert(const struct quantity_law *q, double u) {
    return q->par[1] == 0 ? q->par[0] : elem_exp(q->fit[0] + q->fit[1] * elem_phi_inv(u));
}
static double lognormal_mean(const struct quantity_law *q) { return q->par[0]; }
static void lognormal_support(const struct quantity_law *q, double *low, double *high) {
    *low = q->par[1] == 0 ? q->par[0] : 0;
    *high = q->par[1] == 0 ? q->par[0] : HUGE_VAL;
}

static const struct law lognormal_law = {.name = "lognormal",
                                         .help = "positive and skewed: its logarithm is normal",
                                         ROWS(lognormal_params),
                                         .prepare = lognormal_prepare,
                                         .invert = lognormal_invert,
                                         .mean = lognormal_mean,
                                         .support = lognormal_support};

/* ---- beta and evidence ---- */

/* Shapes below this put nearly all on 0 and 1. */
#define SHAPE_MIN 0.01

static bool shapes_will_do(struct quantity_law *q, double a, double b, char *reason) {
    q->fit[0] = a;
    q->fit[1] = b;
    if (a >= SHAPE_MIN && b >= SHAPE_MIN)
        return true;
    return refuse(reason, "mean and n give a beta law with shapes %.3g and %.3g; both must be at least 0.01", a, b);
}

static double shapes_invert(const struct quantity_law *q, double u) {
    return special_beta_inverse(q->fit[0], q->fit[1], u);
}
static double shapes_mean(const struct quantity_law *q) { return q->fit[0] / (q->fit[0] + q->fit[1]); }
static void shapes_support(const struct quantity_law *q, double *low, double *high) {
    (void)q;
    *low = 0;
    *high = 1;
}

static const struct law_param beta_params[] = {
    {"mean", LAW_UNIT_SHARE, true, 0, 1, "the mean share"},
    {"n", LAW_UNIT_COUNT, true, 0, 1e9, "how many observations the knowledge is worth"},
};

static bool beta_prepare(struct quantity_law *q, char *reason) {
    return shapes_will_do(q, q->par[0] * q->par[1], (1 - q->par[0]) * q->par[1], reason);
}

static const struct law beta_law = {.name = "beta",
                                    .help = "a share known as well as n observations would tell",
                                    ROWS(beta_params),
                                    .prepare = beta_prepare,
                                    .invert = shapes_invert,
                                    .mean = shapes_mean,
                                    .support = shapes_support};

static const struct law_param evidence_params[] = {
    {"successes", LAW_UNIT_COUNT, true, 0, 1e9, "how often it happened in a past programme"},
    {"trials", LAW_UNIT_COUNT, true, 0, 1e9, "how many cases the past programme had"},
    {"weight", LAW_UNIT_SHARE, true, 0, 1, "how far the past programme counts here, 0 to 1"},
};

static bool evidence_prepare(struct quantity_law *q, char *reason) {
    double s = q->par[0], trials = q->par[1], w = q->par[2];
    if (s > trials)
        return refuse(reason, "successes %.15g are more than trials %.15g", s, trials);
    return shapes_will_do(q, w * s + 0.5, w * (trials - s) + 0.5, reason);
}

static const struct law evidence_law = {.name = "evidence",
                                        .help = "a share learnt from a past programme (Jeffreys' prior, discounted)",
                                        ROWS(evidence_params),
                                        .prepare = evidence_prepare,
                                        .invert = shapes_invert,
                                        .mean = shapes_mean,
                                        .support = shapes_support};

/* ---- discrete and empirical: the first value whose cumulative weight is at least u ---- */

static const struct law_param discrete_params[] = {
    {"values", LAW_UNIT_LIST_VALUES, true, ANY, "the values"},
    {"weights", LAW_UNIT_LIST_WEIGHTS, true, 0, HUGE_VAL, "their weights, positive; they need not sum to 1"},
};
static const struct law_param empirical_params[] = {
    {"values", LAW_UNIT_LIST_VALUES, true, ANY, "the values, all as likely"},
};

static double list_invert(const struct quantity_law *q, double u) {
    int below = -1, found = q->n - 1; /* cumulative[below] < u <= cumulative[found] */
    while (found - below > 1) {
        int middle = below + (found - below) / 2;
        if (q->cumulative[middle] < u)
            below = middle;
        else
            found = middle;
    }
    return q->values[found];
}

static double list_mean(const struct quantity_law *q) {
    double sum = 0, before = 0;
    for (int i = 0; i < q->n; i++) {
        sum += q->values[i] * (q->cumulative[i] - before);
        before = q->cumulative[i];
    }
    return sum;
}

static void list_support(const struct quantity_law *q, double *low, double *high) {
    *low = q->values[0];
    *high = q->values[q->n - 1];
}

static const struct law discrete_law = {.name = "discrete",
                                        .help = "one of a list of values, with weights",
                                        ROWS(discrete_params),
                                        .invert = list_invert,
                                        .mean = list_mean,
                                        .support = list_support};

static const struct law empirical_law = {.name = "empirical",
                                         .help = "one of a list of observed values",
                                         ROWS(empirical_params),
                                         .invert = list_invert,
                                         .mean = list_mean,
                                         .support = list_support};

const struct law *const laws[] = {&fixed_law,     &uniform_law, &triangular_law, &pert_law,     &normal_law,
                                  &lognormal_law, &beta_law,    &evidence_law,   &discrete_law, &empirical_law};
const int n_laws = (int)(sizeof laws / sizeof laws[0]);
