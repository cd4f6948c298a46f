/* The text of a configuration with all that it includes, and where each of its lines came from. */
#ifndef SIBYL_CONFIG_SOURCE_H
#define SIBYL_CONFIG_SOURCE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "scheme/scheme.h"

#include <stdbool.h>
#include <stddef.h>

#define SOURCE_MAX_DEPTH 10
#define SOURCE_MAX_INCLUDES 100

/* Where a line of the spliced text came from. file belongs to the arena; quotable: its text may be shown in messages,
 * which holds for the configuration itself and not for what it includes. */
struct source_line {
    const char *file;
    int line;
    bool quotable;
};

/*   text    length bytes and a zero: the files with each @include line replaced by what it names
 *   lines   n_lines places, of line 1 first
 *   name    of the configuration
 *   n_files how many files were read
 *   kept    n_kept of them with their bytes, each once, the configuration first; they belong to the arena */
struct source {
    char *text;
    size_t length, room;
    int n_lines, lines_room;
    struct source_line *lines;
    const char *name;
    int n_files;
    struct config_file *kept;
    int n_kept;
};

/* Reads a configuration and what it includes (a name after @include is relative to the folder of the file that
 * includes it). Looks at bytes alone: what is not UTF-8 text, a comment without an end, a file that cannot be read.
 *   arena   owns the names and the bytes of files
 *   file    path of the configuration
 *   diag    receives every fault
 *   source  the caller's, source_free() in every case
 * Returns SIBYL_OK, SIBYL_ERR_INPUT, SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status source_read(struct arena *arena, const char *file, struct diag *diag, struct source *source);

/* A source of one text that stands in no file: `name` is said in its place in messages, and no line. */
MUST_CHECK status source_from_text(struct arena *arena, const char *name, const char *text, struct diag *diag,
                                   struct source *source);

/* Where line `line` (from 1) of the spliced text came from; beyond the text, its last line. */
struct source_line source_place(const struct source *source, int line);

/* Frees a source; safe on a zeroed one. */
void source_free(struct source *source);

#endif
