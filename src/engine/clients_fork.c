/* Forks: of those who reach a parent in a month, who goes on to what, and when.
 *
 * Of a member's stream for a provider and group, month t: cell 0 is the binomial, cell 1 + d that of a delay of d months
 * given that it is not fewer. Most cells hold a few clients or none, so lanes of several cells are worked on together. */
#include "engine/clients_inner.h"

#include "random/few.h"
#include "random/philox.h"

#include <assert.h>

/* ---- When ---- */

/* The list of entries that go on to the member. */
static int list_goers(struct batch *batch) {
    int n = 0;
    for (int e = 0; e < batch->n; e++) {
        batch->who[n] = e;
        batch->due[n] = batch->x[e];
        n += batch->x[e] > 0;
    }
    return n;
}

static const struct spread *spread_of(const struct client_month *m, const struct member *to, int entry) {
    return to->spread[m->in->batch.cell[entry] % m->in->groups];
}

/* Draws who of the i-th on the list has a delay of d months; returns whether anybody is left to be drawn. */
static bool draw_delay(const struct client_month *m, const struct fork_walk *f, const struct member *to, int i, int d,
                       double u) {
    struct batch *batch = &m->in->batch;
    const struct spread *spread = spread_of(m, to, batch->who[i]);
    if (d >= spread->n || m->month + d > m->in->horizon)
        return false;
    double p = spread->step[d], x = p >= 1 ? batch->due[i] : p <= 0 ? 0 : few_successes(batch->due[i], p, u);
    if (x > 0)
        strata_deposit(m, f, to, batch->who[i], d, x);
    batch->due[i] -= x;
    return batch->due[i] > 0;
}

/* Keeps the i-th on the list if anybody is left of it. */
static int keep(struct batch *batch, int kept, int i, bool more) {
    batch->who[kept] = batch->who[i];
    batch->due[kept] = batch->due[i];
    return kept + more;
}

static void uniforms_of_list(const struct client_month *m, const struct member *to, int n, int cell) {
    struct batch *batch = &m->in->batch;
    for (int i = 0; i < n; i++) {
        batch->who_lane[i] = batch->lane[batch->who[i]];
        batch->stream[i] = to->stream[batch->cell[batch->who[i]]];
    }
    philox_uniform_pairs_of(m->block->seed, m->block->first_path, batch->stream, philox_draw(m->month, cell), n,
                            batch->who_lane, batch->u, batch->next);
}

/* Spreads the list over delays, month after month until nobody is left; cell 1's uniforms stand in `next`. */
static void draw_delays(const struct client_month *m, const struct fork_walk *f, const struct member *to, int n) {
    struct batch *batch = &m->in->batch;
    int kept = 0;
    for (int i = 0; i < n; i++)
        kept = keep(batch, kept, i, draw_delay(m, f, to, i, 0, batch->next[batch->who[i]]));
    for (int d = 1; kept > 0; d += 2) {
        n = kept;
        kept = 0;
        uniforms_of_list(m, to, n, d + 1);
        for (int i = 0; i < n; i++) {
            bool more = draw_delay(m, f, to, i, d, batch->u[i]);
            more = more && draw_delay(m, f, to, i, d + 1, batch->next[i]);
            kept = keep(batch, kept, i, more);
        }
    }
}

/* Deterministic: every delay gets its share. */
static void expect_delays(const struct client_month *m, const struct fork_walk *f, const struct member *to, int entry) {
    const struct spread *spread = spread_of(m, to, entry);
    double x = m->in->batch.x[entry];
    for (int d = 0; d < spread->n && m->month + d <= m->in->horizon; d++) {
        if (spread->mass[d] > 0)
            strata_deposit(m, f, to, entry, d, x * spread->mass[d]);
    }
}

/* The delay that all groups share, or NONE. */
static int shared_delay(const struct client_month *m, const struct member *to) {
    int fixed = to->spread[0]->fixed;
    for (int g = 1; g < m->in->groups; g++)
        fixed = to->spread[g]->fixed == fixed ? fixed : NONE;
    return fixed;
}

