/* Steps of the waterfall over lanes, their order, and tables of results. Amounts in pence. */
#include "scheme_builder.h"

#include "scheme/waterfall.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { MOST_TRANCHES = 4, MOST_FEES = 2 };

static struct scheme s;
static struct bond *bond;
static struct tranche_claim claims[MOST_TRANCHES];
static struct fee_claim fees[MOST_FEES];
static money one_lane[2 * MOST_TRANCHES + 2 * MOST_FEES];
static double shares[MOST_TRANCHES];
static struct payout payout;

static void begin(void) {
    build_scheme(&s, 60);
    int council = build_party(&s, "Council", PARTY_COMMISSIONER), spv = build_party(&s, "SPV", PARTY_SPV);
    struct contract *c = build_contract(&s, "Outcomes", council, spv);
    build_set(&s, build_term(&s, c, "block"), "amount", 1234.56);
    build_party(&s, "Fund", PARTY_INVESTOR);
    bond = build_bond(&s, spv);
}

static void end(void) { scheme_free(&s); }

TestSuite(scheme_waterfall, .init = begin, .fini = end);

static struct tranche *add(const char *name, double coupon) {
    struct tranche *t = build_tranche(&s, bond, name, 2, 1000000);
    t->coupon.quantity = build_number(&s, coupon);
    return t;
}

static void add_fee(int rank) {
    static struct bond_fee items[MOST_FEES];
    items[bond->fees.n] = (struct bond_fee){.place = bond->place, .to = 2, .amount = 100, .every = 12, .from = 1};
    items[bond->fees.n].rank = rank;
    bond->fees.items = items;
    bond->fees.n++;
}

static void written(int n, const char *const *names) {
    static const char *items[16];
    memcpy(items, names, (size_t)n * sizeof *names);
    bond->waterfall.items = items;
    bond->waterfall.n = n;
}

/* A distribution of `amount` in every lane, a penny more in each than in the lane before. */
static void open_payout(money amount) {
    memset(claims, 0, sizeof claims);
    memset(fees, 0, sizeof fees);
    payout = (struct payout){.bond = bond, .tranche = claims, .fee = fees, .one_lane = one_lane, .shares = shares};
    for (int i = 0; i < LANES; i++) {
        payout.left[i] = amount + i;
        for (int t = 0; t < MOST_TRANCHES; t++)
            claims[t].room[i] = MONEY_MAX;
    }
}

static void owe(int tranche, enum take what, money amount) {
    for (int i = 0; i < LANES; i++)
        claims[tranche].owed[what][i] = amount;
}

static money took(int tranche, int lane) {
    const struct tranche_claim *t = &claims[tranche];
    return t->taken[TAKE_INTEREST][lane] + t->taken[TAKE_PRINCIPAL][lane] + t->taken[TAKE_PROFIT][lane];
}

/* Everything that was put in stands somewhere, in every lane. */
static void expect_conserved(money amount) {
    for (int i = 0; i < LANES; i++) {
        money all = payout.left[i] + payout.kept[i] + payout.excess[i];
        for (int t = 0; t < bond->tranches.n; t++)
            all += took(t, i);
        for (int f = 0; f < bond->fees.n; f++)
            all += fees[f].taken[i];
        cr_assert_eq(all, amount + i, "lane %d: %ld of %ld", i, (long)all, (long)(amount + i));
    }
}

static const char *order(void) {
    static char text[1024];
    struct text_buf words = {0};
    waterfall_words(bond, &words);
    snprintf(text, sizeof text, "%s", words.data);
    text_free(&words);
    return text;
}

/* ---- Order ---- */

Test(scheme_waterfall, usual_order_is_fees_then_by_rank_interest_and_principal_then_the_residual) {
    add("senior", 0.04);
    add("junior", 0)->residual = 1;
    add_fee(0);
    add_fee(2);
    build_resolve(&s);
    cr_assert_str_eq(order(), "fees left unpaid; interest of senior; principal of senior; fees of Fund; principal of "
                              "junior; what is left: 100% to junior");
}

Test(scheme_waterfall, equal_ranks_stand_in_one_step) {
    add("a", 0.02)->rank = 1;
    add("b", 0.03)->rank = 1;
    build_resolve(&s);
    cr_assert_str_eq(order(), "interest of a and b; principal of a and b");
}

Test(scheme_waterfall, written_order_is_kept_and_ranked_fees_come_before_their_rank) {
    add("senior", 0.04);
    add("junior", 0.08)->residual = 1;
    add_fee(2);
    written(5, (const char *const[]){"senior.interest", "junior.interest", "senior.principal", "junior.principal",
                                     "residual"});
    build_resolve(&s);
    cr_assert_str_eq(order(), "interest of senior; fees of Fund; interest of junior; principal of senior; principal of "
                              "junior; what is left: 100% to junior");
}

Test(scheme_waterfall, a_grant_has_no_step) {
    add("notes", 0)->residual = 1;
    add("first loss", 0)->grant = true;
    build_resolve(&s);
    cr_assert_str_eq(order(), "principal of notes; what is left: 100% to notes");
}

