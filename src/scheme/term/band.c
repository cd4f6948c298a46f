/* Band: an amount looked up at a ratio of two counts over a window, once. */
#include "scheme/resolve.h"
#include "scheme/term/kinds.h"
#include "scheme/term/price.h"
#include "scheme/term/price_live.h"
#include "scheme/term/ratio.h"
#include "scheme/term/reward_live.h"
#include "scheme/term/words.h"

struct band_settings {
    int count, per; /* outcome, or START */
    int from, to;   /* 0: the contract's */
    int reporting;
    LIST_OF(struct reward) steps;
    LIST_OF(struct reward) line;
    int local;
};

#define RATIO_MAX 1e3

#define AT(member) offsetof(struct band_settings, member)
static const struct param step_params[] = {
    {"at_least", PARAM_NUMBER, offsetof(struct reward, at), true, UNIT_NONE, 0, RATIO_MAX, NAN, NULL,
     "ratio from which the row holds"},
    {"pays", PARAM_MONEY, offsetof(struct reward, pays), true, UNIT_MONEY, 0, AMOUNT_MAX, NAN, NULL, "amount"},
};
static const struct param_table step_table = {
    "step",      "an amount from a ratio on", sizeof(struct reward), NO_PLACE, NO_PLACE, false,
    step_params, PARAM_COUNT_OF(step_params)};
static const struct param point_params[] = {
    {"at", PARAM_NUMBER, offsetof(struct reward, at), true, UNIT_NONE, 0, RATIO_MAX, NAN, NULL, "ratio"},
    {"pays", PARAM_MONEY, offsetof(struct reward, pays), true, UNIT_MONEY, 0, AMOUNT_MAX, NAN, NULL, "amount there"},
};
static const struct param_table point_table = {"point",
                                               "an amount at a ratio; between points it is interpolated",
                                               sizeof(struct reward),
                                               NO_PLACE,
                                               NO_PLACE,
                                               false,
                                               point_params,
                                               PARAM_COUNT_OF(point_params)};

static const struct param band_params[] = {
    {"count", PARAM_REF, AT(count), true, UNIT_NONE, 0, 0, NAN, &outcome_or_start_names,
     "what is counted: an outcome, or \"start\""},
    {"per", PARAM_REF, AT(per), true, UNIT_NONE, 0, 0, NAN, &outcome_or_start_names,
     "what it is divided by: \"start\", or an outcome"},
    {"from", PARAM_WHOLE, AT(from), false, UNIT_MONTH, 1, MONTHS_MAX, NAN, NULL,
     "first month of the window in which both occur; default the contract's"},
    {"to", PARAM_WHOLE, AT(to), false, UNIT_MONTH, 1, MONTHS_MAX, NAN, NULL,
     "last month of the window; default the contract's"},
    {"reporting", PARAM_WHOLE, AT(reporting), false, UNIT_MONTHS, 0, MONTHS_MAX, 0, NULL,
     "months from the window's end until the ratio is known"},
    {"steps", PARAM_LIST, AT(steps), false, UNIT_NONE, 0, 0, NAN, &step_table, "amounts by the ratio reached"},
    {"line", PARAM_LIST, AT(line), false, UNIT_NONE, 0, 0, NAN, &point_table,
     "amounts interpolated by the ratio, in place of steps"},
    PRICE_PARAM_LOCAL(AT(local)),
};
static const struct param_table band_table = {"band term",
                                              "an amount looked up at a ratio of two counts over a window",
                                              sizeof(struct band_settings),
                                              NO_PLACE,
                                              NO_PLACE,
                                              false,
                                              band_params,
                                              PARAM_COUNT_OF(band_params)};

static const struct band_settings *settings_of(const struct term *t) { return t->settings; }

static int first_month(const struct contract *c, const struct band_settings *b) { return month_or(b->from, c->from); }

static int last_month(const struct contract *c, const struct band_settings *b) { return month_or(b->to, c->to); }

/* All of one thing that occurs in the window, over the contract's parts and all groups. */
static void count_window(const struct term_view *view, int what, double sum[LANES]) {
    const struct band_settings *b = settings_of(view->term);
    const struct count_grid *grid = what == START ? &view->starts : &view->outcomes[what];
    double counted[LANES];
    for (int l = 0; l < LANES; l++)
        sum[l] = 0;
    for (int month = first_month(view->contract, b); month <= last_month(view->contract, b); month++) {
        price_count(view, NULL, grid, month, counted);
        for (int l = 0; l < LANES; l++)
            sum[l] += counted[l];
    }
}

/* The month in which the ratio is known, if its window was complete by the end of service. */
static int band_completes(const struct term *t, const struct contract *c, int last) {
    int known = last_month(c, settings_of(t)) + settings_of(t)->reporting;
    return last_month(c, settings_of(t)) <= last && known > last ? known : last;
}

static void band_earn(const struct term_view *view, struct entitlement *out) {
    const struct band_settings *b = settings_of(view->term);
    double count[LANES], per[LANES];
    out->by_starts = true;
    out->window_from = first_month(view->contract, b);
    out->window_to = last_month(view->contract, b);
    if (view->month != out->window_to + b->reporting)
        return;
    count_window(view, b->count, count);
    count_window(view, b->per, per);
    for (int l = 0; l < LANES; l++)
        out->gain[l] = b->steps.n > 0 ? ratio_pays_steps(count[l], per[l], b->steps.items, b->steps.n)
                                      : ratio_pays_line(count[l], per[l], b->line.items, b->line.n);
    price_raise(view, view->price_index, b->local, out->gain);
}

