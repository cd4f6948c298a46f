/* Evaluation: what each contract counts, what is accepted of it, and what is lost. */
#include "engine/evaluation_inner.h"

#include "base/text.h"
#include "random/few.h"
#include "random/philox.h"
#include "scheme/condition.h"

#include <assert.h>
#include <string.h>

/* ---- Memory ---- */

bool own_room(struct evaluation_inner *in, struct own_grid *grid) {
    size_t places = ((size_t)in->horizon + 1) * (size_t)in->cells;
    grid->data = arena_array(&in->arena, places, sizeof(double[LANES]));
    grid->lanes = arena_array(&in->arena, places, sizeof(uint64_t));
    return grid->data && grid->lanes;
}

/* The window of the contract's eras, made when no contract before had the same. */
static bool find_window(struct evaluation_inner *in, int contract) {
    const struct contract *c = &in->scheme->contracts.items[contract];
    int nodes = 1 + in->scheme->outcomes.n;
    for (int w = 0; w < in->n_windows; w++) {
        in->window_of[contract] = w;
        if (in->window[w].first == c->first_era && in->window[w].last == c->last_era)
            return true;
    }
    struct era_window *made = &in->window[in->window_of[contract] = in->n_windows++];
    *made = (struct era_window){.first = c->first_era, .last = c->last_era};
    if (c->last_era <= c->first_era)
        return true;
    made->sum = arena_array(&in->arena, (size_t)nodes, sizeof(struct own_grid));
    for (int node = 0; made->sum && node < nodes; node++) {
        if (!own_room(in, &made->sum[node]))
            return false;
    }
    return made->sum != NULL;
}

/* Whether a term's setting refers to the outcome. */
static bool term_uses(const struct term *t, int outcome) {
    for (int i = 0; t->kind && i < t->kind->table->n; i++) {
        const struct param *row = &t->kind->table->params[i];
        const struct param_names *names = row->detail;
        if (row->type != PARAM_REF || names->kind != NAME_OUTCOME)
            continue;
        int refers;
        memcpy(&refers, (const char *)t->settings + row->offset, sizeof refers);
        if (refers == outcome)
            return true;
    }
    return false;
}

static bool plan_contract(struct evaluation_inner *in, int contract) {
    const struct contract *c = &in->scheme->contracts.items[contract];
    int outcomes = in->scheme->outcomes.n;
    for (int k = 0; k < outcomes; k++) {
        bool *uses = &in->uses[contract * outcomes + k];
        for (int i = 0; i < c->terms.n; i++)
            *uses |= term_uses(&c->terms.items[i], k);
        *uses |= conditions_use(c, k);
        bool thins = *uses && c->accepted != NONE;
        if (thins && !own_room(in, &in->thinned[contract * outcomes + k]))
            return false;
    }
    return find_window(in, contract);
}

static int term_measurements(const struct scheme *s, const struct contract *c, const struct term *t,
                             struct measurement_plan *plan) {
    return t->kind && t->kind->measurements ? t->kind->measurements(s, c, t, plan) : 0;
}

static bool measurement_room(struct evaluation *e, struct evaluation_inner *in, int n) {
    e->n_measurements = n;
    e->plan = arena_array(&in->arena, (size_t)n, sizeof *e->plan);
    e->plan_contract = arena_array(&in->arena, (size_t)n, sizeof(int));
    e->plan_term = arena_array(&in->arena, (size_t)n, sizeof(int));
    e->measured = arena_array(&in->arena, (size_t)n, sizeof *e->measured);
    in->measured_stream = arena_array(&in->arena, (size_t)n, sizeof(uint32_t));
    in->measured_cell = arena_array(&in->arena, (size_t)n, sizeof(int));
    return e->plan && e->plan_contract && e->plan_term && e->measured && in->measured_stream && in->measured_cell;
}

/* Notes whose n measurements they are, from place `first` on, and where they are drawn. */
static void note_measurements(struct evaluation *e, int first, int n, int contract, int term) {
    struct evaluation_inner *in = e->inner;
    const struct term *t = &in->scheme->contracts.items[contract].terms.items[term];
    for (int i = 0; i < n; i++) {
        assert(2 * i + 1 < PHILOX_CELLS);
        e->plan_contract[first + i] = contract;
        e->plan_term[first + i] = term;
        in->measured_stream[first + i] = scheme_stream(t->place.path, NULL, NULL);
        in->measured_cell[first + i] = i;
    }
}

