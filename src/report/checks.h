/* Checks: what the run promised of itself, what a report can add up again, and one answer for all. */
#ifndef SIBYL_REPORT_CHECKS_H
#define SIBYL_REPORT_CHECKS_H

#include "report/table.h"

#include <sibyl/results.h>

/* Adds a row for each check to a table of six columns: what, how often, broken, worst, unit, verdict. The table may
 * be NULL: then they are only counted.
 *   broken  how many checks do not hold
 * Returns how many there are. */
int checks_make(struct report_book *book, struct report_table *table, const struct results *r, int *broken);

#endif
