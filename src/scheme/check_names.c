/* Names that mean something of their own, and how many things there can be. */
#include "scheme/resolve.h"

#include <string.h>

#define THINGS_MAX 1000 /* of one kind */

/* Figures of clients and providers in the results, among which outcomes appear under their own names. */
static const char *const figures[] = {"referrals",
                                      "starts",
                                      "unserved",
                                      "additional",
                                      "reversals",
                                      "closing_cash",
                                      "lowest_cash",
                                      "lowest_cash_month",
                                      "lowest_free_reserves",
                                      "below_cash_floor",
                                      "below_zero",
                                      "below_reserves",
                                      "restricted_needed",
                                      "below_closure_cost",
                                      "insolvent",
                                      "first_month_below_cash_floor",
                                      "first_month_below_closure_cost",
                                      "peak_funding_need",
                                      "late_repayment",
                                      "missed_repayment",
                                      "loan_default",
                                      "covenant_breach",
                                      "dscr_min",
                                      "surplus",
                                      "margin",
                                      "shortfall_borne",
                                      "contribution_per_start",
                                      "break_even_volume",
                                      "break_even_success",
                                      "share_at_risk",
                                      "working_capital_peak",
                                      "cash",
                                      "free_reserves",
                                      "receivable",
                                      "receipts",
                                      "costs",
                                      "payments",
                                      "drawn",
                                      "distributed",
                                      "loan_balance",
                                      NULL};

static bool is_figure(const char *name) {
    for (int i = 0; figures[i]; i++) {
        if (strcmp(figures[i], name) == 0)
            return true;
    }
    return false;
}

static void check_count(const struct scheme *s, int n, const char *key, struct diag *diag) {
    if (n > THINGS_MAX)
        fault_add(diag, &s->place, key, "there are %d; at most %d are allowed", n, THINGS_MAX);
}

void names_check(const struct scheme *s, struct diag *diag) {
    check_count(s, s->factors.n, "factors", diag);
    check_count(s, s->groups.n, "groups", diag);
    check_count(s, s->outcomes.n, "outcomes", diag);
    check_count(s, s->parties.n, "parties", diag);
    check_count(s, s->contracts.n, "contracts", diag);
    check_count(s, s->bonds.n, "bonds", diag);
    check_count(s, s->loans.n, "loans", diag);
    for (int k = 0; k < s->outcomes.n; k++) {
        const struct outcome *o = &s->outcomes.items[k];
        if (is_figure(o->name))
            fault_add(diag, &o->place, "name",
                      "\"%s\" is the name of a figure in the results; give the outcome another", o->name);
    }
    for (int p = 0; p < s->parties.n; p++) {
        const struct party *party = &s->parties.items[p];
        if (strcmp(party->name, "outside") == 0)
            fault_add(diag, &party->place, "name",
                      "\"outside\" means the world outside the scheme; give the party another name");
    }
}
