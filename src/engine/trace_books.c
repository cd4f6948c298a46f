/* What the books tell of a replayed path: the numbers behind what was earned, due, drawn, paid and distributed. */
#include "engine/books.h"

void books_tell_to(struct books *b, struct trace *t) {
    b->trace = t;
    b->ledger.trace = t;
    b->ledger.reason = NULL;
}

static money lane_of(const lane_money amount) { return amount[TRACE_LANE]; }

void tell_earned(const struct books *b, int contract, int term, int due) {
    const struct earnings *e = &b->earnings;
    int number = e->first_term[contract] + term;
    money before = lane_of(e->before[number]), gain = lane_of(e->gain[number]), loss = lane_of(e->loss[number]);
    struct trace_line line = trace_of_contract(TRACE_EARNED, contract, term, "earned");
    if (before == 0 && gain == 0 && loss == 0)
        return;
    trace_money(&line, "earned", before);
    if (gain != before)
        trace_money(&line, "left after conditions", gain);
    if (loss > 0)
        trace_money(&line, "to be given back", loss);
    trace_month(&line, "due", due);
    trace_tell(b->trace, &line);
}

void tell_own(const struct books *b, int contract, int line, int due) {
    const struct earnings *e = &b->earnings;
    const struct contract *c = &b->scheme->contracts.items[contract];
    int number = e->first_term[contract] + line;
    money gain = lane_of(e->gain[number]), loss = lane_of(e->loss[number]);
    const struct condition *k = conditions_line(c, line - c->terms.n);
    struct trace_line told = trace_of_contract(TRACE_EARNED, contract, NONE, k->param.name);
    told.condition = k;
    if (gain == 0 && loss == 0)
        return;
    if (gain > 0)
        trace_money(&told, "earned", gain);
    if (loss > 0)
        trace_money(&told, "to be given back", loss);
    trace_month(&told, "due", due);
    trace_tell(b->trace, &told);
}

void tell_moved(const struct books *b, int contract, int term, money amount, int from, int to) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    struct trace_line line =
        trace_of_contract(TRACE_DUE, contract, term < c->terms.n ? term : NONE, "is paid late or held back");
    if (amount == 0)
        return;
    trace_money(&line, "amount", amount);
    trace_month(&line, "due", from);
    trace_month(&line, "falls due instead", to);
    trace_tell(b->trace, &line);
}

/* The gains of all terms of the lane together, before any condition and as a condition leaves them. */
static money all_gains(const struct month_earned *m) {
    money all = 0;
    for (int k = 0; k < m->n_lines; k++)
        all += m->gain[k * LANES + TRACE_LANE];
    return all;
}

void tell_before_conditions(struct books *b, const struct month_earned *m) { b->told_gain = all_gains(m); }

void tell_condition(void *books, const struct month_earned *m, const struct condition *k) {
    struct books *b = books;
    int contract = (int)(m->contract - b->scheme->contracts.items);
    money left = all_gains(m);
    struct trace_line line = trace_of_contract(TRACE_CONDITION, contract, NONE, k->param.name);
    line.condition = k;
    if (left == b->told_gain)
        return;
    trace_money(&line, "before", b->told_gain);
    trace_money(&line, "after", left);
    b->told_gain = left;
    trace_tell(b->trace, &line);
}

void tell_advance(const struct books *b, const struct advance *a, const char *what, money amount) {
    const struct term *t =
        &b->scheme->contracts.items[a->contract].terms.items[a->term - b->earnings.first_term[a->contract]];
    struct trace_line line = trace_of_contract(TRACE_DUE, a->contract, t->number, what);
    if (amount == 0)
        return;
    trace_money(&line, what, amount);
    trace_tell(b->trace, &line);
}

void tell_due(const struct books *b, int contract, money gain, money kept, money loss, money net) {
    struct trace_line line = trace_of_contract(TRACE_DUE, contract, NONE, "falls due");
    if (gain == 0 && loss == 0)
        return;
    trace_money(&line, "due", gain);
    if (loss > 0)
        trace_money(&line, "to be given back", loss);
    if (kept > 0)
        trace_money(&line, "kept back for an advance", kept);
    if (net != gain)
        trace_money(&line, net == gain - kept ? "to be paid" : "to be paid after set-off", net);
    trace_tell(b->trace, &line);
}

void tell_low_water(const struct books *b) {
    for (int p = 0; p < b->scheme->parties.n; p++) {
        const struct party *party = &b->scheme->parties.items[p];
        struct trace_line line = trace_of_party(TRACE_LOW_WATER, p, "payroll day");
        lane_money instalments;
        loans_instalments(b, p, instalments);
        money opening = lane_of(b->ledger.opening[p]), drawn = ledger_cash(&b->ledger, p)[TRACE_LANE] - opening;
        if (party->always_pays || (lane_of(b->spending.before[p]) == 0 && lane_of(instalments) == 0))
            continue;
        trace_money(&line, "opening cash", opening);
        if (drawn != 0)
            trace_money(&line, "drawn", drawn);
        trace_money(&line, "costs paid before receipts", lane_of(b->spending.before[p]));
        if (lane_of(instalments) != 0)
            trace_money(&line, "loan instalments due", lane_of(instalments));
        trace_money(&line, "cash on payroll day", lane_of(b->memory[p].low_water));
        trace_tell(b->trace, &line);
    }
}

