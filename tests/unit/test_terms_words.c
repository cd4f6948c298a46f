/* How terms and conditions read, and what is said of settings that do not go together. */
#include "condition_maker.h"
#include "scheme/condition.h"
#include "terms_stage.h"

#include <criterion/criterion.h>
#include <string.h>

#define expect_fault(st, part)                                                                                         \
    do {                                                                                                               \
        const char *said;                                                                                              \
        cr_expect_eq(stage_errors(st, &said), 1);                                                                      \
        cr_expect(strstr(said, part), "%s", said);                                                                     \
    } while (0)

/* ---- Words ---- */

Test(terms_words, block) {
    struct stage *st = stage_of("block");
    *(int *)stage_setting(st, "amount") = stage_quantity(st, 8000000);
    *(int *)stage_setting(st, "every") = 3;
    *(bool *)stage_setting(st, "in_advance") = true;
    cr_expect_str_eq(stage_words(st), "pays £80,000 every 3 months in advance, from month 1 to month 36");
}

Test(terms_words, activity) {
    struct stage *st = stage_of("activity");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 150000, 150000);
    *(double *)stage_setting(st, "threshold") = 200;
    *(double *)stage_setting(st, "marginal") = 0.3;
    cr_expect_str_eq(stage_words(st), "pays £1,500 for each start; past 200 starts in a contract year, 30% of it");
    *(double *)stage_setting(st, "marginal") = 0;
    cr_expect_str_eq(stage_words(st), "pays £1,500 for each start; past 200 starts in a contract year, nothing");
}

Test(terms_words, uncertain_price_is_said_to_be_about_its_mean) {
    struct stage *st = stage_of("activity");
    struct by_group price = stage_price(st, 150017, 150017);
    *(struct by_group *)stage_setting(st, "price") = price;
    struct quantity *q = &st->scheme.quantities.items[price.quantity[OPIATE]];
    char reason[LAW_REASON_ROOM];
    const double par[LAW_PARAMS_MAX] = {1400.17, 1600.17};
    cr_assert_eq(law_prepare(law_by_name("uniform"), par, NULL, NULL, 0, &st->scheme.arena, &q->law, reason), SIBYL_OK);
    cr_expect_str_eq(stage_words(st), "pays about £1,500.17 for each start");
}

Test(terms_words, outcome_by_group_with_clawback) {
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 1100000, 500050);
    *(double *)stage_setting(st, "clawback") = 0.125;
    *(int *)stage_setting(st, "reversal") = RELAPSE;
    *(int *)stage_setting(st, "within") = 6;
    cr_expect_str_eq(stage_words(st), "pays £11,000 (opiate) or £5,000.50 (alcohol) for each drug_free; 12.5% is owed "
                                      "back for each relapse up to 6 months after the payment was due");
}

Test(terms_words, outcome_by_tiers) {
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = STAYED_FREE;
    stage_list(st, "tiers", 2);
    for (int i = 0; i < 2; i++) {
        *(double *)stage_item(st, "tiers", i, "upto") = 60 + 20 * i;
        *(struct by_group *)stage_item(st, "tiers", i, "price") = stage_price(st, 300000 * i, 300000 * i);
    }
    cr_expect_str_eq(stage_words(st),
                     "pays for each stayed_free by the number to date: up to 60, £0; up to 80, £3,000; then nothing");
}

static struct stage *stage_with_cohort(void) {
    struct stage *st = stage_of("cohort");
    stage_list(st, "cohorts", 1);
    *(int *)stage_item(st, "cohorts", 0, "from") = 1;
    *(int *)stage_item(st, "cohorts", 0, "to") = 24;
    *(int *)stage_item(st, "cohorts", 0, "size") = 1000;
    *(int *)stage_setting(st, "events") = stage_quantity(st, 0.9);
    *(int *)stage_setting(st, "effect") = stage_quantity(st, 0.12);
    *(double *)stage_setting(st, "comparison") = 10;
    *(int *)stage_setting(st, "follow_up") = 12;
    *(int *)stage_setting(st, "reporting") = 6;
    *(double *)stage_setting(st, "threshold") = 0.1;
    *(int *)stage_setting(st, "price") = stage_quantity(st, 240000);
    return st;
}

Test(terms_words, cohort) {
    struct stage *st = stage_with_cohort();
    *(double *)stage_setting(st, "pooled") = 0.075;
    cr_expect_str_eq(stage_words(st),
                     "pays £2,400 for each event avoided, for the first 1000 who start in months 1 to 24, known 18 "
                     "months after their window, if the measured reduction is at least 10%; cohorts that are not paid "
                     "are judged together at 7.5%");
}

