/* What is passed on: of what each provider's clients have earned under a contract, what falls due, and what has come in
 * (rules 7 and 9). */
#include "engine/twin/twin_claims.h"

#include "scheme/condition.h"

static double read_came(const struct books *b, int lane, int contract, int part) {
    return (double)b->claims.passing[contract].came_gain[part][lane];
}

static double read_part(const struct books *b, lane_money *parts, int lane, int contract, int part) {
    return (double)parts[(size_t)b->month * (size_t)b->claims.passing[contract].n_parts + (size_t)part][lane];
}

static double read_part_due(const struct books *b, int lane, int contract, int part) {
    return read_part(b, b->claims.passing[contract].part_gain, lane, contract, part);
}

static double read_part_owed(const struct books *b, int lane, int contract, int part) {
    return read_part(b, b->claims.passing[contract].part_loss, lane, contract, part);
}

/* "Outcomes contract: of Harbour's share, received". */
static const char *part_label(const struct twin *t, int contract, int part, const char *words) {
    const struct live *l = &t->contract[contract];
    const char *name = t->s->parties.items[t->s->provider_party[l->c->part[part]]].name;
    return live_label(l, "of %s's share, %s", name, words);
}

static bool counts(const struct contract *c, int provider) {
    for (int i = 0; i < c->n_parts; i++) {
        if (c->part[i] == provider)
            return true;
    }
    return false;
}

/* Whether a contract passes on the parts of what is earned under another. */
static bool passes_parts(const struct contract *c, int of) {
    for (int k = 0; k < c->terms.n; k++) {
        const struct term_kind *kind = c->terms.items[k].kind;
        bool when_due;
        if (kind->source && !kind->at_once && kind->source(&c->terms.items[k], &when_due) == of)
            return true;
    }
    return false;
}

bool twin_passes_part(const struct twin *t, int contract, int part) {
    const struct scheme *s = t->s;
    for (int c = 0; c < s->contracts.n; c++) {
        if (passes_parts(&s->contracts.items[c], contract) &&
            counts(&s->contracts.items[c], s->contracts.items[contract].part[part]))
            return true;
    }
    return false;
}

/* Whether all that falls due under a contract is paid in the month. */
static bool is_paid_at_once(const struct twin *t, int contract) {
    const struct contract *c = &t->s->contracts.items[contract];
    bool all = t->s->parties.items[c->payer].always_pays;
    for (int i = 0; i < c->payers.n; i++)
        all &= t->s->parties.items[c->payers.items[i].party].always_pays;
    return all;
}

static int later(struct twin *t, const char *label) {
    return grid_later(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE, label, true);
}

/* ---- Before what is earned ---- */

static void declare(struct twin *t, int contract) {
    struct twin_passed *p = &t->passed[contract];
    bool at_once = is_paid_at_once(t, contract);
    grid_heading(&t->book.grid, t->sheet[TWIN_SETTLED], contract_label(t, contract, "what others pass on of it"));
    t->net_due[contract] = later(t, contract_label(t, contract, "falls due"));
    p->paid_month = at_once ? t->net_due[contract] : later(t, contract_label(t, contract, "received in the month"));
    struct grid_owner before = live_own_part(&t->contract[contract]);
    for (int i = 0; i < t->books->claims.passing[contract].n_parts; i++) {
        if (!twin_passes_part(t, contract, i))
            continue;
        p->part_due[i] = later(t, part_label(t, contract, i, "due"));
        p->part_owed[i] = later(t, part_label(t, contract, i, "owed back"));
        p->came[i] = at_once ? p->part_due[i] : later(t, part_label(t, contract, i, "received"));
    }
    (void)grid_own(&t->book.grid, before);
}

void twin_passing(struct twin *t) {
    for (int c = 0; c < t->s->contracts.n; c++) {
        struct twin_passed *p = &t->passed[c];
        int parts = t->books->claims.passing[c].n_parts;
        p->paid_month = NONE;
        p->came = twin_rows(t, parts);
        p->part_due = twin_rows(t, parts);
        p->part_owed = twin_rows(t, parts);
        (void)twin_own_contract(t, c);
        if (t->s->contracts.items[c].passes && !t->book.grid.failed)
            declare(t, c);
    }
    (void)grid_own(&t->book.grid, GRID_NOBODYS);
}

/* ---- What is due ---- */

/* Whether the parts of all that is earned are formulas, and fall due as the claim cycles say. */
static bool has_parts(const struct twin *t, int contract, const struct twin_cycle *cycle, int part) {
    bool all = !conditions_hold(&t->s->contracts.items[contract]);
    for (int number = t->first_term[contract]; number < t->first_term[contract + 1]; number++) {
        bool gain = t->gain[number] == NONE || (t->part_gain[number] && t->part_gain[number][part] != NONE);
        bool loss = t->loss[number] == NONE || (t->part_loss[number] && t->part_loss[number][part] != NONE);
        all &= gain && loss && !cycle[number - t->first_term[contract]].late;
    }
    return all;
}

/* What of a part's lines by term falls due in the month. */
static int part_falls_due(struct twin *t, int contract, const struct twin_cycle *cycle, int part, int *const *lines,
                          const char *words) {
    int n = earnings_terms(&t->books->earnings, contract), *due = twin_rows(t, n);
    for (int k = 0; due && k < n; k++) {
        const int *parts = lines[t->first_term[contract] + k];
        if (parts && parts[part] != NONE)
            due[k] = twin_falls_due(t, part_label(t, contract, part, words), cycle[k].due, parts[part], false);
    }
    return due ? grid_sum(&t->book.grid, t->sheet[TWIN_SETTLED], GRID_PENCE, part_label(t, contract, part, words), n,
                          due)
               : NONE;
}

