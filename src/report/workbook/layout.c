#include "report/workbook/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A column of w characters is w * 7 + 5 pixels wide in the font that spreadsheets start with. */
#define PIXELS_A_CHARACTER 7
#define PIXELS_A_COLUMN 5
/* A sheet is at least as wide as a page: its title has room, and printing does not blow it up. */
#define LEAST_WIDTH 126.0
/* Columns are measured in digits of that font; letters of the smaller one that is used are narrower. */
#define LETTERS_A_DIGIT 1.2

/* A4 on its side, less the margins: what a page has for columns and for rows. */
#define PAGE_WIDE_POINTS 770.0
#define PAGE_HIGH_POINTS 480.0
/* So many rows of a table stay with its heading. */
#define ROWS_TOGETHER 3

static void widen(struct sheet_layout *layout, const struct report_table *table) {
    for (int i = 0; i < table->n_columns; i++) {
        if (table->columns[i].width > layout->widths[i])
            layout->widths[i] = table->columns[i].width;
        if (i >= layout->n_columns)
            layout->n_columns = i + 1;
    }
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

bool layout_make(const struct report_sheet *sheet, struct sheet_layout *layout) {
    *layout = (struct sheet_layout){0};
    layout->tables = calloc((size_t)(sheet->n_tables > 0 ? sheet->n_tables : 1), sizeof *layout->tables);
    if (layout->tables == NULL)
        return false;
    int row = ROW_TABLES;
    for (int i = 0; i < sheet->n_tables; i++) {
        widen(layout, sheet->tables[i]);
        row = place(sheet->tables[i], &layout->tables[i], row);
    }
    layout->end = row;
    double width = layout_width(layout);
    if (width < LEAST_WIDTH && layout->n_columns < TABLE_COLUMNS_MAX)
        layout->widths[layout->n_columns++] = LEAST_WIDTH - width;
    return true;
}

void layout_free(struct sheet_layout *layout) {
    free(layout->tables);
    *layout = (struct sheet_layout){0};
}

double layout_width(const struct sheet_layout *layout) {
    double width = 0.0;
    for (int i = 0; i < layout->n_columns; i++)
        width += layout->widths[i];
    return width;
}

int layout_pixels(const struct sheet_layout *layout) {
    int pixels = 0;
    for (int i = 0; i < layout->n_columns; i++)
        pixels += (int)(layout->widths[i] * PIXELS_A_CHARACTER) + PIXELS_A_COLUMN;
    return pixels;
}

/* Characters among bytes of UTF-8. */
static double characters(const char *text, size_t bytes) {
    double n = 0.0;
    for (size_t i = 0; i < bytes; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
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
        int lines = row[i].kind == CELL_TEXT ? layout_lines(row[i].text, layout->widths[i]) : 1;
        most = lines > most ? lines : most;
    }
    return most;
}

double layout_points(int lines) { return ROW_POINTS + (ROW_POINTS - 2.0) * (lines - 1); }

/* Points of paper that a sheet's page has for rows, at the scale at which its columns fit the width. */
static double page_points(const struct sheet_layout *layout) {
    const double points_a_pixel = 0.75;
    double wide = layout_pixels(layout) * points_a_pixel;
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
        points += layout_points(layout_lines(table->notes[i], layout_width(layout)));
    return points + rows_points(layout, table, 0, ROWS_TOGETHER);
}

static int first_row(const struct table_layout *at) {
    const int rows[] = {at->title, at->notes, at->charts, at->header, at->data};
    int i = 0;
    while (i < 4 && rows[i] < 0)
        i++;
    return rows[i];
}

int layout_breaks(const struct sheet_layout *layout, const struct report_sheet *sheet, int *rows, int most) {
    double page = page_points(layout), used = ROW_TABLES * ROW_POINTS;
    int n = 0;
    for (int i = 0; i < sheet->n_tables && n < most; i++) {
        const struct report_table *table = sheet->tables[i];
        int row = first_row(&layout->tables[i]);
        double head = head_points(layout, table, &layout->tables[i]);
        bool cut = used + head > page && used > ROW_TABLES * ROW_POINTS;
        if (row >= 0 && i > 0 && (cut || table->new_page)) {
            rows[n++] = row;
            used = sheet->frozen ? 2.0 * ROW_POINTS : 0.0;
        }
        used += head + rows_points(layout, table, ROWS_TOGETHER, table->n_rows) + ROW_POINTS;
        used = used > page ? fmod(used, page) : used;
    }
    return n;
}
