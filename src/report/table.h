/* Tables: what a report shows, as plain data, apart from who writes it (a workbook, a page, a text). */
#ifndef SIBYL_REPORT_TABLE_H
#define SIBYL_REPORT_TABLE_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>

struct twin;

/* What a cell holds and so how it is written. RATE and PROBABILITY are fractions shown per cent; MONTH is
 * 12 * year + month - 1; COUNT is a whole number, ORDINAL one that
 * names (a month's), MEAN a mean of counts, NUMBER has two decimals, PLAIN those
 * it needs, and so has PER_CENT, a fraction as somebody has given it. */
enum cell_kind {
    CELL_EMPTY,
    CELL_TEXT,
    CELL_MONEY,
    CELL_PENCE,
    CELL_RATE,
    CELL_PROBABILITY,
    CELL_PER_CENT,
    CELL_COUNT,
    CELL_ORDINAL,
    CELL_MEAN,
    CELL_NUMBER,
    CELL_PLAIN,
    CELL_MONTH,
    CELL_KINDS
};
/* How a cell stands out: MARKED is an input that nobody has sourced. Every tone can be told without colour. */
enum cell_tone { TONE_PLAIN, TONE_STRONG, TONE_FAINT, TONE_MARKED, TONE_GOOD, TONE_BAD, TONE_SECTION, CELL_TONES };

struct cell {
    enum cell_kind kind;
    enum cell_tone tone;
    double number;
    const char *text;
    int link;         /* sheet that a text leads to, from 1; 0: none */
    const char *name; /* by which formulas may call the cell (book_name()), or NULL */
};

/* A column: its heading, what it mostly holds (numbers are aligned by it), its width in characters. */
struct column {
    const char *title;
    enum cell_kind kind;
    double width;
};

/* FAN: percentile lines by month. HISTOGRAM: one set of touching columns. CUMULATIVE: a curve over numbers.
 * BARS: groups of columns. LINES: like a fan, but each line its own thing. CURVES: lines over numbers. WATERFALL: columns
 * on columns, of which the first is not drawn and carries the others. */
enum chart_kind {
    CHART_FAN,
    CHART_HISTOGRAM,
    CHART_CUMULATIVE,
    CHART_BARS,
    CHART_LINES,
    CHART_CURVES,
    CHART_WATERFALL
};

#define CHART_LINES_MAX 8

/* A row of months of any sheet: which table of the sheet, which of its rows, and what the line is called. */
struct report_sheet;
struct chart_row {
    const struct report_sheet *sheet;
    int table, row;
    const char *name;
};

/* A picture of columns of a table of the same sheet, or of rows of months of other sheets.
 *   table      number of the table in its sheet
 *   first, n   its rows; of rows of months: n is how many months
 *   category   the column along the horizontal axis
 *   line       n_lines columns drawn, named by their headings
 *   months     n_lines rows drawn over the months of their sheets; {0}: columns are drawn */
struct chart {
    enum chart_kind kind;
    const char *title, *x_title, *y_title;
    int table, first, n;
    int category;
    int n_lines;
    int line[CHART_LINES_MAX];
    struct chart_row months[CHART_LINES_MAX];
};

#define TABLE_COLUMNS_MAX 24
#define TABLE_MONTHS_MAX 1200

/* A table: its title, sentences under it, charts drawn side by side above its rows, columns and rows.
 *   n_months     months that run across after its columns, 0 for none; a row has n_columns + n_months cells
 *   first_month  the first of them, as a cell of the kind CELL_MONTH; month_width: how wide they are, in characters
 *   headless  its columns have the headings of the sheet's first table and are not headed again
 *   new_page  it begins on a new page */
struct report_table {
    const char *title;
    int n_notes;
    const char **notes;
    int n_charts;
    struct chart *charts;
    int n_columns;
    struct column columns[TABLE_COLUMNS_MAX];
    int n_months;
    double first_month, month_width;
    int n_rows;
    struct cell **rows;
    bool headless;
    bool new_page;
};

/* A headline of the path that live sheets show, and where it lies among all paths of the run.
 *   row   of the twin's grid; money is in pence there
 *   kind  of its cells, in the main unit
 *   at    the engine's 5, 25, 50, 75 and 95 % points, and its mean, over all paths */
enum { LIVE_P05, LIVE_P25, LIVE_P50, LIVE_P75, LIVE_P95, LIVE_MEAN, LIVE_POINTS };
struct live_headline {
    int row;
    enum cell_kind kind;
    double at[LIVE_POINTS];
};

