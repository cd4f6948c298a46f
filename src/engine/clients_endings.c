/* Clients of contracts that end early: those who wait, and those in service. */
#include "engine/clients_inner.h"

/* Takes lanes out of a place. */
static void forget(double *count, uint64_t *lanes, size_t place, uint64_t which) {
    for (uint64_t rest = lanes[place] & which; rest; rest &= rest - 1)
        count[place * LANES + (size_t)__builtin_ctzll(rest)] = 0;
    lanes[place] &= ~which;
}

static void stop_starts(struct clients_inner *in, int cell, uint64_t lanes, int month) {
    struct node *starts = &in->node[NODE_STARTS];
    for (int m = month; m <= in->scheme->months; m++)
        forget(starts->count, starts->lanes, node_place(in, era_of(in, m), m, cell), lanes);
}

void clients_stop_starts(struct clients *c, int provider, uint64_t lanes, int month) {
    struct clients_inner *in = c->inner;
    for (int g = 0; lanes && g < in->groups; g++)
        stop_starts(in, provider * in->groups + g, lanes, month);
}

/* Those of an era who are in service at the end of the month before leave, and no change of theirs is still to come. */
static void empty_era(struct clients_inner *in, int era, int cell, uint64_t lanes, int month) {
    size_t before = node_place(in, era, month - 1, cell), now = node_place(in, era, month, cell);
    for (int m = month; m <= in->horizon; m++)
        forget(in->service, in->service_lanes, node_place(in, era, m, cell), lanes);
    for (uint64_t rest = lanes & in->service_lanes[before]; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        lane_add(in->service, in->service_lanes, now, lane, -in->service[before * LANES + (size_t)lane]);
    }
}

void leave_service(struct clients_inner *in, int cell, uint64_t lanes, int month) {
    for (int era = 0; era < in->service_eras; era++)
        empty_era(in, era, cell, lanes, month);
    for (uint64_t rest = lanes; rest; rest &= rest - 1)
        in->released[cell][__builtin_ctzll(rest)] = month - 1;
}

/* Nobody is left who could still leave. */
static void forget_stock(struct clients_inner *in, int cell, uint64_t lanes, int month) {
    for (int m = 0; in->stock && m < month; m++) {
        double *stock = in->stock + node_place(in, 0, m, cell) * LANES;
        for (uint64_t rest = lanes; rest; rest &= rest - 1)
            stock[__builtin_ctzll(rest)] = 0;
    }
}

void clients_end_service(struct clients *c, int provider, uint64_t lanes, int month) {
    for (int g = 0; lanes && g < c->inner->groups; g++) {
        leave_service(c->inner, provider * c->inner->groups + g, lanes, month);
        forget_stock(c->inner, provider * c->inner->groups + g, lanes, month);
    }
}

/* Nothing of a node happens to a cell any more. */
static void forget_node(struct clients_inner *in, struct node *node, int cell, uint64_t lanes, int month) {
    for (int m = month; m <= in->horizon; m++) {
        for (int era = 0; era < node->n_eras; era++)
            forget(node->count, node->lanes, node_place(in, era, m, cell), lanes);
        for (int age = 0; node->age && age < in->ages; age++)
            forget(node->age, node->age_lanes, node_place(in, 0, m, cell) * (size_t)in->ages + (size_t)age, lanes);
        for (int k = 0; node->by_delay && k < node->delay_eras * node->delays; k++)
            forget(node->by_delay, node->by_delay_lanes, node_place(in, k, m, cell), lanes);
    }
}

void lose_cell(struct clients_inner *in, int cell, uint64_t lanes, int month) {
    stop_starts(in, cell, lanes, month);
    forget_stock(in, cell, lanes, month);
    for (int k = 0; k < in->scheme->outcomes.n; k++)
        forget_node(in, &in->node[NODE_OUTCOMES + k], cell, lanes, month);
}
