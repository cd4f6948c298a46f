/* An arena: memory that is given out piece by piece and freed all at once. */
#ifndef SIBYL_BASE_ARENA_H
#define SIBYL_BASE_ARENA_H

#include <stddef.h>

/* Every piece begins at a multiple of this, so that an array over lanes fills whole cache lines. */
#define ARENA_ALIGNMENT 64

/* Zeroed: empty. used, room: of the block that is being filled; bytes: of all blocks. */
struct arena {
    struct arena_block *blocks;
    size_t used, room;
    size_t bytes;
};

/* `size` bytes, all zero, aligned to ARENA_ALIGNMENT; NULL when memory has run out. A size of 0 gives a piece too. The
 * arena owns it. */
void *arena_alloc(struct arena *a, size_t size);

/* Room for n things of `size` bytes, all zero; NULL when memory has run out or n * size would overflow. */
void *arena_array(struct arena *a, size_t n, size_t size);

/* A copy of a text; NULL when memory has run out. */
char *arena_text(struct arena *a, const char *text);

/* Frees everything; the arena is empty again. Safe on a zeroed one. */
void arena_free(struct arena *a);

#endif
