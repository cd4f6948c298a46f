/* The settings of a configuration as a tree, as they were written. */
#ifndef SIBYL_CONFIG_TREE_H
#define SIBYL_CONFIG_TREE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "config/source.h"

#include <stdbool.h>
#include <stdint.h>

enum node_kind { NODE_WHOLE, NODE_NUMBER, NODE_FLAG, NODE_TEXT, NODE_GROUP, NODE_LIST, NODE_KINDS };

/* One value.
 *   key     of a group's child, else NULL
 *   file    where it stands; line 0: in no line (given on the command line)
 *   whole, number, flag, text  by kind; a whole number is in both
 *   first, last, n   the children of a group or list, linked by `next`
 *   used    somebody has asked for it */
struct node {
    enum node_kind kind;
    const char *key;
    const char *file;
    int line;
    int64_t whole;
    double number;
    bool flag;
    const char *text;
    int n;
    struct node *first, *last, *next;
    bool used;
};

/* Reads the text of a source into a tree.
 *   arena  owns the tree
 *   root   a group
 * Returns SIBYL_OK, SIBYL_ERR_INPUT (diag holds the faults), SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status tree_read(const struct source *source, struct arena *arena, struct diag *diag, struct node **root);

/* The child of a group with the key, or NULL (also when group is none). */
struct node *tree_child(const struct node *group, const char *key);

/* Adds a child at the end; its key (if any) is set by the caller. */
void tree_add(struct node *parent, struct node *child);

/* What a node is, in words: "a text". */
const char *tree_kind_words(const struct node *node);

/* The library that reads configurations, with its version: "libconfig 1.5". Static text. */
const char *tree_library(void);

#endif
