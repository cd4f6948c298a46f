/* A part of a grid: the rows that one reader may see, and those of them that become numbers because others may not. */
#include "base/grid_formula.h"

#include <stdlib.h>
#include <string.h>

static bool is_formula(const struct grid_row *row) {
    return row->role == GRID_CALC || row->role == GRID_RESULT || row->role == GRID_CHECK;
}

static bool is_nobodys(const struct grid_owner *owner) {
    return owner->party == GRID_NO_ROW && owner->contract == GRID_NO_ROW && owner->bond == GRID_NO_ROW &&
           owner->loan == GRID_NO_ROW && owner->path == NULL;
}

/* ---- What a formula refers to ---- */

/* Whether all rows of a range down a sheet are seen. */
static bool is_range_seen(const struct grid *g, int first, int last, const bool *seen) {
    const struct grid_sheet *sheet = &g->sheets[g->rows[first].sheet];
    for (int place = g->rows[first].place; place <= g->rows[last].place; place++) {
        if (!seen[sheet->rows[place]])
            return false;
    }
    return true;
}

/* Whether all that a formula (NULL: none) refers to is seen. */
static bool refers_to_seen(const struct grid *g, const struct grid_formula *f, const bool *seen) {
    if (!f)
        return true;
    if (f->kind == NODE_REFERENCE)
        return f->reach == REACH_DOWN ? is_range_seen(g, f->row, f->last, seen) : seen[f->row];
    for (int i = 0; i < f->n; i++) {
        if (!refers_to_seen(g, f->arg[i], seen))
            return false;
    }
    return true;
}

static bool is_worked_out_of_seen(const struct grid *g, const struct grid_row *row, const bool *seen) {
    return refers_to_seen(g, row->formula, seen) && refers_to_seen(g, row->opening, seen);
}

/* ---- What is seen ---- */

/* Headings of which nothing is seen below say nothing. */
static void see_headings(const struct grid *g, bool *seen) {
    for (int i = 0; i < g->n_sheets; i++) {
        bool below = false;
        for (int place = g->sheets[i].n_rows - 1; place >= 0; place--) {
            int row = g->sheets[i].rows[place];
            if (g->rows[row].role == GRID_HEADING) {
                seen[row] = seen[row] && below;
                below = false;
            } else {
                below |= seen[row];
            }
        }
    }
}

void grid_seen(const struct grid *g, grid_may_see may_see, const void *reader, bool *seen) {
    bool changed = true;
    for (int i = 0; i < g->n_rows; i++) {
        const struct grid_row *row = &g->rows[i];
        bool of_path = row->role == GRID_HAPPENED || row->role == GRID_ENGINE;
        seen[i] = is_nobodys(&row->owner) ? !of_path : may_see(reader, &row->owner);
    }
    while (changed) {
        changed = false;
        for (int i = 0; i < g->n_rows; i++) {
            const struct grid_row *row = &g->rows[i];
            if (seen[i] && is_formula(row) && is_nobodys(&row->owner) && !is_worked_out_of_seen(g, row, seen)) {
                seen[i] = false;
                changed = true;
            }
        }
    }
    see_headings(g, seen);
}

/* ---- The part ---- */

static void *copied(const void *items, int n, size_t size) {
    void *copy = calloc((size_t)n + 1, size);
    if (copy && n > 0)
        memcpy(copy, items, (size_t)n * size);
    return copy;
}

status grid_copy(struct grid *copy, const struct grid *g) {
    *copy = *g;
    copy->arena = (struct arena){0};
    copy->sheet_room = g->n_sheets;
    copy->row_room = g->n_rows;
    copy->rows = copied(g->rows, g->n_rows, sizeof *g->rows);
    copy->sheets = copied(g->sheets, g->n_sheets, sizeof *g->sheets);
    copy->failed = !copy->rows || !copy->sheets;
    if (!copy->sheets)
        copy->n_sheets = 0;
    for (int i = 0; i < copy->n_sheets; i++) {
        struct grid_sheet *sheet = &copy->sheets[i];
        sheet->room = sheet->n_rows;
        sheet->rows = copied(sheet->rows, sheet->n_rows, sizeof *sheet->rows);
        copy->failed |= sheet->rows == NULL;
    }
    return copy->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}

/* Makes a row one of a path's numbers. */
static void make_figure(struct grid_row *row, const char *note) {
    row->role = GRID_ENGINE;
    row->opens = row->line && row->opening != NULL;
    row->formula = row->opening = NULL;
    row->note = note;
}

/* Takes the rows that are not seen off a sheet. */
static void close_up(struct grid *g, struct grid_sheet *sheet, const bool *seen) {
    int n = 0;
    for (int place = 0; place < sheet->n_rows; place++) {
        int row = sheet->rows[place];
        if (!seen[row])
            continue;
        g->rows[row].place = n;
        sheet->rows[n++] = row;
    }
    sheet->n_rows = n;
}

void grid_leave_out(struct grid *g, const bool *seen, const char *note) {
    g->n_values = 0;
    for (int i = 0; i < g->n_rows; i++) {
        struct grid_row *row = &g->rows[i];
        if (seen[i] && !is_worked_out_of_seen(g, row, seen))
            make_figure(row, note);
        if (seen[i] && (row->role == GRID_HAPPENED || row->role == GRID_ENGINE))
            row->value = g->n_values++;
    }
    for (int i = 0; i < g->n_sheets; i++)
        close_up(g, &g->sheets[i], seen);
    for (int i = 0; i < g->n_rows; i++) {
        struct grid_row *row = &g->rows[i];
        if (!seen[i])
            *row = (struct grid_row){
                .sheet = row->sheet, .place = GRID_NO_ROW, .role = GRID_HEADING, .label = "", .owner = row->owner};
    }
}
