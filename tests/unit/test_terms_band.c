/* Bands and pools: amounts by counts over a window. Amounts are pence. */
#include "terms_stage.h"

#include "scheme/term/ratio.h"

#include <criterion/criterion.h>
#include <string.h>

#define LAST (LANES - 1)

/* 61.7 % is where £1,234.56 begins, 80 % where £9,876.54 does. */
static struct stage *stage_with_band(const char *table, const char *at) {
    struct stage *st = stage_of("band");
    *(int *)stage_setting(st, "count") = DRUG_FREE;
    *(int *)stage_setting(st, "per") = START;
    *(int *)stage_setting(st, "from") = 3;
    *(int *)stage_setting(st, "to") = 8;
    *(int *)stage_setting(st, "reporting") = 4;
    stage_list(st, table, 2);
    *(double *)stage_item(st, table, 0, at) = 0.617;
    *(double *)stage_item(st, table, 1, at) = 0.8;
    *(money *)stage_item(st, table, 0, "pays") = 123456;
    *(money *)stage_item(st, table, 1, "pays") = 987654;
    return st;
}

/* Over both groups and parts, months 3 to 8: 617 of 1,000, the very share; 616 in the lane before the last. */
static void count_at_the_first_step(struct stage *st) {
    stage_count(st, START, 3, HARBOUR, OPIATE, 700);
    stage_count(st, START, 8, BRIDGE, ALCOHOL, 300);
    stage_count(st, START, 9, BRIDGE, ALCOHOL, 5000);
    stage_count(st, DRUG_FREE, 2, HARBOUR, OPIATE, 900);
    stage_count(st, DRUG_FREE, 4, HARBOUR, OPIATE, 600);
    stage_count(st, DRUG_FREE, 8, BRIDGE, OPIATE, 17);
    ((double *)(uintptr_t)count_at(&st->view.outcomes[DRUG_FREE], 8, BRIDGE, OPIATE))[LAST - 1] = 16;
}

Test(terms_band, is_earned_once_when_the_ratio_is_known) {
    struct stage *st = stage_with_band("steps", "at_least");
    count_at_the_first_step(st);
    for (int t = 1; t <= 20; t++)
        cr_expect_eq(stage_earn(st, t)->gain[0], t == 12 ? 123456 : 0, "month %d", t);
    const struct entitlement *e = stage_earn(st, 12);
    cr_expect_eq(e->gain[LAST], 123456);
    cr_expect_eq(e->gain[LAST - 1], 0);
    cr_expect(e->by_starts);
    cr_expect_eq(e->window_from, 3);
    cr_expect_eq(e->window_to, 8);
}

/* 617 / 1,000 begins the line; 700 / 1,000 is 0.083 / 0.183 of the way from 123,456 to 987,654. */
Test(terms_band, line_interpolates) {
    struct stage *st = stage_with_band("line", "at");
    count_at_the_first_step(st);
    cr_expect_float_eq(stage_earn(st, 12)->gain[0], 123456, 1e-6);
    stage_count(st, DRUG_FREE, 5, BRIDGE, ALCOHOL, 83);
    cr_expect_float_eq(stage_earn(st, 12)->gain[0], 123456 + 864198 * 0.083 / 0.183, 1e-6);
    stage_count(st, DRUG_FREE, 5, BRIDGE, ALCOHOL, 400);
    cr_expect_eq(stage_earn(st, 12)->gain[0], 987654);
}

Test(terms_band, window_is_the_contracts_when_left_out) {
    struct stage *st = stage_with_band("steps", "at_least");
    *(int *)stage_setting(st, "from") = *(int *)stage_setting(st, "to") = 0;
    stage_count(st, START, 1, HARBOUR, OPIATE, 10);
    stage_count(st, DRUG_FREE, 36, HARBOUR, OPIATE, 8);
    cr_expect_eq(stage_earn(st, 40)->gain[0], 987654);
}

Test(terms_band, nothing_per_nothing_is_nothing) {
    static const struct reward from_zero[] = {{0, 555}, {1, 777}};
    cr_expect_not(ratio_reaches(0, 0, 0.1));
    cr_expect(ratio_reaches(0, 0, 0));
    cr_expect(ratio_reaches(3, 0, 99));
    cr_expect_eq(ratio_pays_steps(0, 0, from_zero, 2), 555);
    cr_expect_eq(ratio_pays_line(0, 0, from_zero, 2), 555);
    cr_expect_eq(ratio_pays_line(2, 0, from_zero, 2), 777);
}

Test(terms_band, just_reaching_is_reaching) {
    cr_expect(ratio_reaches(0.3 * 7, 7, 0.1 + 0.2), "0.1 + 0.2 is a bit more than 0.3");
    cr_expect(ratio_reaches(61.7 - 0.5e-7, 100, 0.617));
    cr_expect_not(ratio_reaches(61.7 - 2e-7, 100, 0.617));
}

