/* What falls due and is paid under contracts, in the files of that layer: first what is due when (twin_due.c), then what is
 * set off, kept back and owed (twin_net.c), then what is passed on of it (twin_passing.c) and paid (twin_payments.c). */
#ifndef SIBYL_ENGINE_TWIN_CLAIMS_H
#define SIBYL_ENGINE_TWIN_CLAIMS_H

#include "engine/books.h"
#include "engine/twin/twin.h"

/* When what is earned under a term is accepted and due: rows, NONE for the month itself.
 *   waits             it is earned, claimed and accepted when receipts come in; in_turn: it is earned then, in the payer's turn
 *   late, late_flag   how it is paid late, or NULL, and in which months a claim that is accepted is late
 *   late_months       point */
struct twin_cycle {
    int every, verify, pays;
    bool waits, in_turn;
    const struct late *late;
    int late_flag, late_months;
    int accepted, due;
};

/* What falls due in a month under a contract, before set-off; lines, NONE where nothing ever can.
 *   cycle             [terms]: the cycles of its terms, those of its conditions included; terms of the same cycle have the
 *                     same rows
 *   gain, loss        known when the month begins: by claim cycles, late, or held back until now
 *   in_turn, in_turn_loss  passed on in the payer's turn of what has come in under another contract, and due at once
 *   accepted, unaccepted   of gains, and of losses, accepted in the month
 *   last              point: the last month in which anything can fall due, where something can then be owed back */
struct twin_due {
    struct twin_cycle *cycle;
    int gain, loss;
    int in_turn, in_turn_loss;
    int accepted, unaccepted;
    int last;
};

/* What falls due in the month in which `when` (a line by months of what `amount` is by, NONE: the same month) says.
 *   waits  what is due in the month itself is left out: it is due in the payer's turn */
int twin_falls_due(struct twin *t, const char *label, int when, int amount, bool waits);

void twin_due_of(struct twin *t, int contract, struct twin_due *due);

/* Whether something is paid on account under a contract. */
bool twin_has_advance(const struct twin *t, int contract);

/* Sets off, keeps back for advances, collects, and owes it to the legs; leaves net_due, accepted and what legs owe. Returns the
 * row of what termination terms pay of capital, for twin_compensation_define(), or NONE. */
int twin_net(struct twin *t, int contract, const struct twin_due *due);

/* The month from which nothing more falls due under a contract that ended early, as a flag that happened; NONE where it cannot
 * end early. Whether it has been settled: the month, one past the last where it never is. */
int twin_over(struct twin *t, int contract);
int twin_settles(struct twin *t, int contract);

/* What termination terms pay of investors' capital: its line, NONE where they never do; and its formula, when the contract's legs
 * are known. */
int twin_compensation(struct twin *t, int contract);
void twin_compensation_define(struct twin *t, int contract, int row);

/* Whether others pass on what a part of a contract has earned. */
bool twin_passes_part(const struct twin *t, int contract, int part);

/* Of contracts that others pass on: what each part has due, and what has come in of it. */
void twin_pass(struct twin *t, int contract, const struct twin_cycle *cycle);

/* General cash of a party when its turn has come to pay others, before fees of its bond. */
int twin_in_hand(struct twin *t, int party);

/* Whether arrears of a leg may be written off: who owes them may fall short, and who is owed them may fail and collect less. */
bool twin_writes_off(const struct twin *t, const struct twin_leg *leg);

/* What a party owes under contracts, leg by leg.
 *   n, leg     legs under which it may owe something
 *   owed, paid [leg] to date; open: owed and unpaid before the month's payments
 *   estate     [leg]: paid out of its estate, NONE where it cannot fail
 *   owed_all, paid_all, open_all  of all legs */
struct twin_debts {
    int n;
    int leg[GRID_REFS], owed[GRID_REFS], paid[GRID_REFS], open[GRID_REFS], estate[GRID_REFS];
    int owed_all, paid_all, open_all;
};

/* What others refer to of estates, before it is defined; and how a failed party's cash is shared out among its creditors. */
void twin_estates_declare(struct twin *t);
void twin_estate(struct twin *t, int party, struct twin_debts *debts);

/* Checks that a party fails when its own figures say so. */
void twin_failing_check(struct twin *t, int party, const struct twin_debts *debts);

/* "Outcomes contract: WORDS" as by printf. */
#define contract_label(t, c, ...) live_label(&(t)->contract[c], __VA_ARGS__)

#endif
