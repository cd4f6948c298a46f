/* Estates: what a party that has failed still has, and who gets what of it (rule 72). */
#include "engine/twin/twin_claims.h"

static int line(struct twin *t, int party, const char *words, const char *formula, int a, int b, int c, int d) {
    int refs[] = {a, b, c, d};
    return grid_line_of(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE, twin_label(t, party, words), formula, 4,
                        refs);
}

static int later(struct twin *t, const char *label) {
    return grid_later(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE, label, true);
}

static const char *loan_label(struct twin *t, int loan, const char *words) {
    return grid_text(&t->book.grid, "%s: %s", t->s->loans.items[loan].name, words);
}

void twin_estates_declare(struct twin *t) {
    struct grid *g = &t->book.grid;
    for (int p = 0; p < t->s->parties.n; p++) {
        g->party = p;
        if (t->failed[p] != NONE)
            t->flow[p * FLOWS + FLOW_OVERDRAFT] =
                grid_line(g, t->sheet[TWIN_CASH], GRID_PENCE, twin_label(t, p, "overdraft taken over by the bank"),
                          "IF({0}={1}+1,MAX(0,-{2}),0)", t->book.month, t->stops[p], t->opening[p]);
    }
    for (int k = 0; k < t->s->loans.n; k++) {
        (void)twin_own_loan(t, k);
        if (t->failed[t->s->loans.items[k].borrower] != NONE)
            t->estate_loan[k] = later(t, loan_label(t, k, "paid out of the borrower's estate"));
    }
    (void)grid_own(g, GRID_NOBODYS);
}

/* ---- What there is ---- */

/* Restricted funds go back in the first month. */
static int given_back(struct twin *t, int party) {
    if (t->restricted[party] == NONE)
        return NONE;
    return line(t, party, "restricted funds given back", "IF({0}={1}+1,{2-},0)", t->book.month, t->stops[party],
                t->restricted[party], t->book.month);
}

/* What is left for creditors when its closing is paid. */
static int left_for_creditors(struct twin *t, int party) {
    int failed = t->failed[party], turn = t->turn[party];
    if (t->closing[party] == NONE)
        return line(t, party, "cash of its estate", "{0}*MAX(0,{1})", failed, turn, failed, failed);
    return line(t, party, "cash of its estate when its closing is paid", "{0}*(MAX(0,{1})-{2})", failed, turn,
                t->closing[party], failed);
}

/* ---- Creditors ---- */

/* Those among whom cash is shared out pro rata. */
struct creditors {
    int n;
    int owed[GRID_REFS], part[GRID_REFS];
    const char *label[GRID_REFS];
};

static void add(struct creditors *c, int owed, const char *label) {
    if (c->n + 3 < GRID_REFS) {
        c->owed[c->n] = owed;
        c->label[c->n++] = label;
    }
}

/* Shares out; returns what is left. */
static int share_out(struct twin *t, int party, struct creditors *c, int left, const char *words) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_SETTLED];
    if (c->n == 0 || g->failed)
        return left;
    int all = grid_sum(g, sheet, GRID_PENCE, grid_text(g, "%s, owed", twin_label(t, party, words)), c->n, c->owed);
    int paid = grid_line(g, sheet, GRID_PENCE, grid_text(g, "%s, paid", twin_label(t, party, words)), "MIN({0},{1})",
                         all, left);
    if (c->n > 1)
        grid_split_pro_rata(g, sheet, twin_label(t, party, words), paid, c->n, c->owed, c->label, c->part);
    else
        c->part[0] = paid;
    return line(t, party, "left of its estate", "{0}-{1}", left, paid, left, left);
}

/* What is due on a loan whose borrower has failed: all that was owed, and a fee for time before. */
static int all_due(struct twin *t, int party, int loan) {
    const char *label = grid_text(&t->book.grid, "%s, all of it due", t->s->loans.items[loan].name);
    int failed = t->failed[party], fee = t->loan_own_fee[loan];
    return line(t, party, label, fee == NONE ? "{0}*{1-}" : "{0}*({1-}+{2})", failed, t->loan_balance[loan],
                fee == NONE ? failed : fee, failed);
}

/* What is due on loans: everything, once the borrower has failed. secured: on those that are secured alone. */
static void add_loans(struct twin *t, int party, bool secured, const int *paid, struct creditors *c) {
    for (int k = 0; k < t->s->loans.n; k++) {
        const struct loan *l = &t->s->loans.items[k];
        if (l->borrower != party || l->without || (secured && !l->secured))
            continue;
        int owed = all_due(t, party, k);
        if (paid && paid[k] != NONE)
            owed = line(t, party, grid_text(&t->book.grid, "%s, left of it", l->name), "{0}-{1}", owed, paid[k], owed,
                        owed);
        add(c, owed, loan_label(t, k, secured ? "paid out of the estate as secured" : "paid out of the estate"));
    }
}

