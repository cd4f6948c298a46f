/* What a book says that it was made from (carried.h), read back. */
#ifndef SIBYL_REPORT_PROVENANCE_H
#define SIBYL_REPORT_PROVENANCE_H

#include "report/workbook/reading.h"

#include <sibyl/scheme.h>
#include <stdint.h>

#define PROVENANCE_MOST 1000

/* A file that the book carries: its name, its digest as the book says it, and its bytes as they are in the book. */
struct carried_file {
    const char *name, *sha256;
    struct text_buf bytes;
};

/* Texts belong to the arena.
 *   program    "sibyl 0.1.0"; libraries may be NULL
 *   scenario, for_party, provider, loan  NULL where the book tells of none
 *   sets       n_sets changes, in order
 *   files      n_files, the configuration first; 0: the book does not carry them */
struct provenance {
    struct arena arena;
    const char *program, *libraries, *sha256, *paths_words, *seed_words;
    const char *scenario, *for_party, *provider, *loan;
    int64_t paths;
    uint64_t seed;
    int n_sets, n_replays, n_files;
    struct setting_override *sets;
    int64_t *replays;
    struct carried_file *files;
};

/* Reads it and checks that every file that it carries is whole; provenance_free() in every case.
 *   reason  what is wrong is added, in words that follow the book's name
 * Returns SIBYL_OK, SIBYL_ERR_INPUT, SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status provenance_read(const struct read_book *book, struct provenance *p, struct text_buf *reason);
void provenance_free(struct provenance *p);

#endif
