/* What scheme_resolve() derives from settings that hold together. */
#include "condition_maker.h"
#include "scheme_small.h"

#include <criterion/criterion.h>
#include <string.h>

static struct scheme s;

static void small(void) { small_scheme(&s); }
static void end(void) { scheme_free(&s); }

TestSuite(scheme_derived, .init = small, .fini = end);

Test(scheme_derived, present_values_use_the_green_book_rate_made_nominal) {
    s.inflation = 0.027;
    build_resolve(&s);
    cr_assert_float_eq(s.nominal_rate, 1.035 * 1.027 - 1, 1e-15);
    cr_assert_str_eq(s.symbol, "£");
}

Test(scheme_derived, a_discount_rate_of_zero_is_a_rate_that_is_given) {
    s.discount_rate = 0;
    build_resolve(&s);
    cr_assert(s.discount_rate_given);
    cr_assert_eq(s.nominal_rate, 0);
}

Test(scheme_derived, an_unknown_currency_is_its_own_symbol) {
    s.currency = "CHF";
    build_resolve(&s);
    cr_assert_str_eq(s.symbol, "CHF ");
}

Test(scheme_derived, who_serves_is_numbered_among_the_providers) {
    build_resolve(&s);
    cr_assert_eq(s.n_providers, 2);
    cr_assert_eq(s.provider_party[1], BRIDGE);
    cr_assert_eq(party_at(&s, HARBOUR)->provider, 0);
    cr_assert_eq(party_at(&s, NORTHGATE)->provider, NONE);
}

Test(scheme_derived, only_those_with_a_ledger_settle) {
    int fund = build_party(&s, "Social fund", PARTY_INVESTOR);
    build_resolve(&s);
    cr_assert(party_at(&s, COUNCIL)->always_pays && party_at(&s, COUNCIL)->settles);
    cr_assert(party_at(&s, fund)->always_pays && !party_at(&s, fund)->settles);
    cr_assert(!party_at(&s, SPV)->always_pays && party_at(&s, SPV)->settles);
}

Test(scheme_derived, branches_are_one_fork_and_parents_come_first) {
    struct outcome first = s.outcomes.items[FREE_OF_DRUGS];
    build_outcome(&s, "job", START, 0.2);
    build_resolve(&s);
    cr_assert_str_eq(first.name, "free_of_drugs");
    cr_assert_eq(s.forks.n, 3);
    cr_assert_eq(s.forks.items[0].after, START);
    cr_assert_eq(s.forks.items[1].member[0], 3);
    const struct fork *after = &s.forks.items[2];
    cr_assert_eq(after->after, FREE_OF_DRUGS);
    cr_assert_eq(after->n, 1);
    cr_assert_eq(after->member[0], NO_RETURN);
    cr_assert_eq(after->rest, RELAPSE);
    cr_assert(s.outcomes.items[RELAPSE].is_rest);
}

Test(scheme_derived, a_child_listed_before_its_parent_still_comes_after_it) {
    struct outcome *child = build_outcome(&s, "early", START, 0.3);
    build_outcome(&s, "late_parent", START, 0.3);
    child->after = 4;
    build_resolve(&s);
    int parent_at = -1, child_at = -1;
    for (int f = 0; f < s.forks.n; f++) {
        parent_at = s.forks.items[f].member[0] == 4 ? f : parent_at;
        child_at = s.forks.items[f].member[0] == 3 ? f : child_at;
    }
    cr_assert_lt(parent_at, child_at);
}

Test(scheme_derived, money_goes_down_from_the_commissioners_whatever_the_order_of_the_file) {
    int authority = build_party(&s, "Authority", PARTY_COMMISSIONER);
    struct contract *c = build_contract(&s, "Grant", authority, COUNCIL);
    build_set(&s, build_term(&s, c, "block"), "amount", 1.23);
    build_resolve(&s);
    const int settlement[] = {5, COUNCIL, SPV, NORTHGATE, HARBOUR, BRIDGE};
    const int paying[] = {4, OUTCOMES_CONTRACT, SERVICE_CONTRACT, SUBCONTRACT, BRIDGE_CONTRACT};
    cr_assert_arr_eq(s.settlement_order, settlement, sizeof settlement);
    cr_assert_arr_eq(s.paying_order, paying, sizeof paying);
}

