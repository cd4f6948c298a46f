/* Numbers that may be uncertain or change by month: quantities, tables of them, series, delays, drawdowns. */
#include "config_stage.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PARTIES "parties = ( " COUNCIL " );\n"
#define GROUP(rest) PARTIES "groups = ( { name = \"opiate\"; referrals = 12.5; " rest " } );\n"

static const struct quantity *quantity(const struct stage *stage, int number) {
    cr_assert(number >= 0 && number < stage->scheme.quantities.n);
    return &stage->scheme.quantities.items[number];
}

static const struct input *input(const struct stage *stage, const char *path) {
    for (int i = 0; i < stage->scheme.inputs.n; i++) {
        if (strcmp(stage->scheme.inputs.items[i].place.path, path) == 0) {
            return &stage->scheme.inputs.items[i];
        }
    }
    cr_assert_fail("no input %s", path);
    return NULL;
}

static void expect_said_of(const char *text, const char *said) {
    struct stage *stage = stage_of(text);
    cr_expect_str_eq(stage->said, said);
    stage_close(stage);
}

/* ---- Quantities ---- */

Test(config_numbers, takes_a_plain_number_as_certain) {
    struct stage *stage = stage_of(GROUP("engage = 0.85;"));
    const struct quantity *engage = quantity(stage, stage->scheme.groups.items[0].engage);
    cr_expect_str_eq(engage->place.path, "groups.opiate.engage");
    cr_expect_str_eq(engage->law.law->name, "fixed");
    cr_expect_eq(engage->mean, 0.85);
    cr_expect_eq(engage->plan, 0.85);
    cr_expect_eq(engage->factor, NONE);
    stage_close(stage);
}

Test(config_numbers, reads_a_law_with_what_is_said_beside_it) {
    struct stage *stage = stage_of("factors = ( { name = \"economy\"; } );\n" GROUP(
        "volume = { dist = \"pert\"; low = 0.4; mode = 0.9; high = 1.1; factor = \"economy\"; loading = -0.35; plan = "
        "0.95; source = \"needs assessment 2011\"; assumed = true; note = \"old\"; };"));
    cr_expect_str_eq(stage->said, "");
    const struct quantity *volume = quantity(stage, stage->scheme.groups.items[0].volume);
    cr_expect_eq(volume->plan, 0.95);
    cr_expect_float_eq(volume->mean, (0.4 + 4 * 0.9 + 1.1) / 6, 1e-12);
    cr_expect_eq(volume->factor, 0);
    cr_expect_eq(volume->loading, -0.35);
    const struct input *in = input(stage, "groups.opiate.volume");
    cr_expect_str_eq(in->words, "pert(0.4, 0.9, 1.1)");
    cr_expect_str_eq(in->source, "needs assessment 2011");
    cr_expect_str_eq(in->note, "old");
    cr_expect(in->assumed);
    cr_expect(in->low < in->likely && in->likely < in->high);
    cr_expect_eq(in->plan, 0.95);
    stage_close(stage);
}

Test(config_numbers, plans_for_the_mode_unless_told) {
    struct stage *stage = stage_of(GROUP("volume = { dist = \"pert\"; low = 0.4; mode = 0.9; high = 1.1; };"));
    cr_expect_eq(quantity(stage, stage->scheme.groups.items[0].volume)->plan, 0.9);
    stage_close(stage);
}

