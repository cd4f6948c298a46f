/* The part of a twin that one reader may see, for every party of a scheme: what it holds is what the whole holds, number by
 * number, on every path; nothing in it refers to what is left out; and all of its checks hold. reader CONFIG... */
#include "base/diag.h"
#include "base/grid_formula.h"
#include "engine/twin/twin.h"
#include "report/view.h"

#include <math.h>
#include <sibyl/run.h>
#include <sibyl/scheme.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATHS 96

static int passed, failed;

static void promise(bool kept, const char *config, const char *reader, const char *what, const char *which) {
    passed += kept;
    failed += !kept;
    if (!kept)
        printf("broken: %s for %s: %s (%s)\n", config, reader, what, which);
}

static bool is_in(const struct grid *g, int row) {
    const struct grid_row *r = &g->rows[row];
    return r->place >= 0 && r->place < g->sheets[r->sheet].n_rows && g->sheets[r->sheet].rows[r->place] == row;
}

static bool refers_to_what_is_in(const struct grid *g, const struct grid_formula *f) {
    bool in = true;
    if (f && f->kind == NODE_REFERENCE)
        in = is_in(g, f->row) && (f->reach != REACH_DOWN || is_in(g, f->last));
    for (int i = 0; f && f->kind != NODE_REFERENCE && i < f->n; i++)
        in &= refers_to_what_is_in(g, f->arg[i]);
    return in;
}

static bool same(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

/* Whether a row comes to the same in both. */
static bool is_same_row(const struct grid *g, int row, const double *of_part, const double *of_whole) {
    size_t months = (size_t)g->months + 1;
    int last = g->rows[row].line ? g->sheets[g->rows[row].sheet].periods : 0;
    bool equal = true;
    for (int month = 0; month <= last; month++)
        equal &= same(of_part[(size_t)row * months + (size_t)month], of_whole[(size_t)row * months + (size_t)month]);
    return equal;
}

/* Cells of a twin on a path; the caller's. */
static double *cells_of(struct twin *t, int path) {
    double *cells = calloc((size_t)t->book.grid.n_rows * ((size_t)t->s->months + 1) + 1, sizeof *cells);
    if (cells && twin_work_out(t, path, cells) == SIBYL_OK)
        return cells;
    free(cells);
    return NULL;
}

static int path_in(const struct twin *t, const struct twin_path *path) {
    int i = 0;
    while (i < t->n_paths && (t->paths[i].path != path->path || t->paths[i].lane != path->lane))
        i++;
    return i;
}

static void check_path(const char *config, const char *reader, struct twin *whole, struct twin *part, int path) {
    const struct grid *g = &part->book.grid;
    const char *differs = NULL, *broken = NULL;
    double *mine = cells_of(part, path), *all = cells_of(whole, path_in(whole, &part->paths[path]));
    promise(mine && all, config, reader, "it can be worked out", part->paths[path].name);
    for (int row = 0; mine && all && row < whole->book.grid.n_rows; row++) {
        if (row != whole->master && row != whole->choice && g->rows[row].role != GRID_HEADING && is_in(g, row) &&
            !is_same_row(g, row, mine, all))
            differs = g->rows[row].label;
    }
    for (int i = 0; mine && i < part->n_checks; i++) {
        if (mine[(size_t)part->check[i] * ((size_t)g->months + 1)] != 1)
            broken = g->rows[part->check[i]].label;
    }
    promise(!differs, config, reader, "every row is that of the whole", differs);
    promise(!broken, config, reader, "every check holds", broken);
    promise(mine && mine[(size_t)part->master * ((size_t)g->months + 1)] == 1, config, reader, "the master check holds",
            part->paths[path].name);
    free(mine);
    free(all);
}

/* Whether the reader sees a bond with a tranche that is called as its investor is: rows of both then begin alike. */
static bool is_tranche_seen(const struct report_view *view, const char *name) {
    bool is = false;
    for (int b = 0; b < view->scheme->bonds.n; b++) {
        const struct bond *bond = &view->scheme->bonds.items[b];
        for (int k = 0; view_bond(view, bond) && k < bond->tranches.n; k++)
            is |= strcmp(bond->tranches.items[k].name, name) == 0;
    }
    return is;
}

/* Whether a label is another's: begins with the name of a party that the reader does not see. */
static bool is_of_others(const struct report_view *view, const char *label) {
    for (int p = 0; p < view->scheme->parties.n; p++) {
        const char *name = view->scheme->parties.items[p].name;
        size_t length = strlen(name);
        if (!view_sees(view, p) && !is_tranche_seen(view, name) && strncmp(label, name, length) == 0 &&
            strncmp(label + length, ": ", 2) == 0)
            return true;
    }
    return false;
}

static void check_rows(const char *config, const char *reader, const struct report_view *view,
                       const struct twin *part) {
    const struct grid *g = &part->book.grid;
    const char *loose = NULL, *foreign = NULL;
    int own = 0, formulas = 0;
    for (int i = 0; i < g->n_rows; i++) {
        const struct grid_row *row = &g->rows[i];
        if (!is_in(g, i))
            continue;
        if (!refers_to_what_is_in(g, row->formula) || !refers_to_what_is_in(g, row->opening))
            loose = row->label;
        if (is_of_others(view, row->label) || !view_owned(view, &row->owner))
            foreign = row->label;
        own += row->owner.party == view->party;
        formulas += row->formula != NULL;
    }
    promise(!loose, config, reader, "nothing refers to what is left out", loose);
    promise(!foreign, config, reader, "no row is another's", foreign);
    promise(own > 0 && formulas > 0 && part->n_checks > 0, config, reader, "it holds its own, as formulas", "rows");
}

static void one_reader(const char *config, struct twin *whole, int party) {
    struct report_view view = {.scheme = whole->s, .party = party};
    const char *reader = whole->s->parties.items[party].name;
    struct twin *part = NULL;
    status st = twin_of_reader(whole, view_owned, &view, &part);
    promise(st == SIBYL_OK && part->n_paths >= 2, config, reader, "it is made", part ? part->book.grid.fault : "");
    if (st == SIBYL_OK)
        check_rows(config, reader, &view, part);
    for (int path = 0; st == SIBYL_OK && path < part->n_paths; path += path < 2 ? 1 : 4)
        check_path(config, reader, whole, part, path);
    if (part)
        twin_free(part);
    free(part);
}

static void one_scheme(const char *config, struct scheme *s) {
    struct run_options options = {.paths = PATHS, .seed = s->seed, .threads = 1, .twin = true};
    struct results *results = NULL;
    bool ran = run_simulate(s, &options, &results) == SIBYL_OK;
    promise(ran, config, "everybody", "it runs", config);
    for (int p = 0; ran && p < s->parties.n; p++)
        one_reader(config, results->twin, p);
    results_free(results);
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        struct diag diag = {0};
        struct scheme *s = NULL;
        bool open = scheme_open(argv[i], NULL, 0, &diag, &s) == SIBYL_OK;
        promise(open, argv[i], "everybody", "it can be read", argv[i]);
        if (open)
            one_scheme(argv[i], s);
        diag_free(&diag);
        scheme_close(s);
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
