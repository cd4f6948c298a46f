/* What scheme_resolve() refuses, and what it says about it. */
#include "condition_maker.h"
#include "scheme_small.h"

#include "scheme/resolve.h"

#include <criterion/criterion.h>
#include <math.h>

static struct scheme s;

static void small(void) { small_scheme(&s); }

TestSuite(scheme_refused, .init = small);

/* ---- Contracts ---- */

Test(scheme_refused, contracts_that_close_a_loop_and_names_who_is_in_it) {
    struct contract *c = build_contract(&s, "Rebate", BRIDGE, SPV);
    build_set(&s, build_term(&s, c, "block"), "amount", 13.37);
    expect_error(&s, "contracts.", "is paid by \"Northgate\"");
}

Test(scheme_refused, a_party_that_pays_itself) {
    s.contracts.items[SUBCONTRACT].payee = NORTHGATE;
    expect_error(&s, "contracts.Subcontract.payee", "pays itself");
}

Test(scheme_refused, a_contract_that_nobody_pays) {
    s.contracts.items[SUBCONTRACT].payer = NONE;
    expect_error(&s, "contracts.Subcontract.payer", "is missing");
}

Test(scheme_refused, shares_of_payers_that_do_not_sum_to_one) {
    int top_up = build_party(&s, "Fund", PARTY_COMMISSIONER);
    struct payer_share payers[] = {{COUNCIL, 0.7}, {top_up, 0.299}};
    s.contracts.items[OUTCOMES_CONTRACT].payers.n = 2;
    s.contracts.items[OUTCOMES_CONTRACT].payers.items = payers;
    expect_error(&s, "contracts.Outcomes contract.payers", "sum to 0.999");
}

Test(scheme_refused, a_payer_named_twice) {
    struct payer_share payers[] = {{COUNCIL, 0.7}, {COUNCIL, 0.3}};
    s.contracts.items[OUTCOMES_CONTRACT].payers.n = 2;
    s.contracts.items[OUTCOMES_CONTRACT].payers.items = payers;
    expect_error(&s, "payers", "stands here twice");
}

Test(scheme_refused, an_investor_as_payer_of_a_contract) {
    s.contracts.items[OUTCOMES_CONTRACT].payer = build_party(&s, "Fund", PARTY_INVESTOR);
    expect_error(&s, "contracts.Outcomes contract.payer", "of kind investor");
}

Test(scheme_refused, a_contract_that_ends_before_it_begins) {
    s.contracts.items[SUBCONTRACT].from = 20;
    s.contracts.items[SUBCONTRACT].to = 19;
    expect_error(&s, "contracts.Subcontract.from", "after the last month of service, 19");
}

Test(scheme_refused, a_last_start_after_the_end_of_service) {
    s.contracts.items[SUBCONTRACT].to = 19;
    s.contracts.items[SUBCONTRACT].last_start = 20;
    expect_error(&s, "contracts.Subcontract.last_start", "at most that month");
}

Test(scheme_refused, a_long_stop_before_the_contract) {
    s.contracts.items[SUBCONTRACT].from = 20;
    s.contracts.items[SUBCONTRACT].last_claim = 19;
    expect_error(&s, "contracts.Subcontract.last_claim", "nothing could be claimed");
}

Test(scheme_refused, claim_and_lag_together) {
    s.contracts.items[SUBCONTRACT].claim = (struct claim){true, 3, 1, 1};
    s.contracts.items[SUBCONTRACT].lag = 2;
    expect_error(&s, "contracts.Subcontract.lag", "give one of them");
}

Test(scheme_refused, a_contract_without_terms) {
    s.contracts.items[SUBCONTRACT].terms.n = 0;
    expect_error(&s, "contracts.Subcontract.terms", "at least one payment mechanism");
}

Test(scheme_refused, counting_somebody_who_serves_nobody) {
    s.contracts.items[OUTCOMES_CONTRACT].counts = (struct refs){1, (int[]){NORTHGATE}};
    expect_error(&s, "contracts.Outcomes contract.counts", "serves no clients");
}

