/* What a bond has to draw, and has to keep back, for the months ahead (rules 51 to 53): what has been earned and falls due then;
 * by-month costs, blocks and fees as they are known in advance; and what depends on clients as in this month. */
#include "engine/twin/twin_forecast.h"

#include "engine/books.h"

/* ---- The engine's figures, where there are no formulas ---- */

static double read_wanted(const struct books *b, int lane, int bond, int unused) {
    (void)unused;
    return (double)b->bonds[bond].seen.wanted[lane];
}

static double read_kept_back(const struct books *b, int lane, int bond, int unused) {
    (void)unused;
    return (double)b->bonds[bond].seen.kept_back[lane];
}

/* ---- The month ---- */

/* Adds a row, where there is one. */
static void plus(struct twin_formula *f, int row) {
    if (row != NONE)
        twin_formula_plus(f, "{0}", row);
}

static struct twin_formula formula(const struct capital *c, const char *words) {
    return (struct twin_formula){
        .t = c->twin, .sheet = TWIN_CAPITAL, .unit = GRID_PENCE, .label = capital_label(c, "%s", words)};
}

/* What it owes and has not paid under contracts at a month's end. */
static int open_debts(struct capital *c) {
    struct twin *t = c->twin;
    struct twin_formula owed = formula(c, "falls due to others in the month"),
                        paid = formula(c, "paid to others in the month");
    for (int l = 0; l < t->n_legs; l++) {
        if (t->leg[l].from != c->d->spv || t->leg[l].owed == NONE)
            continue;
        plus(&owed, t->leg[l].owed);
        plus(&paid, t->leg[l].paid);
    }
    int due = twin_formula_line(&owed), gone = twin_formula_line(&paid);
    if (due == NONE)
        return NONE;
    int open =
        grid_later(c->g, c->sheet, GRID_PENCE, capital_label(c, "owed to others and unpaid at the month's end"), true);
    grid_define(c->g, open, "{0-}+{1}-{2}", open, due, gone);
    c->falls_due = due;
    return open;
}

/* What it has to pay this month less what it will receive for certain. */
static int needed_now(struct capital *c) {
    struct twin *t = c->twin;
    struct twin_formula f = formula(c, "to be paid in the month less receipts that are certain");
    const struct party *spv = &t->s->parties.items[c->d->spv];
    if (c->open_debts != NONE) {
        twin_formula_plus(&f, "{0-}", c->open_debts);
        plus(&f, c->falls_due);
    }
    plus(&f, t->general_costs[c->d->spv]);
    for (int k = 0; k < c->d->fees.n; k++) {
        if (c->d->fees.items[k].rank == 0)
            plus(&f, c->fee[k].owed);
    }
    for (int i = 0; i < t->s->contracts.n; i++) {
        const struct contract *contract = &t->s->contracts.items[i];
        if (contract->payee == c->d->spv && t->s->parties.items[contract->payer].always_pays && t->net_due[i] != NONE)
            twin_formula_plus(&f, "(0-{0})", t->net_due[i]);
    }
    for (int k = 0; k < spv->other_income.n; k++) {
        int income = t->income[t->books->spending.first_income[c->d->spv] + k];
        if (income != NONE)
            twin_formula_plus(&f, "(0-{0})", income);
    }
    return twin_formula_line(&f);
}

/* ---- Months ahead ---- */

/* Line: the month that is so many months ahead. */
static int month_ahead(struct twin *t, int k) {
    struct grid *g = &t->book.grid;
    if (!t->ahead)
        t->ahead = twin_rows(t, t->s->months + 1);
    for (int i = 1; t->ahead && i <= k; i++) {
        if (t->ahead[i] == NONE)
            t->ahead[i] = grid_line(g, t->sheet[TWIN_CAPITAL], GRID_MONTH, grid_text(g, "Month: %d ahead", i), "{0}+1",
                                    i == 1 ? t->book.month : t->ahead[i - 1]);
    }
    return t->ahead ? t->ahead[k] : NONE;
}

/* How far one forecast looks.
 *   most    of months that it can look ahead
 *   until   line or point: the last month that it looks at
 *   words   of labels: "to be drawn for"; at_end: it is made at the month's end */
struct horizon {
    int most, until;
    const char *words;
    bool at_end;
};

/* What has to be paid less what will be received so many months ahead. */
static int needed_then(struct capital *c, const struct streams *s, const struct horizon *h, int k, int ahead) {
    struct twin_formula pays = formula(c, grid_text(c->g, "%s: paid %d ahead, exact", h->words, k));
    struct twin_formula gets = formula(c, grid_text(c->g, "%s: received %d ahead", h->words, k));
    pays.unit = GRID_NUMBER;
    streams_paid(c, s, h->at_end, ahead, &pays);
    streams_received(c, s, ahead, &gets);
    int out = twin_formula_line(&pays), in = twin_formula_line(&gets);
    struct twin_formula net = formula(c, grid_text(c->g, "%s: paid less received %d ahead", h->words, k));
    if (out != NONE)
        twin_formula_plus(&net, "SIGN({0})*(ROUND(ABS({0}),0)-(MOD(ABS({0}),2)=0.5))", out);
    if (in != NONE)
        twin_formula_plus(&net, "(0-{0})", in);
    return twin_formula_line(&net);
}

