/* Mechanisms that pay for what is counted: block, activity, outcome. Amounts are pence. */
#include "condition_maker.h"
#include "terms_stage.h"

#include <criterion/criterion.h>

#define LAST (LANES - 1)

Test(terms_block, earns_in_the_last_month_of_each_period) {
    struct stage *st = stage_of("block");
    *(int *)stage_setting(st, "amount") = stage_quantity(st, 8000013);
    *(int *)stage_setting(st, "every") = 3;
    for (int t = 1; t <= 6; t++)
        cr_expect_eq(stage_earn(st, t)->gain[LAST], t % 3 == 0 ? 8000013 : 0, "month %d", t);
}

/* 5 to 11 in periods of 3: 5-7, 8-10, and 11 alone, which earns a third: 8,000,013 / 3 = 2,666,671. */
Test(terms_block, last_period_cut_short_earns_its_share) {
    struct stage *st = stage_of("block");
    *(int *)stage_setting(st, "amount") = stage_quantity(st, 8000013);
    *(int *)stage_setting(st, "every") = 3;
    *(int *)stage_setting(st, "from") = 5;
    *(int *)stage_setting(st, "to") = 11;
    const double earned[] = {0, 0, 0, 8000013, 0, 0, 8000013, 2666671, 0};
    for (int t = 4; t <= 12; t++)
        cr_expect_eq(stage_earn(st, t)->gain[0], earned[t - 4], "month %d", t);
}

Test(terms_block, in_advance_earns_in_the_first_month_and_its_share_when_cut_short) {
    struct stage *st = stage_of("block");
    *(int *)stage_setting(st, "amount") = stage_quantity(st, 8000013);
    *(int *)stage_setting(st, "every") = 3;
    *(int *)stage_setting(st, "from") = 5;
    *(int *)stage_setting(st, "to") = 11;
    *(bool *)stage_setting(st, "in_advance") = true;
    const double earned[] = {0, 8000013, 0, 0, 8000013, 0, 0, 2666671, 0};
    for (int t = 4; t <= 12; t++)
        cr_expect_eq(stage_earn(st, t)->gain[0], earned[t - 4], "month %d", t);
}

/* 123,400 * 1.25 = 154,250 in contract year 2 (from month 13), 154,250 * 1.25 = 192,812.5 in year 3. */
Test(terms_block, price_index_steps_each_contract_year) {
    struct stage *st = stage_of("block");
    *(int *)stage_setting(st, "amount") = stage_quantity(st, 123400);
    st->contracts[SERVICE_CONTRACT].indexation = stage_quantity(st, 0.25);
    cr_expect_eq(stage_earn(st, 12)->gain[0], 123400);
    cr_expect_eq(stage_earn(st, 13)->gain[0], 154250);
    cr_expect_eq(stage_earn(st, 25)->gain[0], 192812.5);
}

Test(terms_block, what_is_scheduled_for_later_is_what_will_be_earned) {
    struct stage *st = stage_of("block");
    *(int *)stage_setting(st, "amount") = stage_quantity(st, 123457);
    *(int *)stage_setting(st, "local") = stage_quantity(st, 1.17);
    st->contracts[SERVICE_CONTRACT].indexation = stage_quantity(st, 0.031);
    stage_earn(st, 3);
    double scheduled[LANES] = {0};
    st->term.kind->scheduled(&st->view, 30, scheduled);
    cr_expect_eq(stage_earn(st, 30)->gain[LAST], scheduled[LAST]);
    cr_expect_gt(scheduled[LAST], 123457 * 1.17);
}

Test(terms_block, is_split_by_starts_in_its_own_window) {
    struct stage *st = stage_of("block");
    *(int *)stage_setting(st, "amount") = stage_quantity(st, 8000013);
    *(int *)stage_setting(st, "from") = 5;
    const struct entitlement *e = stage_earn(st, 7);
    cr_expect(e->by_starts);
    cr_expect_eq(e->window_from, 5);
    cr_expect_eq(e->window_to, 36);
}

/* 7 * 150,000 + 4 * 120,050 = 1,530,200; weights: Harbour 5 opiate, Bridge 2 opiate and 4 alcohol. */
Test(terms_activity, prices_each_group_and_weighs_parts_by_it) {
    struct stage *st = stage_of("activity");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 150000, 120050);
    stage_count(st, START, 2, HARBOUR, OPIATE, 5);
    stage_count(st, START, 2, BRIDGE, OPIATE, 2);
    stage_count(st, START, 2, BRIDGE, ALCOHOL, 4);
    cr_expect_eq(stage_earn(st, 2)->gain[LAST], 1530200);
    cr_expect_eq(stage_weight(st, HARBOUR, OPIATE, LAST), 750000);
    cr_expect_eq(stage_weight(st, BRIDGE, OPIATE, LAST), 300000);
    cr_expect_eq(stage_weight(st, BRIDGE, ALCOHOL, LAST), 480200);
    cr_expect_eq(stage_weight(st, HARBOUR, ALCOHOL, LAST), 0);
}

