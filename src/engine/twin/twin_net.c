/* What is owed under a contract of what falls due: less what is kept back for advances and set off, collected where the payee has
 * failed, and split over the payers (rules 8, 10, 11, 26, 28, 72). */
#include "engine/twin/twin_claims.h"

/* What is owed under a contract, call by call, as the books owe it: every amount is split over the payers by itself. */
#define CALLS 16
struct calls {
    int n;
    int amount[CALLS];
};

/* An advance of the contract: its rows.
 *   balance  line: what of it has not been paid back, at the month's end; before: within the month so far, NONE: as at its start
 *   kept     what is kept back for it, call by call */
struct advance_rows {
    struct live_advance plan;
    int number;
    int paid, balance, before;
    struct calls kept;
};

/* A contract's month as it is netted.
 *   setoff   line: still to be set off at the month's end; before: within the month so far, NONE: as at its start
 *   over     line: 1 from the month on after which nothing more falls due; NONE: nothing can be owed back
 *   lost     what of what is owed cannot be collected
 *   compensation  line: capital that is paid when it ends early, or NONE */
struct netting {
    int contract;
    int setoff, before, over;
    int n_advances;
    struct advance_rows *advance;
    struct calls owed, debt, lost;
    int compensation;
};

static void call(struct calls *calls, int row) {
    if (row != NONE && calls->n < CALLS)
        calls->amount[calls->n++] = row;
}

static int line(struct twin *t, int contract, const char *words, const char *formula, int a, int b, int c, int d) {
    int refs[] = {a, b, c, d};
    return grid_line_of(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE, contract_label(t, contract, "%s", words),
                        formula, 4, refs);
}

/* A line that is 1 or 0. */
static int flag(struct twin *t, int contract, const char *words, const char *formula, int a, int b, int c, int d) {
    int row = line(t, contract, words, formula, a, b, c, d);
    if (!t->book.grid.failed)
        t->book.grid.rows[row].unit = GRID_FLAG;
    return row;
}

/* ---- Early ends ---- */

static double read_over(const struct books *b, int lane, int contract, int unused) {
    const struct contract_ending *ending = &b->endings.contract[contract];
    (void)unused;
    return ending->view.ended >> lane & 1 && b->month >= ending->last_due[lane] ? 1 : 0;
}

static double read_settles(const struct books *b, int lane, int contract, int unused) {
    int settles = b->endings.contract[contract].settles[lane], never = b->scheme->months + 1;
    (void)unused;
    return settles < never ? settles : never;
}

static double read_going(const struct books *b, int lane, int contract, int unused) {
    (void)unused;
    return endings_going(b, contract) >> lane & 1 ? 1 : 0;
}

/* Whether something may end a contract before its dates: by its own terms or above it, or because a party fails. */
static bool may_end(const struct twin *t) {
    bool any = t->books->endings.possible;
    for (int p = 0; p < t->s->parties.n; p++)
        any |= t->failed[p] != NONE;
    return any;
}

int twin_over(struct twin *t, int contract) {
    if (!may_end(t))
        return NONE;
    return twin_happened(t, GRID_FLAG,
                         contract_label(t, contract, "has ended early, and nothing more falls due after the month"),
                         read_over, contract, 0);
}

int twin_settles(struct twin *t, int contract) {
    if (!may_end(t))
        return NONE;
    return twin_happened_once(
        t, GRID_MONTH, contract_label(t, contract, "its early end is settled in month (past the last: it has none)"),
        read_settles, contract, 0);
}

/* ---- Advances ---- */

static bool on_account(const struct term *term) { return term->kind && term->kind->live_on_account; }

bool twin_has_advance(const struct twin *t, int contract) {
    const struct contract *c = &t->s->contracts.items[contract];
    bool any = false;
    for (int k = 0; k < c->terms.n; k++)
        any |= on_account(&c->terms.items[k]);
    return any;
}

