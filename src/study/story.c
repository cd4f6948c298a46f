/* One path told: which is the worst for somebody, and what happened in it. */
#include "study/story.h"

#include "engine/metrics.h"

#include <stdlib.h>
#include <string.h>

/* ---- The worst path ---- */

/* By what a party's worst path is known: the first that is measured of it as a whole. */
static const char *const judged_by[] = {"lowest_cash", "profit", "lender_loss", "payments", NULL};

/* The place of a metric among those that have a value on every path, or NONE; *hurts_low whether little of it is bad. */
static int place_of(const struct metric_list *list, int party, const char *name, bool *hurts_low) {
    for (int m = 0; m < list->n; m++) {
        const struct metric_ref *ref = &list->items[m];
        if (ref->party == party && !ref->of && strcmp(ref->def->name, name) == 0) {
            *hurts_low = ref->def->hurts == HURTS_LOW;
            return m;
        }
    }
    return NONE;
}

struct search {
    int place;
    bool hurts_low;
    int64_t path;
    double value;
    bool any;
};

static bool note_path(void *user, int64_t path, const double *value, const bool *defined) {
    struct search *s = user;
    double v = value[s->place];
    bool worse = !s->any || (s->hurts_low ? v < s->value : v > s->value);
    if (defined[s->place] && worse) {
        s->any = true;
        s->path = path;
        s->value = v;
    }
    return true;
}

static int party_called(const struct scheme *s, const char *name) {
    for (int p = 0; p < s->parties.n; p++) {
        if (strcmp(s->parties.items[p].name, name) == 0)
            return p;
    }
    return NONE;
}

static status find_place(const struct scheme *s, int party, struct search *search, const char **metric) {
    struct arena arena = {0};
    struct metric_list list = {.arena = &arena};
    status st = party == NONE ? SIBYL_ERR_INPUT : metrics_list(s, &list);
    search->place = NONE;
    for (int k = 0; st == SIBYL_OK && search->place == NONE && judged_by[k]; k++) {
        search->place = place_of(&list, party, judged_by[k], &search->hurts_low);
        *metric = judged_by[k];
    }
    arena_free(&arena);
    return st == SIBYL_OK && search->place == NONE ? SIBYL_ERR_INPUT : st;
}

status study_worst(const struct scheme *scheme, const struct run_options *options, const char *party, int64_t *path,
                   const char **metric, double *value) {
    struct search search = {0};
    struct results *results = NULL;
    struct run_options run = *options;
    status st = find_place(scheme, party_called(scheme, party), &search, metric);
    if (st != SIBYL_OK)
        return st;
    run.row = note_path;
    run.user = &search;
    run.progress = NULL;
    run.n_replay = 0;
    st = run_simulate(scheme, &run, &results);
    results_free(results);
    *path = search.path;
    *value = search.value;
    return st == SIBYL_OK && !search.any ? SIBYL_ERR_INPUT : st;
}

/* ---- The story ---- */

static void keep_line(void *user, const struct trace_line *line) {
    enum { GROWTH = 256 };
    struct story *s = user;
    if (s->n == s->room) {
        size_t room = 2 * (size_t)s->room + GROWTH;
        struct trace_line *more = realloc(s->line, room * sizeof *more);
        s->failed |= !more;
        if (!more)
            return;
        s->line = more;
        s->room = (int)room;
    }
    s->line[s->n++] = *line;
}

status study_story(const struct scheme *scheme, const struct run_options *options, int64_t path, struct story **story) {
    struct story *s = calloc(1, sizeof *s);
    struct results *results = NULL;
    *story = NULL;
    if (!s)
        return SIBYL_ERR_NO_MEMORY;
    s->path = path;
    s->seed = options->seed;
    struct trace trace = {.line = keep_line, .user = s};
    struct run_options run = {.paths = 1,
                              .seed = options->seed,
                              .threads = 1,
                              .stop = options->stop,
                              .n_replay = 1,
                              .replay = &path,
                              .trace = &trace};
    status st = run_simulate(scheme, &run, &results);
    results_free(results);
    if (st == SIBYL_OK && s->failed)
        st = SIBYL_ERR_NO_MEMORY;
    if (st == SIBYL_OK)
        *story = s;
    else
        story_free(s);
    return st;
}

void story_free(struct story *story) {
    if (story)
        free(story->line);
    free(story);
}
