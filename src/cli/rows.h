/* Every path's metrics as a csv file: written under a temporary name, renamed when whole. */
#ifndef SIBYL_CLI_ROWS_H
#define SIBYL_CLI_ROWS_H

#include <sibyl/status.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct scheme;

/* file NULL: nothing is written. */
struct rows {
    FILE *file;
    char *temporary;
    const char *path;
    bool *money;
    int n;
};

/* Opens the file and writes the headings. SIBYL_ERR_IO: said on standard error. */
MUST_CHECK status rows_open(struct rows *r, const struct scheme *s, const char *path);
bool rows_add(struct rows *r, int64_t path, const double *value, const bool *defined);
/* Ends: renames when `whole`, else removes. False when that failed (said on standard error). */
bool rows_close(struct rows *r, bool whole);

#endif
