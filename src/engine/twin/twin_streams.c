/* What flows to and from an spv under contracts, by when it is due, and its own costs and income. */
#include "engine/books.h"
#include "engine/twin/twin_forecast.h"

/* ---- Whether it is known ---- */

static bool per_client(const struct cost *cost) {
    return cost->per_referral.quantity || cost->per_start.quantity || cost->per_client_month.quantity ||
           cost->per_outcome.quantity;
}

/* What the spv spends and has from elsewhere: known where it is given by month. */
static bool own_is_known(const struct party *spv) {
    bool known = spv->workers.n == 0;
    for (int k = 0; k < spv->costs.n; k++)
        known &= spv->costs.items[k].monthly.n > 0 && !per_client(&spv->costs.items[k]);
    return known;
}

/* What a term will be paid: not what passes receipts on, nor what is certain and has no formulas. */
static bool term_is_known(const struct twin *t, int contract, int k) {
    const struct term *term = &t->s->contracts.items[contract].terms.items[k];
    return !term->kind->source && (!term->kind->scheduled || t->certain[t->first_term[contract] + k] != NONE);
}

static bool contract_is_known(const struct twin *t, int contract, bool paid) {
    const struct contract *c = &t->s->contracts.items[contract];
    bool known = c->payers.n <= 1 && !conditions_hold(c) && !twin_has_advance(t, contract);
    for (int k = 0; paid && k < c->terms.n && !c->without; k++)
        known &= term_is_known(t, contract, k);
    return known;
}

bool streams_are_known(const struct capital *c) {
    const struct twin *t = c->twin;
    bool known = own_is_known(&t->s->parties.items[c->d->spv]);
    for (int k = 0; k < t->s->loans.n; k++)
        known &= t->s->loans.items[k].borrower != c->d->spv;
    for (int i = 0; i < t->s->contracts.n; i++) {
        bool paid = contract_is_paid_by(&t->s->contracts.items[i], c->d->spv);
        if (paid || t->s->contracts.items[i].payee == c->d->spv)
            known &= contract_is_known(t, i, paid);
    }
    return known;
}

/* ---- Making ---- */

static const struct twin_cycle *cycle_of(const struct twin *t, int contract, int k) { return &t->cycle[contract][k]; }

static bool same_stream(const struct twin *t, int contract, int a, int b) {
    const struct twin_cycle *x = cycle_of(t, contract, a), *y = cycle_of(t, contract, b);
    return x->due == y->due && x->accepted == y->accepted && x->pays == y->pays && x->late_flag == y->late_flag;
}

static const char *stream_label(const struct twin *t, const struct stream *s, const char *words) {
    return live_label(&t->contract[s->contract], "%s under its claim cycle %d", words, s->first + 1);
}

/* Gains less losses of the terms of a stream. */
static int earned_of(struct twin *t, const struct stream *s) {
    struct twin_formula f = {
        .t = t, .sheet = TWIN_CAPITAL, .unit = GRID_PENCE, .label = stream_label(t, s, "earned less owed back")};
    int first = t->first_term[s->contract], n = t->first_term[s->contract + 1] - first;
    for (int k = s->first; k < n; k++) {
        if (!same_stream(t, s->contract, s->first, k))
            continue;
        if (t->gain[first + k] != NONE)
            twin_formula_plus(&f, "{0}", t->gain[first + k]);
        if (t->loss[first + k] != NONE)
            twin_formula_plus(&f, "(0-{0})", t->loss[first + k]);
    }
    return twin_formula_line(&f);
}

/* In which month what is accepted in a month is paid, late where it is known to be. */
static int paid_in(struct twin *t, const struct stream *s, const struct twin_cycle *y) {
    struct twin_formula f = {.t = t,
                             .sheet = TWIN_CAPITAL,
                             .unit = GRID_MONTH,
                             .label = stream_label(t, s, "month in which is paid what is accepted")};
    twin_formula_plus(&f, "{0}", t->book.month);
    if (y->pays != NONE)
        twin_formula_plus(&f, "{0}", y->pays);
    if (y->late)
        twin_formula_plus(&f, "{0}*{1}", y->late_flag, y->late_months);
    return twin_formula_line(&f);
}

