/* The distribution as formulas: what the spv can distribute, who gets it step by step, and what guarantors make good (model
 * 6.7; rules 53, 65, 66, 69, 71). */
#include "engine/twin/twin_capital.h"
#include "engine/twin/twin_formula.h"

/* ---- What can be distributed ---- */

/* The spv's general cash when all parties have settled: what it had, all that has come and gone, without the distribution and
 * what it pays out of it. */
static int cash_before(struct capital *c) {
    struct twin *t = c->twin;
    struct twin_formula f = {
        .t = t, .sheet = TWIN_CAPITAL, .unit = GRID_PENCE, .label = capital_label(c, "cash before the distribution")};
    twin_formula_add(&f, "{0-}", t->all[c->d->spv]);
    for (int kind = 0; kind < FLOWS; kind++) {
        bool mine = kind == FLOW_DISTRIBUTED || kind == FLOW_FEES;
        if (!mine && twin_has_flow(t, c->d->spv, (enum flow)kind))
            twin_formula_add(&f, twin_flow_leaves((enum flow)kind) ? "-{0}" : "+{0}",
                             twin_flow(t, c->d->spv, (enum flow)kind));
    }
    for (int k = 0; k < c->d->fees.n; k++) {
        if (t->fee_settled[c->bond][k] != NONE)
            twin_formula_add(&f, "-{0}", t->fee_settled[c->bond][k]);
    }
    if (t->restricted[c->d->spv] != NONE)
        twin_formula_add(&f, "-{0}", t->restricted[c->d->spv]);
    return twin_formula_line(&f);
}

static int distributable(struct capital *c) {
    struct twin *t = c->twin;
    const struct party *spv = &t->s->parties.items[c->d->spv];
    int least = live_setting(&t->book, &spv->place, "minimum_cash", GRID_POUNDS, (double)spv->minimum_cash);
    int every = capital_setting(c, "distribute_every", GRID_COUNT, c->d->distribute_every);
    c->before = cash_before(c);
    return grid_line(c->g, c->sheet, GRID_PENCE, capital_label(c, "can be distributed"),
                     "IF({0}=1,MAX(0,{1}),IF(MOD({2},{3})=0,MAX(0,{1}-{4}-{5}),0))", c->wound, c->before, t->book.month,
                     every, least, c->kept_back);
}

/* ---- Claims ---- */

/* Principal outstanding when the distribution begins. */
static int principal_before(struct capital *c, int k) {
    const struct capital_tranche *tranche = &c->tranche[k];
    if (tranche->called == NONE)
        return tranche->out;
    return grid_line(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "principal before the distribution"),
                     "{0}-{1}", tranche->out, tranche->called);
}

/* What it may claim of its principal: nothing before maturity, no more than results let; what is held for it until then. */
static void claim_principal(struct capital *c, int k, int principal, struct live_tranche *claim) {
    struct capital_tranche *tranche = &c->tranche[k];
    const struct tranche *t = tranche->t;
    claim->owed[TAKE_PRINCIPAL] = principal;
    claim->held = NONE;
    if (t->maturity > 0) {
        int maturity = live_setting(&c->twin->book, &t->place, "maturity", GRID_MONTH, t->maturity);
        claim->owed[TAKE_PRINCIPAL] =
            grid_line(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "principal that is payable"),
                      "IF(OR({0}>={1},{2}=1),{3},0)", c->twin->book.month, maturity, c->wound, principal);
        claim->held =
            grid_line(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "principal that falls due later"),
                      "{0}-{1}", principal, claim->owed[TAKE_PRINCIPAL]);
    }
    if (tranche->repayable == NONE)
        return;
    int repaid = tranche->called == NONE ? tranche->repaid_to_date
                                         : grid_line(c->g, c->sheet, GRID_PENCE,
                                                     capital_tranche_label(c, k, "made good before the distribution"),
                                                     "{0-}+{1}", tranche->repaid_to_date, tranche->called);
    claim->owed[TAKE_PRINCIPAL] =
        grid_line(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "principal that results let be repaid"),
                  tranche->called == NONE ? "MIN({0},MAX(0,{1}-{2-}))" : "MIN({0},MAX(0,{1}-{2}))",
                  claim->owed[TAKE_PRINCIPAL], tranche->repayable, repaid);
}

