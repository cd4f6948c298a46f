/* Checks of endings, and why each contract may end before its dates. */
#include "scheme/condition.h"
#include "scheme/ending.h"
#include "scheme/resolve.h"

#define BIT(reason) (1u << (reason))
/* Reasons after which `termination` says what is paid. */
#define TERMINATED                                                                                                     \
    (BIT(ENDING_CLOSURE) | BIT(ENDING_PERFORMANCE) | BIT(ENDING_REVIEW) | BIT(ENDING_INVESTOR) | BIT(ENDING_ABOVE))

/* ---- Why ---- */

/* The bond whose spv a party is, or NULL. */
static const struct bond *bond_of(const struct scheme *s, int party) {
    for (int b = 0; b < s->bonds.n; b++) {
        if (s->bonds.items[b].spv == party)
            return &s->bonds.items[b];
    }
    return NULL;
}

static unsigned own_endings(const struct scheme *s, const struct contract *c) {
    const struct bond *bond = bond_of(s, c->payee);
    unsigned why = 0;
    if (c->closure != NONE && quantity_greatest(s, c->closure) > 0)
        why |= BIT(ENDING_CLOSURE);
    if (c->renewal.given && quantity_least(s, c->renewal.probability) < 1)
        why |= BIT(ENDING_RENEWAL);
    if (c->review.n > 0)
        why |= BIT(ENDING_REVIEW);
    if (conditions_end(c))
        why |= BIT(ENDING_PERFORMANCE);
    if (bond && bond->review.n > 0)
        why |= BIT(ENDING_INVESTOR);
    return why;
}

/* Whether a contract that pays a payer of this one, for the same work, may end early. */
static bool above_ends(const struct scheme *s, const struct contract *c) {
    for (int i = 0; i < s->contracts.n; i++) {
        const struct contract *above = &s->contracts.items[i];
        if (above->endings && contract_is_paid_by(c, above->payee) && contracts_share_work(above, c))
            return true;
    }
    return false;
}

static void derive(struct scheme *s) {
    for (int i = 0; i < s->contracts.n; i++) {
        struct contract *c = &s->contracts.items[s->paying_order[i]];
        c->endings |= own_endings(s, c);
        if (above_ends(s, c))
            c->endings |= BIT(ENDING_ABOVE);
    }
}

/* ---- Reviews ---- */

static void check_ratio(const struct scheme *s, const struct review *r, struct diag *diag) {
    if (r->count == NONE || r->per == NONE)
        return;
    if (r->count == r->per)
        fault_add(diag, &r->place, "per", "is what is counted; divide by something else, such as \"start\"");
    else if (r->below <= 0)
        fault_add(diag, &r->place, "below", "is 0, and no ratio is below it; give one above 0");
    else if (r->per == START && r->below > 1)
        fault_add(diag, &r->place, "below",
                  "is %g, and there are never more \"%s\" than starts: it would always end; give at most 1", r->below,
                  s->outcomes.items[r->count].name);
}

static void check_month(const struct scheme *s, const struct review *r, int from, struct diag *diag) {
    if (r->month < from)
        fault_add(diag, &r->place, "month", "is month %d, before the contract's first, %d; it is held after that",
                  r->month, from);
    if (r->month >= s->months)
        fault_add(diag, &r->place, "month",
                  "is month %d, not before the scheme's last, %d; there would be nothing to end", r->month, s->months);
}

static void check_contract_reviews(const struct scheme *s, const struct contract *c, struct diag *diag) {
    for (int i = 0; i < c->review.n; i++) {
        const struct review *r = &c->review.items[i];
        check_ratio(s, r, diag);
        check_month(s, r, c->from, diag);
        if (r->month > c->last_claim && c->last_claim_given)
            fault_add(diag, &r->place, "month", "is month %d, after the last claim, %d; there would be nothing to end",
                      r->month, c->last_claim);
        if (r->by == REVIEW_BY_INVESTOR)
            fault_add(diag, &r->place, "by", "is \"investor\"; investors' reviews stand in their bond");
        if (c->n_parts == 0)
            fault_add(diag, &r->place, NULL,
                      "needs clients to count, and \"%s\" counts nobody's; name providers in `counts`", c->name);
    }
}

static bool is_paid(const struct scheme *s, int party) {
    for (int i = 0; i < s->contracts.n; i++) {
        if (s->contracts.items[i].payee == party)
            return true;
    }
    return false;
}

