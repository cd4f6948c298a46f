/* The live sheets: the money side as formulas, on a choice of paths. */
#include "report/book_parts.h"

#include "engine/twin/twin.h"

/* The path that a book shows when it is opened: the expected case. */
#define SHOWN_FIRST 0

/* Adds a sheet that shows rows of the grid; the formulas call it by the name that it gets. */
static void add_sheet(const struct making *m, struct report_live *live, int number) {
    struct grid_sheet *of = &live->twin->book.grid.sheets[number];
    struct report_sheet *sheet = book_sheet(m->book, of->name, of->title, of->lead);
    of->name = sheet->name;
    sheet->live = live;
    sheet->live_number = number;
}

/* The run's twin, or for one reader the part of it that the reader may see, which is the book's to free. */
static struct twin *twin_of(const struct making *m) {
    if (m->view.party == NONE)
        return m->r->twin;
    return twin_of_reader(m->r->twin, view_owned, &m->view, &m->book->part) == SIBYL_OK ? m->book->part : NULL;
}

static struct report_live *work_out(const struct making *m) {
    struct twin *twin = twin_of(m);
    m->book->failed |= twin == NULL;
    if (twin == NULL)
        return NULL;
    struct report_live *live = book_alloc(m->book, 1, sizeof *live);
    size_t cells = (size_t)twin->book.grid.n_rows * ((size_t)twin->s->months + 1);
    double *values = cells < INT32_MAX ? book_alloc(m->book, (int)cells + 1, sizeof *values) : NULL;
    m->book->failed |= live == NULL || values == NULL;
    if (live == NULL || values == NULL || twin_work_out(twin, SHOWN_FIRST, values) != SIBYL_OK)
        return NULL;
    *live = (struct report_live){.twin = twin, .cells = values, .shown = SHOWN_FIRST};
    return live;
}

void book_add_live(const struct making *m) {
    if (m->r->twin == NULL)
        return;
    struct report_live *live = work_out(m);
    for (int i = 0; live != NULL && i < live->twin->book.grid.n_sheets; i++) {
        if (live->twin->book.grid.sheets[i].n_rows > 0)
            add_sheet(m, live, i);
    }
    if (live == NULL)
        return;
    struct report_sheet *paths = book_sheet(
        m->book, "Paths", "What happened on each path",
        "The numbers from which the live sheets start, path by path; and the engine's figures to compare. Not "
        "printed.");
    paths->live = live;
    paths->live_number = LIVE_PATHS;
    live->paths = paths->name;
}
