/* Checks of loans, their payment dates and days of interest. */
#include "scheme/repayment.h"
#include "scheme/resolve.h"

#define MONTHS_OF_DSCR 12
#define DAYS_30 30
#define DAYS_A_YEAR_365 365
#define DAYS_A_YEAR_360 360

static void check_parties(const struct scheme *s, const struct loan *l, struct diag *diag) {
    if (l->borrower == NONE || l->lender == NONE)
        return;
    const struct party *borrower = &s->parties.items[l->borrower], *lender = &s->parties.items[l->lender];
    if (borrower->kind != PARTY_SPV && borrower->kind != PARTY_PRIME && borrower->kind != PARTY_PROVIDER)
        fault_add(diag, &l->place, "borrower", "\"%s\" is of kind %s; loans are to a provider, a prime or an spv",
                  borrower->name, party_kind_words[borrower->kind]);
    if (lender->kind != PARTY_LENDER && lender->kind != PARTY_INVESTOR && lender->kind != PARTY_COMMISSIONER)
        fault_add(diag, &l->place, "lender", "\"%s\" is of kind %s; a lender, an investor or a commissioner lends",
                  lender->name, party_kind_words[lender->kind]);
}

static void check_form(const struct loan *l, struct diag *diag) {
    const struct repayment *form = l->repayment;
    if (form->bears_interest && l->rate == NONE)
        fault_add(diag, &l->place, "rate", "is missing: interest a year; write 0.0 if the loan bears none");
    if (!form->bears_interest && l->rate != NONE)
        fault_add(diag, &l->place, "rate", "a loan repaid by %s costs its multiple and bears no interest; leave it out",
                  form->word);
    if (form->own_dates && l->term > 0)
        fault_add(diag, &l->place, "term", "the schedule says when the loan ends; leave it out");
    if (!form->own_dates && l->term == 0)
        fault_add(diag, &l->place, "term", "is missing: months from the first draw to the last payment");
}

static void check_months(const struct loan *l, struct diag *diag) {
    if (MONTHS_IN_YEAR % l->every != 0 || l->every == 2 || l->every == 4)
        fault_add(diag, &l->place, "every", "is %d; payments are every 1, 3, 6 or 12 months", l->every);
    else if (l->term > 0 && l->term % l->every != 0)
        fault_add(diag, &l->place, "term", "%d months are no whole number of payments every %d months", l->term,
                  l->every);
    if (l->term > 0 && l->holiday.months >= l->term)
        fault_add(diag, &l->place, "holiday.months",
                  "%d months of holiday leave nothing of a term of %d; the holiday must be shorter", l->holiday.months,
                  l->term);
    if (l->grant >= 1)
        fault_add(diag, &l->place, "grant",
                  "all of it would be a grant; write a share below 1, or the grant as other_income");
}

static void check_maximum(const struct scheme *s, const struct loan *l, struct diag *diag) {
    char principal[2 * MONEY_TEXT], maximum[2 * MONEY_TEXT];
    if (l->maximum < 0 || l->principal <= l->maximum)
        return;
    money_format(l->principal, s->symbol, 1, principal, sizeof principal);
    money_format(l->maximum, s->symbol, 1, maximum, sizeof maximum);
    fault_add(diag, &l->place, "principal", "%s is more than the lender offers, a maximum of %s", principal, maximum);
}

static void check_covenants(const struct loan *l, struct diag *diag) {
    if (l->covenants.given && !l->covenants.min_cash_given && !l->covenants.min_dscr_given)
        fault_add(diag, &l->place, "covenants", "needs min_cash, min_dscr or both");
}

static void check_draws(const struct scheme *s, const struct loan *l, struct diag *diag) {
    char drawn[2 * MONEY_TEXT], whole[2 * MONEY_TEXT];
    money sum = 0;
    if (l->drawdown.how == DRAW_UPFRONT && (l->drawdown.month < 1 || l->drawdown.month > s->months))
        fault_add(diag, &l->place, "drawdown", "month %d is outside the scheme's months, 1 to %d", l->drawdown.month,
                  s->months);
    for (int k = 0; k < l->drawdown.draws.n; k++) {
        const struct draw *draw = &l->drawdown.draws.items[k];
        sum += draw->amount;
        if (draw->month < 1 || draw->month > s->months)
            fault_add(diag, &l->place, "drawdown", "month %d is outside the scheme's months, 1 to %d", draw->month,
                      s->months);
    }
    money_format(sum, s->symbol, 1, drawn, sizeof drawn);
    money_format(l->principal, s->symbol, 1, whole, sizeof whole);
    if (l->drawdown.how == DRAW_SCHEDULED && sum != l->principal)
        fault_add(diag, &l->place, "drawdown", "draws %s in all; it must sum to the principal, %s", drawn, whole);
}

void loans_check(const struct scheme *s, struct diag *diag) {
    for (int k = 0; k < s->loans.n; k++) {
        const struct loan *l = &s->loans.items[k];
        check_parties(s, l, diag);
        check_months(l, diag);
        check_maximum(s, l, diag);
        check_covenants(l, diag);
        check_draws(s, l, diag);
        if (l->repayment)
            check_form(l, diag);
    }
}

/* ---- Derived ---- */

