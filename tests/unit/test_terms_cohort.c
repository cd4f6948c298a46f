/* Cohorts: the test against a comparison group and what it pays. Amounts are pence. */
#include "condition_maker.h"
#include "scheme/term/reduction.h"
#include "terms_stage.h"

#include <criterion/criterion.h>

enum { PRICE = 240000, FIRST_KNOWN = 21, SECOND_KNOWN = 33 };

/* Two cohorts, starts in months 1-12 and 13-24, known 6 + 3 months later; 10 % each, 7.5 % pooled. */
static struct stage *stage_with_cohorts(void) {
    struct stage *st = stage_of("cohort");
    stage_list(st, "cohorts", 2);
    for (int i = 0; i < 2; i++) {
        *(int *)stage_item(st, "cohorts", i, "from") = 1 + 12 * i;
        *(int *)stage_item(st, "cohorts", i, "to") = 12 + 12 * i;
        *(int *)stage_item(st, "cohorts", i, "size") = 500;
    }
    *(int *)stage_setting(st, "events") = stage_quantity(st, 0.8);
    *(int *)stage_setting(st, "effect") = stage_quantity(st, 0.12);
    *(double *)stage_setting(st, "comparison") = 10;
    *(int *)stage_setting(st, "follow_up") = 6;
    *(int *)stage_setting(st, "reporting") = 3;
    *(double *)stage_setting(st, "threshold") = 0.1;
    *(double *)stage_setting(st, "pooled") = 0.075;
    *(int *)stage_setting(st, "price") = stage_quantity(st, PRICE);
    return st;
}

static void measure(struct stage *st, int cohort, int lane, double n, double N, double T, double C) {
    st->measured[cohort].n[lane] = n;
    st->measured[cohort].N[lane] = N;
    st->measured[cohort].T[lane] = T;
    st->measured[cohort].C[lane] = C;
}

static struct finding finding_of(struct stage *st, int i, int month) {
    struct finding f;
    st->view.month = month;
    st->term.kind->finding(&st->view, i, &f);
    return f;
}

/* With 4,000 events among 5,000 compared, 500 clients would have had 400; 10 % fewer is 360 exactly.
 * It pays 400 - 360 = 40 events avoided; at 361 nothing. */
Test(terms_cohort, threshold_is_reached_exactly_at_the_tie) {
    struct stage *st = stage_with_cohorts();
    measure(st, 0, 0, 500, 5000, 360, 4000);
    measure(st, 0, 1, 500, 5000, 361, 4000);
    const struct entitlement *e = stage_earn(st, FIRST_KNOWN);
    cr_expect_eq(e->gain[0], 40.0 * PRICE);
    cr_expect_eq(e->gain[1], 0);
    cr_expect(e->by_starts);
    cr_expect_eq(e->window_to, 24);
}

Test(terms_cohort, pays_in_the_month_in_which_the_result_is_known_and_no_other) {
    struct stage *st = stage_with_cohorts();
    measure(st, 0, 0, 500, 5000, 350, 4000);
    cr_expect_eq(stage_earn(st, FIRST_KNOWN - 1)->gain[0], 0);
    cr_expect_eq(stage_earn(st, FIRST_KNOWN)->gain[0], 50.0 * PRICE);
    cr_expect_eq(stage_earn(st, FIRST_KNOWN + 1)->gain[0], 0);
}

Test(terms_cohort, no_event_to_compare_with_pays_nothing) {
    struct stage *st = stage_with_cohorts();
    *(double *)stage_setting(st, "threshold") = 0;
    measure(st, 0, 0, 500, 5000, 0, 0);
    cr_expect_eq(stage_earn(st, FIRST_KNOWN)->gain[0], 0);
    struct finding f = finding_of(st, 0, FIRST_KNOWN);
    cr_expect_eq(f.reduction[0], 0);
    cr_expect_eq(f.defined & 1, 1);
    cr_expect_eq(f.triggered & 1, 0);
}

/* 137 of at most 500 started: 1,000 events of 1,370 compared would be 100 among 137; 80 occurred. */
Test(terms_cohort, fewer_than_its_size_are_measured_as_they_are) {
    struct stage *st = stage_with_cohorts();
    measure(st, 0, 0, 137, 1370, 80, 1000);
    cr_expect_eq(stage_earn(st, FIRST_KNOWN)->gain[0], 20.0 * PRICE);
}

