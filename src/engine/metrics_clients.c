/* What became of the clients, by provider and group. */
#include "engine/metrics.h"
#include "scheme/behaviour.h"
#include "scheme/moves.h"

#include <string.h>

#define ALL_LANES UINT64_MAX

/* Sums cells of one provider (r->party, NONE: all) and one group (r->b, NONE: all) of a block of cells. */
static uint64_t sum_cells(const struct walk *w, const struct metric_ref *r, double (*cells)[LANES],
                          int64_t out[LANES]) {
    const struct scheme *s = w->scheme;
    double sum[LANES] = {0};
    for (int p = 0; p < s->n_providers; p++) {
        if (r->party != NONE && s->provider_party[p] != r->party)
            continue;
        for (int g = 0; g < s->groups.n; g++) {
            for (int i = 0; (r->b == NONE || r->b == g) && i < LANES; i++)
                sum[i] += cells[p * s->groups.n + g][i];
        }
    }
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_COUNT, sum[i]);
    return ALL_LANES;
}

/* Referrals rejected by one provider, which are among those it was offered. */
static uint64_t rejected(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return sum_cells(w, r, w->sums->rejected, out);
}

static uint64_t referrals(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    double sum[LANES] = {0};
    int64_t more[LANES];
    sum_cells(w, r, w->sums->referrals, out);
    if (r->party != NONE) {
        rejected(w, r, more);
        for (int i = 0; i < LANES; i++)
            out[i] += more[i];
        return ALL_LANES;
    }
    for (int g = 0; g < w->scheme->groups.n; g++) {
        for (int i = 0; (r->b == NONE || r->b == g) && i < LANES; i++)
            sum[i] += w->sums->unserved[g][i];
    }
    for (int i = 0; i < LANES; i++)
        out[i] += record_fixed(RECORD_COUNT, sum[i]);
    return ALL_LANES;
}

static uint64_t starts(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return sum_cells(w, r, w->sums->starts, out);
}

static uint64_t unserved(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    double sum[LANES] = {0};
    for (int g = 0; g < w->scheme->groups.n; g++) {
        for (int i = 0; (r->b == NONE || r->b == g) && i < LANES; i++)
            sum[i] += w->sums->unserved[g][i];
    }
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_COUNT, sum[i]);
    return ALL_LANES;
}

static uint64_t parked(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return sum_cells(w, r, w->sums->parked, out);
}

static uint64_t moved(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return sum_cells(w, r, w->sums->joined, out);
}

static size_t first_cell(const struct walk *w, const struct metric_ref *r) {
    return (size_t)r->a * (size_t)w->scheme->n_providers * (size_t)w->scheme->groups.n;
}

static uint64_t outcome(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return sum_cells(w, r, w->sums->outcome + first_cell(w, r), out);
}

static uint64_t additional(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return sum_cells(w, r, w->sums->additional + first_cell(w, r), out);
}

static uint64_t distance(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return sum_cells(w, r, w->sums->levels + first_cell(w, r), out);
}

static const struct metric_def def_referrals = {"referrals", RECORD_COUNT,      HURTS_LOW, false,
                                                PER_NOTHING, "people referred", referrals};
static const struct metric_def def_starts = {"starts",    RECORD_COUNT,       HURTS_LOW, false,
                                             PER_NOTHING, "people who start", starts};
static const struct metric_def def_unserved = {
    "unserved", RECORD_COUNT, HURTS_HIGH, false, PER_NOTHING, "people referred whom nobody could take", unserved};
static const struct metric_def def_rejected = {
    "unserved", RECORD_COUNT, HURTS_HIGH, false, PER_NOTHING, "what-if: people referred whom the provider rejected",
    rejected};
static const struct metric_def def_parked = {
    "parked", RECORD_COUNT, HURTS_HIGH, false, PER_NOTHING, "what-if: people who start and get next to nothing",
    parked};
static const struct metric_def def_moved = {
    "moved", RECORD_COUNT, HURTS_HIGH, false, PER_NOTHING, "people who come over from a provider that has failed",
    moved};
static const struct metric_def def_additional = {
    "additional", RECORD_COUNT, HURTS_LOW, false, PER_NOTHING, "outcomes less what would have happened anyway",
    additional};
static const struct metric_def def_reversals = {"reversals", RECORD_COUNT,           HURTS_HIGH, false,
                                                PER_NOTHING, "relapses and returns", outcome};