static void check_bond_reviews(const struct scheme *s, const struct bond *b, struct diag *diag) {
    for (int i = 0; i < b->review.n; i++) {
        const struct review *r = &b->review.items[i];
        check_ratio(s, r, diag);
        check_month(s, r, 1, diag);
        if (r->by == REVIEW_BY_COMMISSIONER)
            fault_add(diag, &r->place, "by", "is \"commissioner\"; a commissioner's reviews stand in its contract");
        if (b->spv != NONE && !is_paid(s, b->spv))
            fault_add(diag, &r->place, NULL, "would end the contracts that pay \"%s\", and none does",
                      s->parties.items[b->spv].name);
    }
}

/* ---- Renewal and termination ---- */

static void check_renewal(const struct scheme *s, const struct contract *c, struct diag *diag) {
    int last = c->to < s->months ? c->to : s->months;
    if (c->renewal.given && c->from + c->renewal.every > last)
        fault_add(diag, &c->place, "renewal",
                  "would first be in month %d, after the last month of service, %d; make `every` shorter",
                  c->from + c->renewal.every, last);
}

static void check_pays(const struct scheme *s, const struct contract *c, const struct termination *t, const char *key,
                       struct diag *diag) {
    if (!t->given)
        return;
    if (t->pays == TERMINATION_CAPITAL && !bond_of(s, c->payee))
        fault_add(diag, &c->place, key, "pays capital, but \"%s\" has no bond; pay what is achieved, or pipeline",
                  s->parties.items[c->payee].name);
    if (t->pays != TERMINATION_CAPITAL && t->share != NOT_GIVEN)
        fault_add(diag, &c->place, key,
                  "gives a share, which is of outstanding capital; say pays = \"capital\", or leave it out");
}

static void check_termination(const struct scheme *s, const struct contract *c, struct diag *diag) {
    check_pays(s, c, &c->termination, "termination", diag);
    check_pays(s, c, &c->default_termination, "default_termination", diag);
    if (c->termination.given && c->closure == NONE && !(c->endings & TERMINATED))
        fault_add(
            diag, &c->place, "termination",
            "says what is paid when the contract is ended early, and nothing ends it; give closure, a review or a "
            "minimum performance that terminates%s",
            c->renewal.given ? " (a refused renewal pays what is earned by then)" : ", or leave it out");
}

/* ---- Pipelines ---- */

/* Whether one of two contracts stands above the other in the tree. */
static bool in_one_line(const struct scheme *s, const struct contract *a, const struct contract *b) {
    return scheme_in_subtree(s, a->payee, b->payer) || scheme_in_subtree(s, b->payee, a->payer);
}

/* Whether a contract pays, directly or further down, for the service of a provider that both count. */
static bool brings_clients(const struct scheme *s, const struct contract *c, const struct contract *other) {
    for (int i = 0; i < other->n_parts; i++) {
        for (int j = 0; j < c->n_parts; j++) {
            if (c->part[j] == other->part[i] && scheme_in_subtree(s, other->payee, s->provider_party[other->part[i]]))
                return true;
        }
    }
    return false;
}

/* Of a provider that somebody else goes on to pay, those who started by the end cannot be told from later ones. */
static void check_pipeline(const struct scheme *s, const struct contract *c, struct diag *diag) {
    bool pipeline = (c->endings && c->termination.pays == TERMINATION_PIPELINE) ||
                    (c->default_termination.given && c->default_termination.pays == TERMINATION_PIPELINE);
    for (int i = 0; pipeline && i < s->contracts.n; i++) {
        const struct contract *other = &s->contracts.items[i];
        if (other == c || in_one_line(s, c, other) || !brings_clients(s, c, other))
            continue;
        fault_add(
            diag, &c->place, "termination",
            "pays for the pipeline, but \"%s\" counts the same provider and would bring more clients, who cannot be "
            "told from those who started before; pay what is achieved, or let the contracts count different providers",
            other->name);
        return;
    }
}

void endings_resolve(struct scheme *s, struct diag *diag) {
    derive(s);
    for (int i = 0; i < s->contracts.n; i++) {
        const struct contract *c = &s->contracts.items[i];
        check_contract_reviews(s, c, diag);
        check_renewal(s, c, diag);
        check_termination(s, c, diag);
        check_pipeline(s, c, diag);
    }
    for (int b = 0; b < s->bonds.n; b++)
        check_bond_reviews(s, &s->bonds.items[b], diag);
}