Test(terms_words, cohort_by_steps) {
    struct stage *st = stage_with_cohort();
    *(int *)stage_setting(st, "price") = NONE;
    *(double *)stage_setting(st, "threshold") = -2;
    stage_list(st, "steps", 2);
    for (int i = 0; i < 2; i++) {
        *(double *)stage_item(st, "steps", i, "at_least") = 0.085 + 0.015 * i;
        *(money *)stage_item(st, "steps", i, "pays") = 480000000 + 50000000 * i;
    }
    cr_expect_str_eq(stage_words(st),
                     "pays £4,800,000 at 8.5%, £5,300,000 at 10% measured reduction, for the first 1000 who start in "
                     "months 1 to 24, known 18 months after their window");
}

Test(terms_words, share_and_pass_through) {
    struct stage *share = stage_of("share"), *pass = stage_of("pass_through");
    *(int *)stage_setting(share, "of") = *(int *)stage_setting(pass, "of") = OUTCOMES_CONTRACT;
    *(double *)stage_setting(share, "fraction") = 0.1;
    *(double *)stage_setting(pass, "keep") = 0.15;
    cr_expect_str_eq(stage_words(share), "pays 10% of all that Riverside SPV receives under Outcomes contract");
    cr_expect_str_eq(stage_words(pass), "passes on 85% of what Riverside SPV earns under Outcomes contract by the "
                                        "clients of Northgate, when it is received by Riverside SPV");
}

Test(terms_words, caps) {
    struct scheme s = {.symbol = "£"};
    struct contract c = {0};
    struct text_buf text = {0};
    condition_make(&c, "cap");
    *(money *)condition_member(&c, "cap", NULL) = 240000000;
    condition_make(&c, "annual_cap");
    *(money *)condition_member(&c, "annual_cap", "amount") = 90000000;
    *(int *)condition_member(&c, "annual_cap", "by") = 1;
    condition_words(&s, &c, &text);
    cr_expect_str_eq(text.data, "pays at most £900,000 in a financial year; pays at most £2,400,000 in all; ");
    text_free(&text);
}

/* ---- Faults ---- */

Test(terms_check, every_kind_is_found_by_its_word) {
    for (const struct term_kind *const *kind = term_kinds; *kind; kind++)
        cr_expect_eq(term_kind_find((*kind)->pay), *kind);
    cr_expect_null(term_kind_find("blok"));
}

Test(terms_check, block_must_not_end_before_it_begins) {
    struct stage *st = stage_of("block");
    *(int *)stage_setting(st, "amount") = stage_quantity(st, 8000000);
    cr_expect_eq(stage_errors(st, NULL), 0);
    *(int *)stage_setting(st, "from") = 37;
    expect_fault(st, "stage.cfg:7: contracts.Service contract.terms.0.from: is month 37, after the end in month 36");
}

Test(terms_check, threshold_and_marginal_go_together) {
    struct stage *st = stage_of("activity");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 150000, 150000);
    cr_expect_eq(stage_errors(st, NULL), 0);
    *(double *)stage_setting(st, "threshold") = 200;
    expect_fault(st, "threshold: is given without marginal");
    *(double *)stage_setting(st, "marginal") = 0.3;
    cr_expect_eq(stage_errors(st, NULL), 0);
    *(double *)stage_setting(st, "threshold") = -2;
    expect_fault(st, "marginal: is given without threshold");
}

Test(terms_check, price_must_name_a_group) {
    struct stage *st = stage_of("activity");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, -1, -1);
    expect_fault(st, "names no group");
}

Test(terms_check, outcome_has_a_price_or_tiers) {
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    expect_fault(st, "price: is missing");
    stage_list(st, "tiers", 1);
    *(double *)stage_item(st, "tiers", 0, "upto") = 60;
    *(struct by_group *)stage_item(st, "tiers", 0, "price") = stage_price(st, 300000, 300000);
    cr_expect_eq(stage_errors(st, NULL), 0);
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 1100000, 500000);
    expect_fault(st, "price: is given beside tiers");
}

Test(terms_check, tiers_rise) {
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    stage_list(st, "tiers", 2);
    for (int i = 0; i < 2; i++) {
        *(double *)stage_item(st, "tiers", i, "upto") = 80;
        *(struct by_group *)stage_item(st, "tiers", i, "price") = stage_price(st, 300000, 300000);
    }
    expect_fault(st, "tier 1 goes up to 80");
    *(double *)stage_item(st, "tiers", 1, "upto") = 100;
    *(struct by_group *)stage_item(st, "tiers", 1, "price") = stage_price(st, 300000, -1);
    expect_fault(st, "leaves out \"alcohol\"");
}

Test(terms_check, clawback_needs_a_reversal_of_its_own_outcome) {
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 1100000, 500000);
    *(double *)stage_setting(st, "clawback") = 0.5;
    expect_fault(st, "clawback: is given without reversal");
    *(int *)stage_setting(st, "reversal") = RELAPSE;
    cr_expect_eq(stage_errors(st, NULL), 0);
    *(int *)stage_setting(st, "outcome") = STAYED_FREE;
    expect_fault(st, "reversal: \"relapse\" does not come after \"stayed_free\"");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    *(double *)stage_setting(st, "clawback") = 0;
    expect_fault(st, "reversal: is given without clawback");
}

