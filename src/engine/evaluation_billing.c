/* Billing: counts as prices apply to them.
 *
 * An outcome with levels counts for the average level of those who reach it in the month: of them only some may be accepted,
 * or have started in the contract's window, and which is not told apart.
 *
 * Of the results of a group that a provider codes as another's (upcoding), Binomial(A, u) are so coded, an assessor finds each
 * with probability `detection`, and the rest are billed in the other group (rule 98). Streams as those of acceptance,
 * "contracts.C.OUTCOME.PROVIDER.GROUP", month t: cell 2 who is coded so, cell 3 who is found; of starts and clients in service
 * "contracts.C.start.PROVIDER.GROUP", cells 2 and 3, 4 and 5. */
#include "engine/evaluation_inner.h"

#include "base/text.h"
#include "random/few.h"
#include "random/philox.h"
#include "scheme/behaviour.h"

#include <string.h>

enum { CELL_CODED = 2, CELL_SERVICE_CODED = 4 }; /* the cell after each: who of them is found */

/* ---- Room ---- */

bool billing_room(struct evaluation_inner *in) {
    const struct scheme *s = in->scheme;
    for (int i = 0; i < s->contracts.n * s->outcomes.n; i++) {
        bool levels = s->outcomes.items[i % s->outcomes.n].levels.n > 0;
        bool coded = behaviour_coded_under(s, &s->contracts.items[i / s->outcomes.n]);
        if ((in->uses[i] && levels && !own_room(in, &in->levelled[i])) ||
            (in->uses[i] && coded && !own_room(in, &in->coded[i])))
            return false;
    }
    for (int c = 0; c < s->contracts.n; c++) {
        if (behaviour_coded_under(s, &s->contracts.items[c]) &&
            (!own_room(in, &in->coded_starts[c]) || !own_room(in, &in->coded_service[c])))
            return false;
    }
    return true;
}

static struct count_grid own_or(const struct own_grid *own, struct count_grid otherwise) {
    otherwise.data = own->data ? own->data : otherwise.data;
    return otherwise;
}

void billing_hand_out(struct evaluation *e) {
    const struct evaluation_inner *in = e->inner;
    for (int c = 0; c < in->scheme->contracts.n; c++) {
        e->billed_starts[c] = own_or(&in->coded_starts[c], e->counted_starts[c]);
        e->billed_in_service[c] = own_or(&in->coded_service[c], e->counted_service[c]);
    }
    for (int i = 0; i < in->scheme->contracts.n * in->scheme->outcomes.n; i++) {
        e->uncoded[i] = own_or(&in->levelled[i], e->counted[i]);
        e->billed[i] = own_or(&in->coded[i], e->uncoded[i]);
    }
}

static void note_lanes(struct own_grid *grid, size_t place) {
    for (int i = 0; i < LANES; i++)
        grid->lanes[place] |= (uint64_t)(grid->data[place * LANES + (size_t)i] != 0) << i;
}

/* ---- Levels ---- */

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
    double *billed = own_emptied(&in->levelled[grid], place), all[LANES];
    const double *counted = count_at(&e->counted[grid], month, provider, group);
    const double *levels = count_at(&c->levels[outcome], month, provider, group);
    all_achievers(in, c, outcome, month, cell, all);
    for (int i = 0; i < LANES; i++)
        billed[i] = all[i] > 0 ? counted[i] * (levels[i] / all[i]) : 0;
    note_lanes(&in->levelled[grid], place);
}

/* ---- Coding ---- */

/* What is billed anew.
 *   counted  true groups; worth: the same, weighed by level; to: where it is billed
 *   what     "start" or an outcome, of the stream's name; first: its cell */
struct coding {
    const struct contract *contract;
    const struct count_grid *counted, *worth;
    struct own_grid *to;
    const char *what;
    int first, month;
};

