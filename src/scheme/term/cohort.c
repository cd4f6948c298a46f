/* Cohort: a reduction measured against a comparison group, paid for when it is large enough. */
#include "scheme/resolve.h"
#include "scheme/term/kinds.h"
#include "scheme/term/price.h"
#include "scheme/term/price_live.h"
#include "scheme/term/ratio.h"
#include "scheme/term/reduction.h"
#include "scheme/term/reward_live.h"
#include "scheme/term/words.h"

#include <math.h>
#include <stdio.h>

struct window {
    int from, to;
    int size;
};
enum measure { MEASURE_FREQUENCY, MEASURE_RATE };
struct cohort_settings {
    int measure; /* enum measure */
    LIST_OF(struct window) cohorts;
    int events, effect, dispersion; /* quantities */
    double comparison;
    int follow_up, reporting;
    double threshold, pooled; /* NOT_GIVEN: none */
    int price;                /* quantity, or NONE */
    LIST_OF(struct reward) steps;
    LIST_OF(struct reward) line;
    int local;
};

#define COHORT_SIZE_MAX 1e6
#define COMPARISON_MIN 1e-3
#define COMPARISON_MAX 1e3

#define AT(member) offsetof(struct cohort_settings, member)
static const struct param window_params[] = {
    {"from", PARAM_WHOLE, offsetof(struct window, from), true, UNIT_MONTH, 1, MONTHS_MAX, NAN, NULL,
     "first month of starts"},
    {"to", PARAM_WHOLE, offsetof(struct window, to), true, UNIT_MONTH, 1, MONTHS_MAX, NAN, NULL,
     "last month of starts, also when the cohort is full before"},
    {"size", PARAM_WHOLE, offsetof(struct window, size), true, UNIT_COUNT, 1, COHORT_SIZE_MAX, NAN, NULL,
     "the first so many who start are measured"},
};
static const struct param_table window_table = {
    "cohort",      "who is measured together",   sizeof(struct window), NO_PLACE, NO_PLACE, false,
    window_params, PARAM_COUNT_OF(window_params)};
static const struct param step_params[] = {
    {"at_least", PARAM_NUMBER, offsetof(struct reward, at), true, UNIT_SHARE, 0, 1, NAN, NULL,
     "measured reduction from which the row holds"},
    {"pays", PARAM_MONEY, offsetof(struct reward, pays), true, UNIT_MONEY, 0, AMOUNT_MAX, NAN, NULL, "amount"},
};
static const struct param_table step_table = {"step",
                                              "an amount from a measured reduction on",
                                              sizeof(struct reward),
                                              NO_PLACE,
                                              NO_PLACE,
                                              false,
                                              step_params,
                                              PARAM_COUNT_OF(step_params)};
static const struct param point_params[] = {
    {"at", PARAM_NUMBER, offsetof(struct reward, at), true, UNIT_SHARE, 0, 1, NAN, NULL, "measured reduction"},
    {"pays", PARAM_MONEY, offsetof(struct reward, pays), true, UNIT_MONEY, 0, AMOUNT_MAX, NAN, NULL, "amount there"},
};
static const struct param_table point_table = {"point",
                                               "an amount at a measured reduction; between points it is interpolated",
                                               sizeof(struct reward),
                                               NO_PLACE,
                                               NO_PLACE,
                                               false,
                                               point_params,
                                               PARAM_COUNT_OF(point_params)};

