/* What is earned under every contract, month by month: terms, then conditions. */
#include "engine/books.h"
#include "engine/twin/twin.h"

/* A contract's month as it is being put together. Lines are its terms and, after them, those of its conditions.
 *   gain, loss  [n]: as they stand; before: gains before conditions; earned: what the faces of terms gave */
struct making {
    struct twin *t;
    const struct contract *c;
    struct live *l;
    int contract, first, n;
    int *gain, *loss, *before;
    struct live_earned *earned;
};

static bool waits(const struct term *t) { return t->kind->source != NULL; }

/* ---- One term ---- */

/* The line of what a term's prices are multiplied by. */
static int index_of(const struct live *l) {
    struct live scaled = *l;
    for (int i = 0; conditions[i]; i++) {
        const void *settings = condition_settings(l->c, i);
        if (settings && conditions[i]->live_scale)
            scaled.index = conditions[i]->live_scale(&scaled, settings);
    }
    return scaled.index;
}

/* What has come in under the contract that a term passes on. What it never owes back is nothing to pass on. */
static struct live_receipts receipts_of(struct twin *t, const struct term *term) {
    bool when_due;
    int of = term->kind->source(term, &when_due);
    const struct twin_passed *passed = &t->passed[of];
    bool losses = false;
    for (int number = t->first_term[of]; number < t->first_term[of + 1]; number++)
        losses |= t->loss[number] != NONE;
    return (struct live_receipts){.of = &t->s->contracts.items[of],
                                  .total = passed->paid_month,
                                  .gain = when_due ? passed->part_due : passed->came,
                                  .loss = losses ? passed->part_owed : twin_rows(t, t->s->contracts.items[of].n_parts)};
}

/* The contract whose receipts a term passes on, or NONE. */
static int source_of(const struct term *t) {
    bool when_due;
    return waits(t) ? t->kind->source(t, &when_due) : NONE;
}

/* The last month in which a term earns: of service, or of what was complete by then unless capital is repaid instead. */
static int stop_of(const struct live *l) {
    if (!l->t->kind->live_completes)
        return l->last;
    int completes = l->t->kind->live_completes(l, l->last);
    if (l->capital == NONE)
        return completes;
    return grid_line(&l->book->grid, l->sheet, GRID_MONTH, live_label(l, "last month in which it earns"),
                     "IF({0}=1,{1},{2})", l->capital, l->last, completes);
}

/* Appends the condition that a term still earns. A share of receipts goes on where nothing that is earned later is among
 * them. */
static void put_goes_on(const struct twin *t, const struct live *l, struct live_formula *f) {
    int of = source_of(l->t);
    live_put(f, "OR({}<={}", l->book->month, stop_of(l));
    if (l->pipeline != NONE && (l->t->kind->results || of != NONE))
        live_put(f, ",{}=1", l->pipeline);
    if (of != NONE && t->contract[of].last != NONE) {
        const struct live *above = &t->contract[of];
        live_put(f, ",AND({}<={}", above->last, l->last);
        if (above->pipeline != NONE)
            live_put(f, ",{}=0", above->pipeline);
        live_put(f, ")");
    }
    live_put(f, ")");
}

/* Rounds what a term earned to whole pence, in months in which it is payable and its contract goes on. What passes on parts
 * of what was earned above is cut where that is earned. */
static int post(const struct making *m, const struct live *l, const char *words, int raw, int cut_short) {
    static const char *const rounded = "ROUND({},0)-(MOD({},2)=0.5)";
    bool ends = l->last != NONE && (!waits(l->t) || l->t->kind->at_once);
    struct live_formula f = {.n = 0};
    if (raw == NONE)
        return NONE;
    live_put(&f, "{}*", l->payable);
    if (ends) {
        live_put(&f, "IF(");
        put_goes_on(m->t, l, &f);
    }
    live_put(&f, ends ? "," : "(");
    live_put(&f, rounded, raw, raw);
    if (ends && cut_short != NONE) {
        live_put(&f, ",IF(AND({}={}+1,{-}>{}),", l->book->month, l->last, l->last, l->last);
        live_put(&f, rounded, cut_short, cut_short);
        live_put(&f, ",0)");
    } else if (ends) {
        live_put(&f, ",0");
    }
    live_put(&f, ")");
    return live_line(l, GRID_PENCE, live_label(m->l, "%s %s", live_line_name(l, l->term), words), &f);
}

