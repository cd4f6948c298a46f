/* Failure: who fails, and what stops with it. */
#include "engine/books.h"

#include "engine/clients.h"

#include <string.h>

status failure_init(struct books *b) {
    const struct scheme *s = b->scheme;
    struct failure *f = &b->failure;
    size_t parties = (size_t)s->parties.n + 1;
    f->n_creditors = s->loans.n + 1 + b->claims.n_legs;
    f->can_fail = arena_array(&b->arena, parties, sizeof(bool));
    f->stopped = arena_array(&b->arena, parties, sizeof(uint64_t));
    f->immune = arena_array(&b->arena, parties, sizeof(uint64_t));
    f->closure = lanes_array(&b->arena, parties);
    f->overdrawn = lanes_array(&b->arena, parties);
    f->owed = arena_array(&b->arena, (size_t)f->n_creditors, sizeof(money));
    f->part = arena_array(&b->arena, (size_t)f->n_creditors, sizeof(money));
    f->take = lanes_array(&b->arena, (size_t)f->n_creditors);
    if (!f->can_fail || !f->stopped || !f->immune || !f->closure || !f->overdrawn || !f->owed || !f->part || !f->take)
        return SIBYL_ERR_NO_MEMORY;
    for (int p = 0; p < s->parties.n; p++) {
        int kind = s->parties.items[p].kind;
        f->can_fail[p] = kind == PARTY_SPV || kind == PARTY_PRIME || kind == PARTY_PROVIDER;
    }
    return SIBYL_OK;
}

void failure_begin(struct books *b) {
    struct failure *f = &b->failure;
    size_t parties = (size_t)b->scheme->parties.n;
    f->any = false;
    memset(f->stopped, 0, parties * sizeof(uint64_t));
    memset(f->closure, 0, parties * sizeof(lane_money));
    memset(f->overdrawn, 0, parties * sizeof(lane_money));
    failure_test(b);
}

uint64_t failure_lanes(const struct books *b, int party) { return b->failure.stopped[party]; }

uint64_t failure_immune(const struct books *b, int party) { return b->failure.immune[party]; }

void failure_mask(const struct books *b, int party, lane_money amount) {
    uint64_t stopped = b->failure.stopped[party];
    for (int i = 0; stopped && i < LANES; i++)
        amount[i] = stopped >> i & 1 ? 0 : amount[i];
}

/* ---- Who fails ---- */

/* Its contracts end: those that pay it by their terms for a payee's default, those that it pays with what is achieved. */
static void end_contracts(struct books *b, int party, uint64_t lanes) {
    const struct scheme *s = b->scheme;
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        const struct termination *terms = &contract->default_termination;
        if (contract->payee == party)
            endings_request(b, c, lanes, b->month, terms->given ? terms : NULL, ENDING_DEFAULT);
        else if (contract_is_paid_by(contract, party))
            endings_request(b, c, lanes, b->month, NULL, ENDING_DEFAULT);
    }
}

static void stop(struct books *b, int party, uint64_t lanes) {
    b->failure.any = true;
    b->failure.stopped[party] |= lanes;
    b->endings.any |= lanes;
    end_contracts(b, party, lanes);
    for (int i = 0; i < LANES; i++) {
        int *last = &b->endings.last_trading[party * LANES + i];
        if (lanes >> i & 1 && *last > b->month) /* it may have been wound up before */
            *last = b->month;
    }
}

/* Lanes in which a party has become insolvent in the month that closes. */
static uint64_t insolvent_now(const struct books *b, int party) {
    uint64_t lanes = 0;
    for (int i = 0; i < LANES; i++)
        lanes |= (uint64_t)(b->memory[party].insolvent[i] == b->month) << i;
    return lanes & ~b->failure.stopped[party] & ~b->failure.immune[party] & ~b->block->spared;
}

void failure_test(struct books *b) {
    if (b->month > b->scheme->months)
        return;
    for (int p = 0; p < b->scheme->parties.n; p++) {
        uint64_t lanes = b->failure.can_fail[p] ? insolvent_now(b, p) : 0;
        if (lanes)
            stop(b, p, lanes);
    }
}

/* ---- Clients ---- */

void failure_clients(struct books *b, struct clients *c, int month, uint64_t *trading) {
    struct endings *e = &b->endings;
    for (int p = 0; p < b->scheme->n_providers && b->failure.any; p++) {
        int party = b->scheme->provider_party[p];
        uint64_t stopped = b->failure.stopped[party], lost = 0;
        for (uint64_t rest = stopped; rest; rest &= rest - 1) {
            int lane = __builtin_ctzll(rest);
            lost |= (uint64_t)(b->memory[party].insolvent[lane] == month - 1) << lane;
        }
        trading[p] &= ~stopped;
        if (!lost)
            continue;
        moves_leave(b, c, p, party, lost, month);
        e->waiting_ended[p] |= lost;
        e->service_ended[p] |= lost;
    }
}
