/* One sheet a party: its figures, pictures and financial years. All rows have the same columns. */
#include "report/book_parts.h"

#include <math.h>
#include <string.h>

#define PICTURES_ABREAST 2

enum {
    AT_WHAT,
    AT_OF,
    AT_MEAN,
    AT_P05,
    AT_P25,
    AT_P50,
    AT_P75,
    AT_P95,
    AT_PLAN,
    AT_EXPECTED,
    AT_WORST,
    AT_AS_GOOD,
    AT_COLUMNS
};

static struct report_table *add_table(const struct making *m, struct report_sheet *sheet, const char *title) {
    static const struct column columns[AT_COLUMNS] = {
        [AT_WHAT] = {"Figure", CELL_TEXT, 28},       [AT_OF] = {"Of", CELL_TEXT, 18},
        [AT_MEAN] = {"Mean", CELL_MONEY, 11.5},      [AT_P05] = {"5%", CELL_MONEY, 11.5},
        [AT_P25] = {"25%", CELL_MONEY, 11.5},        [AT_P50] = {"Median", CELL_MONEY, 11.5},
        [AT_P75] = {"75%", CELL_MONEY, 11.5},        [AT_P95] = {"95%", CELL_MONEY, 11.5},
        [AT_PLAN] = {"Plan", CELL_MONEY, 11.5},      [AT_EXPECTED] = {"Expected", CELL_MONEY, 11.5},
        [AT_WORST] = {"Worst 5%", CELL_MONEY, 11.5}, [AT_AS_GOOD] = {"As good as plan", CELL_PROBABILITY, 10.5}};
    struct report_table *table = sheet_table(m->book, sheet, title);
    for (int i = 0; i < AT_COLUMNS; i++)
        table_column(table, columns[i].title, columns[i].kind, columns[i].width);
    table->headless = sheet->n_tables > 1;
    return table;
}

static void add_metric(const struct making *m, struct report_table *table, const struct metric *metric) {
    struct cell *row = table_row(m->book, table);
    row[AT_WHAT] = cell_text(making_label(m, metric->name));
    row[AT_OF] = cell_text(metric->of);
    row[AT_MEAN] = making_figure(m, metric, metric->has_mean, metric->mean);
    static const struct {
        int column, level;
    } levels[] = {
        {AT_P05, LEVEL_P05}, {AT_P25, LEVEL_P25}, {AT_P50, LEVEL_P50}, {AT_P75, LEVEL_P75}, {AT_P95, LEVEL_P95}};
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
        row[levels[i].column] = making_figure(m, metric, metric->has_quantiles, metric->quantile[levels[i].level]);
    row[AT_PLAN] = making_figure(m, metric, metric->has_plan, metric->plan);
    row[AT_EXPECTED] = making_figure(m, metric, metric->has_expected, metric->expected);
    row[AT_WORST] = making_figure(m, metric, metric->has_quantiles && metric->hurts != HURTS_NEITHER, metric->worst5);
    row[AT_AS_GOOD] = cell_figure(CELL_PROBABILITY, metric->has_as_good, metric->as_good_as_plan);
}

static void add_figures(const struct making *m, struct report_sheet *sheet, const char *party) {
    struct report_table *table = add_table(m, sheet, NULL);
    for (int i = 0; i < m->r->n_metrics; i++)
        if (making_is(m->r->metrics[i].party, party) && making_year(m, m->r->metrics[i].of) == NONE)
            add_metric(m, table, &m->r->metrics[i]);
}

static bool is_yearly(const struct making *m, int i, const char *party) {
    return making_is(m->r->metrics[i].party, party) && making_year(m, m->r->metrics[i].of) != NONE;
}

/* Whether a yearly figure is the first of its name. */
static bool begins_name(const struct making *m, int i, const char *party) {
    for (int k = 0; k < i; k++) {
        if (is_yearly(m, k, party) && strcmp(m->r->metrics[k].name, m->r->metrics[i].name) == 0)
            return false;
    }
    return true;
}

/* All years of one figure, as a table; years follow one another in the results. */
static void add_yearly(const struct making *m, struct report_sheet *sheet, const char *party, const char *name) {
    struct report_table *table =
        add_table(m, sheet, book_text(m->book, "%s, by financial year", making_label(m, name)));
    for (int i = 0; i < m->r->n_metrics; i++) {
        if (is_yearly(m, i, party) && strcmp(m->r->metrics[i].name, name) == 0)
            add_metric(m, table, &m->r->metrics[i]);
    }
}

