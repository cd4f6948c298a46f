/* Block: an amount every so many months, whatever the clients do. */
#include "scheme/resolve.h"
#include "scheme/term/kinds.h"
#include "scheme/term/price.h"
#include "scheme/term/price_live.h"
#include "scheme/term/words.h"

struct volume {
    bool given;
    double expected; /* starts a year */
    double band;
};
struct block_settings {
    int amount; /* quantity, pence */
    int every;
    int from, to; /* 0: the contract's */
    bool in_advance;
    struct volume volume;
    int local;
};

static const struct param volume_params[] = {
    {"expected", PARAM_NUMBER, offsetof(struct volume, expected), true, UNIT_COUNT, 1, TERM_COUNT_MAX, NAN, NULL,
     "starts in a contract year that the amount is for"},
    {"band", PARAM_NUMBER, offsetof(struct volume, band), true, UNIT_SHARE, 0, 1, NAN, NULL,
     "share by which starts may differ from that, either way, before the year's amount follows them"},
};
static const struct param_table volume_table = {"volume band",
                                                "yearly reconciliation when starts lie outside a band",
                                                sizeof(struct volume),
                                                NO_PLACE,
                                                offsetof(struct volume, given),
                                                false,
                                                volume_params,
                                                PARAM_COUNT_OF(volume_params)};

#define AT(member) offsetof(struct block_settings, member)
static const struct param block_params[] = {
    {"amount", PARAM_QUANTITY, AT(amount), true, UNIT_MONEY, 0, UNBOUNDED, NAN, NULL, "amount of a whole period"},
    {"every", PARAM_WHOLE, AT(every), false, UNIT_MONTHS, 1, MONTHS_MAX, 1, NULL,
     "months in a period; a last one cut short earns its share"},
    {"from", PARAM_WHOLE, AT(from), false, UNIT_MONTH, 1, MONTHS_MAX, NAN, NULL,
     "first month of the first period; default the contract's"},
    {"to", PARAM_WHOLE, AT(to), false, UNIT_MONTH, 1, MONTHS_MAX, NAN, NULL, "last month; default the contract's"},
    {"in_advance", PARAM_FLAG, AT(in_advance), false, UNIT_NONE, 0, 1, 0, NULL,
     "earned in the first month of a period instead of its last"},
    PRICE_PARAM_LOCAL(AT(local)),
    {"volume", PARAM_GROUP, AT(volume), false, UNIT_NONE, 0, 0, NAN, &volume_table,
     "yearly reconciliation when starts lie outside a band"},
};
static const struct param_table block_table = {"block term",
                                               "an amount every so many months, whatever the clients do",
                                               sizeof(struct block_settings),
                                               NO_PLACE,
                                               NO_PLACE,
                                               false,
                                               block_params,
                                               PARAM_COUNT_OF(block_params)};

static const struct block_settings *settings_of(const struct term *t) { return t->settings; }

static int first_month(const struct contract *c, const struct block_settings *b) { return month_or(b->from, c->from); }

static int last_month(const struct contract *c, const struct block_settings *b) { return month_or(b->to, c->to); }

/* Months of the period that is earned in the month when the block's last month is `last`; 0: none is. */
static int months_earned(const struct contract *c, const struct block_settings *b, int month, int last) {
    int first = first_month(c, b);
    if (month < first || month > last)
        return 0;
    int place = (month - first) % b->every; /* of the month in its period, from 0 */
    int left = last - month;                /* months after it that the block still has */
    if (b->in_advance)
        return place > 0 ? 0 : left + 1 < b->every ? left + 1 : b->every;
    return place == b->every - 1 || left == 0 ? place + 1 : 0;
}

static KERNEL void add_share(const double *restrict full, const double *restrict raised, const double *restrict months,
                             double every, double *restrict amount) {
    for (int l = 0; l < LANES; l++)
        amount[l] += full[l] * months[l] / every * raised[l];
}

/* Months of the period earned in the month, lane by lane; returns whether any are. */
static bool months_by_lane(const struct term_view *view, int month, double months[LANES]) {
    const struct block_settings *b = settings_of(view->term);
    const struct contract *c = view->contract;
    int last = last_month(c, b), whole = months_earned(c, b, month, last);
    bool any = whole > 0;
    for (int l = 0; l < LANES; l++)
        months[l] = whole;
    for (int l = 0; view->ending && l < LANES; l++) {
        months[l] = months_earned(c, b, month, last_in_lane(view, last, l));
        any |= months[l] > 0;
    }
    return any;
}

