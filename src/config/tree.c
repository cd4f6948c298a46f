#include "config/tree.h"

#include "config/syntax.h"

#include <libconfig.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct builder {
    const struct source *source;
    struct arena *arena;
    bool no_memory;
};

static struct node *new_node(struct builder *b, const config_setting_t *setting) {
    struct node *node = arena_alloc(b->arena, sizeof(*node));
    const char *key = config_setting_name(setting);
    if (!node) {
        b->no_memory = true;
        return NULL;
    }
    struct source_line place = source_place(b->source, (int)config_setting_source_line(setting));
    *node = (struct node){.file = place.file, .line = place.line};
    if (key) {
        node->key = arena_text(b->arena, key);
        b->no_memory = b->no_memory || !node->key;
    }
    return node;
}

static void fill_whole(struct node *node, int64_t value) {
    node->kind = NODE_WHOLE;
    node->whole = value;
    node->number = (double)value;
}

static void fill_text(struct builder *b, struct node *node, const char *text) {
    node->kind = NODE_TEXT;
    node->text = arena_text(b->arena, text ? text : "");
    b->no_memory = b->no_memory || !node->text;
}

/* Fills a node with a single value, or with its kind alone. */
static void fill_node(struct builder *b, struct node *node, const config_setting_t *setting) {
    switch (config_setting_type(setting)) {
    case CONFIG_TYPE_INT:
        fill_whole(node, config_setting_get_int(setting));
        break;
    case CONFIG_TYPE_INT64:
        fill_whole(node, config_setting_get_int64(setting));
        break;
    case CONFIG_TYPE_FLOAT:
        node->kind = NODE_NUMBER;
        node->number = config_setting_get_float(setting) + 0.0; /* no -0 */
        break;
    case CONFIG_TYPE_BOOL:
        node->kind = NODE_FLAG;
        node->flag = config_setting_get_bool(setting) != 0;
        break;
    case CONFIG_TYPE_STRING:
        fill_text(b, node, config_setting_get_string(setting));
        break;
    case CONFIG_TYPE_GROUP:
        node->kind = NODE_GROUP;
        break;
    default:
        node->kind = NODE_LIST;
        break;
    }
}

/* As deep as the text is nested, which syntax_check() limits. */
static struct node *build(struct builder *b, const config_setting_t *setting) {
    struct node *node = new_node(b, setting);
    if (!node) {
        return NULL;
    }
    fill_node(b, node, setting);
    int n = config_setting_is_aggregate(setting) ? config_setting_length(setting) : 0;
    for (int i = 0; i < n; i++) {
        struct node *child = build(b, config_setting_get_elem(setting, (unsigned)i));
        if (!child) {
            return NULL;
        }
        tree_add(node, child);
    }
    return node;
}

static status build_tree(const struct source *source, const config_t *config, struct arena *arena, struct node **root) {
    struct builder b = {source, arena, false};
    struct node *built = build(&b, config_root_setting(config));
    if (b.no_memory || !built) {
        return SIBYL_ERR_NO_MEMORY;
    }
    built->file = source->name;
    built->line = source->n_lines > 0 ? 1 : 0;
    *root = built;
    return SIBYL_OK;
}

status tree_read(const struct source *source, struct arena *arena, struct diag *diag, struct node **root) {
    *root = NULL;
    char *plain = NULL;
    status result = syntax_check(source, diag, &plain);
    if (result != SIBYL_OK) {
        return result;
    }
    config_t config;
    config_init(&config);
    if (config_read_string(&config, plain)) {
        result = build_tree(source, &config, arena, root);
    } else {
        /* What the check lets pass and libconfig does not. */
        struct source_line place = source_place(source, config_error_line(&config));
        diag_error(diag, place.file, place.line, "", "cannot be read: %s", config_error_text(&config));
        result = SIBYL_ERR_INPUT;
    }
    config_destroy(&config);
    free(plain);
    return result;
}

struct node *tree_child(const struct node *group, const char *key) {
    for (struct node *child = group ? group->first : NULL; child; child = child->next) {
        if (child->key && strcmp(child->key, key) == 0) {
            return child;
        }
    }
    return NULL;
}

void tree_add(struct node *parent, struct node *child) {
    if (parent->last) {
        parent->last->next = child;
    } else {
        parent->first = child;
    }
    parent->last = child;
    parent->n++;
}

const char *tree_kind_words(const struct node *node) {
    static const char *const words[NODE_KINDS] = {
        [NODE_WHOLE] = "a whole number", [NODE_NUMBER] = "a number", [NODE_FLAG] = "true",
        [NODE_TEXT] = "a text",          [NODE_GROUP] = "a group",   [NODE_LIST] = "a list",
    };
    return node->kind == NODE_FLAG && !node->flag ? "false" : words[node->kind];
}

#define SPELLED(number) #number
#define SPELL(number) SPELLED(number)

const char *tree_library(void) {
    return "libconfig " SPELL(LIBCONFIG_VER_MAJOR) "." SPELL(LIBCONFIG_VER_MINOR) "." SPELL(LIBCONFIG_VER_REVISION);
}
