/* Tables of a counted ratio to date: a coupon or a repayment of capital that depends on results (rule 67). */
#include "scheme/tables.h"
#include "scheme/term/words.h"
#include "scheme/waterfall.h"

#include <math.h>

#define TOLERANCE 1e-9
#define VALUE_MAX 10.0 /* of a row: a rate a year, or a share */

static const struct param step_rows[] = {
    {"at_least", PARAM_NUMBER, offsetof(struct step, at), true, UNIT_NONE, 0, UNBOUNDED, PARAM_NO_FALLBACK, NULL,
     "ratio from which the row holds"},
    {"pays", PARAM_NUMBER, offsetof(struct step, pays), true, UNIT_NONE, 0, VALUE_MAX, PARAM_NO_FALLBACK, NULL,
     "the rate a year, or the share of capital"},
};
static const struct param_table step_table = {"step",
                                              "a rate or share from a counted ratio on",
                                              sizeof(struct step),
                                              NO_PLACE,
                                              NO_PLACE,
                                              false,
                                              step_rows,
                                              PARAM_COUNT_OF(step_rows)};
static const struct param point_rows[] = {
    {"at", PARAM_NUMBER, offsetof(struct step, at), true, UNIT_NONE, 0, UNBOUNDED, PARAM_NO_FALLBACK, NULL, "ratio"},
    {"pays", PARAM_NUMBER, offsetof(struct step, pays), true, UNIT_NONE, 0, VALUE_MAX, PARAM_NO_FALLBACK, NULL,
     "the rate a year, or the share of capital, there"},
};
static const struct param_table point_table = {"point",
                                               "a rate or share at a counted ratio; between points it is interpolated",
                                               sizeof(struct step),
                                               NO_PLACE,
                                               NO_PLACE,
                                               false,
                                               point_rows,
                                               PARAM_COUNT_OF(point_rows)};

static const struct param rows[] = {
    {"count", PARAM_REF, offsetof(struct ratio_table, count), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &outcome_or_start_names, "what is counted to date: an outcome"},
    {"per", PARAM_REF, offsetof(struct ratio_table, per), false, UNIT_NONE, NO_RANGE, START, &outcome_or_start_names,
     "over what: an outcome, or \"start\" (default)"},
    {"steps", PARAM_LIST, offsetof(struct ratio_table, steps), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &step_table, "values by ratio, each from its row on"},
    {"line", PARAM_LIST, offsetof(struct ratio_table, line), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &point_table, "values interpolated by ratio, in place of steps"},
    {"floor", PARAM_NUMBER, offsetof(struct ratio_table, floor), false, UNIT_NONE, 0, VALUE_MAX, 0, NULL,
     "the least that the table gives"},
    {"floor_until", PARAM_WHOLE, offsetof(struct ratio_table, floor_until), false, UNIT_MONTH, 1, MONTHS_MAX, 0, NULL,
     "last month of the floor; default to the end"},
};
const struct param_table ratio_table = {"table by results",
                                        "a value that depends on results counted to date",
                                        sizeof(struct ratio_table),
                                        NO_PLACE,
                                        offsetof(struct ratio_table, given),
                                        false,
                                        rows,
                                        PARAM_COUNT_OF(rows)};

/* The last of n rising rows that is reached, or -1. */
static int last_reached(const struct step *row, int n, double count, double per) {
    int last = -1;
    while (last + 1 < n && count >= (row[last + 1].at - TOLERANCE) * per)
        last++;
    return last;
}

static double between(const struct step *row, double ratio) {
    double way = (ratio - row[0].at) / (row[1].at - row[0].at);
    return row[0].pays + (row[1].pays - row[0].pays) * fmin(fmax(way, 0), 1);
}

double ratio_lookup(const struct ratio_table *t, double count, double per, int month) {
    bool steps = t->steps.n > 0;
    const struct step *row = steps ? t->steps.items : t->line.items;
    int n = steps ? t->steps.n : t->line.n;
    /* Nothing over nothing is 0: as nothing over one. */
    double over = per > 0 ? per : 1, counted = per > 0 ? count : 0;
    int last = last_reached(row, n, counted, over);
    double value = last < 0 ? 0 : row[last].pays;
    if (!steps && last >= 0 && last + 1 < n)
        value = between(&row[last], counted / over);
    bool floored = t->floor_until == 0 || month <= t->floor_until;
    return floored && value < t->floor ? t->floor : value;
}

/* ---- As formulas ---- */

/* A table being written: its rows as points, and the lines that are compared. */
struct table_live {
    struct live_book *book;
    int sheet;
    const struct place *place;
    const char *name, *key;
    const struct ratio_table *table;
    int count, over, slack;
};

