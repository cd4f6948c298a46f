/* What is paid under contracts: who cannot pay all that is owed pays the oldest first, and what fell due in one month pro rata
 * (rules 54 to 57). */
#include "engine/twin/twin_claims.h"
#include "engine/twin/twin_formula.h"

#include <string.h>

static int line_of(struct twin *t, enum grid_unit unit, const char *label, const char *formula, int n,
                   const int *refs) {
    return grid_line_of(&t->book.grid, t->sheet[TWIN_SETTLED], unit, label, formula, n, refs);
}

#define LINE(t, unit, label, formula, ...)                                                                             \
    line_of(t, unit, label, formula, (int)(sizeof(int[]){__VA_ARGS__} / sizeof(int)), (int[]){__VA_ARGS__})

/* ---- Receipts ---- */

/* All that a party receives under contracts, and from bonds as fees or as what is left. */
static void receipts_of(struct twin *t, int party) {
    struct twin_formula f = {.t = t,
                             .sheet = TWIN_CASH,
                             .unit = GRID_PENCE,
                             .label = twin_label(t, party, "receipts under contracts and fees")};
    for (int i = 0; i < t->n_legs; i++) {
        if (t->leg[i].to == party && t->leg[i].paid != NONE)
            twin_formula_plus(&f, "{0}", t->leg[i].paid);
    }
    for (int b = 0; b < t->s->bonds.n; b++) {
        const struct bond *d = &t->s->bonds.items[b];
        for (int k = 0; k < d->fees.n; k++) {
            if (d->fees.items[k].to == party)
                twin_formula_plus(&f, "{0}", t->fee_paid[b][k]);
        }
        if (d->excess_to == party)
            twin_formula_plus(&f, "{0}", t->excess[b]);
    }
    t->flow[party * FLOWS + FLOW_RECEIPTS] = twin_formula_line(&f);
}

/* ---- What is in hand ---- */

static void less(struct twin_formula *f, int row) {
    if (row != NONE)
        twin_formula_add(f, "-{0}", row);
}

/* Takes off own costs, overdraft interest and loans, where they come before payments to others. */
static void less_own(struct twin_formula *f, int party) {
    struct twin *t = f->t;
    less(f, t->general_costs[party]);
    less(f, t->flow[party * FLOWS + FLOW_INTEREST]);
    for (int k = 0; k < t->s->loans.n; k++) {
        if (t->s->loans.items[k].borrower == party)
            less(f, t->loan_served[k]);
    }
}

int twin_in_hand(struct twin *t, int party) {
    struct twin_formula f = {
        .t = t, .sheet = TWIN_SETTLED, .unit = GRID_PENCE, .label = twin_label(t, party, "in hand to pay others")};
    twin_formula_add(&f, "{0}", t->turn[party]);
    if (t->s->parties.items[party].pays_first != PAYS_SUPPLY_CHAIN_FIRST)
        less_own(&f, party);
    return twin_formula_line(&f);
}

/* The same less the fees of its bond, which come first. */
static int in_hand(struct twin *t, int party) {
    int bond = t->books->bond_of_party[party];
    struct twin_formula f = {.t = t,
                             .sheet = TWIN_SETTLED,
                             .unit = GRID_PENCE,
                             .label = twin_label(t, party, "in hand to pay others, after fees of its bond")};
    twin_formula_add(&f, "{0}", twin_in_hand(t, party));
    for (int k = 0; bond != NONE && k < t->s->bonds.items[bond].fees.n; k++) {
        if (t->s->bonds.items[bond].fees.items[k].rank == 0)
            less(&f, t->fee_settled[bond][k]);
    }
    return twin_formula_line(&f);
}

/* ---- What is paid ---- */

static int to_date(struct twin *t, const char *label, int row) {
    int sum = grid_later(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE, label, true);
    grid_define(&t->book.grid, sum, "{0-}+{1}", sum, row);
    return sum;
}

static const char *leg_label(struct twin *t, int i, const char *words) {
    const struct twin_leg *leg = &t->leg[i];
    return grid_text(&t->book.grid, "%s: %s to %s, %s", t->s->parties.items[leg->from].name,
                     t->s->contracts.items[leg->contract].name, t->s->parties.items[leg->to].name, words);
}

