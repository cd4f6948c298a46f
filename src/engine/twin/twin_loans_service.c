/* Loans: what is paid, arrears, default, and what they move (rules 54, 57, 64). */
#include "engine/books.h"
#include "engine/twin/twin_loans.h"

int twin_loan_receipts(struct loan_rows *r) {
    struct twin *t = r->t;
    struct grid *g = &t->book.grid;
    int party = r->l->borrower, income = t->flow[party * FLOWS + FLOW_INCOME];
    g->party = party;
    if (t->all_receipts[party] == NONE)
        t->all_receipts[party] =
            grid_later(g, t->sheet[TWIN_CASH], GRID_PENCE, twin_label(t, party, "receipts of the whole month"), true);
    int to_date =
        grid_later(g, r->sheet, GRID_PENCE, loan_words(r, "receipts and other income of the borrower to date"), true);
    struct twin_formula all = {.t = t, .sheet = TWIN_LOANS, .unit = GRID_PENCE};
    twin_formula_add(&all, "{0-}+{1}", to_date, t->all_receipts[party]);
    if (income != NONE)
        twin_formula_plus(&all, "{0}", income);
    g->failed |= all.text.failed;
    if (!g->failed)
        grid_define_of(g, to_date, all.text.data, all.n, all.refs);
    text_free(&all.text);
    struct twin_formula by_turn = {.t = t,
                                   .sheet = TWIN_LOANS,
                                   .unit = GRID_PENCE,
                                   .label = loan_words(r, "of these, come in by the borrower's turn")};
    twin_formula_add(&by_turn, "{0-}", to_date);
    loan_plus(&by_turn, twin_received(t, party));
    loan_plus(&by_turn, income);
    int seen = twin_formula_line(&by_turn);
    int since =
        grid_later(g, r->sheet, GRID_PENCE, loan_words(r, "receipts and other income, to the next payment"), true);
    r->since = since;
    int now = loan_line(r, "receipts and other income since the last payment", "{0-}+{1}-{1-}", since, seen, NONE);
    grid_define(g, since, "IF({0}>0,0,{1})", r->f.left, now);
    g->party = NONE;
    return now;
}

/* ---- What can be paid ---- */

static int limit_of(struct twin *t, int party) {
    const struct party *p = &t->s->parties.items[party];
    return p->overdraft.limit > 0
               ? live_setting(&t->book, &p->place, "overdraft.limit", GRID_POUNDS, (double)p->overdraft.limit)
               : NONE;
}

/* Takes off what a party pays others in its turn. */
static void less_others(struct twin_formula *f, int party) {
    struct twin *t = f->t;
    int bond = t->books->bond_of_party[party];
    for (int l = 0; l < t->n_legs; l++) {
        if (t->leg[l].from == party)
            loan_less(f, t->leg[l].paid);
    }
    for (int k = 0; bond != NONE && k < t->s->bonds.items[bond].fees.n; k++) {
        if (t->s->bonds.items[bond].fees.items[k].rank == 0)
            loan_less(f, t->fee_settled[bond][k]);
    }
}

/* General cash of a party when its own costs are paid, and with `others` what it pays others. */
static struct twin_formula cash_left(struct twin *t, int party, const char *label, bool others) {
    struct twin_formula f = {.t = t, .sheet = TWIN_LOANS, .unit = GRID_PENCE, .label = label};
    twin_formula_add(&f, "MAX(0,{0}", t->turn[party]);
    loan_less(&f, t->general_costs[party]);
    loan_less(&f, t->flow[party * FLOWS + FLOW_INTEREST]);
    if (others)
        less_others(&f, party);
    return f;
}

/* Cash and overdraft from which the loan can be paid: what loans before it have left, or what the party has. */
static int can_be_paid(struct loan_rows *r) {
    struct twin *t = r->t;
    int party = r->l->borrower;
    if (t->served_left[party] != NONE)
        return t->served_left[party];
    bool last = t->s->parties.items[party].pays_first == PAYS_SUPPLY_CHAIN_FIRST;
    struct twin_formula f = cash_left(t, party, loan_words(r, "cash and overdraft from which it can be paid"), last);
    int limit = limit_of(t, party);
    if (limit != NONE)
        twin_formula_add(&f, "+{0}", limit);
    twin_formula_add(&f, ")");
    return twin_formula_line(&f);
}

