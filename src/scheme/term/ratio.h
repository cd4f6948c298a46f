/* Tables that pay by the ratio of two counts. One lane at a time. */
#ifndef SIBYL_SCHEME_TERM_RATIO_H
#define SIBYL_SCHEME_TERM_RATIO_H

#include "scheme/term.h"
#include "scheme/term/reduction.h"

/* Whether count / per reaches `at`: count >= at * per, just reaching included to 10^-9 of per. Nothing per nothing is 0, and
 * something per nothing is more than any ratio. */
bool ratio_reaches(double count, double per, double at);

/* The amount (pence) of the last of n rising rows that the ratio reaches; 0 below the first. */
double ratio_pays_steps(double count, double per, const struct reward *row, int n);

/* The amount between n rising rows, interpolated at the ratio; 0 below the first, the last row's past the last. */
double ratio_pays_line(double count, double per, const struct reward *row, int n);

/* Adds the faults of n rows of the setting `name` that do not rise. */
void ratio_check_rows(const struct term *t, const char *name, const struct reward *row, int n, struct diag *diag);

#endif
