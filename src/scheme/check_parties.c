/* Checks of parties: kinds that fit their settings, costs, staff, funds. */
#include "base/text.h"
#include "scheme/resolve.h"

#define FUNDS_LOOKED_AT 50 /* for the one that was meant */

static bool can_always_pay(int kind) {
    return kind == PARTY_COMMISSIONER || kind == PARTY_INVESTOR || kind == PARTY_LENDER || kind == PARTY_GUARANTOR;
}

static bool has_ledger(int kind) { return kind != PARTY_INVESTOR && kind != PARTY_LENDER && kind != PARTY_GUARANTOR; }

/* ---- Costs ---- */

static bool basis_any(const struct cost *c) {
    return c->per_referral.quantity || c->per_start.quantity || c->per_client_month.quantity || c->per_outcome.quantity;
}

static int bases_given(const struct cost *c) {
    return (c->monthly.n > 0) + (c->per_referral.quantity != NULL) + (c->per_start.quantity != NULL) +
           (c->per_client_month.quantity != NULL) + (c->per_outcome.quantity != NULL);
}

static void check_cost(const struct party *p, const struct cost *c, struct diag *diag) {
    if (bases_given(c) != 1)
        fault_add(diag, &c->place, NULL,
                  "%d bases are given; write one of monthly, per_referral, per_start, per_client_month, per_outcome",
                  bases_given(c));
    if (c->per_outcome.quantity && c->outcome == NONE)
        fault_add(diag, &c->place, "outcome", "is missing; per_outcome needs the name of an outcome");
    if (!c->per_outcome.quantity && c->outcome != NONE)
        fault_add(diag, &c->place, "outcome",
                  "is given without per_outcome; leave it out, or write the cost as per_outcome");
    if (c->from > c->to)
        fault_add(diag, &c->place, "from", "month %d is after `to`, month %d; it must end after it begins", c->from,
                  c->to);
    if (basis_any(c) && !p->serves.quantity)
        fault_add(diag, &c->place, NULL,
                  "\"%s\" serves no clients to count; write a monthly amount, or say whom it serves in `serves`",
                  p->name);
}

static void check_spending(const struct party *p, struct diag *diag) {
    for (int i = 0; i < p->costs.n; i++)
        check_cost(p, &p->costs.items[i], diag);
    for (int i = 0; i < p->other_income.n; i++)
        check_cost(p, &p->other_income.items[i], diag);
}

/* ---- Kinds ---- */

/* Whether a party has a loan drawn as needed, which keeps the least cash in hand. */
static bool borrows_as_needed(const struct scheme *s, const struct party *p) {
    bool any = false;
    for (int k = 0; k < s->loans.n; k++) {
        const struct loan *l = &s->loans.items[k];
        any |= l->borrower != NONE && &s->parties.items[l->borrower] == p && l->drawdown.how == DRAW_AS_NEEDED;
    }
    return any;
}

static void check_kind(const struct scheme *s, const struct party *p, struct diag *diag) {
    const char *kind = party_kind_words[p->kind];
    if (p->serves.quantity && p->kind != PARTY_PROVIDER && p->kind != PARTY_PRIME)
        fault_add(diag, &p->place, "serves",
                  "a party of kind %s serves no clients; write kind = \"provider\" or \"prime\"", kind);
    if (p->budget_given && p->kind != PARTY_COMMISSIONER)
        fault_add(diag, &p->place, "budget", "a party of kind %s has no budget to watch; only commissioners have",
                  kind);
    if (p->minimum_cash > 0 && p->kind != PARTY_SPV && !borrows_as_needed(s, p))
        fault_note(
            diag, &p->place, "minimum_cash",
            "has no effect for kind %s: only an spv keeps cash back from distributions, and who has a loan drawn as "
            "needed keeps it in hand",
            kind);
    if (!has_ledger(p->kind) && (p->costs.n > 0 || p->other_income.n > 0 || p->workers.n > 0))
        fault_add(diag, &p->place, NULL,
                  "a party of kind %s only puts money in and gets it back: its costs and income are not modelled; "
                  "leave them out",
                  kind);
    if (can_always_pay(p->kind) && p->overdraft.given)
        fault_note(diag, &p->place, "overdraft", "has no effect: a %s can always pay", kind);
}

static void check_provider(const struct scheme *s, const struct party *p, struct diag *diag) {
    bool anybody = false;
    for (int g = 0; g < s->groups.n; g++)
        anybody |= p->serves.quantity[g] != NONE && quantity_greatest(s, p->serves.quantity[g]) > 0;
    if (!anybody)
        fault_note(diag, &p->place, "serves", "all its weights are 0: it gets no referrals");
}

