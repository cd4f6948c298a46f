/* Numbers that a file gives once, in plain words at its top, and uses below by name. */
#ifndef SIBYL_CONFIG_GIVEN_H
#define SIBYL_CONFIG_GIVEN_H

#include "config/reader.h"

/* Puts, wherever a text of the tree is "$NAME", the number of that name in the group `numbers` of the root, in the place
 * where that number stands; then takes the group out of the tree. Faults: a name that the group does not have, one that is
 * no number, and, unless settings were `changed` from outside, one that nothing uses. Without such a group nothing is
 * done, and "$" means nothing. */
void given_apply(struct reader *r, struct node *root, bool changed);

#endif
