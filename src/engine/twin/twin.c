#include "engine/twin/twin.h"

#include "engine/books.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *title, *lead;
} sheets[TWIN_SHEETS] = {
    [TWIN_SCENARIO] = {"Live scenario", "Which path is shown",
                       "Choose a path in the box: every sheet that is called Live follows."},
    [TWIN_INPUTS] =
        {"Live inputs", "Inputs of the formulas",
         "Numbers that the formulas start from. Change one in a box and all that rests on it follows, on the "
         "same starts and outcomes. What is drawn follows the path that is chosen."},
    [TWIN_PATH] =
        {"Live path", "What happened on the chosen path",
         "Starts, outcomes, measurements and what was drawn: from the sheet Paths, for the path that is chosen."},
    [TWIN_EARNED] = {"Live earned", "What is earned",
                     "Every term and condition of every contract, month by month, in whole pence."},
    [TWIN_SETTLED] =
        {"Live settled", "What falls due and is paid",
         "Claims, due months, set-off, advances, payments and arrears under every contract, in whole pence."},
    [TWIN_COSTS] = {"Live costs", "Own costs and income",
                    "What each party spends and has from elsewhere, in whole pence."},
    [TWIN_LOANS] = {"Live loans", "Loans and overdrafts", "Draws, interest, repayment and balances, in whole pence."},
    [TWIN_CAPITAL] = {"Live capital", "Bonds", "Drawing, interest, the waterfall and guarantees, in whole pence."},
    [TWIN_CASH] = {"Live cash", "Cash of every party", "All that flows in and out, and what is left, in whole pence."},
    [TWIN_STATEMENTS] = {"Live statements", "Statements by financial year",
                         "Income and expenditure, balance sheet and cash flow of every party."},
    [TWIN_RETURNS] = {"Live returns", "Returns and cover",
                      "Rates of return, present values, multiples and debt cover."},
    [TWIN_CHECKS] = {"Live checks", "Checks of the formulas",
                     "Whether the formulas agree with the engine and with themselves, on the chosen path."},
};

int *twin_rows(struct twin *t, int n) {
    int *rows = arena_array(&t->arena, (size_t)n + 1, sizeof *rows);
    for (int i = 0; rows && i < n; i++)
        rows[i] = NONE;
    t->book.grid.failed |= rows == NULL;
    return rows;
}

/* A row of what is read from the books: of what happened, or of what the engine worked out. */
static int engine_row(struct twin *t, enum twin_sheet sheet, enum grid_unit unit, const char *label, engine_reader read,
                      int a, int b, bool line) {
    enum grid_role role = sheet == TWIN_PATH ? GRID_HAPPENED : GRID_ENGINE;
    for (int i = 0; i < t->n_readings; i++) {
        const struct engine_reading *r = &t->reading[i];
        if (r->read == read && r->a == a && r->b == b && t->book.grid.rows[r->row].line == line)
            return r->row;
    }
    if (t->n_readings == t->reading_room) {
        int room = t->reading_room > 0 ? 2 * t->reading_room : 64;
        struct engine_reading *grown = reallocarray(t->reading, (size_t)room, sizeof *grown);
        t->book.grid.failed |= grown == NULL;
        if (!grown)
            return 0;
        t->reading = grown;
        t->reading_room = room;
    }
    int row = grid_value(&t->book.grid, t->sheet[sheet], role, unit, label, line);
    t->reading[t->n_readings++] = (struct engine_reading){.read = read, .a = a, .b = b, .row = row};
    return row;
}

int twin_engine(struct twin *t, enum twin_sheet sheet, enum grid_unit unit, const char *label, engine_reader read,
                int a, int b) {
    return engine_row(t, sheet, unit, label, read, a, b, true);
}

int twin_engine_once(struct twin *t, enum twin_sheet sheet, enum grid_unit unit, const char *label, engine_reader read,
                     int a, int b) {
    return engine_row(t, sheet, unit, label, read, a, b, false);
}

