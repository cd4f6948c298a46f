/* Whether a provider can afford its contracts and a loan: scenarios side by side, all with the same random numbers. */
#include "study/afford_parts.h"

#include "base/text.h"
#include "engine/metrics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PENCE_IN_UNIT 100.0
#define RUNS_EXPECTED 65
/* The reference class: what real schemes came to against what their bids assumed (see the report for the sources). */
#define REFERENCE_VOLUME 0.5
#define REFERENCE_SUCCESS 0.7
#define REFERENCE_LATER 3

/* ---- What is asked ---- */

static status find_party(struct assessor *a) {
    const char *names[64];
    int n = 0;
    a->party = NONE;
    for (int p = 0; p < a->base->parties.n; p++) {
        const struct party *party = &a->base->parties.items[p];
        if (strcmp(party->name, a->request->provider) == 0)
            a->party = p;
        if (n < (int)(sizeof names / sizeof names[0]) && (party->kind == PARTY_PROVIDER || party->kind == PARTY_PRIME))
            names[n++] = party->name;
    }
    const struct party *p = a->party == NONE ? NULL : &a->base->parties.items[a->party];
    if (p && (p->kind == PARTY_PROVIDER || p->kind == PARTY_PRIME))
        return SIBYL_OK;
    const char *near = text_nearest(a->request->provider, names, n);
    diag_error(a->diag, NULL, 0, a->request->provider, "%s%s%s%s; name a party of kind provider or prime",
               p ? "is no provider" : "no party has this name", near ? "; did you mean \"" : "", near ? near : "",
               near ? "\"?" : "");
    return SIBYL_ERR_INPUT;
}

static status find_loan(struct assessor *a) {
    int found = NONE, n = 0;
    for (int k = 0; k < a->base->loans.n; k++) {
        const struct loan *l = &a->base->loans.items[k];
        a->answer->n_loans += l->borrower == a->party;
        if (l->borrower != a->party || (a->request->loan && strcmp(l->name, a->request->loan) != 0))
            continue;
        found = k;
        n++;
    }
    a->loan = found;
    if (a->request->loan && n == 0)
        diag_error(a->diag, NULL, 0, a->request->loan, "\"%s\" has no loan of this name", a->request->provider);
    else if (n > 1)
        diag_error(a->diag, NULL, 0, a->request->provider, "has %d loans; say which is in question with --loan NAME",
                   n);
    return diag_count_errors(a->diag) > 0 ? SIBYL_ERR_INPUT : SIBYL_OK;
}

static bool is_paid(const struct assessor *a) {
    for (int c = 0; c < a->base->contracts.n; c++) {
        if (a->base->contracts.items[c].payee == a->party)
            return true;
    }
    diag_error(a->diag, NULL, 0, a->request->provider, "is paid under no contract; there is nothing to be afforded");
    return false;
}

/* Overrides of the scenario, then those of the command line: of texts that belong to the base scheme and the caller. */
static bool gather_overrides(struct assessor *a) {
    const struct study_source *from = &a->request->source;
    const struct scenario *scenario = NULL;
    for (int k = 0; from->scenario && k < a->base->scenarios.n; k++) {
        if (strcmp(a->base->scenarios.items[k].name, from->scenario) == 0)
            scenario = &a->base->scenarios.items[k];
    }
    int own = scenario ? scenario->set.n : 0;
    a->overrides = calloc((size_t)(own + from->n_overrides) + 1, sizeof *a->overrides);
    if (!a->overrides)
        return false;
    for (int i = 0; i < own; i++)
        a->overrides[i] = (struct setting_override){scenario->set.items[i].path, scenario->set.items[i].value};
    for (int i = 0; i < from->n_overrides; i++)
        a->overrides[own + i] = from->overrides[i];
    a->n_overrides = own + from->n_overrides;
    return true;
}

static bool marks_costs(const struct party *p) {
    bool marked = false;
    for (int k = 0; k < p->costs.n; k++)
        marked |= p->costs.items[k].contract != NONE;
    for (int k = 0; k < p->workers.n; k++)
        marked |= p->workers.items[k].contract != NONE;
    return marked;
}

static void describe(struct assessor *a) {
    struct affordability *f = a->answer;
    const struct party *p = &a->base->parties.items[a->party];
    f->provider = p->name;
    f->loan = a->loan == NONE ? NULL : a->base->loans.items[a->loan].name;
    f->principal = a->loan == NONE ? 0 : (double)a->base->loans.items[a->loan].principal / PENCE_IN_UNIT;
    if (a->loan != NONE && a->base->loans.items[a->loan].maximum > 0)
        f->maximum = (double)a->base->loans.items[a->loan].maximum / PENCE_IN_UNIT;
    f->months = a->base->months;
    f->start_year = a->base->start.year;
    f->start_month = a->base->start.month;
    f->paths = a->request->run.paths;
    f->seed = a->request->run.seed;
    snprintf(f->symbol, sizeof f->symbol, "%s", a->base->symbol);
    f->tolerance[TEST_LIQUIDITY] = p->tolerance.liquidity;
    f->tolerance[TEST_REPAYMENT] = p->tolerance.repayment;
    f->tolerance[TEST_RESERVES] = p->tolerance.reserves;
    f->marked_costs = marks_costs(p);
    f->has_policy = p->reserves_policy.given;
}

