/* At risk: the share of payment that depends on results, phased in by contract year: results terms pay that share of their
 * prices, block terms the rest (rule 14). */
#include "scheme/condition/kinds.h"
#include "scheme/live.h"
#include "scheme/resolve.h"
#include "scheme/term/words.h"

struct at_risk_settings {
    struct by_year share; /* quantities */
};

static const struct by_year *share_of(const void *settings) {
    return &((const struct at_risk_settings *)settings)->share;
}

static bool at_risk_given(const struct scheme *s, const void *settings) {
    (void)s;
    return share_of(settings)->n > 0;
}

static KERNEL void multiply_by_share(const double *restrict share, double *restrict factor) {
    for (int l = 0; l < LANES; l++)
        factor[l] *= share[l];
}

static KERNEL void multiply_by_rest(const double *restrict share, double *restrict factor) {
    for (int l = 0; l < LANES; l++)
        factor[l] *= 1 - share[l];
}

static void at_risk_scale(const void *settings, const struct term *t, int year, const double (*q)[LANES],
                          double factor[LANES]) {
    const struct by_year *share = share_of(settings);
    const double *now = q[share->quantity[year < share->n ? year : share->n - 1]];
    if (t->kind->results)
        multiply_by_share(now, factor);
    else if (t->kind->fixed)
        multiply_by_rest(now, factor);
}

static int at_risk_live_scale(const struct live *l, const void *settings) {
    int share = live_of_year(l, share_of(settings), "at risk");
    if (l->t->kind->results)
        return live_scaled(l, "the share at risk", "{}", share);
    return l->t->kind->fixed ? live_scaled(l, "what is not at risk", "(1-{})", share) : l->index;
}

static void at_risk_check(const struct scheme *s, const struct contract *c, const void *settings, struct diag *diag) {
    (void)s;
    bool touches = !settings;
    for (int k = 0; k < c->terms.n; k++) {
        const struct term_kind *kind = c->terms.items[k].kind;
        touches |= kind && (kind->results || kind->fixed);
    }
    if (!touches)
        fault_add(diag, &c->place, "at_risk",
                  "no term of the contract pays for results or in blocks, so nothing is at risk; add such a term or "
                  "leave it out");
}

static void at_risk_words(const struct scheme *s, const struct contract *c, const void *settings,
                          struct text_buf *out) {
    const struct by_year *share = share_of(settings);
    (void)c;
    for (int i = 0; i < share->n; i++) {
        text_append(out, i > 0 ? ", " : "");
        words_percent(s->quantities.items[share->quantity[i]].mean, out);
    }
    text_append(out, " of payment depends on results");
    if (share->n > 1)
        text_append(out, " in contract years 1, 2, and so on");
}

const struct condition condition_at_risk = {
    .param = {"at_risk", PARAM_BY_YEAR, 0, false, UNIT_SHARE, 0, 1, PARAM_NO_FALLBACK, NULL,
              "share of payment that depends on results, by contract year: prices of results are multiplied by it, "
              "blocks by the rest"},
    .size = sizeof(struct at_risk_settings),
    .given = at_risk_given,
    .check = at_risk_check,
    .scale = at_risk_scale,
    .words = at_risk_words,
    .live_scale = at_risk_live_scale,
};
