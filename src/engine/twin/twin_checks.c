/* Checks: that the formulas agree with the engine, and with themselves. */
#include "engine/books.h"
#include "engine/twin/twin.h"

static double read_cash(const struct books *b, int lane, int party, int unused) {
    (void)unused;
    return (double)ledger_cash(&b->ledger, party)[lane];
}

/* A party's general cash is the engine's in every month. */
static void check_cash(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_CHECKS];
    g->party = party;
    int engine = twin_engine(t, TWIN_CHECKS, GRID_PENCE, twin_label(t, party, "general cash, the engine's"), read_cash,
                             party, 0);
    int apart = grid_line(g, sheet, GRID_PENCE, twin_label(t, party, "formulas less engine"), "{0}-{1}", t->cash[party],
                          engine);
    int size = grid_line(g, sheet, GRID_PENCE, twin_label(t, party, "difference, without sign"), "ABS({0})", apart);
    twin_check(t, twin_label(t, party, "cash is the engine's, to the penny"), "IF(SUM({0:})<0.5,1,0)", size);
    g->party = NONE;
}

void twin_checks(struct twin *t) {
    struct grid *g = &t->book.grid;
    for (int p = 0; p < t->s->parties.n; p++)
        check_cash(t, p);
    t->master = grid_later(g, t->sheet[TWIN_CHECKS], GRID_HOLDS, "Master check: all of the above", false);
    struct text_buf formula = {0};
    int refs[GRID_REFS], n = 0, master = NONE;
    for (int i = 0; i < t->n_checks; i++) {
        text_appendf(&formula, "%s{%d}", n > 0 ? "," : "MIN(", n);
        refs[n++] = t->check[i];
        if (n < GRID_REFS && i + 1 < t->n_checks)
            continue;
        text_append(&formula, ")");
        if (i + 1 == t->n_checks) {
            grid_define_of(g, t->master, formula.data, n, refs);
        } else { /* too many for one formula: what holds so far is a row of its own */
            master =
                grid_point_of(g, t->sheet[TWIN_CHECKS], GRID_HOLDS, "all of the above so far", formula.data, n, refs);
            n = 0;
            text_free(&formula);
            text_append(&formula, "MIN({0}");
            refs[n++] = master;
        }
    }
    g->failed |= formula.failed;
    text_free(&formula);
    grid_mark(g, t->master, GRID_CHECK);
}
