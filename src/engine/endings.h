/* Endings: contracts that end before their dates, lane by lane (model 4 and 6.9; rules 24, 25, 31, 32, 73, 75, 76).
 *
 * Whoever ends a contract (closure, a refused renewal, minimum performance, a review, a failure) comes through one door,
 * endings_request(). What follows is the same for all: from the month after the decision nobody is referred for its work;
 * in the last month of service e it earns for the last time, but for what its termination terms go on paying; contracts
 * below it that exist for the same work end with it; a bond whose contracts have all ended is wound up in the month in
 * which the last payment falls due.
 *
 * Of the deterministic cases only a failure ends contracts early: it is no matter of chance. Where nothing in the scheme can, nothing here is done. */
#ifndef SIBYL_ENGINE_ENDINGS_H
#define SIBYL_ENGINE_ENDINGS_H

#include "engine/block.h"
#include "scheme/term.h"

struct books;
struct clients;

/* A month that never comes. */
#define ENDLESS INT32_MAX

/* One contract's ending.
 *   ended     lanes in which it has been decided that the contract ends early
 *   pipeline  of these, those that pay what people achieve who started by then
 *   view      what its terms see: the same lanes, and the last month of service e; ENDLESS where it does not end
 *   booked    the view as it was when the entitlements of the month were worked out
 *   decided   [LANES]: month of the decision: the last with referrals
 *   settles   [LANES]: month in whose books the ending is settled: e, or the month after the decision where that month
 *             had been booked already
 *   last_due  [LANES]: last month in which a payment can fall due under it
 *   reason    [LANES]: why
 *   terms     [LANES]: the termination terms that hold; NULL: what is earned by e is paid */
struct contract_ending {
    struct term_ending view, booked;
    int decided[LANES], settles[LANES], last_due[LANES];
    enum ending_reason reason[LANES];
    const struct termination *terms[LANES];
};

/* The contracts on which a provider's work hangs: of those that count its clients, those that pay for its service,
 * directly or further down (all that count them, where none does).
 *   member  [n] contracts, each after those above it
 *   root    nobody above pays its payer for this provider's work
 *   leaf    its payee passes this provider's work on to nobody */
struct chain {
    int n;
    int *member;
    bool *root, *leaf;
};

/*   possible   something in the scheme can end early: else nothing below is looked at
 *   any        lanes in which something has ended
 *   booked     the last month whose entitlements have been earned
 *   contract   [contract]
 *   last_trading  [party * LANES + lane]: the last month in which a party trades; ENDLESS until it is wound up, or fails
 *   chain      [provider]; waiting_ended, service_ended [provider]: lanes in which nobody who waits starts any more, and in
 *              which the people have left service
 *   open, reached  [contract]: scratch, lanes */
struct endings {
    bool possible;
    uint64_t any;
    int booked;
    struct contract_ending *contract;
    int *last_trading;
    struct chain *chain;
    uint64_t *waiting_ended, *service_ended;
    uint64_t *open, *reached;
};

MUST_CHECK status endings_init(struct books *b);
void endings_begin(struct books *b);

/* Ends a contract early in some lanes. Where it has been ended already, the earlier end holds.
 *   contract  its number
 *   lanes     bits
 *   month     the decision's: the last with referrals; the last month of service is `notice` months later
 *   terms     its termination (or default_termination) terms; NULL: without notice, what is earned by then is paid
 *   reason    why
 * In a month whose entitlements have been earned already the ending is settled in the next. */
void endings_request(struct books *b, int contract, uint64_t lanes, int month, const struct termination *terms,
                     enum ending_reason reason);

/* ---- The month ---- */

/* At the month's start: draws closures, and whether contracts are renewed in the month after.
 * Stream "contracts.C", month t: cell 0 closure decided in t, cell 1 renewal from t on. */
void endings_draw(struct books *b, int month);

/* At the month's start, after endings_draw(): takes out of trading[provider] the lanes in which no contract brings it
 * clients any more, stops the starts of people who wait and ends the service of those who are in it; where a failure is
 * the cause, they move or are lost. */
void endings_clients(struct books *b, struct clients *c, int month, uint64_t *trading);

/* Lanes in which a provider serves in a month: it trades, and some contract pays for its service. */
uint64_t endings_serve(struct books *b, int provider, int month);

/* Holds the reviews of a month, when its clients have been counted and before it is booked. */
void endings_review(struct books *b, int month);

/* Notes that the entitlements of a month have been worked out, and what was known of endings then. */
void endings_booked(struct books *b, int month);

/* At the month's end: ends the contracts that a yearly judgement of theirs ends. */
void endings_judged(struct books *b);

/* ---- What others ask ---- */

/* What a contract's terms see of its ending: NULL where it ends early in no lane. */
const struct term_ending *endings_view(const struct books *b, int contract);

/* Lanes in which a contract is still in service in the month being booked. */
uint64_t endings_going(const struct books *b, int contract);

/* The last month in which a term of a contract earns in a lane. */
int endings_stop(const struct books *b, int contract, int term, int lane);

/* The last month in which something can fall due under a contract in a lane. */
int endings_last_due(const struct books *b, int contract, int lane);

/* Puts zero where a month is past a term's last; where the ending is settled after its last month of service, adds the
 * share of a period that it cut short.
 *   gain, loss  [LANES] pence earned in the month being booked */
void endings_cut(struct books *b, int contract, int term, money gain[LANES], money loss[LANES]);

/* Lanes in which part `part` of a contract is passed on of what term `term` earned in the month being booked: those in which
 * a contract that passes it on still counts it. */
uint64_t endings_passed(const struct books *b, int contract, int term, int part);

/* What is due this month to investors under a contract's termination terms; returns whether anything is. */
bool endings_compensation(const struct books *b, int contract, money due[LANES]);

/* Lanes in which every contract that pays a bond's spv has been ended, before this month: capital is drawn for what must be
 * paid and for nothing else. */
uint64_t endings_stopping(const struct books *b, int bond);

/* Puts zero where a party does not trade any more in a month. */
void endings_silence(const struct books *b, int party, int month, money amount[LANES]);

#endif
