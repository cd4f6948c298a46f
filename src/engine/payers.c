#include "engine/payers.h"

#include "engine/books.h"

#include <assert.h>
#include <string.h>

/* Payers of one contract that a split has room for. */
#define PAYERS_MAX 64

static int place_among(const struct contract *c, int party) {
    for (int i = 0; i < c->payers.n; i++) {
        if (c->payers.items[i].party == party)
            return i;
    }
    return NONE;
}

double payers_share(const struct contract *c, int party) {
    int place = place_among(c, party);
    return place == NONE ? 0 : c->payers.items[place].share;
}

double payers_sure(const struct scheme *s, const struct contract *c) {
    double share = 0;
    bool all = true;
    for (int i = 0; i < c->payers.n; i++) {
        bool sure = s->parties.items[c->payers.items[i].party].always_pays;
        share += sure ? c->payers.items[i].share : 0;
        all &= sure;
    }
    return all ? 1 : share;
}

int payers_last(const struct scheme *s, const struct contract *c) {
    int last = c->payer;
    for (int i = 0; c->payers.n > 1 && i < s->parties.n; i++)
        last = place_among(c, s->settlement_order[i]) != NONE ? s->settlement_order[i] : last;
    return last;
}

money payers_part(const struct contract *c, int party, money amount) {
    double shares[PAYERS_MAX];
    money parts[PAYERS_MAX];
    int place = place_among(c, party);
    if (place == NONE || c->payers.n <= 1)
        return place == NONE ? 0 : amount;
    assert(c->payers.n <= PAYERS_MAX);
    for (int i = 0; i < c->payers.n; i++)
        shares[i] = c->payers.items[i].share;
    money_split(amount, shares, c->payers.n, parts);
    return parts[place];
}

void payers_unpaid(const struct books *b, int contract, int party, lane_money unpaid) {
    const struct claims *c = &b->claims;
    const struct contract *of = &b->scheme->contracts.items[contract];
    memset(unpaid, 0, sizeof(lane_money));
    advances_outstanding(b, contract, unpaid);
    for (int i = 0; i < LANES; i++)
        unpaid[i] = payers_part(of, party, unpaid[i] + c->accepted[contract][i]);
    for (int l = c->first_leg[contract]; l < c->first_leg[contract + 1]; l++) {
        const struct leg *leg = &c->legs[l];
        for (int i = 0; (leg->debt ? leg->to : leg->from) == party && i < LANES; i++)
            unpaid[i] -= leg->debt ? -leg->paid[i] : leg->paid[i];
    }
}

void payers_mask_failed(const struct books *b, int contract, lane_money unpaid) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    if (c->payers.n <= 1) {
        failure_mask(b, c->payer, unpaid);
        return;
    }
    for (int k = 0; k < c->payers.n; k++) {
        uint64_t failed = failure_lanes(b, c->payers.items[k].party);
        lane_money theirs;
        if (!failed)
            continue;
        payers_unpaid(b, contract, c->payers.items[k].party, theirs);
        for (int i = 0; i < LANES; i++)
            unpaid[i] -= failed >> i & 1 ? theirs[i] : 0;
    }
}