/* Asks all terms what they need measured: how many in all, and where there is room, what. */
static int ask_terms(struct evaluation *e, struct evaluation_inner *in, bool fill) {
    const struct scheme *s = in->scheme;
    int n = 0;
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        for (int k = 0; k < contract->terms.n; k++) {
            int more = term_measurements(s, contract, &contract->terms.items[k], fill ? e->plan + n : NULL);
            if (fill)
                note_measurements(e, n, more, c, k);
            n += more;
        }
    }
    return n;
}

static bool plan_all(struct evaluation *e, struct evaluation_inner *in) {
    const struct scheme *s = in->scheme;
    size_t contracts = (size_t)s->contracts.n, grids = contracts * (size_t)s->outcomes.n;
    in->window = arena_array(&in->arena, contracts, sizeof *in->window);
    in->window_of = arena_array(&in->arena, contracts, sizeof(int));
    in->uses = arena_array(&in->arena, grids, sizeof(bool));
    in->thinned = arena_array(&in->arena, grids, sizeof *in->thinned);
    in->levelled = arena_array(&in->arena, grids, sizeof *in->levelled);
    in->coded = arena_array(&in->arena, grids, sizeof *in->coded);
    in->coded_starts = arena_array(&in->arena, contracts, sizeof *in->coded_starts);
    in->coded_service = arena_array(&in->arena, contracts, sizeof *in->coded_service);
    in->nothing = arena_array(&in->arena, ((size_t)in->horizon + 1) * (size_t)in->cells, sizeof(double[LANES]));
    e->counted_starts = arena_array(&in->arena, contracts, sizeof(struct count_grid));
    e->counted = arena_array(&in->arena, grids, sizeof(struct count_grid));
    e->true_counted = arena_array(&in->arena, grids, sizeof(struct count_grid));
    e->counted_service = arena_array(&in->arena, contracts, sizeof(struct count_grid));
    e->counted_by_delay = arena_array(&in->arena, grids, sizeof(struct count_grid));
    e->without = arena_array(&in->arena, grids, sizeof(struct count_grid));
    e->billed_starts = arena_array(&in->arena, contracts, sizeof(struct count_grid));
    e->billed_in_service = arena_array(&in->arena, contracts, sizeof(struct count_grid));
    e->uncoded = arena_array(&in->arena, grids, sizeof(struct count_grid));
    e->billed = arena_array(&in->arena, grids, sizeof(struct count_grid));
    e->lost_starts = arena_array(&in->arena, contracts, sizeof(double[LANES]));
    e->lost_outcomes = arena_array(&in->arena, contracts, sizeof(double[LANES]));
    if (!in->window || !in->window_of || !in->uses || !in->thinned || !in->levelled || !in->coded ||
        !in->coded_starts || !in->coded_service || !in->nothing || !e->counted_starts || !e->counted ||
        !e->true_counted || !e->counted_service || !e->counted_by_delay || !e->without || !e->billed_starts ||
        !e->billed_in_service || !e->billed || !e->uncoded || !e->lost_starts || !e->lost_outcomes || !asked_plan(in))
        return false;
    for (int c = 0; c < s->contracts.n; c++) {
        if (!plan_contract(in, c))
            return false;
    }
    if (!billing_room(in) || !measurement_room(e, in, ask_terms(e, in, false)))
        return false;
    ask_terms(e, in, true);
    return late_plan(e);
}

status evaluation_init(struct evaluation *e, const struct scheme *s, int horizon) {
    *e = (struct evaluation){0};
    struct arena arena = {0};
    struct evaluation_inner *in = arena_alloc(&arena, sizeof *in);
    if (!in)
        return SIBYL_ERR_NO_MEMORY;
    *in = (struct evaluation_inner){.arena = arena, .scheme = s, .horizon = horizon, .groups = s->groups.n};
    in->cells = s->n_providers * s->groups.n;
    e->inner = in;
    if (plan_all(e, in))
        return SIBYL_OK;
    evaluation_free(e);
    return SIBYL_ERR_NO_MEMORY;
}

void evaluation_free(struct evaluation *e) {
    if (e->inner) {
        struct arena arena = e->inner->arena; /* which also holds the inner struct */
        arena_free(&arena);
    }
    *e = (struct evaluation){0};
}

size_t evaluation_bytes(const struct evaluation *e) { return e->inner->arena.bytes; }

