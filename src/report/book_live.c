/* The live sheets: the money side as formulas, on a choice of paths. */
#include "report/book_parts.h"

#include "engine/twin/twin.h"
#include "scheme/standing.h"

#include <math.h>
#include <string.h>

/* The path that a book shows when it is opened: the expected case. */
#define SHOWN_FIRST 0

/* What of a sheet is printed: cash and the statements whole; of what is looked at for its single figures no months; of
 * calculations, which would run over hundreds of pages, the head. */
static enum live_print print_of(const struct twin *t, int number) {
    static const enum twin_sheet whole[] = {TWIN_CASH, TWIN_STATEMENTS, TWIN_INPUTS},
                                 points[] = {TWIN_SCENARIO, TWIN_RETURNS};
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
        if (t->sheet[whole[i]] == number)
            return LIVE_PRINT_ALL;
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++)
        if (t->sheet[points[i]] == number)
            return LIVE_PRINT_POINTS;
    return LIVE_PRINT_HEAD;
}

/* Adds a sheet that shows rows of the grid; the formulas call it by the name that it gets. */
static void add_sheet(const struct making *m, struct report_live *live, int number) {
    static const char *const says[] = {
        [LIVE_PRINT_ALL] = "",
        [LIVE_PRINT_POINTS] = " Its months are not printed.",
        [LIVE_PRINT_HEAD] = " For the screen: no more than this head is printed.",
    };
    struct grid_sheet *of = &live->twin->book.grid.sheets[number];
    enum live_print print = print_of(live->twin, number);
    struct report_sheet *sheet =
        book_sheet(m->book, of->name, of->title, book_text(m->book, "%s%s", of->lead, says[print]));
    of->name = sheet->name;
    sheet->live = live;
    sheet->live_number = number;
    sheet->live_print = print;
}

/* ---- Headlines ---- */

static bool is_same(const char *a, const char *b) { return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0); }

/* What the run has of a metric of the engine. */
static const struct metric *result_of(const struct making *m, const struct metric_ref *ref) {
    const char *party = ref->party == NONE ? NULL : m->s->parties.items[ref->party].name;
    for (int i = 0; i < m->r->n_metrics; i++) {
        const struct metric *metric = &m->r->metrics[i];
        if (is_same(metric->name, ref->def->name) && making_is(metric->party, party) && is_same(metric->of, ref->of))
            return metric;
    }
    return NULL;
}

/* A row as a headline, where all paths have the like of it. */
static bool make_headline(const struct making *m, const struct twin *t, int row, struct live_headline *headline) {
    static const int levels[] = {[LIVE_P05] = LEVEL_P05,
                                 [LIVE_P25] = LEVEL_P25,
                                 [LIVE_P50] = LEVEL_P50,
                                 [LIVE_P75] = LEVEL_P75,
                                 [LIVE_P95] = LEVEL_P95};
    const struct metric_ref *ref = twin_headline_of(t, row);
    const struct metric *metric = ref != NULL ? result_of(m, ref) : NULL;
    if (metric == NULL || !metric->has_quantiles || !metric->has_mean)
        return false;
    *headline = (struct live_headline){
        .row = row, .kind = prose_unit_kind(m->r, metric->unit), .at = {[LIVE_MEAN] = metric->mean}};
    for (int i = LIVE_P05; i <= LIVE_P95; i++)
        headline->at[i] = metric->quantile[levels[i]];
    return true;
}

static void add_headlines(const struct making *m, struct report_live *live) {
    const struct grid_sheet *returns = &live->twin->book.grid.sheets[live->twin->sheet[TWIN_RETURNS]];
    live->headline = book_alloc(m->book, returns->n_rows, sizeof *live->headline);
    for (int i = 0; live->headline != NULL && i < returns->n_rows; i++)
        live->n_headlines += make_headline(m, live->twin, returns->rows[i], &live->headline[live->n_headlines]);
}

/* ---- Names ---- */

bool making_starts_live(const struct making *m, const struct input *input) {
    const struct grid *g = m->r->twin != NULL ? &m->r->twin->book.grid : NULL;
    const struct grid_sheet *inputs = g != NULL ? &g->sheets[m->r->twin->book.inputs] : NULL;
    for (int i = 0; inputs != NULL && i < inputs->n_rows; i++) {
        const struct grid_row *row = &g->rows[inputs->rows[i]];
        if (row->role == GRID_INPUT && strcmp(row->label, input->place.path) == 0)
            return true;
    }
    return false;
}

