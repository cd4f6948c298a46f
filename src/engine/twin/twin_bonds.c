/* What others refer to of bonds, before it is worked out: draws, returns, fees, and the flows that they are to each party. */
#include "engine/books.h"
#include "engine/twin/twin.h"

static int later(struct twin *t, const char *name, const char *words) {
    struct grid *g = &t->book.grid;
    int row = grid_later(g, t->sheet[TWIN_CAPITAL], GRID_PENCE, grid_text(g, "%s: %s", name, words), true);
    return row;
}

static void declare_bond(struct twin *t, int bond) {
    struct grid *g = &t->book.grid;
    const struct bond *d = &t->s->bonds.items[bond];
    const char *spv = t->s->parties.items[d->spv].name;
    grid_heading(g, t->sheet[TWIN_CAPITAL], grid_text(g, "Bond of %s: what it comes to", spv));
    for (int k = 0; k < d->tranches.n; k++) {
        const char *name = d->tranches.items[k].name;
        t->tranche_drawn[bond][k] = later(t, name, "drawn at the month's start");
        t->tranche_returned[bond][k] = later(t, name, "returned at the month's end");
        t->tranche_repaid[bond][k] = later(t, name, "of what is returned, principal");
        t->tranche_principal[bond][k] = later(t, name, "principal outstanding");
        grid_sums(g, t->tranche_drawn[bond][k]);
        grid_sums(g, t->tranche_returned[bond][k]);
        grid_sums(g, t->tranche_repaid[bond][k]);
        grid_mark(g, t->tranche_returned[bond][k], GRID_RESULT);
    }
    for (int f = 0; f < d->fees.n; f++) {
        const char *label =
            grid_text(g, "%s: fee %d, to %s", spv, f + 1, t->s->parties.items[d->fees.items[f].to].name);
        t->fee_paid[bond][f] = later(t, label, "paid");
        grid_sums(g, t->fee_paid[bond][f]);
        if (d->fees.items[f].rank == 0)
            t->fee_settled[bond][f] = later(t, label, "paid in settlement");
    }
    if (d->excess_to != NONE) {
        t->excess[bond] =
            later(t, spv, grid_text(g, "what no tranche takes, to %s", t->s->parties.items[d->excess_to].name));
        grid_sums(g, t->excess[bond]);
    }
}

/* The sum of rows as a flow of a party, on the sheet of cash. */
static void make_flow(struct twin *t, int party, enum flow kind, const char *words, int n, const int *rows) {
    struct grid *g = &t->book.grid;
    int before = g->party;
    if (n == 0 || g->failed)
        return;
    g->party = party;
    int sum = grid_sum(g, t->sheet[TWIN_CASH], GRID_PENCE, twin_label(t, party, words), n, rows);
    t->flow[party * FLOWS + (int)kind] =
        n > 1 ? sum : grid_line(g, t->sheet[TWIN_CASH], GRID_PENCE, twin_label(t, party, words), "{0}", sum);
    g->party = before;
}

static void flows_of_investor(struct twin *t, int party) {
    int drawn[GRID_REFS], returned[GRID_REFS], n = 0;
    for (int b = 0; b < t->s->bonds.n; b++) {
        const struct bond *d = &t->s->bonds.items[b];
        for (int k = 0; k < d->tranches.n && n < GRID_REFS; k++) {
            if (d->tranches.items[k].investor != party)
                continue;
            drawn[n] = t->tranche_drawn[b][k];
            returned[n++] = t->tranche_returned[b][k];
        }
    }
    make_flow(t, party, FLOW_INVESTED, "invested", n, drawn);
    make_flow(t, party, FLOW_RETURNED, "returned to investors", n, returned);
}

static void flows_of_spv(struct twin *t, int bond) {
    const struct bond *d = &t->s->bonds.items[bond];
    make_flow(t, d->spv, FLOW_DRAWN, "capital drawn", d->tranches.n, t->tranche_drawn[bond]);
    make_flow(t, d->spv, FLOW_FEES, "fees of the bond", d->fees.n, t->fee_paid[bond]);
    t->flow[d->spv * FLOWS + (int)FLOW_DISTRIBUTED] =
        grid_later(&t->book.grid, t->sheet[TWIN_CASH], GRID_PENCE, twin_label(t, d->spv, "distributed"), true);
}

static void flow_of_guarantor(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    for (int b = 0; b < t->s->bonds.n; b++) {
        const struct guarantee *guarantee = &t->s->bonds.items[b].guarantee;
        int *flow = &t->flow[party * FLOWS + (int)FLOW_GUARANTEED];
        if (guarantee->given && guarantee->guarantor == party && *flow == NONE)
            *flow = grid_later(g, t->sheet[TWIN_CASH], GRID_PENCE, twin_label(t, party, "paid under guarantees"), true);
    }
}

void twin_bonds(struct twin *t) {
    for (int b = 0; b < t->s->bonds.n; b++) {
        t->book.grid.party = t->s->bonds.items[b].spv;
        declare_bond(t, b);
        flows_of_spv(t, b);
        t->book.grid.party = NONE;
    }
    for (int p = 0; p < t->s->parties.n && t->s->bonds.n > 0; p++) {
        flows_of_investor(t, p);
        t->book.grid.party = p;
        flow_of_guarantor(t, p);
        t->book.grid.party = NONE;
    }
}
