/* Quantities by inversion, factors that move from month to month, providers' effects. */
#include "engine/draws.h"

#include "base/elementary.h"
#include "random/copula.h"
#include "random/philox.h"

#include <math.h>
#include <string.h>

/*   certain      [quantity]: only one value can be drawn
 *   filled       certain quantities stand at the value that paths see
 *   normal       [factor][lane]: independent normals of a month; innovation: the same, correlated
 *   moves        some factor is ar1
 *   stream_of_*  [factor], [provider] */
struct draws_inner {
    struct arena arena;
    const struct scheme *scheme;
    bool *certain;
    bool filled;
    bool moves;
    double (*normal)[LANES];
    double (*innovation)[LANES];
    uint32_t *stream_of_factor;
    uint32_t *stream_of_provider;
};

/* ---- Memory ---- */

static bool make_room(struct draws *d, const struct scheme *s) {
    struct arena *a = &d->inner->arena;
    size_t factors = (size_t)s->factors.n, providers = (size_t)s->n_providers, quantities = (size_t)s->quantities.n;
    size_t lane = sizeof(double[LANES]);
    d->q = arena_array(a, quantities, lane);
    d->factor = arena_array(a, factors * ((size_t)d->horizon + 1), lane);
    d->first = arena_array(a, factors, lane);
    d->provider_effect = arena_array(a, providers, lane);
    d->inner->certain = arena_array(a, quantities, sizeof(bool));
    d->inner->normal = arena_array(a, factors, lane);
    d->inner->innovation = arena_array(a, factors, lane);
    d->inner->stream_of_factor = arena_array(a, factors, sizeof(uint32_t));
    d->inner->stream_of_provider = arena_array(a, providers, sizeof(uint32_t));
    return d->q && d->factor && d->first && d->provider_effect && d->inner->certain && d->inner->normal &&
           d->inner->innovation && d->inner->stream_of_factor && d->inner->stream_of_provider;
}

static void fill_lanes(double out[LANES], double value) {
    for (int i = 0; i < LANES; i++)
        out[i] = value;
}

static void fill_certain(struct draws *d) {
    const struct scheme *s = d->inner->scheme;
    for (int i = 0; i < s->quantities.n; i++) {
        if (d->inner->certain[i])
            fill_lanes(d->q[i], s->quantities.items[i].mean);
    }
    d->inner->filled = true;
}

status draws_init(struct draws *d, const struct scheme *s, int horizon) {
    *d = (struct draws){.horizon = horizon};
    struct arena arena = {0};
    d->inner = arena_alloc(&arena, sizeof *d->inner);
    if (!d->inner)
        return SIBYL_ERR_NO_MEMORY;
    d->inner->arena = arena;
    d->inner->scheme = s;
    if (!make_room(d, s)) {
        draws_free(d);
        return SIBYL_ERR_NO_MEMORY;
    }
    for (int i = 0; i < s->quantities.n; i++)
        d->inner->certain[i] = law_is_certain(&s->quantities.items[i].law);
    for (int f = 0; f < s->factors.n; f++) {
        d->inner->stream_of_factor[f] = scheme_stream(s->factors.items[f].place.path, NULL, NULL);
        d->inner->moves |= s->factors.items[f].process == FACTOR_AR1;
    }
    for (int p = 0; p < s->n_providers; p++)
        d->inner->stream_of_provider[p] = scheme_stream(s->parties.items[s->provider_party[p]].place.path, NULL, NULL);
    fill_certain(d);
    return SIBYL_OK;
}

void draws_free(struct draws *d) {
    if (d->inner) {
        struct arena arena = d->inner->arena; /* which also holds the inner struct */
        arena_free(&arena);
    }
    *d = (struct draws){0};
}

size_t draws_bytes(const struct draws *d) { return d->inner->arena.bytes; }

/* ---- Factors ---- */

static double *factor_month(const struct draws *d, int f, int month) {
    return d->factor + ((size_t)f * ((size_t)d->horizon + 1) + (size_t)month) * LANES;
}

static double shift_of(const struct factor *f, int month) {
    double sum = f->shift;
    for (int i = 0; i < f->shifts.n; i++) {
        const struct shift *spell = &f->shifts.items[i];
        if (spell->from <= month && month <= spell->to)
            sum += spell->by;
    }
    return sum;
}

static void draw_normals(const struct block *b, uint32_t stream, int month, double out[LANES]) {
    philox_uniforms(b->seed, b->first_path, stream, philox_draw(month, 0), out);
    for (int i = 0; i < LANES; i++)
        out[i] = elem_phi_inv(out[i]);
}

