#include "study/search.h"

#include "study/sample.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Halvings when the end of a stretch is sought; iterations of Brent's method at most. */
#define HALVINGS 24
#define ITERATIONS 40
/* A root is near enough when the metric is this share of its own sampling error from the target, or the bracket this
 * share of the range; the ends of its interval need not be known so well. */
#define NEAR_ROOT 0.02
#define NEAR_END 0.1
#define NARROW_ROOT 1e-8
#define NARROW_END 1e-3

/* ---- One value ---- */

static double snapped(const struct search *s, double at) {
    char text[64];
    if (s->step > 0)
        return round(at / s->step) * s->step;
    snprintf(text, sizeof text, "%.9g", at);
    return strtod(text, NULL);
}

static void write_value(const struct search *s, double at, char *text, size_t size) {
    if (s->answer->whole)
        snprintf(text, size, "%.0f", at);
    else
        snprintf(text, size, s->step > 0 ? "%.2f" : "%.9g", at);
}

/* Opens the scheme with the setting at a value; NULL where it may not have it, or where something went wrong (st). */
static struct scheme *open_at(struct search *s, double at) {
    const struct study_source *from = &s->request->source;
    struct setting_override *sets = calloc((size_t)from->n_overrides + 1, sizeof *sets);
    struct scheme *scheme = NULL;
    struct diag diag = {0};
    char value[64];
    if (!sets) {
        s->st = SIBYL_ERR_NO_MEMORY;
        return NULL;
    }
    write_value(s, at, value, sizeof value);
    for (int i = 0; i < from->n_overrides; i++)
        sets[i] = from->overrides[i];
    sets[from->n_overrides] = (struct setting_override){s->request->vary, value};
    struct study_source source = {from->file, from->scenario, sets, from->n_overrides + 1};
    status st = study_open(&source, &diag, &scheme);
    if (st == SIBYL_ERR_INPUT && s->refused.n == 0)
        s->refused = diag;
    else
        diag_free(&diag);
    if (st != SIBYL_OK && st != SIBYL_ERR_INPUT)
        s->st = st;
    free(sets);
    return scheme;
}

static void take_units(struct search *s, const struct sample *sample) {
    const char *unit = sample_unit(sample, 0);
    snprintf(s->answer->metric_unit, sizeof s->answer->metric_unit, "%s", unit);
    s->answer->metric_is_probability = strcmp(unit, "probability") == 0;
}

/* Runs the scheme and takes the metric; false where it does not exist, or something went wrong. */
static bool run_at(struct search *s, const struct scheme *scheme, struct solve_point *point) {
    struct wanted wanted = {s->request->metric, s->request->level};
    struct sample sample = {0};
    struct estimate figure = {0};
    if (s->unknown)
        search_learn(s, scheme);
    struct run_options run = s->request->run;
    run.metrics_only = true;
    s->st = sample_take(&sample, scheme, &run, &wanted, 1, s->diag);
    if (s->st != SIBYL_OK)
        return false;
    take_units(s, &sample);
    if (!sample_figure(&sample, 0, &figure))
        s->st = SIBYL_ERR_NO_MEMORY;
    sample_free(&sample);
    *point = (struct solve_point){point->at, figure.value, figure.low, figure.high};
    s->runs++;
    if (s->request->progress)
        s->request->progress(s->request->user, s->runs < s->expected ? s->runs : s->expected, s->expected);
    return s->st == SIBYL_OK && figure.defined;
}

bool search_at(struct search *s, double at, struct solve_point *out) {
    at = snapped(s, at);
    for (int i = 0; i < s->n; i++) {
        if (s->point[i].at == at) {
            *out = s->point[i];
            return s->usable[i];
        }
    }
    if (s->st != SIBYL_OK || s->n == SEARCH_MOST)
        return false;
    struct solve_point point = {.at = at};
    struct scheme *scheme = open_at(s, at);
    bool usable = scheme && run_at(s, scheme, &point);
    scheme_close(scheme);
    if (s->st == SIBYL_OK) {
        s->usable[s->n] = usable;
        s->point[s->n++] = point;
    }
    *out = point;
    return usable;
}

/* ---- Closing in ---- */

/* Which line is to meet the target: the estimate, or an end of its interval. */
enum line { LINE_LOW, LINE_VALUE, LINE_HIGH };

static double gap_of(const struct search *s, const struct solve_point *p, enum line line) {
    double value = line == LINE_LOW ? p->low : line == LINE_HIGH ? p->high : p->value;
    return value - s->request->target;
}

struct crossing {
    struct search *search;
    enum line line;
    struct solve_point last;
};

static double gap_at(double at, void *data) {
    struct crossing *c = data;
    if (!search_at(c->search, at, &c->last))
        return 0;
    return gap_of(c->search, &c->last, c->line);
}

static bool near(const struct crossing *c, double share) {
    double gap = fabs(gap_of(c->search, &c->last, c->line)), half = (c->last.high - c->last.low) / 2;
    return gap == 0 || gap <= share * half;
}

