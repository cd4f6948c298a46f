/* The book as tables: what stands where, and who sees it. */
#include "report_fixture.h"

#include "report/book.h"

#include <criterion/criterion.h>
#include <string.h>

static struct fixture f;
static struct report_book book;

static void begin(void) { fixture_make(&f); }
static void end(void) { book_free(&book); }
TestSuite(report_book, .init = begin, .fini = end);

static void build(int party) { cr_assert_eq(book_build(&book, &f.scheme, &f.results, party, NULL), SIBYL_OK); }

static const struct report_sheet *sheet(const char *name) {
    for (int i = 0; i < book.n_sheets; i++)
        if (strcmp(book.sheets[i]->name, name) == 0)
            return book.sheets[i];
    return NULL;
}

/* How many cells of a sheet hold the number, or the text if it is not NULL. */
static int cells_with(const struct report_sheet *s, double number, const char *text) {
    int n = 0;
    for (int t = 0; t < s->n_tables; t++)
        for (int row = 0; row < s->tables[t]->n_rows; row++)
            for (int column = 0; column < s->tables[t]->n_columns; column++) {
                const struct cell *cell = &s->tables[t]->rows[row][column];
                bool is_text = cell->kind == CELL_TEXT || cell->kind == CELL_EMPTY;
                n += text != NULL ? cell->kind == CELL_TEXT && strstr(cell->text, text) != NULL
                                  : !is_text && cell->number == number;
            }
    return n;
}

static int anywhere(double number, const char *text) {
    int n = 0;
    for (int i = 0; i < book.n_sheets; i++)
        n += cells_with(book.sheets[i], number, text);
    return n;
}

Test(report_book, every_metric_stands_on_its_party_s_sheet) {
    build(NONE);
    static const char *const names[] = {"County Council", "Riverside SPV",
                                        "Northgate",      "St. Mary's Harbour \"Hope\" & <Re",
                                        "Social fund",    "All clients"};
    for (int i = 0; i < f.results.n_metrics; i++) {
        int p = f.metrics[i].party == NULL ? 5 : view_find_party(&f.scheme, f.metrics[i].party);
        cr_assert_not_null(sheet(names[p]), "%s", names[p]);
        cr_expect_geq(cells_with(sheet(names[p]), f.metrics[i].mean, NULL), 1, "%s", f.metrics[i].name);
    }
}

/* Table 0 heads the months; the council's table is the first after it, with one series: mean, 5 %, 95 %. */
Test(report_book, every_month_of_a_series_stands_in_the_column_of_its_month) {
    build(NONE);
    const struct report_table *table = sheet("Months")->tables[1];
    cr_expect_str_eq(table->title, "County Council");
    cr_assert(table->n_rows == 3 && table->n_months == FIXTURE_MONTHS);
    for (int month = 0; month < FIXTURE_MONTHS; month++) {
        cr_expect_eq(sheet("Months")->tables[0]->rows[0][1 + month].number, month + 1);
        cr_expect_eq(table->rows[0][1 + month].number, f.series[0].mean[month]);
        cr_expect_eq(table->rows[1][1 + month].number, f.series[0].quantile[0][month]);
        cr_expect_eq(table->rows[2][1 + month].number, f.series[0].quantile[4][month]);
    }
}

Test(report_book, what_of_the_months_is_not_printed_is_said) {
    build(NONE);
    const struct report_sheet *months = sheet("Months");
    cr_assert(months->n_printed > 1 && months->n_printed < months->n_tables);
    cr_expect_not_null(strstr(months->lead, "not printed"));
    for (int t = 1; t < months->n_tables; t++)
        cr_expect_eq(strstr(months->tables[t]->title, "quartiles") != NULL, t >= months->n_printed);
}

Test(report_book, the_uncertain_and_assumed_inputs_come_first) {
    build(NONE);
    const struct report_table *table = sheet("Assumptions")->tables[0];
    static const int order[] = {2, 3, 4, 0, 5, 1};
    cr_assert_eq(table->n_rows, 6);
    for (int i = 0; i < 6; i++)
        cr_expect_str_eq(table->rows[i][0].text, f.inputs[order[i]].place.path);
    cr_expect_eq(table->rows[0][8].tone, TONE_MARKED);
}

static bool row_is_there(const struct chart_row *at, int n) {
    const struct report_table *table = at->table < at->sheet->n_tables ? at->sheet->tables[at->table] : NULL;
    return table != NULL && at->row < table->n_rows && n == table->n_months && at->name != NULL;
}