static void define_part(struct twin *t, int contract, const struct twin_cycle *cycle, int part) {
    struct grid *g = &t->book.grid;
    const struct twin_passed *p = &t->passed[contract];
    int gain, loss;
    if (has_parts(t, contract, cycle, part)) {
        gain = part_falls_due(t, contract, cycle, part, t->part_gain, "due by term");
        loss = part_falls_due(t, contract, cycle, part, t->part_loss, "owed back by term");
    } else {
        gain = twin_engine(t, TWIN_SETTLED, GRID_PENCE, part_label(t, contract, part, "due, the engine's"),
                           read_part_due, contract, part);
        loss = twin_engine(t, TWIN_SETTLED, GRID_PENCE, part_label(t, contract, part, "owed back, the engine's"),
                           read_part_owed, contract, part);
    }
    grid_define(g, p->part_due[part], "{0}", gain);
    grid_define(g, p->part_owed[part], "{0}", loss);
}

/* ---- What has come in ---- */

/* How far what has been paid under a contract goes: through how many months from the opening on all that fell due is paid.
 *   due, paid  to date; through: months paid in full, the opening included; got: share of the month after it that is paid */
struct reach {
    int due, paid, through, got;
};

static int to_date(struct twin *t, const char *label, int row) {
    int sum = later(t, label);
    grid_define(&t->book.grid, sum, "{0-}+{1}", sum, row);
    return sum;
}

static void find_reach(struct twin *t, int contract, struct reach *r) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_SETTLED], month = t->book.month;
    r->due = to_date(t, contract_label(t, contract, "has fallen due to date"), t->net_due[contract]);
    r->paid = to_date(t, contract_label(t, contract, "received to date"), t->passed[contract].paid_month);
    r->through =
        grid_line(g, sheet, GRID_COUNT, contract_label(t, contract, "months received in full, and the opening"),
                  "MATCH({0},{1<=},1)", r->paid, r->due);
    r->got = grid_line(g, sheet, GRID_NUMBER, contract_label(t, contract, "share received of the month after them"),
                       "IF({0}<={1},({2}-INDEX({3<=},{0}))/(INDEX({3<=},{0}+1)-INDEX({3<=},{0})),0)", r->through, month,
                       r->paid, r->due);
}

static void define_came(struct twin *t, int contract, int part, const struct reach *r) {
    struct grid *g = &t->book.grid;
    int sheet = t->sheet[TWIN_SETTLED], month = t->book.month, due = t->passed[contract].part_due[part];
    int sum = to_date(t, part_label(t, contract, part, "due to date"), due);
    int nothing = grid_line(g, sheet, GRID_PENCE, part_label(t, contract, part, "wholly set off"), "IF({0}=0,{1},0)",
                            t->net_due[contract], due);
    int set_off = to_date(t, part_label(t, contract, part, "wholly set off, to date"), nothing);
    int some = grid_line(g, sheet, GRID_NUMBER, part_label(t, contract, part, "received of a month in part, exact"),
                         "IF({0}<={1},(INDEX({2<=},{0}+1)-INDEX({2<=},{0}))*{3},0)", r->through, month, sum, r->got);
    some = grid_post(g, sheet, part_label(t, contract, part, "received of a month in part"), some);
    int given = grid_line(g, sheet, GRID_PENCE, part_label(t, contract, part, "received to date"),
                          "IF({0}<={1},INDEX({2<=},{0})+{3}+{4}-INDEX({4<=},{0}+1),{2})", r->through, month, sum, some,
                          set_off);
    grid_define(g, t->passed[contract].came[part], "{0}-{0-}", given);
}

void twin_pass(struct twin *t, int contract, const struct twin_cycle *cycle) {
    struct twin_passed *p = &t->passed[contract];
    struct reach reach = {.due = NONE};
    struct grid *g = &t->book.grid;
    if (!t->s->contracts.items[contract].passes)
        return;
    bool at_once = is_paid_at_once(t, contract), alone = t->s->contracts.items[contract].payers.n <= 1;
    if (!at_once) {
        int paid[GRID_REFS], n = 0;
        for (int i = t->first_leg[contract]; i < t->first_leg[contract + 1] && n < GRID_REFS; i++) {
            if (!t->leg[i].debt)
                paid[n++] = t->leg[i].paid;
        }
        grid_define(g, p->paid_month, "{0}",
                    grid_sum(g, t->sheet[TWIN_SETTLED], GRID_PENCE,
                             contract_label(t, contract, "received from all payers"), n, paid));
    }
    struct grid_owner before = live_own_part(&t->contract[contract]);
    for (int i = 0; i < t->books->claims.passing[contract].n_parts; i++) {
        if (p->part_due[i] == NONE)
            continue;
        define_part(t, contract, cycle, i);
        if (at_once)
            continue;
        if (!alone) {
            grid_define(g, p->came[i], "{0}",
                        twin_engine(t, TWIN_SETTLED, GRID_PENCE, part_label(t, contract, i, "received, the engine's"),
                                    read_came, contract, i));
            continue;
        }
        if (reach.due == NONE)
            find_reach(t, contract, &reach);
        define_came(t, contract, i, &reach);
    }
    (void)grid_own(g, before);
}
