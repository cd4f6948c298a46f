/* Paths that name settings, and the changes to a configuration that are given by path. */
#ifndef SIBYL_CONFIG_OVERRIDES_H
#define SIBYL_CONFIG_OVERRIDES_H

#include "config/reader.h"
#include <sibyl/scheme.h>

/* What changes are said to stand in. */
#define OVERRIDE_FILE "--set"

/* The path as the reader writes it: parts that are plain words bare, others in quotes. A path that cannot be read is
 * given back as it is. */
const char *path_canonical(struct reader *r, const char *path);

/* Changes the tree as told, in order. A last key that is missing is made, and so are groups on the way to it (what no
 * table knows is refused when it is read); the number past a list's last makes one more; any other name
 * or number that a list does not have is a fault.
 *   overrides  n of them; kept in the scheme */
void overrides_apply(struct reader *r, const struct setting_override *overrides, int n, struct node *root);

#endif
