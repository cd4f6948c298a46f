/* The books: what happened, turned into money, month by month, with no randomness and no allocation.
 *
 * The order of a month is model section 6: entitlements, drawdowns, low-water marks, settlement from the commissioners
 * down (receipts, costs, overdraft interest, other payments), distributions, closing. */
#ifndef SIBYL_ENGINE_BOOKS_H
#define SIBYL_ENGINE_BOOKS_H

#include "engine/endings.h"
#include "engine/evaluation.h"
#include "engine/failure.h"
#include "engine/ledger.h"
#include "engine/loans.h"
#include "engine/moves.h"
#include "engine/payers.h"
#include "scheme/condition.h"
#include "scheme/waterfall.h"

/* What a term has earned. Terms of all contracts are numbered through: first_term[contract] + place in it. After the terms
 * of a contract come the conditions that have entitlements of their own, each like a term without settings.
 *   gain_due, loss_due  [term * (span + 1) + month]: after conditions, by the month in which it is due
 *   moved_gain, moved_loss  [term]: by month, what fell due later than its claim cycle says: paid late, or held back (it is
 *                       no longer in gain_due, loss_due, and accepted); NULL where nothing can be moved
 *   held, held_until    [term]: of that, what each condition that holds back has held so far (CONDITIONS_HOLD arrays), and
 *                       until which month [term * CONDITIONS_HOLD + i]
 *   gain, loss          [term]: of the part of this month that is being earned, after conditions; gained [term]: of the
 *                       month so far
 *   accrued             [term]: gains less losses to date
 *   after               [term]: its gains by month (months + 1 arrays), for kinds that look back; else NULL
 *   state               [term]: the kind's own arrays
 *   entitled            one term's entitlement, as the rule fills it
 *   split, loss_split   [term]: this month's weights by part and group; before: its gain before conditions
 *   cut                 [contract]: what caps have cut to date
 *   compensated         [contract]: what termination terms have paid of investors' capital to date
 *   fair                [term]: this month's gain before conditions if results were billed in their true groups; overpaid
 *                       [contract]: what is paid beyond that, after conditions, to date; kept_state: scratch for a term's
 *                       state. NULL where nobody codes results as another group's
 *   split_by_starts     [term]: the weights are starts; posted, due [place in contract]: earned this month, and when due
 *   part_*              scratch, one place a part
 *   sums                [contract]: what its conditions keep; term_scratch: two places a term
 *   ends                [contract]: lanes in which a judgement of the month ends it
 *   start_sum           [term]: starts by part and group in the term's window to date (for splits by starts), with the
 *                       window's start and the last month summed */
struct earnings {
    int n_terms;
    int *first_term;
    int span;
    lane_money *gain_due, *loss_due;
    lane_money **moved_gain, **moved_loss, **held;
    int *held_until;
    lane_money *gain, *loss, *gained;
    lane_money *accrued;
    lane_money **after;
    double (**state)[LANES];
    struct entitlement entitled;
    double **split, **loss_split;
    lane_money *before, *cut, *compensated;
    double (*fair)[LANES], (*overpaid)[LANES], (*kept_state)[LANES];
    bool *split_by_starts, *posted;
    int *due;
    double *part_weight;
    money *part_whole, *part_scaled;
    uint64_t *part_passed;
    double **start_sum;
    int *start_from, *start_to;
    lane_money **sums; /* [contract]: what its conditions keep */
    uint64_t *ends;
    money *term_scratch;
    lane_money *year_accrued;      /* [contract * n_years + financial year] */
    double (*group_earned)[LANES]; /* [contract * n_groups + group] pence earned by a group's clients */
};

/* One payer's side of a contract (or the payee's debt to it): what is owed, by the month in which it fell due. */
struct leg {
    int contract;
    int from, to;
    double share;
    bool debt;
    lane_money *owed; /* [span + 1] */
    lane_money paid;  /* to date, within the scheme's months */
    int oldest;       /* no arrears in any lane before this month */
};

