/* The scheme as understood, for somebody who wants to know whether the file says what they mean. */
#include "base/text.h"
#include "report/inputs.h"
#include "report/prose.h"
#include "report/terms.h"
#include "scheme/condition.h"
#include "scheme/ending.h"
#include "scheme/term/words.h"

#include <assert.h>
#include <sibyl/report.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 60

static void add_heading(struct text_buf *out, const struct scheme *s) {
    struct text_buf words = {0};
    prose_wrap(out, "", "", s->title);
    text_appendf(&words, "%d months, ", s->months);
    prose_month(&words, s->start, 1);
    text_appendf(&words, " to ");
    prose_month(&words, s->start, s->months);
    text_appendf(&words, ", amounts in %s. Future money is discounted at ", s->currency);
    words_percent(s->nominal_rate, &words);
    text_appendf(&words, " a year.");
    prose_join(out, "", "", &words);
}

static void add_serves(struct text_buf *words, const struct scheme *s, const struct party *p) {
    bool begun = false;
    for (int g = 0; p->serves.quantity != NULL && g < s->groups.n; g++) {
        if (p->serves.quantity[g] == NONE)
            continue;
        text_appendf(words, "%s%s", begun ? ", " : "; serves ", s->groups.items[g].name);
        begun = true;
    }
}

static void add_party(struct text_buf *out, const struct scheme *s, const struct party *p) {
    struct text_buf words = {0};
    text_appendf(&words, "%s: %s", p->name, prose_party_kind(p->kind));
    add_serves(&words, s, p);
    if (p->opening_cash != NONE && s->quantities.items[p->opening_cash].mean > 0.0) {
        text_appendf(&words, "; opens with ");
        words_quantity(s, p->opening_cash, &words);
    }
    for (int i = 0; i < p->opening_funds.n; i++) {
        text_appendf(&words, "; holds ");
        words_money(s, p->opening_funds.items[i].amount, &words);
        text_appendf(&words, " in the fund %s", s->funds.items[p->opening_funds.items[i].fund]);
    }
    if (p->overdraft.given) {
        text_appendf(&words, "; overdraft to ");
        words_money(s, p->overdraft.limit, &words);
    }
    prose_join(out, "  ", "    ", &words);
}

static void add_parties(struct text_buf *out, const struct scheme *s) {
    text_appendf(out, "\nParties\n");
    for (int p = 0; p < s->parties.n; p++)
        add_party(out, s, &s->parties.items[p]);
}

/* The tree of contracts: under each payer its contracts, under each contract its terms and its payee's contracts. */

static void add_contract_line(struct text_buf *words, const struct scheme *s, const struct contract *c) {
    text_appendf(words, "%s, paid to %s", c->name, s->parties.items[c->payee].name);
    for (int i = 0; c->payers.n > 1 && i < c->payers.n; i++) {
        const struct payer_share *share = &c->payers.items[i];
        text_appendf(words, "%s%s ", i > 0 ? ", " : " by ", s->parties.items[share->party].name);
        words_percent(share->share, words);
    }
    text_appendf(words, ", ");
    prose_month(words, s->start, c->from);
    text_appendf(words, " to ");
    prose_month(words, s->start, terms_last_month(s, c));
}

static void add_terms(struct text_buf *out, const struct scheme *s, const struct contract *c, const char *prefix,
                      bool children) {
    struct text_buf first = {0}, rest = {0};
    text_appendf(&first, "%s%s  ", prefix, children ? "│" : " ");
    text_appendf(&rest, "%s%s    ", prefix, children ? "│" : " ");
    for (int i = 0; i < c->terms.n; i++) {
        struct text_buf words = {0};
        terms_term(&words, s, c, &c->terms.items[i]);
        prose_join(out, prose_text(&first), prose_text(&rest), &words);
    }
    struct text_buf of_all = {0};
    terms_conditions(&of_all, s, c);
    if (of_all.length > 0)
        prose_join(out, prose_text(&first), prose_text(&rest), &of_all);
    prose_drop(out, &of_all);
    prose_drop(out, &first);
    prose_drop(out, &rest);
}

/* The first contract after `after` that the party pays, in the file's order; n if there is none. */
static int next_paid_by(const struct scheme *s, int party, int after) {
    int c = after + 1;
    while (c < s->contracts.n && s->contracts.items[c].payer != party)
        c++;
    return c;
}

static void add_branch(struct text_buf *out, const struct scheme *s, int party, const char *prefix, int depth) {
    for (int c = next_paid_by(s, party, -1); c < s->contracts.n && depth < MAX_DEPTH; c = next_paid_by(s, party, c)) {
        const struct contract *contract = &s->contracts.items[c];
        bool last = next_paid_by(s, party, c) == s->contracts.n;
        bool children = next_paid_by(s, contract->payee, -1) < s->contracts.n;
        struct text_buf words = {0}, first = {0}, rest = {0};
        text_appendf(&first, "%s%s ", prefix, last ? "└─" : "├─");
        text_appendf(&rest, "%s%s  ", prefix, last ? " " : "│");
        add_contract_line(&words, s, contract);
        prose_join(out, prose_text(&first), prose_text(&rest), &words);
        add_terms(out, s, contract, prose_text(&rest), children);
        add_branch(out, s, contract->payee, prose_text(&rest), depth + 1);
        prose_drop(out, &first);
        prose_drop(out, &rest);
    }
}

