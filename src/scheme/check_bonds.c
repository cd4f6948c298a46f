/* Checks of bonds, and their ranks. */
#include "scheme/resolve.h"

#include <math.h>

#define SHARE_TOLERANCE 1e-9

int bond_rank(const struct bond *b, int tranche) {
    int rank = b->tranches.items[tranche].rank;
    return rank > 0 ? rank : tranche + 1;
}

static bool has_rank(const struct bond *b, int rank) {
    for (int i = 0; i < b->tranches.n; i++) {
        if (bond_rank(b, i) == rank)
            return true;
    }
    return false;
}

static void check_tranches(const struct scheme *s, const struct bond *b, struct diag *diag) {
    double residual = 0;
    bool capped = false;
    if (b->tranches.n == 0)
        fault_add(diag, &b->place, "tranches", "is empty; a bond has at least one tranche");
    for (int i = 0; i < b->tranches.n; i++) {
        const struct tranche *t = &b->tranches.items[i];
        residual += t->residual;
        capped |= t->irr_cap_given && t->residual > 0;
        if (t->investor == NONE)
            continue;
        const struct party *p = &s->parties.items[t->investor];
        if (p->kind != PARTY_INVESTOR && p->kind != PARTY_COMMISSIONER && p->kind != PARTY_LENDER)
            fault_add(diag, &t->place, "investor",
                      "\"%s\" is of kind %s; capital comes from an investor, a lender or a commissioner", p->name,
                      party_kind_words[p->kind]);
    }
    if (residual != 0 && fabs(residual - 1) > SHARE_TOLERANCE)
        fault_add(diag, &b->place, "tranches",
                  "the residual shares sum to %.10g; they must sum to 1, or all be left out", residual);
    if (capped && b->excess_to == NONE)
        fault_note(diag, &b->place, "excess_to",
                   "is not given: what an irr_cap keeps from its tranche stays in the spv");
}

static void check_fees(const struct bond *b, struct diag *diag) {
    for (int i = 0; i < b->fees.n; i++) {
        const struct bond_fee *fee = &b->fees.items[i];
        if ((fee->amount > 0) == (fee->rate > 0))
            fault_add(diag, &fee->place, NULL, "needs an amount or a rate, one of them and above 0");
        if (fee->from > fee->until)
            fault_add(diag, &fee->place, "from", "month %d is after `until`, month %d; it must end after it begins",
                      fee->from, fee->until);
        if (fee->rank > 0 && !has_rank(b, fee->rank))
            fault_add(diag, &fee->place, "rank", "no tranche has rank %d; name the rank of one, or leave it out",
                      fee->rank);
        if (fee->to != NONE && fee->to == b->spv)
            fault_add(diag, &fee->place, "to", "the spv would pay itself; name another party");
    }
}

static void check_guarantee(const struct scheme *s, const struct bond *b, struct diag *diag) {
    const struct guarantee *g = &b->guarantee;
    if (!g->given)
        return;
    if (g->guarantor != NONE && s->parties.items[g->guarantor].kind != PARTY_GUARANTOR &&
        s->parties.items[g->guarantor].kind != PARTY_COMMISSIONER)
        fault_add(diag, &b->place, "guarantee.guarantor",
                  "\"%s\" is of kind %s; a guarantor or a commissioner makes good", s->parties.items[g->guarantor].name,
                  party_kind_words[s->parties.items[g->guarantor].kind]);
    if (g->tranche.n == 0)
        fault_add(diag, &b->place, "guarantee.tranche", "is empty; name the tranches covered");
}

static money committed(const struct bond *b) {
    money sum = 0;
    for (int i = 0; i < b->tranches.n; i++)
        sum += b->tranches.items[i].principal;
    return sum;
}