Test(scheme_derived, the_subtree_is_the_party_and_all_that_it_pays_further_down) {
    build_resolve(&s);
    cr_assert(scheme_in_subtree(&s, COUNCIL, BRIDGE));
    cr_assert(scheme_in_subtree(&s, HARBOUR, HARBOUR));
    cr_assert_not(scheme_in_subtree(&s, HARBOUR, BRIDGE));
    cr_assert_not(scheme_in_subtree(&s, NORTHGATE, SPV));
    int below[4];
    cr_assert_eq(scheme_children(&s, NORTHGATE, below), 2);
    cr_assert_eq(below[1], BRIDGE_CONTRACT);
    cr_assert(scheme_is_root(&s, COUNCIL));
    cr_assert_not(scheme_is_root(&s, SPV));
}

Test(scheme_derived, a_contract_counts_the_providers_below_its_payee) {
    build_resolve(&s);
    const struct contract *c = s.contracts.items;
    cr_assert_eq(c[OUTCOMES_CONTRACT].n_parts, 2);
    cr_assert_eq(c[SUBCONTRACT].n_parts, 1);
    cr_assert_eq(c[BRIDGE_CONTRACT].part[0], 1);
}

Test(scheme_derived, counts_names_the_providers_instead) {
    s.contracts.items[OUTCOMES_CONTRACT].counts = (struct refs){1, (int[]){BRIDGE}};
    build_resolve(&s);
    cr_assert_eq(s.contracts.items[OUTCOMES_CONTRACT].n_parts, 1);
    cr_assert_eq(s.contracts.items[OUTCOMES_CONTRACT].part[0], 1);
}

Test(scheme_derived, a_contract_that_others_share_in_is_marked) {
    build_resolve(&s);
    cr_assert(s.contracts.items[SERVICE_CONTRACT].passes);
    cr_assert_not(s.contracts.items[OUTCOMES_CONTRACT].passes);
}

Test(scheme_derived, counts_are_thinned_where_a_claim_may_be_refused) {
    struct contract *c = &s.contracts.items[SUBCONTRACT];
    int probability = build_law(&s, UNIT_PROBABILITY, "uniform", 0.93, 1, 0, 0);
    condition_make(c, "verified");
    *(int *)condition_member(c, "verified", NULL) = probability;
    build_resolve(&s);
    cr_assert_eq(c->accepted, probability);
    cr_assert_eq(s.contracts.items[OUTCOMES_CONTRACT].accepted, NONE);
}

Test(scheme_derived, a_clawback_asks_for_delays_of_its_reversal) {
    struct term *t = &s.contracts.items[OUTCOMES_CONTRACT].terms.items[0];
    s.outcomes.items[RELAPSE].delay = build_delay(&s, 2);
    build_set(&s, t, "clawback", 0.5);
    build_set(&s, t, "reversal", RELAPSE);
    build_resolve(&s);
    cr_assert(s.outcomes.items[RELAPSE].keep_delays);
    cr_assert_not(s.outcomes.items[NO_RETURN].keep_delays);
}

Test(scheme_derived, eras_begin_where_a_contract_begins_or_takes_no_more_starts) {
    struct contract *c = s.contracts.items;
    c[OUTCOMES_CONTRACT].from = 4;
    c[OUTCOMES_CONTRACT].last_start = 30;
    c[SUBCONTRACT].from = 31;
    build_resolve(&s);
    cr_assert_eq(s.n_eras, 3);
    cr_assert_eq(s.era_of_month[3], 0);
    cr_assert_eq(s.era_of_month[4], 1);
    cr_assert_eq(s.era_of_month[30], 1);
    cr_assert_eq(s.era_of_month[31], 2);
    cr_assert_eq(c[OUTCOMES_CONTRACT].first_era, 1);
    cr_assert_eq(c[OUTCOMES_CONTRACT].last_era, 1);
    cr_assert_eq(c[SUBCONTRACT].first_era, 2);
    cr_assert_eq(c[SERVICE_CONTRACT].first_era, 0);
    cr_assert_eq(c[SERVICE_CONTRACT].last_era, 2);
}

