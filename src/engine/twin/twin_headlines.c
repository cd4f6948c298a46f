/* Headlines of commissioners, and of those who deliver: what is paid and what it is worth today, the lowest cash and when,
 * the cash at the end, the surplus (model 8; rules 57, 84, 85). */
#include "engine/books.h"
#include "engine/twin/twin_formula.h"

/* A party's headline: named in the book, and held against the engine's. */
static void headline(struct twin *t, int party, int row, const char *metric) {
    struct grid *g = &t->book.grid;
    grid_mark(g, row, GRID_RESULT);
    grid_name(g, row, twin_name(t, t->s->parties.items[party].name, metric));
    twin_agrees(t, g->rows[row].label, row, NONE, (struct twin_of){metric, party, NULL});
}

static int point(struct twin *t, int party, enum grid_unit unit, const char *words, const char *formula, int a, int b) {
    return grid_point(&t->book.grid, t->sheet[TWIN_RETURNS], unit, twin_label(t, party, words), formula, a, b);
}

/* ---- Present values ---- */

/* The rate of present values a year: the party's own, else the scheme's, else the usual real one made nominal. */
static int discount_rate(struct twin *t, int party) {
    const struct party *p = &t->s->parties.items[party];
    struct live_book *book = &t->book;
    if (p->discount_rate_given)
        return live_setting(book, &p->place, "discount_rate", GRID_RATE, p->discount_rate);
    if (t->s->discount_rate_given)
        return live_setting(book, &t->s->place, "discount_rate", GRID_RATE, t->s->discount_rate);
    int real = live_setting(book, &t->s->place, "real discount rate", GRID_RATE, REAL_RATE);
    int inflation = live_setting(book, &t->s->place, "inflation", GRID_RATE, t->s->inflation);
    return grid_point(&book->grid, t->sheet[TWIN_RETURNS], GRID_RATE,
                      twin_label(t, party, "rate of present values a year"), "(1+{0})*(1+{1})-1", real, inflation);
}