Test(report_book, charts_draw_rows_and_columns_that_are_there) {
    int charts = 0;
    build(NONE);
    for (int i = 0; i < book.n_sheets; i++)
        for (int t = 0; t < book.sheets[i]->n_tables; t++)
            for (int c = 0; c < book.sheets[i]->tables[t]->n_charts; c++, charts++) {
                const struct chart *chart = &book.sheets[i]->tables[t]->charts[c];
                cr_assert_lt(chart->table, book.sheets[i]->n_tables);
                bool months = chart->months[0].sheet != NULL;
                const struct report_table *table = book.sheets[i]->tables[chart->table];
                cr_expect(months || (chart->n > 0 && chart->first + chart->n <= table->n_rows), "%s", chart->title);
                for (int line = 0; line < chart->n_lines; line++)
                    cr_expect(months ? row_is_there(&chart->months[line], chart->n)
                                     : chart->line[line] < table->n_columns,
                              "%s", chart->title);
            }
    cr_expect_geq(charts, 6);
}

Test(report_book, years_add_up_to_the_months) {
    double sum = 0.0;
    build(NONE);
    for (int month = 0; month < FIXTURE_MONTHS; month++)
        sum += f.series[0].mean[month];
    const struct report_table *table = sheet("Years")->tables[0];
    cr_expect_str_eq(table->rows[table->n_rows - 1][0].text, "All years");
    cr_expect_float_eq(table->rows[table->n_rows - 1][1].number, sum, 1e-6);
}

Test(report_book, a_reader_sees_its_own_sheet_and_nobody_else_s) {
    build(3);
    cr_expect_not_null(sheet("St. Mary's Harbour \"Hope\" & <Re"));
    cr_expect_null(sheet("Northgate"));
    cr_expect_null(sheet("Investors"));
    cr_expect_null(sheet("All clients"));
    cr_expect_eq(anywhere(93111.19, NULL), 0); /* the prime's lowest cash */
    cr_expect_eq(anywhere(f.metrics[0].mean, NULL), 0);
    cr_expect_eq(anywhere(0.0, "Social fund"), 0);
    cr_expect_geq(anywhere(12387.41, NULL), 1);
}

Test(report_book, a_reader_sees_contracts_and_inputs_that_it_is_party_to) {
    build(3);
    cr_expect_eq(anywhere(0.0, "Outcomes contract"), 0);
    cr_expect_geq(cells_with(sheet("Contracts"), 0.0, "Service contract"), 1);
    const struct report_table *inputs = sheet("Assumptions")->tables[0];
    cr_assert_eq(inputs->n_rows, 3); /* what everybody sees, and its own price */
    cr_expect_str_eq(inputs->rows[0][0].text, "groups.opiate.volume");
    cr_expect_str_eq(inputs->rows[1][0].text, "months");
    cr_expect_str_eq(inputs->rows[2][0].text, "contracts.\"Service contract\".terms.0.price");
}

Test(report_book, an_investor_sees_its_vehicle_and_the_contracts_of_that) {
    build(4);
    cr_expect_not_null(sheet("Social fund"));
    cr_expect_not_null(sheet("Riverside SPV"));
    cr_expect_null(sheet("County Council"));
    cr_expect_null(sheet("Northgate"));
    cr_expect_geq(cells_with(sheet("Contracts"), 0.0, "Outcomes contract"), 1);
    cr_expect_eq(anywhere(0.0, "parties.Northgate"), 0);
}

Test(report_book, a_lender_sees_its_borrower_unless_it_buys_from_it) {
    struct loan loan = {.name = "bridge", .lender = 4, .borrower = 2, .place = {.path = "loans.bridge"}};
    f.scheme.loans.items = &loan;
    f.scheme.loans.n = 1;
    struct report_view lender = {.scheme = &f.scheme, .party = 4};
    cr_expect(view_sees(&lender, 2));
    cr_expect(view_path(&lender, "parties.Northgate.costs.office.monthly"));
    cr_expect(view_loan(&lender, &loan) && view_path(&lender, "loans.bridge.rate"));
    loan.borrower = 3;
    loan.lender = 1;
    struct report_view buyer = {.scheme = &f.scheme, .party = 1};
    cr_expect(view_loan(&buyer, &loan));
    cr_expect_not(view_sees(&buyer, 3));
    buyer.party = 2;
    cr_expect_not(view_loan(&buyer, &loan));
    cr_expect_not(view_path(&buyer, "loans.bridge.rate"));
    f.scheme.loans.n = 0;
}

