/* Clients: memory, and the order of a month. */
#include "engine/clients_inner.h"

#include <assert.h>
#include <string.h>

/* Months that a stream's cells leave room for: cell 1 + delay, and one is taken. */
#define HORIZON_MAX 2044

/* ---- Memory ---- */

/* The grids of a node's eras, handed out to those who look. */
static struct count_grid *grids_of(struct clients_inner *in, const double *data, int n) {
    struct count_grid *grid = arena_array(&in->arena, (size_t)n, sizeof *grid);
    for (int i = 0; grid && i < n; i++)
        grid[i] = (struct count_grid){data + node_place(in, i, 0, 0) * LANES, in->providers, in->groups};
    return grid;
}

static bool hand_out(struct clients *c, struct clients_inner *in) {
    const struct scheme *s = in->scheme;
    int outcomes = s->outcomes.n, eras = s->n_eras;
    struct count_grid plain = {NULL, in->providers, in->groups};
    c->starts = grids_of(in, in->node[NODE_STARTS].count, eras);
    c->outcomes = arena_array(&in->arena, (size_t)outcomes * (size_t)eras, sizeof(struct count_grid));
    c->by_delay = arena_array(&in->arena, (size_t)outcomes * (size_t)eras, sizeof(struct count_grid));
    c->levels = arena_array(&in->arena, (size_t)outcomes, sizeof(struct count_grid));
    c->service = grids_of(in, in->service, in->service_eras);
    c->unserved = arena_array(&in->arena, ((size_t)in->horizon + 1) * (size_t)in->groups, sizeof(double[LANES]));
    if (!c->starts || !c->outcomes || !c->by_delay || !c->levels || !c->service || !c->unserved)
        return false;
    for (int k = 0; k < outcomes; k++) {
        const struct node *node = &in->node[NODE_OUTCOMES + k];
        c->levels[k] = plain;
        for (int era = 0; era < eras; era++) {
            c->outcomes[k * eras + era] = c->by_delay[k * eras + era] = plain;
            c->outcomes[k * eras + era].data = node->count + node_place(in, era, 0, 0) * LANES;
            if (node->by_delay && era < node->delay_eras)
                c->by_delay[k * eras + era].data = node->by_delay + node_place(in, era * node->delays, 0, 0) * LANES;
        }
    }
    for (int i = 0; i < in->n_levels; i++)
        c->levels[in->level[i].outcome].data = in->level[i].sum;
    c->in_service = c->referrals = plain;
    c->in_service.data = in->in_service;
    c->rejected = c->parked = c->joined = plain;
    c->rejected.data = in->rejected;
    c->parked.data = in->parked;
    c->joined.data = in->joined;
    c->referrals.data = in->node[NODE_REFERRALS].count;
    return true;
}

status clients_init(struct clients *c, const struct scheme *s, int horizon) {
    *c = (struct clients){0};
    assert(horizon >= s->months && horizon <= HORIZON_MAX);
    struct arena arena = {0};
    struct clients_inner *in = arena_alloc(&arena, sizeof *in);
    if (!in)
        return SIBYL_ERR_NO_MEMORY;
    *in = (struct clients_inner){.arena = arena, .scheme = s, .horizon = horizon, .providers = s->n_providers};
    in->groups = s->groups.n;
    in->cells = in->providers * in->groups;
    c->inner = in;
    if (clients_plan(in) && clients_room(in) && hand_out(c, in))
        return SIBYL_OK;
    clients_free(c);
    return SIBYL_ERR_NO_MEMORY;
}

void clients_free(struct clients *c) {
    if (c->inner) {
        struct arena arena = c->inner->arena; /* which also holds the inner struct */
        arena_free(&arena);
    }
    *c = (struct clients){0};
}

size_t clients_bytes(const struct clients *c) { return c->inner->arena.bytes; }

/* ---- A new block ---- */

/* Zeroes the places that are not zero. */
static void clear(double *count, uint64_t *lanes, size_t places) {
    for (size_t i = 0; count && i < places; i++) {
        if (lanes[i] == 0)
            continue;
        memset(count + i * LANES, 0, sizeof(double[LANES]));
        lanes[i] = 0;
    }
}

static void clear_all(struct clients_inner *in) {
    size_t places = node_place(in, 1, 0, 0), leavers = (size_t)in->n_leavers;
    for (int i = 0; i < in->n_nodes; i++) {
        struct node *node = &in->node[i];
        clear(node->count, node->lanes, places * (size_t)node->n_eras);
        clear(node->age, node->age_lanes, places * (size_t)in->ages);
        clear(node->by_delay, node->by_delay_lanes, places * (size_t)node->delay_eras * (size_t)node->delays);
    }
    clear(in->rejected, in->rejected_lanes, places);
    clear(in->parked, in->parked_lanes, places);
    clear(in->joined, in->joined_lanes, places);
    for (int i = 0; i < in->n_levels; i++)
        clear(in->level[i].sum, in->level[i].lanes, places);
    clear(in->service, in->service_lanes, places * (size_t)in->service_eras);
    if (in->service_eras > 1)
        memset(in->in_service, 0, places * sizeof(double[LANES]));
    memset(in->given, 0, (size_t)in->groups * sizeof *in->given);
    memset(in->due, 0, (size_t)in->groups * sizeof *in->due);
    memset(in->released, 0, (size_t)in->cells * sizeof *in->released);
    if (in->stock)
        memset(in->stock, 0, places * sizeof(double[LANES]));
    if (leavers > 0) {
        memset(in->left, 0, places * leavers * sizeof(double[LANES]));
        memset(in->again, 0, places * leavers * sizeof(double[LANES]));
    }
}

void clients_begin(struct clients *c, const struct block *b, const struct draws *d) {
    struct clients_inner *in = c->inner;
    assert(b->horizon <= in->horizon && b->n_lanes >= 1 && b->n_lanes <= LANES);
    in->all_lanes = (b->n_lanes == LANES ? ~(uint64_t)0 : ((uint64_t)1 << b->n_lanes) - 1) & ~b->idle;
    clear_all(in);
    refer_begin(in, b, d);
    chances_begin(in, b, d);
}

/* ---- A month ---- */

void clients_month(struct clients *c, const struct block *b, const struct draws *d, int month, const uint64_t *trading,
                   const uint64_t *slack) {
    struct clients_inner *in = c->inner;
    const struct client_month m = {c, in, b, d, month};
    refer_month(&m, trading);
    fork_month(&m, &in->fork[0]);
    parked_month(&m);
    service_starts(&m);
    chances_month(&m, slack);
    for (int f = 1; f < in->n_forks; f++)
        fork_month(&m, &in->fork[f]);
    levels_month(&m);
    service_ends(&m);
}

uint64_t clients_lanes(const struct clients *c, int outcome, int era, int month, int provider, int group) {
    const struct clients_inner *in = c->inner;
    int node = outcome == START ? NODE_STARTS : NODE_OUTCOMES + outcome;
    return in->node[node].lanes[node_place(in, era, month, provider * in->groups + group)];
}
