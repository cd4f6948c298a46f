/* Settings by the tables: types, ranges, defaults, names and references. */
#include "config_stage.h"
#include "scheme/term.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

#define PARTIES "parties = ( " COUNCIL ", { name = \"Harbour\"; kind = \"provider\"; } );\n"
#define GROUPS "groups = ( { name = \"opiate\"; referrals = 12.5; }, { name = \"alcohol\"; referrals = 8; } );\n"
#define OUTCOMES "outcomes = ( { name = \"restored\"; after = \"start\"; probability = 0.41; } );\n"

static void expect_said_after_head(const char *text, const char *said) {
    struct stage *stage = stage_of(text);
    cr_expect_str_eq(stage->said, said);
    stage_close(stage);
}

Test(config_reader, fills_in_defaults) {
    struct stage *stage = stage_of(PARTIES GROUPS);
    const struct scheme *s = &stage->scheme;
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(s->inflation, 0.02);
    cr_expect_eq(s->year_start, 4);
    cr_expect_eq(s->parties.items[1].grace, 1);
    cr_expect(isinf(s->parties.items[1].capacity));
    const struct quantity *volume = &s->quantities.items[s->groups.items[0].volume];
    cr_expect_eq(volume->mean, 1);
    cr_expect_eq(s->groups.items[0].wait.n, 1);
    cr_expect_eq(s->groups.items[0].wait.mass[0], 1);
    cr_expect_eq(s->groups.items[0].engage_factor, NONE);
    stage_close(stage);
}

Test(config_reader, says_which_keys_are_missing_and_what_they_are_for) {
    expect_said("start = \"2012-04\";\nmonths = 60;\nparties = ( { name = \"Harbour\"; } );\n",
                "scheme.cfg:1: title: is missing: what the scheme is called in reports\n"
                "scheme.cfg:3: parties.Harbour.kind: is missing: what it is in the scheme; commissioners, investors, "
                "lenders and guarantors can always pay\n");
}

Test(config_reader, suggests_the_nearest_key_or_where_it_belongs) {
    expect_said_after_head(PARTIES "inflatoin = 0.02;\ncaseload = 35;\n",
                           "scheme.cfg:5: inflatoin: is no key of scheme; did you mean inflation?\n"
                           "scheme.cfg:6: caseload: is no key of scheme; it belongs to parties.workers\n");
}

Test(config_reader, reads_a_whole_number_where_any_number_is_meant_and_not_the_other_way_round) {
    struct stage *stage = stage_of(PARTIES "inflation = 0;\nyear_start = 1.0;\n");
    cr_expect_eq(stage->scheme.inflation, 0);
    cr_expect_str_eq(stage->said,
                     "scheme.cfg:6: year_start: is written with a point or an exponent; write the whole number 1\n");
    stage_close(stage);
}

Test(config_reader, keeps_amounts_to_the_penny) {
    struct stage *stage =
        stage_of("parties = ( { name = \"Harbour\"; kind = \"provider\"; closure_cost = 9999999999999.99; "
                 "cash_floor = -0.07; minimum_cash = 1e3; } );\n");
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(stage->scheme.parties.items[0].closure_cost, 999999999999999);
    cr_expect_eq(stage->scheme.parties.items[0].cash_floor, -7);
    cr_expect_eq(stage->scheme.parties.items[0].minimum_cash, 100000);
    stage_close(stage);
}

Test(config_reader, refuses_parts_of_a_penny) {
    expect_said_after_head(
        "parties = ( { name = \"Harbour\"; kind = \"provider\"; closure_cost = 1650.125; } );\n",
        "scheme.cfg:4: parties.Harbour.closure_cost: is 1,650.125; an amount has at most two decimals, "
        "such as 1650.13\n");
}

Test(config_reader, lists_the_words_of_a_choice) {
    expect_said_after_head("parties = ( { name = \"Harbour\"; kind = \"provider\"; pays_first = \"staff\"; } );\n",
                           "scheme.cfg:4: parties.Harbour.pays_first: is \"staff\"; write \"costs\" or "
                           "\"supply_chain\"\n");
}

