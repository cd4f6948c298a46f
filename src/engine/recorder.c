#include "engine/recorder.h"

#include <string.h>

/* Sub-buckets an octave of the histograms, as powers of two: a quantile of a metric is off by 1 in 1,024 at most, of a
 * monthly series by 1 in 128. */
#define METRIC_BITS 9
#define SERIES_BITS 6

/* ---- The plan ---- */

static int count_kind(const struct scheme *s, bool investors) {
    int n = 0;
    for (int p = 0; p < s->parties.n; p++) {
        int kind = s->parties.items[p].kind;
        n += investors ? kind == PARTY_INVESTOR
                       : kind == PARTY_INVESTOR || kind == PARTY_SPV || kind == PARTY_PRIME || kind == PARTY_PROVIDER;
    }
    return n;
}

static bool list_tiers(struct record_plan *p) {
    const struct scheme *s = p->scheme;
    p->tier = arena_array(&p->arena, (size_t)count_kind(s, false) + 1, sizeof(int));
    p->tier_plan = arena_array(&p->arena, (size_t)count_kind(s, false) + 1, sizeof(int64_t));
    if (!p->tier || !p->tier_plan)
        return false;
    for (int k = 0; k < s->parties.n; k++) {
        int kind = s->parties.items[k].kind;
        if (kind == PARTY_INVESTOR || kind == PARTY_SPV || kind == PARTY_PRIME || kind == PARTY_PROVIDER)
            p->tier[p->n_tiers++] = k;
    }
    return true;
}

/* One holding for each investor as a whole and for each of its tranches: those that have an "irr" metric. */
static bool list_holdings(struct record_plan *p) {
    p->holding = arena_array(&p->arena, (size_t)p->metrics.n + 1, sizeof *p->holding);
    for (int m = 0; p->holding && m < p->metrics.n; m++) {
        const struct metric_ref *r = &p->metrics.items[m];
        bool investor = r->party != NONE && p->scheme->parties.items[r->party].kind == PARTY_INVESTOR;
        if (investor && strcmp(r->def->name, "irr") == 0)
            p->holding[p->n_holdings++] = *r;
    }
    return p->holding != NULL;
}

status record_plan_init(struct record_plan *p, const struct scheme *s, int64_t paths) {
    memset(p, 0, sizeof *p);
    p->scheme = s;
    p->paths = paths;
    p->metrics.arena = p->series.arena = &p->arena;
    status st = metrics_list(s, &p->metrics);
    if (st == SIBYL_OK)
        st = series_list(s, &p->series);
    size_t metrics = (size_t)p->metrics.n + 1, months = ((size_t)p->series.n + 1) * (size_t)s->months;
    p->plan = arena_array(&p->arena, metrics, sizeof(int64_t));
    p->expected = arena_array(&p->arena, metrics, sizeof(int64_t));
    p->has_plan = arena_array(&p->arena, metrics, sizeof(bool));
    p->has_expected = arena_array(&p->arena, metrics, sizeof(bool));
    p->series_plan = arena_array(&p->arena, months, sizeof(int64_t));
    p->series_expected = arena_array(&p->arena, months, sizeof(int64_t));
    bool room = p->plan && p->expected && p->has_plan && p->has_expected && p->series_plan && p->series_expected;
    if (st == SIBYL_OK && (!room || !list_tiers(p) || !list_holdings(p)))
        st = SIBYL_ERR_NO_MEMORY;
    if (st != SIBYL_OK)
        record_plan_free(p);
    return st;
}

void record_plan_free(struct record_plan *p) {
    arena_free(&p->arena);
    memset(p, 0, sizeof *p);
}

static void case_month(void *user, const struct walk *w, int month) {
    struct record_plan *p = user;
    for (int k = 0; k < p->series.n; k++) {
        int64_t value[LANES];
        size_t at = (size_t)k * (size_t)p->scheme->months + (size_t)month - 1;
        p->series.items[k].def->value(w, &p->series.items[k], value);
        p->series_plan[at] = value[LANE_PLAN];
        p->series_expected[at] = value[LANE_EXPECTED];
    }
}

static void gain_of(const struct walk *w, int party, int64_t gain[LANES]) {
    if (w->scheme->parties.items[party].kind == PARTY_INVESTOR)
        metric_profit(w, party, gain);
    else
        metric_surplus(w, party, gain);
}

