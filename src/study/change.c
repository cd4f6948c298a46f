#include "study/change.h"

#include "config/open.h"
#include "scheme/term.h"

#include <stdlib.h>
#include <string.h>

struct change change_nothing(const char *party) {
    return (struct change){.party = party, .volume = 1, .success = 1};
}

static int party_called(const struct scheme *s, const char *name) {
    for (int p = 0; name && p < s->parties.n; p++) {
        if (strcmp(s->parties.items[p].name, name) == 0)
            return p;
    }
    return NONE;
}

static int loan_called(const struct scheme *s, const char *name) {
    for (int k = 0; name && k < s->loans.n; k++) {
        if (strcmp(s->loans.items[k].name, name) == 0)
            return k;
    }
    return NONE;
}

/* ---- Quantities ---- */

/* Multiplies a quantity. A certain one is copied first, since it may be a default that others share; an uncertain one is
 * changed where it stands, its random numbers with it, and `done` says that it has been. False: no memory. */
static bool multiply(struct scheme *s, int *quantity, double by, bool *done) {
    struct quantity *q = &s->quantities.items[*quantity];
    if (done[*quantity])
        return true;
    if (law_is_certain(&q->law)) {
        struct quantity *more = arena_array(&s->arena, (size_t)s->quantities.n + 1, sizeof *more);
        if (!more)
            return false;
        memcpy(more, s->quantities.items, (size_t)s->quantities.n * sizeof *more);
        more[s->quantities.n] = *q;
        *quantity = s->quantities.n;
        s->quantities.items = more;
        s->quantities.n++;
        q = &more[*quantity];
    } else {
        done[*quantity] = true;
    }
    q->scale *= by;
    q->plan *= by;
    q->mean *= by;
    return true;
}

static bool scale_volume(struct scheme *s, int party, double by, bool *done) {
    const struct by_group *serves = &s->parties.items[party].serves;
    bool room = true;
    for (int g = 0; serves->quantity && g < s->groups.n && by != 1; g++) {
        if (serves->quantity[g] != NONE && s->groups.items[g].volume != NONE)
            room = room && multiply(s, &s->groups.items[g].volume, by, done);
    }
    return room;
}

/* What an evaluator measures is success too. */
static bool scale_effects(struct scheme *s, double by, bool *done) {
    bool room = true;
    for (int c = 0; c < s->contracts.n && by != 1; c++) {
        for (int k = 0; k < s->contracts.items[c].terms.n; k++) {
            struct term *t = &s->contracts.items[c].terms.items[k];
            if (t->kind && t->kind->effect)
                room = room && multiply(s, t->kind->effect(t), by, done);
        }
    }
    return room;
}

static bool scale_success(struct scheme *s, double by, bool *done) {
    bool room = true;
    for (int k = 0; k < s->outcomes.n && by != 1; k++) {
        struct outcome *o = &s->outcomes.items[k];
        for (int g = 0; o->probability.quantity && !o->reverses && g < s->groups.n; g++) {
            if (o->probability.quantity[g] != NONE)
                room = room && multiply(s, &o->probability.quantity[g], by, done);
        }
    }
    return room && scale_effects(s, by, done);
}

/* ---- Payment ---- */

static void postpone(struct claim *claim, int *lag, int months, bool own) {
    if (claim->given) {
        int wait = claim->verify + claim->pays + months;
        wait = wait < 0 ? 0 : wait;
        claim->verify = claim->verify < wait ? claim->verify : wait;
        claim->pays = wait - claim->verify;
    } else if (own || *lag != NONE) {
        *lag = (*lag == NONE ? 0 : *lag) + months;
        *lag = *lag < 0 ? 0 : *lag;
    }
}

static void pay_later(struct scheme *s, int party, int months) {
    for (int c = 0; c < s->contracts.n; c++) {
        struct contract *contract = &s->contracts.items[c];
        if (contract->payee != party)
            continue;
        postpone(&contract->claim, &contract->lag, months, true);
        for (int k = 0; k < contract->terms.n; k++)
            postpone(&contract->terms.items[k].claim, &contract->terms.items[k].lag, months, false);
    }
}

/* ---- Opening ---- */

static size_t count_terms(const struct scheme *s) {
    int n = 0;
    for (int c = 0; c < s->contracts.n; c++)
        n += s->contracts.items[c].terms.n;
    return (size_t)n;
}

static status apply(struct scheme *s, const struct change *change) {
    int party = party_called(s, change->party);
    size_t more = (size_t)(s->groups.n * (s->outcomes.n + 1)) + count_terms(s);
    bool *done = calloc((size_t)s->quantities.n + 1 + more, sizeof *done);
    bool room = done && scale_volume(s, party, change->volume, done) && scale_success(s, change->success, done);
    free(done);
    if (change->later != 0)
        pay_later(s, party, change->later);
    return room ? SIBYL_OK : SIBYL_ERR_NO_MEMORY;
}

static void leave_out(struct scheme *s, const struct change *change) {
    int work = party_called(s, change->without_work), loan = loan_called(s, change->without_loan);
    if (work != NONE)
        scheme_without_work(s, work);
    if (loan != NONE)
        scheme_without_loan(s, loan);
}

static status read_changed(const char *file, const struct setting_override *overrides, int n,
                           const struct change *change, struct diag *diag, struct scheme *scheme) {
    struct setting_override *sets = calloc((size_t)(n + change->n_sets) + 1, sizeof *sets);
    if (!sets)
        return SIBYL_ERR_NO_MEMORY;
    for (int i = 0; i < n; i++)
        sets[i] = overrides[i];
    for (int i = 0; i < change->n_sets; i++)
        sets[n + i] = change->sets[i];
    status st = config_read(file, sets, n + change->n_sets, diag, scheme);
    free(sets);
    return st;
}

status change_open(const char *file, const struct setting_override *overrides, int n, const struct change *change,
                   struct diag *diag, struct scheme **scheme) {
    struct scheme *s = calloc(1, sizeof *s);
    *scheme = NULL;
    if (!s)
        return SIBYL_ERR_NO_MEMORY;
    status st = read_changed(file, overrides, n, change, diag, s);
    if (st == SIBYL_OK)
        st = apply(s, change);
    if (st == SIBYL_OK)
        st = scheme_resolve(s, diag);
    if (st != SIBYL_OK) {
        scheme_close(s);
        return st;
    }
    leave_out(s, change);
    *scheme = s;
    return SIBYL_OK;
}