/* An assessor is paid 180.00 for each of 9 who are sent, of whom 3 start: 1,620.00. */
Test(terms_activity, pays_for_referrals_whether_they_start_or_not) {
    struct stage *st = stage_of("activity");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 18000, 18000);
    *(int *)stage_setting(st, "count") = 1;
    stage_referrals(st, 2, HARBOUR, OPIATE, 5);
    stage_referrals(st, 2, BRIDGE, ALCOHOL, 4);
    stage_count(st, START, 2, HARBOUR, OPIATE, 3);
    cr_expect_eq(stage_earn(st, 2)->gain[LAST], 162000);
    cr_expect_eq(stage_weight(st, HARBOUR, OPIATE, LAST), 90000);
    cr_expect_eq(stage_weight(st, BRIDGE, ALCOHOL, LAST), 72000);
    cr_expect_str_eq(stage_words(st), "pays £180 for each referral");
}

Test(terms_activity, referrals_outside_the_contract_are_not_paid_for) {
    struct stage *st = stage_of("activity");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 18000, 18000);
    *(int *)stage_setting(st, "count") = 1;
    struct term_ending ending = {.ended = 1};
    ending.last[0] = 35;
    st->view.ending = &ending;
    for (int t = 34; t <= 37; t++)
        stage_referrals(st, t, HARBOUR, OPIATE, 5);
    cr_expect_eq(stage_earn(st, 35)->gain[0], 90000);
    cr_expect_eq(stage_earn(st, 36)->gain[0], 0, "the contract has ended in this lane");
    cr_expect_eq(stage_earn(st, 36)->gain[LAST], 90000);
    cr_expect_eq(stage_earn(st, 37)->gain[LAST], 0, "after the last start");
}

/* Threshold 10, 8 before: of 6 opiate at 1,500 and 2 alcohol at 1,100 the first 2 of 8 are full: a quarter of each group.
 * Base 11,200.00; 2/8 of it full, 6/8 at 30 %: 2,800 + 0.3 * 8,400 = 5,320. */
Test(terms_activity, threshold_is_crossed_by_the_groups_in_proportion) {
    struct stage *st = stage_of("activity");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 150000, 110000);
    *(double *)stage_setting(st, "threshold") = 10;
    *(double *)stage_setting(st, "marginal") = 0.3;
    stage_count(st, START, 3, HARBOUR, OPIATE, 8);
    stage_count(st, START, 4, HARBOUR, OPIATE, 6);
    stage_count(st, START, 4, BRIDGE, ALCOHOL, 2);
    stage_count(st, START, 5, BRIDGE, ALCOHOL, 3);
    for (int t = 1; t <= 2; t++)
        cr_expect_eq(stage_earn(st, t)->gain[0], 0);
    cr_expect_eq(stage_earn(st, 3)->gain[0], 8 * 150000);
    cr_expect_eq(stage_earn(st, 4)->gain[LAST], 532000);
    cr_expect_eq(stage_earn(st, 5)->gain[0], 0.3 * 330000);
}

/* Expected starts are fractions: 9.5 of 10 used, half of the next 1 is full. */
Test(terms_activity, threshold_is_crossed_by_fractions) {
    struct stage *st = stage_of("activity");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 150000, 110000);
    *(double *)stage_setting(st, "threshold") = 10;
    *(double *)stage_setting(st, "marginal") = 0;
    stage_count(st, START, 1, HARBOUR, OPIATE, 9.5);
    stage_count(st, START, 2, HARBOUR, OPIATE, 1);
    cr_expect_eq(stage_earn(st, 1)->gain[0], 1425000);
    cr_expect_eq(stage_earn(st, 2)->gain[0], 75000);
}

Test(terms_activity, threshold_counts_from_zero_each_contract_year) {
    struct stage *st = stage_of("activity");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 150000, 150000);
    *(double *)stage_setting(st, "threshold") = 10;
    *(double *)stage_setting(st, "marginal") = 0;
    stage_count(st, START, 12, HARBOUR, OPIATE, 13);
    stage_count(st, START, 13, HARBOUR, OPIATE, 7);
    for (int t = 1; t <= 11; t++)
        stage_earn(st, t);
    cr_expect_eq(stage_earn(st, 12)->gain[0], 10 * 150000);
    cr_expect_eq(stage_earn(st, 13)->gain[0], 7 * 150000);
}

