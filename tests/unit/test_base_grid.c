/* A grid works formulas out as a spreadsheet does, and writes them as a spreadsheet reads them. */
#include "base/grid.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MONTHS 4
#define CELLS 400

/* A grid with a sheet, its numbers, and what of it is looked at. */
struct stage {
    struct grid g;
    int sheet;
    double cells[CELLS * (MONTHS + 1)];
};

static struct stage *open_stage(void) {
    struct stage *s = calloc(1, sizeof *s);
    grid_init(&s->g, MONTHS);
    s->sheet = grid_sheet(&s->g, "Live one", "One", "One sheet.");
    return s;
}

static void close_stage(struct stage *s) {
    grid_free(&s->g);
    free(s);
}

static status work_out(struct stage *s) {
    struct grid_path path = {.value = NULL, .choice = 1};
    return grid_work_out(&s->g, &path, s->cells);
}

static double cell(const struct stage *s, int row, int month) { return s->cells[row * (MONTHS + 1) + month]; }

/* The months 1, 2, 3, ... as a line. */
static int months_of(struct stage *s) {
    int month = grid_later(&s->g, s->sheet, GRID_MONTH, "Month", true);
    grid_define(&s->g, month, "{0-}+1", month);
    return month;
}

/* A formula of points alone, worked out. */
static double worth(const char *formula, double a, double b) {
    struct stage *s = open_stage();
    int first = grid_input(&s->g, s->sheet, GRID_NUMBER, "a", NULL, a);
    int second = grid_input(&s->g, s->sheet, GRID_NUMBER, "b", NULL, b);
    int point = grid_point(&s->g, s->sheet, GRID_NUMBER, "point", formula, first, second);
    cr_assert_eq(work_out(s), SIBYL_OK, "%s: %s", formula, s->g.fault);
    double number = cell(s, point, 0);
    close_stage(s);
    return number;
}

/* A formula of a line as a spreadsheet reads it in month 2, with the line of months as {0} and an input as {1}. */
static void expect_text(const char *formula, const char *text) {
    struct stage *s = open_stage();
    int month = months_of(s), input = grid_input(&s->g, s->sheet, GRID_NUMBER, "a", NULL, 3);
    int line = grid_line(&s->g, s->sheet, GRID_NUMBER, "line", formula, month, input);
    struct text_buf written = {0};
    grid_formula_text(&s->g, line, 2, &written);
    cr_assert_str_eq(written.data, text);
    text_free(&written);
    close_stage(s);
}

Test(base_grid, multiplies_before_it_adds_and_compares_last) {
    cr_assert_eq(worth("{0}+{1}*2", 3, 4), 11);
    cr_assert_eq(worth("({0}+{1})*2", 3, 4), 14);
    cr_assert_eq(worth("{0}-{1}-1", 3, 4), -2);
    cr_assert_eq(worth("{0}+1={1}", 3, 4), 1);
    cr_assert_eq(worth("2^{0}^2+0*{1}", 3, 4), 64);
    cr_assert_eq(worth("-{0}^2+0*{1}", 3, 4), 9, "as spreadsheets do: minus binds tighter than a power");
}

Test(base_grid, functions_are_those_of_a_spreadsheet) {
    cr_assert_eq(worth("IF({0}>{1},{0},{1})", 3, 4), 4);
    cr_assert_eq(worth("IFERROR({0}/{1},7)", 3, 0), 7);
    cr_assert_eq(worth("MOD({0},{1})", -3, 2), 1, "a remainder has the sign of what divides");
    cr_assert_eq(worth("INT({0})+0*{1}", -2.5, 0), -3);
    cr_assert_eq(worth("ROUND({0},0)+0*{1}", 2.5, 0), 3, "half away from nought");
    cr_assert_eq(worth("AND({0}>0,{1}>0)+OR({0}>0,{1}>0)", 1, 0), 1);
    cr_assert_eq(worth("MIN({0},{1},7)+MAX({0},{1})", 3, 4), 7);
    cr_assert(isnan(worth("{0}/{1}", 1, 0)));
}

Test(base_grid, posting_rounds_to_the_nearest_penny_ties_to_even) {
    const double real[] = {0.5, 1.5, 2.5, 2.4999, 3.5001, 7}, whole[] = {0, 2, 2, 2, 4, 7};
    for (size_t i = 0; i < sizeof real / sizeof real[0]; i++) {
        struct stage *s = open_stage();
        int input = grid_input(&s->g, s->sheet, GRID_NUMBER, "real", NULL, real[i]);
        int raw = grid_line(&s->g, s->sheet, GRID_NUMBER, "raw", "{0}", input);
        int posted = grid_post(&s->g, s->sheet, "posted", raw);
        cr_assert_eq(work_out(s), SIBYL_OK);
        cr_assert_eq(cell(s, posted, 1), whole[i], "%g", real[i]);
        close_stage(s);
    }
}

