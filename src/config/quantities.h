/* What reading quantities and reading their laws share. */
#ifndef SIBYL_CONFIG_QUANTITIES_H
#define SIBYL_CONFIG_QUANTITIES_H

#include "config/reader.h"

/* A quantity that is being read: the setting it stands for, the node, and its path. */
struct reading {
    struct reader *r;
    const struct param *param;
    const struct node *node;
    const char *path;
};

/* What every quantity that is a group may have beside its law's parameters. */
extern const struct param_table quantity_common_table;

/* Reads the law of a group; false and a fault where there is none.
 *   dist  its name, as written */
bool law_read(const struct reading *q, const struct node *dist, struct quantity_law *out);

#endif
