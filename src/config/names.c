/* Names: which things bear them, and the settings that refer to them. */
#include "config/reader.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

#define NAME_MAX_CHARACTERS 64
#define START_WORD "start"
#define GENERAL_FUND "general"

/* What the tables call one thing of each kind, by which their lists are found. */
static const char *const kind_words[NAME_KINDS] = {
    [NAME_FACTOR] = "factor",     [NAME_GROUP] = "group",     [NAME_OUTCOME] = "outcome", [NAME_PARTY] = "party",
    [NAME_CONTRACT] = "contract", [NAME_TRANCHE] = "tranche", [NAME_FUND] = "fund",
};
static const char *const kind_plurals[NAME_KINDS] = {
    [NAME_FACTOR] = "factors",     [NAME_GROUP] = "groups",     [NAME_OUTCOME] = "outcomes", [NAME_PARTY] = "parties",
    [NAME_CONTRACT] = "contracts", [NAME_TRANCHE] = "tranches", [NAME_FUND] = "funds",
};

static int add_name(struct reader *r, enum name_kind kind, const char *name, const struct node *node, int made) {
    struct names *names = &r->names[kind];
    void *items = names->items;
    if (!reader_grow(r, &items, names->n, &names->room, sizeof(names->items[0]))) {
        return NONE;
    }
    names->items = items;
    names->items[names->n] = (struct named){name, node, made};
    return names->n++;
}

int names_find(const struct reader *r, enum name_kind kind, const char *name) {
    const struct names *names = &r->names[kind];
    for (int i = 0; i < names->n; i++) {
        if (strcmp(names->items[i].name, name) == 0) {
            return i;
        }
    }
    return NONE;
}

/* ---- What a name may be ---- */

static size_t count_characters(const char *text) {
    size_t n = 0;
    for (; *text; text++) {
        n += ((unsigned char)*text & 0xC0u) != 0x80u;
    }
    return n;
}

static const char *name_fault(const char *name) {
    size_t length = strlen(name);
    if (length == 0) {
        return "is empty; write a name";
    }
    if (name[0] == ' ' || name[length - 1] == ' ') {
        return "begins or ends with a blank; take it out";
    }
    if (strchr("=+-@", name[0])) {
        return "begins with = + - or @, which spreadsheets read as a formula; begin it with a letter or a digit";
    }
    if (strpbrk(name, "\"\\")) {
        return "has a quote or a backslash; take it out";
    }
    return count_characters(name) > NAME_MAX_CHARACTERS ? "is too long; a name has at most 64 characters" : NULL;
}

static const struct node *name_of(const struct node *item) {
    const struct node *name = tree_child(item, "name");
    return name && name->kind == NODE_TEXT ? name : NULL;
}

static void check_alike(struct reader *r, const struct node *first, const struct node *name, const char *path) {
    if (strcmp(first->text, name->text) == 0) {
        reader_fault(r, name, path, "\"%s\" is the name of two, the other in line %d; give each its own", name->text,
                     first->line);
    } else if (text_same_folded(first->text, name->text)) {
        reader_fault(r, name, path, "\"%s\" differs from \"%s\" in line %d only by capitals or blanks; tell them apart",
                     name->text, first->text, first->line);
    }
}

void names_check_list(struct reader *r, const struct node *list, const char *path) {
    const struct node **names = reader_alloc(r, (size_t)list->n + 1, sizeof(const struct node *));
    int n = 0;
    const struct node *item = names ? reader_first_item(list) : NULL;
    for (int i = 0; item; item = list->kind == NODE_LIST ? item->next : NULL, i++) {
        const struct node *name = name_of(item);
        const char *inside = reader_path(r, reader_path_at(r, path, i), "name");
        const char *what = name ? name_fault(name->text) : NULL;
        if (what) {
            reader_fault(r, name, inside, "\"%s\" %s", name->text, what);
        }
        for (int k = 0; name && k < n; k++) {
            check_alike(r, names[k], name, inside);
        }
        names[n] = name;
        n += name != NULL;
    }
}

/* ---- Collecting ---- */

/* The kind of thing that a table's items are, or NAME_KINDS. */
static enum name_kind kind_of(const struct param_table *table) {
    enum name_kind kind = NAME_FACTOR;
    while (kind < NAME_KINDS && strcmp(kind_words[kind], table->name) != 0) {
        kind++;
    }
    return table->named ? kind : NAME_KINDS;
}

/* Every item has a number, so that its name is its index; one without a name cannot be found. */
static void collect_list(struct reader *r, enum name_kind kind, const struct node *list) {
    const struct node *item = reader_first_item(list);
    for (; item && r->result == SIBYL_OK; item = list->kind == NODE_LIST ? item->next : NULL) {
        const struct node *name = name_of(item);
        int index = add_name(r, kind, name ? name->text : "", item, NONE);
        if (name && kind == NAME_OUTCOME && strcmp(name->text, START_WORD) == 0) {
            reader_fault(r, name, reader_path_at(r, "outcomes", index),
                         "\"start\" means the start of service; call the outcome something else");
        }
    }
}

static void collect(struct reader *r, const struct param_table *table, const struct node *group) {
    for (int i = 0; i < table->n; i++) {
        const struct param *param = &table->params[i];
        const struct node *list = tree_child(group, param->name);
        enum name_kind kind = param->type == PARAM_LIST ? kind_of(param->detail) : NAME_KINDS;
        bool is_list = list && (list->kind == NODE_LIST || list->kind == NODE_GROUP);
        if (kind < NAME_KINDS && is_list) {
            collect_list(r, kind, list);
        }
    }
}

void names_collect(struct reader *r, const struct param_table *table, const struct node *root) {
    add_name(r, NAME_FUND, GENERAL_FUND, NULL, NONE);
    collect(r, table, root);
}

