/* Loans: what is drawn, and what falls due. */
#include "engine/books.h"

#include "scheme/repayment.h"

#include <string.h>

#define MONTHS_A_YEAR 12
/* A drawdown as needed raises the month's own instalment, which has to be drawn too: so many times at most. */
#define DRAW_PASSES 16
#define ALL_LANES UINT64_MAX

static bool init_loan(struct books *b, struct loan_account *account) {
    size_t months = (size_t)b->scheme->months + 1;
    account->interest = lanes_array(&b->arena, months);
    account->principal = lanes_array(&b->arena, months);
    return account->interest && account->principal;
}

/* The earlier of two months of which NEVER_DUE is none. */
static int earlier(int a, int b) { return a == NEVER_DUE || (b != NEVER_DUE && b < a) ? b : a; }

static bool init_borrower(struct books *b, const struct loan *l) {
    struct lending *lending = &b->lending;
    size_t months = (size_t)b->scheme->months + 1;
    int *number = &lending->borrower_of_party[l->borrower];
    if (*number == NONE) {
        *number = lending->n_borrowers++;
        struct borrower *borrower = &lending->borrower[*number];
        *borrower = (struct borrower){.party = l->borrower, .first_principal = NEVER_DUE};
        borrower->available = lanes_array(&b->arena, months);
        borrower->service = lanes_array(&b->arena, months);
        if (!borrower->available || !borrower->service)
            return false;
    }
    struct borrower *borrower = &lending->borrower[*number];
    borrower->first_principal = earlier(borrower->first_principal, l->first_principal);
    return true;
}

status loans_init(struct books *b) {
    const struct scheme *s = b->scheme;
    struct lending *lending = &b->lending;
    lending->loan = arena_array(&b->arena, (size_t)s->loans.n + 1, sizeof *lending->loan);
    lending->borrower = arena_array(&b->arena, (size_t)s->loans.n + 1, sizeof *lending->borrower);
    lending->borrower_of_party = arena_array(&b->arena, (size_t)s->parties.n + 1, sizeof(int));
    if (!lending->loan || !lending->borrower || !lending->borrower_of_party)
        return SIBYL_ERR_NO_MEMORY;
    for (int p = 0; p < s->parties.n; p++)
        lending->borrower_of_party[p] = NONE;
    for (int k = 0; k < s->loans.n; k++) {
        if (!init_loan(b, &lending->loan[k]) || !init_borrower(b, &s->loans.items[k]))
            return SIBYL_ERR_NO_MEMORY;
    }
    return SIBYL_OK;
}

static void never(lane_money first) {
    for (int i = 0; i < LANES; i++)
        first[i] = NEVER;
}

static void begin_loan(struct books *b, const struct loan *l, struct loan_account *account) {
    size_t bytes = ((size_t)b->scheme->months + 1) * sizeof(lane_money);
    lane_money *interest = account->interest, *principal = account->principal;
    memset(account, 0, sizeof *account);
    account->interest = interest;
    account->principal = principal;
    account->oldest = 1;
    memset(interest, 0, bytes);
    memset(principal, 0, bytes);
    never(account->late);
    never(account->missed);
    never(account->defaulted);
    never(account->breached);
    for (int i = 0; i < LANES; i++)
        account->rate[i] = l->rate == NONE ? 0 : b->draws->q[l->rate][i];
}

void loans_begin(struct books *b) {
    size_t bytes = ((size_t)b->scheme->months + 1) * sizeof(lane_money);
    for (int k = 0; k < b->scheme->loans.n; k++)
        begin_loan(b, &b->scheme->loans.items[k], &b->lending.loan[k]);
    for (int k = 0; k < b->lending.n_borrowers; k++) {
        struct borrower *borrower = &b->lending.borrower[k];
        memset(borrower->available, 0, bytes);
        memset(borrower->service, 0, bytes);
        borrower->tested = borrower->ever_tested = 0;
    }
}

/* ---- What falls due ---- */