Test(scheme_refused, paying_by_clients_where_nobody_below_has_any) {
    s.contracts.items[SUBCONTRACT].payee = build_party(&s, "Evaluator", PARTY_ASSESSOR);
    expect_error(&s, "contracts.Subcontract.activity", "neither \"Evaluator\" nor anybody it pays");
}

Test(scheme_refused, sharing_in_a_contract_that_pays_somebody_else) {
    build_set(&s, &s.contracts.items[BRIDGE_CONTRACT].terms.items[0], "of", OUTCOMES_CONTRACT);
    expect_error(&s, "Bridge contract.share.of", "name one that pays \"Northgate\"");
}

Test(scheme_refused, paying_twice_for_the_same_result) {
    struct contract *c = build_contract(&s, "Second contract", COUNCIL, BRIDGE);
    struct term *t = build_term(&s, c, "outcome");
    build_set(&s, t, "outcome", FREE_OF_DRUGS);
    build_set(&s, t, "price", 2385.17);
    condition_make(c, "attribution");
    *(double *)condition_member(c, "attribution", NULL) = 0.25;
    expect_error(&s, "contracts.Second contract.attribution", "in all 1.25 times");
}

Test(scheme_refused, a_bad_setting_of_a_term_as_well_as_the_rest) {
    struct contract *c = &s.contracts.items[OUTCOMES_CONTRACT];
    build_set(&s, &c->terms.items[0], "clawback", 0.5);
    c->last_start = 60;
    struct diag diag = {0};
    cr_assert_eq(scheme_resolve(&s, &diag), SIBYL_ERR_INPUT);
    cr_assert_geq(diag_count_errors(&diag), 2);
    diag_free(&diag);
    scheme_free(&s);
}

/* ---- Groups and outcomes ---- */

Test(scheme_refused, loadings_that_explain_more_than_all) {
    build_factor(&s, "economy");
    s.outcomes.items[FREE_OF_DRUGS].factor = 0;
    s.outcomes.items[FREE_OF_DRUGS].loading = 0.8;
    s.outcomes.items[FREE_OF_DRUGS].provider_loading = -0.6;
    expect_error(&s, "outcomes.free_of_drugs.loading", "squares must sum to less than 1");
}

Test(scheme_refused, a_loading_on_nothing) {
    s.groups.items[OPIATE].engage_loading = 0.3;
    expect_error(&s, "groups.opiate.engage_loading", "name one in `engage_factor`");
}

Test(scheme_refused, a_missing_probability_of_a_group_that_can_come_so_far) {
    s.outcomes.items[FREE_OF_DRUGS].probability.quantity[ALCOHOL] = NONE;
    expect_error(&s, "outcomes.free_of_drugs.probability", "group \"alcohol\"");
}

Test(scheme_refused, an_outcome_without_probability_that_is_not_left_over_either) {
    s.outcomes.items[NO_RETURN].otherwise = NONE;
    expect_error(&s, "outcomes.relapse.probability", "is missing");
}

Test(scheme_refused, a_probability_of_what_is_left_over) {
    s.outcomes.items[RELAPSE].probability = build_by_group(&s, 0.1);
    expect_error(&s, "outcomes.relapse.probability", "gets what is left");
}

Test(scheme_refused, outcomes_in_a_circle) {
    s.outcomes.items[FREE_OF_DRUGS].after = NO_RETURN;
    expect_error(&s, "outcomes.free_of_drugs.after", "\"free_of_drugs\" after \"no_return\" after \"free_of_drugs\"");
}

Test(scheme_refused, what_is_left_over_of_another_branch) {
    s.outcomes.items[RELAPSE].branch = "other";
    expect_error(&s, "outcomes.no_return.otherwise", "give both the same");
}