static bool is_paid(const struct scheme *s, int party) {
    for (int c = 0; c < s->contracts.n; c++)
        if (s->contracts.items[c].payee == party)
            return true;
    return false;
}

static void add_contracts(struct text_buf *out, const struct scheme *s) {
    text_appendf(out, "\nContracts\n");
    for (int p = 0; p < s->parties.n; p++) {
        if (is_paid(s, p) || next_paid_by(s, p, -1) == s->contracts.n)
            continue;
        text_appendf(out, "  %s\n", s->parties.items[p].name);
        add_branch(out, s, p, "  ", 0);
    }
}

/* The timeline. */

struct event {
    int month, order;
    const char *what, *name;
};
struct events {
    int n, room;
    struct event *items;
};

/* Events that there can be at most: two of a group, four of a contract, two and its draws of a bond, three of a loan, and
 * the end. */
static int most_events(const struct scheme *s) {
    int most = 2 * s->groups.n + 4 * s->contracts.n + 3 * s->loans.n + 1;
    for (int b = 0; b < s->bonds.n; b++)
        most += 2 + s->bonds.items[b].drawdown.draws.n;
    return most;
}

static void add_event(struct events *list, int month, const char *what, const char *name) {
    assert(list->n < list->room);
    list->items[list->n] = (struct event){.month = month, .order = list->n, .what = what, .name = name};
    list->n++;
}

static int by_month(const void *left, const void *right) {
    const struct event *a = left, *b = right;
    return a->month != b->month ? (a->month > b->month) - (a->month < b->month)
                                : (a->order > b->order) - (a->order < b->order);
}

static void collect_group(struct events *list, const struct scheme *s, const struct group *g) {
    int first = s->months + 1, last = 0;
    for (int i = 0; i < g->referrals.n; i++) {
        const struct spell *spell = &g->referrals.spells[i];
        first = spell->from < first ? spell->from : first;
        last = spell->to > last ? spell->to : last;
    }
    if (last == 0)
        return;
    add_event(list, first, "first referrals of", g->name);
    add_event(list, last < s->months ? last : s->months, "last referrals of", g->name);
}

static void collect_contract(struct events *list, const struct scheme *s, const struct contract *c) {
    int to = terms_last_month(s, c);
    add_event(list, c->from, "service begins under", c->name);
    if (c->last_start > 0 && c->last_start < to)
        add_event(list, c->last_start, "last start that counts under", c->name);
    if (to < s->months)
        add_event(list, to, "service ends under", c->name);
    if (c->last_claim_given)
        add_event(list, c->last_claim, "last claim (long stop) under", c->name);
}

static void collect_bond(struct events *list, const struct scheme *s, const struct bond *b) {
    const char *spv = s->parties.items[b->spv].name;
    if (b->drawdown.how == DRAW_UPFRONT)
        add_event(list, 1, "all capital is drawn by", spv);
    for (int i = 0; b->drawdown.how == DRAW_SCHEDULED && i < b->drawdown.draws.n; i++)
        add_event(list, b->drawdown.draws.items[i].month, "capital is drawn by", spv);
    if (b->distribute_every > 1)
        add_event(list, b->distribute_every, "first distribution by", spv);
}

static void collect_loan(struct events *list, const struct scheme *s, const struct loan *l) {
    add_event(list, l->first, l->drawdown.how == DRAW_AS_NEEDED ? "opening of" : "first draw of", l->name);
    if (l->holiday.months > 0 && l->first_principal <= s->months)
        add_event(list, l->first_principal, "first repayment of", l->name);
    if (l->last <= s->months)
        add_event(list, l->last, "last repayment of", l->name);
}

static void collect(struct events *list, const struct scheme *s) {
    for (int g = 0; g < s->groups.n; g++)
        collect_group(list, s, &s->groups.items[g]);
    for (int c = 0; c < s->contracts.n; c++)
        collect_contract(list, s, &s->contracts.items[c]);
    for (int b = 0; b < s->bonds.n; b++)
        collect_bond(list, s, &s->bonds.items[b]);
    for (int l = 0; l < s->loans.n; l++)
        collect_loan(list, s, &s->loans.items[l]);
    add_event(list, s->months, "the scheme ends", "");
    qsort(list->items, (size_t)list->n, sizeof list->items[0], by_month);
}