/* ---- The scenarios ---- */

struct change afford_change(const struct assessor *a) {
    return change_nothing(a->base->parties.items[a->party].name);
}

static enum afford_word judge(const struct estimate *f, double tolerance) {
    if (!f->defined)
        return AFFORD_NOT_ASKED;
    if (f->low > tolerance)
        return AFFORD_NO;
    return f->high <= tolerance ? AFFORD_YES : AFFORD_CLOSE;
}

static void judge_all(struct assessor *a) {
    struct affordability *f = a->answer;
    f->verdict = AFFORD_YES;
    for (int t = 0; t < AFFORD_TESTS; t++) {
        f->word[t] = judge(&f->with_loan.test[t], f->tolerance[t]);
        if (f->word[t] == AFFORD_NO || (f->word[t] == AFFORD_CLOSE && f->verdict == AFFORD_YES))
            f->verdict = f->word[t];
    }
}

/* Months in which referrals to the groups that the party serves can come. */
static int months_of_referrals(const struct assessor *a) {
    const struct by_group *serves = &a->base->parties.items[a->party].serves;
    int months = 0;
    for (int m = 1; m <= a->base->months; m++) {
        bool any = false;
        for (int g = 0; serves->quantity && g < a->base->groups.n; g++) {
            const struct series *r = &a->base->groups.items[g].referrals;
            for (int k = 0; serves->quantity[g] != NONE && k < r->n; k++)
                any |= m >= r->spells[k].from && m <= r->spells[k].to;
        }
        months += any;
    }
    return months;
}

static double mean_of(const struct results *r, const char *party, const char *name, bool *has) {
    const struct metric *m = results_metric(r, party, NULL, name);
    *has = m && m->has_mean;
    return *has ? m->mean : 0;
}

static void read_whole_run(struct assessor *a, const struct results *r) {
    struct affordability *f = a->answer;
    bool has;
    int months = months_of_referrals(a);
    const struct metric *per_start = results_metric(r, f->provider, NULL, "contribution_per_start");
    f->referrals = mean_of(r, f->provider, "referrals", &has);
    f->referrals = months > 0 ? f->referrals / months : 0;
    f->starts = mean_of(r, f->provider, "starts", &has);
    if (per_start && per_start->has_mean)
        f->contribution = (struct estimate){true, per_start->mean, per_start->mean - 2 * per_start->se,
                                            per_start->mean + 2 * per_start->se};
    f->break_even_volume = mean_of(r, f->provider, "break_even_volume", &f->has_break_even_volume);
    f->break_even_success = mean_of(r, f->provider, "break_even_success", &f->has_break_even_success);
    for (int c = 0; c < a->base->contracts.n; c++) {
        const struct contract *contract = &a->base->contracts.items[c];
        if (contract->payee == a->party && contract->last_due > f->contract_end)
            f->contract_end = contract->last_due < f->months ? contract->last_due : f->months;
    }
    const struct monthly *balance = results_series(r, f->provider, NULL, "loan_balance");
    if (a->loan != NONE)
        f->loan_end = a->base->loans.items[a->loan].last;
    if (balance && f->contract_end > 0 && f->loan_end > f->contract_end)
        f->owed_then = balance->mean[f->contract_end - 1];
}

static void run_scenarios(struct assessor *a) {
    struct affordability *f = a->answer;
    struct whole_run whole = {0};
    struct change today = afford_change(a), alone = today, reference = today, as_is = today;
    today.without_work = f->provider;
    today.without_loan = alone.without_loan = f->loan;
    reference.volume = REFERENCE_VOLUME;
    reference.success = REFERENCE_SUCCESS;
    reference.later = REFERENCE_LATER;
    assess(a, &today, &f->today, NULL);
    assess(a, &alone, &f->contract, NULL);
    if (assess(a, &as_is, &f->with_loan, &whole))
        read_whole_run(a, whole.results);
    afford_terms(a, whole.results);
    whole_run_free(&whole);
    assess(a, &reference, &f->reference, NULL);
}

status study_afford(const struct afford_request *request, struct diag *diag, struct affordability *answer,
                    struct scheme **keep) {
    struct assessor a = {.request = request, .answer = answer, .diag = diag, .expected = RUNS_EXPECTED};
    memset(answer, 0, sizeof *answer);
    *keep = NULL;
    a.st = study_open(&request->source, diag, &a.base);
    if (a.st == SIBYL_OK)
        a.st = find_party(&a);
    if (a.st == SIBYL_OK)
        a.st = find_loan(&a);
    if (a.st == SIBYL_OK && !is_paid(&a))
        a.st = SIBYL_ERR_INPUT;
    if (a.st == SIBYL_OK && !gather_overrides(&a))
        a.st = SIBYL_ERR_NO_MEMORY;
    if (a.st == SIBYL_OK) {
        describe(&a);
        run_scenarios(&a);
        judge_all(&a);
        afford_sizes(&a);
        afford_extra_cash(&a);
        afford_flips(&a);
    }
    free(a.overrides);
    *keep = a.base;
    return a.st;
}
