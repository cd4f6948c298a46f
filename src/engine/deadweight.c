/* Deadweight: what would have happened anyway. */
#include "engine/deadweight.h"

#include <stdlib.h>
#include <string.h>

/* ---- Probabilities ---- */

static int deadweight_of(const struct scheme *s, int outcome, int group) {
    const int *quantity = s->outcomes.items[outcome].deadweight.quantity;
    return quantity ? quantity[group] : NONE;
}

/* The fork whose rest the outcome is, or NULL. */
static const struct fork *fork_of_rest(const struct scheme *s, int outcome) {
    for (int f = 0; f < s->forks.n; f++) {
        if (s->forks.items[f].rest == outcome)
            return &s->forks.items[f];
    }
    return NULL;
}

/* 1 less the deadweights of the fork's members. */
static void rest_chance(const struct scheme *s, const struct draws *d, const struct fork *f, int group,
                        double out[LANES]) {
    for (int i = 0; i < LANES; i++)
        out[i] = 1;
    for (int k = 0; k < f->n; k++) {
        int q = deadweight_of(s, f->member[k], group);
        for (int i = 0; i < LANES && q != NONE; i++)
            out[i] -= d->q[q][i];
    }
    for (int i = 0; i < LANES; i++)
        out[i] = out[i] > 0 ? out[i] : 0;
}

static void own_chance(const struct scheme *s, const struct draws *d, int outcome, int group, double out[LANES]) {
    int q = deadweight_of(s, outcome, group);
    const struct fork *f = fork_of_rest(s, outcome);
    if (q != NONE)
        memcpy(out, d->q[q], sizeof(double[LANES]));
    else if (f)
        rest_chance(s, d, f, group, out);
    else
        memset(out, 0, sizeof(double[LANES]));
}

void deadweight_chance(const struct scheme *s, const struct draws *d, int outcome, int group, double out[LANES]) {
    double own[LANES];
    own_chance(s, d, outcome, group, out);
    for (int k = s->outcomes.items[outcome].after; k >= 0; k = s->outcomes.items[k].after) {
        own_chance(s, d, k, group, own);
        for (int i = 0; i < LANES; i++)
            out[i] *= own[i];
    }
}

/* Adds a delay to what is in `mass`; in place, since a month's mass comes from months before it. */
static void add_delay(const struct delay *delay, double *mass, int n) {
    for (int t = n - 1; t >= 0; t--) {
        double sum = 0;
        for (int d = 0; d < delay->n && d <= t; d++)
            sum += delay->mass[d] * mass[t - d];
        mass[t] = sum;
    }
}

void deadweight_delay(const struct scheme *s, int outcome, double *mass, int n) {
    memset(mass, 0, (size_t)n * sizeof *mass);
    mass[0] = 1;
    for (int k = outcome; k >= 0; k = s->outcomes.items[k].after)
        add_delay(&s->outcomes.items[k].delay, mass, n);
}

/* ---- Weights ---- */

/* What an outcome in month t is worth to those who reach its parent in month s: worth_s = sum over d of mass_d worth_{s+d};
 * from the outcome itself back to the start. `worth` is changed in place: months are done in order, each from later ones. */
static void step_back(const struct delay *delay, double *worth, int months) {
    for (int s = 0; s <= months; s++) {
        double sum = 0;
        for (int d = 0; d < delay->n && s + d <= months; d++)
            sum += delay->mass[d] * worth[s + d];
        worth[s] = sum;
    }
}

status deadweight_init(struct deadweight *dead, const struct scheme *s, const double *weight, int months) {
    size_t row = (size_t)months + 1;
    *dead = (struct deadweight){.scheme = s, .months = months};
    dead->worth = calloc(row * (size_t)s->outcomes.n + 1, sizeof(double));
    if (!dead->worth)
        return SIBYL_ERR_NO_MEMORY;
    for (int k = 0; k < s->outcomes.n; k++) {
        double *worth = dead->worth + (size_t)k * row;
        for (int t = 1; t <= months; t++)
            worth[t] = weight ? weight[t] : 1;
        for (int a = k; a >= 0; a = s->outcomes.items[a].after)
            step_back(&s->outcomes.items[a].delay, worth, months);
    }
    return SIBYL_OK;
}

void deadweight_free(struct deadweight *dead) {
    free(dead->worth);
    *dead = (struct deadweight){0};
}

/* ---- A block ---- */

KERNEL
static void add_worth(const double starts[LANES], double worth, double sum[LANES]) {
    for (int i = 0; i < LANES; i++)
        sum[i] += starts[i] * worth;
}

void deadweight_expected(const struct deadweight *dead, const struct clients *c, const struct draws *d, int outcome,
                         int provider, int group, double out[LANES]) {
    const struct scheme *s = dead->scheme;
    const double *worth = dead->worth + (size_t)outcome * ((size_t)dead->months + 1);
    double sum[LANES] = {0};
    for (int month = 1; month <= s->months && month <= dead->months; month++) {
        int era = s->era_of_month[month];
        if (clients_lanes(c, START, era, month, provider, group))
            add_worth(count_at(&c->starts[era], month, provider, group), worth[month], sum);
    }
    deadweight_chance(s, d, outcome, group, out);
    for (int i = 0; i < LANES; i++)
        out[i] *= sum[i];
}
