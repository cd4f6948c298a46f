#include "scheme/live.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PENCE_IN_POUND 100
#define ALL_PARTS NONE

/* Room for one more item in an array that grows by doubling; false when memory has run out. */
static bool grow(struct live_book *book, void **items, int n, int *room, size_t size) {
    if (n < *room)
        return true;
    int more = *room > 0 ? 2 * *room : 64;
    void *grown = reallocarray(*items, (size_t)more, size);
    book->grid.failed |= grown == NULL;
    if (!grown)
        return false;
    *items = grown;
    *room = more;
    return true;
}

const char *live_label(const struct live *l, const char *format, ...) {
    va_list arguments;
    char *made = NULL;
    va_start(arguments, format);
    int length = vasprintf(&made, format, arguments);
    va_end(arguments);
    const char *kept = length >= 0 ? grid_text(&l->book->grid, "%s: %s", l->c->name, made) : "";
    if (length >= 0)
        free(made);
    return kept;
}

static int happened(const struct live *l, enum grid_unit unit, const char *label, live_reader read, int a, int b,
                    bool line) {
    struct live_book *book = l->book;
    struct live_reading reading = {.read = read, .contract = l->contract, .term = l->term, .a = a, .b = b};
    for (int i = 0; i < book->n_readings; i++) {
        const struct live_reading *r = &book->reading[i];
        if (r->read == read && r->contract == reading.contract && r->term == reading.term && r->a == a && r->b == b)
            return r->row;
    }
    void *readings = book->reading;
    if (!grow(book, &readings, book->n_readings, &book->reading_room, sizeof *book->reading))
        return 0;
    book->reading = readings;
    reading.row = grid_value(&book->grid, book->path, GRID_HAPPENED, unit, label, line);
    book->reading[book->n_readings++] = reading;
    return reading.row;
}

int live_happened(const struct live *l, enum grid_unit unit, const char *label, live_reader read, int a, int b) {
    return happened(l, unit, label, read, a, b, true);
}

int live_happened_once(const struct live *l, enum grid_unit unit, const char *label, live_reader read, int a, int b) {
    return happened(l, unit, label, read, a, b, false);
}

/* ---- Numbers given by hand, or drawn ---- */

static double read_quantity(const struct term_view *view, int lane, int a, int b) {
    (void)b;
    return view->q[a][lane];
}

static enum grid_unit unit_of(const char *unit, double scale) {
    if (scale != 1)
        return GRID_POUNDS;
    return unit && (strstr(unit, "share") || strstr(unit, "probab") || strstr(unit, "year")) ? GRID_RATE : GRID_NUMBER;
}

static const char *source_of(const struct live_book *book, const char *path) {
    for (int i = 0; i < book->s->inputs.n; i++) {
        const struct input *input = &book->s->inputs.items[i];
        if (strcmp(input->place.path, path) == 0)
            return input->source ? input->source : input->assumed ? "assumed" : NULL;
    }
    return NULL;
}

/* An input's point; of money a second one, in pence. */
static int input_point(struct live_book *book, const char *path, enum grid_unit unit, double number) {
    struct grid *g = &book->grid;
    const char *label = grid_text(g, "%s", path);
    int row = grid_input(g, book->inputs, unit, label, source_of(book, path), number);
    if (unit != GRID_POUNDS)
        return row;
    return grid_point(g, book->path, GRID_PENCE, grid_text(g, "%s, in pence", path), "ROUND({0}*100,6)", row);
}

int live_quantity(struct live_book *book, int quantity) {
    const struct quantity *q = &book->s->quantities.items[quantity];
    if (book->quantity[quantity] != NONE)
        return book->quantity[quantity];
    if (law_is_certain(&q->law)) {
        book->quantity[quantity] = input_point(book, q->place.path[0] ? q->place.path : "a default",
                                               unit_of(q->unit, q->scale), q->mean / q->scale);
    } else {
        struct live l = {.book = book, .contract = NONE};
        enum grid_unit unit = unit_of(q->unit, q->scale);
        book->quantity[quantity] =
            live_happened_once(&l, unit == GRID_POUNDS ? GRID_PENCE : unit,
                               grid_text(&book->grid, "%s, as drawn", q->place.path), read_quantity, quantity, 0);
    }
    return book->quantity[quantity];
}

