/* Why the plan, the expected case and the paths differ. */
#ifndef SIBYL_REPORT_WHY_H
#define SIBYL_REPORT_WHY_H

#include "report/table.h"
#include "report/view.h"

#include <sibyl/results.h>

#define WHY_MOST 12

/* Fills the sentences, of the book, that a reader may see: inputs that the plan takes otherwise than at their mean, the furthest
 * first; caps that cut one side of what can happen; tests that luck decides; parties that fail. Returns how many. */
int why_cases_differ(struct report_book *book, const struct report_view *view, const struct results *r,
                     const char *sentence[WHY_MOST]);

#endif
