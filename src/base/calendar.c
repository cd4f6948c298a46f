#include "base/calendar.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define YEAR_DIGITS 4
#define CENTURY 100

/* Exactly n digits at text. */
static bool digits(const char *text, int n, int *value) {
    *value = 0;
    for (int i = 0; i < n; i++) {
        if (!isdigit((unsigned char)text[i]))
            return false;
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

static bool fail(const char **reason, const char *why) {
    *reason = why;
    return false;
}

/* The "2012-04" at the start of a text. */
static bool parse_start(const char *text, struct month_of_year *m, const char **reason) {
    if (strlen(text) < strlen("2012-04") || !digits(text, YEAR_DIGITS, &m->year) || text[YEAR_DIGITS] != '-' ||
        !digits(text + YEAR_DIGITS + 1, 2, &m->month))
        return fail(reason, "it is not written as year-month");
    if (m->year < 1)
        return fail(reason, "there is no year 0");
    if (m->month < 1 || m->month > MONTHS_IN_YEAR)
        return fail(reason, "months are 01 to 12");
    return true;
}

bool month_parse(const char *text, struct month_of_year *m, const char **reason) {
    if (!parse_start(text, m, reason))
        return false;
    return text[strlen("2012-04")] == '\0' || fail(reason, "it is not written as year-month");
}

bool date_parse(const char *text, struct date *d, const char **reason) {
    struct month_of_year m;
    const char *rest = text + strlen("2012-04");
    if (!parse_start(text, &m, reason))
        return false;
    if (*rest != '-' || !digits(rest + 1, 2, &d->day) || rest[3] != '\0')
        return fail(reason, "it is not written as year-month-day");
    d->year = m.year;
    d->month = m.month;
    if (d->day < 1 || d->day > days_in_month(m.year, m.month))
        return fail(reason, "the month has no such day");
    return true;
}

struct month_of_year month_add(struct month_of_year m, int n) {
    int since = m.year * MONTHS_IN_YEAR + m.month - 1 + n;
    int year = since >= 0 ? since / MONTHS_IN_YEAR : -((-since + MONTHS_IN_YEAR - 1) / MONTHS_IN_YEAR);
    return (struct month_of_year){.year = year, .month = since - year * MONTHS_IN_YEAR + 1};
}

int month_between(struct month_of_year a, struct month_of_year b) {
    return (b.year - a.year) * MONTHS_IN_YEAR + b.month - a.month;
}

char *month_label(struct month_of_year m, char *buf, size_t size) {
    static const char *const names[MONTHS_IN_YEAR] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    snprintf(buf, size, "%s %d", names[m.month - 1], m.year);
    return buf;
}

int financial_year(struct month_of_year m, int year_start) { return m.month >= year_start ? m.year : m.year - 1; }

char *financial_year_label(int first_year, int year_start, char *buf, size_t size) {
    if (year_start == 1)
        snprintf(buf, size, "%d", first_year);
    else
        snprintf(buf, size, "%d/%02d", first_year, (first_year + 1) % CENTURY);
    return buf;
}

bool is_leap_year(int year) { return (year % 4 == 0 && year % CENTURY != 0) || year % (4 * CENTURY) == 0; }

int days_in_month(int year, int month) {
    static const int days[MONTHS_IN_YEAR] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

long day_number(struct date d) {
    long before = d.year - 1, number = before * 365 + before / 4 - before / CENTURY + before / (4 * CENTURY);
    for (int m = 1; m < d.month; m++)
        number += days_in_month(d.year, m);
    return number + d.day - 1;
}
