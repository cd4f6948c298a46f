/* Outcomes that are paid for under two contracts of different payers: two schemes that pay for the same person. */
#include "engine/metrics.h"

#include <string.h>

#define ALL_LANES UINT64_MAX

/* Whether two commissioners pay side by side: none of them is paid, however far down, by the other, as where a government
 * pays an authority that pays for services. */
static bool side_by_side(const struct scheme *s, int party, int contract) {
    const struct contract *c = &s->contracts.items[contract];
    for (int i = 0; i < c->payers.n; i++) {
        int payer = c->payers.items[i].party;
        if (s->parties.items[payer].kind != PARTY_COMMISSIONER || scheme_in_subtree(s, payer, party) ||
            scheme_in_subtree(s, party, payer))
            return false;
    }
    return true;
}

static bool counts_provider(const struct contract *c, int provider) {
    for (int i = 0; i < c->n_parts; i++) {
        if (c->part[i] == provider)
            return true;
    }
    return false;
}

/* Whether those who start in an era can be paid for under a contract when they achieve the outcome in the month. */
static bool pays_then(const struct contract *c, int outcome, int month, int era, int provider, int group) {
    return month >= c->from && month <= c->last_claim && era >= c->first_era && era <= c->last_era &&
           counts_provider(c, provider) && contract_pays_for(c, outcome, group);
}

/* One cell of one era: the share of its outcomes that is not paid under the party's contracts (mine), and under those of
 * payers at its side. Which of the claimed results two contracts accept is taken to be independent. */
struct unpaid {
    double mine[LANES], others[LANES];
};

/* Lanes in which the contract, if it has ended early, still pays for the outcome in the month. */
static uint64_t still_pays(const struct walk *w, int contract, int outcome, int month) {
    const struct contract *c = &w->scheme->contracts.items[contract];
    uint64_t lanes = w->books->endings.any ? 0 : UINT64_MAX;
    for (int k = 0; k < c->terms.n && w->books->endings.any; k++) {
        if (!term_pays_for(&c->terms.items[k], outcome, NONE))
            continue;
        for (int i = 0; i < LANES; i++)
            lanes |= (uint64_t)(month <= endings_stop(w->books, contract, k, i)) << i;
    }
    return lanes;
}

static void take_contract(const struct walk *w, int contract, int outcome, int month, int cell, double unpaid[LANES]) {
    const struct scheme *s = w->scheme;
    int grid = contract * s->outcomes.n + outcome, provider = cell / s->groups.n, group = cell % s->groups.n;
    const double *all = count_at(&w->evaluation->true_counted[grid], month, provider, group);
    const double *accepted = count_at(&w->evaluation->counted[grid], month, provider, group);
    uint64_t lanes = still_pays(w, contract, outcome, month);
    for (int i = 0; i < LANES; i++)
        unpaid[i] *= lanes >> i & 1 && all[i] > 0 ? 1 - accepted[i] / all[i] : 1;
}

static void take_all(const struct walk *w, int party, int outcome, int month, int era, int cell, struct unpaid *u) {
    const struct scheme *s = w->scheme;
    for (int i = 0; i < LANES; i++)
        u->mine[i] = u->others[i] = 1;
    for (int c = 0; c < s->contracts.n; c++) {
        if (!pays_then(&s->contracts.items[c], outcome, month, era, cell / s->groups.n, cell % s->groups.n))
            continue;
        if (metric_pays(s, c, party))
            take_contract(w, c, outcome, month, cell, u->mine);
        else if (side_by_side(s, party, c))
            take_contract(w, c, outcome, month, cell, u->others);
    }
}

static void add_outcome(const struct walk *w, int party, int outcome, int era, double twice[LANES]) {
    const struct scheme *s = w->scheme;
    const struct count_grid *grid = &w->clients->outcomes[outcome * s->n_eras + era];
    for (int month = 1; month <= s->months; month++) {
        for (int cell = 0; cell < s->n_providers * s->groups.n; cell++) {
            struct unpaid u;
            const double *n = count_at(grid, month, cell / s->groups.n, cell % s->groups.n);
            take_all(w, party, outcome, month, era, cell, &u);
            for (int i = 0; i < LANES; i++)
                twice[i] += n[i] * (1 - u.mine[i]) * (1 - u.others[i]);
        }
    }
}

/* a: the outcome. */
static uint64_t paid_more_than_once(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    double twice[LANES] = {0};
    for (int era = 0; era < w->scheme->n_eras; era++)
        add_outcome(w, r->party, r->a, era, twice);
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_COUNT, twice[i]);
    return ALL_LANES;
}

static const struct metric_def def_twice = {
    "paid_more_than_once", RECORD_COUNT,
    HURTS_NEITHER,         false,
    PER_NOTHING,           "outcomes that another payer pays for under a contract of its own too",
    paid_more_than_once};

/* Whether some contract of another payer may pay for an outcome that a contract of the party pays for. */
static bool may_be_paid_twice(const struct scheme *s, int party, int outcome) {
    bool mine = false, other = false;
    for (int c = 0; c < s->contracts.n; c++) {
        if (!contract_pays_for(&s->contracts.items[c], outcome, NONE))
            continue;
        mine |= metric_pays(s, c, party);
        other |= !metric_pays(s, c, party) && side_by_side(s, party, c);
    }
    return mine && other;
}

void metrics_list_twice(const struct scheme *s, int party, struct metric_list *list) {
    for (int k = 0; k < s->outcomes.n; k++) {
        if (may_be_paid_twice(s, party, k))
            metric_add_plain(list, &def_twice, party, s->outcomes.items[k].name, k, 0);
    }
}
