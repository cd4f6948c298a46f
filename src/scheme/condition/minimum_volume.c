/* Minimum volume: starts that the payer guarantees; it pays a price for each that is missing at the end of a period. */
#include "scheme/condition/kinds.h"
#include "scheme/live.h"
#include "scheme/resolve.h"
#include "scheme/term/price.h"
#include "scheme/term/words.h"

struct volume_settings {
    bool given;
    double starts;
    int every;
    int price; /* quantity, pence */
};

#define AT(member) offsetof(struct volume_settings, member)
static const struct param volume_rows[] = {
    {"starts", PARAM_NUMBER, AT(starts), true, UNIT_COUNT, 0, TERM_COUNT_MAX, PARAM_NO_FALLBACK, NULL,
     "starts that are guaranteed in a period"},
    {"every", PARAM_WHOLE, AT(every), true, UNIT_MONTHS, 1, MONTHS_MAX, PARAM_NO_FALLBACK, NULL,
     "months in a period, from the contract's first month"},
    {"price", PARAM_QUANTITY, AT(price), true, UNIT_MONEY, 0, UNBOUNDED, PARAM_NO_FALLBACK, NULL,
     "price of each start that is missing"},
};
static const struct param_table volume_table = {"minimum volume",
                                                "starts that are guaranteed, and the price of each that is missing",
                                                sizeof(struct volume_settings),
                                                NO_PLACE,
                                                AT(given),
                                                false,
                                                volume_rows,
                                                PARAM_COUNT_OF(volume_rows)};

static const struct volume_settings *settings_of(const void *settings) { return settings; }

static bool volume_given(const struct scheme *s, const void *settings) {
    (void)s;
    return settings_of(settings)->given;
}

static void count_starts(const struct month_earned *m, int from, double count[LANES]) {
    const struct contract *c = m->contract;
    for (int month = from; month <= m->month; month++)
        for (int cell = 0; cell < c->n_parts * m->starts->n_groups; cell++) {
            const double *n =
                count_at(m->starts, month, c->part[cell / m->starts->n_groups], cell % m->starts->n_groups);
            for (int l = 0; l < LANES; l++)
                count[l] += n[l];
        }
}

/* In the last month of each full period within from ... last_start. */
static void volume_act(const struct month_earned *m, const void *settings, money (*sums)[LANES],
                       struct own_entitlement *own) {
    const struct volume_settings *v = settings_of(settings);
    const struct contract *c = m->contract;
    (void)sums;
    if (m->month > c->last_start || (m->month - c->from + 1) % v->every != 0)
        return;
    double count[LANES] = {0};
    count_starts(m, m->month - v->every + 1, count);
    for (int l = 0; l < LANES; l++) {
        double missing = v->starts > count[l] ? v->starts - count[l] : 0;
        own->gain[l] = m->going >> l & 1 ? money_round(m->q[v->price][l] * m->index[l] * missing) : 0;
    }
}

static void volume_live(struct live_month *m) {
    static const struct live_counted counted = {.what = LIVE_STARTS, .outcome = NONE};
    const struct volume_settings *v = settings_of(m->settings);
    const struct live *l = m->l;
    const struct place *place = &l->c->place;
    struct grid *g = &l->book->grid;
    struct live_formula f = {.n = 0};
    int every = live_setting(l->book, place, "minimum_volume.every", GRID_COUNT, v->every);
    int starts = live_setting(l->book, place, "minimum_volume.starts", GRID_COUNT, v->starts);
    int last = live_setting(l->book, place, "last_start", GRID_MONTH, l->c->last_start);
    int at = live_place(l, live_label(l, "place of the month in its period of guaranteed starts"), live_from(l), every);
    int so_far = grid_later(g, l->sheet, GRID_COUNT, live_label(l, "starts in the period"), true);
    grid_define(g, so_far, "IF({0}=0,0,{1-})+{2}", at, so_far, live_count(l, &counted, NONE, NONE));
    live_put(&f, "IF(AND({}<={},{}={}-1),{}", l->book->month, last, at, every, live_quantity(l->book, v->price));
    if (l->index != NONE)
        live_put(&f, "*{}", l->index);
    live_put(&f, "*MAX({}-{},0),0)*{}", starts, so_far, l->payable);
    if (m->going != NONE)
        live_put(&f, "*{}", m->going);
    int raw = live_line(l, GRID_NUMBER, live_label(l, "for guaranteed starts that are missing"), &f);
    m->gain[m->own] = grid_post(g, l->sheet, live_label(l, "minimum volume, whole pence"), raw);
}

static double volume_most(const struct scheme *s, const struct contract *c, const void *settings, double most) {
    const struct volume_settings *v = settings_of(settings);
    double growth = quantity_greatest(s, c->indexation), index = 1;
    for (int year = 1; year < c->n_years && growth > 0; year++)
        index *= 1 + growth;
    int periods = s->months / v->every + 1;
    return most + quantity_greatest(s, v->price) * v->starts * index * periods;
}

static void volume_check(const struct scheme *s, const struct contract *c, const void *settings, struct diag *diag) {
    (void)s;
    if (!settings)
        return;
    int months = c->last_start - c->from + 1;
    if (settings_of(settings)->every > months)
        fault_add(diag, &c->place, "minimum_volume.every",
                  "a period of %d months is longer than the %d months in which people can start; at most that many",
                  settings_of(settings)->every, months);
    if (c->n_parts == 0)
        fault_add(diag, &c->place, "minimum_volume",
                  "the contract counts no clients, so every start would be missing; name providers in `counts`");
}

static void volume_words(const struct scheme *s, const struct contract *c, const void *settings, struct text_buf *out) {
    const struct volume_settings *v = settings_of(settings);
    (void)c;
    text_appendf(out, "guarantees %g starts every %d months and pays ", v->starts, v->every);
    words_quantity(s, v->price, out);
    text_append(out, " for each that is missing");
}

const struct condition condition_minimum_volume = {
    .param = {"minimum_volume", PARAM_GROUP, 0, false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &volume_table,
              "starts that are guaranteed, and the price of each that is missing"},
    .size = sizeof(struct volume_settings),
    .given = volume_given,
    .check = volume_check,
    .earns = true,
    .act = volume_act,
    .most = volume_most,
    .words = volume_words,
    .live = volume_live,
};
