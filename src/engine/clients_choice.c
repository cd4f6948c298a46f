/* Market choice: clients go where results are better. A provider's weight is multiplied by exp(strength (s_i - s)), s_i its
 * outcomes per start, both of the 12 months before, of all groups; a provider that nobody started with has the plain mean of
 * the others (rule 39). Before month 13 weights are unchanged. */
#include "engine/clients_inner.h"

#include "base/elementary.h"

#include <string.h>

#define MONTHS_LOOKED_AT 12

/* Adds what happened at a provider in a month: starts (START) or an outcome, of all groups and eras. */
static void add_month(const struct client_month *m, int outcome, int month, int provider, double sum[LANES]) {
    const struct clients_inner *in = m->in;
    const struct node *node = &in->node[outcome == START ? NODE_STARTS : NODE_OUTCOMES + outcome];
    for (int era = 0; era < node->n_eras; era++) {
        for (int g = 0; g < in->groups; g++) {
            size_t place = node_place(in, era, month, provider * in->groups + g);
            for (int i = 0; node->lanes[place] && i < LANES; i++)
                sum[i] += node->count[place * LANES + (size_t)i];
        }
    }
}

/* Outcomes per start of the 12 months before; lanes without a start are not in the mask that is returned. */
static uint64_t results_of(const struct client_month *m, int outcome, int provider, double per_start[LANES]) {
    double starts[LANES] = {0}, outcomes[LANES] = {0};
    uint64_t started = 0;
    for (int month = m->month - MONTHS_LOOKED_AT; month < m->month; month++) {
        add_month(m, START, month, provider, starts);
        add_month(m, outcome, month, provider, outcomes);
    }
    for (int i = 0; i < LANES; i++) {
        started |= (uint64_t)(starts[i] > 0) << i;
        per_start[i] = starts[i] > 0 ? outcomes[i] / starts[i] : 0;
    }
    return started;
}

/* One lane: weights times exp(strength (s_i - best)). Shares are those of the rule, since what all have in common cancels,
 * and nothing overflows. */
static void choose_lane(struct clients_inner *in, double strength, int lane) {
    double sum = 0, best = 0;
    int n = 0;
    for (int p = 0; p < in->providers; p++) {
        if (in->weight[p][lane] > 0 && in->started[p] >> lane & 1) {
            sum += in->per_start[p][lane];
            n++;
        }
    }
    double mean = n > 0 ? sum / n : 0;
    for (int p = 0; p < in->providers; p++) {
        if (!(in->started[p] >> lane & 1))
            in->per_start[p][lane] = mean;
        if (in->weight[p][lane] > 0 && in->per_start[p][lane] > best)
            best = in->per_start[p][lane];
    }
    for (int p = 0; p < in->providers; p++)
        in->weight[p][lane] *= elem_exp(strength * (in->per_start[p][lane] - best));
}

void choose(const struct client_month *m, int group) {
    struct clients_inner *in = m->in;
    const struct choice *choice = &in->scheme->groups.items[group].choice;
    if (!choice->given || m->month <= MONTHS_LOOKED_AT)
        return;
    for (int p = 0; p < in->providers; p++)
        in->started[p] = results_of(m, choice->outcome, p, in->per_start[p]);
    for (int i = 0; i < LANES; i++)
        choose_lane(in, m->draws->q[choice->strength][i], i);
}
