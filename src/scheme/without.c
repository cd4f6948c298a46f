/* What would be without: a scheme from which a party's work, or a loan, is left out. */
#include "scheme/scheme.h"

/* Leaves out the contracts that a party pays, if all its own are left out; returns whether any was. */
static bool leave_below(struct scheme *s, int party) {
    bool any = false;
    for (int c = 0; c < s->contracts.n; c++) {
        struct contract *contract = &s->contracts.items[c];
        if (contract->payer != party || contract->without)
            continue;
        contract->without = true;
        any = true;
    }
    return any;
}

/* Whether a party is paid under contracts, and all of them are left out. */
static bool has_lost_all(const struct scheme *s, int party) {
    bool any = false;
    for (int c = 0; c < s->contracts.n; c++) {
        if (s->contracts.items[c].payee == party && !s->contracts.items[c].without)
            return false;
        any |= s->contracts.items[c].payee == party;
    }
    return any;
}

void scheme_without_work(struct scheme *s, int party) {
    for (int c = 0; c < s->contracts.n; c++)
        s->contracts.items[c].without |= s->contracts.items[c].payee == party;
    for (bool any = true; any;) {
        any = false;
        for (int p = 0; p < s->parties.n; p++) {
            if (!has_lost_all(s, p))
                continue;
            s->parties.items[p].idle = true;
            any |= leave_below(s, p);
        }
    }
}

void scheme_without_loan(struct scheme *s, int loan) { s->loans.items[loan].without = true; }
