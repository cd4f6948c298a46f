/* Money: rounding in its two places, and how it is written. */
#include "base/money.h"

#include <criterion/criterion.h>
#include <stdint.h>

Test(money, ties_go_to_the_even_penny) {
    cr_expect_eq(money_round(238516.5), 238516);
    cr_expect_eq(money_round(238517.5), 238518);
    cr_expect_eq(money_round(-238517.5), -238518);
    cr_expect_eq(money_round(238517.4999), 238517);
}

Test(money, a_product_with_a_rate_is_rounded_once) {
    cr_expect_eq(money_times(250, 0.01), 2);
    cr_expect_eq(money_times(350, 0.01), 4);
    cr_expect_eq(money_times(238517, 0.125), 29815);
}

Test(money, parts_of_a_split_sum_to_the_whole) {
    const double weights[] = {3.7, 0, 1.9, 8.35, 2.2};
    for (money total = -1003; total <= 1003; total += 17) {
        money parts[5], sum = 0;
        money_split(total > 0 ? total : -total, weights, 5, parts);
        for (int i = 0; i < 5; i++)
            sum += parts[i];
        cr_expect_eq(sum, total > 0 ? total : -total);
        cr_expect_eq(parts[1], 0);
    }
}

Test(money, remainders_that_only_the_last_bits_tell_apart_are_a_tie) {
    const double weights[] = {1, 3, 10}; /* of two pence 3 and 10 in 14 have the same remainder */
    money parts[3];
    money_split(2, weights, 3, parts);
    cr_assert_eq(parts[0], 0);
    cr_assert_eq(parts[1], 1);
    cr_assert_eq(parts[2], 1);
}

Test(money, the_largest_remainder_gets_the_penny_and_ties_go_to_the_first) {
    const double weights[] = {1, 1, 1}, uneven[] = {0.44, 0.264, 0.176};
    money parts[3];
    money_split(100, weights, 3, parts);
    cr_expect(parts[0] == 34 && parts[1] == 33 && parts[2] == 33);
    money_split(101, weights, 3, parts);
    cr_expect(parts[0] == 34 && parts[1] == 34 && parts[2] == 33);
    money_split(1000, uneven, 3, parts);
    cr_expect(parts[0] == 500 && parts[1] == 300 && parts[2] == 200);
}

Test(money, nothing_to_weigh_by_splits_equally) {
    const double weights[] = {0, 0};
    money parts[2];
    money_split(238517, weights, 2, parts);
    cr_expect(parts[0] == 119259 && parts[1] == 119258);
}

Test(money, a_payment_is_shared_by_what_is_owed) {
    const money owed[] = {60000, 30000, 0};
    money parts[3];
    money_split_pro_rata(70000, owed, 3, parts);
    cr_expect(parts[0] == 46667 && parts[1] == 23333 && parts[2] == 0);
    money_split_pro_rata(90000, owed, 3, parts);
    cr_expect(parts[0] == 60000 && parts[1] == 30000 && parts[2] == 0);
}

Test(money, amounts_of_any_size_are_shared_exactly) {
    const money owed[] = {700000000000001, 299999999999999};
    money parts[2];
    money_split_pro_rata(999999999999999, owed, 2, parts);
    cr_expect_eq(parts[0] + parts[1], 999999999999999);
    cr_expect(parts[0] <= owed[0] && parts[1] <= owed[1]);
}

Test(money, is_written_with_its_sign_before_the_symbol) {
    char buf[64];
    cr_expect_str_eq(money_format(-238517, "£", 1, buf, sizeof buf), "-£2,385.17");
    cr_expect_str_eq(money_format(123456789, "£", 0, buf, sizeof buf), "£1,234,568");
    cr_expect_str_eq(money_format(5, "EUR ", 1, buf, sizeof buf), "EUR 0.05");
}
