/* Mechanisms that pass on what the payer receives: share and pass_through. Amounts are pence. */
#include "terms_stage.h"

#include <criterion/criterion.h>

static const int bridge_alone[] = {BRIDGE};
static money total[LANES], gain[STAGE_PROVIDERS * LANES], loss[STAGE_PROVIDERS * LANES];

static struct receipts received(const struct stage *st, int contract) {
    return (struct receipts){&st->contracts[contract], total, gain, loss};
}

static void counts_bridge_alone(struct contract *c) {
    c->n_parts = 1;
    c->part = (int *)(uintptr_t)bridge_alone;
}

Test(terms_share, is_a_fraction_of_all_that_is_received) {
    struct stage *st = stage_of("share");
    *(double *)stage_setting(st, "fraction") = 0.1;
    total[0] = 1234567;
    total[5] = 8000;
    struct receipts r = received(st, OUTCOMES_CONTRACT);
    st->view.receipts = &r;
    const struct entitlement *e = stage_earn(st, 4);
    cr_expect_float_eq(e->gain[0], 123456.7, 1e-9);
    cr_expect_eq(e->gain[5], 800);
    cr_expect_eq(e->gain[6], 0);
    cr_expect(st->term.kind->at_once);
    cr_expect(e->by_starts);
}

/* Harbour earned 1,000,000 and Bridge 600,000; the contract is Bridge's: 85 % of 600,000 = 510,000, of 40,000 = 34,000. */
Test(terms_pass_through, passes_on_the_parts_of_its_own_providers) {
    struct stage *st = stage_of("pass_through");
    *(double *)stage_setting(st, "keep") = 0.15;
    counts_bridge_alone(&st->contracts[SERVICE_CONTRACT]);
    gain[HARBOUR * LANES] = 1000000;
    gain[BRIDGE * LANES] = 600000;
    loss[BRIDGE * LANES] = 40000;
    struct receipts r = received(st, OUTCOMES_CONTRACT);
    st->view.receipts = &r;
    const struct entitlement *e = stage_earn(st, 4);
    cr_expect_float_eq(e->gain[0], 510000, 1e-9);
    cr_expect_float_eq(e->loss[0], 34000, 1e-9);
    cr_expect_eq(e->gain[1], 0);
}

/* 80 % of the 1,600,000 to the service contract, then 75 % of Bridge's 480,000 there: 0.8 * 0.75 * 600,000 = 360,000. */
Test(terms_pass_through, keeps_multiply_along_a_chain) {
    struct stage *st = stage_of("pass_through");
    *(double *)stage_setting(st, "keep") = 0.2;
    gain[HARBOUR * LANES] = 1000000;
    gain[BRIDGE * LANES] = 600000;
    struct receipts r = received(st, OUTCOMES_CONTRACT);
    st->view.receipts = &r;
    const struct entitlement *upper = stage_earn(st, 4);
    cr_expect_eq(upper->gain[0], 1280000);
    double all = stage_weight(st, HARBOUR, 0, 0) + stage_weight(st, BRIDGE, 0, 0);
    for (int p = 0; p < STAGE_PROVIDERS; p++)
        gain[p * LANES] = (money)(upper->gain[0] * stage_weight(st, p, 0, 0) / all);

    *(double *)stage_setting(st, "keep") = 0.25;
    counts_bridge_alone(&st->contracts[SUBCONTRACT]);
    st->view.contract = &st->contracts[SUBCONTRACT];
    r = received(st, SERVICE_CONTRACT);
    cr_expect_eq(stage_earn(st, 4)->gain[0], 360000);
}

Test(terms_pass_through, says_whether_it_waits_for_the_money) {
    struct stage *st = stage_of("pass_through");
    bool when_due = true;
    *(int *)stage_setting(st, "of") = OUTCOMES_CONTRACT;
    cr_expect_eq(st->term.kind->source(&st->term, &when_due), OUTCOMES_CONTRACT);
    cr_expect_not(when_due);
    *(int *)stage_setting(st, "when") = 1;
    st->term.kind->source(&st->term, &when_due);
    cr_expect(when_due);
}