void names_collect_inside(struct reader *r, const struct param_table *table, const struct node *group) {
    for (int i = 0; i < table->n; i++) {
        const struct param *param = &table->params[i];
        enum name_kind kind = param->type == PARAM_LIST ? kind_of(param->detail) : NAME_KINDS;
        if (kind < NAME_KINDS) {
            r->names[kind].n = 0;
        }
    }
    collect(r, table, group);
}

/* ---- References ---- */

void names_fault_unknown(struct reader *r, enum name_kind kind, const char *name, const struct node *at,
                         const char *path) {
    const struct names *names = &r->names[kind];
    const char **words = reader_alloc(r, (size_t)names->n + 1, sizeof(*words));
    int n = 0;
    for (int i = 0; words && i < names->n; i++) {
        if (names->items[i].name[0] != '\0') {
            words[n++] = names->items[i].name;
        }
    }
    const char *near = words ? reader_nearest(r, name, words, n) : NULL;
    if (near) {
        reader_fault(r, at, path, "no %s is called \"%s\"; did you mean \"%s\"?", kind_words[kind], name, near);
    } else {
        reader_fault(r, at, path, "no %s is called \"%s\"; the name must stand in `%s`", kind_words[kind], name,
                     kind_plurals[kind]);
    }
}

/* The thing that a name means, made where that is allowed. */
static int resolve(struct reader *r, const struct param_names *how, const struct node *value, const char *path) {
    if (value->kind != NODE_TEXT) {
        reader_fault(r, value, path, "is %s; the name of a %s is meant, in quotes", tree_kind_words(value),
                     kind_words[how->kind]);
        return NONE;
    }
    const char *name = value->text;
    if (how->or_start && strcmp(name, START_WORD) == 0) {
        return START;
    }
    int found = names_find(r, how->kind, name);
    if (found != NONE) {
        return found;
    }
    bool may_make = how->kind == NAME_FUND || (how->kind == NAME_PARTY && how->makes_party >= 0);
    if (!may_make) {
        names_fault_unknown(r, how->kind, name, value, path);
        return NONE;
    }
    const char *what = name_fault(name);
    if (what) {
        reader_fault(r, value, path, "\"%s\" %s", name, what);
        return NONE;
    }
    return add_name(r, how->kind, name, value, how->kind == NAME_PARTY ? how->makes_party : NONE);
}

void read_ref(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    const struct param_names *how = param->detail;
    int index = isnan(param->fallback) ? NONE : (int)param->fallback;
    /* Money that names no fund goes to the general one. */
    if (how->kind == NAME_FUND && isnan(param->fallback)) {
        index = 0;
    }
    if (value) {
        index = resolve(r, how, value, path);
    }
    memcpy(member, &index, sizeof(index));
}

void read_refs(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    const struct param_names *how = param->detail;
    struct refs refs = {0};
    if (value && value->kind == NODE_GROUP) {
        reader_fault(r, value, path, "is a group; a list of names is meant: [\"...\", \"...\"]");
        value = NULL;
    }
    if (value) {
        refs.items = reader_alloc(r, (size_t)reader_count_items(value), sizeof(int));
    }
    const struct node *item = refs.items ? reader_first_item(value) : NULL;
    for (; item; item = value->kind == NODE_LIST ? item->next : NULL) {
        const char *inside = value->kind == NODE_LIST ? reader_path_at(r, path, refs.n) : path;
        int index = resolve(r, how, item, inside);
        for (int i = 0; index != NONE && i < refs.n; i++) {
            if (refs.items[i] == index) {
                reader_fault(r, item, inside, "\"%s\" is named twice; take one out", item->text);
            }
        }
        refs.items[refs.n++] = index;
    }
    memcpy(member, &refs, sizeof(refs));
}

/* ---- What was only named ---- */

static const struct param_table *party_table_of(const struct param **row) {
    for (int i = 0; i < scheme_table.n; i++) {
        const struct param *param = &scheme_table.params[i];
        if (param->type == PARAM_LIST && kind_of(param->detail) == NAME_PARTY) {
            *row = param;
            return param->detail;
        }
    }
    return NULL;
}

static void make_party(struct reader *r, const struct param_table *table, const char *list, const struct named *named,
                       struct party *party) {
    const char *path = reader_path(r, list, named->name);
    reader_fill(r, table, NULL, path, party);
    party->place = (struct place){named->node->file, named->node->line, path};
    party->name = named->name;
    party->kind = named->made;
}

static void make_parties(struct reader *r) {
    struct scheme *s = r->scheme;
    const struct names *names = &r->names[NAME_PARTY];
    const struct param *row = NULL;
    const struct param_table *table = party_table_of(&row);
    if (!table || names->n == s->parties.n) {
        return;
    }
    struct party *parties = reader_alloc(r, (size_t)names->n, sizeof(*parties));
    if (!parties) {
        return;
    }
    if (s->parties.n > 0) {
        memcpy(parties, s->parties.items, (size_t)s->parties.n * sizeof(*parties));
    }
    for (int i = s->parties.n; i < names->n; i++) {
        make_party(r, table, row->name, &names->items[i], &parties[i]);
    }
    s->parties.items = parties;
    s->parties.n = names->n;
}

void names_finish(struct reader *r) {
    make_parties(r);
    struct scheme *s = r->scheme;
    const struct names *funds = &r->names[NAME_FUND];
    s->funds.items = reader_alloc(r, (size_t)funds->n, sizeof(const char *));
    for (s->funds.n = 0; s->funds.items && s->funds.n < funds->n; s->funds.n++) {
        s->funds.items[s->funds.n] = funds->items[s->funds.n].name;
    }
}