/* ---- One loan ---- */

static double read_due(const struct books *b, int lane, int loan, int unused) {
    (void)unused;
    return (double)loan_due(b, loan, lane);
}

/* What is paid on it out of the estate of a borrower that has failed. */
static int out_of_estate(const struct loan_rows *r) {
    struct twin *t = r->t;
    int *estate = &t->estate_loan[r->number];
    if (*estate == NONE)
        *estate =
            loan_line(r, "paid out of the borrower's estate", "{0}+{1}-{2}", r->due_interest, r->due_principal,
                      twin_engine(t, TWIN_LOANS, GRID_PENCE, loan_words(r, "due and unpaid"), read_due, r->number, 0));
    return *estate;
}

static void pay(struct loan_rows *r) {
    struct twin *t = r->t;
    struct grid *g = &t->book.grid;
    int party = r->l->borrower;
    struct twin_formula interest = {.t = t,
                                    .sheet = TWIN_LOANS,
                                    .unit = GRID_PENCE,
                                    .label = loan_words(r, "interest and fees to be paid, with what is in arrears")};
    struct twin_formula principal = {.t = t,
                                     .sheet = TWIN_LOANS,
                                     .unit = GRID_PENCE,
                                     .label = loan_words(r, "principal to be paid, with what is in arrears")};
    twin_formula_plus(&interest, "{0-}", r->unpaid_interest);
    loan_plus(&interest, r->called_interest);
    loan_plus(&interest, r->arrears);
    loan_plus(&interest, r->interest);
    loan_plus(&interest, r->own_fee);
    r->due_interest = twin_formula_line(&interest);
    twin_formula_plus(&principal, "{0-}", r->unpaid_principal);
    loan_plus(&principal, r->called);
    loan_plus(&principal, r->due);
    r->due_principal = twin_formula_line(&principal);
    g->party = party;
    int can = can_be_paid(r);
    int left = grid_line(g, r->sheet, GRID_PENCE, loan_words(r, "available for it"), "IF({0}=1,{1},{2})",
                         t->failed[party], out_of_estate(r), can);
    g->party = NONE;
    r->paid_interest = loan_line(r, "interest and fees paid", "MIN({0},{1})", r->due_interest, left, NONE);
    r->paid_principal = loan_line(r, "principal paid", "MIN({0},{1}-{2})", r->due_principal, left, r->paid_interest);
    grid_define(g, r->unpaid_interest, "{0}-{1}", r->due_interest, r->paid_interest);
    grid_define(g, r->unpaid_principal, "{0}-{1}", r->due_principal, r->paid_principal);
    g->party = party;
    t->served_left[party] =
        loan_line(r, "cash and overdraft left by it", "{0}-{1}-{2}", can, r->paid_interest, r->paid_principal);
    g->party = NONE;
}

/* The oldest unpaid instalment is so old that it is a default: more is unpaid than has fallen due since. */
static void note_default(struct loan_rows *r) {
    struct twin *t = r->t;
    struct grid *g = &t->book.grid;
    int after = live_setting(&t->book, &r->l->place, "default_after", GRID_COUNT, r->l->default_after);
    int interest = grid_later(g, r->sheet, GRID_PENCE, loan_words(r, "interest and fees fallen due to date"), true);
    int principal = grid_later(g, r->sheet, GRID_PENCE, loan_words(r, "principal fallen due to date"), true);
    grid_define(g, interest, "{0-}+{1}-{2-}", interest, r->due_interest, r->unpaid_interest);
    grid_define(g, principal, "{0-}+{1}-{2-}", principal, r->due_principal, r->unpaid_principal);
    grid_define(g, r->in_default,
                "IF(OR({0}=1,{1}>{2}-INDEX({2<=},MAX(1,{5}+1-{6})),{3}>{4}-INDEX({4<=},MAX(1,{5}+1-{6}))),1,0)",
                r->barred, r->unpaid_interest, interest, r->unpaid_principal, principal, t->book.month, after);
}

