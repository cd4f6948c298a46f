/* Formulas and addresses as a spreadsheet reads them. */
#include "base/grid_formula.h"

#include <stdio.h>
#include <string.h>

#define COLUMN_BYTES 8

/* "A", ..., "Z", "AA", ...: the name of a column counted from 0. */
static const char *column_name(int column, char name[COLUMN_BYTES]) {
    char *at = name + COLUMN_BYTES - 1;
    *at = 0;
    for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        *--at = (char)('A' + (rest - 1) % 26);
    return at;
}

static int column_of(const struct grid_row *row, int month) { return row->line ? GRID_OPENING + month : GRID_POINT; }

static int line_of(const struct grid_row *row) { return row->place + GRID_FIRST_ROW + 1; }

static void append_cell(struct text_buf *out, const char *column_mark, int column, const char *row_mark, int line) {
    char name[COLUMN_BYTES];
    text_appendf(out, "%s%s%s%d", column_mark, column_name(column, name), row_mark, line);
}

static void append_sheet(const struct grid *g, int from, int sheet, struct text_buf *out) {
    if (from == sheet)
        return;
    text_append(out, "'");
    for (const char *c = g->sheets[sheet].name; *c; c++)
        text_appendf(out, "%c%s", *c, *c == '\'' ? "'" : "");
    text_append(out, "'!");
}

/* What is being written: the formula of which row, for which month. */
struct writing {
    const struct grid *g;
    const struct grid_row *row;
    int month;
    struct text_buf *out;
};

/* A range of months; ends that do not move with the month are marked. */
static void append_months(const struct writing *w, const struct grid_row *of, int first, bool fixed_first, int last,
                          bool fixed_last) {
    append_cell(w->out, fixed_first ? "$" : "", GRID_OPENING + first, "", line_of(of));
    text_append(w->out, ":");
    append_cell(w->out, fixed_last ? "$" : "", GRID_OPENING + last, "", line_of(of));
}

static void append_reference(const struct writing *w, const struct grid_formula *f) {
    const struct grid_row *of = &w->g->rows[f->row];
    int months = w->g->sheets[of->sheet].periods;
    append_sheet(w->g, w->row->sheet, of->sheet, w->out);
    if (f->reach == REACH_DOWN) {
        const char *mark = of->line ? "" : "$";
        int column = column_of(of, w->month);
        append_cell(w->out, mark, column, "", line_of(of));
        text_append(w->out, ":");
        append_cell(w->out, mark, column, "", line_of(&w->g->rows[f->last]));
        return;
    }
    if (!of->line) {
        append_cell(w->out, "$", GRID_POINT, "$", line_of(of));
        return;
    }
    switch (f->reach) {
    case REACH_HERE:
    case REACH_DOWN:
        append_cell(w->out, "", GRID_OPENING + w->month, "", line_of(of));
        break;
    case REACH_BEFORE:
        append_cell(w->out, "", GRID_OPENING + w->month - 1, "", line_of(of));
        break;
    case REACH_NEXT:
        append_cell(w->out, "", GRID_OPENING + w->month + 1, "", line_of(of));
        break;
    case REACH_WHOLE:
        append_months(w, of, 0, true, months, true);
        break;
    case REACH_OPENING:
        append_cell(w->out, "$", GRID_OPENING, "", line_of(of));
        break;
    case REACH_LAST:
        append_cell(w->out, "$", GRID_OPENING + months, "", line_of(of));
        break;
    case REACH_TO_BEFORE:
        append_months(w, of, 0, true, w->month - 1, false);
        break;
    case REACH_TO_HERE:
        append_months(w, of, 0, true, w->month, false);
        break;
    case REACH_AFTER:
        append_months(w, of, w->month + 1, false, months + 1, true);
        break;
    case REACH_FROM_HERE:
        append_months(w, of, w->month, false, months, true);
        break;
    case REACH_ALL:
        append_months(w, of, 1, true, months, true);
        break;
    }
}

static void append_formula(const struct writing *w, const struct grid_formula *f);

/* An operand, in brackets where it binds less than what is around it. */
static void append_operand(const struct writing *w, const struct grid_formula *f, int level) {
    bool brackets = f->kind == NODE_OPERATION && grid_operator_level(f->op) < level;
    text_append(w->out, brackets ? "(" : "");
    append_formula(w, f);
    text_append(w->out, brackets ? ")" : "");
}

static void append_operation(const struct writing *w, const struct grid_formula *f) {
    int level = grid_operator_level(f->op);
    if (f->op == OP_NEGATE) {
        text_append(w->out, "-");
        append_operand(w, f->arg[0], level);
        return;
    }
    append_operand(w, f->arg[0], level);
    text_append(w->out, grid_operator_text[f->op]);
    append_operand(w, f->arg[1], level + 1);
}

static void append_formula(const struct writing *w, const struct grid_formula *f) {
    switch (f->kind) {
    case NODE_NUMBER:
        text_appendf(w->out, "%.15g", f->number);
        break;
    case NODE_REFERENCE:
        append_reference(w, f);
        break;
    case NODE_OPERATION:
        append_operation(w, f);
        break;
    case NODE_CRITERION:
        text_appendf(w->out, "\"%s\"&", grid_operator_text[f->op]);
        append_operand(w, f->arg[0], grid_operator_level(OP_PLUS));
        break;
    case NODE_CALL:
        text_appendf(w->out, "%s(", f->function->name);
        for (int i = 0; i < f->n; i++) {
            text_append(w->out, i > 0 ? "," : "");
            append_formula(w, f->arg[i]);
        }
        text_append(w->out, ")");
        break;
    }
}

void grid_formula_text(const struct grid *g, int row, int month, struct text_buf *out) {
    const struct grid_row *of = &g->rows[row];
    const struct grid_formula *formula = of->line && month == 0 ? of->opening : of->formula;
    struct writing w = {.g = g, .row = of, .month = month, .out = out};
    if (!formula)
        return;
    text_append(out, "=");
    append_formula(&w, formula);
}

void grid_address(const struct grid *g, int row, int month, struct text_buf *out) {
    const struct grid_row *of = &g->rows[row];
    append_sheet(g, GRID_NO_ROW, of->sheet, out);
    append_cell(out, "$", column_of(of, month), "$", line_of(of));
}
