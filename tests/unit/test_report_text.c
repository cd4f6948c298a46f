/* The summary and the scheme as understood. */
#include "report_fixture.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <sibyl/report.h>
#include <string.h>

static struct fixture f;
static struct text_buf text;

static void begin(void) { fixture_make(&f); }
static void end(void) { text_free(&text); }
TestSuite(report_text, .init = begin, .fini = end);

static void summarise(void) {
    text_free(&text);
    cr_assert_eq(report_summary(&f.scheme, &f.results, &text), SIBYL_OK);
}

static bool says(const char *what) { return strstr(text.data, what) != NULL; }

Test(report_text, summary_fits_80_columns) {
    summarise();
    for (char *line = strtok(text.data, "\n"); line != NULL; line = strtok(NULL, "\n"))
        cr_expect_leq(text_width(line), 80, "%s", line);
}

Test(report_text, summary_says_what_was_run_and_what_is_assumed) {
    summarise();
    cr_expect(says("10,000 paths of 30 months from Nov 2012, seed 9007199254740993"));
    cr_expect(says("2 of 6 inputs are assumed, 2 have a source, 2 say neither"));
    cr_expect(says("If the file is right"));
}

Test(report_text, summary_leads_with_the_ratio_of_means) {
    summarise();
    cr_expect(says("Return a year       6.1% on the mean flows; median path 4.3%"));
    cr_expect(says("there is"));
    cr_expect(says("9,863 of 10,000 paths"));
    cr_expect(says("£7,412, all payments over all outcomes"));
}

Test(report_text, summary_never_speaks_of_confidence) {
    summarise();
    cr_expect_null(strcasestr(text.data, "confiden"));
}

Test(report_text, chances_of_trouble_are_at_some_time_in_the_months) {
    summarise();
    cr_expect(says("in about 5 of 100 paths, at some time in the 30 months"));
}

Test(report_text, a_broken_check_is_shouted) {
    f.checks[1].broken = 3;
    summarise();
    cr_expect(says("1 OF 6 CHECKS DO NOT HOLD"));
}

Test(report_text, quantiles_out_of_order_break_a_check) {
    f.metrics[0].quantile[4] = f.metrics[0].quantile[3] - 0.01;
    summarise();
    cr_expect(says("1 OF 6 CHECKS DO NOT HOLD"));
}

Test(report_text, payments_that_do_not_add_up_break_a_check) {
    f.series[0].mean[11] += 0.01;
    summarise();
    cr_expect(says("1 OF 6 CHECKS DO NOT HOLD"));
}

Test(report_text, one_path_has_neither_spread_nor_chance) {
    f.results.paths = 1;
    for (int i = 0; i < f.results.n_metrics; i++) {
        struct metric *m = &f.metrics[i];
        m->paths = m->defined = 1;
        m->has_spread = m->has_quantiles = false;
        m->bin_width = 0.0;
        m->mean = m->probability ? 0.0 : m->mean;
    }
    summarise();
    cr_expect(says("\n1 path of 30 months"));
    cr_expect(says("on this path £12,387"));
    cr_expect(says("Below zero          no"));
    cr_expect(!says("in 9 of 10 paths"));
}

Test(report_text, a_scheme_without_bond_or_provider_has_a_summary) {
    f.scheme.parties.n = 1;
    f.scheme.bonds.n = 0;
    f.scheme.contracts.n = 0;
    summarise();
    cr_expect(says("County Council (commissioner)"));
    cr_expect(!says("Social fund"));
}

Test(report_text, check_draws_the_tree_with_terms_in_words) {
    cr_assert_eq(report_check(&f.scheme, 0, NULL, &text), SIBYL_OK);
    cr_expect(says("  County Council\n  └─ Outcomes contract, paid to Riverside SPV, Nov 2012 to Oct 2014"));
    cr_expect(says("     │  pays £1,500 for each start under Outcomes contract (term 0)\n"
                   "     │  claims count to Feb 2015; pays at most £2,400,000.17 in all\n"
                   "     └─ Service contract"));
}

Test(report_text, check_tells_the_commitments_and_the_dates) {
    cr_assert_eq(report_check(&f.scheme, 0, NULL, &text), SIBYL_OK);
    cr_expect(says("County Council pays at most £2,400,000.17"));
    cr_expect(says("Social fund puts up to £900,000 into Riverside SPV (junior), drawn as needed"));
    cr_expect(says("Feb 2015  month   28  last claim (long stop) under Outcomes contract"));
    cr_expect(says("After Apr 2015\n  Nothing that is expected to be earned falls due later."));
}

Test(report_text, check_tells_what_falls_after_the_end) {
    struct after_end after = {.contract = "Outcomes contract", .share = 0.0317, .months = 44};
    cr_assert_eq(report_check(&f.scheme, 1, &after, &text), SIBYL_OK);
    cr_expect(says(
        "After Apr 2015\n  Outcomes contract: 3.2% of what it is expected to pay falls due later; 44\n    months"));
}

Test(report_text, a_figure_that_never_differs_has_no_range) {
    for (int i = 0; i < f.results.n_metrics; i++) {
        struct metric *m = &f.metrics[i];
        if (strcmp(m->name, "lowest_cash") != 0)
            continue;
        m->min = m->max = m->mean = m->plan = 23851.7;
        m->defined = m->paths;
        m->expected = 23851.7;
    }
    summarise();
    cr_expect(says("Lowest cash         £23,852 on every path\n"), "%s", text.data);
}
