/* Forks: outcomes that exclude each other, and the order in which outcomes follow each other. */
#include "scheme/resolve.h"

#include <stdio.h>
#include <string.h>

#define PROBABILITY_TOLERANCE 1e-9
#define WORDS_ROOM 400

static bool same_branch(const struct outcome *a, const struct outcome *b) {
    return a->after == b->after && a->branch && b->branch && strcmp(a->branch, b->branch) == 0;
}

static void check_otherwise(const struct scheme *s, int k, struct diag *diag) {
    const struct outcome *o = &s->outcomes.items[k];
    const struct outcome *rest = &s->outcomes.items[o->otherwise];
    if (o->otherwise == k)
        fault_add(diag, &o->place, "otherwise", "names the outcome itself; name another one of the branch");
    else if (!same_branch(o, rest))
        fault_add(diag, &o->place, "otherwise",
                  "\"%s\" has not the same `after` and `branch` as \"%s\"; give both the same", rest->name, o->name);
    if (rest->otherwise != NONE && o->otherwise != k)
        fault_add(diag, &rest->place, "otherwise",
                  "the outcome is what is left over for \"%s\" and has no rest of its own; leave it out", o->name);
    for (int j = 0; j < k; j++) {
        const struct outcome *other = &s->outcomes.items[j];
        if (same_branch(o, other) && other->otherwise != NONE && other->otherwise != o->otherwise)
            fault_add(diag, &o->place, "otherwise",
                      "the branch \"%s\" has already \"%s\" for all who are left; it can have one alone", o->branch,
                      s->outcomes.items[other->otherwise].name);
    }
}

/* Sum over the branch of the least probabilities, and of the means, of a group. */
static void sum_branch(const struct scheme *s, int k, int group, double *least, double *mean) {
    *least = *mean = 0;
    for (int j = 0; j < s->outcomes.n; j++) {
        const struct outcome *o = &s->outcomes.items[j];
        int q = o->probability.quantity ? o->probability.quantity[group] : NONE;
        if ((j != k && !same_branch(o, &s->outcomes.items[k])) || q == NONE)
            continue;
        *least += quantity_least(s, q);
        *mean += s->quantities.items[q].mean;
    }
}

/* Whether k is the first outcome of its branch. */
static bool leads_branch(const struct scheme *s, int k) {
    for (int j = 0; j < k; j++) {
        if (same_branch(&s->outcomes.items[j], &s->outcomes.items[k]))
            return false;
    }
    return true;
}

static void check_branch_sum(const struct scheme *s, int k, struct diag *diag) {
    const struct outcome *o = &s->outcomes.items[k];
    for (int g = 0; g < s->groups.n; g++) {
        double least, mean;
        sum_branch(s, k, g, &least, &mean);
        if (least > 1 + PROBABILITY_TOLERANCE)
            fault_add(diag, &o->place, "probability",
                      "the probabilities of the branch \"%s\" sum to at least %.10g for the group \"%s\"; they exclude "
                      "each other and sum to at most 1",
                      o->branch, least, s->groups.items[g].name);
        else if (mean > 1 + PROBABILITY_TOLERANCE)
            fault_note(diag, &o->place, "probability",
                       "the probabilities of the branch \"%s\" sum to %.4g on average for the group \"%s\"; where they "
                       "pass 1 each is divided by the sum",
                       o->branch, mean, s->groups.items[g].name);
    }
}

void branches_check(const struct scheme *s, struct diag *diag) {
    for (int k = 0; k < s->outcomes.n; k++) {
        const struct outcome *o = &s->outcomes.items[k];
        if (o->otherwise != NONE)
            check_otherwise(s, k, diag);
        if (o->branch && leads_branch(s, k))
            check_branch_sum(s, k, diag);
    }
}

/* How many outcomes lie between an outcome and the start; -1 when it follows itself. */
static int depth_of(const struct scheme *s, int outcome) {
    int depth = 0;
    while (s->outcomes.items[outcome].after >= 0) {
        outcome = s->outcomes.items[outcome].after;
        if (++depth > s->outcomes.n)
            return -1;
    }
    return depth;
}

/* Names the circle that an outcome's parents end in, once: at the circle's first outcome in the configuration. */
static void report_circle(const struct scheme *s, int k, struct diag *diag) {
    char words[WORDS_ROOM];
    int at = s->outcomes.items[k].after;
    size_t used = (size_t)snprintf(words, sizeof words, "\"%s\"", s->outcomes.items[k].name);
    for (int steps = 0; steps <= s->outcomes.n; steps++) {
        if (at < k)
            return; /* somebody before it reports the circle, or k only leads into one */
        if (used < sizeof words)
            used += (size_t)snprintf(words + used, sizeof words - used, " after \"%s\"", s->outcomes.items[at].name);
        if (at == k) {
            fault_add(diag, &s->outcomes.items[k].place, "after",
                      "outcomes follow each other in a circle: %s; one of them must follow the start", words);
            return;
        }
        at = s->outcomes.items[at].after;
    }
}

/* Fills a fork with the outcomes of k's branch. */
static status fill_fork(struct scheme *s, struct fork *fork, int k, bool *placed) {
    const struct outcome *first = &s->outcomes.items[k];
    *fork = (struct fork){.after = first->after, .rest = NONE};
    fork->member = arena_array(&s->arena, (size_t)s->outcomes.n, sizeof(int));
    if (!fork->member)
        return SIBYL_ERR_NO_MEMORY;
    for (int j = k; j < s->outcomes.n; j++) {
        const struct outcome *o = &s->outcomes.items[j];
        if (j != k && !same_branch(first, o))
            continue;
        placed[j] = true;
        if (!o->is_rest)
            fork->member[fork->n++] = j;
        else
            fork->rest = j;
    }
    return SIBYL_OK;
}

/* Marks what is left over, and finds all depths and the greatest; -1 when outcomes follow each other in a circle. */
static int prepare_outcomes(struct scheme *s, struct diag *diag, int *depths) {
    int deepest = 0;
    bool circle = false;
    for (int k = 0; k < s->outcomes.n; k++) {
        int depth = depths[k] = depth_of(s, k);
        if (depth < 0) {
            report_circle(s, k, diag);
            circle = true;
        }
        deepest = depth > deepest ? depth : deepest;
        if (s->outcomes.items[k].otherwise != NONE)
            s->outcomes.items[s->outcomes.items[k].otherwise].is_rest = true;
    }
    return circle ? -1 : deepest;
}

status forks_resolve(struct scheme *s, struct diag *diag) {
    size_t n = (size_t)s->outcomes.n;
    s->forks.n = 0;
    s->forks.items = arena_array(&s->arena, n + 1, sizeof(struct fork));
    bool *placed = arena_array(&s->arena, n + 1, sizeof(bool));
    int *depths = arena_array(&s->arena, n + 1, sizeof(int));
    if (!s->forks.items || !placed || !depths)
        return SIBYL_ERR_NO_MEMORY;
    int deepest = prepare_outcomes(s, diag, depths);
    for (int depth = 0; depth <= deepest; depth++) {
        for (int k = 0; k < s->outcomes.n; k++) {
            if (placed[k] || depths[k] != depth)
                continue;
            if (fill_fork(s, &s->forks.items[s->forks.n++], k, placed) != SIBYL_OK)
                return SIBYL_ERR_NO_MEMORY;
        }
    }
    return SIBYL_OK;
}
