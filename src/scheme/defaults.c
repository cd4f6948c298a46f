/* What is settled before anything is checked: the values of settings that were left out. */
#include "scheme/condition.h"
#include "scheme/resolve.h"

#include <string.h>

static void settle_cost(struct cost *cost, int months) {
    cost->to = cost->to > 0 ? cost->to : months;
    cost->paid = cost->paid == PAID_DEFAULT ? PAID_AFTER : cost->paid;
    cost->fund = cost->fund == NONE ? 0 : cost->fund;
}

static void settle_party(struct party *p, int months) {
    p->budget_given = p->budget >= 0;
    p->budget = p->budget_given ? p->budget : 0;
    p->discount_rate_given = p->discount_rate >= RATE_MIN;
    for (int i = 0; i < p->costs.n; i++)
        settle_cost(&p->costs.items[i], months);
    for (int i = 0; i < p->other_income.n; i++)
        settle_cost(&p->other_income.items[i], months);
    for (int i = 0; i < p->workers.n; i++) {
        struct workers *w = &p->workers.items[i];
        w->paid = w->paid == PAID_DEFAULT ? PAID_BEFORE : w->paid;
    }
}

/* A single payer is a list of one; of several the first is `payer`. */
static status settle_payers(struct scheme *s, struct contract *c) {
    if (c->payers.n > 0) {
        c->payer = c->payer == NONE ? c->payers.items[0].party : c->payer;
        return SIBYL_OK;
    }
    c->payers.items = arena_array(&s->arena, 1, sizeof(struct payer_share));
    if (!c->payers.items)
        return SIBYL_ERR_NO_MEMORY;
    c->payers.n = 1;
    c->payers.items[0] = (struct payer_share){c->payer, 1};
    return SIBYL_OK;
}

/* The last month of service as the bond's retention looks at it: `to`, else `last_start` (before either is filled). */
static int service_end(const struct contract *c, int months) {
    if (c->to > 0)
        return c->to;
    return c->last_start > 0 ? c->last_start : months;
}

static status settle_contract(struct scheme *s, struct contract *c) {
    c->last_claim_given = c->last_claim > 0;
    c->last_claim = c->last_claim_given ? c->last_claim : s->months;
    c->to = c->to > 0 ? c->to : s->months;
    c->last_start = c->last_start > 0 ? c->last_start : c->to;
    return settle_payers(s, c);
}

static bool pays_under(const struct contract *c, int party) {
    for (int i = 0; i < c->payers.n; i++) {
        if (c->payers.items[i].party == party)
            return true;
    }
    return c->payer == party;
}

static void settle_bond(const struct scheme *s, struct bond *b) {
    b->delivery_end = 0;
    for (int i = 0; i < s->contracts.n; i++) {
        const struct contract *c = &s->contracts.items[i];
        int end = service_end(c, s->months);
        if (pays_under(c, b->spv) && end > b->delivery_end)
            b->delivery_end = end;
    }
    b->hurdle_given = b->hurdle >= RATE_MIN;
    if (!b->recycle && b->retain == NONE)
        b->retain = 0;
    b->guarantee.limit_given = b->guarantee.given && b->guarantee.limit >= 0;
    for (int i = 0; i < b->tranches.n; i++) {
        struct tranche *t = &b->tranches.items[i];
        t->irr_cap_given = t->irr_cap >= RATE_MIN;
        t->hurdle_given = t->hurdle >= RATE_MIN;
        t->catch_up_given = t->catch_up >= 0;
        if (t->capital.given && t->maturity == 0)
            t->maturity = s->months;
    }
    for (int i = 0; i < b->fees.n; i++)
        b->fees.items[i].until = b->fees.items[i].until > 0 ? b->fees.items[i].until : s->months;
}

static void settle_loan(struct loan *l) {
    l->covenants.min_cash_given = l->covenants.given && l->covenants.min_cash >= 0;
    l->covenants.min_dscr_given = l->covenants.given && l->covenants.min_dscr >= 0;
}

/* A delay that was left out is no delay. */
static status settle_delay(struct scheme *s, struct delay *delay) {
    if (delay->n > 0)
        return SIBYL_OK;
    delay->mass = arena_array(&s->arena, 1, sizeof(double));
    if (!delay->mass)
        return SIBYL_ERR_NO_MEMORY;
    delay->n = 1;
    delay->mass[0] = 1;
    return SIBYL_OK;
}

/* An outcome's saving is all in the first year unless said otherwise. */
static status settle_value(struct scheme *s, struct outcome_value *value) {
    if (!value->given || value->years.n > 0)
        return SIBYL_OK;
    value->years.items = arena_array(&s->arena, 1, sizeof(double));
    if (!value->years.items)
        return SIBYL_ERR_NO_MEMORY;
    value->years.n = 1;
    value->years.items[0] = 1;
    return SIBYL_OK;
}

static status settle_clients(struct scheme *s) {
    for (int g = 0; g < s->groups.n; g++) {
        if (settle_delay(s, &s->groups.items[g].wait) != SIBYL_OK)
            return SIBYL_ERR_NO_MEMORY;
    }
    for (int k = 0; k < s->outcomes.n; k++) {
        struct outcome *o = &s->outcomes.items[k];
        if (settle_delay(s, &o->delay) != SIBYL_OK || settle_value(s, &o->value) != SIBYL_OK)
            return SIBYL_ERR_NO_MEMORY;
    }
    return SIBYL_OK;
}

static status settle_money_words(struct scheme *s) {
    static const struct { const char *currency, *symbol; } known[] = {{"GBP", "£"}, {"EUR", "€"}, {"USD", "$"}};
    if (!s->currency)
        s->currency = "GBP";
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(s->currency, known[i].currency) == 0) {
            s->symbol = known[i].symbol;
            return SIBYL_OK;
        }
    }
    size_t length = strlen(s->currency);
    char *symbol = arena_array(&s->arena, length + 2, 1);
    if (!symbol)
        return SIBYL_ERR_NO_MEMORY;
    memcpy(symbol, s->currency, length);
    symbol[length] = ' ';
    symbol[length + 1] = '\0';
    s->symbol = symbol;
    return SIBYL_OK;
}

status defaults_settle(struct scheme *s) {
    s->discount_rate_given = s->discount_rate >= RATE_MIN;
    s->nominal_rate = s->discount_rate_given ? s->discount_rate : (1 + REAL_RATE) * (1 + s->inflation) - 1;
    for (int b = 0; b < s->bonds.n; b++)
        settle_bond(s, &s->bonds.items[b]);
    for (int l = 0; l < s->loans.n; l++)
        settle_loan(&s->loans.items[l]);
    for (int p = 0; p < s->parties.n; p++)
        settle_party(&s->parties.items[p], s->months);
    for (int c = 0; c < s->contracts.n; c++) {
        if (settle_contract(s, &s->contracts.items[c]) != SIBYL_OK)
            return SIBYL_ERR_NO_MEMORY;
    }
    conditions_settle(s);
    if (settle_clients(s) != SIBYL_OK)
        return SIBYL_ERR_NO_MEMORY;
    behaviours_settle(s);
    return settle_money_words(s);
}