int twin_happened(struct twin *t, enum grid_unit unit, const char *label, engine_reader read, int a, int b) {
    return engine_row(t, TWIN_PATH, unit, label, read, a, b, true);
}

int twin_happened_once(struct twin *t, enum grid_unit unit, const char *label, engine_reader read, int a, int b) {
    return engine_row(t, TWIN_PATH, unit, label, read, a, b, false);
}

void twin_check(struct twin *t, const char *label, const char *formula, ...) {
    int refs[GRID_REFS], n = grid_references(formula);
    va_list arguments;
    va_start(arguments, formula);
    for (int i = 0; i < n; i++)
        refs[i] = va_arg(arguments, int);
    va_end(arguments);
    int row = grid_point_of(&t->book.grid, t->sheet[TWIN_CHECKS], GRID_HOLDS, label, formula, n, refs);
    int *grown = reallocarray(t->check, (size_t)t->n_checks + 1, sizeof *grown);
    t->book.grid.failed |= grown == NULL;
    if (!grown)
        return;
    grid_mark(&t->book.grid, row, GRID_CHECK);
    t->check = grown;
    t->check[t->n_checks++] = row;
}

static void make_room_of_bonds(struct twin *t) {
    const struct scheme *s = t->s;
    int ***rows[] = {&t->tranche_drawn,     &t->tranche_returned, &t->tranche_repaid,
                     &t->tranche_principal, &t->fee_settled,      &t->fee_paid};
    t->excess = twin_rows(t, s->bonds.n);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        *rows[i] = arena_array(&t->arena, (size_t)s->bonds.n + 1, sizeof **rows[i]);
        t->book.grid.failed |= *rows[i] == NULL;
        for (int b = 0; *rows[i] && b < s->bonds.n; b++) {
            bool of_fees = rows[i] == &t->fee_settled || rows[i] == &t->fee_paid;
            const struct bond *bond = &s->bonds.items[b];
            (*rows[i])[b] = twin_rows(t, of_fees ? bond->fees.n : bond->tranches.n);
        }
    }
}

static bool make_room(struct twin *t) {
    const struct scheme *s = t->s;
    int parties = s->parties.n, contracts = s->contracts.n;
    t->n_terms = t->books->earnings.n_terms;
    t->n_legs = t->books->claims.n_legs;
    t->book.quantity = twin_rows(t, s->quantities.n);
    t->contract = arena_array(&t->arena, (size_t)contracts + 1, sizeof *t->contract);
    t->first_term = twin_rows(t, contracts + 1);
    t->gain = twin_rows(t, t->n_terms);
    t->loss = twin_rows(t, t->n_terms);
    t->certain = twin_rows(t, t->n_terms);
    t->certain_ended = twin_rows(t, t->n_terms);
    t->stop = twin_rows(t, t->n_terms);
    t->cycle = arena_array(&t->arena, (size_t)contracts + 1, sizeof *t->cycle);
    t->part_gain = arena_array(&t->arena, (size_t)t->n_terms + 1, sizeof *t->part_gain);
    t->part_loss = arena_array(&t->arena, (size_t)t->n_terms + 1, sizeof *t->part_loss);
    t->passed = arena_array(&t->arena, (size_t)contracts + 1, sizeof *t->passed);
    t->net_due = twin_rows(t, contracts);
    t->known_due = twin_rows(t, contracts);
    t->accepted = twin_rows(t, contracts);
    t->accepted_part = arena_array(&t->arena, (size_t)contracts + 1, sizeof *t->accepted_part);
    t->leg = arena_array(&t->arena, (size_t)t->n_legs + 1, sizeof *t->leg);
    t->first_leg = twin_rows(t, contracts + 1);
    t->item = twin_rows(t, t->books->spending.first_cost[parties]);
    t->income = twin_rows(t, t->books->spending.first_income[parties]);
    t->item_planned = twin_rows(t, t->books->spending.first_cost[parties]);
    t->income_planned = twin_rows(t, t->books->spending.first_income[parties]);
    t->staff = twin_rows(t, t->books->spending.first_staff[parties]);
    t->staff_moves = twin_rows(t, t->books->spending.first_staff[parties]);
    int **by_party[] = {&t->restricted,  &t->general_income, &t->before,      &t->general_costs, &t->closing,
                        &t->loan_fees,   &t->turn,           &t->received,    &t->all_receipts,  &t->instalments,
                        &t->served_left, &t->dscr,           &t->dscr_tested, &t->dscr_lowest};
    for (size_t i = 0; i < sizeof by_party / sizeof by_party[0]; i++)
        *by_party[i] = twin_rows(t, parties);
    t->growth_steps = NONE;
    t->cash = twin_rows(t, parties);
    t->all = twin_rows(t, parties);
    t->opening = twin_rows(t, parties);
    t->low_water = twin_rows(t, parties);
    t->flow = twin_rows(t, parties * FLOWS);
    t->stops = twin_rows(t, parties);
    t->failed = twin_rows(t, parties);
    int **by_loan[] = {&t->loan_drawn,     &t->loan_granted,        &t->loan_fee,    &t->loan_interest,
                       &t->loan_principal, &t->loan_swept,          &t->loan_served, &t->loan_instalment,
                       &t->loan_balance,   &t->loan_own_fee,        &t->estate_loan, &t->loan_first,
                       &t->loan_last,      &t->loan_first_principal};
    for (size_t i = 0; i < sizeof by_loan / sizeof by_loan[0]; i++)
        *by_loan[i] = twin_rows(t, s->loans.n);
    make_room_of_bonds(t);
    t->book.grid.failed |=
        !t->contract || !t->part_gain || !t->part_loss || !t->accepted_part || !t->leg || !t->passed || !t->cycle;
    return !t->book.grid.failed;
}

