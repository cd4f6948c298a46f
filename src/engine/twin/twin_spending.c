/* Own costs and other income, what of them restricted funds pay, and overdraft interest (model 6.5; rules 57, 59, 60). */
#include "engine/twin/twin_spending.h"

#include "engine/books.h"
#include "engine/clients.h"

/* ---- Amounts by month ---- */

/* Series of a party are numbered by what they are of and their number there. */
#define SERIES_EACH 4096

static const struct series *series_of(const struct scheme *s, int party, int packed) {
    const struct party *p = &s->parties.items[party];
    int number = packed % SERIES_EACH;
    enum twin_series which = (enum twin_series)(packed / SERIES_EACH);
    return which == SERIES_COST     ? &p->costs.items[number].monthly
           : which == SERIES_INCOME ? &p->other_income.items[number].monthly
                                    : &p->workers.items[number].planned;
}

/* What a csv gave for the month. */
static double read_given(const struct books *b, int lane, int party, int packed) {
    const struct series *series = series_of(b->scheme, party, packed);
    double sum = 0;
    (void)lane;
    for (int k = 0; k < series->n; k++) {
        const struct spell *spell = &series->spells[k];
        if (spell->quantity == NONE && b->month >= spell->from && (spell->to <= 0 || b->month <= spell->to))
            sum += spell->value;
    }
    return sum;
}

static bool is_whole(const struct scheme *s, const struct spell *spell) {
    return spell->from <= 1 && (spell->to <= 0 || spell->to >= s->months);
}

/* One spell of a list: its amount from its first month to its last. */
static void add_spell(struct twin_formula *f, const struct spell *spell, const struct place *place, const char *key) {
    struct live_book *book = &f->t->book;
    int amount = live_quantity(book, spell->quantity);
    if (is_whole(f->t->s, spell)) {
        twin_formula_plus(f, "{0}", amount);
        return;
    }
    int from = live_setting(book, place, grid_text(&book->grid, "%s.from", key), GRID_MONTH, spell->from);
    int to = live_setting(book, place, grid_text(&book->grid, "%s.to", key), GRID_MONTH, spell->to);
    twin_formula_plus(f, "IF(AND({0}>={1},{0}<={2}),{3},0)", book->month, from, to, amount);
}

void twin_series(struct twin_formula *f, const struct series *series, const struct place *place, const char *key,
                 enum grid_unit unit, int party, enum twin_series which, int number) {
    bool given = false;
    for (int k = 0; k < series->n; k++) {
        const struct spell *spell = &series->spells[k];
        if (spell->quantity == NONE)
            given = true;
        else
            add_spell(f, spell, place, grid_text(&f->t->book.grid, "%s.%d", key, k));
    }
    if (given)
        twin_formula_plus(f, "{0}",
                          twin_happened(f->t, unit, grid_text(&f->t->book.grid, "%s, as given by month", f->label),
                                        read_given, party, (int)which * SERIES_EACH + number));
}

bool twin_is_none(const struct twin *t, int quantity) {
    const struct quantity *q = &t->s->quantities.items[quantity == NONE ? 0 : quantity];
    return quantity == NONE || (q->place.path[0] == 0 && law_is_certain(&q->law) && q->mean == 0);
}

/* 1 in the months in which costs take a step of growth: the first of every twelve, but not the scheme's first. */
static int growth_steps(struct twin *t) {
    int twelve = live_setting(&t->book, &t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
    struct grid_owner before = grid_own(&t->book.grid, GRID_NOBODYS);
    if (t->growth_steps == NONE)
        t->growth_steps = grid_line(&t->book.grid, t->sheet[TWIN_SCENARIO], GRID_FLAG, "Costs take a step of growth",
                                    "IF(AND({0}>1,MOD({0}-1,{1})=0),1,0)", t->book.month, twelve);
    (void)grid_own(&t->book.grid, before);
    return t->growth_steps;
}

int twin_growth(struct twin *t, const struct place *place, const char *label, int growth, double vat) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_COSTS], tax = NONE;
    if (vat != 0)
        tax = live_setting(&t->book, place, "vat", GRID_RATE, vat);
    if (twin_is_none(t, growth))
        return tax == NONE ? NONE
                           : grid_point(g, sheet, GRID_NUMBER, grid_text(g, "%s: 1 and VAT", label), "1+{0}", tax);
    int factor = grid_later(g, sheet, GRID_NUMBER, grid_text(g, "%s: growth and VAT", label), true);
    grid_define(g, factor, "IF({0}=1,{1-}*(1+{2}),{1-})", growth_steps(t), factor, live_quantity(&t->book, growth));
    if (tax == NONE)
        grid_opening(g, factor, "1");
    else
        grid_opening(g, factor, "1+{0}", tax);
    return factor;
}

