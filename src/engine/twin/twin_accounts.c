/* What the tranches of a bond come to in a month, and the checks of it. */
#include "engine/books.h"
#include "engine/twin/twin_capital.h"

/* "{0}+{1}...": the rows that are there, as the formula of a row that was declared; 0 where there is none. */
static void define_sum(struct capital *c, int row, const char *label, int n, const int *rows) {
    grid_define(c->g, row, "{0}", grid_sum(c->g, c->sheet, GRID_PENCE, label, n, rows));
}

static void close_tranche(struct capital *c, int k) {
    struct twin *t = c->twin;
    struct capital_tranche *tranche = &c->tranche[k];
    const int *taken = tranche->taken;
    const int all[] = {taken[TAKE_INTEREST], taken[TAKE_PRINCIPAL], taken[TAKE_PROFIT], tranche->called,
                       tranche->made_good};
    const int principal[] = {taken[TAKE_PRINCIPAL], tranche->called, tranche->made_good};
    int returned = t->tranche_returned[c->bond][k], repaid = t->tranche_repaid[c->bond][k];
    define_sum(c, returned, capital_tranche_label(c, k, "interest, principal and profit"), 5, all);
    define_sum(c, repaid, capital_tranche_label(c, k, "principal paid back"), 3, principal);
    grid_define(c->g, t->tranche_principal[c->bond][k], "{0}-{1}", tranche->out, repaid);
    grid_define(c->g, tranche->repaid_to_date, "{0-}+{1}", tranche->repaid_to_date, repaid);
    grid_define(c->g, tranche->returned_to_date, "{0-}+{1}", tranche->returned_to_date, returned);
    if (tranche->interest != NONE && taken[TAKE_INTEREST] != NONE)
        grid_define(c->g, tranche->interest, "{0}-{1}", tranche->owed, taken[TAKE_INTEREST]);
    else if (tranche->interest != NONE)
        grid_define(c->g, tranche->interest, "{0}", tranche->owed);
    if (tranche->hurdle != NONE)
        grid_define(c->g, tranche->hurdle, "{0}-{1}", tranche->capped, returned);
}

void capital_close(struct capital *c) {
    struct twin *t = c->twin;
    int paid[GRID_REFS], n = 0;
    for (int k = 0; k < c->d->tranches.n; k++) {
        close_tranche(c, k);
        for (int what = 0; what < TAKES && n + 1 < GRID_REFS; what++)
            paid[n++] = c->tranche[k].taken[what];
    }
    if (t->excess[c->bond] != NONE) {
        define_sum(c, t->excess[c->bond], capital_label(c, "what no tranche takes"), 1, &c->excess);
        paid[n++] = t->excess[c->bond];
    }
    int distributed = grid_sum(c->g, c->sheet, GRID_PENCE, capital_label(c, "distributed"), n, paid);
    grid_define(c->g, t->flow[c->d->spv * FLOWS + (int)FLOW_DISTRIBUTED], "{0}", distributed);
}

/* ---- Checks ---- */

static double read_returned(const struct books *b, int lane, int bond, int tranche) {
    return (double)b->bonds[bond].tranche[tranche].flow_returned[b->month][lane];
}

static double read_drawn(const struct books *b, int lane, int bond, int tranche) {
    return (double)b->bonds[bond].tranche[tranche].flow_drawn[b->month][lane];
}

/* A line of the formulas is the engine's in every month. */
static void check_line(struct capital *c, int k, const char *words, int row, engine_reader read) {
    struct twin *t = c->twin;
    int sheet = t->sheet[TWIN_CHECKS];
    int engine = twin_engine(t, TWIN_CHECKS, GRID_PENCE,
                             grid_text(c->g, "%s: %s, the engine's", c->tranche[k].t->name, words), read, c->bond, k);
    int size = grid_line(c->g, sheet, GRID_PENCE,
                         grid_text(c->g, "%s: %s, formulas less engine", c->tranche[k].t->name, words), "ABS({0}-{1})",
                         row, engine);
    twin_check(t, grid_text(c->g, "%s: %s in each month as in the engine, to the penny", c->tranche[k].t->name, words),
               "IF(SUM({0:})<0.5,1,0)", size);
}

/* Sources are uses: all that has come in has gone out, or is cash. */
void capital_check(struct capital *c) {
    struct twin *t = c->twin;
    for (int k = 0; k < c->d->tranches.n; k++) {
        check_line(c, k, "drawn", t->tranche_drawn[c->bond][k], read_drawn);
        check_line(c, k, "returned", t->tranche_returned[c->bond][k], read_returned);
    }
}
