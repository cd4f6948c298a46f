#include "report/book.h"

#include "base/text.h"
#include "report/book_parts.h"
#include "report/checks.h"
#include "report/headline.h"
#include "report/inputs.h"

#include <string.h>

const char *making_label(const struct making *m, const char *name) {
    struct text_buf words = {0};
    prose_label(&words, name);
    return book_take(m->book, &words);
}

const char *making_party(const char *party) { return party == NULL ? "All clients" : party; }

bool making_is(const char *party, const char *name) {
    return party == name || (party != NULL && name != NULL && strcmp(party, name) == 0);
}

bool making_holds_several(const struct making *m, const char *investor) {
    int n = 0;
    for (int i = 0; i < m->r->n_metrics; i++) {
        const struct metric *metric = &m->r->metrics[i];
        n += metric->of != NULL && metric->party != NULL && strcmp(metric->party, investor) == 0 &&
             strcmp(metric->name, "irr_of_mean") == 0;
    }
    return n > 1;
}

int making_year(const struct making *m, const char *name) {
    for (int year = 0; name != NULL && year < m->s->n_years; year++)
        if (strcmp(m->s->year_name[year], name) == 0)
            return year;
    return NONE;
}

struct cell making_figure(const struct making *m, const struct metric *metric, bool has, double figure) {
    return cell_figure(prose_unit_kind(m->r, metric->unit), has, figure);
}

static void add_what_if(const struct making *m, struct report_sheet *cover) {
    struct text_buf words = {0};
    prose_what_if_words(&words, m->s);
    if (words.length > 0)
        table_note(m->book, sheet_table(m->book, cover, "What if"), book_take(m->book, &words));
    else
        text_free(&words);
}

static void add_standing(const struct making *m, struct report_sheet *cover) {
    struct input_count count = inputs_count(&m->view);
    struct report_table *table = sheet_table(m->book, cover, "What it rests on");
    table_note(
        m->book, table,
        book_text(m->book,
                  "%d inputs: %d have a source, %d are assumed, %d say neither; %d are uncertain and drawn anew on "
                  "each path. Every figure holds if the file is right. The sheet Assumptions lists them, the "
                  "uncertain and assumed first.",
                  count.all, count.sourced, count.assumed, count.neither, count.uncertain));
}

static void fill_contents(const struct making *m, struct report_sheet *contents) {
    struct report_table *table = sheet_table(m->book, contents, NULL);
    table_column(table, "Sheet", CELL_TEXT, 32);
    table_column(table, "What it holds", CELL_TEXT, 128);
    contents->frozen = true;
    for (int i = 0; i < m->book->n_sheets; i++) {
        if (m->book->sheets[i] == contents)
            continue;
        struct cell *row = table_row(m->book, table);
        row[0] = cell_link(m->book->sheets[i]->name, i + 1);
        row[1] = cell_text(m->book->sheets[i]->lead);
    }
}

static void add_reading(const struct making *m, struct report_sheet *cover) {
    static const char *const notes[] = {
        ("Plan: every number as the bid has it. Expected: every number at its mean and nothing left to chance. Mean: "
         "the "
         "average of all simulated paths. Where caps, thresholds or failures cut one side of what can happen, the "
         "three "
         "differ, and the difference is worth a question."),
        ("5%, 25%, median, 75%, 95%: on that share of paths the figure is at most this. Nine paths in ten lie between "
         "5% "
         "and 95%. By month, each month is ranked on its own: the line of 5% is no single path."),
        "Worst 5%: the mean of the worst twentieth of paths, on the side that hurts the party.",
        ("Rates of return and costs per outcome in headlines are ratios of mean flows; the quantiles beside them are "
         "of "
         "paths. An interval beside a chance is sampling error alone: more paths narrow it, better inputs do not."),
        "An empty cell is a figure that does not exist. Amounts are nominal unless they say present value."};
    struct report_table *table = sheet_table(m->book, cover, "How to read it");
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++)
        table_note(m->book, table, notes[i]);
}

static void fill_cover(const struct making *m, struct report_sheet *cover) {
    add_what_if(m, cover);
    book_add_origin(m, cover);
    add_standing(m, cover);
    add_reading(m, cover);
}

void book_add_summary(const struct making *m) {
    struct report_sheet *sheet = book_sheet(
        m->book, "Summary", "Summary", "What each party can expect to pay, receive and risk, in words and figures.");
    sheet->frozen = true;
    headline_table(m->book, sheet_table(m->book, sheet, NULL), &m->view, m->r);
}

static void judge(const struct making *m) {
    int broken = 0;
    int n = checks_make(m->book, NULL, m->r, &broken);
    m->book->master_holds = broken == 0;
    m->book->master =
        broken == 0
            ? book_text(m->book, "Master check: all %d checks hold", n)
            : book_text(m->book, "MASTER CHECK: %d OF %d CHECKS DO NOT HOLD. DO NOT RELY ON THIS BOOK", broken, n);
}

bool report_is_live(const struct report_options *options) { return options == NULL || options->afford == NULL; }

status book_build(struct report_book *book, const struct scheme *s, const struct results *r, int party,
                  const struct report_options *options) {
    static const struct report_options nothing = {0};
    struct making m = {.book = book, .s = s, .r = r, .view = {.scheme = s, .party = party}};
    m.options = options != NULL ? options : &nothing;
    m.afford = m.options->afford;
    m.month_rows = book_alloc(book, r->n_series, sizeof *m.month_rows);
    if (m.month_rows == NULL)
        return SIBYL_ERR_NO_MEMORY;
    book->title = r->title;
    book->symbol = r->symbol;
    judge(&m);
    struct report_sheet *cover =
        book_sheet(book, "Cover", r->title,
                   "Who pays, receives and risks what, month by month, under an outcomes contract and its finance.");
    struct report_sheet *contents =
        book_sheet(book, "Contents", "Contents", "The sheets of this book; each leads back here.");
    book->contents = book_sheet_number(book, contents);
    book_add_reader(&m);
    book_add_summary(&m);
    book_add_afford(&m);
    book_add_assumptions(&m);
    book_add_contracts(&m);
    book_add_months(&m);
    const struct report_sheet *months = m.r->n_series > 0 ? book->sheets[book->n_sheets - 1] : NULL;
    book_add_parties(&m);
    book_sheet_last(book, months);
    book_add_years(&m);
    book_add_bonds(&m);
    book_add_investors(&m);
    book_add_effect(&m);
    book_add_risk(&m);
    book_add_replayed(&m);
    book_add_live(&m);
    book_add_meaning(&m);
    book_add_checks(&m);
    book_add_configuration(&m);
    fill_cover(&m, cover);
    fill_contents(&m, contents);
    return book->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}
