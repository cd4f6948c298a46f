/* Pictures: each kind's lines, axes and place. */
#include "report/utf8.h"
#include "report/workbook/writer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_WIDTH 480.0
#define DEFAULT_HEIGHT 288.0
#define GAP_PIXELS 10
#define WIDEST_PIXELS 1150
#define NAME_BYTES 256
#define MONTHS_A_YEAR 12
#define LABELS_WANTED 10
/* Amounts from here on are written in thousands, or in millions, along an axis. */
#define THOUSANDS_FROM 1e5
#define MILLIONS_FROM 2e8
/* Chances below are small enough for decimals along an axis. */
#define FEW_PER_CENT 0.05
#define FONT_SIZE 9
#define TITLE_SIZE 11
#define GREY 0x595959
#define SILVER 0xD9D9D9

/* How a line is drawn. */
struct pen {
    lxw_color_t colour;
    float width;
    uint8_t dash;
};

/* A fan: outer points dotted and light, quartiles solid and thin, the median heavy, the plan dashed. */
static const struct pen fan_pens[] = {
    {0x404040, 1.5F, LXW_CHART_LINE_DASH_ROUND_DOT}, {0x2E75B6, 1.0F, LXW_CHART_LINE_DASH_SOLID},
    {0x1F3864, 2.5F, LXW_CHART_LINE_DASH_SOLID},     {0x2E75B6, 1.0F, LXW_CHART_LINE_DASH_SOLID},
    {0x404040, 1.5F, LXW_CHART_LINE_DASH_ROUND_DOT}, {0xC55A11, 1.75F, LXW_CHART_LINE_DASH_DASH}};
static const uint8_t dashes[] = {LXW_CHART_LINE_DASH_SOLID,         LXW_CHART_LINE_DASH_DASH,
                                 LXW_CHART_LINE_DASH_ROUND_DOT,     LXW_CHART_LINE_DASH_DASH_DOT,
                                 LXW_CHART_LINE_DASH_LONG_DASH,     LXW_CHART_LINE_DASH_SQUARE_DOT,
                                 LXW_CHART_LINE_DASH_LONG_DASH_DOT, LXW_CHART_LINE_DASH_LONG_DASH_DOT_DOT};

static uint8_t chart_type(enum chart_kind kind) {
    switch (kind) {
    case CHART_HISTOGRAM:
    case CHART_BARS:
        return LXW_CHART_COLUMN;
    case CHART_WATERFALL:
        return LXW_CHART_COLUMN_STACKED;
    case CHART_CUMULATIVE:
    case CHART_CURVES:
        return LXW_CHART_SCATTER_STRAIGHT;
    case CHART_FAN:
    case CHART_LINES:
        break;
    }
    return LXW_CHART_LINE;
}

/* A name that cannot be taken for a formula. */
static const char *name_text(const char *text, char *name) {
    name[0] = ' ';
    (void)utf8_clean(text, name + 1, NAME_BYTES - 1);
    return name[1] == '=' ? name : name + 1;
}

static void draw_line(lxw_chart_series *series, const struct chart *chart, int i) {
    const struct pen pen = chart->kind == CHART_FAN
                               ? fan_pens[i % (int)(sizeof fan_pens / sizeof fan_pens[0])]
                               : (struct pen){style_colour(i), 1.75F, dashes[i % (int)sizeof dashes]};
    lxw_chart_line line = {.color = pen.colour, .width = pen.width, .dash_type = pen.dash};
    chart_series_set_line(series, &line);
}

static void draw_columns(lxw_chart_series *series, const struct chart *chart, int i) {
    static const lxw_color_t shades[] = {0xBDD7EE, 0x1F3864, 0x7F9DC9, 0xFFFFFF};
    lxw_chart_fill fill = {.color = chart->kind == CHART_HISTOGRAM ? 0x5B7DB1 : shades[i % 4]};
    lxw_chart_line edge = {.color = GREY, .width = 0.75F};
    chart_series_set_fill(series, &fill);
    chart_series_set_line(series, &edge);
}

