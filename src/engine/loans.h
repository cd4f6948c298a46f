/* Loans in the books (model 6.3 to 6.6; rules 54, 57, 61 to 64, 82).
 *
 * Drawn at the start of the month, when what falls due at its end becomes known too; served in the borrower's turn, after
 * its costs and before other payments. What is not paid is in arrears by the month in which it fell due. */
#ifndef SIBYL_ENGINE_LOANS_H
#define SIBYL_ENGINE_LOANS_H

#include "engine/ledger.h"

#include <stdint.h>

struct books;

/* What decides a loan's next payments, apart from its arrears.
 *   principal  pence outstanding and not yet due, with what has been added
 *   drawn      pence lent, the grant part left out, to date; of a revolving loan less what was paid back
 *   weight     principal times days (months under a monthly count) since the last payment date
 *   level      the form's own; fresh: lanes whose principal changed otherwise than by repayment
 *   receipts   pence that the borrower received since the last payment date
 *   undrawn    pence that could still be drawn, summed over the months since the last payment date */
struct loan_state {
    lane_money principal, drawn, level, receipts, undrawn;
    double weight[LANES];
    uint64_t fresh;
};

/* A payment: what of it is interest (with fees), and what principal. */
struct instalment {
    lane_money interest, principal;
};

/*   state, ahead     now, and as it will be in the months that a forecast has looked ahead
 *   rate             [lane] a year, of this path
 *   interest, principal  [month]: due in the month and unpaid
 *   oldest           nothing is in arrears in any lane before this month
 *   stepped          the month whose instalment is known and among what is due
 *   scheduled        this month's instalment: what is due without arrears, their interest and acceleration
 *   lent_now, given_now  drawn this month: to be paid back, and the grant part
 *   charged          interest and fees to date, paid or owed
 *   received         borrower's receipts to date when last looked at
 *   late, missed, defaulted, breached  first month in which it is so, or NEVER
 *   exposure         principal owed when it defaulted */
struct loan_account {
    struct loan_state state, ahead;
    double rate[LANES];
    lane_money *interest, *principal;
    int oldest, stepped;
    struct instalment scheduled;
    lane_money lent_now, given_now;
    lane_money charged, received;
    lane_money late, missed, defaulted, breached;
    lane_money exposure;
};

/* A party that borrows: what was available for debt service, and what was due, summed from month 1 on.
 *   available, service  [month]
 *   first_principal     month in which principal of any of its loans first falls due, NEVER_DUE: never
 *   dscr                of the 12 months to now; lowest: the least so far; tested, ever_tested: lanes in which they exist */
struct borrower {
    int party;
    lane_money *available, *service;
    int first_principal;
    double dscr[LANES], lowest[LANES];
    uint64_t tested, ever_tested;
};

struct lending {
    struct loan_account *loan;
    int n_borrowers;
    struct borrower *borrower;
    int *borrower_of_party; /* [party]: number among the borrowers, or NONE */
};

MUST_CHECK status loans_init(struct books *b);
void loans_begin(struct books *b);

/* Draws what is drawn this month and works out what falls due. */
void loans_draw(struct books *b);

/* Serves a party's loans, in the order of the configuration, as far as general cash and overdraft allow. */
void loans_serve(struct books *b, int party);

/* Pays revolving loans back from the cash left when all else is paid. */
void loans_sweep(struct books *b, int party);

/* Arrears, defaults and covenants at the month's close, when its flows are known. */
void loans_month_end(struct books *b);

/* Adds what a party has to pay on its loans this month, arrears included, if `receipts` come in. */
void loans_owed_now(const struct books *b, int party, const lane_money receipts, lane_money sum);

/* What a party will have to pay in later months as known now: begin, then one month after the other from the next on.
 * `receipts` are those expected in the month; adds to sum. */
void loans_ahead_begin(struct books *b, int party);
void loans_ahead(struct books *b, int party, int month, const lane_money receipts, double sum[LANES]);

/* This month's instalments of a party, arrears left out (those known before its receipts are in). */
void loans_instalments(const struct books *b, int party, lane_money sum);

/* All that is owed on a loan: principal, interest accrued and due, arrears. Its principal alone; and the interest that has
 * accrued since the last payment date and is not due yet. */
void loan_balance(const struct books *b, int loan, lane_money sum);
void loan_principal(const struct books *b, int loan, lane_money sum);
void loan_accrued(const struct books *b, int loan, lane_money sum);

/* Of a borrower that has failed: all that is owed falls due, bears nothing more, and is a default. */
void loans_fail(struct books *b, int party, uint64_t lanes);

/* What is due on a loan and unpaid in a lane. */
money loan_due(const struct books *b, int loan, int lane);

/* Pays so much of what is due: interest before principal, oldest first. */
void loan_pay(struct books *b, int loan, const lane_money amount);

/* ---- What the parts of the loans offer one another ---- */

/* Steps a state through a month: interest runs, and `due` is what falls due at its end, nothing if it is no payment date.
 *   charged  [LANES]: interest and fees are added to it; NULL: a forecast, not counted */
void loan_step(const struct books *b, int loan, struct loan_state *state, int month, struct instalment *due,
               money *charged);

/* Steps a loan through this month: what falls due is owed, and told. */
void loan_fall_due(struct books *b, int loan);

/* Tells of what falls due on a loan this month. */
void tell_instalment(const struct books *b, int loan);

/* Whether a loan is repaid out of receipts, so that what is due is known only in the party's turn. */
bool loan_waits(const struct books *b, int loan);

#endif
