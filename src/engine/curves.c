#include "engine/curves.h"

#include "engine/factors.h"

#include <math.h>
#include <string.h>

/* Curves go from nothing to twice what is expected. */
#define CURVE_MOST 2.0

/* What is multiplied, as curves and marks name it. */
static const char *const turned_names[TURNS] = {[TURN_VOLUME] = "volume", [TURN_SUCCESS] = "success"};

/* Metrics that are drawn as curves. */
static const char *const drawn[] = {"irr", "profit", "payments"};

/* Metrics whose turning is marked: where they pass zero, or the investor's hurdle. */
enum target { TARGET_ZERO, TARGET_PENNY, TARGET_HURDLE };
static const struct mark_kind {
    const char *metric;
    enum target target;
    const char *name[TURNS], *help[TURNS];
} mark_kinds[] = {
    {"profit",
     TARGET_ZERO,
     {"break_even_volume", "break_even_success"},
     {"what referrals would have to be multiplied by for the expected case to return what was drawn",
      "what success would have to be multiplied by for the expected case to return what was drawn"}},
    {"irr",
     TARGET_HURDLE,
     {"hurdle_volume", "hurdle_success"},
     {"what referrals would have to be multiplied by for the expected case to return the hurdle",
      "what success would have to be multiplied by for the expected case to return the hurdle"}},
    {"results_above_cap",
     TARGET_PENNY,
     {"cap_binds_volume", "cap_binds_success"},
     {"what referrals would have to be multiplied by for the cap to bind in the expected case",
      "what success would have to be multiplied by for the cap to bind in the expected case"}},
};
enum { MARK_KINDS = sizeof mark_kinds / sizeof mark_kinds[0] };

static bool is_named(const struct metric_ref *r, const char *name) { return strcmp(r->def->name, name) == 0; }

/* Whether a metric is one of the curves: an investor's, or a commissioner's whole. */
static bool is_curve(const struct scheme *s, const struct metric_ref *r) {
    if (r->party == NONE || (r->of && s->parties.items[r->party].kind != PARTY_INVESTOR))
        return false;
    for (size_t i = 0; i < sizeof drawn / sizeof drawn[0]; i++) {
        if (is_named(r, drawn[i]))
            return true;
    }
    return false;
}

/* Whether a metric's turning is marked, and at what recorded value. */
static bool is_marked(const struct scheme *s, const struct metric_ref *r, const struct mark_kind *kind,
                      int64_t *target) {
    *target = kind->target == TARGET_PENNY;
    if (r->party == NONE || !is_named(r, kind->metric))
        return false;
    if (kind->target != TARGET_HURDLE)
        return true;
    double hurdle;
    *target = 0;
    if (r->a == NONE || !metric_hurdle(s, r->a, r->b, &hurdle))
        return false;
    *target = record_fixed(RECORD_RATE, hurdle);
    return true;
}

static uint64_t figure_of(const struct walk *w, const void *what, int64_t out[LANES]) {
    const struct metric_ref *r = what;
    return r->def->value(w, r, out);
}

/* One curve, read off the block just walked. */
static bool read_curve(const struct workspace *ws, const struct metric_ref *r, enum turned turned, struct arena *arena,
                       struct curve *curve) {
    const struct scheme *s = ws->scheme;
    int64_t value[LANES];
    uint64_t defined = r->def->value(&ws->walk, r, value);
    *curve = (struct curve){.by = turned_names[turned],
                            .party = s->parties.items[r->party].name,
                            .of = r->of,
                            .name = r->def->name,
                            .unit = record_unit_name(r->def->unit, s->currency),
                            .n = FACTORS};
    curve->factor = arena_array(arena, FACTORS, sizeof(double));
    curve->value = arena_array(arena, FACTORS, sizeof(double));
    curve->defined = arena_array(arena, FACTORS, sizeof(bool));
    if (!curve->factor || !curve->value || !curve->defined)
        return false;
    for (int i = 0; i < FACTORS; i++) {
        curve->factor[i] = factor_at(i, 0, CURVE_MOST);
        curve->defined[i] = defined >> (FACTORS_FIRST + i) & 1;
        curve->value[i] = curve->defined[i] ? record_value(r->def->unit, (double)value[FACTORS_FIRST + i]) : 0;
    }
    return true;
}

/* Lists what is marked, and what is to be looked for. */
static void list_marks(const struct scheme *s, const struct metric_list *metrics, enum turned turned,
                       struct curves *out, struct factor_target *targets) {
    for (int m = 0; m < metrics->n; m++) {
        const struct metric_ref *r = &metrics->items[m];
        for (int k = 0; k < MARK_KINDS; k++) {
            int64_t target;
            if (!is_marked(s, r, &mark_kinds[k], &target))
                continue;
            targets[out->n_marks] = (struct factor_target){.figure = figure_of, .what = r, .target = target};
            out->marks[out->n_marks++] = (struct mark){
                .party = r->party, .of = r->of, .name = mark_kinds[k].name[turned], .help = mark_kinds[k].help[turned]};
        }
    }
}

static void find_marks(struct workspace *ws, const struct metric_list *metrics, enum turned turned, struct curves *out,
                       struct factor_target *targets) {
    int first = out->n_marks;
    list_marks(ws->scheme, metrics, turned, out, targets);
    if (out->n_marks > first)
        factors_find(ws, turned, targets + first, out->n_marks - first);
    for (int k = first; k < out->n_marks; k++)
        out->marks[k].factor = targets[k].found;
}

status curves_find(struct workspace *ws, struct record_plan *plan, struct curves *out) {
    const struct metric_list *metrics = &plan->metrics;
    size_t most = (size_t)TURNS * (size_t)metrics->n + 1;
    *out = (struct curves){0};
    out->items = arena_array(&plan->arena, most, sizeof *out->items);
    out->marks = arena_array(&plan->arena, most * MARK_KINDS, sizeof *out->marks);
    struct factor_target *targets = arena_array(&plan->arena, most * MARK_KINDS, sizeof *targets);
    if (!out->items || !out->marks || !targets)
        return SIBYL_ERR_NO_MEMORY;
    for (int turned = 0; turned < TURNS; turned++) {
        factors_walk(ws, (enum turned)turned, 0, CURVE_MOST);
        for (int m = 0; m < metrics->n; m++) {
            const struct metric_ref *r = &metrics->items[m];
            if (is_curve(ws->scheme, r) && !read_curve(ws, r, (enum turned)turned, &plan->arena, &out->items[out->n++]))
                return SIBYL_ERR_NO_MEMORY;
        }
        find_marks(ws, metrics, (enum turned)turned, out, targets);
    }
    return SIBYL_OK;
}
