#include "scheme/live.h"

#include "scheme/live_inner.h"
#include "scheme/tables.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PENCE_IN_POUND 100
/* Rows that may be put to a summand after it was added. */
#define LIVE_MORE 2

bool live_grow(struct live_book *book, void **items, int n, int *room, size_t size) {
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
    if (length < 0)
        return "";
    const char *kept = l->t ? grid_text(&l->book->grid, "%s, %s: %s", l->c->name, live_line_name(l, l->term), made)
                            : grid_text(&l->book->grid, "%s: %s", l->c->name, made);
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
    if (!live_grow(book, &readings, book->n_readings, &book->reading_room, sizeof *book->reading))
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

/* Rows that are added from now on are the business of who may see a place of the configuration. */
static struct grid_owner own_path(struct grid *g, const char *path) {
    struct grid_owner owner = GRID_NOBODYS;
    owner.path = path;
    return grid_own(g, owner);
}

/* An input's point; of money a second one, in pence. */
static int input_point(struct live_book *book, const char *path, enum grid_unit unit, double number) {
    struct grid *g = &book->grid;
    const char *label = grid_text(g, "%s", path);
    struct grid_owner before = own_path(g, label);
    int row = grid_input(g, book->inputs, unit, label, source_of(book, path), number);
    if (unit == GRID_POUNDS)
        row = grid_point(g, book->path, GRID_PENCE, grid_text(g, "%s, in pence", path), "ROUND({0}*100,6)", row);
    (void)grid_own(g, before);
    return row;
}

/* A number that stands in no file: one quantity for all settings left out that come to the same. */
static const char *default_label(struct live_book *book, const struct quantity *q) {
    const char *unit = q->unit ? q->unit : "";
    return grid_text(&book->grid, "settings that the file leaves out%s%s: %g", *unit ? ", in " : "", unit,
                     q->mean / q->scale);
}

int live_quantity(struct live_book *book, int quantity) {
    const struct quantity *q = &book->s->quantities.items[quantity];
    if (book->quantity[quantity] != NONE)
        return book->quantity[quantity];
    if (law_is_certain(&q->law) && q->plan == q->mean) {
        const char *label = q->place.path[0] ? q->place.path : default_label(book, q);
        book->quantity[quantity] = input_point(book, label, unit_of(q->unit, q->scale), q->mean / q->scale);
    } else {
        struct live l = {.book = book, .contract = NONE};
        enum grid_unit unit = unit_of(q->unit, q->scale);
        struct grid_owner before = own_path(&book->grid, q->place.path);
        book->quantity[quantity] =
            live_happened_once(&l, unit == GRID_POUNDS ? GRID_PENCE : unit,
                               grid_text(&book->grid, "%s, as drawn", q->place.path), read_quantity, quantity, 0);
        (void)grid_own(&book->grid, before);
    }
    return book->quantity[quantity];
}

/* A row that was made under a name before, or NONE; and a row under a name. */
static int find_named(const struct live_book *book, const char *path) {
    for (int i = 0; i < book->n_settings; i++) {
        if (strcmp(book->setting[i].path, path) == 0)
            return book->setting[i].row;
    }
    return NONE;
}

static int note_named(struct live_book *book, const char *path, int row) {
    void *settings = book->setting;
    if (!live_grow(book, &settings, book->n_settings, &book->setting_room, sizeof *book->setting))
        return 0;
    book->setting = settings;
    book->setting[book->n_settings++] = (struct live_setting){path, row};
    return row;
}

int live_setting(struct live_book *book, const struct place *place, const char *key, enum grid_unit unit,
                 double number) {
    bool dot = place->path[0] != 0 && key[0] != 0 && key[0] != '[';
    const char *path = grid_text(&book->grid, "%s%s%s", place->path, dot ? "." : "", key);
    int found = find_named(book, path);
    if (found != NONE)
        return found;
    return note_named(book, path,
                      input_point(book, path, unit, unit == GRID_POUNDS ? number / PENCE_IN_POUND : number));
}

int live_of_year(const struct live *l, const struct by_year *by, const char *words) {
    struct grid *g = &l->book->grid;
    const char *name = grid_text(g, "%s: %s", l->c->name, words);
    int found = find_named(l->book, name), first = NONE, last = NONE;
    if (found != NONE)
        return found;
    if (by->n == 1)
        return live_quantity(l->book, by->quantity[0]);
    for (int i = 0; i < by->n; i++)
        (void)live_quantity(l->book, by->quantity[i]);
    for (int i = 0; i < by->n; i++) { /* one below the other */
        last = grid_point(g, l->sheet, GRID_RATE, grid_text(g, "%s, contract year %d", name, i + 1), "{0}",
                          live_quantity(l->book, by->quantity[i]));
        first = i == 0 ? last : first;
    }
    return note_named(l->book, name,
                      grid_line(g, l->sheet, GRID_RATE, name, "INDEX({0|1},MIN({2}+1,COUNTIF({0|1},\">=\"&0)))", first,
                                last, l->year));
}

struct grid_owner live_own_part(const struct live *l) {
    struct grid *g = &l->book->grid;
    struct grid_owner before = grid_own(g, GRID_NOBODYS), part = before;
    part.party = l->c->n_parts > 1 ? l->c->payee : before.party;
    (void)grid_own(g, part);
    return before;
}

const char *live_part_name(const struct live *l, int part) {
    const struct scheme *s = l->book->s;
    return s->parties.items[s->provider_party[l->c->part[part]]].name;
}

const char *live_line_name(const struct live *l, int line) {
    struct grid *g = &l->book->grid;
    if (line < l->c->terms.n)
        return grid_text(g, "term %d (%s)", line + 1, l->c->terms.items[line].kind->pay);
    char *name = arena_text(&g->arena, conditions_line(l->c, line - l->c->terms.n)->param.name);
    for (char *at = name; at && (at = strchr(at, '_')) != NULL; at++)
        *at = ' ';
    g->failed |= name == NULL;
    return name ? name : "";
}

int live_term_month(const struct live *l, const char *key, int month, int of_contract) {
    const struct place *place = month > 0 ? &l->t->place : &l->c->place;
    return live_setting(l->book, place, key, GRID_MONTH, month > 0 ? month : of_contract);
}

int live_months_in_year(struct live_book *book) {
    return live_setting(book, &book->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
}

int live_from(const struct live *l) { return live_setting(l->book, &l->c->place, "from", GRID_MONTH, l->c->from); }

int live_claim_every(const struct live *l) {
    struct claim claim = term_claim(l->c, l->t);
    bool own = l->t && (l->t->claim.given || l->t->lag != NONE);
    return live_setting(l->book, own ? &l->t->place : &l->c->place, "claim.every", GRID_COUNT, claim.every);
}

int live_claimed(const struct live *l) {
    int stop = live_setting(l->book, &l->c->place, "last_claim", GRID_MONTH, l->c->last_claim);
    return grid_line(&l->book->grid, l->sheet, GRID_MONTH, live_label(l, "claimed in month"),
                     "MIN({0}+{1}-1-MOD({0}-{2},{1}),{3})", l->book->month, live_claim_every(l), live_from(l), stop);
}

int live_place(const struct live *l, const char *label, int first, int every) {
    return grid_line(&l->book->grid, l->sheet, GRID_COUNT, label, "MOD({0}-{1},{2})", l->book->month, first, every);
}

/* ---- Putting a formula together ---- */

static int place_of(struct live_formula *f, int row) {
    for (int i = 0; i < f->n; i++) {
        if (f->refs[i] == row)
            return i;
    }
    f->text.failed |= f->n == GRID_REFS;
    if (f->n < GRID_REFS)
        f->refs[f->n++] = row;
    return f->n - 1;
}

static void put(struct live_formula *f, const char *text, va_list rows) {
    for (const char *at = strchr(text, '{'); at; at = strchr(text, '{')) {
        text_appendf(&f->text, "%.*s{%d", (int)(at - text), text, place_of(f, va_arg(rows, int)));
        text = at + 1;
    }
    text_append(&f->text, text);
}

void live_put(struct live_formula *f, const char *text, ...) {
    va_list rows;
    va_start(rows, text);
    put(f, text, rows);
    va_end(rows);
}

static int made_of(const struct live *l, enum grid_unit unit, const char *label, struct live_formula *f, bool line) {
    struct grid *g = &l->book->grid;
    int row = 0;
    g->failed |= f->text.failed;
    if (!g->failed)
        row = (line ? grid_line_of : grid_point_of)(g, l->sheet, unit, label, f->text.data ? f->text.data : "0", f->n,
                                                    f->refs);
    text_free(&f->text);
    *f = (struct live_formula){.n = 0};
    return row;
}

int live_line(const struct live *l, enum grid_unit unit, const char *label, struct live_formula *f) {
    return made_of(l, unit, label, f, true);
}

int live_point(const struct live *l, enum grid_unit unit, const char *label, struct live_formula *f) {
    return made_of(l, unit, label, f, false);
}

void live_define(const struct live *l, int row, struct live_formula *f) {
    struct grid *g = &l->book->grid;
    g->failed |= f->text.failed;
    if (!g->failed)
        grid_define_of(g, row, f->text.data ? f->text.data : "0", f->n, f->refs);
    text_free(&f->text);
    *f = (struct live_formula){.n = 0};
}

void live_add(const struct live *l, enum grid_unit unit, const char *label, struct live_formula *f, const char *text,
              ...) {
    int wanted = 0;
    for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{'))
        wanted++;
    wanted += LIVE_MORE;
    if (f->n + wanted > GRID_REFS) {
        int so_far = live_line(l, unit, label, f);
        live_put(f, "{}", so_far);
    }
    text_append(&f->text, f->text.length > 0 ? "+" : "");
    va_list rows;
    va_start(rows, text);
    put(f, text, rows);
    va_end(rows);
}

int live_scaled(const struct live *l, const char *words, const char *factor, int row) {
    struct live_formula f = {.n = 0};
    if (l->index != NONE)
        live_put(&f, "{}*", l->index);
    live_put(&f, factor, row);
    return live_line(l, GRID_NUMBER, live_label(l, "prices times %s", words), &f);
}
