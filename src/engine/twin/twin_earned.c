/* What is earned under every contract, month by month: terms, then conditions. */
#include "engine/books.h"
#include "engine/twin/twin.h"

static double read_gained(const struct books *b, int lane, int number, int unused) {
    (void)unused;
    return (double)b->earnings.gained[number][lane];
}

static double read_accrued(const struct books *b, int lane, int number, int unused) {
    (void)unused;
    return (double)b->earnings.accrued[number][lane];
}

/* What a term or condition has earned, as the engine's figures. */
static void take_engine(struct twin *t, int contract, int number) {
    struct grid *g = &t->book.grid;
    const struct live *l = &t->contract[contract];
    const char *name = grid_text(g, "term %d", number - t->first_term[contract] + 1);
    t->gain[number] = twin_engine(t, TWIN_EARNED, GRID_PENCE, live_label(l, "%s earns", name), read_gained, number, 0);
    int accrued = twin_engine(t, TWIN_EARNED, GRID_PENCE, live_label(l, "%s, earned less owed back to date", name),
                              read_accrued, number, 0);
    t->loss[number] = grid_line(g, l->sheet, GRID_PENCE, live_label(l, "%s owes back", name), "{0}-({1}-{1-})",
                                t->gain[number], accrued);
    grid_sums(g, t->gain[number]);
    grid_sums(g, t->loss[number]);
}

void twin_earned(struct twin *t) {
    for (int c = 0; c < t->s->contracts.n; c++) {
        for (int number = t->first_term[c]; number < t->first_term[c + 1]; number++)
            take_engine(t, c, number);
    }
}
