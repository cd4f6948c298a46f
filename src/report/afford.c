/* Whether a provider can afford its contracts and a loan, on one page of plain words. */
#include "report/afford.h"

#include "report/prose.h"

#include <math.h>
#include <sibyl/report.h>
#include <stdio.h>
#include <string.h>

#define LABEL_WIDTH 27
#define COLUMN_WIDTH 13
#define COLUMNS 4
#define PER_CENT 100.0
#define CELL 64
/* Half of a 95 % interval in standard errors. */
#define Z 1.959963984540054

static double error_of(const struct estimate *f) { return (f->high - f->low) / (2 * Z); }

void afford_money(struct text_buf *out, const struct affordability *f, const struct estimate *amount) {
    if (amount->defined)
        prose_money(out, f->symbol, amount->value, error_of(amount));
    else
        text_append(out, "-");
}

/* "about 32 in 100", no finer than sampling allows. */
void afford_chance(struct text_buf *out, const struct estimate *p) {
    double in_100 = p->value * PER_CENT;
    if (!p->defined)
        text_append(out, "-");
    else if (p->value <= 0)
        text_append(out, "none seen");
    else if (in_100 < 1)
        text_append(out, "<1 in 100");
    else if (p->value >= 1)
        text_append(out, "all");
    else if (in_100 > PER_CENT - 1)
        text_append(out, ">99 in 100");
    else
        text_appendf(out, "%.0f in 100", round(in_100));
}

static struct month_of_year start_of(const struct affordability *f) {
    return (struct month_of_year){f->start_year, f->start_month};
}

void afford_month(struct text_buf *out, const struct affordability *f, const struct estimate *month) {
    if (!month->defined)
        text_append(out, "-");
    else if (month->value < 1)
        text_append(out, "the start");
    else
        prose_month(out, start_of(f), (int)month->value);
}

/* ---- The first sentence ---- */

enum afford_word afford_standing(const struct affordability *f, const struct afford_case *c) {
    enum afford_word worst = AFFORD_YES;
    for (int t = 0; t < AFFORD_TESTS; t++) {
        const struct estimate *p = &c->test[t];
        if (p->defined && p->low > f->tolerance[t])
            return AFFORD_NO;
        if (p->defined && p->high > f->tolerance[t])
            worst = AFFORD_CLOSE;
    }
    return worst;
}

static void say_no_loan(struct text_buf *out, const struct affordability *f, enum afford_word contract) {
    if (contract == AFFORD_YES)
        text_appendf(out, "The contract can be afforded as it stands: %s keeps within its tolerances.", f->provider);
    else if (contract == AFFORD_CLOSE)
        text_appendf(out, "It is too close to call whether %s keeps within its tolerances with the contract.",
                     f->provider);
    else
        text_appendf(out, "The contract is the problem: with it, and no loan, %s does not keep within its tolerances.",
                     f->provider);
}

static void say_trouble_today(struct text_buf *out, const struct affordability *f) {
    text_appendf(out, "Neither alone: %s is in trouble even without the contract and the loan, ", f->provider);
    text_append(out, f->with_loan.test[TEST_LIQUIDITY].value < f->today.test[TEST_LIQUIDITY].value
                         ? "though less with them."
                         : "and they do not mend it.");
}

/* Which of the contract and the loan is the problem. */
static void say_problem(struct text_buf *out, const struct affordability *f) {
    enum afford_word today = afford_standing(f, &f->today), contract = afford_standing(f, &f->contract);
    enum afford_word loan = afford_standing(f, &f->with_loan);
    if (today == AFFORD_NO && contract == AFFORD_NO && loan == AFFORD_NO)
        say_trouble_today(out, f);
    else if (!f->loan)
        say_no_loan(out, f, contract);
    else if (loan == AFFORD_CLOSE)
        text_appendf(out, "With this loan it is too close to call; without it the contract %s.",
                     contract == AFFORD_YES  ? "can be afforded"
                     : contract == AFFORD_NO ? "cannot be afforded"
                                             : "is too close to call as well");
    else if (contract == AFFORD_YES && loan == AFFORD_YES)
        text_append(out,
                    "Neither the contract nor the loan is a problem: with or without the loan, the contract can be "
                    "afforded.");
    else if (contract == AFFORD_YES)
        text_append(out, "The loan is the problem: without it the contract can be afforded, with it not.");
    else if (loan == AFFORD_YES)
        text_appendf(out, "The contract alone %s; with this loan it can be afforded.",
                     contract == AFFORD_NO ? "cannot be afforded" : "is too close to call");
    else if (f->fits)
        text_append(out, "The size of the loan is the problem: with this one the contract cannot be afforded, with "
                         "another it can.");
    else
        text_appendf(out,
                     "The contract is the problem, not the loan: no size of this loan that %s makes it affordable.",
                     f->maximum > 0 ? "the lender offers" : "was tried");
}

void afford_say_problem(struct text_buf *out, const struct affordability *f) {
    struct text_buf words = {0};
    say_problem(&words, f);
    prose_join(out, "", "", &words);
    text_append(out, "\n");
}

/* ---- The table ---- */

typedef void (*cell_writer)(struct text_buf *out, const struct affordability *f, const struct afford_case *c);