static void check_no_service(const struct party *p, struct diag *diag) {
    const struct {
        bool given;
        const char *key;
    } service[] = {{p->effectiveness.quantity != NULL, "effectiveness"},
                   {p->learning.n > 0, "learning"},
                   {p->none != NONE, "none"}};
    for (size_t i = 0; i < sizeof service / sizeof service[0]; i++) {
        if (service[i].given)
            fault_note(diag, &p->place, service[i].key,
                       "has no effect: the party serves no clients; say whom in `serves`");
    }
}

static void check_cash(const struct scheme *s, const struct party *p, struct diag *diag) {
    if (p->reserves_policy.given && (p->reserves_policy.months > 0) == (p->reserves_policy.amount > 0))
        fault_add(diag, &p->place, "reserves_policy", "needs months or an amount, one of them and above 0");
    money facility = p->overdraft.given ? p->overdraft.limit : 0;
    if (p->opening_cash == NONE || can_always_pay(p->kind) || !has_ledger(p->kind))
        return;
    if (s->quantities.items[p->opening_cash].plan < -(double)facility)
        fault_note(diag, &p->place, "opening_cash",
                   "is below what its overdraft allows: the party is insolvent before month 1 and takes no part");
}

void parties_check(const struct scheme *s, struct diag *diag) {
    for (int i = 0; i < s->parties.n; i++) {
        const struct party *p = &s->parties.items[i];
        if (p->kind < 0 || p->kind >= PARTY_KINDS)
            continue;
        check_kind(s, p, diag);
        check_spending(p, diag);
        check_cash(s, p, diag);
        if (p->serves.quantity)
            check_provider(s, p, diag);
        else
            check_no_service(p, diag);
    }
}

/* ---- Funds ---- */

static bool party_fills(const struct party *p, int fund) {
    for (int i = 0; i < p->opening_funds.n; i++) {
        if (p->opening_funds.items[i].fund == fund)
            return true;
    }
    for (int i = 0; i < p->other_income.n; i++) {
        if (p->other_income.items[i].fund == fund)
            return true;
    }
    return false;
}

/* The fund that a party fills and that a name most likely means, or NULL. */
static const char *nearest_fund(const struct scheme *s, const struct party *p, const char *name) {
    const char *filled[FUNDS_LOOKED_AT];
    int n = 0;
    for (int f = 1; f < s->funds.n && n < FUNDS_LOOKED_AT; f++) {
        if (party_fills(p, f))
            filled[n++] = s->funds.items[f];
    }
    return text_nearest(name, filled, n);
}

static void check_refs(const struct scheme *s, const struct party *p, const struct refs *funds,
                       const struct place *place, struct diag *diag) {
    for (int i = 0; i < funds->n; i++) {
        int fund = funds->items[i];
        if (fund <= 0 || party_fills(p, fund))
            continue;
        const char *name = s->funds.items[fund];
        const char *meant = nearest_fund(s, p, name);
        if (meant)
            fault_add(diag, place, "funds", "nothing ever comes into a fund \"%s\"; did you mean \"%s\"?", name, meant);
        else
            fault_add(diag, place, "funds",
                      "nothing ever comes into the fund \"%s\"; fill it in opening_funds or other_income", name);
    }
}

void funds_check(const struct scheme *s, struct diag *diag) {
    for (int i = 0; i < s->parties.n; i++) {
        const struct party *p = &s->parties.items[i];
        for (int c = 0; c < p->costs.n; c++)
            check_refs(s, p, &p->costs.items[c].funds, &p->costs.items[c].place, diag);
        for (int w = 0; w < p->workers.n; w++)
            check_refs(s, p, &p->workers.items[w].funds, &p->workers.items[w].place, diag);
        for (int f = 0; f < p->opening_funds.n; f++) {
            if (p->opening_funds.items[f].fund == 0)
                fault_add(diag, &p->place, "opening_funds",
                          "\"general\" is no restricted fund; write its amount as opening_cash");
        }
    }
}

/* ---- Derived ---- */

status providers_resolve(struct scheme *s) {
    s->n_providers = 0;
    s->provider_party = arena_array(&s->arena, (size_t)s->parties.n + 1, sizeof(int));
    if (!s->provider_party)
        return SIBYL_ERR_NO_MEMORY;
    for (int i = 0; i < s->parties.n; i++) {
        struct party *p = &s->parties.items[i];
        p->always_pays = can_always_pay(p->kind);
        p->settles = has_ledger(p->kind);
        p->n_funds = s->funds.n > 0 ? s->funds.n : 1;
        p->provider = p->serves.quantity ? s->n_providers : NONE;
        if (p->serves.quantity)
            s->provider_party[s->n_providers++] = i;
    }
    return SIBYL_OK;
}
