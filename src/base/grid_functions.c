/* The functions of a spreadsheet that formulas of a grid may use, as spreadsheets define them. */
#include "base/grid_work.h"
#include "base/rate.h"

#include <math.h>
#include <stdlib.h>

static bool is_range(const struct grid_formula *f) { return f->kind == NODE_REFERENCE; }

/* Puts the numbers of all arguments through a step; ranges cell by cell. Returns false at the first error. */
static bool every(struct grid_work *w, const struct grid_formula *call,
                  void (*step)(double *so_far, double number, int i), double *so_far) {
    int seen = 0;
    for (int a = 0; a < call->n; a++) {
        struct grid_range range = is_range(call->arg[a]) ? grid_range_of(w, call->arg[a]) : (struct grid_range){.n = 1};
        for (int i = 0; i < range.n; i++) {
            double number = is_range(call->arg[a]) ? grid_range_number(w, &range, i) : grid_number(w, call->arg[a]);
            if (isnan(number))
                return false;
            step(so_far, number, seen++);
        }
    }
    return true;
}

static void step_sum(double *sum, double number, int i) {
    (void)i;
    *sum += number;
}
static void step_min(double *least, double number, int i) { *least = i == 0 || number < *least ? number : *least; }
static void step_max(double *most, double number, int i) { *most = i == 0 || number > *most ? number : *most; }
static void step_and(double *all, double number, int i) { *all = (i == 0 || *all != 0) && number != 0 ? 1 : 0; }
static void step_or(double *any, double number, int i) { *any = (i > 0 && *any != 0) || number != 0 ? 1 : 0; }

static double folded(struct grid_work *w, const struct grid_formula *call, void (*step)(double *, double, int)) {
    double so_far = 0;
    return every(w, call, step, &so_far) ? so_far : NAN;
}
static double work_sum(struct grid_work *w, const struct grid_formula *call) { return folded(w, call, step_sum); }
static double work_min(struct grid_work *w, const struct grid_formula *call) { return folded(w, call, step_min); }
static double work_max(struct grid_work *w, const struct grid_formula *call) { return folded(w, call, step_max); }
static double work_and(struct grid_work *w, const struct grid_formula *call) { return folded(w, call, step_and); }
static double work_or(struct grid_work *w, const struct grid_formula *call) { return folded(w, call, step_or); }

static double work_if(struct grid_work *w, const struct grid_formula *call) {
    double condition = grid_number(w, call->arg[0]);
    if (isnan(condition))
        return NAN;
    return grid_number(w, condition != 0 ? call->arg[1] : call->arg[2]);
}

static double work_iferror(struct grid_work *w, const struct grid_formula *call) {
    double number = grid_number(w, call->arg[0]);
    return isnan(number) ? grid_number(w, call->arg[1]) : number;
}

static double work_not(struct grid_work *w, const struct grid_formula *call) {
    double number = grid_number(w, call->arg[0]);
    return isnan(number) ? NAN : number == 0 ? 1 : 0;
}
static double work_abs(struct grid_work *w, const struct grid_formula *call) {
    return fabs(grid_number(w, call->arg[0]));
}
static double work_sign(struct grid_work *w, const struct grid_formula *call) {
    double number = grid_number(w, call->arg[0]);
    return isnan(number) ? NAN : number > 0 ? 1 : number < 0 ? -1 : 0;
}
static double work_int(struct grid_work *w, const struct grid_formula *call) {
    return floor(grid_number(w, call->arg[0]));
}
static double work_sqrt(struct grid_work *w, const struct grid_formula *call) {
    return sqrt(grid_number(w, call->arg[0]));
}

static double work_round(struct grid_work *w, const struct grid_formula *call) {
    double number = grid_number(w, call->arg[0]), scale = pow(10, grid_number(w, call->arg[1]));
    return isnan(number) ? NAN : scale == 1 ? round(number) : round(number * scale) / scale;
}
static double work_roundup(struct grid_work *w, const struct grid_formula *call) {
    double number = grid_number(w, call->arg[0]);
    return isnan(number) ? NAN : number < 0 ? floor(number) : ceil(number);
}
static double work_mod(struct grid_work *w, const struct grid_formula *call) {
    double number = grid_number(w, call->arg[0]), by = grid_number(w, call->arg[1]);
    return by == 0 ? NAN : number - by * floor(number / by);
}

/* ---- Functions that pick cells ---- */

static bool meets(struct grid_work *w, const struct grid_formula *criterion, double number) {
    bool plain = criterion->kind != NODE_CRITERION;
    double against = grid_number(w, plain ? criterion : criterion->arg[0]);
    return grid_compared(plain ? OP_EQUAL : criterion->op, number, against) != 0;
}

