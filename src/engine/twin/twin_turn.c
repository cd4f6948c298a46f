/* A party's turn of the month: what it has when all that comes to it before has come (model 6.4). */
#include "engine/books.h"
#include "engine/twin/twin_formula.h"

/* Whether a party has its turn before another. */
static bool is_before(const struct scheme *s, int first, int then) {
    for (int k = 0; k < s->parties.n; k++) {
        if (s->settlement_order[k] == then)
            return false;
        if (s->settlement_order[k] == first)
            return true;
    }
    return false;
}

static void add(struct twin_formula *f, int row) {
    if (row != NONE)
        twin_formula_plus(f, "{0}", row);
}

int twin_received(struct twin *t, int party) {
    if (t->received[party] != NONE)
        return t->received[party];
    struct grid_owner before = twin_own_party(t, party);
    struct twin_formula f = {.t = t,
                             .sheet = TWIN_CASH,
                             .unit = GRID_PENCE,
                             .label = twin_label(t, party, "receipts that have come in by its turn")};
    for (int l = 0; l < t->n_legs; l++) {
        if (t->leg[l].to == party && is_before(t->s, t->leg[l].from, party))
            add(&f, t->leg[l].paid);
    }
    for (int b = 0; b < t->s->bonds.n; b++) {
        const struct bond *d = &t->s->bonds.items[b];
        for (int k = 0; k < d->fees.n; k++) {
            if (d->fees.items[k].to == party && d->fees.items[k].rank == 0 && is_before(t->s, d->spv, party))
                add(&f, t->fee_settled[b][k]);
        }
    }
    t->received[party] = twin_formula_line(&f);
    (void)grid_own(&t->book.grid, before);
    return t->received[party];
}

static bool invests(const struct scheme *s, int party) {
    for (int b = 0; b < s->bonds.n; b++) {
        for (int k = 0; k < s->bonds.items[b].tranches.n; k++) {
            if (s->bonds.items[b].tranches.items[k].investor == party)
                return true;
        }
    }
    return false;
}

static void one_turn(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    struct twin_formula f = {.t = t, .sheet = TWIN_CASH, .unit = GRID_PENCE};
    twin_formula_add(&f, "{0}", t->opening[party]);
    add(&f, t->flow[party * FLOWS + FLOW_OVERDRAFT]);
    for (int kind = FLOW_BORROWED; kind <= FLOW_GRANTED; kind++)
        add(&f, t->flow[party * FLOWS + kind]);
    if (t->loan_fees[party] != NONE)
        twin_formula_add(&f, "-{0}", t->loan_fees[party]);
    if (t->books->bond_of_party[party] != NONE)
        add(&f, twin_flow(t, party, FLOW_DRAWN));
    if (invests(t->s, party))
        twin_formula_add(&f, "-{0}", twin_flow(t, party, FLOW_INVESTED));
    add(&f, twin_received(t, party));
    add(&f, t->general_income[party]);
    g->failed |= f.text.failed;
    if (!g->failed)
        grid_define_of(g, t->turn[party], f.text.data, f.n, f.refs);
    text_free(&f.text);
}

/* General cash on payroll day: before receipts, when the costs and instalments are paid that do not wait for them. */
static void low_water(struct twin *t, int party) {
    struct twin_formula f = {
        .t = t, .sheet = TWIN_CASH, .unit = GRID_PENCE, .label = twin_label(t, party, "general cash on payroll day")};
    const int before_turn[] = {t->received[party], t->general_income[party], t->before[party], t->instalments[party]};
    twin_formula_add(&f, "{0}", t->turn[party]);
    for (size_t i = 0; i < sizeof before_turn / sizeof before_turn[0]; i++) {
        if (before_turn[i] != NONE)
            twin_formula_add(&f, "-{0}", before_turn[i]);
    }
    t->low_water[party] = twin_formula_line(&f);
}

void twin_turn(struct twin *t) {
    for (int p = 0; p < t->s->parties.n; p++) {
        t->book.grid.party = p;
        if (t->turn[p] == NONE)
            continue;
        one_turn(t, p);
        low_water(t, p);
    }
    t->book.grid.party = NONE;
}
