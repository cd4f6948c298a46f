/* Solve: the value of one setting at which a metric meets a target. A scan brackets where the metric crosses it, Brent's
 * method (gsl_root_fsolver_brent) closes in, all with the same random numbers, so that the metric is as smooth in the
 * setting as it can be; the interval of the answer is where the metric's own 95 % interval holds the target. */
#include "study/search.h"

#include "base/param.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Points of the first scan; runs that an answer takes at most, for the progress. */
#define SCAN 13
#define GOLDEN_RUNS 10
#define RUNS_EXPECTED 40
/* The ends of what the setting may be are found to this share of the range. */
#define EDGE 1e-3
/* The default range ends at this many times what the file says. */
#define TIMES_THE_FILE 4

/* ---- The setting ---- */

/* Whether two paths are the same but for quotes. */
static bool same_path(const char *a, const char *b) {
    for (;; a++, b++) {
        a += *a == '"';
        b += *b == '"';
        if (*a != *b || *a == '\0')
            return *a == *b;
    }
}

static const struct input *input_of(const struct scheme *s, const char *path) {
    for (int i = 0; i < s->inputs.n; i++) {
        if (same_path(s->inputs.items[i].place.path, path))
            return &s->inputs.items[i];
    }
    return NULL;
}

static bool is_share(const struct input *in) {
    return strcmp(in->unit, UNIT_SHARE) == 0 || strcmp(in->unit, UNIT_PROBABILITY) == 0;
}

static void take_setting(struct search *s, const struct scheme *scheme, const struct input *in) {
    const double penny = 0.01;
    struct solve_answer *a = s->answer;
    a->whole = in->whole;
    s->step = strcmp(in->unit, UNIT_MONEY) == 0 ? penny : in->whole ? 1 : 0;
    snprintf(a->unit, sizeof a->unit, "%s", in->unit);
    snprintf(a->symbol, sizeof a->symbol, "%s", scheme->symbol);
    snprintf(a->currency, sizeof a->currency, "%s", scheme->currency);
    if (s->request->between)
        return;
    bool bounded = in->min < in->max;
    a->from = bounded && in->min > 0 ? in->min : 0;
    a->to = is_share(in) ? 1 : TIMES_THE_FILE * in->likely;
    if (bounded && a->to > in->max)
        a->to = in->max;
}

/* Learns what the setting is: from the file, else by giving it the range's end. */
static status learn_setting(struct search *s) {
    const struct solve_request *r = s->request;
    struct scheme *scheme = NULL;
    status st = study_open(&r->source, s->diag, &scheme);
    if (st != SIBYL_OK)
        return st;
    const struct input *in = input_of(scheme, r->vary);
    s->answer->from = r->low;
    s->answer->to = r->high;
    if (in)
        take_setting(s, scheme, in);
    else if (!r->between)
        diag_error(s->diag, NULL, 0, r->vary,
                   "is no number that this configuration gives; give one of its numbers, or say where to look with "
                   "--between A,B");
    else
        s->unknown = true;
    if (in && !(s->answer->from < s->answer->to))
        diag_error(s->diag, NULL, 0, r->vary,
                   "there is nothing between %g and %g; say where to look with --between A,B", s->answer->from,
                   s->answer->to);
    scheme_close(scheme);
    return diag_count_errors(s->diag) > 0 ? SIBYL_ERR_INPUT : SIBYL_OK;
}

void search_learn(struct search *s, const struct scheme *scheme) {
    const struct input *in = input_of(scheme, s->request->vary);
    if (in)
        take_setting(s, scheme, in);
    s->unknown = false;
}

/* ---- The scan ---- */

static int by_place(const void *a, const void *b) {
    double x = ((const struct solve_point *)a)->at, y = ((const struct solve_point *)b)->at;
    return (x > y) - (x < y);
}

/* The points seen so far in order. */
static int in_order(const struct search *s, struct solve_point *sorted) {
    int n = 0;
    for (int i = 0; i < s->n; i++) {
        if (s->usable[i])
            sorted[n++] = s->point[i];
    }
    qsort(sorted, (size_t)n, sizeof *sorted, by_place);
    return n;
}

static void scan(struct search *s) {
    struct solve_point point;
    for (int i = 0; i < SCAN && s->st == SIBYL_OK; i++)
        search_at(s, s->answer->from + (s->answer->to - s->answer->from) * i / (SCAN - 1), &point);
}

/* Comes as near as is useful to where, from a value that the setting may have to one that it may not, it ceases to. */
static void find_edge(struct search *s, double allowed, double refused) {
    struct solve_point middle;
    double narrow = EDGE * (s->answer->to - s->answer->from);
    while (fabs(allowed - refused) > (narrow > s->step ? narrow : s->step) && s->st == SIBYL_OK)
        *(search_at(s, (allowed + refused) / 2, &middle) ? &allowed : &refused) = (allowed + refused) / 2;
}

/* Where the setting may not have all values of the range, those that it may have are searched to their ends. */
static void find_edges(struct search *s) {
    struct solve_point sorted[SEARCH_MOST];
    int n = in_order(s, sorted);
    double below = -HUGE_VAL, above = HUGE_VAL;
    for (int i = 0; i < s->n && n > 0; i++) {
        double at = s->point[i].at;
        below = !s->usable[i] && at < sorted[0].at && at > below ? at : below;
        above = !s->usable[i] && at > sorted[n - 1].at && at < above ? at : above;
    }
    if (n > 0 && below > -HUGE_VAL)
        find_edge(s, sorted[0].at, below);
    if (n > 0 && above < HUGE_VAL)
        find_edge(s, sorted[n - 1].at, above);
}

