/* Bonds: what tranches earn, the order of the waterfall, and the sources and uses of each spv. */
#include "report/book_parts.h"
#include "report/terms.h"
#include "scheme/ending.h"

#include <math.h>

enum { AT_WHAT, AT_MEAN, AT_LOW, AT_MEDIAN, AT_HIGH, AT_PLAN, AT_EXPECTED };

/* What the rows of a side come to. */
struct side_total {
    double mean, plan, expected;
};

static const struct metric *of_spv(const struct making *m, const struct bond *b, const char *name) {
    return results_metric(m->r, m->s->parties.items[b->spv].name, NULL, name);
}

static void add_row(const struct making *m, struct report_table *table, const char *what, const struct metric *metric,
                    struct side_total *total) {
    if (metric == NULL || (metric->mean == 0 && metric->plan == 0 && metric->expected == 0))
        return;
    struct cell *row = table_row(m->book, table);
    row[AT_WHAT] = cell_text(what);
    row[AT_MEAN] = making_figure(m, metric, metric->has_mean, metric->mean);
    row[AT_LOW] = making_figure(m, metric, metric->has_quantiles, metric->quantile[LEVEL_P05]);
    row[AT_MEDIAN] = making_figure(m, metric, metric->has_quantiles, metric->quantile[LEVEL_P50]);
    row[AT_HIGH] = making_figure(m, metric, metric->has_quantiles, metric->quantile[LEVEL_P95]);
    row[AT_PLAN] = making_figure(m, metric, metric->has_plan, metric->plan);
    row[AT_EXPECTED] = making_figure(m, metric, metric->has_expected, metric->expected);
    total->mean += metric->mean;
    total->plan += metric->plan;
    total->expected += metric->expected;
}

static void add_total(const struct making *m, struct report_table *table, const char *what,
                      const struct side_total *total) {
    struct cell *row = table_row(m->book, table);
    row[AT_WHAT] = cell_toned(TONE_STRONG, what);
    row[AT_MEAN] = cell_number(CELL_MONEY, total->mean);
    row[AT_PLAN] = cell_number(CELL_MONEY, total->plan);
    row[AT_EXPECTED] = cell_number(CELL_MONEY, total->expected);
}

/* A figure of the spv, and what it is called in the table. */
struct figure {
    const char *name, *words;
};

static void add_side(const struct making *m, struct report_table *table, const struct bond *b,
                     const struct figure *figure, size_t n, struct side_total *total) {
    for (size_t i = 0; i < n; i++)
        add_row(m, table, figure[i].words, of_spv(m, b, figure[i].name), total);
}

static void add_drawn(const struct making *m, struct report_table *table, const struct bond *b,
                      struct side_total *total) {
    for (int t = 0; t < b->tranches.n; t++) {
        const struct tranche *tranche = &b->tranches.items[t];
        const char *investor = m->s->parties.items[tranche->investor].name;
        add_row(m, table, book_text(m->book, "Drawn: %s (%s)", tranche->name, investor),
                results_metric(m->r, investor, tranche->name, "drawn"), total);
    }
}

/* ---- The picture of sources and uses ---- */

/* Means add up to nothing but for rounding. */
#define HALF_PENNY 0.005

enum { STEP_WHAT, STEP_BASE, STEP_SOURCE, STEP_USE, STEP_ALL, STEP_BELOW, STEP_COLUMNS };

/* A step from one level to another, in a column: what stands below zero has a column of its own. */
static void add_step(const struct making *m, struct report_table *steps, const char *what, double from, double to,
                     int column) {
    struct cell *row = table_row(m->book, steps);
    double low = fmin(from, to), high = fmax(from, to);
    row[STEP_WHAT] = cell_text(what);
    row[STEP_BASE] = cell_number(CELL_MONEY, low >= 0 ? low : fmin(high, 0.0));
    row[column] = cell_figure(CELL_MONEY, high > 0, high - fmax(low, 0.0));
    row[STEP_BELOW] = cell_figure(CELL_MONEY, low < 0, low - fmin(high, 0.0));
}

static bool any_below(const struct report_table *steps) {
    for (int i = 0; i < steps->n_rows; i++)
        if (steps->rows[i][STEP_BELOW].kind != CELL_EMPTY)
            return true;
    return false;
}

/* Where the rows of sources end in a table, and where those of uses begin and end. */
struct sides {
    int sources, uses, end;
};

/* The means of a table of sources and uses as steps up and down, with their picture. */
static void add_steps(const struct making *m, struct report_sheet *sheet, const struct report_table *table,
                      const struct sides *sides) {
    static const char *const titles[] = {"Step", "Carried by", "Sources", "Uses", "All sources", "Below zero"};
    const char *title = book_text(m->book, "%s, mean of all paths", table->title);
    struct report_table *steps = sheet_table(m->book, sheet, "Steps of the picture");
    double level = 0.0;
    for (int i = 0; i < STEP_COLUMNS; i++)
        table_column(steps, titles[i], i == STEP_WHAT ? CELL_TEXT : CELL_MONEY, i == STEP_WHAT ? 46 : 14);
    for (int i = 0; i < sides->end && !m->book->failed; i++) {
        const struct cell *row = table->rows[i];
        double to = level + (i < sides->sources ? 1.0 : -1.0) * row[AT_MEAN].number;
        if (i == sides->sources)
            add_step(m, steps, "All sources", 0.0, level, STEP_ALL);
        if (i >= sides->sources && i < sides->uses)
            continue;
        to = fabs(to) < HALF_PENNY ? 0.0 : to;
        add_step(m, steps, row[AT_WHAT].text, level, to, i < sides->sources ? STEP_SOURCE : STEP_USE);
        level = to;
    }
    *table_chart(m->book, steps) = (struct chart){.kind = CHART_WATERFALL,
                                                  .title = title,
                                                  .y_title = m->r->currency,
                                                  .table = sheet->n_tables - 1,
                                                  .n = steps->n_rows,
                                                  .category = STEP_WHAT,
                                                  .n_lines = any_below(steps) ? STEP_BELOW : STEP_ALL,
                                                  .line = {STEP_BASE, STEP_SOURCE, STEP_USE, STEP_ALL, STEP_BELOW}};
}

