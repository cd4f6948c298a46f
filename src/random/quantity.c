#include "random/quantity.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct law *law_by_name(const char *name) {
    for (int i = 0; i < n_laws; i++)
        if (strcmp(laws[i]->name, name) == 0)
            return laws[i];
    return NULL;
}

static bool is_list(const struct law_param *p) {
    return p->unit == LAW_UNIT_LIST_VALUES || p->unit == LAW_UNIT_LIST_WEIGHTS;
}

/* A number alone: there when it must be, finite, in its own range. */
static bool number_will_do(const struct law_param *p, double value, char *reason) {
    if (isnan(value)) {
        if (p->required)
            snprintf(reason, LAW_REASON_ROOM, "%s is missing: %s", p->name, p->help);
        return !p->required;
    }
    if (!isfinite(value))
        snprintf(reason, LAW_REASON_ROOM, "%s is not a finite number", p->name);
    else if (value < p->min && p->max >= HUGE_VAL)
        snprintf(reason, LAW_REASON_ROOM, "%s %.15g is below %g; at least %g is needed", p->name, value, p->min,
                 p->min);
    else if (value < p->min || value > p->max)
        snprintf(reason, LAW_REASON_ROOM, "%s %.15g is outside %g to %g", p->name, value, p->min, p->max);
    else
        return true;
    return false;
}

static bool numbers_will_do(const struct law *law, const double *par, char *reason) {
    int k = 0;
    for (int i = 0; i < law->n_params; i++)
        if (!is_list(&law->params[i]) && !number_will_do(&law->params[i], par[k++], reason))
            return false;
    return true;
}

struct weighted {
    double value, weight;
};

static int by_value(const void *a, const void *b) {
    const struct weighted *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

static bool list_will_do(const double *values, const double *weights, int n, char *reason) {
    if (n < 1) {
        snprintf(reason, LAW_REASON_ROOM, "values is empty; at least one value is needed");
        return false;
    }
    for (int i = 0; i < n; i++) {
        const char *what = !isfinite(values[i]) ? "value" : weights && !(weights[i] > 0) ? "weight" : NULL;
        if (what || (weights && !isfinite(weights[i]))) {
            snprintf(reason, LAW_REASON_ROOM, "%s number %d (%.15g) is not a %sfinite number", what ? what : "weight",
                     i + 1, what && *what == 'v' ? values[i] : weights[i], what && *what == 'v' ? "" : "positive ");
            return false;
        }
    }
    return true;
}

/* Sorts copies of the list into the arena and adds the weights up. */
static status keep_list(const double *values, const double *weights, int n, struct arena *arena,
                        struct quantity_law *out) {
    struct weighted *pairs = arena_array(arena, (size_t)n, sizeof *pairs);
    double *sorted = arena_array(arena, (size_t)n, sizeof *sorted);
    double *cumulative = arena_array(arena, (size_t)n, sizeof *cumulative);
    if (!pairs || !sorted || !cumulative)
        return SIBYL_ERR_NO_MEMORY;
    for (int i = 0; i < n; i++)
        pairs[i] = (struct weighted){values[i], weights ? weights[i] : 1};
    qsort(pairs, (size_t)n, sizeof *pairs, by_value);
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sorted[i] = pairs[i].value;
        cumulative[i] = sum += pairs[i].weight;
    }
    for (int i = 0; i < n; i++)
        cumulative[i] /= sum;
    out->n = n;
    out->values = sorted;
    out->cumulative = cumulative;
    return SIBYL_OK;
}

static bool has_list(const struct law *law) {
    for (int i = 0; i < law->n_params; i++)
        if (is_list(&law->params[i]))
            return true;
    return false;
}

status law_prepare(const struct law *law, const double par[LAW_PARAMS_MAX], const double *values, const double *weights,
                   int n, struct arena *arena, struct quantity_law *out, char reason[LAW_REASON_ROOM]) {
    reason[0] = '\0';
    *out = (struct quantity_law){.law = law};
    memcpy(out->par, par, sizeof out->par);
    if (!numbers_will_do(law, par, reason))
        return SIBYL_ERR_INPUT;
    if (has_list(law)) {
        if (!list_will_do(values, weights, n, reason))
            return SIBYL_ERR_INPUT;
        status st = keep_list(values, weights, n, arena, out);
        if (st)
            return st;
    }
    return !law->prepare || law->prepare(out, reason) ? SIBYL_OK : SIBYL_ERR_INPUT;
}

struct quantity_law law_fixed(double value) {
    return (struct quantity_law){.law = laws[0], .par = {value, NAN, NAN, NAN}};
}

double law_invert(const struct quantity_law *q, double u) {
    assert(u > 0 && u < 1);
    return q->law->invert(q, u);
}

double law_mean(const struct quantity_law *q) { return q->law->mean(q); }

double law_plan(const struct quantity_law *q) {
    int k = 0;
    for (int i = 0; i < q->law->n_params; i++) {
        if (is_list(&q->law->params[i]))
            continue;
        if (strcmp(q->law->params[i].name, "mode") == 0)
            return q->par[k];
        k++;
    }
    return law_mean(q);
}

void law_support(const struct quantity_law *q, double *low, double *high) { q->law->support(q, low, high); }

bool law_is_certain(const struct quantity_law *q) {
    double low, high;
    law_support(q, &low, &high);
    return low >= high;
}