static int sum_of(struct twin *t, int party, const char *words, int n, const int *rows) {
    return grid_sum(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE, twin_label(t, party, words), n, rows);
}

static void open_debts(struct twin *t, int party, struct twin_debts *d) {
    memset(d, 0, sizeof *d);
    for (int i = 0; i < t->n_legs && d->n + 3 < GRID_REFS; i++) {
        if (t->leg[i].from == party && t->leg[i].owed != NONE)
            d->leg[d->n++] = i;
    }
    for (int k = 0; k < d->n; k++) {
        int i = d->leg[k];
        d->estate[k] = NONE;
        d->owed[k] = to_date(t, leg_label(t, i, "owed to date"), t->leg[i].owed);
        d->paid[k] = to_date(t, leg_label(t, i, "paid to date"), t->leg[i].paid);
        d->open[k] = grid_line(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE,
                               leg_label(t, i, "open before payments"), "{0}-{1-}", d->owed[k], d->paid[k]);
    }
    if (d->n == 0)
        return;
    d->owed_all = sum_of(t, party, "owed under contracts to date", d->n, d->owed);
    d->paid_all = sum_of(t, party, "paid under contracts to date", d->n, d->paid);
    d->open_all = sum_of(t, party, "owed under contracts before payments", d->n, d->open);
}

/* All that it pays in its turn. */
static int payable(struct twin *t, int party, const struct twin_debts *d) {
    const struct party *p = &t->s->parties.items[party];
    const char *label = twin_label(t, party, "pays others in its turn");
    int hand = in_hand(t, party), failed = t->failed[party];
    if (t->book.grid.failed)
        return 0;
    if (p->overdraft.given)
        hand = LINE(t, GRID_PENCE, twin_label(t, party, "in hand, with its overdraft"), "{0}+{1}", hand,
                    live_setting(&t->book, &p->place, "overdraft.limit", GRID_POUNDS, (double)p->overdraft.limit));
    if (failed == NONE)
        return LINE(t, GRID_PENCE, label, "MAX(0,MIN({0},{1}))", d->open_all, hand);
    return LINE(t, GRID_PENCE, label, "IF({0}=1,0,MAX(0,MIN({1},{2})))", failed, d->open_all, hand);
}

/* Where payments stop: the oldest month that is not paid in full, and what of it is paid now.
 *   stop   its number, one past the month where nothing stays unpaid; amount: what is paid of it */
struct margin {
    int stop, amount;
};

static void find_margin(struct twin *t, int party, const struct twin_debts *d, int pays, struct margin *m) {
    int reached =
        LINE(t, GRID_PENCE, twin_label(t, party, "paid to date, with its turn"), "{0-}+{1}", d->paid_all, pays);
    m->stop = LINE(t, GRID_MONTH, twin_label(t, party, "oldest month not paid in full"), "MATCH({0},{1<=},1)", reached,
                   d->owed_all);
    m->amount = LINE(t, GRID_PENCE, twin_label(t, party, "paid of that month now"), "{0}-MAX({1-},INDEX({2<=},{3}))",
                     reached, d->paid_all, d->owed_all, m->stop);
}

