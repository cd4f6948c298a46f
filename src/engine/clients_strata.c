/* Strata: of which era of starts, or of which age, the clients are of whom something is drawn.
 *
 * A fork draws for all of a cell's clients together. Those of a lane are mostly of one stratum, and there is nothing to
 * add. Else the lane has a pool: how many of each stratum have not gone on yet. The x who go to a member after a delay
 * are taken out of the pool without replacement, stratum after stratum: hypergeometric draws, from the member's streams
 * "strata.NUMBER", month t, cell 1 + d. In the deterministic cases every stratum gives its share. */
#include "engine/clients_inner.h"

#include "random/counts.h"
#include "random/philox.h"

#include <assert.h>
#include <string.h>

/* ---- Whose they are ---- */

/* The clients of a lane by stratum; returns how many strata there are, and the last of them. */
static int fill_pool(const struct client_month *m, const struct fork_walk *f, int cell, int lane, double *pool,
                     int *last) {
    const struct clients_inner *in = m->in;
    const struct node *parent = &in->node[f->parent];
    int strata = f->ages + parent->n_eras, found = 0;
    for (int era = 0; era < parent->n_eras; era++)
        pool[f->ages + era] = parent->count[node_place(in, era, m->month, cell) * LANES + (size_t)lane];
    for (int age = 0; age < f->ages; age++) {
        size_t place = node_place(in, 0, m->month, cell) * (size_t)in->ages + (size_t)age;
        bool any = age < m->month && parent->age_lanes[place] >> lane & 1;
        pool[age] = any ? parent->age[place * LANES + (size_t)lane] : 0;
        if (any)
            pool[f->ages + era_of(in, m->month - age)] -= pool[age];
    }
    for (int j = 0; j < strata; j++) {
        pool[j] = pool[j] > 0 ? pool[j] : 0;
        found += pool[j] > 0;
        *last = pool[j] > 0 ? j : *last;
    }
    return found;
}

/* The stratum of those who start in this month. */
static int starting_stratum(const struct client_month *m, const struct fork_walk *f, int cell) {
    bool young = f->ages > 0 && m->in->scheme->groups.items[cell % m->in->groups].in_service > 0;
    return young ? 0 : f->ages + era_of(m->in, m->month);
}

void strata_gather(const struct client_month *m, const struct fork_walk *f, int first) {
    struct clients_inner *in = m->in;
    struct batch *batch = &in->batch;
    bool one = f->parent <= NODE_STARTS || (f->ages == 0 && in->scheme->n_eras == 1);
    for (int e = first; e < batch->n; e++) {
        batch->stratum[e] = f->parent == NODE_STARTS ? starting_stratum(m, f, batch->cell[e]) : 0;
        if (one)
            continue;
        double *pool = batch->pool + (size_t)batch->n_pools * (size_t)in->strata;
        int found = fill_pool(m, f, batch->cell[e], batch->lane[e], pool, &batch->stratum[e]);
        if (found > 1)
            batch->stratum[e] = -1 - batch->n_pools++;
    }
}

/* ---- Where they go ---- */

/* A client who started in a month leaves service in another, if it would still have been in service. */
static void leave(struct clients_inner *in, int cell, int lane, int started, int month, double x) {
    int ends = started + in->scheme->groups.items[cell % in->groups].in_service, era = service_era(in, started);
    if (month >= ends || started <= in->released[cell][lane])
        return;
    lane_add(in->service, in->service_lanes, node_place(in, era, month, cell), lane, -x);
    if (ends <= in->horizon)
        lane_add(in->service, in->service_lanes, node_place(in, era, ends, cell), lane, x);
}

/* Adds x clients of one age to a node and to service. */
static void put_age(const struct client_month *m, const struct member *to, int entry, int age, int delay, double x) {
    struct clients_inner *in = m->in;
    struct node *node = &in->node[to->node];
    int cell = in->batch.cell[entry], lane = in->batch.lane[entry];
    bool serves = age + delay < in->scheme->groups.items[cell % in->groups].in_service;
    if (serves && node->age && age + delay < in->ages) {
        size_t place = node_place(in, 0, m->month + delay, cell) * (size_t)in->ages + (size_t)(age + delay);
        lane_add(node->age, node->age_lanes, place, lane, x);
    }
    if (to->leaves)
        leave(in, cell, lane, m->month - age, m->month + delay, x);
}

static inline void put(const struct client_month *m, const struct fork_walk *f, const struct member *to, int entry,
                       int stratum, int delay, double x) {
    struct clients_inner *in = m->in;
    struct node *node = &in->node[to->node];
    int era = stratum - f->ages;
    if (stratum < f->ages) {
        era = era_of(in, m->month - stratum);
        put_age(m, to, entry, stratum, delay, x);
    }
    int cell = in->batch.cell[entry], lane = in->batch.lane[entry], month = m->month + delay;
    lane_add(node->count, node->lanes, node_place(in, era, month, cell), lane, x);
    if (delay < node->delays && era < node->delay_eras)
        lane_add(node->by_delay, node->by_delay_lanes, node_place(in, era * node->delays + delay, month, cell), lane,
                 x);
}

/* ---- Sharing out ---- */

/* Shares x out to the strata of the entry's pool. */
static void split(const struct client_month *m, const struct fork_walk *f, const struct member *to, int entry,
                  int delay, double x) {
    struct clients_inner *in = m->in;
    const struct block *b = m->block;
    double *pool = in->batch.pool + (size_t)(-1 - in->batch.stratum[entry]) * (size_t)in->strata;
    int strata = f->ages + in->scheme->n_eras, cell = in->batch.cell[entry];
    uint64_t path = b->first_path + (uint64_t)in->batch.lane[entry];
    double total = 0;
    for (int j = 0; j < strata; j++)
        total += pool[j];
    assert(!b->drawn || total >= x);
    for (int j = 0; j < strata && x > 0; j++) {
        if (pool[j] <= 0)
            continue;
        if (!b->drawn) {
            put(m, f, to, entry, j, delay, x * (pool[j] / total));
            continue;
        }
        double u =
            philox_uniform(b->seed, path, to->stratum_stream[j * in->cells + cell], philox_draw(m->month, 1 + delay));
        double take = hypergeometric_inverse(pool[j], total - pool[j], x, u);
        total -= pool[j];
        pool[j] -= take;
        x -= take;
        if (take > 0)
            put(m, f, to, entry, j, delay, take);
    }
    assert(!b->drawn || x == 0);
}

void strata_deposit(const struct client_month *m, const struct fork_walk *f, const struct member *to, int entry,
                    int delay, double x) {
    struct clients_inner *in = m->in;
    struct node *node = &in->node[to->node];
    int cell = in->batch.cell[entry], lane = in->batch.lane[entry], month = m->month + delay;
    if (to->node == NODE_STARTS) {
        if (month <= in->scheme->months) /* who would start after the last month is nobody's client */
            lane_add(node->count, node->lanes, node_place(in, era_of(in, month), month, cell), lane, x);
        return;
    }
    if (in->batch.stratum[entry] >= 0)
        put(m, f, to, entry, in->batch.stratum[entry], delay, x);
    else
        split(m, f, to, entry, delay, x);
}
