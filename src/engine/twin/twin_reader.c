/* The part of a twin that one reader may see. */
#include "engine/twin/twin.h"

#include <stdlib.h>
#include <string.h>

/* What the part is made from. */
struct parting {
    struct twin *whole, *part;
    grid_may_see may_see;
    const void *reader;
    bool *seen; /* [rows of the whole] */
};

static bool sees_party(const struct parting *p, int party) {
    struct grid_owner owner = GRID_NOBODYS;
    owner.party = party;
    return party == NONE || p->may_see(p->reader, &owner);
}

/* A copy of the whole that has nothing of its own but rows, and no paths. */
static status copy(struct parting *p) {
    struct twin *part = p->part;
    *part = *p->whole;
    part->arena = (struct arena){0};
    part->n_paths = part->n_reasons = part->reason_room = part->n_checks = part->n_readings = part->reading_room = 0;
    part->paths = NULL;
    part->reason = NULL;
    part->check = NULL;
    part->reading = NULL;
    part->metric = NULL;
    part->n_metrics = 0;
    part->book.reading = NULL;
    part->book.setting = NULL;
    part->book.count = NULL;
    part->book.n_readings = part->book.n_settings = part->book.n_counts = 0;
    part->book.reading_room = part->book.setting_room = part->book.count_room = 0;
    return grid_copy(&part->book.grid, &p->whole->book.grid);
}

/* ---- Checks ---- */

/* Checks of what is seen, and a master check of them where some are left out. */
static void take_checks(struct parting *p) {
    struct twin *part = p->part;
    part->check = calloc((size_t)p->whole->n_checks + 1, sizeof *part->check);
    part->book.grid.failed |= part->check == NULL;
    for (int i = 0; part->check && i < p->whole->n_checks; i++) {
        if (p->seen[p->whole->check[i]])
            part->check[part->n_checks++] = p->whole->check[i];
    }
    if (part->check && part->n_checks < p->whole->n_checks)
        twin_master(part);
}

/* ---- Paths ---- */

/* Takes the reasons that the reader may know, and the paths that have one, in their order.
 *   place  [paths of the whole]: receives their places in the part, NONE of those that are left out */
static bool take_paths(struct parting *p, int *place) {
    const struct twin *whole = p->whole;
    struct twin *part = p->part;
    part->reason = calloc((size_t)whole->n_reasons + 1, sizeof *part->reason);
    part->paths = calloc((size_t)whole->n_paths + 1, sizeof *part->paths);
    for (int i = 0; part->reason && i < whole->n_reasons; i++) {
        if (sees_party(p, whole->reason[i].party))
            part->reason[part->n_reasons++] = whole->reason[i];
    }
    if (!part->reason || !part->paths)
        return false;
    for (int i = 0; i < whole->n_paths; i++)
        place[i] = NONE;
    for (int i = 0; i < part->n_reasons; i++) {
        if (part->reason[i].path != NONE)
            place[part->reason[i].path] = 0;
    }
    for (int i = 0; i < whole->n_paths; i++) {
        if (place[i] == NONE)
            continue;
        place[i] = part->n_paths;
        part->paths[part->n_paths] = whole->paths[i];
        part->paths[part->n_paths++].value = NULL;
    }
    for (int i = 0; i < part->n_reasons; i++)
        part->reason[i].path = part->reason[i].path == NONE ? NONE : place[part->reason[i].path];
    twin_name_paths(part);
    return true;
}

/* The numbers of a path, out of those of the whole. */
static status fill_path(struct parting *p, int of_whole, struct twin_path *into, double *cells) {
    const struct grid *g = &p->part->book.grid;
    size_t months = (size_t)g->months + 1;
    into->value = calloc((size_t)g->n_values * months + 1, sizeof *into->value);
    if (!into->value)
        return SIBYL_ERR_NO_MEMORY;
    status st = twin_work_out(p->whole, of_whole, cells);
    for (int i = 0; st == SIBYL_OK && i < p->whole->book.grid.n_rows; i++) {
        const struct grid_row *row = &g->rows[i];
        if (row->role == GRID_HAPPENED || row->role == GRID_ENGINE)
            memcpy(into->value + (size_t)row->value * months, cells + (size_t)i * months,
                   (row->line ? months : 1) * sizeof *cells);
    }
    return st;
}

static status fill_paths(struct parting *p) {
    const struct twin *whole = p->whole;
    int *place = calloc((size_t)whole->n_paths + 1, sizeof *place);
    double *cells = calloc((size_t)whole->book.grid.n_rows * ((size_t)whole->s->months + 1) + 1, sizeof *cells);
    status st = place && cells && take_paths(p, place) ? SIBYL_OK : SIBYL_ERR_NO_MEMORY;
    for (int i = 0; st == SIBYL_OK && i < whole->n_paths; i++) {
        if (place[i] != NONE)
            st = fill_path(p, i, &p->part->paths[place[i]], cells);
    }
    free(place);
    free(cells);
    return st;
}

/* ---- The part ---- */

static status leave_out(struct parting *p) {
    struct grid *g = &p->part->book.grid;
    int rows = p->whole->book.grid.n_rows;
    grid_seen(&p->whole->book.grid, p->may_see, p->reader, p->seen);
    take_checks(p);
    bool *seen = g->failed ? NULL : calloc((size_t)g->n_rows + 1, sizeof *seen);
    if (!seen)
        return SIBYL_ERR_NO_MEMORY;
    memcpy(seen, p->seen, (size_t)rows * sizeof *seen);
    for (int i = rows; i < g->n_rows; i++) /* of the master check */
        seen[i] = true;
    grid_leave_out(g, seen, "worked out from what this reader does not see");
    free(seen);
    return SIBYL_OK;
}

status twin_of_reader(struct twin *whole, grid_may_see may_see, const void *reader, struct twin **part) {
    struct parting p = {.whole = whole, .may_see = may_see, .reader = reader};
    p.part = *part = calloc(1, sizeof **part);
    p.seen = calloc((size_t)whole->book.grid.n_rows + 1, sizeof *p.seen);
    status st = p.part && p.seen ? copy(&p) : SIBYL_ERR_NO_MEMORY;
    if (st == SIBYL_OK)
        st = leave_out(&p);
    if (st == SIBYL_OK)
        st = fill_paths(&p);
    free(p.seen);
    return st;
}