Test(config_reader, takes_one_group_for_a_list_of_one) {
    struct stage *stage = stage_of("parties = " COUNCIL ";\n");
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(stage->scheme.parties.n, 1);
    stage_close(stage);
}

/* ---- Names ---- */

Test(config_reader, refers_to_what_stands_further_down) {
    struct stage *stage = stage_of("contracts = ( { name = \"Outcomes contract\"; payer = \"County Council\"; payee = "
                                   "\"Harbour\"; terms = (); } );\n" PARTIES);
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(stage->scheme.contracts.items[0].payer, 0);
    cr_expect_eq(stage->scheme.contracts.items[0].payee, 1);
    stage_close(stage);
}

Test(config_reader, suggests_the_nearest_name) {
    expect_said_after_head(
        "contracts = ( { name = \"Subcontract\"; payer = \"Conty Council\"; payee = \"Zeta\"; terms = (); } "
        ");\n" PARTIES,
        "scheme.cfg:4: contracts.Subcontract.payer: no party is called \"Conty Council\"; did you mean "
        "\"County Council\"?\n"
        "scheme.cfg:4: contracts.Subcontract.payee: no party is called \"Zeta\"; the name must stand in "
        "`parties`\n");
}

Test(config_reader, makes_parties_that_only_put_money_in) {
    struct stage *stage = stage_of(
        PARTIES
        "bonds = ( { spv = \"Harbour\"; tranches = ( { name = \"senior\"; investor = \"Foundation\"; principal = "
        "600000.0; }, { name = \"junior\"; investor = \"Foundation\"; principal = 300000.0; } );\n"
        "guarantee = { guarantor = \"Trust\"; tranche = [\"junior\"]; }; } );\n");
    const struct scheme *s = &stage->scheme;
    cr_expect_str_eq(stage->said, "");
    cr_assert_eq(s->parties.n, 4);
    cr_expect_str_eq(s->parties.items[2].name, "Foundation");
    cr_expect_eq(s->parties.items[2].kind, PARTY_INVESTOR);
    cr_expect_eq(s->parties.items[2].place.line, 5);
    cr_expect_eq(s->parties.items[3].kind, PARTY_GUARANTOR);
    cr_expect_eq(s->bonds.items[0].tranches.items[1].investor, 2);
    cr_expect_eq(s->bonds.items[0].guarantee.tranche.items[0], 1);
    cr_expect(s->bonds.items[0].guarantee.given);
    stage_close(stage);
}

Test(config_reader, looks_tranches_up_in_their_own_bond) {
    struct stage *stage = stage_of(
        PARTIES
        "bonds = ( { spv = \"Harbour\"; tranches = ( { name = \"senior\"; investor = \"F\"; principal = 6.0; } ); },\n"
        "{ spv = \"Harbour\"; tranches = ( { name = \"junior\"; investor = \"F\"; principal = 6.0; } );\n"
        "  guarantee = { guarantor = \"T\"; tranche = \"senior\"; }; } );\n");
    cr_expect_str_eq(stage->said,
                     "scheme.cfg:7: bonds.1.guarantee.tranche: no tranche is called \"senior\"; did you mean "
                     "\"junior\"?\n");
    stage_close(stage);
}

Test(config_reader, makes_funds_by_naming_them) {
    struct stage *stage = stage_of("parties = ( { name = \"Harbour\"; kind = \"provider\"; opening_funds = ( { fund = "
                                   "\"Lottery\"; amount = 20000.0; } );\n"
                                   "costs = ( { name = \"peer group\"; monthly = 600.0; funds = [\"Lottery\"]; } );\n"
                                   "other_income = ( { name = \"donations\"; monthly = 15.5; } ); } );\n");
    const struct party *p = &stage->scheme.parties.items[0];
    cr_expect_str_eq(stage->said, "");
    cr_assert_eq(stage->scheme.funds.n, 2);
    cr_expect_str_eq(stage->scheme.funds.items[0], "general");
    cr_expect_str_eq(stage->scheme.funds.items[1], "Lottery");
    cr_expect_eq(p->opening_funds.items[0].fund, 1);
    cr_expect_eq(p->costs.items[0].funds.items[0], 1);
    cr_expect_eq(p->other_income.items[0].fund, 0);
    stage_close(stage);
}