/* What the layers refer to before it is defined: legs as the books number them, and cash. */
static void declare(struct twin *t) {
    struct grid *g = &t->book.grid;
    memcpy(t->first_term, t->books->earnings.first_term, ((size_t)t->s->contracts.n + 1) * sizeof(int));
    memcpy(t->first_leg, t->books->claims.first_leg, ((size_t)t->s->contracts.n + 1) * sizeof(int));
    for (int i = 0; i < t->n_legs; i++) {
        const struct leg *leg = &t->books->claims.legs[i];
        t->leg[i] = (struct twin_leg){.contract = leg->contract,
                                      .from = leg->from,
                                      .to = leg->to,
                                      .share = leg->share,
                                      .debt = leg->debt,
                                      .owed = NONE,
                                      .paid = NONE,
                                      .known = NONE,
                                      .written = NONE};
    }
    for (int p = 0; p < t->s->parties.n; p++) {
        const char *name = t->s->parties.items[p].name;
        g->party = p;
        t->opening[p] = grid_later(g, t->sheet[TWIN_CASH], GRID_PENCE, grid_text(g, "%s: opening cash", name), true);
        t->cash[p] = grid_later(g, t->sheet[TWIN_CASH], GRID_PENCE, grid_text(g, "%s: general cash", name), true);
        t->all[p] =
            grid_later(g, t->sheet[TWIN_CASH], GRID_PENCE, grid_text(g, "%s: cash with restricted funds", name), true);
        if (!t->s->parties.items[p].always_pays)
            t->turn[p] = grid_later(g, t->sheet[TWIN_CASH], GRID_PENCE,
                                    grid_text(g, "%s: general cash before it pays anything", name), true);
    }
    g->party = NONE;
}

