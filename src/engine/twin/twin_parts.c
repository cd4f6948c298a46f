/* What is earned under a contract that others pass on, by part: split before conditions, scaled to what they leave (rule 7). */
#include "engine/books.h"
#include "engine/twin/twin.h"

#include <string.h>

/* Starts of a part that were counted in a window so far, as it has been asked for. */
struct window {
    int part, from, to;
    int row;
};

/*   l, contract  the contract; window [n_windows]: windows that have a row
 *   mask     [part]: 1 where what a term earns in the month is still passed on, NONE: always */
struct parting {
    struct twin *t;
    const struct live *l;
    int contract;
    struct window *window;
    int n_windows;
    int *mask;
};

static int starts_of(struct parting *p, int part, int from, int to) {
    static const struct live_counted counted = {.what = LIVE_STARTS, .outcome = NONE};
    const struct live *l = p->l;
    struct grid *g = &l->book->grid;
    for (int i = 0; i < p->n_windows; i++) {
        if (p->window[i].part == part && p->window[i].from == from && p->window[i].to == to)
            return p->window[i].row;
    }
    struct live_formula f = {.n = 0};
    int starts = live_count(l, &counted, NONE, part);
    int row = grid_later(g, l->sheet, GRID_COUNT,
                         live_label(l, "starts of %s %s", live_part_name(l, part),
                                    from == NONE && to == NONE ? "to date" : "in the window to date"),
                         true);
    live_put(&f, "{-}+", row);
    if (from != NONE)
        live_put(&f, "({}>={})*", l->book->month, from);
    if (to != NONE)
        live_put(&f, "({}<={})*", l->book->month, to);
    live_put(&f, "{}", starts);
    live_define(l, row, &f);
    p->window[p->n_windows++] = (struct window){part, from, to, row};
    return row;
}

/* ---- What is still passed on ---- */

static bool counts_provider(const struct contract *c, int provider) {
    for (int i = 0; i < c->n_parts; i++) {
        if (c->part[i] == provider)
            return true;
    }
    return false;
}

static bool passes_on(const struct contract *c, int of) {
    for (int k = 0; k < c->terms.n; k++) {
        const struct term *t = &c->terms.items[k];
        bool when_due;
        if (t->kind->source && !t->kind->at_once && t->kind->source(t, &when_due) == of)
            return true;
    }
    return false;
}

/* 1 where a contract that passes a part on is still paid out of what a term (NULL: a condition) earns in the month; NONE: it
 * always is. */
static int mask_of(const struct parting *p, const struct term *term, int part) {
    const struct twin *t = p->t;
    struct live above = *p->l;
    struct live_formula f = {.n = 0};
    bool any = false;
    for (int c = 0; c < t->s->contracts.n; c++) {
        const struct live *below = &t->contract[c];
        if (!counts_provider(below->c, p->l->c->part[part]) || !passes_on(below->c, p->contract))
            continue;
        if (below->last == NONE) {
            text_free(&f.text);
            return NONE;
        }
        int until = below->last;
        if (term && term->kind->live_completes) {
            above.t = term;
            above.term = term->number;
            until = term->kind->live_completes(&above, below->last);
        }
        live_put(&f, any ? ",{}<={}" : "IF(OR({}<={}", t->book.month, until);
        if (below->pipeline != NONE)
            live_put(&f, ",{}=1", below->pipeline);
        any = true;
    }
    live_put(&f, "),1,0)");
    if (any)
        return live_line(p->l, GRID_FLAG, live_label(p->l, "earned by %s is passed on", live_part_name(p->l, part)),
                         &f);
    text_free(&f.text);
    return NONE;
}

/* ---- Splits ---- */

/* Splits whole pence over the parts by weights, and scales them to what is left where conditions cut. A part without weight
 * (NONE) has nothing. */
static void split(const struct parting *p, const char *name, int before, int left, const int *weights, int *parts) {
    const struct live *l = p->l;
    struct grid *g = &l->book->grid;
    const char *labels[GRID_REFS];
    int place[GRID_REFS], weight[GRID_REFS], whole[GRID_REFS], n = 0;
    for (int i = 0; i < l->c->n_parts && n < GRID_REFS; i++) {
        if (weights[i] == NONE)
            continue;
        place[n] = i;
        weight[n] = weights[i];
        labels[n++] = live_label(l, "%s, of %s", name, live_part_name(l, i));
    }
    grid_split(g, l->sheet, live_label(l, "%s, by part", name), before, n, weight, labels, whole);
    if (left != before && n > 1)
        grid_split_pro_rata(g, l->sheet, live_label(l, "%s, by part after conditions", name), left, n, whole, labels,
                            weight);
    else
        memcpy(weight, n > 1 ? whole : &left, (size_t)n * sizeof *weight);
    for (int i = 0; i < n; i++) {
        int mask = p->mask[place[i]];
        parts[place[i]] = mask == NONE
                              ? weight[i]
                              : grid_line(g, l->sheet, GRID_PENCE,
                                          live_label(l, "%s, of %s, passed on", name, live_part_name(l, place[i])),
                                          "{0}*{1}", weight[i], mask);
    }
}

static void split_line(struct parting *p, int k, int before, const struct live_earned *e) {
    struct twin *t = p->t;
    int number = t->first_term[p->contract] + k, parts = p->l->c->n_parts;
    const char *name = live_line_name(p->l, k);
    int *weights = twin_rows(t, parts);
    bool own = k >= p->l->c->terms.n;
    for (int loss = 0; loss < 2 && !t->book.grid.failed; loss++) {
        int total = loss ? t->loss[number] : t->gain[number];
        if (total == NONE)
            continue;
        const int *given = loss ? e->loss_weight : e->weight;
        for (int i = 0; i < parts; i++)
            weights[i] = own || e->by_starts ? starts_of(p, i, own ? NONE : e->window_from, own ? NONE : e->window_to)
                                             : given[i];
        split(p, loss ? grid_text(&t->book.grid, "%s, owed back", name) : name, loss || own ? total : before, total,
              weights, loss ? t->part_loss[number] : t->part_gain[number]);
    }
}

void twin_parts(struct twin *t, int contract, const int *before, const struct live_earned *earned) {
    const struct live *l = &t->contract[contract];
    int first = t->first_term[contract], n = t->first_term[contract + 1] - first, parts = l->c->n_parts;
    struct parting p = {.t = t, .l = l, .contract = contract, .mask = twin_rows(t, parts)};
    p.window = arena_array(&t->arena, ((size_t)n + 1) * (size_t)parts, sizeof *p.window);
    int *plain = twin_rows(t, parts);
    struct grid_owner before_parts = live_own_part(l);
    t->book.grid.failed |= p.window == NULL;
    for (int i = 0; i < parts && !t->book.grid.failed; i++)
        plain[i] = mask_of(&p, NULL, i);
    for (int k = 0; k < n && !t->book.grid.failed; k++) {
        const struct term *term = k < l->c->terms.n ? &l->c->terms.items[k] : NULL;
        t->part_gain[first + k] = twin_rows(t, parts);
        t->part_loss[first + k] = twin_rows(t, parts);
        for (int i = 0; i < parts; i++)
            p.mask[i] = term && term->kind->live_completes ? mask_of(&p, term, i) : plain[i];
        split_line(&p, k, before[k], &earned[k]);
    }
    (void)grid_own(&t->book.grid, before_parts);
}
