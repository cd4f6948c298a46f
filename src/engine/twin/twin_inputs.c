/* The sheet of inputs: what is drawn on the path beside what is given by hand, in an order that begins with what deserves
 * doubt. */
#include "engine/twin/twin.h"
#include "scheme/standing.h"

/* How the numbers that are given by hand are parted. */
enum part { PART_ASSUMED, PART_GIVEN, PART_OTHER, PARTS };

static enum part part_of(const struct scheme *s, int at) {
    if (at == NONE)
        return PART_OTHER;
    return s->inputs.items[at].assumed ? PART_ASSUMED : PART_GIVEN;
}

/* What was drawn of an input on the path, in the configuration's unit. */
static void add_drawn(struct twin *t, const struct input *input) {
    struct grid *g = &t->book.grid;
    int row = live_quantity(&t->book, input->quantity);
    struct grid_owner owner = GRID_NOBODYS;
    owner.path = input->place.path;
    struct grid_owner before = grid_own(g, owner);
    bool pence = !g->failed && g->rows[row].unit == GRID_PENCE;
    (void)grid_point(g, t->sheet[TWIN_INPUTS], pence ? GRID_POUNDS : g->rows[row].unit, input->place.path,
                     pence ? "{0}/100" : "{0}", row);
    (void)grid_own(g, before);
}

static void add_uncertain(struct twin *t, const int *ranked) {
    bool any = false;
    for (int i = 0; i < t->s->inputs.n && !t->book.grid.failed; i++) {
        const struct input *input = &t->s->inputs.items[ranked[i]];
        if (!input_is_uncertain(input))
            continue;
        if (!any)
            (void)grid_heading(&t->book.grid, t->sheet[TWIN_INPUTS],
                               "Uncertain, drawn anew on each path: as on the path shown");
        any = true;
        add_drawn(t, input);
    }
}

/* Moves rows that are given by hand below the others, part by part, in the order of their ranks, then of the sheet. */
static void add_given(struct twin *t, int n, const int *rows) {
    static const char *const headings[PARTS] = {[PART_ASSUMED] = "Given by the file, and assumed",
                                                [PART_GIVEN] = "Given by the file, not assumed",
                                                [PART_OTHER] =
                                                    "Not in the file: defaults, and numbers of the calculation"};
    struct grid *g = &t->book.grid;
    for (enum part part = 0; part < PARTS; part++) {
        bool any = false;
        for (int i = 0; i < n && !g->failed; i++) {
            if (part_of(t->s, input_at(t->s, g->rows[rows[i]].label)) != part)
                continue;
            if (!any)
                (void)grid_heading(g, t->sheet[TWIN_INPUTS], headings[part]);
            any = true;
            grid_move(g, rows[i]);
        }
    }
}

void twin_inputs(struct twin *t) {
    const struct grid_sheet *sheet = &t->book.grid.sheets[t->sheet[TWIN_INPUTS]];
    int n = sheet->n_rows;
    int *rows = twin_rows(t, n), *ranked = twin_rows(t, t->s->inputs.n);
    if (!rows || !ranked)
        return;
    for (int i = 0; i < n; i++)
        rows[i] = sheet->rows[i];
    inputs_rank(t->s, ranked);
    add_uncertain(t, ranked);
    add_given(t, n, rows);
}