status record_plan_cases(struct record_plan *p, struct workspace *ws) {
    struct block cases = block_of_cases(p->scheme);
    workspace_walk(ws, &cases, case_month, p);
    for (int m = 0; m < p->metrics.n; m++) {
        int64_t value[LANES];
        uint64_t defined = p->metrics.items[m].def->value(&ws->walk, &p->metrics.items[m], value);
        p->plan[m] = value[LANE_PLAN];
        p->expected[m] = value[LANE_EXPECTED];
        p->has_plan[m] = defined >> LANE_PLAN & 1;
        p->has_expected[m] = defined >> LANE_EXPECTED & 1;
    }
    for (int t = 0; t < p->n_tiers; t++) {
        int64_t gain[LANES];
        gain_of(&ws->walk, p->tier[t], gain);
        p->tier_plan[t] = gain[LANE_PLAN];
    }
    return SIBYL_OK;
}

/* ---- The record ---- */

static bool init_distributions(struct recorder *r) {
    const struct record_plan *p = r->plan;
    int months = p->scheme->months;
    for (int m = 0; m < p->metrics.n; m++) {
        if (!p->metrics.items[m].def->probability && !distribution_init(&r->metric[m], p->paths, METRIC_BITS))
            return false;
    }
    for (int k = 0; k < p->series.n * months; k++) {
        if (!p->series.items[k / months].def->probability &&
            !distribution_init(&r->month[k], DISTRIBUTION_BUCKETS, SERIES_BITS))
            return false;
    }
    return true;
}

status recorder_init(struct recorder *r, const struct record_plan *p) {
    memset(r, 0, sizeof *r);
    r->plan = p;
    size_t metrics = (size_t)p->metrics.n + 1, months = ((size_t)p->series.n + 1) * (size_t)p->scheme->months;
    size_t flows = ((size_t)p->n_holdings + 1) * ((size_t)p->scheme->months + 1);
    r->metric = arena_array(&r->arena, metrics, sizeof *r->metric);
    r->pair = arena_array(&r->arena, metrics, sizeof *r->pair);
    r->as_good = arena_array(&r->arena, metrics, sizeof *r->as_good);
    r->month = arena_array(&r->arena, months, sizeof *r->month);
    r->flow_drawn = arena_array(&r->arena, flows, sizeof *r->flow_drawn);
    r->flow_returned = arena_array(&r->arena, flows, sizeof *r->flow_returned);
    r->value = arena_array(&r->arena, metrics, sizeof *r->value);
    r->defined = arena_array(&r->arena, metrics, sizeof *r->defined);
    bool room =
        r->metric && r->pair && r->as_good && r->month && r->flow_drawn && r->flow_returned && r->value && r->defined;
    if (room && init_distributions(r) && tail_init(&r->tail, p->n_tiers)) {
        r->tail_ready = true;
        return SIBYL_OK;
    }
    recorder_free(r);
    return SIBYL_ERR_NO_MEMORY;
}

void recorder_free(struct recorder *r) {
    for (int m = 0; r->metric && m < r->plan->metrics.n; m++)
        distribution_free(&r->metric[m]);
    for (int k = 0; r->month && k < r->plan->series.n * r->plan->scheme->months; k++)
        distribution_free(&r->month[k]);
    if (r->tail_ready)
        tail_free(&r->tail);
    arena_free(&r->arena);
    memset(r, 0, sizeof *r);
}

size_t recorder_bytes(const struct recorder *r) {
    size_t bytes = r->arena.bytes + tail_bytes(&r->tail);
    for (int m = 0; m < r->plan->metrics.n; m++)
        bytes += distribution_bytes(&r->metric[m]);
    for (int k = 0; k < r->plan->series.n * r->plan->scheme->months; k++)
        bytes += distribution_bytes(&r->month[k]);
    return bytes;
}

static uint64_t lanes_of(const struct block *b) {
    return b->n_lanes == LANES ? UINT64_MAX : (UINT64_C(1) << b->n_lanes) - 1;
}

/* Probabilities need no more than the tally. */
static void add_values(const struct metric_def *def, struct distribution *d, const int64_t value[LANES],
                       uint64_t lanes) {
    if (def->probability)
        tally_add_lanes(&d->tally, value, lanes);
    else
        distribution_add_lanes(d, value, lanes);
}