/* The advances of a contract: their settings and what is paid of them; the balance is defined when all is known. */
static void open_advances(struct twin *t, struct netting *n) {
    const struct contract *c = &t->s->contracts.items[n->contract];
    n->advance = arena_array(&t->arena, (size_t)c->terms.n + 1, sizeof *n->advance);
    t->book.grid.failed |= n->advance == NULL;
    for (int k = 0; n->advance && k < c->terms.n; k++) {
        struct live l = t->contract[n->contract];
        struct advance_rows *a = &n->advance[n->n_advances];
        if (!on_account(&c->terms.items[k]))
            continue;
        l.t = &c->terms.items[k];
        l.term = k;
        *a = (struct advance_rows){.number = ++n->n_advances, .before = NONE};
        c->terms.items[k].kind->live_on_account(&l, &a->plan);
        a->balance = grid_later(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE,
                                contract_label(t, n->contract, "advance %d, not yet paid back", a->number), true);
    }
}

/* What is kept back of an amount for the advances that were paid before the month; returns what is left of it. */
static int keep_back(struct twin *t, struct netting *n, int amount) {
    int left = amount;
    for (int i = 0; i < n->n_advances; i++) {
        struct grid *g = &t->book.grid;
        struct advance_rows *a = &n->advance[i];
        int share = line(t, n->contract, "share of it that advances are kept back from", "IF({0}>{1},{2}*{3},0)",
                         t->book.month, a->plan.month, amount, a->plan.recover);
        share = grid_post(g, t->sheet[TWIN_SETTLED],
                          contract_label(t, n->contract, "at most kept back for advance %d", a->number), share);
        int kept =
            a->before == NONE
                ? line(t, n->contract, "kept back for the advance", "MIN({0},{1-},{2})", share, a->balance, left, left)
                : line(t, n->contract, "kept back for the advance", "MIN({0},{1},{2})", share, a->before, left, left);
        a->before = line(t, n->contract, "not yet paid back, now", a->before == NONE ? "{0-}-{1}" : "{0}-{1}",
                         a->before == NONE ? a->balance : a->before, kept, kept, kept);
        left = line(t, n->contract, "due less what is kept back", "{0}-{1}", left, kept, kept, kept);
    }
    return left;
}

static void pay_advances(struct twin *t, struct netting *n) {
    struct grid *g = &t->book.grid;
    for (int i = 0; i < n->n_advances; i++) {
        struct advance_rows *a = &n->advance[i];
        int amount = line(t, n->contract, "an advance falls due, exact", "IF({0}={1},{2},0)", t->book.month,
                          a->plan.month, a->plan.amount, a->plan.amount);
        if (may_end(t))
            amount = line(t, n->contract, "an advance falls due, exact, unless it has ended early", "{0}*{1}", amount,
                          twin_happened(t, GRID_FLAG, contract_label(t, n->contract, "is in service"), read_going,
                                        n->contract, 0),
                          amount, amount);
        a->paid = grid_post(g, t->sheet[TWIN_SETTLED],
                            contract_label(t, n->contract, "advance %d falls due", a->number), amount);
        call(&n->owed, a->paid);
        bool first = a->before == NONE;
        a->before = line(t, n->contract, "not yet paid back, with what is advanced", first ? "{0-}+{1}" : "{0}+{1}",
                         first ? a->balance : a->before, a->paid, a->paid, a->paid);
    }
}

/* At the long stop, or when the payee has failed, what is left is owed back. */
static void call_in(struct twin *t, struct netting *n) {
    const struct contract *c = &t->s->contracts.items[n->contract];
    struct grid *g = &t->book.grid;
    for (int i = 0; i < n->n_advances; i++) {
        struct advance_rows *a = &n->advance[i];
        int stop = live_setting(&t->book, &c->place, "last_claim", GRID_MONTH, c->last_claim);
        int months = live_setting(&t->book, &t->s->place, "months", GRID_MONTH, t->s->months);
        int last = flag(t, n->contract, "advances are called in", "IF({0}>=MIN({1},{2}),1,{3})", t->book.month, stop,
                        months, n->over);
        if (t->failed[c->payee] != NONE)
            last = flag(t, n->contract, "advances are called in, its payee having failed too", "MAX({0},{1})", last,
                        t->failed[c->payee], last, last);
        int called = line(t, n->contract, "advance called in", "{0}*{1}", a->before, last, last, last);
        call(&n->debt, called);
        grid_define(g, a->balance, "{0}-{1}", a->before, called);
    }
}