static void block_scheduled(const struct term_view *view, int month, double amount[LANES]) {
    const struct block_settings *b = settings_of(view->term);
    double months[LANES], index[LANES], raised[LANES];
    if (!months_by_lane(view, month, months))
        return;
    price_index_of_year(view->contract, view->term, view->q, contract_year(view->contract, month), index);
    for (int l = 0; l < LANES; l++)
        raised[l] = 1;
    price_raise(view, index, b->local, raised);
    add_share(view->q[b->amount], raised, months, b->every, amount);
}

/* ---- Volume ---- */

/* The block's months in a contract year. */
static void months_of_year(const struct contract *c, const struct block_settings *b, int year, int *first, int *last) {
    *first = c->from + year * MONTHS_IN_YEAR;
    *last = *first + MONTHS_IN_YEAR - 1;
    *first = *first > first_month(c, b) ? *first : first_month(c, b);
    *last = *last < last_month(c, b) ? *last : last_month(c, b);
}

/* amount / E (n - E (1 + band)) above the band, amount / E (E (1 - band) - n) below it. */
static KERNEL void reconcile(const double *restrict amount, const double *restrict n, double expected, double band,
                             uint64_t lanes, double *restrict gain, double *restrict loss) {
    for (int l = 0; l < LANES; l++) {
        if (!(lanes >> l & 1))
            continue;
        double over = n[l] - expected * (1 + band), under = expected * (1 - band) - n[l];
        gain[l] += over > 0 ? amount[l] * over / expected : 0;
        loss[l] += under > 0 ? amount[l] * under / expected : 0;
    }
}

/* Lanes in which the month is the last of its contract year, given that by dates: an ending cuts the year short. */
static uint64_t lanes_at_year_end(const struct term_view *view, int last) {
    uint64_t lanes = 0;
    for (int l = 0; l < LANES; l++)
        lanes |= (uint64_t)(view->month == last_in_lane(view, last, l)) << l;
    return lanes;
}

/* In the last month of a contract year, what its starts add to the year's amount or take off it. */
static void reconcile_year(const struct term_view *view, const struct block_settings *b, struct entitlement *out) {
    double amount[LANES] = {0}, starts[LANES] = {0};
    int first, last;
    months_of_year(view->contract, b, view->year, &first, &last);
    uint64_t lanes = lanes_at_year_end(view, last);
    if (lanes == 0)
        return;
    for (int month = first; month <= view->month; month++) {
        double counted[LANES];
        price_count(view, NULL, &view->starts, month, counted);
        block_scheduled(view, month, amount);
        for (int l = 0; l < LANES; l++)
            starts[l] += counted[l];
    }
    double expected = b->volume.expected * (view->month - first + 1) / MONTHS_IN_YEAR;
    reconcile(amount, starts, expected, b->volume.band, lanes, out->gain, out->loss);
}

static void block_earn(const struct term_view *view, struct entitlement *out) {
    const struct block_settings *b = settings_of(view->term);
    out->by_starts = true;
    out->window_from = first_month(view->contract, b);
    out->window_to = last_month(view->contract, b);
    block_scheduled(view, view->month, out->gain);
    if (b->volume.given)
        reconcile_year(view, b, out);
}

/* ---- Formulas ---- */

/* The rows of a block's months.
 *   first, last, every  points: of its dates, and months in a period
 *   place   line: of the month in its period, from 0
 *   until   line or point: its last month, as known in the month */
struct live_block {
    int first, last, every, place, until;
};

static struct live_block live_dates(const struct live *l, const struct block_settings *b) {
    struct grid *g = &l->book->grid;
    struct live_block r = {
        .first = live_term_month(l, "from", b->from, l->c->from),
        .last = live_term_month(l, "to", b->to, l->c->to),
        .every = live_setting(l->book, &l->t->place, "every", GRID_COUNT, b->every),
    };
    r.place = live_place(l, live_label(l, "place of the month in its period"), r.first, r.every);
    r.until = l->last == NONE
                  ? r.last
                  : grid_line(g, l->sheet, GRID_MONTH, live_label(l, "last month"), "MIN({0},{1})", r.last, l->last);
    return r;
}

