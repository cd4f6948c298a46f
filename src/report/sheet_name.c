#include "report/sheet_name.h"

#include "report/utf8.h"

#include <stdio.h>
#include <string.h>

#define NAME_UNITS 31
#define LETTERS_OF_A_COLUMN 3
/* What is put behind a name that would be taken for something else. */
static const char NOT_A_CELL[] = " sheet";

/* Capitals of Latin-1, Greek and Cyrillic stand a fixed distance before their small letters. */
static uint32_t fold(uint32_t c) {
    static const struct {
        uint32_t first, last, distance;
    } capitals[] = {
        {'A', 'Z', 0x20}, {0xC0, 0xDE, 0x20}, {0x391, 0x3A9, 0x20}, {0x400, 0x40F, 0x50}, {0x410, 0x42F, 0x20}};
    for (size_t i = 0; i < sizeof capitals / sizeof capitals[0]; i++)
        if (c >= capitals[i].first && c <= capitals[i].last)
            return c + capitals[i].distance;
    return c;
}

bool sheet_name_same(const char *a, const char *b) {
    while (*a != 0 || *b != 0)
        if (fold(utf8_next(&a)) != fold(utf8_next(&b)))
            return false;
    return true;
}

static bool allowed(uint32_t c) { return c >= ' ' && c != 0x7F && strchr("[]:*?/\\", (int)c) == NULL; }

/* Copies allowed characters, at most `units` UTF-16 units, without blanks or apostrophes at the ends. */
static size_t copy_name(const char *from, int units, char *name) {
    size_t length = 0;
    while (*from != 0) {
        const char *start = from;
        uint32_t c = utf8_next(&from);
        bool keep = (c > 0x7F && c != UTF8_BAD) || allowed(c);
        if (length == 0 && (!keep || c == ' ' || c == '\''))
            continue;
        if ((!keep || c == ' ') && name[length - 1] == ' ')
            continue;
        units -= c > 0xFFFF ? 2 : 1;
        if (units < 0)
            break;
        if (keep) {
            memcpy(name + length, start, (size_t)(from - start));
            length += (size_t)(from - start);
        } else {
            name[length++] = ' ';
        }
    }
    while (length > 0 && (name[length - 1] == ' ' || name[length - 1] == '\''))
        length--;
    name[length] = 0;
    return length;
}

static bool is_taken(const char *name, int n, const char *const *taken) {
    if (sheet_name_same(name, "History")) /* a name that Excel keeps for itself */
        return true;
    for (int i = 0; i < n; i++)
        if (sheet_name_same(name, taken[i]))
            return true;
    return false;
}

/* Whether a name without quotes would read as a cell ("A1", "R1C1"), a number or a truth value. The library quotes only
 * names in which something else than letters, digits, _ and . stands. */
static bool is_reference(const char *name) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.0123456789";
    size_t length = strlen(name), head = strcspn(name, "_.0123456789");
    if (strspn(name, plain) < length)
        return false;
    bool cell = head <= LETTERS_OF_A_COLUMN && head < length && head + strspn(name + head, "0123456789") == length;
    return head == 0 || cell || strspn(name, "RCrc0123456789") == length || sheet_name_same(name, "TRUE") ||
           sheet_name_same(name, "FALSE");
}

void sheet_name_make(const char *wanted, int n, const char *const *taken, char name[SHEET_NAME_BYTES]) {
    const char *from = copy_name(wanted, NAME_UNITS, name) > 0 ? wanted : "Sheet";
    copy_name(from, NAME_UNITS, name);
    if (is_reference(name)) {
        size_t kept = copy_name(from, NAME_UNITS - (int)strlen(NOT_A_CELL), name);
        memcpy(name + kept, NOT_A_CELL, sizeof NOT_A_CELL);
    }
    for (int number = 2; is_taken(name, n, taken); number++) {
        char tail[16];
        int length = snprintf(tail, sizeof tail, " %d", number);
        size_t kept = copy_name(from, NAME_UNITS - length, name);
        memcpy(name + kept, tail, (size_t)length + 1);
    }
}