/* ---- Clients ---- */

static double count_of(const struct count_grid *grid, const struct books *b, int lane, int party, int group) {
    return count_at(grid, b->month, b->scheme->parties.items[party].provider, group)[lane];
}

static double read_referrals(const struct books *b, int lane, int party, int group) {
    return count_of(&b->clients->referrals, b, lane, party, group);
}

static double read_in_service(const struct books *b, int lane, int party, int group) {
    return count_of(&b->clients->in_service, b, lane, party, group);
}

static double read_starts(const struct books *b, int lane, int party, int group) {
    double sum = 0;
    for (int era = 0; era < b->scheme->n_eras; era++)
        sum += count_of(&b->clients->starts[era], b, lane, party, group);
    return sum;
}

static double read_outcomes(const struct books *b, int lane, int party, int packed) {
    int groups = b->scheme->groups.n, outcome = packed / groups;
    double sum = 0;
    for (int era = 0; era < b->scheme->n_eras; era++)
        sum += count_of(&b->clients->outcomes[outcome * b->scheme->n_eras + era], b, lane, party, packed % groups);
    return sum;
}

/* What is spent on a group's clients, on average, of whom some are parked: a share of the amount; NONE: all of it. */
static int share_for_parked(struct twin *t, int party, int group) {
    struct grid *g = &t->book.grid;
    const struct behaviour *does = t->s->parties.items[party].behaves;
    const struct group *of = &t->s->groups.items[group];
    if (!does || does->parking == NONE)
        return NONE;
    const char *label = grid_text(g, "%s: share of costs that %s cause, some of them parked",
                                  t->s->parties.items[party].name, of->name);
    int parking = live_quantity(&t->book, does->parking);
    int complexity = live_setting(&t->book, &of->place, "complexity", GRID_NUMBER, of->complexity);
    if (does->parked_cost == NONE)
        return grid_point(g, t->sheet[TWIN_COSTS], GRID_RATE, label, "1-{0}*{1}", parking, complexity);
    return grid_point(g, t->sheet[TWIN_COSTS], GRID_RATE, label, "1-{0}*{1}*(1-{2})", parking, complexity,
                      live_quantity(&t->book, does->parked_cost));
}

/* A basis of cost: an amount a client of each group, and how these are counted.
 *   first  what is added to the group for the reader */
struct basis {
    const struct by_group *amount;
    engine_reader read;
    const char *words;
    bool parked;
    int first;
};

static void per_client(struct twin_formula *f, int party, const struct basis *basis) {
    struct twin *t = f->t;
    struct grid *g = &t->book.grid;
    if (!basis->amount->quantity || t->s->parties.items[party].provider == NONE)
        return;
    for (int k = 0; k < t->s->groups.n; k++) {
        if (basis->amount->quantity[k] == NONE)
            continue;
        const char *label =
            grid_text(g, "%s: %s of %s", t->s->parties.items[party].name, basis->words, t->s->groups.items[k].name);
        int count = twin_happened(t, GRID_COUNT, label, basis->read, party, basis->first + k);
        int each = live_quantity(&t->book, basis->amount->quantity[k]);
        int share = basis->parked ? share_for_parked(t, party, k) : NONE;
        if (share == NONE)
            twin_formula_plus(f, "{0}*{1}", each, count);
        else
            twin_formula_plus(f, "{0}*{1}*{2}", each, share, count);
    }
}

static void all_clients(struct twin_formula *f, int party, const struct cost *c) {
    const struct basis by[] = {{&c->per_referral, read_referrals, "referrals", false, 0},
                               {&c->per_start, read_starts, "starts", true, 0},
                               {&c->per_client_month, read_in_service, "in service at the month's end", true, 0}};
    for (size_t i = 0; i < sizeof by / sizeof by[0]; i++)
        per_client(f, party, &by[i]);
    if (c->outcome == NONE)
        return;
    struct basis outcomes = {&c->per_outcome, read_outcomes, f->t->s->outcomes.items[c->outcome].name, false,
                             c->outcome * f->t->s->groups.n};
    per_client(f, party, &outcomes);
}