Test(terms_cohort, nobody_measured_is_undefined_and_unpaid) {
    struct stage *st = stage_with_cohorts();
    cr_expect_eq(stage_earn(st, FIRST_KNOWN)->gain[0], 0);
    cr_expect_eq(stage_earn(st, SECOND_KNOWN)->gain[0], 0);
    for (int i = 0; i < 3; i++)
        cr_expect_eq(finding_of(st, i, SECOND_KNOWN).defined, 0);
}

/* 379 and 361 of 400 each fail 10 %; together 740 of 800 are 7.5 % fewer: 60 events. With 362: 741, 7.375 %. */
Test(terms_cohort, unpaid_cohorts_are_judged_together_in_the_last_month) {
    struct stage *st = stage_with_cohorts();
    for (int lane = 0; lane < 2; lane++) {
        measure(st, 0, lane, 500, 5000, 379, 4000);
        measure(st, 1, lane, 500, 5000, 361 + lane, 4000);
    }
    cr_expect_eq(stage_earn(st, FIRST_KNOWN)->gain[0], 0);
    const struct entitlement *e = stage_earn(st, SECOND_KNOWN);
    cr_expect_eq(e->gain[0], 60.0 * PRICE);
    cr_expect_eq(e->gain[1], 0);
    struct finding pooled = finding_of(st, 2, SECOND_KNOWN);
    char label[FINDING_LABEL];
    st->term.kind->finding_label(&st->term, 2, label);
    cr_expect_str_eq(label, "pooled");
    cr_expect_eq(pooled.triggered & 3, 1);
    cr_expect_float_eq(pooled.reduction[1], 0.07375, 1e-15);
}

/* The first cohort is paid for itself (340: 60 events), so only the second is judged again: 369 of 400, 7.75 %. */
Test(terms_cohort, paid_cohorts_stay_out_of_the_pool) {
    struct stage *st = stage_with_cohorts();
    measure(st, 0, 0, 500, 5000, 340, 4000);
    measure(st, 1, 0, 500, 5000, 369, 4000);
    cr_expect_eq(stage_earn(st, FIRST_KNOWN)->gain[0], 60.0 * PRICE);
    cr_expect_eq(stage_earn(st, SECOND_KNOWN)->gain[0], 31.0 * PRICE);
}

Test(terms_cohort, nothing_is_pooled_when_every_cohort_is_paid) {
    struct stage *st = stage_with_cohorts();
    measure(st, 0, 0, 500, 5000, 340, 4000);
    measure(st, 1, 0, 500, 5000, 350, 4000);
    cr_expect_eq(stage_earn(st, SECOND_KNOWN)->gain[0], 50.0 * PRICE);
    cr_expect_eq(finding_of(st, 2, SECOND_KNOWN).defined, 0);
}

/* 500 clients * 0.8 events * 12 % = 48 events would truly be avoided, whatever chance made of it (390 of 400). */
Test(terms_cohort, true_effect_is_priced_without_the_luck) {
    struct stage *st = stage_with_cohorts();
    measure(st, 0, 0, 500, 5000, 390, 4000);
    condition_make(&st->contracts[SERVICE_CONTRACT], "attribution");
    *(double *)condition_member(&st->contracts[SERVICE_CONTRACT], "attribution", NULL) = 0.5;
    struct finding f = finding_of(st, 0, FIRST_KNOWN);
    cr_expect_eq(f.triggered & 1, 0);
    cr_expect_float_eq(f.reduction[0], 0.025, 1e-15);
    cr_expect_float_eq(f.at_true_effect[0], 24.0 * PRICE, 1e-6);
    cr_expect_eq(finding_of(st, 0, FIRST_KNOWN - 1).defined, 0);
}

/* A true effect of 8 % fails each cohort and passes the pool: 0 + 0 + 2 * 500 * 0.8 * 8 % = 64 events. */
Test(terms_cohort, true_effect_between_the_thresholds_is_priced_in_the_pool) {
    struct stage *st = stage_with_cohorts();
    *(int *)stage_setting(st, "effect") = stage_quantity(st, 0.08);
    measure(st, 0, 0, 500, 5000, 300, 4000);
    measure(st, 1, 0, 500, 5000, 300, 4000);
    cr_expect_eq(finding_of(st, 0, SECOND_KNOWN).at_true_effect[0], 0);
    cr_expect_float_eq(finding_of(st, 2, SECOND_KNOWN).at_true_effect[0], 64.0 * PRICE, 1e-6);
}