/* The last month in which a term that depends on clients earns, as far as it is known: past the scheme's last where it goes on
 * to pay what people still achieve. */
static int stop_as_known(const struct twin *t, const struct live *l) {
    if (l->last == NONE)
        return NONE;
    int stop = stop_of(l);
    if (l->pipeline == NONE || !l->t->kind->results)
        return stop;
    int months = live_setting(l->book, &t->s->place, "months", GRID_COUNT, t->s->months);
    return grid_line(&l->book->grid, l->sheet, GRID_MONTH, live_label(l, "last month in which it is taken to earn"),
                     "IF({0}=1,{1},{2})", l->pipeline, months, stop);
}

/* Leaves what its payer foresees of a term. */
static void foresee(const struct making *m, const struct live *l, const struct live_earned *e) {
    struct twin *t = m->t;
    int number = m->first + l->term;
    if (!l->foreseen || waits(l->t))
        return;
    t->certain[number] = e->certain;
    t->certain_ended[number] = e->certain_ended;
    if (e->certain == NONE)
        t->stop[number] = stop_as_known(t, l);
}

static void make_term(struct making *m, int k) {
    struct twin *t = m->t;
    struct live l = *m->l;
    struct live_earned *e = &m->earned[k];
    bool kept;
    l.t = &m->c->terms.items[k];
    l.term = k;
    *e = (struct live_earned){NONE, NONE, NONE, NULL, NULL, false, NONE, NONE, NONE, NONE, NONE};
    if (!l.t->kind->earn)
        return;
    l.index = index_of(&l);
    if (waits(l.t))
        l.receipts = receipts_of(t, l.t);
    if (l.by_part) {
        e->weight = twin_rows(t, m->c->n_parts);
        e->loss_weight = twin_rows(t, m->c->n_parts);
    }
    kept = l.t->kind->keeps_after && l.t->kind->keeps_after(l.t);
    if (kept)
        e->after =
            grid_later(&t->book.grid, l.sheet, GRID_PENCE, live_label(m->l, "%s earns", live_line_name(&l, k)), true);
    l.t->kind->live(&l, e);
    m->before[k] = m->gain[k] =
        post(m, &l, conditions_act(m->c) || kept ? "before conditions" : "earns", e->gain, e->cut_short);
    m->loss[k] = post(m, &l, "owes back", e->loss, NONE);
    foresee(m, &l, e);
}

/* ---- Conditions ---- */

/* What all of a contract's conditions refer to before it is known: terms after conditions, and their sum. */
static struct live_month month_of(struct making *m, int *all_gain, int *all_loss) {
    struct grid *g = &m->t->book.grid;
    struct live_month month = {.l = m->l, .n_lines = m->n, .so_far = NONE, .going = NONE};
    for (int k = 0; k < m->c->terms.n; k++) {
        all_gain[k] = m->earned[k].after;
        all_loss[k] = m->loss[k];
        if (all_gain[k] == NONE && m->gain[k] != NONE)
            all_gain[k] =
                grid_later(g, m->l->sheet, GRID_PENCE, live_label(m->l, "%s earns", live_line_name(m->l, k)), true);
    }
    month.all_gain = all_gain;
    month.all_loss = all_loss;
    month.earned = grid_later(g, m->l->sheet, GRID_PENCE, live_label(m->l, "earned less owed back in the month"), true);
    if (m->l->last != NONE)
        month.going = grid_line(g, m->l->sheet, GRID_FLAG, live_label(m->l, "goes on"), "IF({0}<={1},1,0)",
                                m->t->book.month, m->l->last);
    return month;
}

/* Conditions act on the terms of a part of the month: on those that wait for receipts, or on the others. */
static void act_on(struct making *m, struct live_month *month, bool waiting, bool last) {
    int line = m->c->terms.n;
    month->gain = twin_rows(m->t, m->n);
    month->loss = twin_rows(m->t, m->n);
    for (int k = 0; k < m->c->terms.n && !m->t->book.grid.failed; k++) {
        bool of_part = waits(&m->c->terms.items[k]) == waiting;
        month->gain[k] = of_part ? m->gain[k] : NONE;
        month->loss[k] = of_part ? m->loss[k] : NONE;
    }
    for (int i = 0; conditions[i] && !m->t->book.grid.failed; i++) {
        const void *settings = condition_settings(m->c, i);
        if (!settings)
            continue;
        month->settings = settings;
        month->own = conditions[i]->earns ? line++ : NONE;
        if (conditions[i]->live && (last || !conditions[i]->earns))
            conditions[i]->live(month);
    }
    for (int k = 0; k < m->n && !m->t->book.grid.failed; k++) {
        m->gain[k] = month->gain[k] != NONE ? month->gain[k] : m->gain[k];
        m->loss[k] = month->loss[k] != NONE ? month->loss[k] : m->loss[k];
    }
}