/* ---- One cost, or source of income ---- */

static double read_silent(const struct books *b, int lane, int party, int unused) {
    (void)unused;
    return b->month > b->endings.last_trading[party * LANES + lane] ? 1 : 0;
}

/* 1 in months in which a party has no costs and no income of its own any more: it has failed, or its bond is wound up. */
static int silent(struct twin *t, int party) {
    if (t->books->bond_of_party[party] == NONE)
        return t->failed[party];
    return twin_happened(t, GRID_FLAG, twin_label(t, party, "trades no more, failed or wound up"), read_silent, party,
                         0);
}

int twin_spent(struct twin *t, int party, const char *label, int raw) {
    struct grid *g = &t->book.grid;
    int stopped = silent(t, party);
    int row = stopped == NONE ? grid_post(g, t->sheet[TWIN_COSTS], label, raw)
                              : grid_line(g, t->sheet[TWIN_COSTS], GRID_PENCE, label,
                                          "IF({1}=1,0,ROUND({0},0)-(MOD({0},2)=0.5))", raw, stopped);
    grid_sums(g, row);
    return row;
}

/* What it comes to in its months, with growth and VAT, before it is rounded. */
static int in_its_months(struct twin *t, const struct cost *c, const char *label, int sum, int factor) {
    struct grid *g = &t->book.grid;
    struct twin_formula f = {
        .t = t, .sheet = TWIN_COSTS, .unit = GRID_NUMBER, .label = grid_text(g, "%s, in its months", label)};
    bool starts = c->from > 1, ends = c->to < t->s->months;
    twin_formula_add(&f, starts || ends ? "IF(" : "");
    if (starts && ends)
        twin_formula_add(&f, "AND(");
    if (starts)
        twin_formula_add(&f, "{0}>={1}", t->book.month, live_setting(&t->book, &c->place, "from", GRID_MONTH, c->from));
    if (starts && ends)
        twin_formula_add(&f, ",");
    if (ends)
        twin_formula_add(&f, "{0}<={1}", t->book.month, live_setting(&t->book, &c->place, "to", GRID_MONTH, c->to));
    if (starts && ends)
        twin_formula_add(&f, ")");
    twin_formula_add(&f, starts || ends ? "," : "");
    twin_formula_add(&f, factor == NONE ? "{0}" : "{0}*{1}", sum, factor);
    twin_formula_add(&f, starts || ends ? ",0)" : "");
    return twin_formula_line(&f);
}

static bool is_wanted(const struct twin *t, int contract) {
    return contract == NONE || !t->s->contracts.items[contract].without;
}

/* Returns the line, NONE of what is never spent. */
static int one_cost(struct twin *t, int party, enum twin_series which, int number) {
    struct grid *g = &t->book.grid;
    const struct party *p = &t->s->parties.items[party];
    const struct cost *c = which == SERIES_COST ? &p->costs.items[number] : &p->other_income.items[number];
    const char *label = grid_text(g, "%s: %s", p->name, c->name);
    struct twin_formula f = {
        .t = t, .sheet = TWIN_COSTS, .unit = GRID_NUMBER, .label = grid_text(g, "%s, at first prices", label)};
    if (!is_wanted(t, c->contract))
        return NONE;
    twin_series(&f, &c->monthly, &c->place, "monthly", GRID_PENCE, party, which, number);
    if (which == SERIES_COST)
        all_clients(&f, party, c);
    int sum = twin_formula_line(&f);
    if (sum == NONE)
        return NONE;
    double vat = which == SERIES_COST ? c->vat : 0;
    int factor = twin_growth(t, &c->place, label, c->growth, vat);
    int raw = in_its_months(t, c, label, sum, factor);
    if (which == SERIES_COST)
        t->item_planned[t->books->spending.first_cost[party] + number] = raw;
    else
        t->income_planned[t->books->spending.first_income[party] + number] = raw;
    return twin_spent(t, party, label, raw);
}

