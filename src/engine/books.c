#include "engine/books.h"

#include <assert.h>
#include <string.h>

typedef status (*books_step)(struct books *b);

static status ledger_step(struct books *b) { return ledger_init(&b->ledger, b->scheme, &b->arena); }

status books_init(struct books *b, const struct scheme *s, int horizon) {
    static const books_step steps[] = {ledger_step,   earnings_init, claims_init, advances_init,
                                       spending_init, bonds_init,    loans_init,  endings_init,
                                       memory_init,   failure_init,  moves_init};
    memset(b, 0, sizeof *b);
    b->scheme = s;
    b->earnings.span = horizon;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        status st = steps[i](b);
        if (st != SIBYL_OK) {
            books_free(b);
            return st;
        }
    }
    return SIBYL_OK;
}

void books_free(struct books *b) {
    arena_free(&b->arena);
    memset(b, 0, sizeof *b);
}

void books_begin(struct books *b, const struct block *block, const struct draws *d, const struct clients *c,
                 const struct evaluation *e) {
    b->block = block;
    b->draws = d;
    b->clients = c;
    b->evaluation = e;
    b->month = 0;
    ledger_begin(&b->ledger, b->scheme, (const double(*)[LANES])d->q);
    earnings_begin(b);
    claims_begin(b);
    advances_begin(b);
    spending_begin(b);
    bonds_begin(b);
    loans_begin(b);
    endings_begin(b);
    memory_begin(b);
    moves_begin(b);
    failure_begin(b);
}

void books_month(struct books *b, int month) {
    assert(month == b->month + 1);
    b->month = month;
    ledger_open_month(&b->ledger);
    failure_open(b);
    spending_month(b);
    earnings_month(b);
    claims_month(b);
    loans_draw(b);
    bonds_draw(b);
    memory_low_water(b);
    if (b->trace)
        tell_low_water(b);
    waterfall_guarantee(b, true);
    settlement_month(b);
    bonds_month_end(b);
    waterfall_guarantee(b, false);
    money imbalance = ledger_close_month(&b->ledger);
    b->worst_imbalance = imbalance > b->worst_imbalance ? imbalance : b->worst_imbalance;
    b->balances_checked += b->block->n_lanes;
    loans_month_end(b);
    endings_judged(b);
    memory_month_end(b);
    failure_test(b);
    if (b->trace)
        tell_close(b);
}