int live_setting(struct live_book *book, const struct place *place, const char *key, enum grid_unit unit,
                 double number) {
    bool dot = place->path[0] != 0 && key[0] != 0 && key[0] != '[';
    const char *path = grid_text(&book->grid, "%s%s%s", place->path, dot ? "." : "", key);
    for (int i = 0; i < book->n_settings; i++) {
        if (strcmp(book->setting[i].path, path) == 0)
            return book->setting[i].row;
    }
    void *settings = book->setting;
    if (!grow(book, &settings, book->n_settings, &book->setting_room, sizeof *book->setting))
        return 0;
    book->setting = settings;
    int row = input_point(book, path, unit, unit == GRID_POUNDS ? number / PENCE_IN_POUND : number);
    book->setting[book->n_settings++] = (struct live_setting){path, row};
    return row;
}

/* ---- Counts ---- */

static const struct count_grid *grid_of(const struct term_view *view, int count) {
    switch ((enum live_count)count) {
    case LIVE_STARTS:
        return &view->starts;
    case LIVE_SERVICE:
        return &view->in_service;
    case LIVE_BILLED_STARTS:
        return &view->billed_starts;
    case LIVE_BILLED_SERVICE:
        return &view->billed_in_service;
    case LIVE_REFERRALS:
        break;
    }
    return &view->referrals;
}

/* Of the month, over all parts or of one (part + 1, 0: all), packed with the group. */
static double count_of_month(const struct term_view *view, const struct count_grid *grid, int lane, int packed) {
    int group = packed % view->scheme->groups.n, part = packed / view->scheme->groups.n - 1;
    double sum = 0;
    if (part != ALL_PARTS)
        return count_at(grid, view->month, view->contract->part[part], group)[lane];
    for (int i = 0; i < view->contract->n_parts; i++)
        sum += count_at(grid, view->month, view->contract->part[i], group)[lane];
    return sum;
}

static double read_count(const struct term_view *view, int lane, int a, int b) {
    return count_of_month(view, grid_of(view, a), lane, b);
}

static double read_outcomes(const struct term_view *view, int lane, int a, int b) {
    return count_of_month(view, &view->outcomes[a], lane, b);
}

static double read_billed(const struct term_view *view, int lane, int a, int b) {
    return count_of_month(view, &view->billed[a], lane, b);
}

/* " of opiate by Harbour": whom a count counts. */
static const char *of_whom(const struct live *l, int group, int part) {
    const struct scheme *s = l->book->s;
    const char *by = part == ALL_PARTS ? "" : s->parties.items[s->provider_party[l->c->part[part]]].name;
    return grid_text(&l->book->grid, " of %s%s%s", s->groups.items[group].name, *by ? " by " : "", by);
}

int live_count_of(const struct live *l, enum live_count count, int group, int part) {
    static const char *const words[] = {"starts", "in service", "starts as billed", "in service as billed",
                                        "referrals"};
    return live_happened(l, GRID_COUNT, live_label(l, "%s%s", words[count], of_whom(l, group, part)), read_count,
                         (int)count, (part + 1) * l->book->s->groups.n + group);
}

int live_outcomes_of(const struct live *l, bool billed, int outcome, int group, int part) {
    const char *name = l->book->s->outcomes.items[outcome].name;
    return live_happened(l, GRID_COUNT,
                         live_label(l, "%s%s%s", name, billed ? " as billed" : "", of_whom(l, group, part)),
                         billed ? read_billed : read_outcomes, outcome, (part + 1) * l->book->s->groups.n + group);
}
