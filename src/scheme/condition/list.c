/* The list of conditions, and what is done with all of them. */
#include "scheme/condition/kinds.h"
#include "scheme/live.h"

#include <string.h>

/* Minimum performance takes back what the year's results came to after the caps, so that nothing is left of them; being a
 * loss it uses no room of its month, wherever it stands, and gives it back to later months. Lateness settles when an
 * amount falls due before retention asks. */
const struct condition *const conditions[] = {
    &condition_verified,
    &condition_attribution,
    &condition_at_risk,
    &condition_minimum_volume,
    &condition_annual_cap,
    &condition_cap,
    &condition_minimum_performance,
    &condition_floor,
    &condition_late,
    &condition_retention,
    NULL,
};

int conditions_count(void) {
    int n = 0;
    while (conditions[n])
        n++;
    return n;
}

int condition_place(const struct condition *condition) {
    int i = 0;
    while (conditions[i] && conditions[i] != condition)
        i++;
    return i;
}

int condition_find(const char *key) {
    for (int i = 0; conditions[i]; i++) {
        if (strcmp(conditions[i]->param.name, key) == 0)
            return i;
    }
    return NONE;
}

const void *condition_settings(const struct contract *c, int i) { return c->condition ? c->condition[i] : NULL; }

void conditions_settle(struct scheme *s) {
    for (int k = 0; k < s->contracts.n; k++) {
        struct contract *c = &s->contracts.items[k];
        for (int i = 0; c->condition && conditions[i]; i++) {
            if (c->condition[i] && !conditions[i]->given(s, c->condition[i]))
                c->condition[i] = NULL;
        }
    }
}

void conditions_check(const struct scheme *s, const struct contract *c, struct diag *diag) {
    for (int i = 0; conditions[i]; i++) {
        if (conditions[i]->check)
            conditions[i]->check(s, c, condition_settings(c, i), diag);
    }
}

int conditions_accept(const struct contract *c) {
    for (int i = 0; conditions[i]; i++) {
        if (conditions[i]->accepts && condition_settings(c, i))
            return conditions[i]->accepts(condition_settings(c, i));
    }
    return NONE;
}

bool conditions_end(const struct contract *c) {
    for (int i = 0; conditions[i]; i++) {
        if (conditions[i]->ends && condition_settings(c, i) && conditions[i]->ends(condition_settings(c, i)))
            return true;
    }
    return false;
}

/* Whether a row, or one of the table below it, refers to the outcome. */
static bool row_uses(const struct param *row, const char *member, int outcome) {
    if (row->type == PARAM_REF && ((const struct param_names *)row->detail)->kind == NAME_OUTCOME)
        return *(const int *)(const void *)member == outcome;
    if (row->type != PARAM_GROUP)
        return false;
    const struct param_table *table = row->detail;
    for (int i = 0; i < table->n; i++) {
        const struct param *inner = &table->params[i];
        if (inner->type == PARAM_REF && row_uses(inner, member + inner->offset, outcome))
            return true;
    }
    return false;
}

bool conditions_use(const struct contract *c, int outcome) {
    for (int i = 0; conditions[i]; i++) {
        if (condition_settings(c, i) && row_uses(&conditions[i]->param, condition_settings(c, i), outcome))
            return true;
    }
    return false;
}

void conditions_scale(const struct contract *c, const struct term *t, int year, const double (*q)[LANES],
                      double factor[LANES]) {
    for (int i = 0; c->condition && conditions[i]; i++) {
        if (conditions[i]->scale && c->condition[i])
            conditions[i]->scale(c->condition[i], t, year, q, factor);
    }
}

int conditions_sums(const struct contract *c) {
    int n = 0;
    for (int i = 0; conditions[i]; i++)
        n += condition_settings(c, i) ? conditions[i]->n_sums : 0;
    return n;
}

int conditions_lines(const struct contract *c) {
    int n = 0;
    while (conditions_line(c, n))
        n++;
    return n;
}

const struct condition *conditions_line(const struct contract *c, int line) {
    for (int i = 0; conditions[i]; i++) {
        if (conditions[i]->earns && condition_settings(c, i) && line-- == 0)
            return conditions[i];
    }
    return NULL;
}

bool conditions_cut(const struct contract *c) {
    for (int i = 0; conditions[i]; i++) {
        if (conditions[i]->cuts && condition_settings(c, i))
            return true;
    }
    return false;
}

