/* Caps: what is cut off a month's entitlements, and from whom. Amounts are pence. */
#include "condition_maker.h"

#include <criterion/criterion.h>
#include <string.h>

enum { TERMS = 3 };
static struct scheme scheme = {.start = {.year = 2012, .month = 10}, .year_start = 4};
static struct contract contract = {.from = 3};
static money sums[2][LANES], gain[TERMS * LANES], loss[TERMS * LANES], cut[LANES], one_lane[2 * TERMS];

static struct month_earned month_of(int month, money *gains) {
    return (struct month_earned){.scheme = &scheme,
                                 .contract = &contract,
                                 .month = month,
                                 .n_lines = TERMS,
                                 .gain = gains,
                                 .loss = loss,
                                 .cut = cut,
                                 .one_lane = one_lane};
}

/* Applies the conditions to a month in which a lane earns a, b and c and owes back d; the other lanes earn nothing. */
static void month(int t, int lane, money a, money b, money c, money d) {
    memset(gain, 0, sizeof gain);
    memset(loss, 0, sizeof loss);
    memset(cut, 0, sizeof cut);
    gain[0 * LANES + lane] = a;
    gain[1 * LANES + lane] = b;
    gain[2 * LANES + lane] = c;
    loss[1 * LANES + lane] = d;
    struct month_earned m = month_of(t, gain);
    conditions_begin(&m, sums);
    conditions_apply(&m, sums);
}

static void expect(int lane, money a, money b, money c, money cut_off) {
    cr_expect_eq(gain[0 * LANES + lane], a);
    cr_expect_eq(gain[1 * LANES + lane], b);
    cr_expect_eq(gain[2 * LANES + lane], c);
    cr_expect_eq(cut[lane], cut_off);
}

static void cap(money limit) {
    condition_make(&contract, "cap");
    *(money *)condition_member(&contract, "cap", NULL) = limit;
}

static void annual_cap(money limit, int by) {
    condition_make(&contract, "annual_cap");
    *(money *)condition_member(&contract, "annual_cap", "amount") = limit;
    *(int *)condition_member(&contract, "annual_cap", "by") = by;
}

Test(terms_room, contract_without_caps_is_left_alone) {
    cr_expect_eq(conditions_sums(&contract), 0);
    month(1, 0, 238517, 40009, 11, 7);
    expect(0, 238517, 40009, 11, 0);
}

Test(terms_room, what_just_fits_is_not_cut) {
    cap(278537);
    month(1, 3, 238517, 40009, 11, 0);
    expect(3, 238517, 40009, 11, 0);
    month(2, 3, 1, 0, 0, 0);
    expect(3, 0, 0, 0, 1);
}

/* 100 left for 100 + 100 + 101: 33.22, 33.22 and 33.55; the odd penny goes to the largest remainder. */
Test(terms_room, cut_is_pro_rata_by_largest_remainder) {
    cap(100);
    month(1, LANES - 1, 100, 100, 101, 0);
    expect(LANES - 1, 33, 33, 34, 201);
}

/* 101 left for three times 50: 33.67 each; two pennies over, to the first two. */
Test(terms_room, equal_remainders_go_by_the_order_of_terms) {
    cap(101);
    month(1, 7, 50, 50, 50, 0);
    expect(7, 34, 34, 33, 49);
}

Test(terms_room, other_lanes_are_untouched_by_a_cut) {
    cap(100);
    memset(gain, 0, sizeof gain);
    for (int l = 0; l < LANES; l++)
        gain[l] = 70 + l;
    struct month_earned m = month_of(1, gain);
    conditions_apply(&m, sums);
    for (int l = 0; l < LANES; l++)
        cr_expect_eq(gain[l], l <= 30 ? 70 + l : 100, "lane %d", l);
}

/* 90 of 100 used; 25 owed back in month 2, when only 10 were left: month 3 has 100 - (90 + 10 - 25) = 25. */
Test(terms_room, negative_entitlement_gives_its_room_back_to_later_months) {
    cap(100);
    month(1, 0, 90, 0, 0, 0);
    month(2, 0, 40, 0, 0, 25);
    expect(0, 10, 0, 0, 30);
    month(3, 0, 0, 0, 40, 0);
    expect(0, 0, 0, 25, 15);
}

/* From month 3 on, contract years begin in months 3, 15, ... */
Test(terms_room, annual_cap_begins_again_with_the_contract_year) {
    annual_cap(1000, 0);
    for (int t = 1; t <= 15; t++) {
        month(t, 0, t == 3 || t >= 14 ? 700 : 0, 0, 0, 0);
        if (t == 14)
            expect(0, 300, 0, 0, 400);
        if (t == 15)
            expect(0, 700, 0, 0, 0);
    }
}

/* What comes in later in month 3, in which a year begins, finds the 300 that are left of 1,000. */
Test(terms_room, month_may_come_in_parts) {
    annual_cap(1000, 0);
    month(3, 0, 700, 0, 0, 0);
    money later[TERMS * LANES] = {0};
    later[2 * LANES] = 450;
    struct month_earned m = month_of(3, later);
    conditions_apply(&m, sums);
    cr_expect_eq(later[2 * LANES], 300);
    cr_expect_eq(sums[0][0], 1000);
}

/* Month 1 is October: April is month 7. */
Test(terms_room, annual_cap_begins_again_with_the_financial_year) {
    annual_cap(1000, 1);
    for (int t = 1; t <= 7; t++) {
        month(t, 0, t == 3 || t >= 6 ? 700 : 0, 0, 0, 0);
        if (t == 6)
            expect(0, 300, 0, 0, 400);
        if (t == 7)
            expect(0, 700, 0, 0, 0);
    }
}

/* The year lets 1,000 pass, the contract then only 600: the year's room is used up by 600, so that 300 owed back in
 * month 4 leave the contract 300 and the year 700 for month 5. */
Test(terms_room, what_the_contract_cuts_does_not_use_up_the_year) {
    annual_cap(1000, 0);
    cap(600);
    cr_expect_eq(conditions_sums(&contract), 2);
    for (int t = 1; t <= 2; t++)
        month(t, 0, 0, 0, 0, 0);
    month(3, 0, 1100, 0, 0, 0);
    expect(0, 600, 0, 0, 500);
    cr_expect_eq(sums[0][0], 600);
    month(4, 0, 0, 0, 0, 300);
    month(5, 0, 800, 0, 0, 0);
    expect(0, 300, 0, 0, 500);
}

/* 5, 5 and 11 into the year's 20 are 5, 5, 10 (4.76, 4.76, 10.48); these into the contract's 19 are 5, 5, 9 (4.75, 4.75,
 * 9.5). In the other order they would be 5, 4, 10. */
Test(terms_room, the_year_cuts_before_the_contract) {
    annual_cap(20, 0);
    cap(19);
    month(3, 0, 5, 5, 11, 0);
    expect(0, 5, 5, 9, 2);
}

/* Amounts near the largest allowed, 10^15 pence: products pass 2^63. 3/7 of it and 4/7 of it in room for half. */
Test(terms_room, large_amounts_are_split_exactly) {
    cap(500000000000000);
    month(1, 0, 428571428571429, 571428571428571, 0, 0);
    expect(0, 214285714285715, 285714285714285, 0, 500000000000000);
}
