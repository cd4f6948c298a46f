/* Loans drawn as needed: what their borrower is short of, and what is drawn for it (rules 51, 63). */
#include "engine/books.h"
#include "engine/twin/twin_claims.h"
#include "engine/twin/twin_loans.h"

#include "scheme/condition.h"

#include <math.h>

/* A draw raises the month's own instalment, which has to be drawn too: so many times at most. */
#define DRAW_PASSES 16
#define HALF_A_PENNY 0.5

/* ---- The loan as it would be ---- */

/* Sets principal and what is not drawn, from what has been lent and charged so far in the month (NONE: nothing). */
static void set_state(struct loan_rows *r, int lent, int charge) {
    struct twin_formula f = loan_formula(r, GRID_PENCE, "principal that bears interest");
    twin_formula_plus(&f, "{0}", r->kept);
    loan_plus(&f, lent);
    loan_plus(&f, charge);
    loan_plus(&f, r->fee_added);
    r->lent = lent;
    r->owed = twin_formula_line(&f);
    r->drawn_now =
        lent == NONE ? r->drawn_before : loan_line(r, "drawn by now", "{0}+{1}", r->drawn_before, lent, NONE);
    r->f.undrawn = loan_line(r, "can still be drawn", "{0}-{1}", r->whole, r->drawn_now, NONE);
}

/* What falls due on the loan when so much has been lent. */
static int instalment_if(const struct loan_rows *r, int lent, int charge, const char *as, int *undrawn) {
    struct loan_rows trial = *r;
    trial.trial = true;
    trial.f.as = as;
    set_state(&trial, lent, charge);
    twin_loan_fall_due(&trial);
    *undrawn = trial.f.undrawn;
    return trial.instalment;
}

void twin_loan_open_line(struct loan_rows *r) {
    r->drawn_before = loan_line(r, "drawn at the month's start", "IF({0}=1,{1},{2-})", r->t->failed[r->l->borrower],
                                r->whole, r->drawn);
    if (!r->l->repayment->from_receipts)
        r->if_undrawn = instalment_if(r, NONE, NONE, ", if nothing is drawn", &r->room);
}

/* ---- What the borrower is short of ---- */

/* What of what falls due under a contract is paid by those who always pay; NONE: nothing. */
static int due_from_sure(const struct loan_rows *r, int contract) {
    struct twin *t = r->t;
    struct grid *g = &t->book.grid;
    const struct contract *c = &t->s->contracts.items[contract];
    double sure = payers_sure(t->s, c);
    if (sure == 0 || sure == 1 || t->known_due[contract] == NONE)
        return sure == 0 ? NONE : t->known_due[contract];
    const char *label = grid_text(g, "%s, due under %s from who always pays", r->l->name, c->name);
    struct twin_formula f = {
        .t = t, .sheet = TWIN_LOANS, .unit = GRID_NUMBER, .label = grid_text(g, "%s, exact", label)};
    twin_formula_add(&f, "{0}*(0", t->known_due[contract]);
    for (int i = 0; i < c->payers.n; i++) {
        if (t->s->parties.items[c->payers.items[i].party].always_pays)
            twin_formula_add(&f, "+{0}",
                             live_setting(&t->book, &c->place, grid_text(g, "payers.%d.share", i), GRID_RATE,
                                          c->payers.items[i].share));
    }
    twin_formula_add(&f, ")");
    return grid_post(g, r->sheet, label, twin_formula_line(&f));
}

/* Receipts that are certain: due under contracts from who always pays, and other income. */
static int certain(const struct loan_rows *r) {
    struct twin *t = r->t;
    int party = r->l->borrower;
    struct twin_formula f = {.t = t,
                             .sheet = TWIN_LOANS,
                             .unit = GRID_PENCE,
                             .label = loan_words(r, "receipts of the month that are certain")};
    for (int c = 0; c < t->s->contracts.n; c++) {
        if (t->s->contracts.items[c].payee == party)
            loan_plus(&f, due_from_sure(r, c));
    }
    loan_plus(&f, t->flow[party * FLOWS + FLOW_INCOME]);
    return twin_formula_line(&f);
}

