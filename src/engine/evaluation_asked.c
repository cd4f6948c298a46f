/* What some terms ask for beside counts of the month: clients in service, reversals by delay, and the outcomes to be
 * expected without the service; each of those who started in the contract's window. */
#include "engine/deadweight.h"
#include "engine/evaluation_inner.h"

#include <string.h>

/* ---- Who asks ---- */

static bool asks_service(const struct contract *c) {
    for (int i = 0; i < c->terms.n; i++) {
        if (c->terms.items[i].kind && c->terms.items[i].kind->counts_service)
            return true;
    }
    return false;
}

static bool asks_delays(const struct contract *c, int outcome) {
    for (int i = 0; i < c->terms.n; i++) {
        const struct term_kind *kind = c->terms.items[i].kind;
        if (kind && kind->needs_delays && kind->needs_delays(&c->terms.items[i], outcome))
            return true;
    }
    return false;
}

static bool asks_deadweight(const struct contract *c, int outcome) {
    for (int i = 0; i < c->terms.n; i++) {
        const struct term_kind *kind = c->terms.items[i].kind;
        if (kind && kind->needs_deadweight && kind->needs_deadweight(&c->terms.items[i], outcome))
            return true;
    }
    return false;
}

/* ---- Memory ---- */

static double *months_room(struct evaluation_inner *in, int delays) {
    size_t places = ((size_t)in->horizon + 1) * (size_t)in->cells * (size_t)delays;
    return arena_array(&in->arena, places, sizeof(double[LANES]));
}

static int delays_of(const struct evaluation_inner *in, int outcome) {
    int n = in->scheme->outcomes.items[outcome].delays;
    return n <= in->horizon ? n : in->horizon + 1;
}

static bool asked_outcome(struct evaluation_inner *in, int contract, int outcome) {
    const struct scheme *s = in->scheme;
    const struct contract *c = &s->contracts.items[contract];
    struct asked *a = &in->asked[contract];
    bool one_era = c->first_era == c->last_era;
    if (asks_delays(c, outcome) && !one_era && !(a->by_delay[outcome] = months_room(in, delays_of(in, outcome))))
        return false;
    if (!asks_deadweight(c, outcome))
        return true;
    struct expected *e = &a->expected[outcome];
    e->data = months_room(in, 1);
    e->chance = arena_array(&in->arena, (size_t)in->groups, sizeof(double[LANES]));
    e->mass = arena_array(&in->arena, (size_t)in->horizon + 1, sizeof(double));
    if (!e->data || !e->chance || !e->mass)
        return false;
    deadweight_delay(s, outcome, e->mass, in->horizon + 1);
    return true;
}

bool asked_plan(struct evaluation_inner *in) {
    const struct scheme *s = in->scheme;
    in->asked = arena_array(&in->arena, (size_t)s->contracts.n, sizeof *in->asked);
    for (int c = 0; in->asked && c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        struct asked *a = &in->asked[c];
        a->by_delay = arena_array(&in->arena, (size_t)s->outcomes.n, sizeof(double *));
        a->expected = arena_array(&in->arena, (size_t)s->outcomes.n, sizeof *a->expected);
        if (!a->by_delay || !a->expected)
            return false;
        bool sums = s->service_by_era && contract->first_era != contract->last_era;
        if (asks_service(contract) && sums && !(a->service = months_room(in, 1)))
            return false;
        a->any = a->service;
        for (int k = 0; k < s->outcomes.n; k++) {
            if (!asked_outcome(in, c, k))
                return false;
            a->any = a->any || a->by_delay[k] || a->expected[k].data;
        }
    }
    return in->asked != NULL;
}

/* ---- A block ---- */

static void hand_out_contract(struct evaluation *e, const struct clients *c, int contract) {
    const struct evaluation_inner *in = e->inner;
    const struct scheme *s = in->scheme;
    const struct asked *a = &in->asked[contract];
    int era = s->contracts.items[contract].first_era;
    struct count_grid plain = {NULL, s->n_providers, in->groups};
    struct count_grid *service = &e->counted_service[contract];
    *service = !s->service_by_era ? c->in_service : a->service || era >= s->n_eras ? plain : c->service[era];
    if (a->service)
        service->data = a->service;
    for (int k = 0; k < s->outcomes.n; k++) {
        int grid = contract * s->outcomes.n + k;
        e->counted_by_delay[grid] = e->without[grid] = plain;
        e->counted_by_delay[grid].data = a->by_delay[k];
        if (!a->by_delay[k] && era < s->n_eras)
            e->counted_by_delay[grid] = c->by_delay[k * s->n_eras + era];
        e->without[grid].data = a->expected[k].data;
    }
}

