/* Headlines: what each party most needs to know, in words and figures. */
#ifndef SIBYL_REPORT_HEADLINE_H
#define SIBYL_REPORT_HEADLINE_H

#include "report/table.h"
#include "report/view.h"

#include <sibyl/results.h>

/* Columns of the table of headlines. */
enum {
    HEADLINE_PARTY,
    HEADLINE_WHAT,
    HEADLINE_WORDS,
    HEADLINE_MEAN,
    HEADLINE_LOW,
    HEADLINE_MEDIAN,
    HEADLINE_HIGH,
    HEADLINE_PLAN,
    HEADLINE_EXPECTED
};

/* Adds the table's columns and a row for each headline, parties in the scheme's order, clients last. A party's name
 * stands in its first row. */
void headline_table(struct report_book *book, struct report_table *table, const struct report_view *view,
                    const struct results *r);

/* Whether plan, expected case and mean of some headline figure differ by more than sampling error and rounding. */
bool headline_cases_differ(const struct results *r);

#endif