Test(config_reader, refuses_names_that_are_alike) {
    expect_said_after_head(
        "parties = ( " COUNCIL
        ",\n { name = \"county  council\"; kind = \"provider\"; },\n { name = \"County Council\"; "
        "kind = \"spv\"; } );\n",
        "scheme.cfg:5: parties.1.name: \"county  council\" differs from \"County Council\" in line 4 only by capitals "
        "or "
        "blanks; tell them apart\n"
        "scheme.cfg:6: parties.2.name: \"County Council\" is the name of two, the other in line 4; give each its own\n"
        "scheme.cfg:6: parties.2.name: \"County Council\" differs from \"county  council\" in line 5 only by capitals "
        "or "
        "blanks; tell them apart\n");
}

Test(config_reader, refuses_names_that_a_spreadsheet_would_compute) {
    static const char *const names[] = {"=cmd|'/C calc'!A0", "+1", "@SUM", "-2", "", " Harbour", "Harbour "};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char text[256];
        snprintf(text, sizeof(text), "parties = ( { name = \"%s\"; kind = \"provider\"; } );\n", names[i]);
        struct stage *stage = stage_of(text);
        cr_expect_eq(stage->result, SIBYL_ERR_INPUT, "%s", names[i]);
        stage_close(stage);
    }
}

Test(config_reader, lets_names_be_what_people_call_things) {
    static const char *const names[] = {"a/b", "../x", "Café 北 🙂", "O'Brien & Sons (2012)",
                                        "an exactly 32-character-long nm"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char text[256];
        snprintf(text, sizeof(text), "parties = ( { name = \"%s\"; kind = \"provider\"; } );\n", names[i]);
        struct stage *stage = stage_of(text);
        cr_expect_str_eq(stage->said, "");
        cr_expect_str_eq(stage->scheme.parties.items[0].name, names[i]);
        stage_close(stage);
    }
}

/* ---- Terms ---- */

Test(config_reader, reads_each_term_by_its_own_table) {
    struct stage *stage =
        stage_of(PARTIES GROUPS OUTCOMES
                 "contracts = ( { name = \"C\"; payer = \"County Council\"; payee = \"Harbour\"; terms = (\n"
                 "{ pay = \"block\"; amount = 80000.0; every = 3; lag = 2; },\n"
                 "{ pay = \"outcome\"; outcome = \"restored\"; price = 1650.25; claim = { every = 3; }; } ); } );\n");
    const struct contract *c = &stage->scheme.contracts.items[0];
    cr_expect_str_eq(stage->said, "");
    cr_assert_eq(c->terms.n, 2);
    cr_expect_str_eq(c->terms.items[0].kind->pay, "block");
    cr_expect_eq(c->terms.items[0].lag, 2);
    cr_expect_not(c->terms.items[0].claim.given);
    cr_expect_eq(c->terms.items[1].lag, NONE);
    cr_expect(c->terms.items[1].claim.given);
    cr_expect_eq(c->terms.items[1].claim.every, 3);
    cr_expect_str_eq(c->terms.items[1].place.path, "contracts.C.terms.1");
    stage_close(stage);
}

Test(config_reader, suggests_payment_mechanisms_and_where_their_keys_belong) {
    expect_said_after_head(
        PARTIES GROUPS OUTCOMES
        "contracts = ( { name = \"C\"; payer = \"County Council\"; payee = \"Harbour\"; terms = (\n"
        "{ pay = \"blokc\"; },\n{ pay = \"activity\"; price = 5.0; in_advance = true; } ); } );\n",
        "scheme.cfg:8: contracts.C.terms.0.pay: no payment mechanism is called \"blokc\"; did you mean \"block\"?\n"
        "scheme.cfg:9: contracts.C.terms.1.in_advance: is no key of activity term; it belongs to a term with pay = "
        "\"block\"\n");
}