/* The largest need over the months ahead, at least 0: of what is needed in all by each of them. */
static int largest(struct capital *c, const struct streams *s, const struct horizon *h) {
    struct twin *t = c->twin;
    int first = NONE, last = NONE, *net = twin_rows(t, h->most + 1);
    for (int k = 1; net && k <= h->most && !c->g->failed; k++)
        net[k] = needed_then(c, s, h, k, month_ahead(t, k));
    for (int k = 1; net && k <= h->most && !c->g->failed && net[k] != NONE; k++) {
        const char *label = capital_label(c, "%s: needed in all, %d ahead", h->words, k);
        last =
            grid_line(c->g, c->sheet, GRID_PENCE, label, last == NONE ? "IF({1}<={2},{0},0)" : "{3}+IF({1}<={2},{0},0)",
                      net[k], t->ahead[k], h->until, last);
        first = first == NONE ? last : first;
    }
    if (last == NONE || c->g->failed)
        return NONE;
    return grid_line(c->g, c->sheet, GRID_PENCE, capital_label(c, "%s: the largest need ahead", h->words),
                     "MAX(0,{0|1})", first, last);
}

/* ---- Drawing ---- */

/* General cash when capital is drawn: loans have been. */
static int cash_then(struct capital *c) {
    struct twin *t = c->twin;
    struct twin_formula f = formula(c, "cash before the draw");
    twin_formula_add(&f, "{0}", t->opening[c->d->spv]);
    return twin_formula_line(&f);
}

void capital_wanted(struct capital *c) {
    struct twin *t = c->twin;
    const struct party *spv = &t->s->parties.items[c->d->spv];
    c->open_debts = c->falls_due = NONE;
    if (streams_are_known(c))
        c->open_debts = open_debts(c);
    if (c->d->drawdown.how != DRAW_AS_NEEDED)
        return;
    if (!streams_are_known(c)) {
        c->wanted =
            twin_engine(t, TWIN_CAPITAL, GRID_PENCE, capital_label(c, "has to be drawn"), read_wanted, c->bond, 0);
        return;
    }
    int months = (c->d->draw_every > c->d->draw_ahead ? c->d->draw_every : c->d->draw_ahead) - 1;
    struct horizon h = {.most = months, .until = c->last_of_scheme, .words = "to be drawn", .at_end = false};
    struct streams *s = streams_of(c);
    struct twin_formula f = formula(c, "has to be drawn, less cash");
    plus(&f, needed_now(c));
    plus(&f, s ? largest(c, s, &h) : NONE);
    int least = live_setting(&t->book, &spv->place, "minimum_cash", GRID_POUNDS, (double)spv->minimum_cash);
    if (c->stopping == NONE)
        plus(&f, least);
    else
        twin_formula_plus(&f, "IF({0}=1,0,{1})", c->stopping, least);
    twin_formula_plus(&f, "(0-{0})", cash_then(c));
    int need = twin_formula_line(&f), failed = t->failed[c->d->spv];
    int every = capital_setting(c, "draw_every", GRID_COUNT, c->d->draw_every);
    c->wanted =
        grid_line(c->g, c->sheet, GRID_PENCE, capital_label(c, "has to be drawn"),
                  failed == NONE ? "IF(MOD({0}-1,{1})=0,MAX(0,{2}),0)" : "IF(AND(MOD({0}-1,{1})=0,{3}=0),MAX(0,{2}),0)",
                  t->book.month, every, need, failed);
}

/* ---- Keeping back ---- */

/* The last month of service of the contracts that the spv pays. */
static int end_of_delivery(struct capital *c) {
    struct twin *t = c->twin;
    int end = NONE, latest = 0;
    for (int i = 0; i < t->s->contracts.n; i++) {
        const struct contract *contract = &t->s->contracts.items[i];
        if (!contract_is_paid_by(contract, c->d->spv))
            continue;
        int to = live_setting(&t->book, &contract->place, "to", GRID_MONTH, contract->to);
        latest = contract->to > latest ? contract->to : latest;
        end = end == NONE
                  ? to
                  : grid_point(c->g, c->sheet, GRID_MONTH, capital_label(c, "end of delivery, with %s", contract->name),
                               "MAX({0},{1})", end, to);
    }
    if (end != NONE && latest == c->d->delivery_end)
        return end;
    return capital_setting(c, "end of delivery", GRID_MONTH, c->d->delivery_end);
}

/* For how many months ahead cash is kept back. */
static struct horizon months_retained(struct capital *c) {
    struct twin *t = c->twin;
    struct horizon h = {.most = 0, .until = NONE, .words = "to be kept back", .at_end = true};
    const char *label = capital_label(c, "last month for which cash is kept back");
    if (c->d->retain != NONE) {
        h.most = c->d->retain < t->s->months - 1 ? c->d->retain : t->s->months - 1;
        h.until = grid_line(c->g, c->sheet, GRID_MONTH, label, "MIN({0}+{1},{2})", t->book.month,
                            capital_setting(c, "retain", GRID_COUNT, c->d->retain), c->last_of_scheme);
    } else if (c->d->recycle) {
        h.most = c->d->delivery_end - 1;
        h.until = end_of_delivery(c);
    }
    return h;
}

void capital_kept_back(struct capital *c) {
    struct twin *t = c->twin;
    if (!streams_are_known(c)) {
        c->kept_back =
            twin_engine(t, TWIN_CAPITAL, GRID_PENCE, capital_label(c, "has to be kept back for payments to come"),
                        read_kept_back, c->bond, 0);
        return;
    }
    struct horizon h = months_retained(c);
    struct streams *s = streams_of(c);
    struct twin_formula f = formula(c, "has to be kept back for payments to come");
    plus(&f, c->open_debts);
    plus(&f, s && h.most > 0 ? largest(c, s, &h) : NONE);
    c->kept_back = twin_formula_line(&f);
}
