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

bool making_tells(const struct making *m, const char *path) {
    bool known = m->view.party == NONE;
    for (int i = 0; i < m->s->inputs.n; i++)
        known = known || strcmp(m->s->inputs.items[i].place.path, path) == 0;
    return known && view_path(&m->view, path);
}

/* ---- The command ---- */

/* A word as a shell takes it. */
static void add_word(struct text_buf *out, const char *word) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./=,:+-";
    if (*word != 0 && strspn(word, plain) == strlen(word)) {
        text_appendf(out, " %s", word);
        return;
    }
    text_append(out, " '");
    for (; *word != 0; word++)
        text_append_bytes(out, *word == '\'' ? "'\\''" : word, *word == '\'' ? strlen("'\\''") : 1);
    text_append(out, "'");
}

static void add_option(struct text_buf *out, const char *option, const char *word) {
    if (word == NULL)
        return;
    text_appendf(out, " --%s", option);
    add_word(out, word);
}

static void add_sets(const struct making *m, struct text_buf *out) {
    for (int i = m->s->n_scenario_overrides; i < m->s->overrides.n; i++) {
        const struct override *change = &m->s->overrides.items[i];
        if (making_tells(m, change->path))
            add_option(out, "set", book_text(m->book, "%s=%s", change->path, change->value));
    }
}

static void add_replays(const struct making *m, struct text_buf *out) {
    for (int i = 0; i < m->r->n_ledgers; i++)
        text_appendf(out, "%s%lld", i == 0 ? " --replay " : ",", (long long)m->r->ledgers[i].path);
}

const char *making_command(const struct making *m) {
    struct text_buf out = {0};
    text_append(&out, m->afford != NULL ? "sibyl afford" : "sibyl run");
    add_word(&out, m->s->files.n > 0 ? m->s->files.items[0].name : "CONFIG");
    if (m->afford != NULL) {
        add_option(&out, "provider", m->afford->provider);
        add_option(&out, "loan", m->afford->loan);
    }
    add_option(&out, "scenario", m->s->scenario);
    add_sets(m, &out);
    text_appendf(&out, " --paths %lld --seed %llu", (long long)m->r->paths, (unsigned long long)m->r->seed);
    add_replays(m, &out);
    add_option(&out, "for", m->options->for_party);
    if (m->afford != NULL)
        text_append(&out, " --formats xlsx");
    return book_take(m->book, &out);
}

/* ---- On the cover ---- */

static void add_changes(const struct making *m, struct report_table *table) {
    int untold = 0;
    for (int i = 0; i < m->s->overrides.n; i++) {
        const struct override *change = &m->s->overrides.items[i];
        const char *by = i < m->s->n_scenario_overrides ? "Changed by the scenario" : "Changed on the command line";
        if (making_tells(m, change->path))
            add_fact(m, table, by, book_text(m->book, "%s = %s", change->path, change->value));
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
    struct report_table *table = sheet_table(m->book, cover, "What this is, and where it comes from");
    const struct results *r = m->r;
    table->headless = true;
    table_column(table, "", CELL_TEXT, 32);
    table_column(table, "", CELL_TEXT, 128);
    add_fact(m, table, "Purpose",
             m->s->purpose != NULL ? m->s->purpose
                                   : "To show each party what it may pay, receive and risk, month by month, before it "
                                     "signs. It is no forecast: every figure holds if the file is right.");
    add_fact(m, table, "Author", m->s->author != NULL ? m->s->author : "not given");
    add_fact(m, table, "Program", book_text(m->book, "sibyl %s", r->version));
    if (m->options->libraries != NULL)
        add_fact(m, table, "Libraries", m->options->libraries);
    add_fact(m, table, "Command", making_command(m));
    add_fact(m, table, "Configuration (SHA-256)", r->config_sha256);
    add_fact(m, table, "Paths simulated", count_text(m, r->paths));
    add_fact(m, table, "Seed", book_text(m->book, "%llu", (unsigned long long)r->seed));
    add_fact(m, table, "Months", book_text(m->book, "%d from %04d-%02d", r->months, r->start_year, r->start_month));
    add_fact(m, table, "Currency", r->currency);
    if (m->s->scenario != NULL)
        add_fact(m, table, "Scenario", m->s->scenario);
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
