/* Whole small files, read without hanging on what is no file. */
#ifndef SIBYL_CONFIG_FILE_H
#define SIBYL_CONFIG_FILE_H

#include <stddef.h>
#include <sys/types.h>

/* Most bytes of a configuration with all that it includes, and of a table of numbers. */
#define FILE_LIMIT_TEXT ((size_t)1 << 20)
#define FILE_LIMIT_TABLE ((size_t)4 << 20)

/* The bytes of a file, ended by a zero that is not counted, and what tells it from other files. */
struct file_bytes {
    char *bytes;
    size_t length;
    dev_t device;
    ino_t number;
};

/* The one answer of file_read() that is no fault of the file: there is no memory left. */
extern const char file_no_memory[];

/* Reads a regular file whole.
 *   path   as open() takes it
 *   limit  bytes at most: FILE_LIMIT_TEXT or FILE_LIMIT_TABLE
 *   out    the caller's to free with file_bytes_free(), on success only
 * Returns NULL, or why it cannot be read in plain words ("is a directory, not a file"): static text. A pipe, device or
 * directory is refused without being opened. */
const char *file_read(const char *path, size_t limit, struct file_bytes *out);

/* Frees what file_read() gave; safe on a zeroed struct. */
void file_bytes_free(struct file_bytes *file);

/* Why a file named inside a configuration may not be read, or NULL if it may: it has to stand in the configuration's own
 * folder or below it, so that a scheme is one folder that can be handed on. */
const char *file_name_fault(const char *name);

#endif
