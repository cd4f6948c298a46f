/* A trace: one path told as it is walked. Each part of the engine that decides something writes a line about it, with
 * the numbers that it tested; the words of terms and conditions are added by whoever prints them.
 *
 * A run has no trace: every pointer to one is NULL, and nothing is written or computed. A replay of one path has one;
 * it tells what happens in lane 0. To tell a new decision:
 *
 *     if (b->trace) {
 *         struct trace_line line = trace_of_party(TRACE_LOAN, party, "missed an instalment");
 *         trace_money(&line, "due", due[TRACE_LANE]);
 *         trace_tell(b->trace, &line);
 *     }
 *
 * Transfers tell themselves: the ledger writes a line for each, with the reason in accounts->reason if its caller sets
 * one before moving. */
#ifndef SIBYL_ENGINE_TRACE_H
#define SIBYL_ENGINE_TRACE_H

#include "base/lanes.h"
#include "scheme/condition.h"
#include "scheme/scheme.h"

#define TRACE_LANE 0
#define TRACE_NUMBERS 8

/* Which part of the month a line belongs to, in the order of a month (model section 6). */
enum trace_step {
    TRACE_CLIENTS,   /* who came and what became of them */
    TRACE_MEASURED,  /* what an evaluator measured */
    TRACE_EARNED,    /* what a term earned */
    TRACE_CONDITION, /* what a condition changed */
    TRACE_DUE,       /* what of a contract falls due */
    TRACE_DRAWDOWN,  /* what is drawn, and why so much */
    TRACE_LOW_WATER, /* payroll day */
    TRACE_TRANSFER,  /* money that moved */
    TRACE_UNPAID,    /* what could not be paid */
    TRACE_LOAN,      /* loan service and what was tested */
    TRACE_WATERFALL, /* a step of a distribution and what it tested */
    TRACE_FAILURE,   /* failures, endings, wind-up */
    TRACE_CLOSE,     /* where a party stands at the month's end */
    TRACE_STEPS
};

enum trace_unit { TRACE_MONEY, TRACE_COUNT, TRACE_MONTH };

/* A number with its name in plain words: money in pence, a count (fractions possible), or a month of the scheme. */
struct trace_number {
    const char *name;
    enum trace_unit unit;
    double value;
};

/* One line.
 *   month            of the scheme, from 1; set by trace_tell()
 *   party, other     whom it is about (of a transfer: from whom, to whom; NONE: the world outside, or nobody)
 *   contract, term   or NONE; term is the place in its contract
 *   condition        the condition that acted, or NULL
 *   what             in plain words, small letters; static, or a name of the scheme
 *   number           n numbers, in the order in which they were looked at
 *   amount           of a transfer: pence */
struct trace_line {
    int month;
    enum trace_step step;
    int party, other;
    int contract, term;
    const struct condition *condition;
    const char *what;
    int n;
    struct trace_number number[TRACE_NUMBERS];
    money amount;
};

/*   line   called for each line as it is written; the line and its names last only for the call, texts of the scheme
 *          as long as the scheme
 *   month  set by the walk */
struct trace {
    void (*line)(void *user, const struct trace_line *line);
    void *user;
    int month;
};

/* A line about a party (NONE: about nobody), or about a term of a contract (NONE: all of it), without numbers. */
struct trace_line trace_of_party(enum trace_step step, int party, const char *what);
struct trace_line trace_of_contract(enum trace_step step, int contract, int term, const char *what);

/* Adds a number; those past TRACE_NUMBERS are left out. */
void trace_money(struct trace_line *line, const char *name, money amount);
void trace_count(struct trace_line *line, const char *name, double count);
void trace_month(struct trace_line *line, const char *name, int month);

void trace_tell(const struct trace *t, const struct trace_line *line);

#endif
