/* Two workbooks compared cell by cell: one that somebody has, and one that a run gives. */
#ifndef SIBYL_REPORT_WORKBOOK_COMPARISON_H
#define SIBYL_REPORT_WORKBOOK_COMPARISON_H

#include "report/workbook/reading.h"

/* What was found.
 *   shown  receives a line for each of the first `most` differences: "Summary!B7: the book has 5, a run gives 6"
 *   n      how many there are in all
 *   cells  that were compared */
struct comparison {
    struct text_buf *shown;
    int most;
    long n, cells;
};

/* Compares kinds, values, formulas and texts of every cell of every sheet.
 *   book  may be as it was made, or saved again by another program (reading.h). That program may have worked out all
 *         formulas anew and writes them, and numbers, in its own way: then numbers are the same to 12 digits, and of
 *         formulas it is compared where they stand and what they give */
void comparison_cells(const struct read_book *book, const struct read_book *run, struct comparison *found);

/* Compares the bytes of every part of two files: what holds no cells, such as a chart.
 *   out  receives a line for each part that differs; *n how many
 * Returns SIBYL_OK, SIBYL_ERR_INPUT (with the reason), SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status comparison_parts(const char *book, const char *run, struct text_buf *out, long *n,
                                   struct text_buf *reason);

#endif