Test(config_numbers, has_values_of_money_in_pence) {
    struct stage *stage = stage_of("parties = ( { name = \"Harbour\"; kind = \"provider\"; opening_cash = 2385.17; },\n"
                                   "{ name = \"Quay\"; kind = \"provider\"; opening_cash = { dist = \"uniform\"; low = "
                                   "-100.5; high = 300.25; plan = 12.34; }; } );\n");
    cr_expect_str_eq(stage->said, "");
    const struct quantity *sure = quantity(stage, stage->scheme.parties.items[0].opening_cash);
    cr_expect_eq(sure->mean, 238517);
    cr_expect_eq(sure->scale, 100);
    const struct quantity *unsure = quantity(stage, stage->scheme.parties.items[1].opening_cash);
    cr_expect_float_eq(unsure->mean, 9987.5, 1e-9);
    cr_expect_float_eq(unsure->plan, 1234, 1e-9);
    cr_expect_float_eq(input(stage, "parties.Harbour.opening_cash")->likely, 2385.17, 1e-12);
    stage_close(stage);
}

Test(config_numbers, lets_a_certain_number_say_where_it_comes_from) {
    struct stage *stage = stage_of(GROUP("engage = { value = 0.85; source = \"audit\"; };"));
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(quantity(stage, stage->scheme.groups.items[0].engage)->mean, 0.85);
    cr_expect_str_eq(input(stage, "groups.opiate.engage")->source, "audit");
    stage_close(stage);
}

Test(config_numbers, refuses_a_law_that_leaves_its_range) {
    expect_said_of(
        GROUP("engage = { dist = \"normal\"; mean = 0.85; sd = 0.1; min = 0.0; };"),
        "scheme.cfg:5: groups.opiate.engage: normal(0.85, 0.1, 0) can be anything from 0 to infinity; it has to stay "
        "within 0 and 1\n");
}

Test(config_numbers, says_what_a_law_lacks_or_does_not_know) {
    expect_said_of(GROUP("volume = { dist = \"pert\"; low = 0.4; hihg = 1.1; sd = 2; };"),
                   "scheme.cfg:5: groups.opiate.volume.hihg: is no key of pert; did you mean high?\n"
                   "scheme.cfg:5: groups.opiate.volume.sd: is no key of pert; its keys are dist, low, mode, high, "
                   "factor, loading, plan, source, assumed, note\n"
                   "scheme.cfg:5: groups.opiate.volume.mode: is missing: the most likely value\n"
                   "scheme.cfg:5: groups.opiate.volume.high: is missing: the greatest value\n");
    expect_said_of(GROUP("volume = { dist = \"prt\"; };"),
                   "scheme.cfg:5: groups.opiate.volume.dist: no distribution is "
                   "called \"prt\"; did you mean \"pert\"?\n");
    expect_said_of(
        GROUP("volume = { low = 0.4; };"),
        "scheme.cfg:5: groups.opiate.volume: has neither a dist nor a value; write { dist = \"pert\"; low = ...; } "
        "or a number\n");
}

Test(config_numbers, wants_factor_and_loading_together) {
    expect_said_of(GROUP("volume = { dist = \"uniform\"; low = 0.4; high = 1.1; loading = 0.3; };"),
                   "scheme.cfg:5: groups.opiate.volume.loading: loads on nothing; name a factor beside it\n");
}

Test(config_numbers, has_a_stream_of_its_own_for_each_path) {
    struct stage *stage = stage_of(GROUP("engage = 0.85; volume = 1.05;"));
    const struct group *g = &stage->scheme.groups.items[0];
    cr_expect_neq(quantity(stage, g->engage)->stream, quantity(stage, g->volume)->stream);
    stage_close(stage);
}

Test(config_numbers, reads_empirical_values_from_a_csv_column) {
    struct stage *stage = stage_open();
    stage_file(stage, "past.csv", "year,ratio\n2009,0.75\n2010,1.25\n");
    stage_read(stage, HEAD GROUP("volume = { dist = \"empirical\"; csv = \"past.csv\"; column = \"ratio\"; };"));
    cr_expect_str_eq(stage->said, "");
    cr_expect_float_eq(quantity(stage, stage->scheme.groups.items[0].volume)->mean, 1, 1e-15);
    stage_close(stage);
}

/* ---- Tables of quantities ---- */