/* Gains less losses of lines, as the formula of a row or as a new one (row NONE). */
static int net_of(const struct making *m, const int *gain, const int *loss, const char *label, int row) {
    struct live_formula f = {.n = 0};
    for (int k = 0; k < m->n; k++) {
        if (gain[k] != NONE)
            live_add(m->l, GRID_PENCE, label, &f, "{}", gain[k]);
        if (loss[k] != NONE)
            live_add(m->l, GRID_PENCE, label, &f, "(0-{})", loss[k]);
    }
    if (row == NONE)
        return live_line(m->l, GRID_PENCE, label, &f);
    live_define(m->l, row, &f);
    return row;
}

static void make_conditions(struct making *m) {
    struct twin *t = m->t;
    int *all_gain = twin_rows(t, m->n), *all_loss = twin_rows(t, m->n);
    bool waiting = false, others = false;
    for (int k = 0; k < m->c->terms.n; k++) {
        waiting |= waits(&m->c->terms.items[k]);
        others |= !waits(&m->c->terms.items[k]);
    }
    if (t->book.grid.failed)
        return;
    struct live_month month = month_of(m, all_gain, all_loss);
    if (others)
        act_on(m, &month, false, !waiting);
    if (others && waiting)
        month.so_far = net_of(m, month.gain, month.loss, live_label(m->l, "earned before what is passed on"), NONE);
    if (waiting)
        act_on(m, &month, true, true);
    for (int k = 0; k < m->n && !t->book.grid.failed; k++) {
        if (k < m->c->terms.n && all_gain[k] != NONE)
            grid_define(&t->book.grid, all_gain[k], "{0}", m->gain[k]);
        all_gain[k] = k < m->c->terms.n ? all_gain[k] : m->gain[k];
        all_loss[k] = m->loss[k];
        m->gain[k] = all_gain[k];
    }
    if (!t->book.grid.failed)
        net_of(m, all_gain, all_loss, "", month.earned);
}

/* ---- A contract ---- */

static void make_contract(struct twin *t, int contract) {
    struct making m = {.t = t,
                       .c = &t->s->contracts.items[contract],
                       .l = &t->contract[contract],
                       .contract = contract,
                       .first = t->first_term[contract],
                       .n = t->first_term[contract + 1] - t->first_term[contract]};
    m.gain = twin_rows(t, m.n);
    m.loss = twin_rows(t, m.n);
    m.before = twin_rows(t, m.n);
    m.earned = arena_array(&t->arena, (size_t)m.n + 1, sizeof *m.earned);
    t->book.grid.failed |= m.earned == NULL;
    for (int k = 0; k < m.c->terms.n && !t->book.grid.failed; k++)
        make_term(&m, k);
    if (t->book.grid.failed)
        return;
    if (conditions_act(m.c)) {
        make_conditions(&m);
    } else {
        for (int k = 0; k < m.n; k++) { /* what looks back refers to it */
            if (m.earned[k].after != NONE)
                grid_define(&t->book.grid, m.earned[k].after, "{0}", m.gain[k]);
            m.gain[k] = m.earned[k].after != NONE ? m.earned[k].after : m.gain[k];
        }
    }
    for (int k = 0; k < m.n; k++) {
        t->gain[m.first + k] = m.gain[k];
        t->loss[m.first + k] = m.loss[k];
        if (m.gain[k] != NONE)
            grid_sums(&t->book.grid, m.gain[k]);
        if (m.loss[k] != NONE)
            grid_sums(&t->book.grid, m.loss[k]);
    }
    if (m.l->by_part)
        twin_parts(t, contract, m.before, m.earned);
}

void twin_earned(struct twin *t) {
    twin_endings(t);
    for (int i = 0; i < t->s->contracts.n && !t->book.grid.failed; i++) {
        int c = t->s->paying_order[i];
        (void)twin_own_contract(t, c);
        twin_contract_time(t, c);
        if (!t->s->contracts.items[c].without)
            make_contract(t, c);
    }
    (void)grid_own(&t->book.grid, GRID_NOBODYS);
}
