/* Proof that no amount can pass the limit: upper bounds of everything that can be earned, spent or owed.
 *
 * The bounds are generous: every price of a term at its greatest, for every client there can be in every month of
 * service. What passes them is a mistake in the configuration long before it is a scheme. */
#include "random/philox.h"
#include "scheme/condition.h"
#include "scheme/repayment.h"
#include "scheme/resolve.h"
#include "scheme/waterfall.h"

#include <math.h>
#include <string.h>

#define TAIL 40.0         /* multiples of a month's scale past which no draw lies: -log(2^-53) = 37, rounded up */
#define EVENTS_TAIL 100.0 /* events measured are at most so many times those expected */
#define LIMIT ((double)MONEY_MAX)
#define PENCE_IN_UNIT 100

/* What a table of settings can multiply up to. */
struct extent {
    double amount; /* sum of the greatest amounts of money, pence */
    double factor; /* product of the greatest factors above 1 */
    double count;  /* greatest uncertain count */
};

static double greatest_of(const struct scheme *s, int quantity) {
    double least = fabs(quantity_least(s, quantity)), greatest = fabs(quantity_greatest(s, quantity));
    return least > greatest ? least : greatest;
}

static double greatest_of_all(const struct scheme *s, const int *quantities, int n) {
    double greatest = 0;
    for (int i = 0; quantities && i < n; i++) {
        double each = greatest_of(s, quantities[i]);
        greatest = each > greatest ? each : greatest;
    }
    return greatest;
}

/* The greatest value that a row's member can take, scaled; 0 for what is no amount. */
static double greatest_of_row(const struct scheme *s, const struct param *row, const char *at) {
    if (row->type == PARAM_QUANTITY)
        return greatest_of(s, *(const int *)(const void *)at);
    if (row->type == PARAM_BY_GROUP)
        return greatest_of_all(s, ((const struct by_group *)(const void *)at)->quantity, s->groups.n);
    if (row->type == PARAM_BY_OUTCOME)
        return greatest_of_all(s, ((const struct by_outcome *)(const void *)at)->quantity, s->outcomes.n);
    if (row->type == PARAM_BY_YEAR)
        return greatest_of_all(s, ((const struct by_year *)(const void *)at)->quantity,
                               ((const struct by_year *)(const void *)at)->n);
    if (row->type == PARAM_MONEY)
        return fabs((double)*(const money *)(const void *)at);
    return row->type == PARAM_NUMBER ? fabs(*(const double *)(const void *)at) : 0;
}

static void extend(const struct scheme *s, const struct param_table *table, const char *settings, struct extent *e);

/* The items of a list, seen without their type. */
static void extend_list(const struct scheme *s, const struct param *row, const char *at, struct extent *e) {
    const struct param_table *table = row->detail;
    LIST_OF(char) list;
    memcpy(&list, at, sizeof list);
    for (int i = 0; i < list.n; i++)
        extend(s, table, list.items + (size_t)i * table->size, e);
}

static void extend_row(const struct scheme *s, const struct param *row, const char *at, struct extent *e) {
    double greatest = greatest_of_row(s, row, at);
    if (strcmp(row->unit, UNIT_MONEY) == 0)
        e->amount += greatest;
    else if (strcmp(row->unit, UNIT_FACTOR) == 0)
        e->factor *= greatest > 1 ? greatest : 1;
    else if (strcmp(row->unit, UNIT_COUNT) == 0 && row->type == PARAM_QUANTITY && greatest > e->count)
        e->count = greatest;
}

static void extend(const struct scheme *s, const struct param_table *table, const char *settings, struct extent *e) {
    for (int i = 0; i < table->n; i++) {
        const struct param *row = &table->params[i];
        const char *at = settings + row->offset;
        if (row->type == PARAM_LIST)
            extend_list(s, row, at, e);
        else if (row->type == PARAM_GROUP)
            extend(s, row->detail, at, e);
        else
            extend_row(s, row, at, e);
    }
}

/* ---- Clients ---- */

static double series_at(const struct scheme *s, const struct series *series, int month) {
    double sum = 0;
    for (int i = 0; i < series->n; i++) {
        const struct spell *spell = &series->spells[i];
        if (spell->from <= month && month <= spell->to)
            sum += spell->quantity == NONE ? fabs(spell->value) : greatest_of(s, spell->quantity);
    }
    return sum;
}