Test(scheme_refused, two_for_all_who_are_left) {
    struct outcome *dead = build_outcome(&s, "dead", FREE_OF_DRUGS, 0.01);
    struct outcome *moved = build_outcome(&s, "moved", FREE_OF_DRUGS, 0.01);
    dead->branch = moved->branch = "after";
    moved->probability.quantity = NULL;
    dead->otherwise = 4;
    expect_error(&s, "outcomes.dead.otherwise", "already \"relapse\"");
}

Test(scheme_refused, a_branch_that_is_certain_to_pass_one) {
    struct outcome *dead = build_outcome(&s, "dead", FREE_OF_DRUGS, 0.5);
    dead->branch = "after";
    dead->probability.quantity[OPIATE] = build_law(&s, UNIT_PROBABILITY, "uniform", 0.23, 0.4, 0, 0);
    dead->probability.quantity[ALCOHOL] = build_number(&s, 0.2);
    expect_error(&s, "outcomes.no_return.probability", "at least 1.01 for the group \"opiate\"");
}

Test(scheme_refused, undoing_the_start) {
    s.outcomes.items[FREE_OF_DRUGS].reverses = true;
    expect_error(&s, "outcomes.free_of_drugs.reverses", "nothing has happened yet");
}

Test(scheme_refused, an_outcome_with_the_name_of_a_figure_in_the_results) {
    s.outcomes.items[FREE_OF_DRUGS].name = "starts";
    expect_error(&s, "outcomes.free_of_drugs.name", "a figure in the results");
}

Test(scheme_refused, savings_of_somebody_who_is_no_commissioner) {
    s.outcomes.items[FREE_OF_DRUGS].value =
        (struct outcome_value){.given = true, .amount = build_money(&s, 4300), .to = SPV};
    expect_error(&s, "outcomes.free_of_drugs.value.to", "not a commissioner");
}

Test(scheme_refused, more_referrals_than_people) {
    s.groups.items[ALCOHOL].referrals = build_series(&s, 1.1e8, 1, 36);
    expect_error(&s, "groups.alcohol.referrals", "at most 100 million");
}

Test(scheme_refused, a_dispersion_of_what_is_not_dispersed) {
    s.groups.items[ALCOHOL].dispersion = build_number(&s, 2.5);
    expect_error(&s, "groups.alcohol.dispersion", "negbin");
}

Test(scheme_refused, a_delay_with_more_months_than_draws) {
    s.months = 1200;
    struct outcome *job = build_outcome(&s, "job", START, 0.2), *study = build_outcome(&s, "study", START, 0.2);
    job->branch = study->branch = "then";
    job->delay = build_delay(&s, 1100);
    study->delay = build_delay(&s, 1100);
    expect_error(&s, "outcomes.job.delay", "more than 2048 months");
}

/* ---- Factors ---- */

Test(scheme_refused, a_constant_factor_that_persists) {
    build_factor(&s, "economy")->persistence = 0.9;
    expect_error(&s, "factors.economy.persistence", "ar1");
}

Test(scheme_refused, a_shift_that_ends_before_it_begins) {
    struct factor *f = build_factor(&s, "economy");
    f->shifts.n = 1;
    f->shifts.items = &(struct shift){36, 13, -1.5};
    expect_error(&s, "factors.economy.shifts", "from month 36 to 13");
}

static void correlate(double ab, double ba, double aa) {
    static double rows[2][2];
    static struct numbers matrix[2] = {{2, rows[0]}, {2, rows[1]}};
    rows[0][0] = aa;
    rows[0][1] = ab;
    rows[1][0] = ba;
    rows[1][1] = 1;
    build_factor(&s, "economy");
    build_factor(&s, "drugs");
    s.correlation.n = 2;
    s.correlation.items = matrix;
}

Test(scheme_refused, a_correlation_that_is_not_symmetric) {
    correlate(0.3, 0.2, 1);
    expect_error(&s, "correlation", "symmetric");
}

Test(scheme_refused, a_correlation_that_no_factors_can_have) {
    correlate(1, 1, 1);
    expect_error(&s, "correlation", "positive definite");
}