/* ---- Grids of a contract ---- */

/* The clients' grid of an era: of starts (START) or an outcome. */
static const struct count_grid *client_grid(const struct evaluation_inner *in, const struct clients *c, int outcome,
                                            int era) {
    return outcome == START ? &c->starts[era] : &c->outcomes[outcome * in->scheme->n_eras + era];
}

static struct own_grid *sum_of(const struct era_window *w, int outcome) {
    return &w->sum[outcome == START ? 0 : 1 + outcome];
}

/* The grid of what happened to those who started in the window. */
static struct count_grid window_grid(const struct evaluation_inner *in, const struct clients *c,
                                     const struct era_window *w, int outcome) {
    struct count_grid grid = {in->nothing, in->scheme->n_providers, in->groups};
    if (w->first > w->last || w->first >= in->scheme->n_eras)
        return grid;
    grid.data = w->sum ? sum_of(w, outcome)->data : client_grid(in, c, outcome, w->first)->data;
    return grid;
}

static void hand_out(struct evaluation *e, const struct clients *c) {
    const struct evaluation_inner *in = e->inner;
    int outcomes = in->scheme->outcomes.n;
    for (int i = 0; i < in->scheme->contracts.n; i++) {
        const struct era_window *w = &in->window[in->window_of[i]];
        e->counted_starts[i] = window_grid(in, c, w, START);
        for (int k = 0; k < outcomes; k++) {
            struct count_grid *counted = &e->counted[i * outcomes + k];
            e->true_counted[i * outcomes + k] = *counted = window_grid(in, c, w, k);
            if (in->thinned[i * outcomes + k].data)
                counted->data = in->thinned[i * outcomes + k].data;
        }
    }
}

void evaluation_begin(struct evaluation *e, const struct block *b, const struct draws *d, const struct clients *c) {
    size_t contracts = (size_t)e->inner->scheme->contracts.n;
    (void)b;
    hand_out(e, c);
    asked_begin(e, d, c);
    billing_hand_out(e);
    memset(e->lost_starts, 0, contracts * sizeof(double[LANES]));
    memset(e->lost_outcomes, 0, contracts * sizeof(double[LANES]));
    for (int i = 0; i < e->n_late; i++)
        e->late[i].lanes = 0;
    memset(e->measured, 0, (size_t)e->n_measurements * sizeof *e->measured);
}

/* ---- Sums over eras ---- */

KERNEL
static void add_lanes(const double x[LANES], double sum[LANES]) {
    for (int i = 0; i < LANES; i++)
        sum[i] += x[i];
}

double *own_emptied(struct own_grid *grid, size_t place) {
    double *at = grid->data + place * LANES;
    if (grid->lanes[place])
        memset(at, 0, sizeof(double[LANES]));
    grid->lanes[place] = 0;
    return at;
}

static void sum_cell(const struct evaluation_inner *in, const struct clients *c, const struct era_window *w,
                     int outcome, int month, int cell) {
    int provider = cell / in->groups, group = cell % in->groups;
    struct own_grid *sum = sum_of(w, outcome);
    size_t place = own_place(in, month, cell);
    double *at = own_emptied(sum, place);
    for (int era = w->first; era <= w->last; era++) {
        uint64_t lanes = clients_lanes(c, outcome, era, month, provider, group);
        if (lanes)
            add_lanes(count_at(client_grid(in, c, outcome, era), month, provider, group), at);
        sum->lanes[place] |= lanes;
    }
}

static void sum_windows(const struct evaluation_inner *in, const struct clients *c, int month) {
    for (int i = 0; i < in->n_windows; i++) {
        const struct era_window *w = &in->window[i];
        for (int cell = 0; w->sum && cell < in->cells; cell++) {
            sum_cell(in, c, w, START, month, cell);
            for (int k = 0; k < in->scheme->outcomes.n; k++)
                sum_cell(in, c, w, k, month, cell);
        }
    }
}

/* ---- Thinning ---- */

static uint64_t window_lanes(const struct evaluation_inner *in, const struct clients *c, const struct era_window *w,
                             int outcome, int month, int cell) {
    if (w->first > w->last || w->first >= in->scheme->n_eras)
        return 0;
    if (w->sum)
        return sum_of(w, outcome)->lanes[own_place(in, month, cell)];
    return clients_lanes(c, outcome, w->first, month, cell / in->groups, cell % in->groups);
}

