/* Whether a provider can afford its contracts and a loan, as JSON: for scripts. A figure that does not exist is left out. */
#include <errno.h>
#include <jansson.h>
#include <sibyl/report.h>
#include <sibyl/version.h>

#include "scheme/scheme.h"

#define SCHEMA "sibyl-afford/1"
#define DIGITS 17

static const char *const word_key[] = {[AFFORD_NOT_ASKED] = "not_asked",
                                       [AFFORD_YES] = "affordable",
                                       [AFFORD_NO] = "not_affordable",
                                       [AFFORD_CLOSE] = "too_close_to_call"};
static const char *const test_key[AFFORD_TESTS] = {
    [TEST_LIQUIDITY] = "liquidity", [TEST_REPAYMENT] = "repayment", [TEST_RESERVES] = "reserves"};
static const char *const flip_key[AFFORD_ASSUMPTIONS] = {
    [ASSUMED_REFERRALS] = "referrals", [ASSUMED_SUCCESS] = "success", [ASSUMED_LATER] = "months_later"};

/* An object that is being filled.
 *   whole  false once something could not be made or kept: there is no memory */
struct filling {
    json_t *object;
    bool *whole;
};

static void set(struct filling f, const char *key, json_t *value) {
    *f.whole = json_object_set_new(f.object, key, value) == 0 && *f.whole;
}

static void set_number(struct filling f, const char *key, bool has, double number) {
    if (has)
        set(f, key, json_real(number));
}

/* An estimate: its value and 95 % interval of sampling error. */
static void set_estimate(struct filling f, const char *key, const struct estimate *e) {
    if (e->defined)
        set(f, key, json_pack("{s:f, s:[f, f]}", "value", e->value, "ci95", e->low, e->high));
}

static struct filling object_in(struct filling f, const char *key) {
    struct filling inner = {json_object(), f.whole};
    set(f, key, inner.object);
    return inner;
}

static void fill_case(struct filling f, const struct afford_case *c) {
    struct filling tests = object_in(f, "tests");
    for (int t = 0; t < AFFORD_TESTS; t++)
        set_estimate(tests, test_key[t], &c->test[t]);
    set_estimate(f, "lowest_cash", &c->lowest);
    set_estimate(f, "lowest_cash_1_in_20", &c->lowest_bad);
    set_estimate(f, "lowest_cash_month", &c->low_month);
    set_estimate(f, "closing_free_reserves", &c->reserves_end);
    set_estimate(f, "loan_cost", &c->loan_cost);
    set_estimate(f, "insolvent", &c->stops);
    set_number(f, "first_month_below", c->first_below.defined, c->first_below.value);
    set_number(f, "months_below", c->months_below.defined, c->months_below.value);
    set_number(f, "lowest_cash_where_below", c->depth.defined, c->depth.value);
}

static void fill_cases(struct filling all, const struct affordability *f) {
    struct filling cases = object_in(all, "scenarios");
    const struct {
        const char *key;
        const struct afford_case *of;
    } list[] = {{"today", &f->today},
                {"contract", &f->contract},
                {"with_loan", &f->with_loan},
                {"best_loan", &f->best},
                {"reference", &f->reference}};
    for (size_t k = 0; k < sizeof list / sizeof list[0]; k++) {
        if (list[k].of->run && (f->loan || list[k].of != &f->best))
            fill_case(object_in(cases, list[k].key), list[k].of);
    }
}

static void fill_loan(struct filling all, const struct affordability *f) {
    if (!f->loan)
        return;
    struct filling loan = object_in(all, "loan");
    set(loan, "name", json_string(f->loan));
    set_number(loan, "principal", true, f->principal);
    set_number(loan, "maximum", f->maximum > 0, f->maximum);
    set(loan, "size_can_be_varied", json_boolean(!f->fixed));
    set_number(loan, "best", !f->fixed, f->best_principal);
    set_number(loan, "rounded_to", !f->fixed, f->size_step);
    set_number(loan, "looked_to", !f->fixed, f->looked_to);
    if (f->fits)
        set(loan, "passes", json_pack("[f, f]", f->fits_from, f->fits_to));
    set(loan, "last_month", json_integer(f->loan_end));
    set(loan, "last_month_of_contracts", json_integer(f->contract_end));
    set_number(loan, "owed_then", f->loan_end > f->contract_end, f->owed_then);
}

static void fill_verdict(struct filling all, const struct affordability *f) {
    set(all, "verdict", json_string(word_key[f->verdict]));
    struct filling tests = object_in(all, "tests");
    for (int t = 0; t < AFFORD_TESTS; t++) {
        struct filling test = object_in(tests, test_key[t]);
        set(test, "verdict", json_string(word_key[f->word[t]]));
        set_number(test, "tolerance", true, f->tolerance[t]);
        set_estimate(test, "probability", &f->with_loan.test[t]);
    }
}

static void fill_flips(struct filling all, const struct affordability *f) {
    struct filling flips = object_in(all, "flips");
    for (int k = 0; k < AFFORD_ASSUMPTIONS; k++) {
        const struct afford_flip *flip = &f->flip[k];
        if (!flip->asked)
            continue;
        struct filling one = object_in(flips, flip_key[k]);
        set_number(one, "assumed", true, flip->assumed);
        set_number(one, "flips", flip->found, flip->flips);
        set_number(one, "looked_to", true, flip->looked);
    }
}

static void fill_worth(struct filling all, const struct affordability *f) {
    set_number(all, "extra_cash_at_start", f->extra_found, f->extra_cash);
    set_number(all, "referrals_a_month", true, f->referrals);
    set_estimate(all, "contribution_per_start", &f->contribution);
    set_number(all, "break_even_volume", f->has_break_even_volume, f->break_even_volume);
    set_number(all, "break_even_success", f->has_break_even_success, f->break_even_success);
}

static void fill_terms(struct filling all, const struct affordability *f) {
    json_t *list = json_array();
    set(all, "terms_to_ask_for", list);
    for (int k = 0; k < f->n_terms; k++) {
        struct filling term = {json_object(), all.whole};
        *all.whole = json_array_append_new(list, term.object) == 0 && *all.whole;
        set(term, "term", json_string(f->term[k].what));
        fill_case(object_in(term, "with"), &f->term[k].with);
    }
}

status report_print_afford(const struct affordability *f, const struct scheme *scheme, FILE *out) {
    bool whole = true;
    struct filling all = {json_object(), &whole};
    set(all, "schema", json_string(SCHEMA));
    set(all, "version", json_string(SIBYL_VERSION));
    set(all, "title", json_string(scheme->title));
    set(all, "currency", json_string(scheme->currency));
    set(all, "start", json_sprintf("%04d-%02d", f->start_year, f->start_month));
    set(all, "months", json_integer(f->months));
    set(all, "paths", json_integer((json_int_t)f->paths));
    set(all, "seed", json_integer((json_int_t)f->seed));
    set(all, "provider", json_string(f->provider));
    fill_verdict(all, f);
    fill_loan(all, f);
    fill_cases(all, f);
    fill_worth(all, f);
    fill_flips(all, f);
    fill_terms(all, f);
    int failed = whole ? json_dumpf(all.object, out, JSON_INDENT(1) | JSON_REAL_PRECISION(DIGITS)) : 0;
    json_decref(all.object);
    if (!whole)
        return SIBYL_ERR_NO_MEMORY;
    return failed != 0 || fputc('\n', out) == EOF || fflush(out) != 0 ? SIBYL_ERR_IO : SIBYL_OK;
}
