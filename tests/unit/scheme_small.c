/* A small chain that tests of the scheme begin with. */
#include "scheme_small.h"

#include <criterion/criterion.h>
#include <string.h>

static void add_clients(struct scheme *s) {
    build_group(s, "opiate", 12.5, 1, 36)->in_service = 9;
    build_group(s, "alcohol", 8.25, 1, 36)->in_service = 5;
    build_outcome(s, "free_of_drugs", START, 0.41);
    build_outcome(s, "no_return", FREE_OF_DRUGS, 0.78);
    struct outcome *relapse = build_outcome(s, "relapse", FREE_OF_DRUGS, 0);
    relapse->probability.quantity = NULL;
    relapse->reverses = true;
    s->outcomes.items[NO_RETURN].branch = relapse->branch = "after";
    s->outcomes.items[NO_RETURN].otherwise = RELAPSE;
}

static void add_parties(struct scheme *s) {
    build_party(s, "Council", PARTY_COMMISSIONER);
    build_party(s, "Riverside SPV", PARTY_SPV);
    build_party(s, "Northgate", PARTY_PRIME);
    build_party(s, "Harbour", PARTY_PROVIDER);
    build_party(s, "Bridge", PARTY_PROVIDER);
    build_serves(s, HARBOUR, 0.4);
    build_serves(s, BRIDGE, 0.6);
}

void small_scheme(struct scheme *s) {
    build_scheme(s, 48);
    add_clients(s);
    add_parties(s);
    struct contract *outcomes = build_contract(s, "Outcomes contract", COUNCIL, SPV);
    struct term *term = build_term(s, outcomes, "outcome");
    build_set(s, term, "outcome", FREE_OF_DRUGS);
    build_set(s, term, "price", 11385.17);
    struct contract *service = build_contract(s, "Service contract", SPV, NORTHGATE);
    build_set(s, build_term(s, service, "block"), "amount", 80123.45);
    struct contract *sub = build_contract(s, "Subcontract", NORTHGATE, HARBOUR);
    build_set(s, build_term(s, sub, "activity"), "price", 1512.34);
    struct contract *bridge = build_contract(s, "Bridge contract", NORTHGATE, BRIDGE);
    term = build_term(s, bridge, "share");
    build_set(s, term, "of", SERVICE_CONTRACT);
    build_set(s, term, "fraction", 0.31);
}

static void expect(struct scheme *s, status wanted, enum severity severity, const char *path, const char *text) {
    struct diag diag = {0};
    status st = scheme_resolve(s, &diag);
    bool found = false;
    for (int i = 0; i < diag.n; i++) {
        const struct diag_entry *e = &diag.entries[i];
        found |= e->severity == severity && strstr(e->path, path) && strstr(e->text, text);
        cr_log_info("%s: %s", e->path, e->text);
    }
    cr_assert_eq(st, wanted, "status %d", (int)st);
    cr_assert(found, "nothing said \"%s: ... %s\"; the last said was \"%s: %s\"", path, text,
              diag.n > 0 ? diag.entries[diag.n - 1].path : "", diag.n > 0 ? diag.entries[diag.n - 1].text : "nothing");
    diag_free(&diag);
    scheme_free(s);
}

void expect_error(struct scheme *s, const char *path, const char *text) {
    expect(s, SIBYL_ERR_INPUT, DIAG_ERROR, path, text);
}

void expect_note(struct scheme *s, const char *path, const char *text) { expect(s, SIBYL_OK, DIAG_NOTE, path, text); }