status twin_build(struct twin *t, const struct scheme *s, const struct books *books) {
    static void (*const layers[])(struct twin *) = {
        twin_time,     twin_failing,    twin_bonds,   twin_passing,   twin_earned,  twin_claims,
        twin_spending, twin_loans,      twin_turn,    twin_payments,  twin_capital, twin_cash,
        twin_cover,    twin_statements, twin_returns, twin_headlines, twin_checks,  twin_inputs};
    memset(t, 0, sizeof *t);
    t->s = t->book.s = s;
    t->books = books;
    t->master = NONE;
    grid_init(&t->book.grid, s->months);
    for (int i = 0; i < TWIN_SHEETS; i++)
        t->sheet[i] = grid_sheet(&t->book.grid, sheets[i].name, sheets[i].title, sheets[i].lead);
    t->book.inputs = t->sheet[TWIN_INPUTS];
    t->book.path = t->sheet[TWIN_PATH];
    if (!make_room(t))
        return SIBYL_ERR_NO_MEMORY;
    declare(t);
    t->metrics.arena = &t->arena;
    if (metrics_list(s, &t->metrics) != SIBYL_OK)
        return SIBYL_ERR_NO_MEMORY;
    for (size_t i = 0; i < sizeof layers / sizeof layers[0] && !t->book.grid.failed; i++)
        layers[i](t);
    if (t->book.grid.failed)
        return SIBYL_ERR_NO_MEMORY;
    return t->book.grid.fault[0] != 0 ? SIBYL_ERR_INTERNAL : SIBYL_OK;
}

void twin_free(struct twin *t) {
    for (int i = 0; i < t->n_paths; i++)
        free(t->paths[i].value);
    free(t->paths);
    free(t->reason);
    free(t->check);
    free(t->reading);
    free(t->metric);
    free(t->book.reading);
    free(t->book.setting);
    free(t->book.count);
    grid_free(&t->book.grid);
    arena_free(&t->arena);
    memset(t, 0, sizeof *t);
}

static struct grid_owner own(struct twin *t, int party, int contract, int bond, int loan) {
    return grid_own(&t->book.grid,
                    (struct grid_owner){.party = party, .contract = contract, .bond = bond, .loan = loan});
}

struct grid_owner twin_own_party(struct twin *t, int party) {
    return own(t, party, NONE, NONE, NONE);
}
struct grid_owner twin_own_contract(struct twin *t, int contract) {
    return own(t, NONE, contract, NONE, NONE);
}
struct grid_owner twin_own_bond(struct twin *t, int bond) {
    return own(t, NONE, NONE, bond, NONE);
}
struct grid_owner twin_own_loan(struct twin *t, int loan) {
    return own(t, NONE, NONE, NONE, loan);
}

const char *twin_label(struct twin *t, int party, const char *words) {
    return grid_text(&t->book.grid, "%s: %s", t->s->parties.items[party].name, words);
}

/* ---- Reading a path ---- */

static void put(const struct twin *t, struct twin_path *into, int row, int month, double number) {
    const struct grid_row *r = &t->book.grid.rows[row];
    size_t at = (size_t)r->value * ((size_t)t->s->months + 1);
    into->value[at + (r->line ? (size_t)month : 0)] = number;
}

void twin_read(struct twin *t, const struct walk *w, int month, struct twin_path *into) {
    for (int i = 0; i < t->book.n_readings; i++) {
        const struct live_reading *r = &t->book.reading[i];
        double index[LANES];
        struct term_view view = {.scheme = t->s, .month = month, .q = (const double(*)[LANES])w->draws->q};
        if (r->contract != NONE)
            earnings_view(w->books, r->contract, r->term, month, index, &view);
        put(t, into, r->row, month, r->read(&view, into->lane, r->a, r->b));
    }
    for (int i = 0; i < t->n_readings; i++) {
        const struct engine_reading *r = &t->reading[i];
        put(t, into, r->row, month, r->read(w->books, into->lane, r->a, r->b));
    }
    for (int i = 0; i < t->n_metrics && month == t->s->months; i++)
        put(t, into, t->metric[i].row, month, twin_metric_value(t, w, into->lane, &t->metric[i]));
}

status twin_work_out(struct twin *t, int path, double *cells) {
    struct grid_path of = {.value = t->paths[path].value, .choice = path + 1};
    return grid_work_out(&t->book.grid, &of, cells);
}
