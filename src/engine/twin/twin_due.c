/* What falls due when: claim cycles, claims that are paid late, and what is held back (rules 1 to 4, 25, 29). */
#include "engine/twin/twin_claims.h"

#include "scheme/condition.h"

/* ---- Cycles ---- */

static double read_late(const struct books *b, int lane, int contract, int term) {
    const struct lateness *late = evaluation_late(b->evaluation, contract, term);
    return late && late->lanes >> lane & 1 ? 1 : 0;
}

/* Where the claim cycle of a term is given: its own place or the contract's; NULL where nothing is said. `claim`: as a
 * cycle, else as a lag. */
static const struct place *place_of_cycle(const struct contract *c, const struct term *term, bool *claim) {
    bool own = term->claim.given || term->lag != NONE;
    *claim = own ? term->claim.given : c->claim.given;
    if ((term->kind && term->kind->at_once) || (!own && !c->claim.given && c->lag == NONE))
        return NULL;
    return own ? &term->place : &c->place;
}

static int setting(struct twin *t, const struct place *place, const char *key, int months) {
    return live_setting(&t->book, place, key, GRID_MONTH, months);
}

static void read_settings(struct twin *t, const struct contract *c, const struct term *term, struct twin_cycle *y) {
    struct claim claim = term_claim(c, term);
    bool as_claim;
    const struct place *place = place_of_cycle(c, term, &as_claim);
    if (!place)
        return;
    y->pays = setting(t, place, as_claim ? "claim.pays" : "lag", claim.pays);
    if (!as_claim || y->waits)
        return;
    y->every = setting(t, place, "claim.every", claim.every);
    y->verify = setting(t, place, "claim.verify", claim.verify);
}

/* The lines of a cycle: whose they are is told by its settings, so that terms of the same cycle have the same. */
static void cycle_lines(struct twin *t, int contract, struct twin_cycle *y) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_SETTLED], month = t->book.month;
    const struct contract *c = &t->s->contracts.items[contract];
    if (y->every != NONE)
        y->accepted = grid_line(
            g, sheet, GRID_MONTH, contract_label(t, contract, "what is earned in the month is accepted in"),
            "MIN({0}+{1}-1-MOD({0}-{2},{1}),{3})+{4}", month, y->every, setting(t, &c->place, "from", c->from),
            setting(t, &c->place, "last_claim", c->last_claim), y->verify);
    if (y->pays != NONE)
        y->due = grid_line(g, sheet, GRID_MONTH, contract_label(t, contract, "what is earned in the month is due in"),
                           "{0}+{1}", y->accepted == NONE ? month : y->accepted, y->pays);
}

static void late_rows(struct twin *t, int contract, int k, struct twin_cycle *y) {
    const struct contract *c = &t->s->contracts.items[contract];
    const struct term *term = earnings_term(c, k);
    const struct place *place = term->late.given ? &term->place : &c->place;
    int whose = k < c->terms.n && (term->claim.given || term->lag != NONE || term->late.given || y->waits) ? k : NONE;
    y->late_months = setting(t, place, "late.months", y->late->months);
    y->late_flag = twin_happened(t, GRID_FLAG, contract_label(t, contract, "what is accepted is paid late"), read_late,
                                 contract, whose);
}

/* What conditions earn is earned with the last of the month: in the payer's turn where a term waits for it. */
static bool any_waits(const struct contract *c) {
    bool any = false;
    for (int k = 0; k < c->terms.n; k++)
        any |= earnings_waits(&c->terms.items[k]);
    return any;
}

static void settings_of_cycle(struct twin *t, int contract, int k, struct twin_cycle *y) {
    const struct contract *c = &t->s->contracts.items[contract];
    const struct term *term = earnings_term(c, k);
    *y = (struct twin_cycle){.every = NONE,
                             .verify = NONE,
                             .pays = NONE,
                             .waits = earnings_waits(term),
                             .in_turn = earnings_waits(term) || (k >= c->terms.n && any_waits(c)),
                             .late = term_late(c, term),
                             .late_flag = NONE,
                             .late_months = NONE,
                             .accepted = NONE,
                             .due = NONE};
    read_settings(t, c, term, y);
    if (y->late)
        late_rows(t, contract, k, y);
}

