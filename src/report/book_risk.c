/* Risk: every chance with the interval of its sampling error, and what the worst paths are like. */
#include "report/book_parts.h"

#include <math.h>
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

/* Figures of a party as a whole that hurt it on one side; people are no such figure. */
static bool can_hurt(const struct making *m, const struct metric *metric) {
    return metric->hurts != HURTS_NEITHER && metric->has_quantiles && metric->of == NULL &&
           strcmp(metric->unit, "count") != 0 && view_party(&m->view, metric->party);
}

static void add_worst(const struct making *m, struct report_sheet *sheet) {
    struct report_table *table = sheet_table(m->book, sheet, "The worst paths");
    table_note(m->book, table,
               "Mean of the worst 5% of paths, on the side that hurts the party, and the 1-in-100 point of that side. "
               "What it is by contract, tranche, year or kind of client stands on the parties' sheets.");
    table_column(table, "Party", CELL_TEXT, 22);
    table_column(table, "Figure", CELL_TEXT, 30);
    table_column(table, "Hurts when", CELL_TEXT, 22);
    table_column(table, "Mean", CELL_MONEY, 13);
    table_column(table, "Worst 5%", CELL_MONEY, 13);
    table_column(table, "1 in 100", CELL_MONEY, 13);
    table_column(table, "Meaning", CELL_TEXT, 60);
    for (int i = 0; i < m->r->n_metrics; i++) {
        const struct metric *metric = &m->r->metrics[i];
        if (!can_hurt(m, metric))
            continue;
        bool high = metric->hurts == HURTS_HIGH;
        struct cell *row = table_row(m->book, table);
        row[0] = cell_text(making_party(metric->party));
        row[1] = cell_text(making_label(m, metric->name));
        row[2] = cell_text(high ? "high" : "low");
        row[3] = making_figure(m, metric, metric->has_mean, metric->mean);
        row[4] = making_figure(m, metric, true, metric->worst5);
        row[5] = making_figure(m, metric, true, metric->quantile[high ? QUANTILE_LEVELS - 1 : 0]);
        row[6] = cell_text(metric->help);
    }
}

/* The chance of a trouble by month, parties side by side. */
static void draw_trouble(const struct making *m, struct report_table *pictures, const char *name, const char *title) {
    struct chart trouble = {.kind = CHART_LINES, .title = title, .x_title = "Month", .y_title = "Share of paths"};
    double most = 0.0;
    for (int i = 0; i < m->r->n_series; i++) {
        const struct monthly *series = &m->r->series[i];
        if (series->probability && series->party != NULL && strcmp(series->name, name) == 0 &&
            making_month_line(m, i, MONTHS_MEAN, &trouble, series->party))
            most = fmax(most, series->mean[m->r->months - 1]);
    }
    if (most > 0.0)
        *table_chart(m->book, pictures) = trouble;
}

static void add_trouble(const struct making *m, struct report_sheet *sheet) {
    struct report_table *table = sheet_table(m->book, sheet, "When trouble comes");
    table->headless = true;
    table_note(m->book, table,
               "The share of paths on which it has happened by then. The numbers are on the sheet Months.");
    draw_trouble(m, table, "below_cash_floor", "Cash has been below its floor");
    draw_trouble(m, table, "insolvent", "Insolvent");
    if (table->n_charts == 0)
        sheet->n_tables--;
}

void book_add_risk(const struct making *m) {
    struct report_sheet *sheet =
        book_sheet(m->book, "Risk", "Risk", "What can go wrong, how likely it is, and how bad the worst paths are.");
    add_trouble(m, sheet);
    add_chances(m, sheet);
    add_worst(m, sheet);
}
