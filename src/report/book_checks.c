/* The back of the book: replayed paths, what figures mean, and the checks. */
#include "report/book_parts.h"
#include "report/checks.h"

#include <string.h>

/* The kind of a line's numbers: money to the penny. */
static enum cell_kind ledger_kind(const struct making *m, const struct ledger_line *line) {
    enum cell_kind kind = prose_unit_kind(m->r, line->unit);
    return kind == CELL_MONEY ? CELL_PENCE : kind;
}

static const char *ledger_label(const struct making *m, const struct ledger_line *line) {
    const char *label = making_label(m, line->name);
    return line->of != NULL ? book_text(m->book, "%s, %s", label, line->of) : label;
}

/* All lines of the party of line `first`, unless one of them has come before. */
static void add_ledger_party(const struct making *m, struct report_sheet *sheet, const struct ledger *ledger,
                             int first) {
    const char *party = ledger->lines[first].party;
    for (int line = 0; line < first; line++)
        if (making_is(ledger->lines[line].party, party))
            return;
    if (!view_party(&m->view, party))
        return;
    struct report_table *table = making_months_of(m, sheet, making_party(party));
    for (int line = first; line < ledger->n_lines; line++) {
        const struct ledger_line *at = &ledger->lines[line];
        if (making_is(at->party, party))
            making_months_row(m, table, cell_text(ledger_label(m, at)), ledger_kind(m, at), at->value);
    }
}

void book_add_replayed(const struct making *m) {
    for (int i = 0; i < m->r->n_ledgers; i++) {
        const struct ledger *ledger = &m->r->ledgers[i];
        const char *name = book_text(m->book, "Path %lld", (long long)ledger->path);
        struct report_sheet *sheet =
            book_sheet(m->book, name, name,
                       book_text(m->book, "One simulated path, to the penny: what each party's month was, in %s.",
                                 m->r->currency));
        (void)making_months(m, sheet);
        for (int line = 0; line < ledger->n_lines; line++)
            add_ledger_party(m, sheet, ledger, line);
    }
}

static bool is_explained(const struct making *m, const struct metric *metric) {
    return metric->help != NULL && view_party(&m->view, metric->party);
}

static bool explained_before(const struct making *m, int n) {
    for (int i = 0; i < n; i++)
        if (is_explained(m, &m->r->metrics[i]) && strcmp(m->r->metrics[i].name, m->r->metrics[n].name) == 0)
            return true;
    return false;
}

void book_add_meaning(const struct making *m) {
    struct report_sheet *sheet = book_sheet(m->book, "Meaning", "What the figures mean",
                                            "Each figure of this book in one line, with its name in the results file.");
    struct report_table *table = sheet_table(m->book, sheet, NULL);
    sheet->frozen = true;
    table_column(table, "Figure", CELL_TEXT, 34);
    table_column(table, "Name", CELL_TEXT, 28);
    table_column(table, "Unit", CELL_TEXT, 12);
    table_column(table, "Meaning", CELL_TEXT, 76);
    for (int i = 0; i < m->r->n_metrics; i++) {
        const struct metric *metric = &m->r->metrics[i];
        if (!is_explained(m, metric) || explained_before(m, i))
            continue;
        struct cell *row = table_row(m->book, table);
        row[0] = cell_text(making_label(m, metric->name));
        row[1] = cell_text(metric->name);
        row[2] = cell_text(metric->unit);
        row[3] = cell_text(metric->help);
    }
}

void book_add_checks(const struct making *m) {
    struct report_sheet *sheet =
        book_sheet(m->book, "Checks", "Checks", "What the run and this book have checked of themselves.");
    struct report_table *table = sheet_table(m->book, sheet, NULL);
    int broken = 0;
    sheet->frozen = true;
    table_column(table, "What must hold", CELL_TEXT, 70);
    table_column(table, "Times checked", CELL_COUNT, 16);
    table_column(table, "Broken", CELL_COUNT, 12);
    table_column(table, "Worst", CELL_NUMBER, 14);
    table_column(table, "Unit", CELL_TEXT, 12);
    table_column(table, "Verdict", CELL_TEXT, 12);
    (void)checks_make(m->book, table, m->r, &broken);
}