/* Of n results of a lane, those billed in another group. */
static double billed_elsewhere(const struct block *b, double n, double share, double found, uint32_t stream,
                               const struct coding *k, int lane) {
    if (!b->drawn || n <= 0)
        return n * share * (1 - found);
    uint64_t path = b->first_path + (uint64_t)lane;
    double coded = few_successes(n, share, philox_uniform(b->seed, path, stream, philox_draw(k->month, k->first)));
    return coded -
           few_successes(coded, found, philox_uniform(b->seed, path, stream, philox_draw(k->month, k->first + 1)));
}

/* Adds a cell's results to where they are billed. */
static void code_cell(struct evaluation_inner *in, const struct block *b, const struct draws *d, const struct coding *k,
                      int cell) {
    const struct scheme *s = in->scheme;
    int provider = cell / in->groups, group = cell % in->groups, as = s->groups.items[group].coded_as;
    const struct behaviour *does = s->parties.items[s->provider_party[provider]].behaves;
    const double *n = count_at(k->counted, k->month, provider, group);
    const double *worth = count_at(k->worth, k->month, provider, group);
    double *own = k->to->data + own_place(in, k->month, cell) * LANES;
    bool codes = behaviour_codes(s, provider, group);
    double *other = codes ? k->to->data + own_place(in, k->month, provider * in->groups + as) * LANES : own;
    uint32_t stream = codes ? contract_stream(in, k->contract, k->what, cell) : 0;
    for (int i = 0; i < LANES; i++) {
        double moved = 0;
        if (codes && n[i] > 0) {
            double found = does->detection == NONE ? 0 : d->q[does->detection][i];
            moved = worth[i] * (billed_elsewhere(b, n[i], d->q[does->upcoding][i], found, stream, k, i) / n[i]);
        }
        own[i] += worth[i] - moved;
        other[i] += moved;
    }
}

static void code_contract(struct evaluation_inner *in, const struct block *b, const struct draws *d,
                          const struct coding *k) {
    int cells = k->contract->n_parts * in->groups;
    for (int i = 0; i < cells; i++)
        own_emptied(k->to, own_place(in, k->month, k->contract->part[i / in->groups] * in->groups + i % in->groups));
    for (int i = 0; i < cells; i++)
        code_cell(in, b, d, k, k->contract->part[i / in->groups] * in->groups + i % in->groups);
    for (int i = 0; i < cells; i++)
        note_lanes(k->to, own_place(in, k->month, k->contract->part[i / in->groups] * in->groups + i % in->groups));
}

static void code_month(struct evaluation *e, const struct block *b, const struct draws *d, int contract, int month) {
    struct evaluation_inner *in = e->inner;
    const struct scheme *s = in->scheme;
    struct coding k = {.contract = &s->contracts.items[contract], .month = month, .first = CELL_CODED};
    for (int grid = contract * s->outcomes.n; grid < (contract + 1) * s->outcomes.n; grid++) {
        k.counted = &e->counted[grid];
        k.worth = &e->uncoded[grid];
        k.to = &in->coded[grid];
        k.what = s->outcomes.items[grid % s->outcomes.n].name;
        if (k.to->data)
            code_contract(in, b, d, &k);
    }
    k.what = "start";
    k.counted = k.worth = &e->counted_starts[contract];
    k.to = &in->coded_starts[contract];
    code_contract(in, b, d, &k);
    k.first = CELL_SERVICE_CODED;
    k.counted = k.worth = &e->counted_service[contract];
    k.to = &in->coded_service[contract];
    code_contract(in, b, d, &k);
}

void billing_month(struct evaluation *e, const struct block *b, const struct draws *d, const struct clients *c,
                   int month) {
    const struct evaluation_inner *in = e->inner;
    for (int grid = 0; grid < in->scheme->contracts.n * in->scheme->outcomes.n; grid++) {
        const struct contract *of = &in->scheme->contracts.items[grid / in->scheme->outcomes.n];
        for (int i = 0; in->levelled[grid].data && i < of->n_parts * in->groups; i++)
            bill_levels(e, c, grid, month, of->part[i / in->groups] * in->groups + i % in->groups);
    }
    for (int contract = 0; contract < in->scheme->contracts.n; contract++) {
        if (in->coded_starts[contract].data)
            code_month(e, b, d, contract, month);
    }
}
