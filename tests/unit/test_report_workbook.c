/* The workbook's file: the same bytes, no formula, and no damaged file that passes for whole. */
#include "report_fixture.h"

#include "base/text.h"
#include "report/workbook/layout.h"
#include "report/workbook/proof.h"

#include <criterion/criterion.h>
#include <math.h>
#include <sibyl/report.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

static struct fixture f;
static struct text_buf reason;
static char folder[64], path[128];

static void begin(void) {
    fixture_make(&f);
    strcpy(folder, "sibyl-book-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/book.xlsx", folder);
}

static void end(void) {
    unlink(path);
    cr_expect_eq(rmdir(folder), 0); /* no temporary file is left */
    text_free(&reason);
}
TestSuite(report_workbook, .init = begin, .fini = end);

static void write_book(void) {
    status result = report_write_xlsx(&f.scheme, &f.results, NULL, path, &reason);
    cr_assert_eq(result, SIBYL_OK, "%s", reason.data);
}

/* A whole file's bytes, to be freed. */
static char *bytes(size_t *size) {
    FILE *file = fopen(path, "rb");
    struct stat at;
    cr_assert(file != NULL && fstat(fileno(file), &at) == 0);
    *size = (size_t)at.st_size;
    char *text = malloc(*size + 1);
    cr_assert_eq(fread(text, 1, *size, file), *size);
    fclose(file);
    return text;
}

static void overwrite(const char *text, size_t size) {
    FILE *file = fopen(path, "wb");
    cr_assert_eq(fwrite(text, 1, size, file), size);
    fclose(file);
}

/* A part of the workbook, ended by a 0, to be freed. */
static char *part(const char *name) {
    zip_t *book = zip_open(path, ZIP_RDONLY, NULL);
    zip_stat_t at;
    cr_assert(book != NULL && zip_stat(book, name, 0, &at) == 0);
    char *text = calloc(at.size + 1, 1);
    zip_file_t *file = zip_fopen(book, name, 0);
    cr_assert_eq(zip_fread(file, text, at.size), (zip_int64_t)at.size);
    zip_fclose(file);
    zip_discard(book);
    return text;
}

static bool part_says(const char *name, const char *what) {
    char *text = part(name);
    bool says = strstr(text, what) != NULL;
    free(text);
    return says;
}

Test(report_workbook, the_same_run_gives_the_same_bytes) {
    size_t first_size = 0, second_size = 0;
    write_book();
    char *first = bytes(&first_size);
    f.results.seconds = 71.9;
    setenv("TZ", "Asia/Tokyo", 1);
    write_book();
    char *second = bytes(&second_size);
    cr_expect(first_size == second_size && memcmp(first, second, first_size) == 0);
    free(first);
    free(second);
}

Test(report_workbook, no_text_becomes_a_formula) {
    f.parties[2].name = "=cmd|'/C calc'!A0";
    f.results.title = "=SUM(A1:A9)";
    write_book();
    for (int sheet = 1; sheet <= 8; sheet++) {
        char name[64];
        (void)snprintf(name, sizeof name, "xl/worksheets/sheet%d.xml", sheet);
        cr_expect(!part_says(name, "<f>"), "%s", name);
    }
    cr_expect(part_says("xl/sharedStrings.xml", "<t>=1+1</t>"));
}

Test(report_workbook, numbers_that_are_none_are_words) {
    f.metrics[0].plan = NAN;
    f.inputs[0].likely = INFINITY;
    write_book();
    cr_expect(part_says("xl/sharedStrings.xml", "<t>not defined</t>"));
    cr_expect(part_says("xl/sharedStrings.xml", "<t>no limit</t>"));
    cr_expect(!part_says("xl/worksheets/sheet2.xml", "<v>NAN</v>"));
    cr_expect(!part_says("xl/worksheets/sheet3.xml", "<v>INF</v>"));
}

Test(report_workbook, a_book_for_nobody_is_refused) {
    struct report_options options = {.for_party = "Harbor"};
    cr_expect_eq(report_write_xlsx(&f.scheme, &f.results, &options, path, &reason), SIBYL_ERR_INPUT);
    cr_expect_str_eq(reason.data, "no party is called Harbor");
}

Test(report_workbook, a_file_cut_short_is_not_whole) {
    size_t size = 0;
    write_book();
    char *text = bytes(&size);
    cr_expect_eq(proof_read(path, 3, &reason), SIBYL_OK);
    overwrite(text, size - 731);
    cr_expect_eq(proof_read(path, 3, &reason), SIBYL_ERR_IO);
    free(text);
}

Test(report_workbook, a_flipped_bit_is_noticed) {
    size_t size = 0;
    write_book();
    char *text = bytes(&size);
    for (size_t at = 2000; at < size / 2; at += 4999) {
        text[at] = (char)(text[at] ^ 0x10);
        overwrite(text, size);
        cr_expect_neq(proof_read(path, 3, &reason), SIBYL_OK, "byte %zu", at);
        text[at] = (char)(text[at] ^ 0x10);
    }
    free(text);
}

