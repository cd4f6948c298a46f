/* The summary that a run prints. */
#include "base/text.h"
#include "report/checks.h"
#include "report/headline.h"
#include "report/inputs.h"
#include "report/prose.h"

#include <sibyl/report.h>
#include <string.h>

#define LABEL_COLUMNS 18
#define SHORT_HASH 12

static void add_rule(struct text_buf *out, size_t columns) {
    for (size_t i = 0; i < columns; i++)
        text_appendf(out, "-");
    text_appendf(out, "\n");
}

/* What was run, and from what. */
static void add_origin(struct text_buf *out, const struct scheme *s, const struct results *r) {
    struct text_buf words = {0};
    prose_number(&words, (double)r->paths, 0.0, 0);
    text_appendf(&words, " path%s of %d months from ", r->paths == 1 ? "" : "s", r->months);
    prose_month(&words, (struct month_of_year){r->start_year, r->start_month}, 1);
    text_appendf(&words, ", seed %llu, sibyl %s, configuration %.*s", (unsigned long long)r->seed, r->version,
                 SHORT_HASH, r->config_sha256);
    if (s->overrides.n > 0)
        text_appendf(&words, ", %d setting%s changed on the command line", s->overrides.n,
                     s->overrides.n == 1 ? "" : "s");
    text_appendf(&words, ".");
    prose_join(out, "", "", &words);
}

static void add_assumed(struct text_buf *out, const struct scheme *s) {
    struct report_view everybody = {.scheme = s, .party = NONE};
    struct input_count count = inputs_count(&everybody);
    struct text_buf words = {0};
    text_appendf(&words, "If the file is right: %d of %d inputs %s assumed, %d %s a source, %d say neither.",
                 count.assumed, count.all, count.assumed == 1 ? "is" : "are", count.sourced,
                 count.sourced == 1 ? "has" : "have", count.neither);
    prose_join(out, "", "", &words);
}

static void add_party(struct text_buf *out, const struct scheme *s, const char *name) {
    int p = view_find_party(s, name);
    text_appendf(out, "\n%s", name);
    if (p != NONE)
        text_appendf(out, " (%s)", prose_party_kind(s->parties.items[p].kind));
    text_appendf(out, "\n");
}

/* One headline: its label in a column of its own, its words beside it; a long label has a line to itself. */
static void add_headline(struct text_buf *out, const struct cell *row) {
    static const char indent[] = "                      ";
    const char *label = row[HEADLINE_WHAT].text;
    size_t width = (size_t)text_width(label);
    struct text_buf first = {0};
    if (width > LABEL_COLUMNS)
        text_appendf(out, "  %s\n", label);
    else
        text_appendf(&first, "  %s%s", label, indent + 2 + width);
    prose_wrap(out, first.length > 0 ? first.data : indent, indent, row[HEADLINE_WORDS].text);
    prose_drop(out, &first);
}

static void add_reading(struct text_buf *out, const struct results *r, bool differ) {
    text_appendf(out, "\n");
    if (differ)
        prose_wrap(out, "", "",
                   "Plan: every number as the bid has it. Expected case: every number at its mean, nothing left to "
                   "chance. Mean: over all paths. They differ because caps, thresholds and failures cut one side of "
                   "what can happen.");
    if (r->paths > 1)
        prose_wrap(out, "", "",
                   "The last digit shown of a mean, range or chance is about as good as the number of paths allows.");
}

static void add_checks(struct text_buf *out, struct report_book *book, const struct results *r) {
    int broken = 0;
    int n = checks_make(book, NULL, r, &broken);
    if (broken == 0)
        text_appendf(out, "All %d checks hold.\n", n);
    else
        text_appendf(out, "%d OF %d CHECKS DO NOT HOLD: do not rely on these figures.\n", broken, n);
}

status report_summary(const struct scheme *scheme, const struct results *results, struct text_buf *out) {
    struct report_book book = {0};
    struct report_view everybody = {.scheme = scheme, .party = NONE};
    struct report_sheet *sheet = book_sheet(&book, "Summary", results->title, NULL);
    struct report_table *table = sheet_table(&book, sheet, NULL);
    headline_table(&book, table, &everybody, results);
    prose_wrap(out, "", "", results->title);
    add_rule(out, (size_t)text_width(results->title) < 80 ? (size_t)text_width(results->title) : 80);
    add_origin(out, scheme, results);
    add_assumed(out, scheme);
    prose_what_if(out, scheme);
    for (int i = 0; i < table->n_rows; i++) {
        if (table->rows[i][HEADLINE_PARTY].text != NULL)
            add_party(out, scheme, table->rows[i][HEADLINE_PARTY].text);
        add_headline(out, table->rows[i]);
    }
    add_reading(out, results, headline_cases_differ(results));
    add_checks(out, &book, results);
    status result = book.failed || out->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
    book_free(&book);
    return result;
}
