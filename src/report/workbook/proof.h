/* Proof that a workbook is whole: it is read again before it gets its name. */
#ifndef SIBYL_REPORT_WORKBOOK_PROOF_H
#define SIBYL_REPORT_WORKBOOK_PROOF_H

#include "base/status.h"
#include "base/text.h"

/* Opens a workbook and reads every part of it.
 *   path      the file
 *   n_sheets  sheets that it must have
 *   reason    what is wrong is added
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY, or SIBYL_ERR_IO: a part is missing, empty, damaged or no well-formed XML. */
MUST_CHECK status proof_read(const char *path, int n_sheets, struct text_buf *reason);

#endif