Test(report_workbook, an_empty_part_or_a_missing_sheet_is_noticed) {
    write_book();
    cr_expect_eq(proof_read(path, 99, &reason), SIBYL_ERR_IO);
    cr_expect_not_null(strstr(reason.data, "is missing"));
    zip_t *book = zip_open(path, 0, NULL);
    zip_source_t *nothing = zip_source_buffer(book, "", 0, 0);
    cr_assert_geq(zip_file_replace(book, (zip_uint64_t)zip_name_locate(book, "xl/styles.xml", 0), nothing, 0), 0);
    cr_assert_eq(zip_close(book), 0);
    text_free(&reason);
    cr_expect_eq(proof_read(path, 3, &reason), SIBYL_ERR_IO);
    cr_expect_str_eq(reason.data, "the workbook was not written whole: its part xl/styles.xml is not well-formed XML");
}

Test(report_workbook, a_folder_that_is_not_there_is_said) {
    char nowhere[160];
    (void)snprintf(nowhere, sizeof nowhere, "%s/nowhere/book.xlsx", folder);
    cr_expect_eq(report_write_xlsx(&f.scheme, &f.results, NULL, nowhere, &reason), SIBYL_ERR_IO);
    cr_expect_not_null(strstr(reason.data, "No such file or directory"));
}

/* A page of a narrow sheet has 592 points, 43.8 rows of 13.5. The sheet's head is 5 rows; a table has a title, room for a
 * heading of two lines and a blank row after it; a chart is 20 rows. */
static int breaks_after(int rows, bool chart, int at[]) {
    struct report_book book = {0};
    struct report_sheet *sheet = book_sheet(&book, "Harbour", "Harbour", NULL);
    struct report_table *above = sheet_table(&book, sheet, "Figures"), *below = sheet_table(&book, sheet, "Months");
    table_column(above, "Figure", CELL_TEXT, 20);
    table_column(below, "Month", CELL_ORDINAL, 20);
    for (int i = 0; i < rows; i++)
        (void)table_row(&book, above);
    (void)table_row(&book, below);
    if (chart)
        (void)table_chart(&book, below);
    struct sheet_layout layout;
    cr_assert(layout_make(&book, sheet, &layout));
    int n = layout_breaks(&layout, sheet, at, 4);
    cr_expect(n == 0 || at[0] == layout.tables[1].title);
    layout_free(&layout);
    book_free(&book);
    return n;
}

Test(report_workbook, a_page_begins_before_a_chart_that_would_be_cut) {
    int at[4];
    cr_expect_eq(breaks_after(11, true, at), 1);
    cr_expect_eq(breaks_after(11, false, at), 0);
    cr_expect_eq(breaks_after(10, true, at), 0);
}

Test(report_workbook, a_page_begins_before_a_heading_that_would_lose_its_rows) {
    int at[4];
    cr_expect_eq(breaks_after(30, false, at), 0);
    cr_expect_eq(breaks_after(31, false, at), 1);
}

/* Two series of three rows each, and a party before them that fills a page of months (52.7 rows of 13.5) but for so many. */
static int months_breaks(int before, int at[]) {
    struct report_book book = {.symbol = ""};
    struct report_sheet *sheet = book_sheet(&book, "Months", "Months", NULL);
    struct report_table *head = sheet_table(&book, sheet, NULL), *table = sheet_table(&book, sheet, "Harbour");
    table->headless = sheet->frozen = true;
    table_column(head, "Month", CELL_TEXT, 21);
    table_column(table, "Month", CELL_TEXT, 21);
    table_months(head, 84, 24000, 8);
    table_months(table, 84, 24000, 8);
    for (int i = 0; i < before + 6; i++) {
        bool begins = i < before || (i - before) % 3 == 0;
        table_row(&book, table)[0] = cell_toned(begins ? TONE_STRONG : TONE_FAINT, "Cash");
    }
    struct sheet_layout layout;
    cr_assert(layout_make(&book, sheet, &layout));
    int n = layout_breaks(&layout, sheet, at, 4);
    cr_expect(n == 0 || (at[0] - layout.tables[1].data - before) % 3 == 0);
    cr_expect_eq(layout.months_a_page, 18); /* 151 pixels of labels and 61 a month, of 1405 */
    layout_free(&layout);
    book_free(&book);
    return n;
}

Test(report_workbook, a_page_of_months_ends_before_a_series) {
    int at[4];
    cr_expect_eq(months_breaks(36, at), 0);
    for (int before = 37; before < 41; before++)
        cr_expect_eq(months_breaks(before, at), 1);
}

Test(report_workbook, no_number_is_wider_than_its_column) {
    struct report_book book = {.symbol = "£"};
    struct report_sheet *sheet = book_sheet(&book, "Harbour", "Harbour", NULL);
    struct report_table *table = sheet_table(&book, sheet, "Figures");
    table_column(table, "Mean", CELL_MONEY, 5);
    table_row(&book, table)[0] = cell_number(CELL_MONEY, -1234567.0);
    struct sheet_layout layout;
    cr_assert(layout_make(&book, sheet, &layout));
    cr_expect_float_eq(layout.widths[0], 1.15 * (7 + 2 * 0.5 + 0.6 + 1) + 1.9, 1e-9);
    layout_free(&layout);
    book_free(&book);
}

Test(report_workbook, names_call_headlines_and_inputs) {
    write_book();
    cr_expect(part_says("xl/workbook.xml", "<definedName name=\"Headline_Northgate.Lowest_cash\">'Summary'!$D$"));
    cr_expect(part_says("xl/workbook.xml", "<definedName name=\"Input_groups.opiate.volume\">'Assumptions'!$D$"));
}
