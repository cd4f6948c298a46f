/* The back of the book: replayed paths, what figures mean, and the checks. */
#include "report/book_parts.h"
#include "report/checks.h"

#include <string.h>

/* One party's lines of a replayed path, months down; `first` is the number of its first line. Returns the number of the
 * next party's first line. */
static int add_ledger_party(const struct making *m, struct report_sheet *sheet, const struct ledger *ledger,
                            int first) {
    int end = first;
    while (end < ledger->n_lines && end - first < TABLE_COLUMNS_MAX - 2 &&
           strcmp(ledger->lines[end].party, ledger->lines[first].party) == 0)
        end++;
    if (!view_party(&m->view, ledger->lines[first].party))
        return end;
    struct month_of_year start = {m->r->start_year, m->r->start_month};
    struct report_table *table = sheet_table(m->book, sheet, ledger->lines[first].party);
    table->new_page = sheet->n_tables > 1;
    table_column(table, "Month", CELL_TEXT, 9);
    table_column(table, "Date", CELL_MONTH, 11);
    for (int line = first; line < end; line++)
        table_column(table, making_label(m, ledger->lines[line].name), CELL_PENCE, 15);
    for (int month = 1; month <= m->r->months; month++) {
        struct cell *row = table_row(m->book, table);
        row[0] = cell_number(CELL_ORDINAL, month);
        row[1] = cell_number(CELL_MONTH, prose_month_number(start, month));
        for (int line = first; line < end; line++)
            row[2 + line - first] = cell_number(CELL_PENCE, ledger->lines[line].value[month - 1]);
    }
    return end;
}

void book_add_replayed(const struct making *m) {
    for (int i = 0; i < m->r->n_ledgers; i++) {
        const struct ledger *ledger = &m->r->ledgers[i];
        const char *name = book_text(m->book, "Path %lld", (long long)ledger->path);
        struct report_sheet *sheet =
            book_sheet(m->book, name, name, "One simulated path, to the penny: what each party's month was.");
        for (int line = 0; line < ledger->n_lines;)
            line = add_ledger_party(m, sheet, ledger, line);
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