/* What can still be drawn: of a revolving loan what was paid back too. */
static void undrawn(const struct loan *l, const struct loan_state *state, lane_money left) {
    for (int i = 0; i < LANES; i++)
        left[i] = l->owed - state->drawn[i];
}

/* In a holiday interest is due, or added to the principal. */
static void rest(const struct loan *l, struct loan_state *state, struct instalment *due) {
    if (l->holiday.interest == HOLIDAY_PAID)
        return;
    for (int i = 0; i < LANES; i++) {
        state->principal[i] += due->interest[i];
        due->interest[i] = 0;
    }
    state->fresh = ALL_LANES;
}

static void ask_form(const struct loan *l, struct loan_state *state, int month, const double rate[LANES],
                     struct instalment *due) {
    struct repayment_view view = {.loan = l,
                                  .month = month,
                                  .left = l->dates_left[month],
                                  .principal = state->principal,
                                  .interest = due->interest,
                                  .rate = rate,
                                  .receipts = state->receipts,
                                  .undrawn = state->undrawn,
                                  .level = state->level,
                                  .fresh = state->fresh};
    l->repayment->due(&view, due->principal);
    state->fresh = 0;
    bool last = view.left == 1;
    for (int i = 0; i < LANES; i++)
        state->principal[i] = last ? 0 : state->principal[i] - due->principal[i];
    if (l->repayment->fee)
        l->repayment->fee(&view, due->interest);
}

void loan_step(const struct books *b, int loan, struct loan_state *state, int month, struct instalment *due,
               money *charged) {
    const struct loan *l = &b->scheme->loans.items[loan];
    const double *rate = b->lending.loan[loan].rate;
    double period[LANES];
    memset(due, 0, sizeof *due);
    if (month < l->first || month > l->last || l->without)
        return;
    lane_money left;
    undrawn(l, state, left);
    for (int i = 0; i < LANES; i++) {
        state->weight[i] += (double)state->principal[i] * l->days[month];
        state->undrawn[i] += left[i];
    }
    if (l->dates_left[month] == 0)
        return;
    for (int i = 0; i < LANES; i++) {
        due->interest[i] = money_round(state->weight[i] * rate[i] / l->days_a_year);
        state->weight[i] = 0;
        period[i] = rate[i] * l->every / MONTHS_A_YEAR;
        if (charged)
            charged[i] += due->interest[i];
    }
    if (!l->repayment->own_dates && month < loan_date(l, loan_holiday_dates(l) + 1)) {
        rest(l, state, due);
    } else {
        lane_money interest;
        memcpy(interest, due->interest, sizeof interest);
        ask_form(l, state, month, period, due);
        for (int i = 0; charged && i < LANES; i++)
            charged[i] += due->interest[i] - interest[i];
    }
    memset(state->receipts, 0, sizeof(lane_money));
    memset(state->undrawn, 0, sizeof(lane_money));
}

bool loan_waits(const struct books *b, int loan) { return b->scheme->loans.items[loan].repayment->from_receipts; }

/* ---- Drawing ---- */

/* Whether a loan can be drawn in a lane: not after a default, nor where what the borrower would need without it is asked. */
static bool may_have(const struct books *b, int loan, int lane) {
    bool absent = failure_immune(b, b->scheme->loans.items[loan].borrower) >> lane & 1;
    return b->lending.loan[loan].defaulted[lane] == NEVER && !absent;
}

