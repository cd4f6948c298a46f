/* Nodes and forks of a scheme: what clients reach and how, with the streams of every draw. */
#include "engine/clients_inner.h"

#include "base/text.h"
#include "random/counts.h"
#include "scheme/behaviour.h"
#include "scheme/moves.h"

#include <stdio.h>

#define MASS_TOLERANCE 1e-9
#define NUMBER_ROOM 16

/* ---- Which outcomes end service ---- */

/* An outcome that ends service, unless one before it has ended it already. */
static bool ends_service(const struct scheme *s, int outcome) {
    if (!s->outcomes.items[outcome].leaves)
        return false;
    for (int k = s->outcomes.items[outcome].after; k >= 0; k = s->outcomes.items[k].after) {
        if (s->outcomes.items[k].leaves)
            return false;
    }
    return true;
}

/* Whether outcome k is a, or comes before it. */
static bool leads_to(const struct scheme *s, int k, int a) {
    for (; a >= 0; a = s->outcomes.items[a].after) {
        if (a == k)
            return true;
    }
    return false;
}

/* The member of a fork on the way to an outcome, or NONE. */
static int member_towards(const struct scheme *s, const struct fork *f, int outcome) {
    for (int i = 0; i < f->n; i++) {
        if (leads_to(s, f->member[i], outcome))
            return f->member[i];
    }
    return f->rest != NONE && leads_to(s, f->rest, outcome) ? f->rest : NONE;
}

/* Whether nobody can reach both: somewhere their ways parted. */
static bool exclude_each_other(const struct scheme *s, int a, int b) {
    for (int f = 0; f < s->forks.n; f++) {
        int to_a = member_towards(s, &s->forks.items[f], a), to_b = member_towards(s, &s->forks.items[f], b);
        if (to_a != NONE && to_b != NONE && to_a != to_b)
            return true;
    }
    return false;
}

/* Whether two outcomes that end service can meet in one client. */
static bool leavers_meet(const struct scheme *s) {
    for (int a = 0; a < s->outcomes.n; a++) {
        for (int b = 0; b < a; b++) {
            if (ends_service(s, a) && ends_service(s, b) && !exclude_each_other(s, a, b))
                return true;
        }
    }
    return false;
}

static bool plan_leavers(struct clients_inner *in) {
    const struct scheme *s = in->scheme;
    size_t n = (size_t)s->outcomes.n;
    in->leaver = arena_array(&in->arena, n, sizeof(int));
    in->apart = arena_array(&in->arena, n * n, sizeof(bool));
    in->leave_stream = arena_array(&in->arena, n * (size_t)in->cells, sizeof(uint32_t));
    if (!in->leaver || !in->apart || !in->leave_stream)
        return false;
    if (in->ages == 0 || !(in->moves || leavers_meet(s)))
        return true;
    for (int k = 0; k < s->outcomes.n; k++) {
        if (ends_service(s, k))
            in->leaver[in->n_leavers++] = k;
    }
    for (int i = 0; i < in->n_leavers; i++) {
        for (int j = 0; j < in->n_leavers; j++)
            in->apart[i * in->n_leavers + j] = i == j || exclude_each_other(s, in->leaver[i], in->leaver[j]);
    }
    return true;
}

/* Whether it must be known of those who reach the outcome when they started: one further on ends service, or it does
 * itself and that is settled month by month. */
static bool keeps_ages(const struct clients_inner *in, int outcome) {
    const struct scheme *s = in->scheme;
    for (int k = 0; in->ages > 0 && k < s->outcomes.n; k++) {
        if (ends_service(s, k) && leads_to(s, outcome, k) && (k != outcome || in->n_leavers > 0))
            return true;
    }
    return false;
}

/* ---- Delays ---- */

/* The delay when it is always the same. */
static int fixed_delay(const struct delay *delay) {
    for (int d = 0; d < delay->n; d++) {
        if (delay->mass[d] >= 1 - MASS_TOLERANCE)
            return d;
    }
    return NONE;
}

static const struct spread *make_spread(struct clients_inner *in, const struct delay *delay) {
    struct spread *spread = arena_alloc(&in->arena, sizeof *spread);
    double *step = arena_array(&in->arena, (size_t)delay->n, sizeof(double));
    if (!spread || !step)
        return NULL;
    double sum = 0, before = 0;
    for (int d = 0; d < delay->n; d++)
        sum += delay->mass[d];
    double all = sum >= 1 - MASS_TOLERANCE ? sum : 1; /* masses that were cut off at the longest horizon are no one's */
    for (int d = 0; d < delay->n; d++) {
        bool last = d == delay->n - 1 && all == sum;
        step[d] = last && delay->mass[d] > 0 ? 1 : multinomial_step(delay->mass[d], all - before);
        before += delay->mass[d];
    }
    *spread = (struct spread){delay->n, fixed_delay(delay), delay->mass, step};
    return spread;
}

