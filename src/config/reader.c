#include "config/reader.h"

#include "base/text.h"
#include "scheme/condition.h"
#include "scheme/repayment.h"
#include "scheme/tables.h"
#include "scheme/term.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MAX_SUGGESTIONS 100
/* Longer words are no misspelt ones. */
#define MAX_SUGGESTED 100
#define MAX_MESSAGE 1024
#define FIRST_ROOM 16

read_rule *const reader_rules[PARAM_TYPES] = {
    [PARAM_TEXT] = read_text,       [PARAM_WRITTEN] = read_written,   [PARAM_MONTH] = read_month,
    [PARAM_FLAG] = read_flag,       [PARAM_WHOLE] = read_whole,       [PARAM_LONG] = read_long,
    [PARAM_NUMBER] = read_number,   [PARAM_MONEY] = read_money,       [PARAM_QUANTITY] = read_quantity,
    [PARAM_CHOICE] = read_choice,   [PARAM_REF] = read_ref,           [PARAM_REFS] = read_refs,
    [PARAM_SERIES] = read_series,   [PARAM_BY_GROUP] = read_by_group, [PARAM_BY_YEAR] = read_by_year,
    [PARAM_DELAY] = read_delay,     [PARAM_DRAWDOWN] = read_drawdown, [PARAM_BY_OUTCOME] = read_by_outcome,
    [PARAM_NUMBERS] = read_numbers, [PARAM_MATRIX] = read_matrix,     [PARAM_GROUP] = read_group,
    [PARAM_LIST] = read_list,       [PARAM_TERMS] = read_terms,       [PARAM_LOANS] = read_loans,
    [PARAM_TEXTS] = read_texts,     [PARAM_RATE] = read_rate,
};