static struct stream make_stream(struct twin *t, int contract, int k) {
    const struct twin_cycle *y = cycle_of(t, contract, k);
    struct stream s = {.contract = contract, .first = k};
    s.due = y->due == NONE ? t->book.month : y->due;
    s.agreed = y->accepted == NONE ? t->book.month : y->accepted;
    s.earned = earned_of(t, &s);
    s.paid = paid_in(t, &s, y);
    s.accepted =
        s.earned == NONE ? NONE : twin_falls_due(t, stream_label(t, &s, "accepted"), y->accepted, s.earned, false);
    return s;
}

/* The streams of a contract; returns how many. */
static int streams_of_contract(struct twin *t, int contract, struct stream *into) {
    int n = t->first_term[contract + 1] - t->first_term[contract], made = 0;
    for (int k = 0; k < n && !t->book.grid.failed; k++) {
        int like = 0;
        while (like < k && !same_stream(t, contract, like, k))
            like++;
        if (like == k)
            into[made++] = make_stream(t, contract, k);
    }
    return made;
}

static int planned(struct capital *c, int raw) {
    return grid_post(c->g, c->sheet, grid_text(c->g, "%s, as planned", c->g->rows[raw].label), raw);
}

static void make_own(struct capital *c, struct streams *s) {
    struct twin *t = c->twin;
    const struct party *spv = &t->s->parties.items[c->d->spv];
    for (int k = 0; k < spv->costs.n; k++) {
        int raw = t->item_planned[t->books->spending.first_cost[c->d->spv] + k];
        if (raw != NONE)
            s->cost[s->n_costs++] = planned(c, raw);
    }
    for (int k = 0; k < spv->other_income.n; k++) {
        int raw = t->income_planned[t->books->spending.first_income[c->d->spv] + k];
        if (raw != NONE)
            s->income[s->n_income++] = planned(c, raw);
    }
}

struct streams *streams_of(struct capital *c) {
    struct twin *t = c->twin;
    const struct party *spv = &t->s->parties.items[c->d->spv];
    if (c->streams)
        return c->streams;
    struct streams *s = arena_array(&t->arena, 1, sizeof *s);
    size_t terms = (size_t)t->n_terms + 1;
    if (s) {
        s->out = arena_array(&t->arena, terms, sizeof *s->out);
        s->in = arena_array(&t->arena, terms, sizeof *s->in);
        s->cost = twin_rows(t, spv->costs.n);
        s->income = twin_rows(t, spv->other_income.n);
    }
    t->book.grid.failed |= !s || !s->out || !s->in;
    for (int i = 0; i < t->s->contracts.n && !t->book.grid.failed; i++) {
        const struct contract *contract = &t->s->contracts.items[i];
        if (contract->payer == c->d->spv)
            s->n_out += streams_of_contract(t, i, s->out + s->n_out);
        if (contract->payee == c->d->spv && t->s->parties.items[contract->payer].always_pays)
            s->n_in += streams_of_contract(t, i, s->in + s->n_in);
    }
    if (!t->book.grid.failed)
        make_own(c, s);
    c->streams = t->book.grid.failed ? NULL : s;
    return c->streams;
}

/* ---- What is paid, and received, in a month ahead ---- */

/* What has been earned and is due then: late where it has been accepted and is known to be. */
static void earned_and_due(struct twin *t, const struct stream *s, int ahead, struct twin_formula *f) {
    const struct twin_cycle *y = cycle_of(t, s->contract, s->first);
    if (s->earned == NONE || (y->due == NONE && !y->late))
        return;
    if (!y->late) {
        twin_formula_plus(f, "SUMIFS({0<=},{1<=},{2})", s->earned, s->due, ahead);
        return;
    }
    twin_formula_plus(f, "SUMIFS({0<=},{1<=},{2})", s->accepted, s->paid, ahead);
    if (y->accepted != NONE)
        twin_formula_plus(f, "SUMIFS({0<=},{1<=},{2},{3<=},\">\"&{4})", s->earned, s->due, ahead, s->agreed,
                          t->book.month);
}

