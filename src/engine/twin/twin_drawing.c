/* Drawing capital as formulas: as scheduled or as needed, grants first, then the most junior or all in proportion (model 6.3;
 * rules 51 and 52). */
#include "engine/twin/twin_capital.h"

/* Dated amounts that one formula has room for beside the month: two references each. */
enum { DATED = (GRID_REFS - 1) / 2 };

/* What a list of draws says of the month. */
static int listed_draws(struct capital *c) {
    const struct drawdown *drawdown = &c->d->drawdown;
    int sums[GRID_REFS], n_sums = 0;
    for (int first = 0; first < drawdown->draws.n && n_sums < GRID_REFS; first += DATED) {
        int refs[GRID_REFS] = {c->twin->book.month}, n = 1;
        struct text_buf text = {0};
        for (int k = first; k < first + DATED && k < drawdown->draws.n; k++) {
            const struct draw *draw = &drawdown->draws.items[k];
            text_appendf(&text, "%sIF({0}={%d},{%d},0)", k > first ? "+" : "", n, n + 1);
            refs[n++] = capital_setting(c, grid_text(c->g, "drawdown[%d].month", k), GRID_MONTH, draw->month);
            refs[n++] =
                capital_setting(c, grid_text(c->g, "drawdown[%d].amount", k), GRID_POUNDS, (double)draw->amount);
        }
        c->g->failed |= text.failed;
        if (!c->g->failed)
            sums[n_sums++] =
                grid_line_of(c->g, c->sheet, GRID_PENCE, capital_label(c, "draws on the list"), text.data, n, refs);
        text_free(&text);
    }
    return grid_sum(c->g, c->sheet, GRID_PENCE, capital_label(c, "draws on the list, in all"), n_sums, sums);
}

/* What is to be drawn: as planned, unless all contracts that pay the bond have been ended; or what is needed. */
static int to_draw(struct capital *c) {
    if (c->d->drawdown.how == DRAW_AS_NEEDED)
        return c->wanted;
    int planned = c->d->drawdown.how == DRAW_UPFRONT
                      ? grid_line(c->g, c->sheet, GRID_PENCE, capital_label(c, "all is drawn in month 1"),
                                  "IF({0}=1,{1},0)", c->twin->book.month, c->committed)
                      : listed_draws(c);
    if (c->stopping == NONE)
        return planned;
    return grid_line(c->g, c->sheet, GRID_PENCE, capital_label(c, "to be drawn"), "IF({1}=1,0,{0})", planned,
                     c->stopping);
}

/* What can still be drawn of each tranche; what was repaid can be drawn again only from a revolving bond. */
static void undrawn(struct capital *c, int *left) {
    struct twin *t = c->twin;
    for (int k = 0; k < c->d->tranches.n; k++) {
        struct capital_tranche *tranche = &c->tranche[k];
        tranche->drawn_to_date =
            grid_later(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "drawn to date"), true);
        grid_define(c->g, tranche->drawn_to_date, "{0-}+{1}", tranche->drawn_to_date, t->tranche_drawn[c->bond][k]);
        left[k] =
            grid_line(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "can still be drawn"), "{0}-{1-}",
                      tranche->commitment, c->d->revolving ? t->tranche_principal[c->bond][k] : tranche->drawn_to_date);
    }
}

/* Draws from the tranches of one rank (0: of all), grants or others, in proportion to what each has left; returns what is
 * still wanted. */
static int draw_rank(struct capital *c, bool grants, int rank, int wanted, const int *left) {
    int from[GRID_REFS], whose[GRID_REFS], part[GRID_REFS], n = 0;
    const char *label[GRID_REFS];
    for (int k = 0; k < c->d->tranches.n && n < GRID_REFS - 2; k++) {
        const struct tranche *t = c->tranche[k].t;
        if (t->grant != grants || (rank > 0 && t->rank != rank))
            continue;
        from[n] = left[k];
        label[n] = capital_tranche_label(c, k, "drawn");
        whose[n++] = k;
    }
    if (n == 0 || c->g->failed)
        return wanted;
    int all =
        grid_sum(c->g, c->sheet, GRID_PENCE, capital_label(c, "can still be drawn of those who are next"), n, from);
    part[0] = grid_line(c->g, c->sheet, GRID_PENCE, n == 1 ? label[0] : capital_label(c, "drawn of those who are next"),
                        "MIN({0},{1})", wanted, all);
    int found = part[0];
    if (n > 1)
        grid_split_pro_rata(c->g, c->sheet, capital_label(c, "draw"), found, n, from, label, part);
    for (int i = 0; i < n; i++)
        grid_define(c->g, c->twin->tranche_drawn[c->bond][whose[i]], "{0}", part[i]);
    return grid_line(c->g, c->sheet, GRID_PENCE, capital_label(c, "still wanted"), "{0}-{1}", wanted, found);
}

static int draw_kind(struct capital *c, bool grants, int wanted, const int *left) {
    if (c->d->draw_order == DRAW_PRO_RATA)
        return draw_rank(c, grants, 0, wanted, left);
    for (int rank = c->d->n_ranks; rank >= 1; rank--)
        wanted = draw_rank(c, grants, rank, wanted, left);
    return wanted;
}

void capital_draw(struct capital *c) {
    int *left = twin_rows(c->twin, c->d->tranches.n), wanted = to_draw(c);
    if (!left)
        return;
    undrawn(c, left);
    wanted = draw_kind(c, true, wanted, left);
    (void)draw_kind(c, false, wanted, left);
}
