/* What a borrower learns of its loans, and what their lenders lose. */
#include "engine/metrics.h"

#include <string.h>

/* Whether a figure of a party (its role: borrower or lender) is about a loan: a is the loan, or NONE for all of the party's. */
static bool is_about(const struct walk *w, const struct metric_ref *r, int loan, bool lends) {
    const struct loan *l = &w->scheme->loans.items[loan];
    return r->a == NONE ? (lends ? l->lender : l->borrower) == r->party : r->a == loan;
}

/* Lanes in which something has happened to one of the loans; `member` is where its first month stands in an account. */
static uint64_t happened(const struct walk *w, const struct metric_ref *r, bool lends, size_t member,
                         int64_t out[LANES]) {
    memset(out, 0, LANES * sizeof out[0]);
    for (int k = 0; k < w->scheme->loans.n; k++) {
        const char *account = (const char *)&w->books->lending.loan[k];
        const money *first = (const money *)(const void *)(account + member);
        for (int i = 0; is_about(w, r, k, lends) && i < LANES; i++)
            out[i] |= first[i] != NEVER;
    }
    return UINT64_MAX;
}

static uint64_t late(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return happened(w, r, false, offsetof(struct loan_account, late), out);
}

static uint64_t missed(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return happened(w, r, false, offsetof(struct loan_account, missed), out);
}

static uint64_t defaulted(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return happened(w, r, false, offsetof(struct loan_account, defaulted), out);
}

static uint64_t lent_and_defaulted(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return happened(w, r, true, offsetof(struct loan_account, defaulted), out);
}

static uint64_t breached(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return happened(w, r, false, offsetof(struct loan_account, breached), out);
}

static uint64_t dscr_min(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const struct lending *lending = &w->books->lending;
    const struct borrower *borrower = &lending->borrower[lending->borrower_of_party[r->party]];
    for (int i = 0; i < LANES; i++) {
        bool tested = borrower->ever_tested >> i & 1;
        out[i] = tested ? record_fixed(RECORD_RATIO, borrower->lowest[i]) : 0;
    }
    return borrower->ever_tested;
}

static uint64_t loan_cost(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memset(out, 0, LANES * sizeof out[0]);
    for (int k = 0; k < w->scheme->loans.n; k++) {
        for (int i = 0; is_about(w, r, k, false) && i < LANES; i++)
            out[i] += w->books->lending.loan[k].charged[i];
    }
    return UINT64_MAX;
}

/* ---- Lenders ---- */

/* Principal that the end finds unpaid on a loan: all of it after a default, else what is in arrears. */
static void lost(const struct walk *w, int loan, int64_t out[LANES]) {
    const struct loan_account *account = &w->books->lending.loan[loan];
    loan_principal(w->books, loan, out);
    for (int i = 0; i < LANES; i++)
        out[i] -= account->defaulted[i] == NEVER ? account->state.principal[i] : 0;
}

static uint64_t lender_loss(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    int64_t one[LANES];
    memset(out, 0, LANES * sizeof out[0]);
    for (int k = 0; k < w->scheme->loans.n; k++) {
        if (!is_about(w, r, k, true))
            continue;
        lost(w, k, one);
        for (int i = 0; i < LANES; i++)
            out[i] += one[i];
    }
    return UINT64_MAX;
}

static uint64_t loss_given_default(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    int64_t one[LANES], loss[LANES] = {0}, exposure[LANES] = {0};
    uint64_t defined = 0;
    for (int k = 0; k < w->scheme->loans.n; k++) {
        const struct loan_account *account = &w->books->lending.loan[k];
        if (!is_about(w, r, k, true))
            continue;
        lost(w, k, one);
        for (int i = 0; i < LANES; i++) {
            loss[i] += account->defaulted[i] == NEVER ? 0 : one[i];
            exposure[i] += account->exposure[i];
        }
    }
    for (int i = 0; i < LANES; i++) {
        out[i] = exposure[i] > 0 ? record_fixed(RECORD_SHARE, (double)loss[i] / (double)exposure[i]) : 0;
        defined |= (uint64_t)(exposure[i] > 0) << i;
    }
    return defined;
}

