#include "report/workbook/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A column of w characters is w * 7 + 5 pixels wide in the font that spreadsheets start with. */
#define PIXELS_A_CHARACTER 7
#define PIXELS_A_COLUMN 5
/* A sheet is at least as wide as a page: its title has room, and printing does not blow it up. */
#define LEAST_WIDTH 176.0
/* Columns are measured in digits of the book's font. Another may stand in for the one that texts are in, with digits and
 * letters so much wider: what must fit is measured in those. */
#define WIDER 1.15
/* Letters are narrower than digits. */
#define LETTERS_A_DIGIT (1.22 / WIDER)
/* Columns are so much wider than asked for, in letters. */
#define ROOMIER 1.1

/* Bold letters are wider: fewer of them fit. */
#define BOLD_NARROWS 0.9

/* What a page has for columns and for rows, in points. */
#define PAGE_WIDE_POINTS 784.0
#define PAGE_HIGH_POINTS 498.0
#define POINTS_A_PIXEL 0.75
/* Columns in a font that may stand in for ours are up to so many times as wide. */
#define WIDEST_FONT 1.06
/* So many rows of a table stay with its heading. */
#define ROWS_TOGETHER 3
/* A table that takes less than this of a page is not cut, unless its heading is repeated anyway. */
#define KEPT_WHOLE 0.5
#define MONTHS_HALF_YEAR 6

/* How wide parts of a number are, in digits of the book's font. */
#define WIDTH_DIGIT WIDER
#define WIDTH_POINT (0.5 * WIDER)
#define WIDTH_MINUS (0.6 * WIDER)
#define WIDTH_PER_CENT (1.5 * WIDER)
/* A number is set in from its column's edge, and less where months run across. */
#define WIDTH_INDENT 1.9
#define WIDTH_APART 0.0

