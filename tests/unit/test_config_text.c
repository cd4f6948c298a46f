/* The text of a configuration: what is refused before it is read as settings, and in which words. */
#include "config/number.h"
#include "config_stage.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define PARTIES "parties = ( " COUNCIL " );\n"

Test(config_text, says_all_faults_of_a_file_together) {
    expect_said("title = yes;\nstart = £2012;\nmonths = 5%;\ninflation = nan;\ndiscount_rate = 0x1F;\n",
                "scheme.cfg:1: yes is no value; write true or false\n"
                "scheme.cfg:2: £2012 has a currency sign; write the amount alone, such as 500.0\n"
                "scheme.cfg:3: 5% is per cent; write the fraction, 0.05 for 5%\n"
                "scheme.cfg:4: nan is no number; write digits, or leave the key out\n"
                "scheme.cfg:5: 0x1F is hexadecimal; write the number in decimal\n");
}

Test(config_text, does_not_let_a_comment_swallow_the_rest) {
    expect_said("a = 1;\n/* b = 2;\nc = 3;\n",
                "scheme.cfg:2: the comment that begins here has no end; close it with */\n");
}

Test(config_text, knows_comments_from_texts) {
    struct stage *stage = stage_open();
    stage_read(stage,
               "title = \"a /* b # c // d\"; # not \" a text\nstart = \"2012-04\"; /* nor \"\n this */ months = 60; "
               "// \"\n" PARTIES);
    cr_expect_str_eq(stage->said, "");
    cr_expect_str_eq(stage->scheme.title, "a /* b # c // d");
    cr_expect_eq(stage->scheme.months, 60);
    stage_close(stage);
}

Test(config_text, reads_whole_numbers_past_32_bits_rightly) {
    struct stage *stage = stage_of(PARTIES "simulation = { seed = 4294967297; };\n");
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(stage->scheme.seed, 4294967297u);
    stage_close(stage);
    stage = stage_of(PARTIES "simulation = { seed = 9223372036854775807; };\n");
    cr_expect_eq(stage->scheme.seed, 9223372036854775807u);
    stage_close(stage);
}

Test(config_text, lets_whole_numbers_stand_beside_others_in_a_list) {
    struct stage *stage =
        stage_of(PARTIES "groups = ( { name = \"opiate\"; referrals = 12; wait = [0, 0.75, 0.25]; } );\n");
    cr_expect_str_eq(stage->said, "");
    cr_expect_eq(stage->scheme.groups.items[0].wait.n, 3);
    cr_expect_eq(stage->scheme.groups.items[0].wait.mass[1], 0.75);
    stage_close(stage);
}

Test(config_text, maps_lines_of_included_files_back) {
    struct stage *stage = stage_open();
    stage_file(stage, "groups.inc", "# groups\n\ngroups = ( { name = \"opiate\"; referrals = 12; engage = 1.5; } );");
    stage_read(stage, HEAD "@include \"groups.inc\"\n" PARTIES "inflation = 11.0;\n");
    cr_expect_str_eq(stage->said, "scheme.cfg:6: inflation: is 11; it is from -0.5 to 10\n"
                                  "groups.inc:3: groups.opiate.engage: is 1.5; it is from 0 to 1\n");
    stage_close(stage);
}

Test(config_text, does_not_show_what_an_included_file_holds) {
    struct stage *stage = stage_open();
    stage_file(stage, "secret", "root:hunter2:0:0\n");
    stage_read(stage, HEAD "@include \"secret\"\n");
    cr_expect_null(strstr(stage->said, "hunter2"));
    cr_expect_null(strstr(stage->said, "root"));
    cr_expect_eq(stage->result, SIBYL_ERR_INPUT);
    stage_close(stage);
}

Test(config_text, reads_no_include_inside_a_comment_or_a_text) {
    struct stage *stage = stage_of("/*\n@include \"nowhere\"\n*/\n" PARTIES);
    cr_expect_str_eq(stage->said, "");
    stage_close(stage);
}

Test(config_text, does_not_read_files_for_ever) {
    struct stage *stage = stage_open();
    char many[4096] = "";
    for (int i = 0; i < 200; i++) {
        strcat(many, "@include \"b\"\n");
    }
    stage_file(stage, "a", many);
    stage_file(stage, "b", "");
    stage_read(stage, "@include \"a\"\n@include \"a\"\n");
    cr_expect_str_eq(stage->said, "a:100: @include \"b\": is one file too many; at most 100 files may be included\n");
    stage_close(stage);
}

Test(config_text, wants_a_semicolon_between_settings) {
    expect_said("title = \"a\"\nstart = \"2012-04\" months = 60\n",
                "scheme.cfg:1: a ; is missing here; write KEY = VALUE;\n"
                "scheme.cfg:2: a ; is missing here; write KEY = VALUE;\n");
}

Test(config_text, says_which_bracket_is_not_closed) {
    expect_said("a = (\n { b = 1; ),\n { c = 2; } );\n",
                "scheme.cfg:2: ) does not close the { that is opened in line 2; write }\n");
    expect_said("a = (\n { b = 1; }\n", "scheme.cfg:1: the ( that is opened here is not closed\n");
}

Test(config_text, names_both_places_of_a_repeated_key) {
    expect_said("a = { b = 1;\n c = 2;\n b = 3; };\nc = 4;\na = 5;\n",
                "scheme.cfg:3: b is written twice in the same group, before in line 1; keep one\n"
                "scheme.cfg:5: a is written twice in the same group, before in line 1; keep one\n");
}

Test(config_text, tells_numbers_that_libconfig_reads_wrongly) {
    static const struct {
        const char *text;
        bool sound, big;
    } cases[] = {
        {"2147483647", true, false},
        {"2147483648", true, true},
        {"-2147483649", true, true},
        {"5000000000L", true, false},
        {"9223372036854775808", false, false},
        {"99999999999999999999", false, false},
        {"0xFFFFFFFFF", false, false},
        {"1e999", false, false},
        {"1e-400", false, false},
        {"0e-400", true, false},
        {"0.0", true, false},
        {".5", true, false},
        {"5.", true, false},
        {"-1.25e-3", true, false},
        {".", false, false},
        {"-", false, false},
        {"1e", false, false},
        {"1.5L", false, false},
        {"1_000", false, false},
        {"007", false, false},
        {"2012-04", false, false},
        {"1.2.3", false, false},
        {"+inf", false, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool big = false;
        const char *fault = number_fault(cases[i].text, strlen(cases[i].text), &big);
        cr_expect_eq(fault == NULL, cases[i].sound, "%s: %s", cases[i].text, fault ? fault : "sound");
        cr_expect_eq(big, cases[i].big, "%s", cases[i].text);
    }
}
