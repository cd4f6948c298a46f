/* Where everything of a sheet stands: rows, columns, heights; known before anything is written, for charts look ahead. */
#ifndef SIBYL_REPORT_WORKBOOK_LAYOUT_H
#define SIBYL_REPORT_WORKBOOK_LAYOUT_H

#include "report/table.h"

/* Rows at the top of every sheet: title, lead, master check. Row 3 is blank. */
enum { ROW_TITLE, ROW_LEAD, ROW_MASTER, ROW_TABLES = 4 };

#define CHART_ROWS 20
/* Rows are as high as said here in every program that opens the book: left alone, each would fit them to its own font. */
#define ROW_PIXELS 18
#define ROW_POINTS 13.5

/* A table's first rows on its sheet, from 0; -1 where it has none of that. */
struct table_layout {
    int title, notes, charts, header, data;
};

/* A sheet's tables and columns.
 *   widths  [n_columns], in characters; end: the first row after everything */
struct sheet_layout {
    int n_columns;
    double widths[TABLE_COLUMNS_MAX];
    struct table_layout *tables;
    int end;
};

/* Lays out a sheet; *layout is freed by layout_free(). Returns false when there is no memory. */
bool layout_make(const struct report_sheet *sheet, struct sheet_layout *layout);
void layout_free(struct sheet_layout *layout);

/* Width of all columns in characters, and in pixels of the sheet. */
double layout_width(const struct sheet_layout *layout);
int layout_pixels(const struct sheet_layout *layout);

/* Lines that a text takes when wrapped at a width in characters. */
int layout_lines(const char *text, double width);

/* Lines of a table's tallest cell in a row. */
int layout_row_lines(const struct sheet_layout *layout, const struct report_table *table, const struct cell *row);

/* Height of a row of so many lines, in points. */
double layout_points(int lines);

/* Fills rows[most] with the rows at which pages begin, besides the first: where tables say so, and before tables whose
 * title, charts and first rows would be cut. Returns how many there are. */
int layout_breaks(const struct sheet_layout *layout, const struct report_sheet *sheet, int *rows, int most);

#endif
