/* What the book rests on: every input, and the contracts in words. */
#include "base/text.h"
#include "report/book_parts.h"
#include "report/inputs.h"
#include "report/terms.h"
#include "scheme/condition/kinds.h"
#include "scheme/term/words.h"

enum {
    INPUT_PATH,
    INPUT_UNIT,
    INPUT_LOW,
    INPUT_LIKELY,
    INPUT_HIGH,
    INPUT_MEAN,
    INPUT_PLAN,
    INPUT_LAW,
    INPUT_STANDING,
    INPUT_SOURCE
};

static struct cell input_figure(const struct input *input, bool has, double number) {
    return cell_figure(input_kind(input, number), has, number);
}

/* Where an input comes from, as a text of the book; NULL: nothing is said. */
static const char *origin_of(const struct making *m, const struct input *input) {
    struct text_buf words = {0};
    input_origin(&words, input);
    m->book->failed |= words.failed;
    const char *origin = words.length > 0 ? book_text(m->book, "%s", words.data) : NULL;
    text_free(&words);
    return origin;
}

static void add_input(const struct making *m, struct report_table *table, const struct input *input) {
    struct cell *row = table_row(m->book, table);
    bool uncertain = input_is_uncertain(input);
    row[INPUT_PATH] = cell_text(input->place.path);
    row[INPUT_UNIT] = cell_text(input->unit);
    row[INPUT_LOW] = input_figure(input, uncertain, input->low);
    row[INPUT_LIKELY] = input_figure(input, true, input_median(m->s, input));
    if (!making_starts_live(m, input))
        row[INPUT_LIKELY].name = book_name(m->book, "Input", input->place.path);
    row[INPUT_HIGH] = input_figure(input, uncertain, input->high);
    row[INPUT_MEAN] = input_figure(input, uncertain, input->likely);
    row[INPUT_PLAN] = input_figure(input, uncertain, input->plan);
    row[INPUT_LAW] = cell_text(uncertain ? input->words : NULL);
    row[INPUT_STANDING] = cell_toned(input->assumed ? TONE_MARKED : TONE_PLAIN, input_standing(input));
    row[INPUT_SOURCE] = cell_text(origin_of(m, input));
}

static void add_inputs(const struct making *m, struct report_table *table) {
    int *ranked = book_alloc(m->book, m->s->inputs.n, sizeof *ranked);
    if (ranked == NULL)
        return;
    inputs_rank(m->s, ranked);
    for (int i = 0; i < m->s->inputs.n; i++) {
        const struct input *input = &m->s->inputs.items[ranked[i]];
        if (view_path(&m->view, input->place.path))
            add_input(m, table, input);
    }
}

void book_add_assumptions(const struct making *m) {
    struct report_sheet *sheet = book_sheet(m->book, "Assumptions", "Assumptions",
                                            "Every number of the file, once; a certain one under Likely alone. First "
                                            "the uncertain and assumed, of the widest "
                                            "spread for their size: no sensitivity is known to this book.");
    struct report_table *table = sheet_table(m->book, sheet, NULL);
    sheet->frozen = true;
    table_column(table, "Input", CELL_TEXT, 45);
    table_column(table, "Unit", CELL_TEXT, 10.5);
    table_column(table, "Low (5%)", CELL_PLAIN, 10);
    table_column(table, "Likely (50%)", CELL_PLAIN, 10);
    table_column(table, "High (95%)", CELL_PLAIN, 10);
    table_column(table, "Mean", CELL_PLAIN, 10);
    table_column(table, "Plan", CELL_PLAIN, 10);
    table_column(table, "Distribution", CELL_TEXT, 16.5);
    table_column(table, "Standing", CELL_TEXT, 10);
    table_column(table, "Source, or note", CELL_TEXT, 36);
    add_inputs(m, table);
}

static const char *payers(const struct making *m, const struct contract *c) {
    struct text_buf words = {0};
    for (int i = 0; c->payers.n > 1 && i < c->payers.n; i++) {
        text_appendf(&words, "%s%s ", i > 0 ? ", " : "", m->s->parties.items[c->payers.items[i].party].name);
        words_percent(c->payers.items[i].share, &words);
    }
    if (c->payers.n <= 1)
        text_append(&words, m->s->parties.items[c->payer].name);
    return book_take(m->book, &words);
}

/* What a contract says in row i: its terms, one a row, then what holds for all of them. */
static const char *contract_says(const struct making *m, const struct contract *c, int i) {
    struct text_buf words = {0};
    if (i < c->terms.n)
        terms_term(&words, m->s, c, &c->terms.items[i]);
    else
        terms_conditions(&words, m->s, c);
    return book_take(m->book, &words);
}

static void add_contract(const struct making *m, struct report_table *table, const struct contract *c) {
    for (int i = 0; i <= c->terms.n; i++) {
        const char *says = contract_says(m, c, i);
        if (i > 0 && says[0] == 0)
            continue;
        struct cell *row = table_row(m->book, table);
        row[8] = cell_text(says);
        if (i > 0)
            continue;
        row[0] = cell_toned(TONE_STRONG, c->name);
        row[1] = cell_text(payers(m, c));
        row[2] = cell_text(m->s->parties.items[c->payee].name);
        row[3] = cell_number(CELL_MONTH, prose_month_number(m->s->start, c->from));
        row[4] = cell_number(CELL_MONTH, prose_month_number(m->s->start, terms_last_month(m->s, c)));
        row[5] = cell_figure(CELL_MONTH, c->last_claim > 0, prose_month_number(m->s->start, c->last_claim));
        money annual, limit = conditions_limit(c);
        bool limited = limit != NO_LIMIT, yearly = annual_cap_of(c, &annual);
        row[6] = cell_figure(CELL_MONEY, limited, prose_main_unit(limited ? limit : 0));
        row[7] = cell_figure(CELL_MONEY, yearly, prose_main_unit(annual));
    }
}

void book_add_contracts(const struct making *m) {
    bool any = false;
    for (int c = 0; c < m->s->contracts.n; c++)
        any = any || view_contract(&m->view, &m->s->contracts.items[c]);
    if (!any)
        return;
    struct report_sheet *sheet = book_sheet(m->book, "Contracts", "Contracts",
                                            "Who pays whom, for what, from when to when, and at most how much.");
    struct report_table *table = sheet_table(m->book, sheet, NULL);
    sheet->frozen = true;
    table_column(table, "Contract", CELL_TEXT, 20);
    table_column(table, "Payer", CELL_TEXT, 18);
    table_column(table, "Payee", CELL_TEXT, 18);
    table_column(table, "Service from", CELL_MONTH, 10);
    table_column(table, "to", CELL_MONTH, 10);
    table_column(table, "Last claim", CELL_MONTH, 10);
    table_column(table, "Cap", CELL_MONEY, 13);
    table_column(table, "Cap a year", CELL_MONEY, 13);
    table_column(table, "Terms", CELL_TEXT, 56);
    for (int c = 0; c < m->s->contracts.n; c++)
        if (view_contract(&m->view, &m->s->contracts.items[c]))
            add_contract(m, table, &m->s->contracts.items[c]);
}
