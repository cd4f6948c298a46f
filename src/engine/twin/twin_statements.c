/* Statements by financial year: income and expenditure, cash flow and balance sheet of those who trade.
 *
 * What a contract pays is income of the payee and expenditure of the payer in the month in which it is accepted, as free
 * reserves count it (rule 81); own costs and fees when they are paid; interest on loans as it accrues. What is open under a
 * contract is written off, and released, when one side of it fails. Capital of investors stands beside reserves: what they
 * have put in less what they have got back. */
#include "engine/twin/twin.h"

#include <string.h>

/* Lines of one contract, by month: what is recognised, what is open (debtors; received on account where negative), what is
 * written off. */
struct open_contract {
    int recognised, open, written_off;
};

/* Rows that add to something and rows that take off it. */
struct signed_rows {
    int n_plus, n_minus;
    int *plus, *minus;
};

/* The statements of one party as they are being made.
 *   year     line: the year's number from 0
 *   contract [contract]: each as a whole; paid: as the party has it that pays all or part of it
 *   surplus  income and expenditure of the year; assets: assets and liabilities at its end */
struct statements {
    struct twin *t;
    int party, year;
    const struct open_contract *contract;
    struct open_contract *paid;
    struct signed_rows surplus, assets;
};

/* ---- Contracts, by month ---- */

static bool signed_room(struct twin *t, struct signed_rows *rows, int n) {
    *rows = (struct signed_rows){.plus = twin_rows(t, n), .minus = twin_rows(t, n)};
    return rows->plus && rows->minus;
}

static void signed_add(struct signed_rows *rows, bool minus, int row) {
    if (minus)
        rows->minus[rows->n_minus++] = row;
    else
        rows->plus[rows->n_plus++] = row;
}

/* What rows add less what others take off, as a line. */
static int signed_sum(struct twin *t, enum twin_sheet sheet, enum grid_unit unit, const char *label,
                      const struct signed_rows *rows) {
    struct grid *g = &t->book.grid;
    int plus = grid_sum(g, t->sheet[sheet], unit, grid_text(g, "%s: adds", label), rows->n_plus, rows->plus);
    if (rows->n_minus == 0)
        return grid_line(g, t->sheet[sheet], unit, label, "{0}", plus);
    int minus = grid_sum(g, t->sheet[sheet], unit, grid_text(g, "%s: takes off", label), rows->n_minus, rows->minus);
    return grid_line(g, t->sheet[sheet], unit, label, "{0}-{1}", plus, minus);
}

/* What is paid under a contract in a month, less what the payee has paid back: by one of its payers, or (NONE) by all. */
static int paid_of(struct twin *t, int contract, int payer) {
    struct signed_rows rows;
    int first = t->first_leg[contract], last = t->first_leg[contract + 1];
    if (!signed_room(t, &rows, last - first))
        return 0;
    for (int l = first; l < last; l++) {
        const struct twin_leg *leg = &t->leg[l];
        if (leg->paid != NONE && (payer == NONE || (leg->debt ? leg->to : leg->from) == payer))
            signed_add(&rows, leg->debt, leg->paid);
    }
    return signed_sum(t, TWIN_CASH, GRID_PENCE, live_label(&t->contract[contract], "paid, less paid back"), &rows);
}

/* Lines that are 1 from the month in which a side of the contract fails; NONE: none can. */
static int either_failed(struct twin *t, int contract, int payer) {
    const struct contract *c = &t->s->contracts.items[contract];
    int rows[GRID_REFS], n = 0;
    if (t->stops[c->payee] != NONE)
        rows[n++] = t->stops[c->payee];
    if (t->stops[payer] != NONE)
        rows[n++] = t->stops[payer];
    if (n == 0)
        return NONE;
    rows[n] = t->book.month;
    return grid_line_of(&t->book.grid, t->sheet[TWIN_CASH], GRID_FLAG,
                        live_label(&t->contract[contract], "a side of it has failed"),
                        n == 1 ? "IF({1}>={0},1,0)" : "IF(OR({2}>={0},{2}>={1}),1,0)", n + 1, rows);
}

/* What a payer answers for of what is accepted under a contract: a point, NONE of all of it. */
static int share_of(struct twin *t, int contract, int payer) {
    const struct contract *c = &t->s->contracts.items[contract];
    for (int i = 0; i < c->payers.n && payer != NONE; i++) {
        if (c->payers.items[i].party == payer)
            return live_setting(&t->book, &c->place, grid_text(&t->book.grid, "payers.%d.share", i), GRID_RATE,
                                c->payers.items[i].share);
    }
    return NONE;
}

