/* Returns of what investors put in, tranche by tranche and in all: rates of return, multiples, present values (model 8; rules
 * 78, 79, 87). */
#include "engine/twin/twin.h"

/* A holding: one tranche, or all of an investor.
 *   label     "Fund: notes"
 *   of        the tranche's name, or NULL
 *   drawn, returned, repaid  lines; out: principal outstanding after the month's draws; committed: point */
struct holding {
    struct twin *t;
    struct grid *g;
    int sheet, party;
    const char *label, *of;
    bool grant;
    int drawn, returned, repaid, out, committed;
    int all_drawn, all_returned;
};

static const char *words(const struct holding *h, const char *what) {
    return grid_text(h->g, "%s: %s", h->label, what);
}

static int point(const struct holding *h, enum grid_unit unit, const char *what, const char *formula, int a, int b,
                 int c) {
    return grid_point(h->g, h->sheet, unit, words(h, what), formula, a, b, c);
}

/* A headline: named in the book, and held against the engine's. */
static void headline(const struct holding *h, int row, int has, const char *metric) {
    struct grid *g = h->g;
    grid_mark(g, row, GRID_RESULT);
    grid_name(g, row, twin_name(h->t, h->label, metric));
    twin_agrees(h->t, g->rows[row].label, row, has, (struct twin_of){metric, h->party, h->of});
}