static const char *const measure_words[] = {"frequency", "rate", NULL};
static const struct param cohort_params[] = {
    {"measure", PARAM_CHOICE, AT(measure), true, UNIT_NONE, 0, 1, NAN, measure_words,
     "frequency: events per client are counted; rate: clients with an event"},
    {"cohorts", PARAM_LIST, AT(cohorts), true, UNIT_NONE, 0, 0, NAN, &window_table, "who is measured together"},
    {"events", PARAM_QUANTITY, AT(events), true, UNIT_COUNT, 0, UNBOUNDED, NAN, NULL,
     "events per client (of a rate: the probability of one) without the service"},
    {"effect", PARAM_QUANTITY, AT(effect), true, UNIT_SHARE, -UNBOUNDED, 1, NAN, NULL,
     "share by which the service truly reduces events"},
    {"dispersion", PARAM_QUANTITY, AT(dispersion), false, UNIT_NONE, 0, UNBOUNDED, 0, NULL,
     "size of the negative binomial of a client's events; 0 is Poisson"},
    {"comparison", PARAM_NUMBER, AT(comparison), true, UNIT_FACTOR, COMPARISON_MIN, COMPARISON_MAX, NAN, NULL,
     "size of the comparison group as a multiple of the cohort"},
    {"follow_up", PARAM_WHOLE, AT(follow_up), false, UNIT_MONTHS, 0, MONTHS_MAX, 0, NULL,
     "months that clients are followed after the window"},
    {"reporting", PARAM_WHOLE, AT(reporting), false, UNIT_MONTHS, 0, MONTHS_MAX, 0, NULL,
     "months until the evaluator reports"},
    {"threshold", PARAM_NUMBER, AT(threshold), false, UNIT_SHARE, 0, 1, NOT_GIVEN, NULL,
     "measured reduction from which a cohort is paid"},
    {"price", PARAM_QUANTITY, AT(price), false, UNIT_MONEY, 0, UNBOUNDED, NAN, NULL, "price of an event avoided"},
    {"steps", PARAM_LIST, AT(steps), false, UNIT_NONE, 0, 0, NAN, &step_table,
     "amounts by measured reduction, in place of price"},
    {"line", PARAM_LIST, AT(line), false, UNIT_NONE, 0, 0, NAN, &point_table,
     "amounts interpolated by measured reduction, in place of price"},
    {"pooled", PARAM_NUMBER, AT(pooled), false, UNIT_SHARE, 0, 1, NOT_GIVEN, NULL,
     "measured reduction from which the cohorts that were not paid are paid together"},
    PRICE_PARAM_LOCAL(AT(local)),
};
static const struct param_table cohort_table = {"cohort term",
                                                "a reduction measured against a comparison group",
                                                sizeof(struct cohort_settings),
                                                NO_PLACE,
                                                NO_PLACE,
                                                false,
                                                cohort_params,
                                                PARAM_COUNT_OF(cohort_params)};

static const struct cohort_settings *settings_of(const struct term *t) { return t->settings; }

/* ---- When ---- */

static int month_known(const struct cohort_settings *k, int i) {
    return k->cohorts.items[i].to + k->follow_up + k->reporting;
}

static int month_pooled(const struct cohort_settings *k) {
    int last = 0;
    for (int i = 0; i < k->cohorts.n; i++)
        if (month_known(k, i) > last)
            last = month_known(k, i);
    return last;
}

static int cohort_measurements(const struct scheme *s, const struct contract *c, const struct term *t,
                               struct measurement_plan *plan) {
    const struct cohort_settings *k = settings_of(t);
    (void)s, (void)c;
    for (int i = 0; plan && i < k->cohorts.n; i++)
        plan[i] = (struct measurement_plan){.month = month_known(k, i),
                                            .from = k->cohorts.items[i].from,
                                            .to = k->cohorts.items[i].to,
                                            .size = k->cohorts.items[i].size,
                                            .frequency = k->measure == MEASURE_FREQUENCY,
                                            .events = k->events,
                                            .effect = k->effect,
                                            .dispersion = k->dispersion,
                                            .comparison = k->comparison};
    return k->cohorts.n;
}

/* The last month in which a cohort is known whose window was complete by the end of service. */
static int cohort_completes(const struct term *t, const struct contract *c, int last) {
    (void)c;
    const struct cohort_settings *k = settings_of(t);
    int known = last;
    for (int i = 0; i < k->cohorts.n; i++)
        if (k->cohorts.items[i].to <= last && month_known(k, i) > known)
            known = month_known(k, i);
    return known;
}

/* Whether a cohort is measured in a lane: its window was complete when the contract ended (or, where capital is repaid, it
 * was known), or the contract goes on to pay for those who had started. */