/* Draws in lanes that have not defaulted: the grant part is given, the rest is owed with what the form adds. */
static void draw(struct books *b, int loan, const lane_money amount) {
    const struct loan *l = &b->scheme->loans.items[loan];
    struct loan_account *account = &b->lending.loan[loan];
    lane_money lent, given;
    for (int i = 0; i < LANES; i++) {
        money drawn = may_have(b, loan, i) ? amount[i] : 0;
        given[i] = money_times(drawn, l->grant);
        lent[i] = drawn - given[i];
        money charge = l->repayment->charge ? l->repayment->charge(l, lent[i]) : 0;
        account->lent_now[i] += lent[i];
        account->given_now[i] += given[i];
        account->state.drawn[i] += lent[i];
        account->state.principal[i] += lent[i] + charge;
        account->charged[i] += charge;
        account->state.fresh |= (uint64_t)(lent[i] != 0) << i;
    }
    ledger_move(&b->ledger, l->lender, FLOW_LENT, l->borrower, FLOW_BORROWED, lent);
    ledger_move(&b->ledger, l->lender, FLOW_LENT, l->borrower, FLOW_GRANTED, given);
}

/* The fee is charged when the loan opens: added to the principal, or paid. */
static void charge_fee(struct books *b, int loan) {
    const struct loan *l = &b->scheme->loans.items[loan];
    struct loan_account *account = &b->lending.loan[loan];
    lane_money fee;
    if (b->month != l->first || l->fee_amount == 0)
        return;
    for (int i = 0; i < LANES; i++) {
        fee[i] = may_have(b, loan, i) ? l->fee_amount : 0;
        account->charged[i] += fee[i];
        account->state.principal[i] += l->fee.added ? fee[i] : 0;
    }
    account->state.fresh = ALL_LANES;
    if (!l->fee.added)
        ledger_move(&b->ledger, l->borrower, FLOW_LOAN_INTEREST, l->lender, FLOW_LOAN_RETURNED, fee);
}

static void draw_scheduled(struct books *b, int loan) {
    const struct loan *l = &b->scheme->loans.items[loan];
    lane_money amount;
    money planned = l->drawdown.how == DRAW_UPFRONT && b->month == l->first ? l->principal : 0;
    for (int k = 0; k < l->drawdown.draws.n; k++)
        planned += l->drawdown.draws.items[k].month == b->month ? l->drawdown.draws.items[k].amount : 0;
    if (planned == 0)
        return;
    for (int i = 0; i < LANES; i++)
        amount[i] = planned;
    draw(b, loan, amount);
}

/* Adds this month's instalment of a loan, as it will be if nothing more is drawn. */
static void add_instalment(const struct books *b, int loan, const money *receipts, lane_money sum) {
    const struct loan_account *account = &b->lending.loan[loan];
    struct loan_state state = account->state;
    struct instalment due;
    for (int i = 0; receipts && i < LANES; i++)
        state.receipts[i] += receipts[i];
    loan_step(b, loan, &state, b->month, &due, NULL);
    for (int i = 0; i < LANES; i++)
        sum[i] += due.interest[i] + due.principal[i];
}

static void add_lanes(lane_money sum, const lane_money more) {
    for (int i = 0; i < LANES; i++)
        sum[i] += more[i];
}

void loans_owed_now(const struct books *b, int party, const lane_money receipts, lane_money sum) {
    for (int k = 0; k < b->scheme->loans.n; k++) {
        const struct loan_account *account = &b->lending.loan[k];
        if (b->scheme->loans.items[k].borrower != party)
            continue;
        for (int m = account->oldest; m <= b->month && m <= b->scheme->months; m++) {
            add_lanes(sum, account->interest[m]);
            add_lanes(sum, account->principal[m]);
        }
        if (account->stepped != b->month)
            add_instalment(b, k, loan_waits(b, k) ? receipts : NULL, sum);
    }
}

void loans_instalments(const struct books *b, int party, lane_money sum) {
    memset(sum, 0, sizeof(lane_money));
    for (int k = 0; k < b->scheme->loans.n; k++) {
        const struct loan_account *account = &b->lending.loan[k];
        if (b->scheme->loans.items[k].borrower != party || loan_waits(b, k) || b->month > b->scheme->months)
            continue;
        if (account->stepped != b->month) {
            add_instalment(b, k, NULL, sum);
            continue;
        }
        add_lanes(sum, account->scheduled.interest);
        add_lanes(sum, account->scheduled.principal);
    }
}