static int row_setting(const struct table_live *t, int k, bool at) {
    bool steps = t->table->steps.n > 0;
    const struct step *row = steps ? &t->table->steps.items[k] : &t->table->line.items[k];
    const char *member = !at ? "pays" : steps ? "at_least" : "at";
    const char *path = grid_text(&t->book->grid, "%s.%s[%d].%s", t->key, steps ? "steps" : "line", k, member);
    return live_setting(t->book, t->place, path, GRID_NUMBER, at ? row->at : row->pays);
}

/* What row k pays, on the way to the next where the table is a line. */
static int row_pays(const struct table_live *t, int k) {
    struct grid *g = &t->book->grid;
    int pays = row_setting(t, k, false);
    if (t->table->steps.n > 0 || k + 1 == t->table->line.n)
        return pays;
    int way =
        grid_line(g, t->sheet, GRID_NUMBER, grid_text(g, "%s: %s, way from row %d to the next", t->name, t->key, k + 1),
                  "MIN(MAX(({0}/{1}-{2})/({3}-{2}),0),1)", t->count, t->over, row_setting(t, k, true),
                  row_setting(t, k + 1, true));
    return grid_line(g, t->sheet, GRID_NUMBER,
                     grid_text(g, "%s: %s, between rows %d and %d", t->name, t->key, k + 1, k + 2), "{0}+({1}-{0})*{2}",
                     pays, row_setting(t, k + 1, false), way);
}

/* The last row that is reached. */
static int rows_live(const struct table_live *t) {
    struct grid *g = &t->book->grid;
    int n = t->table->steps.n > 0 ? t->table->steps.n : t->table->line.n, value = NONE;
    for (int k = 0; k < n; k++) {
        int at = row_setting(t, k, true), pays = row_pays(t, k);
        const char *label = grid_text(g, "%s: %s, by its table up to row %d", t->name, t->key, k + 1);
        value = value == NONE ? grid_line(g, t->sheet, GRID_NUMBER, label, "IF({0}>=({1}-{2})*{3},{4},0)", t->count, at,
                                          t->slack, t->over, pays)
                              : grid_line(g, t->sheet, GRID_NUMBER, label, "IF({0}>=({1}-{2})*{3},{4},{5})", t->count,
                                          at, t->slack, t->over, pays, value);
    }
    return value;
}

int ratio_live(struct live_book *book, int sheet, const struct place *place, const char *name, const char *key,
               const struct ratio_table *table, struct ratio_counts counts) {
    struct grid *g = &book->grid;
    struct table_live t = {.book = book, .sheet = sheet, .place = place, .name = name, .key = key, .table = table};
    t.slack = live_setting(book, &book->s->place, "tolerance of ratios", GRID_NUMBER, TOLERANCE);
    t.over = grid_line(g, sheet, GRID_NUMBER, grid_text(g, "%s: %s, what is counted over, to date", name, key),
                       "IF(SUM({0<=})>0,SUM({0<=}),1)", counts.per);
    t.count = grid_line(g, sheet, GRID_NUMBER, grid_text(g, "%s: %s, what is counted, to date", name, key),
                        "IF(SUM({1<=})>0,SUM({0<=}),0)", counts.count, counts.per);
    int value = rows_live(&t);
    if (table->floor <= 0)
        return value;
    int floor = live_setting(book, place, grid_text(g, "%s.floor", key), GRID_NUMBER, table->floor);
    const char *label = grid_text(g, "%s: %s, at least its floor", name, key);
    if (table->floor_until == 0)
        return grid_line(g, sheet, GRID_NUMBER, label, "MAX({0},{1})", value, floor);
    int until = live_setting(book, place, grid_text(g, "%s.floor_until", key), GRID_MONTH, table->floor_until);
    return grid_line(g, sheet, GRID_NUMBER, label, "IF({2}<={3},MAX({0},{1}),{0})", value, floor, book->month, until);
}

double ratio_greatest(const struct ratio_table *t) {
    double most = t->floor;
    for (int i = 0; i < t->steps.n; i++)
        most = fmax(most, t->steps.items[i].pays);
    for (int i = 0; i < t->line.n; i++)
        most = fmax(most, t->line.items[i].pays);
    return most;
}

static const char *counted(const struct scheme *s, int what) {
    return what == START ? "start" : s->outcomes.items[what].name;
}

void ratio_words(const struct scheme *s, const struct ratio_table *t, struct text_buf *out) {
    bool steps = t->steps.n > 0;
    const struct step *row = steps ? t->steps.items : t->line.items;
    int n = steps ? t->steps.n : t->line.n;
    for (int i = 0; i < n; i++) {
        text_append(out, i == 0 ? "" : steps ? ", " : " rising to ");
        words_percent(row[i].pays, out);
        text_appendf(out, "%s%g", steps ? " from " : " at ", row[i].at);
    }
    text_appendf(out, " %s per %s", counted(s, t->count), counted(s, t->per));
    if (t->floor <= 0)
        return;
    text_append(out, ", at least ");
    words_percent(t->floor, out);
    if (t->floor_until > 0)
        text_appendf(out, " to month %d", t->floor_until);
}
