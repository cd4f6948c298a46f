/* Loans: what is paid, arrears, default and covenants. */
#include "engine/books.h"

#include "scheme/repayment.h"

#include <math.h>
#include <string.h>

#define MONTHS_OF_DSCR 12

static void add_lanes(lane_money sum, const lane_money more) {
    for (int i = 0; i < LANES; i++)
        sum[i] += more[i];
}

/* What a party can spend of its general cash and overdraft. */
static void spendable(const struct books *b, int party, lane_money left) {
    const money *cash = ledger_cash(&b->ledger, party);
    money limit = b->scheme->parties.items[party].overdraft.limit;
    for (int i = 0; i < LANES; i++)
        left[i] = cash[i] + limit > 0 ? cash[i] + limit : 0;
    failure_mask(b, party, left);
}

/* Takes what `left` allows of what is owed since `oldest`, oldest first; returns all that was taken. */
static void take(lane_money *owed, int oldest, int month, lane_money left, lane_money paid) {
    memset(paid, 0, sizeof(lane_money));
    for (int m = oldest; m <= month; m++) {
        for (int i = 0; i < LANES; i++) {
            money part = owed[m][i] < left[i] ? owed[m][i] : left[i];
            owed[m][i] -= part;
            left[i] -= part;
            paid[i] += part;
        }
    }
}

/* The contract receipts and other income that have come since the loan last looked. */
static void note_receipts(struct books *b, int loan) {
    const struct loan *l = &b->scheme->loans.items[loan];
    struct loan_account *account = &b->lending.loan[loan];
    static const enum flow kinds[] = {FLOW_RECEIPTS, FLOW_INCOME};
    lane_money sum = {0};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        add_lanes(sum, ledger_total(&b->ledger, l->borrower, kinds[k]));
        add_lanes(sum, ledger_flow(&b->ledger, l->borrower, kinds[k]));
    }
    for (int i = 0; i < LANES; i++) {
        account->state.receipts[i] += sum[i] - account->received[i];
        account->received[i] = sum[i];
    }
}

/* What of receipts falls due is known now. */
static void fall_due_of_receipts(struct books *b, int loan) {
    note_receipts(b, loan);
    loan_fall_due(b, loan);
}

static void move_on(struct loan_account *account, int month) {
    while (account->oldest <= month && !any_lane(account->interest[account->oldest]) &&
           !any_lane(account->principal[account->oldest]))
        account->oldest++;
}

/* Interest of all months before principal, both oldest first. */
static void serve(struct books *b, int loan) {
    const struct loan *l = &b->scheme->loans.items[loan];
    struct loan_account *account = &b->lending.loan[loan];
    lane_money left;
    move_on(account, b->month);
    if (account->oldest > b->month)
        return;
    spendable(b, l->borrower, left);
    loan_pay(b, loan, left);
}

money loan_due(const struct books *b, int loan, int lane) {
    const struct loan_account *account = &b->lending.loan[loan];
    money sum = 0;
    for (int m = account->oldest; m <= b->month && m <= b->scheme->months; m++)
        sum += account->interest[m][lane] + account->principal[m][lane];
    return sum;
}

void loan_pay(struct books *b, int loan, const lane_money amount) {
    const struct loan *l = &b->scheme->loans.items[loan];
    struct loan_account *account = &b->lending.loan[loan];
    lane_money left, interest, principal;
    memcpy(left, amount, sizeof left);
    take(account->interest, account->oldest, b->month, left, interest);
    take(account->principal, account->oldest, b->month, left, principal);
    ledger_move(&b->ledger, l->borrower, FLOW_LOAN_INTEREST, l->lender, FLOW_LOAN_RETURNED, interest);
    ledger_move(&b->ledger, l->borrower, FLOW_LOAN_PRINCIPAL, l->lender, FLOW_LOAN_RETURNED, principal);
    move_on(account, b->month);
}

void loans_serve(struct books *b, int party) {
    if (b->lending.borrower_of_party[party] == NONE || b->month > b->scheme->months)
        return;
    for (int k = 0; k < b->scheme->loans.n; k++) {
        if (b->scheme->loans.items[k].borrower != party)
            continue;
        if (loan_waits(b, k))
            fall_due_of_receipts(b, k);
        serve(b, k);
    }
}

void loans_sweep(struct books *b, int party) {
    if (b->lending.borrower_of_party[party] == NONE || b->month > b->scheme->months)
        return;
    for (int k = 0; k < b->scheme->loans.n; k++) {
        const struct loan *l = &b->scheme->loans.items[k];
        struct loan_state *state = &b->lending.loan[k].state;
        lane_money pay;
        if (l->borrower != party || !l->repayment->sweep)
            continue;
        l->repayment->sweep(l, ledger_cash(&b->ledger, party), state->principal, pay);
        for (int i = 0; i < LANES; i++) {
            state->principal[i] -= pay[i];
            state->drawn[i] = state->drawn[i] > pay[i] ? state->drawn[i] - pay[i] : 0;
        }
        ledger_move(&b->ledger, party, FLOW_LOAN_PRINCIPAL, l->lender, FLOW_LOAN_RETURNED, pay);
    }
}

