#include "engine/walk.h"

#include "engine/trace_clients.h"
#include "scheme/behaviour.h"
#include "scheme/moves.h"

#include <string.h>

/* Only where somebody can fail, and figures are read that ask for it, is a shadow wanted. */
static bool wants_shadow(const struct workspace *ws) {
    bool any = false;
    for (int p = 0; p < ws->scheme->parties.n; p++)
        any |= ws->books.failure.can_fail[p];
    return any && ws->shadows;
}

static status init_shadow(struct workspace *ws) {
    if (!wants_shadow(ws))
        return SIBYL_OK;
    ws->shadow = arena_array(&ws->arena, 1, sizeof *ws->shadow);
    if (!ws->shadow)
        return SIBYL_ERR_NO_MEMORY;
    status st = clients_init(&ws->shadow->clients, ws->scheme, ws->horizon);
    if (st == SIBYL_OK)
        st = evaluation_init(&ws->shadow->evaluation, ws->scheme, ws->horizon);
    if (st == SIBYL_OK)
        st = books_init(&ws->shadow->books, ws->scheme, ws->horizon);
    return st;
}

status workspace_init(struct workspace *ws, const struct scheme *s, const struct weighings *weighings, bool shadows,
                      int horizon) {
    memset(ws, 0, sizeof *ws);
    ws->scheme = s;
    ws->weighings = weighings;
    ws->shadows = shadows;
    ws->horizon = horizon;
    status st = draws_init(&ws->draws, s, horizon);
    if (st == SIBYL_OK)
        st = clients_init(&ws->clients, s, horizon);
    if (st == SIBYL_OK)
        st = evaluation_init(&ws->evaluation, s, horizon);
    if (st == SIBYL_OK)
        st = books_init(&ws->books, s, horizon);
    if (st == SIBYL_OK)
        st = init_shadow(ws);
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
    if (ws->shadow) {
        clients_free(&ws->shadow->clients);
        evaluation_free(&ws->shadow->evaluation);
        books_free(&ws->shadow->books);
    }
    arena_free(&ws->arena);
    memset(ws, 0, sizeof *ws);
}