void tell_unpaid(const struct books *b, int party) {
    lane_money owed;
    claims_owed(b, party, owed);
    struct trace_line line = trace_of_party(TRACE_UNPAID, party, "could not pay all that it owes");
    if (lane_of(owed) == 0)
        return;
    trace_money(&line, "cash", ledger_cash(&b->ledger, party)[TRACE_LANE]);
    trace_money(&line, "still owed under contracts", lane_of(owed));
    trace_tell(b->trace, &line);
}

void tell_draw(const struct books *b, int spv, money out, money in, money peak, money wanted) {
    struct trace_line line = trace_of_party(TRACE_DRAWDOWN, spv, "draws as needed");
    if (wanted == 0)
        return;
    trace_money(&line, "to be paid this month", out);
    trace_money(&line, "due to it this month", in);
    if (peak != out - in)
        trace_money(&line, "greatest need of the months looked at", peak);
    trace_money(&line, "minimum cash", b->scheme->parties.items[spv].minimum_cash);
    trace_money(&line, "opening cash", ledger_cash(&b->ledger, spv)[TRACE_LANE]);
    trace_money(&line, "to be drawn", wanted);
    trace_tell(b->trace, &line);
}

void tell_distribution(const struct books *b, int spv, money kept, money need, money amount) {
    struct trace_line line = trace_of_party(TRACE_WATERFALL, spv, "can distribute");
    trace_money(&line, "cash", ledger_cash(&b->ledger, spv)[TRACE_LANE]);
    trace_money(&line, "minimum cash", kept);
    trace_money(&line, "kept for what is to come", need);
    trace_money(&line, "to be distributed", amount);
    trace_tell(b->trace, &line);
}

void tell_step(void *books, const struct waterfall_step *step, const struct payout *d, money before) {
    const struct books *b = books;
    struct trace_line line = trace_of_party(TRACE_WATERFALL, d->bond->spv, step->words);
    trace_money(&line, "can be claimed", d->claimed[TRACE_LANE]);
    trace_money(&line, "paid", before - d->left[TRACE_LANE] - d->aside[TRACE_LANE]);
    if (d->aside[TRACE_LANE] > 0)
        trace_money(&line, "set aside", d->aside[TRACE_LANE]);
    trace_money(&line, "left", d->left[TRACE_LANE]);
    trace_tell(b->trace, &line);
}

static bool moved(const struct accounts *l, int party) {
    for (int kind = 0; kind < FLOWS; kind++) {
        if (ledger_flow(l, party, (enum flow)kind)[TRACE_LANE] != 0)
            return true;
    }
    return false;
}

void tell_instalment(const struct books *b, int loan) {
    const struct loan_account *account = &b->lending.loan[loan];
    money interest = lane_of(account->scheduled.interest), principal = lane_of(account->scheduled.principal);
    struct trace_line line = trace_of_party(TRACE_LOAN, b->scheme->loans.items[loan].borrower, "instalment due");
    if (interest == 0 && principal == 0)
        return;
    trace_money(&line, "interest and fees", interest);
    trace_money(&line, "principal", principal);
    trace_money(&line, "principal left after it", lane_of(account->state.principal));
    trace_tell(b->trace, &line);
}

/* Tells of arrears on a loan, and of the month in which they become a repayment missed, or a default, or in which a covenant
 * is missed. */
static void tell_loan(const struct books *b, int loan) {
    const struct loan *l = &b->scheme->loans.items[loan];
    const struct loan_account *account = &b->lending.loan[loan];
    const struct {
        const money *first;
        const char *what;
    } events[] = {{account->missed, "has a repayment more than 30 days late"},
                  {account->defaulted, "is in default on a loan"},
                  {account->breached, "misses a covenant"}};
    money arrears = 0;
    for (int m = account->oldest; m <= b->month; m++)
        arrears += account->interest[m][TRACE_LANE] + account->principal[m][TRACE_LANE];
    struct trace_line line = trace_of_party(TRACE_LOAN, l->borrower, l->name);
    lane_money balance;
    loan_balance(b, loan, balance);
    trace_money(&line, "owed", lane_of(balance));
    trace_money(&line, "of it in arrears", arrears);
    if (arrears > 0)
        trace_tell(b->trace, &line);
    for (size_t k = 0; k < sizeof events / sizeof events[0]; k++) {
        line = trace_of_party(TRACE_LOAN, l->borrower, events[k].what);
        if (events[k].first[TRACE_LANE] == b->month)
            trace_tell(b->trace, &line);
    }
}

void tell_close(const struct books *b) {
    for (int p = 0; p < b->scheme->parties.n; p++) {
        const struct memory *m = &b->memory[p];
        struct trace_line line = trace_of_party(TRACE_CLOSE, p, "closes");
        if (b->scheme->parties.items[p].always_pays || !moved(&b->ledger, p))
            continue;
        lane_money restricted;
        ledger_restricted(&b->ledger, p, restricted);
        trace_money(&line, "cash", ledger_cash(&b->ledger, p)[TRACE_LANE]);
        if (lane_of(restricted) != 0)
            trace_money(&line, "restricted money", lane_of(restricted));
        trace_money(&line, "accepted and not yet received", lane_of(m->receivable));
        trace_money(&line, "free reserves", lane_of(m->reserves));
        trace_tell(b->trace, &line);
        if (lane_of(m->insolvent) == b->month) {
            line = trace_of_party(TRACE_FAILURE, p, "is insolvent from this month on");
            trace_tell(b->trace, &line);
        }
    }
    for (int k = 0; k < b->scheme->loans.n && b->month <= b->scheme->months; k++)
        tell_loan(b, k);
}
