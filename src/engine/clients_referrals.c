/* Referrals: how many come, and to whom they go. */
#include "engine/clients_inner.h"

#include "random/few.h"
#include "random/philox.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define SHARE_CELL (PHILOX_CELLS - 2) /* of the stream that also draws who engages and when */
#define REJECT_CELL (PHILOX_CELLS - 1)
#define NONE_CELL 1      /* of the provider's stream in month 0: whether it never gets a referral */
#define WHOLE_GUARD 1e-9 /* added before rounding a schedule down: rounding must not lose a referral */
#define FULL_GUARD 1e-9  /* clients below capacity by less than this are at capacity */

/* ---- How many ---- */

/* Expected referrals of a group in a month: the spells that cover it, times the volume. */
static void referrals_mean(const struct client_month *m, int group, double mean[LANES]) {
    const struct group *g = &m->in->scheme->groups.items[group];
    memset(mean, 0, sizeof(double[LANES]));
    for (int k = 0; k < g->referrals.n; k++) {
        const struct spell *spell = &g->referrals.spells[k];
        if (m->month < spell->from || m->month > spell->to)
            continue;
        for (int i = 0; i < LANES; i++)
            mean[i] += spell->quantity == NONE ? spell->value : m->draws->q[spell->quantity][i];
    }
    for (int i = 0; i < LANES && g->volume != NONE; i++)
        mean[i] *= m->draws->q[g->volume][i];
    for (int i = 0; i < LANES && !m->block->drawn; i++)
        mean[i] *= m->block->volume[i];
}

/* The whole referrals of a schedule: what it has come to, rounded down, less what there has been. */
static void fixed_referrals(struct clients_inner *in, int group, double n[LANES]) {
    double *due = in->due[group], *given = in->given[group];
    for (int i = 0; i < LANES; i++) {
        due[i] += n[i];
        n[i] = floor(due[i] + WHOLE_GUARD) - given[i];
        given[i] += n[i];
    }
}

static void draw_referrals(const struct client_month *m, int group, double n[LANES]) {
    const struct group *g = &m->in->scheme->groups.items[group];
    if (g->process == REFERRAL_FIXED) {
        fixed_referrals(m->in, group, n);
        return;
    }
    double u[LANES], k[LANES];
    philox_uniforms(m->block->seed, m->block->first_path, m->in->referral_stream[group], philox_draw(m->month, 0), u);
    if (g->process == REFERRAL_NEGBIN && g->dispersion != NONE)
        negbin_invert(n, m->draws->q[g->dispersion], u, k);
    else
        poisson_invert(n, u, k);
    memcpy(n, k, sizeof k);
}

/* ---- To whom ---- */

uint64_t below_capacity(const struct client_month *m, int provider) {
    const struct clients_inner *in = m->in;
    const struct scheme *s = in->scheme;
    double capacity = s->parties.items[s->provider_party[provider]].capacity;
    if (!isfinite(capacity))
        return ~(uint64_t)0;
    uint64_t room = 0;
    for (int i = 0; i < LANES; i++) {
        double clients = 0;
        for (int g = 0; g < in->groups; g++)
            clients += count_at(&m->clients->in_service, m->month - 1, provider, g)[i];
        room |= (uint64_t)(clients < capacity - FULL_GUARD) << i;
    }
    return room;
}

/* Weights of the providers that can take the group, and what is left of them from each provider on. */
static void weigh(const struct client_month *m, int group, const uint64_t *open) {
    const struct clients_inner *in = m->in;
    const struct scheme *s = in->scheme;
    for (int p = 0; p < in->providers; p++) {
        bool serves = in->serves[p * in->groups + group];
        const double *q = serves ? m->draws->q[s->parties.items[s->provider_party[p]].serves.quantity[group]] : NULL;
        for (int i = 0; i < LANES; i++)
            in->weight[p][i] = q && open[p] >> i & 1 && q[i] > 0 ? q[i] : 0;
    }
    choose(m, group);
    memset(in->weight_left[in->providers], 0, sizeof(double[LANES]));
    for (int p = in->providers - 1; p >= 0; p--) {
        for (int i = 0; i < LANES; i++)
            in->weight_left[p][i] = in->weight[p][i] + in->weight_left[p + 1][i];
    }
}