Test(scheme_refused, a_correlation_of_another_number_of_factors) {
    correlate(0.3, 0.3, 1);
    build_factor(&s, "weather");
    expect_error(&s, "correlation", "2 rows for 3 factors");
}

Test(scheme_refused, two_names_that_draw_the_same_random_numbers) {
    build_factor(&s, "housing_crime_1799"); /* found by search: both paths have the same FNV-1a-32 */
    build_factor(&s, "courts_policing_1010");
    expect_error(&s, "factors.", "would draw the same random numbers as factors.");
}

Test(scheme_refused, more_cells_than_can_be_drawn) {
    s.groups.n = s.outcomes.n = 1001;
    struct diag diag = {0};
    s.n_providers = 2;
    cr_assert_eq(streams_check(&s, &diag), SIBYL_OK);
    cr_assert_eq(diag_count_errors(&diag), 1);
    diag_free(&diag);
    s.groups.n = s.outcomes.n = 2;
    scheme_free(&s);
}

/* ---- Parties ---- */

Test(scheme_refused, a_commissioner_that_serves_clients) {
    build_serves(&s, COUNCIL, 1);
    expect_error(&s, "parties.Council.serves", "kind commissioner");
}

Test(scheme_refused, a_budget_of_a_provider) {
    party_at(&s, HARBOUR)->budget = 900000;
    expect_error(&s, "parties.Harbour.budget", "only commissioners");
}

Test(scheme_refused, a_cost_with_two_bases) {
    build_cost(&s, HARBOUR, "rent", 1912.5)->per_start = build_money_by_group(&s, 38.25);
    expect_error(&s, "costs.rent", "2 bases are given");
}

Test(scheme_refused, a_cost_by_client_of_who_has_none) {
    struct cost *cost = build_cost(&s, NORTHGATE, "prescribing", 1912.5);
    cost->monthly.n = 0;
    cost->per_client_month = build_money_by_group(&s, 38.25);
    expect_error(&s, "costs.prescribing", "serves no clients to count");
}

Test(scheme_refused, a_cost_by_outcome_that_does_not_say_which) {
    struct cost *cost = build_cost(&s, HARBOUR, "bonus", 0);
    cost->monthly.n = 0;
    cost->per_outcome = build_money_by_group(&s, 38.25);
    expect_error(&s, "costs.bonus.outcome", "is missing");
}

Test(scheme_refused, a_cost_that_ends_before_it_begins) {
    struct cost *cost = build_cost(&s, HARBOUR, "rent", 1912.5);
    cost->from = 12;
    cost->to = 11;
    expect_error(&s, "costs.rent.from", "month 12 is after `to`, month 11");
}

Test(scheme_refused, a_reserves_policy_of_nothing) {
    party_at(&s, HARBOUR)->reserves_policy.given = true;
    expect_error(&s, "parties.Harbour.reserves_policy", "months or an amount");
}

Test(scheme_refused, a_fund_that_nothing_fills_and_says_which_was_meant) {
    s.funds.items[s.funds.n++] = "Lottery";
    s.funds.items[s.funds.n++] = "Lotery";
    struct opening_fund opening = {1, 2000000};
    party_at(&s, HARBOUR)->opening_funds.n = 1;
    party_at(&s, HARBOUR)->opening_funds.items = &opening;
    build_cost(&s, HARBOUR, "peer group", 612.75)->funds = (struct refs){1, (int[]){2}};
    expect_error(&s, "costs.peer group.funds", "did you mean \"Lottery\"?");
}

Test(scheme_refused, a_fund_of_somebody_else) {
    s.funds.items[s.funds.n++] = "Lottery";
    struct opening_fund opening = {1, 2000000};
    party_at(&s, HARBOUR)->opening_funds.n = 1;
    party_at(&s, HARBOUR)->opening_funds.items = &opening;
    build_cost(&s, BRIDGE, "peer group", 612.75)->funds = (struct refs){1, (int[]){1}};
    expect_error(&s, "costs.peer group.funds", "fill it in opening_funds or other_income");
}

