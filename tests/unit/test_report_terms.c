/* What holds for all terms of a contract, and what a tranche earns, in words. */
#include "condition_maker.h"
#include "report/terms.h"

#include <criterion/criterion.h>

static struct quantity quantities[2] = {{.mean = 0.95}, {.mean = 0.0475}};
static struct scheme s;
static struct contract c;
static struct text_buf buf;

static void begin(void) {
    s = (struct scheme){.symbol = "£", .months = 96, .start = {2012, 4}};
    s.quantities.n = 2;
    s.quantities.items = quantities;
    c = (struct contract){.from = 1, .lag = NONE};
}
static void end(void) { text_free(&buf); }
TestSuite(report_terms, .init = begin, .fini = end);

static void expect_conditions(const char *expected) {
    text_free(&buf);
    terms_conditions(&buf, &s, &c);
    cr_expect_str_eq(buf.data != NULL ? buf.data : "", expected);
}

Test(report_terms, a_plain_contract_has_nothing_to_say) {
    expect_conditions("");
    c.last_claim_given = true;
    c.last_claim = 96;
    c.last_start = 96;
    expect_conditions("");
}

Test(report_terms, claims_say_when_they_are_made_accepted_and_due) {
    c.claim = (struct claim){.given = true, .every = 3, .verify = 1, .pays = 2};
    expect_conditions("claimed every 3 months, accepted 1 month later, due 2 months after that");
    c.claim.every = 1;
    expect_conditions("claimed every month, accepted 1 month later, due 2 months after that");
}

Test(report_terms, a_lag_is_said_where_there_is_no_claim_cycle) {
    c.lag = 2;
    expect_conditions("due 2 months after it is earned");
    c.lag = 0;
    expect_conditions("");
}

Test(report_terms, conditions_stand_in_the_order_in_which_they_act) {
    condition_make(&c, "verified");
    *(int *)condition_member(&c, "verified", NULL) = 0;
    c.last_start = 36;
    c.last_claim = 90;
    c.last_claim_given = true;
    condition_make(&c, "cap");
    *(money *)condition_member(&c, "cap", NULL) = 238517000;
    condition_make(&c, "annual_cap");
    *(money *)condition_member(&c, "annual_cap", "amount") = 90000001;
    *(int *)condition_member(&c, "annual_cap", "by") = 1;
    expect_conditions(
        "starts count to Mar 2015; claims count to Sep 2019; 95% of claimed results are accepted; pays at most "
        "£900,000.01 in a financial year; pays at most £2,385,170 in all");
}

Test(report_terms, a_tranche_says_what_it_earns) {
    struct tranche t = {.coupon = {.quantity = 1},
                        .interest = INTEREST_SIMPLE,
                        .residual = 1.0,
                        .irr_cap_given = true,
                        .irr_cap = 0.13};
    terms_tranche(&buf, &s, &t);
    cr_expect_str_eq(buf.data, ", coupon 4.75% simple, takes 100% of what is left, return at most 13% a year");
}

Test(report_terms, a_tranche_says_what_results_pay_and_until_when_its_principal_waits) {
    struct outcome outcomes[] = {{.name = "restored"}};
    struct step coupon[] = {{0.55, 0.03}, {0.6, 0.075}}, capital[] = {{0.5, 0.5}, {0.7, 1}};
    struct tranche t = {
        .coupon = {.quantity = NONE, .by = {.given = true, .per = START, .floor = 0.05, .floor_until = 36}},
        .every = 12,
        .maturity = 60,
        .capital = {.given = true, .per = START}};
    s.outcomes.items = outcomes;
    s.outcomes.n = 1;
    t.coupon.by.line.items = coupon;
    t.coupon.by.line.n = 2;
    t.capital.steps.items = capital;
    t.capital.steps.n = 2;
    terms_tranche(&buf, &s, &t);
    cr_expect_str_eq(buf.data,
                     ", coupon by results, simple: 3% at 0.55 rising to 7.5% at 0.6 restored per start, at least 5% to "
                     "month 36, paid every 12 months, principal paid from Mar 2017 by results: 50% from 0.5, 100% from "
                     "0.7 restored per start");
    text_free(&buf);
    struct tranche grant = {.coupon = {.quantity = NONE}, .grant = true};
    terms_tranche(&buf, &s, &grant);
    cr_expect_str_eq(buf.data, ", a grant: a first loss, drawn first and never repaid");
}

static void kind_words(const struct scheme *scheme, const struct contract *contract, const struct term *t,
                       struct text_buf *out) {
    (void)scheme, (void)contract, (void)t;
    text_append(out, "pays");
}

Test(report_terms, a_term_says_how_it_is_claimed_where_it_is_not_as_the_contract_says) {
    struct term_kind kind = {.words = kind_words};
    struct term t = {.kind = &kind, .lag = NONE};
    terms_term(&buf, &s, &c, &t);
    cr_expect_str_eq(buf.data, "pays");
    t.claim = (struct claim){.given = true, .every = 3, .verify = 1, .pays = 2};
    t.late = (struct late){.given = true, .probability = 1, .months = 1};
    text_append(&buf, " / ");
    terms_term(&buf, &s, &c, &t);
    cr_expect_str_eq(buf.data, "pays / pays; claimed every 3 months, accepted 1 month later, due 2 months after that; "
                               "4.75% of claims are paid 1 month late");
}

Test(report_terms, a_contract_says_whose_clients_it_counts_where_they_are_named) {
    struct party parties[] = {{.name = "Harbour"}, {.name = "Bridge"}};
    s.parties.items = parties;
    s.parties.n = 2;
    c.counts = (struct refs){2, (int[]){1, 0}};
    expect_conditions("counts the clients of Bridge, Harbour");
}