static const struct report_table *add_sources(const struct making *m, struct report_sheet *sheet, const struct bond *b,
                                              struct sides *sides) {
    static const struct figure in[] = {{"receipts", "Receipts under contracts"},
                                       {"other_income", "Other income"},
                                       {"borrowed", "Loans drawn"},
                                       {"opening_cash", "Opening cash"}};
    static const struct figure out[] = {{"service_payments", "Service payments"},
                                        {"costs", "Own costs"},
                                        {"fees", "Fees of the bond"},
                                        {"interest", "Interest of overdraft and loans"},
                                        {"loans_repaid", "Loans repaid"},
                                        {"to_investors", "Distributed to investors"},
                                        {"excess", "Excess, paid on"},
                                        {"closing_cash", "Closing cash"}};
    static const struct figure beside[] = {{"recycled_receipts", "Receipts recycled into service, costs and fees"},
                                           {"guaranteed", "Paid to investors by the guarantor"},
                                           {"extra_commitment", "Capital wanted beyond the commitment"}};
    struct side_total sources = {0}, uses = {0}, aside = {0};
    const char *spv = m->s->parties.items[b->spv].name;
    struct report_table *table = sheet_table(m->book, sheet, book_text(m->book, "Sources and uses of %s", spv));
    table_note(m->book, table,
               "From the first month to the last. Sources and uses come to the same, on every path; quantiles of rows "
               "do not add up.");
    table_column(table, "Sources", CELL_TEXT, 46);
    static const char *const titles[] = {"Mean", "5%", "Median", "95%", "Plan", "Expected"};
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        table_column(table, titles[i], CELL_MONEY, 14);
    add_drawn(m, table, b, &sources);
    add_side(m, table, b, in, sizeof in / sizeof in[0], &sources);
    sides->sources = table->n_rows;
    add_total(m, table, "All sources", &sources);
    table_row(m->book, table)[AT_WHAT] = cell_toned(TONE_STRONG, "Uses");
    sides->uses = table->n_rows;
    add_side(m, table, b, out, sizeof out / sizeof out[0], &uses);
    sides->end = table->n_rows;
    add_total(m, table, "All uses", &uses);
    struct cell *heading = table_row(m->book, table);
    heading[AT_WHAT] = cell_toned(TONE_STRONG, "Beside them");
    int before = table->n_rows;
    add_side(m, table, b, beside, sizeof beside / sizeof beside[0], &aside);
    if (table->n_rows == before)
        heading[AT_WHAT] = (struct cell){.kind = CELL_EMPTY};
    return table;
}

static void add_line(const struct making *m, struct report_table *table, const char *label, struct text_buf *words) {
    table_note(m->book, table, book_text(m->book, "%s: %s", label, book_take(m->book, words)));
}

static void add_order(const struct making *m, struct report_sheet *sheet, const struct bond *b) {
    struct report_table *table = sheet_table(
        m->book, sheet, book_text(m->book, "What %s pays, and in what order", m->s->parties.items[b->spv].name));
    table->headless = true;
    for (int t = 0; t < b->tranches.n; t++) {
        const struct tranche *tranche = &b->tranches.items[t];
        struct text_buf words = {0};
        text_appendf(&words, "%s puts up to ", m->s->parties.items[tranche->investor].name);
        prose_money(&words, m->r->symbol, prose_main_unit(tranche->principal), 0.0);
        terms_tranche(&words, m->s, tranche);
        add_line(m, table, book_text(m->book, "Tranche %s, rank %d", tranche->name, tranche->rank), &words);
    }
    for (int k = 0; k < b->steps.n; k++) {
        struct text_buf words = {0};
        text_append(&words, b->steps.items[k].words);
        add_line(m, table, book_text(m->book, "%d", k + 1), &words);
    }
    if (b->review.n > 0) {
        struct text_buf words = {0};
        ending_words_bond(m->s, b, &words);
        add_line(m, table, "Investors stop", &words);
    }
    if (b->guarantee.given) {
        struct text_buf words = {0};
        terms_guarantee(&words, m->s, b);
        add_line(m, table, "Guarantee", &words);
    }
}

void book_add_bonds(const struct making *m) {
    struct report_sheet *sheet = NULL;
    for (int k = 0; k < m->s->bonds.n; k++) {
        const struct bond *b = &m->s->bonds.items[k];
        if (!view_bond(&m->view, b) || of_spv(m, b, "capital_drawn") == NULL)
            continue;
        if (sheet == NULL)
            sheet =
                book_sheet(m->book, "Bonds", "Bonds",
                           "What tranches earn, who is paid in what order, and where the money came from and went.");
        struct sides sides = {0};
        const struct report_table *table = add_sources(m, sheet, b, &sides);
        add_order(m, sheet, b);
        add_steps(m, sheet, table, &sides);
    }
}
