/* Small values that settings are made of: places, quantities, tables by group or year, series, delays, claim cycles. */
#ifndef SIBYL_SCHEME_VALUES_H
#define SIBYL_SCHEME_VALUES_H

#include "base/money.h"
#include "random/quantity.h"

#include <stdbool.h>
#include <stdint.h>

#define NONE (-1)
/* As the parent of an outcome or in a count: the start of service itself. */
#define START (-2)

#define LIST_OF(type)                                                                                                  \
    struct {                                                                                                           \
        int n;                                                                                                         \
        type *items; /* NOLINT(bugprone-macro-parentheses): a type in parentheses is none */                           \
    }

/* Where a thing stands in the configuration. path names things: "contracts.Subcontract.terms.0". */
struct place {
    const char *file;
    int line;
    const char *path;
};

/* A number of the file that may be uncertain.
 *   law      how it is drawn (a plain number is the law "fixed")
 *   scale    what a drawn value is multiplied by (100 for money: pence; else 1); after scaling, a fixed amount of
 *            money is snapped to whole pence
 *   factor   the factor that it loads on, or NONE; loading in (-1, 1)
 *   plan, mean  its value in the bid and its mean, scaled
 *   stream   FNV-1a-32 of its path */
struct quantity {
    struct place place;
    struct quantity_law law;
    double scale;
    int factor;
    double loading;
    double plan;
    double mean;
    uint32_t stream;
    const char *unit;
};

/* A number that the file gives, for the list of assumptions: every number read, certain or not.
 *   quantity  its quantity, or NONE for a plain setting (a month, a cap)
 *   low, likely, high  5 % point, mean, 95 % point in the configuration's unit (all equal when certain)
 *   whole     only whole numbers are allowed; min, max: the allowed range, in the configuration's unit (none: min >= max)
 *   words     how it is written: "3,100" or "pert(0.4, 0.9, 1.1)" */
struct input {
    struct place place;
    const char *unit;
    bool whole;
    double min, max;
    int quantity;
    double low, likely, high, plan;
    const char *words;
    const char *source;
    const char *note;
    bool assumed;
};

/* One quantity a group (or outcome): quantity[g], NONE where the table leaves the group out. NULL: not given. */
struct by_group {
    int *quantity;
};
struct by_outcome {
    int *quantity;
};
/* One quantity a year: quantity[0] for year 1; the last one holds for the years after. n = 0: not given. */
struct by_year {
    int n;
    int *quantity;
};
struct numbers {
    int n;
    double *items;
};
struct refs {
    int n;
    int *items;
};
/* A number by month: the sum of the spells that cover the month. A spell's amount is its quantity, or `value` (in the
 * unit's scale) where quantity is NONE (a csv row). from and to are months, both included. */
struct spell {
    int quantity;
    double value;
    int from, to;
};
struct series {
    int n;
    struct spell *spells;
};
/* A delay in whole months: mass[d], d = 0 ... n - 1; masses past the longest horizon are dropped, not rescaled. */
struct delay {
    int n;
    double *mass;
};
/* When money is drawn: how (DRAW_*), and the planned draws in pence by month.
 *   month, day  of DRAW_UPFRONT: when all of it is drawn; day 1 unless a date is given. A month before the scheme's first is 0
 *               or less */
enum draw_how { DRAW_UPFRONT, DRAW_AS_NEEDED, DRAW_SCHEDULED };
struct draw {
    int month;
    money amount;
};
struct drawdown {
    enum draw_how how;
    int month, day;
    LIST_OF(struct draw) draws;
};
/* A claim cycle: earned in a month, claimed at the end of its claim period of `every` months, accepted `verify` months
 * later, due `pays` months after that. */
struct claim {
    bool given;
    int every, verify, pays;
};
/* What a claim that is paid late is. probability: quantity; months by which it is late. */
struct late {
    bool given;
    int probability;
    int months;
};
/* A row of a table of steps (pays from at_least on) or of a line (interpolated between its rows). */
struct step {
    double at;
    double pays;
};

/* The real rate of present values, a year, where none is given: HM Treasury, The Green Book (2022), table 7, the social time
 * preference rate. */
#define REAL_RATE 0.035

#endif
