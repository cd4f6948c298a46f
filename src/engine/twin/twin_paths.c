/* Which paths a twin holds: plan and expected case, those asked for, the worst of each provider and tranche, and those at
 * levels of each headline metric; and what happened on them. */
#include "engine/twin/twin_paths.h"

#include "engine/books.h"

#include <stdlib.h>
#include <string.h>

/* Paths among which is chosen: the first so many. */
#define SAMPLE_MAX 32768
/* Paths that a book holds at most: more are unwieldy, and the file grows with them. */
#define PATHS_MAX 40

/* Headline metrics: of whole parties, and of what their contracts call `of`. */
static const struct {
    const char *name;
    const char *words;
    bool of_tranche;
} headlines[] = {
    {"payments", "payments", false}, {"profit", "profit", false},    {"lowest_cash", "lowest cash", false},
    {"surplus", "surplus", false},   {"lender_loss", "loss", false}, {"profit", "profit", true},
};

static bool is_tranche(const struct scheme *s, int party, const char *of) {
    for (int b = 0; b < s->bonds.n; b++) {
        for (int t = 0; t < s->bonds.items[b].tranches.n; t++) {
            const struct tranche *tranche = &s->bonds.items[b].tranches.items[t];
            if (tranche->investor == party && strcmp(tranche->name, of) == 0)
                return true;
        }
    }
    return false;
}

/* Which headline a metric is, or NONE. */
static int headline_of(const struct scheme *s, const struct metric_ref *ref) {
    for (int i = 0; i < (int)(sizeof headlines / sizeof headlines[0]); i++) {
        if (ref->party == NONE || ref->def->probability || strcmp(ref->def->name, headlines[i].name) != 0)
            continue;
        bool of_tranche = ref->of != NULL && is_tranche(s, ref->party, ref->of);
        if (headlines[i].of_tranche ? of_tranche : ref->of == NULL)
            return i;
    }
    return NONE;
}

status twin_sample_init(struct twin_sample *sample, const struct record_plan *plan) {
    const struct metric_list *metrics = &plan->metrics;
    memset(sample, 0, sizeof *sample);
    sample->plan = plan;
    sample->paths = plan->paths < SAMPLE_MAX ? plan->paths : SAMPLE_MAX;
    sample->metric = calloc((size_t)metrics->n + 1, sizeof *sample->metric);
    if (!sample->metric)
        return SIBYL_ERR_NO_MEMORY;
    for (int m = 0; m < metrics->n; m++) {
        if (headline_of(plan->scheme, &metrics->items[m]) != NONE)
            sample->metric[sample->n++] = m;
    }
    sample->value = calloc((size_t)sample->n * (size_t)sample->paths + 1, sizeof *sample->value);
    sample->defined = calloc((size_t)sample->n * (size_t)sample->paths + 1, sizeof *sample->defined);
    return sample->value && sample->defined ? SIBYL_OK : SIBYL_ERR_NO_MEMORY;
}

void twin_sample_free(struct twin_sample *sample) {
    free(sample->metric);
    free(sample->value);
    free(sample->defined);
    memset(sample, 0, sizeof *sample);
}

void twin_sample_block(struct twin_sample *sample, const struct recorder *r, int64_t first, int lanes) {
    for (int k = 0; k < sample->n; k++) {
        int m = sample->metric[k];
        for (int i = 0; i < lanes && first + i < sample->paths; i++) {
            size_t at = (size_t)k * (size_t)sample->paths + (size_t)(first + i);
            sample->value[at] = r->value[m][i];
            sample->defined[at] = r->defined[m] >> i & 1;
        }
    }
}

/* ---- The choice ---- */

/* The place of a path among the twin's; a new one where it is not there yet, NONE where there is no room. */
static int place_of(struct twin *t, int64_t path, int lane) {
    for (int i = 0; i < t->n_paths && path != NONE; i++) {
        if (t->paths[i].path == path)
            return i;
    }
    if (t->n_paths == PATHS_MAX)
        return NONE;
    size_t cells = (size_t)t->book.grid.n_values * ((size_t)t->s->months + 1);
    struct twin_path *into = &t->paths[t->n_paths];
    *into = (struct twin_path){.path = path, .lane = lane, .value = calloc(cells + 1, sizeof *into->value)};
    t->book.grid.failed |= into->value == NULL;
    return t->n_paths++;
}

/* A path and why it is there. */
static bool add_path(struct twin *t, int64_t path, int lane, int party, const char *why) {
    if (t->n_reasons == t->reason_room) {
        int room = t->reason_room > 0 ? 2 * t->reason_room : PATHS_MAX;
        struct twin_reason *grown = reallocarray(t->reason, (size_t)room, sizeof *grown);
        if (!grown)
            return false;
        t->reason = grown;
        t->reason_room = room;
    }
    t->reason[t->n_reasons++] = (struct twin_reason){place_of(t, path, lane), party, why};
    return !t->book.grid.failed;
}

void twin_name_paths(struct twin *t) {
    struct grid *g = &t->book.grid;
    for (int i = 0; i < t->n_paths; i++)
        t->paths[i].name = t->paths[i].why = NULL;
    for (int i = 0; i < t->n_reasons; i++) {
        struct twin_path *of = t->reason[i].path == NONE ? NULL : &t->paths[t->reason[i].path];
        const char *words = t->reason[i].words;
        if (!of)
            continue;
        of->why = of->why ? grid_text(g, "%s; %s", of->why, words) : words;
        if (!of->name)
            of->name = of->path == NONE ? words : grid_text(g, "Path %lld: %s", (long long)of->path, words);
    }
}