static bool same_cycle(const struct twin_cycle *a, const struct twin_cycle *b) {
    return a->every == b->every && a->verify == b->verify && a->pays == b->pays && a->waits == b->waits &&
           a->in_turn == b->in_turn && a->late_flag == b->late_flag;
}

static struct twin_cycle *cycles_of(struct twin *t, int contract) {
    int n = earnings_terms(&t->books->earnings, contract);
    struct twin_cycle *cycle = arena_array(&t->arena, (size_t)n + 1, sizeof *cycle);
    t->book.grid.failed |= cycle == NULL;
    for (int k = 0; cycle && k < n; k++) {
        int like = 0;
        settings_of_cycle(t, contract, k, &cycle[k]);
        while (like < k && !same_cycle(&cycle[like], &cycle[k]))
            like++;
        if (like < k)
            cycle[k] = cycle[like];
        else
            cycle_lines(t, contract, &cycle[k]);
    }
    return cycle;
}

int twin_falls_due(struct twin *t, const char *label, int when, int amount, bool waits) {
    int month = t->book.month;
    if (when == NONE)
        return waits ? NONE : amount;
    return grid_line(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE, label,
                     waits ? "SUMIF({0<},{1},{2<})" : "SUMIF({0<=},{1},{2<=})", when, month, amount);
}

/* Of what is earned as receipts come in: what is due in the same month. */
static int due_in_turn(struct twin *t, const char *label, int when, int amount) {
    if (when == NONE)
        return amount;
    return grid_line(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE, label, "IF({0}={1},{2},0)", when, t->book.month,
                     amount);
}

/* ---- Sums over terms ---- */

/* Lines that are added up to what falls due: room for several a term. */
struct parts {
    int n;
    int *row;
};
enum { GAIN, LOSS, GAIN_IN_TURN, LOSS_IN_TURN, ACCEPTED, UNACCEPTED, SUMS };
#define LINES_A_TERM 3

static void add(struct parts *parts, int row) {
    if (row != NONE)
        parts->row[parts->n++] = row;
}

static int total(struct twin *t, const char *label, const struct parts *parts) {
    if (parts->n == 0)
        return NONE;
    return grid_sum(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE, label, parts->n, parts->row);
}

/* ---- By cycle alone ---- */

/* What all terms of a cycle earn (or owe back) together. */
static int earned_by_cycle(struct twin *t, int contract, const struct twin_cycle *cycle, int first, const int *earned,
                           const char *label) {
    struct parts parts = {.row = twin_rows(t, earnings_terms(&t->books->earnings, contract))};
    for (int k = first; parts.row && k < earnings_terms(&t->books->earnings, contract); k++) {
        if (same_cycle(&cycle[first], &cycle[k]))
            add(&parts, earned[t->first_term[contract] + k]);
    }
    return parts.row ? total(t, label, &parts) : NONE;
}

static void due_by_cycle(struct twin *t, int contract, const struct twin_cycle *cycle, int first, struct parts *sums) {
    static const struct {
        bool loss;
        int due, in_turn, accepted;
        const char *earned, *falls, *at_once, *agreed;
    } sides[] = {{false, GAIN, GAIN_IN_TURN, ACCEPTED, "earned under one claim cycle", "of it, due in the month",
                  "of it, due as it is received", "of it, accepted in the month"},
                 {true, LOSS, LOSS_IN_TURN, UNACCEPTED, "owed back under one claim cycle",
                  "owed back, due in the month", "owed back, due as it is received",
                  "owed back, accepted in the month"}};
    const struct twin_cycle *y = &cycle[first];
    for (int i = 0; i < 2; i++) {
        int sum = earned_by_cycle(t, contract, cycle, first, sides[i].loss ? t->loss : t->gain,
                                  contract_label(t, contract, "%s", sides[i].earned));
        if (sum == NONE)
            continue;
        int due = twin_falls_due(t, contract_label(t, contract, "%s", sides[i].falls), y->due, sum, y->in_turn);
        add(&sums[sides[i].due], due);
        if (y->in_turn)
            add(&sums[sides[i].in_turn],
                due_in_turn(t, contract_label(t, contract, "%s", sides[i].at_once), y->due, sum));
        add(&sums[sides[i].accepted],
            twin_falls_due(t, contract_label(t, contract, "%s", sides[i].agreed), y->accepted, sum, false));
    }
}