static int first_month(const struct loan *l) {
    if (l->drawdown.how == DRAW_UPFRONT)
        return l->drawdown.month;
    int first = l->drawdown.draws.n > 0 ? l->drawdown.draws.items[0].month : 1;
    for (int k = 1; k < l->drawdown.draws.n; k++)
        first = l->drawdown.draws.items[k].month < first ? l->drawdown.draws.items[k].month : first;
    return first;
}

/* What is owed of a draw: all but its grant part. */
static money owed_of(const struct loan *l, money draw) { return draw - money_times(draw, l->grant); }

static money owed_in_all(const struct loan *l) {
    money sum = 0;
    for (int k = 0; k < l->drawdown.draws.n; k++)
        sum += owed_of(l, l->drawdown.draws.items[k].amount);
    return l->drawdown.how == DRAW_SCHEDULED ? sum : owed_of(l, l->principal);
}

static bool is_date(const struct loan *l, int month) {
    bool regular = month >= l->first && (month - l->first + 1) % l->every == 0;
    return month <= l->last &&
           (regular || month == l->last || (l->repayment->own_dates && l->repayment->falls_due(l, month)));
}

/* Counted from the last date back; the last may lie past the scheme's end. */
static void count_dates(const struct scheme *s, struct loan *l) {
    int left = 0;
    for (int month = l->last; month >= l->first; month--) {
        bool date = is_date(l, month);
        left += date;
        if (month <= s->months)
            l->dates_left[month] = date ? left : 0;
    }
}

/* Days of a month for which interest is counted, from day `from` on (1: the whole month). */
static double interest_days(const struct loan *l, struct month_of_year m, int from) {
    int days = days_in_month(m.year, m.month);
    if (l->day_count == DAYS_MONTHLY)
        return (double)(days - from + 1) / days;
    if (l->day_count == DAYS_30_360)
        return from < DAYS_30 ? DAYS_30 - from + 1 : 1;
    return days - from + 1;
}

static void count_days(const struct scheme *s, struct loan *l) {
    static const double year[] = {
        [DAYS_MONTHLY] = MONTHS_IN_YEAR,
        [DAYS_ACT_365] = DAYS_A_YEAR_365,
        [DAYS_ACT_360] = DAYS_A_YEAR_360,
        [DAYS_30_360] = DAYS_A_YEAR_360,
    };
    l->days_a_year = year[l->day_count];
    for (int month = 1; month <= s->months; month++) {
        int from = l->drawdown.how == DRAW_UPFRONT && month == l->first ? l->drawdown.day : 1;
        l->days[month] = interest_days(l, month_add(s->start, month - 1), from);
    }
}

static void check_dates(const struct scheme *s, const struct loan *l, struct diag *diag) {
    if (l->last > s->months && !l->balance_at_end)
        fault_add(diag, &l->place, l->repayment->own_dates ? "schedule" : "term",
                  "the last payment is due in month %d, after the scheme's last month, %d; make months %d, or write "
                  "balance_at_end = true",
                  l->last, s->months, l->last);
    for (int k = 0; k < l->drawdown.draws.n; k++) {
        if (l->drawdown.draws.items[k].month > l->last)
            fault_add(diag, &l->place, "drawdown", "month %d is after the last payment, in month %d",
                      l->drawdown.draws.items[k].month, l->last);
    }
    int end = l->last < s->months ? l->last : s->months;
    int tested = l->first_principal + MONTHS_OF_DSCR - 1;
    if (!l->covenants.min_dscr_given)
        return;
    if (l->first_principal == NEVER_DUE)
        fault_add(diag, &l->place, "covenants.min_dscr",
                  "is never tested: this form of repayment has no fixed debt service to cover; leave it out");
    else if (tested > end)
        fault_add(
            diag, &l->place, "covenants.min_dscr",
            "is never tested: it looks at 12 months of debt service, and principal first falls due in month %d of "
            "a loan that ends in month %d; leave it out",
            l->first_principal, end);
}

static status resolve_loan(struct scheme *s, struct loan *l, struct diag *diag) {
    size_t months = (size_t)s->months + 2;
    l->dates_left = arena_array(&s->arena, months, sizeof(int));
    l->days = arena_array(&s->arena, months, sizeof(double));
    if (!l->dates_left || !l->days)
        return SIBYL_ERR_NO_MEMORY;
    l->first = first_month(l);
    l->owed = owed_in_all(l);
    l->fee_amount = l->fee.given ? money_times(l->owed, l->fee.rate) : 0;
    l->last = l->repayment->own_dates ? l->repayment->last(l) : l->first + l->term - 1;
    l->first_principal = l->repayment->first_principal(l);
    if (l->repayment->check)
        l->repayment->check(s, l, diag);
    check_dates(s, l, diag);
    count_days(s, l);
    count_dates(s, l);
    return SIBYL_OK;
}

status loans_resolve(struct scheme *s, struct diag *diag) {
    if (diag_count_errors(diag) > 0)
        return SIBYL_OK;
    for (int k = 0; k < s->loans.n; k++) {
        status st = resolve_loan(s, &s->loans.items[k], diag);
        if (st != SIBYL_OK)
            return st;
    }
    return SIBYL_OK;
}