/* What live sheets show (engine/twin/twin.h).
 *   cells     the twin worked out for the path `shown`, as grid_work_out()
 *   widest    [rows of the grid] of the numbers that a row has on any path, or that its months come to, one that needs the most
 *             room; NAN where one is none
 *   name      [rows of the grid] names of the cells of inputs, NULL of all others: headlines have theirs in the grid
 *   paths     name of the sheet that holds all paths' numbers
 *   headline  [n_headlines], in the order of their rows */
struct report_live {
    struct twin *twin;
    double *cells, *widest;
    int shown;
    const char **name;
    const char *paths;
    int n_headlines;
    struct live_headline *headline;
};

/* What of a live sheet is printed: all; all but its months; its head alone, for it is one for the screen. */
enum live_print { LIVE_PRINT_ALL, LIVE_PRINT_POINTS, LIVE_PRINT_HEAD };

/* A sheet of a live book that holds what happened on all paths instead of rows of the grid. */
#define LIVE_PATHS (-1)

/* A sheet: its name (safe and unique), title, a sentence, and tables below each other.
 *   frozen     the first table's heading stays in sight and is repeated on every page; where months run across, so do
 *              its rows and the columns before the months
 *   n_printed  so many of its tables are printed, 0 for all; it must say so to its reader */
struct report_sheet {
    const char *name, *title, *lead;
    const struct report_live
        *live; /* what it shows instead of tables: sheet live_number of the twin's grid, or LIVE_PATHS */
    int live_number;
    enum live_print live_print;
    int n_tables, n_printed;
    struct report_table **tables;
    bool frozen;
};

/* A book. What cannot be kept for want of memory sets `failed`, and the book must not be written. */
struct report_book {
    struct arena arena;
    bool failed;
    const char *title, *symbol;
    const char *master; /* the master check in words, shown on every sheet */
    bool master_holds;
    struct twin *part; /* what one reader may see of the run's twin, or NULL: freed with the book */
    int n_sheets;
    struct report_sheet **sheets;
    int contents; /* the sheet to which all others lead back, from 1; 0: none */
    int n_names;
    const char **names;
    /* handed out when there is no memory, so that builders need not look */
    struct cell spare[TABLE_COLUMNS_MAX + TABLE_MONTHS_MAX];
    struct report_table spare_table;
    struct report_sheet spare_sheet;
    struct chart spare_chart;
};

void book_free(struct report_book *book);

/* Memory of the book for n items of a size, zeroed; NULL when there is none (and the book has failed). */
void *book_alloc(struct report_book *book, int n, size_t size);

/* A text of the book, put together as by printf; never NULL. */
const char *book_text(struct report_book *book, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A text of the book from a buffer, which is freed; "" for an empty one. Never NULL. */
const char *book_take(struct report_book *book, struct text_buf *buf);

/* A name for a cell, as spreadsheets allow: a prefix that says what it is, and words of which all but letters, digits and
 * dots of ASCII become underscores; numbered where it is taken, whatever the case. The same book has the same names.
 * Never NULL. */
const char *book_name(struct report_book *book, const char *prefix, const char *words);

/* Adds a sheet named as near as allowed to `wanted` (sheet_name.h). Never NULL. */
struct report_sheet *book_sheet(struct report_book *book, const char *wanted, const char *title, const char *lead);

/* The number of a sheet, from 1, for links. */
int book_sheet_number(const struct report_book *book, const struct report_sheet *sheet);

/* Puts a sheet behind all others, for what must be built before them. */
void book_sheet_last(struct report_book *book, const struct report_sheet *sheet);

/* Adds a table (title may be NULL), a column, a note, a chart, a row of empty cells. Never NULL. */
struct report_table *sheet_table(struct report_book *book, struct report_sheet *sheet, const char *title);
void table_column(struct report_table *table, const char *title, enum cell_kind kind, double width);
void table_note(struct report_book *book, struct report_table *table, const char *note);
struct chart *table_chart(struct report_book *book, struct report_table *table);
/* Lets n months run across, from `first` (a cell's month) on; before the first row, n at most TABLE_MONTHS_MAX. */
void table_months(struct report_table *table, int n, double first, double width);
struct cell *table_row(struct report_book *book, struct report_table *table);

/* Cells. A figure that does not exist is an empty cell; a text that is NULL too. */
struct cell cell_text(const char *text);
struct cell cell_toned(enum cell_tone tone, const char *text);
struct cell cell_link(const char *text, int sheet);
struct cell cell_number(enum cell_kind kind, double number);
struct cell cell_figure(enum cell_kind kind, bool has, double number);

#endif
