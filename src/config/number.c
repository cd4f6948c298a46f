#include "config/number.h"

#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Longer ones are refused: no number needs so many digits. */
#define MAX_NUMBER 64

/* The parts of a number: digits before and after its point, and whether it has a point, an exponent or an L. */
struct shape {
    size_t whole, fraction;
    const char *first;
    bool point, exponent, has_long;
};

static size_t count_digits(const char *at) {
    size_t n = 0;
    while (isdigit((unsigned char)at[n])) {
        n++;
    }
    return n;
}

/* The end of the exponent that begins at `at`, or NULL when it has no digits. */
static const char *after_exponent(const char *at) {
    at += at[1] == '+' || at[1] == '-' ? 2 : 1;
    size_t digits = count_digits(at);
    return digits > 0 ? at + digits : NULL;
}

static bool take_shape(const char *at, struct shape *shape) {
    *shape = (struct shape){0};
    at += *at == '+' || *at == '-';
    shape->first = at;
    shape->whole = count_digits(at);
    at += shape->whole;
    if (*at == '.') {
        shape->point = true;
        shape->fraction = count_digits(at + 1);
        at += shape->fraction + 1;
    }
    if (shape->whole + shape->fraction == 0) {
        return false;
    }
    if (*at == 'e' || *at == 'E') {
        shape->exponent = true;
        at = after_exponent(at);
    } else if (*at == 'L' && !shape->point) {
        shape->has_long = true;
        at += at[1] == 'L' ? 2 : 1;
    }
    return at && *at == '\0';
}

static const char *whole_fault(const char *text, const struct shape *shape, bool *big) {
    errno = 0;
    long long value = strtoll(text, NULL, 10);
    if (errno == ERANGE) {
        return "is too large; a whole number is at most 9223372036854775807";
    }
    *big = !shape->has_long && (value > INT32_MAX || value < INT32_MIN);
    return NULL;
}

/* Nothing but noughts before the end or the exponent. */
static bool is_written_zero(const struct shape *shape) {
    char other = shape->first[strspn(shape->first, "0.")];
    return other == '\0' || other == 'e' || other == 'E';
}

static const char *real_fault(const char *text, const struct shape *shape) {
    double value = strtod(text, NULL);
    if (!isfinite(value)) {
        return "is too large for a number; write one below 1e300";
    }
    if (fabs(value) < DBL_MIN && !is_written_zero(shape)) {
        return "is too small to be told from 0; write 0";
    }
    return NULL;
}

/* Advice for what begins like a number and is none. */
static const char *no_number(const char *text) {
    const char *digits = text + (*text == '+' || *text == '-');
    if (strcmp(text, ".") == 0) {
        return "is no number; write 0 or 0.0";
    }
    if (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) {
        return "is hexadecimal; write the number in decimal";
    }
    if (strchr(digits, '-') && strspn(digits, "0123456789-") == strlen(digits)) {
        return "is no number; a date stands in quotes: \"2012-04\"";
    }
    if (strchr(digits, '_')) {
        return "is no number; write the digits without _ between them";
    }
    if (strcasecmp(digits, "inf") == 0 || strcasecmp(digits, "nan") == 0 || strcasecmp(digits, "infinity") == 0) {
        return "is no number; write digits, or leave the key out";
    }
    return "is no number; write digits with at most one point, such as 1650.50";
}

const char *number_fault(const char *text, size_t length, bool *big) {
    bool unused = false;
    big = big ? big : &unused;
    *big = false;
    if (length == 0 || length >= MAX_NUMBER) {
        return "has too many digits for a number";
    }
    char number[MAX_NUMBER];
    memcpy(number, text, length);
    number[length] = '\0';
    struct shape shape;
    if (!take_shape(number, &shape)) {
        return no_number(number);
    }
    if (shape.whole > 1 && shape.first[0] == '0') {
        return "begins with a needless 0; write the number without it, and thousands without commas";
    }
    return shape.point || shape.exponent ? real_fault(number, &shape) : whole_fault(number, &shape, big);
}