/* What is paid back besides, of the cash left when all else is paid. */
static void sweep(struct loan_rows *r) {
    struct twin *t = r->t;
    struct grid *g = &t->book.grid;
    int party = r->l->borrower;
    if (!r->l->repayment->live.sweep) {
        grid_define(g, r->principal, "{0}", r->stepped);
        if (r->drawn != NONE)
            grid_define(g, r->drawn, "{0}", r->drawn_now);
        return;
    }
    struct twin_formula f = cash_left(t, party, loan_words(r, "cash when all that is due has been paid"), true);
    for (int k = 0; k < t->s->loans.n; k++) {
        const struct loan *l = &t->s->loans.items[k];
        if (l->borrower != party || l->without)
            continue;
        loan_less(&f, t->loan_served[k]);
        if (k < r->number)
            loan_less(&f, t->loan_swept[k]);
    }
    twin_formula_add(&f, ")");
    struct live_loan form = r->f;
    form.principal = r->stepped;
    g->party = party;
    int cash = twin_formula_line(&f);
    g->party = NONE;
    r->swept = r->l->repayment->live.sweep(&form, cash);
    t->loan_swept[r->number] = r->swept;
    grid_define(g, r->principal, "{0}-{1}", r->stepped, r->swept);
    if (r->drawn != NONE)
        grid_define(g, r->drawn, "MAX(0,{0}-{1})", r->drawn_now, r->swept);
}

static int balance(struct loan_rows *r) {
    struct twin *t = r->t;
    struct grid *g = &t->book.grid;
    int number = r->number, accrued = NONE;
    if (r->weight != NONE) {
        int exact = grid_line(g, r->sheet, GRID_NUMBER, loan_words(r, "interest run up, exact"), "{0}*{1}/{2}",
                              r->weight, r->rate, r->year);
        accrued = grid_post(g, r->sheet, loan_words(r, "interest run up and not yet due"), exact);
    }
    int rows[] = {r->principal, r->unpaid_principal, r->unpaid_interest, accrued};
    t->loan_balance[number] = grid_sum(g, r->sheet, GRID_PENCE, loan_words(r, "all that is owed"), 4, rows);
    grid_mark(g, t->loan_balance[number], GRID_RESULT);
    return accrued;
}

static double read_balance(const struct books *b, int lane, int loan, int unused) {
    lane_money sum;
    (void)unused;
    loan_balance(b, loan, sum);
    return (double)sum[lane];
}

/* All that was drawn and charged, less what was paid, is owed at the end. */
static void check_sum(struct loan_rows *r, int accrued) {
    struct twin *t = r->t;
    struct grid *g = &t->book.grid;
    const int charged[] = {r->lent,     r->charge,  r->fee_added, r->added,
                           r->interest, r->own_fee, r->arrears,   r->called_interest};
    const int paid[] = {r->paid_interest, r->paid_principal, r->swept, r->forgiven};
    struct twin_formula f = loan_formula(r, GRID_PENCE, "drawn and charged, less paid, in the month");
    f.sheet = TWIN_CHECKS;
    for (size_t i = 0; i < sizeof charged / sizeof charged[0]; i++)
        loan_plus(&f, charged[i]);
    for (size_t i = 0; i < sizeof paid / sizeof paid[0]; i++)
        loan_less(&f, paid[i]);
    int net = twin_formula_line(&f);
    const char *label = loan_words(r, "what is drawn and charged, less what is paid, is what is owed at the end");
    if (accrued == NONE)
        twin_check(t, label, "IF(ABS(SUM({0:})-{1$})<0.5,1,0)", net, t->loan_balance[r->number]);
    else
        twin_check(t, label, "IF(ABS(SUM({0:})+{2$}-{1$})<0.5,1,0)", net, t->loan_balance[r->number], accrued);
    grid_sums(g, net);
}

static void check(struct loan_rows *r) {
    struct twin *t = r->t;
    struct grid *g = &t->book.grid;
    int engine = twin_engine(t, TWIN_CHECKS, GRID_PENCE, loan_words(r, "all that is owed, the engine's"), read_balance,
                             r->number, 0);
    int apart = grid_line(g, t->sheet[TWIN_CHECKS], GRID_PENCE, loan_words(r, "formulas less engine, without sign"),
                          "ABS({0}-{1})", t->loan_balance[r->number], engine);
    twin_check(t, loan_words(r, "what is owed is the engine's, to the penny"), "IF(SUM({0:})<0.5,1,0)", apart);
}

