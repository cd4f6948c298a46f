/* Who is in service at each month's end.
 *
 * `service` of months to come holds the change that is already known: starts add in their month and take away in_service
 * months later; whoever leaves takes away earlier. So a month's end is last month's plus the change.
 *
 * Where two outcomes that end service can meet in one client (they are no ways of one fork), whoever reaches the second
 * has left already. Then it is settled month by month and start month: of the x who reach outcome i, a hypergeometric
 * number is still there (`stock`); the others are among those who `left` by another outcome, less those of them who had
 * reached i before (`again`). Stream "leaves" of the outcome's, month t, cell = age. */
#include "engine/clients_inner.h"

#include "random/counts.h"
#include "random/philox.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define NOTHING 1e-9 /* clients: rounding of expectations may leave so much less than none */

static int months_in_service(const struct clients_inner *in, int cell) {
    return in->scheme->groups.items[cell % in->groups].in_service;
}

static void start_cell(const struct client_month *m, int cell, int months) {
    struct clients_inner *in = m->in;
    const struct node *starts = &in->node[NODE_STARTS];
    size_t place = node_place(in, era_of(in, m->month), m->month, cell), now = node_place(in, 0, m->month, cell);
    int ends = m->month + months, era = service_era(in, m->month);
    for (uint64_t rest = starts->lanes[place]; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        double n = starts->count[place * LANES + (size_t)lane];
        lane_add(in->service, in->service_lanes, node_place(in, era, m->month, cell), lane, n);
        if (ends <= in->horizon)
            lane_add(in->service, in->service_lanes, node_place(in, era, ends, cell), lane, -n);
        if (in->stock)
            in->stock[now * LANES + (size_t)lane] = n;
    }
}

void service_starts(const struct client_month *m) {
    for (int cell = 0; cell < m->in->cells; cell++) {
        int months = months_in_service(m->in, cell);
        if (months > 0)
            start_cell(m, cell, months);
    }
}

/* ---- Leavers who may have left before ---- */

/* Who of the started are gone by another outcome that can meet this one, and have not reached this one. */
static double gone_before(const struct clients_inner *in, int leaver, size_t places, size_t at) {
    double gone = -in->again[(size_t)leaver * places * LANES + at];
    for (int j = 0; j < in->n_leavers; j++)
        gone += in->apart[leaver * in->n_leavers + j] ? 0 : in->left[(size_t)j * places * LANES + at];
    return gone > 0 ? gone : 0;
}

/* x clients of an age reach an outcome that ends service in the month. */
static void leave_now(const struct client_month *m, int leaver, int cell, int age, int lane, double x) {
    struct clients_inner *in = m->in;
    const struct block *b = m->block;
    size_t places = node_place(in, 1, 0, 0), at = node_place(in, 0, m->month - age, cell) * LANES + (size_t)lane;
    double here = in->stock[at], gone = gone_before(in, leaver, places, at);
    gone = gone > x - here ? gone : x - here;
    double leaves = here + gone > 0 ? x * here / (here + gone) : 0;
    if (b->drawn && gone > 0) {
        double u = philox_uniform(b->seed, b->first_path + (uint64_t)lane, in->leave_stream[leaver * in->cells + cell],
                                  philox_draw(m->month, age));
        leaves = hypergeometric_inverse(here, gone, x, u);
    } else if (gone <= 0)
        leaves = x;
    in->stock[at] = here - leaves;
    in->left[(size_t)leaver * places * LANES + at] += leaves;
    in->again[(size_t)leaver * places * LANES + at] += x - leaves;
    int era = service_era(in, m->month - age), ends = m->month - age + months_in_service(in, cell);
    lane_add(in->service, in->service_lanes, node_place(in, era, m->month, cell), lane, -leaves);
    if (ends <= in->horizon)
        lane_add(in->service, in->service_lanes, node_place(in, era, ends, cell), lane, leaves);
}

static void leave_cell(const struct client_month *m, int leaver, int cell) {
    const struct clients_inner *in = m->in;
    const struct node *node = &in->node[NODE_OUTCOMES + in->leaver[leaver]];
    int ages = months_in_service(in, cell);
    for (int age = 0; age < ages && age < m->month && age < in->ages; age++) {
        size_t place = node_place(in, 0, m->month, cell) * (size_t)in->ages + (size_t)age;
        for (uint64_t rest = node->age_lanes[place]; rest; rest &= rest - 1) {
            int lane = __builtin_ctzll(rest);
            leave_now(m, leaver, cell, age, lane, node->age[place * LANES + (size_t)lane]);
        }
    }
}

/* ---- The month's end ---- */

/* Last month's clients of an era, and the change. */
static void end_cell(struct clients_inner *in, int era, int month, int cell) {
    size_t now = node_place(in, era, month, cell), before = node_place(in, era, month - 1, cell);
    in->service_lanes[now] |= in->service_lanes[before];
    if (in->service_lanes[now] == 0)
        return;
    for (int i = 0; i < LANES; i++) {
        double clients = in->service[now * LANES + (size_t)i] + in->service[before * LANES + (size_t)i];
        assert(clients >= -NOTHING);
        in->service[now * LANES + (size_t)i] = clients > 0 ? clients : 0;
    }
}

/* The clients of all eras. */
static void sum_eras(struct clients_inner *in, int month, int cell) {
    double *sum = in->in_service + node_place(in, 0, month, cell) * LANES;
    memset(sum, 0, sizeof(double[LANES]));
    for (int era = 0; era < in->service_eras; era++) {
        size_t at = node_place(in, era, month, cell);
        for (int i = 0; i < LANES && in->service_lanes[at]; i++)
            sum[i] += in->service[at * LANES + (size_t)i];
    }
}

void service_ends(const struct client_month *m) {
    struct clients_inner *in = m->in;
    for (int i = 0; i < in->n_leavers * in->cells; i++)
        leave_cell(m, i / in->cells, i % in->cells);
    for (int cell = 0; cell < in->cells; cell++) {
        for (int era = 0; era < in->service_eras; era++)
            end_cell(in, era, m->month, cell);
        if (in->service_eras > 1)
            sum_eras(in, m->month, cell);
    }
}
