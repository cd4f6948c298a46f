/* A workbook read back: what stands in every cell of every sheet, whoever saved it. */
#ifndef SIBYL_REPORT_WORKBOOK_READING_H
#define SIBYL_REPORT_WORKBOOK_READING_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>

enum read_kind { READ_NUMBER, READ_TEXT, READ_TRUTH, READ_ERROR };

/* A cell in which something stands (one that is merely formatted is none).
 *   row, column  from 0
 *   number       of a number; of a truth value 0 or 1
 *   text         of a text, or of an error ("#DIV/0!")
 *   formula      as it is written, without the sign of equality; NULL: none; "": it is shared with another cell */
struct read_cell {
    int row, column;
    enum read_kind kind;
    double number;
    const char *text, *formula;
};

/* cells: n of them in reading order. */
struct read_sheet {
    const char *name;
    const char *part;
    int n, room;
    struct read_cell *cells;
};

/* A book.
 *   sheets   n_sheets in the order of their tabs
 *   program  that saved it, as it calls itself
 *   as_made  nobody has saved it since it was made */
struct read_book {
    struct arena arena;
    int n_sheets;
    struct read_sheet *sheets;
    const char *program;
    bool as_made;
};

/* Reads a workbook.
 *   path    the file
 *   book    the caller's to free with reading_free() whatever is returned
 *   reason  what is wrong is added, in words that follow the file's name
 * Returns SIBYL_OK, SIBYL_ERR_INPUT (it is no workbook, or a damaged or hostile one), SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status reading_open(const char *path, struct read_book *book, struct text_buf *reason);
void reading_free(struct read_book *book);

/* The cell at a place of a sheet, or NULL. */
const struct read_cell *reading_at(const struct read_sheet *sheet, int row, int column);

/* The sheet of a name, or NULL. */
const struct read_sheet *reading_sheet(const struct read_book *book, const char *name);

#endif
