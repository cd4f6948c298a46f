/* One path told month by month: what happened, what was earned and why, what moved, and the numbers that decided it. */
#include "study/story.h"

#include "report/prose.h"
#include "report/terms.h"
#include "scheme/term/words.h"

#include <math.h>
#include <sibyl/report.h>
#include <string.h>

/* What stands before the lines of a step; all columns are as wide as the widest. */
static const char *const step_words[TRACE_STEPS] = {
    [TRACE_CLIENTS] = "clients",
    [TRACE_MEASURED] = "measured",
    [TRACE_EARNED] = "earned",
    [TRACE_CONDITION] = "condition",
    [TRACE_DUE] = "due",
    [TRACE_DRAWDOWN] = "drawdown",
    [TRACE_LOW_WATER] = "payroll",
    [TRACE_TRANSFER] = "paid",
    [TRACE_UNPAID] = "unpaid",
    [TRACE_LOAN] = "loan",
    [TRACE_WATERFALL] = "share-out",
    [TRACE_FAILURE] = "ending",
    [TRACE_CLOSE] = "close",
};
#define LEAD "             "

static const char *party_name(const struct scheme *s, int party) {
    return party == NONE ? "the world outside" : s->parties.items[party].name;
}

static void add_number(struct text_buf *out, const struct scheme *s, const struct trace_number *n) {
    text_appendf(out, "%s ", n->name);
    switch (n->unit) {
    case TRACE_MONEY:
        words_money(s, (money)n->value, out);
        return;
    case TRACE_MONTH:
        prose_month(out, s->start, (int)n->value);
        return;
    case TRACE_COUNT:
        prose_number(out, n->value, 0, n->value == round(n->value) ? 0 : 2);
        return;
    }
}

static void add_numbers(struct text_buf *out, const struct scheme *s, const struct trace_line *line,
                        const char *before) {
    for (int i = 0; i < line->n; i++) {
        text_append(out, i == 0 ? before : "; ");
        add_number(out, s, &line->number[i]);
    }
}

static void add_transfer(struct text_buf *out, const struct scheme *s, const struct trace_line *line) {
    bool in = line->party == NONE;
    text_appendf(out, "%s %s ", party_name(s, in ? line->other : line->party), in ? "receives" : "pays");
    if (!in && line->other != NONE)
        text_appendf(out, "%s ", party_name(s, line->other));
    words_money(s, line->amount, out);
    text_appendf(out, ": %s", line->what);
}

/* "Subcontract (pays £1,500 for each start)". */
static void add_contract(struct text_buf *out, const struct scheme *s, const struct trace_line *line) {
    const struct contract *c = &s->contracts.items[line->contract];
    text_append(out, c->name);
    if (line->term != NONE) {
        text_append(out, " (");
        terms_term(out, s, c, &c->terms.items[line->term]);
        text_append(out, ")");
    }
    if (line->condition) {
        text_append(out, " (");
        line->condition->words(s, c, condition_settings(c, condition_place(line->condition)), out);
        text_append(out, ")");
    }
}

static void add_words(struct text_buf *out, const struct scheme *s, const struct trace_line *line) {
    if (line->step == TRACE_TRANSFER) {
        add_transfer(out, s, line);
        return;
    }
    if (line->contract != NONE) {
        add_contract(out, s, line);
        if (line->step == TRACE_FAILURE)
            text_appendf(out, ", %s", line->what);
        add_numbers(out, s, line, ": ");
        return;
    }
    if (line->party != NONE)
        text_appendf(out, "%s%s", party_name(s, line->party), line->step == TRACE_CLIENTS ? ", " : " ");
    text_append(out, line->what);
    add_numbers(out, s, line, ": ");
}

/* Whether a line is about somebody: named in it, or a side of its contract. */
static bool concerns(const struct scheme *s, const struct trace_line *line, const char *party) {
    if (line->party != NONE && strcmp(s->parties.items[line->party].name, party) == 0)
        return true;
    if (line->other != NONE && strcmp(s->parties.items[line->other].name, party) == 0)
        return true;
    if (line->contract == NONE)
        return false;
    const struct contract *c = &s->contracts.items[line->contract];
    bool pays = strcmp(s->parties.items[c->payer].name, party) == 0;
    for (int k = 0; k < c->payers.n; k++)
        pays |= strcmp(s->parties.items[c->payers.items[k].party].name, party) == 0;
    return pays || strcmp(s->parties.items[c->payee].name, party) == 0;
}

static void add_line(struct text_buf *out, const struct scheme *s, const struct trace_line *line, bool same_step) {
    struct text_buf words = {0}, first = {0};
    text_appendf(&first, "  %-*s", (int)strlen(LEAD) - 2, same_step ? "" : step_words[line->step]);
    add_words(&words, s, line);
    prose_join(out, prose_text(&first), LEAD, &words);
    prose_drop(out, &first);
}

void report_worst(const struct scheme *scheme, int64_t paths, const char *party, const char *metric, double value,
                  struct text_buf *out) {
    struct text_buf words = {0}, label = {0};
    prose_label(&label, metric);
    text_append(&words, "Of ");
    prose_number(&words, (double)paths, 0, 0);
    text_appendf(&words, " paths, the worst for %s. %s: ", party, prose_text(&label));
    prose_money(&words, scheme->symbol, value, 0);
    prose_drop(out, &label);
    prose_join(out, "", "", &words);
}

status report_story(const struct scheme *scheme, const struct story *story, const struct report_options *options,
                    struct text_buf *out) {
    const struct trace_line *last = NULL;
    const char *party = options ? options->for_party : NULL;
    text_appendf(out, "Path %lld of seed %llu\n", (long long)story->path, (unsigned long long)story->seed);
    prose_what_if(out, scheme);
    for (int i = 0; i < story->n; i++) {
        const struct trace_line *line = &story->line[i];
        if (party && !concerns(scheme, line, party))
            continue;
        if (!last || last->month != line->month) {
            text_append(out, "\n");
            prose_month(out, scheme->start, line->month);
            text_appendf(out, " (month %d)\n", line->month);
        }
        add_line(out, scheme, line, last && last->month == line->month && last->step == line->step);
        last = line;
    }
    return out->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}
