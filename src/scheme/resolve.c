/* scheme_resolve(): checks first, then what is derived, then what is proven from it. */
#include "scheme/resolve.h"

#include <string.h>

static void check_sections(const struct scheme *s, struct diag *diag) {
    names_check(s, diag);
    quantities_check(s, diag);
    factors_check(s, diag);
    groups_check(s, diag);
    outcomes_check(s, diag);
    branches_check(s, diag);
    behaviours_check(s, diag);
    parties_check(s, diag);
    funds_check(s, diag);
    contracts_check(s, diag);
    bonds_check(s, diag);
    loans_check(s, diag);
}

/* Whether every contract has its parties and none pays itself, so that the tree can be walked. */
static bool parties_known(const struct scheme *s) {
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        if (contract->payee == NONE)
            return false;
        for (int i = 0; i < contract->payers.n; i++) {
            int payer = contract->payers.items[i].party;
            if (payer == NONE || payer == contract->payee)
                return false;
        }
    }
    return true;
}

/* What needs no tree of contracts. */
static status resolve_alone(struct scheme *s, struct diag *diag) {
    status st = providers_resolve(s);
    if (st == SIBYL_OK)
        st = calendar_resolve(s);
    if (st == SIBYL_OK)
        st = eras_resolve(s);
    if (st == SIBYL_OK)
        st = forks_resolve(s, diag);
    if (st == SIBYL_OK)
        st = correlation_resolve(s, diag);
    if (st == SIBYL_OK)
        st = bonds_resolve(s);
    if (st == SIBYL_OK)
        st = loans_resolve(s, diag);
    return st;
}

static status resolve_contracts(struct scheme *s, struct diag *diag) {
    int before = diag_count_errors(diag);
    if (!parties_known(s))
        return SIBYL_OK;
    status st = tree_resolve(s, diag);
    if (st != SIBYL_OK || diag_count_errors(diag) > before)
        return st;
    st = parts_resolve(s);
    if (st == SIBYL_OK)
        st = cycles_resolve(s);
    if (st == SIBYL_OK) {
        terms_check(s, diag);
        endings_resolve(s, diag);
        moves_check(s, diag);
    }
    return st;
}

status scheme_resolve(struct scheme *s, struct diag *diag) {
    if (defaults_settle(s) != SIBYL_OK)
        return SIBYL_ERR_NO_MEMORY;
    check_sections(s, diag);
    status st = resolve_alone(s, diag);
    if (st == SIBYL_OK)
        st = resolve_contracts(s, diag);
    if (st == SIBYL_OK && diag_count_errors(diag) == 0)
        st = bounds_check(s, diag);
    if (st == SIBYL_OK && diag_count_errors(diag) == 0)
        st = streams_check(s, diag);
    if (st == SIBYL_OK && diag_count_errors(diag) == 0)
        st = waterfalls_put_words(s);
    if (st != SIBYL_OK)
        return st;
    return diag_count_errors(diag) > 0 ? SIBYL_ERR_INPUT : SIBYL_OK;
}

void scheme_free(struct scheme *s) {
    struct arena arena = s->arena;
    memset(s, 0, sizeof *s);
    arena_free(&arena);
}