static int months_in_year(const struct holding *h) {
    return live_setting(&h->t->book, &h->t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
}

/* ---- Sums ---- */

static void sums(struct holding *h) {
    h->all_drawn = point(h, GRID_PENCE, "drawn", "SUM({0:})", h->drawn, 0, 0);
    headline(h, h->all_drawn, NONE, "drawn");
    h->all_returned = point(h, GRID_PENCE, "returned", "SUM({0:})", h->returned, 0, 0);
    headline(h, h->all_returned, NONE, "returned");
    if (h->grant)
        return;
    headline(h, point(h, GRID_PENCE, "profit", "{0}-{1}", h->all_returned, h->all_drawn, 0), NONE, "profit");
    headline(h, point(h, GRID_PENCE, "capital lost", "MAX(0,{1}-{0})", h->all_returned, h->all_drawn, 0), NONE, "loss");
    headline(
        h, point(h, GRID_NUMBER, "multiple of what was drawn", "IF({1}>0,{0}/{1},0)", h->all_returned, h->all_drawn, 0),
        NONE, "multiple");
    headline(h,
             point(h, GRID_NUMBER, "multiple of what is committed", "({0}-{1}+{2})/{2}", h->all_returned, h->all_drawn,
                   h->committed),
             NONE, "multiple_on_committed");
    headline(h, point(h, GRID_PENCE, "most capital out at one time", "MAX({0:})", h->out, 0, 0), NONE, "peak_drawn");
}

/* The first month end from which what was returned stays at or above what was drawn; 0: never. */
static void payback(struct holding *h) {
    struct grid *g = h->g;
    int back = grid_line(g, h->sheet, GRID_FLAG, words(h, "all that was drawn is back"),
                         "IF(AND(SUM({0<=})>0,SUM({1<=})>=SUM({0<=})),1,0)", h->drawn, h->returned);
    int stays =
        grid_line(g, h->sheet, GRID_FLAG, words(h, "all that was drawn is back, and stays so"), "MIN({0>=})", back);
    int month = point(h, GRID_MONTH, "month from which all that was drawn is back (0: never)",
                      "IF(SUM({0:})>0,{1$}-SUM({0:})+1,0)", stays, h->t->book.month, 0);
    headline(h, month, NONE, "payback_month");
}

/* ---- By time ---- */

/* How long money was out, in months on average: what was drawn in a month is drawn at its start. */
static int mean_time(const struct holding *h, int back, int all_back, const char *what) {
    int month = h->t->book.month;
    return grid_point(h->g, h->sheet, GRID_NUMBER, words(h, what),
                      "IF(AND({1}>0,{3}>0),SUMPRODUCT({0:},{4:})/{1}-(SUMPRODUCT({2:},{4:})/{3}-1),0)", back, all_back,
                      h->drawn, h->all_drawn, month);
}

static void average_life(struct holding *h) {
    int repaid = point(h, GRID_PENCE, "principal repaid", "SUM({0:})", h->repaid, 0, 0);
    int months = mean_time(h, h->repaid, repaid, "months for which principal is out, on average");
    headline(
        h,
        point(h, GRID_NUMBER, "years for which principal is out, on average", "{0}/{1}", months, months_in_year(h), 0),
        NONE, "average_life");
}

/* Net flows by time, in the month at whose end they are: draws stand at the end of the month before. */
static int flows(const struct holding *h) {
    int flow = grid_line(h->g, h->sheet, GRID_PENCE, words(h, "net flow; draws at the end of the month before"),
                         "{0}-{1+}", h->returned, h->drawn);
    grid_opening(h->g, flow, "-INDEX({0:},1)", h->drawn);
    return flow;
}

/* The rate of return a month: where nothing comes back -1. The first guess is what the multiple comes to over the time for
 * which the money was out, as a search that begins elsewhere may miss deep losses. */
static int monthly_rate(const struct holding *h, int flow) {
    int time = mean_time(h, h->returned, h->all_returned, "months until money comes back, on average");
    int guess = point(h, GRID_RATE, "first guess of the rate a month", "IF({0}>0,IFERROR(({1}/{2})^(1/{0})-1,0),0)",
                      time, h->all_returned, h->all_drawn);
    return point(h, GRID_RATE, "rate of return a month (-1: nothing comes back, or none is found)",
                 "IF({2}>0,IFERROR(IRR({0<>},{1}),-1),-1)", flow, guess, h->all_returned);
}

/* The rate is the only one if, growing at it, what is put in is never more than paid back before the end. */
static void rate_of_return(struct holding *h, int flow) {
    struct grid *g = h->g;
    int rate = monthly_rate(h, flow);
    int balance = grid_later(g, h->sheet, GRID_NUMBER, words(h, "balance of the flows, growing at that rate"), true);
    grid_define(g, balance, "{0-}*(1+{1})+{2}", balance, rate, flow);
    grid_opening(g, balance, "{0.}", flow);
    int has = grid_point(g, h->sheet, GRID_FLAG, words(h, "has one rate of return"),
                         "IF({0}=0,0,IF({1}=0,1,IF(AND({2}>-1,MAX({3<>})<1),1,0)))", h->all_drawn, h->all_returned,
                         rate, balance);
    int annual = point(h, GRID_RATE, "rate of return a year (0 where there is none)", "IF({0}=1,(1+{1})^{2}-1,0)", has,
                       rate, months_in_year(h));
    headline(h, annual, has, "irr");
}

static void present_value(struct holding *h, int flow) {
    if (!twin_reports(h->t, "npv", h->party, h->of))
        return;
    int factor = twin_discount(h->t, h->party);
    headline(h, point(h, GRID_PENCE, "net present value", "SUMPRODUCT({0<>},{1<>})", flow, factor, 0), NONE, "npv");
}

static void returns_of(struct holding *h) {
    sums(h);
    if (h->grant)
        return;
    int flow = flows(h);
    payback(h);
    average_life(h);
    rate_of_return(h, flow);
    present_value(h, flow);
}

/* ---- Tranches and investors ---- */

static struct holding holding_of(struct twin *t, int party, const char *of) {
    struct grid *g = &t->book.grid;
    const char *name = t->s->parties.items[party].name;
    return (struct holding){.t = t,
                            .g = g,
                            .sheet = t->sheet[TWIN_RETURNS],
                            .party = party,
                            .of = of,
                            .label = of ? grid_text(g, "%s: %s", name, of) : grid_text(g, "%s: all", name)};
}

static int out_after_draw(struct twin *t, int bond, int k, const char *label) {
    return grid_line(&t->book.grid, t->sheet[TWIN_RETURNS], GRID_PENCE, label, "{0-}+{1}",
                     t->tranche_principal[bond][k], t->tranche_drawn[bond][k]);
}

static void tranche_returns(struct twin *t, int bond, int k) {
    const struct tranche *tranche = &t->s->bonds.items[bond].tranches.items[k];
    struct holding h = holding_of(t, tranche->investor, tranche->name);
    grid_heading(h.g, h.sheet, h.label);
    h.grant = tranche->grant;
    h.drawn = t->tranche_drawn[bond][k];
    h.returned = t->tranche_returned[bond][k];
    h.repaid = t->tranche_repaid[bond][k];
    h.committed = live_setting(&t->book, &tranche->place, "principal", GRID_POUNDS, (double)tranche->principal);
    h.out = h.grant ? NONE : out_after_draw(t, bond, k, words(&h, "capital out after the month's draw"));
    returns_of(&h);
}

/* What an investor that holds several tranches has in all. */
struct tranches {
    int n;
    int drawn[GRID_REFS], returned[GRID_REFS], repaid[GRID_REFS], out[GRID_REFS], committed[GRID_REFS];
    bool granted;
};

static void add_tranche(struct twin *t, int bond, int k, struct tranches *all) {
    const struct tranche *tranche = &t->s->bonds.items[bond].tranches.items[k];
    int i = all->n++;
    all->drawn[i] = t->tranche_drawn[bond][k];
    all->returned[i] = t->tranche_returned[bond][k];
    all->repaid[i] = t->tranche_repaid[bond][k];
    all->out[i] =
        out_after_draw(t, bond, k, grid_text(&t->book.grid, "%s: capital out after the month's draw", tranche->name));
    all->committed[i] = live_setting(&t->book, &tranche->place, "principal", GRID_POUNDS, (double)tranche->principal);
    all->granted &= tranche->grant;
}

static int how_many(const struct scheme *s, int party) {
    int n = 0;
    for (int b = 0; b < s->bonds.n; b++) {
        for (int k = 0; k < s->bonds.items[b].tranches.n; k++)
            n += s->bonds.items[b].tranches.items[k].investor == party;
    }
    return n;
}

static void investor_returns(struct twin *t, int party) {
    struct tranches all = {.granted = true};
    struct holding h = holding_of(t, party, NULL);
    grid_heading(h.g, h.sheet, h.label);
    for (int b = 0; b < t->s->bonds.n; b++) {
        for (int k = 0; k < t->s->bonds.items[b].tranches.n && all.n < GRID_REFS; k++) {
            if (t->s->bonds.items[b].tranches.items[k].investor == party)
                add_tranche(t, b, k, &all);
        }
    }
    h.grant = all.granted;
    h.drawn = grid_sum(h.g, h.sheet, GRID_PENCE, words(&h, "drawn at the month's start"), all.n, all.drawn);
    h.returned = grid_sum(h.g, h.sheet, GRID_PENCE, words(&h, "returned at the month's end"), all.n, all.returned);
    h.repaid = grid_sum(h.g, h.sheet, GRID_PENCE, words(&h, "of what is returned, principal"), all.n, all.repaid);
    h.out = grid_sum(h.g, h.sheet, GRID_PENCE, words(&h, "capital out after the month's draws"), all.n, all.out);
    h.committed = all.committed[0];
    for (int i = 1; i < all.n; i++)
        h.committed =
            grid_point(h.g, h.sheet, GRID_PENCE, words(&h, "committed"), "{0}+{1}", h.committed, all.committed[i]);
    returns_of(&h);
}

void twin_returns(struct twin *t) {
    for (int b = 0; b < t->s->bonds.n; b++) {
        for (int k = 0; k < t->s->bonds.items[b].tranches.n; k++) {
            t->book.grid.party = t->s->bonds.items[b].tranches.items[k].investor;
            tranche_returns(t, b, k);
        }
    }
    for (int p = 0; p < t->s->parties.n && t->s->bonds.n > 0; p++) {
        t->book.grid.party = p;
        if (how_many(t->s, p) > 1)
            investor_returns(t, p);
    }
    t->book.grid.party = NONE;
}
