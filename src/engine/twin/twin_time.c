/* Time and the choice of a path: months, financial years, contract years, claim periods. */
#include "engine/twin/twin.h"

#include "scheme/term/price.h"

static void contract_time(struct twin *t, int contract) {
    struct grid *g = &t->book.grid;
    const struct contract *c = &t->s->contracts.items[contract];
    int sheet = t->sheet[TWIN_EARNED];
    struct live *l = &t->contract[contract];
    *l = (struct live){.book = &t->book, .sheet = sheet, .c = c, .contract = contract};
    g->party = NONE;
    grid_heading(g, sheet, c->name);
    int from = live_setting(&t->book, &c->place, "from", GRID_MONTH, c->from);
    int twelve = live_setting(&t->book, &t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
    int stop = live_setting(&t->book, &c->place, "last_claim", GRID_MONTH, c->last_claim);
    l->year = grid_line(g, sheet, GRID_COUNT, live_label(l, "contract year, from 0"), "MAX(0,INT(({0}-{1})/{2}))",
                        t->book.month, from, twelve);
    l->year_begins = grid_line(g, sheet, GRID_FLAG, live_label(l, "a contract year begins"),
                               "IF({0}>={1},IF(MOD({0}-{1},{2})=0,1,0),0)", t->book.month, from, twelve);
    l->payable = grid_line(g, sheet, GRID_FLAG, live_label(l, "what is earned is payable"),
                           "IF(AND({0}>={1},{0}<={2}),1,0)", t->book.month, from, stop);
}

/* Financial years of the months, and in which months they end. */
static void financial_years(struct twin *t) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_SCENARIO];
    int first = live_setting(&t->book, &t->s->place, "calendar month of month 1", GRID_COUNT, t->s->start.month);
    int begins = live_setting(&t->book, &t->s->place, "year_start", GRID_COUNT, t->s->year_start);
    int twelve = live_setting(&t->book, &t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
    int calendar =
        grid_line(g, sheet, GRID_COUNT, "Calendar month", "MOD({0}+{1}-2,{2})+1", t->book.month, first, twelve);
    t->year = grid_later(g, sheet, GRID_COUNT, "Financial year, from 0", true);
    grid_define(g, t->year, "{0-}+IF(AND({1}={2},{3}>1),1,0)", t->year, calendar, begins, t->book.month);
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
    for (int c = 0; c < t->s->contracts.n; c++)
        contract_time(t, c);
}