/* Names the inputs that stand in the file by their paths. */
static void add_names(const struct making *m, struct report_live *live) {
    const struct grid *g = &live->twin->book.grid;
    const struct grid_sheet *inputs = &g->sheets[live->twin->book.inputs];
    live->name = book_alloc(m->book, g->n_rows, sizeof *live->name);
    for (int i = 0; live->name != NULL && i < inputs->n_rows; i++) {
        const struct grid_row *row = &g->rows[inputs->rows[i]];
        if (row->role == GRID_INPUT && input_at(m->s, row->label) != NONE)
            live->name[inputs->rows[i]] = book_name(m->book, "Input", row->label);
    }
}

/* ---- The sheets ---- */

/* The run's twin, or for one reader the part of it that the reader may see, which is the book's to free. */
static struct twin *twin_of(const struct making *m) {
    if (m->view.party == NONE)
        return m->r->twin;
    return twin_of_reader(m->r->twin, view_owned, &m->view, &m->book->part) == SIBYL_OK ? m->book->part : NULL;
}

/* The greater number, and less than nothing if either is: of what needs the most room. */
static double wider(double a, double b) {
    double most = fmax(fabs(a), fabs(b));
    return isnan(a) || isnan(b) ? NAN : a < 0 || b < 0 ? -most : most;
}

static void widen_row(const struct twin *t, int row, const double *cells, double *widest) {
    const struct grid_row *of = &t->book.grid.rows[row];
    int last = of->line && of->place != GRID_NO_ROW ? t->book.grid.sheets[of->sheet].periods : 0;
    double sum = 0;
    for (int period = 0; period <= last; period++) {
        *widest = wider(*widest, cells[period]);
        sum += period > 0 ? cells[period] : 0;
    }
    if (of->sums)
        *widest = wider(*widest, sum);
}

/* Works every path out, the one that is shown last. */
static bool work_paths_out(struct twin *t, double *cells, double *widest) {
    size_t months = (size_t)t->s->months + 1;
    for (int i = t->n_paths - 1; i >= 0; i--) {
        int path = (i + SHOWN_FIRST) % t->n_paths;
        if (twin_work_out(t, path, cells) != SIBYL_OK)
            return false;
        for (int row = 0; row < t->book.grid.n_rows; row++)
            widen_row(t, row, cells + (size_t)row * months, &widest[row]);
    }
    return true;
}

static struct report_live *work_out(const struct making *m) {
    struct twin *twin = twin_of(m);
    m->book->failed |= twin == NULL;
    if (twin == NULL)
        return NULL;
    struct report_live *live = book_alloc(m->book, 1, sizeof *live);
    size_t cells = (size_t)twin->book.grid.n_rows * ((size_t)twin->s->months + 1);
    double *values = cells < INT32_MAX ? book_alloc(m->book, (int)cells + 1, sizeof *values) : NULL;
    double *widest = book_alloc(m->book, twin->book.grid.n_rows, sizeof *widest);
    bool worked = live != NULL && values != NULL && widest != NULL && work_paths_out(twin, values, widest);
    m->book->failed |= !worked;
    if (!worked)
        return NULL;
    *live = (struct report_live){.twin = twin, .cells = values, .widest = widest, .shown = SHOWN_FIRST};
    return live;
}

void book_add_live(const struct making *m) {
    if (m->r->twin == NULL)
        return;
    struct report_live *live = work_out(m);
    if (live != NULL) {
        add_headlines(m, live);
        add_names(m, live);
    }
    for (int i = 0; live != NULL && i < live->twin->book.grid.n_sheets; i++) {
        if (live->twin->book.grid.sheets[i].n_rows > 0)
            add_sheet(m, live, i);
    }
    if (live == NULL)
        return;
    struct report_sheet *paths = book_sheet(m->book, "Paths", "What happened on each path",
                                            "The numbers from which the live sheets start, path by path; and the "
                                            "engine's figures to compare. For the screen: no "
                                            "more than this head is printed.");
    paths->live = live;
    paths->live_print = LIVE_PRINT_HEAD;
    paths->live_number = LIVE_PATHS;
    live->paths = paths->name;
}
