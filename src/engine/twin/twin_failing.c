/* When parties fail: what happened, from which what stops with them follows (rule 72). */
#include "engine/books.h"
#include "engine/twin/twin.h"

static double read_stops(const struct books *b, int lane, int party, int unused) {
    (void)unused;
    money when = b->memory[party].insolvent[lane];
    bool stopped = when != NEVER && !(failure_immune(b, party) >> lane & 1) && !(b->block->spared >> lane & 1);
    return stopped ? (double)when : b->scheme->months + 1;
}

void twin_failing(struct twin *t) {
    struct grid *g = &t->book.grid;
    for (int p = 0; p < t->s->parties.n; p++) {
        if (!t->books->failure.can_fail[p])
            continue;
        g->party = p;
        t->stops[p] = twin_happened_once(
            t, GRID_MONTH, twin_label(t, p, "fails at the end of month (past the last: never)"), read_stops, p, 0);
        t->failed[p] = grid_line(g, t->sheet[TWIN_COSTS], GRID_FLAG, twin_label(t, p, "has failed and trades no more"),
                                 "IF({0}>{1},1,0)", t->book.month, t->stops[p]);
        g->party = NONE;
    }
}
