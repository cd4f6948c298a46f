/* Text: growing buffers, wrapping, UTF-8, likeness of names, hashes. */
#ifndef SIBYL_BASE_TEXT_H
#define SIBYL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A text that grows. Zeroed: empty, data NULL. failed: memory ran out and something is missing. */
struct text_buf {
    char *data;
    size_t length, room;
    bool failed;
};

void text_append(struct text_buf *b, const char *text);
void text_append_bytes(struct text_buf *b, const char *bytes, size_t n);
void text_appendf(struct text_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Appends `text` broken at spaces into lines of at most `width` columns; lines begin with `indent` spaces (the first one
 * too) and end with a newline. */
void text_wrap(struct text_buf *b, int width, int indent, const char *text);
void text_free(struct text_buf *b);

/* Columns that a valid UTF-8 text takes on a terminal: one a character. */
int text_width(const char *text);

/* Whether `length` bytes are valid UTF-8 (no overlong forms, no surrogates, at most U+10FFFF). */
bool text_valid_utf8(const char *bytes, size_t length);

/* Whether two names are the same but for case and spaces. */
bool text_same_folded(const char *a, const char *b);

/* The candidate most like a word, if one is near enough to be meant (at most a third of its letters wrong); else NULL.
 *   candidates  n names, NULL entries are passed over */
const char *text_nearest(const char *word, const char *const *candidates, int n);

/* FNV-1a, 32 bits. */
uint32_t text_hash(const char *text);
/* Goes on hashing more text after `hash`. */
uint32_t text_hash_more(uint32_t hash, const char *text);

#endif