static bool is_measured(const struct term_view *view, int i, int lane) {
    const struct cohort_settings *k = settings_of(view->term);
    if (!view->ending || !(view->ending->ended >> lane & 1) || view->ending->pipeline >> lane & 1)
        return true;
    int by = view->ending->capital >> lane & 1 ? month_known(k, i) : k->cohorts.items[i].to;
    return by <= view->ending->last[lane];
}

/* The month in which the cohorts are judged together in a lane: when the last of those measured is known. */
static int month_pooled_in(const struct term_view *view, int lane) {
    const struct cohort_settings *k = settings_of(view->term);
    bool all = true;
    for (int i = 0; i < k->cohorts.n; i++)
        all &= is_measured(view, i, lane);
    if (all)
        return month_pooled(k);
    int last = view->ending->last[lane];
    return view->ending->capital >> lane & 1 ? last : cohort_completes(view->term, view->contract, last);
}

/* ---- The test, in one lane ---- */

struct verdict {
    bool triggered;
    double pays; /* pence, before index and local factor */
};

static struct verdict judge(const struct term_view *view, const struct reduction *r, double threshold, int lane) {
    const struct cohort_settings *k = settings_of(view->term);
    struct verdict v = {false, 0};
    if (threshold != NOT_GIVEN && !reduction_reaches(r, threshold))
        return v;
    if (k->steps.n > 0)
        v.pays = reduction_pays_steps(r, k->steps.items, k->steps.n);
    else if (k->line.n > 0)
        v.pays = reduction_pays_line(r, k->line.items, k->line.n);
    else
        v.pays = reduction_pays_events(r, view->q[k->price][lane]);
    v.triggered = threshold != NOT_GIVEN || v.pays > 0;
    return v;
}

/* ---- What is judged ---- */

/* What was measured of a cohort in a lane; or, if true_effect, what would have been without chance: everybody's
 * expected events at the path's effect. */
static struct reduction count_of(const struct term_view *view, int i, bool true_effect, int lane) {
    const struct cohort_settings *k = settings_of(view->term);
    const struct measured *m = &view->measured[i];
    struct reduction one = {m->n[lane], m->N[lane], m->T[lane], m->C[lane], view->whole};
    if (!true_effect)
        return one;
    double events = view->q[k->events][lane];
    one.C = one.N * events;
    one.T = one.n * events * (1 - view->q[k->effect][lane]);
    one.whole = false;
    return one;
}

/* The sums over the cohorts that were not paid. */
static struct reduction count_unpaid(const struct term_view *view, bool true_effect, int lane) {
    const struct cohort_settings *k = settings_of(view->term);
    struct reduction sum = {0, 0, 0, 0, view->whole && !true_effect};
    for (int i = 0; i < k->cohorts.n; i++) {
        struct reduction one = count_of(view, i, true_effect, lane);
        if (!is_measured(view, i, lane))
            continue;
        if (judge(view, &one, k->threshold, lane).triggered)
            continue;
        sum.n += one.n;
        sum.N += one.N;
        sum.T += one.T;
        sum.C += one.C;
    }
    return sum;
}

static struct reduction count_judged(const struct term_view *view, int i, bool true_effect, int lane) {
    bool pooled = i == settings_of(view->term)->cohorts.n;
    return pooled ? count_unpaid(view, true_effect, lane) : count_of(view, i, true_effect, lane);
}

/* ---- Findings: the cohorts, then the pooled test ---- */

static int cohort_findings(const struct term *t) {
    return settings_of(t)->cohorts.n + (settings_of(t)->pooled != NOT_GIVEN ? 1 : 0);
}

/* The month in which a finding is known in a lane; NONE: never, since the cohort is not measured. */
static int month_of_finding(const struct term_view *view, int i, int lane) {
    const struct cohort_settings *k = settings_of(view->term);
    if (i == k->cohorts.n)
        return month_pooled_in(view, lane);
    return is_measured(view, i, lane) ? month_known(k, i) : NONE;
}

static double threshold_of(const struct cohort_settings *k, int i) {
    return i < k->cohorts.n ? k->threshold : k->pooled;
}

