/* Months and days of the real calendar. */
#ifndef SIBYL_BASE_CALENDAR_H
#define SIBYL_BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#define MONTHS_IN_YEAR 12

struct month_of_year {
    int year;  /* 1 ... 9999 */
    int month; /* 1 ... 12 */
};
struct date {
    int year, month, day;
};

/* Reads "2012-04" and nothing else. On failure returns false and *reason says why (a text that needs no freeing). */
bool month_parse(const char *text, struct month_of_year *m, const char **reason);

/* Reads "2018-04-05", a day that exists. On failure as month_parse. */
bool date_parse(const char *text, struct date *d, const char **reason);

/* The month n months later (n may be negative). */
struct month_of_year month_add(struct month_of_year m, int n);

/* Months from a to b. */
int month_between(struct month_of_year a, struct month_of_year b);

/* "Apr 2012"; buf at least 16 bytes. Returns buf. */
char *month_label(struct month_of_year m, char *buf, size_t size);

/* First calendar year of the financial year that m lies in, when financial years begin in calendar month year_start. */
int financial_year(struct month_of_year m, int year_start);

/* "2013/14", or "2013" when years begin in January; buf at least 16 bytes. Returns buf. */
char *financial_year_label(int first_year, int year_start, char *buf, size_t size);

bool is_leap_year(int year);
int days_in_month(int year, int month);

/* Days since 1 January of year 1 (Gregorian). */
long day_number(struct date d);

#endif