/* What is owed under contracts before the month's payments. */
static int owed_others(const struct loan_rows *r) {
    struct twin *t = r->t;
    struct grid *g = &t->book.grid;
    struct twin_formula before = loan_formula(r, GRID_PENCE, "owed under contracts before the month's payments"),
                        after = loan_formula(r, GRID_PENCE, "owed under contracts after them");
    bool any = false;
    int open = NONE;
    for (int l = 0; l < t->n_legs; l++) {
        if (t->leg[l].from != r->l->borrower || t->leg[l].owed == NONE)
            continue;
        if (!any) {
            open = grid_later(g, r->sheet, GRID_PENCE, after.label, true);
            twin_formula_plus(&before, "{0-}", open);
        }
        any = true;
        twin_formula_plus(&before, "{0}", t->leg[l].owed);
        loan_less(&before, t->leg[l].written);
    }
    if (!any)
        return NONE;
    int owed = twin_formula_line(&before);
    twin_formula_plus(&after, "{0}", owed);
    for (int l = 0; l < t->n_legs; l++) {
        if (t->leg[l].from == r->l->borrower)
            loan_less(&after, t->leg[l].paid);
    }
    g->failed |= after.text.failed;
    if (!g->failed)
        grid_define_of(g, open, after.text.data, after.n, after.refs);
    text_free(&after.text);
    return owed;
}

/* What falls due on another loan of the borrower, if `in` comes in. */
static int other_instalment(const struct loan_rows *other, bool later, int in) {
    if (!other->l->repayment->from_receipts)
        return later ? other->if_undrawn : other->instalment;
    struct loan_rows trial = *other;
    trial.trial = true;
    trial.f.as = later ? ", of certain receipts, if nothing is drawn" : ", of certain receipts";
    if (later)
        set_state(&trial, NONE, NONE);
    trial.f.receipts = in == NONE
                           ? loan_line(&trial, "receipts since the last payment", "{0-}", other->since, NONE, NONE)
                           : loan_line(&trial, "receipts since the last payment", "{0-}+{1}", other->since, in, NONE);
    twin_loan_fall_due(&trial);
    return trial.instalment;
}

/* What stands still while the loan is drawn.
 *   month, payroll  what is paid in the month, less what is certain to come; what is paid before receipts come; both without
 *                   the loan's own instalment, less cash, with the least that is kept
 *   in              certain receipts */
struct shortage {
    int month, payroll, in;
};

/* Adds what falls due on loans: `before`: before receipts alone. */
static void add_loans(const struct loan_rows *loans, int number, int in, bool before, struct twin_formula *f) {
    const struct twin *t = loans[number].t;
    for (int k = 0; k < t->s->loans.n; k++) {
        const struct loan_rows *r = &loans[k];
        if (!r->l || r->l->borrower != loans[number].l->borrower || (before && r->l->repayment->from_receipts))
            continue;
        if (k != number)
            loan_plus(f, other_instalment(r, r->l->drawdown.how == DRAW_AS_NEEDED && k > number, in));
        if (before)
            continue;
        twin_formula_plus(f, "{0-}+{1-}", r->unpaid_interest, r->unpaid_principal);
        loan_plus(f, r->called_interest);
        loan_plus(f, r->called);
        loan_plus(f, r->arrears);
    }
}

/* Cash at hand before the loan is drawn, less the least that is kept. */
static int at_hand(const struct loan_rows *loans, int number) {
    const struct loan_rows *r = &loans[number];
    struct twin *t = r->t;
    const struct party *p = &t->s->parties.items[r->l->borrower];
    struct twin_formula f = loan_formula(r, GRID_PENCE, "cash at hand, less the least that is kept");
    twin_formula_plus(&f, "{0}", t->opening[r->l->borrower]);
    for (int k = 0; k < t->s->loans.n; k++) {
        if (!loans[k].l || loans[k].l->borrower != r->l->borrower)
            continue;
        if (k != number)
            loan_plus(&f, loans[k].gross);
        loan_less(&f, loans[k].fee);
    }
    if (p->minimum_cash != 0)
        loan_less(&f, live_setting(&t->book, &p->place, "minimum_cash", GRID_POUNDS, (double)p->minimum_cash));
    return twin_formula_line(&f);
}

static struct shortage shortage(const struct loan_rows *loans, int number) {
    const struct loan_rows *r = &loans[number];
    struct twin *t = r->t;
    int party = r->l->borrower;
    t->book.grid.party = party;
    struct shortage s = {.in = certain(r)};
    int hand = at_hand(loans, number);
    struct twin_formula month = loan_formula(r, GRID_PENCE, "short of in the month, but for its own instalment");
    loan_plus(&month, t->general_costs[party]);
    loan_plus(&month, owed_others(r));
    add_loans(loans, number, s.in, false, &month);
    loan_less(&month, s.in);
    loan_less(&month, hand);
    s.month = twin_formula_line(&month);
    struct twin_formula payroll = loan_formula(r, GRID_PENCE, "short of before receipts, but for its own instalment");
    loan_plus(&payroll, t->before[party]);
    add_loans(loans, number, s.in, true, &payroll);
    loan_less(&payroll, hand);
    s.payroll = twin_formula_line(&payroll);
    t->book.grid.party = NONE;
    return s;
}