size_t workspace_bytes(const struct workspace *ws) {
    size_t bytes = ws->arena.bytes + draws_bytes(&ws->draws) + clients_bytes(&ws->clients) +
                   evaluation_bytes(&ws->evaluation) + ws->books.arena.bytes;
    if (ws->shadow)
        bytes += clients_bytes(&ws->shadow->clients) + evaluation_bytes(&ws->shadow->evaluation) +
                 ws->shadow->books.arena.bytes;
    return bytes;
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

/* Sums lanes of the cells of a group at providers first ... last. */
static double over_providers(const struct walk *w, double (*cells)[LANES], int group, int first, int last, int lane) {
    double sum = 0;
    for (int p = first; p <= last; p++)
        sum += cells[p * w->scheme->groups.n + group][lane];
    return sum;
}

/* No more people start than were referred, and no more achieve an outcome than reached what comes before it. A sum of
 * expectations may differ in its last bits. */
static bool group_conserved(const struct walk *w, int group, int first, int last, int lane) {
    const double guard = 1e-6;
    const struct scheme *s = w->scheme;
    size_t cells = (size_t)s->n_providers * (size_t)s->groups.n;
    double starts = over_providers(w, w->sums->starts, group, first, last, lane);
    bool held = starts <= over_providers(w, w->sums->referrals, group, first, last, lane) + guard;
    for (int k = 0; k < s->outcomes.n; k++) {
        int after = s->outcomes.items[k].after;
        double(*above)[LANES] = w->sums->outcome + (size_t)(after == START ? 0 : after) * cells;
        double reached = after == START ? starts : over_providers(w, above, group, first, last, lane);
        double count = over_providers(w, w->sums->outcome + (size_t)k * cells, group, first, last, lane);
        held &= count >= -guard && count <= reached + guard;
    }
    return held;
}

/* Clients who move are referred to one provider and achieve with another: then all providers are looked at together. */
static void check_clients(struct workspace *ws) {
    const struct scheme *s = ws->scheme;
    bool apart = !scheme_clients_move(s);
    for (int lane = 0; lane < ws->walk.block->n_lanes; lane++) {
        bool held = true;
        for (int g = 0; g < s->groups.n; g++) {
            for (int p = 0; p < (apart ? s->n_providers : 1); p++)
                held &= group_conserved(&ws->walk, g, p, apart ? p : s->n_providers - 1, lane);
        }
        ws->clients_checked++;
        ws->clients_broken += !held;
    }
}

/* What walks a month together. */
struct strand {
    const struct block *block;
    const struct draws *draws;
    struct clients *clients;
    struct evaluation *evaluation;
    struct books *books;
    uint64_t *trading, *slack;
};

static void strand_begin(const struct strand *w) {
    for (int p = 0; w->slack && p < w->block->scheme->n_providers; p++)
        w->slack[p] = 0;
    clients_begin(w->clients, w->block, w->draws);
    evaluation_begin(w->evaluation, w->block, w->draws, w->clients);
    books_begin(w->books, w->block, w->draws, w->clients, w->evaluation);
}

/* A month's clients, what contracts see of them, and reviews: all that comes before the books. */
static void strand_happens(const struct strand *w, int month) {
    const struct scheme *s = w->block->scheme;
    for (int p = 0; p < s->n_providers; p++)
        w->trading[p] = s->parties.items[s->provider_party[p]].idle ? 0 : UINT64_MAX;
    endings_draw(w->books, month);
    failure_clients(w->books, w->clients, month, w->trading);
    endings_clients(w->books, w->clients, month, w->trading);
    moves_join(w->books, w->clients, month);
    clients_month(w->clients, w->block, w->draws, month, w->trading, w->slack);
    evaluation_month(w->evaluation, w->block, w->draws, w->clients, month);
    endings_review(w->books, month);
}

static void strand_books(const struct strand *w, int month) {
    books_month(w->books, month);
    if (w->slack)
        books_slack(w->books, w->slack);
}

/* Gives each lane a shadow: that of the first party from `done[lane]` on that failed in it. False when none is left. */
static bool choose_shadows(const struct workspace *ws, int done[LANES], uint64_t *immune) {
    bool any = false;
    memset(immune, 0, (size_t)ws->scheme->parties.n * sizeof *immune);
    for (int lane = 0; lane < LANES; lane++) {
        int p = done[lane];
        while (p < ws->scheme->parties.n && !(failure_lanes(&ws->books, p) >> lane & 1))
            p++;
        done[lane] = p < ws->scheme->parties.n ? p + 1 : p;
        if (p == ws->scheme->parties.n)
            continue;
        immune[p] |= (uint64_t)1 << lane;
        any = true;
    }
    return any;
}

/* Takes over what the parties that cannot fail in the shadow would have needed. */
static void take_shadows(struct workspace *ws) {
    for (int p = 0; p < ws->scheme->parties.n; p++) {
        uint64_t immune = ws->shadow->books.failure.immune[p];
        for (int i = 0; i < LANES; i++) {
            if (immune >> i & 1)
                ws->books.memory[p].shadow_low[i] = ws->shadow->books.memory[p].shadow_low[i];
        }
    }
}

/* Lanes in which no party is asked what it would have needed are idle. */
static void walk_shadow(struct workspace *ws, const struct block *of) {
    struct shadow *shadow = ws->shadow;
    struct block b = *of;
    b.idle = UINT64_MAX;
    for (int p = 0; p < ws->scheme->parties.n; p++)
        b.idle &= ~shadow->books.failure.immune[p];
    struct strand strand = {&b,          &ws->draws, &shadow->clients, &shadow->evaluation, &shadow->books,
                            ws->trading, ws->slack};
    strand_begin(&strand);
    for (int month = 1; month <= ws->scheme->months; month++) {
        strand_happens(&strand, month);
        strand_books(&strand, month);
    }
}

/* Each walk serves all lanes at once, in each of them one party that failed; as many walks as parties failed in one lane. */
static void walk_shadows(struct workspace *ws, const struct block *b) {
    int done[LANES] = {0};
    if (!ws->books.failure.any)
        return;
    while (choose_shadows(ws, done, ws->shadow->books.failure.immune)) {
        walk_shadow(ws, b);
        take_shadows(ws);
    }
}

void workspace_walk(struct workspace *ws, const struct block *b, month_end at_month_end, void *user) {
    const struct scheme *s = ws->scheme;
    struct strand strand = {b, &ws->draws, &ws->clients, &ws->evaluation, &ws->books, ws->trading, ws->slack};
    draws_fill(&ws->draws, b);
    strand_begin(&strand);
    sums_begin(&ws->sums, s);
    ws->walk = (struct walk){s, b, &ws->draws, &ws->clients, &ws->evaluation, &ws->books, &ws->sums, false};
    for (int month = 1; month <= b->horizon; month++) {
        if (ws->books.trace)
            ws->books.trace->month = month;
        strand_happens(&strand, month);
        if (ws->books.trace)
            tell_happenings(ws->books.trace, &ws->walk, month);
        strand_books(&strand, month);
        if (month > s->months)
            continue;
        sums_month(&ws->sums, &ws->walk, month);
        if (at_month_end)
            at_month_end(user, &ws->walk, month);
    }
    if (ws->weighings) {
        if (ws->shadow)
            walk_shadows(ws, b);
        ws->walk.shadowed = ws->shadows;
        sums_end(&ws->sums, &ws->walk, ws->weighings);
        check_clients(ws);
    }
}