/* What the party is short of this month (rules 51, 63): of all its payments and costs against receipts that are certain,
 * and, before any receipts, of what is paid before them. */
static void shortage(struct books *b, int party, lane_money need) {
    lane_money out, in, instalments;
    const money *cash = ledger_cash(&b->ledger, party), *before = b->spending.before[party];
    money least = b->scheme->parties.items[party].minimum_cash;
    forecast_now(b, party, out, in);
    loans_instalments(b, party, instalments);
    for (int i = 0; i < LANES; i++) {
        money month = out[i] - in[i], payroll = before[i] + instalments[i];
        money wanted = (month > payroll ? month : payroll) + least - cash[i];
        need[i] = wanted > 0 ? wanted : 0;
    }
}

/* Not in the last period, in which it would fall due at once. */
static bool may_draw(const struct books *b, const struct loan *l) {
    int period = l->last - l->every;
    return !l->without && l->drawdown.how == DRAW_AS_NEEDED && b->month >= l->first && b->month <= period;
}

static void draw_as_needed(struct books *b, int loan) {
    const struct loan *l = &b->scheme->loans.items[loan];
    struct loan_account *account = &b->lending.loan[loan];
    for (int pass = 0; pass < DRAW_PASSES; pass++) {
        lane_money need, left;
        money any = 0;
        shortage(b, l->borrower, need);
        undrawn(l, &account->state, left);
        for (int i = 0; i < LANES; i++) {
            money most = money_round((double)left[i] / (1 - l->grant));
            need[i] = !may_have(b, loan, i) || left[i] <= 0 ? 0 : need[i] < most ? need[i] : most;
            any |= need[i];
        }
        if (any == 0)
            return;
        draw(b, loan, need);
    }
}

/* After a default all that is owed falls due, with the interest to the end of the month. */
static void accelerate(struct books *b, int loan) {
    const struct loan *l = &b->scheme->loans.items[loan];
    struct loan_account *account = &b->lending.loan[loan];
    if (!l->accelerate)
        return;
    for (int i = 0; i < LANES; i++) {
        if (account->defaulted[i] == NEVER || account->state.principal[i] == 0)
            continue;
        double weight = account->state.weight[i] + (double)account->state.principal[i] * l->days[b->month];
        money accrued = money_round(weight * account->rate[i] / l->days_a_year);
        account->interest[b->month][i] += accrued;
        account->charged[i] += accrued;
        account->principal[b->month][i] += account->state.principal[i];
        account->state.principal[i] = 0;
        account->state.weight[i] = 0;
    }
}

/* What is in arrears bears the rate and the margin for the month, which fall due at its end. */
static void charge_arrears(struct books *b, int loan) {
    const struct loan *l = &b->scheme->loans.items[loan];
    struct loan_account *account = &b->lending.loan[loan];
    lane_money arrears = {0};
    for (int m = account->oldest; m < b->month; m++) {
        add_lanes(arrears, account->interest[m]);
        add_lanes(arrears, account->principal[m]);
    }
    if (!any_lane(arrears))
        return;
    for (int i = 0; i < LANES; i++) {
        bool stopped = failure_lanes(b, l->borrower) >> i & 1;
        double rate = stopped ? 0 : account->rate[i] + l->default_margin;
        money interest = money_times(arrears[i], rate / MONTHS_A_YEAR);
        account->interest[b->month][i] += interest;
        account->charged[i] += interest;
    }
}

void loans_fail(struct books *b, int party, uint64_t lanes) {
    for (int k = 0; k < b->scheme->loans.n && b->month <= b->scheme->months; k++) {
        const struct loan *l = &b->scheme->loans.items[k];
        struct loan_account *account = &b->lending.loan[k];
        lane_money principal, accrued;
        if (l->borrower != party)
            continue;
        loan_principal(b, k, principal);
        loan_accrued(b, k, accrued);
        for (uint64_t rest = lanes; rest; rest &= rest - 1) {
            int i = __builtin_ctzll(rest);
            if (account->defaulted[i] == NEVER) {
                account->defaulted[i] = b->month - 1;
                account->exposure[i] = principal[i];
            }
            account->interest[b->month][i] += accrued[i];
            account->charged[i] += accrued[i];
            account->principal[b->month][i] += account->state.principal[i];
            account->state.principal[i] = 0;
            account->state.weight[i] = 0;
            account->state.drawn[i] = l->owed;
        }
    }
}