static int live_months(const struct live *l, const struct block_settings *b, const struct live_block *r,
                       const char *words) {
    const char *formula = b->in_advance ? "IF(AND({0}>={1},{0}<={2},{3}=0),MIN({2}-{0}+1,{4}),0)"
                                        : "IF(AND({0}>={1},{0}<={2}),IF(OR({3}={4}-1,{0}={2}),{3}+1,0),0)";
    return grid_line(&l->book->grid, l->sheet, GRID_COUNT,
                     live_label(l, "months of the period that is earned%s", words), formula, l->book->month, r->first,
                     r->until, r->place, r->every);
}

/* Appends "*(index*local)". */
static void put_raised(const struct live *l, const struct block_settings *b, const char *index,
                       struct live_formula *f) {
    int local = b->local == NONE ? NONE : live_quantity(l->book, b->local);
    if (l->index != NONE && local != NONE)
        live_put(f, "*(");
    if (l->index != NONE) {
        live_put(f, local == NONE ? "*" : "");
        live_put(f, index, l->index);
    }
    if (local != NONE)
        live_put(f, "*{}", local);
    if (l->index != NONE && local != NONE)
        live_put(f, ")");
}

/* What the period comes to in the month before if service is now known to have ended with it, less what it earned then. */
static int live_cut_short(const struct live *l, const struct block_settings *b, const struct live_block *r,
                          int scheduled) {
    struct live_formula f = {.n = 0};
    if (l->last == NONE || b->in_advance || b->every == 1)
        return NONE;
    live_put(&f, "IF(AND({}-1>={},{}-1<={}),MAX({}*({-}+1)/{}", l->book->month, r->first, l->book->month, r->last,
             live_quantity(l->book, b->amount), r->place, r->every);
    put_raised(l, b, "{-}", &f);
    live_put(&f, "-{-},0),0)", scheduled);
    return live_line(l, GRID_NUMBER, live_label(l, "a period cut short the month before"), &f);
}

/* A running sum that begins anew in each contract year's first month of the block. */
static int live_in_year(const struct live *l, const char *words, int first, int line, enum grid_unit unit) {
    struct grid *g = &l->book->grid;
    int sum = grid_later(g, l->sheet, unit, live_label(l, "%s in the contract year", words), true);
    grid_define(g, sum, "IF({0}={1},0,{2-})+{3}", l->book->month, first, sum, line);
    return sum;
}

/* The year's amount, of which a period that was earned in advance and is to be cut short counts with the months that it has. */
static int live_as_cut(const struct live *l, const struct block_settings *b, const struct live_block *r, int first,
                       int scheduled, int amount) {
    struct grid *g = &l->book->grid;
    struct live_formula f = {.n = 0};
    if (l->last == NONE || !b->in_advance || b->every == 1)
        return amount;
    int begun = grid_later(g, l->sheet, GRID_NUMBER, live_label(l, "earned in the year for the period begun"), true);
    grid_define(g, begun, "IF({0}=0,{1},IF({2}={3},0,{4-}))", r->place, scheduled, l->book->month, first, begun);
    live_put(&f, "{}+IF({}>0,{}*MIN({}-{}+{}+1,{})/{}", amount, begun, live_quantity(l->book, b->amount), r->until,
             l->book->month, r->place, r->every, r->every);
    put_raised(l, b, "{}", &f);
    live_put(&f, "-{},0)", begun);
    return live_line(l, GRID_NUMBER, live_label(l, "its amount in the contract year, as cut short"), &f);
}

