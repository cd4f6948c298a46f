#include "config/given.h"

#include <string.h>

#define GROUP "numbers"

static bool is_number(const struct node *node) { return node->kind == NODE_WHOLE || node->kind == NODE_NUMBER; }

static void fault_unknown(struct reader *r, const struct node *numbers, const struct node *use, const char *path) {
    const char **names = reader_alloc(r, (size_t)numbers->n + 1, sizeof(*names));
    int n = 0;
    for (const struct node *one = names ? numbers->first : NULL; one; one = one->next)
        names[n++] = one->key;
    const char *near = names ? reader_nearest(r, use->text + 1, names, n) : NULL;
    reader_fault(r, use, path, "`numbers` has no \"%s\"%s%s%s", use->text + 1, near ? "; did you mean \"" : "",
                 near ? near : "", near ? "\"?" : "");
}

/* Puts a number in place of its name, under the key that the name had. */
static void put(struct reader *r, const struct node *numbers, struct node *use, const char *path) {
    struct node *number = tree_child(numbers, use->text + 1);
    if (!number) {
        fault_unknown(r, numbers, use, path);
        return;
    }
    const char *key = use->key;
    struct node *next = use->next;
    number->used = true;
    *use = *number;
    use->key = key;
    use->next = next;
    use->used = false;
}

static void put_below(struct reader *r, const struct node *numbers, struct node *node, const char *path) {
    int index = 0;
    for (struct node *child = node->first; child; child = child->next, index++) {
        const char *below = child->key ? reader_path(r, path, child->key) : reader_path_at(r, path, index);
        if (child != numbers && child->kind == NODE_TEXT && child->text[0] == '$')
            put(r, numbers, child, below);
        else if (child != numbers)
            put_below(r, numbers, child, below);
    }
}

static void check(struct reader *r, const struct node *numbers, bool changed) {
    for (const struct node *one = numbers->first; one; one = one->next) {
        const char *path = reader_path(r, GROUP, one->key);
        if (!is_number(one))
            reader_fault(r, one, path, "is %s; only numbers can stand here", tree_kind_words(one));
        else if (!one->used && !changed)
            reader_fault(r, one, path, "is used nowhere; write \"$%s\" where it is meant, or leave it out", one->key);
    }
}

/* Takes a child out of a group. */
static void take_out(struct node *group, const struct node *child) {
    struct node *before = NULL;
    for (struct node *one = group->first; one && one != child; one = one->next)
        before = one;
    *(before ? &before->next : &group->first) = child->next;
    group->last = group->last == child ? before : group->last;
    group->n--;
}

void given_apply(struct reader *r, struct node *root, bool changed) {
    struct node *numbers = tree_child(root, GROUP);
    if (!numbers)
        return;
    if (numbers->kind != NODE_GROUP) {
        reader_fault(r, numbers, GROUP, "is %s; write a group of numbers: { reserves = 20000.0; }",
                     tree_kind_words(numbers));
        return;
    }
    put_below(r, numbers, root, "");
    check(r, numbers, changed);
    take_out(root, numbers);
}