Test(report_book, a_change_by_a_name_that_may_stand_anywhere_is_not_told_to_one_reader) {
    f.overrides[0] = (struct override){.path = "numbers.reserves", .value = "41387.0"};
    build(3);
    cr_expect_eq(anywhere(0.0, "41387.0"), 0);
    cr_expect_eq(anywhere(0.0, "1 change to what"), 1);
    book_free(&book);
    build(NONE);
    cr_expect_eq(anywhere(0.0, "numbers.reserves = 41387.0"), 1);
}

Test(report_book, an_override_shows_only_what_its_reader_may_see) {
    build(3);
    cr_expect_eq(anywhere(0.0, "Service contract\".terms.0.price = 1650.0"), 1);
    book_free(&book);
    build(2);
    cr_expect_eq(anywhere(0.0, "1650.0"), 0);
}

Test(report_book, replayed_paths_have_a_sheet_to_the_penny) {
    build(NONE);
    cr_assert_not_null(sheet("Path 8341"));
    cr_expect_eq(sheet("Path 8341")->n_tables, 3); /* the heading, two parties */
    cr_expect_eq(sheet("Path 8341")->tables[1]->rows[0][1 + 7].number, f.lines[0].value[7]);
}

Test(report_book, a_party_s_lines_of_a_path_stand_together) {
    const struct ledger_line between = f.lines[1];
    f.lines[1] = f.lines[2];
    f.lines[2] = between;
    build(NONE);
    cr_assert_eq(sheet("Path 8341")->n_tables, 3);
    cr_expect_eq(sheet("Path 8341")->tables[1]->n_rows, 2);
}

Test(report_book, one_broken_check_turns_the_master_check) {
    build(NONE);
    cr_expect(book.master_holds);
    book_free(&book);
    f.checks[0].broken = 1;
    build(NONE);
    cr_expect(!book.master_holds);
    cr_expect_not_null(strstr(book.master, "1 OF 6 CHECKS DO NOT HOLD"));
    cr_expect_eq(cells_with(sheet("Checks"), 0.0, "BROKEN"), 1);
}

Test(report_book, names_are_words_that_spreadsheets_allow_and_never_the_same) {
    cr_expect_str_eq(book_name(&book, "Input", "contracts.\"Main contract\".terms.0.price"),
                     "Input_contracts.Main_contract.terms.0.price");
    cr_expect_str_eq(book_name(&book, "Headline", "\u00c5s / two.Lowest  cash"), "Headline_s_two.Lowest_cash");
    cr_expect_str_eq(book_name(&book, "Input", "A b"), "Input_A_b");
    cr_expect_str_eq(book_name(&book, "Input", "a-B"), "Input_a_B_2");
}

Test(report_book, an_input_shows_its_middle_and_bears_a_name) {
    build(NONE);
    const struct cell *row = sheet("Assumptions")->tables[0]->rows[0];
    cr_expect(row[2].number == 4317.25 && row[3].number == 5000.0 && row[4].number == 5682.75);
    cr_expect_str_eq(row[3].name, "Input_parties.Northgate.costs.office.monthly");
    cr_expect_eq(row[3].tone, TONE_PLAIN);
}

Test(report_book, the_cover_says_what_for_and_by_whom) {
    build(NONE);
    cr_expect_eq(cells_with(sheet("Cover"), 0.0, "not given"), 1);
    book_free(&book);
    f.scheme.author = "A. Treasurer";
    f.scheme.purpose = "To decide on the loan";
    build(NONE);
    cr_expect_eq(
        cells_with(sheet("Cover"), 0.0, "A. Treasurer") + cells_with(sheet("Cover"), 0.0, "decide on the loan"), 2);
}

Test(report_book, the_contents_lead_to_every_sheet) {
    build(NONE);
    const struct report_table *table = sheet("Contents")->tables[0];
    cr_assert_eq(table->n_rows, book.n_sheets - 1);
    cr_expect_eq(book.sheets[book.contents - 1], sheet("Contents"));
    for (int i = 0; i < table->n_rows; i++)
        cr_expect_str_eq(table->rows[i][0].text, book.sheets[table->rows[i][0].link - 1]->name);
}

Test(report_book, chances_that_are_nothing_are_not_drawn) {
    int drawn[2];
    for (int k = 0; k < 2; k++) {
        build(NONE);
        drawn[k] = sheet("Risk")->tables[0]->n_charts;
        book_free(&book);
        for (int i = 0; i < f.results.n_series; i++)
            for (int month = 0; f.series[i].probability && month < FIXTURE_MONTHS; month++)
                f.series[i].mean[month] = 0.0;
    }
    cr_expect(drawn[0] == 1 && drawn[1] == 0);
}
