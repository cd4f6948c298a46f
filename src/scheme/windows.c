/* Windows: financial years, contract years, eras of starts, and claim cycles. */
#include "scheme/condition.h"
#include "scheme/resolve.h"

#define YEAR_NAME_ROOM 16

/* First calendar year of the financial year of a month. */
static int year_of(const struct scheme *s, int month) {
    return financial_year(month_add(s->start, month - 1), s->year_start);
}

static const char *year_name(struct scheme *s, int year) {
    char *name = arena_array(&s->arena, YEAR_NAME_ROOM, 1);
    return name ? financial_year_label(year, s->year_start, name, YEAR_NAME_ROOM) : NULL;
}

status calendar_resolve(struct scheme *s) {
    int first = year_of(s, 1);
    s->n_years = year_of(s, s->months) - first + 1;
    s->year_of_month = arena_array(&s->arena, (size_t)s->months + 1, sizeof(int));
    s->year_name = arena_array(&s->arena, (size_t)s->n_years, sizeof(const char *));
    if (!s->year_of_month || !s->year_name)
        return SIBYL_ERR_NO_MEMORY;
    for (int month = 1; month <= s->months; month++)
        s->year_of_month[month] = year_of(s, month) - first;
    for (int year = 0; year < s->n_years; year++) {
        s->year_name[year] = year_name(s, first + year);
        if (!s->year_name[year])
            return SIBYL_ERR_NO_MEMORY;
    }
    for (int c = 0; c < s->contracts.n; c++) {
        struct contract *contract = &s->contracts.items[c];
        int months = s->months - contract->from;
        contract->n_years = months >= 0 ? months / MONTHS_IN_YEAR + 1 : 0;
    }
    return SIBYL_OK;
}

/* ---- Eras ---- */

status eras_resolve(struct scheme *s) {
    s->era_of_month = arena_array(&s->arena, (size_t)s->months + 1, sizeof(int));
    bool *begins = arena_array(&s->arena, (size_t)s->months + 1, sizeof(bool));
    if (!s->era_of_month || !begins)
        return SIBYL_ERR_NO_MEMORY;
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        if (contract->from <= s->months)
            begins[contract->from] = true;
        if (contract->last_start < s->months)
            begins[contract->last_start + 1] = true;
    }
    int era = 0;
    for (int month = 2; month <= s->months; month++) {
        era += begins[month];
        s->era_of_month[month] = era;
    }
    s->n_eras = era + 1;
    for (int c = 0; c < s->contracts.n; c++) {
        struct contract *contract = &s->contracts.items[c];
        bool any = contract->from <= s->months;
        int last = contract->last_start < s->months ? contract->last_start : s->months;
        contract->first_era = any ? s->era_of_month[contract->from] : s->n_eras;
        contract->last_era = any ? s->era_of_month[last] : s->n_eras - 1;
    }
    return SIBYL_OK;
}

/* ---- Claim cycles ---- */

struct claim term_claim(const struct contract *c, const struct term *t) {
    if (t->kind && t->kind->at_once)
        return (struct claim){true, 1, 0, 0};
    if (t->claim.given)
        return t->claim;
    if (t->lag != NONE)
        return (struct claim){true, 1, 0, t->lag};
    if (c->claim.given)
        return c->claim;
    return (struct claim){c->lag != NONE, 1, 0, c->lag != NONE ? c->lag : 0};
}

bool term_cycle(const struct scheme *s, const struct contract *c, const struct term *t, int month, int last_claim,
                int *claimed, int *accepted, int *due) {
    (void)s;
    struct claim claim = term_claim(c, t);
    if (month < c->from || month > last_claim)
        return false;
    if (t->kind && t->kind->source) { /* what has come in is passed on: it has been claimed already */
        *claimed = *accepted = month;
        *due = month + claim.pays;
        return true;
    }
    int end = month + claim.every - 1 - (month - c->from) % claim.every;
    *claimed = end < last_claim ? end : last_claim;
    *accepted = *claimed + claim.verify;
    *due = *accepted + claim.pays;
    return true;
}

/* Takes a due month into the contract's last one, with what may be paid late or is held back of it. */
static void note_due(struct contract *c, const struct term *t, int due) {
    const struct late *late = term_late(c, t);
    money amount[LANES] = {0}, held[CONDITIONS_HOLD][LANES];
    int until[CONDITIONS_HOLD], last = due + (late ? late->months : 0);
    int n = conditions_held(c, due, amount, until, held);
    for (int i = 0; i < n; i++)
        last = until[i] > last ? until[i] : last;
    c->last_due = last > c->last_due ? last : c->last_due;
}

static status resolve_term(struct scheme *s, struct contract *c, struct term *t) {
    size_t months = (size_t)s->months + 1;
    t->claimed = arena_array(&s->arena, months, sizeof(int));
    t->accepted = arena_array(&s->arena, months, sizeof(int));
    t->due = arena_array(&s->arena, months, sizeof(int));
    if (!t->claimed || !t->accepted || !t->due)
        return SIBYL_ERR_NO_MEMORY;
    for (int month = 1; month <= s->months; month++) {
        if (!term_cycle(s, c, t, month, c->last_claim, &t->claimed[month], &t->accepted[month], &t->due[month]))
            continue;
        note_due(c, t, t->due[month]);
    }
    return SIBYL_OK;
}

/* What the contract's conditions earn is claimed as the contract says. */
static void resolve_own(const struct scheme *s, struct contract *c) {
    static const struct term own = {.lag = NONE};
    int claimed, accepted, due;
    for (int month = 1; month <= s->months && conditions_lines(c) > 0; month++) {
        if (term_cycle(s, c, &own, month, c->last_claim, &claimed, &accepted, &due))
            note_due(c, &own, due);
    }
}

status cycles_resolve(struct scheme *s) {
    for (int c = 0; c < s->contracts.n; c++) {
        struct contract *contract = &s->contracts.items[c];
        contract->last_due = 0;
        for (int k = 0; k < contract->terms.n; k++) {
            contract->terms.items[k].contract = c;
            contract->terms.items[k].number = k;
            if (resolve_term(s, contract, &contract->terms.items[k]) != SIBYL_OK)
                return SIBYL_ERR_NO_MEMORY;
        }
        resolve_own(s, contract);
        /* What would fall due later is not reached: what is still to be set off by then is a debt. */
        contract->last_due = contract->last_due < s->months ? contract->last_due : s->months;
    }
    return SIBYL_OK;
}