/* Claims: what is due and paid under contracts.
 *   legs      of contract c: first_leg[c] ... first_leg[c + 1] - 1: one a payer, then as many of the payee's debt
 *             to each
 *   setoff    [contract]: negative entitlements still to be set off
 *   net_due   [contract]: due this month after set-off; paid_month [contract]: paid this month, arrears included
 *   paid      [contract]: to date; accepted [contract]: accepted to date, gains less losses
 * *   term_paid [term]: payments to date by term, for contracts all of whose payers always pay; term_due: gains that fall due now
 *   For contracts that others pass on (else NULL): part_gain, part_loss [(month * parts + part)] by due month; given: what
 *   of a part has been passed; net, net_paid [month]; came_gain, came_loss [part]: received this month */
struct passing {
    int n_parts;
    lane_money *part_gain, *part_loss, *given;
    lane_money *net, *net_paid;
    lane_money *came_gain;
};
/* An advance: its contract and numbered term, and what of it has not been paid back. */
struct advance {
    int contract, term;
    struct advance_plan plan;
    lane_money balance;
};
struct claims {
    int n_legs;
    struct leg *legs;
    int *first_leg;
    lane_money *setoff, *net_due, *paid_month, *paid, *accepted;
    lane_money *term_paid, *term_due;
    struct passing *passing; /* [contract]; n_parts 0: nobody passes it on */
    int n_advances;
    struct advance *advance;
    double *shares;  /* scratch: one place a leg or term */
    money *amounts;  /* scratch: two places a leg or term */
    lane_money *pay; /* scratch: one a leg */
};

/* Staff of one `workers` section. need[month]; streak: months on end in which need was above (positive) or below
 * (negative) staff. */
struct staff {
    double count[LANES];
    double (*need)[LANES];
    int streak[LANES];
    lane_money cost, moves; /* of the month: pay; redundancy and recruitment */
};

/* Own costs of a party this month, and what of them general cash pays before the month's receipts.
 *   fund_left [fund]: scratch: a party's balances as its costs paid before receipts take from them
 *   item      [number of cost]: the month's amount; of all costs of all parties, numbered through
 *   income    [number of income item] */
struct spending {
    int *first_cost, *first_income, *first_staff;
    lane_money *item;
    lane_money *income;
    struct staff *staff;
    lane_money *fund_left;
    lane_money *before;           /* [party] */
    double (*group_spent)[LANES]; /* [party * n_groups + group]: costs per client, pence to date */
};

/* A tranche's account.
 *   principal, interest  outstanding; drawn, repaid, returned: to date
 *   rate                 monthly interest rate of the path
 *   borne                sum of principal over the months since the last coupon that depends on results
 *   repayable            of what was drawn, what the table of capital lets be repaid; set at maturity
 *   hurdle               balance of the IRR cap, before this month's payment
 *   flow_drawn, flow_returned, flow_repaid  by month: [months + 1] */
struct tranche_account {
    lane_money principal, interest, drawn, repaid, returned;
    lane_money borne, repayable;
    double rate[LANES];
    double hurdle[LANES];
    lane_money *flow_drawn, *flow_returned, *flow_repaid;
    lane_money peak;
};
/* last_month: the month in which it is wound up: the scheme's last, or that of the last payment where its contracts have
 * ended early.
 *   seen  what the month's draws and distributions went by: the last month as it was known then; lanes in which all contracts
 *         that pay the spv had been ended; what had to be drawn; what had to be kept back beside minimum cash */
