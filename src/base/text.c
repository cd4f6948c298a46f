#include "base/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 256
/* Names longer than this are not compared for likeness. */
#define WORD_MOST 64
#define FNV_OFFSET 2166136261U
#define FNV_PRIME 16777619U

static bool make_room(struct text_buf *b, size_t more) {
    size_t room = b->room > 0 ? b->room : FIRST_ROOM;
    while (room < b->length + more + 1)
        room *= 2;
    if (room == b->room)
        return true;
    char *data = realloc(b->data, room);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->room = room;
    return true;
}

void text_append_bytes(struct text_buf *b, const char *bytes, size_t n) {
    if (!make_room(b, n))
        return;
    memcpy(b->data + b->length, bytes, n);
    b->length += n;
    b->data[b->length] = '\0';
}

void text_append(struct text_buf *b, const char *text) { text_append_bytes(b, text, strlen(text)); }

void text_appendf(struct text_buf *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n >= 0 && make_room(b, (size_t)n)) {
        vsnprintf(b->data + b->length, (size_t)n + 1, format, again);
        b->length += (size_t)n;
    }
    va_end(again);
}

void text_free(struct text_buf *b) {
    free(b->data);
    *b = (struct text_buf){0};
}

static bool continues(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

static int width_of(const char *text, size_t n) {
    int width = 0;
    for (size_t i = 0; i < n; i++)
        width += continues(text[i]) ? 0 : 1;
    return width;
}

int text_width(const char *text) { return width_of(text, strlen(text)); }

void text_wrap(struct text_buf *b, int width, int indent, const char *text) {
    int column = 0;
    const char *word = text;
    while (*word) {
        word += strspn(word, " \n");
        size_t n = strcspn(word, " \n");
        if (n == 0)
            break;
        int wide = width_of(word, n);
        if (column > 0 && column + 1 + wide > width) {
            text_append(b, "\n");
            column = 0;
        }
        if (column == 0)
            text_appendf(b, "%*s", indent, "");
        else
            text_append(b, " ");
        column += column == 0 ? indent + wide : wide + 1;
        text_append_bytes(b, word, n);
        word += n;
    }
    text_append(b, "\n");
}

/* Bytes of the character that begins with c; 0: none does. */
static int sequence_length(unsigned char c) {
    if (c < 0x80)
        return 1;
    if (c >= 0xc2 && c <= 0xdf)
        return 2;
    if (c >= 0xe0 && c <= 0xef)
        return 3;
    return c >= 0xf0 && c <= 0xf4 ? 4 : 0;
}

/* Second bytes that overlong forms, surrogates and numbers past U+10FFFF would need. */
static bool second_allowed(unsigned char first, unsigned char second) {
    if (first == 0xe0)
        return second >= 0xa0;
    if (first == 0xed)
        return second <= 0x9f;
    if (first == 0xf0)
        return second >= 0x90;
    return first != 0xf4 || second <= 0x8f;
}

bool text_valid_utf8(const char *bytes, size_t length) {
    for (size_t i = 0; i < length;) {
        int n = sequence_length((unsigned char)bytes[i]);
        if (n == 0 || i + (size_t)n > length)
            return false;
        if (n > 1 && !second_allowed((unsigned char)bytes[i], (unsigned char)bytes[i + 1]))
            return false;
        for (int k = 1; k < n; k++) {
            if (!continues(bytes[i + (size_t)k]))
                return false;
        }
        i += (size_t)n;
    }
    return true;
}

static int fold(char c) { return tolower((unsigned char)c); }

static const char *past_spaces(const char *text) { return text + strspn(text, " \t_"); }

bool text_same_folded(const char *a, const char *b) {
    const char *x = past_spaces(a), *y = past_spaces(b);
    while (*x && fold(*x) == fold(*y)) {
        x = past_spaces(x + 1);
        y = past_spaces(y + 1);
    }
    return *x == '\0' && *y == '\0';
}

static int least(int a, int b, int c) {
    int two = a < b ? a : b;
    return two < c ? two : c;
}

/* One row of the distance table: what it costs to make the first i letters of a into the first j of b; `last` and `before`
 * are the rows above. */
static void distance_row(const char *a, const char *b, int i, const int *before, const int *last, int *now) {
    int nb = (int)strlen(b);
    now[0] = i;
    for (int j = 1; j <= nb; j++) {
        int ca = fold(a[i - 1]), cb = fold(b[j - 1]);
        now[j] = least(last[j] + 1, now[j - 1] + 1, last[j - 1] + (ca != cb));
        bool swapped = i > 1 && j > 1 && ca == fold(b[j - 2]) && cb == fold(a[i - 2]);
        if (swapped && before[j - 2] + 1 < now[j])
            now[j] = before[j - 2] + 1;
    }
}

/* Damerau-Levenshtein distance of neighbours (optimal string alignment), letters folded. */
static int distance(const char *a, const char *b) {
    int row[3][WORD_MOST + 1] = {{0}};
    int na = (int)strlen(a), nb = (int)strlen(b);
    if (na > WORD_MOST || nb > WORD_MOST)
        return WORD_MOST;
    for (int j = 0; j <= nb; j++)
        row[0][j] = j;
    for (int i = 1; i <= na; i++)
        distance_row(a, b, i, row[(i + 1) % 3], row[(i + 2) % 3], row[i % 3]);
    return row[na % 3][nb];
}

const char *text_nearest(const char *word, const char *const *candidates, int n) {
    int length = (int)strlen(word), most = length / 3 > 1 ? length / 3 : 1, best = most + 1;
    const char *found = NULL;
    for (int i = 0; i < n; i++) {
        int d = candidates[i] ? distance(word, candidates[i]) : best;
        if (d < best && d < length) {
            best = d;
            found = candidates[i];
        }
    }
    return found;
}

uint32_t text_hash_more(uint32_t hash, const char *text) {
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        hash = (hash ^ *c) * FNV_PRIME;
    return hash;
}

uint32_t text_hash(const char *text) { return text_hash_more(FNV_OFFSET, text); }
