/* The engine's own metrics of a path beside the twin's, and the checks that they agree. */
#include "engine/twin/twin.h"

/* How far rates may be apart. */
#define RATE_TOLERANCE 1e-9

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool same_of(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

static int find(const struct twin *t, const char *name, int party, const char *of) {
    for (int i = 0; i < t->metrics.n; i++) {
        const struct metric_ref *ref = &t->metrics.items[i];
        if (ref->party == party && strcmp(ref->def->name, name) == 0 && same_of(ref->of, of))
            return i;
    }
    return NONE;
}

bool twin_reports(const struct twin *t, const char *name, int party, const char *of) {
    return find(t, name, party, of) != NONE;
}

static enum grid_unit unit_of(enum record_unit unit) {
    static const enum grid_unit units[RECORD_UNITS] = {
        [RECORD_MONEY] = GRID_PENCE,  [RECORD_RATE] = GRID_RATE,   [RECORD_RATIO] = GRID_NUMBER,
        [RECORD_SHARE] = GRID_RATE,   [RECORD_FLAG] = GRID_FLAG,   [RECORD_MONTH] = GRID_MONTH,
        [RECORD_YEARS] = GRID_NUMBER, [RECORD_COUNT] = GRID_COUNT,
    };
    return units[unit];
}

/* A point that is read when a path has been walked to its end. */
static int metric_row(struct twin *t, int metric, bool defined, enum grid_unit unit, const char *label) {
    int row = grid_value(&t->book.grid, t->sheet[TWIN_CHECKS], GRID_ENGINE, unit, label, false);
    struct twin_metric_reading *grown = reallocarray(t->metric, (size_t)t->n_metrics + 1, sizeof *grown);
    t->book.grid.failed |= grown == NULL;
    if (grown) {
        t->metric = grown;
        t->metric[t->n_metrics++] = (struct twin_metric_reading){metric, defined, row};
    }
    return row;
}

/* A rate or a multiple as the engine can record it: greater ones than it has room for are recorded as the greatest. */
static int recorded(struct twin *t, const char *label, int row, enum record_unit unit) {
    struct grid *g = &t->book.grid;
    if (unit != RECORD_RATE && unit != RECORD_RATIO)
        return row;
    int most = live_setting(&t->book, &t->s->place, "greatest rate or multiple that is recorded", GRID_NUMBER,
                            record_most(unit));
    return grid_point(g, t->sheet[TWIN_CHECKS], unit_of(unit), grid_text(g, "%s, as it is recorded", label),
                      "MIN({0},{1})", row, most);
}

static void note_headline(struct twin *t, int row, int metric) {
    struct twin_headline *headline = arena_array(&t->arena, 1, sizeof *headline);
    t->book.grid.failed |= headline == NULL;
    if (!headline)
        return;
    *headline = (struct twin_headline){.row = row, .metric = metric, .next = t->headline};
    t->headline = headline;
}

const struct metric_ref *twin_headline_of(const struct twin *t, int row) {
    for (const struct twin_headline *h = t->headline; h; h = h->next) {
        if (h->row == row)
            return &t->metrics.items[h->metric];
    }
    return NULL;
}

void twin_agrees(struct twin *t, const char *label, int row, int has, struct twin_of of) {
    struct grid *g = &t->book.grid;
    int metric = find(t, of.name, of.party, of.of);
    if (metric == NONE)
        return;
    note_headline(t, row, metric);
    enum record_unit unit = t->metrics.items[metric].def->unit;
    int engine = metric_row(t, metric, false, unit_of(unit), grid_text(g, "%s, the engine's", label));
    int defined = metric_row(t, metric, true, GRID_FLAG, grid_text(g, "%s: whether the engine has it", label));
    int compared = recorded(t, label, row, unit);
    int apart = grid_point(g, t->sheet[TWIN_CHECKS], unit_of(unit), grid_text(g, "%s: formula less engine", label),
                           has == NONE ? "IF({2}=1,ABS({0}-{1}),0)" : "IF({2}*{3}=1,ABS({0}-{1}),0)", compared, engine,
                           defined, has);
    const char *says = grid_text(g, "%s is the engine's", label);
    if (unit == RECORD_MONEY) {
        twin_check(t, says, "IF({0}<1,1,0)", apart);
        return;
    }
    int tolerance = live_setting(&t->book, &t->s->place, "tolerance of rates", GRID_NUMBER, RATE_TOLERANCE);
    twin_check(t, says, "IF({0}<={1}*(1+ABS({2})),1,0)", apart, tolerance, engine);
}

double twin_metric_value(const struct twin *t, const struct walk *w, int lane, const struct twin_metric_reading *r) {
    const struct metric_ref *ref = &t->metrics.items[r->metric];
    int64_t out[LANES];
    bool has = ref->def->value(w, ref, out) >> lane & 1;
    if (r->defined || !has)
        return has;
    return ref->def->unit == RECORD_MONEY ? (double)out[lane] : record_value(ref->def->unit, (double)out[lane]);
}

/* ---- Names of cells ---- */

static bool is_taken(const struct twin *t, const char *name) {
    for (int i = 0; i < t->book.grid.n_rows; i++) {
        if (t->book.grid.rows[i].name && strcmp(t->book.grid.rows[i].name, name) == 0)
            return true;
    }
    return false;
}

/* What a spreadsheet lets stand in a name: letters, digits and underscores, a letter first; two words are never a cell's
 * address. */
const char *twin_name(struct twin *t, const char *whose, const char *what) {
    struct grid *g = &t->book.grid;
    struct text_buf name = {0};
    text_append(&name, isalpha((unsigned char)whose[0]) ? "" : "_");
    for (const char *at = whose; *at; at++)
        text_appendf(&name, "%c", isalnum((unsigned char)*at) ? *at : '_');
    text_appendf(&name, "_%s", what);
    g->failed |= name.failed;
    const char *kept = g->failed ? "" : grid_text(g, "%s", name.data), *free_one = kept;
    text_free(&name);
    for (int n = 2; !g->failed && is_taken(t, free_one); n++)
        free_one = grid_text(g, "%s_%d", kept, n);
    return free_one;
}