Test(terms_check, reversal_in_the_very_month_cannot_be_clawed_back) {
    static double at_once[] = {0.4, 0.6};
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 1100000, 500000);
    *(double *)stage_setting(st, "clawback") = 0.5;
    *(int *)stage_setting(st, "reversal") = RELAPSE;
    st->scheme.outcomes.items[RELAPSE].delay = (struct delay){2, at_once};
    expect_fault(st, "must be 1 month or more");
}

Test(terms_check, cohort_has_one_kind_of_reward) {
    struct stage *st = stage_with_cohort();
    cr_expect_eq(stage_errors(st, NULL), 0);
    stage_list(st, "steps", 1);
    expect_fault(st, "2 of price, steps and line are given");
}

Test(terms_check, cohort_price_and_pool_need_a_threshold) {
    struct stage *st = stage_with_cohort();
    *(double *)stage_setting(st, "threshold") = -2;
    expect_fault(st, "threshold: is missing");
    *(double *)stage_setting(st, "pooled") = 0.075;
    cr_expect_eq(stage_errors(st, NULL), 2);
    *(double *)stage_setting(st, "threshold") = 0.05;
    cr_expect_eq(stage_errors(st, NULL), 0, "a pooled threshold above the single one is allowed");
}

Test(terms_check, cohort_lies_where_the_contract_counts) {
    struct stage *st = stage_with_cohort();
    *(int *)stage_item(st, "cohorts", 0, "to") = 37;
    expect_fault(st, "starts of months 1 to 37; the contract counts those of months 1 to 36");
    *(int *)stage_item(st, "cohorts", 0, "from") = 20;
    *(int *)stage_item(st, "cohorts", 0, "to") = 19;
    expect_fault(st, "begins in month 20, after its end in month 19");
}

Test(terms_check, cohort_is_compared_with_somebody) {
    struct stage *st = stage_with_cohort();
    *(int *)stage_item(st, "cohorts", 0, "size") = 5;
    *(double *)stage_setting(st, "comparison") = 0.1;
    expect_fault(st, "comparison: 0.1 times cohort 0 of 5 leaves nobody");
}

Test(terms_check, rows_of_steps_rise) {
    struct stage *st = stage_with_cohort();
    *(int *)stage_setting(st, "price") = NONE;
    stage_list(st, "steps", 2);
    *(double *)stage_item(st, "steps", 0, "at_least") = 0.1;
    *(double *)stage_item(st, "steps", 1, "at_least") = 0.1;
    expect_fault(st, "steps: row 1 is at 0.1");
}

Test(terms_check, events_of_a_rate_are_a_probability) {
    struct stage *st = stage_with_cohort();
    *(int *)stage_setting(st, "measure") = 1;
    cr_expect_eq(stage_errors(st, NULL), 0);
    *(int *)stage_setting(st, "events") = stage_quantity(st, 1.55);
    expect_fault(st, "probability");
}

Test(terms_check, pass_through_needs_a_provider_in_common) {
    static int harbour[] = {HARBOUR}, bridge[] = {BRIDGE};
    struct stage *st = stage_of("pass_through");
    *(int *)stage_setting(st, "of") = OUTCOMES_CONTRACT;
    st->contracts[OUTCOMES_CONTRACT].n_parts = st->contracts[SERVICE_CONTRACT].n_parts = 1;
    st->contracts[OUTCOMES_CONTRACT].part = harbour;
    st->contracts[SERVICE_CONTRACT].part = bridge;
    expect_fault(st, "counts no provider");
}

/* ---- Formulas ---- */

Test(terms_formulas, every_mechanism_that_earns_writes_its_formulas) {
    for (int i = 0; term_kinds[i]; i++) {
        const struct term_kind *kind = term_kinds[i];
        cr_expect_eq(kind->live != NULL, kind->earn != NULL, "%s", kind->pay);
        cr_expect_eq(kind->live_completes != NULL, kind->completes != NULL, "%s", kind->pay);
        cr_expect_eq(kind->live_on_account != NULL, kind->on_account != NULL, "%s", kind->pay);
    }
}

Test(terms_formulas, every_condition_that_scales_acts_or_holds_back_writes_its_formulas) {
    for (int i = 0; conditions[i]; i++) {
        const struct condition *k = conditions[i];
        cr_expect_eq(k->live != NULL, k->act != NULL, "%s", k->param.name);
        cr_expect_eq(k->live_scale != NULL, k->scale != NULL, "%s", k->param.name);
        cr_expect_eq(k->live_hold != NULL, k->hold != NULL, "%s", k->param.name);
    }
}