void recorder_month(void *user, const struct walk *w, int month) {
    struct recorder *r = user;
    const struct metric_list *series = &r->plan->series;
    uint64_t lanes = lanes_of(w->block);
    for (int k = 0; k < series->n; k++) {
        int64_t value[LANES];
        struct distribution *d = &r->month[k * r->plan->scheme->months + month - 1];
        series->items[k].def->value(w, &series->items[k], value);
        add_values(series->items[k].def, d, value, lanes);
    }
}

static void add_as_good(struct recorder *r, int m, uint64_t lanes) {
    const struct record_plan *p = r->plan;
    enum hurts hurts = p->metrics.items[m].def->hurts;
    if (!p->has_plan[m] || hurts == HURTS_NEITHER)
        return;
    for (int i = 0; i < LANES; i++) {
        bool good = hurts == HURTS_LOW ? r->value[m][i] >= p->plan[m] : r->value[m][i] <= p->plan[m];
        r->as_good[m] += (lanes >> i & 1) && good;
    }
}

static void add_flows(struct recorder *r, const struct walk *w, uint64_t lanes) {
    int months = r->plan->scheme->months;
    for (int h = 0; h < r->plan->n_holdings; h++) {
        for (int m = 1; m <= months; m++) {
            lane_money drawn, returned;
            metric_flow_month(w, &r->plan->holding[h], m, drawn, returned);
            for (int i = 0; i < LANES; i++) {
                r->flow_drawn[h * (months + 1) + m - 1] += lanes >> i & 1 ? drawn[i] : 0;
                r->flow_returned[h * (months + 1) + m] += lanes >> i & 1 ? returned[i] : 0;
            }
        }
    }
}

/* Shortfall of each tier against its plan, path by path. */
static void add_tail(struct recorder *r, const struct walk *w, uint64_t lanes) {
    const struct record_plan *p = r->plan;
    int64_t gain[LANES], *shortfall = (int64_t *)r->value[p->metrics.n], total[LANES] = {0};
    enum { TIERS_MOST = LANES };
    int64_t tiers[TIERS_MOST][LANES];
    int n = p->n_tiers < TIERS_MOST ? p->n_tiers : TIERS_MOST;
    for (int t = 0; t < n; t++) {
        gain_of(w, p->tier[t], gain);
        for (int i = 0; i < LANES; i++) {
            tiers[t][i] = p->tier_plan[t] - gain[i];
            total[i] += tiers[t][i];
        }
    }
    for (int i = 0; i < LANES; i++) {
        for (int t = 0; t < n; t++)
            shortfall[t] = tiers[t][i];
        if (lanes >> i & 1)
            tail_add(&r->tail, total[i], shortfall);
    }
}

void recorder_block(struct recorder *r, const struct walk *w) {
    const struct metric_list *metrics = &r->plan->metrics;
    r->lanes = lanes_of(w->block);
    for (int m = 0; m < metrics->n; m++) {
        r->defined[m] = r->lanes & metrics->items[m].def->value(w, &metrics->items[m], r->value[m]);
        add_values(metrics->items[m].def, &r->metric[m], r->value[m], r->defined[m]);
        add_as_good(r, m, r->defined[m]);
    }
    for (int m = 0; m < metrics->n; m++) {
        const struct metric_ref *ref = &metrics->items[m];
        if (ref->numerator != NONE && ref->denominator != NONE)
            pair_add_lanes(&r->pair[m], r->value[ref->numerator], r->value[ref->denominator], r->lanes);
    }
    add_flows(r, w, r->lanes);
    add_tail(r, w, r->lanes);
}

void recorder_merge(struct recorder *into, const struct recorder *from) {
    const struct record_plan *p = into->plan;
    int months = p->scheme->months;
    for (int m = 0; m < p->metrics.n; m++) {
        if (p->metrics.items[m].def->probability)
            tally_merge(&into->metric[m].tally, &from->metric[m].tally);
        else
            distribution_merge(&into->metric[m], &from->metric[m]);
        pair_merge(&into->pair[m], &from->pair[m]);
        into->as_good[m] += from->as_good[m];
    }
    for (int k = 0; k < p->series.n * months; k++) {
        if (p->series.items[k / months].def->probability)
            tally_merge(&into->month[k].tally, &from->month[k].tally);
        else
            distribution_merge(&into->month[k], &from->month[k]);
    }
    for (int f = 0; f < p->n_holdings * (months + 1); f++) {
        into->flow_drawn[f] += from->flow_drawn[f];
        into->flow_returned[f] += from->flow_returned[f];
    }
    tail_merge(&into->tail, &from->tail);
}
