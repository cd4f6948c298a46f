#include "config/bytes.h"

#include <stdbool.h>
#include <string.h>

#define LAST_ASCII 0x7Fu
#define DELETE 0x7Fu
#define FIRST_PRINTED 0x20u
#define LAST_C1_CONTROL 0x9Fu
#define LAST_CHARACTER 0x10FFFFu
#define FIRST_SURROGATE 0xD800u
#define LAST_SURROGATE 0xDFFFu
#define BYTE_ORDER_MARK 0xFEFFu
#define CONTINUED_BITS 6
#define CONTINUED_MASK 0x3Fu

/* Bytes of a character by its first byte, the bits of it that count, and the least character that needs so many. */
static const struct {
    unsigned mask, lead;
    size_t bytes;
    uint32_t least;
} forms[] = {
    {0x80u, 0x00u, 1, 0},
    {0xE0u, 0xC0u, 2, 0x80u},
    {0xF0u, 0xE0u, 3, 0x800u},
    {0xF8u, 0xF0u, 4, 0x10000u},
};

static size_t character_of_form(const unsigned char *at, size_t length, size_t form, uint32_t *character) {
    if (length < forms[form].bytes) {
        return 0;
    }
    uint32_t c = at[0] & ~forms[form].mask;
    for (size_t i = 1; i < forms[form].bytes; i++) {
        if ((at[i] & ~CONTINUED_MASK) != LAST_ASCII + 1) {
            return 0;
        }
        c = (c << CONTINUED_BITS) | (at[i] & CONTINUED_MASK);
    }
    if (c < forms[form].least || c > LAST_CHARACTER || (c >= FIRST_SURROGATE && c <= LAST_SURROGATE)) {
        return 0;
    }
    *character = c;
    return forms[form].bytes;
}

size_t bytes_character(const char *text, size_t length, uint32_t *character) {
    const unsigned char *at = (const unsigned char *)text;
    for (size_t form = 0; form < sizeof(forms) / sizeof(forms[0]); form++) {
        if ((at[0] & forms[form].mask) == forms[form].lead) {
            return character_of_form(at, length, form, character);
        }
    }
    return 0;
}

/* Marks and overrides of direction, and the line and paragraph separators that no editor shows as such. */
static bool is_deceiving(uint32_t c) {
    static const struct {
        uint32_t from, to;
    } ranges[] = {{0x200Eu, 0x200Fu}, {0x2028u, 0x202Eu}, {0x2066u, 0x2069u}, {BYTE_ORDER_MARK, BYTE_ORDER_MARK}};
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        if (c >= ranges[i].from && c <= ranges[i].to) {
            return true;
        }
    }
    return false;
}

static bool is_control(uint32_t c) {
    bool line_or_tab = c == '\t' || c == '\n' || c == '\r';
    return (c < FIRST_PRINTED && !line_or_tab) || (c >= DELETE && c <= LAST_C1_CONTROL);
}

static const char *character_fault(uint32_t c, const char *next, size_t left) {
    if (c == '\r' && (left == 0 || next[0] != '\n')) {
        return "has a carriage return alone; end lines with a line feed, or with both";
    }
    if (is_control(c)) {
        return "has a control character; write plain text";
    }
    return is_deceiving(c) ? "has an invisible character that changes how the text looks; take it out" : NULL;
}

/* What the first bytes betray of the whole. */
static const char *first_fault(const char *text, size_t length) {
    static const struct {
        const char *bytes;
        size_t n;
        const char *what;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, "begins with a byte order mark; save it as UTF-8 without one"},
        {"\xFF\xFE", 2, "is UTF-16; save it as UTF-8"},
        {"\xFE\xFF", 2, "is UTF-16; save it as UTF-8"},
    };
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (length >= marks[i].n && memcmp(text, marks[i].bytes, marks[i].n) == 0) {
            return marks[i].what;
        }
    }
    return NULL;
}

/* A zero among plain letters: UTF-16 without a mark has one in every second place. */
static const char *zero_fault(const char *text, size_t length, size_t at) {
    bool every_second = length > at + 2 && text[at + 1] != '\0' && text[at + 2] == '\0';
    return every_second ? "is UTF-16; save it as UTF-8" : "has a zero byte; it is no text";
}

struct bytes_fault bytes_next_fault(const char *text, size_t length, size_t *at, int *line) {
    const char *what = *at == 0 ? first_fault(text, length) : NULL;
    if (what) {
        return (struct bytes_fault){what, 1, 0, true};
    }
    while (*at < length) {
        uint32_t c = 0;
        size_t n = bytes_character(text + *at, length - *at, &c);
        if (n == 1 && c == 0) {
            return (struct bytes_fault){zero_fault(text, length, *at), *line, 0, true};
        }
        *at += n > 0 ? n : 1;
        what = n > 0 ? character_fault(c, text + *at, length - *at) : "is not UTF-8 here; save it as UTF-8";
        if (what) {
            return (struct bytes_fault){what, *line, c, n == 0};
        }
        *line += c == '\n';
    }
    return (struct bytes_fault){0};
}
