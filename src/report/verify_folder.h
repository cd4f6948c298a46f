/* A folder of its own in which a book is made again: the configuration that it carries, and the book. */
#ifndef SIBYL_REPORT_VERIFY_FOLDER_H
#define SIBYL_REPORT_VERIFY_FOLDER_H

#include "report/provenance.h"

/* path: of the folder; book: where the book is written */
struct verify_folder {
    char *path, *book;
};

/* Makes the folder where the system has its temporary files (TMPDIR); folder_remove() in every case.
 * Returns SIBYL_OK, SIBYL_ERR_IO, SIBYL_ERR_NO_MEMORY, with the reason added. */
MUST_CHECK status folder_make(struct verify_folder *folder, struct text_buf *reason);

/* Writes the files that a book carries into it.
 *   config  receives the path of the configuration, the caller's to free
 * Returns SIBYL_OK, SIBYL_ERR_INPUT (a file's name leads out of the folder), SIBYL_ERR_IO, SIBYL_ERR_NO_SPACE,
 * SIBYL_ERR_NO_MEMORY, with the reason added. */
MUST_CHECK status folder_fill(const struct verify_folder *folder, const struct provenance *p, char **config,
                              struct text_buf *reason);

/* Removes the folder and what is in it; safe on a zeroed one. */
void folder_remove(struct verify_folder *folder);

#endif