static void expect_fault(struct stage *st, const char *words) {
    const char *said = "";
    cr_expect_gt(stage_errors(st, &said), 0);
    cr_expect(strstr(said, words), "%s", said);
}

Test(terms_band, check_says_what_to_do) {
    struct stage *st = stage_with_band("steps", "at_least");
    cr_expect_eq(stage_errors(st, NULL), 0);
    *(double *)stage_item(st, "steps", 1, "at_least") = 0.617;
    expect_fault(st, "steps: row 1 is at 0.617, not above 0.617; rows rise");
    *(int *)stage_setting(st, "reporting") = STAGE_MONTHS - 7;
    expect_fault(st, "reporting: the ratio is known in month 61, after the last month that can be claimed, 60");
    *(int *)stage_setting(st, "from") = 9;
    expect_fault(st, "from: is month 9, after the window's end in month 8");
    *(int *)stage_setting(st, "per") = DRUG_FREE;
    expect_fault(st, "per: is the same as count");
    stage_list(st, "line", 1);
    expect_fault(st, "line: is given beside steps");
    expect_fault(stage_of("band"), "steps: is missing");
}

Test(terms_band, words) {
    cr_expect_str_eq(stage_words(stage_with_band("steps", "at_least")),
                     "pays £1,234.56 at 61.7%, £9,876.54 at 80% drug_free per start in months 3 to 8, known 4 months "
                     "later");
    cr_expect_str_eq(stage_words(stage_with_band("line", "at")),
                     "pays £1,234.56 at 61.7% rising to £9,876.54 at 80% drug_free per start in months 3 to 8, known 4 "
                     "months later");
}

/* ---- Pools ---- */

static struct stage *stage_with_pool(void) {
    struct stage *st = stage_of("pool");
    *(int *)stage_setting(st, "outcome") = STAYED_FREE;
    *(int *)stage_setting(st, "pot") = stage_quantity(st, 1234500);
    *(int *)stage_setting(st, "others") = stage_quantity(st, 23);
    *(int *)stage_setting(st, "every") = 6;
    return st;
}

/* 4 + 3 of months 1 to 6, against 23: 1,234,500 * 7 / 30 = 288,050; in months 7 to 12 nobody. */
Test(terms_pool, shares_the_pot_by_the_outcomes_of_the_period) {
    struct stage *st = stage_with_pool();
    stage_count(st, STAYED_FREE, 1, HARBOUR, OPIATE, 4);
    stage_count(st, STAYED_FREE, 6, BRIDGE, ALCOHOL, 3);
    stage_count(st, STAYED_FREE, 13, BRIDGE, ALCOHOL, 90);
    for (int t = 1; t <= 12; t++)
        cr_expect_float_eq(stage_earn(st, t)->gain[LAST], t == 6 ? 288050 : 0, 1e-9, "month %d", t);
}

/* Months 3 to 11: 3 to 8, then half a period: 617,250 * 2 / (2 + 11.5). */
Test(terms_pool, last_period_cut_short_shares_its_part) {
    struct stage *st = stage_with_pool();
    *(int *)stage_setting(st, "from") = 3;
    *(int *)stage_setting(st, "to") = 11;
    stage_count(st, STAYED_FREE, 2, HARBOUR, OPIATE, 40);
    stage_count(st, STAYED_FREE, 9, HARBOUR, OPIATE, 2);
    for (int t = 1; t <= 18; t++)
        cr_expect_float_eq(stage_earn(st, t)->gain[0], t == 11 ? 617250 * 2 / 13.5 : 0, 1e-9, "month %d", t);
}

Test(terms_pool, pot_is_a_price) {
    struct stage *st = stage_with_pool();
    st->contracts[SERVICE_CONTRACT].indexation = stage_quantity(st, 0.05);
    *(int *)stage_setting(st, "others") = stage_quantity(st, 0);
    stage_count(st, STAYED_FREE, 13, HARBOUR, OPIATE, 1);
    cr_expect_float_eq(stage_earn(st, 18)->gain[0], 1234500 * 1.05, 1e-9);
    cr_expect_eq(stage_earn(st, 24)->gain[0], 0, "no one against no one");
}

Test(terms_pool, check_says_where_it_can_run) {
    struct stage *st = stage_with_pool();
    cr_expect_eq(stage_errors(st, NULL), 0);
    *(int *)stage_setting(st, "to") = 61;
    expect_fault(st,
                 "to: the pool runs from month 1 to 61; what the contract counts can be claimed from month 1 to 60");
    *(int *)stage_setting(st, "to") = 7;
    *(int *)stage_setting(st, "from") = 8;
    expect_fault(st, "from: is month 8, after the end in month 7");
}

Test(terms_pool, words) {
    cr_expect_str_eq(stage_words(stage_with_pool()),
                     "shares a pot of £12,345 every 6 months, from month 1 to month 36, by the number of stayed_free, "
                     "with 23 of the rest of the field in each period");
}