int twin_discount(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    int rate = discount_rate(t, party);
    int twelve = live_setting(&t->book, &t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
    int factor =
        grid_line(g, t->sheet[TWIN_RETURNS], GRID_NUMBER, twin_label(t, party, "discount factor of the month's end"),
                  "(1+{0})^(-{1}/{2})", rate, t->book.month, twelve);
    grid_opening(g, factor, "1");
    return factor;
}

/* ---- Commissioners ---- */

static void payments(struct twin *t, int party) {
    int paid = twin_flow(t, party, FLOW_PAYMENTS);
    headline(t, party, point(t, party, GRID_PENCE, "paid under contracts, in all", "SUM({0:})", paid, 0), "payments");
    headline(t, party,
             point(t, party, GRID_PENCE, "present value of what is paid under contracts", "SUMPRODUCT({0:},{1:})", paid,
                   twin_discount(t, party)),
             "payments_pv");
}

/* ---- Those who deliver ---- */

static double read_low_water(const struct books *b, int lane, int party, int unused) {
    (void)unused;
    return (double)b->memory[party].low_water[lane];
}

static int low_water(struct twin *t, int party) {
    if (t->low_water[party] != NONE)
        return t->low_water[party];
    return twin_engine(t, TWIN_RETURNS, GRID_PENCE, twin_label(t, party, "cash on payroll day"), read_low_water, party,
                       0);
}

static void cash(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    headline(t, party, point(t, party, GRID_PENCE, "cash in all funds at the end", "{0$}", t->all[party], 0),
             "closing_cash");
    int low = grid_line(g, t->sheet[TWIN_RETURNS], GRID_PENCE, twin_label(t, party, "lowest general cash of the month"),
                        "MIN({0},{1})", low_water(t, party), t->cash[party]);
    grid_opening(g, low, "{0.}", t->cash[party]);
    int lowest =
        point(t, party, GRID_PENCE, "lowest general cash on any payroll day or month end", "MIN({0<>})", low, 0);
    headline(t, party, lowest, "lowest_cash");
    headline(
        t, party,
        point(t, party, GRID_MONTH, "month of the lowest cash (0: the opening)", "MATCH({0},{1<>},0)-1", lowest, low),
        "lowest_cash_month");
}

/* A sum of points, each added or taken away, that is cut into rows when it grows too long. */
struct points {
    struct twin *t;
    const char *label;
    int n, refs[GRID_REFS];
    struct text_buf text;
};

static int close_points(struct points *p, const char *label) {
    struct grid *g = &p->t->book.grid;
    int row = NONE;
    g->failed |= p->text.failed;
    if (!g->failed && p->n > 0)
        row = grid_point_of(g, p->t->sheet[TWIN_RETURNS], GRID_PENCE, label, p->text.data, p->n, p->refs);
    text_free(&p->text);
    p->text = (struct text_buf){0};
    p->n = 0;
    return row;
}

static void add_points(struct points *p, bool out, bool months, int row) {
    if (p->n == GRID_REFS) {
        p->refs[0] = close_points(p, grid_text(&p->t->book.grid, "%s, so far", p->label));
        p->n = 1;
        text_append(&p->text, "{0}");
    }
    const char *sign = out ? "-" : p->n > 0 ? "+" : "";
    text_appendf(&p->text, months ? "%sSUM({%d:})" : "%s{%d}", sign, p->n);
    p->refs[p->n++] = row;
}

/* ---- What is accepted ---- */

/* What a payer's part of what has been accepted comes to, split as payments are: a line, of all of them where it pays alone. */
static int accepted_part(struct twin *t, int contract, int payer) {
    const struct contract *c = &t->s->contracts.items[contract];
    struct grid *g = &t->book.grid;
    int share[GRID_REFS];
    const char *label[GRID_REFS];
    if (c->payers.n <= 1)
        return t->accepted[contract];
    if (t->accepted_part[contract])
        return t->accepted_part[contract][payer];
    t->accepted_part[contract] = twin_rows(t, c->payers.n);
    for (int i = 0; t->accepted_part[contract] && i < c->payers.n; i++) {
        label[i] = live_label(&t->contract[contract], "accepted to date, %s's part",
                              t->s->parties.items[c->payers.items[i].party].name);
        share[i] =
            live_setting(&t->book, &c->place, grid_text(g, "payers.%d.share", i), GRID_RATE, c->payers.items[i].share);
    }
    if (g->failed || !t->accepted_part[contract])
        return NONE;
    struct grid_owner before = twin_own_contract(t, contract);
    grid_split(g, t->sheet[TWIN_RETURNS], live_label(&t->contract[contract], "accepted to date, by payer"),
               t->accepted[contract], c->payers.n, share, label, t->accepted_part[contract]);
    (void)grid_own(g, before);
    return t->accepted_part[contract][payer];
}

/* What one payer has paid under a contract less what it has been paid back; NONE: never anything. */
static int paid_by_the_end(struct twin *t, int contract, int payer) {
    int party = t->s->contracts.items[contract].payers.items[payer].party;
    struct points p = {.t = t,
                       .label = live_label(&t->contract[contract], "paid by %s in all, less what it is paid back",
                                           t->s->parties.items[party].name)};
    for (int l = t->first_leg[contract]; l < t->first_leg[contract + 1]; l++) {
        const struct twin_leg *leg = &t->leg[l];
        if (leg->paid != NONE && (leg->debt ? leg->to : leg->from) == party)
            add_points(&p, leg->debt, true, leg->paid);
    }
    return close_points(&p, p.label);
}

/* Adds what of a contract's claims has been accepted by the end, of payers that have failed what they have paid. */
static void add_entitled(struct points *p, int contract) {
    struct twin *t = p->t;
    const struct contract *c = &t->s->contracts.items[contract];
    add_points(p, false, false,
               grid_point(&t->book.grid, t->sheet[TWIN_RETURNS], GRID_PENCE,
                          live_label(&t->contract[contract], "accepted by the end"), "{0$}", t->accepted[contract]));
    for (int i = 0; i < c->payers.n && !t->book.grid.failed; i++) {
        int stops = t->stops[c->payers.items[i].party], paid = stops == NONE ? NONE : paid_by_the_end(t, contract, i);
        if (paid != NONE)
            add_points(p, true, false,
                       grid_point(&t->book.grid, t->sheet[TWIN_RETURNS], GRID_PENCE,
                                  live_label(&t->contract[contract], "left unpaid by %s, which has failed",
                                             t->s->parties.items[c->payers.items[i].party].name),
                                  "IF({0}<={1$},{2$}-{3},0)", stops, t->book.month, accepted_part(t, contract, i),
                                  paid));
    }
}

/* Takes off what of a contract's claims a party has to pay. */
static void add_owed(struct points *p, int contract, int party) {
    struct twin *t = p->t;
    const struct contract *c = &t->s->contracts.items[contract];
    for (int i = 0; i < c->payers.n; i++) {
        if (c->payers.items[i].party == party && c->payers.items[i].share > 0)
            add_points(p, true, false,
                       grid_point(&t->book.grid, t->sheet[TWIN_RETURNS], GRID_PENCE,
                                  live_label(&t->contract[contract], "accepted by the end, to be paid by %s",
                                             t->s->parties.items[party].name),
                                  "{0$}", accepted_part(t, contract, i)));
    }
}

/* ---- Surplus ---- */

static bool borrows(const struct scheme *s, int party) {
    for (int k = 0; k < s->loans.n; k++) {
        if (s->loans.items[k].borrower == party)
            return true;
    }
    return false;
}

static void fees_received(struct points *p, int party) {
    for (int b = 0; b < p->t->s->bonds.n; b++) {
        const struct bond *d = &p->t->s->bonds.items[b];
        for (int k = 0; k < d->fees.n; k++) {
            if (d->fees.items[k].to == party)
                add_points(p, false, true, p->t->fee_paid[b][k]);
        }
    }
}

/* What is earned and accepted, other income, grants and fees, less costs, interest, fees of a bond and what is owed to
 * others. */
static void surplus(struct twin *t, int party) {
    static const enum flow kinds[] = {FLOW_INCOME, FLOW_GRANTED, FLOW_COSTS, FLOW_INTEREST, FLOW_FEES};
    struct points p = {.t = t, .label = twin_label(t, party, "surplus")};
    if (borrows(t->s, party))
        return;
    for (int c = 0; c < t->s->contracts.n; c++) {
        if (t->s->contracts.items[c].payee == party)
            add_entitled(&p, c);
        add_owed(&p, c, party);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (twin_has_flow(t, party, kinds[i]))
            add_points(&p, twin_flow_leaves(kinds[i]), true, twin_flow(t, party, kinds[i]));
    }
    fees_received(&p, party);
    int row = close_points(&p, p.label);
    if (row != NONE)
        headline(t, party, row, "surplus");
}

void twin_headlines(struct twin *t) {
    struct grid *g = &t->book.grid;
    for (int p = 0; p < t->s->parties.n; p++) {
        bool pays = twin_reports(t, "payments", p, NULL), delivers = twin_reports(t, "closing_cash", p, NULL);
        if (!pays && !delivers)
            continue;
        g->party = p;
        grid_heading(g, t->sheet[TWIN_RETURNS], t->s->parties.items[p].name);
        if (pays)
            payments(t, p);
        if (delivers)
            cash(t, p);
        if (twin_reports(t, "surplus", p, NULL))
            surplus(t, p);
        g->party = NONE;
    }
}
