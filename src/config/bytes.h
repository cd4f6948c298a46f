/* Whether bytes are plain UTF-8 text. */
#ifndef SIBYL_CONFIG_BYTES_H
#define SIBYL_CONFIG_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character that begins at text (length bytes are left, at least one) and its number of bytes; 0 bytes: it is no
 * UTF-8 (cut off, overlong, a surrogate or past U+10FFFF). */
size_t bytes_character(const char *text, size_t length, uint32_t *character);

/* What is wrong with bytes as text.
 *   what    static words, NULL when nothing is wrong
 *   line    in which it stands, from 1
 *   character  the character meant, 0 when it is no character
 *   fatal   the rest need not be looked at: it is no text at all */
struct bytes_fault {
    const char *what;
    int line;
    uint32_t character;
    bool fatal;
};

/* The next fault at or after *at in `length` bytes; moves *at behind it and *line with it (begin with 0 and 1).
 * Refused: a byte order mark, UTF-16, a zero byte, what is not UTF-8, control characters but for tabs and line ends, and
 * characters that turn the direction of writing (what is read must be what is seen). */
struct bytes_fault bytes_next_fault(const char *text, size_t length, size_t *at, int *line);

#endif