/* The yearly figures, a table each; the first of them is drawn too. */
static void add_years(const struct making *m, struct report_sheet *sheet, struct report_table *pictures,
                      const char *party) {
    for (int i = 0; i < m->r->n_metrics; i++) {
        if (!is_yearly(m, i, party) || !begins_name(m, i, party))
            continue;
        add_yearly(m, sheet, party, m->r->metrics[i].name);
        const struct report_table *table = sheet->tables[sheet->n_tables - 1];
        if (pictures->n_charts > 0)
            continue;
        struct chart *chart = table_chart(m->book, pictures);
        *chart = (struct chart){.kind = CHART_BARS,
                                .title = table->title,
                                .y_title = m->r->currency,
                                .x_title = "Financial year",
                                .table = sheet->n_tables - 1,
                                .n = table->n_rows,
                                .category = AT_OF,
                                .n_lines = 4,
                                .line = {AT_P05, AT_MEAN, AT_P95, AT_PLAN}};
    }
}

/* How a series is drawn: with its percentiles a fan; without them its mean, beside the plan if it has one. */
static void draw(const struct making *m, int series, struct report_table *pictures) {
    static const enum months_row fan[] = {MONTHS_P05, MONTHS_P25, MONTHS_P50, MONTHS_P75, MONTHS_P95, MONTHS_PLAN};
    const struct monthly *drawn = &m->r->series[series];
    struct chart *chart = table_chart(m->book, pictures);
    *chart = (struct chart){.kind = CHART_FAN,
                            .title = book_text(m->book, "%s, by month", making_label(m, drawn->name)),
                            .x_title = "Month",
                            .y_title = drawn->unit};
    if (making_month_line(m, series, MONTHS_P05, chart, NULL)) {
        for (size_t i = 1; i < sizeof fan / sizeof fan[0]; i++)
            (void)making_month_line(m, series, fan[i], chart, NULL);
        return;
    }
    chart->kind = CHART_LINES;
    (void)making_month_line(m, series, MONTHS_MEAN, chart, NULL);
    (void)making_month_line(m, series, MONTHS_PLAN, chart, NULL);
}

/* The chances of trouble of a party, in one picture, if there is any on some path. */
static void draw_trouble(const struct making *m, struct report_table *pictures, const char *party) {
    struct chart trouble = {
        .kind = CHART_LINES, .title = "Chance of trouble by then", .x_title = "Month", .y_title = "Share of paths"};
    double most = 0.0;
    for (int i = 0; i < m->r->n_series; i++) {
        const struct monthly *series = &m->r->series[i];
        if (!making_is(series->party, party) || !series->probability)
            continue;
        most = fmax(most, series->mean[m->r->months - 1]);
        (void)making_month_line(m, i, MONTHS_MEAN, &trouble, making_label(m, series->name));
    }
    if (most > 0.0)
        *table_chart(m->book, pictures) = trouble;
}

/* Which series deserve one of two pictures: what stands at a month's end, else the first flow. */
static bool is_drawn(const struct monthly *series, int n_pictures) {
    static const char *const telling[] = {"cash", "loan_balance"};
    bool tells = n_pictures == 0 && !series->probability;
    for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++)
        tells = tells || strcmp(series->name, telling[i]) == 0;
    return tells && n_pictures < PICTURES_ABREAST;
}

/* Pictures of the months of a party: two abreast, the third below them. */
static void add_series(const struct making *m, struct report_table *pictures, struct report_table *below,
                       const char *party) {
    for (int i = 0; i < m->r->n_series; i++)
        if (making_is(m->r->series[i].party, party) && is_drawn(&m->r->series[i], pictures->n_charts))
            draw(m, i, pictures);
    draw_trouble(m, pictures->n_charts < PICTURES_ABREAST ? pictures : below, party);
}

static bool has_anything(const struct results *r, const char *party) {
    for (int i = 0; i < r->n_metrics; i++)
        if (making_is(r->metrics[i].party, party))
            return true;
    for (int i = 0; i < r->n_series; i++)
        if (making_is(r->series[i].party, party))
            return true;
    return false;
}

static void add_sheet(const struct making *m, const char *party, const char *kind, const char *lead) {
    if (!has_anything(m->r, party) || !view_party(&m->view, party))
        return;
    const char *name = making_party(party);
    struct report_sheet *sheet = book_sheet(m->book, name, book_text(m->book, "%s (%s)", name, kind), lead);
    sheet->frozen = true;
    (void)add_table(m, sheet, NULL); /* the heading of all that follow */
    struct report_table *pictures = add_table(m, sheet, NULL), *below = add_table(m, sheet, NULL);
    add_figures(m, sheet, party);
    add_years(m, sheet, pictures, party);
    add_series(m, pictures, below, party);
}

void book_add_parties(const struct making *m) {
    for (int p = 0; p < m->s->parties.n; p++)
        add_sheet(m, m->s->parties.items[p].name, prose_party_kind(m->s->parties.items[p].kind),
                  book_text(m->book,
                            "The figures of this %s and its financial years; its months stand on the sheet Months.",
                            prose_party_kind(m->s->parties.items[p].kind)));
    add_sheet(m, NULL, "people served", "Who was referred, started and succeeded, all providers together.");
}