static void cell_lowest(struct text_buf *out, const struct affordability *f, const struct afford_case *c) {
    afford_money(out, f, &c->lowest);
}
static void cell_bad(struct text_buf *out, const struct affordability *f, const struct afford_case *c) {
    afford_money(out, f, &c->lowest_bad);
}
static void cell_month(struct text_buf *out, const struct affordability *f, const struct afford_case *c) {
    afford_month(out, f, &c->low_month);
}
static void cell_liquidity(struct text_buf *out, const struct affordability *f, const struct afford_case *c) {
    (void)f;
    afford_chance(out, &c->test[TEST_LIQUIDITY]);
}
static void cell_repayment(struct text_buf *out, const struct affordability *f, const struct afford_case *c) {
    (void)f;
    afford_chance(out, &c->test[TEST_REPAYMENT]);
}
static void cell_reserves(struct text_buf *out, const struct affordability *f, const struct afford_case *c) {
    (void)f;
    afford_chance(out, &c->test[TEST_RESERVES]);
}
static void cell_end(struct text_buf *out, const struct affordability *f, const struct afford_case *c) {
    afford_money(out, f, &c->reserves_end);
}
static void cell_cost(struct text_buf *out, const struct affordability *f, const struct afford_case *c) {
    afford_money(out, f, &c->loan_cost);
}

static const struct row {
    const char *label;
    cell_writer write;
} rows[AFFORD_ROWS] = {
    {"Lowest cash, as a rule", cell_lowest},   {"  worse than this 1 in 20", cell_bad},
    {"  and in which month", cell_month},      {"Chance of running out", cell_liquidity},
    {"Chance of paying late", cell_repayment}, {"Chance, policy broken", cell_reserves},
    {"Free reserves at the end", cell_end},    {"What the loan costs", cell_cost},
};

const char *afford_row(int row) { return rows[row].label; }

void afford_cell(struct text_buf *out, const struct affordability *f, int row, const struct afford_case *c) {
    if (c->run)
        rows[row].write(out, f, c);
    else
        text_append(out, "-");
}

/* Adds a text at the right of a column. */
static void add_cell(struct text_buf *out, const char *text) {
    int width = text_width(text);
    text_appendf(out, "%*s%s", width < COLUMN_WIDTH ? COLUMN_WIDTH - width : 1, "", text);
}

static void add_heads(struct text_buf *out, const struct affordability *f) {
    char this_loan[CELL], best[CELL];
    struct text_buf size = {0}, other = {0};
    prose_money(&size, f->symbol, f->principal, 0);
    prose_money(&other, f->symbol, f->best_principal, 0);
    snprintf(this_loan, sizeof this_loan, "%s", f->loan ? prose_text(&size) : "-");
    snprintf(best, sizeof best, "%s", f->loan ? prose_text(&other) : "-");
    text_appendf(out, "%-*s", LABEL_WIDTH, "");
    const char *first[COLUMNS] = {"today", "contract", "with the", "with the"};
    const char *second[COLUMNS] = {"", "alone", "loan of", "best loan,"};
    const char *third[COLUMNS] = {"", "", this_loan, best};
    for (int k = 0; k < COLUMNS; k++)
        add_cell(out, first[k]);
    text_appendf(out, "\n%-*s", LABEL_WIDTH, "");
    for (int k = 0; k < COLUMNS; k++)
        add_cell(out, second[k]);
    text_appendf(out, "\n%-*s", LABEL_WIDTH, "");
    for (int k = 0; k < COLUMNS; k++)
        add_cell(out, third[k]);
    text_append(out, "\n");
    prose_drop(out, &size);
    prose_drop(out, &other);
}

static void add_table(struct text_buf *out, const struct affordability *f) {
    const struct afford_case none = {0};
    const struct afford_case *cases[COLUMNS] = {&f->today, &f->contract, f->loan ? &f->with_loan : &none,
                                                f->loan ? &f->best : &none};
    add_heads(out, f);
    for (int r = 0; r < AFFORD_ROWS; r++) {
        text_appendf(out, "%-*s", LABEL_WIDTH, rows[r].label);
        for (int k = 0; k < COLUMNS; k++) {
            struct text_buf cell = {0};
            afford_cell(&cell, f, r, cases[k]);
            add_cell(out, prose_text(&cell));
            prose_drop(out, &cell);
        }
        text_append(out, "\n");
    }
}

/* ---- The page ---- */

static void paragraph(struct text_buf *out, struct text_buf *words) {
    prose_join(out, "", "", words);
    text_append(out, "\n");
}

status report_afford(const struct affordability *f, const struct scheme *scheme, struct text_buf *out) {
    struct text_buf words = {0};
    text_appendf(&words, "Can %s afford %s?", f->provider, f->loan ? "this loan" : "this contract");
    prose_join(out, "", "", &words);
    text_appendf(&words, "%s: %d months from ", scheme->title, f->months);
    prose_month(&words, start_of(f), 1);
    text_append(&words, "; ");
    prose_number(&words, (double)f->paths, 0, 0);
    text_appendf(&words, " path%s of seed %llu, the same in every column.", f->paths == 1 ? "" : "s",
                 (unsigned long long)f->seed);
    paragraph(out, &words);
    afford_say_problem(out, f);
    add_table(out, f);
    text_append(out, "\n");
    afford_say_verdict(out, f);
    afford_say_depth(out, f);
    afford_say_size(out, f);
    afford_say_worth(out, f);
    afford_say_flips(out, f);
    afford_say_terms(out, f);
    afford_say_end(out, f);
    return out->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}
