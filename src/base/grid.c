/* A grid's sheets and rows, and the groups of rows that many formulas are made of. */
#include "base/grid.h"

#include "base/grid_formula.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void grid_init(struct grid *g, int months) {
    memset(g, 0, sizeof *g);
    g->months = months;
    (void)grid_own(g, GRID_NOBODYS);
}

struct grid_owner grid_owner_of(const struct grid *g) {
    return (struct grid_owner){g->party, g->contract, g->bond, g->loan, g->path};
}

struct grid_owner grid_own(struct grid *g, struct grid_owner owner) {
    struct grid_owner before = grid_owner_of(g);
    g->party = owner.party;
    g->contract = owner.contract;
    g->bond = owner.bond;
    g->loan = owner.loan;
    g->path = owner.path;
    return before;
}

void grid_free(struct grid *g) {
    for (int i = 0; i < g->n_sheets; i++)
        free(g->sheets[i].rows);
    free(g->sheets);
    free(g->rows);
    arena_free(&g->arena);
    memset(g, 0, sizeof *g);
}

const char *grid_text(struct grid *g, const char *format, ...) {
    va_list arguments;
    char *made = NULL;
    va_start(arguments, format);
    int length = vasprintf(&made, format, arguments);
    va_end(arguments);
    const char *kept = length >= 0 ? arena_text(&g->arena, made) : NULL;
    if (length >= 0)
        free(made);
    g->failed |= kept == NULL;
    return kept ? kept : "";
}

/* Room for one more item in an array that grows by doubling. */
static bool grow(struct grid *g, void **items, int n, int *room, size_t size) {
    if (n < *room)
        return true;
    int more = *room > 0 ? 2 * *room : 64;
    void *grown = reallocarray(*items, (size_t)more, size);
    if (!grown) {
        g->failed = true;
        return false;
    }
    *items = grown;
    *room = more;
    return true;
}

int grid_sheet(struct grid *g, const char *name, const char *title, const char *lead) {
    void *sheets = g->sheets;
    if (!grow(g, &sheets, g->n_sheets, &g->sheet_room, sizeof *g->sheets))
        return 0;
    g->sheets = sheets;
    g->sheets[g->n_sheets] = (struct grid_sheet){.name = name, .title = title, .lead = lead, .periods = g->months};
    return g->n_sheets++;
}

void grid_periods(struct grid *g, int sheet, int periods, const char *const *names) {
    assert(periods <= g->months);
    if (g->failed)
        return;
    g->sheets[sheet].periods = periods;
    g->sheets[sheet].period_name = names;
}

static int add_row(struct grid *g, int sheet, enum grid_role role, enum grid_unit unit, const char *label, bool line) {
    void *rows = g->rows;
    if (g->failed || !grow(g, &rows, g->n_rows, &g->row_room, sizeof *g->rows))
        return 0;
    g->rows = rows;
    struct grid_sheet *on = &g->sheets[sheet];
    void *places = on->rows;
    if (!grow(g, &places, on->n_rows, &on->room, sizeof *on->rows))
        return 0;
    on->rows = places;
    on->rows[on->n_rows] = g->n_rows;
    g->rows[g->n_rows] = (struct grid_row){.sheet = sheet,
                                           .place = on->n_rows++,
                                           .role = role,
                                           .unit = unit,
                                           .label = label,
                                           .line = line,
                                           .owner = grid_owner_of(g)};
    return g->n_rows++;
}

int grid_heading(struct grid *g, int sheet, const char *label) {
    return add_row(g, sheet, GRID_HEADING, GRID_NUMBER, label, false);
}

int grid_input(struct grid *g, int sheet, enum grid_unit unit, const char *label, const char *note, double number) {
    int row = add_row(g, sheet, GRID_INPUT, unit, label, false);
    if (!g->failed) {
        g->rows[row].number = number;
        g->rows[row].note = note;
    }
    return row;
}

int grid_value(struct grid *g, int sheet, enum grid_role role, enum grid_unit unit, const char *label, bool line) {
    int row = add_row(g, sheet, role, unit, label, line);
    if (!g->failed && role != GRID_CHOICE)
        g->rows[row].value = g->n_values++;
    return row;
}

int grid_references(const char *formula) {
    int n = 0;
    for (const char *at = strpbrk(formula, "{|"); at; at = strpbrk(at + 1, "{|")) {
        char *end;
        long place = strtol(at + 1, &end, 10);
        n = end > at + 1 && place >= n ? (int)place + 1 : n;
    }
    return n;
}