static struct open_contract open_contract_of(struct twin *t, int contract, int payer) {
    struct grid *g = &t->book.grid;
    const struct live *l = &t->contract[contract];
    int sheet = t->sheet[TWIN_CASH], paid = paid_of(t, contract, payer), share = share_of(t, contract, payer);
    int failed = either_failed(t, contract, payer == NONE ? t->s->contracts.items[contract].payer : payer);
    struct open_contract o = {.written_off = NONE};
    o.recognised = grid_line(g, sheet, GRID_PENCE, live_label(l, "accepted in the month"),
                             share == NONE ? "{0}-{0-}" : "({0}-{0-})*{1}", t->accepted[contract],
                             share == NONE ? t->accepted[contract] : share);
    grid_sums(g, o.recognised);
    o.open = grid_later(g, sheet, GRID_PENCE, live_label(l, "accepted and open at the month's end"), true);
    if (failed == NONE) {
        grid_define(g, o.open, "{0-}+{1}-{2}", o.open, o.recognised, paid);
        return o;
    }
    grid_define(g, o.open, "IF({3}=1,0,{0-}+{1}-{2})", o.open, o.recognised, paid, failed);
    o.written_off = grid_line(g, sheet, GRID_PENCE, live_label(l, "written off, and released"), "{0-}+{1}-{2}-{0}",
                              o.open, o.recognised, paid);
    grid_sums(g, o.written_off);
    return o;
}

/* A contract as one of its payers has it, or (NONE) as a whole. */
static struct open_contract open_contract(struct twin *t, int contract, int payer) {
    struct grid_owner before = twin_own_contract(t, contract);
    t->book.grid.party = payer;
    struct open_contract o = open_contract_of(t, contract, payer);
    (void)grid_own(&t->book.grid, before);
    return o;
}

/* ---- Years ---- */

/* What moved in a year, in pounds; what stands at its end. */
static int year_flow(const struct statements *st, const char *label, int row) {
    struct twin *t = st->t;
    int line = grid_line(&t->book.grid, t->sheet[TWIN_STATEMENTS], GRID_POUNDS, twin_label(t, st->party, label),
                         "SUMIF({0:},{1},{2:})/100", t->year, st->year, row);
    grid_sums(&t->book.grid, line);
    return line;
}

static int year_end(const struct statements *st, const char *label, int row) {
    struct twin *t = st->t;
    return grid_line(&t->book.grid, t->sheet[TWIN_STATEMENTS], GRID_POUNDS, twin_label(t, st->party, label),
                     "SUMIFS({2:},{0:},{1},{3:},1)/100", t->year, st->year, row, t->year_ends);
}

static void add_surplus(struct statements *st, bool minus, const char *label, int row) {
    if (row != NONE)
        signed_add(&st->surplus, minus, year_flow(st, label, row));
}

static void add_asset(struct statements *st, bool minus, const char *label, int row) {
    if (row != NONE)
        signed_add(&st->assets, minus, year_end(st, label, row));
}

/* What share of a contract is a party's to pay; 0: it does not pay under it. */
static double share_paid(const struct contract *c, int party) {
    for (int i = 0; i < c->payers.n; i++) {
        if (c->payers.items[i].party == party)
            return c->payers.items[i].share;
    }
    return c->payer == party ? 1 : 0;
}

/* "accepted under Outcomes contract". */
static const char *under(struct twin *t, const char *words, int contract) {
    return grid_text(&t->book.grid, "%s %s", words, t->s->contracts.items[contract].name);
}

static void contracts_income(struct statements *st) {
    struct twin *t = st->t;
    for (int c = 0; c < t->s->contracts.n; c++) {
        if (t->s->contracts.items[c].payee == st->party) {
            add_surplus(st, false, under(t, "accepted under", c), st->contract[c].recognised);
            add_surplus(st, true, under(t, "bad debts under", c), st->contract[c].written_off);
        }
    }
    for (int c = 0; c < t->s->contracts.n; c++) {
        if (share_paid(&t->s->contracts.items[c], st->party) > 0) {
            const char *due = under(t, "due to others under", c), *released = under(t, "released under", c);
            add_surplus(st, true, due, st->paid[c].recognised);
            add_surplus(st, false, released, st->paid[c].written_off);
        }
    }
}