/* Splits what is paid of the month that is not paid in full, leg by leg; what is left of it stays for the next month. */
static void pay_legs(struct twin *t, int party, const struct twin_debts *d, int pays) {
    struct grid *g = &t->book.grid;
    struct margin m;
    int month = t->book.month, weight[GRID_REFS], rest[GRID_REFS], part[GRID_REFS];
    const char *label[GRID_REFS];
    find_margin(t, party, d, pays, &m);
    for (int k = 0; k < d->n; k++) {
        rest[k] = grid_later(g, t->sheet[TWIN_SETTLED], GRID_PENCE,
                             leg_label(t, d->leg[k], "left of the month not paid in full"), true);
        weight[k] = LINE(t, GRID_PENCE, leg_label(t, d->leg[k], "open of the month not paid in full"),
                         "IF({0}>{1},0,IF(AND({0}={0-},{0}<{1}),{2-},INDEX({3<=},{0}+1)-INDEX({3<=},{0})))", m.stop,
                         month, rest[k], d->owed[k]);
        label[k] = leg_label(t, d->leg[k], "paid of the month not paid in full");
    }
    grid_split_pro_rata(g, t->sheet[TWIN_SETTLED], twin_label(t, party, "paid of the month not paid in full"), m.amount,
                        d->n, weight, label, part);
    for (int k = 0; k < d->n && !g->failed; k++) {
        grid_define(g, rest[k], "{0}-{1}", weight[k], part[k]);
        int due = LINE(t, GRID_PENCE, leg_label(t, d->leg[k], "paid to date in its turns"),
                       "IF({0}>{1},{2},INDEX({2<=},{0}+1)-{3})", m.stop, month, d->owed[k], rest[k]);
        if (d->estate[k] == NONE)
            grid_define(g, t->leg[d->leg[k]].paid, "{0}-{1-}", due, d->paid[k]);
        else
            grid_define(g, t->leg[d->leg[k]].paid, "IF({0}=1,{1},{2}-{3-})", t->failed[party], d->estate[k], due,
                        d->paid[k]);
    }
}

/* ---- What the engine's figures stand for ---- */

static double read_leg_paid(const struct books *b, int lane, int leg, int unused) {
    (void)unused;
    return (double)b->claims.legs[leg].paid[lane];
}

static double read_arrears(const struct books *b, int lane, int leg, int unused) {
    const struct leg *of = &b->claims.legs[leg];
    money sum = 0;
    (void)unused;
    for (int m = of->oldest; m <= b->month; m++)
        sum += of->owed[m][lane];
    return (double)sum;
}

/* Whether a payer has had its turn when it becomes known what it passes on with others: it pays twice in a month. */
static bool pays_twice(const struct twin *t, const struct twin_leg *leg) {
    const struct contract *c = &t->s->contracts.items[leg->contract];
    bool passes = false;
    for (int k = 0; k < c->terms.n; k++)
        passes |= c->terms.items[k].kind->source != NULL;
    return passes && !leg->debt && payers_last(t->s, c) != leg->from;
}

/* A creditor that fails writes its claims off month by month of their age, and who owes pays by that age; and who pays twice in a month has
 * something else in hand each time: what is paid is then the engine's figure. Returns whether it is. */
static bool pays_as_engine(struct twin *t, struct twin_debts *d, bool *written) {
    struct grid *g = &t->book.grid;
    bool any = false;
    *written = false;
    for (int k = 0; k < d->n; k++) {
        *written |= t->leg[d->leg[k]].written != NONE;
        any |= *written || pays_twice(t, &t->leg[d->leg[k]]);
    }
    for (int k = 0; any && k < d->n && !g->failed; k++) {
        int i = d->leg[k];
        int paid = twin_engine(t, TWIN_SETTLED, GRID_PENCE, leg_label(t, i, "paid to date, the engine's"),
                               read_leg_paid, i, 0);
        grid_define(g, t->leg[i].paid, "{0}-{0-}", paid);
        if (t->leg[i].known != NONE && pays_twice(t, &t->leg[i]))
            d->open[k] = LINE(t, GRID_PENCE, leg_label(t, i, "open before payments, as known in its turn"),
                              "{0}-{1}+{2}", d->open[k], t->leg[i].owed, t->leg[i].known);
        if (t->leg[i].written == NONE)
            continue;
        int arrears =
            twin_engine(t, TWIN_SETTLED, GRID_PENCE, leg_label(t, i, "in arrears, the engine's"), read_arrears, i, 0);
        grid_define(g, t->leg[i].written, "{0-}+{1}-{2}-{0}", arrears, t->leg[i].owed, t->leg[i].paid);
        d->open[k] = LINE(t, GRID_PENCE, leg_label(t, i, "open before payments, less what is written off"), "{0}+{1}",
                          arrears, t->leg[i].paid);
    }
    return any;
}

