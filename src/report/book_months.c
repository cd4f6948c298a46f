/* Months: every series of every party by month, time across in the same columns for all. */
#include "report/book_parts.h"

#include <string.h>

/* A month's column has room for its heading at least, in characters. */
#define MONTH_WIDTH 6.8
#define LABEL_WIDTH 20

/* The rows of a series: the name stands on the first, the others say which they are. Those up to the 95 % point are
 * printed; the rest stand below them. */
static const struct {
    const char *words;
    int level; /* of its quantiles; MEAN, PLAN and EXPECTED are none */
} rows[MONTHS_ROWS] = {[MONTHS_MEAN] = {"mean", NONE},
                       [MONTHS_P05] = {"5%", 0},
                       [MONTHS_P95] = {"95%", 4},
                       [MONTHS_PLAN] = {"plan", NONE},
                       [MONTHS_EXPECTED] = {"expected", NONE},
                       [MONTHS_P25] = {"25%", 1},
                       [MONTHS_P50] = {"median", 2},
                       [MONTHS_P75] = {"75%", 3}};

/* The numbers of a row of a series, or NULL. */
static const double *numbers(const struct monthly *series, enum months_row row) {
    if (rows[row].level != NONE)
        return series->quantile[rows[row].level];
    if (row == MONTHS_PLAN)
        return series->plan;
    return row == MONTHS_EXPECTED ? series->expected : series->mean;
}

struct report_table *making_months_of(const struct making *m, struct report_sheet *sheet, const char *title) {
    struct month_of_year start = {m->r->start_year, m->r->start_month};
    struct report_table *table = sheet_table(m->book, sheet, title);
    table->headless = sheet->n_tables > 1;
    table_column(table, "Month", CELL_TEXT, LABEL_WIDTH);
    table_months(table, m->r->months, prose_month_number(start, 1), MONTH_WIDTH);
    return table;
}

struct report_table *making_months(const struct making *m, struct report_sheet *sheet) {
    struct report_table *table = making_months_of(m, sheet, NULL);
    struct cell *number = table_row(m->book, table), *year = table_row(m->book, table);
    number[0] = cell_toned(TONE_FAINT, "Number");
    year[0] = cell_toned(TONE_FAINT, "Financial year");
    for (int month = 1; month <= m->r->months; month++) {
        int now = m->s->year_of_month[month];
        number[month] = cell_number(CELL_ORDINAL, month);
        if (month == 1 || now != m->s->year_of_month[month - 1])
            year[month] = cell_toned(TONE_FAINT, m->s->year_name[now]);
    }
    sheet->frozen = true;
    return table;
}

void making_months_row(const struct making *m, struct report_table *table, struct cell label, enum cell_kind kind,
                       const double *number) {
    struct cell *row = table_row(m->book, table);
    row[0] = label;
    for (int month = 0; month < m->r->months; month++)
        row[1 + month] = cell_number(kind, number[month]);
}

/* "Cash (GBP)", "Starts (no.)": a series, what of, and what it is measured in. */
static const char *series_name(const struct making *m, const struct monthly *series) {
    const char *label = making_label(m, series->name);
    const char *unit = strcmp(series->unit, "count") == 0 ? "no." : series->unit;
    if (series->of != NULL)
        label = book_text(m->book, "%s (%s)", label, series->of);
    return book_text(m->book, "%s (%s)", label, series->probability ? "%" : unit);
}

/* Rows of series that stand together: from a first to a last, in tables titled by the party and `after`. */
struct portion {
    enum months_row first, last;
    const char *after;
};

static struct cell row_label(const struct making *m, const struct monthly *series, enum months_row row, bool named) {
    const char *words = rows[row].words;
    if (named)
        return cell_toned(TONE_FAINT, book_text(m->book, "    %s", words));
    const char *name = series_name(m, series);
    return cell_toned(TONE_STRONG, row == MONTHS_MEAN ? name : book_text(m->book, "%s: %s", name, words));
}

static void add_series(const struct making *m, struct report_sheet *sheet, int i, const struct portion *portion) {
    const struct monthly *series = &m->r->series[i];
    struct report_table *table = sheet->tables[sheet->n_tables - 1];
    bool named = false;
    for (enum months_row row = portion->first; row <= portion->last; row++) {
        const double *number = numbers(series, row);
        if (number == NULL)
            continue;
        m->month_rows[i].at[row] = (struct chart_row){sheet, sheet->n_tables - 1, table->n_rows, rows[row].words};
        making_months_row(m, table, row_label(m, series, row, named), prose_unit_kind(m->r, series->unit), number);
        named = true;
    }
}

static bool has_portion(const struct monthly *series, const struct portion *portion) {
    for (enum months_row row = portion->first; row <= portion->last; row++)
        if (numbers(series, row) != NULL)
            return true;
    return false;
}

static void add_party(const struct making *m, struct report_sheet *sheet, const char *party,
                      const struct portion *portion) {
    bool begun = false;
    for (int i = 0; i < m->r->n_series && view_party(&m->view, party); i++) {
        const struct monthly *series = &m->r->series[i];
        if (!making_is(series->party, party) || !has_portion(series, portion))
            continue;
        if (!begun)
            (void)making_months_of(m, sheet, book_text(m->book, "%s%s", making_party(party), portion->after));
        begun = true;
        add_series(m, sheet, i, portion);
    }
}

static void add_all(const struct making *m, struct report_sheet *sheet, const struct portion *portion) {
    for (int p = 0; p < m->s->parties.n; p++)
        add_party(m, sheet, m->s->parties.items[p].name, portion);
    add_party(m, sheet, NULL, portion);
}

bool making_month_line(const struct making *m, int series, enum months_row row, struct chart *chart, const char *name) {
    const struct chart_row *at = &m->month_rows[series].at[row];
    if (at->sheet == NULL || chart->n_lines == CHART_LINES_MAX)
        return false;
    chart->months[chart->n_lines] = *at;
    if (name != NULL)
        chart->months[chart->n_lines].name = name;
    chart->n_lines++;
    chart->n = m->r->months;
    return true;
}

void book_add_months(const struct making *m) {
    static const struct portion printed = {MONTHS_MEAN, MONTHS_P95, ""};
    static const struct portion below = {MONTHS_PLAN, MONTHS_P75, ": plan, expected case, quartiles"};
    if (m->r->n_series == 0)
        return;
    struct report_sheet *sheet = book_sheet(m->book, "Months", "Months", NULL);
    (void)making_months(m, sheet);
    add_all(m, sheet, &printed);
    sheet->n_printed = sheet->n_tables;
    add_all(m, sheet, &below);
    sheet->lead = book_text(m->book,
                            "Over all paths, in %s. Printed: mean, and the points below which 5%% and 95%% of paths "
                            "lie. Below them, not printed: plan, expected case, quartiles.",
                            m->r->currency);
}