/* Characters among bytes of UTF-8. */
static double characters(const char *text, size_t bytes) {
    double n = 0.0;
    for (size_t i = 0; i < bytes; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

double layout_number_width(const struct cell *cell) {
    static const int decimals[CELL_KINDS] = {
        [CELL_PENCE] = 2, [CELL_RATE] = 1,   [CELL_PROBABILITY] = 1, [CELL_PER_CENT] = 3,
        [CELL_MEAN] = 1,  [CELL_NUMBER] = 2, [CELL_PLAIN] = 4};
    bool per_cent = cell->kind == CELL_RATE || cell->kind == CELL_PROBABILITY || cell->kind == CELL_PER_CENT;
    double size = fabs(cell->number) * (per_cent ? 100.0 : 1.0);
    int digits = size >= 1.0 && isfinite(size) ? (int)log10(size + 0.5) + 1 : 1;
    int marks = (digits - 1) / 3 + (decimals[cell->kind] > 0 ? 1 : 0);
    return WIDTH_DIGIT * (digits + decimals[cell->kind]) + WIDTH_POINT * marks +
           (cell->number < 0 ? WIDTH_MINUS : 0.0) + (per_cent ? WIDTH_PER_CENT : 0.0);
}

/* The width that a table's cell needs so as to be shown at all: texts wrap, dates have theirs. */
static double needed(const struct report_book *book, const struct cell *cell, bool month) {
    if (cell->kind == CELL_EMPTY || cell->kind == CELL_TEXT || cell->kind == CELL_MONTH)
        return 0.0;
    bool money = cell->kind == CELL_MONEY || cell->kind == CELL_PENCE;
    double symbol =
        money && !month && book->symbol != NULL ? WIDER * characters(book->symbol, strlen(book->symbol)) : 0.0;
    return layout_number_width(cell) + symbol + (month ? WIDTH_APART : WIDTH_INDENT);
}

/* Columns are as wide as their tables say, and wider where a number would not fit. */
static void widen(const struct report_book *book, struct sheet_layout *layout, const struct report_table *table) {
    for (int i = 0; i < table->n_columns; i++)
        layout->widths[i] = fmax(layout->widths[i], table->columns[i].width * ROOMIER);
    for (int row = 0; row < table->n_rows; row++)
        for (int i = 0; i < table->n_columns; i++)
            layout->widths[i] = fmax(layout->widths[i], needed(book, &table->rows[row][i], false));
}

static double month_width(const struct report_book *book, const struct report_table *table) {
    double width = table->month_width;
    for (int row = 0; row < table->n_rows; row++)
        for (int i = 0; i < table->n_months; i++)
            width = fmax(width, needed(book, &table->rows[row][table->n_columns + i], true));
    return width;
}

/* All months are as wide as the widest. */
static void widen_months(const struct report_book *book, struct sheet_layout *layout,
                         const struct report_sheet *sheet) {
    double width = 0.0;
    for (int t = 0; t < sheet->n_tables; t++)
        width = fmax(width, month_width(book, sheet->tables[t]));
    for (int i = layout->labels; i < layout->n_columns; i++)
        layout->widths[i] = width;
}

static bool is_empty(const struct report_table *table) {
    return table->title == NULL && table->n_notes == 0 && table->n_charts == 0 && table->n_rows == 0 && table->headless;
}

/* Places a table from `row` on; returns the row after it. */
static int place(const struct report_table *table, struct table_layout *at, int row) {
    *at = (struct table_layout){-1, -1, -1, -1, -1};
    if (is_empty(table))
        return row;
    if (table->title != NULL)
        at->title = row++;
    if (table->n_notes > 0)
        at->notes = row;
    row += table->n_notes;
    if (table->n_charts > 0) {
        at->charts = row;
        row += CHART_ROWS;
    }
    if (!table->headless && table->n_columns > 0)
        at->header = row++;
    at->data = row;
    return row + table->n_rows + 1;
}

static void count_columns(const struct report_sheet *sheet, struct sheet_layout *layout) {
    for (int i = 0; i < sheet->n_tables; i++) {
        const struct report_table *table = sheet->tables[i];
        int n = table->n_columns + table->n_months;
        layout->n_columns = n > layout->n_columns ? n : layout->n_columns;
        if (table->n_months > 0)
            layout->labels = table->n_columns;
    }
}

/* As few pages as the months need, with as many months on each but the last: whole half-years if that takes no more
 * pages. */
static void fit_months(struct sheet_layout *layout) {
    int labels = layout_pixels(layout, layout->labels), months = layout->n_columns - layout->labels;
    int fit = (PAGE_PIXELS - labels) / (layout_pixels(layout, layout->labels + 1) - labels);
    fit = fit > 1 ? fit : 1;
    int pages = (months + fit - 1) / fit, whole = fit / MONTHS_HALF_YEAR * MONTHS_HALF_YEAR;
    bool as_few = whole > 0 && (months + whole - 1) / whole <= pages;
    layout->months_a_page = as_few ? whole : (months + pages - 1) / pages;
    if (layout->labels + layout->months_a_page < layout->note_columns)
        layout->note_columns = layout->labels + layout->months_a_page;
}

/* A narrow sheet gets a last column that makes it as wide as a page. */
static void fill_page(struct sheet_layout *layout) {
    double width = layout_width(layout, layout->n_columns);
    if (width < LEAST_WIDTH)
        layout->widths[layout->n_columns++] = LEAST_WIDTH - width;
}

static void place_tables(const struct report_book *book, const struct report_sheet *sheet,
                         struct sheet_layout *layout) {
    int row = ROW_TABLES;
    for (int i = 0; i < sheet->n_tables; i++) {
        widen(book, layout, sheet->tables[i]);
        row = place(sheet->tables[i], &layout->tables[i], row);
        if (i + 1 == sheet->n_printed)
            layout->printed = row;
    }
    layout->end = row;
    layout->printed = layout->printed > 0 ? layout->printed : row;
}

bool layout_make(const struct report_book *book, const struct report_sheet *sheet, struct sheet_layout *layout) {
    *layout = (struct sheet_layout){0};
    count_columns(sheet, layout);
    layout->tables = calloc((size_t)(sheet->n_tables > 0 ? sheet->n_tables : 1), sizeof *layout->tables);
    layout->widths = calloc((size_t)layout->n_columns + 1, sizeof *layout->widths);
    if (layout->tables == NULL || layout->widths == NULL)
        return false;
    place_tables(book, sheet, layout);
    if (layout->labels > 0)
        widen_months(book, layout, sheet);
    else
        fill_page(layout);
    layout->note_columns = layout->n_columns;
    if (layout->labels > 0)
        fit_months(layout);
    return true;
}

void layout_free(struct sheet_layout *layout) {
    free(layout->tables);
    free(layout->widths);
    *layout = (struct sheet_layout){0};
}

double layout_width(const struct sheet_layout *layout, int n) {
    double width = 0.0;
    for (int i = 0; i < n; i++)
        width += layout->widths[i];
    return width;
}

int layout_column_pixels(double width) { return (int)(width * PIXELS_A_CHARACTER) + PIXELS_A_COLUMN; }

int layout_pixels(const struct sheet_layout *layout, int n) {
    int pixels = 0;
    for (int i = 0; i < n; i++)
        pixels += layout_column_pixels(layout->widths[i]);
    return pixels;
}

int layout_lines(const char *text, double width) {
    int lines = 1;
    double column = 0.0, room = width * LETTERS_A_DIGIT;
    while (*text != 0) {
        size_t bytes = strcspn(text, " ");
        double word = characters(text, bytes);
        if (column > 0.0 && column + 1.0 + word > room) {
            lines++;
            column = 0.0;
        }
        for (; word > room && room >= 1.0; word -= room)
            lines++;
        column += (column > 0.0 ? 1.0 : 0.0) + word;
        text += bytes;
        text += *text != 0;
    }
    return lines;
}

int layout_row_lines(const struct sheet_layout *layout, const struct report_table *table, const struct cell *row) {
    int most = 1;
    for (int i = 0; i < table->n_columns; i++) {
        double width = layout->widths[i] * (row[i].tone == TONE_STRONG ? BOLD_NARROWS : 1.0);
        int lines = row[i].kind == CELL_TEXT ? layout_lines(row[i].text, width) : 1;
        most = lines > most ? lines : most;
    }
    return most;
}

double layout_points(int lines) { return ROW_POINTS + (ROW_POINTS - 2.0) * (lines - 1); }

/* Points of paper that a sheet's page has for rows, at the scale at which it is printed where columns are so many times
 * as wide as ours. */
static double page_points(const struct sheet_layout *layout, double wider) {
    if (layout->labels > 0)
        return PAGE_HIGH_POINTS * 100.0 / LEAST_SCALE;
    double wide = layout_pixels(layout, layout->n_columns) * POINTS_A_PIXEL * wider;
    return PAGE_HIGH_POINTS * (wide > PAGE_WIDE_POINTS ? wide / PAGE_WIDE_POINTS : 1.0);
}

static double rows_points(const struct sheet_layout *layout, const struct report_table *table, int first, int n) {
    double points = 0.0;
    for (int i = first; i < first + n && i < table->n_rows; i++)
        points += layout_points(layout_row_lines(layout, table, table->rows[i]));
    return points;
}

/* What must not be cut: title, notes, charts, heading, and the first rows. */
static double head_points(const struct sheet_layout *layout, const struct report_table *table,
                          const struct table_layout *at) {
    double points = (at->title >= 0 ? ROW_POINTS : 0.0) + (at->charts >= 0 ? CHART_ROWS * ROW_POINTS : 0.0) +
                    (at->header >= 0 ? 2.0 * ROW_POINTS : 0.0);
    for (int i = 0; i < table->n_notes; i++)
        points += layout_points(layout_lines(table->notes[i], layout_width(layout, layout->note_columns)));
    return points + rows_points(layout, table, 0, ROWS_TOGETHER);
}

static int first_row(const struct table_layout *at) {
    const int rows[] = {at->title, at->notes, at->charts, at->header, at->data};
    int i = 0;
    while (i < 4 && rows[i] < 0)
        i++;
    return rows[i];
}

int layout_repeated(const struct sheet_layout *layout, const struct report_sheet *sheet, int *first) {
    if (!sheet->frozen || sheet->n_tables == 0 || layout->tables[0].header < 0)
        return 0;
    *first = layout->tables[0].header;
    return 1 + (layout->labels > 0 ? sheet->tables[0]->n_rows : 0);
}

/* Pages being filled, in our font and in the widest that may stand in for it: how much a page has, how much of it is
 * used; what every page repeats; and the rows at which pages begin. */
enum { FONTS = 2 };
struct filling {
    double page[FONTS], used[FONTS], repeated;
    int *rows, n, most;
};

static void turn(struct filling *f, int row) {
    if (f->n < f->most)
        f->rows[f->n++] = row;
    for (int k = 0; k < FONTS; k++)
        f->used[k] = f->repeated;
}

/* Whether so many points would be cut in one of the fonts. */
static bool is_cut(const struct filling *f, double points) {
    bool cut = false;
    for (int k = 0; k < FONTS; k++)
        cut = cut || f->used[k] + points > f->page[k];
    return cut;
}

/* Uses points that flow over to other pages where they must, and an empty row that is lost at a page's end. */
static void use(struct filling *f, double points) {
    for (int k = 0; k < FONTS; k++) {
        f->used[k] += points;
        if (f->used[k] > f->page[k])
            f->used[k] = f->repeated + fmod(f->used[k], f->page[k]);
        f->used[k] += ROW_POINTS;
    }
}

/* Fills pages with the rows of months of a table. A page ends before a row that begins something: its label is strong. */
static void fill_months(struct filling *f, const struct sheet_layout *layout, const struct report_table *table,
                        int data) {
    for (int k = 0; k < FONTS; k++)
        f->used[k] += 2.0 * ROW_POINTS;
    for (int i = 0, next = 0; i < table->n_rows; i = next) {
        for (next = i + 1; next < table->n_rows && table->rows[next][0].tone != TONE_STRONG;)
            next++;
        double points = rows_points(layout, table, i, next - i);
        if (i > 0 && is_cut(f, points))
            turn(f, data + i);
        for (int k = 0; k < FONTS; k++)
            f->used[k] += points;
    }
}

int layout_breaks(const struct sheet_layout *layout, const struct report_sheet *sheet, int *rows, int most) {
    const double top = ROW_TABLES * ROW_POINTS;
    int first = 0, repeated = layout_repeated(layout, sheet, &first);
    struct filling f = {.page = {page_points(layout, 1.0), page_points(layout, WIDEST_FONT)}, .used = {top, top}};
    f.repeated = repeated > 0 ? (1.0 + repeated) * ROW_POINTS : 0.0;
    f.rows = rows;
    f.most = most;
    for (int i = 0; i < sheet->n_tables; i++) {
        const struct report_table *table = sheet->tables[i];
        const struct table_layout *at = &layout->tables[i];
        int row = first_row(at);
        double head = head_points(layout, table, at);
        if (row >= layout->printed)
            break;
        double rest = rows_points(layout, table, ROWS_TOGETHER, table->n_rows);
        bool whole = !sheet->frozen && head + rest < KEPT_WHOLE * f.page[0];
        bool cut = is_cut(&f, whole ? head + rest : head) && f.used[0] > top;
        if (row >= 0 && i > 0 && (cut || table->new_page))
            turn(&f, row);
        if (table->n_months > 0 && i > 0)
            fill_months(&f, layout, table, at->data);
        else
            use(&f, head + rest);
    }
    return f.n;
}
