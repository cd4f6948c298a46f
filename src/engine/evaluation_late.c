/* Claims that are paid late: one draw a claim month and claim cycle (rule 29).
 *
 * Stream "contracts.C.late", or "contracts.C.terms.N.late" of a term with its own cycle; month: the claim's, cell 0. */
#include "engine/evaluation_inner.h"
#include "random/philox.h"
#include "scheme/condition.h"

#define LATE_KEY "late"

/* A term with its own cycle, or its own lateness, has its own draws. */
static bool is_own(const struct term *t) { return t->claim.given || t->lag != NONE || t->late.given; }

static bool add_cycle(struct evaluation *e, const struct late *late, int contract, int term) {
    const struct contract *c = &e->inner->scheme->contracts.items[contract];
    static const struct term plain = {.lag = NONE};
    const struct term *t = term == NONE ? &plain : &c->terms.items[term];
    struct lateness *l = &e->late[e->n_late++];
    *l = (struct lateness){.contract = contract, .term = term, .claim = term_claim(c, t), .late = late};
    if (t->kind && t->kind->source) /* it is claimed and accepted as receipts come in */
        l->claim.every = 1, l->claim.verify = 0;
    l->stream = scheme_stream(term == NONE ? c->place.path : t->place.path, LATE_KEY, NULL);
    l->lanes_of = arena_array(&e->inner->arena, (size_t)e->inner->horizon + 1, sizeof(uint64_t));
    return l->lanes_of != NULL;
}

bool late_plan(struct evaluation *e) {
    struct evaluation_inner *in = e->inner;
    size_t most = 0;
    for (int c = 0; c < in->scheme->contracts.n; c++)
        most += 1 + (size_t)in->scheme->contracts.items[c].terms.n;
    e->late = arena_array(&in->arena, most + 1, sizeof *e->late);
    for (int c = 0; e->late && c < in->scheme->contracts.n; c++) {
        const struct contract *contract = &in->scheme->contracts.items[c];
        if (term_late(contract, NULL) && !add_cycle(e, term_late(contract, NULL), c, NONE))
            return false;
        for (int k = 0; k < contract->terms.n; k++) {
            const struct term *t = &contract->terms.items[k];
            bool own = term_late(contract, t) && (is_own(t) || t->kind->source);
            if (own && !add_cycle(e, term_late(contract, t), c, k))
                return false;
        }
    }
    return e->late != NULL;
}

const struct lateness *evaluation_late(const struct evaluation *e, int contract, int term) {
    const struct lateness *found = NULL;
    for (int i = 0; i < e->n_late; i++) {
        if (e->late[i].contract == contract && (e->late[i].term == term || (e->late[i].term == NONE && !found)))
            found = &e->late[i];
    }
    return found;
}

/* Whether a claim period of the cycle ends in the month. */
static bool is_claimed(const struct contract *c, const struct lateness *l, int month) {
    return month >= c->from && month <= c->last_claim &&
           ((month - c->from + 1) % l->claim.every == 0 || month == c->last_claim);
}

void late_month(struct evaluation *e, const struct block *b, const struct draws *d, int month) {
    for (int i = 0; i < e->n_late; i++) {
        struct lateness *l = &e->late[i];
        int claimed = month - l->claim.verify;
        l->lanes = l->lanes_of[month] = 0;
        if (!b->drawn || !is_claimed(&e->inner->scheme->contracts.items[l->contract], l, claimed))
            continue;
        double u[LANES];
        const double *p = d->q[l->late->probability];
        philox_uniforms(b->seed, b->first_path, l->stream, philox_draw(claimed, 0), u);
        for (int lane = 0; lane < LANES; lane++)
            l->lanes |= (uint64_t)(u[lane] < p[lane]) << lane;
        l->lanes_of[month] = l->lanes;
    }
}