bool conditions_act(const struct contract *c) {
    for (int i = 0; conditions[i]; i++) {
        if (conditions[i]->act && condition_settings(c, i))
            return true;
    }
    return false;
}

money conditions_limit(const struct contract *c) {
    money least = NO_LIMIT;
    for (int i = 0; conditions[i]; i++) {
        if (!conditions[i]->limit || !condition_settings(c, i))
            continue;
        money limit = conditions[i]->limit(condition_settings(c, i));
        least = limit < least ? limit : least;
    }
    return least;
}

double conditions_most(const struct scheme *s, const struct contract *c, double most) {
    for (int i = 0; conditions[i]; i++) {
        if (conditions[i]->most && condition_settings(c, i))
            most = conditions[i]->most(s, c, condition_settings(c, i), most);
    }
    return most;
}

/* ---- A month ---- */

void conditions_begin(const struct month_earned *m, money (*sums)[LANES]) {
    const struct contract *c = m->contract;
    for (int i = 0; c->condition && conditions[i]; i++) {
        if (!c->condition[i])
            continue;
        if (conditions[i]->begin)
            conditions[i]->begin(m, c->condition[i], sums);
        sums += conditions[i]->n_sums;
    }
}

static void act_all(const struct month_earned *m, money (*sums)[LANES]) {
    const struct contract *c = m->contract;
    int line = c->terms.n;
    for (int i = 0; conditions[i]; i++) {
        if (!c->condition[i])
            continue;
        struct own_entitlement own = {NULL, NULL};
        if (conditions[i]->earns) {
            own = (struct own_entitlement){m->gain + (ptrdiff_t)line * LANES, m->loss + (ptrdiff_t)line * LANES};
            line++;
        }
        if (conditions[i]->act && (!conditions[i]->earns || m->last)) {
            conditions[i]->act(m, c->condition[i], sums, &own);
            if (m->acted)
                m->acted(m->watcher, m, conditions[i]);
        }
        sums += conditions[i]->n_sums;
    }
}

/* Sums are taken when all have acted, since what a later condition cuts does not use up an earlier one's room. */
void conditions_apply(const struct month_earned *m, money (*sums)[LANES]) {
    const struct contract *c = m->contract;
    if (!c->condition)
        return;
    act_all(m, sums);
    for (int i = 0; conditions[i]; i++) {
        if (!c->condition[i])
            continue;
        if (conditions[i]->post)
            conditions[i]->post(m, c->condition[i], sums);
        sums += conditions[i]->n_sums;
    }
}

uint64_t conditions_spent(const struct month_earned *m, const money (*sums)[LANES]) {
    const struct contract *c = m->contract;
    uint64_t lanes = 0;
    for (int i = 0; c->condition && conditions[i]; i++) {
        if (!c->condition[i])
            continue;
        if (conditions[i]->spent)
            lanes |= conditions[i]->spent(m, c->condition[i], sums);
        sums += conditions[i]->n_sums;
    }
    return lanes;
}

/* ---- What falls due ---- */

bool conditions_hold(const struct contract *c) {
    for (int i = 0; conditions[i]; i++) {
        if (conditions[i]->hold && condition_settings(c, i))
            return true;
    }
    return false;
}

int conditions_live_held(const struct live *l, const char *name, int amount, int paid, struct live_held *held) {
    int n = 0;
    for (int i = 0; l->c->condition && conditions[i] && n < CONDITIONS_HOLD; i++) {
        if (!conditions[i]->live_hold || !l->c->condition[i])
            continue;
        if (n > 0 && amount != NONE)
            amount = grid_line(&l->book->grid, l->sheet, GRID_PENCE, live_label(l, "%s, left to be held back", name),
                               "{0}-{1}", amount, held[n - 1].amount);
        conditions[i]->live_hold(l, l->c->condition[i], name, amount, paid, &held[n++]);
    }
    return n;
}

int conditions_held(const struct contract *c, int due, money amount[LANES], int until[CONDITIONS_HOLD],
                    money held[CONDITIONS_HOLD][LANES]) {
    int n = 0;
    for (int i = 0; c->condition && conditions[i] && n < CONDITIONS_HOLD; i++) {
        if (!conditions[i]->hold || !c->condition[i])
            continue;
        memset(held[n], 0, sizeof held[n]);
        until[n] = conditions[i]->hold(c->condition[i], due, amount, held[n]);
        for (int l = 0; l < LANES && until[n] != NONE; l++)
            amount[l] -= held[n][l];
        n += until[n] != NONE;
    }
    return n;
}