/* ---- Set-off ---- */

/* From which month on what is left to be set off is a debt. */
static void open_setoff(struct twin *t, struct netting *n, const struct twin_due *due) {
    n->over = n->setoff = n->before = NONE;
    if (due->last == NONE)
        return;
    int ended = twin_over(t, n->contract);
    n->over = ended == NONE ? flag(t, n->contract, "nothing more falls due after the month", "IF({0}>={1},1,0)",
                                   t->book.month, due->last, due->last, due->last)
                            : flag(t, n->contract, "nothing more falls due after the month", "IF({0}>={1},1,{2})",
                                   t->book.month, due->last, ended, ended);
    if (due->loss != NONE || due->in_turn_loss != NONE)
        n->setoff = grid_later(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE,
                               contract_label(t, n->contract, "still to be set off"), true);
}

/* Sets off what is owed back against an amount; returns what is left of it. */
static int set_off(struct twin *t, struct netting *n, int gain, int loss) {
    if (n->setoff == NONE)
        return gain;
    bool first = n->before == NONE;
    int before = first ? n->setoff : n->before;
    const char *sum = loss == NONE ? first ? "{0-}" : "{0}" : first ? "{0-}+{1}" : "{0}+{1}";
    int open = line(t, n->contract, "to be set off", sum, before, loss == NONE ? before : loss, before, before);
    int taken = gain == NONE ? NONE : line(t, n->contract, "set off", "MIN({0},{1})", open, gain, open, open);
    int left = taken == NONE ? open : line(t, n->contract, "left to be set off", "{0}-{1}", open, taken, open, open);
    int debt = line(t, n->contract, "left when nothing more falls due: a debt of the payee", "{0}*{1}", left, n->over,
                    left, left);
    call(&n->debt, debt);
    n->before = line(t, n->contract, "left to be set off later", "{0}-{1}", left, debt, left, left);
    return taken == NONE ? NONE : line(t, n->contract, "due less what is set off", "{0}-{1}", gain, taken, gain, gain);
}

/* Whether less may be collected of what a party is owed when it has failed. */
static bool collects_less(const struct twin *t, int party) {
    int collect = t->s->parties.items[party].collect;
    return t->failed[party] != NONE && collect != NONE && t->s->quantities.items[collect].place.path[0];
}

bool twin_writes_off(const struct twin *t, const struct twin_leg *leg) {
    return !t->s->parties.items[leg->from].always_pays && collects_less(t, leg->to);
}

static void declare_written(struct twin *t, int contract) {
    for (int i = t->first_leg[contract]; i < t->first_leg[contract + 1]; i++) {
        struct twin_leg *leg = &t->leg[i];
        if (twin_writes_off(t, leg))
            leg->written = grid_later(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE,
                                      contract_label(t, contract,
                                                     "written off of what %s has not paid, its creditor having failed",
                                                     t->s->parties.items[leg->from].name),
                                      true);
    }
}

/* What of an amount is collected where the payee has failed. */
static int collect(struct twin *t, struct netting *n, int amount) {
    const struct party *payee = &t->s->parties.items[t->s->contracts.items[n->contract].payee];
    int failed = t->failed[t->s->contracts.items[n->contract].payee];
    if (amount == NONE || !collects_less(t, t->s->contracts.items[n->contract].payee))
        return amount;
    int worth = line(t, n->contract, "due, as far as it can be collected, exact", "IF({0}=1,{1}*{2},{1})", failed,
                     amount, live_quantity(&t->book, payee->collect), amount);
    worth = grid_post(&t->book.grid, t->sheet[TWIN_SETTLED],
                      contract_label(t, n->contract, "due, as far as it can be collected"), worth);
    call(&n->lost, line(t, n->contract, "cannot be collected", "{0}-{1}", amount, worth, amount, amount));
    return worth;
}

