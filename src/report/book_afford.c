/* Whether a provider can afford its contracts and a loan: the page of `sibyl afford` as a sheet. */
#include "report/afford.h"
#include "report/book_parts.h"

#include <string.h>

#define CASES 4

static const char *heading(const struct making *m, const char *words, double principal) {
    struct text_buf heading = {0};
    text_append(&heading, words);
    prose_money(&heading, m->afford->symbol, principal, 0);
    return book_take(m->book, &heading);
}

static void add_scenarios(const struct making *m, struct report_sheet *sheet) {
    const struct affordability *f = m->afford;
    const struct afford_case none = {0};
    const struct afford_case *cases[CASES] = {&f->today, &f->contract, f->loan ? &f->with_loan : &none,
                                              f->loan ? &f->best : &none};
    struct report_table *table = sheet_table(m->book, sheet, NULL);
    table_column(table, "", CELL_TEXT, 32);
    table_column(table, "Today", CELL_TEXT, 20);
    table_column(table, "Contract alone", CELL_TEXT, 20);
    table_column(table, heading(m, "With the loan of ", f->principal), CELL_TEXT, 24);
    table_column(table, heading(m, "With the best loan, ", f->best_principal), CELL_TEXT, 24);
    for (int r = 0; r < AFFORD_ROWS; r++) {
        struct cell *row = table_row(m->book, table);
        row[0] = cell_toned(TONE_STRONG, afford_row(r) + strspn(afford_row(r), " "));
        for (int k = 0; k < CASES; k++) {
            struct text_buf cell = {0};
            afford_cell(&cell, f, r, cases[k]);
            row[1 + k] = cell_text(book_take(m->book, &cell));
        }
    }
}

/* The paragraphs of a text, an empty line between them, as notes; their line breaks become blanks. */
static void add_paragraphs(const struct making *m, struct report_table *table, const struct text_buf *text) {
    const char *at = prose_text(text);
    while (*at != 0) {
        const char *end = strstr(at, "\n\n");
        size_t length = end != NULL ? (size_t)(end - at) : strlen(at);
        struct text_buf note = {0};
        for (size_t i = 0; i < length; i++) {
            bool blank = at[i] == '\n' || at[i] == ' ';
            bool again = blank && note.length > 0 && note.data[note.length - 1] == ' ';
            if (!again)
                text_appendf(&note, "%c", blank ? ' ' : at[i]);
        }
        table_note(m->book, table, book_take(m->book, &note));
        at += length;
        at += strspn(at, "\n");
    }
}

void book_add_afford(const struct making *m) {
    if (m->afford == NULL)
        return;
    struct text_buf text = {0};
    struct report_sheet *sheet =
        book_sheet(m->book, "Afford", book_text(m->book, "Can %s afford it?", m->afford->provider),
                   "Four scenarios with the same random numbers, and what follows from them, if the file is right.");
    add_scenarios(m, sheet);
    afford_say_problem(&text, m->afford);
    afford_say_verdict(&text, m->afford);
    afford_say_depth(&text, m->afford);
    afford_say_size(&text, m->afford);
    afford_say_worth(&text, m->afford);
    afford_say_flips(&text, m->afford);
    afford_say_terms(&text, m->afford);
    afford_say_end(&text, m->afford);
    add_paragraphs(m, sheet_table(m->book, sheet, "What follows"), &text);
    m->book->failed = m->book->failed || text.failed;
    text_free(&text);
}
