#include "report/carried.h"

#include "report/utf8.h"

#include <stdint.h>
#include <string.h>

/* Bytes of a text in one cell: a spreadsheet allows 32,767 characters, a row's height fewer lines than that. */
#define PIECE 2000
#define HEX 16
#define FIRST_PRINTABLE 0x20
#define DELETE 0x7F
#define LAST_CONTROL 0x9F
#define NOT_A_CHARACTER 0xFFFE

size_t carried_piece(const char *bytes, size_t size, const char **ends, size_t *taken) {
    const char *stop = memchr(bytes, '\n', size);
    size_t line = stop ? (size_t)(stop - bytes) : size;
    size_t length = line;
    if (line > PIECE) {
        length = PIECE;
        while (length > 1 && ((unsigned char)bytes[length] & 0xC0) == 0x80)
            length--;
        *ends = CARRIED_ON;
        *taken = length;
        return length;
    }
    bool crlf = stop && line > 0 && bytes[line - 1] == '\r';
    *ends = !stop ? CARRIED_NOTHING : crlf ? CARRIED_CRLF : "";
    *taken = line + (stop ? 1 : 0);
    return length - (crlf ? 1 : 0);
}

long carried_rows(const char *bytes, size_t size) {
    long rows = 0;
    for (size_t at = 0, taken = 0; at < size; at += taken, rows++) {
        const char *ends;
        (void)carried_piece(bytes + at, size - at, &ends, &taken);
    }
    return rows;
}

/* Whether every program that reads and writes the cell keeps the character: all but controls (a tab is kept) and what
 * XML does not hold. */
static bool is_kept(uint32_t c) {
    return c == '\t' || (c >= FIRST_PRINTABLE && c < DELETE) ||
           (c > LAST_CONTROL && c != UTF8_BAD && (c & NOT_A_CHARACTER) != NOT_A_CHARACTER);
}

static bool all_kept(const char *bytes, size_t length) {
    const char *end = bytes + length;
    while (bytes < end) {
        if (!is_kept(utf8_next(&bytes)))
            return false;
    }
    return true;
}

bool carried_write(const char *bytes, size_t length, struct text_buf *out) {
    bool escaped = !all_kept(bytes, length);
    if (!escaped)
        text_append_bytes(out, bytes, length);
    for (const char *at = bytes, *next = bytes; escaped && at < bytes + length; at = next) {
        bool kept = is_kept(utf8_next(&next)) && *at != '%';
        if (kept)
            text_append_bytes(out, at, (size_t)(next - at));
        for (const char *byte = at; !kept && byte < next; byte++)
            text_appendf(out, "%%%02X", (unsigned)(unsigned char)*byte);
    }
    return escaped;
}

/* The value of a digit, or HEX for what is none. */
static unsigned digit(char c) {
    static const char digits[] = "0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (unsigned)(at - digits) : HEX;
}

bool carried_read(const char *cell, bool escaped, struct text_buf *out) {
    if (!escaped) {
        text_append(out, cell);
        return true;
    }
    for (; *cell; cell++) {
        if (*cell != '%') {
            text_append_bytes(out, cell, 1);
            continue;
        }
        unsigned high = digit(cell[1]), low = high < HEX ? digit(cell[2]) : HEX;
        if (low == HEX || high + low == 0)
            return false;
        char byte = (char)(high * HEX + low);
        text_append_bytes(out, &byte, 1);
        cell += 2;
    }
    return true;
}