static void net(struct twin *t, struct netting *n, int gain, int loss) {
    int left = gain == NONE ? NONE : keep_back(t, n, gain);
    call(&n->owed, collect(t, n, set_off(t, n, left, loss)));
}

/* ---- Legs ---- */

/* Owes amounts on a contract's legs from `first` on. known: how many of them are known when the month begins. */
static void owe(struct twin *t, int contract, int first, const struct calls *calls, int known, const char *words) {
    struct grid *g = &t->book.grid;
    const struct contract *c = &t->s->contracts.items[contract];
    int payers = c->payers.n > 0 ? c->payers.n : 1, sheet = t->sheet[TWIN_SETTLED];
    int *owed = twin_rows(t, payers * CALLS), share[GRID_REFS], parts[GRID_REFS];
    const char *label[GRID_REFS];
    for (int i = 0; owed && i < payers; i++) {
        const struct twin_leg *leg = &t->leg[first + i];
        const char *who = t->s->parties.items[leg->debt ? leg->to : leg->from].name;
        label[i] = contract_label(t, contract, "%s %s", words, who);
        share[i] = payers > 1 ? live_setting(&t->book, &c->place, grid_text(g, "payers.%d.share", i), GRID_RATE,
                                             c->payers.items[i].share)
                              : NONE;
    }
    for (int k = 0; owed && k < calls->n; k++) {
        parts[0] = calls->amount[k];
        if (payers > 1)
            grid_split(g, sheet, contract_label(t, contract, "shared by its payers"), calls->amount[k], payers, share,
                       label, parts);
        for (int i = 0; i < payers; i++)
            owed[i * CALLS + k] = parts[i];
    }
    for (int i = 0; owed && calls->n > 0 && i < payers; i++) {
        struct twin_leg *leg = &t->leg[first + i];
        leg->owed = grid_sum(g, sheet, GRID_PENCE, label[i], calls->n, owed + (size_t)i * CALLS);
        if (known < calls->n && payers > 1)
            leg->known = grid_sum(g, sheet, GRID_PENCE, grid_text(g, "%s, known before receipts are", label[i]), known,
                                  owed + (size_t)i * CALLS);
    }
}

/* Accepted to date: gains less losses, and less what cannot be collected. */
static void accept(struct twin *t, const struct netting *n, const struct twin_due *due) {
    struct grid *g = &t->book.grid;
    struct text_buf formula = {0};
    int refs[GRID_REFS], used = 0;
    int row =
        grid_later(g, t->sheet[TWIN_SETTLED], GRID_PENCE, contract_label(t, n->contract, "accepted to date"), true);
    t->accepted[n->contract] = row;
    refs[used++] = row;
    text_append(&formula, "{0-}");
    if (due->accepted != NONE) {
        text_appendf(&formula, "+{%d}", used);
        refs[used++] = due->accepted;
    }
    if (due->unaccepted != NONE) {
        text_appendf(&formula, "-{%d}", used);
        refs[used++] = due->unaccepted;
    }
    if (n->compensation != NONE) {
        text_appendf(&formula, "+{%d}", used);
        refs[used++] = n->compensation;
    }
    for (int i = 0; i < n->lost.n; i++) {
        text_appendf(&formula, "-{%d}", used);
        refs[used++] = n->lost.amount[i];
    }
    for (int i = t->first_leg[n->contract]; i < t->first_leg[n->contract + 1] && used < GRID_REFS; i++) {
        if (t->leg[i].written == NONE)
            continue;
        text_appendf(&formula, t->leg[i].debt ? "+{%d}" : "-{%d}", used);
        refs[used++] = t->leg[i].written;
    }
    g->failed |= formula.failed;
    if (!g->failed)
        grid_define_of(g, row, formula.data, used, refs);
    text_free(&formula);
}

