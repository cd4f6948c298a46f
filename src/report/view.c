#include "report/view.h"

#include <string.h>

int view_find_party(const struct scheme *s, const char *name) {
    for (int p = 0; p < s->parties.n; p++)
        if (strcmp(s->parties.items[p].name, name) == 0)
            return p;
    return NONE;
}

/* ---- What ties a reader to a party ---- */

static bool is_itself(const struct report_view *view, int party) { return view->party == party; }

/* It has put money into the party's bond, or answers for it. */
static bool backs(const struct report_view *view, int party) {
    for (int k = 0; k < view->scheme->bonds.n; k++) {
        const struct bond *b = &view->scheme->bonds.items[k];
        bool in = b->guarantee.given && b->guarantee.guarantor == view->party;
        for (int t = 0; t < b->tranches.n; t++)
            in = in || b->tranches.items[t].investor == view->party;
        if (in && b->spv == party)
            return true;
    }
    return false;
}

static bool buys_from(const struct report_view *view, int party) {
    for (int c = 0; c < view->scheme->contracts.n; c++) {
        const struct contract *contract = &view->scheme->contracts.items[c];
        if (contract->payee == party && contract_is_paid_by(contract, view->party))
            return true;
    }
    return false;
}

/* Who buys from a party must not learn its costs, whatever else it does for it. */
static bool lends_to(const struct report_view *view, int party) {
    for (int l = 0; l < view->scheme->loans.n; l++) {
        const struct loan *loan = &view->scheme->loans.items[l];
        if (loan->lender == view->party && loan->borrower == party)
            return !buys_from(view, party);
    }
    return false;
}

/* ---- What it then sees ---- */

static bool sees_contract(const struct report_view *view, int c) {
    const struct contract *contract = &view->scheme->contracts.items[c];
    bool side = view_sees(view, contract->payer) || view_sees(view, contract->payee);
    for (int i = 0; i < contract->payers.n; i++)
        side = side || view_sees(view, contract->payers.items[i].party);
    return side;
}

static bool sees_bond(const struct report_view *view, int bond) {
    return view_sees(view, view->scheme->bonds.items[bond].spv);
}

static bool sees_loan(const struct report_view *view, int l) {
    const struct loan *loan = &view->scheme->loans.items[l];
    return loan->lender == view->party || view_sees(view, loan->borrower);
}

/* What an outcome saves is the case of who saves it. */
static bool sees_savings(const struct report_view *view, int outcome) {
    int saves = view->scheme->outcomes.items[outcome].value.to;
    return saves == NONE ? view->scheme->parties.items[view->party].kind == PARTY_COMMISSIONER : saves == view->party;
}

static bool stands_above_all(const struct scheme *s, int party) {
    if (s->n_providers == 0)
        return s->parties.items[party].kind == PARTY_COMMISSIONER;
    for (int k = 0; k < s->n_providers; k++)
        if (!scheme_in_subtree(s, party, s->provider_party[k]))
            return false;
    return true;
}

static bool sees_clients(const struct report_view *view, int only) {
    (void)only;
    for (int p = 0; p < view->scheme->parties.n; p++)
        if (view_sees(view, p) && stands_above_all(view->scheme, p))
            return true;
    return false;
}

static bool sees_whole(const struct report_view *view, int only) {
    (void)view;
    (void)only;
    return true;
}

/* ---- The table ---- */

static int n_parties(const struct scheme *s) { return s->parties.n; }
static const char *party_name(const struct scheme *s, int i) { return s->parties.items[i].name; }
static int n_contracts(const struct scheme *s) { return s->contracts.n; }
static const char *contract_name(const struct scheme *s, int i) { return s->contracts.items[i].name; }
static int n_bonds(const struct scheme *s) { return s->bonds.n; }
static const char *bond_name(const struct scheme *s, int i) { return party_name(s, s->bonds.items[i].spv); }
static int n_loans(const struct scheme *s) { return s->loans.n; }
static const char *loan_name(const struct scheme *s, int i) { return s->loans.items[i].name; }
static int n_outcomes(const struct scheme *s) { return s->outcomes.n; }
static const char *outcome_name(const struct scheme *s, int i) { return s->outcomes.items[i].name; }
static int one(const struct scheme *s) {
    (void)s;
    return 1;
}
static const char *whole_name(const struct scheme *s, int i) {
    (void)s;
    (void)i;
    return "yes";
}

/*   sees   whether the reader sees thing i; asked only of a reader who is a party
 *   count, name  of how many things, and what they are called */
