/* The book: all sheets of a report, built from a scheme and its results. */
#ifndef SIBYL_REPORT_BOOK_H
#define SIBYL_REPORT_BOOK_H

#include "report/table.h"
#include "report/view.h"

#include <sibyl/report.h>

/* Builds a book.
 *   book   zeroed; the caller's to free with book_free() whatever is returned
 *   party  for whom: a party's number, or NONE for everybody
 *   options  what else it answers and says; NULL: nothing (its reader is `party`)
 * The book refers to texts of the scheme and the results, which must outlive it.
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status book_build(struct report_book *book, const struct scheme *s, const struct results *r, int party,
                             const struct report_options *options);

#endif
