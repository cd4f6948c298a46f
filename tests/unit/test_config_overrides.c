/* Changes given by path. */
#include "config_stage.h"

#include <criterion/criterion.h>
#include <string.h>

static const char base[] =
    HEAD "factors = ( { name = \"economy\"; } );\n"
         "parties = ( " COUNCIL ", { name = \"Harbour\"; kind = \"provider\"; opening_cash = 65000.0; "
         "costs = ( { name = \"rent\"; monthly = 1900.0; } ); workers = { planned = 3; cost = 3100.0; "
         "caseload = 35; }; } );\n"
         "groups = ( { name = \"opiate\"; referrals = 12.5; wait = [0.5, 0.5]; } );\n";

static struct stage *changed(const char *const *changes, int n) {
    struct stage *stage = stage_open();
    stage_read_changed(stage, base, changes, n);
    return stage;
}

static void expect_change_said(const char *path, const char *value, const char *said) {
    const char *changes[] = {path, value};
    struct stage *stage = changed(changes, 1);
    cr_expect_str_eq(stage->said, said);
    cr_expect_eq(stage->result, said[0] == '\0' ? SIBYL_OK : SIBYL_ERR_INPUT);
    stage_close(stage);
}

static double mean(const struct stage *stage, int quantity) { return stage->scheme.quantities.items[quantity].mean; }

Test(config_overrides, change_what_a_path_names) {
    const char *changes[] = {"parties.Harbour.opening_cash",
                             "-100.25",
                             "parties.Harbour.costs.rent.monthly",
                             "7.5",
                             "parties.\"Harbour\".workers.0.caseload",
                             "36",
                             "groups.0.wait.1",
                             "0.5"};
    struct stage *stage = changed(changes, 4);
    cr_expect_str_eq(stage->said, "");
    const struct party *harbour = &stage->scheme.parties.items[1];
    cr_expect_eq(mean(stage, harbour->opening_cash), -10025);
    cr_expect_eq(mean(stage, harbour->costs.items[0].monthly.spells[0].quantity), 750);
    cr_expect_eq(harbour->workers.items[0].caseload, 36);
    cr_assert_eq(stage->scheme.overrides.n, 4);
    cr_expect_str_eq(stage->scheme.overrides.items[0].path, "parties.Harbour.opening_cash");
    cr_expect_str_eq(stage->scheme.overrides.items[0].value, "-100.25");
    stage_close(stage);
}

Test(config_overrides, make_keys_that_the_file_leaves_out) {
    const char *changes[] = {"factors.economy.shift", "-1.5", "simulation.paths", "5000", "inflation", "0.03"};
    struct stage *stage = changed(changes, 3);
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(stage->scheme.factors.items[0].shift, -1.5);
    cr_expect_eq(stage->scheme.paths, 5000);
    cr_expect_eq(stage->scheme.inflation, 0.03);
    stage_close(stage);
}

Test(config_overrides, take_a_bare_word_or_a_date_for_a_text) {
    const char *changes[] = {"title", "A \"bold\" title, 5% off", "start", "2018-04"};
    struct stage *stage = changed(changes, 2);
    cr_expect_str_eq(stage->said, "");
    cr_expect_str_eq(stage->scheme.title, "A \"bold\" title, 5% off");
    cr_expect_eq(stage->scheme.start.year, 2018);
    stage_close(stage);
}

Test(config_overrides, take_groups_and_lists) {
    const char *changes[] = {"groups.opiate.wait",        "[0.25, 0.75]",
                             "groups.opiate.volume",      "{ dist = \"uniform\"; low = 0.5; high = 1.0; }",
                             "groups.opiate.volume.high", "1.5"};
    struct stage *stage = changed(changes, 3);
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(stage->scheme.groups.items[0].wait.mass[1], 0.75);
    cr_expect_eq(mean(stage, stage->scheme.groups.items[0].volume), 1);
    stage_close(stage);
}

Test(config_overrides, are_told_where_a_path_goes_wrong) {
    expect_change_said("parties.Harbor.opening_cash", "1.0",
                       "--set: parties.Harbor.opening_cash: parties has no \"Harbor\"; did you mean \"Harbour\"?\n");
    expect_change_said("parties.7.opening_cash", "1.0",
                       "--set: parties.7.opening_cash: parties has no \"7\"; it has 2\n");
    expect_change_said("months.most", "1", "--set: months.most: months is a whole number and has nothing inside\n");
    expect_change_said("parties..x", "1",
                       "--set: parties..x: is no path; write names with dots between them, such as "
                       "contracts.Subcontract.terms.0.price\n");
    expect_change_said("inflatoin", "0.03", "--set: inflatoin: is no key of scheme; did you mean inflation?\n");
}

Test(config_overrides, are_judged_like_the_file) {
    expect_change_said("groups.opiate.engage", "1.5", "--set: groups.opiate.engage: is 1.5; it is from 0 to 1\n");
    expect_change_said("months", "5%", "--set: 5% is per cent; write the fraction, 0.05 for 5%\n");
    expect_change_said("months", "many", "--set: months: is a text; a whole number is meant, without quotes\n");
}

Test(config_overrides, cannot_bring_in_more_than_a_value) {
    expect_change_said("title", "\"a\"; months = 7", "--set: title: is not one value; write PATH=VALUE\n");
    expect_change_said("title", "a\n@include \"x\"",
                       "--set: title: the value has a line break; write it in one line\n");
}

Test(config_overrides, are_part_of_what_the_scheme_is_known_by) {
    const char *changes[] = {"inflation", "0.03"};
    struct stage *plain = changed(NULL, 0);
    struct stage *other = changed(changes, 1);
    cr_expect_eq(strlen(plain->scheme.config_sha256), 64);
    cr_expect_str_neq(plain->scheme.config_sha256, other->scheme.config_sha256);
    stage_close(plain);
    stage_close(other);
}