static void add_timeline(struct text_buf *out, const struct scheme *s) {
    struct events list = {.room = most_events(s)};
    list.items = calloc((size_t)list.room, sizeof *list.items);
    text_appendf(out, "\nTimeline\n");
    if (list.items != NULL)
        collect(&list, s);
    for (int i = 0; i < list.n; i++) {
        text_appendf(out, "  ");
        prose_month(out, s->start, list.items[i].month);
        text_appendf(out, "  month %4d  %s%s%s\n", list.items[i].month, list.items[i].what,
                     list.items[i].name[0] ? " " : "", list.items[i].name);
    }
    out->failed = out->failed || list.items == NULL;
    free(list.items);
}

/* What is promised, at most. */

static void add_bond(struct text_buf *out, const struct scheme *s, const struct bond *b) {
    static const char *const how[] = {
        [DRAW_UPFRONT] = "in month 1", [DRAW_AS_NEEDED] = "as needed", [DRAW_SCHEDULED] = "as scheduled"};
    for (int i = 0; i < b->tranches.n; i++) {
        const struct tranche *tranche = &b->tranches.items[i];
        struct text_buf words = {0};
        text_appendf(&words, "%s puts up to ", s->parties.items[tranche->investor].name);
        words_money(s, tranche->principal, &words);
        text_appendf(&words, " into %s (%s), drawn %s", s->parties.items[b->spv].name, tranche->name,
                     how[b->drawdown.how]);
        terms_tranche(&words, s, tranche);
        prose_join(out, "  ", "    ", &words);
    }
    struct text_buf order = {0}, guarantee = {0};
    terms_waterfall(&order, s, b);
    prose_join(out, "  ", "    ", &order);
    if (b->review.n > 0) {
        struct text_buf review = {0};
        text_appendf(&review, "Investors stop %s ", s->parties.items[b->spv].name);
        ending_words_bond(s, b, &review);
        prose_join(out, "  ", "    ", &review);
    }
    if (!b->guarantee.given)
        return;
    terms_guarantee(&guarantee, s, b);
    prose_join(out, "  ", "    ", &guarantee);
}

static void add_loan(struct text_buf *out, const struct scheme *s, const struct loan *l) {
    struct text_buf words = {0};
    text_appendf(&words, "%s lends %s ", s->parties.items[l->lender].name, s->parties.items[l->borrower].name);
    words_money(s, l->principal, &words);
    text_appendf(&words, " (%s)", l->name);
    terms_loan(&words, s, l);
    prose_join(out, "  ", "    ", &words);
}

static void add_limit(struct text_buf *out, const struct scheme *s, const struct contract *c) {
    struct text_buf words = {0};
    text_appendf(&words, "%s pays ", s->parties.items[c->payer].name);
    if (conditions_limit(c) != NO_LIMIT) {
        text_appendf(&words, "at most ");
        words_money(s, conditions_limit(c), &words);
        text_appendf(&words, " under %s", c->name);
    } else {
        text_appendf(&words, "what is earned under %s, without a cap", c->name);
    }
    prose_join(out, "  ", "    ", &words);
}

static void add_commitments(struct text_buf *out, const struct scheme *s) {
    text_appendf(out, "\nCommitments\n");
    for (int c = 0; c < s->contracts.n; c++)
        if (!is_paid(s, s->contracts.items[c].payer))
            add_limit(out, s, &s->contracts.items[c]);
    for (int b = 0; b < s->bonds.n; b++)
        add_bond(out, s, &s->bonds.items[b]);
    for (int l = 0; l < s->loans.n; l++)
        add_loan(out, s, &s->loans.items[l]);
}

static void add_after(struct text_buf *out, const struct scheme *s, int n, const struct after_end *after) {
    text_appendf(out, "\nAfter ");
    prose_month(out, s->start, s->months);
    text_appendf(out, "\n");
    if (n == 0)
        text_append(out, "  Nothing that is expected to be earned falls due later.\n");
    for (int i = 0; i < n; i++) {
        struct text_buf words = {0};
        text_appendf(&words, "%s: ", after[i].contract);
        prose_rate(&words, after[i].share, 0.0);
        text_appendf(&words, " of what it is expected to pay falls due later");
        if (after[i].months > s->months)
            text_appendf(&words, "; %d months would hold it", after[i].months);
        prose_join(out, "  ", "    ", &words);
    }
}

status report_check(const struct scheme *scheme, int n_after, const struct after_end *after, struct text_buf *out) {
    struct report_view everybody = {.scheme = scheme, .party = NONE};
    struct input_count count = inputs_count(&everybody);
    add_heading(out, scheme);
    prose_what_if(out, scheme);
    add_parties(out, scheme);
    add_contracts(out, scheme);
    add_timeline(out, scheme);
    add_commitments(out, scheme);
    text_appendf(out, "\nInputs\n  %d in all: %d sourced, %d assumed, %d neither; %d uncertain\n", count.all,
                 count.sourced, count.assumed, count.neither, count.uncertain);
    add_after(out, scheme, n_after, after);
    return out->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}