static const struct rule {
    const char *what, *by;
    bool (*sees)(const struct report_view *view, int i);
    int (*count)(const struct scheme *s);
    const char *(*name)(const struct scheme *s, int i);
} rules[] = {
    {"A party's own costs, cash, returns and settings", "the party itself", is_itself, n_parties, party_name},
    {"The same of a vehicle", "who invests in its bond or guarantees it", backs, n_parties, party_name},
    {"The same of a borrower", "who lends to it, unless it also buys from it", lends_to, n_parties, party_name},
    {"Terms of a contract", "who sees one of its sides", sees_contract, n_contracts, contract_name},
    {"Terms of a bond, and who is paid in what order", "who sees its vehicle", sees_bond, n_bonds, bond_name},
    {"Terms and covenants of a loan", "its lender, and who sees the borrower", sees_loan, n_loans, loan_name},
    {"What an outcome saves", "who saves it (if nobody is named: commissioners)", sees_savings, n_outcomes,
     outcome_name},
    {"Results of all clients together",
     "who stands above every provider (if there is none: commissioners), and who sees such a party", sees_clients, one,
     whole_name},
    {"What is assumed of clients, outcomes and the whole scheme", "everybody", sees_whole, one, whole_name}};
enum {
    RULE_ITSELF,
    RULE_VEHICLE,
    RULE_BORROWER,
    RULE_CONTRACT,
    RULE_BOND,
    RULE_LOAN,
    RULE_SAVINGS,
    RULE_CLIENTS,
    RULES = (int)(sizeof rules / sizeof rules[0])
};

static bool applies(const struct report_view *view, int rule, int i) {
    return view->party == NONE || rules[rule].sees(view, i);
}

int view_rules(void) { return RULES; }

void view_rule(const struct report_view *view, int i, const char **what, const char **by, struct text_buf *names) {
    bool first = true;
    *what = rules[i].what;
    *by = rules[i].by;
    for (int k = 0; k < rules[i].count(view->scheme); k++) {
        if (!applies(view, i, k))
            continue;
        text_appendf(names, "%s%s", first ? "" : ", ", rules[i].name(view->scheme, k));
        first = false;
    }
}

/* ---- Questions ---- */

bool view_sees(const struct report_view *view, int party) {
    if (party == NONE)
        return applies(view, RULE_CLIENTS, 0);
    return applies(view, RULE_ITSELF, party) || applies(view, RULE_VEHICLE, party) ||
           applies(view, RULE_BORROWER, party);
}

bool view_party(const struct report_view *view, const char *party) {
    int p = party == NULL ? NONE : view_find_party(view->scheme, party);
    return view->party == NONE || ((party == NULL || p != NONE) && view_sees(view, p));
}

bool view_contract(const struct report_view *view, const struct contract *contract) {
    return applies(view, RULE_CONTRACT, (int)(contract - view->scheme->contracts.items));
}

bool view_bond(const struct report_view *view, const struct bond *bond) {
    return applies(view, RULE_BOND, (int)(bond - view->scheme->bonds.items));
}

bool view_loan(const struct report_view *view, const struct loan *loan) {
    return applies(view, RULE_LOAN, (int)(loan - view->scheme->loans.items));
}

/* Whether a path is that of the thing or of something in it. */
static bool within(const char *path, const char *thing) {
    size_t length = thing == NULL ? 0 : strlen(thing);
    return length > 0 && strncmp(path, thing, length) == 0 && (path[length] == '.' || path[length] == 0);
}

/* Whether a path lies in a section of the configuration, all of which is seen thing by thing. */
static bool in_sections(const char *path) {
    static const char *const sections[] = {"parties", "contracts", "bonds", "loans"};
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        if (within(path, sections[i]))
            return true;
    return false;
}

static bool is_savings(const char *path, const char *outcome) {
    return within(path, outcome) && within(path + strlen(outcome), ".value");
}

bool view_path(const struct report_view *view, const char *path) {
    const struct scheme *s = view->scheme;
    for (int p = 0; p < s->parties.n; p++)
        if (within(path, s->parties.items[p].place.path))
            return view_sees(view, p);
    for (int c = 0; c < s->contracts.n; c++)
        if (within(path, s->contracts.items[c].place.path))
            return applies(view, RULE_CONTRACT, c);
    for (int b = 0; b < s->bonds.n; b++)
        if (within(path, s->bonds.items[b].place.path))
            return applies(view, RULE_BOND, b);
    for (int l = 0; l < s->loans.n; l++)
        if (within(path, s->loans.items[l].place.path))
            return applies(view, RULE_LOAN, l);
    for (int o = 0; o < s->outcomes.n; o++)
        if (is_savings(path, s->outcomes.items[o].place.path))
            return applies(view, RULE_SAVINGS, o);
    return view->party == NONE || !in_sections(path);
}

bool view_owned(const void *view, const struct grid_owner *owner) {
    const struct report_view *reader = view;
    return (owner->party == NONE || view_sees(reader, owner->party)) &&
           (owner->contract == NONE || applies(reader, RULE_CONTRACT, owner->contract)) &&
           (owner->bond == NONE || applies(reader, RULE_BOND, owner->bond)) &&
           (owner->loan == NONE || applies(reader, RULE_LOAN, owner->loan)) &&
           (owner->path == NULL || view_path(reader, owner->path));
}