void asked_begin(struct evaluation *e, const struct draws *d, const struct clients *c) {
    struct evaluation_inner *in = e->inner;
    const struct scheme *s = in->scheme;
    size_t places = ((size_t)in->horizon + 1) * (size_t)in->cells;
    for (int i = 0; i < s->contracts.n; i++) {
        hand_out_contract(e, c, i);
        for (int k = 0; k < s->outcomes.n; k++) {
            struct expected *x = &in->asked[i].expected[k];
            if (!x->data)
                continue;
            memset(x->data, 0, places * sizeof(double[LANES]));
            for (int g = 0; g < in->groups; g++)
                deadweight_chance(s, d, k, g, x->chance[g]);
        }
    }
}

/* ---- A month ---- */

KERNEL
static void add_lanes(const double *restrict x, double *restrict sum) {
    for (int i = 0; i < LANES; i++)
        sum[i] += x[i];
}

KERNEL
static void add_expected(const double *restrict starts, const double *restrict chance, double mass,
                         double *restrict sum) {
    for (int i = 0; i < LANES; i++)
        sum[i] += starts[i] * chance[i] * mass;
}

static double *place_of(const struct evaluation_inner *in, double *data, int month, int cell) {
    return data + ((size_t)month * (size_t)in->cells + (size_t)cell) * LANES;
}

/* Sums a place of the grids of the contract's eras, `stride` grids apart. */
static void sum_eras(const struct evaluation_inner *in, const struct contract *of, const struct count_grid *grids,
                     double *data, int month, int cell) {
    double *sum = place_of(in, data, month, cell);
    memset(sum, 0, sizeof(double[LANES]));
    for (int era = of->first_era; era <= of->last_era; era++)
        add_lanes(count_at(&grids[era], month, cell / in->groups, cell % in->groups), sum);
}

/* What those who start in the month are expected to come to without the service, in this month and those ahead. */
static void expect(const struct evaluation_inner *in, const struct expected *x, const double *starts, int month,
                   int cell) {
    double any = 0;
    for (int i = 0; i < LANES; i++)
        any += starts[i];
    for (int d = 0; any > 0 && month + d <= in->horizon; d++) {
        if (x->mass[d] > 0)
            add_expected(starts, x->chance[cell % in->groups], x->mass[d], place_of(in, x->data, month + d, cell));
    }
}

static void asked_cell(struct evaluation *e, const struct clients *c, int contract, int month, int cell) {
    const struct evaluation_inner *in = e->inner;
    const struct scheme *s = in->scheme;
    const struct contract *of = &s->contracts.items[contract];
    const struct asked *a = &in->asked[contract];
    if (a->service)
        sum_eras(in, of, c->service, a->service, month, cell);
    for (int k = 0; k < s->outcomes.n; k++) {
        for (int d = 0; a->by_delay[k] && d < delays_of(in, k) && d < month; d++)
            sum_eras(in, of, c->by_delay + (size_t)k * (size_t)s->n_eras, a->by_delay[k], d * (in->horizon + 1) + month,
                     cell);
        if (a->expected[k].data)
            expect(in, &a->expected[k],
                   count_at(&e->counted_starts[contract], month, cell / in->groups, cell % in->groups), month, cell);
    }
}

void asked_month(struct evaluation *e, const struct clients *c, int month) {
    const struct evaluation_inner *in = e->inner;
    for (int i = 0; i < in->scheme->contracts.n; i++) {
        const struct contract *of = &in->scheme->contracts.items[i];
        for (int p = 0; in->asked[i].any && p < of->n_parts * in->groups; p++)
            asked_cell(e, c, i, month, of->part[p / in->groups] * in->groups + p % in->groups);
    }
}
