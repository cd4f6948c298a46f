/* Attribution: the share of each result's price that a contract pays where several brought it about. One payer pays a result
 * at most once over all its contracts. */
#include "scheme/condition/kinds.h"
#include "scheme/live.h"
#include "scheme/resolve.h"
#include "scheme/term/words.h"

#define SHARE_TOLERANCE 1e-9

struct attribution_settings {
    double share;
};

static double share_of(const void *settings) {
    return settings ? ((const struct attribution_settings *)settings)->share : 1;
}

static double attribution_of(const struct contract *c) {
    return share_of(condition_settings(c, condition_place(&condition_attribution)));
}

static bool attribution_given(const struct scheme *s, const void *settings) {
    (void)s;
    return share_of(settings) != 1;
}

static void attribution_scale(const void *settings, const struct term *t, int year, const double (*q)[LANES],
                              double factor[LANES]) {
    (void)year, (void)q;
    if (!t->kind->results)
        return;
    for (int l = 0; l < LANES; l++)
        factor[l] *= share_of(settings);
}

static int attribution_live_scale(const struct live *l, const void *settings) {
    int share = live_setting(l->book, &l->c->place, "attribution", GRID_RATE, share_of(settings));
    return l->t->kind->results ? live_scaled(l, "the share attributed", "{}", share) : l->index;
}

/* ---- One payer pays a result once ---- */

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
        if (is_payer(c, payer) && windows_meet(c, &s->contracts.items[last]) && contract_pays_for(c, outcome, NONE) &&
            counts_provider(c, provider))
            sum += attribution_of(c);
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

static void attribution_check(const struct scheme *s, const struct contract *c, const void *settings,
                              struct diag *diag) {
    (void)settings;
    for (int k = 0; k < s->outcomes.n; k++) {
        if (contract_pays_for(c, k, NONE))
            check_outcome_once(s, (int)(c - s->contracts.items), k, diag);
    }
}

static void attribution_words(const struct scheme *s, const struct contract *c, const void *settings,
                              struct text_buf *out) {
    (void)s, (void)c;
    text_append(out, "pays ");
    words_percent(share_of(settings), out);
    text_append(out, " of the price of each result");
}

const struct condition condition_attribution = {
    .param = {"attribution", PARAM_NUMBER, 0, false, UNIT_SHARE, 0, 1, 1, NULL,
              "share of each result's price that this contract pays, where several brought it about"},
    .size = sizeof(struct attribution_settings),
    .given = attribution_given,
    .check = attribution_check,
    .scale = attribution_scale,
    .words = attribution_words,
    .live_scale = attribution_live_scale,
};