/* ---- Drawing ---- */

/* So many draws can matter: each is for the instalment that the one before has raised. */
static int passes(const struct loan_rows *r) {
    const struct loan *l = r->l;
    if (l->repayment->live.level || l->repayment->from_receipts || l->rate == NONE ||
        !law_is_certain(&r->t->s->quantities.items[l->rate].law))
        return DRAW_PASSES;
    double ratio = 2 * r->t->s->quantities.items[l->rate].mean * l->every / MONTHS_IN_YEAR;
    double n = ratio > 0 && ratio < 1 ? 2 + ceil(log((double)l->principal / HALF_A_PENNY) / -log(ratio)) : 2;
    return ratio >= 1 || n > DRAW_PASSES ? DRAW_PASSES : (int)n;
}

/* What has been drawn so far in the month; lines, NONE at first. */
struct so_far {
    int gross, lent, given, charge;
};

static int add_up(const struct loan_rows *r, const char *what, int before, int more) {
    return before == NONE || more == NONE ? (before == NONE ? more : before)
                                          : loan_line(r, what, "{0}+{1}", before, more, NONE);
}

/* One draw: what is short of, as far as something can be drawn. */
static void one_draw(const struct loan_rows *r, const struct shortage *s, int may, int instalment, int room,
                     struct so_far *d) {
    struct grid *g = &r->t->book.grid;
    bool waits = r->l->repayment->from_receipts;
    int most = room, grant = NONE;
    if (r->l->grant > 0) {
        grant = loan_setting(r, "grant", GRID_RATE, r->l->grant);
        int exact = grid_line(g, r->sheet, GRID_NUMBER, loan_words(r, "most that can be drawn, exact"),
                              "MAX(0,{0})/(1-{1})", room, grant);
        most = grid_post(g, r->sheet, loan_words(r, "most that can be drawn"), exact);
    }
    struct twin_formula f = loan_formula(r, GRID_PENCE, "drawn");
    twin_formula_add(&f, "IF({0}=1,MAX(0,MIN({1},", may, most);
    twin_formula_add(&f, waits ? "MAX({0}+{2},{1})" : "MAX({0},{1})+{2}", s->month, s->payroll, instalment);
    loan_less(&f, d->gross);
    twin_formula_add(&f, ")),0)");
    int drawn = twin_formula_line(&f), lent = drawn;
    if (grant != NONE) {
        int exact = grid_line(g, r->sheet, GRID_NUMBER, loan_words(r, "grant part, exact"), "{0}*{1}", drawn, grant);
        int given = grid_post(g, r->sheet, loan_words(r, "grant part"), exact);
        lent = loan_line(r, "lent", "{0}-{1}", drawn, given, NONE);
        d->given = add_up(r, "grant part so far", d->given, given);
    }
    int charge = r->l->repayment->live.charge ? r->l->repayment->live.charge(&r->f, lent) : NONE;
    d->charge = add_up(r, "charged so far", d->charge, charge);
    d->gross = add_up(r, "drawn so far", d->gross, drawn);
    d->lent = grant == NONE ? d->gross : add_up(r, "lent so far", d->lent, lent);
}

/* 1 in months in which it can be drawn: not in the last period, in which it would fall due at once. */
static int may_draw(const struct loan_rows *r) {
    struct grid *g = &r->t->book.grid;
    const char *label = loan_words(r, "can be drawn in the month");
    if (twin_loan_is_monthly(r->l))
        return grid_line(g, r->sheet, GRID_FLAG, label, "IF(AND({0}>={1},{0}<{2},{3}=0),1,0)", r->t->book.month,
                         r->first, r->last, r->barred);
    return grid_line(g, r->sheet, GRID_FLAG, label, "IF(AND({0}>={1},{0}<={2}-{4},{3}=0),1,0)", r->t->book.month,
                     r->first, r->last, r->barred, r->every);
}