static void find_in_lane(const struct term_view *view, int i, int lane, struct finding *out) {
    double threshold = threshold_of(settings_of(view->term), i);
    struct reduction m = count_judged(view, i, false, lane), truth = count_judged(view, i, true, lane);
    uint64_t bit = UINT64_C(1) << lane;
    if (m.n > 0) {
        out->defined |= bit;
        out->reduction[lane] = reduction_measured(&m);
    }
    if (judge(view, &m, threshold, lane).triggered)
        out->triggered |= bit;
    out->at_true_effect[lane] = judge(view, &truth, threshold, lane).pays;
}

static void cohort_finding_label(const struct term *t, int i, char label[FINDING_LABEL]) {
    if (i < settings_of(t)->cohorts.n)
        snprintf(label, FINDING_LABEL, "%d", i + 1);
    else
        snprintf(label, FINDING_LABEL, "pooled");
}

/* Raises amounts by the price index of each lane's month. */
static void raise_by_month(const struct term_view *view, const struct cohort_settings *k, const int month[LANES],
                           double amount[LANES]) {
    double index[LANES], of_year[LANES] = {0};
    int year = NONE;
    for (int l = 0; l < LANES; l++) {
        int now = contract_year(view->contract, month[l]);
        if (now != year)
            price_index_of_year(view->contract, view->term, view->q, now, of_year);
        year = now;
        index[l] = of_year[l];
    }
    price_raise(view, index, k->local, amount);
}

static void cohort_finding(const struct term_view *view, int i, struct finding *out) {
    const struct cohort_settings *k = settings_of(view->term);
    *out = (struct finding){.defined = 0};
    int known[LANES];
    for (int l = 0; l < LANES; l++) {
        known[l] = month_of_finding(view, i, l);
        if (known[l] != NONE && known[l] <= view->month)
            find_in_lane(view, i, l, out);
    }
    raise_by_month(view, k, known, out->at_true_effect);
}

/* ---- Earning ---- */

static void window_of_all(const struct cohort_settings *k, int *from, int *to) {
    *from = k->cohorts.items[0].from;
    *to = k->cohorts.items[0].to;
    for (int i = 1; i < k->cohorts.n; i++) {
        if (k->cohorts.items[i].from < *from)
            *from = k->cohorts.items[i].from;
        if (k->cohorts.items[i].to > *to)
            *to = k->cohorts.items[i].to;
    }
}

static void cohort_earn(const struct term_view *view, struct entitlement *out) {
    const struct cohort_settings *k = settings_of(view->term);
    out->by_starts = true;
    window_of_all(k, &out->window_from, &out->window_to);
    for (int i = 0; i < cohort_findings(view->term); i++) {
        if (!view->ending && month_of_finding(view, i, 0) != view->month)
            continue;
        for (int l = 0; l < LANES; l++) {
            if (month_of_finding(view, i, l) != view->month)
                continue;
            struct reduction m = count_judged(view, i, false, l);
            out->gain[l] += judge(view, &m, threshold_of(k, i), l).pays;
        }
    }
    price_raise(view, view->price_index, k->local, out->gain);
}

/* ---- Formulas ---- */

enum { READ_CLIENTS, READ_COMPARED, READ_EVENTS, READ_EVENTS_COMPARED, READINGS };
static const char *const read_words[READINGS] = {"clients measured", "clients compared", "events", "events compared"};

static double read_measured(const struct term_view *view, int lane, int cohort, int what) {
    const struct measured *m = &view->measured[cohort];
    const double *const of[READINGS] = {m->n, m->N, m->T, m->C};
    return of[what][lane];
}

/* A test, as rows: of a cohort points, of the pooled test lines.
 *   known, to  when it is known, and the end of its window; measured: line: 1 where it is; NONE: always
 *   of         what was measured, as READ_*; triggered, pays: what is judged */
struct live_test {
    int known, to, measured;
    int of[READINGS];
    int triggered, pays;
};

static int live_to(const struct live *l, int i) {
    const struct cohort_settings *k = settings_of(l->t);
    return live_setting(l->book, &l->t->place, grid_text(&l->book->grid, "cohorts[%d].to", i), GRID_MONTH,
                        k->cohorts.items[i].to);
}