void loan_fall_due(struct books *b, int loan) {
    struct loan_account *account = &b->lending.loan[loan];
    loan_step(b, loan, &account->state, b->month, &account->scheduled, account->charged);
    account->stepped = b->month;
    add_lanes(account->interest[b->month], account->scheduled.interest);
    add_lanes(account->principal[b->month], account->scheduled.principal);
    if (b->trace)
        tell_instalment(b, loan);
}

void loans_draw(struct books *b) {
    if (b->month > b->scheme->months)
        return;
    for (int k = 0; k < b->scheme->loans.n; k++) {
        if (b->scheme->loans.items[k].without)
            continue;
        memset(b->lending.loan[k].lent_now, 0, sizeof(lane_money));
        memset(b->lending.loan[k].given_now, 0, sizeof(lane_money));
        accelerate(b, k);
        charge_arrears(b, k);
        draw_scheduled(b, k);
        charge_fee(b, k);
    }
    for (int k = 0; k < b->scheme->loans.n; k++) {
        if (may_draw(b, &b->scheme->loans.items[k]))
            draw_as_needed(b, k);
    }
    for (int k = 0; k < b->scheme->loans.n; k++) {
        if (!loan_waits(b, k))
            loan_fall_due(b, k);
    }
}

/* ---- Months ahead ---- */

void loans_ahead_begin(struct books *b, int party) {
    for (int k = 0; k < b->scheme->loans.n; k++) {
        struct loan_account *account = &b->lending.loan[k];
        struct instalment due;
        if (b->scheme->loans.items[k].borrower != party)
            continue;
        account->ahead = account->state;
        if (account->stepped != b->month)
            loan_step(b, k, &account->ahead, b->month, &due, NULL);
    }
}

void loans_ahead(struct books *b, int party, int month, const lane_money receipts, double sum[LANES]) {
    for (int k = 0; k < b->scheme->loans.n; k++) {
        struct loan_account *account = &b->lending.loan[k];
        struct instalment due;
        if (b->scheme->loans.items[k].borrower != party || month > b->scheme->months)
            continue;
        add_lanes(account->ahead.receipts, receipts);
        loan_step(b, k, &account->ahead, month, &due, NULL);
        for (int i = 0; i < LANES; i++)
            sum[i] += (double)(due.interest[i] + due.principal[i]);
    }
}

/* ---- What is owed ---- */

void loan_principal(const struct books *b, int loan, lane_money sum) {
    const struct loan_account *account = &b->lending.loan[loan];
    memcpy(sum, account->state.principal, sizeof(lane_money));
    for (int m = account->oldest; m <= b->month && m <= b->scheme->months; m++)
        add_lanes(sum, account->principal[m]);
}

void loan_accrued(const struct books *b, int loan, lane_money sum) {
    const struct loan *l = &b->scheme->loans.items[loan];
    const struct loan_account *account = &b->lending.loan[loan];
    for (int i = 0; i < LANES; i++)
        sum[i] = money_round(account->state.weight[i] * account->rate[i] / l->days_a_year);
}

void loan_balance(const struct books *b, int loan, lane_money sum) {
    const struct loan_account *account = &b->lending.loan[loan];
    lane_money accrued;
    loan_principal(b, loan, sum);
    loan_accrued(b, loan, accrued);
    add_lanes(sum, accrued);
    for (int m = account->oldest; m <= b->month && m <= b->scheme->months; m++)
        add_lanes(sum, account->interest[m]);
}
