/* UTF-8, as far as reports need it: walking through characters and telling what is not valid. */
#ifndef SIBYL_REPORT_UTF8_H
#define SIBYL_REPORT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What stands for bytes that are no character. */
#define UTF8_BAD 0xFFFDu

/* The character at *text, which moves past it; 0 at the end, where it stays; UTF8_BAD for a byte that begins none. */
uint32_t utf8_next(const char **text);

/* Copies a text so that it is valid UTF-8 without characters that XML forbids (each such byte becomes "?"), at most
 * room - 1 bytes, ending with a whole character. Returns the bytes written. */
size_t utf8_clean(const char *text, char *clean, size_t room);

#endif
