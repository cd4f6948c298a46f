/* Endings and clients: who is still referred, who of those waiting starts, and who stays in service.
 *
 * A provider's work hangs on chains of contracts from a payer whom nobody pays down to the provider. It is brought clients
 * while every contract of some chain is open to them. Where no contract of its chains has ended early nothing is asked. */
#include "engine/books.h"

#include "engine/clients.h"

/* Lanes in which a contract is open: `past` says of its ending and a month whether that month is past it. */
typedef uint64_t (*open_in)(const struct contract *c, const struct contract_ending *ending, int month);

static uint64_t past(const struct contract_ending *ending, const int until[LANES], int month) {
    uint64_t lanes = 0;
    for (uint64_t rest = ending->view.ended; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        lanes |= (uint64_t)(until[lane] < month) << lane;
    }
    return lanes;
}

static uint64_t open_to_referrals(const struct contract *c, const struct contract_ending *ending, int month) {
    return month >= c->from && month <= c->last_start ? ~past(ending, ending->decided, month) : 0;
}

static uint64_t open_to_starts(const struct contract *c, const struct contract_ending *ending, int month) {
    return month >= c->from && month <= c->last_start ? ~past(ending, ending->view.last, month) : 0;
}

static uint64_t open_to_service(const struct contract *c, const struct contract_ending *ending, int month) {
    return month <= c->last_claim ? ~past(ending, ending->view.last, month) : 0;
}

static uint64_t open_in_service(const struct contract *c, const struct contract_ending *ending, int month) {
    return month >= c->from ? open_to_service(c, ending, month) : 0;
}

/* Lanes in which some chain of a provider is open from end to end. */
static uint64_t reaches(struct books *b, const struct chain *chain, open_in open, int month) {
    const struct scheme *s = b->scheme;
    uint64_t *reached = b->endings.reached, found = 0;
    for (int i = 0; i < chain->n; i++) {
        const struct contract *c = &s->contracts.items[chain->member[i]];
        uint64_t above = chain->root[i] ? UINT64_MAX : 0;
        for (int j = 0; j < i && !chain->root[i]; j++) {
            if (contract_is_paid_by(c, s->contracts.items[chain->member[j]].payee))
                above |= reached[j];
        }
        reached[i] = above & open(c, &b->endings.contract[chain->member[i]], month);
        found |= chain->leaf[i] ? reached[i] : 0;
    }
    return found;
}

/* Lanes in which a contract that has ended goes on to pay for what the people achieve who started by then. */
static uint64_t in_pipeline(const struct books *b, const struct chain *chain, int month) {
    uint64_t lanes = 0;
    for (int i = 0; i < chain->n; i++) {
        bool payable = month <= b->scheme->contracts.items[chain->member[i]].last_claim;
        lanes |= payable ? b->endings.contract[chain->member[i]].view.pipeline : 0;
    }
    return lanes;
}

static uint64_t ended_in(const struct books *b, const struct chain *chain) {
    uint64_t lanes = 0;
    for (int i = 0; i < chain->n; i++)
        lanes |= b->endings.contract[chain->member[i]].view.ended;
    return lanes;
}

uint64_t endings_serve(struct books *b, int provider, int month) {
    const struct party *party = &b->scheme->parties.items[b->scheme->provider_party[provider]];
    return party->idle ? 0
                       : reaches(b, &b->endings.chain[provider], open_in_service, month) &
                             ~failure_lanes(b, b->scheme->provider_party[provider]);
}

/* A party that has failed, and is in one of the lanes the cause that a provider is without work: the one highest up the
 * chain. Takes its lanes out of `lanes`; NONE: nobody has. */
static int who_failed(const struct books *b, const struct chain *chain, uint64_t *lanes, uint64_t *of) {
    for (int i = 0; i < chain->n && *lanes; i++) {
        const struct contract *c = &b->scheme->contracts.items[chain->member[i]];
        for (int k = 0; k <= c->payers.n; k++) {
            int party = k < c->payers.n ? c->payers.items[k].party : c->payee;
            *of = *lanes & failure_lanes(b, party);
            *lanes &= ~*of;
            if (*of)
                return party;
        }
    }
    return NONE;
}

/* Clients of a provider whose work has ended because somebody above it has failed move, or are lost, like its own clients would
 * when it fails; returns their lanes. */
static uint64_t leave_with_failed(struct books *b, struct clients *c, int provider, uint64_t ended, int month) {
    uint64_t left = ended, of, moved = 0;
    int party;
    while (left && b->failure.any && (party = who_failed(b, &b->endings.chain[provider], &left, &of)) != NONE) {
        moves_leave(b, c, provider, party, of, month);
        moved |= of;
    }
    return moved;
}

void endings_clients(struct books *b, struct clients *c, int month, uint64_t *trading) {
    struct endings *e = &b->endings;
    for (int p = 0; p < b->scheme->n_providers && e->any; p++) {
        const struct chain *chain = &e->chain[p];
        uint64_t ended = ended_in(b, chain), going = moves_under_way(b, p);
        if (!ended)
            continue;
        trading[p] &= ~(ended & ~reaches(b, chain, open_to_referrals, month)) & ~going;
        uint64_t waiting = ended & ~reaches(b, chain, open_to_starts, month);
        uint64_t service = ended & ~(reaches(b, chain, open_to_service, month) | in_pipeline(b, chain, month));
        uint64_t gone = going | failure_lanes(b, b->scheme->provider_party[p]);
        gone |= leave_with_failed(b, c, p, service & ~e->service_ended[p] & ~gone, month);
        clients_stop_starts(c, p, waiting & ~e->waiting_ended[p] & ~gone, month);
        clients_end_service(c, p, service & ~e->service_ended[p] & ~gone, month);
        e->waiting_ended[p] = waiting;
        e->service_ended[p] = service;
    }
}