static void send_all(const struct client_month *m, const struct fork_walk *f, const struct member *to, int delay) {
    const struct batch *batch = &m->in->batch;
    if (m->month + delay > m->in->horizon)
        return;
    for (int e = 0; e < batch->n; e++) {
        if (batch->x[e] > 0)
            strata_deposit(m, f, to, e, delay, batch->x[e]);
    }
}

/* ---- Who ---- */

static void uniforms_of_batch(const struct client_month *m, const struct member *to) {
    struct batch *batch = &m->in->batch;
    for (int e = 0; e < batch->n; e++)
        batch->stream[e] = to->stream[batch->cell[e]];
    philox_uniform_pairs_of(m->block->seed, m->block->first_path, batch->stream, philox_draw(m->month, 0), batch->n,
                            batch->lane, batch->u, batch->next);
}

static void draw_member(const struct client_month *m, const struct fork_walk *f, const double chance[BATCH]) {
    struct batch *batch = &m->in->batch;
    for (int e = 0; e < batch->n; e++) {
        double n = batch->left[e], p = chance[e];
        double x = f->sure ? n : n == 0 ? 0 : m->block->drawn ? few_successes(n, p, batch->u[e]) : n * p;
        batch->x[e] = x;
        batch->left[e] = n - x;
    }
}

static void take_rest(struct batch *batch) {
    for (int e = 0; e < batch->n; e++) {
        batch->x[e] = batch->left[e];
        batch->left[e] = 0;
    }
}

static void walk_member(const struct client_month *m, const struct fork_walk *f, int k) {
    const struct member *to = &f->member[k];
    struct batch *batch = &m->in->batch;
    int delay = shared_delay(m, to);
    if (m->block->drawn && !((f->sure || to->rest) && delay != NONE))
        uniforms_of_batch(m, to);
    if (to->rest)
        take_rest(batch);
    else
        draw_member(m, f, batch->chance[k]);
    if (delay != NONE)
        send_all(m, f, to, delay);
    else if (m->block->drawn)
        draw_delays(m, f, to, list_goers(batch));
    else
        for (int e = 0; e < batch->n; e++)
            expect_delays(m, f, to, e);
}

static void walk_batch(const struct client_month *m, const struct fork_walk *f) {
    struct batch *batch = &m->in->batch;
    if (batch->n == 0)
        return;
    chances_of_batch(m, f);
    for (int k = 0; k < f->n; k++)
        walk_member(m, f, k);
    batch->n = batch->n_pools = 0;
}

/* ---- Gathering ---- */

static uint64_t lanes_at(const struct clients_inner *in, const struct node *node, int month, int cell) {
    uint64_t lanes = 0;
    for (int era = 0; era < node->n_eras; era++)
        lanes |= node->lanes[node_place(in, era, month, cell)];
    return lanes;
}

/* Adds the lanes of a cell, with all their clients of any era. */
static void gather_cell(const struct client_month *m, const struct fork_walk *f, int cell, uint64_t lanes) {
    struct clients_inner *in = m->in;
    struct batch *batch = &in->batch;
    const struct node *parent = &in->node[f->parent];
    int first = batch->n;
    for (uint64_t rest = lanes; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        batch->cell[batch->n] = cell;
        batch->lane[batch->n] = lane;
        batch->left[batch->n++] = 0;
    }
    for (int era = 0; era < parent->n_eras; era++) {
        size_t place = node_place(in, era, m->month, cell);
        for (int e = first; e < batch->n && parent->lanes[place]; e++)
            batch->left[e] += parent->count[place * LANES + (size_t)batch->lane[e]];
    }
    strata_gather(m, f, first);
}

void fork_month(const struct client_month *m, const struct fork_walk *f) {
    struct clients_inner *in = m->in;
    for (int cell = 0; cell < in->cells; cell++) {
        uint64_t lanes = lanes_at(in, &in->node[f->parent], m->month, cell);
        if (lanes == 0)
            continue;
        if (in->batch.n + __builtin_popcountll(lanes) > BATCH)
            walk_batch(m, f);
        gather_cell(m, f, cell, lanes);
    }
    walk_batch(m, f);
}