#define TWO_GROUPS                                                                                                     \
    PARTIES "groups = ( { name = \"opiate\"; referrals = 12.5; }, { name = \"alcohol\"; referrals = 8.25; } );\n"

Test(config_numbers, gives_one_number_to_all_groups_or_each_its_own) {
    struct stage *stage =
        stage_of(TWO_GROUPS "outcomes = ( { name = \"a\"; after = \"start\"; probability = 0.41; deadweight "
                            "= { alcohol = 0.2; }; } );\n");
    cr_expect_str_eq(stage->said, "");
    const struct outcome *o = &stage->scheme.outcomes.items[0];
    cr_expect_eq(o->probability.quantity[0], o->probability.quantity[1]);
    cr_expect_eq(o->deadweight.quantity[0], NONE);
    cr_expect_eq(quantity(stage, o->deadweight.quantity[1])->mean, 0.2);
    cr_expect_str_eq(quantity(stage, o->deadweight.quantity[1])->place.path, "outcomes.a.deadweight.alcohol");
    stage_close(stage);
}

Test(config_numbers, writes_a_blank_of_a_name_as_an_underscore_in_keys) {
    struct stage *stage = stage_of(PARTIES "groups = ( { name = \"mental health\"; referrals = 12.5; } );\n"
                                           "outcomes = ( { name = \"a\"; after = \"start\"; probability = { "
                                           "mental_health = 0.41; }; } );\n");
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(quantity(stage, stage->scheme.outcomes.items[0].probability.quantity[0])->mean, 0.41);
    stage_close(stage);
}

Test(config_numbers, suggests_the_group_that_was_meant) {
    expect_said_of(
        TWO_GROUPS "outcomes = ( { name = \"a\"; after = \"start\"; probability = { opiat = 0.41; }; } );\n",
        "scheme.cfg:6: outcomes.a.probability.opiat: no group is called \"opiat\"; did you mean \"opiate\"?\n");
}

/* ---- Series ---- */

static double value_in(const struct stage *stage, const struct series *series, int month) {
    double sum = 0;
    for (int i = 0; i < series->n; i++) {
        const struct spell *spell = &series->spells[i];
        if (month >= spell->from && month <= spell->to) {
            sum += spell->quantity == NONE ? spell->value : quantity(stage, spell->quantity)->mean;
        }
    }
    return sum;
}

Test(config_numbers, adds_spells_where_they_overlap) {
    struct stage *stage =
        stage_of(PARTIES "groups = ( { name = \"opiate\"; referrals = ( { monthly = 12.5; to = 20; }, { "
                         "monthly = 3; from = 18; }, { monthly = 7; from = 80; to = 90; } ); } );\n");
    cr_expect_str_eq(stage->said, "");
    const struct series *series = &stage->scheme.groups.items[0].referrals;
    cr_expect_eq(value_in(stage, series, 1), 12.5);
    cr_expect_eq(value_in(stage, series, 19), 15.5);
    cr_expect_eq(value_in(stage, series, 60), 3);
    cr_expect_eq(series->n, 2, "a spell after the end is dropped");
    cr_expect_eq(series->spells[1].to, 60);
    stage_close(stage);
}

#define BUDGET(rest)                                                                                                   \
    "parties = ( { name = \"Harbour\"; kind = \"provider\"; costs = ( { name = \"staff\"; monthly = { csv = "          \
    "\"budget.csv\"; " rest " }; } ); } );\n"