static int room_of(struct capital *c, int k) {
    const struct capital_tranche *tranche = &c->tranche[k];
    if (tranche->capped == NONE)
        return NONE;
    int exact = tranche->called == NONE
                    ? tranche->capped
                    : grid_line(c->g, c->sheet, GRID_NUMBER,
                                capital_tranche_label(c, k, "balance at its cap after the guarantee"), "{0}-{1}",
                                tranche->capped, tranche->called);
    return grid_line(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "the most that its cap lets it take"),
                     "MAX(0,{0})",
                     grid_post(c->g, c->sheet, capital_tranche_label(c, k, "balance at its cap, whole pence"), exact));
}

static bool anyone_catches_up(const struct bond *d) {
    bool any = false;
    for (int k = 0; k < d->tranches.n; k++)
        any |= d->tranches.items[k].catch_up_given;
    return any;
}

/* What had come back to a tranche beyond its principal before the distribution. */
static int earned_before(struct capital *c, int k) {
    const struct capital_tranche *tranche = &c->tranche[k];
    if (!anyone_catches_up(c->d))
        return NONE;
    return grid_line(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "profit before the distribution"),
                     "{0-}-{1-}", tranche->returned_to_date, tranche->repaid_to_date);
}

static void claims_of(struct capital *c, struct live_payout *w) {
    for (int k = 0; k < c->d->tranches.n; k++) {
        struct capital_tranche *tranche = &c->tranche[k];
        struct live_tranche *claim = &w->tranche[k];
        tranche->repaid_to_date =
            grid_later(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "repaid to date"), true);
        tranche->returned_to_date =
            grid_later(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "returned to date"), true);
        *claim = (struct live_tranche){.owed = {tranche->owed, NONE}, .held = NONE, .taken = {NONE, NONE, NONE}};
        if (!tranche->t->grant)
            claim_principal(c, k, principal_before(c, k), claim);
        claim->room = room_of(c, k);
        claim->earned = earned_before(c, k);
    }
    for (int f = 0; f < c->d->fees.n; f++) {
        struct capital_fee *fee = &c->fee[f];
        int settled = c->twin->fee_settled[c->bond][f];
        w->fee[f] = (struct live_fee){.label = fee->label, .owed = fee->owed, .taken = NONE};
        if (settled != NONE)
            w->fee[f].owed = grid_line(c->g, c->sheet, GRID_PENCE, grid_text(c->g, "%s: left unpaid", fee->label),
                                       "{0}-{1}", fee->owed, settled);
    }
}

/* ---- The waterfall ---- */

/* Nobody is paid before those who come first: where a step is short of what it claims, nothing is left for a later one. */
static int out_of_order(struct capital *c, const struct waterfall_step *step, const struct live_payout *w, int before) {
    const char *label = capital_label(c, "passed by at %s", step->words);
    if (w->left == NONE || w->claimed == NONE)
        return NONE;
    return grid_line(c->g, c->sheet, GRID_PENCE, label, "MIN({0}-({1}-{2}),{2})", w->claimed, before, w->left);
}

static void run_steps(struct capital *c, struct live_payout *w) {
    int passed_by[GRID_REFS], n = 0;
    for (int k = 0; k < c->d->steps.n && w->left != NONE; k++) {
        const struct waterfall_step *step = &c->d->steps.items[k];
        int before = w->left;
        w->claimed = NONE;
        step->kind->live(step, w);
        if (n < GRID_REFS)
            passed_by[n++] = out_of_order(c, step, w, before);
    }
    int sum = grid_sum(c->g, c->sheet, GRID_PENCE, capital_label(c, "paid out of order"), n, passed_by);
    twin_check(c->twin, capital_label(c, "nobody is paid before those who come first"), "IF(SUM({0:})<0.5,1,0)", sum);
}

/* What was paid, set aside and left is what could be distributed. */
static void check_whole(struct capital *c, const struct live_payout *w) {
    int rows[GRID_REFS], n = 0;
    const int others[] = {w->left, w->kept, w->excess};
    for (int k = 0; k < c->d->tranches.n; k++) {
        for (int what = 0; what < TAKES && n < GRID_REFS - 3; what++) {
            rows[n] = w->tranche[k].taken[what];
            n += rows[n] != NONE;
        }
    }
    for (int f = 0; f < c->d->fees.n && n < GRID_REFS - 3; f++) {
        rows[n] = w->fee[f].taken;
        n += rows[n] != NONE;
    }
    for (int i = 0; i < 3; i++) {
        rows[n] = others[i];
        n += rows[n] != NONE;
    }
    int sum =
        grid_sum(c->g, c->sheet, GRID_PENCE, capital_label(c, "paid, set aside and left of the distribution"), n, rows);
    int apart = grid_line(c->g, c->sheet, GRID_PENCE, capital_label(c, "that less what could be distributed"),
                          "ABS({0}-{1})", sum, c->amount);
    twin_check(c->twin, capital_label(c, "a distribution is paid out whole"), "IF(SUM({0:})<0.5,1,0)", apart);
}

