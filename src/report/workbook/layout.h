/* Where everything of a sheet stands: rows, columns, heights, pages; known before anything is written, for charts look
 * ahead. */
#ifndef SIBYL_REPORT_WORKBOOK_LAYOUT_H
#define SIBYL_REPORT_WORKBOOK_LAYOUT_H

#include "report/table.h"

/* Rows at the top of every sheet: title, lead, master check, the way back to the contents. Row 4 is blank. */
enum { ROW_TITLE, ROW_LEAD, ROW_MASTER, ROW_BACK, ROW_TABLES = 5 };

#define CHART_ROWS 20
/* Rows are as high as said here in every program that opens the book: left alone, each would fit them to its own font. */
#define ROW_PIXELS 18
#define ROW_POINTS 13.5

/* Margins of A4 on its side, in inches. */
#define MARGIN_SIDE 0.4
#define MARGIN_TOP 0.5
#define MARGIN_FOOT 0.75

/* Nothing is printed smaller than at this scale, per cent: letters of 10 points come out at 7. */
#define LEAST_SCALE 70
/* Pixels of columns that a page has room for at that scale, also where another font stands in for ours and columns
 * come out wider. */
#define PAGE_PIXELS 1405

/* A table's first rows on its sheet, from 0; -1 where it has none of that. */
struct table_layout {
    int title, notes, charts, header, data;
};

/* A sheet's tables and columns.
 *   widths         [n_columns], in characters
 *   labels         columns before the months that run across; 0: none do
 *   months_a_page  months on a page, whole half-years if that takes no more pages
 *   note_columns   columns that sentences run over: those of one page
 *   end            the first row after everything; printed: after everything that is printed */
struct sheet_layout {
    int n_columns;
    double *widths;
    int labels, months_a_page, note_columns;
    struct table_layout *tables;
    int end, printed;
};

/* Lays out a sheet of a book; *layout is freed by layout_free(). Returns false when there is no memory. */
bool layout_make(const struct report_book *book, const struct report_sheet *sheet, struct sheet_layout *layout);
void layout_free(struct sheet_layout *layout);

/* Width of the first n columns in characters, and in pixels of the sheet. */
double layout_width(const struct sheet_layout *layout, int n);
int layout_pixels(const struct sheet_layout *layout, int n);

/* Pixels of a column of a width in characters. */
int layout_column_pixels(double width);

/* Characters of width that a cell's number takes, symbol and indent apart. */
double layout_number_width(const struct cell *cell);

/* Lines that a text takes when wrapped at a width in characters. */
int layout_lines(const char *text, double width);

/* Lines of a table's tallest cell in a row. */
int layout_row_lines(const struct sheet_layout *layout, const struct report_table *table, const struct cell *row);

/* Height of a row of so many lines, in points. */
double layout_points(int lines);

/* The rows that stay in sight and are repeated on every page: the first, and how many; 0: none. */
int layout_repeated(const struct sheet_layout *layout, const struct report_sheet *sheet, int *first);

/* Fills rows[most] with the rows at which pages begin, besides the first: where tables say so, and before tables whose
 * title, charts and first rows would be cut. Returns how many there are. */
int layout_breaks(const struct sheet_layout *layout, const struct report_sheet *sheet, int *rows, int most);

#endif
