/* Counts as rows: what contracts count on a path. */
#include "scheme/behaviour.h"
#include "scheme/live_inner.h"

/* ---- Reading ---- */

/* What is counted, and of whom, in the two numbers that a reader has. */
static int packed_what(const struct live_counted *counted) {
    int outcome = counted->outcome == NONE ? 0 : counted->outcome;
    return (outcome * LIVE_COUNTS + (int)counted->what) * 2 + counted->billed;
}

static int packed_whom(const struct scheme *s, int delay, int group, int part) {
    return (delay * (s->n_providers + 1) + part + 1) * (s->groups.n + 1) + group + 1;
}

static const struct count_grid *grid_of(const struct term_view *view, enum live_count what, int outcome, bool billed) {
    switch (what) {
    case LIVE_STARTS:
        return billed ? &view->billed_starts : &view->starts;
    case LIVE_SERVICE:
        return billed ? &view->billed_in_service : &view->in_service;
    case LIVE_OUTCOMES:
        return billed ? &view->billed[outcome] : &view->outcomes[outcome];
    case LIVE_TRUE_OUTCOMES:
        return &view->true_outcomes[outcome];
    case LIVE_WITHOUT:
        return &view->without[outcome];
    case LIVE_BY_DELAY:
        return &view->by_delay[outcome];
    case LIVE_REFERRALS:
    case LIVE_COUNTS:
        break;
    }
    return &view->referrals;
}

static double read_count(const struct term_view *view, int lane, int a, int b) {
    const struct scheme *s = view->scheme;
    enum live_count what = (enum live_count)(a / 2 % LIVE_COUNTS);
    const struct count_grid *grid = grid_of(view, what, a / 2 / LIVE_COUNTS, a % 2);
    int group = b % (s->groups.n + 1) - 1, rest = b / (s->groups.n + 1);
    int part = rest % (s->n_providers + 1) - 1, delay = rest / (s->n_providers + 1);
    int month = what == LIVE_BY_DELAY ? delay_month(view, view->month, delay) : view->month;
    double sum = 0;
    if (what == LIVE_BY_DELAY && delay >= view->month)
        return 0;
    for (int g = group == NONE ? 0 : group; g < (group == NONE ? s->groups.n : group + 1); g++) {
        for (int i = part == NONE ? 0 : part; i < (part == NONE ? view->contract->n_parts : part + 1); i++)
            sum += count_at(grid, month, view->contract->part[i], g)[lane];
    }
    return sum;
}

/* ---- Rows ---- */

/* The same row may be asked for in several ways. */
static struct live_counted plainly(const struct live *l, const struct live_counted *counted) {
    const struct scheme *s = l->book->s;
    struct live_counted plain = *counted;
    bool levels = plain.what == LIVE_OUTCOMES && s->outcomes.items[plain.outcome].levels.n > 0;
    plain.billed = plain.billed && plain.what != LIVE_REFERRALS && (levels || behaviour_coded_under(s, l->c));
    if (plain.what == LIVE_TRUE_OUTCOMES && l->c->accepted == NONE)
        plain.what = LIVE_OUTCOMES;
    if (plain.what < LIVE_OUTCOMES)
        plain.outcome = NONE;
    return plain;
}

/* "restored as billed of opiate by Harbour": what is counted, of whom. */
static const char *words_of(const struct live *l, const struct live_counted *counted, int group, int part) {
    static const char *const before[LIVE_COUNTS] = {
        "starts", "referrals", "in service", "", "claimed, ", "expected without the service, ", ""};
    const struct scheme *s = l->book->s;
    struct grid *g = &l->book->grid;
    const char *outcome = counted->outcome == NONE ? "" : s->outcomes.items[counted->outcome].name;
    const char *after = counted->what == LIVE_BY_DELAY
                            ? grid_text(g, " %d month%s after", counted->delay, counted->delay == 1 ? "" : "s")
                            : "";
    const char *of = group == NONE ? "" : grid_text(g, " of %s", s->groups.items[group].name);
    const char *by = part == NONE ? "" : grid_text(g, " by %s", live_part_name(l, part));
    return grid_text(g, "%s%s%s%s%s%s", before[counted->what], outcome, after, counted->billed ? " as billed" : "", of,
                     by);
}

static bool same(const struct live_counted *a, const struct live_counted *b) {
    return a->what == b->what && a->outcome == b->outcome && a->billed == b->billed && a->delay == b->delay;
}

static int make(const struct live *l, const struct live_counted *counted, int group, int part) {
    struct live of_contract = *l;
    of_contract.t = NULL;
    of_contract.term = 0;
    const char *label = live_label(&of_contract, "%s", words_of(l, counted, group, part));
    if (part != NONE || !l->by_part) {
        struct grid_owner before = part != NONE ? live_own_part(l) : grid_owner_of(&l->book->grid);
        int row = live_happened(&of_contract, GRID_COUNT, label, read_count, packed_what(counted),
                                packed_whom(l->book->s, counted->delay, group, part));
        (void)grid_own(&l->book->grid, before);
        return row;
    }
    struct live_formula f = {.n = 0};
    for (int i = 0; i < l->c->n_parts; i++)
        live_add(l, GRID_COUNT, label, &f, "{}", live_count(l, counted, group, i));
    return live_line(l, GRID_COUNT, label, &f);
}

int live_count(const struct live *l, const struct live_counted *counted, int group, int part) {
    struct live_book *book = l->book;
    struct live_counted plain = plainly(l, counted);
    if (l->c->n_parts == 1)
        part = l->by_part ? 0 : NONE;
    for (int i = 0; i < book->n_counts; i++) {
        const struct live_count_row *r = &book->count[i];
        if (r->contract == l->contract && r->group == group && r->part == part && same(&r->counted, &plain))
            return r->row;
    }
    int row = make(l, &plain, group, part);
    void *counts = book->count;
    if (!live_grow(book, &counts, book->n_counts, &book->count_room, sizeof *book->count))
        return 0;
    book->count = counts;
    book->count[book->n_counts++] = (struct live_count_row){l->contract, plain, group, part, row};
    return row;
}
