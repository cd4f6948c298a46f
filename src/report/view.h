/* Who may see what: everybody everything, or one party what concerns it. The rule is one table (view.c), which decides
 * and is printed in the book. */
#ifndef SIBYL_REPORT_VIEW_H
#define SIBYL_REPORT_VIEW_H

#include "base/grid.h"
#include "base/text.h"
#include "scheme/scheme.h"

#include <stdbool.h>

/*   party  the reader, or NONE for a book that holds everything */
struct report_view {
    const struct scheme *scheme;
    int party;
};

/* The number of the party that bears a name, or NONE. */
int view_find_party(const struct scheme *s, const char *name);

/* Whether the reader may see a party's own rows, by month or in all: its costs, cash, income and expenditure, balance
 * sheet, returns and settings.
 *   party  its number, or NONE: all clients together */
bool view_sees(const struct report_view *view, int party);

/* The same by name, as results have it (NULL: all clients together). */
bool view_party(const struct report_view *view, const char *party);

/* Whether the reader may see the terms of a contract (what they pay is seen by those who see a side of it), of a bond and
 * its waterfall, of a loan and its covenants. */
bool view_contract(const struct report_view *view, const struct contract *contract);
bool view_bond(const struct report_view *view, const struct bond *bond);
bool view_loan(const struct report_view *view, const struct loan *loan);

/* Whether the reader may see the setting at a path: one of what it may see, or of the whole scheme. */
bool view_path(const struct report_view *view, const char *path);

/* Whether the reader may see rows of formulas: all whose business they are.
 *   view  a struct report_view */
bool view_owned(const void *view, const struct grid_owner *owner);

/* The table in words, row by row.
 *   i      0 ... view_rules() - 1
 *   what   what is seen; by: who sees it (static text)
 *   names  receives what the reader sees by this row, by name: "Harbour, Northgate" */
int view_rules(void);
void view_rule(const struct report_view *view, int i, const char **what, const char **by, struct text_buf *names);

#endif