Test(scheme_derived, a_contract_after_the_end_has_no_era) {
    s.contracts.items[SUBCONTRACT].from = s.contracts.items[SUBCONTRACT].to = 60;
    build_resolve(&s);
    cr_assert_gt(s.contracts.items[SUBCONTRACT].first_era, s.contracts.items[SUBCONTRACT].last_era);
    cr_assert_eq(s.contracts.items[SUBCONTRACT].n_years, 0);
}

Test(scheme_derived, what_is_earned_is_due_at_the_end_of_its_claim_period) {
    struct contract *c = &s.contracts.items[OUTCOMES_CONTRACT];
    c->from = 2;
    c->claim = (struct claim){true, 3, 2, 1};
    c->last_claim = 45;
    build_resolve(&s);
    const struct term *t = &c->terms.items[0];
    cr_assert_eq(t->claimed[1], 0);
    cr_assert_eq(t->claimed[2], 4);
    cr_assert_eq(t->claimed[4], 4);
    cr_assert_eq(t->accepted[5], 9);
    cr_assert_eq(t->due[5], 10);
    cr_assert_eq(t->claimed[44], 45); /* the period would end in 46 */
    cr_assert_eq(t->claimed[45], 45);
    cr_assert_eq(t->claimed[46], 0);
    cr_assert_eq(c->last_due, 48);
}

Test(scheme_derived, a_term_of_its_own_lag_does_not_wait_for_the_contracts_claim) {
    struct contract *c = &s.contracts.items[OUTCOMES_CONTRACT];
    c->claim = (struct claim){true, 3, 2, 1};
    c->terms.items[0].lag = 4;
    build_resolve(&s);
    cr_assert_eq(c->terms.items[0].due[7], 11);
    cr_assert_eq(c->terms.items[0].accepted[7], 7);
}

Test(scheme_derived, months_past_the_end_are_payable_when_the_long_stop_allows) {
    build_resolve(&s);
    const struct contract *c = &s.contracts.items[OUTCOMES_CONTRACT];
    int claimed, accepted, due;
    cr_assert_not(term_cycle(&s, c, &c->terms.items[0], 60, c->last_claim, &claimed, &accepted, &due));
    cr_assert(term_cycle(&s, c, &c->terms.items[0], 60, 648, &claimed, &accepted, &due));
    cr_assert_eq(due, 60);
    cr_assert_not(c->last_claim_given);
}

Test(scheme_derived, a_share_is_due_in_the_month_of_receipt) {
    s.contracts.items[BRIDGE_CONTRACT].claim = (struct claim){true, 3, 2, 1};
    build_resolve(&s);
    cr_assert_eq(s.contracts.items[BRIDGE_CONTRACT].terms.items[0].due[5], 5);
}

Test(scheme_derived, financial_years_begin_in_the_month_that_the_file_says) {
    s.start = (struct month_of_year){2013, 11};
    s.months = 20;
    build_resolve(&s);
    cr_assert_eq(s.n_years, 3);
    cr_assert_str_eq(s.year_name[0], "2013/14");
    cr_assert_str_eq(s.year_name[2], "2015/16");
    cr_assert_eq(s.year_of_month[5], 0);
    cr_assert_eq(s.year_of_month[6], 1);
    cr_assert_eq(s.year_of_month[18], 2);
}

Test(scheme_derived, contract_years_are_counted_from_the_contracts_first_month) {
    s.contracts.items[SUBCONTRACT].from = 13;
    build_resolve(&s);
    cr_assert_eq(s.contracts.items[SUBCONTRACT].n_years, 3);
    cr_assert_eq(s.contracts.items[SERVICE_CONTRACT].n_years, 4);
}