Test(config_numbers, reads_a_series_from_a_csv_column) {
    struct stage *stage = stage_open();
    stage_file(stage, "budget.csv",
               "\xEF\xBB\xBFMonth,\"Sal\"\"aries\",Rent\r\nApr,-3100.25,1\r\n\"May, "
               "2012\",-3100.25,2\r\nJun,0,3\r\nJul,\"-12\",4\r\n\r\n");
    stage_read(stage, HEAD BUDGET("column = \"Sal\\\"aries\"; sign = -1;"));
    cr_expect_str_eq(stage->said,
                     "scheme.cfg:4: note: parties.Harbour.costs.staff.monthly: budget.csv has 4 months; from "
                     "month 5 on it is taken as nothing\n");
    const struct series *series = &stage->scheme.parties.items[0].costs.items[0].monthly;
    static const double expected[] = {310025, 310025, 0, 1200, 0};
    for (int month = 1; month <= 5; month++) {
        cr_expect_eq(value_in(stage, series, month), expected[month - 1], "month %d", month);
    }
    cr_expect_eq(series->n, 2, "equal months are one spell");
    stage_close(stage);
}

Test(config_numbers, names_the_line_of_the_csv_file) {
    struct stage *stage = stage_open();
    stage_file(stage, "budget.csv", "Month,Salaries\n1,3100.25\n2,\"3,100.25\"\n3,\n4\n5,-7\n6,0.001\n");
    stage_read(stage, HEAD BUDGET("column = \"Salaries\";"));
    cr_expect_str_eq(
        stage->said,
        "budget.csv:3: parties.Harbour.costs.staff.monthly: column \"Salaries\" has no plain number here; write digits "
        "with at most one point, without commas between thousands, currency signs or %\n"
        "budget.csv:4: parties.Harbour.costs.staff.monthly: column \"Salaries\" is empty here; write 0 for nothing\n"
        "budget.csv:5: parties.Harbour.costs.staff.monthly: the row is short; it has no column \"Salaries\"\n");
    stage_close(stage);
}

Test(config_numbers, says_what_is_wrong_with_a_csv_file) {
    struct stage *stage = stage_open();
    stage_file(stage, "budget.csv", "Month,Salaries\n1,3100.25\n");
    stage_read(stage, HEAD BUDGET("column = \"Salarie\";"));
    cr_expect_str_eq(stage->said,
                     "budget.csv:1: parties.Harbour.costs.staff.monthly: no column is called \"Salarie\"; did you "
                     "mean \"Salaries\"?\n");
    stage_close(stage);
    expect_said_of(BUDGET("column = \"Salary\";"),
                   "scheme.cfg:4: parties.Harbour.costs.staff.monthly: \"budget.csv\" does not exist\n");
}

Test(config_numbers, refuses_parts_of_a_penny_and_costs_below_zero_in_a_csv_file) {
    struct stage *stage = stage_open();
    stage_file(stage, "budget.csv", "Salaries\n0.001\n-7\n");
    stage_read(stage, HEAD BUDGET("column = \"Salaries\";"));
    cr_expect_not_null(strstr(stage->said, "budget.csv:2: "));
    cr_expect_not_null(strstr(stage->said, "is 0.001; an amount has at most two decimals"));
    stage_close(stage);
}

/* ---- Delays ---- */

#define WAIT(how) GROUP("wait = " how ";")

Test(config_numbers, waits_so_many_months) {
    struct stage *stage = stage_of(WAIT("3"));
    const struct delay *wait = &stage->scheme.groups.items[0].wait;
    cr_assert_eq(wait->n, 4);
    cr_expect_eq(wait->mass[3], 1);
    cr_expect_eq(wait->mass[0], 0);
    stage_close(stage);
}

Test(config_numbers, spreads_a_delay_geometrically_with_its_mean) {
    struct stage *stage = stage_of(WAIT("{ mean = 2.5; spread = \"geometric\"; }"));
    const struct delay *wait = &stage->scheme.groups.items[0].wait;
    cr_expect_eq(wait->mass[0], 0);
    cr_expect_eq(wait->mass[1], 0.4);
    double sum = 0;
    double mean = 0;
    for (int k = 0; k < wait->n; k++) {
        sum += wait->mass[k];
        mean += k * wait->mass[k];
    }
    cr_expect_float_eq(sum, 1, 1e-15);
    cr_expect_float_eq(mean, 2.5, 1e-14);
    stage_close(stage);
    stage = stage_of(WAIT("{ mean = 1; spread = \"geometric\"; }"));
    cr_expect_eq(stage->scheme.groups.items[0].wait.mass[1], 1);
    stage_close(stage);
}

