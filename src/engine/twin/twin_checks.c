/* Checks: that the formulas agree with the engine, and with themselves. */
#include "engine/books.h"
#include "engine/twin/twin.h"

static double read_low_water(const struct books *b, int lane, int party, int unused) {
    (void)unused;
    return (double)b->memory[party].low_water[lane];
}

static double read_cash(const struct books *b, int lane, int party, int unused) {
    (void)unused;
    return (double)ledger_cash(&b->ledger, party)[lane];
}

/* A line of a party's is the engine's in every month. */
static void check_line(struct twin *t, int party, int row, const char *what, engine_reader read) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_CHECKS];
    g->party = party;
    int engine = twin_engine(t, TWIN_CHECKS, GRID_PENCE, twin_label(t, party, grid_text(g, "%s, the engine's", what)),
                             read, party, 0);
    int apart = grid_line(g, sheet, GRID_PENCE, twin_label(t, party, grid_text(g, "%s, formulas less engine", what)),
                          "{0}-{1}", row, engine);
    int size = grid_line(g, sheet, GRID_PENCE, twin_label(t, party, grid_text(g, "%s, difference without sign", what)),
                         "ABS({0})", apart);
    twin_check(t, twin_label(t, party, grid_text(g, "%s is the engine's, to the penny", what)), "IF(SUM({0:})<0.5,1,0)",
               size);
    g->party = NONE;
}

static double read_earned(const struct books *b, int lane, int contract, int unused) {
    double sum = 0;
    (void)unused;
    for (int number = b->earnings.first_term[contract]; number < b->earnings.first_term[contract + 1]; number++)
        sum += (double)b->earnings.accrued[number][lane];
    return sum;
}

/* What is earned under a contract less what is owed back is the engine's in every month. */
static void check_earned(struct twin *t, int contract) {
    struct grid *g = &t->book.grid;
    const struct live *l = &t->contract[contract];
    struct live on_checks = *l;
    const char *label = live_label(l, "earned less owed back, the formulas'");
    struct live_formula f = {.n = 0};
    on_checks.sheet = t->sheet[TWIN_CHECKS];
    struct grid_owner before = twin_own_contract(t, contract);
    for (int number = t->first_term[contract]; number < t->first_term[contract + 1]; number++) {
        if (t->gain[number] != NONE)
            live_add(&on_checks, GRID_PENCE, label, &f, "{}", t->gain[number]);
        if (t->loss[number] != NONE)
            live_add(&on_checks, GRID_PENCE, label, &f, "(0-{})", t->loss[number]);
    }
    int earned = live_line(&on_checks, GRID_PENCE, label, &f);
    int engine = twin_engine(t, TWIN_CHECKS, GRID_PENCE, live_label(l, "earned less owed back to date, the engine's"),
                             read_earned, contract, 0);
    int size = grid_line(g, on_checks.sheet, GRID_PENCE, live_label(l, "earned, difference without sign"),
                         "ABS({0}-({1}-{1-}))", earned, engine);
    twin_check(t, live_label(l, "what is earned is the engine's, to the penny"), "IF(SUM({0:})<0.5,1,0)", size);
    (void)grid_own(g, before);
}

void twin_master(struct twin *t) {
    struct grid *g = &t->book.grid;
    t->master = grid_later(g, t->sheet[TWIN_CHECKS], GRID_HOLDS, "Master check: all of the above", false);
    struct text_buf formula = {0};
    int refs[GRID_REFS], n = 0, master = NONE;
    if (t->n_checks == 0)
        grid_define(g, t->master, "1");
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

void twin_checks(struct twin *t) {
    for (int p = 0; p < t->s->parties.n; p++)
        check_line(t, p, t->cash[p], "general cash", read_cash);
    for (int p = 0; p < t->s->parties.n; p++) {
        if (t->low_water[p] != NONE)
            check_line(t, p, t->low_water[p], "general cash on payroll day", read_low_water);
    }
    for (int c = 0; c < t->s->contracts.n; c++) {
        if (!t->s->contracts.items[c].without)
            check_earned(t, c);
    }
    twin_master(t);
}