/* ---- Late, or held back: term by term ---- */

/* In which month an amount that is accepted in a month is paid. */
static int paid_month(struct twin *t, int contract, const struct twin_cycle *y, const char *name) {
    int refs[] = {t->book.month, y->pays, y->late_flag, y->late_months};
    const char *formula = y->pays == NONE ? "{0}+{2}*{3}" : "{0}+{1}+{2}*{3}";
    if (!y->late)
        formula = y->pays == NONE ? "{0}" : "{0}+{1}";
    for (int i = 1; i < 4; i++)
        refs[i] = refs[i] == NONE ? t->book.month : refs[i];
    return grid_line_of(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_MONTH,
                        contract_label(t, contract, "%s, what is accepted in the month is paid in", name), formula, 4,
                        refs);
}

/* What was held back until a month falls due: then, or when an early end is settled. */
static void release(struct twin *t, int contract, int held, int until, bool waits, const char *name,
                    struct parts *sums) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_SETTLED], settles = twin_settles(t, contract);
    if (settles != NONE)
        until = grid_point(g, sheet, GRID_MONTH, contract_label(t, contract, "what was held back falls due in"),
                           "MIN({0},{1})", until, settles);
    add(&sums[GAIN],
        grid_line(g, sheet, GRID_PENCE, contract_label(t, contract, "%s, held back until now", name),
                  waits ? "IF({0}={1},SUM({2<}),0)" : "IF({0}={1},SUM({2<=}),0)", t->book.month, until, held));
}

/* What is held back of an amount accepted in a month; returns what is left to be paid in its month. */
static int hold_back(struct twin *t, int contract, int amount, int paid, bool waits, const char *name,
                     struct parts *sums) {
    struct grid *g = &t->book.grid;
    struct live_held held[CONDITIONS_HOLD];
    struct live l = t->contract[contract];
    int sheet = t->sheet[TWIN_SETTLED], settles = twin_settles(t, contract);
    l.sheet = sheet;
    if (settles != NONE && conditions_hold(l.c))
        amount = grid_line(g, sheet, GRID_PENCE, contract_label(t, contract, "%s, accepted before an early end", name),
                           "IF({0}<{1},{2},0)", t->book.month, settles, amount);
    int n = conditions_live_held(&l, name, amount, paid, held);
    int refs[CONDITIONS_HOLD];
    for (int i = 0; i < n; i++) {
        refs[i] = held[i].amount;
        release(t, contract, held[i].amount, held[i].until, waits, name, sums);
    }
    return n == 0 ? NONE : grid_sum(g, sheet, GRID_PENCE, contract_label(t, contract, "%s, held back", name), n, refs);
}

static void due_moved(struct twin *t, int contract, int k, const struct twin_cycle *y, struct parts *sums) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_SETTLED], number = t->first_term[contract] + k;
    int gain = t->gain[number], loss = t->loss[number];
    const char *name = grid_text(g, "term %d", k + 1);
    if (gain == NONE && loss == NONE)
        return;
    int paid = paid_month(t, contract, y, name);
    if (gain != NONE) {
        int accepted =
            twin_falls_due(t, contract_label(t, contract, "%s, accepted in the month", name), y->accepted, gain, false);
        int held = hold_back(t, contract, accepted, paid, y->in_turn, name, sums);
        int rest = held == NONE ? accepted
                                : grid_line(g, sheet, GRID_PENCE,
                                            contract_label(t, contract, "%s, accepted and not held back", name),
                                            "{0}-{1}", accepted, held);
        add(&sums[ACCEPTED], accepted);
        add(&sums[GAIN], twin_falls_due(t, contract_label(t, contract, "%s, due", name), paid, rest, y->in_turn));
        if (y->in_turn)
            add(&sums[GAIN_IN_TURN],
                due_in_turn(t, contract_label(t, contract, "%s, due as it is received", name), paid, rest));
    }
    if (loss != NONE) {
        int accepted = twin_falls_due(t, contract_label(t, contract, "%s, owed back and accepted", name), y->accepted,
                                      loss, false);
        add(&sums[UNACCEPTED], accepted);
        add(&sums[LOSS],
            twin_falls_due(t, contract_label(t, contract, "%s, owed back, due", name), paid, accepted, y->in_turn));
        if (y->in_turn)
            add(&sums[LOSS_IN_TURN],
                due_in_turn(t, contract_label(t, contract, "%s, owed back as it is received", name), paid, accepted));
    }
}