/* ---- Steps ---- */

Test(scheme_waterfall, fees_are_paid_in_the_order_of_listing) {
    add("notes", 0);
    add_fee(0);
    add_fee(0);
    build_resolve(&s);
    open_payout(23817);
    for (int i = 0; i < LANES; i++) {
        fees[0].owed[i] = 11385;
        fees[1].owed[i] = 12450;
    }
    waterfall_run(&payout, NULL, NULL);
    cr_assert_eq(fees[0].taken[0], 11385);
    cr_assert_eq(fees[1].taken[0], 12432);
    cr_assert_eq(fees[1].taken[17], 12449);
    cr_assert_eq(fees[1].taken[18], 12450);
    cr_assert_eq(payout.left[18], 0);
    cr_assert_eq(payout.left[20], 2);
    expect_conserved(23817);
}

Test(scheme_waterfall, junior_gets_nothing_until_the_senior_is_whole) {
    add("senior", 0.04);
    add("junior", 0.08)->residual = 1;
    build_resolve(&s);
    open_payout(7040);
    owe(0, TAKE_INTEREST, 2385);
    owe(0, TAKE_PRINCIPAL, 4699);
    owe(1, TAKE_INTEREST, 13);
    owe(1, TAKE_PRINCIPAL, 5);
    waterfall_run(&payout, NULL, NULL);
    for (int i = 0; i < LANES; i++) {
        money senior = 7040 + i < 7084 ? 7040 + i : 7084;
        cr_assert_eq(took(0, i), senior);
        cr_assert_eq(took(1, i), 7040 + i - senior);
    }
    cr_assert_eq(claims[1].taken[TAKE_PROFIT][63], 1);
    expect_conserved(7040);
}

Test(scheme_waterfall, tranches_of_one_rank_share_a_claim_pro_rata_by_largest_remainder) {
    add("a", 0.02)->rank = 1;
    add("b", 0.02)->rank = 1;
    build_resolve(&s);
    open_payout(1000);
    owe(0, TAKE_PRINCIPAL, 2001);
    owe(1, TAKE_PRINCIPAL, 999);
    waterfall_run(&payout, NULL, NULL);
    /* Of 1,000: 667 and 333 exactly; of 1,001: 667.667 and 333.333. */
    cr_assert_eq(took(0, 0), 667);
    cr_assert_eq(took(1, 0), 333);
    cr_assert_eq(took(0, 1), 668);
    expect_conserved(1000);
}

Test(scheme_waterfall, a_cap_bounds_all_that_a_tranche_takes_and_the_excess_of_its_residual_is_told_apart) {
    struct tranche *t = add("junior", 0.05);
    t->residual = 0.6;
    add("sponsor", 0)->residual = 0.4;
    bond->excess_to = 0;
    build_resolve(&s);
    open_payout(10000);
    owe(0, TAKE_INTEREST, 500);
    owe(0, TAKE_PRINCIPAL, 2000);
    for (int i = 0; i < LANES; i++)
        claims[0].room[i] = i == 0 ? 400 : 4000;
    waterfall_run(&payout, NULL, NULL);
    /* Lane 0: 400 of interest and no more; 9,600 are shared, its 5,760 are in excess. */
    cr_assert_eq(claims[0].taken[TAKE_INTEREST][0], 400);
    cr_assert_eq(took(0, 0), 400);
    cr_assert_eq(took(1, 0), 3840);
    cr_assert_eq(payout.excess[0], 5760);
    /* Lane 40: 500 and 2,000; of 7,540 its 4,524, of which the cap leaves 1,500. */
    cr_assert_eq(took(0, 40), 4000);
    cr_assert_eq(took(1, 40), 3016);
    cr_assert_eq(payout.excess[40], 3024);
    expect_conserved(10000);
}

Test(scheme_waterfall, principal_that_falls_due_later_is_set_aside_before_a_junior_is_paid) {
    add("senior", 0.04);
    add("junior", 0)->residual = 1;
    build_resolve(&s);
    open_payout(9000);
    owe(0, TAKE_INTEREST, 385);
    owe(1, TAKE_PRINCIPAL, 40);
    for (int i = 0; i < LANES; i++)
        claims[0].held[i] = 8600;
    waterfall_run(&payout, NULL, NULL);
    cr_assert_eq(took(0, 0), 385);
    cr_assert_eq(payout.kept[0], 8600);
    cr_assert_eq(took(1, 0), 15);
    cr_assert_eq(claims[1].taken[TAKE_PRINCIPAL][30], 40);
    cr_assert_eq(claims[1].taken[TAKE_PROFIT][30], 5);
    cr_assert_eq(payout.broken, 0);
    expect_conserved(9000);
}

/* 10 % preferred return, then the sponsor takes 80 % of what follows until it holds 20 % of all profit. With 1,000 of
 * coupon paid, X: 0.8 X = 0.2 (1,000 + X), X = 333.33: 266.67 to the sponsor, of 1,333.33 its 20 %. */
