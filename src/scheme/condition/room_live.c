#include "scheme/condition/room_live.h"

int room_live_used(const struct live_month *m, const char *words, int begins) {
    const struct live *l = m->l;
    struct grid *g = &l->book->grid;
    int to_date = grid_later(g, l->sheet, GRID_PENCE, live_label(l, "earned %s", words), true);
    int before = grid_line(g, l->sheet, GRID_PENCE, live_label(l, "earned %s before this month", words),
                           begins == NONE ? "{1-}" : "IF({0}=1,0,{1-})", begins == NONE ? to_date : begins, to_date);
    grid_define(g, to_date, "{0}+{1}", before, m->earned);
    if (m->so_far == NONE)
        return before;
    return grid_line(g, l->sheet, GRID_PENCE, live_label(l, "earned %s before what is passed on", words), "{0}+{1}",
                     before, m->so_far);
}

int room_live_now(const struct live_month *m) {
    const char *label = live_label(m->l, "earned in the month so far");
    struct live_formula f = {.n = 0};
    for (int i = 0; i < m->n_lines; i++) {
        if (m->gain[i] != NONE)
            live_add(m->l, GRID_PENCE, label, &f, "{}", m->gain[i]);
        if (m->loss[i] != NONE)
            live_add(m->l, GRID_PENCE, label, &f, "(0-{})", m->loss[i]);
    }
    return live_line(m->l, GRID_PENCE, label, &f);
}

void room_live_cut(struct live_month *m, const char *words, int limit, int used) {
    const struct live *l = m->l;
    struct grid *g = &l->book->grid;
    const char *labels[GRID_REFS];
    int weights[GRID_REFS], parts[GRID_REFS], place[GRID_REFS], n = 0;
    for (int i = 0; i < m->n_lines; i++) {
        if (m->gain[i] == NONE)
            continue;
        labels[n] = live_label(l, "%s, after the %s", live_line_name(l, i), words);
        weights[n] = m->gain[i];
        place[n++] = i;
    }
    if (n == 0)
        return;
    int total = grid_sum(g, l->sheet, GRID_PENCE, live_label(l, "earned before the %s", words), n, weights);
    int left = grid_line(g, l->sheet, GRID_PENCE, live_label(l, "what the %s leaves", words), "MIN({0},MAX({1}-{2},0))",
                         total, limit, used);
    if (n == 1)
        parts[0] = left;
    else
        grid_split_pro_rata(g, l->sheet, live_label(l, "what the %s leaves", words), left, n, weights, labels, parts);
    for (int i = 0; i < n; i++)
        m->gain[place[i]] = parts[i];
}