static void live_volume(const struct live *l, const struct block_settings *b, const struct live_block *r, int scheduled,
                        struct live_earned *out) {
    static const struct live_counted counted = {.what = LIVE_STARTS, .outcome = NONE};
    const struct place *place = &l->t->place;
    struct grid *g = &l->book->grid;
    int month = l->book->month, from = live_from(l), twelve = live_months_in_year(l->book);
    int band = live_setting(l->book, place, "volume.band", GRID_RATE, b->volume.band);
    int expected = live_setting(l->book, place, "volume.expected", GRID_COUNT, b->volume.expected);
    int first = grid_line(g, l->sheet, GRID_MONTH, live_label(l, "its first month in the contract year"),
                          "MAX({0}+{1}*{2},{3})", from, twelve, l->year, r->first);
    int ends = grid_line(g, l->sheet, GRID_FLAG, live_label(l, "its last month in the contract year"),
                         "IF({0}=MIN({1}+{2}*{3}+{2}-1,{4}),1,0)", month, from, twelve, l->year, r->until);
    int amount = live_as_cut(l, b, r, first, scheduled, live_in_year(l, "its amount", first, scheduled, GRID_NUMBER));
    int starts = live_in_year(l, "starts", first, live_count(l, &counted, NONE, NONE), GRID_COUNT);
    int of_year = grid_line(g, l->sheet, GRID_NUMBER, live_label(l, "starts expected in the contract year"),
                            "{0}*({1}-{2}+1)/{3}", expected, month, first, twelve);
    int over = grid_line(g, l->sheet, GRID_NUMBER, live_label(l, "for starts above the band"),
                         "IF({0}=1,{1}*MAX({2}-{3}*(1+{4}),0)/{3},0)", ends, amount, starts, of_year, band);
    out->gain =
        grid_line(g, l->sheet, GRID_NUMBER, live_label(l, "with starts above the band"), "{0}+{1}", scheduled, over);
    out->loss = grid_line(g, l->sheet, GRID_NUMBER, live_label(l, "for starts below the band"),
                          "IF({0}=1,{1}*MAX({3}*(1-{4})-{2},0)/{3},0)", ends, amount, starts, of_year, band);
}

/* What is earned in a month of a period. */
static int live_period(const struct live *l, const struct block_settings *b, const struct live_block *r,
                       const char *words) {
    struct live_formula f = {.n = 0};
    live_put(&f, "{}*{}/{}", live_quantity(l->book, b->amount), live_months(l, b, r, words), r->every);
    put_raised(l, b, "{}", &f);
    return live_line(l, GRID_NUMBER, live_label(l, "amount of the period%s", words), &f);
}

/* What is certain to be earned: by the block's dates, and as far as an ending is known. */
static void live_certain(const struct live *l, const struct block_settings *b, const struct live_block *r,
                         struct live_earned *out) {
    struct live_block by_dates = *r;
    if (!l->foreseen)
        return;
    by_dates.until = r->last;
    out->certain_ended = out->gain;
    out->certain = l->last == NONE ? out->gain : live_period(l, b, &by_dates, ", by its dates");
}

static void block_live(const struct live *l, struct live_earned *out) {
    const struct block_settings *b = settings_of(l->t);
    struct live_block r = live_dates(l, b);
    out->gain = live_period(l, b, &r, "");
    live_certain(l, b, &r, out);
    out->cut_short = live_cut_short(l, b, &r, out->gain);
    out->by_starts = true;
    out->window_from = r.first;
    out->window_to = r.last;
    if (b->volume.given)
        live_volume(l, b, &r, out->gain, out);
}

static void block_check(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag) {
    const struct block_settings *b = settings_of(t);
    (void)s;
    if (b->volume.given && c->n_parts == 0)
        fault_add(diag, &t->place, "volume",
                  "counts starts, but neither the payee nor anybody it pays serves any clients; leave it out, or name "
                  "providers in `counts`");
    if (first_month(c, b) > last_month(c, b))
        fault_add(diag, &t->place, "from",
                  "is month %d, after the end in month %d; a block ends no sooner than it begins", first_month(c, b),
                  last_month(c, b));
}

static void block_words(const struct scheme *s, const struct contract *c, const struct term *t, struct text_buf *out) {
    const struct block_settings *b = settings_of(t);
    text_append(out, "pays ");
    words_quantity(s, b->amount, out);
    if (b->every == 1)
        text_append(out, " a month");
    else
        text_appendf(out, " every %d months", b->every);
    if (b->in_advance)
        text_append(out, " in advance");
    text_appendf(out, ", from month %d to month %d", first_month(c, b), last_month(c, b));
    if (!b->volume.given)
        return;
    text_appendf(out, "; each contract year it follows the starts beyond ");
    words_percent(b->volume.band, out);
    text_appendf(out, " above or below %g", b->volume.expected);
}

const struct term_kind term_block = {
    .pay = "block",
    .help = "an amount every so many months, whatever the clients do",
    .table = &block_table,
    .check = block_check,
    .earn = block_earn,
    .scheduled = block_scheduled,
    .fixed = true,
    .live = block_live,
    .words = block_words,
};