/* ---- Members ---- */

static bool member_room(struct clients_inner *in, struct member *m) {
    size_t cells = (size_t)in->cells, groups = (size_t)in->groups;
    m->spread = arena_array(&in->arena, groups, sizeof *m->spread);
    m->loading = arena_array(&in->arena, groups, sizeof *m->loading);
    m->stream = arena_array(&in->arena, cells, sizeof(uint32_t));
    m->stratum_stream = arena_array(&in->arena, cells * (size_t)in->strata, sizeof(uint32_t));
    m->chance = arena_array(&in->arena, cells, sizeof(double[LANES]));
    return m->spread && m->loading && m->stream && m->stratum_stream && m->chance;
}

static bool factor_moves(const struct scheme *s, int factor) {
    const struct factor *f = &s->factors.items[factor];
    return f->process == FACTOR_AR1 || f->shifts.n > 0;
}

static struct loading make_loading(const struct scheme *s, int factor, double a, double b) {
    bool loads = factor != NONE && a != 0;
    return (struct loading){loads ? factor : NONE, loads ? a : 0, b, loads && factor_moves(s, factor)};
}

static const char *provider_name(const struct clients_inner *in, int cell) {
    return in->scheme->parties.items[in->scheme->provider_party[cell / in->groups]].name;
}

static void name_streams(struct clients_inner *in, struct member *m, int cell, uint32_t stream) {
    m->stream[cell] = stream;
    for (int j = 0; j < in->strata; j++) {
        char number[NUMBER_ROOM];
        snprintf(number, sizeof number, "%d", j);
        m->stratum_stream[j * in->cells + cell] = text_hash_more(text_hash_more(stream, ".strata."), number);
    }
}

static bool plan_outcome(struct clients_inner *in, struct member *m, int outcome, bool rest) {
    const struct scheme *s = in->scheme;
    const struct outcome *o = &s->outcomes.items[outcome];
    const struct spread *spread = make_spread(in, &o->delay);
    *m = (struct member){.node = NODE_OUTCOMES + outcome, .outcome = outcome, .rest = rest};
    if (!spread || !member_room(in, m))
        return false;
    m->leaves = in->ages > 0 && in->n_leavers == 0 && ends_service(s, outcome);
    for (int g = 0; g < in->groups; g++) {
        m->spread[g] = spread;
        m->loading[g] = make_loading(s, o->factor, o->loading, o->provider_loading);
    }
    for (int cell = 0; cell < in->cells; cell++)
        name_streams(in, m, cell,
                     scheme_stream(o->place.path, provider_name(in, cell), s->groups.items[cell % in->groups].name));
    return true;
}

static bool plan_engagement(struct clients_inner *in, struct member *m) {
    const struct scheme *s = in->scheme;
    *m = (struct member){.node = NODE_STARTS, .outcome = NONE};
    if (!member_room(in, m))
        return false;
    for (int g = 0; g < in->groups; g++) {
        const struct group *group = &s->groups.items[g];
        m->spread[g] = make_spread(in, &group->wait);
        if (!m->spread[g])
            return false;
        m->loading[g] = make_loading(s, group->engage_factor, group->engage_loading, group->engage_provider_loading);
    }
    for (int cell = 0; cell < in->cells; cell++) {
        const char *path = s->groups.items[cell % in->groups].place.path;
        m->stream[cell] = scheme_stream(path, provider_name(in, cell), NULL);
    }
    return true;
}

/* ---- Forks ---- */

static void plan_needs(const struct clients_inner *in, struct fork_walk *f) {
    for (int i = 0; i < f->n; i++) {
        const struct member *m = &f->member[i];
        for (int g = 0; g < in->groups; g++)
            f->monthly |= m->loading[g].monthly;
        if (m->leaves || (m->outcome != NONE && keeps_ages(in, m->outcome)))
            f->ages = in->ages;
    }
}

