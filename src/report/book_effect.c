/* What effect, and what volume, returns what; and the plan, the expected case and the paths side by side. */
#include "report/book_parts.h"
#include "report/why.h"

#include <string.h>

/* ---- Plan, expected case and paths ---- */

static const struct {
    const char *title, *name;
} compared[] = {{"Return a year", "irr"}, {"Multiple", "multiple"}, {"Profit", "profit"}, {"Drawn", "drawn"}};

static void add_compared(const struct making *m, struct report_table *table, const struct metric *key, int which) {
    const struct metric *metric = results_metric(m->r, key->party, key->of, compared[which].name);
    if (metric == NULL)
        return;
    bool ratio = strcmp(metric->name, "irr") == 0 || strcmp(metric->name, "multiple") == 0;
    const struct metric *headline = results_metric(
        m->r, key->party, key->of, strcmp(metric->name, "irr") == 0 ? "irr_of_mean" : "multiple_of_mean");
    const struct metric *mean = ratio && headline ? headline : metric;
    struct cell *row = table_row(m->book, table);
    row[0] = cell_toned(key->of == NULL ? TONE_STRONG : TONE_PLAIN, key->party);
    row[1] = cell_text(key->of == NULL ? "all" : key->of);
    row[2] = cell_text(compared[which].title);
    row[3] = making_figure(m, metric, metric->has_plan, metric->plan);
    row[4] = making_figure(m, metric, metric->has_expected, metric->expected);
    row[5] = making_figure(m, metric, mean->has_mean, mean->mean);
    row[6] = making_figure(m, metric, metric->has_quantiles, metric->quantile[LEVEL_P05]);
    row[7] = making_figure(m, metric, metric->has_quantiles, metric->quantile[LEVEL_P50]);
    row[8] = making_figure(m, metric, metric->has_quantiles, metric->quantile[LEVEL_P95]);
    row[9] = cell_figure(CELL_PROBABILITY, metric->has_as_good, metric->as_good_as_plan);
}

static bool is_holding(const struct making *m, const struct metric *metric) {
    return strcmp(metric->name, "irr_of_mean") == 0 && metric->party != NULL && view_party(&m->view, metric->party) &&
           (metric->of == NULL || making_holds_several(m, metric->party));
}

static void add_cases(const struct making *m, struct report_sheet *sheet) {
    static const char *const heads[] = {"Plan", "Expected", "Mean flows", "5%", "Median", "95%", "As good as plan"};
    const char *sentence[WHY_MOST];
    struct report_table *table = sheet_table(m->book, sheet, "Plan, expected case and paths");
    int n = why_cases_differ(m->book, &m->view, m->r, sentence);
    if (n > 0)
        table_note(m->book, table, "Why they differ:");
    for (int i = 0; i < n; i++)
        table_note(m->book, table, sentence[i]);
    table_column(table, "Investor", CELL_TEXT, 24);
    table_column(table, "Tranche", CELL_TEXT, 14);
    table_column(table, "What", CELL_TEXT, 16);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_column(table, heads[i], CELL_MONEY, 13);
    for (int i = 0; i < m->r->n_metrics; i++) {
        for (int k = 0; is_holding(m, &m->r->metrics[i]) && k < (int)(sizeof compared / sizeof compared[0]); k++)
            add_compared(m, table, &m->r->metrics[i], k);
    }
}

/* ---- Factors from which something is true ---- */

static const struct {
    const char *words, *success, *volume;
} marks[] = {{"Capital is back", "break_even_success", "break_even_volume"},
             {"The hurdle is met", "hurdle_success", "hurdle_volume"},
             {"The cap binds", "cap_binds_success", "cap_binds_volume"}};

static void add_mark(const struct making *m, struct report_table *table, const struct metric *success, int which) {
    const struct metric *volume = results_metric(m->r, success->party, success->of, marks[which].volume);
    if (!success->has_mean && (volume == NULL || !volume->has_mean))
        return;
    struct cell *row = table_row(m->book, table);
    row[0] = cell_text(success->party);
    row[1] = cell_text(success->of == NULL ? "all" : success->of);
    row[2] = cell_text(marks[which].words);
    row[3] = making_figure(m, success, success->has_mean, success->mean);
    row[4] = volume ? making_figure(m, volume, volume->has_mean, volume->mean) : (struct cell){.kind = CELL_EMPTY};
}