/* ---- Restricted funds ---- */

int twin_pay_from(struct twin *t, struct purse *purse, const struct refs *funds, int amount, const char *label,
                  const char *when) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_COSTS], rest = amount;
    for (int f = 0; f < funds->n && funds->items[f] != 0 && amount != NONE; f++) {
        int *left = &purse->left[funds->items[f]];
        const char *fund = t->s->funds.items[funds->items[f]];
        if (*left == NONE)
            continue;
        int part = grid_line(g, sheet, GRID_PENCE, grid_text(g, "%s: paid by %s%s", label, fund, when), "MIN({0},{1})",
                             *left, rest);
        *left = grid_line(g, sheet, GRID_PENCE, grid_text(g, "%s: left of %s%s", label, fund, when), "{0}-{1}", *left,
                          part);
        rest = grid_line(g, sheet, GRID_PENCE, grid_text(g, "%s: left to pay after %s%s", label, fund, when), "{0}-{1}",
                         rest, part);
    }
    return rest;
}

/* Whether a party ever has something in a fund. */
static bool has_fund(const struct party *p, int fund) {
    bool has = false;
    for (int i = 0; i < p->opening_funds.n; i++)
        has |= p->opening_funds.items[i].fund == fund;
    for (int i = 0; i < p->other_income.n; i++)
        has |= p->other_income.items[i].fund == fund;
    return has;
}

/* A fund's opening balance, and its line, which is defined when all has been paid. */
static int open_fund(struct twin *t, int party, int fund) {
    struct grid *g = &t->book.grid;
    const struct party *p = &t->s->parties.items[party];
    int row = grid_later(g, t->sheet[TWIN_COSTS], GRID_PENCE,
                         grid_text(g, "%s: restricted fund %s", p->name, t->s->funds.items[fund]), true);
    int sum = NONE;
    for (int i = 0; i < p->opening_funds.n; i++) {
        const struct opening_fund *opening = &p->opening_funds.items[i];
        if (opening->fund != fund)
            continue;
        int one = live_setting(&t->book, &p->place, grid_text(g, "opening_funds.%d.amount", i), GRID_POUNDS,
                               (double)opening->amount);
        sum = sum == NONE
                  ? one
                  : grid_point(g, t->sheet[TWIN_COSTS], GRID_PENCE,
                               grid_text(g, "%s: %s at first", p->name, t->s->funds.items[fund]), "{0}+{1}", sum, one);
    }
    if (sum != NONE)
        grid_opening(g, row, "{0}", sum);
    return row;
}

/* What is in a fund when costs are paid: nothing once its party has failed, for then it is given back. */
static int fund_at_hand(struct twin *t, int party, int fund, int row, bool income) {
    struct grid *g = &t->book.grid;
    const struct party *p = &t->s->parties.items[party];
    struct twin_formula f = {.t = t,
                             .sheet = TWIN_COSTS,
                             .unit = GRID_PENCE,
                             .label = grid_text(g, "%s: %s %s", p->name, t->s->funds.items[fund],
                                                income ? "with the month's income" : "at the month's start")};
    if (t->failed[party] == NONE)
        twin_formula_plus(&f, "{0-}", row);
    else
        twin_formula_plus(&f, "IF({1}=1,0,{0-})", row, t->failed[party]);
    for (int k = 0; k < p->other_income.n && income; k++) {
        int item = t->income[t->books->spending.first_income[party] + k];
        if (p->other_income.items[k].fund == fund && item != NONE)
            twin_formula_plus(&f, "{0}", item);
    }
    return twin_formula_line(&f);
}

/* Opens a party's purse; `row`: its funds' lines. */
static struct purse open_purse(struct twin *t, int party, const int *row, bool income) {
    struct purse purse = {twin_rows(t, t->s->funds.n)};
    for (int f = 1; f < t->s->funds.n && purse.left; f++) {
        if (row[f] != NONE)
            purse.left[f] = fund_at_hand(t, party, f, row[f], income);
    }
    return purse;
}

/* ---- A party ---- */

/* Amounts of a party's costs, in the order in which they are paid, and what funds may pay them. */
struct costs {
    int n;
    struct spent {
        int amount;
        const char *label;
        const struct refs *funds;
        bool before;
    } * item;
};

