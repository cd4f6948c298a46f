/* Moves: who could take over whose clients, and whether what a party says of them can come about. */
#include "scheme/moves.h"

#include "scheme/resolve.h"

bool scheme_clients_move(const struct scheme *s) {
    bool any = false;
    for (int p = 0; p < s->parties.n; p++)
        any |= s->parties.items[p].clients_move != NONE;
    return any;
}

bool scheme_takes_over(const struct scheme *s, int party, int provider) {
    for (int i = 0; i < s->contracts.n; i++) {
        const struct contract *own = &s->contracts.items[i];
        for (int j = 0; own->payee == party && j < s->contracts.n; j++) {
            const struct contract *other = &s->contracts.items[j];
            if (other->payee == party || !scheme_in_subtree(s, other->payee, s->provider_party[provider]))
                continue;
            for (int k = 0; k < own->payers.n; k++) {
                if (contract_is_paid_by(other, own->payers.items[k].party))
                    return true;
            }
        }
    }
    return false;
}

static bool can_fail(int kind) { return kind == PARTY_SPV || kind == PARTY_PRIME || kind == PARTY_PROVIDER; }

/* Whether somebody could take its clients over. */
static bool any_taker(const struct scheme *s, int party) {
    for (int p = 0; p < s->n_providers; p++) {
        if (scheme_takes_over(s, party, p))
            return true;
    }
    return false;
}

void moves_check(const struct scheme *s, struct diag *diag) {
    for (int i = 0; i < s->parties.n; i++) {
        const struct party *p = &s->parties.items[i];
        if (p->gap > 0 && p->clients_move == NONE)
            fault_add(diag, &p->place, "gap",
                      "says when clients are served again, but not that any move; give clients_move, or leave it out");
        if (p->clients_move == NONE)
            continue;
        if (!can_fail(p->kind))
            fault_add(diag, &p->place, "clients_move", "is given, but a %s never fails; leave it out",
                      party_kind_words[p->kind]);
        else if (p->gap >= s->months)
            fault_add(diag, &p->place, "gap",
                      "is %d months, and the scheme has %d: nobody who moves would ever be served again", p->gap,
                      s->months);
        else if (!any_taker(s, i))
            fault_note(diag, &p->place, "clients_move",
                       "has no effect: nobody else is paid by those who pay \"%s\", so all its clients would be lost",
                       p->name);
    }
}
