#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Blocks hold many pieces; a piece larger than a block has a block of its own. */
#define BLOCK_BYTES ((size_t)1 << 18)

struct arena_block {
    struct arena_block *next;
    char *bytes;
};

static size_t round_up(size_t size) {
    size_t whole = size > 0 ? size : 1;
    return (whole + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
}

/* Zeroed and aligned. calloc leaves large pieces untouched until they are used. */
static struct arena_block *new_block(struct arena *a, size_t room) {
    size_t bytes = sizeof(struct arena_block) + room + ARENA_ALIGNMENT;
    struct arena_block *block = calloc(1, bytes);
    if (!block)
        return NULL;
    a->bytes += bytes;
    uintptr_t start = (uintptr_t)(block + 1);
    block->bytes = (char *)(block + 1) + (ARENA_ALIGNMENT - start % ARENA_ALIGNMENT) % ARENA_ALIGNMENT;
    return block;
}

/* A piece with a block of its own goes behind the block that is being filled. */
static void *alloc_alone(struct arena *a, size_t size) {
    struct arena_block *block = new_block(a, size);
    if (!block)
        return NULL;
    if (a->blocks) {
        block->next = a->blocks->next;
        a->blocks->next = block;
    } else {
        a->blocks = block;
        a->used = a->room = size;
    }
    return block->bytes;
}

void *arena_alloc(struct arena *a, size_t size) {
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t bytes = round_up(size);
    if (bytes > BLOCK_BYTES)
        return alloc_alone(a, bytes);
    if (!a->blocks || a->room - a->used < bytes) {
        struct arena_block *block = new_block(a, BLOCK_BYTES);
        if (!block)
            return NULL;
        block->next = a->blocks;
        a->blocks = block;
        a->used = 0;
        a->room = BLOCK_BYTES;
    }
    void *piece = a->blocks->bytes + a->used;
    a->used += bytes;
    return piece;
}

void *arena_array(struct arena *a, size_t n, size_t size) {
    size_t bytes;
    return __builtin_mul_overflow(n, size, &bytes) ? NULL : arena_alloc(a, bytes);
}

char *arena_text(struct arena *a, const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = arena_alloc(a, size);
    return copy ? memcpy(copy, text, size) : NULL;
}

void arena_free(struct arena *a) {
    for (struct arena_block *block = a->blocks; block;) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    *a = (struct arena){0};
}
