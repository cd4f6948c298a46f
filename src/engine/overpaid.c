/* What is paid for results that are coded as another group's (upcoding), beyond what they would earn as what they are. */
#include "engine/books.h"
#include "scheme/behaviour.h"

#include <string.h>

bool overpaid_room(struct books *b) {
    const struct scheme *s = b->scheme;
    struct earnings *e = &b->earnings;
    bool coded = false;
    size_t states = 1;
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        coded |= behaviour_coded_under(s, contract);
        for (int k = 0; k < contract->terms.n; k++) {
            const struct term *t = &contract->terms.items[k];
            size_t kept = t->kind->state ? (size_t)t->kind->state(s, t) : 0;
            states = kept > states ? kept : states;
        }
    }
    if (!coded)
        return true;
    e->fair = arena_array(&b->arena, (size_t)e->n_terms + 1, sizeof(double[LANES]));
    e->overpaid = arena_array(&b->arena, (size_t)s->contracts.n + 1, sizeof(double[LANES]));
    e->kept_state = arena_array(&b->arena, states, sizeof(double[LANES]));
    return e->fair && e->overpaid && e->kept_state;
}

/* The state is put back: it goes by true groups, so the second call changes it alike. */
void overpaid_if_fair(struct books *b, const struct term_view *view, int number) {
    struct earnings *e = &b->earnings;
    const struct evaluation *by = b->evaluation;
    const struct term *t = view->term;
    if (!e->kept_state || !behaviour_coded_under(b->scheme, view->contract))
        return;
    size_t state = t->kind->state ? (size_t)t->kind->state(b->scheme, t) * sizeof(double[LANES]) : 0;
    struct term_view fair = *view;
    fair.billed = by->uncoded + (size_t)t->contract * (size_t)b->scheme->outcomes.n;
    fair.billed_starts = by->counted_starts[t->contract];
    fair.billed_in_service = by->counted_service[t->contract];
    if (state)
        memcpy(e->kept_state, view->state, state);
    earnings_clear(b, view->contract);
    t->kind->earn(&fair, &e->entitled);
    if (state)
        memcpy(view->state, e->kept_state, state);
    memcpy(e->fair[number], e->entitled.gain, sizeof(double[LANES]));
}

void overpaid_note(struct books *b, int contract, int number) {
    struct earnings *e = &b->earnings;
    if (!e->kept_state || !behaviour_coded_under(b->scheme, &b->scheme->contracts.items[contract]))
        return;
    for (int i = 0; i < LANES; i++) {
        double before = (double)e->before[number][i], left = (double)e->gain[number][i];
        if (before > 0)
            e->overpaid[contract][i] += left * (before - e->fair[number][i]) / before;
    }
}
