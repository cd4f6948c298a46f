/* Failure: the estate, what comes into it and who gets what of it (rule 72). */
#include "engine/books.h"

#include <string.h>

/* Lanes in which a party has stopped with this month. */
static uint64_t just_stopped(const struct books *b, int party) {
    uint64_t lanes = 0;
    for (uint64_t rest = b->failure.stopped[party]; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        lanes |= (uint64_t)(b->memory[party].insolvent[lane] == b->month - 1) << lane;
    }
    return lanes;
}

static bool in(uint64_t lanes, int lane) { return lanes >> lane & 1; }

/* ---- Winding up ---- */

/* Restricted money was given for what will not be done: it goes back to the world outside. */
static void return_funds(struct books *b, int party, uint64_t lanes) {
    struct accounts *l = &b->ledger;
    for (int f = 1; f < l->n_funds; f++) {
        lane_money back;
        for (int i = 0; i < LANES; i++)
            back[i] = in(lanes, i) ? l->fund[party * l->n_funds + f][i] : 0;
        l->reason = "restricted money given back";
        ledger_move_fund(l, party, f, FLOW_ESTATE, ledger_outside(l), 0, FLOW_RECEIPTS, back);
    }
}

/* The bank becomes a creditor for the overdraft. */
static void take_over_overdraft(struct books *b, int party, uint64_t lanes) {
    lane_money overdraft;
    const money *cash = ledger_cash(&b->ledger, party);
    for (int i = 0; i < LANES; i++) {
        overdraft[i] = in(lanes, i) && cash[i] < 0 ? -cash[i] : 0;
        b->failure.overdrawn[party][i] += overdraft[i];
    }
    b->ledger.reason = "overdraft taken over by the bank";
    ledger_move(&b->ledger, ledger_outside(&b->ledger), FLOW_PAYMENTS, party, FLOW_OVERDRAFT, overdraft);
}

static money collected(const struct books *b, int party, money amount, int lane) {
    int collect = b->scheme->parties.items[party].collect;
    return collect == NONE ? amount : money_times(amount, b->draws->q[collect][lane]);
}

/* What others owe it and have not paid is worth what can be collected. */
static void write_down(struct books *b, int party, uint64_t lanes) {
    for (int l = 0; l < b->claims.n_legs; l++) {
        struct leg *leg = &b->claims.legs[l];
        if (leg->to != party)
            continue;
        for (int m = leg->oldest; m < b->month; m++) {
            for (int i = 0; i < LANES; i++) {
                if (!in(lanes, i) || leg->owed[m][i] == 0)
                    continue;
                money worth = collected(b, party, leg->owed[m][i], i);
                b->claims.accepted[leg->contract][i] -= (leg->debt ? -1 : 1) * (leg->owed[m][i] - worth);
                leg->owed[m][i] = worth;
            }
        }
    }
}

static void tell_failure(const struct books *b, int party) {
    struct trace_line line = trace_of_party(TRACE_FAILURE, party, "has failed and stops");
    trace_money(&line, "cost of closing", b->failure.closure[party][TRACE_LANE]);
    trace_money(&line, "owed to the bank", b->failure.overdrawn[party][TRACE_LANE]);
    trace_tell(b->trace, &line);
}

static void open_estate(struct books *b, int party, uint64_t lanes) {
    return_funds(b, party, lanes);
    take_over_overdraft(b, party, lanes);
    write_down(b, party, lanes);
    loans_fail(b, party, lanes);
    for (int i = 0; i < LANES; i++)
        b->failure.closure[party][i] += in(lanes, i) ? b->scheme->parties.items[party].closure_cost : 0;
    if (b->trace && in(lanes, TRACE_LANE))
        tell_failure(b, party);
}

void failure_open(struct books *b) {
    for (int p = 0; p < b->scheme->parties.n && b->failure.any; p++) {
        uint64_t lanes = just_stopped(b, p);
        if (lanes)
            open_estate(b, p, lanes);
    }
}

void failure_collect(struct books *b, int contract, lane_money net) {
    int payee = b->scheme->contracts.items[contract].payee;
    uint64_t stopped = b->failure.stopped[payee];
    for (uint64_t rest = stopped; rest; rest &= rest - 1) {
        int i = __builtin_ctzll(rest);
        money worth = collected(b, payee, net[i], i);
        b->claims.accepted[contract][i] -= net[i] - worth;
        net[i] = worth;
    }
}

