/* Whether a workbook is what a run gives: it carries what it was made from, so it is made again and compared. */
#ifndef SIBYL_VERIFY_H
#define SIBYL_VERIFY_H

#include <sibyl/run.h>
#include <sibyl/scheme.h>
#include <sibyl/status.h>
#include <stdbool.h>

struct text_buf;

/* Differences that are told one by one; of more there is a count. */
#define VERIFY_SHOWN 50

/* What is verified.
 *   book       path of the workbook
 *   config     path of the configuration, for a book that does not carry it (one made for a party that may not see all of
 *              it); NULL: what the book carries
 *   overrides  n_overrides changes to that configuration, in place of those that the book tells; only with config
 *   scenario   the same of its scenario; NULL: what the book tells
 *   run        threads, stop, progress and user; the rest is the book's */
struct verify_request {
    const char *book, *config, *scenario;
    const struct setting_override *overrides;
    int n_overrides;
    struct run_options run;
};

/* Reads a workbook with care, for whoever wrote it may have meant harm; runs it again in a folder of its own that is removed afterwards, and compares every cell.
 *   identical  whether the book is what the run gives: byte for byte, or (saved again by another program) cell by cell
 *   out        receives, in lines, that it is identical, or what differs
 *   reason     on failure receives, in lines, what is wrong
 * Returns SIBYL_OK; SIBYL_ERR_INPUT when the book cannot be verified (no workbook of ours, damaged, of another version, its
 * configuration missing or not the one it was made from); or as run_simulate(), SIBYL_ERR_IO and SIBYL_ERR_NO_SPACE being
 * about the folder. */
status report_verify(const struct verify_request *request, bool *identical, struct text_buf *out,
                     struct text_buf *reason);

#endif