Test(scheme_derived, settings_that_are_left_out_are_told_from_zero) {
    struct contract *c = &s.contracts.items[SUBCONTRACT];
    condition_make(c, "cap");
    build_resolve(&s);
    cr_assert_eq(conditions_limit(c), 0);
    cr_assert_eq(conditions_limit(&s.contracts.items[SERVICE_CONTRACT]), NO_LIMIT);
    cr_assert_not(party_at(&s, COUNCIL)->budget_given);
    cr_assert_eq(c->last_start, 48);
    cr_assert_eq(c->payers.n, 1);
    cr_assert_eq(c->payers.items[0].share, 1);
}

Test(scheme_derived, costs_and_staff_are_paid_as_is_usual_for_them) {
    struct cost *rent = build_cost(&s, HARBOUR, "rent", 1912.5);
    build_resolve(&s);
    cr_assert_eq(rent->to, 48);
    cr_assert_eq(rent->paid, PAID_AFTER);
}

Test(scheme_derived, ranks_have_no_gaps_and_equal_ranks_stay_equal) {
    int fund = build_party(&s, "Social fund", PARTY_INVESTOR);
    struct bond *b = build_bond(&s, SPV);
    build_tranche(&s, b, "senior", fund, 600000)->rank = 3;
    build_tranche(&s, b, "twin", fund, 100000.5)->rank = 3;
    build_tranche(&s, b, "junior", fund, 300000)->rank = 7;
    s.contracts.items[SERVICE_CONTRACT].last_start = 36;
    build_resolve(&s);
    cr_assert_eq(b->n_ranks, 2);
    cr_assert_eq(b->tranches.items[1].rank, 1);
    cr_assert_eq(b->tranches.items[2].rank, 2);
    cr_assert_eq(b->committed, 100000050);
    cr_assert_eq(b->delivery_end, 36);
    cr_assert_eq(b->retain, NONE);
    cr_assert_not(b->tranches.items[0].irr_cap_given);
}

Test(scheme_derived, a_bare_sweep_retains_nothing) {
    struct bond *b = build_bond(&s, SPV);
    build_tranche(&s, b, "only", build_party(&s, "Fund", PARTY_INVESTOR), 600000);
    b->recycle = false;
    build_resolve(&s);
    cr_assert_eq(b->retain, 0);
}

Test(scheme_derived, a_correlation_has_a_triangle_that_gives_it_back) {
    build_factor(&s, "economy");
    build_factor(&s, "drugs");
    double rows[2][2] = {{1, 0.37}, {0.37, 1}};
    struct numbers matrix[2] = {{2, rows[0]}, {2, rows[1]}};
    s.correlation.n = 2;
    s.correlation.items = matrix;
    build_resolve(&s);
    const double *l = s.correlation_factor;
    cr_assert_eq(l[0], 1);
    cr_assert_eq(l[1], 0);
    cr_assert_float_eq(l[2], 0.37, 1e-15);
    cr_assert_float_eq(l[2] * l[2] + l[3] * l[3], 1, 1e-15);
}

Test(scheme_derived, a_scheme_without_contracts_or_clients_is_a_scheme) {
    scheme_free(&s);
    build_scheme(&s, 12);
    build_party(&s, "Harbour", PARTY_PROVIDER);
    build_cost(&s, 0, "rent", 1912.5);
    build_resolve(&s);
    cr_assert_eq(s.forks.n, 0);
    cr_assert_eq(s.n_eras, 1);
}

Test(scheme_derived, a_stream_is_numbered_by_its_names_joined_by_points) {
    cr_assert_eq(scheme_stream("outcomes.restored", "Harbour", "opiate"),
                 scheme_stream("outcomes.restored.Harbour.opiate", NULL, NULL));
    cr_assert_eq(scheme_stream("a", NULL, NULL), 0xe40c292cU); /* the published FNV-1a-32 of "a" */
    scheme_free(&s);
}

Test(scheme_derived, freeing_twice_is_safe) {
    build_resolve(&s);
    scheme_free(&s);
    scheme_free(&s);
    cr_assert_eq(s.parties.n, 0);
}