static void add_cost(struct costs *c, int amount, const char *label, const struct refs *funds, bool before) {
    if (amount != NONE)
        c->item[c->n++] = (struct spent){amount, label, funds, before};
}

static struct costs all_costs(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    const struct party *p = &t->s->parties.items[party];
    struct costs c = {.item = arena_array(&t->arena, (size_t)(p->costs.n + 2 * p->workers.n) + 1, sizeof *c.item)};
    g->failed |= c.item == NULL;
    for (int k = 0; k < p->costs.n && c.item; k++) {
        int *item = &t->item[t->books->spending.first_cost[party] + k];
        *item = one_cost(t, party, SERIES_COST, k);
        add_cost(&c, *item, grid_text(g, "%s: %s", p->name, p->costs.items[k].name), &p->costs.items[k].funds,
                 p->costs.items[k].paid == PAID_BEFORE);
    }
    for (int w = 0; w < p->workers.n && c.item; w++) {
        int cost, moves, number = t->books->spending.first_staff[party] + w;
        if (!is_wanted(t, p->workers.items[w].contract))
            continue;
        twin_staff(t, party, w, &cost, &moves);
        t->staff[number] = cost;
        t->staff_moves[number] = moves;
        bool before = p->workers.items[w].paid != PAID_AFTER;
        add_cost(&c, cost, twin_staff_label(t, party, w, "pay"), &p->workers.items[w].funds, before);
        add_cost(&c, moves, twin_staff_label(t, party, w, "redundancy and recruitment"), &p->workers.items[w].funds,
                 before);
    }
    return c;
}

/* What general cash bears of costs: of those paid before receipts alone, or of all; NONE: none. */
static int general_share(struct twin *t, int party, struct purse *purse, const struct costs *c, bool before) {
    struct twin_formula f = {.t = t,
                             .sheet = TWIN_COSTS,
                             .unit = GRID_PENCE,
                             .label = twin_label(t, party,
                                                 before ? "costs paid before receipts, out of general cash"
                                                        : "own costs out of general cash")};
    for (int i = 0; i < c->n; i++) {
        if (before && !c->item[i].before)
            continue;
        twin_formula_plus(&f, "{0}",
                          twin_pay_from(t, purse, c->item[i].funds, c->item[i].amount, c->item[i].label,
                                        before ? ", before receipts" : ""));
    }
    return twin_formula_line(&f);
}

/* Restricted funds of a party together, and what of them is given back when it fails. */
static void sum_funds(struct twin *t, int party, const int *row, const struct purse *purse) {
    struct grid *g = &t->book.grid;
    bool any = false;
    for (int f = 1; f < t->s->funds.n; f++) {
        if (row[f] == NONE)
            continue;
        any = true;
        grid_define(g, row[f], "{0}", purse->left[f]);
        twin_check(t, grid_text(g, "%s: %s is never negative", t->s->parties.items[party].name, t->s->funds.items[f]),
                   "IF(MIN({0:})>=0,1,0)", row[f]);
    }
    if (any)
        t->restricted[party] =
            grid_sum(g, t->sheet[TWIN_COSTS], GRID_PENCE, twin_label(t, party, "restricted funds"), t->s->funds.n, row);
}

/* Interest on the overdraft at the month's start. */
static void overdraft_interest(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    const struct party *p = &t->s->parties.items[party];
    if (!p->overdraft.given || twin_is_none(t, p->overdraft.rate))
        return;
    int rate = live_quantity(&t->book, p->overdraft.rate);
    int twelve = live_setting(&t->book, &t->s->place, "months in a year", GRID_COUNT, MONTHS_IN_YEAR);
    const char *label = twin_label(t, party, "overdraft interest, exact");
    int raw = t->failed[party] == NONE
                  ? grid_line(g, t->sheet[TWIN_COSTS], GRID_NUMBER, label, "MAX(0,-{0})*({1}/{2})", t->opening[party],
                              rate, twelve)
                  : grid_line(g, t->sheet[TWIN_COSTS], GRID_NUMBER, label, "IF({3}=1,0,MAX(0,-{0})*({1}/{2}))",
                              t->opening[party], rate, twelve, t->failed[party]);
    t->flow[party * FLOWS + FLOW_INTEREST] =
        grid_post(g, t->sheet[TWIN_COSTS], twin_label(t, party, "overdraft interest"), raw);
}

