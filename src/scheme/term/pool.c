/* Pool: a pot of every period, shared by counted outcomes between this payee and the rest of the field. */
#include "scheme/resolve.h"
#include "scheme/term/kinds.h"
#include "scheme/term/price.h"
#include "scheme/term/price_live.h"
#include "scheme/term/words.h"

struct pool_settings {
    int outcome;
    int pot, others; /* quantities */
    int every;
    int from, to; /* 0: the contract's */
    int local;
};

#define OTHERS_MAX 1e9

#define AT(member) offsetof(struct pool_settings, member)
static const struct param pool_params[] = {
    {"outcome", PARAM_REF, AT(outcome), true, UNIT_NONE, 0, 0, NAN, &outcome_names,
     "outcome by whose number the pot is shared"},
    {"pot", PARAM_QUANTITY, AT(pot), true, UNIT_MONEY, 0, UNBOUNDED, NAN, NULL, "amount that all share in a period"},
    {"others", PARAM_QUANTITY, AT(others), true, UNIT_NONE, 0, UNBOUNDED, NAN, NULL,
     "outcomes of the rest of the field in a period"},
    {"every", PARAM_WHOLE, AT(every), false, UNIT_MONTHS, 1, MONTHS_MAX, MONTHS_IN_YEAR, NULL,
     "months in a period; a last one cut short shares its part of the pot"},
    {"from", PARAM_WHOLE, AT(from), false, UNIT_MONTH, 1, MONTHS_MAX, NAN, NULL,
     "first month of the first period; default the contract's"},
    {"to", PARAM_WHOLE, AT(to), false, UNIT_MONTH, 1, MONTHS_MAX, NAN, NULL,
     "last month of the last period; default the contract's"},
    PRICE_PARAM_LOCAL(AT(local)),
};
static const struct param_table pool_table = {"pool term",
                                              "a pot of every period, shared by outcomes with the rest of the field",
                                              sizeof(struct pool_settings),
                                              NO_PLACE,
                                              NO_PLACE,
                                              false,
                                              pool_params,
                                              PARAM_COUNT_OF(pool_params)};

static const struct pool_settings *settings_of(const struct term *t) { return t->settings; }

static int first_month(const struct contract *c, const struct pool_settings *p) { return month_or(p->from, c->from); }

static int last_month(const struct contract *c, const struct pool_settings *p) { return month_or(p->to, c->to); }

/* Months of the period that ends in the month when the pool's last month is `last`; 0: none does. */
static int months_of_period(const struct contract *c, const struct pool_settings *p, int month, int last) {
    int first = first_month(c, p);
    if (month < first || month > last)
        return 0;
    int place = (month - first) % p->every;
    return place == p->every - 1 || month == last ? place + 1 : 0;
}

/* pot A / (A + others), both pot and others by the months of a period cut short; nothing where nobody of ours succeeded. */
static KERNEL void share_pot(const double *restrict pot, const double *restrict others, const double *restrict ours,
                             const double *restrict part, double *restrict gain) {
    for (int l = 0; l < LANES; l++) {
        double all = ours[l] + others[l] * part[l];
        gain[l] = ours[l] > 0 ? pot[l] * part[l] * ours[l] / all : 0;
    }
}

/* Months of the period that ends in the month, lane by lane: one that goes on to pay for those who started keeps to its
 * dates. Returns the most. */
static int months_by_lane(const struct term_view *view, int months[LANES]) {
    const struct pool_settings *p = settings_of(view->term);
    int last = last_month(view->contract, p), most = 0;
    int dated = months_of_period(view->contract, p, view->month, last);
    for (int l = 0; l < LANES; l++) {
        bool dates = !view->ending || view->ending->pipeline >> l & 1;
        months[l] = dates ? dated : months_of_period(view->contract, p, view->month, last_in_lane(view, last, l));
        most = months[l] > most ? months[l] : most;
    }
    return most;
}

