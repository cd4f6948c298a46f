/* Conditions that scale, add and hold back, over lanes that differ. Amounts are pence. */
#include "condition_maker.h"
#include "scheme/term/price.h"
#include "terms_stage.h"

#include <criterion/criterion.h>
#include <string.h>

enum { LINES = 4, SUMS = 3 };
static struct stage *st;
static struct contract *c;
static money sums[SUMS][LANES], gain[LINES * LANES], loss[LINES * LANES], cut[LANES], one_lane[2 * LINES];
static double index_one[LANES];
static uint64_t ends;

/* A contract of one term that pays for results, from month 3 on. */
static void begin(void) {
    st = stage_of("outcome");
    c = &st->contracts[SERVICE_CONTRACT];
    c->from = 3;
    c->terms.items = &st->term;
    c->terms.n = 1;
    memset(sums, 0, sizeof sums);
    for (int l = 0; l < LANES; l++)
        index_one[l] = 1;
}
TestSuite(terms_conditions, .init = begin);

/* A month in which lane l gains each * l and owes back `back`; what conditions add follows in the lines after it. */
static void month(int t, money each, money back, uint64_t going) {
    memset(gain, 0, sizeof gain);
    memset(loss, 0, sizeof loss);
    for (int l = 0; l < LANES; l++) {
        gain[l] = each * l;
        loss[l] = back;
    }
    struct month_earned m = {.scheme = &st->scheme,
                             .contract = c,
                             .month = t,
                             .n_lines = 1 + conditions_lines(c),
                             .gain = gain,
                             .loss = loss,
                             .cut = cut,
                             .one_lane = one_lane,
                             .last = true,
                             .starts = &st->view.starts,
                             .outcomes = st->view.outcomes,
                             .q = (const double(*)[LANES])st->q,
                             .index = index_one,
                             .going = going,
                             .ends = &ends};
    conditions_begin(&m, sums);
    conditions_apply(&m, sums);
}

static void set_lane(int what, int t, int lane, double count) {
    const struct count_grid *grid = what == START ? &st->view.starts : &st->view.outcomes[what];
    ((double *)(uintptr_t)count_at(grid, t, HARBOUR, OPIATE))[lane] = count;
}

/* ---- At risk and attribution ---- */

static void expect_factors(const char *pay, double year_1, double year_3) {
    st->term.kind = term_kind_find(pay);
    for (int year = 0; year < 4; year++) {
        double factor[LANES];
        price_index_of_year(c, &st->term, (const double(*)[LANES])st->q, year, factor);
        for (int l = 0; l < LANES; l++)
            cr_expect_float_eq(factor[l], year == 0 ? year_1 : year_3, 1e-15, "%s, year %d", pay, year);
    }
}

Test(terms_conditions, share_at_risk_scales_results_and_blocks_alone) {
    condition_make(c, "at_risk");
    struct by_year *share = condition_member(c, "at_risk", NULL);
    *share = (struct by_year){2, (int[]){stage_quantity(st, 0.15), stage_quantity(st, 0.35)}};
    expect_factors("outcome", 0.15, 0.35);
    expect_factors("cohort", 0.15, 0.35);
    expect_factors("block", 0.85, 0.65);
    expect_factors("activity", 1, 1);
    expect_factors("share", 1, 1);
    expect_factors("pass_through", 1, 1);
}

Test(terms_conditions, attribution_scales_results_alone_and_joins_the_share_at_risk) {
    condition_make(c, "attribution");
    *(double *)condition_member(c, "attribution", NULL) = 0.25;
    condition_make(c, "at_risk");
    struct by_year *share = condition_member(c, "at_risk", NULL);
    *share = (struct by_year){1, (int[]){stage_quantity(st, 0.5)}};
    expect_factors("outcome", 0.125, 0.125);
    expect_factors("block", 0.5, 0.5);
}

/* ---- Minimum volume ---- */

static void guarantee(double starts, int every, double price) {
    condition_make(c, "minimum_volume");
    *(double *)condition_member(c, "minimum_volume", "starts") = starts;
    *(int *)condition_member(c, "minimum_volume", "every") = every;
    *(int *)condition_member(c, "minimum_volume", "price") = stage_quantity(st, price);
}

/* 12.5 guaranteed in months 3 to 5; lane l has l starts. At 1,101 each, lane 5 lacks 7.5: 8,257.5, rounded to even. */
Test(terms_conditions, each_missing_start_is_paid_at_the_end_of_its_period) {
    guarantee(12.5, 3, 1101);
    for (int l = 0; l < LANES; l++)
        set_lane(START, 4, l, l);
    for (int t = 3; t <= 5; t++)
        month(t, 0, 0, UINT64_MAX);
    cr_expect_eq(gain[LANES + 5], 8258);
    cr_expect_eq(gain[LANES + 12], 550);
    cr_expect_eq(gain[LANES + 13], 0);
    month(6, 0, 0, UINT64_MAX);
    cr_expect_eq(gain[LANES + 5], 0);
}

Test(terms_conditions, volume_is_guaranteed_neither_past_the_last_start_nor_past_an_ending) {
    guarantee(10, 3, 1101);
    c->last_start = 7;
    month(5, 0, 0, ~(uint64_t)4);
    cr_expect_eq(gain[LANES + 1], 11010);
    cr_expect_eq(gain[LANES + 2], 0);
    month(8, 0, 0, UINT64_MAX);
    cr_expect_eq(gain[LANES + 1], 0);
}

/* ---- Minimum performance ---- */