static void contracts_open(struct statements *st) {
    struct twin *t = st->t;
    for (int c = 0; c < t->s->contracts.n; c++) {
        if (t->s->contracts.items[c].payee == st->party)
            add_asset(st, false, under(t, "debtors, less received on account, under", c), st->contract[c].open);
        else if (share_paid(&t->s->contracts.items[c], st->party) > 0)
            add_asset(st, true, under(t, "creditors, less paid on account, under", c), st->paid[c].open);
    }
}

/* Whether a bond may pay a party fees, or what is left over. */
static bool gets_fees(const struct scheme *s, int party) {
    for (int b = 0; b < s->bonds.n; b++) {
        const struct bond *d = &s->bonds.items[b];
        for (int f = 0; f < d->fees.n; f++) {
            if (d->fees.items[f].to == party)
                return true;
        }
        if (d->excess_to == party)
            return true;
    }
    return false;
}

/* What of a party's receipts is paid under no contract: fees, and what is left over. */
static int other_receipts(const struct statements *st) {
    struct twin *t = st->t;
    struct signed_rows rows;
    if (!gets_fees(t->s, st->party) || !signed_room(t, &rows, t->n_legs + 1))
        return NONE;
    signed_add(&rows, false, t->flow[st->party * FLOWS + FLOW_RECEIPTS]);
    for (int l = 0; l < t->n_legs; l++) {
        if (t->leg[l].to == st->party && t->leg[l].paid != NONE)
            signed_add(&rows, true, t->leg[l].paid);
    }
    return signed_sum(t, TWIN_CASH, GRID_PENCE, twin_label(t, st->party, "receipts that are under no contract"), &rows);
}

/* Interest and fees of a loan as they accrue: what the balance moves by, but for what was drawn and paid. */
static int loan_accrues(struct twin *t, int loan) {
    return grid_line(&t->book.grid, t->sheet[TWIN_CASH], GRID_PENCE,
                     grid_text(&t->book.grid, "%s: interest and fees accrued", t->s->loans.items[loan].name),
                     "{0}-{0-}-{1}+{2}+{3}", t->loan_balance[loan], t->loan_drawn[loan], t->loan_interest[loan],
                     t->loan_principal[loan]);
}

static void loans_lines(struct statements *st, bool year_end_too) {
    struct twin *t = st->t;
    for (int i = 0; i < t->s->loans.n; i++) {
        const struct loan *l = &t->s->loans.items[i];
        bool lends = l->lender == st->party;
        if ((!lends && l->borrower != st->party) || t->loan_balance[i] == NONE)
            continue;
        if (year_end_too)
            add_asset(st, !lends, grid_text(&t->book.grid, lends ? "lent: %s" : "owed: %s", l->name),
                      t->loan_balance[i]);
        else {
            if (lends && t->loan_granted[i] != NONE)
                add_surplus(st, true, grid_text(&t->book.grid, "grant part of %s", l->name), t->loan_granted[i]);
            add_surplus(st, !lends,
                        grid_text(&t->book.grid, lends ? "interest from %s" : "interest and fees of %s", l->name),
                        loan_accrues(t, i));
        }
    }
}

/* Flows that are income or expenditure as they are. */
static const struct {
    enum flow kind;
    bool minus;
    const char *words;
} plain_flows[] = {
    {FLOW_INCOME, false, "other income"},
    {FLOW_GRANTED, false, "grant parts of loans"},
    {FLOW_OVERDRAFT, false, "overdraft that the bank has taken over"},
    {FLOW_COSTS, true, "own costs"},
    {FLOW_FEES, true, "fees of the bond"},
    {FLOW_INTEREST, true, "overdraft interest"},
    {FLOW_ESTATE, true, "paid out of the estate"},
};

static void income_and_expenditure(struct statements *st) {
    struct twin *t = st->t;
    contracts_income(st);
    add_surplus(st, false, "fees and other receipts", other_receipts(st));
    for (size_t i = 0; i < sizeof plain_flows / sizeof plain_flows[0]; i++)
        add_surplus(st, plain_flows[i].minus, plain_flows[i].words,
                    t->flow[st->party * FLOWS + (int)plain_flows[i].kind]);
    loans_lines(st, false);
}

