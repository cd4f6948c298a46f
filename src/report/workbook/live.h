/* Live sheets: rows of the twin's grid as formulas with the numbers that they come to. */
#ifndef SIBYL_REPORT_WORKBOOK_LIVE_H
#define SIBYL_REPORT_WORKBOOK_LIVE_H

#include "engine/twin/twin.h"
#include "report/workbook/writer.h"

/* Makes the formats of live cells. */
void live_style(struct writer *w);

/* Writes sheet i of the book, which is live. */
void live_write(struct writer *w, int i, lxw_worksheet *ws);

/* ---- Between the files that write live sheets ---- */

/* The first row of a grid on a sheet, the row of months above it, and the column of month m. */
enum { LIVE_DATES = GRID_FIRST_ROW - 2, LIVE_HEADER = GRID_FIRST_ROW - 1 };
static inline lxw_col_t live_column(int month) { return (lxw_col_t)(GRID_OPENING + month); }

/* Writes all rows of one sheet of the grid. */
void live_rows(struct writer *w, const struct report_live *live, int sheet, lxw_worksheet *ws);

/* Writes the numbers of all paths. */
void live_paths(struct writer *w, const struct report_live *live, lxw_worksheet *ws);

/* Writes the list of paths below the rows of the sheet on which one is chosen, and the cell where it is. */
void live_choice(struct writer *w, const struct report_live *live, lxw_worksheet *ws);

/* A number, or in words that there is none. */
void live_number(struct writer *w, lxw_worksheet *ws, lxw_row_t row, lxw_col_t column, double number,
                 lxw_format *format);

#endif
