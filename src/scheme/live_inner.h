/* What the files of the fourth face share. */
#ifndef SIBYL_SCHEME_LIVE_INNER_H
#define SIBYL_SCHEME_LIVE_INNER_H

#include "scheme/live.h"

/* Room for one more item in an array that grows by doubling; false when memory has run out.
 *   items  the array; n: how many it holds; room: for how many, changed in place; size: bytes of one */
bool live_grow(struct live_book *book, void **items, int n, int *room, size_t size);

#endif