/* In the expected case an effect of just the threshold is paid, though 613.3 * 0.7 * (1 - 0.085) in binary is a little
 * more than it should be. */
Test(terms_cohort, expected_effect_at_the_threshold_reaches_it) {
    const double effects[] = {0.1, 0.07, 0.31, 0.085};
    for (int i = 0; i < 4; i++) {
        struct reduction r = {613.3, 6133, 613.3 * 0.7 * (1 - effects[i]), 6133 * 0.7, false};
        cr_expect(reduction_reaches(&r, effects[i]), "%g", effects[i]);
        cr_expect_not(reduction_reaches(&r, effects[i] + 1e-6), "%g", effects[i]);
    }
}

/* T N 10^6 is past 2^63 here: 999,999,937 * 999,999,893 * 10^6. One event decides. */
Test(terms_cohort, large_counts_are_compared_exactly) {
    struct reduction even = {999999893, 999999893, 999999937, 999999937, true};
    struct reduction worse = {999999893, 999999893, 999999938, 999999937, true};
    cr_expect(reduction_reaches(&even, 0));
    cr_expect_not(reduction_reaches(&worse, 0));
}

/* 1 - 9150 / 10,000 is 8.5 % exactly; one event more is not. */
Test(terms_cohort, steps_hold_from_exactly_their_row) {
    const struct reward steps[] = {{0.085, 480000000}, {0.1, 610000000}};
    struct reduction r = {10000, 10000, 9150, 10000, true};
    cr_expect_eq(reduction_pays_steps(&r, steps, 2), 480000000);
    r.T = 9151;
    cr_expect_eq(reduction_pays_steps(&r, steps, 2), 0);
    r.T = 8000;
    cr_expect_eq(reduction_pays_steps(&r, steps, 2), 610000000);
}

/* From 5 % (100,000) to 15 % (900,000): at 7.5 % a quarter of the way, 300,000. */
Test(terms_cohort, line_interpolates_between_its_rows) {
    const struct reward line[] = {{0.05, 100000}, {0.15, 900000}};
    const double T[] = {9501, 9500, 9250, 8500, 7000}, pays[] = {0, 100000, 300000, 900000, 900000};
    for (int i = 0; i < 5; i++) {
        struct reduction r = {10000, 10000, T[i], 10000, true};
        cr_expect_float_eq(reduction_pays_line(&r, line, 2), pays[i], 1e-6, "T = %g", T[i]);
    }
}

Test(terms_cohort, steps_take_the_place_of_the_price_and_need_no_threshold) {
    struct stage *st = stage_with_cohorts();
    *(int *)stage_setting(st, "price") = NONE;
    *(double *)stage_setting(st, "threshold") = *(double *)stage_setting(st, "pooled") = -2;
    stage_list(st, "steps", 1);
    *(double *)stage_item(st, "steps", 0, "at_least") = 0.05;
    *(money *)stage_item(st, "steps", 0, "pays") = 480000001;
    measure(st, 0, 0, 500, 5000, 380, 4000);
    measure(st, 0, 1, 500, 5000, 381, 4000);
    const struct entitlement *e = stage_earn(st, FIRST_KNOWN);
    cr_expect_eq(e->gain[0], 480000001);
    cr_expect_eq(e->gain[1], 0);
    cr_expect_eq(finding_of(st, 0, FIRST_KNOWN).triggered & 3, 1);
    cr_expect_eq(st->term.kind->findings(&st->term), 2);
}

Test(terms_cohort, plans_say_when_and_whom_to_measure) {
    struct stage *st = stage_with_cohorts();
    struct measurement_plan plan[2];
    cr_assert_eq(st->term.kind->measurements(&st->scheme, st->view.contract, &st->term, NULL), 2);
    st->term.kind->measurements(&st->scheme, st->view.contract, &st->term, plan);
    cr_expect_eq(plan[0].month, FIRST_KNOWN);
    cr_expect_eq(plan[1].month, SECOND_KNOWN);
    cr_expect_eq(plan[1].from, 13);
    cr_expect_eq(plan[1].to, 24);
    cr_expect_eq(plan[1].size, 500);
    cr_expect(plan[1].frequency);
    cr_expect_eq(plan[1].comparison, 10);
}
