#include "engine/walk.h"

#include "engine/trace_clients.h"
#include "scheme/behaviour.h"

#include <string.h>

status workspace_init(struct workspace *ws, const struct scheme *s, const struct weighings *weighings, int horizon) {
    memset(ws, 0, sizeof *ws);
    ws->scheme = s;
    ws->weighings = weighings;
    ws->horizon = horizon;
    status st = draws_init(&ws->draws, s, horizon);
    if (st == SIBYL_OK)
        st = clients_init(&ws->clients, s, horizon);
    if (st == SIBYL_OK)
        st = evaluation_init(&ws->evaluation, s, horizon);
    if (st == SIBYL_OK)
        st = books_init(&ws->books, s, horizon);
    if (st == SIBYL_OK)
        st = sums_init(&ws->sums, s, &ws->arena);
    ws->trading = arena_array(&ws->arena, (size_t)s->n_providers + 1, sizeof *ws->trading);
    if (behaviour_any_slackens(s))
        ws->slack = arena_array(&ws->arena, (size_t)s->n_providers, sizeof *ws->slack);
    if (st == SIBYL_OK && (!ws->trading || (behaviour_any_slackens(s) && !ws->slack)))
        st = SIBYL_ERR_NO_MEMORY;
    if (st != SIBYL_OK)
        workspace_free(ws);
    return st;
}

void workspace_free(struct workspace *ws) {
    draws_free(&ws->draws);
    clients_free(&ws->clients);
    evaluation_free(&ws->evaluation);
    books_free(&ws->books);
    arena_free(&ws->arena);
    memset(ws, 0, sizeof *ws);
}

size_t workspace_bytes(const struct workspace *ws) {
    return ws->arena.bytes + draws_bytes(&ws->draws) + clients_bytes(&ws->clients) + evaluation_bytes(&ws->evaluation) +
           ws->books.arena.bytes;
}

struct block block_of_paths(const struct scheme *s, uint64_t seed, uint64_t first_path, int n_lanes) {
    struct block b = {.scheme = s,
                      .seed = seed,
                      .first_path = first_path,
                      .n_lanes = n_lanes,
                      .drawn = true,
                      .horizon = s->months,
                      .last_referral = s->months};
    for (int i = 0; i < LANES; i++)
        b.volume[i] = b.success[i] = 1;
    return b;
}

struct block block_of_cases(const struct scheme *s) {
    struct block b = block_of_paths(s, 0, 0, LANES);
    b.drawn = false;
    return b;
}

/* No more people achieve an outcome than reached what comes before it. A sum of expectations may differ in its last bits. */
static bool outcome_conserved(const struct walk *w, int k, size_t cell, int lane) {
    const double guard = 1e-6;
    const struct scheme *s = w->scheme;
    size_t cells = (size_t)s->n_providers * (size_t)s->groups.n;
    int after = s->outcomes.items[k].after;
    double reached =
        after == START ? w->sums->starts[cell][lane] : w->sums->outcome[(size_t)after * cells + cell][lane];
    double count = w->sums->outcome[(size_t)k * cells + cell][lane];
    return count >= -guard && count <= reached + guard;
}

static void check_clients(struct workspace *ws) {
    const struct scheme *s = ws->scheme;
    size_t cells = (size_t)s->n_providers * (size_t)s->groups.n;
    for (int lane = 0; lane < ws->walk.block->n_lanes; lane++) {
        bool held = true;
        for (size_t cell = 0; cell < cells; cell++) {
            held &= ws->sums.starts[cell][lane] <= ws->sums.referrals[cell][lane] + 1e-6;
            for (int k = 0; k < s->outcomes.n; k++)
                held &= outcome_conserved(&ws->walk, k, cell, lane);
        }
        ws->clients_checked++;
        ws->clients_broken += !held;
    }
}

void workspace_walk(struct workspace *ws, const struct block *b, month_end at_month_end, void *user) {
    const struct scheme *s = ws->scheme;
    draws_fill(&ws->draws, b);
    clients_begin(&ws->clients, b, &ws->draws);
    evaluation_begin(&ws->evaluation, b, &ws->draws, &ws->clients);
    books_begin(&ws->books, b, &ws->draws, &ws->clients, &ws->evaluation);
    sums_begin(&ws->sums, s);
    for (int p = 0; ws->slack && p < s->n_providers; p++)
        ws->slack[p] = 0;
    ws->walk = (struct walk){s, b, &ws->draws, &ws->clients, &ws->evaluation, &ws->books, &ws->sums};
    for (int month = 1; month <= b->horizon; month++) {
        for (int p = 0; p < s->n_providers; p++)
            ws->trading[p] = s->parties.items[s->provider_party[p]].idle ? 0 : UINT64_MAX;
        if (ws->books.trace)
            ws->books.trace->month = month;
        endings_draw(&ws->books, month);
        endings_clients(&ws->books, &ws->clients, month, ws->trading);
        clients_month(&ws->clients, b, &ws->draws, month, ws->trading, ws->slack);
        evaluation_month(&ws->evaluation, b, &ws->draws, &ws->clients, month);
        endings_review(&ws->books, month);
        if (ws->books.trace)
            tell_happenings(ws->books.trace, &ws->walk, month);
        books_month(&ws->books, month);
        if (ws->slack)
            books_slack(&ws->books, ws->slack);
        if (month > s->months)
            continue;
        sums_month(&ws->sums, &ws->walk, month);
        if (at_month_end)
            at_month_end(user, &ws->walk, month);
    }
    if (ws->weighings) {
        sums_end(&ws->sums, &ws->walk, ws->weighings);
        check_clients(ws);
    }
}