/* Steps are told apart by pattern as well as colour; the first series carries them and is not drawn. */
static void draw_steps(lxw_chart_series *series, int i) {
    static const struct {
        lxw_color_t colour;
        uint8_t pattern;
    } looks[] = {{0x1F3864, LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL},
                 {0xC55A11, LXW_CHART_PATTERN_DARK_HORIZONTAL},
                 {0x1F3864, LXW_CHART_PATTERN_NONE},
                 {0x7F7F7F, LXW_CHART_PATTERN_PERCENT_50}};
    lxw_chart_fill none = {.none = LXW_TRUE};
    lxw_chart_line edge = {.color = GREY, .width = 0.75F}, nothing = {.none = LXW_TRUE};
    if (i == 0) {
        chart_series_set_fill(series, &none);
        chart_series_set_line(series, &nothing);
        return;
    }
    size_t look = (size_t)(i - 1) % (sizeof looks / sizeof looks[0]);
    lxw_chart_fill fill = {.color = looks[look].colour};
    lxw_chart_pattern pattern = {.fg_color = looks[look].colour, .bg_color = 0xFFFFFF, .type = looks[look].pattern};
    if (pattern.type == LXW_CHART_PATTERN_NONE)
        chart_series_set_fill(series, &fill);
    else
        chart_series_set_pattern(series, &pattern);
    chart_series_set_line(series, &edge);
}

/* Where the numbers of a line stand, and those along the horizontal axis: a column of the chart's own sheet, or a row of
 * months. */
struct line_place {
    const char *sheet, *name;
    lxw_row_t first_row, last_row, category_row;
    lxw_col_t first_column, last_column, category_column;
};

static const struct report_table *line_table(const struct chart *chart, const struct report_sheet *sheet, int i) {
    const struct chart_row *row = &chart->months[i];
    return row->sheet != NULL ? row->sheet->tables[row->table] : sheet->tables[chart->table];
}

static struct line_place column_place(const struct writer *w, const struct chart *chart, int sheet, int i) {
    const struct report_sheet *s = w->book->sheets[sheet];
    lxw_row_t first = (lxw_row_t)(w->layouts[sheet].tables[chart->table].data + chart->first);
    return (struct line_place){.sheet = s->name,
                               .name = s->tables[chart->table]->columns[chart->line[i]].title,
                               .first_row = first,
                               .category_row = first,
                               .last_row = first + (lxw_row_t)chart->n - 1,
                               .first_column = (lxw_col_t)chart->line[i],
                               .last_column = (lxw_col_t)chart->line[i],
                               .category_column = (lxw_col_t)chart->category};
}

static struct line_place row_place(const struct writer *w, const struct chart *chart, int i) {
    const struct chart_row *row = &chart->months[i];
    const struct sheet_layout *layout = &w->layouts[book_sheet_number(w->book, row->sheet) - 1];
    lxw_row_t at = (lxw_row_t)(layout->tables[row->table].data + row->row);
    return (struct line_place){.sheet = row->sheet->name,
                               .name = row->name,
                               .first_row = at,
                               .last_row = at,
                               .category_row = (lxw_row_t)layout->tables[0].header,
                               .first_column = (lxw_col_t)layout->labels,
                               .last_column = (lxw_col_t)(layout->labels + chart->n - 1),
                               .category_column = (lxw_col_t)layout->labels};
}

