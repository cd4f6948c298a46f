/* Files that are always whole: written under a temporary name in their own folder, synced, and renamed. */
#ifndef SIBYL_REPORT_FILE_H
#define SIBYL_REPORT_FILE_H

#include "base/status.h"
#include "base/text.h"

#include <stdio.h>

/* A file being written.
 *   path    where it will stand; folder: that of path
 *   temp    where it is until then: ".NAME.NNNNNN.tmp" in the same folder
 *   stream  open for writing; it also holds the lock that says that somebody is still writing */
struct report_file {
    char *path, *folder, *temp;
    FILE *stream;
};

/* Opens a temporary file beside path, and removes those that runs left there which were killed.
 * Returns SIBYL_OK, SIBYL_ERR_IO or SIBYL_ERR_NO_MEMORY, with the reason added; then nothing is left to close. */
MUST_CHECK status file_begin(struct report_file *file, const char *path, struct text_buf *reason);

/* Makes sure that all is on the disk and gives the file its name. On failure the temporary file is removed.
 * Frees what the struct owns in any case. */
MUST_CHECK status file_commit(struct report_file *file, struct text_buf *reason);

/* Removes the temporary file and frees what the struct owns. */
void file_abandon(struct report_file *file);

/* Adds "No space left on device: PATH" for an error number and returns its status. */
status file_fault(struct text_buf *reason, int error, const char *path);

#endif
