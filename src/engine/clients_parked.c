/* Parking: who of those who start gets next to nothing done for them. Of the starts of a provider and group each is parked
 * with probability parking x complexity; the counts are for reports, since success and costs are multiplied by what parking
 * leaves of them on average (rule 99). Stream "groups.G.PROVIDER.parked", month t, cell 0. */
#include "engine/clients_inner.h"

#include "base/text.h"
#include "random/few.h"
#include "random/philox.h"
#include "scheme/behaviour.h"

bool parked_room(struct clients_inner *in) {
    size_t places = ((size_t)in->horizon + 1) * (size_t)in->cells;
    if (!behaviour_any_parks(in->scheme))
        return true;
    in->parked = arena_array(&in->arena, places, sizeof(double[LANES]));
    in->parked_lanes = arena_array(&in->arena, places, sizeof(uint64_t));
    in->parked_stream = arena_array(&in->arena, (size_t)in->cells, sizeof(uint32_t));
    for (int cell = 0; in->parked_stream && cell < in->cells; cell++)
        in->parked_stream[cell] = text_hash_more(in->share_stream[cell], ".parked");
    return in->parked && in->parked_lanes && in->parked_stream;
}

static void park_cell(const struct client_month *m, const struct behaviour *b, int cell) {
    struct clients_inner *in = m->in;
    size_t from = node_place(in, era_of(in, m->month), m->month, cell), to = node_place(in, 0, m->month, cell);
    double complexity = in->scheme->groups.items[cell % in->groups].complexity;
    for (uint64_t rest = in->node[NODE_STARTS].lanes[from]; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        double n = in->node[NODE_STARTS].count[from * LANES + (size_t)lane];
        double p = m->draws->q[b->parking][lane] * complexity, parked = n * p;
        if (m->block->drawn)
            parked = few_successes(n, p,
                                   philox_uniform(m->block->seed, m->block->first_path + (uint64_t)lane,
                                                  in->parked_stream[cell], philox_draw(m->month, 0)));
        lane_add(in->parked, in->parked_lanes, to, lane, parked);
    }
}

void parked_month(const struct client_month *m) {
    const struct scheme *s = m->in->scheme;
    for (int cell = 0; m->in->parked && cell < m->in->cells; cell++) {
        const struct behaviour *b = s->parties.items[s->provider_party[cell / m->in->groups]].behaves;
        if (b && b->parking != NONE)
            park_cell(m, b, cell);
    }
}
