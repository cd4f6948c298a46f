/* Probabilities of going on: q of the path with the provider's effectiveness and the place's effect, loaded on a factor
 * and the provider's own effect, and shared among members that exclude each other.
 *
 * In the deterministic cases p = Phi(Phi^-1(q) + a shift), the mean over the factor and the effect. */
#include "engine/clients_inner.h"

#include "base/elementary.h"
#include "random/counts.h"

#include <math.h>
#include <string.h>

/* ---- The path's own probability ---- */

static void fill_with(double out[LANES], double value) {
    for (int i = 0; i < LANES; i++)
        out[i] = value;
}

static void multiply_by(double out[LANES], const struct draws *d, int quantity) {
    if (quantity == NONE)
        return;
    for (int i = 0; i < LANES; i++)
        out[i] *= d->q[quantity][i];
}

static int quantity_in(const int *table, int i) { return table ? table[i] : NONE; }

/* The year of service that a month is in, from 0. */
static int year_of_service(const struct party *party, int month) {
    int from = party->service_from > 0 ? party->service_from : 1;
    return month > from ? (month - from) / MONTHS_IN_YEAR : 0;
}

static int learning_in(const struct party *party, int year) {
    const struct by_year *learning = &party->learning;
    return learning->n == 0 ? NONE : learning->quantity[year < learning->n ? year : learning->n - 1];
}

static void cut_to_one(double q[LANES]) {
    for (int i = 0; i < LANES; i++)
        q[i] = q[i] < 0 ? 0 : q[i] > 1 ? 1 : q[i];
}

/* What parking leaves of success on average, 1 - k h (1 - parked_effect), and slackening, 1 - s in the lanes where it is on. */
static void behave(const struct clients_inner *in, const struct draws *d, const struct behaviour *b, int cell,
                   double q[LANES]) {
    double complexity = in->scheme->groups.items[cell % in->groups].complexity;
    uint64_t slack = in->pace[cell / in->groups].slack;
    if (b->parking != NONE) {
        for (int i = 0; i < LANES; i++)
            q[i] *=
                1 - d->q[b->parking][i] * complexity * (1 - (b->parked_effect == NONE ? 0 : d->q[b->parked_effect][i]));
    }
    for (; slack && b->slackening != NONE; slack &= slack - 1) {
        int lane = __builtin_ctzll(slack);
        q[lane] *= 1 - d->q[b->slackening][lane];
    }
}

/* q of an outcome: base x effectiveness x local effect x learning, at most 1, times what behaviour leaves of it; of a
 * reversal the base alone. */
static void outcome_chance(const struct clients_inner *in, const struct draws *d, int outcome, int cell,
                           double q[LANES]) {
    const struct scheme *s = in->scheme;
    const struct outcome *o = &s->outcomes.items[outcome];
    const struct party *party = &s->parties.items[s->provider_party[cell / in->groups]];
    int base = quantity_in(o->probability.quantity, cell % in->groups);
    fill_with(q, base == NONE ? 0 : 1);
    multiply_by(q, d, base);
    if (!o->reverses) {
        multiply_by(q, d, quantity_in(party->effectiveness.quantity, outcome));
        multiply_by(q, d, party->local_effect);
        for (int i = 0; i < party->places.n; i++)
            multiply_by(q, d, party->places.items[i]);
        multiply_by(q, d, learning_in(party, in->pace[cell / in->groups].year));
    }
    cut_to_one(q);
    if (party->behaves && !o->reverses)
        behave(in, d, party->behaves, cell, q);
}

static void engage_chance(const struct clients_inner *in, const struct draws *d, int cell, double q[LANES]) {
    int engage = in->scheme->groups.items[cell % in->groups].engage;
    fill_with(q, 1);
    multiply_by(q, d, engage);
}

/* ---- Loadings ---- */

static double loading_scale(const struct block *b, const struct loading *l) {
    return b->drawn ? 1 / sqrt(1 - l->a * l->a - l->b * l->b) : 1;
}

static bool loads(const struct loading *l) { return l->factor != NONE || l->b != 0; }

/* The normal score of q with the provider's effect; certain ones stay certain. */
static void score_chance(const struct loading *l, const double *effect, double p[LANES]) {
    for (int i = 0; i < LANES; i++)
        p[i] = p[i] <= 0 ? -HUGE_VAL : p[i] >= 1 ? HUGE_VAL : elem_phi_inv(p[i]) + l->b * effect[i];
}

static double loaded_chance(double score, double a, double z, double scale) {
    if (isinf(score))
        return score > 0;
    return elem_phi((score + a * z) * scale);
}

static void settle_score(const struct block *b, const struct draws *d, const struct loading *l, double p[LANES]) {
    static const double zero[LANES];
    const double *z = l->factor == NONE ? zero : d->factor + ((size_t)l->factor * ((size_t)d->horizon + 1) + 1) * LANES;
    double scale = loading_scale(b, l);
    for (int i = 0; i < LANES; i++)
        p[i] = loaded_chance(p[i], l->a, z[i], scale);
}

/* ---- Success in the deterministic cases ---- */

static double scaled_success(const struct block *b, double p, int lane) {
    p *= b->success[lane];
    return p > 1 ? 1 : p;
}

/* ---- Members that exclude each other ---- */

/* Makes probabilities conditional on no member before: p_k / (1 - p_1 - ... - p_{k-1}); where they sum to more than 1
 * each is divided by the sum first. chance[k][0 ... n - 1]. */
