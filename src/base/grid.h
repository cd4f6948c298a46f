/* A grid of formulas: rows over months, single cells and their words, each said once. It is worked out here, and a
 * workbook writes the same formulas for a spreadsheet to work out.
 *
 * A row is a line (a cell a month, and one before month 1: the opening) or a point (one cell). Its formula is a
 * spreadsheet's, with {0}, {1}, ... for the rows that it refers to; every month of a line has the same:
 *
 *     {0}     this month's cell; of a point its cell          {0-}   the month before        {0+}   the month after
 *     {0<}    from the opening to the month before            {0<=}  from the opening to this month
 *     {0>}    from the next month to the last                 {0>=}  from this month to the last
 *     {0:}    all months, {0<>} the opening too               {0.}   the opening            {0$}   the last month
 *     {0|1}   this month's cells of the rows from {0} to {1}, which stand below each other on one sheet
 *
 * Operators: + - * / ^ & = <> < <= > >=, with & only in a criterion ("<="&{0}). Functions: grid_functions[]. There are
 * no texts but criteria: a yes or no is 1 or 0. A cell that is not given is 0, the one after the last month too; what cannot be worked out (1/0) is an
 * error, which IFERROR catches. */
#ifndef SIBYL_BASE_GRID_H
#define SIBYL_BASE_GRID_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>

/* What a cell holds. PENCE and POUNDS (the currency's main unit) are money, RATE is a fraction shown per cent, MONTH a
 * number of a month, FLAG 1 or 0, HOLDS a check's 1 or 0. */
enum grid_unit {
    GRID_PENCE,
    GRID_POUNDS,
    GRID_COUNT,
    GRID_NUMBER,
    GRID_RATE,
    GRID_MONTH,
    GRID_FLAG,
    GRID_HOLDS,
    GRID_UNITS
};

/* Where a row's numbers come from.
 *   INPUT     given by hand, one number
 *   HAPPENED  what happened on a path
 *   ENGINE    what the engine worked out on a path, to compare with or to stand in for a formula
 *   CALC      a formula; RESULT: one that is a result; CHECK: one that tests others
 *   CHOICE    which of the paths is shown: the only number that is given when the grid is worked out
 *   HEADING   no numbers: a heading */
enum grid_role {
    GRID_INPUT,
    GRID_HAPPENED,
    GRID_ENGINE,
    GRID_CALC,
    GRID_RESULT,
    GRID_CHECK,
    GRID_CHOICE,
    GRID_HEADING,
    GRID_ROLES
};

/* Whose business a row is: of all that is set. Numbers are those of who makes the grid; GRID_NO_ROW and NULL: not set.
 *   party, contract, bond, loan  what it is about
 *   path  of an input, or of what is drawn: where it stands in the configuration; it must outlive the grid */
struct grid_owner {
    int party, contract, bond, loan;
    const char *path;
};
#define GRID_NOBODYS ((struct grid_owner){GRID_NO_ROW, GRID_NO_ROW, GRID_NO_ROW, GRID_NO_ROW, NULL})

/* A row.
 *   sheet, place  where it stands; place counts from 0
 *   line          a cell a month; false: a point
 *   sums          its months can be added up to a total
 *   label, note   words; note says where it comes from, or NULL
 *   name          of the cell in the book (inputs and headlines), or NULL
 *   formula, opening  as parsed; NULL: numbers
 *   number        of an input
 *   value         which value of a path it holds (HAPPENED, ENGINE), counted through the grid
 *   opens         of such a line: a path gives its opening too
 *   owner         whose business it is */
struct grid_row {
    int sheet, place;
    enum grid_role role;
    enum grid_unit unit;
    bool line, sums, opens;
    const char *label, *note, *name;
    const struct grid_formula *formula, *opening;
    double number;
    int value;
    struct grid_owner owner;
};

/* A sheet.
 *   periods  how many columns its lines have beside the opening: months, or where its time is another (years) as many as that
 *            has; lines of sheets with different times refer to one another by ranges alone
 *   period_name  [periods]: headings of such columns; NULL: months */
struct grid_sheet {
    const char *name, *title, *lead;
    int periods;
    const char *const *period_name;
    int n_rows; /* places taken */
    int *rows;  /* [n_rows]: row at each place */
    int room;
};

/*   months   M: lines have cells of months 0 (the opening) to M
 *   n_values how many values a path has (rows of HAPPENED and ENGINE)
 *   party, contract, bond, loan, path  of rows added from now on, see grid_owner
 *   fault    what is wrong with the grid itself (a formula that cannot be read, a row without one, a circle), "" or the
 *            first found: an error of the program's */
struct grid {
    int months;
    int n_sheets, n_rows, n_values;
    struct grid_sheet *sheets;
    struct grid_row *rows;
    int sheet_room, row_room;
    int party, contract, bond, loan;
    const char *path;
    bool failed;
    struct arena arena;
    char fault[256];
};

void grid_init(struct grid *g, int months);
void grid_free(struct grid *g);