struct ranked {
    int64_t value, path;
};

static int by_value(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->path < y->path ? -1 : x->path > y->path;
}

/* The sampled paths on which a headline is defined, by its value. */
static int64_t rank(const struct twin_sample *sample, int k, struct ranked *into) {
    int64_t n = 0;
    for (int64_t path = 0; path < sample->paths; path++) {
        size_t at = (size_t)k * (size_t)sample->paths + (size_t)path;
        if (sample->defined[at])
            into[n++] = (struct ranked){sample->value[at], path};
    }
    qsort(into, (size_t)n, sizeof *into, by_value);
    return n;
}

/* "Harbour's lowest cash". */
static const char *headline_words(struct twin *t, const struct metric_ref *ref) {
    struct grid *g = &t->book.grid;
    const char *party = t->s->parties.items[ref->party].name;
    const char *words = headlines[headline_of(t->s, ref)].words;
    return ref->of ? grid_text(g, "%s's %s from %s", party, words, ref->of) : grid_text(g, "%s's %s", party, words);
}

static bool is_provider_or_tranche(const struct twin *t, const struct metric_ref *ref) {
    return ref->of != NULL || t->s->parties.items[ref->party].provider != NONE;
}

static bool add_worst(struct twin *t, const struct metric_ref *ref, const struct ranked *ranked, int64_t n) {
    if (n == 0 || ref->def->hurts == HURTS_NEITHER || !is_provider_or_tranche(t, ref))
        return true;
    const struct ranked *worst = ref->def->hurts == HURTS_LOW ? &ranked[0] : &ranked[n - 1];
    return add_path(t, worst->path, 0, ref->party, grid_text(&t->book.grid, "worst for %s", headline_words(t, ref)));
}

static bool add_levels(struct twin *t, const struct metric_ref *ref, const struct ranked *ranked, int64_t n) {
    bool added = true;
    for (int i = 0; n > 0 && i < SERIES_LEVELS; i++) {
        int64_t place = (int64_t)((double)n * series_level[i]);
        const char *why = grid_text(&t->book.grid, "%s at %.0f%%", headline_words(t, ref), 100 * series_level[i]);
        added &= add_path(t, ranked[place < n ? place : n - 1].path, 0, ref->party, why);
    }
    return added;
}

static bool choose(struct twin *t, const struct twin_sample *sample, const struct run_options *o) {
    struct ranked *ranked = calloc((size_t)sample->paths + 1, sizeof *ranked);
    bool added =
        ranked && add_path(t, NONE, LANE_EXPECTED, NONE, "Expected case") && add_path(t, NONE, LANE_PLAN, NONE, "Plan");
    for (int i = 0; added && i < o->n_replay; i++)
        added = add_path(t, o->replay[i], 0, NONE, "asked for");
    for (int worst = 1; worst >= 0; worst--) {
        for (int k = 0; added && k < sample->n; k++) {
            const struct metric_ref *ref = &sample->plan->metrics.items[sample->metric[k]];
            int64_t n = rank(sample, k, ranked);
            added = worst ? add_worst(t, ref, ranked, n) : add_levels(t, ref, ranked, n);
        }
    }
    free(ranked);
    return added && !t->book.grid.failed;
}

/* ---- What happened ---- */

static void read_chosen(void *user, const struct walk *w, int month) {
    struct twin *t = user;
    for (int i = 0; i < t->n_paths; i++) {
        if (t->paths[i].reading)
            twin_read(t, w, month, &t->paths[i]);
    }
}

/* Walks a block and reads the paths that are marked. */
static void walk_marked(struct twin *t, struct workspace *ws, const struct block *b) {
    workspace_walk(ws, b, read_chosen, t);
    for (int i = 0; i < t->n_paths; i++)
        t->paths[i].reading = false;
}

static void read_paths(struct twin *t, struct workspace *ws, uint64_t seed) {
    struct block cases = block_of_cases(t->s);
    for (int i = 0; i < t->n_paths; i++)
        t->paths[i].reading = t->paths[i].path == NONE;
    walk_marked(t, ws, &cases);
    for (int i = 0; i < t->n_paths; i++) {
        if (t->paths[i].path == NONE)
            continue;
        struct block b = block_of_paths(t->s, seed, (uint64_t)t->paths[i].path, 1);
        t->paths[i].reading = true;
        walk_marked(t, ws, &b);
    }
}

status twin_make(struct twin **made, struct workspace *ws, const struct twin_sample *sample,
                 const struct run_options *o) {
    struct twin *t = calloc(1, sizeof *t);
    if (!t)
        return SIBYL_ERR_NO_MEMORY;
    *made = t;
    status st = twin_build(t, ws->scheme, &ws->books);
    t->paths = st == SIBYL_OK ? calloc(PATHS_MAX, sizeof *t->paths) : NULL;
    if (st != SIBYL_OK)
        return st;
    if (!t->paths || !choose(t, sample, o) || t->book.grid.failed)
        return SIBYL_ERR_NO_MEMORY;
    twin_name_paths(t);
    read_paths(t, ws, o->seed);
    return SIBYL_OK;
}