/* Which creditors were loans: their parts, by loan. */
static void take_loans(const struct twin *t, int party, bool secured, const struct creditors *c, int *paid) {
    int n = 0;
    for (int k = 0; k < t->s->loans.n; k++) {
        const struct loan *l = &t->s->loans.items[k];
        if (l->borrower == party && !l->without && (l->secured || !secured))
            paid[k] = c->part[n++];
    }
}

static void pay_loans(struct twin *t, int party, const int *secured, const int *rest) {
    struct grid *g = &t->book.grid;
    for (int k = 0; k < t->s->loans.n; k++) {
        if (t->s->loans.items[k].borrower != party || t->estate_loan[k] == NONE)
            continue;
        if (rest[k] == NONE)
            grid_define(g, t->estate_loan[k], "0");
        else if (secured[k] == NONE)
            grid_define(g, t->estate_loan[k], "{0}", rest[k]);
        else
            grid_define(g, t->estate_loan[k], "{0}+{1}", secured[k], rest[k]);
    }
}

void twin_estate(struct twin *t, int party, struct twin_debts *d) {
    struct grid *g = &t->book.grid;
    int *secured = twin_rows(t, t->s->loans.n), *rest = twin_rows(t, t->s->loans.n);
    if (t->failed[party] == NONE || !secured || !rest)
        return;
    int returned = given_back(t, party), left = left_for_creditors(t, party);
    struct creditors first = {0}, all = {0};
    add_loans(t, party, true, NULL, &first);
    left = share_out(t, party, &first, left, "secured creditors");
    take_loans(t, party, true, &first, secured);
    add_loans(t, party, false, secured, &all);
    int bank = later(t, twin_label(t, party, "owed to the bank that took its overdraft over"));
    int owed = line(t, party, "owed to the bank, before payment", "{0-}+{1}", bank,
                    t->flow[party * FLOWS + FLOW_OVERDRAFT], bank, bank);
    add(&all, owed, twin_label(t, party, "paid to the bank out of its estate"));
    for (int k = 0; k < d->n; k++)
        add(&all,
            line(t, party,
                 grid_text(g, "owed under %s when it has failed",
                           t->s->contracts.items[t->leg[d->leg[k]].contract].name),
                 "{0}*{1}", t->failed[party], d->open[k], bank, bank),
            twin_label(t, party,
                       grid_text(g, "paid out of its estate under %s",
                                 t->s->contracts.items[t->leg[d->leg[k]].contract].name)));
    (void)share_out(t, party, &all, left, "creditors");
    if (g->failed)
        return;
    take_loans(t, party, false, &all, rest);
    pay_loans(t, party, secured, rest);
    int to_bank = all.part[all.n - d->n - 1];
    grid_define(g, bank, "{0}-{1}", owed, to_bank);
    for (int k = 0; k < d->n; k++)
        d->estate[k] = all.part[all.n - d->n + k];
    t->flow[party * FLOWS + FLOW_ESTATE] =
        returned == NONE ? to_bank
                         : grid_line(g, t->sheet[TWIN_CASH], GRID_PENCE, twin_label(t, party, "paid out of the estate"),
                                     "{0}+{1}", to_bank, returned);
}

/* ---- When ---- */

void twin_failing_check(struct twin *t, int party, const struct twin_debts *d) {
    struct grid *g = &t->book.grid;
    const struct party *p = &t->s->parties.items[party];
    int sheet = t->sheet[TWIN_SETTLED];
    if (t->failed[party] == NONE || g->failed)
        return;
    int limit = live_setting(&t->book, &p->place, "overdraft.limit", GRID_POUNDS, (double)p->overdraft.limit);
    int broke = grid_line(g, sheet, GRID_FLAG, twin_label(t, party, "cash is below what its overdraft allows"),
                          "IF({0}<-{1},1,0)", t->cash[party], limit);
    grid_opening(g, broke, "IF({0.}<-{1},1,0)", t->cash[party], limit);
    int now = broke;
    if (d->n > 0) {
        int grace = live_setting(&t->book, &p->place, "grace", GRID_MONTH, p->grace);
        now = grid_line(g, sheet, GRID_FLAG, twin_label(t, party, "cannot go on: no cash, or arrears past its grace"),
                        "IF({0}=1,1,IF({1}>{2},IF(INDEX({3<=},MAX(1,{1}-{2}))>{4},1,0),0))", broke, t->book.month,
                        grace, d->owed_all, d->paid_all);
        grid_opening(g, now, "{0.}", broke);
    }
    int ever = grid_later(g, sheet, GRID_FLAG, twin_label(t, party, "could not go on in a month so far"), true);
    grid_define(g, ever, "MAX({0-},{1})", ever, now);
    grid_opening(g, ever, "{0.}", now);
    int apart = grid_line(g, t->sheet[TWIN_CHECKS], GRID_NUMBER,
                          twin_label(t, party, "has failed, less whether it could not go on before"), "ABS({0}-{1-})",
                          t->failed[party], ever);
    twin_check(t, twin_label(t, party, "fails when its own figures say so"), "IF(SUM({0:})<0.5,1,0)", apart);
}
