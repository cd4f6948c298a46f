/* Names of sheets, and texts made fit for XML. */
#include "report/sheet_name.h"
#include "report/utf8.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const taken[] = {"Cover", "Summary", "Größe"};
static char name[SHEET_NAME_BYTES];

static void expect(const char *wanted, const char *expected) {
    sheet_name_make(wanted, 3, taken, name);
    cr_expect_str_eq(name, expected);
}

Test(report_names, what_spreadsheets_forbid_becomes_one_blank) {
    expect("a/b", "a b");
    expect("[x]:*?\\/y", "x y");
    expect("tab\tand\rreturn", "tab and return");
    expect("=cmd|'/C calc'!A0", "=cmd|' C calc'!A0");
}

Test(report_names, no_apostrophe_or_blank_stands_at_an_end) {
    expect("'Harbour'", "Harbour");
    expect("  Harbour ' ", "Harbour");
}

Test(report_names, a_name_has_31_characters_at_most) {
    expect("The Society of Saint Mary by the Sea", "The Society of Saint Mary by th");
    expect("ääääääääääääääääääääääääääääääääääää", "äääääääääääääääääääääääääääääää");
}

Test(report_names, an_emoji_takes_two_of_the_31) {
    expect("abcdefghijklmnopqrstuvwxyzabcd\xF0\x9F\x8C\x8A", "abcdefghijklmnopqrstuvwxyzabcd");
    expect("12345678901234567890123456789\xF0\x9F\x8C\x8A", "12345678901234567890123456789\xF0\x9F\x8C\x8A");
}

Test(report_names, a_taken_name_gets_a_number_whatever_its_case) {
    expect("cover", "cover 2");
    expect("GRÖSSE", "GRÖSSE");
    expect("GRÖßE", "GRÖßE 2");
    expect("history", "history 2");
}

Test(report_names, a_number_fits_into_the_31) {
    static const char *const longest[] = {"The Society of Saint Mary by th", "The Society of Saint Mary by 2"};
    sheet_name_make("The Society of Saint Mary by the Sea", 2, longest, name);
    cr_expect_str_eq(name, "The Society of Saint Mary by 3");
}

Test(report_names, a_name_is_never_that_of_a_cell_or_a_number) {
    expect("A1", "A1 sheet");
    expect("xfd1048576", "xfd1048576 sheet");
    expect("R1C1", "R1C1 sheet");
    expect("c", "c sheet");
    expect("2020", "2020 sheet");
    expect("3rd.way", "3rd.way sheet");
    expect("2020 Vision", "2020 Vision");
    expect("true", "true sheet");
    expect("Abcd1", "Abcd1");
    expect("Harbour", "Harbour");
}

Test(report_names, nothing_usable_is_a_sheet) {
    expect("", "Sheet");
    expect("'[]'", "Sheet");
}

Test(report_names, texts_become_valid_without_changing_what_is) {
    char clean[32];
    cr_expect_eq(utf8_clean("pounds £ \xF0\x9F\x8C\x8A", clean, sizeof clean), strlen("pounds £ \xF0\x9F\x8C\x8A"));
    cr_expect_str_eq(clean, "pounds £ \xF0\x9F\x8C\x8A");
    utf8_clean("a\x01"
               "b\xC3(\xED\xA0\x80",
               clean, sizeof clean);
    cr_expect_str_eq(clean, "a?b?(???");
    cr_expect_eq(utf8_clean("££££", clean, 6), 4);
}