/* ---- A contract ---- */

/* The last month in which anything can fall due: of all terms' cycles, and of what may be late or held back. */
static int last_due(struct twin *t, int contract, const struct twin_cycle *cycle) {
    struct grid *g = &t->book.grid;
    const struct contract *c = &t->s->contracts.items[contract];
    int sheet = t->sheet[TWIN_SETTLED], n = earnings_terms(&t->books->earnings, contract);
    int stop = setting(t, &c->place, "last_claim", c->last_claim);
    int months = setting(t, &t->s->place, "months", t->s->months);
    int last = grid_point(g, sheet, GRID_MONTH, contract_label(t, contract, "last month in which something is payable"),
                          "MIN({0},{1})", stop, months);
    for (int k = 0; k < n; k++) {
        int like = 0;
        while (like < k && !same_cycle(&cycle[like], &cycle[k]))
            like++;
        if (like < k || (cycle[k].due == NONE && !cycle[k].late))
            continue;
        last = grid_point(g, sheet, GRID_MONTH, contract_label(t, contract, "last month with a claim cycle's due date"),
                          cycle[k].late ? "MIN({0},MAX({1},INDEX({2:},MIN({0},{3}))+{4}))"
                                        : "MIN({0},MAX({1},INDEX({2:},MIN({0},{3}))))",
                          months, last, cycle[k].due == NONE ? t->book.month : cycle[k].due, stop,
                          cycle[k].late ? cycle[k].late_months : months);
    }
    struct live l = t->contract[contract];
    l.sheet = sheet;
    struct live_held held[CONDITIONS_HOLD];
    for (int i = 0, holds = conditions_live_held(&l, NULL, NONE, NONE, held); i < holds; i++)
        last = grid_point(g, sheet, GRID_MONTH, contract_label(t, contract, "last month, with what is held back"),
                          "MIN({0},MAX({1},{2}))", months, last, held[i].until);
    return last;
}

void twin_due_of(struct twin *t, int contract, struct twin_due *due) {
    int n = earnings_terms(&t->books->earnings, contract);
    const struct contract *c = &t->s->contracts.items[contract];
    struct twin_cycle *cycle = cycles_of(t, contract);
    struct parts sums[SUMS] = {0};
    for (int i = 0; i < SUMS; i++)
        sums[i].row = twin_rows(t, n * (LINES_A_TERM + CONDITIONS_HOLD));
    *due = (struct twin_due){cycle, NONE, NONE, NONE, NONE, NONE, NONE, NONE};
    for (int k = 0; k < n && !t->book.grid.failed; k++) {
        int like = 0;
        while (like < k && !same_cycle(&cycle[like], &cycle[k]))
            like++;
        if (cycle[k].late || conditions_hold(c))
            due_moved(t, contract, k, &cycle[k], sums);
        else if (like == k)
            due_by_cycle(t, contract, cycle, k, sums);
    }
    if (t->book.grid.failed)
        return;
    due->gain = total(t, contract_label(t, contract, "all that falls due"), &sums[GAIN]);
    due->loss = total(t, contract_label(t, contract, "all that is owed back"), &sums[LOSS]);
    due->in_turn = total(t, contract_label(t, contract, "all that is due as it is received"), &sums[GAIN_IN_TURN]);
    due->in_turn_loss =
        total(t, contract_label(t, contract, "all that is owed back as it is received"), &sums[LOSS_IN_TURN]);
    due->accepted = total(t, contract_label(t, contract, "accepted in the month"), &sums[ACCEPTED]);
    due->unaccepted = total(t, contract_label(t, contract, "accepted that it is owed back"), &sums[UNACCEPTED]);
    if (due->loss != NONE || due->in_turn_loss != NONE || twin_has_advance(t, contract))
        due->last = last_due(t, contract, cycle);
}