static int take_references(const char *formula, va_list arguments, int refs[GRID_REFS]) {
    int n = grid_references(formula);
    assert(n <= GRID_REFS);
    for (int i = 0; i < n; i++)
        refs[i] = va_arg(arguments, int);
    return n;
}

void grid_define_of(struct grid *g, int row, const char *formula, int n, const int *refs) {
    if (g->failed)
        return;
    const struct grid_formula *read = grid_formula_read(g, formula, n, refs);
    if (g->rows[row].formula)
        grid_fault(g, "%s: has two formulas", g->rows[row].label);
    g->rows[row].formula = read;
}

void grid_define(struct grid *g, int row, const char *formula, ...) {
    int refs[GRID_REFS];
    va_list arguments;
    va_start(arguments, formula);
    int n = take_references(formula, arguments, refs);
    va_end(arguments);
    grid_define_of(g, row, formula, n, refs);
}

int grid_later(struct grid *g, int sheet, enum grid_unit unit, const char *label, bool line) {
    return add_row(g, sheet, GRID_CALC, unit, label, line);
}

int grid_line_of(struct grid *g, int sheet, enum grid_unit unit, const char *label, const char *formula, int n,
                 const int *refs) {
    int row = grid_later(g, sheet, unit, label, true);
    grid_define_of(g, row, formula, n, refs);
    return row;
}

int grid_point_of(struct grid *g, int sheet, enum grid_unit unit, const char *label, const char *formula, int n,
                  const int *refs) {
    int row = grid_later(g, sheet, unit, label, false);
    grid_define_of(g, row, formula, n, refs);
    return row;
}

int grid_line(struct grid *g, int sheet, enum grid_unit unit, const char *label, const char *formula, ...) {
    int refs[GRID_REFS];
    va_list arguments;
    va_start(arguments, formula);
    int n = take_references(formula, arguments, refs);
    va_end(arguments);
    return grid_line_of(g, sheet, unit, label, formula, n, refs);
}

int grid_point(struct grid *g, int sheet, enum grid_unit unit, const char *label, const char *formula, ...) {
    int refs[GRID_REFS];
    va_list arguments;
    va_start(arguments, formula);
    int n = take_references(formula, arguments, refs);
    va_end(arguments);
    return grid_point_of(g, sheet, unit, label, formula, n, refs);
}

void grid_move(struct grid *g, int row) {
    if (g->failed)
        return;
    struct grid_sheet *on = &g->sheets[g->rows[row].sheet];
    for (int place = g->rows[row].place; place + 1 < on->n_rows; place++) {
        on->rows[place] = on->rows[place + 1];
        g->rows[on->rows[place]].place = place;
    }
    on->rows[on->n_rows - 1] = row;
    g->rows[row].place = on->n_rows - 1;
}

void grid_opening(struct grid *g, int row, const char *formula, ...) {
    int refs[GRID_REFS];
    va_list arguments;
    va_start(arguments, formula);
    int n = take_references(formula, arguments, refs);
    va_end(arguments);
    if (!g->failed)
        g->rows[row].opening = grid_formula_read(g, formula, n, refs);
}

void grid_mark(struct grid *g, int row, enum grid_role role) {
    if (!g->failed)
        g->rows[row].role = role;
}

void grid_name(struct grid *g, int row, const char *name) {
    if (!g->failed)
        g->rows[row].name = name;
}

void grid_sums(struct grid *g, int row) {
    if (!g->failed)
        g->rows[row].sums = true;
}

int grid_sum(struct grid *g, int sheet, enum grid_unit unit, const char *label, int n, const int *rows) {
    struct text_buf formula = {0};
    int refs[GRID_REFS], used = 0, sum = GRID_NO_ROW;
    for (int i = 0; i < n; i++) {
        if (rows[i] == GRID_NO_ROW)
            continue;
        if (used == GRID_REFS) { /* too many for one formula: their sum so far is a row of its own */
            refs[0] = grid_line_of(g, sheet, unit, label, formula.data, used, refs);
            used = 1;
            text_free(&formula);
            text_append(&formula, "{0}");
        }
        text_appendf(&formula, "%s{%d}", used > 0 ? "+" : "", used);
        refs[used++] = rows[i];
    }
    g->failed |= formula.failed;
    if (used == 1)
        sum = refs[0];
    else if (!g->failed)
        sum = grid_line_of(g, sheet, unit, label, used > 0 ? formula.data : "0", used, refs);
    text_free(&formula);
    return sum;
}

int grid_post(struct grid *g, int sheet, const char *label, int raw) {
    return grid_line(g, sheet, GRID_PENCE, label, "ROUND({0},0)-(MOD({0},2)=0.5)", raw);
}