static bool plan_fork(struct clients_inner *in, struct fork_walk *walk, const struct fork *f) {
    *walk = (struct fork_walk){.parent = f->after == START ? NODE_STARTS : NODE_OUTCOMES + f->after};
    walk->member = arena_array(&in->arena, (size_t)f->n + 1, sizeof(struct member));
    if (!walk->member)
        return false;
    for (int i = 0; i < f->n; i++) {
        if (!plan_outcome(in, &walk->member[walk->n++], f->member[i], false))
            return false;
    }
    if (f->rest != NONE && !plan_outcome(in, &walk->member[walk->n++], f->rest, true))
        return false;
    plan_needs(in, walk);
    return true;
}

static bool plan_forks(struct clients_inner *in) {
    const struct scheme *s = in->scheme;
    in->fork = arena_array(&in->arena, (size_t)s->forks.n + 1, sizeof(struct fork_walk));
    if (!in->fork)
        return false;
    struct fork_walk *engagement = &in->fork[in->n_forks++];
    *engagement = (struct fork_walk){.parent = NODE_REFERRALS, .n = 1};
    engagement->member = arena_array(&in->arena, 1, sizeof(struct member));
    if (!engagement->member || !plan_engagement(in, engagement->member))
        return false;
    plan_needs(in, engagement);
    for (int f = 0; f < s->forks.n; f++) {
        if (!plan_fork(in, &in->fork[in->n_forks++], &s->forks.items[f]))
            return false;
    }
    return true;
}

/* ---- Streams of referrals ---- */

static bool plan_referrals(struct clients_inner *in) {
    const struct scheme *s = in->scheme;
    in->referral_stream = arena_array(&in->arena, (size_t)in->groups, sizeof(uint32_t));
    in->share_stream = arena_array(&in->arena, (size_t)in->cells, sizeof(uint32_t));
    in->serves = arena_array(&in->arena, (size_t)in->cells, sizeof(bool));
    in->open = arena_array(&in->arena, (size_t)in->providers, sizeof(uint64_t));
    in->never = arena_array(&in->arena, (size_t)in->providers, sizeof(uint64_t));
    in->started = arena_array(&in->arena, (size_t)in->providers, sizeof(uint64_t));
    in->per_start = arena_array(&in->arena, (size_t)in->providers, sizeof(double[LANES]));
    in->pace = arena_array(&in->arena, (size_t)in->providers, sizeof(struct pace));
    if (!in->referral_stream || !in->share_stream || !in->serves || !in->open || !in->never || !in->started ||
        !in->per_start || !in->pace)
        return false;
    for (int g = 0; g < in->groups; g++)
        in->referral_stream[g] = scheme_stream(s->groups.items[g].place.path, NULL, NULL);
    for (int cell = 0; cell < in->cells; cell++) {
        int g = cell % in->groups;
        const int *serves = s->parties.items[s->provider_party[cell / in->groups]].serves.quantity;
        in->serves[cell] = serves && serves[g] != NONE;
        in->share_stream[cell] = scheme_stream(s->groups.items[g].place.path, provider_name(in, cell), NULL);
    }
    for (int i = 0; i < in->n_leavers * in->cells; i++)
        in->leave_stream[i] = text_hash_more(scheme_stream(s->outcomes.items[in->leaver[i / in->cells]].place.path,
                                                           provider_name(in, i % in->cells),
                                                           s->groups.items[i % in->cells % in->groups].name),
                                             ".leaves");
    return true;
}

/* ---- Memory of counts ---- */

static bool node_room(struct clients_inner *in, struct node *node, int eras, bool ages, int delays, int delay_eras) {
    size_t places = ((size_t)in->horizon + 1) * (size_t)in->cells, all = places * (size_t)eras;
    size_t by_delay = places * (size_t)delays * (size_t)delay_eras;
    *node = (struct node){.n_eras = eras, .delays = delays, .delay_eras = delay_eras};
    node->count = arena_array(&in->arena, all, sizeof(double[LANES]));
    node->lanes = arena_array(&in->arena, all, sizeof(uint64_t));
    bool fine = node->count && node->lanes;
    if (ages) {
        node->age = arena_array(&in->arena, places * (size_t)in->ages, sizeof(double[LANES]));
        node->age_lanes = arena_array(&in->arena, places * (size_t)in->ages, sizeof(uint64_t));
        fine = fine && node->age && node->age_lanes;
    }
    if (delays > 0) {
        node->by_delay = arena_array(&in->arena, by_delay, sizeof(double[LANES]));
        node->by_delay_lanes = arena_array(&in->arena, by_delay, sizeof(uint64_t));
        fine = fine && node->by_delay && node->by_delay_lanes;
    }
    return fine;
}

