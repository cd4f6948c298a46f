/* Checks of contracts: parties, dates, shares, claims. */
#include "scheme/resolve.h"

#include <math.h>

#define SHARE_TOLERANCE 1e-9

static bool may_settle(const struct scheme *s, int party) {
    int kind = s->parties.items[party].kind;
    return kind != PARTY_INVESTOR && kind != PARTY_LENDER && kind != PARTY_GUARANTOR;
}

static void check_role(const struct scheme *s, const struct contract *c, int party, const char *key,
                       struct diag *diag) {
    const struct party *p = &s->parties.items[party];
    if (!may_settle(s, party))
        fault_add(diag, &c->place, key,
                  "\"%s\" is of kind %s, which only puts money in or lends it; name a commissioner, spv, prime, "
                  "provider or assessor",
                  p->name, party_kind_words[p->kind]);
}

static bool is_payer(const struct contract *c, int party) {
    for (int i = 0; i < c->payers.n; i++) {
        if (c->payers.items[i].party == party)
            return true;
    }
    return false;
}

static void check_shares(const struct scheme *s, const struct contract *c, struct diag *diag) {
    double sum = 0;
    for (int i = 0; i < c->payers.n; i++) {
        const struct payer_share *payer = &c->payers.items[i];
        sum += payer->share;
        for (int j = 0; j < i; j++) {
            if (payer->party != NONE && c->payers.items[j].party == payer->party)
                fault_add(diag, &c->place, "payers", "\"%s\" stands here twice; give each payer one share",
                          s->parties.items[payer->party].name);
        }
    }
    if (fabs(sum - 1) > SHARE_TOLERANCE)
        fault_add(diag, &c->place, "payers", "the shares sum to %.10g; they must sum to 1", sum);
    if (c->payer != NONE && !is_payer(c, c->payer))
        fault_add(diag, &c->place, "payer", "\"%s\" is not among `payers`; give the one or the other",
                  s->parties.items[c->payer].name);
}

static void check_parties(const struct scheme *s, const struct contract *c, struct diag *diag) {
    if (c->payers.n == 1 && c->payer == NONE)
        fault_add(diag, &c->place, "payer", "is missing; name who pays, or several in `payers`");
    check_shares(s, c, diag);
    for (int i = 0; i < c->payers.n; i++) {
        int payer = c->payers.items[i].party;
        if (payer == NONE)
            continue;
        check_role(s, c, payer, "payer", diag);
        if (payer == c->payee)
            fault_add(diag, &c->place, "payee", "\"%s\" pays itself; name another party", s->parties.items[payer].name);
    }
    if (c->payee != NONE)
        check_role(s, c, c->payee, "payee", diag);
}

static void check_dates(const struct scheme *s, const struct contract *c, struct diag *diag) {
    if (c->from > c->to)
        fault_add(diag, &c->place, "from",
                  "month %d is after the last month of service, %d; it must end after it begins", c->from, c->to);
    else if (c->last_start < c->from)
        fault_add(diag, &c->place, "last_start",
                  "month %d is before the contract's first month, %d; nobody could start", c->last_start, c->from);
    if (c->last_start > c->to)
        fault_add(diag, &c->place, "last_start", "month %d is after the last month of service, %d; at most that month",
                  c->last_start, c->to);
    if (c->last_claim_given && c->last_claim < c->from)
        fault_add(diag, &c->place, "last_claim",
                  "month %d is before the contract's first month, %d; nothing could be claimed", c->last_claim,
                  c->from);
    if (c->from > s->months)
        fault_note(diag, &c->place, "from",
                   "month %d is after the scheme's last, %d: nothing happens under the contract", c->from, s->months);
    else if (c->last_claim_given && c->last_claim > s->months)
        fault_note(diag, &c->place, "last_claim",
                   "month %d is after the scheme's last, %d: what is claimed then is not reached", c->last_claim,
                   s->months);
}

static void check_counts(const struct scheme *s, const struct contract *c, struct diag *diag) {
    for (int i = 0; i < c->counts.n; i++) {
        int party = c->counts.items[i];
        if (party == NONE)
            continue;
        const struct party *p = &s->parties.items[party];
        if (!p->serves.quantity)
            fault_add(diag, &c->place, "counts", "\"%s\" serves no clients; name providers, which have `serves`",
                      p->name);
    }
}

/* Months from the earning of what is earned first to the day on which it is due, at most. */
static int cycle_length(struct claim claim) { return claim.every - 1 + claim.verify + claim.pays; }

static void check_claims(const struct scheme *s, const struct contract *c, struct diag *diag) {
    if (c->claim.given && c->lag != NONE)
        fault_add(diag, &c->place, "lag",
                  "stands beside `claim`, which says the same at more length; give one of them");
    for (int k = 0; k < c->terms.n; k++) {
        const struct term *t = &c->terms.items[k];
        struct claim claim = term_claim(c, t);
        if (t->claim.given && t->lag != NONE)
            fault_add(diag, &t->place, "lag",
                      "stands beside `claim`, which says the same at more length; give one of them");
        if (c->from <= s->months && c->from + claim.verify + claim.pays > s->months)
            fault_note(diag, &t->place, NULL,
                       "what is earned falls due up to %d months later: nothing is ever due by month %d",
                       cycle_length(claim), s->months);
    }
}

static void check_terms(const struct contract *c, struct diag *diag) {
    if (c->terms.n == 0)
        fault_add(diag, &c->place, "terms", "is empty; write at least one payment mechanism");
}

void contracts_check(const struct scheme *s, struct diag *diag) {
    for (int i = 0; i < s->contracts.n; i++) {
        const struct contract *c = &s->contracts.items[i];
        check_parties(s, c, diag);
        check_dates(s, c, diag);
        check_counts(s, c, diag);
        check_claims(s, c, diag);
        check_terms(c, diag);
    }
}
