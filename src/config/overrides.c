#include "config/overrides.h"

#include "config/number.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define PATH_MAX_PARTS 64

/* A path in its parts. */
struct parts {
    int n;
    const char *part[PATH_MAX_PARTS];
};

/* One part into *part; the place behind it and its dot, or NULL when it cannot be read. */
static const char *take_part(struct reader *r, const char *at, const char **part) {
    bool is_quoted = *at == '"';
    at += is_quoted;
    size_t length = strcspn(at, is_quoted ? "\"" : ".\"");
    *part = reader_text(r, "%.*s", (int)length, at);
    const char *end = at + length;
    if (is_quoted && *end != '"') {
        return NULL;
    }
    end += is_quoted;
    if (length == 0 || (*end != '.' && *end != '\0')) {
        return NULL;
    }
    bool ends_in_dot = end[0] == '.' && end[1] == '\0';
    return ends_in_dot ? NULL : end + (*end == '.');
}

static bool split(struct reader *r, const char *path, struct parts *parts) {
    parts->n = 0;
    const char *at = path;
    while (*at) {
        if (parts->n == PATH_MAX_PARTS) {
            return false;
        }
        at = take_part(r, at, &parts->part[parts->n++]);
        if (!at) {
            return false;
        }
    }
    return parts->n > 0;
}

/* The path of the first n parts. */
static const char *joined(struct reader *r, const struct parts *parts, int n) {
    const char *path = "";
    for (int i = 0; i < n; i++) {
        path = reader_path(r, path, parts->part[i]);
    }
    return path;
}

const char *path_canonical(struct reader *r, const char *path) {
    struct parts parts;
    return split(r, path, &parts) ? joined(r, &parts, parts.n) : path;
}

/* ---- Finding ---- */

static const char *own_name(const struct node *node) {
    const struct node *name = tree_child(node, "name");
    return name && name->kind == NODE_TEXT ? name->text : NULL;
}

static bool is_index(const char *part, int index) {
    char *end = NULL;
    long value = strtol(part, &end, 10);
    return isdigit((unsigned char)part[0]) && *end == '\0' && value == index;
}

static bool is_called(const struct node *item, const char *part) {
    const char *name = own_name(item);
    return name && strcmp(name, part) == 0;
}

/* What a part means inside a node: a key, an item's name or number; a group that stands for a list of one is also its
 * own item. NULL when there is none. */
static struct node *find(struct node *node, const char *part) {
    struct node *child = tree_child(node, part);
    if (child) {
        return child;
    }
    if (node->kind == NODE_GROUP) {
        bool itself = is_called(node, part) || (node->key && is_index(part, 0));
        return itself ? node : NULL;
    }
    for (child = node->first; child; child = child->next) {
        if (is_called(child, part)) {
            return child;
        }
    }
    child = node->first;
    for (int i = 0; child && !is_index(part, i); i++) {
        child = child->next;
    }
    return child;
}

static void fault_not_found(struct reader *r, const struct node *list, const struct parts *parts, int i) {
    const char **names = reader_alloc(r, (size_t)list->n + 1, sizeof(*names));
    int n = 0;
    for (const struct node *item = names ? list->first : NULL; item; item = item->next) {
        const char *name = own_name(item);
        if (name) {
            names[n++] = name;
        }
    }
    const char *near = names ? reader_nearest(r, parts->part[i], names, n) : NULL;
    const char *path = joined(r, parts, parts->n);
    const char *where = joined(r, parts, i);
    if (near) {
        diag_error(r->diag, OVERRIDE_FILE, 0, path, "%s has no \"%s\"; did you mean \"%s\"?", where, parts->part[i],
                   near);
    } else {
        diag_error(r->diag, OVERRIDE_FILE, 0, path, "%s has no \"%s\"; it has %d", where, parts->part[i], list->n);
    }
}

/* ---- Values ---- */

/* A date is no number, though it begins like one. */
static bool is_date(const char *value) {
    static const size_t year_digits = 4;
    return strspn(value, "0123456789") == year_digits && value[year_digits] == '-' &&
           strspn(value, "0123456789-") == strlen(value);
}

/* Whether a value is written as in a file; else it is a bare word, taken as a text. */
static bool is_written(const char *value) {
    if (strcasecmp(value, "true") == 0 || strcasecmp(value, "false") == 0) {
        return true;
    }
    if (number_fault(value, strlen(value), NULL) == NULL) {
        return true;
    }
    return value[0] == '\0' || strchr("\"({[", value[0]) || (strchr("0123456789.+-", value[0]) && !is_date(value));
}