Test(base_grid, a_line_looks_back_to_its_opening) {
    struct stage *s = open_stage();
    int ten = grid_input(&s->g, s->sheet, GRID_PENCE, "ten", NULL, 10);
    int month = months_of(s), balance = grid_later(&s->g, s->sheet, GRID_PENCE, "balance", true);
    grid_define(&s->g, balance, "{0-}+{1}", balance, month);
    grid_opening(&s->g, balance, "{0}", ten);
    int before = grid_line(&s->g, s->sheet, GRID_PENCE, "before", "SUM({0<})", balance);
    int after = grid_line(&s->g, s->sheet, GRID_PENCE, "after", "SUM({0>})", balance);
    int all = grid_point(&s->g, s->sheet, GRID_PENCE, "all", "SUM({0:})+{0.}-{0$}", balance);
    cr_assert_eq(work_out(s), SIBYL_OK);
    cr_assert_eq(cell(s, balance, 0), 10);
    cr_assert_eq(cell(s, balance, 4), 20);
    cr_assert_eq(cell(s, before, 3), 10 + 11 + 13);
    cr_assert_eq(cell(s, after, 3), 20);
    cr_assert_eq(cell(s, after, 4), 0);
    cr_assert_eq(cell(s, all, 0), 11 + 13 + 16 + 20 + 10 - 20);
    close_stage(s);
}

Test(base_grid, sums_what_meets_a_criterion) {
    struct stage *s = open_stage();
    int month = months_of(s), two = grid_input(&s->g, s->sheet, GRID_NUMBER, "two", NULL, 2);
    int up_to = grid_line(&s->g, s->sheet, GRID_NUMBER, "up to", "SUMIF({0<=},\"<=\"&{1},{0<=})", month, two);
    int both =
        grid_point(&s->g, s->sheet, GRID_NUMBER, "both", "SUMIFS({0:},{0:},\">\"&1,{0:},\"<\"&{1}+2)", month, two);
    int count = grid_point(&s->g, s->sheet, GRID_NUMBER, "count", "COUNTIF({0:},\"<>\"&{1})", month, two);
    int found = grid_point(&s->g, s->sheet, GRID_NUMBER, "found", "INDEX({0:},MATCH({1},{0:},0)+1)", month, two);
    int product = grid_point(&s->g, s->sheet, GRID_NUMBER, "product", "SUMPRODUCT({0:},{0:})", month, two);
    cr_assert_eq(work_out(s), SIBYL_OK, "%s", s->g.fault);
    cr_assert_eq(cell(s, up_to, 4), 3);
    cr_assert_eq(cell(s, both, 0), 5);
    cr_assert_eq(cell(s, count, 0), 3);
    cr_assert_eq(cell(s, found, 0), 3);
    cr_assert_eq(cell(s, product, 0), 30);
    close_stage(s);
}

Test(base_grid, a_split_gives_every_penny_once_ties_to_the_first) {
    struct stage *s = open_stage();
    static const char *const labels[] = {"A", "B", "C"};
    int total = grid_line(&s->g, s->sheet, GRID_PENCE, "total", "100"), weights[3], parts[3], none[3], nothing[3];
    for (int i = 0; i < 3; i++) {
        weights[i] = grid_line(&s->g, s->sheet, GRID_NUMBER, labels[i], "1");
        nothing[i] = grid_line(&s->g, s->sheet, GRID_NUMBER, labels[i], "0");
    }
    grid_split(&s->g, s->sheet, "split", total, 3, weights, labels, parts);
    grid_split_pro_rata(&s->g, s->sheet, "of nothing", total, 3, nothing, labels, none);
    cr_assert_eq(work_out(s), SIBYL_OK, "%s", s->g.fault);
    cr_assert_eq(cell(s, parts[0], 1), 34);
    cr_assert_eq(cell(s, parts[1], 1), 33);
    cr_assert_eq(cell(s, parts[2], 1), 33);
    cr_assert_eq(cell(s, none[0], 1), 0);
    close_stage(s);
}

