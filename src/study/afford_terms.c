/* Terms that a provider could ask for, each tried as a scenario of its own. */
#include "study/afford_parts.h"

#include "scheme/term.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MONTHS_A_YEAR 12
/* What is tried: a guarantee of this share of the starts expected, an advance of so many months' expected income of which
 * this share of each later payment is kept, half the fee, half the share at risk. */
#define GUARANTEED 0.8
#define ADVANCE_MONTHS 3
#define ADVANCE_RECOVERED "0.25"
#define HALF 0.5
/* Less than half of 1 in 100 would not be seen in what the page says. */
#define LEAST_HELP 0.005
#define AMOUNT 64
#define PENCE_IN_UNIT 100

struct asking {
    struct assessor *a;
    double income, starts; /* expected of the contract's whole time */
    int months;            /* of referrals */
};

/* Most help first. */
static int by_help(const void *x, const void *y) {
    double p = assess_trouble(&((const struct afford_term *)x)->with),
           q = assess_trouble(&((const struct afford_term *)y)->with);
    return (p > q) - (p < q);
}

/* Tries a change, and keeps it under its words when there is such a scenario and it helps by what can be seen. */
static void try_term(struct assessor *a, const struct change *change, const char *words) {
    struct affordability *f = a->answer;
    if (f->n_terms == AFFORD_TERMS)
        return;
    struct afford_term *t = &f->term[f->n_terms];
    if (!assess(a, change, &t->with, NULL) || assess_trouble(&f->with_loan) - assess_trouble(&t->with) < LEAST_HELP)
        return;
    snprintf(t->what, sizeof t->what, "%s", words);
    f->n_terms++;
}

static void add_set(struct change *change, const char *path, const char *value) {
    if (change->n_sets < CHANGE_SETS)
        change->sets[change->n_sets++] = (struct setting_override){path, value};
}

/* The longest wait from claim to payment under the contracts that pay the party. */
static int longest_wait(const struct assessor *a) {
    int longest = 0;
    for (int c = 0; c < a->base->contracts.n; c++) {
        const struct contract *contract = &a->base->contracts.items[c];
        for (int k = 0; contract->payee == a->party && k < contract->terms.n; k++) {
            struct claim claim = term_claim(contract, &contract->terms.items[k]);
            int wait = claim.verify + claim.pays;
            longest = wait > longest ? wait : longest;
        }
    }
    return longest;
}

static void ask_sooner(const struct asking *q) {
    int wait = longest_wait(q->a);
    char words[AFFORD_WORDS];
    struct change change = afford_change(q->a);
    if (wait < 2)
        return;
    change.later = 1 - wait;
    snprintf(words, sizeof words, "verification and payment within a month of the claim (now up to %d months)", wait);
    try_term(q->a, &change, words);
}

static bool begins_with(const char *text, const char *start) { return strncmp(text, start, strlen(start)) == 0; }

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* Whether a path is a setting of a contract that pays the party. */
static bool is_theirs(const struct assessor *a, const char *path) {
    for (int c = 0; c < a->base->contracts.n; c++) {
        const struct contract *contract = &a->base->contracts.items[c];
        if (contract->payee == a->party && begins_with(path, contract->place.path) &&
            path[strlen(contract->place.path)] == '.')
            return true;
    }
    return false;
}

static bool is_fee(const char *path) { return ends_with(path, ".keep"); }

static bool is_at_risk(const char *path) { return ends_with(path, ".at_risk") || strstr(path, ".at_risk.") != NULL; }

/* Halves every number of the party's contracts that is meant. */
static void ask_half(const struct asking *q, bool (*meant)(const char *path), const char *words) {
    char value[CHANGE_SETS][64];
    struct change change = afford_change(q->a);
    for (int i = 0; i < q->a->base->inputs.n && change.n_sets < CHANGE_SETS; i++) {
        const struct input *in = &q->a->base->inputs.items[i];
        if (!is_theirs(q->a, in->place.path) || !meant(in->place.path))
            continue;
        snprintf(value[change.n_sets], sizeof value[0], "%.6f", HALF * in->likely);
        add_set(&change, in->place.path, value[change.n_sets]);
    }
    if (change.n_sets > 0)
        try_term(q->a, &change, words);
}

/* The party's contract with the most terms that pay for clients: the first one that it is paid under. */
static const struct contract *main_contract(const struct assessor *a) {
    for (int c = 0; c < a->base->contracts.n; c++) {
        if (a->base->contracts.items[c].payee == a->party)
            return &a->base->contracts.items[c];
    }
    return NULL;
}

/* An amount in whole pounds, or what the currency's unit is. */
static const char *in_words(const struct assessor *a, double amount, char text[AMOUNT]) {
    return money_format((money)llround(amount) * PENCE_IN_UNIT, a->base->symbol, false, text, AMOUNT);
}

static void ask_guarantee(const struct asking *q) {
    const struct contract *c = main_contract(q->a);
    char path[SOLVE_NAME], value[128], words[AFFORD_WORDS], amount[AMOUNT];
    struct change change = afford_change(q->a);
    int every = q->months < MONTHS_A_YEAR ? q->months : MONTHS_A_YEAR;
    double starts = floor(GUARANTEED * q->starts * every / q->months);
    if (q->starts <= 0 || q->income <= 0 || starts < 1)
        return;
    snprintf(path, sizeof path, "%s.minimum_volume", c->place.path);
    snprintf(value, sizeof value, "{ starts = %.0f; every = %d; price = %.2f; }", starts, every, q->income / q->starts);
    add_set(&change, path, value);
    snprintf(words, sizeof words, "a volume guarantee: %.0f starts every %d months, each missing one paid at %s",
             starts, every, in_words(q->a, q->income / q->starts, amount));
    try_term(q->a, &change, words);
}

static void ask_advance(const struct asking *q) {
    const struct contract *c = main_contract(q->a);
    char path[SOLVE_NAME], value[160], words[AFFORD_WORDS], said[AMOUNT];
    struct change change = afford_change(q->a);
    double amount = floor(ADVANCE_MONTHS * q->income / q->months);
    if (amount < 1 || !term_kind_find("advance"))
        return;
    snprintf(path, sizeof path, "%s.terms.%d", c->place.path, c->terms.n);
    snprintf(value, sizeof value, "{ pay = \"advance\"; amount = %.2f; month = %d; recover = " ADVANCE_RECOVERED "; }",
             amount, c->from);
    add_set(&change, path, value);
    snprintf(words, sizeof words, "an advance of three months' expected income (%s), a quarter of each payment kept",
             in_words(q->a, amount, said));
    try_term(q->a, &change, words);
}

/* What the provider is expected to receive, and over how many months of referrals. */
static void expect(struct asking *q, const struct results *r) {
    const struct monthly *receipts = results_series(r, q->a->answer->provider, NULL, "receipts");
    for (int m = 0; receipts && m < r->months; m++)
        q->income += receipts->mean[m];
    q->starts = q->a->answer->starts;
    const struct contract *c = main_contract(q->a);
    int last = c->last_start > 0 ? c->last_start : r->months;
    q->months = last - c->from + 1;
}

void afford_terms(struct assessor *a, const struct results *results) {
    struct asking q = {.a = a};
    if (!results || a->st != SIBYL_OK)
        return;
    expect(&q, results);
    if (q.months < 1)
        return;
    ask_advance(&q);
    ask_sooner(&q);
    ask_guarantee(&q);
    ask_half(&q, is_at_risk, "half the share at risk");
    ask_half(&q, is_fee, "half the management fee");
    qsort(a->answer->term, (size_t)a->answer->n_terms, sizeof a->answer->term[0], by_help);
}