static int cohort_live_completes(const struct live *l, int last) {
    const struct cohort_settings *k = settings_of(l->t);
    int follow_up = live_setting(l->book, &l->t->place, "follow_up", GRID_COUNT, k->follow_up);
    int reporting = live_setting(l->book, &l->t->place, "reporting", GRID_COUNT, k->reporting), known = last;
    for (int i = 0; i < k->cohorts.n; i++)
        known = grid_line(&l->book->grid, l->sheet, GRID_MONTH, live_label(l, "last known of cohorts to %d", i + 1),
                          "IF({0}<={1},MAX({2},{0}+{3}+{4}),{2})", live_to(l, i), last, known, follow_up, reporting);
    return known;
}

static int live_measured(const struct live *l, int i, const struct live_test *test) {
    struct live_formula f = {.n = 0};
    if (l->last == NONE)
        return NONE;
    if (l->capital == NONE)
        live_put(&f, "IF(OR({}<={}", test->to, l->last);
    else
        live_put(&f, "IF(OR(IF({}=1,{},{})<={}", l->capital, test->known, test->to, l->last);
    if (l->pipeline != NONE)
        live_put(&f, ",{}=1", l->pipeline);
    live_put(&f, "),1,0)");
    return live_line(l, GRID_FLAG, live_label(l, "cohort %d is measured", i + 1), &f);
}

static void live_judge(const struct live *l, const char *words, bool pooled, struct live_test *test) {
    const struct cohort_settings *k = settings_of(l->t);
    double threshold = pooled ? k->pooled : k->threshold;
    int (*made)(const struct live *, enum grid_unit, const char *, struct live_formula *) =
        pooled ? live_line : live_point;
    bool steps = k->steps.n > 0, given = threshold != NOT_GIVEN;
    const int *of = test->of;
    struct live_formula f = {.n = 0};
    struct reward_live r = reward_live_reduction(l, pooled, words, of[READ_CLIENTS], of[READ_COMPARED], of[READ_EVENTS],
                                                 of[READ_EVENTS_COMPARED]);
    if (given) {
        test->triggered = reward_live_reaches(l, &r, pooled ? "pooled" : "threshold", threshold);
        live_put(&f, "{}*", test->triggered);
    }
    if (steps || k->line.n > 0)
        live_put(&f, "{}",
                 reward_live_pays(l, &r, steps ? "steps" : "line", steps ? "at_least" : "at", !steps,
                                  steps ? k->steps.items : k->line.items, steps ? k->steps.n : k->line.n));
    else
        live_put(&f, "IF({}>0,{}*MAX({}*{}-{}*{},0)/{},0)", of[READ_COMPARED], live_quantity(l->book, k->price),
                 of[READ_EVENTS_COMPARED], of[READ_CLIENTS], of[READ_EVENTS], of[READ_COMPARED], of[READ_COMPARED]);
    test->pays = made(l, GRID_NUMBER, live_label(l, "%s, at base price", words), &f);
}

static void live_cohort(const struct live *l, int i, struct live_test *test) {
    const struct cohort_settings *k = settings_of(l->t);
    struct grid *g = &l->book->grid;
    const char *name = grid_text(g, "cohort %d", i + 1);
    *test = (struct live_test){.to = live_to(l, i), .triggered = NONE};
    test->known =
        grid_point(g, l->sheet, GRID_MONTH, live_label(l, "%s, month in which it is known", name), "{0}+{1}+{2}",
                   test->to, live_setting(l->book, &l->t->place, "follow_up", GRID_COUNT, k->follow_up),
                   live_setting(l->book, &l->t->place, "reporting", GRID_COUNT, k->reporting));
    for (int what = 0; what < READINGS; what++)
        test->of[what] =
            live_happened_once(l, GRID_COUNT, live_label(l, "%s, %s", name, read_words[what]), read_measured, i, what);
    test->measured = live_measured(l, i, test);
    live_judge(l, name, false, test);
}

