/* Clients of a provider that stops: who moves on to other providers, and what they take along (rules 40, 42, 74).
 *
 * What is known of clients are stocks: those who wait and will start in a month; those in service who started in a month;
 * those who have reached something and will achieve an outcome in a month. Of each stock a binomial number moves, with
 * random numbers of its own; where it is known that successes and service are the same people's (an outcome that ends
 * service is on its way), they move together. Until they join others, `gap` months later, they are kept where they were:
 * nobody's clients, with nothing that happens to them. A success that falls into the gap comes as much later.
 *
 * Of the streams that the stocks have by their names (clients.h) draw t is the month of moving, and the cell how many months
 * before or after it the stock's own month is. A provider's whole clients move at once, so no draw is used twice. */
#include "engine/clients_inner.h"

#include "base/text.h"
#include "random/counts.h"
#include "random/few.h"
#include "random/philox.h"
#include "scheme/condition.h"

#include <stdio.h>
#include <string.h>

#define NUMBER_ROOM 16
#define NOTHING 1e-9 /* clients: rounding of expectations may make so many more out of some */

/* One lane's clients of a provider and group who are told apart: those who go and those who do not.
 *   from, to   cells; the same: who is not taken is lost
 *   p          probability of being taken
 *   suffix     of the streams' names, and its end: the provider they go to, NULL */
struct sift {
    const struct client_month *m;
    int from, to, lane;
    double p;
    const char *suffix, *to_name;
};

/* ---- Draws ---- */

static const char *name_of(const struct clients_inner *in, int cell) {
    return in->scheme->parties.items[in->scheme->provider_party[cell / in->groups]].name;
}

/* The stream of a stock: its own name, then what it is drawn for. */
static uint32_t stream_of(const struct sift *s, int outcome, const char *kind, int number) {
    const struct clients_inner *in = s->m->in;
    const struct scheme *scheme = in->scheme;
    const struct group *group = &scheme->groups.items[s->from % in->groups];
    char digits[NUMBER_ROOM];
    uint32_t stream =
        outcome == NONE ? scheme_stream(group->place.path, name_of(in, s->from), NULL)
                        : scheme_stream(scheme->outcomes.items[outcome].place.path, name_of(in, s->from), group->name);
    snprintf(digits, sizeof digits, "%d", number);
    stream = text_hash_more(text_hash_more(stream, s->suffix), s->to_name ? s->to_name : "");
    return text_hash_more(text_hash_more(stream, kind), digits);
}

static double uniform_of(const struct sift *s, uint32_t stream, int months) {
    const struct block *b = s->m->block;
    return philox_uniform(b->seed, b->first_path + (uint64_t)s->lane, stream, philox_draw(s->m->month, months));
}

/* How many of a stock are taken. */
static double taken(const struct sift *s, double n, int outcome, const char *kind, int number, int months) {
    if (n <= 0 || s->p <= 0)
        return 0;
    if (s->p >= 1 || !s->m->block->drawn)
        return s->p >= 1 ? n : n * s->p;
    return few_successes(n, s->p, uniform_of(s, stream_of(s, outcome, kind, number), months));
}

/* ---- Places ---- */

static double get(const double *count, const uint64_t *lanes, size_t place, int lane) {
    return lanes[place] >> lane & 1 ? count[place * LANES + (size_t)lane] : 0;
}

static void set(double *count, uint64_t *lanes, size_t place, int lane, double x) {
    uint64_t bit = (uint64_t)1 << lane;
    count[place * LANES + (size_t)lane] = x;
    lanes[place] = x != 0 ? lanes[place] | bit : lanes[place] & ~bit;
}

/* Of n at a place x are taken: to another cell's place, or they alone stay. */
static void carry(const struct sift *s, double *count, uint64_t *lanes, size_t from, size_t to, double n, double x) {
    set(count, lanes, from, s->lane, s->from == s->to ? x : n - x > NOTHING ? n - x : 0);
    if (s->from != s->to && x > 0)
        lane_add(count, lanes, to, s->lane, x);
}

/* ---- Those who wait ---- */

/* Notes that x people have come to the cell that takes them. */
static void note_joined(const struct sift *s, double x) {
    struct clients_inner *in = s->m->in;
    if (s->from != s->to && x > 0)
        lane_add(in->joined, in->joined_lanes, node_place(in, 0, s->m->month, s->to), s->lane, x);
}