/* What falls due on the loan so far; of one paid out of receipts, on those that are certain. */
static int own_instalment(const struct loan_rows *r, const struct shortage *s, const struct so_far *d, const char *as,
                          int *room) {
    struct loan_rows certain = *r;
    if (r->l->repayment->from_receipts) {
        r->t->book.grid.party = r->l->borrower;
        certain.f.as = as;
        certain.f.receipts =
            s->in == NONE ? loan_line(&certain, "receipts since the last payment", "{0-}", r->since, NONE, NONE)
                          : loan_line(&certain, "receipts since the last payment", "{0-}+{1}", r->since, s->in, NONE);
        r->t->book.grid.party = NONE;
    } else if (d->lent == NONE) {
        *room = r->room;
        return r->if_undrawn;
    }
    return instalment_if(&certain, d->lent, d->charge, as, room);
}

static struct so_far draw(const struct loan_rows *loans, int number) {
    struct loan_rows r = loans[number];
    struct grid *g = &r.t->book.grid;
    struct shortage s = shortage(loans, number);
    struct so_far d = {NONE, NONE, NONE, NONE};
    int may = may_draw(&r), n = passes(&r), room;
    for (int k = 0; k < n && !g->failed; k++) {
        r.f.as = grid_text(g, ", draw %d", k + 1);
        int instalment = own_instalment(&r, &s, &d, r.f.as, &room);
        one_draw(&r, &s, may, instalment, room, &d);
    }
    return d;
}

static double read_lent(const struct books *b, int lane, int loan, int unused) {
    (void)unused;
    return (double)b->lending.loan[loan].lent_now[lane];
}

static double read_given(const struct books *b, int lane, int loan, int unused) {
    (void)unused;
    return (double)b->lending.loan[loan].given_now[lane];
}

/* How many terms of contracts that a party pays pass on what comes in; and whether all of that comes from who always pays, so
 * that what is certain is what comes, and is passed on at once and by the party alone. */
static int passes_on(const struct twin *t, int party, bool *certain) {
    int n = 0;
    for (int c = 0; c < t->s->contracts.n; c++) {
        const struct contract *contract = &t->s->contracts.items[c];
        for (int k = 0; contract_is_paid_by(contract, party) && k < contract->terms.n; k++) {
            const struct term *term = &contract->terms.items[k];
            bool when_due;
            if (!term->kind->source)
                continue;
            const struct contract *of = &t->s->contracts.items[term->kind->source(term, &when_due)];
            *certain &= contract->payers.n <= 1 && term_claim(contract, term).pays == 0 && !term_late(contract, term) &&
                        !conditions_hold(contract);
            for (int i = 0; i < of->payers.n; i++)
                *certain &= t->s->parties.items[of->payers.items[i].party].always_pays;
            n++;
        }
    }
    return n;
}

/* Whether all that the need is made of is there as formulas: not where what is passed on of certain receipts is not what will be
 * passed on, or is rounded in several parts; nor where advances may be called back, or fees of a bond are behind. */
static bool is_formula(const struct twin *t, int party) {
    int bond = t->books->bond_of_party[party];
    bool formula = true;
    int n = passes_on(t, party, &formula);
    for (int k = 0; bond != NONE && k < t->s->bonds.items[bond].fees.n; k++)
        formula &= t->s->bonds.items[bond].fees.items[k].rank != 0;
    for (int c = 0; c < t->s->contracts.n; c++)
        formula &= t->s->contracts.items[c].payee != party || !twin_has_advance(t, c);
    return formula && n <= 1;
}

void twin_loan_draw_as_needed(struct loan_rows *loans, int number) {
    struct loan_rows *r = &loans[number];
    struct twin *t = r->t;
    struct so_far d = {NONE, NONE, NONE, NONE};
    if (is_formula(t, r->l->borrower)) {
        d = draw(loans, number);
    } else {
        d.lent = d.gross =
            twin_engine(t, TWIN_LOANS, GRID_PENCE, loan_words(r, "lent, to be paid back"), read_lent, number, 0);
        if (r->l->grant > 0) {
            d.given = twin_engine(t, TWIN_LOANS, GRID_PENCE, loan_words(r, "grant part"), read_given, number, 0);
            d.gross = loan_line(r, "drawn", "{0}+{1}", d.lent, d.given, NONE);
        }
        if (r->l->repayment->live.charge)
            d.charge = r->l->repayment->live.charge(&r->f, d.lent);
    }
    if (t->book.grid.failed)
        return;
    r->gross = d.gross;
    r->given = d.given;
    r->charge = d.charge;
    set_state(r, d.lent, d.charge);
    twin_loan_fall_due(r);
}