Test(scheme_refused, costs_of_an_investor) {
    int fund = build_party(&s, "Fund", PARTY_INVESTOR);
    build_cost(&s, fund, "office", 512.25);
    expect_error(&s, "parties.Fund", "its costs and income are not modelled");
}

Test(scheme_refused, a_party_with_the_name_of_the_world_outside) {
    party_at(&s, BRIDGE)->name = "outside";
    expect_error(&s, "parties.Bridge.name", "the world outside");
}

/* ---- Bonds ---- */

static struct bond *add_bond(void) {
    struct bond *b = build_bond(&s, SPV);
    int fund = build_party(&s, "Fund", PARTY_INVESTOR);
    build_tranche(&s, b, "senior", fund, 600000);
    build_tranche(&s, b, "junior", fund, 300000.5);
    return b;
}

Test(scheme_refused, a_bond_of_who_is_no_spv) {
    add_bond()->spv = NORTHGATE;
    expect_error(&s, "bonds.0.spv", "of kind prime");
}

Test(scheme_refused, a_bond_without_tranches) {
    add_bond()->tranches.n = 0;
    expect_error(&s, "bonds.0.tranches", "at least one");
}

Test(scheme_refused, two_bonds_of_one_spv) {
    add_bond();
    add_bond();
    expect_error(&s, "bonds.0.spv", "has a bond already");
}

Test(scheme_refused, residual_shares_that_do_not_sum_to_one) {
    add_bond()->tranches.items[1].residual = 0.999;
    expect_error(&s, "bonds.0.tranches", "residual shares sum to 0.999");
}

Test(scheme_refused, capital_from_a_provider) {
    add_bond()->tranches.items[0].investor = HARBOUR;
    expect_error(&s, "tranches.senior.investor", "of kind provider");
}

Test(scheme_refused, a_fee_of_both_an_amount_and_a_rate) {
    struct bond *b = add_bond();
    b->fees.n = 1;
    b->fees.items[0] = (struct bond_fee){.to = BRIDGE, .amount = 1, .rate = 0.1, .every = 1, .from = 1};
    expect_error(&s, "", "an amount or a rate");
}

Test(scheme_refused, a_fee_before_a_rank_that_no_tranche_has) {
    struct bond *b = add_bond();
    b->fees.n = 1;
    b->fees.items[0] = (struct bond_fee){.to = BRIDGE, .amount = 1, .every = 1, .from = 1, .rank = 3};
    expect_error(&s, "rank", "no tranche has rank 3");
}

Test(scheme_refused, drawing_more_than_is_committed) {
    struct bond *b = add_bond();
    struct draw draws[] = {{1, 60000000}, {7, 30000051}};
    b->drawdown.how = DRAW_SCHEDULED;
    b->drawdown.draws.n = 2;
    b->drawdown.draws.items = draws;
    expect_error(&s, "bonds.0.drawdown", "draws £900,000.51 in all and £900,000.50 is committed");
}

Test(scheme_refused, drawing_after_the_end) {
    struct bond *b = add_bond();
    b->drawdown.how = DRAW_SCHEDULED;
    b->drawdown.draws.n = 1;
    b->drawdown.draws.items = &(struct draw){49, 90000050};
    expect_error(&s, "bonds.0.drawdown", "month 49 is outside");
}

Test(scheme_refused, a_guarantee_by_who_cannot_always_pay) {
    struct bond *b = add_bond();
    b->guarantee = (struct guarantee){.given = true, .guarantor = HARBOUR, .tranche = {1, (int[]){0}}, .cover = 0.5};
    expect_error(&s, "bonds.0.guarantee.guarantor", "a guarantor or a commissioner");
}

Test(scheme_refused, keeping_cash_back_while_distributing_all) {
    struct bond *b = add_bond();
    b->recycle = false;
    b->retain = 6;
    expect_error(&s, "bonds.0.retain", "recycle = false");
}

/* ---- Amounts ---- */