void capital_distribute(struct capital *c) {
    struct live_payout w = {.book = &c->twin->book, .sheet = c->sheet, .prefix = c->prefix, .bond = c->d};
    w.tranche = arena_array(&c->twin->arena, (size_t)c->d->tranches.n + 1, sizeof *w.tranche);
    w.fee = arena_array(&c->twin->arena, (size_t)c->d->fees.n + 1, sizeof *w.fee);
    w.kept = w.claimed = w.excess = NONE;
    c->g->failed |= !w.tranche || !w.fee;
    if (c->g->failed)
        return;
    claims_of(c, &w);
    w.left = c->amount = distributable(c);
    grid_sums(c->g, c->amount);
    grid_heading(c->g, c->sheet, capital_label(c, "the steps of the distribution"));
    run_steps(c, &w);
    check_whole(c, &w);
    for (int k = 0; k < c->d->tranches.n; k++) {
        for (int what = 0; what < TAKES; what++)
            c->tranche[k].taken[what] = w.tranche[k].taken[what];
    }
    for (int f = 0; f < c->d->fees.n; f++)
        c->fee[f].taken = w.fee[f].taken;
    c->excess = w.excess;
}

/* ---- Guarantees ---- */

/* What covers the unpaid principal of a tranche; NONE of those that are not covered. */
static void covered(struct capital *c, const int *unpaid, int *claim, int *whose, int *n) {
    const struct guarantee *guarantee = &c->d->guarantee;
    int cover = capital_setting(c, "guarantee.cover", GRID_RATE, guarantee->cover);
    *n = 0;
    for (int i = 0; i < guarantee->tranche.n && *n < GRID_REFS - 2; i++) {
        int k = guarantee->tranche.items[i];
        int exact =
            grid_line(c->g, c->sheet, GRID_NUMBER, capital_tranche_label(c, k, "covered by the guarantee, exact"),
                      "IF({0}={1},{2}*{3},0)", c->twin->book.month, c->last, unpaid[k], cover);
        claim[*n] = grid_post(c->g, c->sheet, capital_tranche_label(c, k, "covered by the guarantee"), exact);
        whose[(*n)++] = k;
    }
}

/* Shares a call out: rows of what each covered tranche gets. */
static void call(struct capital *c, const int *unpaid, int *part, int *whose, int *n) {
    const struct guarantee *guarantee = &c->d->guarantee;
    int claim[GRID_REFS];
    const char *label[GRID_REFS];
    covered(c, unpaid, claim, whose, n);
    if (*n == 0 || c->g->failed)
        return;
    int all = grid_sum(c->g, c->sheet, GRID_PENCE, capital_label(c, "covered by the guarantee, in all"), *n, claim);
    if (guarantee->limit_given)
        all = grid_line(c->g, c->sheet, GRID_PENCE, capital_label(c, "called under the guarantee"), "MIN({0},{1})", all,
                        capital_setting(c, "guarantee.limit", GRID_POUNDS, (double)guarantee->limit));
    for (int i = 0; i < *n; i++)
        label[i] = capital_tranche_label(c, whose[i], "made good by the guarantor");
    part[0] = all;
    if (*n > 1)
        grid_split_pro_rata(c->g, c->sheet, capital_label(c, "guarantee"), all, *n, claim, label, part);
}

void capital_call(struct capital *c, bool before) {
    const struct guarantee *guarantee = &c->d->guarantee;
    int part[GRID_REFS] = {0}, whose[GRID_REFS] = {0}, n = 0, *unpaid = twin_rows(c->twin, c->d->tranches.n);
    if (!unpaid || !guarantee->given || (guarantee->when == GUARANTEE_BEFORE) != before)
        return;
    grid_heading(c->g, c->sheet, capital_label(c, "guarantee"));
    for (int k = 0; k < c->d->tranches.n; k++) {
        const struct capital_tranche *tranche = &c->tranche[k];
        unpaid[k] = tranche->out;
        if (!before && tranche->taken[TAKE_PRINCIPAL] != NONE)
            unpaid[k] = grid_line(c->g, c->sheet, GRID_PENCE, capital_tranche_label(c, k, "principal unpaid"),
                                  "{0}-{1}", tranche->out, tranche->taken[TAKE_PRINCIPAL]);
    }
    call(c, unpaid, part, whose, &n);
    for (int i = 0; i < n; i++) {
        int *paid = before ? &c->tranche[whose[i]].called : &c->tranche[whose[i]].made_good;
        *paid = part[i];
    }
}
