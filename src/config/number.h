/* Numbers as a configuration writes them. */
#ifndef SIBYL_CONFIG_NUMBER_H
#define SIBYL_CONFIG_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* What is wrong with `length` characters as a number, in static words that follow it ("is too large; ..."), or NULL.
 *   big  set to whether it is a whole number past 32 bits written without an L (may be NULL) */
const char *number_fault(const char *text, size_t length, bool *big);

#endif
