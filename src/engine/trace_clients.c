#include "engine/trace_clients.h"

static double count_of_eras(const struct scheme *s, const struct count_grid *grids, int month, int provider,
                            int group) {
    double sum = 0;
    for (int era = 0; era < s->n_eras; era++)
        sum += count_at(&grids[era], month, provider, group)[TRACE_LANE];
    return sum;
}

/* One provider's clients of one group: those who came, who began, each outcome reached, those in service. */
static void tell_cell(const struct trace *t, const struct walk *w, int month, int provider, int group) {
    const struct scheme *s = w->scheme;
    const struct clients *c = w->clients;
    struct trace_line line = trace_of_party(TRACE_CLIENTS, s->provider_party[provider], s->groups.items[group].name);
    double referrals = count_at(&c->referrals, month, provider, group)[TRACE_LANE];
    double starts = count_of_eras(s, c->starts, month, provider, group);
    double joined = c->joined.data ? count_at(&c->joined, month, provider, group)[TRACE_LANE] : 0;
    bool any = referrals > 0 || starts > 0 || joined > 0;
    trace_count(&line, "referred", referrals);
    if (joined > 0)
        trace_count(&line, "come from who has failed", joined);
    trace_count(&line, "started", starts);
    for (int k = 0; k < s->outcomes.n; k++) {
        double reached = count_of_eras(s, &c->outcomes[k * s->n_eras], month, provider, group);
        if (reached > 0)
            trace_count(&line, s->outcomes.items[k].name, reached);
        any |= reached > 0;
    }
    if (any)
        trace_tell(t, &line);
}

static void tell_unserved(const struct trace *t, const struct walk *w, int month) {
    const struct scheme *s = w->scheme;
    for (int g = 0; g < s->groups.n; g++) {
        double unserved = w->clients->unserved[((size_t)month * (size_t)s->groups.n + (size_t)g) * LANES + TRACE_LANE];
        struct trace_line line = trace_of_party(TRACE_CLIENTS, NONE, s->groups.items[g].name);
        trace_count(&line, "referrals that nobody could take", unserved);
        if (unserved > 0)
            trace_tell(t, &line);
    }
}

static void tell_measured(const struct trace *t, const struct evaluation *e, int month) {
    for (int i = 0; i < e->n_measurements; i++) {
        const struct measured *m = &e->measured[i];
        if (e->plan[i].month != month || m->n[TRACE_LANE] <= 0)
            continue;
        struct trace_line line = trace_of_contract(TRACE_MEASURED, e->plan_contract[i], e->plan_term[i], "measured");
        trace_count(&line, "clients", m->n[TRACE_LANE]);
        trace_count(&line, "their events", m->T[TRACE_LANE]);
        trace_count(&line, "compared with", m->N[TRACE_LANE]);
        trace_count(&line, "events of those", m->C[TRACE_LANE]);
        trace_tell(t, &line);
    }
}

void tell_happenings(struct trace *t, const struct walk *w, int month) {
    const struct scheme *s = w->scheme;
    t->month = month;
    for (int p = 0; p < s->n_providers; p++) {
        for (int g = 0; g < s->groups.n; g++)
            tell_cell(t, w, month, p, g);
    }
    tell_unserved(t, w, month);
    tell_measured(t, w->evaluation, month);
}