void twin_loan_serve(struct loan_rows *r) {
    struct twin *t = r->t;
    struct grid *g = &t->book.grid;
    int number = r->number;
    pay(r);
    note_default(r);
    grid_define(g, t->loan_served[number], "{0}+{1}", r->paid_interest, r->paid_principal);
    t->loan_instalment[number] = r->instalment;
    sweep(r);
    int accrued = balance(r);
    int interest[] = {r->fee, r->paid_interest}, principal[] = {r->paid_principal, r->swept};
    t->loan_drawn[number] = r->lent;
    t->loan_granted[number] = r->given;
    t->loan_fee[number] = r->fee;
    t->loan_interest[number] =
        grid_sum(g, r->sheet, GRID_PENCE, loan_words(r, "interest and fees paid, all of the month"), 2, interest);
    t->loan_principal[number] =
        grid_sum(g, r->sheet, GRID_PENCE, loan_words(r, "principal paid back, all of the month"), 2, principal);
    int sums[] = {r->lent, t->loan_interest[number], t->loan_principal[number]};
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++)
        grid_sums(g, sums[i]);
    check(r);
    check_sum(r, accrued);
}

/* ---- Flows ---- */

/* The sum of a row of each of the loans in which a party has a part; NONE: none. */
static int of_loans(struct twin *t, int party, bool lends, const char *label, const int *const *rows, int n) {
    struct twin_formula f = {.t = t, .sheet = TWIN_LOANS, .unit = GRID_PENCE, .label = twin_label(t, party, label)};
    for (int k = 0; k < t->s->loans.n; k++) {
        const struct loan *l = &t->s->loans.items[k];
        for (int i = 0; (lends ? l->lender : l->borrower) == party && i < n; i++)
            loan_plus(&f, rows[i][k]);
    }
    return twin_formula_line(&f);
}

/* Instalments that are known before the month's receipts: those that do not depend on these. */
static int known_instalments(struct twin *t, int party) {
    struct twin_formula f = {.t = t,
                             .sheet = TWIN_LOANS,
                             .unit = GRID_PENCE,
                             .label = twin_label(t, party, "instalments of loans, known before receipts")};
    for (int k = 0; k < t->s->loans.n; k++) {
        if (t->s->loans.items[k].borrower == party && !t->s->loans.items[k].repayment->from_receipts)
            loan_plus(&f, t->loan_instalment[k]);
    }
    return twin_formula_line(&f);
}

void twin_loan_flows(struct twin *t) {
    const int *const drawn[] = {t->loan_drawn, t->loan_granted}, *const back[] = {t->loan_interest, t->loan_principal};
    const int *const fee[] = {t->loan_fee};
    const struct {
        enum flow kind;
        bool lends;
        const char *words;
        const int *const *rows;
        int n;
    } flows[] = {{FLOW_BORROWED, false, "loans drawn", drawn, 1},
                 {FLOW_GRANTED, false, "grant parts of loans", drawn + 1, 1},
                 {FLOW_LOAN_INTEREST, false, "interest and fees of loans", back, 1},
                 {FLOW_LOAN_PRINCIPAL, false, "loans paid back", back + 1, 1},
                 {FLOW_LENT, true, "lent", drawn, 2},
                 {FLOW_LOAN_RETURNED, true, "loans: returned by borrowers", back, 2}};
    for (int p = 0; p < t->s->parties.n; p++) {
        t->book.grid.party = p;
        for (size_t i = 0; i < sizeof flows / sizeof flows[0]; i++)
            t->flow[p * FLOWS + (int)flows[i].kind] =
                of_loans(t, p, flows[i].lends, flows[i].words, flows[i].rows, flows[i].n);
        t->loan_fees[p] = of_loans(t, p, false, "fees of loans, paid when they open", fee, 1);
        t->instalments[p] = known_instalments(t, p);
    }
    t->book.grid.party = NONE;
}