static void add_marks(const struct making *m, struct report_sheet *sheet) {
    struct report_table *table = sheet_table(m->book, sheet, "From where");
    table_note(
        m->book, table,
        "What success (outcome probabilities and measured effects), or referrals, would have to be multiplied by "
        "for it to be true of the expected case. 1 is what is expected. An empty cell: by nothing up to 3.");
    table_column(table, "Party", CELL_TEXT, 24);
    table_column(table, "Of", CELL_TEXT, 14);
    table_column(table, "What", CELL_TEXT, 16);
    table_column(table, "Success times", CELL_NUMBER, 13);
    table_column(table, "Referrals times", CELL_NUMBER, 13);
    for (int k = 0; k < (int)(sizeof marks / sizeof marks[0]); k++) {
        for (int i = 0; i < m->r->n_metrics; i++) {
            const struct metric *metric = &m->r->metrics[i];
            bool mine = metric->party != NULL && view_party(&m->view, metric->party);
            if (mine && strcmp(metric->name, marks[k].success) == 0 &&
                (k > 0 || results_metric(m->r, metric->party, metric->of, "irr_of_mean") != NULL))
                add_mark(m, table, metric, k);
        }
    }
}

/* ---- Curves ---- */

static bool is_shown(const struct making *m, const struct curve *c, const char *by) {
    return strcmp(c->by, by) == 0 && strcmp(c->name, "irr") == 0 && view_party(&m->view, c->party) &&
           (c->of == NULL || making_holds_several(m, c->party));
}

/* A table of returns over factors, one column a holding, and its picture into a table that stands earlier. */
static void add_curves(const struct making *m, struct report_sheet *sheet, struct report_table *pictures,
                       const char *by, const char *axis) {
    const struct curve *shown[CHART_LINES_MAX];
    int n = 0;
    for (int i = 0; i < m->r->n_curves && n < CHART_LINES_MAX; i++) {
        if (is_shown(m, &m->r->curves[i], by))
            shown[n++] = &m->r->curves[i];
    }
    if (n == 0)
        return;
    struct report_table *table = sheet_table(m->book, sheet, book_text(m->book, "Return by %s", by));
    table_column(table, axis, CELL_NUMBER, 24);
    for (int k = 0; k < n; k++) {
        const struct curve *c = shown[k];
        table_column(table, c->of ? book_text(m->book, "%s, %s", c->party, c->of) : c->party, CELL_RATE, 14);
    }
    for (int i = 0; i < shown[0]->n; i++) {
        struct cell *row = table_row(m->book, table);
        row[0] = cell_number(CELL_NUMBER, shown[0]->factor[i]);
        for (int k = 0; k < n; k++)
            row[1 + k] = cell_figure(CELL_RATE, shown[k]->defined[i], shown[k]->value[i]);
    }
    struct chart *chart = table_chart(m->book, pictures);
    *chart = (struct chart){.kind = CHART_CURVES,
                            .title = table->title,
                            .x_title = axis,
                            .y_title = "Return a year",
                            .table = sheet->n_tables - 1,
                            .n = table->n_rows,
                            .category = 0,
                            .n_lines = n};
    for (int k = 0; k < n; k++)
        chart->line[k] = 1 + k;
}

void book_add_effect(const struct making *m) {
    bool any = false;
    for (int i = 0; i < m->r->n_metrics; i++)
        any = any || is_holding(m, &m->r->metrics[i]);
    if (!any)
        return;
    struct report_sheet *sheet =
        book_sheet(m->book, "Effect and volume", "Effect and volume",
                   "What success, and how many referrals, return what; plan, expected case and paths side by side. The "
                   "numbers of the curves are not printed.");
    add_cases(m, sheet);
    add_marks(m, sheet);
    struct report_table *pictures = sheet_table(m->book, sheet, "Curves");
    pictures->headless = true;
    sheet->n_printed = sheet->n_tables;
    add_curves(m, sheet, pictures, "success", "Success times");
    add_curves(m, sheet, pictures, "volume", "Referrals times");
}
