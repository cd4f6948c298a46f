/* What the book rests on: every input, and the contracts in words. */
#include "base/param.h"
#include "base/text.h"
#include "report/book_parts.h"
#include "report/inputs.h"
#include "report/terms.h"
#include "scheme/condition/kinds.h"
#include "scheme/term/words.h"

#include <math.h>
#include <string.h>

/* A number of an input, shown by the unit of its table (base/param.h). */
static struct cell input_figure(const struct input *input, bool has, double number) {
    const char *unit = input->unit != NULL ? input->unit : "";
    if (strcmp(unit, UNIT_MONEY) == 0)
        return cell_figure(CELL_PENCE, has, number);
    if (strcmp(unit, UNIT_PROBABILITY) == 0 || strcmp(unit, UNIT_SHARE) == 0 || strcmp(unit, UNIT_PER_YEAR) == 0)
        return cell_figure(CELL_PER_CENT, has, number);
    return cell_figure(number == round(number) ? CELL_COUNT : CELL_PLAIN, has, number);
}

static void add_input(const struct making *m, struct report_table *table, const struct input *input) {
    struct cell *row = table_row(m->book, table);
    bool uncertain = input_is_uncertain(input);
    row[0] = cell_text(input->place.path);
    row[1] = cell_text(input->words);
    row[2] = cell_text(input->unit);
    row[3] = input_figure(input, uncertain, input->low);
    row[4] = input_figure(input, true, input->likely);
    row[5] = input_figure(input, uncertain, input->high);
    row[6] = input_figure(input, uncertain, input->plan);
    row[7] = cell_toned(input->assumed ? TONE_MARKED : TONE_PLAIN, input_standing(input));
    row[8] = cell_text(input->source);
    row[9] = cell_text(input->note);
}

void book_add_assumptions(const struct making *m) {
    struct report_sheet *sheet = book_sheet(m->book, "Assumptions", "Assumptions",
                                            "Every number of the configuration: the uncertain and assumed first.");
    struct report_table *table = sheet_table(m->book, sheet, NULL);
    sheet->frozen = true;
    table_column(table, "Input", CELL_TEXT, 40);
    table_column(table, "As written", CELL_TEXT, 24);
    table_column(table, "Unit", CELL_TEXT, 10);
    table_column(table, "Low (5%)", CELL_PLAIN, 12);
    table_column(table, "Likely (mean)", CELL_PLAIN, 12);
    table_column(table, "High (95%)", CELL_PLAIN, 12);
    table_column(table, "Plan", CELL_PLAIN, 12);
    table_column(table, "Standing", CELL_TEXT, 10);
    table_column(table, "Source", CELL_TEXT, 30);
    table_column(table, "Note", CELL_TEXT, 24);
    for (int rank = 0; rank < INPUT_RANKS; rank++)
        for (int i = 0; i < m->s->inputs.n; i++)
            if (input_rank(&m->s->inputs.items[i]) == rank && view_path(&m->view, m->s->inputs.items[i].place.path))
                add_input(m, table, &m->s->inputs.items[i]);
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
