/* Every party's cash: what flows in and out of it, and what is left. */
#include "engine/books.h"
#include "engine/twin/twin.h"

/* The kinds of flows, in the order of a cash-flow statement, with the sign that they have in it; by_formulas: a party that has
 * no line of it never has any. */
static const struct {
    enum flow kind;
    bool out, by_formulas;
    const char *words;
} kinds[] = {
    {FLOW_RECEIPTS, false, true, "receipts under contracts and fees"},
    {FLOW_INCOME, false, true, "other income"},
    {FLOW_COSTS, true, true, "own costs"},
    {FLOW_PAYMENTS, true, true, "paid under contracts"},
    {FLOW_FEES, true, true, "fees of the bond"},
    {FLOW_INTEREST, true, true, "overdraft interest"},
    {FLOW_BORROWED, false, true, "loans drawn"},
    {FLOW_GRANTED, false, true, "grant parts of loans"},
    {FLOW_LOAN_INTEREST, true, true, "interest and fees of loans"},
    {FLOW_LOAN_PRINCIPAL, true, true, "loans paid back"},
    {FLOW_LENT, true, true, "lent"},
    {FLOW_LOAN_RETURNED, false, true, "loans: returned by borrowers"},
    {FLOW_DRAWN, false, true, "capital drawn"},
    {FLOW_DISTRIBUTED, true, true, "distributed to investors"},
    {FLOW_INVESTED, true, true, "invested"},
    {FLOW_RETURNED, false, true, "returned to investors"},
    {FLOW_GUARANTEED, true, true, "paid under guarantees"},
    {FLOW_OVERDRAFT, false, true, "overdraft taken over by the bank"},
    {FLOW_ESTATE, true, true, "paid out of the estate"},
};

static double read_flow(const struct books *b, int lane, int party, int kind) {
    return (double)ledger_flow(&b->ledger, party, (enum flow)kind)[lane];
}

static size_t place_of(enum flow kind) {
    size_t i = 0;
    while (kinds[i].kind != kind)
        i++;
    return i;
}

bool twin_flow_leaves(enum flow kind) { return kinds[place_of(kind)].out; }

bool twin_has_flow(const struct twin *t, int party, enum flow kind) {
    return !kinds[place_of(kind)].by_formulas || t->flow[party * FLOWS + (int)kind] != NONE;
}

int twin_flow(struct twin *t, int party, enum flow kind) {
    int *flow = &t->flow[party * FLOWS + (int)kind];
    struct grid_owner before = twin_own_party(t, party);
    if (*flow == NONE)
        *flow = twin_engine(t, TWIN_CASH, GRID_PENCE, twin_label(t, party, kinds[place_of(kind)].words), read_flow,
                            party, (int)kind);
    (void)grid_own(&t->book.grid, before);
    return *flow;
}

/* Opening balances before month 1: general cash, and with restricted funds. */
static void open_cash(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    const struct party *p = &t->s->parties.items[party];
    int cash = p->opening_cash != NONE ? live_quantity(&t->book, p->opening_cash)
                                       : live_setting(&t->book, &p->place, "opening_cash", GRID_POUNDS, 0);
    int general =
        grid_point(g, t->sheet[TWIN_CASH], GRID_PENCE, twin_label(t, party, "opening general cash, whole pence"),
                   "SIGN({0})*(ROUND(ABS({0}),0)-(MOD(ABS({0}),2)=0.5))", cash);
    int funds[GRID_REFS], n = 0;
    funds[n++] = general;
    for (int i = 0; i < p->opening_funds.n && n < GRID_REFS; i++)
        funds[n++] = live_setting(&t->book, &p->place, grid_text(g, "opening_funds.%d.amount", i), GRID_POUNDS,
                                  (double)p->opening_funds.items[i].amount);
    int all = general;
    for (int i = 1; i < n; i++)
        all = grid_point(g, t->sheet[TWIN_CASH], GRID_PENCE, twin_label(t, party, "opening cash with restricted funds"),
                         "{0}+{1}", all, funds[i]);
    grid_opening(g, t->cash[party], "{0}", general);
    grid_opening(g, t->all[party], "{0}", all);
    grid_define(g, t->opening[party], "{0-}", t->cash[party]);
}

/* A flow as a line of the party's cash flow: where it is worked out elsewhere, a line that refers to it. */
static int flow_line(struct twin *t, int party, int row, const char *words) {
    struct grid *g = &t->book.grid;
    int line = row;
    if (g->rows[row].sheet == t->sheet[TWIN_CASH])
        grid_move(g, row);
    else
        line = grid_line(g, t->sheet[TWIN_CASH], GRID_PENCE, twin_label(t, party, words), "{0}", row);
    grid_sums(g, line);
    return line;
}

/* All that flows in less all that flows out: the line of all cash. */
static void add_up(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    int refs[GRID_REFS], n = 0;
    struct text_buf formula = {0};
    refs[n++] = t->all[party];
    text_append(&formula, "{0-}");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!twin_has_flow(t, party, kinds[i].kind))
            continue;
        refs[n] = flow_line(t, party, twin_flow(t, party, kinds[i].kind), kinds[i].words);
        text_appendf(&formula, "%s{%d}", kinds[i].out ? "-" : "+", n++);
    }
    g->failed |= formula.failed;
    if (!g->failed)
        grid_define_of(g, t->all[party], formula.data, n, refs);
    text_free(&formula);
}

static void party_cash(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_CASH];
    g->party = party;
    grid_heading(g, sheet, t->s->parties.items[party].name);
    open_cash(t, party);
    grid_move(g, t->opening[party]);
    add_up(t, party);
    if (t->all_receipts[party] != NONE)
        grid_define(g, t->all_receipts[party], "{0}", twin_flow(t, party, FLOW_RECEIPTS));
    grid_move(g, t->all[party]);
    if (t->restricted[party] == NONE) {
        grid_define(g, t->cash[party], "{0}", t->all[party]);
    } else {
        int held = grid_line(g, sheet, GRID_PENCE, twin_label(t, party, "of that, restricted funds"), "{0}",
                             t->restricted[party]);
        grid_define(g, t->cash[party], "{0}-{1}", t->all[party], held);
    }
    grid_move(g, t->cash[party]);
    grid_mark(g, t->cash[party], GRID_RESULT);
    g->party = NONE;
}

void twin_cash(struct twin *t) {
    for (int p = 0; p < t->s->parties.n; p++)
        party_cash(t, p);
}
