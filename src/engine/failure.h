/* Failure: a prime, provider or spv that cannot go on stops, and drags others along (model 6.8; rules 72 to 74, 76, 94, 97).
 *
 * All parties are tested together on the closing figures of a month; who fails trades no more from the next month on, in
 * plan, expected case and simulated paths alike. Its contracts end through the door of endings.h. What it has and what is
 * collected for it is its estate: each month's pays the cost of closing, then secured loans, then all creditors pro rata.
 * What is not paid by the end is lost. */
#ifndef SIBYL_ENGINE_FAILURE_H
#define SIBYL_ENGINE_FAILURE_H

#include "engine/ledger.h"

#include <stdint.h>

struct books;
struct clients;

/*   any         some party has stopped in some lane
 *   can_fail    [party]: a prime, a provider or an spv
 *   stopped     [party]: lanes in which it trades no more
 *   closure     [party]: what of the cost of closing is unpaid
 *   overdrawn   [party]: what the bank is owed for an overdraft that it has taken over
 *   immune      [party]: lanes in which it cannot fail, its overdraft has neither limit nor price and its loans are absent (what
 *               it would have had to find from elsewhere); set before a block is opened
 *   owed, part  scratch: what each creditor is owed, and gets; take [creditor]: the same over lanes
 *   n_creditors how many there can be */
struct failure {
    bool any;
    bool *can_fail;
    uint64_t *stopped;
    lane_money *closure, *overdrawn;
    uint64_t *immune;
    int n_creditors;
    money *owed, *part;
    lane_money *take;
};

MUST_CHECK status failure_init(struct books *b);

/* Opens a block: who is insolvent before month 1 takes no part. Called when all other books are open. */
void failure_begin(struct books *b);

/* At the month's close, when the metrics' memory has noted who is insolvent: ends contracts, from the next month on. */
void failure_test(struct books *b);

/* At a month's start: winds up who has failed: restricted money goes back, the bank takes over the overdraft, the cost of
 * closing and all loans fall due, and what others owe is worth what can be collected. */
void failure_open(struct books *b);

/* Takes the clients of who has failed in the month before: nobody is referred to it, and who is with it moves or is lost. */
void failure_clients(struct books *b, struct clients *c, int month, uint64_t *trading);

/* Puts zero where a party has stopped: what it could spend, what it could draw. */
void failure_mask(const struct books *b, int party, lane_money amount);

/* What falls due under a contract is worth less to a payee that has stopped: `net` becomes what is collected. */
void failure_collect(struct books *b, int contract, lane_money net);

/* What a party that has stopped is owed is worth what can be collected of it: of what is due that is known already, of what
 * will be due it is not. receivable: all of it, changed in place. */
void failure_worth(const struct books *b, int party, lane_money receivable);

/* Shares out what the estate of a party has got. */
void failure_share_out(struct books *b, int party);

/* Lanes in which a party has stopped; in which it cannot. */
uint64_t failure_lanes(const struct books *b, int party);
uint64_t failure_immune(const struct books *b, int party);

#endif
