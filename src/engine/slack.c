/* Slackening: the books tell clients who has no more to gain (model 7; rule 100). */
#include "engine/books.h"

#include <string.h>

/* The lanes, in bits, in which a limit of the contract (threshold, last tier, cap) has been reached by the end of the month and
 * holds in the month after. */
static uint64_t spent_under(struct books *b, int contract) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    if (b->month < c->from || b->month >= c->last_claim)
        return 0;
    struct month_earned earned = earnings_of_month(b, contract);
    uint64_t lanes = conditions_spent(&earned, (const money(*)[LANES])b->earnings.sums[contract]);
    for (int k = 0; k < c->terms.n; k++) {
        double index[LANES];
        struct term_view view;
        if (!c->terms.items[k].kind->spent)
            continue;
        earnings_view(b, contract, k, b->month, index, &view);
        lanes |= c->terms.items[k].kind->spent(&view);
    }
    return lanes;
}

void books_slack(struct books *b, uint64_t *slack) {
    const struct scheme *s = b->scheme;
    memset(slack, 0, (size_t)s->n_providers * sizeof *slack);
    for (int c = 0; c < s->contracts.n; c++) {
        uint64_t spent = spent_under(b, c);
        for (int p = 0; spent && p < s->n_providers; p++) {
            const struct party *party = &s->parties.items[s->provider_party[p]];
            bool may = party->behaves && party->behaves->slackening != NONE;
            if (may && scheme_in_subtree(s, s->contracts.items[c].payee, s->provider_party[p]))
                slack[p] |= spent;
        }
    }
}
