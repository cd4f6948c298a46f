/* Where the book comes from, and for whom it is. */
#include "report/book_parts.h"

#include <string.h>

static void add_fact(const struct making *m, struct report_table *table, const char *what, const char *value) {
    struct cell *row = table_row(m->book, table);
    row[0] = cell_toned(TONE_STRONG, what);
    row[1] = cell_text(value);
}

static const char *count_text(const struct making *m, int64_t count) {
    struct text_buf words = {0};
    prose_number(&words, (double)count, 0.0, 0);
    return book_take(m->book, &words);
}

/* Whether a change is told: of a reader's book, only one of a number whose place it may see. A path may be written in
 * several ways, and the numbers that a file gives by name may stand anywhere: what is not plainly seen is not told. */
static bool is_told(const struct making *m, const char *path) {
    bool known = m->view.party == NONE;
    for (int i = 0; i < m->s->inputs.n; i++)
        known = known || strcmp(m->s->inputs.items[i].place.path, path) == 0;
    return known && view_path(&m->view, path);
}

static void add_changes(const struct making *m, struct report_table *table) {
    int untold = 0;
    for (int i = 0; i < m->s->overrides.n; i++) {
        const struct override *change = &m->s->overrides.items[i];
        if (is_told(m, change->path))
            add_fact(m, table, "Changed on the command line",
                     book_text(m->book, "%s = %s", change->path, change->value));
        else
            untold++;
    }
    if (untold > 0)
        add_fact(m, table, "Changed and not told",
                 book_text(m->book,
                           untold == 1 ? "%d change to what this book's reader may not see"
                                       : "%d changes to what this book's reader may not see",
                           untold));
}

void book_add_origin(const struct making *m, struct report_sheet *cover) {
    struct report_table *table = sheet_table(m->book, cover, "Where this comes from");
    const struct results *r = m->r;
    table->headless = true;
    table_column(table, "", CELL_TEXT, 32);
    table_column(table, "", CELL_TEXT, 104);
    add_fact(m, table, "Program", book_text(m->book, "sibyl %s", r->version));
    add_fact(m, table, "Configuration (SHA-256)", r->config_sha256);
    add_fact(m, table, "Paths simulated", count_text(m, r->paths));
    add_fact(m, table, "Seed", book_text(m->book, "%llu", (unsigned long long)r->seed));
    add_fact(m, table, "Months", book_text(m->book, "%d from %04d-%02d", r->months, r->start_year, r->start_month));
    add_fact(m, table, "Currency", r->currency);
    add_changes(m, table);
    if (m->view.party != NONE)
        add_fact(m, table, "Made for",
                 book_text(m->book, "%s: holds only what that party may see (sheet Who sees what)",
                           m->s->parties.items[m->view.party].name));
}

/* Of a book for one reader: what it holds, and by which rule. */
void book_add_reader(const struct making *m) {
    if (m->view.party == NONE)
        return;
    const char *reader = m->s->parties.items[m->view.party].name;
    struct report_sheet *sheet =
        book_sheet(m->book, "Who sees what", "Who sees what",
                   book_text(m->book, "This book holds only what %s may see, by these rules.", reader));
    struct report_table *table = sheet_table(m->book, sheet, NULL);
    table_column(table, "What", CELL_TEXT, 44);
    table_column(table, "Who sees it", CELL_TEXT, 44);
    table_column(table, book_text(m->book, "What %s sees by this", reader), CELL_TEXT, 48);
    for (int i = 0; i < view_rules(); i++) {
        struct text_buf names = {0};
        const char *what, *by;
        view_rule(&m->view, i, &what, &by, &names);
        struct cell *row = table_row(m->book, table);
        row[0] = cell_toned(TONE_STRONG, what);
        row[1] = cell_text(by);
        row[2] = cell_text(names.length > 0 ? book_take(m->book, &names) : "nothing");
    }
}
