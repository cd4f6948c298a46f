/* Contracts that end before their dates: when, and on what terms, is among what happened; what follows is formulas. */
#include "engine/books.h"
#include "engine/twin/twin.h"
#include "scheme/tables.h"

static const struct term_ending *ending_of(const struct books *b, int contract) {
    return &b->endings.contract[contract].booked;
}

static double read_last(const struct books *b, int lane, int contract, int unused) {
    const struct term_ending *ending = ending_of(b, contract);
    (void)unused;
    return ending->ended >> lane & 1 ? ending->last[lane] : LIVE_ENDLESS;
}

static double read_pipeline(const struct books *b, int lane, int contract, int unused) {
    (void)unused;
    return (double)(ending_of(b, contract)->pipeline >> lane & 1);
}

static double read_capital(const struct books *b, int lane, int contract, int unused) {
    (void)unused;
    return (double)(ending_of(b, contract)->capital >> lane & 1);
}

static bool may_pay(const struct contract *c, enum termination_pays what) {
    return c->termination.pays == (int)what || c->default_termination.pays == (int)what;
}

/* Whether something can end a contract early: also the failure of a party to it. */
static bool may_end(const struct twin *t, const struct contract *c) {
    bool may = c->endings != 0;
    for (int p = 0; p < t->s->parties.n; p++)
        may |= t->books->failure.can_fail[p] && (c->payee == p || contract_is_paid_by(c, p));
    return may && !c->without;
}

void twin_endings(struct twin *t) {
    for (int c = 0; c < t->s->contracts.n; c++) {
        struct live *l = &t->contract[c];
        if (!may_end(t, l->c))
            continue;
        (void)twin_own_contract(t, c);
        l->last = twin_happened(t, GRID_MONTH, live_label(l, "last month of service, as far as it is known"), read_last,
                                c, 0);
        if (may_pay(l->c, TERMINATION_PIPELINE))
            l->pipeline = twin_happened(t, GRID_FLAG, live_label(l, "its ending pays what people still achieve"),
                                        read_pipeline, c, 0);
        if (may_pay(l->c, TERMINATION_CAPITAL))
            l->capital = twin_happened(t, GRID_FLAG, live_label(l, "its ending repays capital"), read_capital, c, 0);
    }
    (void)grid_own(&t->book.grid, GRID_NOBODYS);
}