Test(base_grid, a_rate_of_return_is_found_or_there_is_none) {
    struct stage *s = open_stage();
    int month = months_of(s);
    int flow = grid_line(&s->g, s->sheet, GRID_PENCE, "flow", "IF({0}=1,-100,IF({0}=3,121,0))", month);
    int loss = grid_line(&s->g, s->sheet, GRID_PENCE, "loss", "IF({0}=1,-100,0)", month);
    int rate = grid_point(&s->g, s->sheet, GRID_RATE, "rate", "IRR({0:},0.01)", flow);
    int none = grid_point(&s->g, s->sheet, GRID_RATE, "none", "IFERROR(IRR({0:},0.01),-1)", loss);
    cr_assert_eq(work_out(s), SIBYL_OK, "%s", s->g.fault);
    cr_assert_float_eq(cell(s, rate, 0), 0.1, 1e-12);
    cr_assert_eq(cell(s, none, 0), -1);
    close_stage(s);
}

Test(base_grid, formulas_read_as_a_spreadsheet_writes_them) {
    expect_text("{0}*{1}", "=I6*$F$7");
    expect_text("{0-}+1", "=H6+1");
    expect_text("SUM({0<})", "=SUM($G6:H6)");
    expect_text("SUM({0<=})", "=SUM($G6:I6)");
    expect_text("SUM({0>})", "=SUM(J6:$L6)");
    expect_text("SUM({0>=})", "=SUM(I6:$K6)");
    expect_text("SUM({0:})", "=SUM($H6:$K6)");
    expect_text("{0$}-{0.}", "=$K6-$G6");
    expect_text("({0}-{1})/({0}-({1}-1))", "=(I6-$F$7)/(I6-($F$7-1))");
    expect_text("SUMIF({0<=},\"<=\"&{1},{0<=})", "=SUMIF($G6:I6,\"<=\"&$F$7,$G6:I6)");
}

Test(base_grid, another_sheet_is_called_by_its_name) {
    struct stage *s = open_stage();
    int month = months_of(s), other = grid_sheet(&s->g, "Bob's", "Bob", "Of Bob.");
    int line = grid_line(&s->g, other, GRID_NUMBER, "line", "{0}", month);
    struct text_buf written = {0};
    grid_formula_text(&s->g, line, 1, &written);
    cr_assert_str_eq(written.data, "='Live one'!H6");
    text_free(&written);
    grid_address(&s->g, line, 1, &written);
    cr_assert_str_eq(written.data, "'Bob''s'!$H$6");
    text_free(&written);
    close_stage(s);
}

Test(base_grid, years_look_at_months_by_ranges) {
    static const char *const names[] = {"first", "second"};
    struct stage *s = open_stage();
    int month = months_of(s), years = grid_sheet(&s->g, "Years", "Years", "By year.");
    grid_periods(&s->g, years, 2, names);
    int of = grid_line(&s->g, s->sheet, GRID_NUMBER, "year", "IF({0}<3,1,2)", month);
    int year = grid_later(&s->g, years, GRID_NUMBER, "Year", true);
    grid_define(&s->g, year, "{0-}+1", year);
    int sum = grid_line(&s->g, years, GRID_NUMBER, "sum", "SUMIF({0:},{1},{2:})", of, year, month);
    cr_assert_eq(work_out(s), SIBYL_OK, "%s", s->g.fault);
    cr_assert_eq(cell(s, sum, 1), 3);
    cr_assert_eq(cell(s, sum, 2), 7);
    struct text_buf written = {0};
    grid_formula_text(&s->g, sum, 2, &written);
    cr_assert_str_eq(written.data, "=SUMIF('Live one'!$H7:$K7,I6,'Live one'!$H6:$K6)");
    text_free(&written);
    close_stage(s);
}

Test(base_grid, a_circle_is_found_and_said) {
    struct stage *s = open_stage();
    int one = grid_later(&s->g, s->sheet, GRID_PENCE, "one", true);
    int two = grid_line(&s->g, s->sheet, GRID_PENCE, "two", "{0}+1", one);
    grid_define(&s->g, one, "SUM({0:})", two);
    cr_assert_eq(work_out(s), SIBYL_ERR_INTERNAL);
    cr_assert(strstr(s->g.fault, "refers to itself"), "%s", s->g.fault);
    close_stage(s);
}

