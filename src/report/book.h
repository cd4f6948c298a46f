/* The book: all sheets of a report, built from a scheme and its results. */
#ifndef SIBYL_REPORT_BOOK_H
#define SIBYL_REPORT_BOOK_H

#include "report/table.h"
#include "report/view.h"

#include <sibyl/results.h>
#include <sibyl/study.h>

/* Builds a book.
 *   book   zeroed; the caller's to free with book_free() whatever is returned
 *   party  for whom: a party's number, or NONE for everybody
 *   afford  the answer to whether a provider can afford it, for a sheet of its own; NULL: not asked
 * The book refers to texts of the scheme and the results, which must outlive it.
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status book_build(struct report_book *book, const struct scheme *s, const struct results *r, int party,
                             const struct affordability *afford);

#endif
