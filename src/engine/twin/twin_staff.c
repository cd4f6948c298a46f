/* Staff: how many are needed, who comes and goes, and what they cost (rule 58). */
#include "engine/books.h"
#include "engine/clients.h"
#include "engine/twin/twin_spending.h"

/* Fractions such as 35/35 + 1e-16 of a worker are none. */
#define WHOLE_GUARD 1e-9

/* A party's clients in service at the month's end, of all groups. */
static double read_clients(const struct books *b, int lane, int party, int unused) {
    double sum = 0;
    (void)unused;
    for (int g = 0; g < b->scheme->groups.n; g++)
        sum += count_at(&b->clients->in_service, b->month, b->scheme->parties.items[party].provider, g)[lane];
    return sum;
}

/* What one `workers` section is worked out from.
 *   planned, need, count  lines; count is defined last. planned: NONE: nobody is */
struct staff_rows {
    struct twin *t;
    const struct workers *w;
    int party, number;
    int planned, need, count;
};

const char *twin_staff_label(struct twin *t, int party, int number, const char *words) {
    struct grid *g = &t->book.grid;
    const char *whose = t->s->parties.items[party].workers.n > 1 ? grid_text(g, "staff (%d)", number + 1) : "staff";
    return twin_label(t, party, grid_text(g, "%s, %s", whose, words));
}

static const char *words(const struct staff_rows *r, const char *what) {
    return twin_staff_label(r->t, r->party, r->number, what);
}

static int setting(const struct staff_rows *r, const char *key, enum grid_unit unit, double number) {
    return live_setting(&r->t->book, &r->w->place, key, unit, number);
}

/* The plan, the clients at the end of last month over the caseload, and the least number. */
static void need(struct staff_rows *r) {
    struct twin *t = r->t;
    struct twin_formula f = {.t = t, .sheet = TWIN_COSTS, .unit = GRID_COUNT, .label = words(r, "needed")};
    twin_formula_add(&f, "MAX(0");
    if (r->w->caseload > 0 && t->s->parties.items[r->party].provider != NONE) {
        int clients = twin_happened(t, GRID_COUNT, twin_label(t, r->party, "clients in service at the month's end"),
                                    read_clients, r->party, 0);
        int guard = live_setting(&t->book, &t->s->place, "least part of a worker", GRID_NUMBER, WHOLE_GUARD);
        twin_formula_add(&f, ",-INT({2}-{0-}/{1})", clients, setting(r, "caseload", GRID_COUNT, r->w->caseload), guard);
    }
    if (!r->w->flexible && r->planned != NONE)
        twin_formula_add(&f, ",{0}", r->planned);
    if (!r->w->flexible && r->w->min > 0)
        twin_formula_add(&f, ",{0}", setting(r, "min", GRID_COUNT, r->w->min));
    twin_formula_add(&f, ")");
    r->need = twin_formula_line(&f);
    grid_opening(&t->book.grid, r->need, "0");
}

/* The least (or greatest) need of so many months to this one. */
static int extreme(const struct staff_rows *r, int months, const char *key, const char *formula, const char *what) {
    struct grid *g = &r->t->book.grid;
    int sheet = r->t->sheet[TWIN_COSTS], first = NONE, last = r->need;
    for (int k = 1; k < months; k++) {
        last = grid_line(g, sheet, GRID_COUNT, words(r, grid_text(g, "%s need of %d months", what, k + 1)), formula,
                         r->need, last);
        grid_opening(g, last, "0"); /* a spreadsheet's MIN passes over what is empty */
        first = first == NONE ? last : first;
    }
    if (first == NONE)
        return r->need;
    /* The first of them is the need itself, which stands elsewhere. */
    return grid_line(g, sheet, GRID_COUNT, words(r, grid_text(g, "%s need of the months asked for", what)),
                     "IF({0}>1,INDEX({1|2},MAX(1,{0}-1)),{3})", setting(r, key, GRID_COUNT, months), first, last,
                     r->need);
}

