/* The structure of a configuration's text: keys, values, groups and lists. */
#ifndef SIBYL_CONFIG_SYNTAX_H
#define SIBYL_CONFIG_SYNTAX_H

#include "base/diag.h"
#include "base/status.h"
#include "config/source.h"

#define SYNTAX_MAX_DEPTH 64
#define SYNTAX_MAX_KEYS 10000
#define SYNTAX_MAX_VALUES 50000

/* Checks the whole text and writes it anew so that libconfig reads it as it is meant: without comments, whole numbers
 * past 32 bits with an L, and [ ] as ( ), so that 0 may stand beside 0.5. Lines keep their numbers.
 *   diag   receives every fault that can be told apart; after one that leaves the structure in doubt, words and numbers
 *          alone are looked at
 *   plain  the caller's to free, NULL on failure
 * Returns SIBYL_OK, SIBYL_ERR_INPUT, SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status syntax_check(const struct source *source, struct diag *diag, char **plain);

#endif
