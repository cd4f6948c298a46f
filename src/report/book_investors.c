/* Investors: returns of each investor and tranche, and how they are spread. */
#include "report/book_parts.h"

#include <math.h>
#include <string.h>

/* The table of returns: a column for each of these figures, of a level of its paths or its mean. */
enum { THE_MEAN = -1 };
static const struct {
    const char *title, *name;
    int level;
} columns[] = {{"Committed", "committed", THE_MEAN},
               {"Drawn", "drawn", THE_MEAN},
               {"Returned", "returned", THE_MEAN},
               {"Return a year, of mean flows", "irr_of_mean", THE_MEAN},
               {"Return, 5%", "irr", LEVEL_P05},
               {"Return, median", "irr", LEVEL_P50},
               {"Return, 95%", "irr", LEVEL_P95},
               {"Multiple, of mean flows", "multiple_of_mean", THE_MEAN},
               {"Loses capital", "loses_capital", THE_MEAN},
               {"Loses all", "loses_all", THE_MEAN},
               {"Below hurdle", "below_hurdle", THE_MEAN},
               {"Expected loss", "loss", THE_MEAN}};
enum { N_COLUMNS = (int)(sizeof columns / sizeof columns[0]) };

static void add_return(const struct making *m, struct report_table *table, const struct metric *key) {
    struct cell *row = table_row(m->book, table);
    row[0] = cell_toned(key->of == NULL ? TONE_STRONG : TONE_PLAIN, key->party);
    row[1] = cell_text(key->of == NULL ? "all" : key->of);
    for (int i = 0; i < N_COLUMNS; i++) {
        const struct metric *metric = results_metric(m->r, key->party, key->of, columns[i].name);
        if (metric == NULL)
            continue;
        bool mean = columns[i].level == THE_MEAN;
        row[2 + i] = making_figure(m, metric, mean ? metric->has_mean : metric->has_quantiles,
                                   mean ? metric->mean : metric->quantile[columns[i].level]);
    }
}

static bool is_key(const struct making *m, const struct metric *metric) {
    return strcmp(metric->name, "irr_of_mean") == 0 && metric->party != NULL && view_party(&m->view, metric->party);
}

static void add_returns(const struct making *m, struct report_sheet *sheet) {
    struct report_table *table = sheet_table(m->book, sheet, "Returns");
    table_note(m->book, table,
               "Drawn, returned and loss are means over paths. The return of mean flows is the headline; the mean of "
               "paths' returns is not shown, for it means little.");
    table_column(table, "Investor", CELL_TEXT, 22);
    table_column(table, "Tranche", CELL_TEXT, 12);
    for (int i = 0; i < N_COLUMNS; i++)
        table_column(table, columns[i].title, CELL_MONEY, 10.5);
    for (int i = 0; i < m->r->n_metrics; i++)
        if (is_key(m, &m->r->metrics[i]))
            add_return(m, table, &m->r->metrics[i]);
}

/* How a metric is spread. */
enum { SPREAD_LABEL, SPREAD_FROM, SPREAD_TO, SPREAD_PATHS, SPREAD_SHARE, SPREAD_CUMULATIVE };

static struct cell *spread_row(const struct making *m, struct report_table *table, const struct metric *metric,
                               int64_t paths, int64_t so_far) {
    struct cell *row = table_row(m->book, table);
    double all = (double)(metric->defined > 0 ? metric->defined : 1);
    row[SPREAD_PATHS] = cell_number(CELL_COUNT, (double)paths);
    row[SPREAD_SHARE] = cell_number(CELL_PROBABILITY, (double)paths / all);
    row[SPREAD_CUMULATIVE] = cell_number(CELL_PROBABILITY, (double)so_far / all);
    return row;
}

static const char *edge(const struct making *m, const struct metric *metric, const char *before, double at) {
    struct text_buf words = {0};
    text_appendf(&words, "%s", before);
    prose_figure(&words, m->r, metric->unit, at, 0.0);
    return book_take(m->book, &words);
}

