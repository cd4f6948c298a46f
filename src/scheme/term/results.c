/* Which results the terms of a contract pay for, as their settings say. */
#include "scheme/term/price.h"

#include <string.h>

/* The setting of a kind by its name and type, or NULL. */
static const void *setting_of(const struct term *t, enum param_type type, const char *name) {
    for (int i = 0; t->kind && i < t->kind->table->n; i++) {
        const struct param *row = &t->kind->table->params[i];
        if (row->type == type && strcmp(row->name, name) == 0)
            return (const char *)t->settings + row->offset;
    }
    return NULL;
}

bool term_pays_for(const struct term *t, int outcome, int group) {
    const int *paid = t->kind && t->kind->results ? setting_of(t, PARAM_REF, "outcome") : NULL;
    const struct by_group *price = setting_of(t, PARAM_BY_GROUP, "price");
    if (!paid || *paid != outcome)
        return false;
    return group == NONE || !price || !price->quantity || price_names_group(price, group);
}

bool contract_pays_for(const struct contract *c, int outcome, int group) {
    for (int k = 0; k < c->terms.n; k++) {
        if (term_pays_for(&c->terms.items[k], outcome, group))
            return true;
    }
    return false;
}