/* Of x referrals offered to a provider, those that it rejects as too hard: each with probability creaming x complexity. */
static double reject(const struct client_month *m, int cell, int lane, double x) {
    const struct clients_inner *in = m->in;
    const struct scheme *s = in->scheme;
    const struct behaviour *b = s->parties.items[s->provider_party[cell / in->groups]].behaves;
    if (!in->rejected || !b || b->creaming == NONE)
        return 0;
    double p = m->draws->q[b->creaming][lane] * s->groups.items[cell % in->groups].complexity, rejected = x * p;
    if (m->block->drawn)
        rejected = few_successes(x, p,
                                 philox_uniform(m->block->seed, m->block->first_path + (uint64_t)lane,
                                                in->share_stream[cell], philox_draw(m->month, REJECT_CELL)));
    if (rejected > 0)
        lane_add(in->rejected, in->rejected_lanes, node_place(in, 0, m->month, cell), lane, rejected);
    return rejected;
}

/* Whether some lane's share hangs on the draw. */
static bool needs_draw(const struct clients_inner *in, int provider, const double n[LANES]) {
    bool any = false;
    for (int i = 0; i < LANES; i++) {
        double weight = in->weight[provider][i];
        any |= n[i] > 0 && weight > 0 && weight < in->weight_left[provider][i];
    }
    return any;
}

/* What of n goes to a provider: n becomes what is left for those after it; what it rejects is unserved. */
static void share_out(const struct client_month *m, int provider, int group, double n[LANES], double unserved[LANES]) {
    const struct clients_inner *in = m->in;
    int cell = provider * in->groups + group;
    double u[LANES] = {0};
    bool draws = m->block->drawn && needs_draw(in, provider, n);
    if (draws)
        philox_uniforms(m->block->seed, m->block->first_path, in->share_stream[cell], philox_draw(m->month, SHARE_CELL),
                        u);
    for (int i = 0; i < LANES; i++) {
        double step = n[i] > 0 ? multinomial_step(in->weight[provider][i], in->weight_left[provider][i]) : 0;
        if (step <= 0)
            continue;
        double x = step >= 1 ? n[i] : draws ? few_successes(n[i], step, u[i]) : n[i] * step;
        n[i] -= x;
        double rejected = reject(m, cell, i, x);
        unserved[i] += rejected;
        if (x > rejected)
            lane_add(in->node[NODE_REFERRALS].count, in->node[NODE_REFERRALS].lanes, node_place(in, 0, m->month, cell),
                     i, x - rejected);
    }
}

static void refer_group(const struct client_month *m, int group, const uint64_t *open) {
    struct clients_inner *in = m->in;
    double *unserved = m->clients->unserved + ((size_t)m->month * (size_t)in->groups + (size_t)group) * LANES;
    double n[LANES];
    referrals_mean(m, group, n);
    if (m->block->drawn)
        draw_referrals(m, group, n);
    for (int i = 0; i < LANES; i++)
        n[i] = in->all_lanes >> i & 1 ? n[i] : 0;
    weigh(m, group, open);
    for (int i = 0; i < LANES; i++) {
        unserved[i] = in->weight_left[0][i] > 0 ? 0 : n[i];
        n[i] -= unserved[i];
    }
    for (int p = 0; p < in->providers; p++) {
        if (in->serves[p * in->groups + group])
            share_out(m, p, group, n, unserved);
    }
    for (int i = 0; i < LANES; i++)
        assert(n[i] == 0);
}

void refer_begin(struct clients_inner *in, const struct block *b, const struct draws *d) {
    const struct scheme *s = in->scheme;
    for (int p = 0; p < in->providers; p++) {
        const struct party *party = &s->parties.items[s->provider_party[p]];
        double u[LANES];
        in->never[p] = 0;
        if (party->none == NONE || !b->drawn)
            continue;
        philox_uniforms(b->seed, b->first_path, scheme_stream(party->place.path, NULL, NULL), philox_draw(0, NONE_CELL),
                        u);
        for (int i = 0; i < LANES; i++)
            in->never[p] |= (uint64_t)(u[i] < d->q[party->none][i]) << i;
    }
}

void refer_month(const struct client_month *m, const uint64_t *trading) {
    struct clients_inner *in = m->in;
    if (m->month > m->block->last_referral) {
        memset(m->clients->unserved + (size_t)m->month * (size_t)in->groups * LANES, 0,
               (size_t)in->groups * sizeof(double[LANES]));
        return;
    }
    for (int p = 0; p < in->providers; p++)
        in->open[p] = trading[p] & ~in->never[p] & below_capacity(m, p);
    for (int g = 0; g < in->groups; g++)
        refer_group(m, g, in->open);
}
