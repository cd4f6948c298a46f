/* Billing: counts as prices apply to them. An outcome with levels counts for the average level of those who reach it in the
 * month: of them only some may be accepted, or have started in the contract's window, and which is not told apart. */
#include "engine/evaluation_inner.h"

#include <string.h>

bool billing_room(struct evaluation_inner *in) {
    const struct scheme *s = in->scheme;
    for (int i = 0; i < s->contracts.n * s->outcomes.n; i++) {
        bool own = in->uses[i] && s->outcomes.items[i % s->outcomes.n].levels.n > 0;
        if (own && !own_room(in, &in->billed[i]))
            return false;
    }
    return true;
}

void billing_hand_out(struct evaluation *e) {
    const struct evaluation_inner *in = e->inner;
    for (int i = 0; i < in->scheme->contracts.n; i++) {
        e->billed_starts[i] = e->counted_starts[i];
        e->billed_in_service[i] = e->counted_service[i];
    }
    for (int i = 0; i < in->scheme->contracts.n * in->scheme->outcomes.n; i++) {
        e->billed[i] = e->counted[i];
        if (in->billed[i].data)
            e->billed[i].data = in->billed[i].data;
    }
}

/* All who reach an outcome in the month, whenever they started. */
static void all_achievers(const struct evaluation_inner *in, const struct clients *c, int outcome, int month, int cell,
                          double n[LANES]) {
    memset(n, 0, sizeof(double[LANES]));
    for (int era = 0; era < in->scheme->n_eras; era++) {
        const double *count =
            count_at(&c->outcomes[outcome * in->scheme->n_eras + era], month, cell / in->groups, cell % in->groups);
        for (int i = 0; i < LANES; i++)
            n[i] += count[i];
    }
}

/* Accepted outcomes times the average level of the month's achievers. */
static void bill_levels(struct evaluation *e, const struct clients *c, int grid, int month, int cell) {
    struct evaluation_inner *in = e->inner;
    int outcome = grid % in->scheme->outcomes.n, provider = cell / in->groups, group = cell % in->groups;
    size_t place = own_place(in, month, cell);
    double *billed = own_emptied(&in->billed[grid], place), all[LANES];
    const double *counted = count_at(&e->counted[grid], month, provider, group);
    const double *levels = count_at(&c->levels[outcome], month, provider, group);
    all_achievers(in, c, outcome, month, cell, all);
    for (int i = 0; i < LANES; i++) {
        billed[i] = all[i] > 0 ? counted[i] * (levels[i] / all[i]) : 0;
        in->billed[grid].lanes[place] |= (uint64_t)(billed[i] != 0) << i;
    }
}

void billing_month(struct evaluation *e, const struct clients *c, int month) {
    const struct evaluation_inner *in = e->inner;
    for (int grid = 0; grid < in->scheme->contracts.n * in->scheme->outcomes.n; grid++) {
        const struct contract *of = &in->scheme->contracts.items[grid / in->scheme->outcomes.n];
        for (int i = 0; in->billed[grid].data && i < of->n_parts * in->groups; i++)
            bill_levels(e, c, grid, month, of->part[i / in->groups] * in->groups + i % in->groups);
    }
}