struct bond_account {
    struct tranche_account *tranche;
    int last_month[LANES];
    struct {
        int last_month[LANES];
        uint64_t stopping;
        lane_money wanted, kept_back;
    } seen;
    lane_money *fee_owed;             /* [fee]: due and unpaid */
    lane_money *fee_receipts;         /* [fee]: the spv's receipts in the fee's period so far */
    lane_money *fee_flow;             /* [months + 1]: fees paid by month */
    lane_money *fee_paid;             /* [fee]: to date */
    lane_money drawn_before;          /* principal outstanding at the month's start */
    lane_money extra;                 /* what could not be drawn for want of commitment, at its greatest */
    lane_money excess;                /* paid to excess_to, to date */
    lane_money guaranteed;            /* paid by the guarantor, to date */
    struct payout payout;             /* the one that is being made */
    lane_money *draw;                 /* [tranche]: by this draw, or guarantee call */
    lane_money *ahead_out, *ahead_in; /* forecast by months ahead */
    money *scratch;                   /* three places a tranche */
};

/* A month that has not come, in what is remembered (month 0 is the opening), and no reserves policy. */
#define NEVER (-1)
#define NO_THRESHOLD INT64_MIN

/* What the metrics need to know of a party's months, kept as they pass. Amounts are general cash at low-water marks and
 * closings, the opening included; `below_*` and `insolvent` hold the first such month, or NEVER. */
struct memory {
    lane_money low, low_month;
    lane_money low_water;          /* this month's mark */
    lane_money shadow, shadow_low; /* cash without loans and overdraft interest, and its lowest */
    lane_money receivable;         /* accepted and unpaid, now */
    lane_money reserves, low_reserves;
    lane_money below_floor, below_zero, below_closure, below_reserves, insolvent;
    lane_money
        months_below; /* months in which cash is below its floor, at the low-water mark or the closing, or it has stopped */
    uint64_t restricted_needed; /* lanes */
};

struct books {
    const struct scheme *scheme;
    const struct block *block;
    const struct draws *draws;
    const struct clients *clients;
    const struct evaluation *evaluation;
    int month;
    struct trace *trace; /* of a replay that is told, or NULL */
    money told_gain;     /* of the contract now earning: what the trace was last told of its gains */
    struct arena arena;
    struct accounts ledger;
    struct earnings earnings;
    struct claims claims;
    struct spending spending;
    struct bond_account *bonds;
    struct lending lending;
    struct endings endings;
    struct failure failure;
    struct moves moves;
    struct memory *memory;     /* [party] */
    money *reserves_threshold; /* [party]: reserves policy in pence, or NO_THRESHOLD */
    int *bond_of_party;        /* [party]: bond whose spv it is, or NONE */
    money worst_imbalance;     /* over months: 0 */
    int64_t balances_checked;
    int64_t payouts_checked, payouts_broken; /* distributions by bond and path */
};

/* Makes books for blocks of the scheme up to the horizon. Returns SIBYL_ERR_NO_MEMORY. books_free() frees. */
MUST_CHECK status books_init(struct books *b, const struct scheme *s, int horizon);
void books_free(struct books *b);

/* Opens the books for a block. The block, draws, clients and evaluation must outlive its months. */
void books_begin(struct books *b, const struct block *block, const struct draws *d, const struct clients *c,
                 const struct evaluation *e);

/* Books one month, after clients and evaluation have walked it. */
void books_month(struct books *b, int month);

/* Who slackens next month, the books telling clients: providers that may, in the lanes in which a limit has been reached under a
 * contract whose payee they are, or stand below (rule 100).
 *   slack  [provider]: receives lanes in bits */
void books_slack(struct books *b, uint64_t *slack);

/* ---- What the parts of the books offer one another ---- */

MUST_CHECK status earnings_init(struct books *b);
/* Empties the entitlement that a rule fills next. */
void earnings_clear(struct books *b, const struct contract *c);

/* The contract's month as its conditions see it. */
struct month_earned earnings_of_month(struct books *b, int contract);

/* What is overpaid (overpaid.c): room where somebody codes results as another group's, false without memory; what a term would
 * earn if they were billed as what they are; and what of its gain is paid beyond that, after conditions, which cut it with the
 * rest. */