static void build_catch_up(void) {
    struct tranche *t = add("investors", 0.1);
    t->residual = 0.8;
    t->catch_up = 0.8;
    add("sponsor", 0)->residual = 0.2;
    build_resolve(&s);
}

Test(scheme_waterfall, next_rank_catches_up_to_its_share_of_all_profit) {
    build_catch_up();
    cr_assert_str_eq(order(),
                     "interest of investors; principal of investors; principal of sponsor; 80% to sponsor and the "
                     "rest to investors until the former holds 20% of all profit; what is left: 80% to investors, 20% "
                     "to sponsor");
    open_payout(100000 + 33333 + 50000);
    owe(0, TAKE_INTEREST, 100000);
    waterfall_run(&payout, NULL, NULL);
    cr_assert_eq(took(1, 0), 26666 + 10000);
    cr_assert_eq(took(0, 0), 100000 + 6667 + 40000);
    expect_conserved(183333);
}

Test(scheme_waterfall, catch_up_looks_at_what_was_earned_before) {
    build_catch_up();
    open_payout(20000);
    for (int i = 0; i < LANES; i++) {
        claims[0].earned[i] = 100000;
        claims[1].earned[i] = 20000;
    }
    waterfall_run(&payout, NULL, NULL);
    /* Behind by 0.2 x 120,000 - 20,000 = 4,000: X = 6,667, of which 5,334; then 20 % of 13,333. */
    cr_assert_eq(took(1, 0), 5334 + 2667);
    expect_conserved(20000);
}

Test(scheme_waterfall, no_step_is_short_while_a_later_one_is_paid) {
    build_catch_up();
    for (money amount = 0; amount < 400000; amount += 9973) {
        open_payout(amount);
        owe(0, TAKE_INTEREST, 90017);
        owe(0, TAKE_PRINCIPAL, 120031);
        owe(1, TAKE_PRINCIPAL, 40009);
        waterfall_run(&payout, NULL, NULL);
        for (int i = 0; i < LANES; i++) {
            bool interest_short = claims[0].taken[TAKE_INTEREST][i] < 90017;
            bool principal_short = claims[0].taken[TAKE_PRINCIPAL][i] < 120031;
            bool sponsor_short = claims[1].taken[TAKE_PRINCIPAL][i] < 40009;
            cr_assert(!interest_short || took(0, i) == claims[0].taken[TAKE_INTEREST][i]);
            cr_assert(!principal_short || took(1, i) == 0);
            cr_assert(!sponsor_short || claims[1].taken[TAKE_PROFIT][i] == 0);
            cr_assert_eq(payout.broken, 0);
            cr_assert(claims[0].taken[TAKE_PRINCIPAL][i] <= 120031 && claims[1].taken[TAKE_PRINCIPAL][i] <= 40009);
        }
        expect_conserved(amount);
    }
}

/* ---- Tables of results ---- */

static struct step rows[] = {{0.55, 0.03}, {0.6, 0.075}};

Test(scheme_waterfall, steps_hold_between_rows_and_a_line_interpolates) {
    struct ratio_table t = {.given = true, .count = START, .per = START};
    t.steps.items = rows;
    t.steps.n = 2;
    cr_assert_eq(ratio_lookup(&t, 54.9, 100, 12), 0);
    cr_assert_eq(ratio_lookup(&t, 58, 100, 12), 0.03);
    cr_assert_eq(ratio_lookup(&t, 97, 100, 12), 0.075);
    t.line.items = rows;
    t.line.n = 2;
    t.steps.n = 0;
    cr_assert_eq(ratio_lookup(&t, 54.9, 100, 12), 0);
    cr_assert_float_eq(ratio_lookup(&t, 57, 100, 12), 0.048, 1e-15);
    cr_assert_eq(ratio_lookup(&t, 61, 100, 12), 0.075);
}

Test(scheme_waterfall, a_ratio_that_is_just_reached_is_reached_and_nothing_over_nothing_is_zero) {
    struct ratio_table t = {.given = true, .floor = 0.01};
    t.steps.items = rows;
    t.steps.n = 2;
    cr_assert_eq(ratio_lookup(&t, 0.1 + 0.2 + 0.3, 1, 1), 0.075);
    cr_assert_eq(ratio_lookup(&t, 5.999, 10, 1), 0.03);
    cr_assert_eq(ratio_lookup(&t, 0, 0, 1), 0.01);
    cr_assert_eq(ratio_lookup(&t, 7, 0, 1), 0.01);
}

Test(scheme_waterfall, a_floor_holds_to_its_last_month) {
    struct ratio_table t = {.given = true, .floor = 0.05, .floor_until = 36};
    t.steps.items = rows;
    t.steps.n = 2;
    cr_assert_eq(ratio_lookup(&t, 0.57, 1, 36), 0.05);
    cr_assert_eq(ratio_lookup(&t, 0.57, 1, 37), 0.03);
    cr_assert_eq(ratio_lookup(&t, 0.7, 1, 36), 0.075);
    cr_assert_eq(ratio_greatest(&t), 0.075);
}