/* What a term is certain to earn until then and is due then. */
static void certain_and_due(struct capital *c, const struct stream *s, int number, int ahead, struct twin_formula *f) {
    struct twin *t = c->twin;
    const struct live *l = &t->contract[s->contract];
    if (l->last == NONE)
        twin_formula_plus(f, "SUMIFS({0>},{1>},{2},{3>},1)", t->certain[number], s->due, ahead, l->payable);
    else
        twin_formula_plus(f, "SUMIFS({0>},{1>},{2},{3>},1)*({4}>{5})", t->certain[number], s->due, ahead, l->payable,
                          l->last, c->last_of_scheme);
    if (l->last != NONE)
        twin_formula_plus(f, "SUMIFS({0>},{1>},{2},{3>},1)*({4}<={5})", t->certain_ended[number], s->due, ahead,
                          l->payable, l->last, c->last_of_scheme);
}

/* What a term that depends on clients will earn until then, as in this month, and is due then. */
static void going_on_and_due(struct capital *c, const struct stream *s, int number, int ahead, struct twin_formula *f) {
    struct twin *t = c->twin;
    const struct live *l = &t->contract[s->contract];
    if (t->gain[number] == NONE)
        return;
    if (t->stop[number] == NONE)
        twin_formula_plus(f, "{0}*SUMIFS({1>},{2>},{3})", t->gain[number], l->payable, s->due, ahead);
    else
        twin_formula_plus(f, "{0}*SUMIFS({1>},{2>},{3},{4>},\"<=\"&{5})", t->gain[number], l->payable, s->due, ahead,
                          t->book.month, t->stop[number]);
}

static void stream_paid(struct capital *c, const struct stream *s, int ahead, struct twin_formula *f) {
    struct twin *t = c->twin;
    const struct contract *contract = &t->s->contracts.items[s->contract];
    earned_and_due(t, s, ahead, f);
    for (int k = s->first; k < contract->terms.n && !contract->without; k++) {
        int number = t->first_term[s->contract] + k;
        if (!same_stream(t, s->contract, s->first, k))
            continue;
        if (t->certain[number] != NONE)
            certain_and_due(c, s, number, ahead, f);
        else
            going_on_and_due(c, s, number, ahead, f);
    }
}

/* Costs or income of its own while it trades, as is known now. */
static void own_then(struct capital *c, int row, int ahead, struct twin_formula *f) {
    struct twin *t = c->twin;
    int failed = t->failed[c->d->spv];
    if (failed == NONE)
        twin_formula_plus(f, "SUMIFS({0>},{1>},{2})*({2}<={3})", row, t->book.month, ahead, c->last);
    else
        twin_formula_plus(f, "SUMIFS({0>},{1>},{2})*({2}<={3})*({4}=0)", row, t->book.month, ahead, c->last, failed);
}

void streams_paid(struct capital *c, const struct streams *s, bool at_end, int ahead, struct twin_formula *f) {
    struct twin *t = c->twin;
    for (int i = 0; i < s->n_out; i++)
        stream_paid(c, &s->out[i], ahead, f);
    for (int k = 0; k < c->d->fees.n; k++) {
        const struct capital_fee *fee = &c->fee[k];
        if (fee->f->rank == 0)
            twin_formula_plus(f, "SUMIFS({0>},{1>},{2})*({2}<={3})*{4}", fee->falls, t->book.month, ahead, c->last,
                              at_end ? fee->later : fee->now);
    }
    for (int k = 0; k < s->n_costs; k++)
        own_then(c, s->cost[k], ahead, f);
}

void streams_received(struct capital *c, const struct streams *s, int ahead, struct twin_formula *f) {
    for (int i = 0; i < s->n_in; i++) {
        const struct twin_cycle *y = cycle_of(c->twin, s->in[i].contract, s->in[i].first);
        if (s->in[i].accepted != NONE && (y->pays != NONE || y->late))
            twin_formula_plus(f, "SUMIFS({0<=},{1<=},{2})", s->in[i].accepted, s->in[i].paid, ahead);
    }
    for (int k = 0; k < s->n_income; k++)
        own_then(c, s->income[k], ahead, f);
}
