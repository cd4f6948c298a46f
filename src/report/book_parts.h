/* The parts of the book, each in its own file; book.c puts them in order. */
#ifndef SIBYL_REPORT_BOOK_PARTS_H
#define SIBYL_REPORT_BOOK_PARTS_H

#include "report/book.h"
#include "report/prose.h"

#include <sibyl/study.h>

/* What every part is built from. */
struct making {
    struct report_book *book;
    const struct scheme *s;
    const struct results *r;
    struct report_view view;
    const struct affordability *afford;
};

/* The 5, 25, 50, 75 and 95 % points among the quantiles kept of a metric. */
enum { LEVEL_P05 = 1, LEVEL_P25 = 3, LEVEL_P50 = 4, LEVEL_P75 = 5, LEVEL_P95 = 7 };

/* A label of an interface name, as the book's text. */
const char *making_label(const struct making *m, const char *name);

/* A party's name, "All clients" for NULL. */
const char *making_party(const char *party);

/* The number of the financial year that bears the name, or NONE. */
int making_year(const struct making *m, const char *name);

/* A figure of a metric in its own unit, as a cell. */
struct cell making_figure(const struct making *m, const struct metric *metric, bool has, double figure);

/* Into the cover: what the book was made from. */
void book_add_origin(const struct making *m, struct report_sheet *cover);

void book_add_reader(const struct making *m);
void book_add_summary(const struct making *m);
void book_add_afford(const struct making *m);
void book_add_assumptions(const struct making *m);
void book_add_contracts(const struct making *m);
void book_add_parties(const struct making *m);
void book_add_years(const struct making *m);
void book_add_bonds(const struct making *m);
void book_add_investors(const struct making *m);
void book_add_effect(const struct making *m);
void book_add_risk(const struct making *m);
void book_add_replayed(const struct making *m);
void book_add_meaning(const struct making *m);
void book_add_checks(const struct making *m);

#endif
