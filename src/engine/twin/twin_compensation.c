/* What termination terms pay of investors' capital when a contract ends early: a share of what is outstanding, less what is
 * earned and not yet paid (rule 25). */
#include "engine/twin/twin_claims.h"

#include "scheme/ending.h"

static double read_by_default(const struct books *b, int lane, int contract, int unused) {
    (void)unused;
    return b->endings.contract[contract].terms[lane] == &b->scheme->contracts.items[contract].default_termination;
}

static bool pays_capital(const struct termination *terms) { return terms->given && terms->pays == TERMINATION_CAPITAL; }

int twin_compensation(struct twin *t, int contract) {
    const struct live *l = &t->contract[contract];
    bool pays = pays_capital(&l->c->termination) || pays_capital(&l->c->default_termination);
    if (t->books->bond_of_party[l->c->payee] == NONE || !pays || l->last == NONE || l->capital == NONE)
        return NONE;
    return grid_later(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE,
                      contract_label(t, contract, "capital compensated in the month"), true);
}

/* The share of what is outstanding, by the terms that hold. */
static int share_of(struct twin *t, int contract) {
    const struct contract *c = &t->s->contracts.items[contract];
    const struct termination *terms = &c->termination, *by_default = &c->default_termination;
    int usual = NONE, defaulted = NONE;
    if (pays_capital(terms))
        usual = live_setting(&t->book, &c->place, "termination.share", GRID_RATE, termination_share(terms));
    if (pays_capital(by_default))
        defaulted =
            live_setting(&t->book, &c->place, "default_termination.share", GRID_RATE, termination_share(by_default));
    if (usual == NONE || defaulted == NONE)
        return usual == NONE ? defaulted : usual;
    int which = twin_happened(t, GRID_FLAG, contract_label(t, contract, "it ends by the terms for a default"),
                              read_by_default, contract, 0);
    return grid_line(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_RATE,
                     contract_label(t, contract, "share of capital that its ending pays"), "IF({0}=1,{1},{2})", which,
                     defaulted, usual);
}

/* Principal outstanding before the month's draws. */
static int outstanding_of(struct twin *t, const struct live *l, int bond) {
    const char *label = live_label(l, "capital outstanding before the month");
    struct live_formula f = {.n = 0};
    for (int k = 0; k < t->s->bonds.items[bond].tranches.n; k++)
        live_add(l, GRID_PENCE, label, &f, "{-}", t->tranche_principal[bond][k]);
    return live_line(l, GRID_PENCE, label, &f);
}

/* Earned to date and not yet paid; what waits for the month's receipts is not earned yet. */
static int unpaid_of(struct twin *t, const struct live *l, int contract) {
    const char *label = live_label(l, "earned and not yet paid when it ends");
    const struct contract *c = l->c;
    struct live_formula f = {.n = 0};
    bool any_waits = false;
    for (int k = 0; k < c->terms.n; k++)
        any_waits |= earnings_waits(&c->terms.items[k]);
    for (int number = t->first_term[contract]; number < t->first_term[contract + 1]; number++) {
        int k = number - t->first_term[contract];
        bool waits = k < c->terms.n ? earnings_waits(&c->terms.items[k]) : any_waits;
        if (t->gain[number] != NONE)
            live_add(l, GRID_PENCE, label, &f, waits ? "SUM({<})" : "SUM({<=})", t->gain[number]);
        if (t->loss[number] != NONE)
            live_add(l, GRID_PENCE, label, &f, waits ? "(0-SUM({<}))" : "(0-SUM({<=}))", t->loss[number]);
    }
    for (int i = t->first_leg[contract]; i < t->first_leg[contract + 1]; i++) {
        if (t->leg[i].paid != NONE)
            live_add(l, GRID_PENCE, label, &f, t->leg[i].debt ? "SUM({<})" : "(0-SUM({<}))", t->leg[i].paid);
    }
    return live_line(l, GRID_PENCE, label, &f);
}

void twin_compensation_define(struct twin *t, int contract, int row) {
    struct live l = t->contract[contract];
    struct grid *g = &t->book.grid;
    if (row == NONE)
        return;
    l.sheet = t->sheet[TWIN_SETTLED];
    int outstanding = outstanding_of(t, &l, t->books->bond_of_party[l.c->payee]);
    int unpaid = unpaid_of(t, &l, contract);
    int settles = grid_line(g, l.sheet, GRID_FLAG, live_label(&l, "its ending is settled, and repays capital"),
                            "IF({0}={1},{2},0)", t->book.month, twin_settles(t, contract), l.capital);
    int exact = grid_line(g, l.sheet, GRID_NUMBER, live_label(&l, "share of capital outstanding"), "{0}*{1}*{2}",
                          settles, outstanding, share_of(t, contract));
    int owed = grid_post(g, l.sheet, live_label(&l, "share of capital outstanding, whole pence"), exact);
    grid_define(g, row, "{0}*MAX({1}-MAX({2},0),0)", settles, owed, unpaid);
}