/* A text that the grid keeps, put together as by printf; never NULL. */
const char *grid_text(struct grid *g, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds a sheet; returns its number. The texts must outlive the grid (grid_text() does). */
int grid_sheet(struct grid *g, const char *name, const char *title, const char *lead);

/* Gives a sheet without rows another time than months: at most as many periods as there are months. The names outlive the
 * grid. */
void grid_periods(struct grid *g, int sheet, int periods, const char *const *names);

/* What is added below the rows of a sheet. All return the row's number, by which formulas refer to it; when memory has
 * run out `failed` is set and the grid must not be used. Labels must outlive the grid.
 *   grid_heading   a heading
 *   grid_input     a number by hand; note: its source and whether it is assumed, or NULL
 *   grid_value     a line or a point whose numbers are a path's (HAPPENED or ENGINE)
 *   grid_line      a formula for every month; as many rows follow as it has references (at most GRID_REFS)
 *   grid_point     a formula of one cell */
#define GRID_REFS 40
#define GRID_NO_ROW (-1)
int grid_heading(struct grid *g, int sheet, const char *label);
int grid_input(struct grid *g, int sheet, enum grid_unit unit, const char *label, const char *note, double number);
int grid_value(struct grid *g, int sheet, enum grid_role role, enum grid_unit unit, const char *label, bool line);
int grid_line(struct grid *g, int sheet, enum grid_unit unit, const char *label, const char *formula, ...);
int grid_point(struct grid *g, int sheet, enum grid_unit unit, const char *label, const char *formula, ...);

/* The same with the references in an array. */
int grid_line_of(struct grid *g, int sheet, enum grid_unit unit, const char *label, const char *formula, int n,
                 const int *refs);
int grid_point_of(struct grid *g, int sheet, enum grid_unit unit, const char *label, const char *formula, int n,
                  const int *refs);

/* How many rows a formula refers to: one more than its greatest place. */
int grid_references(const char *formula);

/* A line whose formula is given later (grid_define), so that others can refer to it before. */
int grid_later(struct grid *g, int sheet, enum grid_unit unit, const char *label, bool line);
void grid_define(struct grid *g, int row, const char *formula, ...);
void grid_define_of(struct grid *g, int row, const char *formula, int n, const int *refs);

/* Whose business the rows are that are added from now on; and says it, and returns whose they were before. */
struct grid_owner grid_owner_of(const struct grid *g);
struct grid_owner grid_own(struct grid *g, struct grid_owner owner);

/* Puts a row below all others of its sheet: a row may be needed before it is known where it is best read. */
void grid_move(struct grid *g, int row);

/* Gives a line's opening cell a formula, which refers to points, or to openings of lines. */
void grid_opening(struct grid *g, int row, const char *formula, ...);

/* Marks a row: its role, a name for the book, that its months sum. */
void grid_mark(struct grid *g, int row, enum grid_role role);
void grid_name(struct grid *g, int row, const char *name);
void grid_sums(struct grid *g, int row);

/* The sum of rows (GRID_NO_ROW passed over) as a line; one row alone is returned itself, none gives a line of noughts. */
int grid_sum(struct grid *g, int sheet, enum grid_unit unit, const char *label, int n, const int *rows);

/* A line of whole pence from one of real pence >= 0: nearest, ties to even (model 1). */
int grid_post(struct grid *g, int sheet, const char *label, int raw);

/* Splits a line of whole pence >= 0 in proportion to lines >= 0, by largest remainder, ties to the first; where all weights
 * are 0, grid_split() equally and grid_split_pro_rata() not at all (base/money.h has the same two).
 *   label  what is split; labels  [n] for whom
 *   parts  [n]: receives the lines */
void grid_split(struct grid *g, int sheet, const char *label, int total, int n, const int *weights,
                const char *const *labels, int *parts);
void grid_split_pro_rata(struct grid *g, int sheet, const char *label, int total, int n, const int *weights,
                         const char *const *labels, int *parts);

/* Values of one path: [value * (months + 1) + month] of lines, month 0 of points. */
struct grid_path {
    const double *value;
    int choice; /* number of the path among those of the book, from 1 */
};

/* Works everything out for one path.
 *   cells  [n_rows * (months + 1)]: receives the numbers, NAN where there is an error; of points at month 0
 * Returns SIBYL_ERR_NO_MEMORY; SIBYL_ERR_INTERNAL with `fault` filled when the grid itself is wrong (a circle). */
MUST_CHECK status grid_work_out(struct grid *g, const struct grid_path *path, double *cells);

/* ---- A part of a grid ---- */

/* Whether a reader may see what is somebody's business. */
typedef bool (*grid_may_see)(const void *reader, const struct grid_owner *owner);

/* Which rows a reader may see: seen [n_rows]. Of rows that are nobody's, formulas are seen that refer to nothing but what is seen,
 * and numbers of a path are not; headings are seen where a row below them is. */
void grid_seen(const struct grid *g, grid_may_see may_see, const void *reader, bool *seen);

/* A copy of a grid, to add rows to or to leave rows out of; texts and formulas are shared with the grid, which must outlive it.
 * `copy` is the caller's to grid_free() whatever is returned. Returns SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status grid_copy(struct grid *copy, const struct grid *g);

/* Leaves out the rows that are not seen; they keep their numbers, but stand on no sheet, and nothing refers to them. A row whose
 * formula refers to one of them becomes a line or point of a path's numbers (ENGINE), with `note`: it was worked out from the
 * whole. Values are counted anew. */
void grid_leave_out(struct grid *g, const bool *seen, const char *note);

/* ---- Where cells stand in a book, and formulas as a spreadsheet reads them ---- */

/* Columns: label, unit, note, place (of what a path gives, among its numbers), total, point, opening, then the months. Rows of
 * a sheet begin at GRID_FIRST_ROW. */
enum { GRID_LABEL, GRID_UNIT, GRID_NOTE, GRID_PLACE, GRID_TOTAL, GRID_POINT, GRID_OPENING };
#define GRID_FIRST_ROW 5

/* Appends the formula of a row's cell, with "=": of month 0 the opening's, of a point month is not looked at.
 * Sheets are called by grid_sheet names. Nothing for rows without formula. */
void grid_formula_text(const struct grid *g, int row, int month, struct text_buf *out);

/* Appends the address of a cell of a row as seen from a sheet (absolute): "'Live cash'!$G$12". */
void grid_address(const struct grid *g, int row, int month, struct text_buf *out);

#endif