/* Brent's method between two points on different sides. The nearest point found, or false where something went wrong. */
static bool brent(struct search *s, enum line line, double a, double b, struct solve_point *found) {
    struct crossing c = {.search = s, .line = line};
    gsl_function f = {gap_at, &c};
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    if (!solver) {
        s->st = SIBYL_ERR_NO_MEMORY;
        return false;
    }
    bool value = line == LINE_VALUE, done = gsl_root_fsolver_set(solver, &f, a, b) != GSL_SUCCESS;
    double narrow = (value ? NARROW_ROOT : NARROW_END) * (s->answer->to - s->answer->from);
    narrow = narrow > s->step ? narrow : s->step;
    for (int i = 0; i < ITERATIONS && !done && s->st == SIBYL_OK; i++) {
        done = gsl_root_fsolver_iterate(solver) != GSL_SUCCESS || near(&c, value ? NEAR_ROOT : NEAR_END) ||
               gsl_root_fsolver_x_upper(solver) - gsl_root_fsolver_x_lower(solver) <= narrow;
    }
    double root = near(&c, value ? NEAR_ROOT : NEAR_END) ? c.last.at : gsl_root_fsolver_root(solver);
    gsl_root_fsolver_free(solver);
    return search_at(s, root, found);
}

/* Of a whole-numbered setting: the two neighbours between which the target is crossed. */
static bool halve(struct search *s, const struct solve_point *a, const struct solve_point *b, struct solve_root *root) {
    struct solve_point low = *a, high = *b, middle;
    while (high.at - low.at > 1) {
        if (!search_at(s, floor((low.at + high.at) / 2), &middle))
            return false;
        bool same = (middle.value > s->request->target) == (low.value > s->request->target);
        *(same ? &low : &high) = middle;
    }
    bool lower = fabs(gap_of(s, &low, LINE_VALUE)) <= fabs(gap_of(s, &high, LINE_VALUE));
    root->there = lower ? low : high;
    root->next = lower ? high : low;
    root->has_next = true;
    root->at = root->to = root->there.at;
    root->low = low.at;
    root->high = high.at;
    return true;
}

/* One end of a root's interval: going outward from it, where a line of the metric's interval meets the target; the end of
 * the range, and open, where it does not. */
static double interval_end(struct search *s, const struct solve_point *sorted, int n, int from, int step,
                           const struct solve_root *root, enum line line, bool *open) {
    struct solve_point inner = root->there, found;
    bool above = gap_of(s, &inner, line) > 0;
    for (int i = from; i >= 0 && i < n; i += step) {
        if ((gap_of(s, &sorted[i], line) > 0) == above) {
            inner = sorted[i];
            continue;
        }
        bool right = step > 0;
        *open = !brent(s, line, right ? inner.at : sorted[i].at, right ? sorted[i].at : inner.at, &found);
        return *open ? sorted[i].at : found.at;
    }
    *open = true;
    return step > 0 ? sorted[n - 1].at : sorted[0].at;
}

/* The interval of a root that stands between sorted[left] and sorted[right]. */
static void find_interval(struct search *s, const struct solve_point *sorted, int n, int left, int right,
                          struct solve_root *root) {
    bool rising = sorted[right].value > sorted[left].value;
    root->at = root->to = root->low = root->high = root->there.at;
    if (root->there.low == root->there.high)
        return;
    root->low = interval_end(s, sorted, n, left, -1, root, rising ? LINE_HIGH : LINE_LOW, &root->low_open);
    root->high = interval_end(s, sorted, n, right, 1, root, rising ? LINE_LOW : LINE_HIGH, &root->high_open);
}

bool search_crossing(struct search *s, const struct solve_point *sorted, int n, int i, struct solve_root *root) {
    *root = (struct solve_root){0};
    if (s->answer->whole)
        return halve(s, &sorted[i], &sorted[i + 1], root);
    if (!brent(s, LINE_VALUE, sorted[i].at, sorted[i + 1].at, &root->there))
        return false;
    find_interval(s, sorted, n, i, i + 1, root);
    return true;
}

/* The last value, going from one at which the target is met to one at which it is not, at which it still is. */
static double stretch_end(struct search *s, double met, double missed) {
    struct solve_point middle;
    double narrow = NARROW_END * (s->answer->to - s->answer->from);
    for (int k = 0; k < HALVINGS && fabs(met - missed) > (narrow > s->step ? narrow : s->step); k++) {
        bool usable = search_at(s, (met + missed) / 2, &middle);
        *(usable && middle.value == s->request->target ? &met : &missed) = snapped(s, (met + missed) / 2);
    }
    return met;
}

void search_stretch(struct search *s, const struct solve_point *sorted, int n, int first, int last,
                    struct solve_root *root) {
    *root = (struct solve_root){.at = sorted[first].at, .to = sorted[last].at, .there = sorted[first]};
    bool inside = first > 0 && last < n - 1;
    if (first == last && inside &&
        (sorted[first - 1].value > s->request->target) != (sorted[last + 1].value > s->request->target)) {
        find_interval(s, sorted, n, first - 1, last + 1, root);
        return;
    }
    if (first > 0)
        root->at = stretch_end(s, sorted[first].at, sorted[first - 1].at);
    if (last < n - 1)
        root->to = stretch_end(s, sorted[last].at, sorted[last + 1].at);
    search_at(s, root->at, &root->there);
    root->low = root->at;
    root->high = root->to;
}