static void pool_earn(const struct term_view *view, struct entitlement *out) {
    const struct pool_settings *p = settings_of(view->term);
    int months[LANES], most = months_by_lane(view, months);
    double ours[LANES] = {0}, part[LANES];
    out->by_starts = true;
    out->window_from = first_month(view->contract, p);
    out->window_to = last_month(view->contract, p);
    for (int back = most - 1; back >= 0; back--) {
        double counted[LANES];
        price_count(view, NULL, &view->outcomes[p->outcome], view->month - back, counted);
        for (int l = 0; l < LANES; l++)
            ours[l] += back < months[l] ? counted[l] : 0;
    }
    if (most == 0)
        return;
    for (int l = 0; l < LANES; l++)
        part[l] = (double)months[l] / p->every;
    share_pot(view->q[p->pot], view->q[p->others], ours, part, out->gain);
    price_raise(view, view->price_index, p->local, out->gain);
}

static void pool_live(const struct live *l, struct live_earned *out) {
    const struct pool_settings *p = settings_of(l->t);
    const struct live_counted counted = {.what = LIVE_OUTCOMES, .outcome = p->outcome};
    struct grid *g = &l->book->grid;
    int month = l->book->month, every = live_setting(l->book, &l->t->place, "every", GRID_COUNT, p->every);
    int first = live_term_month(l, "from", p->from, l->c->from), last = live_term_month(l, "to", p->to, l->c->to);
    int until = last, place = live_place(l, live_label(l, "place of the month in its period"), first, every);
    if (l->last != NONE) /* one that goes on to pay for those who started keeps to its dates */
        until =
            grid_line(g, l->sheet, GRID_MONTH, live_label(l, "last month"),
                      l->pipeline == NONE ? "MIN({0},{1})" : "IF({2}=1,{0},MIN({0},{1}))", last, l->last, l->pipeline);
    int part = grid_line(g, l->sheet, GRID_NUMBER, live_label(l, "of a period that ends, the part it has had"),
                         "IF(AND({0}>={1},{0}<={2}),IF(OR({3}={4}-1,{0}={2}),({3}+1)/{4},0),0)", month, first, until,
                         place, every);
    int ours = grid_later(g, l->sheet, GRID_COUNT, live_label(l, "ours in the period"), true);
    grid_define(g, ours, "IF({0}=0,0,{1-})+{2}", place, ours, live_count(l, &counted, NONE, NONE));
    int share = grid_line(g, l->sheet, GRID_NUMBER, live_label(l, "share of the pot"),
                          "IF(AND({0}>0,{1}>0),{2}*{0}*{1}/({1}+{3}*{0}),0)", part, ours,
                          live_quantity(l->book, p->pot), live_quantity(l->book, p->others));
    out->gain = price_live_raised(l, share, p->local);
    out->by_starts = true;
    out->window_from = first;
    out->window_to = last;
}

static void pool_check(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag) {
    const struct pool_settings *p = settings_of(t);
    int from = first_month(c, p), to = last_month(c, p);
    (void)s;
    if (from > to)
        fault_add(diag, &t->place, "from",
                  "is month %d, after the end in month %d; a pool ends no sooner than it begins", from, to);
    if (from < c->from || to > c->last_claim)
        fault_add(diag, &t->place, from < c->from ? "from" : "to",
                  "the pool runs from month %d to %d; what the contract counts can be claimed from month %d to %d",
                  from, to, c->from, c->last_claim);
}

static void pool_words(const struct scheme *s, const struct contract *c, const struct term *t, struct text_buf *out) {
    const struct pool_settings *p = settings_of(t);
    text_append(out, "shares a pot of ");
    words_quantity(s, p->pot, out);
    if (p->every == 1)
        text_append(out, " a month");
    else
        text_appendf(out, " every %d months", p->every);
    text_appendf(out, ", from month %d to month %d, by the number of %s, with ", first_month(c, p), last_month(c, p),
                 s->outcomes.items[p->outcome].name);
    words_number(s, p->others, out);
    text_append(out, " of the rest of the field in each period");
}

const struct term_kind term_pool = {
    .pay = "pool",
    .help = "a pot of every period, shared by counted outcomes with the rest of the field",
    .table = &pool_table,
    .check = pool_check,
    .earn = pool_earn,
    .results = true,
    .live = pool_live,
    .words = pool_words,
};