/* The most referrals that a month with mean m can draw: poisson, or negative binomial of size r > 0. */
static double most_drawn(double m, double r) {
    double scale = r > 0 ? 1 + m / r : 1;
    return m + TAIL * (sqrt(m * scale) + scale);
}

/* The most clients of a group that can ever be referred. */
static double most_clients(const struct scheme *s, const struct group *g) {
    double volume = g->volume == NONE ? 1 : quantity_greatest(s, g->volume);
    double r = g->dispersion == NONE ? 0 : quantity_least(s, g->dispersion);
    double sum = 0;
    for (int month = 1; month <= s->months; month++) {
        double mean = series_at(s, &g->referrals, month) * volume;
        sum += mean > 0 ? most_drawn(mean, r) : 0;
    }
    return sum;
}

/* Client months, starts and outcomes that can ever be counted, together. */
static double most_counted(const struct scheme *s) {
    double sum = 0;
    for (int g = 0; g < s->groups.n; g++)
        sum += most_clients(s, &s->groups.items[g]) * (1 + s->groups.items[g].in_service);
    return sum;
}

/* ---- Contracts ---- */

static double growth_over(double rate, int months) {
    return pow(1 + (rate > 0 ? rate : 0), ceil(months / (double)MONTHS_IN_YEAR));
}

static double term_bound(const struct scheme *s, const struct contract *c, const struct term *t, double counted,
                         const double *bounds) {
    struct extent e = {0, 1, 0};
    bool when_due;
    int source = t->kind->source ? t->kind->source(t, &when_due) : NONE;
    if (source != NONE)
        return bounds[source];
    extend(s, t->kind->table, t->settings, &e);
    double events = e.count > 0 ? e.count * EVENTS_TAIL : 1;
    return e.amount * e.factor * growth_over(quantity_greatest(s, c->indexation), s->months) *
           (s->months + counted * (events > 1 ? events : 1));
}

static void check_bound(const struct place *place, const char *what, double bound, struct diag *diag) {
    if (!(bound <= LIMIT))
        fault_add(diag, place, NULL,
                  "%s could come to %.3g; no total may pass 10,000,000,000,000, so look for an amount, a count or a "
                  "growth that is too great",
                  what, bound / PENCE_IN_UNIT);
}

/* The most that termination terms can pay of investors' capital: all of it. */
static double compensation_bound(const struct scheme *s, const struct contract *c) {
    bool pays = c->termination.pays == TERMINATION_CAPITAL || c->default_termination.pays == TERMINATION_CAPITAL;
    for (int b = 0; pays && b < s->bonds.n; b++) {
        if (s->bonds.items[b].spv == c->payee)
            return (double)s->bonds.items[b].committed;
    }
    return 0;
}

static double contracts_bound(const struct scheme *s, double counted, double *bounds, struct diag *diag) {
    double sum = 0;
    for (int i = 0; i < s->contracts.n; i++) {
        int number = s->paying_order[i];
        const struct contract *c = &s->contracts.items[number];
        double bound = 0;
        for (int k = 0; k < c->terms.n; k++)
            bound += term_bound(s, c, &c->terms.items[k], counted, bounds);
        bound = conditions_most(s, c, bound);
        bound += compensation_bound(s, c);
        check_bound(&c->place, "what is earned under the contract", bound, diag);
        bounds[number] = bound;
        sum += bound;
    }
    return sum;
}

/* ---- Parties and bonds ---- */

static double monthly_bound(const struct scheme *s, const struct series *series) {
    double sum = 0;
    for (int month = 1; month <= s->months; month++)
        sum += series_at(s, series, month);
    return sum;
}

static double cost_bound(const struct scheme *s, const struct cost *c, double counted) {
    double by_client = greatest_of_all(s, c->per_referral.quantity, s->groups.n) +
                       greatest_of_all(s, c->per_start.quantity, s->groups.n) +
                       greatest_of_all(s, c->per_client_month.quantity, s->groups.n) +
                       greatest_of_all(s, c->per_outcome.quantity, s->groups.n);
    return (monthly_bound(s, &c->monthly) + by_client * counted) *
           growth_over(quantity_greatest(s, c->growth), s->months) * (1 + c->vat);
}

static double workers_bound(const struct scheme *s, const struct workers *w, double counted) {
    double staff = monthly_bound(s, &w->planned) + (w->min + counted / w->caseload + 1) * s->months;
    double each = greatest_of(s, w->cost) + greatest_of(s, w->redundancy) + greatest_of(s, w->recruit);
    return staff * each * growth_over(quantity_greatest(s, w->growth), s->months) * (1 + w->vat);
}