/* Capital of investors that an spv still holds: what they have put in less what they have got back, to date. */
static int capital_held(struct statements *st) {
    struct twin *t = st->t;
    int drawn = t->flow[st->party * FLOWS + FLOW_DRAWN], paid = t->flow[st->party * FLOWS + FLOW_DISTRIBUTED];
    if (drawn == NONE || paid == NONE)
        return NONE;
    int held = grid_later(&t->book.grid, t->sheet[TWIN_CASH], GRID_PENCE,
                          twin_label(t, st->party, "capital put in less paid out, to date"), true);
    grid_define(&t->book.grid, held, "{0-}+{1}-{2}", held, drawn, paid);
    return held;
}

/* A result of the statements: all that adds to it less all that takes off it. */
static int result(const struct statements *st, const char *label, const struct signed_rows *rows) {
    int row = signed_sum(st->t, TWIN_STATEMENTS, GRID_POUNDS, twin_label(st->t, st->party, label), rows);
    grid_mark(&st->t->book.grid, row, GRID_RESULT);
    return row;
}

static int income_statement(struct statements *st) {
    struct grid *g = &st->t->book.grid;
    grid_heading(g, st->t->sheet[TWIN_STATEMENTS],
                 grid_text(g, "%s: income and expenditure", st->t->s->parties.items[st->party].name));
    income_and_expenditure(st);
    int surplus = result(st, "surplus of the year", &st->surplus);
    grid_sums(g, surplus);
    return surplus;
}

static int balance_sheet(struct statements *st) {
    struct twin *t = st->t;
    struct grid *g = &t->book.grid;
    grid_heading(g, t->sheet[TWIN_STATEMENTS], grid_text(g, "%s: balance sheet", t->s->parties.items[st->party].name));
    add_asset(st, false, "cash, restricted funds included", t->all[st->party]);
    contracts_open(st);
    loans_lines(st, true);
    add_asset(st, true, "capital of investors, put in less paid out", capital_held(st));
    return result(st, "net assets", &st->assets);
}

static void party_statements(struct twin *t, const struct open_contract *contract, int year, int party) {
    struct grid *g = &t->book.grid;
    struct statements st = {.t = t, .party = party, .year = year, .contract = contract};
    st.paid = arena_array(&t->arena, (size_t)t->s->contracts.n + 1, sizeof *st.paid);
    t->book.grid.failed |= st.paid == NULL;
    for (int c = 0; c < t->s->contracts.n && st.paid; c++) {
        double share = share_paid(&t->s->contracts.items[c], party);
        if (share > 0)
            st.paid[c] = share == 1 ? contract[c] : open_contract(t, c, party);
    }
    int most = 4 * t->s->contracts.n + 2 * t->s->loans.n + FLOWS;
    if (!signed_room(t, &st.surplus, most) || !signed_room(t, &st.assets, most))
        return;
    g->party = party;
    int surplus = income_statement(&st), net = balance_sheet(&st);
    int reserves = grid_later(g, t->sheet[TWIN_STATEMENTS], GRID_POUNDS,
                              twin_label(t, party, "reserves: brought forward and surplus"), true);
    grid_define(g, reserves, "{0-}+{1}", reserves, surplus);
    grid_opening(g, reserves, "{0.}/100", t->all[party]);
    grid_mark(g, reserves, GRID_RESULT);
    int apart =
        grid_line(g, t->sheet[TWIN_STATEMENTS], GRID_POUNDS,
                  twin_label(t, party, "net assets less reserves, without sign"), "ABS({0}-{1})", net, reserves);
    twin_check(t, twin_label(t, party, "balance sheets balance"), "IF(MAX({0:})<0.005,1,0)", apart);
    g->party = NONE;
}

void twin_statements(struct twin *t) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_STATEMENTS];
    struct open_contract *contract = arena_array(&t->arena, (size_t)t->s->contracts.n + 1, sizeof *contract);
    g->failed |= contract == NULL;
    if (!contract)
        return;
    grid_periods(g, sheet, t->s->n_years, t->s->year_name);
    int year = grid_later(g, sheet, GRID_COUNT, "Financial year, from 0", true);
    grid_define(g, year, "{0-}+1", year);
    int before = live_setting(&t->book, &t->s->place, "number before the first financial year", GRID_COUNT, -1);
    grid_opening(g, year, "{0}", before);
    for (int c = 0; c < t->s->contracts.n; c++)
        contract[c] = open_contract(t, c, NONE);
    for (int p = 0; p < t->s->parties.n; p++) {
        if (t->s->parties.items[p].settles) /* who only puts money in keeps no accounts here */
            party_statements(t, contract, year, p);
    }
}
