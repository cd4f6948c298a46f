/* Reductions measured against a comparison group: the test, and what a table pays for them. One lane at a time. */
#ifndef SIBYL_SCHEME_TERM_REDUCTION_H
#define SIBYL_SCHEME_TERM_REDUCTION_H

#include "base/money.h"

#include <stdbool.h>

/* What was measured: n clients with T events, N compared with C events.
 *   whole  all four are whole numbers, each below 10^12, and tests are made in whole numbers; false: expectations */
struct reduction {
    double n, N, T, C;
    bool whole;
};

/* A row of a table: what is paid (pence) at, or from, a measured reduction on. */
struct reward {
    double at;
    money pays;
};

/* R = 1 - (T/n) / (C/N); 0 where nobody was measured or there is no event to compare with. */
double reduction_measured(const struct reduction *r);

/* Whether R >= h, decided as T N 10^6 <= (10^6 - H) C n with H = 10^6 h rounded. Nothing is reached without an event to
 * compare with. Of expectations it is decided in real numbers, just reaching included. */
bool reduction_reaches(const struct reduction *r, double h);

/* The amount of the last of n rising rows that R reaches; 0 below the first. */
double reduction_pays_steps(const struct reduction *r, const struct reward *row, int n);

/* The amount between n rising rows, interpolated at R; 0 below the first, the last row's past the last. */
double reduction_pays_line(const struct reduction *r, const struct reward *row, int n);

/* Pence for the events avoided: price * max(0, C n / N - T). */
double reduction_pays_events(const struct reduction *r, double price);

#endif
