#include "random/counts_lanes.h"

/* Lanes that go through a kernel together. */
#define TOGETHER 16
/* Steps between looks at whether all are done. */
#define STRIDE 4

/* What an adding up carries from step to step. */
struct sums {
    double here[TOGETHER], below[TOGETHER], scale[TOGETHER], k[TOGETHER];
};

/* One step of all: those that are below their uniform go up. Returns whether any went. */
static inline uint64_t step_up(struct sums *s, const double *mean, const double *tilt, const double *most,
                               const double *u, double k) {
    double inverse = 1 / (k + 1);
    uint64_t any = 0;
    for (int i = 0; i < TOGETHER; i++) {
        double next = count_next(s->here[i], mean[i], tilt[i], s->scale[i], k, inverse);
        bool goes = s->below[i] < u[i] && k < most[i] && !(k > mean[i] && next <= COUNT_NOTHING);
        s->k[i] += goes ? 1 : 0;
        s->below[i] += next;
        s->here[i] = next;
        any |= goes ? 1 : 0;
    }
    return any;
}

static inline void start(struct sums *s, bool tilted, const double *mean, const double *tilt) {
    for (int i = 0; i < TOGETHER; i++) {
        s->here[i] = s->below[i] = count_at_zero(mean[i], tilted ? tilt[i] : 0);
        s->scale[i] = 1 / (1 + tilt[i]);
        s->k[i] = 0;
    }
}

KERNEL
static void from_zero(bool tilted, const double *mean, const double *tilt, const double *most, const double *u,
                      double *k) {
    struct sums s;
    if (tilted)
        start(&s, true, mean, tilt);
    else
        start(&s, false, mean, tilt);
    double at = 0;
    uint64_t any;
    do {
        for (int step = 0; step < STRIDE; step++, at += 1)
            any = step_up(&s, mean, tilt, most, u, at);
    } while (any);
    memcpy(k, s.k, sizeof s.k);
}

/* unsettled[i]: whether the guess does not decide. */
KERNEL
static void by_guess(const double *mean, const double *tilt, const double *most, const double *w, double *k,
                     uint64_t *unsettled) {
    for (int i = 0; i < TOGETHER; i++)
        unsettled[i] = count_settled(count_guess(mean[i], tilt[i], w[i]), most[i], &k[i]) ? 0 : 1;
}

/* The first n of a pack by adding up, by a guess. */
static void invert_small(const struct count_lanes *c, int n, double k[LANES]) {
    for (int i = 0; i < n; i += TOGETHER)
        from_zero(c->tilted, c->mean + i, c->tilt + i, c->most + i, c->u + i, k + i);
}

static void invert_wide(const struct count_lanes *c, int n, double k[LANES]) {
    double w[LANES];
    uint64_t unsettled[LANES];
    elem_phi_inv_lanes(n, c->u, w);
    for (int i = 0; i < n; i += TOGETHER)
        by_guess(c->mean + i, c->tilt + i, c->most + i, w + i, k + i, unsettled + i);
    for (int i = 0; i < n; i++)
        if (unsettled[i])
            k[i] = count_search((struct count_law){c->mean[i], c->tilt[i], c->most[i]}, c->u[i], k[i]);
}

/* small[i]: whether lane i is best added up, or has nothing to draw. Returns how many are. */
KERNEL
static uint64_t find_small(const struct count_lanes *c, uint64_t small[LANES]) {
    uint64_t n = 0;
    for (int i = 0; i < LANES; i++) {
        small[i] = count_is_small(c->mean[i], c->tilt[i]) ? 1 : 0;
        n += small[i];
    }
    return n;
}

/* The entry at `lane` of c, as entry `at` of the pack. */
static inline void pack(struct count_lanes *packed, int at, const struct count_lanes *c, int lane) {
    packed->mean[at] = c->mean[lane];
    packed->tilt[at] = c->tilt[lane];
    packed->most[at] = c->most[lane];
    packed->u[at] = c->u[lane];
}

/* Inverts the lanes of one kind: packs them (the last group filled up by the first lane), inverts, puts back. */
static void invert_kind(const struct count_lanes *c, const uint64_t small[LANES], uint64_t kind, double k[LANES]) {
    struct count_lanes packed = {.tilted = c->tilted};
    int lane[LANES], n = 0;
    for (int i = 0; i < LANES; i++) {
        lane[n] = i;
        n += small[i] == kind && c->mean[i] > 0;
    }
    for (int i = 0; i < n || i % TOGETHER; i++)
        pack(&packed, i, c, lane[i < n ? i : 0]);
    double got[LANES];
    if (kind)
        invert_small(&packed, n, got);
    else
        invert_wide(&packed, n, got);
    for (int i = 0; i < n; i++)
        k[lane[i]] = got[i];
}

void count_lanes_invert(const struct count_lanes *c, double k[LANES]) {
    uint64_t small[LANES], n = find_small(c, small);
    if (n == LANES) {
        invert_small(c, LANES, k);
    } else if (n == 0) {
        invert_wide(c, LANES, k);
    } else {
        memset(k, 0, LANES * sizeof k[0]);
        invert_kind(c, small, 1, k);
        invert_kind(c, small, 0, k);
    }
}

KERNEL
static void of_few(const double *n, const double *p, const double *u, double *k) {
    double here[TOGETHER], below[TOGETHER], odds[TOGETHER], count[TOGETHER], at = 0;
    for (int i = 0; i < TOGETHER; i++) {
        double q = 1 - p[i];
        odds[i] = p[i] / q;
        here[i] = below[i] = count_power(q, n[i]);
        count[i] = 0;
    }
    for (uint64_t any = 1; any; at += 1) {
        double inverse = 1 / (at + 1);
        any = 0;
        for (int i = 0; i < TOGETHER; i++) {
            bool goes = below[i] < u[i] && at < n[i];
            here[i] = count_next_of_few(here[i], n[i], odds[i], at, inverse);
            below[i] += here[i];
            count[i] += goes ? 1 : 0;
            any |= goes ? 1 : 0;
        }
    }
    memcpy(k, count, sizeof count);
}

int count_lanes_of_few(const double n[LANES], const double p[LANES], const double u[LANES], double k[LANES]) {
    double few_n[LANES], few_p[LANES], few_u[LANES], got[LANES];
    int lane[LANES], found = 0;
    for (int i = 0; i < LANES; i++) {
        lane[found] = i;
        few_n[found] = n[i];
        few_p[found] = p[i];
        few_u[found] = u[i];
        found += (n[i] > 1) & (n[i] < COUNT_FEW_TRIALS) & (p[i] > 0) & (p[i] < 1);
    }
    for (int i = found; found > 0 && i % TOGETHER; i++) { /* the last group is filled up by the first lane */
        few_n[i] = few_n[0];
        few_p[i] = few_p[0];
        few_u[i] = few_u[0];
    }
    for (int i = 0; i < found; i += TOGETHER)
        of_few(few_n + i, few_p + i, few_u + i, got + i);
    for (int i = 0; i < found; i++)
        k[lane[i]] = got[i];
    return found;
}
