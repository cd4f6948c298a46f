/* Debt service cover and covenants (rules 64, 82). */
#include "engine/books.h"
#include "engine/twin/twin_loans.h"

static double read_lowest(const struct books *b, int lane, int borrower, int unused) {
    const struct borrower *of = &b->lending.borrower[borrower];
    (void)unused;
    return of->ever_tested >> lane & 1 ? of->lowest[lane] : 0;
}

static double read_breached(const struct books *b, int lane, int loan, int unused) {
    (void)unused;
    money month = b->lending.loan[loan].breached[lane];
    return month == NEVER ? 0 : (double)month;
}

static int to_date(struct twin *t, const char *label, int row) {
    struct grid *g = &t->book.grid;
    int sum = grid_later(g, t->sheet[TWIN_LOANS], GRID_PENCE, grid_text(g, "%s, to date", label), true);
    grid_define(g, sum, "{0-}+{1}", sum, row);
    return sum;
}

/* A line of the twelve months to now. */
static int of_a_year(struct twin *t, const char *label, int row) {
    struct grid *g = &t->book.grid;
    int twelve = live_setting(&t->book, &t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
    int sum = to_date(t, label, row);
    return grid_line(g, t->sheet[TWIN_LOANS], GRID_PENCE, grid_text(g, "%s, of the last 12 months", label),
                     "{0}-INDEX({0<=},MAX(1,{1}+1-{2}))", sum, t->book.month, twelve);
}

/* Receipts and other income less costs and payments to others; nothing of a borrower that has none of them. */
static int available(struct twin *t, int party) {
    static const struct {
        enum flow kind;
        bool out;
    } of[] = {
        {FLOW_RECEIPTS, false}, {FLOW_INCOME, false}, {FLOW_COSTS, true}, {FLOW_PAYMENTS, true}, {FLOW_FEES, true}};
    struct twin_formula f = {.t = t,
                             .sheet = TWIN_LOANS,
                             .unit = GRID_PENCE,
                             .label = twin_label(t, party, "cash available for debt service in the month")};
    for (size_t i = 0; i < sizeof of / sizeof of[0]; i++) {
        int row = t->flow[party * FLOWS + (int)of[i].kind];
        if (of[i].out)
            loan_less(&f, row);
        else
            loan_plus(&f, row);
    }
    int line = twin_formula_line(&f);
    return line != NONE ? line : grid_sum(&t->book.grid, t->sheet[TWIN_LOANS], GRID_PENCE, f.label, 0, NULL);
}

static int service(struct twin *t, int party) {
    struct twin_formula f = {.t = t,
                             .sheet = TWIN_LOANS,
                             .unit = GRID_PENCE,
                             .label = twin_label(t, party, "debt service due in the month")};
    for (int k = 0; k < t->s->loans.n; k++) {
        if (t->s->loans.items[k].borrower == party)
            loan_plus(&f, t->loan_instalment[k]);
    }
    return twin_formula_line(&f);
}

/* The month in which principal of any of its loans first falls due, a point; NONE: in none that is known. */
static int first_principal(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    int first = NONE;
    for (int k = 0; k < t->s->loans.n; k++) {
        int row = t->loan_first_principal[k];
        if (t->s->loans.items[k].borrower != party || row == NONE)
            continue;
        first = first == NONE ? row
                              : grid_point(g, t->sheet[TWIN_LOANS], GRID_MONTH,
                                           twin_label(t, party, "month in which principal first falls due"),
                                           "MIN({0},{1})", first, row);
    }
    return first;
}

/* The cover of the last twelve months from the first with a year of debt service on, and the least so far. */
static void cover(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_LOANS], first = first_principal(t, party);
    if (first == NONE)
        return;
    grid_heading(g, sheet, twin_label(t, party, "debt service cover"));
    int twelve = live_setting(&t->book, &t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
    int can = of_a_year(t, twin_label(t, party, "available for debt service"), available(t, party));
    int due = of_a_year(t, twin_label(t, party, "debt service due"), service(t, party));
    t->dscr_tested[party] = grid_line(g, sheet, GRID_FLAG, twin_label(t, party, "debt service cover can be told"),
                                      "IF(AND({0}>={1}+{2}-1,{3}<>0),1,0)", t->book.month, first, twelve, due);
    t->dscr[party] = grid_line(g, sheet, GRID_NUMBER, twin_label(t, party, "debt service cover"), "IF({0}=1,{1}/{2},0)",
                               t->dscr_tested[party], can, due);
    grid_mark(g, t->dscr[party], GRID_RESULT);
    int ever = grid_later(g, sheet, GRID_FLAG, twin_label(t, party, "debt service cover could be told so far"), true);
    grid_define(g, ever, "MAX({0-},{1})", ever, t->dscr_tested[party]);
    grid_opening(g, ever, "0");
    int least = grid_later(g, sheet, GRID_NUMBER, twin_label(t, party, "least debt service cover so far"), true);
    grid_define(g, least, "IF({0}=0,{1-},IF({2-}=0,{3},MIN({1-},{3})))", t->dscr_tested[party], least, ever,
                t->dscr[party]);
    grid_opening(g, least, "0");
    t->dscr_lowest[party] = least;
    int engine =
        twin_engine_once(t, TWIN_CHECKS, GRID_NUMBER, twin_label(t, party, "least debt service cover, the engine's"),
                         read_lowest, t->books->lending.borrower_of_party[party], 0);
    twin_check(t, twin_label(t, party, "least debt service cover is the engine's"), "IF(ROUND({0$}-{1},9)=0,1,0)",
               least, engine);
}

static int setting(struct twin *t, int loan, const char *key, enum grid_unit unit, double number) {
    return live_setting(&t->book, &t->s->loans.items[loan].place, key, unit, number);
}

/* What a test finds: too little cash, or too little cover. */
static int fails_test(struct twin *t, int loan) {
    const struct loan *l = &t->s->loans.items[loan];
    const struct covenants *c = &l->covenants;
    struct twin_formula f = {.t = t,
                             .sheet = TWIN_LOANS,
                             .unit = GRID_FLAG,
                             .label = grid_text(&t->book.grid, "%s: a covenant does not hold", l->name)};
    twin_formula_add(&f, "IF(OR(");
    if (c->min_cash_given)
        twin_formula_add(&f, "{0}<{1}", t->cash[l->borrower],
                         setting(t, loan, "covenants.min_cash", GRID_POUNDS, (double)c->min_cash));
    if (c->min_dscr_given && t->dscr[l->borrower] != NONE)
        twin_formula_add(&f, c->min_cash_given ? ",AND({0}=1,{1}<{2})" : "AND({0}=1,{1}<{2})",
                         t->dscr_tested[l->borrower], t->dscr[l->borrower],
                         setting(t, loan, "covenants.min_dscr", GRID_NUMBER, c->min_dscr));
    twin_formula_add(&f, "),1,0)");
    return twin_formula_line(&f);
}

static void covenants(struct twin *t, int loan) {
    struct grid *g = &t->book.grid;
    const struct loan *l = &t->s->loans.items[loan];
    int sheet = t->sheet[TWIN_LOANS];
    if (!l->covenants.given)
        return;
    grid_heading(g, sheet, grid_text(g, "%s: covenants", l->name));
    int tested = grid_line(g, sheet, GRID_FLAG, grid_text(g, "%s: covenants are tested", l->name),
                           "IF(AND({0}>={1},{0}<={2},MOD({0}-{1}+1,{3})=0,{4}=0),1,0)", t->book.month,
                           t->loan_first[loan], t->loan_last[loan],
                           setting(t, loan, "covenants.test", GRID_COUNT, l->covenants.test), t->failed[l->borrower]);
    int breached = grid_line(g, sheet, GRID_FLAG, grid_text(g, "%s: a covenant is breached", l->name),
                             "IF({0}=1,{1},0)", tested, fails_test(t, loan));
    int first = grid_point(g, sheet, GRID_MONTH, grid_text(g, "%s: first month of a breach (0: never)", l->name),
                           "IFERROR(MATCH(1,{0:},0),0)", breached);
    grid_mark(g, first, GRID_RESULT);
    int engine =
        twin_engine_once(t, TWIN_CHECKS, GRID_MONTH, grid_text(g, "%s: first month of a breach, the engine's", l->name),
                         read_breached, loan, 0);
    twin_check(t, grid_text(g, "%s: covenants are first breached when the engine says so", l->name), "IF({0}={1},1,0)",
               first, engine);
}

void twin_cover(struct twin *t) {
    for (int p = 0; p < t->s->parties.n; p++) {
        t->book.grid.party = p;
        if (t->books->lending.borrower_of_party[p] != NONE)
            cover(t, p);
    }
    t->book.grid.party = NONE;
    for (int k = 0; k < t->s->loans.n; k++) {
        (void)twin_own_loan(t, k);
        if (!t->s->loans.items[k].without)
            covenants(t, k);
    }
    (void)grid_own(&t->book.grid, GRID_NOBODYS);
}
