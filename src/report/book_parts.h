/* The parts of the book, each in its own file; book.c puts them in order. */
#ifndef SIBYL_REPORT_BOOK_PARTS_H
#define SIBYL_REPORT_BOOK_PARTS_H

#include "report/book.h"
#include "report/prose.h"

#include <sibyl/study.h>

/* The rows of a series on the sheet of months. */
enum months_row {
    MONTHS_MEAN,
    MONTHS_P05,
    MONTHS_P95,
    MONTHS_PLAN,
    MONTHS_EXPECTED,
    MONTHS_P25,
    MONTHS_P50,
    MONTHS_P75,
    MONTHS_ROWS
};
struct month_rows {
    struct chart_row at[MONTHS_ROWS];
};

/* What every part is built from.
 *   month_rows  [n_series]: where each series stands, once book_add_months() has been there; no sheet: nowhere */
struct making {
    struct report_book *book;
    const struct scheme *s;
    const struct results *r;
    struct report_view view;
    const struct affordability *afford;
    struct month_rows *month_rows;
    const struct report_options *options;
};

/* The 5, 25, 50, 75 and 95 % points among the quantiles kept of a metric. */
enum { LEVEL_P05 = 1, LEVEL_P25 = 3, LEVEL_P50 = 4, LEVEL_P75 = 5, LEVEL_P95 = 7 };

/* A label of an interface name, as the book's text. */
const char *making_label(const struct making *m, const char *name);

/* A party's name, "All clients" for NULL. */
const char *making_party(const char *party);

/* Whether two parties' names are the same; NULL is all clients. */
bool making_is(const char *party, const char *name);

/* Whether an investor holds several tranches: only then is one of them told apart from its whole. */
bool making_holds_several(const struct making *m, const char *investor);

/* The number of the financial year that bears the name, or NONE. */
int making_year(const struct making *m, const char *name);

/* A figure of a metric in its own unit, as a cell. */
struct cell making_figure(const struct making *m, const struct metric *metric, bool has, double figure);

/* Begins a sheet on which months run across: a table that heads them, with the number of each month and its financial
 * year. Returns it. */
struct report_table *making_months(const struct making *m, struct report_sheet *sheet);

/* Adds a table under it, and a row of the run's months to that; number: [months]. */
struct report_table *making_months_of(const struct making *m, struct report_sheet *sheet, const char *title);
void making_months_row(const struct making *m, struct report_table *table, struct cell label, enum cell_kind kind,
                       const double *number);

/* Lets a chart draw a row of a series (by its number), named as the row or as `name`. Returns false where there is no
 * such row, or the chart is full. */
bool making_month_line(const struct making *m, int series, enum months_row row, struct chart *chart, const char *name);

/* Into the cover: what the book was made from. */
void book_add_origin(const struct making *m, struct report_sheet *cover);

/* The command that makes the book again, as far as its reader may know. */
const char *making_command(const struct making *m);

/* Whether a change is told: of a reader's book, only one of a number whose place it may see. A path may be written in
 * several ways, and the numbers that a file gives by name may stand anywhere: what is not plainly seen is not told. */
bool making_tells(const struct making *m, const char *path);

/* Whether an input is one that the live sheets start from: it is named there, where a change does something, and nowhere
 * else. */
bool making_starts_live(const struct making *m, const struct input *input);

void book_add_reader(const struct making *m);
void book_add_summary(const struct making *m);
void book_add_afford(const struct making *m);
void book_add_assumptions(const struct making *m);
void book_add_contracts(const struct making *m);
void book_add_parties(const struct making *m);
void book_add_months(const struct making *m);
void book_add_years(const struct making *m);
void book_add_bonds(const struct making *m);
void book_add_investors(const struct making *m);
void book_add_effect(const struct making *m);
void book_add_risk(const struct making *m);
void book_add_replayed(const struct making *m);
void book_add_live(const struct making *m);
void book_add_meaning(const struct making *m);
void book_add_checks(const struct making *m);
void book_add_configuration(const struct making *m);

#endif
