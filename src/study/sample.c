#include "study/sample.h"

#include "base/text.h"
#include "engine/metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The normal distribution's 97.5 % point. */
#define Z 1.959963984540054

/* ---- Headings ---- */

static void heading(const struct scheme *s, const struct metric_ref *ref, struct text_buf *out) {
    text_appendf(out, "%s%s", ref->party == NONE ? "" : s->parties.items[ref->party].name,
                 ref->party == NONE ? "" : "/");
    text_appendf(out, "%s%s%s", ref->of ? ref->of : "", ref->of ? "/" : "", ref->def->name);
}

/* All headings of a list; freed with free_headings(). NULL: no memory. */
static char **all_headings(const struct scheme *s, const struct metric_list *list) {
    char **heads = calloc((size_t)list->n + 1, sizeof *heads);
    for (int m = 0; heads && m < list->n; m++) {
        struct text_buf text = {0};
        heading(s, &list->items[m], &text);
        heads[m] = text.data;
    }
    return heads;
}

static void free_headings(char **heads, int n) {
    for (int m = 0; heads && m < n; m++)
        free(heads[m]);
    free(heads);
}

static int find_heading(char *const *heads, int n, const char *wanted) {
    for (int m = 0; m < n; m++) {
        if (heads[m] && strcmp(heads[m], wanted) == 0)
            return m;
    }
    return NONE;
}

static void refuse(char *const *heads, int n, const char *wanted, struct diag *diag) {
    const char *near = text_nearest(wanted, (const char *const *)heads, n);
    diag_error(diag, NULL, 0, wanted,
               "no metric of this scheme has this name%s%s%s; write PARTY/NAME, or PARTY/OF/NAME",
               near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static status find_rows(struct sample *s, const struct scheme *scheme, struct diag *diag) {
    struct arena arena = {0};
    struct metric_list list = {.arena = &arena};
    status st = metrics_list(scheme, &list);
    char **heads = st == SIBYL_OK ? all_headings(scheme, &list) : NULL;
    if (!heads)
        st = SIBYL_ERR_NO_MEMORY;
    for (int k = 0; st != SIBYL_ERR_NO_MEMORY && k < s->n; k++) {
        s->row[k] = find_heading(heads, list.n, s->wanted[k].metric);
        s->needs = s->needs || (s->row[k] != NONE && metric_of_shadow(list.items[s->row[k]].def));
        if (s->row[k] != NONE && !(list.items[s->row[k]].def->probability && !isnan(s->wanted[k].level)))
            continue;
        st = SIBYL_ERR_INPUT;
        if (s->row[k] == NONE)
            refuse(heads, list.n, s->wanted[k].metric, diag);
        else
            diag_error(diag, NULL, 0, s->wanted[k].metric, "is a probability, which has no quantiles; leave out :%g",
                       s->wanted[k].level);
    }
    free_headings(heads, list.n);
    arena_free(&arena);
    return st;
}

/* ---- Taking ---- */

static bool keep_row(void *user, int64_t path, const double *value, const bool *defined) {
    struct sample *s = user;
    for (int k = 0; k < s->n; k++) {
        s->value[k * s->paths + path] = value[s->row[k]];
        s->defined[k * s->paths + path] = defined[s->row[k]];
    }
    return true;
}

/* The place in results of the metric in a row: the row-th that has a value on every path. */
static int place_of_row(const struct results *r, int row) {
    int seen = 0;
    for (int m = 0; m < r->n_metrics; m++) {
        if (r->metrics[m].by_path && seen++ == row)
            return m;
    }
    return NONE;
}

status sample_take(struct sample *s, const struct scheme *scheme, const struct run_options *options,
                   const struct wanted *wanted, int n, struct diag *diag) {
    struct run_options run = *options;
    size_t cells = (size_t)n * (size_t)options->paths + 1;
    *s = (struct sample){.paths = options->paths, .n = n, .wanted = wanted};
    s->place = calloc((size_t)n + 1, sizeof *s->place);
    s->row = calloc((size_t)n + 1, sizeof *s->row);
    s->value = calloc(cells, sizeof *s->value);
    s->defined = calloc(cells, sizeof *s->defined);
    status st = s->place && s->row && s->value && s->defined ? SIBYL_OK : SIBYL_ERR_NO_MEMORY;
    if (st == SIBYL_OK)
        st = find_rows(s, scheme, diag);
    run.without_needs = options->metrics_only && !s->needs;
    run.row = keep_row;
    run.user = s;
    run.progress = NULL;
    if (st == SIBYL_OK)
        st = run_simulate(scheme, &run, &s->results);
    for (int k = 0; st == SIBYL_OK && k < n; k++)
        s->place[k] = place_of_row(s->results, s->row[k]);
    if (st != SIBYL_OK)
        sample_free(s);
    return st;
}

void sample_free(struct sample *s) {
    results_free(s->results);
    free(s->place);
    free(s->row);
    free(s->value);
    free(s->defined);
    *s = (struct sample){0};
}

const char *sample_unit(const struct sample *s, int k) { return s->results->metrics[s->place[k]].unit; }

/* ---- Estimates ---- */

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The rank-th of n in order, ranks past the ends being the ends. */
static double ranked(const double *sorted, int64_t n, double rank) {
    int64_t at = rank < 0 ? 0 : (int64_t)rank;
    return sorted[at < n ? at : n - 1];
}

/* A quantile is the smallest value that at least `level` of all do not exceed; its interval stands between the order
 * statistics that are two standard errors of a binomial away. */
static bool quantile_figure(const struct sample *s, int k, struct estimate *out) {
    double *sorted = calloc((size_t)s->paths + 1, sizeof *sorted);
    int64_t n = 0;
    if (!sorted)
        return false;
    for (int64_t path = 0; path < s->paths; path++) {
        if (s->defined[k * s->paths + path])
            sorted[n++] = s->value[k * s->paths + path];
    }
    out->defined = n > 0;
    if (n > 0) {
        double level = s->wanted[k].level, rank = ceil(level * (double)n) - 1;
        double wide = Z * sqrt((double)n * level * (1 - level));
        qsort(sorted, (size_t)n, sizeof *sorted, by_size);
        out->value = ranked(sorted, n, rank);
        out->low = ranked(sorted, n, floor(rank - wide));
        out->high = ranked(sorted, n, ceil(rank + wide));
    }
    free(sorted);
    return true;
}

bool sample_figure(const struct sample *s, int k, struct estimate *out) {
    const struct metric *m = &s->results->metrics[s->place[k]];
    *out = (struct estimate){0};
    if (!isnan(s->wanted[k].level))
        return quantile_figure(s, k, out);
    *out = (struct estimate){m->has_mean, m->mean, m->mean, m->mean};
    if (m->probability && m->has_mean) {
        out->low = m->ci95[0];
        out->high = m->ci95[1];
    } else if (m->has_spread) {
        out->low = m->mean - Z * m->se;
        out->high = m->mean + Z * m->se;
    }
    return true;
}
