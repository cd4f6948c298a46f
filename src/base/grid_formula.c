/* Reads formulas: the references of a row's own language, the operators and functions of a spreadsheet. */
#include "base/grid_formula.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In the order of enum grid_operator. */
const char *const grid_operator_text[] = {"=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "^", "-"};

int grid_operator_level(enum grid_operator op) {
    static const int level[] = {1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5};
    return level[op];
}

/* What is being read: the text, the place in it, and the rows that its references stand for. */
struct reading {
    struct grid *g;
    const char *text, *at;
    int n;
    const int *refs;
};

void grid_fault(struct grid *g, const char *format, ...) {
    va_list arguments;
    if (g->fault[0] != 0)
        return;
    va_start(arguments, format);
    (void)vsnprintf(g->fault, sizeof g->fault, format, arguments);
    va_end(arguments);
}

static struct grid_formula *unreadable(const struct reading *r, const char *what) {
    grid_fault(r->g, "%s at \"%.40s\" in \"%.120s\"", what, r->at, r->text);
    return NULL;
}

static struct grid_formula *new_node(const struct reading *r, enum grid_node_kind kind) {
    struct grid_formula *node = arena_array(&r->g->arena, 1, sizeof *node);
    if (node)
        node->kind = kind;
    else
        r->g->failed = true;
    return node;
}

static bool add_argument(const struct reading *r, struct grid_formula *node, const struct grid_formula *argument) {
    const struct grid_formula **more = arena_array(&r->g->arena, (size_t)node->n + 1, sizeof *more);
    if (!more || !argument) {
        r->g->failed |= more == NULL;
        return false;
    }
    if (node->n > 0)
        memcpy(more, node->arg, (size_t)node->n * sizeof *more);
    more[node->n++] = argument;
    node->arg = more;
    return true;
}

static void skip_spaces(struct reading *r) {
    while (*r->at == ' ')
        r->at++;
}

static bool take(struct reading *r, const char *word) {
    skip_spaces(r);
    size_t length = strlen(word);
    if (strncmp(r->at, word, length) != 0)
        return false;
    r->at += length;
    return true;
}

static int read_place(struct reading *r) {
    char *end;
    long place = strtol(r->at, &end, 10);
    bool known = end > r->at && place >= 0 && place < r->n;
    r->at = end;
    return known ? (int)place : GRID_NO_ROW;
}

static const struct {
    const char *mark;
    enum grid_reach reach;
} reaches[] = {{"}", REACH_HERE},   {"-}", REACH_BEFORE},     {"<}", REACH_TO_BEFORE}, {"<=}", REACH_TO_HERE},
               {">}", REACH_AFTER}, {">=}", REACH_FROM_HERE}, {":}", REACH_ALL},       {".}", REACH_OPENING},
               {"$}", REACH_LAST},  {"+}", REACH_NEXT},       {"<>}", REACH_WHOLE},    {NULL, REACH_HERE}};

static struct grid_formula *read_reference(struct reading *r) {
    struct grid_formula *node = new_node(r, NODE_REFERENCE);
    int place = read_place(r);
    if (!node || place == GRID_NO_ROW)
        return node ? unreadable(r, "no such reference") : NULL;
    node->row = r->refs[place];
    if (take(r, "|")) {
        int last = read_place(r);
        node->reach = REACH_DOWN;
        if (last == GRID_NO_ROW || !take(r, "}"))
            return unreadable(r, "no such reference");
        node->last = r->refs[last];
    } else {
        int k = 0;
        while (reaches[k].mark && !take(r, reaches[k].mark))
            k++;
        if (!reaches[k].mark)
            return unreadable(r, "no such reach");
        node->reach = reaches[k].reach;
        node->last = node->row;
    }
    if (node->row < 0 || node->row >= r->g->n_rows || node->last < 0 || node->last >= r->g->n_rows)
        return unreadable(r, "a reference to no row");
    return node;
}

static const struct grid_formula *read_levels(struct reading *r, int level);

static bool read_comparison(struct reading *r, enum grid_operator *op) {
    static const enum grid_operator longest_first[] = {OP_AT_MOST, OP_AT_LEAST, OP_UNEQUAL,
                                                       OP_BELOW,   OP_ABOVE,    OP_EQUAL};
    for (size_t i = 0; i < sizeof longest_first / sizeof longest_first[0]; i++) {
        if (take(r, grid_operator_text[longest_first[i]])) {
            *op = longest_first[i];
            return true;
        }
    }
    return false;
}

/* "<="&{0}: an operator in quotes, and what stands behind it. */
static struct grid_formula *read_criterion(struct reading *r) {
    struct grid_formula *node = new_node(r, NODE_CRITERION);
    if (!node)
        return NULL;
    if (!read_comparison(r, &node->op) || !take(r, "\"") || !take(r, "&"))
        return unreadable(r, "no criterion");
    return add_argument(r, node, read_levels(r, 2)) ? node : NULL;
}

static const struct grid_function *find_function(const char *name, size_t length) {
    for (const struct grid_function *f = grid_functions; f->name; f++) {
        if (strlen(f->name) == length && strncmp(f->name, name, length) == 0)
            return f;
    }
    return NULL;
}

static struct grid_formula *read_call(struct reading *r) {
    const char *name = r->at;
    while (isupper((unsigned char)*r->at))
        r->at++;
    const struct grid_function *f = find_function(name, (size_t)(r->at - name));
    struct grid_formula *node = new_node(r, NODE_CALL);
    if (!node || !f || !take(r, "("))
        return node ? unreadable(r, "no such function") : NULL;
    node->function = f;
    do {
        const struct grid_formula *argument = take(r, "\"") ? read_criterion(r) : read_levels(r, 1);
        if (!add_argument(r, node, argument))
            return NULL;
    } while (take(r, ","));
    if (!take(r, ")") || node->n < f->least || node->n > f->most)
        return unreadable(r, "wrong arguments");
    return node;
}

static const struct grid_formula *read_number(struct reading *r) {
    char *end;
    struct grid_formula *node = new_node(r, NODE_NUMBER);
    if (!node)
        return NULL;
    node->number = strtod(r->at, &end);
    if (end == r->at)
        return unreadable(r, "neither a number nor a reference nor a function");
    r->at = end;
    return node;
}

static const struct grid_formula *read_operand(struct reading *r) {
    skip_spaces(r);
    if (take(r, "(")) {
        const struct grid_formula *inner = read_levels(r, 1);
        return inner && !take(r, ")") ? unreadable(r, "no closing bracket") : inner;
    }
    if (take(r, "-")) {
        struct grid_formula *node = new_node(r, NODE_OPERATION);
        if (!node)
            return NULL;
        node->op = OP_NEGATE;
        return add_argument(r, node, read_operand(r)) ? node : NULL;
    }
    if (take(r, "{"))
        return read_reference(r);
    return isupper((unsigned char)*r->at) ? read_call(r) : read_number(r);
}

static bool read_operator(struct reading *r, int level, enum grid_operator *op) {
    skip_spaces(r);
    if (level == 1)
        return read_comparison(r, op);
    for (int k = OP_PLUS; k <= OP_POWER; k++) {
        *op = (enum grid_operator)k;
        if (grid_operator_level(*op) == level && take(r, grid_operator_text[k]))
            return true;
    }
    return false;
}

/* Operators of a level and all that bind tighter; each level from the left. */
static const struct grid_formula *read_levels(struct reading *r, int level) {
    const struct grid_formula *left = level < 5 ? read_levels(r, level + 1) : read_operand(r);
    enum grid_operator op;
    while (left && level < 5 && read_operator(r, level, &op)) {
        struct grid_formula *node = new_node(r, NODE_OPERATION);
        if (!node)
            return NULL;
        node->op = op;
        if (!add_argument(r, node, left) || !add_argument(r, node, read_levels(r, level + 1)))
            return NULL;
        left = node;
    }
    return left;
}

const struct grid_formula *grid_formula_read(struct grid *g, const char *text, int n, const int *refs) {
    struct reading r = {.g = g, .text = text, .at = text, .n = n, .refs = refs};
    const struct grid_formula *formula = read_levels(&r, 1);
    skip_spaces(&r);
    return formula && *r.at != 0 ? unreadable(&r, "something is left") : formula;
}
