/* Time and the choice of a path: months, financial years, contract years, claim periods. */
#include "engine/twin/twin.h"

void twin_contract_time(struct twin *t, int contract) {
    struct grid *g = &t->book.grid;
    struct live *l = &t->contract[contract];
    const struct contract *c = l->c;
    grid_heading(g, l->sheet, c->name);
    int from = live_from(l), twelve = live_months_in_year(&t->book);
    int stop = live_setting(&t->book, &c->place, "last_claim", GRID_MONTH, c->last_claim);
    l->year = grid_line(g, l->sheet, GRID_COUNT, live_label(l, "contract year, from 0"), "MAX(0,INT(({0}-{1})/{2}))",
                        t->book.month, from, twelve);
    l->year_begins = grid_line(g, l->sheet, GRID_FLAG, live_label(l, "a contract year begins"),
                               "IF({0}>={1},IF(MOD({0}-{1},{2})=0,1,0),0)", t->book.month, from, twelve);
    l->payable = grid_line(g, l->sheet, GRID_FLAG, live_label(l, "what is earned is payable"),
                           "IF(AND({0}>={1},{0}<={2}),1,0)", t->book.month, from, stop);
    if (c->indexation == NONE)
        return;
    int growth = live_quantity(&t->book, c->indexation);
    l->index = grid_later(g, l->sheet, GRID_NUMBER, live_label(l, "price index"), true);
    grid_opening(g, l->index, "1");
    grid_define(g, l->index, "IF(AND({1}=1,{2}>{3}),{0-}*(1+{4}),{0-})", l->index, l->year_begins, t->book.month, from,
                growth);
}

/* Financial years of the months, and in which months they end. */
static void financial_years(struct twin *t) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_SCENARIO];
    int first = live_setting(&t->book, &t->s->place, "calendar month of month 1", GRID_COUNT, t->s->start.month);
    int begins = live_setting(&t->book, &t->s->place, "year_start", GRID_COUNT, t->s->year_start);
    int twelve = live_months_in_year(&t->book);
    int calendar =
        grid_line(g, sheet, GRID_COUNT, "Calendar month", "MOD({0}+{1}-2,{2})+1", t->book.month, first, twelve);
    t->year = grid_later(g, sheet, GRID_COUNT, "Financial year, from 0", true);
    grid_define(g, t->year, "{0-}+IF(AND({1}={2},{3}>1),1,0)", t->year, calendar, begins, t->book.month);
    t->book.year_begins =
        grid_line(g, sheet, GRID_FLAG, "A financial year begins", "IF({0}={1},1,0)", calendar, begins);
    int last = live_setting(&t->book, &t->s->place, "months", GRID_COUNT, t->s->months);
    t->year_ends = grid_line(g, sheet, GRID_FLAG, "A financial year ends", "IF(OR({0}={1},MOD({2},{3})+1={4}),1,0)",
                             t->book.month, last, calendar, twelve, begins);
}

void twin_time(struct twin *t) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_SCENARIO];
    t->choice = grid_value(g, sheet, GRID_CHOICE, GRID_COUNT, "Number of the path that is shown", false);
    t->book.month = grid_later(g, sheet, GRID_MONTH, "Month", true);
    grid_define(g, t->book.month, "{0-}+1", t->book.month);
    financial_years(t);
    for (int c = 0; c < t->s->contracts.n; c++) {
        const struct contract *contract = &t->s->contracts.items[c];
        t->contract[c] = (struct live){.book = &t->book,
                                       .sheet = t->sheet[TWIN_EARNED],
                                       .c = contract,
                                       .contract = c,
                                       .foreseen = t->books->bond_of_party[contract->payer] != NONE,
                                       .by_part = contract->passes && contract->n_parts > 0,
                                       .index = NONE,
                                       .last = NONE,
                                       .pipeline = NONE,
                                       .capital = NONE};
    }
}
