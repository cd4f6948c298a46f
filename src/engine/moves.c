#include "engine/moves.h"

#include "engine/books.h"
#include "engine/clients.h"
#include "scheme/moves.h"

#include <string.h>

status moves_init(struct books *b) {
    const struct scheme *s = b->scheme;
    struct moves *m = &b->moves;
    size_t providers = (size_t)s->n_providers + 1, parties = (size_t)s->parties.n;
    m->takes = arena_array(&b->arena, parties * providers, sizeof(bool));
    m->joins = arena_array(&b->arena, providers, sizeof(int[LANES]));
    m->failed = arena_array(&b->arena, providers, sizeof(int[LANES]));
    m->open = arena_array(&b->arena, providers, sizeof(uint64_t));
    if (!m->takes || !m->joins || !m->failed || !m->open)
        return SIBYL_ERR_NO_MEMORY;
    for (int q = 0; q < s->parties.n; q++) {
        for (int p = 0; p < s->n_providers; p++)
            m->takes[q * s->n_providers + p] = scheme_takes_over(s, q, p);
    }
    return SIBYL_OK;
}

void moves_begin(struct books *b) { memset(b->moves.joins, 0, (size_t)b->scheme->n_providers * sizeof(int[LANES])); }

uint64_t moves_under_way(const struct books *b, int provider) {
    uint64_t lanes = 0;
    for (int i = 0; b->failure.any && i < LANES; i++)
        lanes |= (uint64_t)(b->moves.joins[provider][i] != 0) << i;
    return lanes;
}

void moves_leave(struct books *b, struct clients *c, int provider, int party, uint64_t lanes, int month) {
    const struct party *failed = &b->scheme->parties.items[party];
    bool move = failed->clients_move != NONE;
    clients_go(c, b->block, provider, lanes, month, move ? b->draws->q[failed->clients_move] : NULL, failed->gap);
    for (uint64_t rest = move ? lanes : 0; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        b->moves.joins[provider][lane] = month + failed->gap;
        b->moves.failed[provider][lane] = party;
    }
}

/* Lanes in which a provider's clients, who left it because of a party's failure, join others in a month. */
static uint64_t joining(const struct moves *m, int provider, int party, int month) {
    uint64_t lanes = 0;
    for (int i = 0; i < LANES; i++)
        lanes |= (uint64_t)(m->joins[provider][i] == month && m->failed[provider][i] == party) << i;
    return lanes;
}

static void join(struct books *b, struct clients *c, int provider, int party, uint64_t lanes, int month) {
    const struct scheme *s = b->scheme;
    struct moves *m = &b->moves;
    for (int p = 0; p < s->n_providers; p++)
        m->open[p] = m->takes[party * s->n_providers + p] ? endings_serve(b, p, month) : 0;
    clients_join(c, b->block, b->draws, month, provider, lanes, m->open);
    for (; lanes; lanes &= lanes - 1)
        m->joins[provider][__builtin_ctzll(lanes)] = 0;
}

void moves_join(struct books *b, struct clients *c, int month) {
    const struct scheme *s = b->scheme;
    for (int p = 0; p < s->n_providers && b->failure.any; p++) {
        if (!moves_under_way(b, p))
            continue;
        for (int q = 0; q < s->parties.n; q++) {
            uint64_t lanes = joining(&b->moves, p, q, month);
            if (lanes)
                join(b, c, p, q, lanes, month);
        }
    }
}