static void put(struct live_formula *f, const char *sign, int row) {
    if (row == NONE)
        return;
    live_put(f, sign);
    live_put(f, "{}", row);
}

/* What is owed, less what is owed back, is what falls due, with what is kept back for advances and what is still to be set off.
 * Advances and set-off alone could lose a penny on the way. */
static void check(struct twin *t, const struct netting *n, const struct twin_due *due) {
    struct live_formula f = {.n = 0};
    if (n->setoff == NONE && n->n_advances == 0)
        return;
    live_put(&f, "ABS(0");
    for (int i = 0; i < n->owed.n; i++)
        put(&f, "+", n->owed.amount[i]);
    for (int i = 0; i < n->debt.n; i++)
        put(&f, "-", n->debt.amount[i]);
    for (int i = 0; i < n->lost.n; i++)
        put(&f, "+", n->lost.amount[i]);
    put(&f, "-", due->gain);
    put(&f, "-", due->in_turn);
    put(&f, "-", n->compensation);
    put(&f, "+", due->loss);
    put(&f, "+", due->in_turn_loss);
    if (n->setoff != NONE)
        live_put(&f, "-{}+{-}", n->setoff, n->setoff);
    for (int i = 0; i < n->n_advances; i++)
        live_put(&f, "-{}+{-}", n->advance[i].balance, n->advance[i].balance);
    live_put(&f, ")");
    struct live l = t->contract[n->contract];
    l.sheet = t->sheet[TWIN_CHECKS];
    int apart = live_line(&l, GRID_PENCE, live_label(&l, "due, less owed, set off and kept back, without sign"), &f);
    twin_check(t, live_label(&l, "what falls due is owed, set off or kept back"), "IF(SUM({0:})<0.5,1,0)", apart);
}

int twin_net(struct twin *t, int contract, const struct twin_due *due) {
    struct grid *g = &t->book.grid;
    const struct contract *c = &t->s->contracts.items[contract];
    int payers = c->payers.n > 0 ? c->payers.n : 1, first = t->first_leg[contract];
    struct netting n = {.contract = contract, .compensation = NONE};
    declare_written(t, contract);
    open_setoff(t, &n, due);
    open_advances(t, &n);
    net(t, &n, due->gain, due->loss);
    pay_advances(t, &n);
    n.compensation = twin_compensation(t, contract);
    if (n.compensation != NONE)
        net(t, &n, n.compensation, NONE);
    int known = n.owed.n;
    if (due->in_turn != NONE || due->in_turn_loss != NONE)
        net(t, &n, due->in_turn, due->in_turn_loss);
    call_in(t, &n);
    if (n.setoff != NONE)
        grid_define(g, n.setoff, "{0}", n.before);
    accept(t, &n, due);
    check(t, &n, due);
    int sum = grid_sum(g, t->sheet[TWIN_SETTLED], GRID_PENCE, contract_label(t, contract, "falls due, calls together"),
                       n.owed.n, n.owed.amount);
    if (t->net_due[contract] == NONE)
        t->net_due[contract] = sum;
    else
        grid_define(g, t->net_due[contract], "{0}", sum);
    grid_sums(g, t->net_due[contract]);
    t->known_due[contract] =
        known == n.owed.n
            ? t->net_due[contract]
            : grid_sum(g, t->sheet[TWIN_SETTLED], GRID_PENCE,
                       contract_label(t, contract, "falls due, known before receipts are"), known, n.owed.amount);
    owe(t, contract, first, &n.owed, known, "newly owed by");
    owe(t, contract, first + payers, &n.debt, n.debt.n, "newly owed back to");
    return n.compensation;
}
