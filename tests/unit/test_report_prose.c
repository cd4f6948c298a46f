/* Numbers, chances and names in prose. */
#include "report/prose.h"

#include <criterion/criterion.h>
#include <string.h>

static struct text_buf buf;

static const char *said(void) { return buf.data != NULL ? buf.data : ""; }
static void afresh(void) { text_free(&buf); }

static void expect_money(double amount, double se, const char *expected) {
    afresh();
    prose_money(&buf, "£", amount, se);
    cr_expect_str_eq(said(), expected);
}

static void expect_chance(double mean, double low, double high, int64_t paths, const char *expected) {
    struct metric m = {.probability = true, .paths = paths, .mean = mean, .ci95 = {low, high}};
    afresh();
    prose_chance(&buf, &m);
    cr_expect_str_eq(said(), expected);
}

TestSuite(report_prose, .fini = afresh);

Test(report_prose, money_is_shown_as_exactly_as_its_sampling_error_allows) {
    expect_money(3912345.67, 1234.5, "£3,912,000");
    expect_money(3912345.67, 99.9, "£3,912,350");
    expect_money(3912345.67, 0.0, "£3,912,346");
    expect_money(-4137.2, 18.3, "-£4,140");
    expect_money(999951.0, 100.0, "£1,000,000");
}

Test(report_prose, an_amount_that_rounds_to_nothing_has_no_sign) {
    expect_money(-31.4, 517.0, "£0");
    expect_money(0.0, 0.0, "£0");
}

Test(report_prose, small_exact_amounts_keep_their_pence) {
    expect_money(38.17, 0.0, "£38.17");
    expect_money(-38.0, 0.0, "-£38");
}

Test(report_prose, rates_have_one_decimal_at_most) {
    afresh();
    prose_rate(&buf, 0.06127, 0.0);
    text_append(&buf, " ");
    prose_rate(&buf, -0.05271, 0.013);
    cr_expect_str_eq(said(), "6.1% -5%");
}

Test(report_prose, chances_that_are_known_well_are_one_number) {
    expect_chance(0.1187, 0.1124, 0.1250, 10000, "in about 12 of 100 paths");
    expect_chance(0.0043, 0.0031, 0.0058, 10000, "in about 4 of 1,000 paths");
    expect_chance(0.0004, 0.0001, 0.0010, 10000, "in fewer than 1 of 1,000 paths");
    expect_chance(0.9997, 0.9991, 0.9999, 10000, "in more than 999 of 1,000 paths");
    expect_chance(0.9980, 0.9888, 0.9996, 500, "in more than 99 of 100 paths");
}

Test(report_prose, chances_that_are_known_poorly_are_a_range) {
    expect_chance(0.0713, 0.0417, 0.1188, 200, "in 4 to 12 of 100 paths");
}

Test(report_prose, what_never_or_always_happened_is_said_of_the_paths) {
    expect_chance(0.0, 0.0, 0.0004, 10000, "in none of the 10,000 paths");
    expect_chance(1.0, 0.9996, 1.0, 10000, "in all of the 10,000 paths");
}

Test(report_prose, one_path_says_yes_or_no) {
    expect_chance(1.0, 0.2065, 1.0, 1, "yes");
    expect_chance(0.0, 0.0, 0.7935, 1, "no");
}

Test(report_prose, figures_are_written_in_their_unit) {
    static const struct {
        const char *unit;
        double figure;
        const char *expected;
    } figures[] = {{"GBP", 4137.2, "£4,137"}, {"1/year", 0.06127, "6.1%"}, {"share", 0.0974, "9.7%"},
                   {"count", 213.94, "214"},  {"month", 17.38, "17.4"},    {"ratio", 1.1368, "1.14"}};
    struct results r = {.currency = "GBP", .symbol = "£"};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        afresh();
        prose_figure(&buf, &r, figures[i].unit, figures[i].figure, 0.0);
        cr_expect_str_eq(said(), figures[i].expected);
    }
}

Test(report_prose, interface_names_read_as_words) {
    static const char *const names[][2] = {
        {"lowest_cash", "Lowest cash"},         {"irr_of_mean", "IRR of mean"},
        {"npv_negative", "NPV negative"},       {"payments_pv", "Payments present value"},
        {"dscr_min", "Debt service cover min"}, {"no_return", "No return"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        afresh();
        prose_label(&buf, names[i][0]);
        cr_expect_str_eq(said(), names[i][1]);
    }
}

Test(report_prose, lines_are_broken_at_blanks_before_column_80) {
    afresh();
    prose_wrap(
        &buf, "  Label  ", "         ",
        "a sentence about £1,234 that is long enough to need another line, and then goes on — for some while yet");
    for (char *line = strtok(buf.data, "\n"); line != NULL; line = strtok(NULL, "\n"))
        cr_expect(text_width(line) <= 80 && line[strlen(line) - 1] != ' ', "%s", line);
}

Test(report_prose, months_are_dates) {
    afresh();
    prose_month(&buf, (struct month_of_year){2012, 11}, 3);
    cr_expect_str_eq(said(), "Jan 2013");
    cr_expect_eq(prose_month_number((struct month_of_year){2012, 11}, 3), 2013.0 * 12.0);
}
