/* A run: blocks of paths shared among threads, each with its own workspace and record, merged in the end. */
#include "engine/outcome_of_run.h"
#include "engine/twin/twin_paths.h"

#include <omp.h>
#include <sibyl/run.h>
#include <sibyl/version.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct worker {
    struct workspace ws;
    struct recorder record;
};

struct run {
    const struct scheme *scheme;
    const struct run_options *options;
    struct weighings weighings;
    struct record_plan plan;
    struct break_even *found;
    struct factor_target *targets;
    struct curves curves;
    struct twin_sample sample;
    struct worker *workers;
    int n_workers;
    int64_t blocks;
    int64_t done; /* paths, for the progress */
    status st;
};

static int64_t count_blocks(int64_t paths) { return (paths + LANES - 1) / LANES; }

static status init_worker(struct run *r, struct worker *w) {
    status st = workspace_init(&w->ws, r->scheme, &r->weighings, !r->options->without_needs, r->scheme->months);
    return st == SIBYL_OK ? recorder_init(&w->record, &r->plan) : st;
}

static status prepare(struct run *r) {
    const struct run_options *o = r->options;
    r->blocks = count_blocks(o->paths);
    r->n_workers = o->threads < r->blocks ? o->threads : (int)r->blocks;
    r->workers = calloc((size_t)r->n_workers, sizeof *r->workers);
    r->found = calloc((size_t)r->scheme->parties.n + 1, sizeof *r->found);
    r->targets = calloc((size_t)r->scheme->parties.n + 1, sizeof *r->targets);
    if (!r->workers || !r->found || !r->targets)
        return SIBYL_ERR_NO_MEMORY;
    status st = weighings_init(&r->weighings, r->scheme);
    if (st == SIBYL_OK)
        st = record_plan_init(&r->plan, r->scheme, o->paths);
    if (o->metrics_only)
        r->plan.series.n = 0;
    if (st == SIBYL_OK && o->twin)
        st = twin_sample_init(&r->sample, &r->plan);
    for (int w = 0; st == SIBYL_OK && w < r->n_workers; w++)
        st = init_worker(r, &r->workers[w]);
    return st;
}

static void release(struct run *r) {
    for (int w = 0; r->workers && w < r->n_workers; w++) {
        workspace_free(&r->workers[w].ws);
        recorder_free(&r->workers[w].record);
    }
    twin_sample_free(&r->sample);
    free(r->workers);
    free(r->found);
    free(r->targets);
    record_plan_free(&r->plan);
    weighings_free(&r->weighings);
}

/* Reserves policies in months of planned costs become amounts once the plan is known (rule 81). */
static void set_policies(struct run *r) {
    const struct workspace *first = &r->workers[0].ws;
    for (int p = 0; p < r->scheme->parties.n; p++) {
        const struct reserves_policy *policy = &r->scheme->parties.items[p].reserves_policy;
        if (!policy->given || policy->months <= 0)
            continue;
        money costs = ledger_total(&first->books.ledger, p, FLOW_COSTS)[LANE_PLAN];
        for (int w = 0; w < r->n_workers; w++)
            r->workers[w].ws.books.reserves_threshold[p] = money_times(costs, policy->months / r->scheme->months);
    }
}

static bool stopped(const struct run *r) { return r->options->stop && atomic_load(r->options->stop); }

/* Hands the block's paths to the caller, one by one, in order. */
static bool hand_rows(const struct run *r, const struct worker *w, int64_t first, int lanes, double *value,
                      bool *defined) {
    const struct metric_list *metrics = &r->plan.metrics;
    for (int i = 0; i < lanes; i++) {
        for (int m = 0; m < metrics->n; m++) {
            value[m] = record_value(metrics->items[m].def->unit, (double)w->record.value[m][i]);
            defined[m] = w->record.defined[m] >> i & 1;
        }
        if (!r->options->row(r->options->user, first + i, value, defined))
            return false;
    }
    return true;
}

static status rows_in_order(struct run *r, const struct worker *w, int64_t first, int lanes) {
    size_t n = (size_t)r->plan.metrics.n + 1;
    double *value = calloc(n, sizeof *value);
    bool *defined = calloc(n, sizeof *defined);
    status st = value && defined ? SIBYL_OK : SIBYL_ERR_NO_MEMORY;
    if (st == SIBYL_OK && !hand_rows(r, w, first, lanes, value, defined))
        st = SIBYL_ERR_IO;
    free(value);
    free(defined);
    return st;
}