static void add_line(struct writer *w, lxw_chart *drawn, const struct chart *chart, int sheet, int i) {
    char name[NAME_BYTES];
    struct line_place at = chart->months[i].sheet != NULL ? row_place(w, chart, i) : column_place(w, chart, sheet, i);
    lxw_chart_series *series = chart_add_series(drawn, NULL, NULL);
    if (series == NULL) {
        writer_note(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    chart_series_set_name(series, name_text(at.name, name));
    chart_series_set_categories(series, at.sheet, at.category_row, at.category_column,
                                at.category_row + (at.last_row - at.first_row),
                                (lxw_col_t)(at.category_column + (at.last_column - at.first_column)));
    chart_series_set_values(series, at.sheet, at.first_row, at.first_column, at.last_row, at.last_column);
    if (chart->kind == CHART_WATERFALL)
        draw_steps(series, i);
    else if (chart_type(chart->kind) == LXW_CHART_COLUMN)
        draw_columns(series, chart, i);
    else
        draw_line(series, chart, i);
}

/* The k-th cell of line i. */
static const struct cell *line_cell(const struct chart *chart, const struct report_sheet *sheet, int i, int k) {
    const struct report_table *table = line_table(chart, sheet, i);
    const struct chart_row *row = &chart->months[i];
    return row->sheet != NULL ? &table->rows[row->row][table->n_columns + k]
                              : &table->rows[chart->first + k][chart->line[i]];
}

/* The kind of the first number that a column of the chart's table shows. */
static enum cell_kind column_kind(const struct chart *chart, const struct report_table *table, int column) {
    for (int i = 0; i < chart->n; i++) {
        const struct cell *cell = &table->rows[chart->first + i][column];
        if (cell->kind != CELL_EMPTY && cell->kind != CELL_TEXT)
            return cell->kind;
    }
    return CELL_TEXT;
}

/* The largest number, sign apart, in a column of the chart's table. */
static double column_size(const struct chart *chart, const struct report_table *table, int column) {
    double most = 0.0;
    for (int i = 0; i < chart->n; i++)
        most = fmax(most, fabs(table->rows[chart->first + i][column].number));
    return most;
}

/* The kind of the numbers that are drawn, and the largest of them. */
static enum cell_kind drawn_kind(const struct chart *chart, const struct report_sheet *sheet, double *most) {
    enum cell_kind kind = CELL_TEXT;
    *most = 0.0;
    for (int i = 0; i < chart->n_lines; i++) {
        for (int k = 0; k < chart->n; k++) {
            const struct cell *cell = line_cell(chart, sheet, i, k);
            bool number = cell->kind != CELL_EMPTY && cell->kind != CELL_TEXT;
            kind = kind == CELL_TEXT && number ? cell->kind : kind;
            *most = number ? fmax(*most, fabs(cell->number)) : *most;
        }
    }
    return kind;
}

/* The number format along an axis: large amounts in thousands or millions. */
static void axis_format(const struct writer *w, enum cell_kind kind, double most, char *format) {
    const char *symbol = strchr(w->book->symbol, '"') == NULL ? w->book->symbol : "";
    const char *scale = most >= MILLIONS_FROM ? ",,\"m\"" : ",\"k\"";
    if (kind == CELL_PROBABILITY)
        (void)snprintf(format, NAME_BYTES, most >= FEW_PER_CENT ? "0%%" : "0.00%%");
    else if ((kind == CELL_MONEY || kind == CELL_PENCE) && most >= THOUSANDS_FROM)
        (void)snprintf(format, NAME_BYTES, "\"%s\"#,##0%s;-\"%s\"#,##0%s", symbol, scale, symbol, scale);
    else
        style_number_format(w->book, kind == CELL_PENCE ? CELL_MONEY : kind, format, NAME_BYTES);
}

static void set_axis(struct writer *w, lxw_chart_axis *axis, const char *title, enum cell_kind kind, double most) {
    char text[NAME_BYTES];
    lxw_chart_font small = {.size = FONT_SIZE, .bold = LXW_EXPLICIT_FALSE};
    if (title != NULL) {
        chart_axis_set_name(axis, name_text(title, text));
        chart_axis_set_name_font(axis, &small);
    }
    chart_axis_set_num_font(axis, &small);
    if (kind != CELL_TEXT) {
        axis_format(w, kind, most, text);
        chart_axis_set_num_format(axis, text);
    }
}

/* About ten labels along the horizontal axis; months are labelled by whole years. */
static uint16_t label_every(const struct chart *chart, enum cell_kind kind) {
    int every = (chart->n + LABELS_WANTED - 1) / LABELS_WANTED;
    if (kind == CELL_MONTH && every > 1)
        every = (every + MONTHS_A_YEAR - 1) / MONTHS_A_YEAR * MONTHS_A_YEAR;
    return (uint16_t)(every > 1 ? every : 1);
}

static void set_axes(struct writer *w, lxw_chart *drawn, const struct chart *chart, const struct report_sheet *sheet) {
    const struct report_table *table = sheet->tables[chart->table];
    bool months = chart->months[0].sheet != NULL;
    double most = 0.0;
    enum cell_kind across = months ? CELL_MONTH : column_kind(chart, table, chart->category);
    enum cell_kind up = drawn_kind(chart, sheet, &most);
    lxw_chart_line grid = {.color = SILVER, .width = 0.5F};
    set_axis(w, drawn->x_axis, chart->x_title, across, months ? 0.0 : column_size(chart, table, chart->category));
    set_axis(w, drawn->y_axis, chart->y_title, up, most);
    chart_axis_major_gridlines_set_line(drawn->y_axis, &grid);
    chart_axis_set_major_tick_mark(drawn->x_axis, LXW_CHART_AXIS_TICK_MARK_NONE);
    chart_axis_set_label_position(drawn->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    if (up == CELL_PROBABILITY)
        chart_axis_set_min(drawn->y_axis, 0.0);
    if (chart->kind == CHART_CUMULATIVE)
        chart_axis_set_max(drawn->y_axis, 1.0);
    if (chart_type(chart->kind) == LXW_CHART_SCATTER_STRAIGHT) {
        chart_axis_set_crossing_min(drawn->x_axis);
        if (chart->kind == CHART_CURVES)
            chart_axis_set_max(drawn->x_axis, column_size(chart, table, chart->category));
        return;
    }
    chart_axis_set_interval_unit(drawn->x_axis, label_every(chart, across));
    chart_axis_set_interval_tick(drawn->x_axis, label_every(chart, across));
}

static void set_look(lxw_chart *drawn, const struct chart *chart) {
    int16_t carrier[] = {0, -1};
    char title[NAME_BYTES];
    lxw_chart_font font = {.size = TITLE_SIZE, .bold = LXW_TRUE};
    chart_title_set_name(drawn, name_text(chart->title, title));
    chart_title_set_name_font(drawn, &font);
    if (chart->n_lines > 1)
        chart_legend_set_position(drawn, LXW_CHART_LEGEND_BOTTOM);
    else
        chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
    if (chart->kind == CHART_HISTOGRAM)
        chart_set_series_gap(drawn, 5);
    if (chart->kind == CHART_BARS)
        chart_set_series_gap(drawn, 60);
    if (chart->kind == CHART_WATERFALL) {
        chart_set_series_gap(drawn, 40);
        chart_set_series_overlap(drawn, 100);
        chart_legend_delete_series(drawn, carrier);
    }
}

void chart_write(struct writer *w, int sheet, int table, lxw_worksheet *worksheet) {
    const struct report_sheet *s = w->book->sheets[sheet];
    const struct sheet_layout *layout = &w->layouts[sheet];
    const struct report_table *owner = s->tables[table];
    int width = layout_pixels(layout, layout->n_columns) / (owner->n_charts) - GAP_PIXELS;
    width = width < WIDEST_PIXELS ? width : WIDEST_PIXELS;
    for (int i = 0; i < owner->n_charts; i++) {
        const struct chart *chart = &owner->charts[i];
        lxw_chart *drawn = chart->n > 0 ? workbook_add_chart(w->workbook, chart_type(chart->kind)) : NULL;
        if (drawn == NULL)
            continue;
        for (int line = 0; line < chart->n_lines; line++)
            add_line(w, drawn, chart, sheet, line);
        set_axes(w, drawn, chart, s);
        set_look(drawn, chart);
        lxw_chart_options place = {.x_offset = i * (width + GAP_PIXELS),
                                   .y_offset = GAP_PIXELS / 2,
                                   .x_scale = width / DEFAULT_WIDTH,
                                   .y_scale = ((CHART_ROWS - 1) * ROW_PIXELS) / DEFAULT_HEIGHT,
                                   .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
        writer_note(w,
                    worksheet_insert_chart_opt(worksheet, (lxw_row_t)layout->tables[table].charts, 0, drawn, &place));
    }
}