/* Whether the i-th cells of ranges arg[first], arg[first + 2], ... meet the criteria that follow each. */
static bool all_meet(struct grid_work *w, const struct grid_formula *call, int first, int i) {
    for (int a = first; a + 1 < call->n; a += 2) {
        struct grid_range range = grid_range_of(w, call->arg[a]);
        if (!meets(w, call->arg[a + 1], grid_range_number(w, &range, i)))
            return false;
    }
    return true;
}

static double sum_where(struct grid_work *w, const struct grid_formula *call, int sum, int first) {
    struct grid_range range = grid_range_of(w, call->arg[sum]);
    double all = 0;
    for (int i = 0; i < range.n; i++) {
        if (all_meet(w, call, first, i))
            all += grid_range_number(w, &range, i);
    }
    return all;
}

/* SUMIF(range, criterion, sum): the sum stands last, and no second criterion before it. */
static double work_sumif(struct grid_work *w, const struct grid_formula *call) { return sum_where(w, call, 2, 0); }
static double work_sumifs(struct grid_work *w, const struct grid_formula *call) { return sum_where(w, call, 0, 1); }

static double work_countif(struct grid_work *w, const struct grid_formula *call) {
    struct grid_range range = grid_range_of(w, call->arg[0]);
    double n = 0;
    for (int i = 0; i < range.n; i++)
        n += all_meet(w, call, 0, i) ? 1 : 0;
    return n;
}

static double work_sumproduct(struct grid_work *w, const struct grid_formula *call) {
    double sum = 0;
    int n = grid_range_of(w, call->arg[0]).n;
    for (int i = 0; i < n; i++) {
        double product = 1;
        for (int a = 0; a < call->n; a++) {
            struct grid_range range = grid_range_of(w, call->arg[a]);
            product *= grid_range_number(w, &range, i);
        }
        sum += product;
    }
    return sum;
}

static double work_index(struct grid_work *w, const struct grid_formula *call) {
    struct grid_range range = grid_range_of(w, call->arg[0]);
    double place = floor(grid_number(w, call->arg[1]));
    return place >= 1 && place <= range.n ? grid_range_number(w, &range, (int)place - 1) : NAN;
}

/* MATCH(number, range, 0): the first that is equal; (..., 1): the last that is at most, of rising numbers. */
static double work_match(struct grid_work *w, const struct grid_formula *call) {
    struct grid_range range = grid_range_of(w, call->arg[1]);
    double number = grid_number(w, call->arg[0]), found = NAN;
    bool exact = grid_number(w, call->arg[2]) == 0;
    for (int i = 0; i < range.n; i++) {
        double here = grid_range_number(w, &range, i);
        if (exact && here == number)
            return i + 1;
        if (!exact && here <= number)
            found = i + 1;
    }
    return found;
}

/* IRR(range, guess): flows at even distances; the rate of one distance. */
static double work_irr(struct grid_work *w, const struct grid_formula *call) {
    struct grid_range range = grid_range_of(w, call->arg[0]);
    double rate = NAN, *flow = calloc((size_t)range.n + flows_scratch(range.n), sizeof *flow);
    for (int i = 0; flow && i < range.n; i++)
        flow[i] = grid_range_number(w, &range, i);
    if (!flow)
        w->g->failed = true;
    else if (!rate_irr_unique(flow, range.n, flow + range.n, &rate))
        rate = NAN;
    free(flow);
    return rate;
}

const struct grid_function grid_functions[] = {{"SUM", 1, 1000, work_sum},
                                               {"MIN", 1, 1000, work_min},
                                               {"MAX", 1, 1000, work_max},
                                               {"AND", 1, 1000, work_and},
                                               {"OR", 1, 1000, work_or},
                                               {"NOT", 1, 1, work_not},
                                               {"IF", 3, 3, work_if},
                                               {"IFERROR", 2, 2, work_iferror},
                                               {"ABS", 1, 1, work_abs},
                                               {"SIGN", 1, 1, work_sign},
                                               {"INT", 1, 1, work_int},
                                               {"SQRT", 1, 1, work_sqrt},
                                               {"ROUND", 2, 2, work_round},
                                               {"ROUNDUP", 2, 2, work_roundup},
                                               {"MOD", 2, 2, work_mod},
                                               {"SUMIF", 3, 3, work_sumif},
                                               {"SUMIFS", 3, 99, work_sumifs},
                                               {"COUNTIF", 2, 2, work_countif},
                                               {"SUMPRODUCT", 1, 9, work_sumproduct},
                                               {"INDEX", 2, 2, work_index},
                                               {"MATCH", 3, 3, work_match},
                                               {"IRR", 1, 2, work_irr},
                                               {NULL, 0, 0, NULL}};