/* ---- Debt service cover (rule 82) ---- */

static void add_instalments(const struct books *b, int party, lane_money service) {
    for (int k = 0; k < b->scheme->loans.n; k++) {
        const struct loan_account *account = &b->lending.loan[k];
        if (b->scheme->loans.items[k].borrower != party)
            continue;
        add_lanes(service, account->scheduled.interest);
        add_lanes(service, account->scheduled.principal);
    }
}

/* Receipts and other income less costs and payments to others. */
static void available(const struct books *b, int party, lane_money sum) {
    const struct accounts *l = &b->ledger;
    const money *receipts = ledger_flow(l, party, FLOW_RECEIPTS), *income = ledger_flow(l, party, FLOW_INCOME);
    const money *costs = ledger_flow(l, party, FLOW_COSTS), *payments = ledger_flow(l, party, FLOW_PAYMENTS);
    const money *fees = ledger_flow(l, party, FLOW_FEES);
    for (int i = 0; i < LANES; i++)
        sum[i] = receipts[i] + income[i] - costs[i] - payments[i] - fees[i];
}

static void note_cover(struct books *b, struct borrower *borrower) {
    int t = b->month, from = t - MONTHS_OF_DSCR;
    lane_money now, service = {0};
    available(b, borrower->party, now);
    add_instalments(b, borrower->party, service);
    for (int i = 0; i < LANES; i++) {
        borrower->available[t][i] = borrower->available[t - 1][i] + now[i];
        borrower->service[t][i] = borrower->service[t - 1][i] + service[i];
    }
    borrower->tested = 0;
    if (borrower->first_principal == NEVER_DUE || from + 1 < borrower->first_principal)
        return;
    for (int i = 0; i < LANES; i++) {
        money owed = borrower->service[t][i] - borrower->service[from][i];
        if (owed == 0)
            continue;
        borrower->dscr[i] = (double)(borrower->available[t][i] - borrower->available[from][i]) / (double)owed;
        bool lower = !(borrower->ever_tested >> i & 1) || borrower->dscr[i] < borrower->lowest[i];
        borrower->lowest[i] = lower ? borrower->dscr[i] : borrower->lowest[i];
        borrower->tested |= (uint64_t)1 << i;
        borrower->ever_tested |= (uint64_t)1 << i;
    }
}

/* ---- Arrears, default, covenants ---- */

/* Months for which the oldest unpaid instalment has been due; -1 where nothing is. */
static void ages(const struct loan_account *account, int month, int age[LANES]) {
    for (int i = 0; i < LANES; i++)
        age[i] = -1;
    for (int m = month; m >= account->oldest; m--) {
        for (int i = 0; i < LANES; i++)
            age[i] = account->interest[m][i] + account->principal[m][i] > 0 ? month - m : age[i];
    }
}

static void note_arrears(struct books *b, int loan) {
    const struct loan *l = &b->scheme->loans.items[loan];
    struct loan_account *account = &b->lending.loan[loan];
    lane_money principal;
    int age[LANES];
    if (account->oldest > b->month)
        return;
    ages(account, b->month, age);
    loan_principal(b, loan, principal);
    for (int i = 0; i < LANES; i++) {
        account->late[i] = account->late[i] == NEVER && age[i] >= 0 ? b->month : account->late[i];
        account->missed[i] = account->missed[i] == NEVER && age[i] >= 1 ? b->month : account->missed[i];
        if (account->defaulted[i] != NEVER || age[i] < l->default_after)
            continue;
        account->defaulted[i] = b->month;
        account->exposure[i] = principal[i];
    }
}

static bool is_tested(const struct books *b, const struct loan *l) {
    return l->covenants.given && b->month >= l->first && b->month <= l->last &&
           (b->month - l->first + 1) % l->covenants.test == 0;
}

static void test_covenants(struct books *b, int loan) {
    const struct loan *l = &b->scheme->loans.items[loan];
    struct loan_account *account = &b->lending.loan[loan];
    const struct borrower *borrower = &b->lending.borrower[b->lending.borrower_of_party[l->borrower]];
    const money *cash = ledger_cash(&b->ledger, l->borrower);
    if (!is_tested(b, l))
        return;
    for (int i = 0; i < LANES; i++) {
        bool tested = borrower->tested >> i & 1;
        bool short_of_cash = l->covenants.min_cash_given && cash[i] < l->covenants.min_cash;
        bool uncovered = l->covenants.min_dscr_given && tested && borrower->dscr[i] < l->covenants.min_dscr;
        bool stopped = failure_lanes(b, l->borrower) >> i & 1;
        if (!stopped && account->breached[i] == NEVER && (short_of_cash || uncovered))
            account->breached[i] = b->month;
    }
}

void loans_month_end(struct books *b) {
    if (b->month > b->scheme->months)
        return;
    for (int k = 0; k < b->lending.n_borrowers; k++)
        note_cover(b, &b->lending.borrower[k]);
    for (int k = 0; k < b->scheme->loans.n; k++) {
        note_arrears(b, k);
        test_covenants(b, k);
    }
}