/* The cost of closing falls due with failure, and is paid first out of what comes in. */
static int closing(struct twin *t, int party) {
    struct grid *g = &t->book.grid;
    const struct party *p = &t->s->parties.items[party];
    int sheet = t->sheet[TWIN_COSTS];
    if (t->stops[party] == NONE || p->closure_cost == 0 || t->closing[party] != NONE)
        return t->closing[party];
    int cost = live_setting(&t->book, &p->place, "closure_cost", GRID_POUNDS, (double)p->closure_cost);
    int unpaid = grid_later(g, sheet, GRID_PENCE, twin_label(t, party, "cost of closing, unpaid"), true);
    int due = grid_line(g, sheet, GRID_PENCE, twin_label(t, party, "cost of closing, with what was unpaid"),
                        "{0-}+IF({1}={2}+1,{3},0)", unpaid, t->book.month, t->stops[party], cost);
    int paid = grid_line(g, sheet, GRID_PENCE, twin_label(t, party, "cost of closing, paid out of the estate"),
                         "IF({2}=1,MIN({0},MAX(0,{1})),0)", due, t->turn[party], t->failed[party]);
    grid_define(g, unpaid, "{0}-{1}", due, paid);
    return paid;
}

static void sum_flows(struct twin *t, int party, const struct costs *c) {
    struct grid *g = &t->book.grid;
    const struct party *p = &t->s->parties.items[party];
    const int *income = &t->income[t->books->spending.first_income[party]];
    struct twin_formula costs = {
        .t = t, .sheet = TWIN_COSTS, .unit = GRID_PENCE, .label = twin_label(t, party, "own costs")};
    for (int i = 0; i < c->n; i++)
        twin_formula_plus(&costs, "{0}", c->item[i].amount);
    t->closing[party] = closing(t, party);
    if (t->closing[party] != NONE)
        twin_formula_plus(&costs, "{0}", t->closing[party]);
    t->flow[party * FLOWS + FLOW_COSTS] = twin_formula_line(&costs);
    struct twin_formula all = {
        .t = t, .sheet = TWIN_COSTS, .unit = GRID_PENCE, .label = twin_label(t, party, "other income")};
    struct twin_formula general = {
        .t = t, .sheet = TWIN_COSTS, .unit = GRID_PENCE, .label = twin_label(t, party, "other income, general")};
    for (int k = 0; k < p->other_income.n; k++) {
        if (income[k] == NONE)
            continue;
        twin_formula_plus(&all, "{0}", income[k]);
        if (p->other_income.items[k].fund == 0)
            twin_formula_plus(&general, "{0}", income[k]);
    }
    t->flow[party * FLOWS + FLOW_INCOME] = twin_formula_line(&all);
    t->general_income[party] = twin_formula_line(&general);
    g->failed |= all.text.failed || general.text.failed;
}

static void one_party(struct twin *t, int party) {
    const struct party *p = &t->s->parties.items[party];
    int *fund = twin_rows(t, t->s->funds.n);
    if (!fund)
        return;
    if (p->costs.n + p->workers.n + p->other_income.n > 0 || p->opening_funds.n > 0)
        grid_heading(&t->book.grid, t->sheet[TWIN_COSTS], p->name);
    for (int k = 0; k < p->other_income.n; k++)
        t->income[t->books->spending.first_income[party] + k] = one_cost(t, party, SERIES_INCOME, k);
    struct costs c = all_costs(t, party);
    for (int f = 1; f < t->s->funds.n; f++) {
        if (has_fund(p, f))
            fund[f] = open_fund(t, party, f);
    }
    struct purse before = open_purse(t, party, fund, false), purse = open_purse(t, party, fund, true);
    if (t->book.grid.failed)
        return;
    t->before[party] = general_share(t, party, &before, &c, true);
    t->general_costs[party] = general_share(t, party, &purse, &c, false);
    sum_funds(t, party, fund, &purse);
    overdraft_interest(t, party);
    sum_flows(t, party, &c);
}

void twin_spending(struct twin *t) {
    for (int p = 0; p < t->s->parties.n; p++) {
        t->book.grid.party = p;
        one_party(t, p);
    }
    t->book.grid.party = NONE;
}
