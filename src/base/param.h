/* Self-described settings: the tables from which a configuration is read, validated, documented and explained.
 *
 * Whoever owns a plain struct of settings describes each of its members once, as a row of a table. The reader fills
 * the struct by the rows' offsets; the reference of keys and the help are printed from the same rows. Nothing else
 * in the program knows a key's name. */
#ifndef SIBYL_BASE_PARAM_H
#define SIBYL_BASE_PARAM_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* What stands in the member that a row describes, and how it may be written in a configuration. */
enum param_type {
    PARAM_TEXT,       /* const char *: a string, owned by the scheme; NULL when left out */
    PARAM_WRITTEN,    /* const char *: any single value, kept as it is written (a string with its quotes) */
    PARAM_MONTH,      /* struct month_of_year: "2012-04" */
    PARAM_FLAG,       /* bool: true or false */
    PARAM_WHOLE,      /* int: a whole number (months, counts) */
    PARAM_LONG,       /* int64_t (or uint64_t): a whole number, at most 2^63 - 1 */
    PARAM_NUMBER,     /* double: a plain number, certain */
    PARAM_MONEY,      /* money: an amount in the currency's main unit with at most two decimals; pence in the struct */
    PARAM_QUANTITY,   /* int, a quantity: a plain number or a distribution; unit UNIT_MONEY makes its values pence */
    PARAM_CHOICE,     /* int: index of one of the words in `detail` (a NULL-ended array of const char *) */
    PARAM_REF,        /* int: index of the thing that bears the name; `detail` is a struct param_names */
    PARAM_REFS,       /* struct refs: a list of names (one name alone is a list of one) */
    PARAM_SERIES,     /* struct series: a number by month: a quantity, spells, or a csv column */
    PARAM_BY_GROUP,   /* struct by_group: a quantity for all groups, or a table by group name */
    PARAM_BY_YEAR,    /* struct by_year: a quantity, or a list of them by (contract) year, the last one holding */
    PARAM_DELAY,      /* struct delay: whole months, a list of masses for 0, 1, 2 ..., or { mean; spread; } */
    PARAM_BY_OUTCOME, /* struct by_outcome: a quantity for all outcomes, or a table by outcome name */
    PARAM_DRAWDOWN,   /* struct drawdown: "upfront", "as_needed", a list of { month; amount; }, or, where `detail` is a
                         struct param_draws that says so, a month or a date */
    PARAM_TEXTS,      /* LIST_OF(const char *): a list of strings (one alone is a list of one) */
    PARAM_RATE,       /* struct coupon: a quantity, or a group read by the table in `detail`, told by its first key */
    PARAM_NUMBERS,    /* struct numbers: a list of plain numbers */
    PARAM_MATRIX,     /* LIST_OF(struct numbers): a list of rows, each a list of plain numbers */
    PARAM_GROUP,      /* a struct laid in place: a nested group read by the table in `detail`; see `given` */
    PARAM_LIST, /* LIST_OF(struct): a list of groups, each read by the table in `detail` (one group alone is a list of one) */
    PARAM_TERMS,      /* LIST_OF(struct term): payment mechanisms, each read by its kind's table */
    PARAM_CONDITIONS, /* void **: conditions of a contract, each a key beside the table's own, read by its own row */
    PARAM_LOANS,      /* LIST_OF(struct loan): each read by the table in `detail` and that of its form of repayment */
    PARAM_TYPES
};

/* Units as they stand in tables, help and reports. */
#define UNIT_MONEY "money"
#define UNIT_MONTHS "months"
#define UNIT_MONTH "month"
#define UNIT_SHARE "share"
#define UNIT_PROBABILITY "probability"
#define UNIT_PER_YEAR "a year"
#define UNIT_COUNT "count"
#define UNIT_FACTOR "times"
#define UNIT_NONE ""

/* One setting.
 *   name      the key in the configuration
 *   type      what the member holds
 *   offset    where in the struct the member stands (offsetof)
 *   required  leaving it out is an error
 *   unit      one of UNIT_*
 *   min, max  allowed range, both ends included, of every number written here (money in main units); a quantity's
 *             whole support must lie in it
 *   fallback  the value when left out, in the configuration's unit; NAN: none (a quantity, reference or series is
 *             then NONE or empty, a number 0). One outside min ... max is put there all the same: it stands for "not
 *             given" and is not shown as a default. A nested group that is left out gets its rows' fallbacks
 *   detail    by type: words of a choice, struct param_names of a reference, struct param_table of a group or list
 *   help      one line in plain words, without a full stop */
struct param {
    const char *name;
    enum param_type type;
    size_t offset;
    bool required;
    const char *unit;
    double min, max;
    double fallback;
    const void *detail;
    const char *help;
};

/* A table of settings.
 *   name    what one of these is called in messages and the reference ("tranche")
 *   size    bytes of the struct that the rows describe
 *   place   offset of its struct place (where it stood in the file), or NO_PLACE
 *   given   offset of a bool that says that it was written at all, or NO_PLACE
 *   named   the rows' first is "name", and paths call the item by it
 *   params  n rows */
struct param_table {
    const char *name;
    const char *help;
    size_t size;
    size_t place;
    size_t given;
    bool named;
    const struct param *params;
    int n;
};

/* The row that stands for all conditions has no key of its own. */
#define CONDITIONS_ROW ""
#define NO_PLACE ((size_t)-1)
#define PARAM_COUNT_OF(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))
#define PARAM_NO_FALLBACK NAN
#define PARAM_ANY_MAX 1e15

/* Kinds of names that a reference may mean. A tranche is looked up in the bond where the reference stands, and counted
 * from 0 in it. A fund is made by being named; the scheme checks that something fills it. */
enum name_kind {
    NAME_FACTOR,
    NAME_GROUP,
    NAME_OUTCOME,
    NAME_PARTY,
    NAME_CONTRACT,
    NAME_TRANCHE,
    NAME_FUND,
    NAME_KINDS
};

/* How a reference's name is looked up: the kind of thing; whether the word "start" stands for the start of service
 * (START); whether an unlisted name makes a new party (of that kind of party, -1: no). */
struct param_names {
    enum name_kind kind;
    bool or_start;
    int makes_party;
};

/* Whether a drawdown may be one month or one date. */
struct param_draws {
    bool once;
};

#endif