/* The month in which the cohorts are judged together, as month_pooled_in(). */
static int live_month_pooled(const struct live *l, int n, const struct live_test *test) {
    struct grid *g = &l->book->grid;
    const char *label = live_label(l, "month of the pooled test");
    int known = test[0].known, all = test[0].measured;
    for (int i = 1; i < n; i++) {
        known = grid_point(g, l->sheet, GRID_MONTH, live_label(l, "cohorts to %d are known", i + 1), "MAX({0},{1})",
                           known, test[i].known);
        if (l->last != NONE)
            all = grid_line(g, l->sheet, GRID_FLAG, live_label(l, "all cohorts to %d are measured", i + 1),
                            "MIN({0},{1})", all, test[i].measured);
    }
    if (l->last == NONE)
        return known;
    int completes = cohort_live_completes(l, l->last);
    if (l->capital == NONE)
        return grid_line(g, l->sheet, GRID_MONTH, label, "IF({0}=1,{1},{2})", all, known, completes);
    return grid_line(g, l->sheet, GRID_MONTH, label, "IF({0}=1,{1},IF({2}=1,{3},{4}))", all, known, l->capital, l->last,
                     completes);
}

/* The test of all cohorts that were measured and not paid, together. */
static struct live_test live_pooled(const struct live *l, int n, const struct live_test *test) {
    struct live_test pooled = {.known = live_month_pooled(l, n, test), .measured = NONE, .triggered = NONE};
    for (int what = 0; what < READINGS; what++) {
        const char *label = live_label(l, "cohorts not paid, %s", read_words[what]);
        struct live_formula f = {.n = 0};
        for (int i = 0; i < n; i++) {
            live_add(l, GRID_COUNT, label, &f, "{}*(1-{})", test[i].of[what], test[i].triggered);
            if (test[i].measured != NONE)
                live_put(&f, "*{}", test[i].measured);
        }
        pooled.of[what] = live_line(l, GRID_COUNT, label, &f);
    }
    live_judge(l, "cohorts not paid", true, &pooled);
    return pooled;
}

static int live_window(const struct live *l, bool first) {
    const struct cohort_settings *k = settings_of(l->t);
    const char *label = live_label(l, "%s month of all windows", first ? "first" : "last");
    int of_all = NONE;
    for (int i = 0; i < k->cohorts.n; i++) {
        const char *key = grid_text(&l->book->grid, "cohorts[%d].from", i);
        int month =
            first ? live_setting(l->book, &l->t->place, key, GRID_MONTH, k->cohorts.items[i].from) : live_to(l, i);
        of_all = of_all == NONE ? month
                                : grid_point(&l->book->grid, l->sheet, GRID_MONTH, label,
                                             first ? "MIN({0},{1})" : "MAX({0},{1})", of_all, month);
    }
    return of_all;
}

static void cohort_live(const struct live *l, struct live_earned *out) {
    const struct cohort_settings *k = settings_of(l->t);
    const char *label = live_label(l, "paid for in the month");
    struct live_test *test = arena_array(&l->book->grid.arena, (size_t)k->cohorts.n + 1, sizeof *test);
    struct live_formula f = {.n = 0};
    int n = cohort_findings(l->t);
    l->book->grid.failed |= test == NULL;
    for (int i = 0; test && i < n; i++) {
        if (i == k->cohorts.n)
            test[i] = live_pooled(l, i, test);
        else
            live_cohort(l, i, &test[i]);
        live_add(l, GRID_NUMBER, label, &f, "IF({}={},{},0)", l->book->month, test[i].known, test[i].pays);
        if (test[i].measured != NONE)
            live_put(&f, "*{}", test[i].measured);
    }
    out->gain = price_live_raised(l, live_line(l, GRID_NUMBER, label, &f), k->local);
    out->by_starts = true;
    if (l->by_part) {
        out->window_from = live_window(l, true);
        out->window_to = live_window(l, false);
    }
}

/* ---- Check and words ---- */

