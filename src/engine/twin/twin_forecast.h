/* What an spv will have to pay, and will receive, so many months ahead: as formulas over what is earned and when it is due. */
#ifndef SIBYL_ENGINE_TWIN_FORECAST_H
#define SIBYL_ENGINE_TWIN_FORECAST_H

#include "engine/twin/twin_capital.h"
#include "engine/twin/twin_claims.h"
#include "engine/twin/twin_formula.h"

/* What is earned under a contract by numbered terms of one claim cycle. Lines; NONE for what never is anything.
 *   contract, first  and the first of its numbered terms that has the cycle
 *   earned      gains less losses of the month; due: in which month they are due
 *   accepted    gains less losses that are accepted in the month; paid: in which month these are paid
 *   agreed      in which month what is earned in a month is accepted */
struct stream {
    int contract, first;
    int earned, due, accepted, paid, agreed;
};

/* All that a forecast of a bond looks at.
 *   out, in   streams of contracts that the spv pays, and of those that pay it
 *   cost, income  lines by month of costs and income of its own, as planned */
struct streams {
    int n_out, n_in, n_costs, n_income;
    struct stream *out, *in;
    int *cost, *income;
};

/* Whether all of it is formulas; else its needs are the engine's figures. */
bool streams_are_known(const struct capital *c);

/* Makes the rows, once a bond; NULL when memory has run out. */
struct streams *streams_of(struct capital *c);

/* Adds what is paid (real pence) and received in a month (a line) that is ahead. at_end: as it is known at the month's end. */
void streams_paid(struct capital *c, const struct streams *s, bool at_end, int ahead, struct twin_formula *f);
void streams_received(struct capital *c, const struct streams *s, int ahead, struct twin_formula *f);

#endif