Test(terms_activity, group_left_out_of_price_does_not_count_towards_the_threshold) {
    struct stage *st = stage_of("activity");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 150000, -1);
    *(double *)stage_setting(st, "threshold") = 4;
    *(double *)stage_setting(st, "marginal") = 0;
    stage_count(st, START, 1, HARBOUR, OPIATE, 3);
    stage_count(st, START, 1, HARBOUR, ALCOHOL, 9);
    cr_expect_eq(stage_earn(st, 1)->gain[0], 450000);
}

Test(terms_activity, provider_that_the_contract_does_not_count_earns_nothing) {
    struct stage *st = stage_of("activity");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 150000, 150000);
    st->contracts[SERVICE_CONTRACT].n_parts = 1;
    stage_count(st, START, 1, HARBOUR, OPIATE, 3);
    stage_count(st, START, 1, BRIDGE, OPIATE, 5);
    cr_expect_eq(stage_earn(st, 1)->gain[0], 450000);
}

/* 3 * 1,100,000 * 1.5 (local) * 0.25 (attribution) * 1.02 (year 2) = 1,262,250. */
Test(terms_outcome, price_is_raised_by_local_factor_index_and_attribution) {
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 1100000, 500000);
    *(int *)stage_setting(st, "local") = stage_quantity(st, 1.5);
    condition_make(&st->contracts[SERVICE_CONTRACT], "attribution");
    *(double *)condition_member(&st->contracts[SERVICE_CONTRACT], "attribution", NULL) = 0.25;
    st->contracts[SERVICE_CONTRACT].indexation = stage_quantity(st, 0.02);
    stage_count(st, DRUG_FREE, 14, BRIDGE, OPIATE, 3);
    cr_expect_float_eq(stage_earn(st, 14)->gain[LAST], 1262250, 1e-6);
    cr_expect(st->term.kind->results);
}

static struct stage *stage_with_tiers(void) {
    static const double upto[] = {60, 80, 100}, pays[] = {0, 300000, 450000};
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = STAYED_FREE;
    stage_list(st, "tiers", 3);
    for (int i = 0; i < 3; i++) {
        *(double *)stage_item(st, "tiers", i, "upto") = upto[i];
        *(struct by_group *)stage_item(st, "tiers", i, "price") = stage_price(st, pays[i], pays[i]);
    }
    return st;
}

/* 57 to date; then 30: 3 at 0, 20 at 3,000, 7 at 4,500 = 91,500; then 20: 13 at 4,500, 7 past the last tier. */
Test(terms_outcome, tiers_price_the_count_to_date_and_end_with_the_last) {
    struct stage *st = stage_with_tiers();
    stage_count(st, STAYED_FREE, 11, HARBOUR, OPIATE, 57);
    stage_count(st, STAYED_FREE, 12, HARBOUR, OPIATE, 12);
    stage_count(st, STAYED_FREE, 12, BRIDGE, ALCOHOL, 18);
    stage_count(st, STAYED_FREE, 13, BRIDGE, ALCOHOL, 20);
    cr_expect_eq(stage_earn(st, 11)->gain[0], 0);
    cr_expect_eq(stage_earn(st, 12)->gain[LAST], 20 * 300000 + 7 * 450000);
    cr_expect_float_eq(stage_weight(st, BRIDGE, ALCOHOL, 0) / stage_weight(st, HARBOUR, OPIATE, 0), 1.5, 1e-12);
    cr_expect_eq(stage_earn(st, 13)->gain[0], 13 * 450000);
    cr_expect_eq(stage_earn(st, 14)->gain[0], 0);
}

Test(terms_outcome, tiers_by_year_begin_again_with_the_contract_year) {
    struct stage *st = stage_with_tiers();
    *(int *)stage_setting(st, "tier_basis") = 1;
    stage_count(st, STAYED_FREE, 12, HARBOUR, OPIATE, 57);
    stage_count(st, STAYED_FREE, 13, HARBOUR, OPIATE, 61);
    cr_expect_eq(stage_earn(st, 12)->gain[0], 0);
    cr_expect_eq(stage_earn(st, 13)->gain[0], 300000);
}

/* Expected counts are fractions: 60.5 to date and 2.25 more, all in the second tier: 2.25 * 3,000 = 6,750. */
Test(terms_outcome, tiers_take_fractions) {
    struct stage *st = stage_with_tiers();
    stage_count(st, STAYED_FREE, 1, HARBOUR, OPIATE, 60.5);
    stage_count(st, STAYED_FREE, 2, HARBOUR, OPIATE, 2.25);
    cr_expect_eq(stage_earn(st, 1)->gain[0], 150000);
    cr_expect_eq(stage_earn(st, 2)->gain[0], 675000);
}

