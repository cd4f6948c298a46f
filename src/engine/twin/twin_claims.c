/* What falls due and is owed under contracts, one after the other. */
#include "engine/twin/twin_claims.h"

/* Lines of what is paid that others refer to before they are defined. Who always pays pays what is owed. */
static void declare_paid(struct twin *t, int contract) {
    struct grid *g = &t->book.grid;
    for (int i = t->first_leg[contract]; i < t->first_leg[contract + 1]; i++) {
        struct twin_leg *leg = &t->leg[i];
        if (leg->owed == NONE)
            continue;
        grid_sums(g, leg->owed);
        if (t->s->parties.items[leg->from].always_pays) {
            leg->paid = leg->owed;
            continue;
        }
        leg->paid = grid_later(g, t->sheet[TWIN_SETTLED], GRID_PENCE,
                               contract_label(t, contract, leg->debt ? "paid back by %s" : "paid by %s",
                                              t->s->parties.items[leg->from].name),
                               true);
        grid_sums(g, leg->paid);
    }
}

void twin_claims(struct twin *t) {
    struct grid *g = &t->book.grid;
    twin_estates_declare(t);
    for (int c = 0; c < t->s->contracts.n && !g->failed; c++) {
        struct twin_due due;
        (void)twin_own_contract(t, c);
        grid_heading(g, t->sheet[TWIN_SETTLED], t->s->contracts.items[c].name);
        twin_due_of(t, c, &due);
        if (g->failed)
            return;
        t->cycle[c] = due.cycle;
        int compensation = twin_net(t, c, &due);
        declare_paid(t, c);
        twin_compensation_define(t, c, compensation);
        twin_pass(t, c, due.cycle);
    }
    (void)grid_own(g, GRID_NOBODYS);
}