static void expect_level(double at_least) {
    condition_make(c, "minimum_performance");
    struct by_year *level = condition_member(c, "minimum_performance", "at_least");
    static int quantity;
    quantity = stage_quantity(st, at_least);
    *level = (struct by_year){1, &quantity};
    *(int *)condition_member(c, "minimum_performance", "outcome") = DRUG_FREE;
}

/* 40 start in month 3; lane l has l free of drugs in month 9. 0.35 * 40 = 14 is enough. Each month gains 7 l and owes 3. */
Test(terms_conditions, results_of_a_year_below_the_level_are_owed_back_in_its_last_month) {
    expect_level(0.35);
    for (int l = 0; l < LANES; l++) {
        set_lane(START, 3, l, 40);
        set_lane(DRUG_FREE, 9, l, l);
    }
    for (int t = 1; t <= 13; t++)
        month(t, t < 3 ? 0 : 7, t < 3 ? 0 : 3, UINT64_MAX);
    cr_expect_eq(loss[LANES + 13], 0);
    month(14, 7, 3, UINT64_MAX);
    cr_expect_eq(loss[LANES + 13], 12 * (7 * 13 - 3));
    cr_expect_eq(loss[LANES + 14], 0);
    cr_expect_eq(loss[LANES + 0], 0, "nothing is owed back of less than nothing");
}

Test(terms_conditions, a_year_without_starts_is_met_and_each_year_counts_alone) {
    expect_level(0.35);
    for (int l = 0; l < LANES; l++)
        set_lane(START, 3, l, l == 20 ? 0 : 40);
    for (int t = 3; t <= 26; t++) {
        month(t, 7, 0, UINT64_MAX);
        if (t == 14) {
            cr_expect_eq(loss[LANES + 20], 0);
            cr_expect_eq(loss[LANES + 21], 12 * 7 * 21);
        }
    }
    cr_expect_eq(loss[LANES + 21], 0);
}

/* ---- Floor ---- */

/* 7 l a month in months 3 to 36, less 2: 34 * (7 l - 2). The floor of 5,000 is missed up to lane 21: 34 * 145 = 4,930. */
Test(terms_conditions, floor_is_made_up_in_the_last_month_of_claims) {
    condition_make(c, "floor");
    *(money *)condition_member(c, "floor", NULL) = 5000;
    c->last_claim = 36;
    for (int t = 3; t <= 35; t++)
        month(t, 7, 2, UINT64_MAX);
    cr_expect_eq(gain[LANES + 21], 0);
    month(36, 7, 2, ~(uint64_t)1);
    cr_expect_eq(gain[LANES + 21], 70);
    cr_expect_eq(gain[LANES + 22], 0);
    cr_expect_eq(gain[LANES + 1], 5000 - 34 * 5);
    cr_expect_eq(gain[LANES + 0], 0, "a contract that has ended has no floor");
}

/* ---- Retention ---- */

/* 5 % of 1,001 l, half to even: lane 10 holds 500.5, 500. */
Test(terms_conditions, a_share_is_held_back_of_what_falls_due_before_the_month) {
    condition_make(c, "retention");
    *(double *)condition_member(c, "retention", "share") = 0.05;
    *(int *)condition_member(c, "retention", "until") = 20;
    money amount[LANES], held[CONDITIONS_HOLD][LANES];
    int until[CONDITIONS_HOLD];
    for (int l = 0; l < LANES; l++)
        amount[l] = 1001 * l;
    cr_assert_eq(conditions_held(c, 19, amount, until, held), 1);
    cr_expect_eq(until[0], 20);
    cr_expect_eq(held[0][10], 500);
    cr_expect_eq(amount[10], 9510);
    cr_expect_eq(held[0][0], 0);
    cr_expect_eq(conditions_held(c, 20, amount, until, held), 0);
    cr_expect_eq(amount[10], 9510);
}

/* ---- Words ---- */

Test(terms_conditions, words) {
    struct text_buf text = {0};
    guarantee(140, 12, 238500);
    expect_level(0.35);
    condition_make(c, "floor");
    *(money *)condition_member(c, "floor", NULL) = 23851700;
    condition_make(c, "late");
    *(int *)condition_member(c, "late", "probability") = stage_quantity(st, 0.2);
    *(int *)condition_member(c, "late", "months") = 2;
    condition_make(c, "retention");
    *(double *)condition_member(c, "retention", "share") = 0.05;
    *(int *)condition_member(c, "retention", "until") = 48;
    condition_words(&st->scheme, c, &text);
    cr_expect_str_eq(text.data,
                     "guarantees 140 starts every 12 months and pays £2,385 for each that is missing; pays nothing for "
                     "the results of a contract year with fewer than 0.35 drug_free a start; pays at least £238,517 in "
                     "all, made up in month 60; 20% of claims are paid 2 months late; holds back 5% of each payment "
                     "until month 48; ");
    text_free(&text);
}

/* ---- Faults ---- */

Test(terms_conditions, faults_say_what_to_do) {
    char first[1000];
    st->scheme.months = STAGE_MONTHS;
    condition_make(c, "cap");
    *(money *)condition_member(c, "cap", NULL) = 4999;
    condition_make(c, "floor");
    *(money *)condition_member(c, "floor", NULL) = 5000;
    cr_expect_eq(condition_faults(&st->scheme, c, first, sizeof first), 1);
    cr_expect(strstr(first, "floor: is above `cap`"), "%s", first);
    *(money *)condition_member(c, "floor", NULL) = 4999;
    cr_expect_eq(condition_faults(&st->scheme, c, first, sizeof first), 0);
    guarantee(10, 34, 1101);
    cr_expect_eq(condition_faults(&st->scheme, c, first, sizeof first), 0);
    guarantee(10, 35, 1101);
    cr_expect_eq(condition_faults(&st->scheme, c, first, sizeof first), 1);
}