bool overpaid_room(struct books *b);
void overpaid_if_fair(struct books *b, const struct term_view *view, int number);
void overpaid_note(struct books *b, int contract, int number);

void earnings_begin(struct books *b);
/* Earns every term that does not wait for receipts, applies conditions, and notes when it is due. */
void earnings_month(struct books *b);
/* Earns the terms of contract c that pass on receipts; totals and parts as the claims say. Returns whether any did. */
bool earnings_pass_on(struct books *b, int contract);
/* How many terms of a contract are numbered, its conditions with entitlements of their own included; the k-th of them. */
static inline int earnings_terms(const struct earnings *e, int contract) {
    return e->first_term[contract + 1] - e->first_term[contract];
}
const struct term *earnings_term(const struct contract *c, int k);
/* Adds all that falls due under a numbered term in a month, as known now. */
void earnings_due(const struct earnings *e, int number, int month, lane_money gain, lane_money loss);
/* Whether a term is earned while its payer's receipts come in rather than at the month's start. */
bool earnings_waits(const struct term *t);
/* Adds to `amount` the pence that the terms of a contract would pass on if `total`, due in month `due`, were received under
 * contract `of`; nothing is booked. */
void earnings_pass_forecast(struct books *b, int contract, int of, int due, const lane_money total,
                            double amount[LANES]);
/* The view of one term in a month. */
void earnings_view(struct books *b, int contract, int term, int month, double index[LANES], struct term_view *view);

MUST_CHECK status claims_init(struct books *b);
void claims_begin(struct books *b);
/* Nets what is due this month against set-off balances and owes it to the payees; notes acceptances. */
void claims_month(struct books *b);
/* Adds to what a contract owes this month (gains and losses that fell due at once). */
void claims_net(struct books *b, int contract, const lane_money gain, const lane_money loss);
/* Earns what contract c passes on of the receipts that have come in, and owes what of it is due at once. */
void claims_pass_on(struct books *b, int contract);
/* Moves what is paid late or held back of a numbered term's amounts due in `due` that have just been accepted. */
void movement_of_term(struct books *b, int contract, int term, int due, const lane_money gain, const lane_money loss);
/* Lets what a contract has held back fall due where its early end is settled this month (rule 25). */
void movement_release(struct books *b, int contract);
/* Owes an amount that falls due this month to the contract's payee, split over its payers; it is part of the month's net
 * amount, and no entitlement. claims_owe_back(): the payee owes it to the payer. */
void claims_owe(struct books *b, int contract, const lane_money amount);
void claims_owe_back(struct books *b, int contract, const lane_money amount);
/* All that a party owes under contracts now, arrears included. */
void claims_owed(const struct books *b, int party, lane_money sum);
/* Pays what a party owes under contracts, oldest first, as far as cash and overdraft allow. */
void claims_pay(struct books *b, int party);
/* Pays so much of what leg `number` owes, oldest first. */
void claims_pay_leg(struct books *b, int number, const lane_money amount);
/* Accepted and unpaid, owed to a party less owed by it. */
void claims_accepted_unpaid(const struct books *b, int party, lane_money receivable, lane_money payable);

MUST_CHECK status advances_init(struct books *b);
void advances_begin(struct books *b);
/* Pays the contract's advances of this month. */
void advances_pay(struct books *b, int contract);
/* Keeps back from an amount that falls due, after retention and before set-off, what goes to repay advances. */
void advances_recover(struct books *b, int contract, lane_money amount);
/* At the long stop, when nothing more falls due under a contract that ended early, or when its payee has failed, makes what is
 * left of its advances a debt of the payee. */
void advances_call_in(struct books *b, int contract);
/* Adds what is outstanding of a contract's advances; sets what a party has to pay back of all. */
void advances_outstanding(const struct books *b, int contract, lane_money sum);
void advances_repayable(const struct books *b, int party, lane_money sum);

