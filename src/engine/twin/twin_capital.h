/* One bond as formulas: what the files of the capital layer leave for one another. Rows are lines of pence unless said
 * otherwise; NONE for what cannot be anything. */
#ifndef SIBYL_ENGINE_TWIN_CAPITAL_H
#define SIBYL_ENGINE_TWIN_CAPITAL_H

#include "engine/twin/twin.h"
#include "scheme/waterfall.h"

/*   commitment  point; drawn_to_date with this month's draws
 *   out         principal outstanding after this month's draws
 *   owed        interest due and unpaid, this month's included; interest: what is unpaid of it at the month's end
 *   hurdle      real pence: balance of the cap at the month's end; capped: the same before the distribution
 *   repaid_to_date, returned_to_date  at the month's end
 *   repayable   what of what was drawn the table of capital lets be repaid
 *   called      paid by the guarantor before the last distribution; made_good: after it
 *   taken       [enum take] of this month's distribution */
struct capital_tranche {
    const struct tranche *t;
    int commitment, drawn_to_date;
    int out, owed, interest;
    int hurdle, capped;
    int repaid_to_date, returned_to_date, repayable;
    int called, made_good;
    int taken[TAKES];
};

/*   falls    flag: a payment date. now, later: what it would be if it fell due in this month, and what it is taken to be in a
 *            later one at the distribution (real pence rounded)
 *   due      falls due; owed: due and unpaid before anything is paid; open: at the month's end */
struct capital_fee {
    const struct bond_fee *f;
    const char *label;
    int from, until;
    int falls, now, later;
    int due, owed, open, taken;
};

/*   prefix   of labels: "Harbour SPV"
 *   committed point; last: its last month as known in the month; wound: flag; stopping: flag, or NONE
 *   wanted   what has to be drawn; kept_back: what has to be kept back beside minimum cash
 *   last_of_scheme point; open_debts: owed under contracts and unpaid at the month's end; falls_due: of that, new; NONE
 *   streams  what its forecasts look at (twin_forecast.h)
 *   before   cash of the spv before the distribution; amount: what can be distributed; excess: of it, what no
 *            tranche may take */
struct streams;
struct capital {
    struct twin *twin;
    struct grid *g;
    int bond, sheet;
    const struct bond *d;
    const char *prefix;
    int committed, outstanding_before;
    int last, wound, stopping;
    int wanted, kept_back;
    int last_of_scheme, open_debts, falls_due;
    struct streams *streams;
    int before, amount, excess;
    struct capital_tranche *tranche;
    struct capital_fee *fee;
};

/* Labels: "Harbour SPV: ...", "senior: ...". */
const char *capital_label(const struct capital *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *capital_tranche_label(const struct capital *c, int tranche, const char *words);

/* A setting of the bond. */
int capital_setting(struct capital *c, const char *key, enum grid_unit unit, double number);

/* The parts of a month, in its order. */
void capital_draw(struct capital *c);
void capital_interest(struct capital *c);
void capital_call(struct capital *c, bool before);
void capital_distribute(struct capital *c);

/* What tranches come to in the month, and the checks of a bond. */
void capital_close(struct capital *c);
void capital_check(struct capital *c);

/* What has to be drawn for the months ahead, and what has to be kept back (rules 51 to 53). */
void capital_wanted(struct capital *c);
void capital_kept_back(struct capital *c);

#endif