Test(base_grid, what_cannot_be_read_is_said) {
    static const char *const wrong[] = {"{0", "{3}", "NOSUCH({0})", "{0}+", "({0}", "IF({0})", "{0}{0}", "{0}?"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct stage *s = open_stage();
        int input = grid_input(&s->g, s->sheet, GRID_NUMBER, "a", NULL, 1);
        (void)grid_point_of(&s->g, s->sheet, GRID_NUMBER, "wrong", wrong[i], 1, &input);
        cr_assert_neq(s->g.fault[0], 0, "%s", wrong[i]);
        cr_assert_eq(work_out(s), SIBYL_ERR_INTERNAL, "%s", wrong[i]);
        close_stage(s);
    }
}

Test(base_grid, a_row_without_its_formula_is_said) {
    struct stage *s = open_stage();
    (void)grid_later(&s->g, s->sheet, GRID_PENCE, "forgotten", true);
    cr_assert_eq(work_out(s), SIBYL_ERR_INTERNAL);
    cr_assert(strstr(s->g.fault, "forgotten: has no formula"), "%s", s->g.fault);
    close_stage(s);
}

Test(base_grid, a_row_is_read_where_it_was_moved) {
    struct stage *s = open_stage();
    int a = grid_input(&s->g, s->sheet, GRID_NUMBER, "a", NULL, 3),
        b = grid_input(&s->g, s->sheet, GRID_NUMBER, "b", NULL, 4);
    int difference = grid_point(&s->g, s->sheet, GRID_NUMBER, "difference", "{0}-{1}", a, b);
    struct text_buf written = {0};
    grid_move(&s->g, a);
    cr_assert_eq(work_out(s), SIBYL_OK);
    cr_assert_eq(cell(s, difference, 0), -1);
    grid_formula_text(&s->g, difference, 0, &written);
    cr_assert_str_eq(written.data, "=$F$8-$F$6");
    text_free(&written);
    close_stage(s);
}

/* ---- A part of a grid ---- */

/* Sees what is of one party, or of no party. */
static bool sees_one(const void *reader, const struct grid_owner *owner) {
    return owner->party == *(const int *)reader;
}

Test(base_grid, a_row_that_refers_to_what_is_left_out_becomes_a_figure) {
    struct stage *s = open_stage();
    struct grid part;
    struct text_buf written = {0};
    static const int mine = 0;
    bool seen[CELLS];
    int month = months_of(s);
    s->g.party = 1;
    int heading = grid_heading(&s->g, s->sheet, "Theirs");
    int theirs = grid_line(&s->g, s->sheet, GRID_NUMBER, "theirs", "{0}*2", month);
    s->g.party = mine;
    int last = grid_line(&s->g, s->sheet, GRID_NUMBER, "mine", "{0}+1", month);
    int of_theirs = grid_line(&s->g, s->sheet, GRID_NUMBER, "of theirs", "{0}+{1}", theirs, last);
    int range = grid_line(&s->g, s->sheet, GRID_NUMBER, "of a range over theirs", "SUM({0|1})", theirs, last);
    int own = grid_line(&s->g, s->sheet, GRID_NUMBER, "of mine", "{0}-{1}", of_theirs, last);
    grid_opening(&s->g, of_theirs, "{0.}+7", theirs);
    (void)grid_own(&s->g, GRID_NOBODYS);
    int nobodys = grid_line(&s->g, s->sheet, GRID_NUMBER, "nobody's, of both", "{0}+{1}", theirs, last);
    grid_seen(&s->g, sees_one, &mine, seen);
    cr_assert(seen[month] && seen[last] && seen[of_theirs] && seen[range] && seen[own]);
    cr_assert(!seen[theirs] && !seen[heading] && !seen[nobodys]);
    cr_assert_eq(grid_copy(&part, &s->g), SIBYL_OK);
    grid_leave_out(&part, seen, "left out");
    cr_assert_eq(part.sheets[s->sheet].n_rows, 5);
    cr_assert_eq(part.n_values, 2);
    cr_assert(part.rows[of_theirs].role == GRID_ENGINE && part.rows[of_theirs].opens);
    cr_assert(part.rows[range].role == GRID_ENGINE && !part.rows[range].opens);
    cr_assert_str_eq(part.rows[of_theirs].note, "left out");
    grid_formula_text(&part, own, 1, &written);
    cr_assert_str_eq(written.data, "=H8-H7", "%s", written.data);
    cr_assert_eq(s->g.sheets[s->sheet].n_rows, 8, "the whole stays as it was");
    cr_assert(s->g.rows[of_theirs].formula);
    text_free(&written);
    grid_free(&part);
    close_stage(s);
}
