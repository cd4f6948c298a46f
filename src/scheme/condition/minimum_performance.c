/* Minimum performance: outcomes per start below which a contract year's results are not paid, or the contract ends. */
#include "scheme/condition/kinds.h"
#include "scheme/condition/room.h"
#include "scheme/live.h"
#include "scheme/resolve.h"
#include "scheme/term/price.h"
#include "scheme/term/words.h"

#include <string.h>

enum { THEN_NOTHING, THEN_TERMINATE };
struct performance_settings {
    bool given;
    int outcome;
    struct by_year at_least; /* quantities */
    int then;
};

#define AT(member) offsetof(struct performance_settings, member)
#define RATIO_MAX 100
/* A count that the level times the starts reaches but for rounding has reached it (rule 18 does the same). */
#define TOLERANCE 1e-9

static const char *const then_words[] = {"nothing", "terminate", NULL};
static const struct param performance_rows[] = {
    {"outcome", PARAM_REF, AT(outcome), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &outcome_names,
     "outcome whose number in a contract year is set against that year's starts"},
    {"at_least", PARAM_BY_YEAR, AT(at_least), true, UNIT_FACTOR, 0, RATIO_MAX, PARAM_NO_FALLBACK, NULL,
     "outcomes a start that are expected, by contract year"},
    {"then", PARAM_CHOICE, AT(then), false, UNIT_NONE, NO_RANGE, THEN_NOTHING, then_words,
     "what follows below it: nothing is paid for the year's results, or the contract ends as its `termination` says"},
};
static const struct param_table performance_table = {
    "minimum performance",
    "outcomes a start below which a contract year's results are not paid",
    sizeof(struct performance_settings),
    NO_PLACE,
    AT(given),
    false,
    performance_rows,
    PARAM_COUNT_OF(performance_rows)};

static const struct performance_settings *settings_of(const void *settings) { return settings; }

static bool performance_given(const struct scheme *s, const void *settings) {
    (void)s;
    return settings_of(settings)->given;
}

static bool ends_contract(const void *settings) { return settings_of(settings)->then == THEN_TERMINATE; }

/* ---- The judgement ---- */

static void count_year(const struct month_earned *m, const struct count_grid *grid, double count[LANES]) {
    const struct contract *c = m->contract;
    for (int month = m->month - MONTHS_IN_YEAR + 1; month <= m->month; month++)
        for (int cell = 0; cell < c->n_parts * grid->n_groups; cell++) {
            const double *n = count_at(grid, month, c->part[cell / grid->n_groups], cell % grid->n_groups);
            for (int l = 0; l < LANES; l++)
                count[l] += n[l];
        }
}

/* The lanes in which the year that ends with the month fell short; with no starts it is met. */
static uint64_t fell_short(const struct month_earned *m, const struct performance_settings *p) {
    double starts[LANES] = {0}, outcomes[LANES] = {0};
    uint64_t lanes = 0;
    int year = contract_year(m->contract, m->month);
    const double *at_least = m->q[p->at_least.quantity[year < p->at_least.n ? year : p->at_least.n - 1]];
    count_year(m, m->starts, starts);
    count_year(m, &m->outcomes[p->outcome], outcomes);
    for (int l = 0; l < LANES; l++)
        lanes |= (uint64_t)(outcomes[l] < (at_least[l] - TOLERANCE) * starts[l]) << l;
    return lanes & m->going;
}

/* Adds what results terms have earned in the month. */
static void add_results(const struct month_earned *m, money sum[LANES]) {
    for (int k = 0; k < m->contract->terms.n; k++) {
        if (!m->contract->terms.items[k].kind->results)
            continue;
        for (int l = 0; l < LANES; l++)
            sum[l] += m->gain[k * LANES + l] - m->loss[k * LANES + l];
    }
}

static void performance_begin(const struct month_earned *m, const void *settings, money (*sums)[LANES]) {
    (void)settings;
    if (contract_year_begins(m->contract, m->month))
        memset(sums[0], 0, sizeof sums[0]);
}

/* In the last month of each whole contract year all that its results came to is owed back, or the contract is ended. */
static void performance_act(const struct month_earned *m, const void *settings, money (*sums)[LANES],
                            struct own_entitlement *own) {
    if (m->month < m->contract->from || (m->month - m->contract->from + 1) % MONTHS_IN_YEAR != 0)
        return;
    uint64_t short_of = fell_short(m, settings_of(settings));
    if (short_of == 0)
        return;
    if (ends_contract(settings)) {
        *m->ends |= short_of;
        return;
    }
    money earned[LANES];
    memcpy(earned, sums[0], sizeof earned);
    add_results(m, earned);
    for (int l = 0; l < LANES; l++)
        own->loss[l] = short_of >> l & 1 && earned[l] > 0 ? earned[l] : 0;
}

static void performance_post(const struct month_earned *m, const void *settings, money (*sums)[LANES]) {
    (void)settings;
    add_results(m, sums[0]);
}

/* ---- Formulas ---- */