static int add_spread_rows(const struct making *m, struct report_table *table, const struct metric *metric) {
    enum cell_kind kind = prose_unit_kind(m->r, metric->unit);
    int first = 0, last = METRIC_BINS - 1;
    while (first < last && metric->bins[first] == 0)
        first++;
    while (last > first && metric->bins[last] == 0)
        last--;
    int64_t so_far = metric->below;
    if (metric->below > 0)
        spread_row(m, table, metric, metric->below, so_far)[SPREAD_LABEL] =
            cell_text(edge(m, metric, "under ", metric->bin_low));
    for (int bin = first; bin <= last; bin++) {
        double from = metric->bin_low + bin * metric->bin_width;
        so_far += metric->bins[bin];
        struct cell *row = spread_row(m, table, metric, metric->bins[bin], so_far);
        row[SPREAD_LABEL] = cell_text(edge(m, metric, "", from));
        row[SPREAD_FROM] = cell_number(kind, from);
        row[SPREAD_TO] = cell_number(kind, metric->bin_low + (bin + 1) * metric->bin_width);
    }
    if (metric->above > 0)
        spread_row(m, table, metric, metric->above, so_far + metric->above)[SPREAD_LABEL] =
            cell_text(edge(m, metric, "over ", metric->bin_low + METRIC_BINS * metric->bin_width));
    return last - first + 1;
}

/* The data of a spread, and its two pictures into a table that stands earlier on the sheet. */
static void add_spread(const struct making *m, struct report_sheet *sheet, struct report_table *pictures,
                       const struct metric *metric) {
    struct report_table *table = sheet_table(m->book, sheet, pictures->title);
    table_column(table, "Bin", CELL_TEXT, 24);
    table_column(table, "From", CELL_MONEY, 14);
    table_column(table, "To", CELL_MONEY, 12.5);
    table_column(table, "Paths", CELL_COUNT, 12.5);
    table_column(table, "Share of paths", CELL_PROBABILITY, 12.5);
    table_column(table, "At most this", CELL_PROBABILITY, 12.5);
    int bins = add_spread_rows(m, table, metric);
    const char *axis = book_text(m->book, "%s (%s)", making_label(m, metric->name),
                                 strcmp(metric->unit, "1/year") == 0 ? "a year" : metric->unit);
    struct chart *histogram = table_chart(m->book, pictures);
    *histogram = (struct chart){.kind = CHART_HISTOGRAM,
                                .title = pictures->title,
                                .x_title = axis,
                                .y_title = "Share of paths",
                                .table = sheet->n_tables - 1,
                                .n = table->n_rows,
                                .category = SPREAD_LABEL,
                                .n_lines = 1,
                                .line = {SPREAD_SHARE}};
    struct chart *curve = table_chart(m->book, pictures);
    *curve = (struct chart){.kind = CHART_CUMULATIVE,
                            .title = "Share of paths with at most this",
                            .x_title = axis,
                            .y_title = "Share of paths",
                            .table = sheet->n_tables - 1,
                            .first = metric->below > 0 ? 1 : 0,
                            .n = bins,
                            .category = SPREAD_TO,
                            .n_lines = 1,
                            .line = {SPREAD_CUMULATIVE}};
}

/* Whether a metric is one whose spread over paths is shown: an investor's, and of each tranche where it holds several. */
static bool is_spread(const struct making *m, const struct metric *metric) {
    static const char *const names[] = {"irr", "returned"};
    bool named = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        named = named || strcmp(metric->name, names[i]) == 0;
    return named && metric->party != NULL && (metric->of == NULL || making_holds_several(m, metric->party)) &&
           view_party(&m->view, metric->party) && metric->has_quantiles && metric->paths > 1 &&
           metric->bin_width > 0.0 && metric->min < metric->max;
}

static const char *spread_title(const struct making *m, const struct metric *metric) {
    const char *label = making_label(m, metric->name);
    if (metric->of == NULL)
        return book_text(m->book, "%s: %s", metric->party, label);
    return book_text(m->book, "%s, %s: %s", metric->party, metric->of, label);
}

/* Pictures first, the numbers that they draw below what is printed. */
static void add_spreads(const struct making *m, struct report_sheet *sheet) {
    int first = sheet->n_tables;
    for (int i = 0; i < m->r->n_metrics; i++) {
        const struct metric *metric = &m->r->metrics[i];
        if (is_spread(m, metric))
            sheet_table(m->book, sheet, spread_title(m, metric))->headless = true;
    }
    for (int i = 0; i < m->r->n_metrics && !m->book->failed; i++)
        if (is_spread(m, &m->r->metrics[i]))
            add_spread(m, sheet, sheet->tables[first++], &m->r->metrics[i]);
    if (sheet->n_tables > first)
        sheet->n_printed = first;
}

void book_add_investors(const struct making *m) {
    bool any = false;
    for (int i = 0; i < m->r->n_metrics; i++)
        any = any || is_key(m, &m->r->metrics[i]);
    if (!any)
        return;
    struct report_sheet *sheet =
        book_sheet(m->book, "Investors", "Investors",
                   "Returns of each investor and tranche, and how they are spread. The numbers that the pictures draw "
                   "stand below them and are not printed.");
    add_returns(m, sheet);
    add_spreads(m, sheet);
}