uint32_t contract_stream(const struct evaluation_inner *in, const struct contract *c, const char *what, int cell) {
    const struct scheme *s = in->scheme;
    uint32_t stream = scheme_stream(c->place.path, what, s->parties.items[s->provider_party[cell / in->groups]].name);
    return text_hash_more(text_hash_more(stream, "."), s->groups.items[cell % in->groups].name);
}

static void thin_cell(struct evaluation *e, const struct block *b, const double verified[LANES], int contract,
                      int outcome, int month, int cell, uint64_t lanes) {
    struct evaluation_inner *in = e->inner;
    int n = 0, grid = contract * in->scheme->outcomes.n + outcome;
    const double *counted = count_at(&e->true_counted[grid], month, cell / in->groups, cell % in->groups);
    uint32_t stream = lanes ? contract_stream(in, &in->scheme->contracts.items[contract],
                                              in->scheme->outcomes.items[outcome].name, cell)
                            : 0;
    size_t place = own_place(in, month, cell);
    double *accepted = own_emptied(&in->thinned[grid], place);
    for (uint64_t rest = lanes; rest; rest &= rest - 1) {
        in->thinning.lane[n] = __builtin_ctzll(rest);
        in->thinning.stream[n++] = stream;
    }
    if (b->drawn)
        philox_uniform_pairs_of(b->seed, b->first_path, in->thinning.stream, philox_draw(month, 0), n,
                                in->thinning.lane, in->thinning.even, in->thinning.odd);
    for (int i = 0; i < n; i++) {
        int lane = in->thinning.lane[i];
        double p = verified[lane] < 0 ? 0 : verified[lane] > 1 ? 1 : verified[lane];
        accepted[lane] = b->drawn ? few_successes(counted[lane], p, in->thinning.even[i]) : counted[lane] * p;
    }
    in->thinned[grid].lanes[place] = lanes;
}

static void thin_contract(struct evaluation *e, const struct block *b, const struct draws *d, const struct clients *c,
                          int contract, int month) {
    const struct evaluation_inner *in = e->inner;
    const struct contract *of = &in->scheme->contracts.items[contract];
    const struct era_window *w = &in->window[in->window_of[contract]];
    for (int k = 0; k < in->scheme->outcomes.n; k++) {
        if (!in->thinned[contract * in->scheme->outcomes.n + k].data)
            continue;
        for (int i = 0; i < of->n_parts * in->groups; i++) {
            int cell = of->part[i / in->groups] * in->groups + i % in->groups;
            thin_cell(e, b, d->q[of->accepted], contract, k, month, cell, window_lanes(in, c, w, k, month, cell));
        }
    }
}

/* ---- Lost ---- */

/* Adds what the contract's providers had of an era in the month. */
static void add_lost(const struct evaluation_inner *in, const struct clients *c, const struct contract *of, int outcome,
                     int era, int month, double lost[LANES]) {
    for (int i = 0; i < of->n_parts * in->groups; i++) {
        int provider = of->part[i / in->groups], group = i % in->groups;
        if (clients_lanes(c, outcome, era, month, provider, group))
            add_lanes(count_at(client_grid(in, c, outcome, era), month, provider, group), lost);
    }
}

static void lose(struct evaluation *e, const struct clients *c, int contract, int month) {
    const struct evaluation_inner *in = e->inner;
    const struct contract *of = &in->scheme->contracts.items[contract];
    int outcomes = in->scheme->outcomes.n;
    for (int era = 0; era < in->scheme->n_eras; era++) {
        bool outside = era < of->first_era || era > of->last_era;
        if (outside)
            add_lost(in, c, of, START, era, month, e->lost_starts + contract * LANES);
        for (int k = 0; k < outcomes; k++) {
            if (in->uses[contract * outcomes + k] && (outside || month > of->last_claim))
                add_lost(in, c, of, k, era, month, e->lost_outcomes + contract * LANES);
        }
    }
}

/* ---- A month ---- */

void evaluation_month(struct evaluation *e, const struct block *b, const struct draws *d, const struct clients *c,
                      int month) {
    sum_windows(e->inner, c, month);
    asked_month(e, c, month);
    for (int contract = 0; contract < e->inner->scheme->contracts.n; contract++) {
        thin_contract(e, b, d, c, contract, month);
        lose(e, c, contract, month);
    }
    billing_month(e, b, d, c, month);
    measure_month(e, b, d, month);
    late_month(e, b, d, month);
}