/* A line's sum in the contract year so far. */
static int live_in_year(const struct live *l, enum grid_unit unit, const char *words, int line) {
    struct grid *g = &l->book->grid;
    int sum = grid_later(g, l->sheet, unit, live_label(l, "%s in the contract year", words), true);
    grid_define(g, sum, "IF({0}=1,0,{1-})+{2}", l->year_begins, sum, line);
    return sum;
}

/* What results terms have earned in the month, after all conditions. */
static int live_results(const struct live_month *m) {
    const struct live *l = m->l;
    const char *label = live_label(l, "earned for results");
    struct live_formula f = {.n = 0};
    for (int k = 0; k < l->c->terms.n; k++) {
        if (!l->c->terms.items[k].kind->results)
            continue;
        if (m->all_gain[k] != NONE)
            live_add(l, GRID_PENCE, label, &f, "{}", m->all_gain[k]);
        if (m->all_loss[k] != NONE)
            live_add(l, GRID_PENCE, label, &f, "(0-{})", m->all_loss[k]);
    }
    return live_line(l, GRID_PENCE, label, &f);
}

/* Where it ends the contract, that is among what happened. */
static void performance_live(struct live_month *m) {
    const struct performance_settings *p = settings_of(m->settings);
    const struct live *l = m->l;
    struct grid *g = &l->book->grid;
    const struct live_counted starts = {.what = LIVE_STARTS, .outcome = NONE};
    const struct live_counted outcomes = {.what = LIVE_OUTCOMES, .outcome = p->outcome};
    if (ends_contract(m->settings))
        return;
    int at_least = live_of_year(l, &p->at_least, "outcomes a start that are expected");
    int tolerance = live_setting(l->book, &l->book->s->place, "tolerance of ratios", GRID_NUMBER, TOLERANCE);
    int twelve = live_months_in_year(l->book);
    int at = live_place(l, live_label(l, "month of the contract year, from 0"), live_from(l), twelve);
    int earned = live_in_year(l, GRID_PENCE, "earned for results", live_results(m));
    int started = live_in_year(l, GRID_COUNT, "starts", live_count(l, &starts, NONE, NONE));
    int achieved =
        live_in_year(l, GRID_COUNT, l->book->s->outcomes.items[p->outcome].name, live_count(l, &outcomes, NONE, NONE));
    int missed =
        grid_line(g, l->sheet, GRID_FLAG, live_label(l, "a year below minimum performance ends"),
                  "IF(AND({0}={1}-1,{2}<({3}-{4})*{5}),1,0)", at, twelve, achieved, at_least, tolerance, started);
    struct live_formula f = {.n = 0};
    live_put(&f, "{}*{}*MAX({},0)", missed, l->payable, earned);
    if (m->going != NONE)
        live_put(&f, "*{}", m->going);
    m->loss[m->own] = live_line(l, GRID_PENCE, live_label(l, "owed back below minimum performance"), &f);
}

/* ---- Check and words ---- */

static void performance_check(const struct scheme *s, const struct contract *c, const void *settings,
                              struct diag *diag) {
    bool results = false;
    (void)s;
    if (!settings)
        return;
    for (int k = 0; k < c->terms.n; k++)
        results |= c->terms.items[k].kind && c->terms.items[k].kind->results;
    if (!results && !ends_contract(settings))
        fault_add(diag, &c->place, "minimum_performance",
                  "no term of the contract pays for results, so nothing could be withheld; add a term that pays for "
                  "outcomes, or say then = \"terminate\"");
    int last = c->last_claim < s->months ? c->last_claim : s->months;
    if (last - c->from + 1 < MONTHS_IN_YEAR)
        fault_note(diag, &c->place, "minimum_performance",
                   "is judged at the end of whole contract years, and the contract has none");
}

static void performance_words(const struct scheme *s, const struct contract *c, const void *settings,
                              struct text_buf *out) {
    const struct performance_settings *p = settings_of(settings);
    (void)c;
    text_append(out, ends_contract(settings) ? "ends after a contract year with fewer than "
                                             : "pays nothing for the results of a contract year with fewer than ");
    for (int i = 0; i < p->at_least.n; i++)
        text_appendf(out, "%s%.6g", i > 0 ? ", " : "", s->quantities.items[p->at_least.quantity[i]].mean);
    text_appendf(out, " %s a start", s->outcomes.items[p->outcome].name);
    if (p->at_least.n > 1)
        text_append(out, " in years 1, 2, and so on");
}

const struct condition condition_minimum_performance = {
    .param = {"minimum_performance", PARAM_GROUP, 0, false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &performance_table,
              "outcomes a start below which a contract year's results are not paid, or the contract ends"},
    .size = sizeof(struct performance_settings),
    .given = performance_given,
    .ends = ends_contract,
    .check = performance_check,
    .n_sums = 1,
    .earns = true,
    .begin = performance_begin,
    .act = performance_act,
    .post = performance_post,
    .words = performance_words,
    .live = performance_live,
};
