#include "engine/twin/twin_formula.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* The number by which a formula calls a row. */
static int called(struct twin_formula *f, int row) {
    for (int i = 0; i < f->n; i++) {
        if (f->refs[i] == row)
            return i;
    }
    assert(f->n < GRID_REFS);
    f->refs[f->n] = row;
    return f->n++;
}

/* Appends a piece, its references renumbered. */
static void append(struct twin_formula *f, const char *piece, va_list rows) {
    int row[PIECE_REFS], n = 0;
    for (const char *at = piece; *at; at++) {
        if (*at != '{') {
            text_append_bytes(&f->text, at, 1);
            continue;
        }
        char *end;
        int place = (int)strtol(at + 1, &end, 10);
        assert(place < PIECE_REFS);
        for (; n <= place; n++)
            row[n] = va_arg(rows, int);
        text_appendf(&f->text, "{%d", called(f, row[place]));
        at = end - 1;
    }
}

void twin_formula_add(struct twin_formula *f, const char *piece, ...) {
    va_list rows;
    va_start(rows, piece);
    append(f, piece, rows);
    va_end(rows);
}

static int as_row(struct twin_formula *f, const char *label) {
    struct grid *g = &f->t->book.grid;
    int row = NONE;
    g->failed |= f->text.failed;
    if (!g->failed && f->text.data)
        row = f->n == 1 && strcmp(f->text.data, "{0}") == 0
                  ? f->refs[0]
                  : grid_line_of(g, f->t->sheet[f->sheet], f->unit, label, f->text.data, f->n, f->refs);
    text_free(&f->text);
    f->text = (struct text_buf){0};
    f->n = 0;
    return row;
}

void twin_formula_plus(struct twin_formula *f, const char *piece, ...) {
    va_list rows;
    if (f->n + PIECE_REFS > GRID_REFS) {
        int so_far = as_row(f, grid_text(&f->t->book.grid, "%s, so far", f->label));
        twin_formula_add(f, "{0}", so_far);
    }
    if (f->text.length > 0)
        text_append(&f->text, "+");
    va_start(rows, piece);
    append(f, piece, rows);
    va_end(rows);
}

int twin_formula_line(struct twin_formula *f) { return as_row(f, f->label); }
