/* The ledger: every party's cash, fund by fund, and the only door through which money moves.
 *
 * A transfer takes from one account what it puts into another, so that the sum over all accounts never changes; the
 * world outside (staff, suppliers, the bank) is an account like the others. */
#ifndef SIBYL_ENGINE_LEDGER_H
#define SIBYL_ENGINE_LEDGER_H

#include "base/lanes.h"
#include "engine/trace.h"
#include "scheme/scheme.h"

/* Pence over lanes. */
typedef money lane_money[LANES];

/* n arrays of pence over lanes, zeroed; one where n is 0. NULL when there is no room. The arena owns them. */
static inline lane_money *lanes_array(struct arena *arena, size_t n) {
    return arena_array(arena, n > 0 ? n : 1, sizeof(lane_money));
}

/* Whether there is anything in any lane. */
static inline bool any_lane(const lane_money amount) {
    money any = 0;
    for (int i = 0; i < LANES; i++)
        any |= amount[i];
    return any != 0;
}

/* For what money came or went, as a party's books name it. */
enum flow {
    FLOW_RECEIPTS,       /* in: under contracts, and fees */
    FLOW_INCOME,         /* in: other income */
    FLOW_COSTS,          /* out: own costs */
    FLOW_PAYMENTS,       /* out: under contracts */
    FLOW_FEES,           /* out: bond fees */
    FLOW_INTEREST,       /* out: overdraft interest */
    FLOW_DRAWN,          /* in: capital drawn */
    FLOW_DISTRIBUTED,    /* out: to investors */
    FLOW_INVESTED,       /* out, of investors */
    FLOW_RETURNED,       /* in, of investors */
    FLOW_GUARANTEED,     /* out, of guarantors */
    FLOW_BORROWED,       /* in: loans drawn, to be paid back */
    FLOW_GRANTED,        /* in: the grant part of loans */
    FLOW_LOAN_INTEREST,  /* out: interest and fees of loans */
    FLOW_LOAN_PRINCIPAL, /* out: principal of loans paid back */
    FLOW_OVERDRAFT,      /* in: an overdraft that the bank takes over when its party fails */
    FLOW_ESTATE,         /* out: out of the estate of a party that has failed, but for loans and contracts */
    FLOW_LENT,           /* out, of lenders: grant parts included */
    FLOW_LOAN_RETURNED,  /* in, of lenders: principal, interest and fees */
    FLOWS
};

/*   n_accounts  parties and, last, the world outside
 *   fund        [account * n_funds + f]: balance; fund 0 is general cash
 *   opening     [account]: general cash at the month's start
 *   flow        [account * FLOWS + kind]: moved this month
 *   total       the same from month 1 to date
 *   endowed     sum of all opening balances: what all accounts must always sum to
 *   trace       who is told of transfers, or NULL
 *   reason      of the next transfer, a name of the scheme ("rent"), or NULL; used up by it */
struct accounts {
    int n_accounts;
    int n_funds;
    lane_money *fund;
    lane_money *opening;
    lane_money *flow;
    lane_money *total;
    lane_money endowed;
    const struct trace *trace;
    const char *reason;
};

/* Makes the accounts in the arena. Returns SIBYL_ERR_NO_MEMORY when there is no room. */
MUST_CHECK status ledger_init(struct accounts *l, const struct scheme *s, struct arena *arena);

/* Opens the books: opening cash (of quantities q[quantity][LANES]) and opening funds, nothing moved. */
void ledger_begin(struct accounts *l, const struct scheme *s, const double (*q)[LANES]);

/* Starts a month: opening balances noted, the month's flows emptied. */
void ledger_open_month(struct accounts *l);

/* Moves amount[lane] >= 0 pence from the general cash of one account to that of another; `out` and `in` say what it is
 * in the books of each. */
void ledger_move(struct accounts *l, int from, enum flow out, int to, enum flow in, const lane_money amount);

/* The same between a named fund of `from` or `to` and general cash. */
void ledger_move_fund(struct accounts *l, int from, int from_fund, enum flow out, int to, int to_fund, enum flow in,
                      const lane_money amount);

/* Ends a month: the month's flows join the totals. Returns the largest difference, over lanes, between the sum of all
 * accounts and what they were endowed with: 0, always. */
money ledger_close_month(struct accounts *l);

/* Number of the account of the world outside. */
static inline int ledger_outside(const struct accounts *l) { return l->n_accounts - 1; }

/* General cash of a party. */
static inline money *ledger_cash(const struct accounts *l, int party) {
    return l->fund[(size_t)party * (size_t)l->n_funds];
}
/* What moved this month, or to date, for one reason. */
static inline const money *ledger_flow(const struct accounts *l, int party, enum flow kind) {
    return l->flow[(size_t)party * FLOWS + kind];
}
static inline const money *ledger_total(const struct accounts *l, int party, enum flow kind) {
    return l->total[(size_t)party * FLOWS + kind];
}
/* Restricted funds of a party together. */
void ledger_restricted(const struct accounts *l, int party, lane_money sum);

#endif
