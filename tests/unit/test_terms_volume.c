/* Blocks that follow volume, outcomes above deadweight, advances. Amounts are pence. */
#include "terms_stage.h"

#include <criterion/criterion.h>
#include <string.h>

#define LAST (LANES - 1)

static void expect_fault(struct stage *st, const char *words) {
    const char *said = "";
    cr_expect_gt(stage_errors(st, &said), 0);
    cr_expect(strstr(said, words), "%s", said);
}

/* ---- Volume ---- */

/* 123,400 a month; 48 starts a year, a sixteenth either way: nothing from 45 to 51. */
static struct stage *stage_with_volume(void) {
    struct stage *st = stage_of("block");
    *(int *)stage_setting(st, "amount") = stage_quantity(st, 123400);
    *(int *)stage_setting(st, "every") = 1;
    *(bool *)stage_setting(st, "volume") = true; /* its first member: given */
    *(double *)stage_inside(st, "volume", "expected") = 48;
    *(double *)stage_inside(st, "volume", "band") = 0.0625;
    return st;
}

/* A year's 1,480,800 / 48 = 30,850 for each start past the band. */
Test(terms_volume, follows_starts_outside_the_band) {
    static const struct {
        double starts, gain, loss;
    } year[] = {{48, 0, 0}, {51, 0, 0}, {45, 0, 0}, {53, 61700, 0}, {41.5, 0, 107975}, {0, 0, 1388250}};
    for (size_t i = 0; i < sizeof year / sizeof *year; i++) {
        struct stage *st = stage_with_volume();
        stage_count(st, START, 2, HARBOUR, OPIATE, year[i].starts / 2);
        stage_count(st, START, 12, BRIDGE, ALCOHOL, year[i].starts / 2);
        stage_count(st, START, 13, BRIDGE, ALCOHOL, 500);
        cr_expect_eq(stage_earn(st, 11)->gain[0], 123400);
        const struct entitlement *e = stage_earn(st, 12);
        cr_expect_float_eq(e->gain[LAST], 123400 + year[i].gain, 1e-6, "%g starts", year[i].starts);
        cr_expect_float_eq(e->loss[LAST], year[i].loss, 1e-6, "%g starts", year[i].starts);
    }
}

/* The block runs in months 5 to 14: 8 months of year 1, so 32 starts, and 2 of year 2, so 8 starts and 246,800. */
Test(terms_volume, part_years_expect_their_part) {
    struct stage *st = stage_with_volume();
    *(int *)stage_setting(st, "from") = 5;
    *(int *)stage_setting(st, "to") = 14;
    stage_count(st, START, 4, HARBOUR, OPIATE, 100);
    stage_count(st, START, 5, HARBOUR, OPIATE, 36);
    stage_count(st, START, 13, HARBOUR, OPIATE, 7);
    cr_expect_float_eq(stage_earn(st, 12)->gain[0], 123400 + 30850 * (36 - 34), 1e-6);
    cr_expect_float_eq(stage_earn(st, 14)->loss[0], 30850 * 0.5, 1e-6);
    cr_expect_eq(stage_earn(st, 24)->loss[0], 0);
}

Test(terms_volume, words_and_check) {
    struct stage *st = stage_with_volume();
    cr_expect_str_eq(stage_words(st),
                     "pays £1,234 a month, from month 1 to month 36; each contract year it follows the "
                     "starts beyond 6.25% above or below 48");
    cr_expect_eq(stage_errors(st, NULL), 0);
    st->contracts[SERVICE_CONTRACT].n_parts = 0;
    expect_fault(st, "volume: counts starts, but neither the payee nor anybody it pays serves any clients");
}

/* ---- Above deadweight ---- */

static struct stage *stage_above(int every) {
    struct stage *st = stage_of("outcome");
    *(int *)stage_setting(st, "outcome") = DRUG_FREE;
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 110000, 50050);
    *(int *)stage_setting(st, "above") = 1;
    st->term.claim = (struct claim){true, every, 0, 0};
    st->scheme.outcomes.items[DRUG_FREE].deadweight = stage_price(st, 0.1, 0.2);
    return st;
}

