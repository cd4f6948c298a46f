/* What the book was made from, line by line: with it alone the book can be made again, and compared. */
#include "base/sha256.h"
#include "report/book_parts.h"
#include "report/carried.h"

#include <string.h>

static struct report_table *add_table(const struct making *m, struct report_sheet *sheet, const char *title) {
    static const struct column columns[CARRIED_COLUMNS] = {[CARRIED_WHAT] = {"What, or file", CELL_TEXT, 24},
                                                           [CARRIED_LINE] = {"Line", CELL_ORDINAL, 8},
                                                           [CARRIED_TEXT] = {"Text", CELL_TEXT, 106},
                                                           [CARRIED_ENDS] = {"Ends with", CELL_TEXT, 11},
                                                           [CARRIED_WRITTEN] = {"Written", CELL_TEXT, 13}};
    struct report_table *table = sheet_table(m->book, sheet, title);
    for (int i = 0; i < CARRIED_COLUMNS; i++)
        table_column(table, columns[i].title, columns[i].kind, columns[i].width);
    table->headless = sheet->n_tables > 1;
    return table;
}

static void fill_text(const struct making *m, struct cell *row, const char *bytes, size_t length) {
    struct text_buf words = {0};
    bool escaped = carried_write(bytes, length, &words);
    row[CARRIED_TEXT] = cell_text(book_take(m->book, &words));
    if (escaped)
        row[CARRIED_WRITTEN] = cell_toned(TONE_FAINT, CARRIED_ESCAPED);
}

static struct cell *add_fact(const struct making *m, struct report_table *table, const char *what, const char *value) {
    struct cell *row = table_row(m->book, table);
    row[CARRIED_WHAT] = cell_toned(TONE_STRONG, what);
    fill_text(m, row, value, strlen(value));
    return row;
}

static void add_changes(const struct making *m, struct report_table *table) {
    for (int i = m->s->n_scenario_overrides; i < m->s->overrides.n; i++) {
        const struct override *change = &m->s->overrides.items[i];
        if (!making_tells(m, change->path))
            continue;
        (void)add_fact(m, table, CARRIED_CHANGED, change->path);
        (void)add_fact(m, table, CARRIED_TO, change->value);
    }
}

/* How it was run. */
static void add_facts(const struct making *m, struct report_table *table) {
    const struct results *r = m->r;
    (void)add_fact(m, table, CARRIED_PROGRAM, book_text(m->book, "sibyl %s", r->version));
    if (m->options->libraries != NULL)
        (void)add_fact(m, table, CARRIED_LIBRARIES, m->options->libraries);
    (void)add_fact(m, table, CARRIED_COMMAND, making_command(m));
    (void)add_fact(m, table, CARRIED_CONFIG, r->config_sha256);
    (void)add_fact(m, table, CARRIED_PATHS, book_text(m->book, "%lld", (long long)r->paths));
    (void)add_fact(m, table, CARRIED_SEED, book_text(m->book, "%llu", (unsigned long long)r->seed));
    if (m->s->scenario != NULL)
        (void)add_fact(m, table, CARRIED_SCENARIO, m->s->scenario);
    add_changes(m, table);
    if (m->view.party != NONE)
        (void)add_fact(m, table, CARRIED_FOR, m->s->parties.items[m->view.party].name);
    for (int i = 0; i < r->n_ledgers; i++)
        (void)add_fact(m, table, CARRIED_REPLAY, book_text(m->book, "%lld", (long long)r->ledgers[i].path));
    if (m->afford != NULL)
        (void)add_fact(m, table, CARRIED_PROVIDER, m->afford->provider);
    if (m->afford != NULL && m->afford->loan != NULL)
        (void)add_fact(m, table, CARRIED_LOAN, m->afford->loan);
}

static const char *digest(const struct making *m, const struct config_file *file) {
    struct sha256 state;
    char hex[SHA256_TEXT];
    sha256_begin(&state);
    sha256_add(&state, file->bytes, file->length);
    return book_text(m->book, "%s", sha256_end(&state, hex));
}

static void add_list(const struct making *m, struct report_table *table) {
    for (int i = 0; i < m->s->files.n; i++) {
        const struct config_file *file = &m->s->files.items[i];
        struct cell *row = add_fact(m, table, CARRIED_FILE, file->name);
        row[CARRIED_LINE] = cell_number(CELL_ORDINAL, (double)carried_rows(file->bytes, file->length));
        (void)add_fact(m, table, CARRIED_DIGEST, digest(m, file));
    }
}

static void add_file(const struct making *m, struct report_sheet *sheet, int number) {
    const struct config_file *file = &m->s->files.items[number - 1];
    struct report_table *table = add_table(m, sheet, book_text(m->book, "File %d: %s", number, file->name));
    const char *ends = "";
    int line = 1;
    table->new_page = true;
    for (size_t at = 0, taken = 0; at < file->length && !m->book->failed; at += taken) {
        size_t length = carried_piece(file->bytes + at, file->length - at, &ends, &taken);
        struct cell *row = table_row(m->book, table);
        row[CARRIED_WHAT] = cell_number(CELL_ORDINAL, number);
        row[CARRIED_LINE] = cell_number(CELL_ORDINAL, line);
        fill_text(m, row, file->bytes + at, length);
        row[CARRIED_ENDS] = ends[0] != 0 ? cell_toned(TONE_FAINT, ends) : cell_text(NULL);
        line += strcmp(ends, CARRIED_ON) != 0;
    }
}

/* Why the files are not in the book; NULL when they are. */
static const char *why_not(const struct making *m) {
    long rows = 0;
    size_t bytes = 0;
    for (int i = 0; i < m->s->files.n; i++) {
        rows += carried_rows(m->s->files.items[i].bytes, m->s->files.items[i].length);
        bytes += m->s->files.items[i].length;
    }
    if (m->view.party != NONE)
        return "The configuration itself is not in this book, for it says what this book's reader may not see.";
    if (rows > CARRIED_LINES_MOST || bytes > CARRIED_BYTES_MOST)
        return "The configuration itself is not in this book, for it is too long.";
    return m->s->files.n == 0 ? "The configuration was not read from a file." : NULL;
}

void book_add_configuration(const struct making *m) {
    const char *missing = why_not(m);
    struct report_sheet *sheet =
        book_sheet(m->book, CARRIED_NAME, CARRIED_TITLE,
                   missing == NULL ? "How it was run, and the files that it read, line by line."
                                   : "How it was run. The files that it read are not here.");
    struct report_table *table = add_table(m, sheet, NULL);
    if (missing == NULL)
        table_note(m->book, table,
                   "sibyl verify BOOK runs this again, from this sheet alone, and compares every cell of the book.");
    else
        table_note(m->book, table,
                   book_text(m->book,
                             "%s Whoever has it can run it again and compare every cell: sibyl verify BOOK --config "
                             "FILE, with the --set of all changes. The SHA-256 below tells whether it is the one.",
                             missing));
    add_facts(m, table);
    if (missing != NULL)
        return;
    add_list(m, table);
    for (int i = 1; i <= m->s->files.n; i++)
        add_file(m, sheet, i);
}