static double party_bound(const struct scheme *s, const struct party *p, double counted) {
    double sum = greatest_of(s, p->opening_cash);
    for (int i = 0; i < p->opening_funds.n; i++)
        sum += (double)p->opening_funds.items[i].amount;
    for (int i = 0; i < p->costs.n; i++)
        sum += cost_bound(s, &p->costs.items[i], counted);
    for (int i = 0; i < p->other_income.n; i++)
        sum += cost_bound(s, &p->other_income.items[i], counted);
    for (int i = 0; i < p->workers.n; i++)
        sum += workers_bound(s, &p->workers.items[i], counted);
    if (p->overdraft.given)
        sum *= 1 + quantity_greatest(s, p->overdraft.rate) * s->months / MONTHS_IN_YEAR;
    return sum;
}

static double bond_bound(const struct scheme *s, const struct bond *b) {
    double sum = 0;
    for (int i = 0; i < b->tranches.n; i++) {
        const struct tranche *t = &b->tranches.items[i];
        double rate = t->coupon.by.given ? ratio_greatest(&t->coupon.by) : quantity_greatest(s, t->coupon.quantity);
        if (t->irr_cap_given && t->irr_cap > rate)
            rate = t->irr_cap;
        sum += (double)t->principal * growth_over(rate, s->months);
    }
    for (int i = 0; i < b->fees.n; i++)
        sum += ((double)b->fees.items[i].amount + b->fees.items[i].rate * sum) * s->months;
    return sum;
}

/* All that can be lent, and owed on it with arrears; a revolving loan may be drawn anew every month. */
static double loan_bound(const struct scheme *s, const struct loan *l) {
    double rate = quantity_greatest(s, l->rate) + l->default_margin;
    double charge = l->repayment->charge ? (double)l->repayment->charge(l, l->principal) : 0;
    double times = l->repayment->sweep ? s->months : 1;
    return ((double)(l->principal + l->fee_amount) + charge) * times * growth_over(rate, s->months);
}

/* ---- Cells: draws of one law in one month ---- */

static void check_cells(const struct scheme *s, struct diag *diag) {
    if (s->n_providers > PHILOX_CELLS)
        fault_add(diag, &s->place, "parties", "%d providers share referrals; at most %d can", s->n_providers,
                  PHILOX_CELLS);
    for (int g = 0; g < s->groups.n; g++) {
        const struct group *group = &s->groups.items[g];
        if (group->wait.n >= PHILOX_CELLS)
            fault_add(diag, &group->place, "wait", "has %d months; a delay has at most %d", group->wait.n,
                      PHILOX_CELLS - 1);
    }
    for (int f = 0; f < s->forks.n; f++) {
        const struct fork *fork = &s->forks.items[f];
        int cells = fork->n;
        for (int i = 0; i < fork->n; i++)
            cells += s->outcomes.items[fork->member[i]].delay.n;
        if (cells + (fork->rest == NONE ? 0 : s->outcomes.items[fork->rest].delay.n) > PHILOX_CELLS)
            fault_add(diag, &s->outcomes.items[fork->member[0]].place, "delay",
                      "the outcomes of the branch have more than %d months of delay together; shorten them",
                      PHILOX_CELLS);
    }
}

status bounds_check(struct scheme *s, struct diag *diag) {
    double *bounds = arena_array(&s->arena, (size_t)s->contracts.n + 1, sizeof(double));
    if (!bounds)
        return SIBYL_ERR_NO_MEMORY;
    check_cells(s, diag);
    double counted = most_counted(s);
    double sum = contracts_bound(s, counted, bounds, diag);
    for (int p = 0; p < s->parties.n; p++) {
        double bound = party_bound(s, &s->parties.items[p], counted);
        check_bound(&s->parties.items[p].place, "the party's own costs and income", bound, diag);
        sum += bound;
    }
    for (int b = 0; b < s->bonds.n; b++) {
        double bound = bond_bound(s, &s->bonds.items[b]);
        check_bound(&s->bonds.items[b].place, "capital with its return", bound, diag);
        sum += bound;
    }
    for (int l = 0; l < s->loans.n; l++) {
        double bound = loan_bound(s, &s->loans.items[l]);
        check_bound(&s->loans.items[l].place, "the loan with its interest", bound, diag);
        sum += bound;
    }
    if (diag_count_errors(diag) == 0)
        check_bound(&s->place, "all amounts together", sum, diag);
    return SIBYL_OK;
}
