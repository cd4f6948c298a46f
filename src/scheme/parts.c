/* What contracts count and pass on, and what their terms ask of them. */
#include "scheme/condition.h"
#include "scheme/resolve.h"

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
        struct outcome *o = &s->outcomes.items[k];
        if (!t->kind->needs_delays(t, k))
            continue;
        o->keep_delays = true;
        o->delay_eras = c->last_era >= o->delay_eras ? c->last_era + 1 : o->delay_eras;
    }
}

/* A provider's service begins with the first contract that counts it, and is in the places of all of them. */
static status note_service(struct scheme *s, const struct contract *c) {
    for (int i = 0; i < c->n_parts; i++) {
        struct party *p = &s->parties.items[s->provider_party[c->part[i]]];
        p->service_from = p->service_from == 0 || c->from < p->service_from ? c->from : p->service_from;
        if (c->local_effect == NONE)
            continue;
        if (!p->places.items)
            p->places.items = arena_array(&s->arena, (size_t)s->contracts.n, sizeof(int));
        if (!p->places.items)
            return SIBYL_ERR_NO_MEMORY;
        p->places.items[p->places.n++] = c->local_effect;
    }
    return SIBYL_OK;
}

/* A client who moves from one provider to another achieves later what would have fallen into the gap. */
static void note_delays(struct scheme *s) {
    int gap = 0;
    for (int p = 0; p < s->parties.n; p++) {
        const struct party *party = &s->parties.items[p];
        gap = party->clients_move != NONE && party->gap > gap ? party->gap : gap;
    }
    for (int k = 0; k < s->outcomes.n; k++)
        s->outcomes.items[k].delays = s->outcomes.items[k].delay.n + gap;
}

status parts_resolve(struct scheme *s) {
    note_delays(s);
    for (int i = 0; i < s->contracts.n; i++) {
        struct contract *c = &s->contracts.items[i];
        c->accepted = conditions_accept(c);
        if (fill_parts(s, c) != SIBYL_OK)
            return SIBYL_ERR_NO_MEMORY;
        for (int k = 0; k < c->terms.n; k++)
            mark_needs(s, c, &c->terms.items[k]);
        if (note_service(s, c) != SIBYL_OK)
            return SIBYL_ERR_NO_MEMORY;
    }
    return SIBYL_OK;
}

/* ---- Terms ---- */

static bool is_payer(const struct contract *c, int party) {
    for (int i = 0; i < c->payers.n; i++) {
        if (c->payers.items[i].party == party)
            return true;
    }
    return false;
}

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

/* What is due at once has no claim cycle of its own. */
static void check_at_once(const struct term *t, struct diag *diag) {
    if (t->kind->at_once && (t->claim.given || t->lag != NONE))
        fault_add(diag, &t->place, t->claim.given ? "claim" : "lag",
                  "is given, but what pays by \"%s\" is due at once and has no claim cycle; leave it out",
                  t->kind->pay);
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
    check_at_once(t, diag);
    if (t->kind->check)
        t->kind->check(s, c, t, diag);
}

void terms_check(const struct scheme *s, struct diag *diag) {
    for (int i = 0; i < s->contracts.n; i++) {
        const struct contract *c = &s->contracts.items[i];
        for (int k = 0; k < c->terms.n; k++)
            check_term(s, c, &c->terms.items[k], diag);
        conditions_check(s, c, diag);
    }
}