static struct stage *stage_with_clawback(void) {
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 1100000, 500000);
    *(double *)stage_setting(st, "clawback") = 0.5;
    *(int *)stage_setting(st, "reversal") = RELAPSE;
    *(int *)stage_setting(st, "within") = 2;
    return st;
}

/* Of the 8 outcomes of month 10, which kept 3,600,001 pence after conditions, 2 are reversed in month 12:
 * 0.5 * 2/8 * 3,600,001 = 450,000.125. Of the 4 of month 11 (kept 1,000,000) 1 is: 0.5 * 1/4 * 1,000,000 = 125,000. */
Test(terms_outcome, clawback_takes_back_its_share_of_what_was_kept) {
    struct stage *st = stage_with_clawback();
    stage_count(st, DRUG_FREE, 10, HARBOUR, OPIATE, 5);
    stage_count(st, DRUG_FREE, 10, BRIDGE, ALCOHOL, 3);
    stage_count(st, DRUG_FREE, 11, HARBOUR, OPIATE, 4);
    st->after[10 * LANES + LAST] = 3600001;
    st->after[11 * LANES + LAST] = 1000000;
    stage_delayed(st, RELAPSE, 12, 2, HARBOUR, OPIATE, 2);
    stage_delayed(st, RELAPSE, 12, 1, HARBOUR, OPIATE, 1);
    const struct entitlement *e = stage_earn(st, 12);
    cr_expect_eq(e->loss[LAST], 575000.125);
    cr_expect_eq(e->loss[0], 0);
    cr_expect_eq(e->gain[LAST], 0);
    cr_expect_gt(st->loss_weight[(HARBOUR * STAGE_GROUPS + OPIATE) * LANES + LAST], 0);
    cr_expect_eq(st->loss_weight[(BRIDGE * STAGE_GROUPS + ALCOHOL) * LANES + LAST], 0);
}

/* Due in month 10: a reversal in month 12 is within 2 months, one in month 13 is not; due in month 15, before it, is. */
Test(terms_outcome, clawback_ends_within_months_after_the_due_month) {
    struct stage *st = stage_with_clawback();
    stage_count(st, DRUG_FREE, 10, HARBOUR, OPIATE, 5);
    st->after[10 * LANES] = 3600000;
    stage_delayed(st, RELAPSE, 12, 2, HARBOUR, OPIATE, 1);
    stage_delayed(st, RELAPSE, 13, 3, HARBOUR, OPIATE, 1);
    cr_expect_eq(stage_earn(st, 12)->loss[0], 360000);
    cr_expect_eq(stage_earn(st, 13)->loss[0], 0);
    st->term.lag = 5;
    cr_expect_eq(stage_earn(st, 13)->loss[0], 360000);
}

/* Due in month 10, in lane 3 two months late, so in month 12: there a reversal in month 13 is within 2 months, elsewhere not. */
Test(terms_outcome, clawback_counts_from_the_month_in_which_a_late_claim_was_due_at_last) {
    static uint64_t late[STAGE_MONTHS + 1] = {[10] = 8};
    struct stage *st = stage_with_clawback();
    st->view.late_lanes = late;
    st->view.late_months = 2;
    stage_count(st, DRUG_FREE, 10, HARBOUR, OPIATE, 5);
    for (int l = 0; l < LANES; l++)
        st->after[10 * LANES + l] = 3600000;
    stage_delayed(st, RELAPSE, 12, 2, HARBOUR, OPIATE, 1);
    stage_delayed(st, RELAPSE, 13, 3, HARBOUR, OPIATE, 1);
    cr_expect_eq(stage_earn(st, 12)->loss[4], 360000);
    cr_expect_eq(stage_earn(st, 13)->loss[3], 360000);
    cr_expect_eq(stage_earn(st, 13)->loss[4], 0);
    st->view.late_months = 0;
    cr_expect_eq(stage_earn(st, 13)->loss[3], 0);
}

Test(terms_outcome, only_a_clawback_needs_delays_and_what_was_kept) {
    struct stage *with = stage_with_clawback(), *without = stage_with_tiers();
    cr_expect(with->term.kind->needs_delays(&with->term, RELAPSE));
    cr_expect_not(with->term.kind->needs_delays(&with->term, DRUG_FREE));
    cr_expect(with->term.kind->keeps_after(&with->term));
    cr_expect_not(without->term.kind->needs_delays(&without->term, RELAPSE));
    cr_expect_not(without->term.kind->keeps_after(&without->term));
}