Test(config_numbers, refuses_masses_that_do_not_sum_to_one) {
    expect_said_of(WAIT("[0.4, 0.4, 0.1]"),
                   "scheme.cfg:5: groups.opiate.wait: sums to 0.9; the shares of months 0, 1, 2, "
                   "... sum to 1\n");
}

/* ---- Drawdowns ---- */

#define BOND(how)                                                                                                      \
    "parties = ( { name = \"Riverside SPV\"; kind = \"spv\"; } );\nbonds = ( { spv = \"Riverside SPV\"; drawdown "     \
    "= " how "; tranches = ( { name = \"senior\"; investor = \"Foundation\"; principal = 600000.0; } ); } );\n"

Test(config_numbers, draws_as_it_is_told) {
    struct stage *stage = stage_of(BOND("\"as_needed\""));
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(stage->scheme.bonds.items[0].drawdown.how, DRAW_AS_NEEDED);
    stage_close(stage);
    stage = stage_of(BOND("( { month = 1; amount = 200000.55; }, { month = 13; amount = 399999.45; } )"));
    const struct drawdown *drawdown = &stage->scheme.bonds.items[0].drawdown;
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(drawdown->how, DRAW_SCHEDULED);
    cr_assert_eq(drawdown->draws.n, 2);
    cr_expect_eq(drawdown->draws.items[1].month, 13);
    cr_expect_eq(drawdown->draws.items[0].amount, 20000055);
    stage_close(stage);
}

/* ---- Sources ---- */

Test(config_numbers, a_path_covers_what_says_nothing_itself_and_a_longer_one_goes_first) {
    struct stage *stage = stage_of(GROUP("engage = { value = 0.85; source = \"audit\"; }; wait = [0.5, 0.5]; "
                                         "in_service = 9;") "sources = ( { path = \"groups.opiate.wait\"; source = "
                                                            "\"register\"; },\n"
                                                            "{ path = \"groups.opiate\"; assumed = true; note = "
                                                            "\"judgement\"; },\n"
                                                            "{ path = \"groups.opiate.engage\"; note = \"of 2011\"; } "
                                                            ");\n");
    const struct input *engage = input(stage, "groups.opiate.engage"), *wait = input(stage, "groups.opiate.wait.1");
    cr_expect_str_eq(engage->source, "audit");
    cr_expect_str_eq(engage->note, "of 2011");
    cr_expect(!engage->assumed);
    cr_expect_str_eq(wait->source, "register");
    cr_expect(!wait->assumed && wait->note == NULL);
    cr_expect(input(stage, "groups.opiate.in_service")->assumed);
    stage_close(stage);
}

Test(config_numbers, joins_sources_to_the_numbers_they_name) {
    struct stage *stage = stage_of(
        GROUP("engage = 0.85; wait = [0.5, 0.5];") "sources = ( { path = \"groups.opiate.engage\"; source = \"audit\"; "
                                                   "note = \"n\"; },\n"
                                                   "{ path = \"groups.\\\"opiate\\\".wait\"; assumed = true; },\n"
                                                   "{ path = \"groups.opiate.engaged\"; source = \"x\"; } );\n");
    cr_expect_str_eq(input(stage, "groups.opiate.engage")->source, "audit");
    cr_expect(input(stage, "groups.opiate.wait.0")->assumed);
    cr_expect(input(stage, "groups.opiate.wait.1")->assumed);
    cr_expect_str_eq(stage->said,
                     "scheme.cfg:8: sources.2: \"groups.opiate.engaged\" is no number of this configuration; "
                     "did you mean \"groups.opiate.engage\"?\n");
    stage_close(stage);
}
