/* Diagnostics: what is wrong with an input, or worth knowing about it, all of it at once and each with its place. */
#ifndef SIBYL_BASE_DIAG_H
#define SIBYL_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>

enum severity { DIAG_ERROR, DIAG_NOTE };

/* file may be NULL (the command line), line 0 (the whole file), path NULL or "" (no setting). */
struct diag_entry {
    enum severity severity;
    char *file, *path, *text;
    int line;
    int order;
};

/* Zeroed: empty. */
struct diag {
    struct diag_entry *entries;
    int n, room, errors;
    bool failed; /* memory ran out: something was not kept */
};

/* Adds an error, or a note. The text says what is wrong; then, after a semicolon, what is allowed. Texts are copied. */
void diag_error(struct diag *d, const char *file, int line, const char *path, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void diag_note(struct diag *d, const char *file, int line, const char *path, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

int diag_count_errors(const struct diag *d);

/* Puts entries of a file in the order of lines; files in the order in which they first appear. */
void diag_sort(struct diag *d);

/* "FILE:LINE: PATH: text" into buf, control characters replaced; returns buf. */
char *diag_format(const struct diag_entry *e, char *buf, size_t size);

/* Frees all entries; safe on a zeroed one. */
void diag_free(struct diag *d);

#endif
