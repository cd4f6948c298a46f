/* What a commissioner learns of a what-if: results as they are, as accepted and as billed, and what it overpays. */
#include "engine/metrics.h"
#include "scheme/behaviour.h"

#include <string.h>

#define ALL_LANES UINT64_MAX

/* ---- Results ---- */

/* Sums a group's counts of a grid over the months in which results are payable under a contract, of all that it counts. */
static uint64_t sum_results(const struct walk *w, const struct count_grid *grid, int contract, int group,
                            int64_t out[LANES]) {
    const struct contract *c = &w->scheme->contracts.items[contract];
    double sum[LANES] = {0};
    int last = c->last_claim < w->scheme->months ? c->last_claim : w->scheme->months;
    for (int month = c->from; month <= last; month++) {
        for (int i = 0; i < c->n_parts; i++) {
            const double *count = count_at(grid, month, c->part[i], group);
            for (int lane = 0; lane < LANES; lane++)
                sum[lane] += count[lane];
        }
    }
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_COUNT, sum[i]);
    return ALL_LANES;
}

/* a of the metric is contract * outcomes + outcome, as grids are numbered; b the group. */
static uint64_t results_true(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return sum_results(w, &w->evaluation->true_counted[r->a], r->a / w->scheme->outcomes.n, r->b, out);
}

static uint64_t results_verified(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return sum_results(w, &w->evaluation->counted[r->a], r->a / w->scheme->outcomes.n, r->b, out);
}

static uint64_t results_paid(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return sum_results(w, &w->evaluation->billed[r->a], r->a / w->scheme->outcomes.n, r->b, out);
}

/* ---- Overpaid ---- */

static uint64_t overpaid_contract(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_MONEY, w->books->earnings.overpaid[r->a][i]);
    return ALL_LANES;
}

static double share_of(const struct contract *c, int party) {
    double share = 0;
    for (int i = 0; i < c->payers.n; i++)
        share += c->payers.items[i].party == party ? c->payers.items[i].share : 0;
    return share;
}

static uint64_t overpaid(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    double sum[LANES] = {0};
    for (int c = 0; c < w->scheme->contracts.n; c++) {
        double share = share_of(&w->scheme->contracts.items[c], r->party);
        for (int i = 0; i < LANES; i++)
            sum[i] += share * w->books->earnings.overpaid[c][i];
    }
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_MONEY, sum[i]);
    return ALL_LANES;
}

/* ---- The tables ---- */

static const struct metric_def def_results[] = {
    {"results_true", RECORD_COUNT, HURTS_NEITHER, false, PER_NOTHING, "what-if: results of the group, as they are",
     results_true},
    {"results_verified", RECORD_COUNT, HURTS_NEITHER, false, PER_NOTHING, "what-if: results of the group accepted",
     results_verified},
    {"results_paid", RECORD_COUNT, HURTS_NEITHER, false, PER_NOTHING,
     "what-if: results billed at the group's price, each counted for its level", results_paid}};
static const struct metric_def def_overpaid = {
    "overpaid",  RECORD_MONEY,
    HURTS_HIGH,  false,
    PER_NOTHING, "what-if: what is earned because results are billed at another group's price, before clawback",
    overpaid};
static const struct metric_def def_overpaid_contract = {
    "overpaid",       RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "what-if: the same under the contract",
    overpaid_contract};

static void list_results(const struct scheme *s, int party, int contract, int outcome, struct metric_list *list) {
    const struct contract *c = &s->contracts.items[contract];
    for (int g = 0; g < s->groups.n; g++) {
        const char *of =
            metric_text(list, "%s/%s/%s", c->name, s->outcomes.items[outcome].name, s->groups.items[g].name);
        for (size_t i = 0; i < sizeof def_results / sizeof def_results[0]; i++)
            metric_add_plain(list, &def_results[i], party, of, contract * s->outcomes.n + outcome, g);
    }
}

void metrics_list_behaviour(const struct scheme *s, int party, struct metric_list *list) {
    bool coded = false;
    if (behaviour_count(s) == 0)
        return;
    for (int c = 0; c < s->contracts.n; c++)
        coded |= behaviour_coded_under(s, &s->contracts.items[c]);
    if (coded)
        metric_add_plain(list, &def_overpaid, party, NULL, 0, 0);
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        if (share_of(contract, party) <= 0)
            continue;
        if (behaviour_coded_under(s, contract))
            metric_add_plain(list, &def_overpaid_contract, party, contract->name, c, 0);
        for (int k = 0; k < s->outcomes.n; k++) {
            if (contract_pays_for(contract, k, NONE))
                list_results(s, party, c, k, list);
        }
    }
}