static void check_windows(const struct contract *c, const struct term *t, struct diag *diag) {
    const struct cohort_settings *k = settings_of(t);
    for (int i = 0; i < k->cohorts.n; i++) {
        const struct window *w = &k->cohorts.items[i];
        if (w->from > w->to)
            fault_add(diag, &t->place, "cohorts",
                      "cohort %d begins in month %d, after its end in month %d; it ends no sooner than it begins", i,
                      w->from, w->to);
        if (w->from < c->from || w->to > c->last_start)
            fault_add(diag, &t->place, "cohorts",
                      "cohort %d takes starts of months %d to %d; the contract counts those of months %d to %d", i,
                      w->from, w->to, c->from, c->last_start);
        if (rint(k->comparison * w->size) < 1)
            fault_add(diag, &t->place, "comparison",
                      "%g times cohort %d of %d leaves nobody to compare with; at least 1 is needed", k->comparison, i,
                      w->size);
    }
}

static void cohort_check(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag) {
    const struct cohort_settings *k = settings_of(t);
    int rewards = (k->price != NONE ? 1 : 0) + (k->steps.n > 0 ? 1 : 0) + (k->line.n > 0 ? 1 : 0);
    if (rewards != 1)
        fault_add(diag, &t->place, NULL, "%d of price, steps and line are given; exactly one must be", rewards);
    if (k->price != NONE && k->threshold == NOT_GIVEN)
        fault_add(diag, &t->place, "threshold",
                  "is missing; give the measured reduction from which price is paid (0.0 for any)");
    if (k->pooled != NOT_GIVEN && k->threshold == NOT_GIVEN)
        fault_add(diag, &t->place, "pooled",
                  "is given without threshold, which says which cohorts are not paid by themselves");
    if (k->cohorts.n == 0)
        fault_add(diag, &t->place, "cohorts", "is empty; at least one is needed");
    if (k->measure == MEASURE_RATE && quantity_greatest(s, k->events) > 1)
        fault_add(diag, &t->place, "events", "can be %g; of a rate it is a probability, at most 1",
                  quantity_greatest(s, k->events));

    check_windows(c, t, diag);
    ratio_check_rows(t, "steps", k->steps.items, k->steps.n, diag);
    ratio_check_rows(t, "line", k->line.items, k->line.n, diag);
}

static void words_of_cohorts(const struct cohort_settings *k, struct text_buf *out) {
    for (int i = 0; i < k->cohorts.n; i++) {
        const struct window *w = &k->cohorts.items[i];
        text_appendf(out, "%s the first %d who start in months %d to %d", i > 0 ? "," : ", for", w->size, w->from,
                     w->to);
    }
    text_appendf(out, ", known %d months after their window", k->follow_up + k->reporting);
}

static void cohort_words(const struct scheme *s, const struct contract *c, const struct term *t, struct text_buf *out) {
    const struct cohort_settings *k = settings_of(t);
    (void)c;
    if (k->steps.n > 0) {
        words_rewards(s, k->steps.items, k->steps.n, ", ", out);
        text_append(out, " measured reduction");
    } else if (k->line.n > 0) {
        words_rewards(s, k->line.items, k->line.n, " rising to ", out);
        text_append(out, " measured reduction");
    } else {
        text_append(out, "pays ");
        words_quantity(s, k->price, out);
        text_append(out, " for each event avoided");
    }
    words_of_cohorts(k, out);
    if (k->threshold != NOT_GIVEN) {
        text_append(out, ", if the measured reduction is at least ");
        words_percent(k->threshold, out);
    }
    if (k->pooled != NOT_GIVEN) {
        text_append(out, "; cohorts that are not paid are judged together at ");
        words_percent(k->pooled, out);
    }
}

static int *cohort_effect(struct term *t) {
    struct cohort_settings *k = t->settings;
    return &k->effect;
}

const struct term_kind term_cohort = {
    .pay = "cohort",
    .help = "a reduction measured against a comparison group, paid for when it is large enough",
    .table = &cohort_table,
    .check = cohort_check,
    .earn = cohort_earn,
    .completes = cohort_completes,
    .measurements = cohort_measurements,
    .effect = cohort_effect,
    .live = cohort_live,
    .live_completes = cohort_live_completes,
    .findings = cohort_findings,
    .finding_label = cohort_finding_label,
    .finding = cohort_finding,
    .results = true,
    .words = cohort_words,
};
