/* Risk: every chance with the interval of its sampling error, and what the worst paths are like. */
#include "report/book_parts.h"

#include <string.h>

static void add_chances(const struct making *m, struct report_sheet *sheet) {
    struct report_table *table = sheet_table(m->book, sheet, "Chances");
    table_note(m->book, table,
               "The interval is 95% and speaks of sampling error alone (Wilson): how far the number of paths leaves "
               "the chance open, if the file is right.");
    table_column(table, "Party", CELL_TEXT, 22);
    table_column(table, "What can happen", CELL_TEXT, 30);
    table_column(table, "Of", CELL_TEXT, 22);
    table_column(table, "Chance", CELL_PROBABILITY, 13);
    table_column(table, "From", CELL_PROBABILITY, 13);
    table_column(table, "To", CELL_PROBABILITY, 13);
    table_column(table, "Meaning", CELL_TEXT, 60);
    for (int i = 0; i < m->r->n_metrics; i++) {
        const struct metric *metric = &m->r->metrics[i];
        if (!metric->probability || !metric->has_mean || !view_party(&m->view, metric->party))
            continue;
        struct cell *row = table_row(m->book, table);
        row[0] = cell_text(making_party(metric->party));
        row[1] = cell_text(making_label(m, metric->name));
        row[2] = cell_text(metric->of);
        row[3] = cell_number(CELL_PROBABILITY, metric->mean);
        row[4] = cell_number(CELL_PROBABILITY, metric->ci95[0]);
        row[5] = cell_number(CELL_PROBABILITY, metric->ci95[1]);
        row[6] = cell_text(metric->help);
    }
}

static void add_worst(const struct making *m, struct report_sheet *sheet) {
    struct report_table *table = sheet_table(m->book, sheet, "The worst paths");
    table_note(m->book, table,
               "Mean of the worst 5% of paths, on the side that hurts the party, and the 1-in-100 point of that side.");
    table->new_page = true;
    table_column(table, "Party", CELL_TEXT, 22);
    table_column(table, "Figure", CELL_TEXT, 30);
    table_column(table, "Of", CELL_TEXT, 22);
    table_column(table, "Mean", CELL_MONEY, 13);
    table_column(table, "Worst 5%", CELL_MONEY, 13);
    table_column(table, "1 in 100", CELL_MONEY, 13);
    table_column(table, "Hurts when", CELL_TEXT, 60);
    for (int i = 0; i < m->r->n_metrics; i++) {
        const struct metric *metric = &m->r->metrics[i];
        if (metric->hurts == HURTS_NEITHER || !metric->has_quantiles || !view_party(&m->view, metric->party) ||
            making_year(m, metric->of) != NONE)
            continue;
        bool high = metric->hurts == HURTS_HIGH;
        struct cell *row = table_row(m->book, table);
        row[0] = cell_text(making_party(metric->party));
        row[1] = cell_text(making_label(m, metric->name));
        row[2] = cell_text(metric->of);
        row[3] = making_figure(m, metric, metric->has_mean, metric->mean);
        row[4] = making_figure(m, metric, true, metric->worst5);
        row[5] = making_figure(m, metric, true, metric->quantile[high ? QUANTILE_LEVELS - 1 : 0]);
        row[6] = cell_text(high ? "high" : "low");
    }
}

static bool is_trouble(const struct making *m, const struct monthly *series) {
    return series->probability && series->party != NULL && strcmp(series->name, "below_cash_floor") == 0 &&
           view_party(&m->view, series->party);
}

/* The chance of trouble by month, parties side by side, with its picture. */
static void add_trouble(const struct making *m, struct report_sheet *sheet) {
    const struct monthly *series[CHART_LINES_MAX];
    int n = 0;
    for (int i = 0; i < m->r->n_series && n < CHART_LINES_MAX; i++)
        if (is_trouble(m, &m->r->series[i]))
            series[n++] = &m->r->series[i];
    if (n == 0)
        return;
    struct report_table *table = sheet_table(m->book, sheet, "Chance of cash below its floor, by month");
    table->new_page = true;
    table_column(table, "Month", CELL_TEXT, 22);
    table_column(table, "Date", CELL_MONTH, 30);
    for (int i = 0; i < n; i++)
        table_column(table, series[i]->party, CELL_PROBABILITY, 13);
    struct month_of_year start = {m->r->start_year, m->r->start_month};
    for (int month = 1; month <= m->r->months; month++) {
        struct cell *row = table_row(m->book, table);
        row[0] = cell_number(CELL_ORDINAL, month);
        row[1] = cell_number(CELL_MONTH, prose_month_number(start, month));
        for (int i = 0; i < n; i++)
            row[2 + i] = cell_number(CELL_PROBABILITY, series[i]->mean[month - 1]);
    }
    struct chart *chart = table_chart(m->book, table);
    *chart = (struct chart){.kind = CHART_LINES,
                            .title = table->title,
                            .y_title = "Chance",
                            .table = sheet->n_tables - 1,
                            .n = m->r->months,
                            .category = 1,
                            .n_lines = n};
    for (int i = 0; i < n; i++)
        chart->line[i] = 2 + i;
}

void book_add_risk(const struct making *m) {
    struct report_sheet *sheet =
        book_sheet(m->book, "Risk", "Risk", "What can go wrong, how likely it is, and how bad the worst paths are.");
    add_chances(m, sheet);
    add_worst(m, sheet);
    add_trouble(m, sheet);
}