/* A text in quotes. */
static char *quote(const char *text) {
    char *out = malloc(2 * strlen(text) + 3);
    if (!out) {
        return NULL;
    }
    size_t n = 0;
    out[n++] = '"';
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            out[n++] = '\\';
        }
        out[n++] = *text;
    }
    out[n++] = '"';
    out[n] = '\0';
    return out;
}

static struct node *read_source(struct reader *r, const char *text) {
    struct source source = {0};
    struct node *root = NULL;
    status result = source_from_text(r->arena, OVERRIDE_FILE, text, r->diag, &source);
    if (result == SIBYL_OK) {
        result = tree_read(&source, r->arena, r->diag, &root);
    }
    if (result == SIBYL_ERR_NO_MEMORY) {
        r->result = result;
    }
    source_free(&source);
    return root;
}

/* The value of an override as a node, NULL and a fault where it is none. */
static struct node *read_value(struct reader *r, const char *path, const char *value) {
    if (strpbrk(value, "\r\n")) {
        diag_error(r->diag, OVERRIDE_FILE, 0, path, "the value has a line break; write it in one line");
        return NULL;
    }
    char *quoted = is_written(value) ? NULL : quote(value);
    if (!quoted && !is_written(value)) {
        r->result = SIBYL_ERR_NO_MEMORY;
        return NULL;
    }
    const char *text = reader_text(r, "value = %s", quoted ? quoted : value);
    free(quoted);
    struct node *root = read_source(r, text);
    if (root && root->n != 1) {
        diag_error(r->diag, OVERRIDE_FILE, 0, path, "is not one value; write PATH=VALUE");
        return NULL;
    }
    return root ? root->first : NULL;
}

/* ---- Changing ---- */

/* Every node of a value that came with an override stands in no line. */
static void unplace(struct node *node) {
    node->line = 0;
    for (struct node *child = node->first; child; child = child->next) {
        unplace(child);
    }
}

static void replace(struct node *node, const struct node *value) {
    const char *key = node->key;
    struct node *next = node->next;
    *node = *value;
    node->key = key;
    node->next = next;
}

static struct node *make_child(struct reader *r, struct node *group, const char *key) {
    struct node *child = reader_alloc(r, 1, sizeof(*child));
    if (child) {
        *child = (struct node){.kind = NODE_GROUP, .key = key, .file = OVERRIDE_FILE};
        tree_add(group, child);
    }
    return child;
}

/* The node that a path leads to, made where it may be; NULL and a fault where it leads nowhere. */
static struct node *follow(struct reader *r, const struct parts *parts, struct node *root) {
    struct node *node = root;
    for (int i = 0; node && i < parts->n; i++) {
        bool single = node->kind != NODE_GROUP && node->kind != NODE_LIST;
        if (single) {
            diag_error(r->diag, OVERRIDE_FILE, 0, joined(r, parts, parts->n), "%s is %s and has nothing inside",
                       joined(r, parts, i), tree_kind_words(node));
            return NULL;
        }
        struct node *next = find(node, parts->part[i]);
        bool one_more = !next && node->kind == NODE_LIST && is_index(parts->part[i], node->n);
        if (one_more) {
            next = make_child(r, node, NULL);
        } else if (!next && node->kind == NODE_LIST) {
            fault_not_found(r, node, parts, i);
            return NULL;
        }
        node = next ? next : make_child(r, node, parts->part[i]);
    }
    return node;
}

static void apply(struct reader *r, const struct setting_override *override, struct node *root) {
    struct parts parts;
    if (!split(r, override->path, &parts)) {
        diag_error(r->diag, OVERRIDE_FILE, 0, override->path,
                   "is no path; write names with dots between them, such as contracts.Subcontract.terms.0.price");
        return;
    }
    const char *path = joined(r, &parts, parts.n);
    struct node *value = read_value(r, path, override->value);
    struct node *node = value ? follow(r, &parts, root) : NULL;
    if (node) {
        unplace(value);
        replace(node, value);
    }
}

void overrides_apply(struct reader *r, const struct setting_override *overrides, int n, struct node *root) {
    struct override *kept = reader_alloc(r, (size_t)n, sizeof(*kept));
    for (int i = 0; kept && i < n && r->result == SIBYL_OK; i++) {
        kept[i].path = reader_text(r, "%s", overrides[i].path);
        kept[i].value = reader_text(r, "%s", overrides[i].value);
        apply(r, &overrides[i], root);
    }
    r->scheme->overrides.items = kept;
    r->scheme->overrides.n = kept ? n : 0;
}
