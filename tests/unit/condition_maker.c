#include "condition_maker.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Zeroed memory that stays reachable to the end of the test, so that nothing counts as leaked. */
static void *keep(size_t n, size_t size) {
    static void *kept[64];
    static size_t n_kept;
    assert(n_kept < sizeof kept / sizeof *kept);
    kept[n_kept] = calloc(n, size);
    return kept[n_kept++];
}

static void set_none(const struct param *row, char *settings) {
    const int none = NONE;
    if (row->type == PARAM_QUANTITY || row->type == PARAM_REF)
        memcpy(settings + row->offset, &none, sizeof none);
}

void condition_make(struct contract *c, const char *key) {
    int place = condition_find(key);
    assert(place != NONE);
    const struct condition *condition = conditions[place];
    const struct param_table *table = condition->param.type == PARAM_GROUP ? condition->param.detail : NULL;
    if (!c->condition)
        c->condition = keep((size_t)conditions_count(), sizeof *c->condition);
    char *settings = keep(1, condition->size);
    set_none(&condition->param, settings);
    for (int i = 0; table && i < table->n; i++)
        set_none(&table->params[i], settings);
    if (table)
        *(bool *)(settings + table->given) = true;
    c->condition[place] = settings;
}

void *condition_member(struct contract *c, const char *key, const char *member) {
    int place = condition_find(key);
    assert(place != NONE && c->condition && c->condition[place]);
    const struct condition *condition = conditions[place];
    if (condition->param.type != PARAM_GROUP)
        return c->condition[place];
    const struct param_table *table = condition->param.detail;
    for (int i = 0; i < table->n; i++) {
        if (strcmp(table->params[i].name, member) == 0)
            return (char *)c->condition[place] + table->params[i].offset;
    }
    assert(!"no such setting");
    return NULL;
}

void condition_words(const struct scheme *s, const struct contract *c, struct text_buf *out) {
    for (int i = 0; conditions[i]; i++) {
        if (!condition_settings(c, i))
            continue;
        conditions[i]->words(s, c, condition_settings(c, i), out);
        text_append(out, "; ");
    }
}

int condition_faults(const struct scheme *s, const struct contract *c, char *first, size_t room) {
    struct diag diag = {0};
    conditions_check(s, c, &diag);
    int n = diag_count_errors(&diag);
    first[0] = 0;
    if (n > 0)
        diag_format(&diag.entries[0], first, room);
    diag_free(&diag);
    return n;
}