static void sift_waiting(const struct sift *s) {
    const struct clients_inner *in = s->m->in;
    struct node *starts = &in->node[NODE_STARTS];
    for (int month = s->m->month; month <= in->scheme->months; month++) {
        size_t from = node_place(in, era_of(in, month), month, s->from);
        double n = get(starts->count, starts->lanes, from, s->lane);
        double x = taken(s, n, NONE, ".waiting.", 0, month - s->m->month);
        carry(s, starts->count, starts->lanes, from, node_place(in, era_of(in, month), month, s->to), n, x);
        note_joined(s, x);
    }
}

/* ---- Outcomes on their way ---- */

/* Counts, of an era, the outcomes due in a month by the delay since the parent: as many stay as of the era altogether. They
 * are kept with the provider at which the parent was achieved: what is taken back is taken back from whom it was paid. */
static void sift_delays(const struct sift *s, int outcome, int era, int month, double stay) {
    const struct clients_inner *in = s->m->in;
    struct node *node = &in->node[NODE_OUTCOMES + outcome];
    double pool = 0;
    if (!node->by_delay || era >= node->delay_eras || s->from != s->to)
        return;
    for (int d = 0; d < node->delays; d++)
        pool +=
            get(node->by_delay, node->by_delay_lanes, node_place(in, era * node->delays + d, month, s->from), s->lane);
    for (int d = 0; d < node->delays && pool > 0; d++) {
        size_t place = node_place(in, era * node->delays + d, month, s->from);
        double n = get(node->by_delay, node->by_delay_lanes, place, s->lane), x = n * s->p;
        if (n <= 0)
            continue;
        if (s->m->block->drawn) {
            stay = stay < pool ? stay : pool;
            x = hypergeometric_inverse(
                n, pool - n, stay,
                uniform_of(s, stream_of(s, outcome, ".delay.", era * node->delays + d), month - s->m->month));
        }
        pool -= n;
        stay -= x;
        set(node->by_delay, node->by_delay_lanes, place, s->lane, x);
    }
}

/* Those who are young enough to be told apart by age. Notes, by month of start, how many there are (sum[0]) and how many are
 * taken (sum[1]); adds those of an era to era_sum alike. */
static void sift_ages(const struct sift *s, int outcome, int month, int era, double era_sum[2]) {
    struct clients_inner *in = s->m->in;
    struct node *node = &in->node[NODE_OUTCOMES + outcome];
    for (int age = 0; node->age && age < in->ages && age < month; age++) {
        size_t from = node_place(in, 0, month, s->from) * (size_t)in->ages + (size_t)age;
        double n = era_of(in, month - age) == era ? get(node->age, node->age_lanes, from, s->lane) : 0;
        if (n <= 0)
            continue;
        double x = taken(s, n, outcome, ".age.", age, month - s->m->month);
        carry(s, node->age, node->age_lanes, from, node_place(in, 0, month, s->to) * (size_t)in->ages + (size_t)age, n,
              x);
        era_sum[0] += n;
        era_sum[1] += x;
        in->on_the_way[0][month - age] += n;
        in->on_the_way[1][month - age] += x;
    }
}

static void sift_outcome(const struct sift *s, int outcome, int month) {
    const struct clients_inner *in = s->m->in;
    struct node *node = &in->node[NODE_OUTCOMES + outcome];
    for (int era = 0; era < node->n_eras; era++) {
        size_t from = node_place(in, era, month, s->from);
        double n = get(node->count, node->lanes, from, s->lane), young[2] = {0, 0};
        if (n <= 0)
            continue;
        sift_ages(s, outcome, month, era, young);
        double x = young[1] + taken(s, n - young[0], outcome, ".era.", era, month - s->m->month);
        sift_delays(s, outcome, era, month, x);
        carry(s, node->count, node->lanes, from, node_place(in, era, month, s->to), n, x);
    }
}

/* ---- Those in service ---- */

/* Of those who started in a month: who has an outcome on the way that leads out of service moves with it, the others are drawn.
 * Where there are more such outcomes than people (somebody has two), all are drawn anew. */
static double taken_of_start(const struct sift *s, int started, double n) {
    double known = s->m->in->on_the_way[0][started], with = s->m->in->on_the_way[1][started];
    if (known > n + NOTHING)
        known = with = 0;
    return with + taken(s, n - known, NONE, ".service.", 0, s->m->month - started);
}