Test(scheme_refused, an_amount_that_can_pass_ten_trillion) {
    party_at(&s, HARBOUR)->opening_cash = build_law(&s, UNIT_MONEY, "uniform", 0, 1.01e13, 0, 0);
    expect_error(&s, "quantity.", "an amount is at most");
}

Test(scheme_refused, a_contract_that_could_pay_more_than_can_be_counted) {
    build_set(&s, &s.contracts.items[SUBCONTRACT].terms.items[0], "price", 1e10);
    expect_error(&s, "contracts.Subcontract", "no total may pass");
}

Test(scheme_refused, a_cost_that_grows_past_what_can_be_counted) {
    s.months = 1200;
    build_cost(&s, HARBOUR, "rent", 1912.5)->growth = build_number(&s, 0.9);
    expect_error(&s, "parties.Harbour", "no total may pass");
}

Test(scheme_refused, nothing_of_a_great_price_under_a_cap) {
    build_set(&s, &s.contracts.items[SUBCONTRACT].terms.items[0], "price", 1e10);
    condition_make(&s.contracts.items[SUBCONTRACT], "cap");
    *(money *)condition_member(&s.contracts.items[SUBCONTRACT], "cap", NULL) = 250000000;
    build_resolve(&s);
    scheme_free(&s);
}

/* ---- Notes: valid, and worth knowing ---- */

TestSuite(scheme_noted, .init = small);

Test(scheme_noted, a_party_that_is_insolvent_from_the_beginning) {
    party_at(&s, HARBOUR)->opening_cash = build_money(&s, -5000.01);
    party_at(&s, HARBOUR)->overdraft = (struct overdraft){true, 500000, build_number(&s, 0.12)};
    expect_note(&s, "parties.Harbour.opening_cash", "insolvent before month 1");
}

Test(scheme_noted, a_group_that_nobody_serves) {
    build_group(&s, "young", 1.75, 1, 12);
    for (int p = HARBOUR; p <= BRIDGE; p++) {
        build_serves(&s, p, 0.5);
        party_at(&s, p)->serves.quantity[2] = NONE;
    }
    for (int k = 0; k < 2; k++)
        s.outcomes.items[k].probability = build_by_group(&s, 0.3);
    build_set(&s, &s.contracts.items[OUTCOMES_CONTRACT].terms.items[0], "price", 11385.17);
    build_set(&s, &s.contracts.items[SUBCONTRACT].terms.items[0], "price", 1512.34);
    expect_note(&s, "groups.young", "will be unserved");
}

Test(scheme_noted, a_provider_whose_weights_are_zero) {
    build_serves(&s, BRIDGE, 0);
    expect_note(&s, "parties.Bridge.serves", "gets no referrals");
}

Test(scheme_noted, a_branch_that_passes_one_on_average) {
    struct outcome *dead = build_outcome(&s, "dead", FREE_OF_DRUGS, 0);
    dead->branch = "after";
    int q = build_law(&s, UNIT_PROBABILITY, "uniform", 0.2, 0.26, 0, 0);
    dead->probability.quantity[OPIATE] = dead->probability.quantity[ALCOHOL] = q;
    expect_note(&s, "outcomes.no_return.probability", "each is divided by the sum");
}

Test(scheme_noted, a_claim_cycle_longer_than_the_scheme) {
    s.contracts.items[SUBCONTRACT].lag = 48;
    expect_note(&s, "contracts.Subcontract.activity", "nothing is ever due by month 48");
}

Test(scheme_noted, an_irr_cap_whose_excess_has_nowhere_to_go) {
    struct bond *b = add_bond();
    b->tranches.items[1].residual = 1;
    b->tranches.items[1].irr_cap = 0.13;
    expect_note(&s, "bonds.0.excess_to", "stays in the spv");
}

Test(scheme_noted, a_factor_without_a_loading) {
    build_factor(&s, "economy");
    s.outcomes.items[NO_RETURN].factor = 0;
    expect_note(&s, "outcomes.no_return.factor", "no effect");
}