static void note_refusal(struct search *s) {
    struct solve_answer *a = s->answer;
    if (s->refused.n > 0)
        snprintf(a->refused, sizeof a->refused, "%s: %s", s->refused.entries[0].path, s->refused.entries[0].text);
}

static bool crosses(const struct search *s, const struct solve_point *sorted, int n) {
    for (int i = 0; i < n; i++) {
        double gap = sorted[i].value - s->request->target;
        if (gap == 0 || (i > 0 && (gap > 0) != (sorted[i - 1].value > s->request->target)))
            return true;
    }
    return false;
}

/* Where no two points stand on different sides, the metric may still dip to the target between them: a golden section
 * looks for the turning point beside the nearest one, until the target is crossed. */
static void look_for_dip(struct search *s) {
    const double golden = 0.3819660112501051; /* (3 - sqrt 5) / 2 */
    struct solve_point sorted[SEARCH_MOST], middle;
    int n = in_order(s, sorted), nearest = 0;
    for (int i = 1; i < n; i++) {
        if (fabs(sorted[i].value - s->request->target) < fabs(sorted[nearest].value - s->request->target))
            nearest = i;
    }
    if (n < 3 || crosses(s, sorted, n))
        return;
    double a = sorted[nearest > 0 ? nearest - 1 : 0].at, b = sorted[nearest < n - 1 ? nearest + 1 : n - 1].at;
    double best_at = sorted[nearest].at, best = fabs(sorted[nearest].value - s->request->target);
    for (int i = 0; i < GOLDEN_RUNS && s->st == SIBYL_OK; i++) {
        double x = b - best_at > best_at - a ? best_at + golden * (b - best_at) : best_at - golden * (best_at - a);
        if (!search_at(s, x, &middle) || crosses(s, (struct solve_point[]){sorted[nearest], middle}, 2))
            return;
        double gap = fabs(middle.value - s->request->target);
        if (gap < best) {
            *(x > best_at ? &a : &b) = best_at;
            best_at = x;
            best = gap;
        } else {
            *(x > best_at ? &b : &a) = x;
        }
    }
}

/* ---- The roots ---- */

static void note_extremes(struct search *s, const struct solve_point *sorted, int n) {
    struct solve_answer *a = s->answer;
    a->least = a->most = sorted[0];
    for (int i = 1; i < n; i++) {
        a->least = sorted[i].value < a->least.value ? sorted[i] : a->least;
        a->most = sorted[i].value > a->most.value ? sorted[i] : a->most;
    }
    a->from = sorted[0].at;
    a->to = sorted[n - 1].at;
}

/* Every stretch on which the target is met all along, and every pair of neighbours between which it is crossed. */
static void find_roots(struct search *s, const struct solve_point *sorted, int n) {
    struct solve_answer *a = s->answer;
    double target = s->request->target;
    for (int i = 0; i < n && a->n_roots < SOLVE_ROOTS_MOST && s->st == SIBYL_OK; i++) {
        if (sorted[i].value == target) {
            int last = i;
            while (last + 1 < n && sorted[last + 1].value == target)
                last++;
            search_stretch(s, sorted, n, i, last, &a->root[a->n_roots++]);
            i = last;
        } else if (i + 1 < n && sorted[i + 1].value != target &&
                   (sorted[i].value > target) != (sorted[i + 1].value > target)) {
            a->n_roots += search_crossing(s, sorted, n, i, &a->root[a->n_roots]);
        }
    }
}

static status nothing_allowed(const struct search *s) {
    for (int i = 0; i < s->refused.n; i++) {
        const struct diag_entry *e = &s->refused.entries[i];
        if (e->severity == DIAG_ERROR)
            diag_error(s->diag, e->file, e->line, e->path, "%s", e->text);
    }
    if (diag_count_errors(s->diag) == 0)
        diag_error(s->diag, NULL, 0, s->request->metric, "exists nowhere between %g and %g", s->answer->from,
                   s->answer->to);
    return SIBYL_ERR_INPUT;
}

status study_solve(const struct solve_request *request, struct diag *diag, struct solve_answer *answer) {
    struct solve_point sorted[SEARCH_MOST];
    struct search *s = calloc(1, sizeof *s);
    memset(answer, 0, sizeof *answer);
    if (!s)
        return SIBYL_ERR_NO_MEMORY;
    *s = (struct search){.request = request, .answer = answer, .diag = diag, .expected = RUNS_EXPECTED};
    s->st = learn_setting(s);
    if (s->st == SIBYL_OK)
        scan(s);
    if (s->st == SIBYL_OK)
        find_edges(s);
    if (s->st == SIBYL_OK)
        look_for_dip(s);
    int n = s->st == SIBYL_OK ? in_order(s, sorted) : 0;
    if (s->st == SIBYL_OK && n == 0)
        s->st = nothing_allowed(s);
    if (s->st == SIBYL_OK) {
        note_refusal(s);
        note_extremes(s, sorted, n);
        find_roots(s, sorted, n);
    }
    answer->runs = s->runs;
    answer->paths = request->run.paths;
    answer->seed = request->run.seed;
    status st = s->st;
    diag_free(&s->refused);
    free(s);
    return st;
}