void failure_worth(const struct books *b, int party, lane_money receivable) {
    lane_money due = {0};
    for (int l = 0; l < b->claims.n_legs; l++) {
        const struct leg *leg = &b->claims.legs[l];
        for (int m = leg->oldest; leg->to == party && !leg->debt && m <= b->month; m++) {
            for (int i = 0; i < LANES; i++)
                due[i] += leg->owed[m][i];
        }
    }
    for (uint64_t rest = b->failure.stopped[party]; rest; rest &= rest - 1) {
        int i = __builtin_ctzll(rest);
        receivable[i] = due[i] + collected(b, party, receivable[i] - due[i], i);
    }
}

/* ---- Sharing out ---- */

static void pay_closure(struct books *b, int party, uint64_t lanes) {
    lane_money pay;
    const money *cash = ledger_cash(&b->ledger, party);
    money *closure = b->failure.closure[party];
    for (int i = 0; i < LANES; i++) {
        money has = in(lanes, i) && cash[i] > 0 ? cash[i] : 0;
        pay[i] = closure[i] < has ? closure[i] : has;
        closure[i] -= pay[i];
    }
    b->ledger.reason = "cost of closing";
    ledger_move(&b->ledger, party, FLOW_COSTS, ledger_outside(&b->ledger), FLOW_RECEIPTS, pay);
}

/* What creditor k of a party is owed in a lane: loans, then the bank, then what it owes under contracts. `secured` looks at
 * secured loans alone. */
static money owed_to(const struct books *b, int party, int k, bool secured, int lane) {
    const struct scheme *s = b->scheme;
    if (k < s->loans.n) {
        const struct loan *l = &s->loans.items[k];
        return l->borrower == party && (l->secured || !secured) ? loan_due(b, k, lane) : 0;
    }
    if (secured)
        return 0;
    if (k == s->loans.n)
        return b->failure.overdrawn[party][lane];
    const struct leg *leg = &b->claims.legs[k - s->loans.n - 1];
    money sum = 0;
    for (int m = leg->oldest; leg->from == party && m <= b->month; m++)
        sum += leg->owed[m][lane];
    return sum;
}

/* Splits a lane's cash among the creditors, by largest remainder; takes what they get from `left`. */
static void split(struct books *b, int party, bool secured, int lane, lane_money left) {
    struct failure *f = &b->failure;
    money all = 0;
    for (int k = 0; k < f->n_creditors; k++) {
        f->owed[k] = owed_to(b, party, k, secured, lane);
        all += f->owed[k];
    }
    money paid = all < left[lane] ? all : left[lane];
    left[lane] -= paid;
    money_split_pro_rata(paid, f->owed, f->n_creditors, f->part);
    for (int k = 0; k < f->n_creditors; k++)
        f->take[k][lane] = f->part[k];
}

static void pay_bank(struct books *b, int party, const lane_money amount) {
    for (int i = 0; i < LANES; i++)
        b->failure.overdrawn[party][i] -= amount[i];
    b->ledger.reason = "overdraft repaid out of the estate";
    ledger_move(&b->ledger, party, FLOW_ESTATE, ledger_outside(&b->ledger), FLOW_RECEIPTS, amount);
}

static void pay_creditors(struct books *b, int party, bool secured, uint64_t lanes) {
    struct failure *f = &b->failure;
    const struct scheme *s = b->scheme;
    lane_money left;
    memcpy(left, ledger_cash(&b->ledger, party), sizeof left);
    memset(f->take, 0, (size_t)f->n_creditors * sizeof(lane_money));
    for (uint64_t rest = lanes; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        if (left[lane] > 0)
            split(b, party, secured, lane, left);
    }
    for (int k = 0; k < f->n_creditors; k++) {
        if (!any_lane(f->take[k]))
            continue;
        if (k < s->loans.n)
            loan_pay(b, k, f->take[k]);
        else if (k == s->loans.n)
            pay_bank(b, party, f->take[k]);
        else
            claims_pay_leg(b, k - s->loans.n - 1, f->take[k]);
    }
}

void failure_share_out(struct books *b, int party) {
    uint64_t lanes = b->failure.stopped[party];
    if (!lanes)
        return;
    pay_closure(b, party, lanes);
    pay_creditors(b, party, true, lanes);
    pay_creditors(b, party, false, lanes);
}
