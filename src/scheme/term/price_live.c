#include "scheme/term/price_live.h"

int price_live_count(const struct live *l, const struct by_group *price, const struct live_counted *counted,
                     const char *words) {
    const char *label = live_label(l, "%s, all groups", words);
    struct live_formula f = {.n = 0};
    int only = NONE, found = 0;
    for (int g = 0; g < l->book->s->groups.n; g++) {
        if (!price_names_group(price, g))
            continue;
        only = live_count(l, counted, g, NONE);
        live_add(l, GRID_COUNT, label, &f, "{}", only);
        found++;
    }
    if (found != 1)
        return live_line(l, GRID_COUNT, label, &f);
    text_free(&f.text);
    return only;
}

int price_live_base(const struct live *l, const struct by_group *price, const struct live_counted *counted, int part,
                    const char *label) {
    struct live_counted billed = *counted;
    struct live_formula f = {.n = 0};
    billed.billed = counted->what != LIVE_BY_DELAY;
    for (int g = 0; g < l->book->s->groups.n; g++) {
        if (price_names_group(price, g))
            live_add(l, GRID_NUMBER, label, &f, "{}*{}", live_quantity(l->book, price->quantity[g]),
                     live_count(l, &billed, g, part));
    }
    return live_line(l, GRID_NUMBER, label, &f);
}

struct live_priced price_live(const struct live *l, const struct by_group *price, const struct live_counted *counted,
                              const char *words, double threshold) {
    return (struct live_priced){.count = threshold == NOT_GIVEN ? NONE : price_live_count(l, price, counted, words),
                                .base =
                                    price_live_base(l, price, counted, NONE, live_label(l, "%s at base price", words))};
}

void price_live_weights(const struct live *l, const struct by_group *price, const struct live_counted *counted,
                        int *weight) {
    struct grid_owner before = live_own_part(l);
    for (int i = 0; weight && i < l->c->n_parts; i++)
        weight[i] = price_live_base(l, price, counted, i, live_label(l, "of %s, at base price", live_part_name(l, i)));
    (void)grid_own(&l->book->grid, before);
}

void price_live_weights_in_period(const struct live *l, const struct by_group *price,
                                  const struct live_counted *counted, int place, int *weight) {
    struct grid *g = &l->book->grid;
    price_live_weights(l, price, counted, weight);
    struct grid_owner before = live_own_part(l);
    for (int i = 0; weight && i < l->c->n_parts; i++) {
        const char *label = live_label(l, "of %s in the period, at base price", live_part_name(l, i));
        int sum = grid_later(g, l->sheet, GRID_NUMBER, label, true);
        grid_define(g, sum, "IF({0}=0,0,{1-})+{2}", place, sum, weight[i]);
        weight[i] = sum;
    }
    (void)grid_own(g, before);
}

void price_live_raise(const struct live *l, int local, struct live_formula *f) {
    if (l->index != NONE)
        live_put(f, "*{}", l->index);
    if (local != NONE)
        live_put(f, "*{}", live_quantity(l->book, local));
}

int price_live_raised(const struct live *l, int amount, int local) {
    struct live_formula f = {.n = 0};
    if (l->index == NONE && local == NONE)
        return amount;
    live_put(&f, "{}", amount);
    price_live_raise(l, local, &f);
    return live_line(l, GRID_NUMBER, live_label(l, "at this year's prices"), &f);
}

int price_live_before(const struct live *l, const char *words, int line, bool by_year) {
    struct grid *g = &l->book->grid;
    int to_date = grid_later(g, l->sheet, GRID_COUNT,
                             live_label(l, "%s %s", words, by_year ? "in the contract year" : "to date"), true);
    int before =
        by_year ? grid_line(g, l->sheet, GRID_COUNT, live_label(l, "%s in the year before this month", words),
                            "IF({0}=1,0,{1-})", l->year_begins, to_date)
                : grid_line(g, l->sheet, GRID_COUNT, live_label(l, "%s before this month", words), "{0-}", to_date);
    grid_define(g, to_date, "{0}+{1}", before, line);
    return before;
}

int price_live_past_threshold(const struct live *l, const struct live_priced *p, double threshold, double marginal) {
    struct grid *g = &l->book->grid;
    if (threshold == NOT_GIVEN)
        return p->base;
    int from = live_setting(l->book, &l->t->place, "threshold", GRID_COUNT, threshold);
    int share = live_setting(l->book, &l->t->place, "marginal", GRID_NUMBER, marginal);
    int before = price_live_before(l, "counted", p->count, true);
    int room =
        grid_line(g, l->sheet, GRID_COUNT, live_label(l, "room below the threshold"), "MAX({0}-{1},0)", from, before);
    int within = grid_line(g, l->sheet, GRID_COUNT, live_label(l, "of the month's, below the threshold"),
                           "MIN({0},{1})", p->count, room);
    return grid_line(g, l->sheet, GRID_NUMBER, live_label(l, "below and past the threshold"),
                     "IF({0}>0,({1}*{2}+{3}*({1}*({0}-{2})))/IF({0}>0,{0},1),IF({4}>0,{1},{3}*{1}))", p->count, p->base,
                     within, share, room);
}
