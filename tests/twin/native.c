/* The twin worked out without a spreadsheet: on every path that a book holds, all of its checks hold, which is to say that
 * its formulas give what the engine gives, to the penny.
 *
 * native [--verbose] CONFIG...: says which check is broken where, and how many lines are still the engine's figures. */
#include "base/diag.h"
#include "engine/twin/twin.h"

#include <math.h>
#include <sibyl/run.h>
#include <sibyl/scheme.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATHS 192
#define SHOWN 8

static int passed, failed;
static bool verbose;

static double cell(const struct twin *t, const double *cells, int row, int month) {
    return cells[(size_t)row * ((size_t)t->s->months + 1) + (size_t)month];
}

/* The month in which a check is first broken, by the line above it that it sums. */
static void show_broken(const struct twin *t, const double *cells, int check) {
    const struct grid *g = &t->book.grid;
    const struct grid_row *row = &g->rows[check];
    printf("    broken: %s (%g)\n", row->label, cell(t, cells, check, 0));
    if (row->place == 0)
        return;
    int above = g->sheets[row->sheet].rows[row->place - 1], shown = 0;
    for (int month = 1; g->rows[above].line && month <= t->s->months && shown < (verbose ? SHOWN : 1); month++) {
        double difference = cell(t, cells, above, month);
        if (difference != 0) {
            printf("      month %d: %s = %.2f\n", month, g->rows[above].label, difference);
            shown++;
        }
    }
}

static void one_path(const char *config, struct twin *t, int path, double *cells) {
    int broken = 0;
    status st = twin_work_out(t, path, cells);
    if (st != SIBYL_OK) {
        printf("%s: %s: %s\n", config, t->paths[path].name, t->book.grid.fault);
        failed++;
        return;
    }
    for (int i = 0; i < t->n_checks; i++) {
        if (cell(t, cells, t->check[i], 0) == 1)
            continue;
        if (broken++ == 0)
            printf("  %s: %s\n", config, t->paths[path].name);
        if (broken <= SHOWN)
            show_broken(t, cells, t->check[i]);
    }
    if (cell(t, cells, t->master, 0) != (broken == 0 ? 1 : 0)) {
        printf("  %s: the master check says otherwise\n", config);
        broken++;
    }
    passed += broken == 0;
    failed += broken != 0;
}

/* How much of a book is formulas, and how much the engine's figures in their stead. */
static void measure(const char *config, const struct twin *t) {
    const struct grid *g = &t->book.grid;
    int role[GRID_ROLES] = {0};
    for (int i = 0; i < g->n_rows; i++)
        role[g->rows[i].role] += g->rows[i].sheet != t->sheet[TWIN_CHECKS];
    printf("%s: %d paths, %d rows: %d formulas, %d inputs, %d of what happened, %d of the engine's figures\n", config,
           t->n_paths, g->n_rows, role[GRID_CALC] + role[GRID_RESULT], role[GRID_INPUT], role[GRID_HAPPENED],
           role[GRID_ENGINE]);
    for (int i = 0; verbose && i < g->n_rows; i++) {
        if (g->rows[i].role == GRID_ENGINE && g->rows[i].sheet != t->sheet[TWIN_CHECKS])
            printf("    engine's: %s / %s\n", g->sheets[g->rows[i].sheet].name, g->rows[i].label);
    }
}

/* Row by row, what a path comes to, for looking closer: --dump PATH. */
static void dump(const struct twin *t, const double *cells) {
    const struct grid *g = &t->book.grid;
    for (int i = 0; i < g->n_rows; i++) {
        const struct grid_row *row = &g->rows[i];
        printf("%s\t%s", g->sheets[row->sheet].name, row->label);
        for (int month = 0; month <= (row->line ? t->s->months : 0); month++)
            printf("\t%.10g", cell(t, cells, i, month));
        printf("\n");
    }
}

static void one_scheme(const char *config, struct scheme *s, int dumped) {
    struct run_options options = {.paths = PATHS, .seed = s->seed, .threads = 1, .twin = true};
    struct results *results = NULL;
    status st = run_simulate(s, &options, &results);
    if (st != SIBYL_OK) {
        printf("%s: the run failed\n", config);
        failed++;
        return;
    }
    struct twin *t = results->twin;
    double *cells = calloc((size_t)t->book.grid.n_rows * ((size_t)s->months + 1), sizeof *cells);
    measure(config, t);
    for (int path = 0; cells && path < t->n_paths; path++) {
        one_path(config, t, path, cells);
        if (path == dumped)
            dump(t, cells);
    }
    failed += cells == NULL;
    free(cells);
    results_free(results);
}

int main(int argc, char **argv) {
    int dumped = NONE;
    for (int i = 1; i < argc; i++) {
        struct diag diag = {0};
        struct scheme *s = NULL;
        if (strcmp(argv[i], "--verbose") == 0) {
            verbose = true;
            continue;
        }
        if (strcmp(argv[i], "--dump") == 0 && i + 1 < argc) {
            dumped = (int)strtol(argv[++i], NULL, 10);
            continue;
        }
        if (scheme_open(argv[i], NULL, 0, &diag, &s) == SIBYL_OK) {
            one_scheme(argv[i], s, dumped);
        } else {
            printf("%s: cannot be read\n", argv[i]);
            failed++;
        }
        diag_free(&diag);
        scheme_close(s);
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
