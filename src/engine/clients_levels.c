/* Levels: how far those who achieve an outcome get (distance travelled).
 *
 * Each of the n who reach an outcome with levels in a month gets one of them: a multinomial, drawn for all clients of a
 * provider and group together, whenever they started: conditional binomials from the lowest level up, stream
 * "outcomes.X.PROVIDER.G.levels", month t, cell = level. Only the levels' sum is kept. */
#include "engine/clients_inner.h"

#include "base/text.h"
#include "random/counts.h"
#include "random/few.h"
#include "random/philox.h"

#include <string.h>

static bool level_room(struct clients_inner *in, struct level_walk *walk, int outcome) {
    const struct scheme *s = in->scheme;
    size_t places = ((size_t)in->horizon + 1) * (size_t)in->cells;
    *walk = (struct level_walk){.outcome = outcome};
    walk->stream = arena_array(&in->arena, (size_t)in->cells, sizeof(uint32_t));
    walk->sum = arena_array(&in->arena, places, sizeof(double[LANES]));
    walk->lanes = arena_array(&in->arena, places, sizeof(uint64_t));
    if (!walk->stream || !walk->sum || !walk->lanes)
        return false;
    for (int cell = 0; cell < in->cells; cell++) {
        const char *provider = s->parties.items[s->provider_party[cell / in->groups]].name;
        walk->stream[cell] = text_hash_more(
            scheme_stream(s->outcomes.items[outcome].place.path, provider, s->groups.items[cell % in->groups].name),
            ".levels");
    }
    return true;
}

bool levels_room(struct clients_inner *in) {
    const struct scheme *s = in->scheme;
    in->level = arena_array(&in->arena, (size_t)s->outcomes.n, sizeof *in->level);
    for (int k = 0; in->level && k < s->outcomes.n; k++) {
        if (s->outcomes.items[k].levels.n > 0 && !level_room(in, &in->level[in->n_levels++], k))
            return false;
    }
    return in->level != NULL;
}

/* The probability of each level, and of those from it on: of one lane. */
static void weigh_levels(const struct client_month *m, const struct outcome *o, int group, int lane, double *weight,
                         double *left) {
    left[o->levels.n] = 0;
    for (int i = o->levels.n - 1; i >= 0; i--) {
        const int *quantity = o->levels.items[i].probability.quantity;
        double p = quantity && quantity[group] != NONE ? m->draws->q[quantity[group]][lane] : 0;
        weight[i] = p > 0 ? p : 0;
        left[i] = weight[i] + left[i + 1];
    }
}

/* The sum of the levels that n achievers of a cell's lane get to. */
static double level_sum(const struct client_month *m, const struct level_walk *walk, int cell, int lane, double n) {
    const struct outcome *o = &m->in->scheme->outcomes.items[walk->outcome];
    double weight[LEVELS_MAX], left[LEVELS_MAX + 1], sum = 0;
    weigh_levels(m, o, cell % m->in->groups, lane, weight, left);
    for (int i = 0; i < o->levels.n && n > 0; i++) {
        double step = multinomial_step(weight[i], left[i]), x = n * step;
        if (m->block->drawn && step > 0 && step < 1)
            x = few_successes(n, step,
                              philox_uniform(m->block->seed, m->block->first_path + (uint64_t)lane, walk->stream[cell],
                                             philox_draw(m->month, i)));
        sum += x * o->levels.items[i].level;
        n -= x;
    }
    return sum;
}

static void level_cell(const struct client_month *m, struct level_walk *walk, int cell) {
    const struct clients_inner *in = m->in;
    const struct node *node = &in->node[NODE_OUTCOMES + walk->outcome];
    double n[LANES] = {0};
    uint64_t lanes = 0;
    for (int era = 0; era < node->n_eras; era++) {
        size_t place = node_place(in, era, m->month, cell);
        for (int i = 0; i < LANES && node->lanes[place]; i++)
            n[i] += node->count[place * LANES + (size_t)i];
        lanes |= node->lanes[place];
    }
    for (; lanes; lanes &= lanes - 1) {
        int lane = __builtin_ctzll(lanes);
        lane_add(walk->sum, walk->lanes, node_place(in, 0, m->month, cell), lane,
                 level_sum(m, walk, cell, lane, n[lane]));
    }
}

void levels_month(const struct client_month *m) {
    for (int i = 0; i < m->in->n_levels; i++) {
        for (int cell = 0; cell < m->in->cells; cell++)
            level_cell(m, &m->in->level[i], cell);
    }
}
