/* The text of a csv file (RFC 4180: commas, quotes, any line ends), cell by cell, with faults by line. */
#ifndef SIBYL_CONFIG_CSV_TEXT_H
#define SIBYL_CONFIG_CSV_TEXT_H

#include "base/diag.h"

#include <stdbool.h>
#include <stddef.h>

#define CSV_MAX_ROWS 100000
#define CSV_MAX_CELL 256
#define CSV_MAX_FAULTS 10

/* A table that is being read.
 *   diag, file, path  where faults go, and how they name the file and the setting that asks for it (path may be NULL)
 *   at, end           the bytes still to be read; line: of the next one, from 1
 *   faults            so far; more than CSV_MAX_FAULTS are not reported */
struct csv_text {
    struct diag *diag;
    const char *file, *path;
    const char *at, *end;
    int line;
    int faults;
};

/* One cell: its text, which is cut to CSV_MAX_CELL, and whether it ends its row. */
struct csv_cell {
    char text[CSV_MAX_CELL];
    size_t length;
    bool cut, last;
};

/* Reports a fault of a line. */
void csv_fault(struct csv_text *csv, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Passes over a byte order mark and checks that the rest is plain UTF-8 text; false and a fault when it is not. */
bool csv_check_bytes(struct csv_text *csv);

/* Whether the row ends here. */
bool csv_at_line_end(const struct csv_text *csv);

/* Takes the next cell of the row; false and a fault when its quotes are wrong. */
bool csv_take_cell(struct csv_text *csv, struct csv_cell *cell);

/* Goes to the next row. */
void csv_next_line(struct csv_text *csv);

/* The plain number of a cell, which messages say is of `column`; false and a fault when there is none. */
bool csv_cell_number(struct csv_text *csv, const struct csv_cell *cell, const char *column, double *number);

#endif