static void walk_block(struct run *r, struct worker *w, int64_t block) {
    int64_t first = block * LANES, left = r->options->paths - first;
    int lanes = left < LANES ? (int)left : LANES;
    struct block b = block_of_paths(r->scheme, r->options->seed, (uint64_t)first, lanes);
    workspace_walk(&w->ws, &b, r->options->metrics_only ? NULL : recorder_month, &w->record);
    recorder_block(&w->record, &w->ws.walk);
    twin_sample_block(&r->sample, &w->record, first, lanes);
}

static void note_progress(struct run *r, int64_t block) {
    int64_t left = r->options->paths - block * LANES;
#pragma omp critical(sibyl_progress)
    {
        r->done += left < LANES ? left : LANES;
        if (r->options->progress)
            r->options->progress(r->options->user, r->done, r->options->paths);
    }
}

static void one_block(struct run *r, int64_t block) {
    struct worker *w = &r->workers[omp_get_thread_num()];
    status st;
#pragma omp atomic read
    st = r->st;
    if (st != SIBYL_OK)
        return;
    if (stopped(r)) {
#pragma omp atomic write
        r->st = SIBYL_ERR_INTERRUPTED;
        return;
    }
    walk_block(r, w, block);
    note_progress(r, block);
}

static void give_rows(struct run *r, int64_t block) {
    int64_t first = block * LANES, left = r->options->paths - first;
    struct worker *w = &r->workers[omp_get_thread_num()];
    if (r->st != SIBYL_OK)
        return;
    status st = rows_in_order(r, w, first, left < LANES ? (int)left : LANES);
    if (st != SIBYL_OK)
        r->st = st;
}

static void walk_all(struct run *r) {
    if (r->options->row) {
#pragma omp parallel for num_threads(r->n_workers) schedule(static, 1) ordered
        for (int64_t block = 0; block < r->blocks; block++) {
            one_block(r, block);
#pragma omp ordered
            give_rows(r, block);
        }
        return;
    }
#pragma omp parallel for num_threads(r->n_workers) schedule(dynamic, 1)
    for (int64_t block = 0; block < r->blocks; block++)
        one_block(r, block);
}

/* ---- Replays and checks ---- */

struct replay {
    const struct record_plan *plan;
    struct ledger *ledger;
};

static void keep_month(void *user, const struct walk *w, int month) {
    struct replay *replay = user;
    for (int k = 0; k < replay->plan->series.n; k++) {
        const struct metric_ref *ref = &replay->plan->series.items[k];
        int64_t value[LANES];
        ref->def->value(w, ref, value);
        replay->ledger->lines[k].value[month - 1] = record_value(ref->def->unit, (double)value[0]);
    }
}

static status replay_path(struct run *r, struct results *out, int64_t path) {
    struct arena *arena = &out->inner->arena;
    struct ledger *ledger = &out->ledgers[out->n_ledgers];
    ledger->path = path;
    ledger->n_lines = r->plan.series.n;
    ledger->lines = arena_array(arena, (size_t)ledger->n_lines + 1, sizeof *ledger->lines);
    if (!ledger->lines)
        return SIBYL_ERR_NO_MEMORY;
    for (int k = 0; k < ledger->n_lines; k++) {
        const struct metric_ref *ref = &r->plan.series.items[k];
        ledger->lines[k].party = outcome_party(r->scheme, ref->party);
        ledger->lines[k].of = ref->of;
        ledger->lines[k].name = ref->def->name;
        ledger->lines[k].unit = record_unit_name(ref->def->unit, r->scheme->currency);
        ledger->lines[k].value = arena_array(arena, (size_t)r->scheme->months, sizeof(double));
        if (!ledger->lines[k].value)
            return SIBYL_ERR_NO_MEMORY;
    }
    struct block b = block_of_paths(r->scheme, r->options->seed, (uint64_t)path, 1);
    struct replay replay = {&r->plan, ledger};
    books_tell_to(&r->workers[0].ws.books, r->options->trace);
    workspace_walk(&r->workers[0].ws, &b, keep_month, &replay);
    out->n_ledgers++;
    return SIBYL_OK;
}

static status replays(struct run *r, struct results *out) {
    out->ledgers = arena_array(&out->inner->arena, (size_t)r->options->n_replay + 1, sizeof *out->ledgers);
    status st = out->ledgers ? SIBYL_OK : SIBYL_ERR_NO_MEMORY;
    for (int i = 0; st == SIBYL_OK && i < r->options->n_replay; i++)
        st = replay_path(r, out, r->options->replay[i]);
    return st;
}