/* ---- Formulas ---- */

static int live_known(const struct live *l, const struct band_settings *b, int last) {
    return grid_point(&l->book->grid, l->sheet, GRID_MONTH, live_label(l, "month in which the ratio is known"),
                      "{0}+{1}", last, live_setting(l->book, &l->t->place, "reporting", GRID_COUNT, b->reporting));
}

/* All of one thing that occurs in the window. */
static int live_window(const struct live *l, int what, int first, int last) {
    const struct live_counted counted = {.what = what == START ? LIVE_STARTS : LIVE_OUTCOMES,
                                         .outcome = what == START ? NONE : what};
    const char *name = what == START ? "starts" : l->book->s->outcomes.items[what].name;
    return grid_point(&l->book->grid, l->sheet, GRID_COUNT, live_label(l, "%s in the window", name),
                      "SUMIFS({0:},{1:},\">=\"&{2},{1:},\"<=\"&{3})", live_count(l, &counted, NONE, NONE),
                      l->book->month, first, last);
}

static int band_live_completes(const struct live *l, int last) {
    const struct band_settings *b = settings_of(l->t);
    int to = live_term_month(l, "to", b->to, l->c->to);
    return grid_line(&l->book->grid, l->sheet, GRID_MONTH, live_label(l, "last month in which it is known"),
                     "IF({0}<={1},MAX({2},{1}),{1})", to, last, live_known(l, b, to));
}

static void band_live(const struct live *l, struct live_earned *out) {
    const struct band_settings *b = settings_of(l->t);
    struct live_formula f = {.n = 0};
    bool steps = b->steps.n > 0;
    out->by_starts = true;
    out->window_from = live_term_month(l, "from", b->from, l->c->from);
    out->window_to = live_term_month(l, "to", b->to, l->c->to);
    struct reward_live r = reward_live_ratio(l, "ratio", live_window(l, b->count, out->window_from, out->window_to),
                                             live_window(l, b->per, out->window_from, out->window_to));
    int pays = reward_live_pays(l, &r, steps ? "steps" : "line", steps ? "at_least" : "at", !steps,
                                steps ? b->steps.items : b->line.items, steps ? b->steps.n : b->line.n);
    live_put(&f, "IF({}={},{}", l->book->month, live_known(l, b, out->window_to), pays);
    price_live_raise(l, b->local, &f);
    live_put(&f, ",0)");
    out->gain = live_line(l, GRID_NUMBER, live_label(l, "amount, when it is known"), &f);
}

static void check_window(const struct contract *c, const struct term *t, struct diag *diag) {
    const struct band_settings *b = settings_of(t);
    int from = first_month(c, b), to = last_month(c, b);
    if (from > to)
        fault_add(diag, &t->place, "from", "is month %d, after the window's end in month %d", from, to);
    if (from < c->from)
        fault_add(diag, &t->place, "from", "is month %d; the contract counts nothing before its first month, %d", from,
                  c->from);
    if (to + b->reporting > c->last_claim)
        fault_add(diag, &t->place, "reporting",
                  "the ratio is known in month %d, after the last month that can be claimed, %d; shorten the window or "
                  "the reporting, or move last_claim",
                  to + b->reporting, c->last_claim);
}

static void band_check(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag) {
    const struct band_settings *b = settings_of(t);
    (void)s;
    if (b->steps.n > 0 && b->line.n > 0)
        fault_add(diag, &t->place, "line", "is given beside steps; only one can be");
    if (b->steps.n == 0 && b->line.n == 0)
        fault_add(diag, &t->place, "steps", "is missing; give steps, or a line");
    if (b->count == b->per)
        fault_add(diag, &t->place, "per", "is the same as count; the ratio would always be 1");
    check_window(c, t, diag);
    ratio_check_rows(t, "steps", b->steps.items, b->steps.n, diag);
    ratio_check_rows(t, "line", b->line.items, b->line.n, diag);
}

static void band_words(const struct scheme *s, const struct contract *c, const struct term *t, struct text_buf *out) {
    const struct band_settings *b = settings_of(t);
    bool steps = b->steps.n > 0;
    words_rewards(s, steps ? b->steps.items : b->line.items, steps ? b->steps.n : b->line.n,
                  steps ? ", " : " rising to ", out);
    text_appendf(out, " %s per %s in months %d to %d", words_counted(s, b->count), words_counted(s, b->per),
                 first_month(c, b), last_month(c, b));
    if (b->reporting > 0)
        text_appendf(out, ", known %d months later", b->reporting);
}

const struct term_kind term_band = {
    .pay = "band",
    .help = "an amount looked up at a ratio of two counts over a window, once",
    .table = &band_table,
    .check = band_check,
    .earn = band_earn,
    .completes = band_completes,
    .results = true,
    .live = band_live,
    .live_completes = band_live_completes,
    .words = band_words,
};
