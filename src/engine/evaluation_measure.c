/* What evaluators measure: events of a cohort and of a comparison group.
 *
 *   n = min(size, counted starts in the window), N = comparison * n rounded half to even
 *   frequency:  T ~ NB(mean n mu (1 - e), size n r),  C ~ NB(mean N mu, size N r);  r = 0: Poisson
 *   rate:       T ~ Bin(n, mu (1 - e)),               C ~ Bin(N, mu)
 *
 * In the deterministic cases all four are expectations. Stream: the term's path, in the plan's month, cells 2 i and
 * 2 i + 1 of its i-th measurement. */
#include "engine/evaluation_inner.h"

#include "random/counts.h"
#include "random/philox.h"

#include <math.h>
#include <string.h>

/* Events to be expected of a client treated and untreated. */
struct expected_events {
    double treated[LANES], compared[LANES];
};

static void count_measured(const struct evaluation *e, const struct block *b, int i, struct measured *out) {
    const struct measurement_plan *plan = &e->plan[i];
    const struct contract *c = &e->inner->scheme->contracts.items[e->plan_contract[i]];
    int last = plan->to < plan->month ? plan->to : plan->month;
    for (int month = plan->from; month <= last; month++) {
        for (int part = 0; part < c->n_parts; part++) {
            for (int g = 0; g < e->inner->groups; g++) {
                const double *starts = count_at(&e->counted_starts[e->plan_contract[i]], month, c->part[part], g);
                for (int lane = 0; lane < LANES; lane++)
                    out->n[lane] += starts[lane];
            }
        }
    }
    for (int lane = 0; lane < LANES; lane++) {
        out->n[lane] = out->n[lane] < plan->size ? out->n[lane] : plan->size;
        double compared = plan->comparison * out->n[lane];
        out->N[lane] = b->drawn ? rint(compared) : compared;
    }
}

static void expect_events(const struct evaluation *e, const struct block *b, const struct draws *d, int i,
                          struct expected_events *out) {
    const struct measurement_plan *plan = &e->plan[i];
    for (int lane = 0; lane < LANES; lane++) {
        double mu = plan->events == NONE ? 0 : d->q[plan->events][lane];
        double effect = plan->effect == NONE ? 0 : d->q[plan->effect][lane];
        effect = b->drawn ? effect : effect * b->success[lane];
        mu = mu > 0 ? mu : 0;
        out->compared[lane] = !plan->frequency && mu > 1 ? 1 : mu;
        mu = effect < 1 ? mu * (1 - effect) : 0;
        out->treated[lane] = !plan->frequency && mu > 1 ? 1 : mu;
    }
}

/* Events of n clients, each with so many to be expected. */
static void draw_events(const struct measurement_plan *plan, const struct draws *d, const double n[LANES],
                        const double each[LANES], const double u[LANES], double out[LANES]) {
    double mean[LANES], size[LANES];
    for (int lane = 0; lane < LANES; lane++) {
        mean[lane] = n[lane] * each[lane];
        size[lane] = plan->dispersion == NONE ? 0 : n[lane] * d->q[plan->dispersion][lane];
    }
    if (plan->frequency)
        negbin_invert(mean, size, u, out);
    else
        binomial_invert(n, each, u, out);
}

static void measure(struct evaluation *e, const struct block *b, const struct draws *d, int i) {
    const struct evaluation_inner *in = e->inner;
    const struct measurement_plan *plan = &e->plan[i];
    struct measured *m = &e->measured[i];
    struct expected_events each;
    memset(m, 0, sizeof *m);
    count_measured(e, b, i, m);
    expect_events(e, b, d, i, &each);
    if (b->drawn) {
        double treated[LANES], compared[LANES];
        philox_uniform_pair(b->seed, b->first_path, in->measured_stream[i],
                            philox_draw(plan->month, 2 * in->measured_cell[i]), treated, compared);
        draw_events(plan, d, m->n, each.treated, treated, m->T);
        draw_events(plan, d, m->N, each.compared, compared, m->C);
        return;
    }
    for (int lane = 0; lane < LANES; lane++) {
        m->T[lane] = m->n[lane] * each.treated[lane];
        m->C[lane] = m->N[lane] * each.compared[lane];
    }
}

void measure_month(struct evaluation *e, const struct block *b, const struct draws *d, int month) {
    for (int i = 0; i < e->n_measurements; i++) {
        if (e->plan[i].month == month)
            measure(e, b, d, i);
    }
}