/* The month's normals of all factors, correlated as the scheme says. */
static void draw_innovations(struct draws *d, const struct block *b, int month) {
    const struct scheme *s = d->inner->scheme;
    for (int f = 0; f < s->factors.n; f++) {
        bool needed = month == 1 || s->correlation_factor || s->factors.items[f].process == FACTOR_AR1;
        if (needed)
            draw_normals(b, d->inner->stream_of_factor[f], month, d->inner->normal[f]);
    }
    if (!s->correlation_factor) {
        memcpy(d->inner->innovation, d->inner->normal, (size_t)s->factors.n * sizeof(double[LANES]));
        return;
    }
    for (int f = 0; f < s->factors.n; f++) {
        fill_lanes(d->inner->innovation[f], 0);
        for (int j = 0; j <= f; j++) {
            double share = s->correlation_factor[f * s->factors.n + j];
            for (int i = 0; i < LANES; i++)
                d->inner->innovation[f][i] += share * d->inner->normal[j][i];
        }
    }
}

/* Z before shifts, kept in `factor` for now: Z_1 normal, Z_t = phi Z_{t-1} + sqrt(1 - phi^2) eps_t. */
static void step_factor(struct draws *d, int f, int month) {
    const struct factor *factor = &d->inner->scheme->factors.items[f];
    double *now = factor_month(d, f, month);
    const double *eps = d->inner->innovation[f];
    if (month == 1) {
        memcpy(now, eps, sizeof(double[LANES]));
        return;
    }
    const double *before = factor_month(d, f, month - 1);
    double keeps = factor->process == FACTOR_AR1 ? factor->persistence : 1, moves = sqrt(1 - keeps * keeps);
    for (int i = 0; i < LANES; i++)
        now[i] = keeps < 1 ? keeps * before[i] + moves * eps[i] : before[i];
}

static void fill_factors(struct draws *d, const struct block *b) {
    const struct scheme *s = d->inner->scheme;
    if (s->factors.n == 0)
        return;
    for (int month = 1; month <= d->horizon; month++) {
        if (month == 1 || d->inner->moves)
            draw_innovations(d, b, month);
        for (int f = 0; f < s->factors.n; f++)
            step_factor(d, f, month);
    }
    for (int f = 0; f < s->factors.n; f++)
        memcpy(d->first + (size_t)f * LANES, factor_month(d, f, 1), sizeof(double[LANES]));
}

static void add_shifts(struct draws *d) {
    const struct scheme *s = d->inner->scheme;
    for (int f = 0; f < s->factors.n; f++) {
        for (int month = 1; month <= d->horizon; month++) {
            double shift = shift_of(&s->factors.items[f], month), *z = factor_month(d, f, month);
            for (int i = 0; i < LANES; i++)
                z[i] += shift;
        }
    }
}

/* ---- Quantities ---- */

static void draw_quantity(struct draws *d, const struct block *b, int number) {
    const struct quantity *q = &d->inner->scheme->quantities.items[number];
    double u[LANES];
    philox_uniforms(b->seed, b->first_path, q->stream, philox_draw(0, 0), u);
    if (q->factor != NONE && q->loading != 0) {
        const double *z = d->first + (size_t)q->factor * LANES;
        for (int i = 0; i < LANES; i++)
            u[i] = factor_uniform(q->loading, z[i], elem_phi_inv(u[i]));
    }
    for (int i = 0; i < LANES; i++)
        d->q[number][i] = law_invert(&q->law, u[i]) * q->scale;
}

static void fill_drawn(struct draws *d, const struct block *b) {
    const struct scheme *s = d->inner->scheme;
    fill_factors(d, b);
    if (!d->inner->filled)
        fill_certain(d);
    for (int i = 0; i < s->quantities.n; i++) {
        if (!d->inner->certain[i])
            draw_quantity(d, b, i);
    }
    for (int p = 0; p < s->n_providers; p++)
        draw_normals(b, d->inner->stream_of_provider[p], 0, d->provider_effect + (size_t)p * LANES);
}

static void fill_deterministic(struct draws *d) {
    const struct scheme *s = d->inner->scheme;
    for (int i = 0; i < s->quantities.n; i++) {
        fill_lanes(d->q[i], s->quantities.items[i].mean);
        d->q[i][LANE_PLAN] = s->quantities.items[i].plan;
    }
    d->inner->filled = false;
    memset(d->first, 0, (size_t)s->factors.n * sizeof(double[LANES]));
    memset(d->factor, 0, (size_t)s->factors.n * ((size_t)d->horizon + 1) * sizeof(double[LANES]));
    memset(d->provider_effect, 0, (size_t)s->n_providers * sizeof(double[LANES]));
}

void draws_fill(struct draws *d, const struct block *b) {
    if (b->drawn)
        fill_drawn(d, b);
    else
        fill_deterministic(d);
    add_shifts(d);
}