static status fill_checks(struct run *r, struct results *out) {
    out->checks = arena_array(&out->inner->arena, 3, sizeof *out->checks);
    if (!out->checks)
        return SIBYL_ERR_NO_MEMORY;
    struct check money_kept = {.name = "money is conserved: all cash over all parties, every month of every path",
                               .unit = "pence"};
    struct check clients_kept = {.name = "clients are conserved: nobody achieves what nobody reached, every path",
                                 .unit = "paths"};
    struct check order_kept = {
        .name = "waterfalls pay nobody before those who come first, and pay out all: every distribution",
        .unit = "paths"};
    for (int w = 0; w < r->n_workers; w++) {
        const struct workspace *ws = &r->workers[w].ws;
        money_kept.count += ws->books.balances_checked;
        money_kept.broken += ws->books.worst_imbalance != 0;
        money_kept.worst =
            money_kept.worst < (double)ws->books.worst_imbalance ? (double)ws->books.worst_imbalance : money_kept.worst;
        clients_kept.count += ws->clients_checked;
        clients_kept.broken += ws->clients_broken;
        order_kept.count += ws->books.payouts_checked;
        order_kept.broken += ws->books.payouts_broken;
    }
    out->checks[out->n_checks++] = money_kept;
    out->checks[out->n_checks++] = clients_kept;
    if (r->scheme->bonds.n > 0)
        out->checks[out->n_checks++] = order_kept;
    return SIBYL_OK;
}

static void describe(const struct run *r, struct results *out) {
    const struct scheme *s = r->scheme;
    out->title = s->title;
    out->currency = s->currency;
    out->symbol = s->symbol;
    out->version = SIBYL_VERSION;
    out->config_sha256 = s->config_sha256;
    out->start_year = s->start.year;
    out->start_month = s->start.month;
    out->months = s->months;
    out->paths = r->options->paths;
    out->seed = r->options->seed;
}

static status assemble(struct run *r, struct results *out) {
    describe(r, out);
    status st = fill_checks(r, out);
    for (int w = 1; w < r->n_workers; w++)
        recorder_merge(&r->workers[0].record, &r->workers[w].record);
    if (st == SIBYL_OK)
        st = outcome_fill(out, &r->workers[0].record, r->options->metrics_only ? NULL : r->found, &r->curves);
    if (st == SIBYL_OK)
        st = replays(r, out);
    if (st == SIBYL_OK && r->options->twin)
        st = twin_make(&out->twin, &r->workers[0].ws, &r->sample, r->options);
    out->inner->names = r->plan.arena;
    r->plan.arena = (struct arena){0};
    return st;
}

void results_free(struct results *r) {
    if (!r)
        return;
    if (r->twin)
        twin_free(r->twin);
    free(r->twin);
    if (r->inner) {
        arena_free(&r->inner->arena);
        arena_free(&r->inner->names);
    }
    free(r->inner);
    free(r);
}

static struct results *new_results(void) {
    struct results *out = calloc(1, sizeof *out);
    if (out)
        out->inner = calloc(1, sizeof *out->inner);
    if (out && !out->inner) {
        free(out);
        return NULL;
    }
    return out;
}

static double seconds_since(const struct timespec *start) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

status run_simulate(const struct scheme *scheme, const struct run_options *options, struct results **results) {
    struct run r = {.scheme = scheme, .options = options};
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    *results = NULL;
    r.st = prepare(&r);
    if (r.st == SIBYL_OK && !options->metrics_only) {
        break_even_find(&r.workers[0].ws, r.found, r.targets);
        r.st = curves_find(&r.workers[0].ws, &r.plan, &r.curves);
    }
    if (r.st == SIBYL_OK)
        r.st = record_plan_cases(&r.plan, &r.workers[0].ws);
    if (r.st == SIBYL_OK) {
        set_policies(&r);
        walk_all(&r);
    }
    struct results *out = r.st == SIBYL_OK ? new_results() : NULL;
    if (r.st == SIBYL_OK)
        r.st = out ? assemble(&r, out) : SIBYL_ERR_NO_MEMORY;
    if (r.st == SIBYL_OK)
        out->seconds = seconds_since(&start);
    else
        results_free(out);
    *results = r.st == SIBYL_OK ? out : NULL;
    release(&r);
    return r.st;
}

/* What one worker takes, made for the purpose, times the workers. Large pieces are not touched until they are used, so
 * making one costs little. */
int64_t run_memory(const struct scheme *scheme, const struct run_options *options) {
    struct run_options one = *options;
    one.threads = 1;
    struct run r = {.scheme = scheme, .options = &one};
    status st = prepare(&r);
    int64_t bytes = INT64_MAX, workers = count_blocks(options->paths);
    workers = options->threads < workers ? options->threads : workers;
    if (st == SIBYL_OK)
        bytes = workers * (int64_t)(workspace_bytes(&r.workers[0].ws) + recorder_bytes(&r.workers[0].record));
    release(&r);
    return bytes;
}