/* More only after need has exceeded them for hire_ahead months, fewer only after notice; never fewer than planned. */
static void count(struct staff_rows *r) {
    struct grid *g = &r->t->book.grid;
    const struct workers *w = r->w;
    int sheet = r->t->sheet[TWIN_COSTS];
    if (w->flexible) {
        r->count = r->need;
        return;
    }
    int planned = r->planned != NONE ? r->planned : grid_point(g, sheet, GRID_COUNT, words(r, "planned"), "0");
    r->count = grid_later(g, sheet, GRID_COUNT, words(r, "in post"), true);
    int streak = grid_later(g, sheet, GRID_COUNT, words(r, "months of too few (+) or too many (-)"), true);
    grid_define(g, streak, "IF({0}>{1},MAX(0,{2-})+1,IF({0}<{1},MIN(0,{2-})-1,0))", r->need, r->count, streak);
    int least = extreme(r, w->hire_ahead, "hire_ahead", "MIN({0},{1-})", "least");
    int most = extreme(r, w->notice, "notice", "MAX({0},{1-})", "greatest");
    int hire = setting(r, "hire_ahead", GRID_COUNT, w->hire_ahead),
        notice = setting(r, "notice", GRID_COUNT, w->notice);
    int moved = grid_line(g, sheet, GRID_COUNT, words(r, "in post, but for the plan"),
                          "IF({0-}>={1},{2-},IF(-{0-}>={3},{4-},{5-}))", streak, hire, least, notice, most, r->count);
    grid_define(g, r->count, "IF({0}=1,MAX({1},{2}),MAX({1},{3}))", r->t->book.month, planned,
                setting(r, "min", GRID_COUNT, w->min), moved);
}

/* What changes among them costs: redundancy and recruitment; NONE: nothing. */
static int moves(const struct staff_rows *r, int factor) {
    struct twin *t = r->t;
    bool pays = false;
    struct twin_formula f = {
        .t = t, .sheet = TWIN_COSTS, .unit = GRID_NUMBER, .label = words(r, "redundancy and recruitment, exact")};
    const struct {
        int quantity;
        const char *formula;
    } parts[] = {{r->w->redundancy, "{0}*MAX(0,{1-}-{1})"}, {r->w->recruit, "{0}*MAX(0,{1}-{1-})"}};
    twin_formula_add(&f, "IF({0}=1,0,", t->book.month);
    twin_formula_add(&f, "(");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].quantity == NONE || r->w->flexible || twin_is_none(t, parts[i].quantity))
            continue;
        if (pays)
            twin_formula_add(&f, "+");
        twin_formula_add(&f, parts[i].formula, live_quantity(&t->book, parts[i].quantity), r->count);
        pays = true;
    }
    twin_formula_add(&f, ")");
    if (factor != NONE)
        twin_formula_add(&f, "*{0}", factor);
    twin_formula_add(&f, ")");
    if (pays)
        return twin_formula_line(&f);
    text_free(&f.text);
    return NONE;
}

void twin_staff(struct twin *t, int party, int number, int *cost, int *change) {
    const struct workers *w = &t->s->parties.items[party].workers.items[number];
    struct grid *g = &t->book.grid;
    struct staff_rows r = {.t = t, .w = w, .party = party, .number = number};
    struct twin_formula f = {.t = t, .sheet = TWIN_COSTS, .unit = GRID_COUNT, .label = words(&r, "planned")};
    twin_series(&f, &w->planned, &w->place, "planned", GRID_COUNT, party, SERIES_STAFF, number);
    r.planned = twin_formula_line(&f);
    need(&r);
    count(&r);
    int each = live_quantity(&t->book, w->cost);
    int factor = twin_growth(t, &w->place, words(&r, "pay"), w->growth, w->vat);
    int sheet = t->sheet[TWIN_COSTS];
    int pay = factor == NONE
                  ? grid_line(g, sheet, GRID_NUMBER, words(&r, "pay, exact"), "{0}*{1}", r.count, each)
                  : grid_line(g, sheet, GRID_NUMBER, words(&r, "pay, exact"), "{0}*{1}*{2}", r.count, each, factor);
    int moved = moves(&r, factor);
    *cost = twin_spent(t, party, words(&r, "pay"), pay);
    *change = moved == NONE ? NONE : twin_spent(t, party, words(&r, "redundancy and recruitment"), moved);
}