/* Those who join serve until the month in which they would have left. */
static void serve(struct clients_inner *in, int cell, int lane, int started, int month, double x) {
    int ends = started + in->scheme->groups.items[cell % in->groups].in_service, era = service_era(in, started);
    lane_add(in->service, in->service_lanes, node_place(in, era, month, cell), lane, x);
    if (ends <= in->horizon)
        lane_add(in->service, in->service_lanes, node_place(in, era, ends, cell), lane, -x);
}

static void sift_service(const struct sift *s) {
    struct clients_inner *in = s->m->in;
    int months = in->scheme->groups.items[s->from % in->groups].in_service;
    for (int started = s->m->month > months ? s->m->month - months : 1; started < s->m->month; started++) {
        double *from = in->stock + node_place(in, 0, started, s->from) * LANES + s->lane;
        double *to = in->stock + node_place(in, 0, started, s->to) * LANES + s->lane;
        double n = *from, x = n > 0 ? taken_of_start(s, started, n) : 0;
        *from = s->from == s->to ? x : n - x;
        if (s->from == s->to || x <= 0)
            continue;
        *to += x;
        note_joined(s, x);
        serve(in, s->to, s->lane, started, s->m->month, x);
    }
}

/* Of those who left before, by an outcome that others meet too, as many go along as move. */
static void sift_gone(const struct sift *s) {
    struct clients_inner *in = s->m->in;
    size_t places = node_place(in, 1, 0, 0);
    for (int i = 0; i < 2 * in->n_leavers; i++) {
        double *gone = i % 2 ? in->again : in->left;
        for (int started = 1; started < s->m->month; started++) {
            size_t from = ((size_t)(i / 2) * places + node_place(in, 0, started, s->from)) * LANES + (size_t)s->lane;
            size_t to = ((size_t)(i / 2) * places + node_place(in, 0, started, s->to)) * LANES + (size_t)s->lane;
            double n = gone[from],
                   x = taken(s, n, in->leaver[i / 2], i % 2 ? ".again." : ".left.", 0, s->m->month - started);
            gone[from] = s->from == s->to ? x : n - x;
            gone[to] += s->from == s->to ? 0 : x;
        }
    }
}

static void sift_all(const struct sift *s) {
    struct clients_inner *in = s->m->in;
    for (int i = 0; i < 2; i++)
        memset(in->on_the_way[i], 0, ((size_t)in->horizon + 1) * sizeof(double));
    sift_waiting(s);
    for (int k = 0; k < in->scheme->outcomes.n; k++) {
        for (int month = s->m->month; month <= in->horizon; month++)
            sift_outcome(s, k, month);
    }
    sift_service(s);
    sift_gone(s);
}

/* ---- The gap ---- */

/* What stands at a place in a lane comes to another. */
static void put_off(double *count, uint64_t *lanes, size_t from, size_t to, bool kept, int lane) {
    double n = get(count, lanes, from, lane);
    if (n == 0)
        return;
    set(count, lanes, from, lane, 0);
    if (kept)
        lane_add(count, lanes, to, lane, n);
}

static void put_off_outcome(const struct clients_inner *in, int outcome, int cell, int lane, int month, int gap) {
    struct node *node = &in->node[NODE_OUTCOMES + outcome];
    int months = in->scheme->groups.items[cell % in->groups].in_service;
    bool there = month + gap <= in->horizon;
    int later = there ? month + gap : month;
    for (int era = 0; era < node->n_eras; era++)
        put_off(node->count, node->lanes, node_place(in, era, month, cell), node_place(in, era, later, cell), there,
                lane);
    for (int age = 0; node->age && age < in->ages; age++) {
        bool young = there && age + gap < in->ages && age + gap < months;
        size_t ages = (size_t)in->ages, to = node_place(in, 0, later, cell) * ages + (size_t)(young ? age + gap : age);
        put_off(node->age, node->age_lanes, node_place(in, 0, month, cell) * ages + (size_t)age, to, young, lane);
    }
    for (int k = 0; node->by_delay && k < node->delay_eras * node->delays; k++) {
        bool room = there && k % node->delays + gap < node->delays;
        put_off(node->by_delay, node->by_delay_lanes, node_place(in, k, month, cell),
                node_place(in, room ? k + gap : k, later, cell), room, lane);
    }
}

