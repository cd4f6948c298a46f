#include "scheme/term/reward_live.h"

/* Thresholds count in millionths; what an expectation, or a ratio, may fall short by and still reach its level. */
#define MILLION 1e6
#define TOLERANCE 1e-9

static int made(const struct live *l, bool line, enum grid_unit unit, const char *label, struct live_formula *f) {
    return line ? live_line(l, unit, label, f) : live_point(l, unit, label, f);
}

static int tolerance(const struct live *l) {
    return live_setting(l->book, &l->book->s->place, "tolerance of ratios", GRID_NUMBER, TOLERANCE);
}

static double read_whole(const struct term_view *view, int lane, int a, int b) {
    (void)lane, (void)a, (void)b;
    return view->whole ? 1 : 0;
}

struct reward_live reward_live_reduction(const struct live *l, bool line, const char *words, int n, int N, int T,
                                         int C) {
    struct live_formula f = {.n = 0};
    int whole = live_happened_once(l, GRID_FLAG, live_label(l, "counts are whole"), read_whole, 0, 0);
    int million = live_setting(l->book, &l->book->s->place, "steps in which thresholds count", GRID_COUNT, MILLION);
    live_put(&f, "{}*{}", T, N);
    int treated = made(l, line, GRID_NUMBER, live_label(l, "%s, events times those compared with", words), &f);
    live_put(&f, "IF(AND({}>0,{}>0),{}*{},0)", n, N, C, n);
    int compared = made(l, line, GRID_NUMBER, live_label(l, "%s, events compared with times clients", words), &f);
    live_put(&f, "IF({}>0,1-{}/{},0)", compared, treated, compared);
    struct reward_live r = {.line = line,
                            .words = words,
                            .reaches = "AND({2}>0,IF({3}=1,{1}*{4}<={2}*({4}-ROUND({0}*{4},0)),{1}<=(1-{0}+{5})*{2}))",
                            .of = {treated, compared, whole, million, tolerance(l)},
                            .n = 5,
                            .measured = made(l, line, GRID_RATE, live_label(l, "%s, measured reduction", words), &f)};
    return r;
}

struct reward_live reward_live_ratio(const struct live *l, const char *words, int count, int per) {
    struct live_formula f = {.n = 0};
    live_put(&f, "IF({}>0,{}/{},0)", per, count, per);
    return (struct reward_live){.words = words,
                                .reaches = "IF({2}>0,{1}>=({0}-{3})*{2},OR({1}>0,{0}<=0))",
                                .of = {count, per, tolerance(l)},
                                .n = 3,
                                .measured = live_point(l, GRID_NUMBER, live_label(l, "%s", words), &f)};
}

/* Appends the condition that a level (a point) is reached. */
static void put_reaches(const struct reward_live *r, int level, struct live_formula *f) {
    for (const char *at = r->reaches; *at; at++) {
        char one[2] = {*at, 0};
        if (*at != '{') {
            live_put(f, one);
            continue;
        }
        int place = at[1] - '0';
        live_put(f, "{}", place == 0 ? level : r->of[place - 1]);
        at += 2;
    }
}

int reward_live_reaches(const struct live *l, const struct reward_live *r, const char *key, double level) {
    struct live_formula f = {.n = 0};
    live_put(&f, "IF(");
    put_reaches(r, live_setting(l->book, &l->t->place, key, GRID_RATE, level), &f);
    live_put(&f, ",1,0)");
    return made(l, r->line, GRID_FLAG, live_label(l, "%s, reaches the %s", r->words, key), &f);
}

int reward_live_pays(const struct live *l, const struct reward_live *r, const char *table, const char *at,
                     bool interpolated, const struct reward *row, int n) {
    struct grid *g = &l->book->grid;
    struct live_formula f = {.n = 0};
    int pays = NONE, level[2], amount[2];
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < 2; k++) {
            int of = i + k < n ? i + k : i;
            level[k] = live_setting(l->book, &l->t->place, grid_text(g, "%s[%d].%s", table, of, at),
                                    r->line ? GRID_RATE : GRID_NUMBER, row[of].at);
            amount[k] = live_setting(l->book, &l->t->place, grid_text(g, "%s[%d].pays", table, of), GRID_POUNDS,
                                     (double)row[of].pays);
        }
        live_put(&f, "IF(");
        put_reaches(r, level[0], &f);
        if (interpolated && i + 1 < n)
            live_put(&f, ",{}+({}-{})*MAX(({}-{})/({}-{}),0),", amount[0], amount[1], amount[0], r->measured, level[0],
                     level[1], level[0]);
        else
            live_put(&f, ",{},", amount[0]);
        live_put(&f, pays == NONE ? "0)" : "{})", pays);
        pays = made(l, r->line, GRID_NUMBER, live_label(l, "%s, paid up to row %d", r->words, i + 1), &f);
    }
    return pays;
}
