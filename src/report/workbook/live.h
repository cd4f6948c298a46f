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

/* How a live sheet is laid out.
 *   width    of the columns from the label to the opening, in characters; period: of those after it
 *   used     whether anything stands in a column
 *   periods  columns after the opening, 0 where the sheet has no lines; years: they are no months
 *   end      the first row after everything */
struct live_layout {
    double width[GRID_OPENING + 1], period;
    bool used[GRID_OPENING + 1];
    int periods;
    bool years;
    int end;
};

/* Lays out a live sheet. */
void live_lay_out(const struct report_sheet *sheet, struct live_layout *layout);

/* Sets columns, the rows that stay in sight, and what is printed how. */
void live_look(struct writer *w, const struct report_sheet *sheet, const struct live_layout *layout, lxw_worksheet *ws);

/* Writes a row's words, label and note, and makes the row as high as they need. */
struct live_words {
    const char *label, *note;
    lxw_format *format;
};
void live_write_words(struct writer *w, const struct live_layout *layout, lxw_worksheet *ws, lxw_row_t row,
                      const struct live_words *words);

/* Writes all rows of one sheet of the grid. */
void live_rows(struct writer *w, const struct report_sheet *sheet, const struct live_layout *layout, lxw_worksheet *ws);

/* Writes the numbers of all paths. */
void live_paths(struct writer *w, const struct report_live *live, const struct live_layout *layout, lxw_worksheet *ws);

/* Writes below the rows of the sheet on which a path is chosen: its headlines beside those of all paths, and the list of
 * paths; and the cell where one is chosen. live_scenario_rows: how many rows that takes. */
void live_scenario(struct writer *w, const struct report_live *live, const struct live_layout *layout,
                   lxw_worksheet *ws);
int live_scenario_rows(const struct report_live *live);

/* Writes on the sheet of inputs what is known of each beside its value. live_inputs_columns: how many columns that makes. */
void live_inputs(struct writer *w, const struct report_live *live, const struct live_layout *layout, lxw_worksheet *ws);
int live_inputs_columns(void);

/* A number of the grid as the live sheets show it: row's cell of a month. */
double live_cell(const struct report_live *live, int row, int month);

/* A number, or in words that there is none. */
void live_number(struct writer *w, lxw_worksheet *ws, lxw_row_t row, lxw_col_t column, double number,
                 lxw_format *format);

/* A formula and what it comes to; in words where that is nothing. The text is freed. */
void live_formula(struct writer *w, lxw_worksheet *ws, lxw_row_t row, lxw_col_t column, struct text_buf *text,
                  double number, lxw_format *format);

#endif
