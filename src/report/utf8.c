#include "report/utf8.h"

#include <string.h>

/* Bytes that follow the first one, or -1. */
static int followers(unsigned char first) {
    if (first < 0x80)
        return 0;
    if (first >= 0xC2 && first <= 0xDF)
        return 1;
    if ((first & 0xF0) == 0xE0)
        return 2;
    return first >= 0xF0 && first <= 0xF4 ? 3 : -1;
}

static bool is_character(uint32_t c, int n) {
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    return c >= least[n] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

uint32_t utf8_next(const char **text) {
    const unsigned char *at = (const unsigned char *)*text;
    if (*at == 0)
        return 0;
    static const unsigned char mask[] = {0x7F, 0x1F, 0x0F, 0x07};
    int n = followers(*at);
    *text += 1;
    if (n < 0)
        return UTF8_BAD;
    uint32_t c = *at & mask[n];
    for (int i = 1; i <= n; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return UTF8_BAD;
        c = c << 6 | (at[i] & 0x3Fu);
    }
    if (!is_character(c, n))
        return UTF8_BAD;
    *text += n;
    return c;
}

static bool xml_allows(uint32_t c) {
    return (c >= 0x20 && c != UTF8_BAD && c != 0xFFFE && c != 0xFFFF) || c == '\t' || c == '\n';
}

size_t utf8_clean(const char *text, char *clean, size_t room) {
    size_t length = 0;
    while (*text != 0) {
        const char *start = text;
        uint32_t c = utf8_next(&text);
        size_t bytes = (size_t)(text - start);
        if (length + bytes >= room)
            break;
        if (xml_allows(c))
            memcpy(clean + length, start, bytes);
        else
            memset(clean + length, '?', bytes);
        length += bytes;
    }
    clean[length] = 0;
    return length;
}