static void make_steps(double *const chance[], int members, size_t n) {
    for (size_t i = 0; i < n; i++) {
        double sum = 0, left = 1;
        for (int k = 0; k < members; k++)
            sum += chance[k][i];
        for (int k = 0; k < members; k++) {
            double p = sum > 1 ? chance[k][i] / sum : chance[k][i];
            chance[k][i] = multinomial_step(p, left);
            left -= p;
        }
    }
}

/* Members that are drawn: all but the rest. */
static int drawn_members(const struct fork_walk *f) { return f->n - f->member[f->n - 1].rest; }

static void steps_of_cell(const struct clients_inner *in, const struct fork_walk *f, int cell) {
    double **chance = in->batch.at;
    for (int k = 0; k < drawn_members(f); k++)
        chance[k] = f->member[k].chance + (size_t)cell * LANES;
    make_steps(chance, drawn_members(f), LANES);
}

/* ---- A block ---- */

static void begin_member(struct clients_inner *in, const struct block *b, const struct draws *d,
                         const struct fork_walk *f, const struct member *m, int cell) {
    const struct loading *l = &m->loading[cell % in->groups];
    double *p = m->chance + (size_t)cell * LANES;
    if (m->outcome == NONE)
        engage_chance(in, d, cell, p);
    else
        outcome_chance(in, d, m->outcome, cell, p);
    if (loads(l))
        score_chance(l, d->provider_effect + (size_t)(cell / in->groups) * LANES, p);
    if (l->monthly)
        return;
    if (loads(l))
        settle_score(b, d, l, p);
    for (int i = 0; i < LANES && !b->drawn && m->outcome != NONE && !f->monthly; i++)
        p[i] = scaled_success(b, p[i], i);
}

static bool all_certain(const double p[LANES]) {
    for (int i = 0; i < LANES; i++) {
        if (p[i] < 1)
            return false;
    }
    return true;
}

static void begin_cell(struct clients_inner *in, const struct block *b, const struct draws *d,
                       const struct fork_walk *f, int cell) {
    for (int k = 0; k < drawn_members(f); k++)
        begin_member(in, b, d, f, &f->member[k], cell);
    if (!f->monthly && drawn_members(f) > 1)
        steps_of_cell(in, f, cell);
}

static void begin_fork(struct clients_inner *in, const struct block *b, const struct draws *d, struct fork_walk *f) {
    f->sure = !f->monthly && f->n == 1;
    for (int cell = 0; cell < in->cells; cell++) {
        if (!in->serves[cell])
            continue;
        begin_cell(in, b, d, f, cell);
        f->sure =
            f->sure && !in->pace[cell / in->groups].moves && all_certain(f->member[0].chance + (size_t)cell * LANES);
    }
}

void chances_begin(struct clients_inner *in, const struct block *b, const struct draws *d) {
    const struct scheme *s = in->scheme;
    for (int p = 0; p < in->providers; p++) {
        const struct party *party = &s->parties.items[s->provider_party[p]];
        bool slackens = party->behaves && party->behaves->slackening != NONE;
        in->pace[p] = (struct pace){.moves = party->learning.n > 1 || slackens, .year = year_of_service(party, 1)};
    }
    for (int f = 0; f < in->n_forks; f++)
        begin_fork(in, b, d, &in->fork[f]);
}

void chances_month(const struct client_month *m, const uint64_t *slack) {
    struct clients_inner *in = m->in;
    for (int p = 0; p < in->providers; p++) {
        struct pace *pace = &in->pace[p];
        int year =
            pace->moves ? year_of_service(&in->scheme->parties.items[in->scheme->provider_party[p]], m->month) : 0;
        uint64_t slackens = slack ? slack[p] : 0;
        if (!pace->moves || (pace->year == year && pace->slack == slackens))
            continue;
        pace->year = year;
        pace->slack = slackens;
        for (int f = 1; f < in->n_forks; f++) {
            for (int g = 0; g < in->groups; g++) {
                if (in->serves[p * in->groups + g])
                    begin_cell(in, m->block, m->draws, &in->fork[f], p * in->groups + g);
            }
        }
    }
}

/* ---- A month ---- */

static void batch_of_member(const struct client_month *m, const struct fork_walk *f, const struct member *to,
                            double p[BATCH]) {
    const struct batch *batch = &m->in->batch;
    for (int e = 0; e < batch->n; e++)
        p[e] = to->chance[batch->cell[e] * LANES + batch->lane[e]];
    if (!f->monthly)
        return;
    for (int e = 0; e < batch->n; e++) {
        const struct loading *l = &to->loading[batch->cell[e] % m->in->groups];
        int lane = batch->lane[e];
        if (l->monthly) {
            size_t month = (size_t)l->factor * ((size_t)m->draws->horizon + 1) + (size_t)m->month;
            p[e] =
                loaded_chance(p[e], l->a, m->draws->factor[month * LANES + (size_t)lane], loading_scale(m->block, l));
        }
        if (!m->block->drawn && to->outcome != NONE)
            p[e] = scaled_success(m->block, p[e], lane);
    }
}

void chances_of_batch(const struct client_month *m, const struct fork_walk *f) {
    struct batch *batch = &m->in->batch;
    int members = drawn_members(f);
    for (int k = 0; k < members; k++) {
        batch_of_member(m, f, &f->member[k], batch->chance[k]);
        batch->at[k] = batch->chance[k];
    }
    if (f->monthly && members > 1)
        make_steps(batch->at, members, (size_t)batch->n);
}