void reader_fault(struct reader *r, const struct node *at, const char *path, const char *format, ...) {
    char text[MAX_MESSAGE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    diag_error(r->diag, at->file, at->line, path, "%s", text);
}

/* ---- Memory and paths ---- */

void *reader_alloc(struct reader *r, size_t n, size_t size) {
    void *memory = arena_array(r->arena, n, size);
    if (!memory) {
        r->result = SIBYL_ERR_NO_MEMORY;
    }
    return memory;
}

bool reader_grow(struct reader *r, void **items, int n, int *room, size_t size) {
    if (n < *room) {
        return true;
    }
    int wider = *room > 0 ? 2 * *room : FIRST_ROOM;
    void *moved = reader_alloc(r, (size_t)wider, size);
    if (!moved) {
        return false;
    }
    if (n > 0) {
        memcpy(moved, *items, (size_t)n * size);
    }
    *items = moved;
    *room = wider;
    return true;
}

const char *reader_text(struct reader *r, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : reader_alloc(r, (size_t)length + 1, 1);
    if (!text) {
        return "";
    }
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

const char *reader_nearest(struct reader *r, const char *word, const char *const *words, int n) {
    bool worth_it = r->suggestions++ < MAX_SUGGESTIONS && strlen(word) <= MAX_SUGGESTED;
    return worth_it ? text_nearest(word, words, n) : NULL;
}

static bool is_plain_word(const char *part) {
    for (const char *at = part; *at; at++) {
        if (!isalnum((unsigned char)*at) && *at != '_' && *at != '-') {
            return false;
        }
    }
    return *part != '\0';
}

const char *reader_path(struct reader *r, const char *path, const char *part) {
    const char *dot = *path ? "." : "";
    return is_plain_word(part) ? reader_text(r, "%s%s%s", path, dot, part)
                               : reader_text(r, "%s%s\"%s\"", path, dot, part);
}

const char *reader_path_at(struct reader *r, const char *path, int index) {
    return reader_text(r, "%s.%d", path, index);
}

/* ---- Keys that nobody knows ---- */

static const struct param *find_row(const struct param_table *table, const char *key) {
    for (int i = 0; i < table->n; i++) {
        if (table->params[i].type == PARAM_CONDITIONS && condition_find(key) != NONE) {
            return &conditions[condition_find(key)]->param;
        }
        if (strcmp(table->params[i].name, key) == 0) {
            return &table->params[i];
        }
    }
    return NULL;
}

static bool has_table(const struct param *param) {
    return param->type == PARAM_GROUP || param->type == PARAM_LIST || param->type == PARAM_LOANS ||
           param->type == PARAM_RATE;
}

static const char *find_home(struct reader *r, const struct param_table *table, const char *path, const char *key);

/* The path to the first table at or below a row that knows a key, or NULL. */
static const char *find_home_at(struct reader *r, const struct param *param, const char *path, const char *key) {
    const char *found = NULL;
    for (int i = 0; param->type == PARAM_CONDITIONS && conditions[i] && !found; i++) {
        found = find_home_at(r, &conditions[i]->param, path, key);
    }
    if (!has_table(param)) {
        return found;
    }
    const char *inside = reader_path(r, path, param->name);
    return find_row(param->detail, key) ? inside : find_home(r, param->detail, inside, key);
}

/* The path of tables to the first one that knows a key: "parties.workers"; NULL when none does. */
static const char *find_home(struct reader *r, const struct param_table *table, const char *path, const char *key) {
    const char *found = NULL;
    for (int i = 0; i < table->n && !found; i++) {
        found = find_home_at(r, &table->params[i], path, key);
    }
    return found;
}

static const char *find_form(struct reader *r, const char *key) {
    for (int i = 0; repayments[i]; i++) {
        if (find_row(repayments[i]->table, key)) {
            return reader_text(r, "a loan with repayment = \"%s\"", repayments[i]->word);
        }
    }
    return NULL;
}

/* What a key belongs to that is none of a table's: of a loan, first of all another form of repayment. */
static const char *find_any_home(struct reader *r, const struct param_table *table, const char *key) {
    const char *form = find_form(r, key);
    if (form && table == &loan_table) {
        return form;
    }
    if (find_row(&scheme_table, key)) {
        return "the top of the file";
    }
    const char *home = find_home(r, &scheme_table, "", key);
    for (int i = 0; !home && term_kinds[i]; i++) {
        if (find_row(term_kinds[i]->table, key)) {
            home = reader_text(r, "a term with pay = \"%s\"", term_kinds[i]->pay);
        }
    }
    return home ? home : form;
}

/* All keys that may stand in a group. */
struct keys {
    const char **words;
    int n;
};

static void add_keys_of(const struct param *param, struct keys *keys) {
    if (param->type != PARAM_CONDITIONS) {
        keys->words[keys->n++] = param->name;
        return;
    }
    for (int i = 0; conditions[i]; i++) {
        keys->words[keys->n++] = conditions[i]->param.name;
    }
}

static struct keys all_keys(struct reader *r, const struct param_table *const *tables, int n,
                            const char *const *extra) {
    size_t count = 0;
    for (int i = 0; i < n; i++) {
        count += (size_t)tables[i]->n + (size_t)conditions_count();
    }
    size_t more = 0;
    while (extra && extra[more]) {
        more++;
    }
    struct keys keys = {reader_alloc(r, count + more, sizeof(const char *)), 0};
    for (size_t i = 0; keys.words && i < more; i++) {
        keys.words[keys.n++] = extra[i];
    }
    for (int i = 0; keys.words && i < n; i++) {
        for (int row = 0; row < tables[i]->n; row++) {
            add_keys_of(&tables[i]->params[row], &keys);
        }
    }
    return keys;
}

static const char *in_words(struct reader *r, const struct keys *keys) {
    const char *words = "";
    for (int i = 0; i < keys->n; i++) {
        words = reader_text(r, "%s%s%s", words, i > 0 ? ", " : "", keys->words[i]);
    }
    return words;
}

static void refuse_key(struct reader *r, const struct param_table *const *tables, int n, const char *const *extra,
                       const struct node *child, const char *path) {
    const char *where = reader_path(r, path, child->key);
    if (r->suggestions >= MAX_SUGGESTIONS) {
        reader_fault(r, child, where, "is no key of %s", tables[0]->name);
        return;
    }
    struct keys keys = all_keys(r, tables, n, extra);
    const char *near = reader_nearest(r, child->key, keys.words, keys.n);
    const char *home = near ? NULL : find_any_home(r, tables[0], child->key);
    if (near) {
        reader_fault(r, child, where, "is no key of %s; did you mean %s?", tables[0]->name, near);
    } else if (home) {
        reader_fault(r, child, where, "is no key of %s; it belongs to %s", tables[0]->name, home);
    } else {
        reader_fault(r, child, where, "is no key of %s; its keys are %s", tables[0]->name, in_words(r, &keys));
    }
}

static bool is_known(const struct param_table *const *tables, int n, const char *const *extra, const char *key) {
    for (int i = 0; i < n; i++) {
        if (find_row(tables[i], key)) {
            return true;
        }
    }
    for (int i = 0; extra && extra[i]; i++) {
        if (strcmp(extra[i], key) == 0) {
            return true;
        }
    }
    return false;
}

void reader_refuse_unknown(struct reader *r, const struct param_table *const *tables, int n, const char *const *extra,
                           const struct node *group, const char *path) {
    for (const struct node *child = group->first; child; child = child->next) {
        if (child->key && !is_known(tables, n, extra, child->key)) {
            refuse_key(r, tables, n, extra, child, path);
        }
    }
}

/* ---- Filling ---- */

static void set_place(struct reader *r, const struct param_table *table, const struct node *group, const char *path,
                      char *item) {
    if (table->place != NO_PLACE) {
        const char *file = group ? group->file : r->file;
        struct place place = {file, group ? group->line : 0, path};
        memcpy(item + table->place, &place, sizeof(place));
    }
    if (table->given != NO_PLACE) {
        bool given = group != NULL;
        memcpy(item + table->given, &given, sizeof(given));
    }
}

/* Every condition of a contract is read by its own row into settings of its own. */
static void read_conditions(struct reader *r, const struct node *group, const char *path, void *member) {
    void **settings = reader_alloc(r, (size_t)conditions_count(), sizeof(*settings));
    for (int i = 0; settings && conditions[i]; i++) {
        const struct param *param = &conditions[i]->param;
        settings[i] = reader_alloc(r, 1, conditions[i]->size);
        if (!settings[i]) {
            return;
        }
        reader_rules[param->type](r, param, tree_child(group, param->name), reader_path(r, path, param->name),
                                  settings[i]);
    }
    memcpy(member, &settings, sizeof(settings));
}

void reader_fill_rows(struct reader *r, const struct param_table *table, const struct node *group, const char *path,
                      void *item) {
    char *bytes = item;
    set_place(r, table, group, path, bytes);
    for (int i = 0; i < table->n && r->result == SIBYL_OK; i++) {
        const struct param *param = &table->params[i];
        if (param->type == PARAM_CONDITIONS) {
            read_conditions(r, group, path, bytes + param->offset);
            continue;
        }
        const struct node *value = tree_child(group, param->name);
        if (!value && group && param->required) {
            reader_fault(r, group, reader_path(r, path, param->name), "is missing: %s", param->help);
        }
        reader_rules[param->type](r, param, value, reader_path(r, path, param->name), bytes + param->offset);
    }
}

void reader_fill(struct reader *r, const struct param_table *table, const struct node *group, const char *path,
                 void *item) {
    if (group) {
        reader_refuse_unknown(r, &table, 1, NULL, group, path);
    }
    reader_fill_rows(r, table, group, path, item);
}

void read_group(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    const struct param_table *table = param->detail;
    if (value && value->kind != NODE_GROUP) {
        reader_fault(r, value, path, "is %s; a group is meant: { KEY = VALUE; ... }", tree_kind_words(value));
        value = NULL;
    }
    reader_fill(r, table, value, path, member);
}

/* ---- Lists ---- */

const struct node *reader_first_item(const struct node *list) { return list->kind == NODE_LIST ? list->first : list; }

int reader_count_items(const struct node *list) { return list->kind == NODE_LIST ? list->n : 1; }

const char *reader_item_path(struct reader *r, const struct param_table *table, const struct node *item,
                             const char *path, int index) {
    const struct node *name = table->named ? tree_child(item, "name") : NULL;
    bool named = name && name->kind == NODE_TEXT && name->text[0] != '\0';
    return named ? reader_path(r, path, name->text) : reader_path_at(r, path, index);
}

void read_list(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    const struct param_table *table = param->detail;
    struct any_list list = {0};
    if (value && value->kind != NODE_LIST && value->kind != NODE_GROUP) {
        reader_fault(r, value, path, "is %s; a list of groups is meant: ( { KEY = VALUE; ... }, ... )",
                     tree_kind_words(value));
        value = NULL;
    }
    if (value) {
        list.items = reader_alloc(r, (size_t)reader_count_items(value), table->size);
        if (table->named) {
            names_check_list(r, value, path);
        }
    }
    if (list.items) {
        list.n = reader_count_items(value);
    }
    const struct node *item = list.n > 0 ? reader_first_item(value) : NULL;
    for (int i = 0; i < list.n; i++, item = value->kind == NODE_LIST ? item->next : NULL) {
        const char *inside = reader_item_path(r, table, item, path, i);
        char *at = (char *)list.items + (size_t)i * table->size;
        bool sound = item->kind == NODE_GROUP;
        if (!sound) {
            reader_fault(r, item, inside, "is %s; a group is meant: { KEY = VALUE; ... }", tree_kind_words(item));
        }
        names_collect_inside(r, table, sound ? item : NULL);
        reader_fill(r, table, sound ? item : NULL, inside, at);
    }
    memcpy(member, &list, sizeof(list));
}
