/* Financial years: what flows to and from each party in them, on average. */
#include "report/book_parts.h"

#include <string.h>

/* Series that are flows, and so add up over a year. */
static bool is_flow(const char *name) {
    static const char *const flows[] = {"receipts", "costs", "payments", "drawn", "distributed", "starts"};
    for (size_t i = 0; i < sizeof flows / sizeof flows[0]; i++)
        if (strcmp(name, flows[i]) == 0)
            return true;
    return false;
}

static bool wanted(const struct monthly *series, const char *party) {
    return making_is(series->party, party) && series->of == NULL && is_flow(series->name);
}

/* Sum of a year's months of an array by month. */
static double year_sum(const struct making *m, const double *by_month, int year) {
    double sum = 0.0;
    for (int month = 1; month <= m->r->months; month++)
        if (m->s->year_of_month[month] == year)
            sum += by_month[month - 1];
    return sum;
}

static void add_cells(const struct making *m, struct report_table *table, const char *party, int year) {
    struct cell *row = table_row(m->book, table);
    int column = 0;
    row[column++] = year < 0 ? cell_toned(TONE_STRONG, "All years") : cell_text(m->s->year_name[year]);
    for (int i = 0; i < m->r->n_series && column + 1 < table->n_columns; i++) {
        const struct monthly *series = &m->r->series[i];
        if (!wanted(series, party))
            continue;
        double mean = 0.0, plan = 0.0;
        for (int y = year < 0 ? 0 : year; y <= (year < 0 ? m->s->n_years - 1 : year); y++) {
            mean += year_sum(m, series->mean, y);
            plan += series->plan != NULL ? year_sum(m, series->plan, y) : 0.0;
        }
        enum cell_kind kind = prose_unit_kind(m->r, series->unit);
        row[column++] = cell_number(kind, mean);
        row[column++] = cell_figure(kind, series->plan != NULL, plan);
    }
}

static void add_party(const struct making *m, struct report_sheet *sheet, const char *party) {
    int n = 0;
    for (int i = 0; i < m->r->n_series; i++)
        n += wanted(&m->r->series[i], party);
    if (n == 0 || !view_party(&m->view, party))
        return;
    struct report_table *table = sheet_table(m->book, sheet, making_party(party));
    table_column(table, "Year", CELL_TEXT, 14);
    for (int i = 0; i < m->r->n_series && table->n_columns + 2 <= TABLE_COLUMNS_MAX; i++) {
        const struct monthly *series = &m->r->series[i];
        if (!wanted(series, party))
            continue;
        enum cell_kind kind = prose_unit_kind(m->r, series->unit);
        table_column(table, book_text(m->book, "%s, mean", making_label(m, series->name)), kind, 14);
        table_column(table, book_text(m->book, "%s, plan", making_label(m, series->name)), kind, 14);
    }
    for (int year = 0; year < m->s->n_years; year++)
        add_cells(m, table, party, year);
    add_cells(m, table, party, -1);
}

static bool any_flow(const struct making *m) {
    for (int i = 0; i < m->r->n_series; i++)
        if (wanted(&m->r->series[i], m->r->series[i].party) && view_party(&m->view, m->r->series[i].party))
            return true;
    return false;
}

void book_add_years(const struct making *m) {
    if (!any_flow(m))
        return;
    struct report_sheet *sheet =
        book_sheet(m->book, "Years", "Financial years",
                   "What flows to and from each party in each financial year, mean beside plan.");
    for (int p = 0; p < m->s->parties.n; p++)
        add_party(m, sheet, m->s->parties.items[p].name);
    add_party(m, sheet, NULL);
}