static void check_drawdown(const struct scheme *s, const struct bond *b, struct diag *diag) {
    char drawn[2 * MONEY_TEXT], whole[2 * MONEY_TEXT];
    money sum = 0;
    if (b->drawdown.how != DRAW_SCHEDULED) {
        return;
    }
    for (int i = 0; i < b->drawdown.draws.n; i++) {
        const struct draw *draw = &b->drawdown.draws.items[i];
        sum += draw->amount;
        if (draw->month < 1 || draw->month > s->months)
            fault_add(diag, &b->place, "drawdown", "month %d is outside the scheme's months, 1 to %d", draw->month,
                      s->months);
    }
    money_format(sum, s->symbol, 1, drawn, sizeof drawn);
    money_format(committed(b), s->symbol, 1, whole, sizeof whole);
    if (sum > committed(b))
        fault_add(diag, &b->place, "drawdown", "draws %s in all and %s is committed; draw at most that", drawn, whole);
    else if (sum < committed(b))
        fault_note(diag, &b->place, "drawdown", "draws %s of the %s that is committed", drawn, whole);
}

static void check_spv(const struct scheme *s, int bond, struct diag *diag) {
    const struct bond *b = &s->bonds.items[bond];
    if (b->spv == NONE)
        return;
    const struct party *spv = &s->parties.items[b->spv];
    if (spv->kind != PARTY_SPV)
        fault_add(diag, &b->place, "spv", "\"%s\" is of kind %s; a bond is raised by a party of kind spv", spv->name,
                  party_kind_words[spv->kind]);
    if (b->excess_to == b->spv)
        fault_add(diag, &b->place, "excess_to", "the spv would pay itself; name another party, or leave it out");
    for (int i = 0; i < bond; i++) {
        if (s->bonds.items[i].spv == b->spv)
            fault_add(diag, &b->place, "spv",
                      "\"%s\" has a bond already; give each bond its own spv, or this one more tranches", spv->name);
    }
}

void bonds_check(const struct scheme *s, struct diag *diag) {
    for (int i = 0; i < s->bonds.n; i++) {
        const struct bond *b = &s->bonds.items[i];
        check_spv(s, i, diag);
        check_tranches(s, b, diag);
        tranches_check(s, b, diag);
        waterfall_check(s, b, diag);
        check_fees(b, diag);
        check_guarantee(s, b, diag);
        check_drawdown(s, b, diag);
        if (!b->recycle && b->retain > 0)
            fault_add(diag, &b->place, "retain",
                      "keeps cash back for %d months while recycle = false distributes all; give one of them",
                      b->retain);
    }
}

/* How many different ranks are at or before a rank: ranks become 1, 2, ... without gaps. */
static int dense_rank(const int *ranks, int n, int rank) {
    int dense = 1;
    for (int i = 0; i < n; i++) {
        bool first = ranks[i] < rank;
        for (int j = 0; first && j < i; j++)
            first = ranks[j] != ranks[i];
        dense += first;
    }
    return dense;
}

static status resolve_bond(struct scheme *s, struct bond *b) {
    int n = b->tranches.n;
    int *ranks = arena_array(&s->arena, (size_t)n + 1, sizeof(int));
    if (!ranks)
        return SIBYL_ERR_NO_MEMORY;
    for (int i = 0; i < n; i++)
        ranks[i] = bond_rank(b, i);
    b->committed = committed(b);
    b->n_ranks = 0;
    for (int i = 0; i < n; i++) {
        b->tranches.items[i].rank = dense_rank(ranks, n, ranks[i]);
        if (b->tranches.items[i].rank > b->n_ranks)
            b->n_ranks = b->tranches.items[i].rank;
    }
    for (int i = 0; i < b->fees.n; i++) {
        if (b->fees.items[i].rank > 0)
            b->fees.items[i].rank = dense_rank(ranks, n, b->fees.items[i].rank);
    }
    return waterfall_resolve(s, b);
}

status bonds_resolve(struct scheme *s) {
    for (int i = 0; i < s->bonds.n; i++) {
        if (resolve_bond(s, &s->bonds.items[i]) != SIBYL_OK)
            return SIBYL_ERR_NO_MEMORY;
    }
    return SIBYL_OK;
}
