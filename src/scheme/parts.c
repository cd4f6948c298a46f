/* What contracts count and pass on, and what their terms ask of them. */
#include "scheme/resolve.h"

#include <string.h>

#define SHARE_TOLERANCE 1e-9

/* ---- Counted parts ---- */

static bool counts_party(const struct scheme *s, const struct contract *c, int party) {
    if (c->counts.n == 0)
        return scheme_in_subtree(s, c->payee, party);
    for (int i = 0; i < c->counts.n; i++) {
        if (c->counts.items[i] == party)
            return true;
    }
    return false;
}

static status fill_parts(struct scheme *s, struct contract *c) {
    c->n_parts = 0;
    c->part = arena_array(&s->arena, (size_t)s->n_providers + 1, sizeof(int));
    if (!c->part)
        return SIBYL_ERR_NO_MEMORY;
    for (int p = 0; p < s->n_providers; p++) {
        if (counts_party(s, c, s->provider_party[p]))
            c->part[c->n_parts++] = p;
    }
    return SIBYL_OK;
}

static int source_of(const struct term *t) {
    bool when_due;
    return t->kind && t->kind->source ? t->kind->source(t, &when_due) : NONE;
}

static void mark_needs(struct scheme *s, const struct contract *c, const struct term *t) {
    bool all_eras = c->first_era == 0 && c->last_era == s->n_eras - 1;
    s->service_by_era |= t->kind && t->kind->counts_service && !all_eras;
    int source = source_of(t);
    if (source != NONE)
        s->contracts.items[source].passes = true;
    for (int k = 0; t->kind && t->kind->needs_delays && k < s->outcomes.n; k++) {
        if (t->kind->needs_delays(t, k))
            s->outcomes.items[k].keep_delays = true;
    }
}

status parts_resolve(struct scheme *s) {
    for (int i = 0; i < s->contracts.n; i++) {
        struct contract *c = &s->contracts.items[i];
        c->thinned = c->verified != NONE && quantity_least(s, c->verified) < 1;
        if (fill_parts(s, c) != SIBYL_OK)
            return SIBYL_ERR_NO_MEMORY;
        for (int k = 0; k < c->terms.n; k++)
            mark_needs(s, c, &c->terms.items[k]);
    }
    return SIBYL_OK;
}

/* ---- Attribution: one payer pays a result once ---- */

/* The outcome that a results term pays for, or NONE: what its setting `outcome` refers to. */
static int outcome_of(const struct term *t) {
    if (!t->kind || !t->kind->results)
        return NONE;
    for (int i = 0; i < t->kind->table->n; i++) {
        const struct param *row = &t->kind->table->params[i];
        if (row->type != PARAM_REF || strcmp(row->name, "outcome") != 0)
            continue;
        int outcome;
        memcpy(&outcome, (const char *)t->settings + row->offset, sizeof outcome);
        return outcome;
    }
    return NONE;
}

static bool pays_for(const struct contract *c, int outcome) {
    for (int k = 0; k < c->terms.n; k++) {
        if (outcome_of(&c->terms.items[k]) == outcome)
            return true;
    }
    return false;
}

static bool counts_provider(const struct contract *c, int provider) {
    for (int i = 0; i < c->n_parts; i++) {
        if (c->part[i] == provider)
            return true;
    }
    return false;
}

static bool is_payer(const struct contract *c, int party) {
    for (int i = 0; i < c->payers.n; i++) {
        if (c->payers.items[i].party == party)
            return true;
    }
    return false;
}

/* Whether somebody who starts can be counted by both. */
static bool windows_meet(const struct contract *a, const struct contract *b) {
    return a->from <= b->last_start && b->from <= a->last_start;
}

/* The sum of the attributions of contracts up to `last` in which a payer of it pays for one provider's outcome. */
static double attribution_to(const struct scheme *s, int last, int payer, int outcome, int provider) {
    double sum = 0;
    for (int i = 0; i <= last; i++) {
        const struct contract *c = &s->contracts.items[i];
        if (is_payer(c, payer) && windows_meet(c, &s->contracts.items[last]) && pays_for(c, outcome) &&
            counts_provider(c, provider))
            sum += c->attribution;
    }
    return sum;
}

static void check_outcome_once(const struct scheme *s, int contract, int outcome, struct diag *diag) {
    const struct contract *c = &s->contracts.items[contract];
    for (int i = 0; i < c->payers.n; i++) {
        for (int part = 0; part < c->n_parts; part++) {
            double sum = attribution_to(s, contract, c->payers.items[i].party, outcome, c->part[part]);
            if (sum <= 1 + SHARE_TOLERANCE)
                continue;
            fault_add(diag, &c->place, "attribution",
                      "\"%s\" pays for the same \"%s\" of \"%s\" under several contracts, in all %.6g times; make "
                      "their attributions sum to at most 1",
                      s->parties.items[c->payers.items[i].party].name, s->outcomes.items[outcome].name,
                      s->parties.items[s->provider_party[c->part[part]]].name, sum);
            return;
        }
    }
}

/* ---- Terms ---- */

static void check_source(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag) {
    int source = source_of(t);
    if (source == NONE)
        return;
    const struct contract *of = &s->contracts.items[source];
    if (of == c)
        fault_add(diag, &t->place, "of", "names the contract itself; name one that pays \"%s\"",
                  s->parties.items[c->payer].name);
    else if (!is_payer(c, of->payee))
        fault_add(diag, &t->place, "of",
                  "\"%s\" pays \"%s\", who does not pay under this contract; name one that pays \"%s\"", of->name,
                  s->parties.items[of->payee].name, s->parties.items[c->payer].name);
}

static void check_term(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag) {
    if (!t->kind)
        return;
    if (c->n_parts == 0 && !t->kind->scheduled && !t->kind->source)
        fault_add(diag, &t->place, NULL,
                  "pays by clients, but neither \"%s\" nor anybody it pays serves any; name providers in `counts`, or "
                  "say whom a party serves in `serves`",
                  s->parties.items[c->payee].name);
    check_source(s, c, t, diag);
    if (t->kind->check)
        t->kind->check(s, c, t, diag);
}

void terms_check(const struct scheme *s, struct diag *diag) {
    for (int i = 0; i < s->contracts.n; i++) {
        const struct contract *c = &s->contracts.items[i];
        for (int k = 0; k < c->terms.n; k++)
            check_term(s, c, &c->terms.items[k], diag);
        for (int k = 0; k < s->outcomes.n; k++) {
            if (pays_for(c, k))
                check_outcome_once(s, i, k, diag);
        }
    }
}