/* What falls into the gap comes as much later, starts as well as outcomes. */
static void put_off_all(const struct client_month *m, int cell, int lane, int gap) {
    const struct clients_inner *in = m->in;
    struct node *starts = &in->node[NODE_STARTS];
    for (int month = m->month + gap - 1; month >= m->month; month--) {
        if (month > in->horizon)
            continue;
        for (int k = 0; k < in->scheme->outcomes.n; k++)
            put_off_outcome(in, k, cell, lane, month, gap);
        if (month > in->scheme->months)
            continue;
        bool there = month + gap <= in->scheme->months;
        int later = there ? month + gap : month;
        put_off(starts->count, starts->lanes, node_place(in, era_of(in, month), month, cell),
                node_place(in, era_of(in, later), later, cell), there, lane);
    }
}

/* ---- Going ---- */

bool moves_room(struct clients_inner *in) {
    size_t places = node_place(in, 1, 0, 0);
    if (!in->moves)
        return true;
    in->joined = arena_array(&in->arena, places, sizeof(double[LANES]));
    in->joined_lanes = arena_array(&in->arena, places, sizeof(uint64_t));
    for (int i = 0; i < 2; i++) {
        in->on_the_way[i] = arena_array(&in->arena, (size_t)in->horizon + 1, sizeof(double));
        if (!in->on_the_way[i])
            return false;
    }
    return in->joined && in->joined_lanes;
}

void clients_go(struct clients *c, const struct block *b, int provider, uint64_t lanes, int month, const double *chance,
                int gap) {
    struct clients_inner *in = c->inner;
    const struct client_month m = {c, in, b, NULL, month};
    for (int cell = provider * in->groups; cell < (provider + 1) * in->groups; cell++) {
        leave_service(in, cell, lanes, month);
        if (!chance)
            lose_cell(in, cell, lanes, month);
        for (uint64_t rest = chance ? lanes : 0; rest; rest &= rest - 1) {
            int lane = __builtin_ctzll(rest);
            sift_all(&(struct sift){&m, cell, cell, lane, chance[lane], ".moves", NULL});
            put_off_all(&m, cell, lane, gap);
        }
    }
}

/* ---- Joining ---- */

/* Weights of those who take clients of a group in: `serves`, where there is room. */
static void weigh_takers(const struct client_month *m, int group, const uint64_t *open) {
    struct clients_inner *in = m->in;
    const struct scheme *s = in->scheme;
    memset(in->weight_left[in->providers], 0, sizeof(double[LANES]));
    for (int p = in->providers - 1; p >= 0; p--) {
        bool serves = in->serves[p * in->groups + group];
        const double *q = serves ? m->draws->q[s->parties.items[s->provider_party[p]].serves.quantity[group]] : NULL;
        for (int i = 0; i < LANES; i++) {
            in->weight[p][i] = q && open[p] >> i & 1 && q[i] > 0 ? q[i] : 0;
            in->weight_left[p][i] = in->weight[p][i] + in->weight_left[p + 1][i];
        }
    }
}

/* The last of those with any weight takes all who are left. */
static void join_lane(const struct client_month *m, int from, int lane) {
    struct clients_inner *in = m->in;
    if (in->weight_left[0][lane] <= 0)
        lose_cell(in, from, (uint64_t)1 << lane, m->month);
    for (int p = 0; p < in->providers; p++) {
        int to = p * in->groups + from % in->groups;
        double step = multinomial_step(in->weight[p][lane], in->weight_left[p][lane]);
        if (step > 0)
            sift_all(&(struct sift){m, from, to, lane, step, ".moves.to.", name_of(in, to)});
    }
}

void clients_join(struct clients *c, const struct block *b, const struct draws *d, int month, int provider,
                  uint64_t lanes, const uint64_t *open) {
    struct clients_inner *in = c->inner;
    const struct client_month m = {c, in, b, d, month};
    for (int p = 0; p < in->providers; p++)
        in->open[p] = p == provider ? 0 : open[p] & ~in->never[p] & below_capacity(&m, p);
    for (int g = 0; g < in->groups; g++) {
        weigh_takers(&m, g, in->open);
        for (uint64_t rest = lanes; rest; rest &= rest - 1)
            join_lane(&m, provider * in->groups + g, __builtin_ctzll(rest));
    }
}
