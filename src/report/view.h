/* Who may see what: everybody everything, or one party what concerns it. */
#ifndef SIBYL_REPORT_VIEW_H
#define SIBYL_REPORT_VIEW_H

#include "scheme/scheme.h"

#include <stdbool.h>

/*   party  the reader, or NONE for a book that holds everything */
struct report_view {
    const struct scheme *scheme;
    int party;
};

/* The number of the party that bears a name, or NONE. */
int view_find_party(const struct scheme *s, const char *name);

/* Whether the reader may see the figures of a party (NULL: of all clients together, which those who pay for
 * outcomes see), a contract (its payers and its payee), a bond (its vehicle, investors and guarantor). */
bool view_party(const struct report_view *view, const char *party);
bool view_contract(const struct report_view *view, const struct contract *contract);
bool view_bond(const struct report_view *view, const struct bond *bond);

/* Whether the reader may see the setting at a path: one of its own, of a contract or bond that it may see, or of the
 * whole scheme. */
bool view_path(const struct report_view *view, const char *path);

#endif