/* ---- The tables ---- */

static const struct metric_def borrower_defs[] = {
    {"late_repayment", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "a loan's instalment is not paid in its month",
     late},
    {"missed_repayment", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING,
     "a loan's instalment is more than 30 days late: unpaid at the next month's end", missed},
    {"loan_default", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING,
     "a loan's instalment is unpaid after the months that make it a default", defaulted},
    {"loan_cost", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING, "interest and fees charged on its loans", loan_cost},
};
static const struct metric_def def_breach = {
    "covenant_breach", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "a covenant is missed when tested", breached};
static const struct metric_def def_dscr = {
    "dscr_min", RECORD_RATIO, HURTS_LOW,
    false,      PER_NOTHING,  "least cover of 12 months' debt service by receipts less costs and payments to others",
    dscr_min};
static const struct metric_def lender_defs[] = {
    {"lender_loss", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING,
     "principal in arrears at the end, all of it after a default; its mean is the expected loss", lender_loss},
    {"loan_default", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "a loan defaults", lent_and_defaulted},
    {"loss_given_default", RECORD_SHARE, HURTS_HIGH, false, PER_NOTHING,
     "what is lost of the principal owed at default, where there is one", loss_given_default},
};

static int count_loans(const struct scheme *s, int party, bool lends) {
    int n = 0;
    for (int k = 0; k < s->loans.n; k++)
        n += (lends ? s->loans.items[k].lender : s->loans.items[k].borrower) == party;
    return n;
}

/* A definition for all loans of a party, and for each where there are several. */
static void list_each(const struct scheme *s, const struct metric_def *def, int party, bool lends,
                      struct metric_list *list) {
    int n = count_loans(s, party, lends);
    if (n > 0)
        metric_add_plain(list, def, party, NULL, NONE, 0);
    for (int k = 0; n > 1 && k < s->loans.n; k++) {
        const struct loan *l = &s->loans.items[k];
        if ((lends ? l->lender : l->borrower) == party)
            metric_add_plain(list, def, party, l->name, k, 0);
    }
}

static bool has_covenants(const struct scheme *s, int party) {
    bool any = false;
    for (int k = 0; k < s->loans.n; k++)
        any |= s->loans.items[k].borrower == party && s->loans.items[k].covenants.given;
    return any;
}

void metrics_list_loans(const struct scheme *s, int party, struct metric_list *list) {
    for (size_t d = 0; d < sizeof borrower_defs / sizeof borrower_defs[0]; d++)
        list_each(s, &borrower_defs[d], party, false, list);
    if (has_covenants(s, party))
        list_each(s, &def_breach, party, false, list);
    if (count_loans(s, party, false) > 0)
        metric_add_plain(list, &def_dscr, party, NULL, NONE, 0);
    for (size_t d = 0; d < sizeof lender_defs / sizeof lender_defs[0]; d++)
        list_each(s, &lender_defs[d], party, true, list);
}

/* ---- Series ---- */

static uint64_t loan_balances(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    lane_money one;
    memset(out, 0, LANES * sizeof out[0]);
    for (int k = 0; k < w->scheme->loans.n; k++) {
        if (!is_about(w, r, k, false))
            continue;
        loan_balance(w->books, k, one);
        for (int i = 0; i < LANES; i++)
            out[i] += one[i];
    }
    return UINT64_MAX;
}

static const struct metric_def def_balance = {"loan_balance", RECORD_MONEY,
                                              HURTS_NEITHER,  false,
                                              PER_NOTHING,    "owed on loans at the month's end, interest included",
                                              loan_balances};

void series_list_loans(const struct scheme *s, int party, struct metric_list *list) {
    list_each(s, &def_balance, party, false, list);
}
