/* Tables of quantities: by group, by outcome, by year. */
#include "config/reader.h"

#include <math.h>
#include <string.h>

/* Whether a value is one quantity and no table of them. */
static bool is_one(const struct node *value) {
    return value->kind != NODE_GROUP || tree_child(value, "dist") || tree_child(value, "value");
}

static void fill_all(int *quantity, int n, int one) {
    for (int i = 0; i < n; i++) {
        quantity[i] = one;
    }
}

/* Whether a key means a name: a key has _ where the name has a blank. */
static bool is_key_of(const char *key, const char *name) {
    for (; *key && *name; key++, name++) {
        if (*key != *name && !(*key == '_' && *name == ' ')) {
            return false;
        }
    }
    return *key == *name;
}

static int find_key(const struct reader *r, enum name_kind kind, const char *key) {
    int found = names_find(r, kind, key);
    for (int i = 0; found == NONE && i < r->names[kind].n; i++) {
        found = is_key_of(key, r->names[kind].items[i].name) ? i : NONE;
    }
    return found;
}

static int *by_name(struct reader *r, enum name_kind kind, const struct param *param, const struct node *value,
                    const char *path) {
    if (!value && isnan(param->fallback)) {
        return NULL;
    }
    int n = r->names[kind].n;
    int *quantity = reader_alloc(r, (size_t)n, sizeof(*quantity));
    if (!quantity) {
        return NULL;
    }
    fill_all(quantity, n, NONE);
    if (!value) {
        fill_all(quantity, n, quantity_default(r, param, param->fallback));
    } else if (is_one(value)) {
        fill_all(quantity, n, quantity_read(r, param, value, path));
    } else {
        for (const struct node *item = value->first; item; item = item->next) {
            const char *inside = reader_path(r, path, item->key);
            int index = find_key(r, kind, item->key);
            if (index == NONE) {
                names_fault_unknown(r, kind, item->key, item, inside);
                continue;
            }
            quantity[index] = quantity_read(r, param, item, inside);
        }
    }
    return quantity;
}

void read_by_group(struct reader *r, const struct param *param, const struct node *value, const char *path,
                   void *member) {
    struct by_group by_group = {by_name(r, NAME_GROUP, param, value, path)};
    memcpy(member, &by_group, sizeof(by_group));
}

void read_by_outcome(struct reader *r, const struct param *param, const struct node *value, const char *path,
                     void *member) {
    struct by_outcome by_outcome = {by_name(r, NAME_OUTCOME, param, value, path)};
    memcpy(member, &by_outcome, sizeof(by_outcome));
}

void read_by_year(struct reader *r, const struct param *param, const struct node *value, const char *path,
                  void *member) {
    struct by_year by_year = {0};
    bool list = value && value->kind == NODE_LIST;
    int n = list ? value->n : value || !isnan(param->fallback) ? 1 : 0;
    if (list && n == 0) {
        reader_fault(r, value, path, "is empty; write a number for each year, the last one holding");
    }
    by_year.quantity = n > 0 ? reader_alloc(r, (size_t)n, sizeof(int)) : NULL;
    by_year.n = by_year.quantity ? n : 0;
    const struct node *item = list ? value->first : NULL;
    for (int i = 0; item && i < by_year.n; i++, item = item->next) {
        by_year.quantity[i] = quantity_read(r, param, item, reader_path_at(r, path, i));
    }
    if (by_year.n > 0 && !list) {
        by_year.quantity[0] =
            value ? quantity_read(r, param, value, path) : quantity_default(r, param, param->fallback);
    }
    memcpy(member, &by_year, sizeof(by_year));
}
