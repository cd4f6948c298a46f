/* Prices by level, and of clients coded as another group: what is billed differs from what is counted. Amounts are pence. */
#include "terms_stage.h"

#include <criterion/criterion.h>
#include <string.h>

#define LAST (LANES - 1)

/* 8 opiate at half a level on average, 4 alcohol at a quarter: 4 * 300,000 + 1 * 120,000 = 1,320,000. */
static struct stage *stage_by_level(void) {
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 300000, 120000);
    stage_count(st, DRUG_FREE, 5, HARBOUR, OPIATE, 8);
    stage_billed(st, DRUG_FREE, 5, HARBOUR, OPIATE, 4);
    stage_count(st, DRUG_FREE, 5, BRIDGE, ALCOHOL, 4);
    stage_billed(st, DRUG_FREE, 5, BRIDGE, ALCOHOL, 1);
    return st;
}

Test(terms_levels, price_is_times_the_level) {
    struct stage *st = stage_by_level();
    cr_expect_eq(stage_earn(st, 5)->gain[LAST], 1320000);
    cr_expect_eq(stage_weight(st, HARBOUR, OPIATE, 0), 1200000);
    cr_expect_eq(stage_weight(st, BRIDGE, ALCOHOL, 0), 120000);
}

/* Of 12 achievers 9 are within the threshold: 1,320,000 * (9 + 0.2 * 3) / 12 = 1,056,000. */
Test(terms_levels, threshold_counts_achievers) {
    struct stage *st = stage_by_level();
    *(double *)stage_setting(st, "threshold") = 9;
    *(double *)stage_setting(st, "marginal") = 0.2;
    cr_expect_eq(stage_earn(st, 5)->gain[0], 1056000);
}

static void set_tier(struct stage *st, int i, double upto, struct by_group price) {
    *(double *)stage_item(st, "tiers", i, "upto") = upto;
    *(struct by_group *)stage_item(st, "tiers", i, "price") = price;
}

/* Of 12 achievers 3 are in the first tier at half the price, 6 in the second at the whole of it, 3 past the last:
 * 660,000 * 3 / 12 + 1,320,000 * 6 / 12 = 825,000. */
Test(terms_levels, tiers_count_achievers) {
    struct stage *st = stage_by_level();
    ((struct by_group *)stage_setting(st, "price"))->quantity = NULL;
    stage_list(st, "tiers", 2);
    set_tier(st, 0, 3, stage_price(st, 150000, 60000));
    set_tier(st, 1, 9, stage_price(st, 300000, 120000));
    cr_expect_eq(stage_earn(st, 5)->gain[0], 825000);
}

/* 8 against 2 without the service: 6 at half a level, 900,000; alcohol 4 against 4: nothing. */
Test(terms_levels, above_deadweight_pays_the_average_level) {
    struct stage *st = stage_by_level();
    *(int *)stage_setting(st, "above") = 1;
    stage_without(st, DRUG_FREE, 5, HARBOUR, OPIATE, 2);
    stage_without(st, DRUG_FREE, 5, BRIDGE, ALCOHOL, 4);
    cr_expect_eq(stage_earn(st, 5)->gain[0], 900000);
}

/* Nobody of the priced group, but one who is coded as it: before the threshold at the price, past it at the share. */
Test(terms_levels, who_is_coded_as_a_priced_group_is_paid) {
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 300000, -1);
    *(double *)stage_setting(st, "threshold") = 5;
    *(double *)stage_setting(st, "marginal") = 0.2;
    stage_billed(st, DRUG_FREE, 1, HARBOUR, OPIATE, 1);
    stage_count(st, DRUG_FREE, 2, HARBOUR, OPIATE, 5);
    stage_billed(st, DRUG_FREE, 3, HARBOUR, OPIATE, 1);
    cr_expect_eq(stage_earn(st, 1)->gain[0], 300000);
    cr_expect_eq(stage_earn(st, 2)->gain[0], 1500000);
    cr_expect_eq(stage_earn(st, 3)->gain[0], 60000);
}

Test(terms_levels, who_is_coded_as_a_priced_group_is_paid_by_the_tier_reached) {
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    stage_list(st, "tiers", 2);
    set_tier(st, 0, 3, stage_price(st, 150000, -1));
    set_tier(st, 1, 9, stage_price(st, 300000, -1));
    stage_billed(st, DRUG_FREE, 1, HARBOUR, OPIATE, 1);
    stage_count(st, DRUG_FREE, 2, HARBOUR, OPIATE, 3);
    stage_billed(st, DRUG_FREE, 3, HARBOUR, OPIATE, 1);
    stage_count(st, DRUG_FREE, 4, HARBOUR, OPIATE, 6);
    stage_billed(st, DRUG_FREE, 5, HARBOUR, OPIATE, 1);
    const double gain[] = {150000, 450000, 300000, 1800000, 0};
    for (int t = 1; t <= 5; t++)
        cr_expect_eq(stage_earn(st, t)->gain[0], gain[t - 1], "month %d", t);
}

Test(terms_levels, words_say_that_the_level_counts) {
    static struct level half[] = {{.level = 0.5}};
    struct stage *st = stage_by_level();
    st->scheme.outcomes.items[DRUG_FREE].levels.n = 1;
    st->scheme.outcomes.items[DRUG_FREE].levels.items = half;
    cr_expect_str_eq(stage_words(st),
                     "pays £3,000 (opiate) or £1,200 (alcohol) for each drug_free, times the level reached");
}
