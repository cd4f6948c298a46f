/* The answer of a solve in words and as JSON. */
#include "report/prose.h"

#include "base/param.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <sibyl/report.h>
#include <string.h>

#define SCHEMA "sibyl-solve/1"
#define DIGITS 17
/* Half of a 95 % interval in standard errors. */
#define Z 1.959963984540054

/* A value of the setting that is varied, as the configuration writes it. */
static void add_setting(struct text_buf *out, const struct solve_answer *a, double value, double se) {
    if (strcmp(a->unit, UNIT_MONEY) == 0)
        prose_money(out, a->symbol, value, se);
    else if (se > 0)
        prose_number(out, value, se, 6);
    else
        text_appendf(out, "%.6g", value);
}

static void add_metric(struct text_buf *out, const struct solve_answer *a, const struct solve_point *p) {
    struct results naming = {.currency = a->currency, .symbol = a->symbol};
    double se = (p->high - p->low) / (2 * Z);
    prose_figure(out, &naming, a->metric_unit, p->value, se);
    if (se <= 0)
        return;
    text_append(out, " (");
    prose_figure(out, &naming, a->metric_unit, p->low, se);
    text_append(out, " to ");
    prose_figure(out, &naming, a->metric_unit, p->high, se);
    text_append(out, ")");
}

static void add_heading(struct text_buf *out, const struct solve_request *r) {
    text_append(out, r->metric);
    if (!isnan(r->level))
        text_appendf(out, ":%g", r->level);
}

/* The interval of sampling error, with its open ends said. */
static void add_interval(struct text_buf *out, const struct solve_answer *a, const struct solve_root *root, double se) {
    text_append(out, "; ");
    add_setting(out, a, root->low, se);
    text_append(out, root->low_open ? " or less to " : " to ");
    add_setting(out, a, root->high, se);
    text_append(out, root->high_open ? " or more" : "");
}

static void add_root(struct text_buf *out, const struct solve_request *r, const struct solve_answer *a,
                     const struct solve_root *root) {
    struct text_buf words = {0};
    double se = root->has_next ? 0 : (root->high - root->low) / (2 * Z);
    text_appendf(&words, "%s = ", r->vary);
    if (root->to > root->at) {
        add_setting(&words, a, root->at, 0);
        text_append(&words, " to ");
        add_setting(&words, a, root->to, 0);
        text_append(&words, ", all along");
    } else {
        add_setting(&words, a, root->at, se);
        if (se > 0)
            add_interval(&words, a, root, se);
    }
    prose_join(out, "", "    ", &words);
    text_append(&words, "There ");
    add_heading(&words, r);
    text_append(&words, " is ");
    add_metric(&words, a, &root->there);
    if (root->has_next) {
        text_append(&words, "; at ");
        add_setting(&words, a, root->next.at, 0);
        text_append(&words, " it is ");
        add_metric(&words, a, &root->next);
    }
    text_append(&words, ".");
    prose_join(out, "    ", "    ", &words);
}

static void add_unmet(struct text_buf *out, const struct solve_request *r, const struct solve_answer *a) {
    struct text_buf words = {0};
    struct solve_point target = {0, r->target, r->target, r->target};
    text_append(&words, "The target cannot be met: between ");
    add_setting(&words, a, a->from, 0);
    text_append(&words, " and ");
    add_setting(&words, a, a->to, 0);
    text_append(&words, ", ");
    add_heading(&words, r);
    text_append(&words, " is never ");
    add_metric(&words, a, &target);
    text_append(&words, ". Its least is ");
    add_metric(&words, a, &a->least);
    text_append(&words, ", at ");
    add_setting(&words, a, a->least.at, 0);
    text_append(&words, "; its greatest ");
    add_metric(&words, a, &a->most);
    text_append(&words, ", at ");
    add_setting(&words, a, a->most.at, 0);
    text_append(&words, ".");
    prose_join(out, "", "", &words);
}

static void add_several(struct text_buf *out, const struct solve_answer *a) {
    static const char *const times[] = {"twice", "three times", "four times"};
    const int named = (int)(sizeof times / sizeof times[0]);
    struct text_buf words = {0};
    text_appendf(&words, "The target is met %s: ", a->n_roots - 2 < named ? times[a->n_roots - 2] : "many times");
    text_append(&words, "the metric turns between the answers, so that neither more nor less is always better.");
    prose_join(out, "", "", &words);
}

status report_solve(const struct solve_request *request, const struct solve_answer *answer, struct text_buf *out) {
    struct text_buf words = {0};
    if (answer->n_roots == 0)
        add_unmet(out, request, answer);
    if (answer->n_roots > 1)
        add_several(out, answer);
    for (int i = 0; i < answer->n_roots; i++)
        add_root(out, request, answer, &answer->root[i]);
    text_append(&words, "Looked for between ");
    add_setting(&words, answer, answer->from, 0);
    text_append(&words, " and ");
    add_setting(&words, answer, answer->to, 0);
    text_appendf(&words, " in %d runs of ", answer->runs);
    prose_number(&words, (double)answer->paths, 0, 0);
    text_appendf(&words, " path%s, all with the random numbers of seed %llu. ", answer->paths == 1 ? "" : "s",
                 (unsigned long long)answer->seed);
    if (answer->refused[0] != 0)
        text_appendf(&words, "Not everywhere in the range that was asked for: %s. ", answer->refused);
    text_append(&words, "Ranges are sampling error alone (95 %): what the file assumes may be wrong by more.");
    text_append(out, "\n");
    prose_join(out, "", "", &words);
    return out->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}

/* ---- JSON ---- */

static json_t *point_json(const struct solve_point *p) {
    return json_pack("{s:f, s:f, s:[f, f]}", "at", p->at, "value", p->value, "ci95", p->low, p->high);
}

static json_t *root_json(const struct solve_root *r) {
    json_t *root = json_pack("{s:f, s:f, s:[f, f], s:b, s:b, s:o}", "at", r->at, "to", r->to, "ci95", r->low, r->high,
                             "low_open", r->low_open, "high_open", r->high_open, "there", point_json(&r->there));
    if (root && r->has_next && json_object_set_new(root, "next", point_json(&r->next)) != 0) {
        json_decref(root);
        return NULL;
    }
    return root;
}

status report_print_solve(const struct solve_request *request, const struct solve_answer *answer, FILE *out) {
    json_t *roots = json_array();
    bool whole = roots != NULL;
    for (int i = 0; i < answer->n_roots; i++)
        whole &= json_array_append_new(roots, root_json(&answer->root[i])) == 0;
    json_t *level = isnan(request->level) ? json_null() : json_real(request->level);
    json_t *all = json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:f, s:f, s:f, s:s, s:o, s:o, s:o, s:i, s:I, s:I}",
                            "schema", SCHEMA, "vary", request->vary, "unit", answer->unit, "metric", request->metric,
                            "level", level, "metric_unit", answer->metric_unit, "target", request->target, "from",
                            answer->from, "to", answer->to, "refused", answer->refused, "roots", roots, "least",
                            point_json(&answer->least), "most", point_json(&answer->most), "runs", answer->runs,
                            "paths", (json_int_t)answer->paths, "seed", (json_int_t)answer->seed);
    if (!all || !whole) {
        json_decref(all);
        return SIBYL_ERR_NO_MEMORY;
    }
    int failed = json_dumpf(all, out, JSON_INDENT(1) | JSON_REAL_PRECISION(DIGITS));
    json_decref(all);
    return failed != 0 || fputc('\n', out) == EOF || fflush(out) != 0 ? SIBYL_ERR_IO : SIBYL_OK;
}