static void pay_party(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    struct twin_debts d;
    open_debts(t, party, &d);
    bool written, engines = pays_as_engine(t, &d, &written);
    twin_estate(t, party, &d);
    if (d.n > 0 && !engines && !g->failed) {
        int pays = payable(t, party, &d);
        if (d.n > 1)
            pay_legs(t, party, &d, pays);
        else if (d.estate[0] == NONE)
            grid_define(g, t->leg[d.leg[0]].paid, "{0}", pays);
        else
            grid_define(g, t->leg[d.leg[0]].paid, "{0}+{1}", pays, d.estate[0]);
    }
    if (!written)
        twin_failing_check(t, party, &d);
}

static void payments_of(struct twin *t, int party) {
    struct twin_formula f = {
        .t = t, .sheet = TWIN_CASH, .unit = GRID_PENCE, .label = twin_label(t, party, "paid under contracts")};
    for (int i = 0; i < t->n_legs; i++) {
        if (t->leg[i].from == party && t->leg[i].paid != NONE)
            twin_formula_plus(&f, "{0}", t->leg[i].paid);
    }
    t->flow[party * FLOWS + FLOW_PAYMENTS] = twin_formula_line(&f);
}

/* ---- Checks ---- */

static double read_paid(const struct books *b, int lane, int contract, int unused) {
    (void)unused;
    return (double)b->claims.paid[contract][lane];
}

/* What is paid under a contract, less what is paid back, is the engine's; and nobody pays what has not fallen due. */
static void check_contract(struct twin *t, int contract) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_CHECKS];
    struct twin_formula paid = {
        .t = t, .sheet = TWIN_CHECKS, .unit = GRID_PENCE, .label = contract_label(t, contract, "paid, less paid back")};
    struct twin_formula open = {
        .t = t, .sheet = TWIN_CHECKS, .unit = GRID_PENCE, .label = contract_label(t, contract, "owed less paid")};
    for (int i = t->first_leg[contract]; i < t->first_leg[contract + 1]; i++) {
        const struct twin_leg *leg = &t->leg[i];
        if (leg->paid == NONE)
            continue;
        if (leg->debt)
            less(&paid, leg->paid);
        else
            twin_formula_plus(&paid, "{0}", leg->paid);
        if (leg->paid != leg->owed)
            twin_formula_plus(&open, "{0}-{1}", leg->owed, leg->paid);
        if (leg->written != NONE)
            less(&open, leg->written);
    }
    int net = twin_formula_line(&paid), unpaid = twin_formula_line(&open);
    int engine = twin_engine(t, TWIN_CHECKS, GRID_PENCE, contract_label(t, contract, "paid to date, the engine's"),
                             read_paid, contract, 0);
    int apart = grid_line(g, sheet, GRID_PENCE, contract_label(t, contract, "paid, difference without sign"),
                          net == NONE ? "ABS({0}-{0-})" : "ABS({0}-{0-}-{1})", engine, net);
    twin_check(t, contract_label(t, contract, "what is paid is the engine's, to the penny"), "IF(SUM({0:})<0.5,1,0)",
               apart);
    if (unpaid == NONE)
        return;
    int arrears = grid_later(g, sheet, GRID_PENCE, contract_label(t, contract, "in arrears, or lost"), true);
    grid_define(g, arrears, "{0-}+{1}", arrears, unpaid);
    twin_check(t, contract_label(t, contract, "what has fallen due is paid or in arrears, never more"),
               "IF(MIN({0:})>=0,1,0)", arrears);
}

void twin_payments(struct twin *t) {
    struct grid *g = &t->book.grid;
    for (int i = 0; i < t->n_legs && !g->failed; i++) {
        if (t->leg[i].written != NONE && t->leg[i].owed == NONE)
            grid_define(g, t->leg[i].written, "0");
    }
    for (int p = 0; p < t->s->parties.n && !g->failed; p++) {
        g->party = p;
        if (!t->s->parties.items[p].always_pays)
            grid_heading(g, t->sheet[TWIN_SETTLED], twin_label(t, p, "what it pays others"));
        receipts_of(t, p);
        payments_of(t, p);
        if (!t->s->parties.items[p].always_pays)
            pay_party(t, p);
        g->party = NONE;
    }
    for (int c = 0; c < t->s->contracts.n && !g->failed; c++)
        check_contract(t, c);
}