/* Delays that the horizon leaves room for. */
static int delays_kept(const struct clients_inner *in, const struct outcome *o) {
    if (!o->keep_delays)
        return 0;
    return o->delays <= in->horizon ? o->delays : in->horizon + 1;
}

static bool service_room(struct clients_inner *in) {
    size_t places = ((size_t)in->horizon + 1) * (size_t)in->cells;
    in->service_eras = in->scheme->service_by_era ? in->scheme->n_eras : 1;
    size_t all = places * (size_t)in->service_eras;
    in->service = arena_array(&in->arena, all, sizeof(double[LANES]));
    in->service_lanes = arena_array(&in->arena, all, sizeof(uint64_t));
    in->in_service = in->service_eras > 1 ? arena_array(&in->arena, places, sizeof(double[LANES])) : in->service;
    return in->service && in->service_lanes && in->in_service;
}

static bool leaver_room(struct clients_inner *in) {
    size_t places = ((size_t)in->horizon + 1) * (size_t)in->cells, n = (size_t)in->n_leavers;
    if (n == 0 && !in->moves)
        return true;
    in->stock = arena_array(&in->arena, places, sizeof(double[LANES]));
    in->left = arena_array(&in->arena, places * n, sizeof(double[LANES]));
    in->again = arena_array(&in->arena, places * n, sizeof(double[LANES]));
    return in->stock && in->left && in->again;
}

static bool batch_room(struct clients_inner *in) {
    int most = 1;
    for (int f = 0; f < in->n_forks; f++)
        most = in->fork[f].n > most ? in->fork[f].n : most;
    in->batch.chance = arena_array(&in->arena, (size_t)most, sizeof *in->batch.chance);
    in->batch.pool = arena_array(&in->arena, BATCH, (size_t)in->strata * sizeof(double));
    in->batch.at = arena_array(&in->arena, (size_t)most, sizeof *in->batch.at);
    return in->batch.chance && in->batch.pool && in->batch.at;
}

static bool rejected_room(struct clients_inner *in) {
    size_t places = ((size_t)in->horizon + 1) * (size_t)in->cells;
    if (!behaviour_any_creams(in->scheme))
        return true;
    in->rejected = arena_array(&in->arena, places, sizeof(double[LANES]));
    in->rejected_lanes = arena_array(&in->arena, places, sizeof(uint64_t));
    return in->rejected && in->rejected_lanes;
}

bool clients_room(struct clients_inner *in) {
    const struct scheme *s = in->scheme;
    size_t groups = (size_t)in->groups, providers = (size_t)in->providers;
    in->n_nodes = NODE_OUTCOMES + s->outcomes.n;
    in->node = arena_array(&in->arena, (size_t)in->n_nodes, sizeof(struct node));
    if (!in->node || !node_room(in, &in->node[NODE_REFERRALS], 1, false, 0, 0) ||
        !node_room(in, &in->node[NODE_STARTS], s->n_eras, false, 0, 0))
        return false;
    for (int k = 0; k < s->outcomes.n; k++) {
        if (!node_room(in, &in->node[NODE_OUTCOMES + k], s->n_eras, keeps_ages(in, k),
                       delays_kept(in, &s->outcomes.items[k]), s->outcomes.items[k].delay_eras))
            return false;
    }
    in->given = arena_array(&in->arena, groups, sizeof(double[LANES]));
    in->due = arena_array(&in->arena, groups, sizeof(double[LANES]));
    in->weight = arena_array(&in->arena, providers, sizeof(double[LANES]));
    in->weight_left = arena_array(&in->arena, providers + 1, sizeof(double[LANES]));
    in->released = arena_array(&in->arena, (size_t)in->cells, sizeof(int[LANES]));
    return in->given && in->due && in->weight && in->weight_left && in->released && service_room(in) &&
           leaver_room(in) && moves_room(in) && levels_room(in) && rejected_room(in) && parked_room(in) &&
           batch_room(in);
}

bool clients_plan(struct clients_inner *in) {
    const struct scheme *s = in->scheme;
    bool leaves = false;
    in->moves = scheme_clients_move(s);
    for (int k = 0; k < s->outcomes.n; k++)
        leaves |= s->outcomes.items[k].leaves;
    for (int g = 0; g < in->groups; g++) {
        int months = s->groups.items[g].in_service;
        in->ages = leaves && months > in->ages ? months : in->ages;
    }
    in->ages = in->ages > in->horizon ? in->horizon + 1 : in->ages;
    in->strata = in->ages + s->n_eras;
    return plan_leavers(in) && plan_forks(in) && plan_referrals(in);
}