static const struct metric_def def_distance = {
    "distance", RECORD_COUNT, HURTS_LOW,
    false,      PER_NOTHING,  "distance travelled: the levels of all who achieve it, summed",
    distance};

/* Names of outcomes are metrics' names too, so these definitions are made for the scheme. */
static const struct metric_def *outcome_def(const struct scheme *s, int k, struct metric_list *list) {
    struct metric_def *def = arena_array(list->arena, 1, sizeof *def);
    if (!def) {
        list->failed = true;
        return &def_reversals;
    }
    *def = (struct metric_def){.name = s->outcomes.items[k].name,
                               .unit = RECORD_COUNT,
                               .hurts = HURTS_LOW,
                               .help = "people who achieve it",
                               .value = outcome};
    return def;
}

static void list_outcome(const struct scheme *s, int party, int k, const struct metric_def *def,
                         struct metric_list *list) {
    const struct outcome *o = &s->outcomes.items[k];
    metric_add_plain(list, def, party, NULL, k, NONE);
    for (int g = 0; s->groups.n > 1 && g < s->groups.n; g++)
        metric_add_plain(list, def, party, s->groups.items[g].name, k, g);
    if (o->levels.n > 0)
        metric_add_plain(list, &def_distance, party, o->name, k, NONE);
    metric_add_plain(list, o->reverses ? &def_reversals : &def_additional, party, o->name, k, NONE);
}

/* Whether a party, or (NONE) anybody, does the thing. */
static bool rejects(const struct scheme *s, int party) {
    const struct behaviour *b = party == NONE ? NULL : s->parties.items[party].behaves;
    return b && behaviour_on(s, b->creaming);
}

static bool parks(const struct scheme *s, int party) {
    const struct behaviour *b = party == NONE ? NULL : s->parties.items[party].behaves;
    return party == NONE ? behaviour_any_parks(s) : b && behaviour_on(s, b->parking);
}

/* Who came, started and was not served, of a group or (NONE) of all. */
static void list_people(const struct scheme *s, int party, int group, struct metric_list *list) {
    const char *of = group == NONE ? NULL : s->groups.items[group].name;
    metric_add_plain(list, &def_referrals, party, of, 0, group);
    metric_add_plain(list, &def_starts, party, of, 0, group);
    if (party == NONE)
        metric_add_plain(list, &def_unserved, party, of, 0, group);
    if (rejects(s, party))
        metric_add_plain(list, &def_rejected, party, of, 0, group);
    if (parks(s, party))
        metric_add_plain(list, &def_parked, party, of, 0, group);
    if (scheme_clients_move(s))
        metric_add_plain(list, &def_moved, party, of, 0, group);
}

static void list_whose(const struct scheme *s, int party, const struct metric_def *const *outcomes,
                       struct metric_list *list) {
    list_people(s, party, NONE, list);
    for (int g = 0; s->groups.n > 1 && g < s->groups.n; g++)
        list_people(s, party, g, list);
    for (int k = 0; k < s->outcomes.n; k++)
        list_outcome(s, party, k, outcomes[k], list);
}

/* A cost per outcome divides by the count of that outcome over all clients. */
static void find_denominators(struct metric_list *list) {
    for (int i = 0; i < list->n; i++) {
        struct metric_ref *r = &list->items[i];
        for (int j = 0; r->def->per != PER_NOTHING && j < list->n; j++) {
            const struct metric_ref *d = &list->items[j];
            bool counts = r->def->per == PER_ADDITIONAL ? d->def == &def_additional : d->def->value == outcome;
            if (counts && d->party == NONE && d->b == NONE && d->a == r->a)
                r->denominator = j;
        }
    }
}

void metrics_list_clients(const struct scheme *s, struct metric_list *list) {
    const struct metric_def **outcomes = arena_array(list->arena, (size_t)s->outcomes.n + 1, sizeof *outcomes);
    if (!outcomes) {
        list->failed = true;
        return;
    }
    for (int k = 0; k < s->outcomes.n; k++)
        outcomes[k] = outcome_def(s, k, list);
    list_whose(s, NONE, outcomes, list);
    for (int p = 0; p < s->n_providers; p++)
        list_whose(s, s->provider_party[p], outcomes, list);
    find_denominators(list);
}