MUST_CHECK status spending_init(struct books *b);
void spending_begin(struct books *b);
/* Works out the month's costs and other income of every party. */
void spending_month(struct books *b);
/* Pays a party's costs; credits its other income. */
void spending_pay(struct books *b, int party);
void spending_credit(struct books *b, int party);
/* What general cash has to pay of all of the month's costs: what restricted funds will pay is left out. */
void spending_general(struct books *b, int party, lane_money amount);
/* Costs of a party in a later month, as known now: by-month costs as they will be, the rest as this month. */
void spending_forecast(const struct books *b, int party, int month, lane_money amount);
void spending_income(const struct books *b, int party, int month, lane_money amount);

MUST_CHECK status bonds_init(struct books *b);
void bonds_begin(struct books *b);
void bonds_draw(struct books *b);
/* Pays the fees that are due like contract payments. */
void bonds_pay_fees(struct books *b, int bond);
/* Distributions at the month's end. */
void bonds_month_end(struct books *b);

/* Draws what the schedule says, or what is needed; notes what there was no capital for, at the month's end too. */
void drawdown_month(struct books *b, int bond);
void drawdown_month_end(struct books *b, int bond);

/* Sets the path's rate of a tranche. Then, after a month's draws: interest, coupons by results, hurdle balances. */
void interest_begin(const struct books *b, const struct tranche *t, struct tranche_account *account);
void interest_month(struct books *b, int bond);

/* Fee number `fee` of a bond falling due in a month, as known now. */
void bonds_fee(const struct books *b, int bond, int fee, int month, lane_money due);
/* Pays part of a fee that is owed. */
void bonds_move_fee(struct books *b, int bond, int fee, const lane_money amount);

/* Distributes what can be distributed down a bond's waterfall, on its dates. */
void waterfall_distribute(struct books *b, int bond);
/* Calls the guarantees that pay before (or after) the last payments; acts in the last month alone. */
void waterfall_guarantee(struct books *b, bool before);

/* What an spv will have to pay and will receive in months t + 1 ... t + ahead (index 0: t + 1), into ahead_out, ahead_in. */
void forecast_months(struct books *b, int bond, int ahead);
/* What a party has to pay this month, arrears, costs, fees of its bond and loan instalments included, and what it will
 * receive for certain. */
void forecast_now(struct books *b, int party, lane_money out, lane_money in);

/* Gives every party its turn. */
void settlement_month(struct books *b);

/* What a replay is told (only called where there is a trace): a term's entitlement after conditions, what of a contract
 * falls due, a party's payroll day, what it could not pay, the reasons of a draw and of a distribution, where parties
 * stand at the month's end. */
void books_tell_to(struct books *b, struct trace *t);
void tell_earned(const struct books *b, int contract, int term, int due);
void tell_own(const struct books *b, int contract, int line, int due);
void tell_moved(const struct books *b, int contract, int term, money amount, int from, int to);
void tell_before_conditions(struct books *b, const struct month_earned *m);
void tell_condition(void *books, const struct month_earned *m, const struct condition *k);
void tell_due(const struct books *b, int contract, money gain, money kept, money loss, money net);
void tell_advance(const struct books *b, const struct advance *a, const char *what, money amount);
void tell_low_water(const struct books *b);
void tell_unpaid(const struct books *b, int party);
void tell_draw(const struct books *b, int spv, money out, money in, money peak, money wanted);
void tell_distribution(const struct books *b, int spv, money kept, money need, money amount);
void tell_step(void *books, const struct waterfall_step *step, const struct payout *d, money before);
void tell_close(const struct books *b);

/* Closing figures of the month for the metrics. */
MUST_CHECK status memory_init(struct books *b);
void memory_begin(struct books *b);
void memory_low_water(struct books *b);
void memory_month_end(struct books *b);

#endif