/* Months 4 to 6: opiate 6 + 3 against 1.5 + 2.25, in both parts together: 5.25; alcohol 1 against 2: nothing. */
Test(terms_above, pays_what_a_claim_period_exceeds_deadweight_by) {
    struct stage *st = stage_above(3);
    stage_count(st, DRUG_FREE, 3, HARBOUR, OPIATE, 50);
    stage_count(st, DRUG_FREE, 4, HARBOUR, OPIATE, 6);
    stage_count(st, DRUG_FREE, 6, BRIDGE, OPIATE, 3);
    stage_count(st, DRUG_FREE, 5, BRIDGE, ALCOHOL, 1);
    stage_without(st, DRUG_FREE, 3, HARBOUR, OPIATE, 50);
    stage_without(st, DRUG_FREE, 5, HARBOUR, OPIATE, 1.5);
    stage_without(st, DRUG_FREE, 6, BRIDGE, OPIATE, 2.25);
    stage_without(st, DRUG_FREE, 6, BRIDGE, ALCOHOL, 2);
    for (int t = 1; t <= 6; t++)
        cr_expect_eq(stage_earn(st, t)->gain[LAST], t == 6 ? 110000 * 5.25 : 0, "month %d", t);
    cr_expect_eq(stage_weight(st, HARBOUR, OPIATE, 0), 6 * 110000);
    cr_expect_eq(stage_weight(st, BRIDGE, ALCOHOL, 0), 50050);
}

/* The long stop ends the last period early: months 58 to 60 would be it, the long stop is month 59. */
Test(terms_above, last_period_ends_at_the_long_stop) {
    struct stage *st = stage_above(3);
    st->view.last_claim = 59;
    stage_count(st, DRUG_FREE, 58, HARBOUR, OPIATE, 2);
    cr_expect_eq(stage_earn(st, 58)->gain[0], 0);
    cr_expect_eq(stage_earn(st, 59)->gain[0], 220000);
    cr_expect_eq(stage_earn(st, 60)->gain[0], 0);
}

Test(terms_above, asks_for_the_deadweight_of_its_outcome_alone) {
    struct stage *st = stage_above(1);
    cr_expect(st->term.kind->needs_deadweight(&st->term, DRUG_FREE));
    cr_expect_not(st->term.kind->needs_deadweight(&st->term, STAYED_FREE));
    *(int *)stage_setting(st, "above") = 0;
    cr_expect_not(st->term.kind->needs_deadweight(&st->term, DRUG_FREE));
}

Test(terms_above, goes_with_a_plain_price_and_a_deadweight) {
    struct stage *st = stage_above(1);
    cr_expect_eq(stage_errors(st, NULL), 0);
    cr_expect_str_eq(stage_words(st), "pays £1,100 (opiate) or £500.50 (alcohol) for each drug_free above those to be "
                                      "expected without the service, in each claim period");
    *(double *)stage_setting(st, "threshold") = 20;
    *(double *)stage_setting(st, "marginal") = 0.3;
    expect_fault(st, "above: stands beside threshold");
    *(double *)stage_setting(st, "threshold") = *(double *)stage_setting(st, "marginal") = -2;
    st->scheme.outcomes.items[DRUG_FREE].deadweight.quantity = NULL;
    expect_fault(st, "give its `deadweight`");
}

/* ---- Advances ---- */

static struct stage *stage_with_advance(void) {
    struct stage *st = stage_of("advance");
    *(int *)stage_setting(st, "amount") = stage_quantity(st, 2500050);
    *(double *)stage_setting(st, "recover") = 0.4;
    st->term.lag = -1;
    return st;
}

Test(terms_advance, is_paid_on_account_and_earns_nothing) {
    struct stage *st = stage_with_advance();
    struct advance_plan plan;
    double scheduled[LANES] = {0};
    cr_expect(st->term.kind->on_account(st->view.contract, &st->term, &plan));
    cr_expect_eq(plan.month, 1);
    cr_expect_eq(plan.recover, 0.4);
    cr_expect_eq(st->q[plan.amount][LAST], 2500050);
    cr_expect_null(st->term.kind->earn);
    st->term.kind->scheduled(&st->view, 2, scheduled);
    cr_expect_eq(scheduled[0], 0);
    st->term.kind->scheduled(&st->view, 1, scheduled);
    cr_expect_eq(scheduled[LAST], 2500050);
}

Test(terms_advance, is_paid_in_its_month_whatever_the_claim_cycle) {
    struct stage *st = stage_with_advance();
    int claimed, accepted, due;
    st->contracts[SERVICE_CONTRACT].claim = (struct claim){true, 3, 2, 1};
    cr_expect(term_cycle(&st->scheme, st->view.contract, &st->term, 7, 60, &claimed, &accepted, &due));
    cr_expect_eq(due, 7);
}

Test(terms_advance, words_and_check) {
    struct stage *st = stage_with_advance();
    *(int *)stage_setting(st, "month") = 3;
    cr_expect_str_eq(stage_words(st),
                     "pays £25,000.50 on account in month 3, of which 40% of each later payment is kept "
                     "back; what is left in month 60 is owed back");
    cr_expect_eq(stage_errors(st, NULL), 0);
    *(int *)stage_setting(st, "month") = 60;
    expect_fault(st, "month: is month 60; an advance is paid in or after the contract's first month, 1, and before its "
                     "last_claim, 60");
}
