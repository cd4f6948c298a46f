/* Outcome: a price for each outcome, alone, past a threshold, or by tiers; part of it is owed back on reversals. */
#include "scheme/resolve.h"
#include "scheme/term/kinds.h"
#include "scheme/term/price.h"
#include "scheme/term/price_live.h"
#include "scheme/term/words.h"

#include <string.h>

struct tier {
    double upto;
    struct by_group price;
};
enum tier_basis { TIERS_BY_CONTRACT, TIERS_BY_YEAR };
enum above { ABOVE_NOTHING, ABOVE_DEADWEIGHT };
struct outcome_settings {
    int outcome;
    struct by_group price;
    int local;
    double threshold, marginal;
    LIST_OF(struct tier) tiers;
    int tier_basis; /* enum tier_basis */
    double clawback;
    int reversal; /* outcome, or NONE */
    int within;
    int above; /* enum above */
};

#define AT(member) offsetof(struct outcome_settings, member)
static const struct param tier_params[] = {
    {"upto", PARAM_NUMBER, offsetof(struct tier, upto), true, UNIT_COUNT, 0, TERM_COUNT_MAX, NAN, NULL,
     "results to date up to which (included) the tier's price holds"},
    {"price", PARAM_BY_GROUP, offsetof(struct tier, price), true, UNIT_MONEY, 0, UNBOUNDED, NAN, NULL,
     "price of a result in this tier"},
};
static const struct param_table tier_table = {
    "tier",
    "a price for results past the tier before it; past the last nothing is paid",
    sizeof(struct tier),
    NO_PLACE,
    NO_PLACE,
    false,
    tier_params,
    PARAM_COUNT_OF(tier_params)};

static const char *const above_words[] = {"nothing", "deadweight", NULL};
static const char *const basis_words[] = {"contract", "year", NULL};
static const struct param outcome_params[] = {
    {"outcome", PARAM_REF, AT(outcome), true, UNIT_NONE, 0, 0, NAN, &outcome_names, "outcome that is paid for"},
    {"price", PARAM_BY_GROUP, AT(price), false, UNIT_MONEY, 0, UNBOUNDED, NAN, NULL,
     "price of an outcome; a group left out is neither paid nor counted"},
    PRICE_PARAM_THRESHOLD(AT(threshold), "outcomes"),
    PRICE_PARAM_MARGINAL(AT(marginal)),
    {"tiers", PARAM_LIST, AT(tiers), false, UNIT_NONE, 0, 0, NAN, &tier_table,
     "prices by the number of outcomes to date, in place of price"},
    {"tier_basis", PARAM_CHOICE, AT(tier_basis), false, UNIT_NONE, 0, 1, TIERS_BY_CONTRACT, basis_words,
     "whether tiers count over the contract or within each contract year"},
    PRICE_PARAM_LOCAL(AT(local)),
    {"clawback", PARAM_NUMBER, AT(clawback), false, UNIT_SHARE, 0, 1, 0, NULL,
     "share of what was earned for an outcome that is owed back when it is reversed"},
    {"reversal", PARAM_REF, AT(reversal), false, UNIT_NONE, 0, 0, NAN, &outcome_names,
     "outcome that undoes the one paid for"},
    {"within", PARAM_WHOLE, AT(within), false, UNIT_MONTHS, 0, MONTHS_MAX, MONTHS_MAX, NULL,
     "months after the payment was due in which a reversal still counts; default always"},
    {"above", PARAM_CHOICE, AT(above), false, UNIT_NONE, 0, 1, ABOVE_NOTHING, above_words,
     "deadweight: of each claim period only outcomes above those to be expected without the service are paid for"},
};
static const struct param_table outcome_term_table = {
    "outcome term", "a price for each outcome",    sizeof(struct outcome_settings), NO_PLACE, NO_PLACE, false,
    outcome_params, PARAM_COUNT_OF(outcome_params)};

static const struct outcome_settings *settings_of(const struct term *t) { return t->settings; }

static bool claws_back(const struct outcome_settings *o) { return o->clawback > 0; }

static int outcome_state(const struct scheme *s, const struct term *t) {
    (void)s;
    return settings_of(t)->tiers.n > 0 || settings_of(t)->threshold != NOT_GIVEN ? 1 : 0;
}

static bool outcome_needs_delays(const struct term *t, int outcome) {
    return claws_back(settings_of(t)) && settings_of(t)->reversal == outcome;
}

static bool outcome_keeps_after(const struct term *t) { return claws_back(settings_of(t)); }

/* ---- Tiers ---- */

/* The share of the month's results that falls between two counts to date, and what it is worth. */
static KERNEL void take_tier(const double *restrict before, const double *restrict count, const double *restrict base,
                             double above, double upto, double *restrict share, double *restrict gain) {
    for (int l = 0; l < LANES; l++) {
        double low = before[l] > above ? before[l] : above;
        double end = before[l] + count[l];
        double high = end < upto ? end : upto;
        double in_tier = high > low ? high - low : 0;
        bool reached = above <= before[l] && before[l] < upto; /* where what is billed and not counted lies */
        double all = count[l] > 0 ? count[l] : 1, part = count[l] > 0 ? in_tier : reached;
        share[l] = part / all;
        gain[l] += base[l] * part / all;
    }
}

static KERNEL void add_counts(const double *restrict count, double *restrict to_date) {
    for (int l = 0; l < LANES; l++)
        to_date[l] += count[l];
}

static void earn_by_tiers(const struct term_view *view, const struct outcome_settings *o, struct entitlement *out) {
    const struct count_grid *counted = &view->outcomes[o->outcome], *billed = &view->billed[o->outcome];
    double *to_date = o->tier_basis == TIERS_BY_YEAR ? price_year_to_date(view, 0) : view->state[0];
    struct priced p = {{0}, {0}};
    double above = 0;
    for (int i = 0; i < o->tiers.n; i++) {
        const struct tier *tier = &o->tiers.items[i];
        double share[LANES];
        price_results(view, &tier->price, counted, billed, &p);
        take_tier(to_date, p.count, p.base, above, tier->upto, share, out->gain);
        price_weights(view, &tier->price, billed, view->month, share, out->weight);
        above = tier->upto;
    }
    add_counts(p.count, to_date);
}

/* ---- Clawback ---- */

/* loss += clawback * reversed / achieved * after, in the given lanes; each: what one reversal takes back, for the split. */
static KERNEL void add_loss(const money *restrict after, const double *restrict achieved,
                            const double *restrict reversed, double clawback, uint64_t lanes, double *restrict each,
                            double *restrict loss) {
    for (int l = 0; l < LANES; l++) {
        double back = lanes >> l & 1 ? clawback * (double)after[l] : 0;
        double all = achieved[l] > 0 ? achieved[l] : 1;
        each[l] = back / all;
        loss[l] += back * reversed[l] / all;
    }
}

/* Takes back for the reversals of this month, `delay` months after their outcomes, in the given lanes. */
static void claw_back(const struct term_view *view, const struct outcome_settings *o, int delay, uint64_t lanes,
                      struct entitlement *out) {
    const struct by_group *price = o->tiers.n > 0 ? &o->tiers.items[o->tiers.n - 1].price : &o->price;
    const struct count_grid *reversals = &view->by_delay[o->reversal];
    int then = view->month - delay, at = delay_month(view, view->month, delay);
    double each[LANES], achieved[LANES], reversed[LANES];
    price_count(view, price, &view->true_outcomes[o->outcome], then, achieved);
    price_count(view, price, reversals, at, reversed);
    add_loss(view->after + (size_t)then * LANES, achieved, reversed, o->clawback, lanes, each, out->loss);
    price_weights(view, price, reversals, at, each, out->loss_weight);
}

/* The lanes, in bits, in which what was earned in a month can still be taken back: `within` months after it was due, or due
 * at last where the claim was paid late. */
static uint64_t lanes_within(const struct term_view *view, const struct outcome_settings *o, int earned) {
    int claimed, accepted, due;
    if (!term_cycle(view->scheme, view->contract, view->term, earned, view->last_claim, &claimed, &accepted, &due))
        return 0;
    if (view->month <= due + o->within)
        return UINT64_MAX;
    bool late_enough = view->late_lanes && view->month <= due + view->late_months + o->within;
    return late_enough ? view->late_lanes[accepted] : 0;
}

static void take_back(const struct term_view *view, const struct outcome_settings *o, struct entitlement *out) {
    int delays = view->scheme->outcomes.items[o->reversal].delays;
    for (int d = 1; d < delays && d < view->month; d++) {
        uint64_t lanes = lanes_within(view, o, view->month - d);
        if (lanes)
            claw_back(view, o, d, lanes, out);
    }
}

/* ---- Above deadweight ---- */

static bool outcome_needs_deadweight(const struct term *t, int outcome) {
    return settings_of(t)->above == ABOVE_DEADWEIGHT && settings_of(t)->outcome == outcome;
}

static KERNEL void add_lanes(const double *restrict x, double *restrict sum) {
    for (int l = 0; l < LANES; l++)
        sum[l] += x[l];
}

/* A group's outcomes of some months, over the contract's parts. */
static void sum_group(const struct term_view *view, const struct count_grid *grid, int from, int to, int group,
                      double sum[LANES]) {
    memset(sum, 0, sizeof(double[LANES]));
    for (int month = from; month <= to; month++)
        for (int i = 0; i < view->contract->n_parts; i++)
            add_lanes(count_at(grid, month, view->contract->part[i], group), sum);
}

/* What outcomes come to above those without the service, each at the average of what all are billed at. */
static KERNEL void add_above(const double *restrict price, const double *restrict achieved,
                             const double *restrict billed, const double *restrict without, uint64_t lanes,
                             double *restrict gain) {
    for (int l = 0; l < LANES; l++) {
        double above = lanes >> l & 1 && achieved[l] > without[l] ? achieved[l] - without[l] : 0;
        gain[l] += above > 0 ? price[l] * above * (billed[l] / achieved[l]) : 0;
    }
}

/* Lanes in which a claim period ends with the month: also one that the end of the contract cuts short. */
static uint64_t lanes_at_period_end(const struct term_view *view) {
    int claimed, accepted, due;
    uint64_t lanes = 0;
    if (term_cycle(view->scheme, view->contract, view->term, view->month, view->last_claim, &claimed, &accepted,
                   &due) &&
        claimed == view->month)
        lanes = UINT64_MAX;
    for (int l = 0; view->ending && l < LANES; l++)
        lanes |= (uint64_t)(view->month == last_in_lane(view, MONTHS_MAX, l) && !(view->ending->pipeline >> l & 1))
                 << l;
    return lanes;
}

/* In the last month of a claim period, what its outcomes exceed those to be expected without the service by. */
static void earn_above(const struct term_view *view, const struct outcome_settings *o, struct entitlement *out) {
    const struct count_grid *counted = &view->outcomes[o->outcome], *without = &view->without[o->outcome],
                            *billed = &view->billed[o->outcome];
    int every = term_claim(view->contract, view->term).every;
    int from = view->month - (view->month - view->contract->from) % every;
    uint64_t lanes = lanes_at_period_end(view);
    if (lanes == 0)
        return;
    for (int g = 0; g < counted->n_groups; g++) {
        double achieved[LANES], paid_at[LANES], expected[LANES];
        if (!price_names_group(&o->price, g))
            continue;
        sum_group(view, counted, from, view->month, g, achieved);
        sum_group(view, billed, from, view->month, g, paid_at);
        sum_group(view, without, from, view->month, g, expected);
        add_above(view->q[o->price.quantity[g]], achieved, paid_at, expected, lanes, out->gain);
    }
    for (int month = from; month <= view->month; month++)
        price_weights(view, &o->price, billed, month, NULL, out->weight);
}

static void outcome_earn(const struct term_view *view, struct entitlement *out) {
    const struct outcome_settings *o = settings_of(view->term);
    const struct count_grid *billed = &view->billed[o->outcome];
    if (o->tiers.n > 0) {
        earn_by_tiers(view, o, out);
    } else if (o->above == ABOVE_DEADWEIGHT) {
        earn_above(view, o, out);
    } else {
        struct priced p;
        price_results(view, &o->price, &view->outcomes[o->outcome], billed, &p);
        price_past_threshold(view, &p, o->threshold, o->marginal, out->gain);
        price_weights(view, &o->price, billed, view->month, NULL, out->weight);
    }
    price_raise(view, view->price_index, o->local, out->gain);
    if (claws_back(o))
        take_back(view, o, out);
}

/* ---- Formulas ---- */

/* The month's results by tiers: what of each tier's is reached, at its price. */
static void live_tiers(const struct live *l, const struct outcome_settings *o, const struct live_counted *counted,
                       struct live_earned *out) {
    struct grid *g = &l->book->grid;
    const char *name = l->book->s->outcomes.items[o->outcome].name, *label = live_label(l, "at the prices of tiers");
    int count = price_live_count(l, &o->tiers.items[0].price, counted, name), below = NONE;
    int before = price_live_before(l, name, count, o->tier_basis == TIERS_BY_YEAR);
    struct live_formula f = {.n = 0};
    for (int i = 0; i < o->tiers.n; i++) {
        const struct by_group *price = &o->tiers.items[i].price;
        int upto =
            live_setting(l->book, &l->t->place, grid_text(g, "tiers.%d.upto", i), GRID_COUNT, o->tiers.items[i].upto);
        int reached = grid_line(g, l->sheet, GRID_COUNT, live_label(l, "of the month's, in tier %d", i + 1),
                                below == NONE ? "IF({0}>0,MAX(MIN({1}+{0},{2})-MAX({1},0),0),IF({1}<{2},1,0))"
                                              : "IF({0}>0,MAX(MIN({1}+{0},{2})-MAX({1},{3}),0),"
                                                "IF(AND({3}<={1},{1}<{2}),1,0))",
                                count, before, upto, below);
        int base = price_live_base(l, price, counted, NONE, live_label(l, "all at the price of tier %d", i + 1));
        live_add(l, GRID_NUMBER, label, &f, "{}*{}/IF({}>0,{},1)", base, reached, count, count);
        below = upto;
        struct grid_owner before_parts = live_own_part(l);
        for (int k = 0; out->weight && k < l->c->n_parts; k++) {
            const char *of = live_label(l, "of %s, in tiers to %d", live_part_name(l, k), i + 1);
            int part = price_live_base(l, price, counted, k,
                                       live_label(l, "%s, at the price of tier %d", live_part_name(l, k), i + 1));
            out->weight[k] = grid_line(g, l->sheet, GRID_NUMBER, of,
                                       i == 0 ? "{0}*({1}/IF({2}>0,{2},1))" : "{0}*({1}/IF({2}>0,{2},1))+{3}", part,
                                       reached, count, out->weight[k]);
        }
        (void)grid_own(g, before_parts);
    }
    out->gain = live_line(l, GRID_NUMBER, label, &f);
}

/* A group's counts of the claim period so far, part by part as sum_group() adds them: expectations are no whole numbers. */
static int live_of_period(const struct live *l, const struct live_counted *counted, int group, const char *words,
                          int place) {
    struct grid *g = &l->book->grid;
    const char *label = live_label(l, "in the period, %s, %s", l->book->s->groups.items[group].name, words);
    int sum = grid_later(g, l->sheet, GRID_COUNT, label, true);
    struct live_formula f = {.n = 0};
    live_put(&f, "IF({}=0,0,{-})", place, sum);
    for (int i = 0; i < l->c->n_parts; i++)
        live_add(l, GRID_COUNT, label, &f, "{}", live_count(l, counted, group, i));
    live_define(l, sum, &f);
    return sum;
}

/* Months in which a claim period ends, also one that the end of the contract cuts short. */
static int live_period_ends(const struct live *l) {
    struct live_formula f = {.n = 0};
    live_put(&f, l->last == NONE ? "IF({}={},1,0)" : "IF(OR({}={}", live_claimed(l), l->book->month);
    if (l->last != NONE)
        live_put(&f, l->pipeline == NONE ? ",{}={}),1,0)" : ",AND({}={},{}=0)),1,0)", l->book->month, l->last,
                 l->pipeline);
    return live_line(l, GRID_FLAG, live_label(l, "a claim period ends"), &f);
}

/* In the last month of a claim period, group by group, outcomes above those without the service. */
static void live_above(const struct live *l, const struct outcome_settings *o, const struct live_counted *counted,
                       struct live_earned *out) {
    const struct scheme *s = l->book->s;
    const char *label = live_label(l, "above those without the service");
    int place =
        live_place(l, live_label(l, "place of the month in its claim period"), live_from(l), live_claim_every(l));
    int ends = live_period_ends(l);
    struct live_formula f = {.n = 0};
    for (int g = 0; g < s->groups.n; g++) {
        static const char *const words[] = {"achieved", "as billed", "expected without the service"};
        int sum[3];
        if (!price_names_group(&o->price, g))
            continue;
        for (int i = 0; i < 3; i++) {
            struct live_counted what = *counted;
            what.billed = i == 1;
            what.what = i == 2 ? LIVE_WITHOUT : LIVE_OUTCOMES;
            sum[i] = live_of_period(l, &what, g, words[i], place);
        }
        live_add(l, GRID_NUMBER, label, &f, "IF({}>{},{}*({}-{})*({}/{}),0)*{}", sum[0], sum[2],
                 live_quantity(l->book, o->price.quantity[g]), sum[0], sum[2], sum[1], sum[0], ends);
    }
    out->gain = live_line(l, GRID_NUMBER, label, &f);
    price_live_weights_in_period(l, &o->price, counted, place, out->weight);
}

/* What reversals take back, delay by delay.
 *   price     the groups, and the weights
 *   achieved  line: all that was achieved; due: line: month in which what is earned in the month is due, NONE: never too late
 *   late, accepted  lines: claims that are accepted in the month are paid late; month of acceptance */
struct live_back {
    const struct by_group *price;
    int achieved, due, accepted, late;
    int share, within, late_months;
};

static double read_late(const struct term_view *view, int lane, int a, int b) {
    (void)a, (void)b;
    return view->late_lanes && view->late_lanes[view->month] >> lane & 1 ? 1 : 0;
}

static struct live_back live_back(const struct live *l, const struct outcome_settings *o) {
    struct live_back r = {.price = o->tiers.n > 0 ? &o->tiers.items[o->tiers.n - 1].price : &o->price,
                          .due = NONE,
                          .late = NONE,
                          .share = live_setting(l->book, &l->t->place, "clawback", GRID_RATE, o->clawback)};
    const struct live_counted all = {.what = LIVE_TRUE_OUTCOMES, .outcome = o->outcome};
    const struct late *late = term_late(l->c, l->t);
    struct grid *g = &l->book->grid;
    r.achieved = price_live_count(l, r.price, &all, "achieved");
    if (o->within >= MONTHS_MAX)
        return r;
    struct claim claim = term_claim(l->c, l->t);
    r.within = live_setting(l->book, &l->t->place, "within", GRID_COUNT, o->within);
    r.accepted = grid_line(g, l->sheet, GRID_MONTH, live_label(l, "accepted in month"), "{0}+{1}", live_claimed(l),
                           live_setting(l->book, &l->t->place, "claim.verify", GRID_COUNT, claim.verify));
    r.due = grid_line(g, l->sheet, GRID_MONTH, live_label(l, "due in month"), "{0}+{1}", r.accepted,
                      live_setting(l->book, &l->t->place, "claim.pays", GRID_COUNT, claim.pays));
    if (!late)
        return r;
    r.late = live_happened(l, GRID_FLAG, live_label(l, "what is accepted in the month is paid late"), read_late, 0, 0);
    r.late_months =
        live_setting(l->book, l->t->late.given ? &l->t->place : &l->c->place, "late.months", GRID_COUNT, late->months);
    return r;
}

/* What can be taken back of what was earned so many months before, if all that was achieved then is reversed. */
static int live_all_back(const struct live *l, const struct live_back *r, int delay, int months, int after) {
    struct live_formula f = {.n = 0};
    int month = l->book->month;
    if (r->due != NONE) {
        live_put(&f, "IF(OR({}<=SUMIF({<},{}-{},{<})+{}", month, month, month, months, r->due, r->within);
        if (r->late != NONE)
            live_put(&f, ",AND({}<=SUMIF({<},{}-{},{<})+{}+{},SUMIF({<=},SUMIF({<},{}-{},{<}),{<=})=1)", month, month,
                     month, months, r->due, r->late_months, r->within, month, month, month, months, r->accepted,
                     r->late);
        live_put(&f, "),");
    }
    live_put(&f, "{}*SUMIF({<},{}-{},{<})", r->share, month, month, months, after);
    live_put(&f, r->due != NONE ? ",0)" : "");
    return live_line(l, GRID_NUMBER, live_label(l, "at most taken back %d month%s after", delay, delay == 1 ? "" : "s"),
                     &f);
}

/* What was achieved so many months before; 1 where nothing was. */
static int live_achieved(const struct live *l, const struct live_back *r, int delay, int months) {
    return grid_line(&l->book->grid, l->sheet, GRID_NUMBER,
                     live_label(l, "achieved %d month%s before", delay, delay == 1 ? "" : "s"),
                     "IF(SUMIF({0<},{0}-{1},{2<})>0,SUMIF({0<},{0}-{1},{2<}),1)", l->book->month, months, r->achieved);
}

static void live_clawback(const struct live *l, const struct outcome_settings *o, struct live_earned *out) {
    const struct outcome *reversal = &l->book->s->outcomes.items[o->reversal];
    struct live_back r = live_back(l, o);
    const char *label = live_label(l, "taken back");
    struct live_formula f = {.n = 0}, of[GRID_REFS];
    memset(of, 0, sizeof of);
    for (int d = 1; d < reversal->delays && d < l->book->s->months; d++) {
        struct live_counted counted = {.what = LIVE_BY_DELAY, .outcome = o->reversal, .delay = d};
        if (reversal->delays == reversal->delay.n && reversal->delay.mass[d] == 0) /* nobody can be put off */
            continue;
        int months =
            live_setting(l->book, &reversal->place, grid_text(&l->book->grid, "after %d months", d), GRID_COUNT, d);
        int back = live_all_back(l, &r, d, months, out->after), all = live_achieved(l, &r, d, months);
        live_add(l, GRID_NUMBER, label, &f, "{}*{}/{}", back, price_live_count(l, r.price, &counted, "reversed"), all);
        struct grid_owner before = live_own_part(l);
        for (int i = 0; out->loss_weight && i < l->c->n_parts; i++) {
            const char *name = live_part_name(l, i);
            live_add(l, GRID_NUMBER, live_label(l, "taken back of %s, so far", name), &of[i], "{}/{}*{}", back, all,
                     price_live_base(l, r.price, &counted, i, live_label(l, "reversed, of %s, at base price", name)));
        }
        (void)grid_own(&l->book->grid, before);
    }
    out->loss = live_line(l, GRID_NUMBER, label, &f);
    struct grid_owner before = live_own_part(l);
    for (int i = 0; out->loss_weight && i < l->c->n_parts; i++)
        out->loss_weight[i] =
            live_line(l, GRID_NUMBER, live_label(l, "taken back of %s, weighed", live_part_name(l, i)), &of[i]);
    (void)grid_own(&l->book->grid, before);
}

static void outcome_live(const struct live *l, struct live_earned *out) {
    const struct outcome_settings *o = settings_of(l->t);
    const struct live_counted counted = {.what = LIVE_OUTCOMES, .outcome = o->outcome};
    if (o->tiers.n > 0) {
        live_tiers(l, o, &counted, out);
    } else if (o->above == ABOVE_DEADWEIGHT) {
        live_above(l, o, &counted, out);
    } else {
        struct live_priced p =
            price_live(l, &o->price, &counted, l->book->s->outcomes.items[o->outcome].name, o->threshold);
        out->gain = price_live_past_threshold(l, &p, o->threshold, o->marginal);
        price_live_weights(l, &o->price, &counted, out->weight);
    }
    out->gain = price_live_raised(l, out->gain, o->local);
    if (claws_back(o))
        live_clawback(l, o, out);
}

static uint64_t outcome_spent(const struct term_view *view) {
    const struct outcome_settings *o = settings_of(view->term);
    if (o->tiers.n > 0)
        return price_spent(view, o->tiers.items[o->tiers.n - 1].upto, o->tier_basis == TIERS_BY_YEAR);
    return o->threshold == NOT_GIVEN ? 0 : price_spent(view, o->threshold, true);
}

/* ---- Check and words ---- */

static void check_tiers(const struct scheme *s, const struct term *t, struct diag *diag) {
    const struct outcome_settings *o = settings_of(t);
    for (int i = 0; i < o->tiers.n; i++) {
        const struct tier *tier = &o->tiers.items[i];
        double below = i > 0 ? tier[-1].upto : 0;
        if (tier->upto <= below)
            fault_add(diag, &t->place, "tiers", "tier %d goes up to %g, not above %g; tiers rise without overlap", i,
                      tier->upto, below);
        for (int g = 0; g < s->groups.n; g++)
            if (price_names_group(&tier->price, g) != price_names_group(&o->tiers.items[0].price, g))
                fault_add(diag, &t->place, "tiers",
                          "tier %d and tier 0 do not price the same groups: one leaves out \"%s\"; write 0.0", i,
                          s->groups.items[g].name);
    }
    if (o->tiers.n > 0 && o->threshold != NOT_GIVEN)
        fault_add(diag, &t->place, "threshold", "stands beside tiers; a further tier says the same");
}

static void check_clawback(const struct scheme *s, const struct term *t, struct diag *diag) {
    const struct outcome_settings *o = settings_of(t);
    if (o->reversal == NONE && claws_back(o))
        fault_add(diag, &t->place, "clawback", "is given without reversal, the outcome that undoes this one");
    if (o->reversal == NONE)
        return;
    const struct outcome *reversal = &s->outcomes.items[o->reversal], *paid = &s->outcomes.items[o->outcome];
    if (!claws_back(o))
        fault_add(diag, &t->place, "reversal", "is given without clawback, the share that is owed back");
    if (reversal->after != o->outcome)
        fault_add(diag, &t->place, "reversal",
                  "\"%s\" does not come after \"%s\"; its `after` must be the outcome that is paid for", reversal->name,
                  paid->name);
    if (reversal->delay.n > 0 && reversal->delay.mass[0] > 0)
        fault_add(diag, &t->place, "reversal",
                  "\"%s\" can occur in the very month of \"%s\"; its delay must be 1 month or more", reversal->name,
                  paid->name);
}

static void check_above(const struct scheme *s, const struct term *t, struct diag *diag) {
    const struct outcome_settings *o = settings_of(t);
    const struct outcome *paid = &s->outcomes.items[o->outcome];
    if (o->above != ABOVE_DEADWEIGHT)
        return;
    if (o->tiers.n > 0 || o->threshold != NOT_GIVEN || claws_back(o))
        fault_add(diag, &t->place, "above",
                  "stands beside %s, which it does not go with; a plain price for each outcome does",
                  o->tiers.n > 0  ? "tiers"
                  : claws_back(o) ? "clawback"
                                  : "threshold");
    if (!paid->deadweight.quantity && !paid->is_rest)
        fault_add(
            diag, &t->place, "above",
            "is \"deadweight\", but the outcome \"%s\" says of nobody that it would have happened anyway; give its "
            "`deadweight`",
            paid->name);
}

static void outcome_check(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag) {
    const struct outcome_settings *o = settings_of(t);
    (void)c;
    if (o->price.quantity && o->tiers.n > 0)
        fault_add(diag, &t->place, "price", "is given beside tiers; only one can be");
    if (!o->price.quantity && o->tiers.n == 0)
        fault_add(diag, &t->place, "price", "is missing; give it, or tiers");
    price_check_threshold(t, o->threshold, o->marginal, diag);
    if (o->price.quantity || o->tiers.n > 0)
        price_check_groups(s, t, o->tiers.n > 0 ? &o->tiers.items[0].price : &o->price, diag);
    check_tiers(s, t, diag);
    check_clawback(s, t, diag);
    check_above(s, t, diag);
}

static void words_of_tiers(const struct scheme *s, const struct outcome_settings *o, struct text_buf *out) {
    text_appendf(out, "pays for each %s by the number %s: ", s->outcomes.items[o->outcome].name,
                 o->tier_basis == TIERS_BY_YEAR ? "in the contract year" : "to date");
    for (int i = 0; i < o->tiers.n; i++) {
        text_appendf(out, "up to %g, ", o->tiers.items[i].upto);
        words_price(s, &o->tiers.items[i].price, out);
        text_append(out, "; ");
    }
    text_append(out, "then nothing");
    if (s->outcomes.items[o->outcome].levels.n > 0)
        text_append(out, "; times the level reached");
}

static void outcome_words(const struct scheme *s, const struct contract *c, const struct term *t,
                          struct text_buf *out) {
    const struct outcome_settings *o = settings_of(t);
    const char *name = s->outcomes.items[o->outcome].name;
    (void)c;
    if (o->tiers.n > 0) {
        words_of_tiers(s, o, out);
    } else {
        text_append(out, "pays ");
        words_price(s, &o->price, out);
        text_appendf(out, " for each %s", name);
        if (s->outcomes.items[o->outcome].levels.n > 0)
            text_append(out, ", times the level reached");
        if (o->above == ABOVE_DEADWEIGHT)
            text_append(out, " above those to be expected without the service, in each claim period");
        words_threshold(o->threshold, o->marginal, name, out);
    }
    if (!claws_back(o))
        return;
    text_append(out, "; ");
    words_percent(o->clawback, out);
    text_appendf(out, " is owed back for each %s", s->outcomes.items[o->reversal].name);
    if (o->within < MONTHS_MAX)
        text_appendf(out, " up to %d months after the payment was due", o->within);
}

const struct term_kind term_outcome = {
    .pay = "outcome",
    .help = "a price for each outcome, with another one past a threshold, or by tiers",
    .table = &outcome_term_table,
    .check = outcome_check,
    .earn = outcome_earn,
    .state = outcome_state,
    .spent = outcome_spent,
    .needs_delays = outcome_needs_delays,
    .needs_deadweight = outcome_needs_deadweight,
    .keeps_after = outcome_keeps_after,
    .results = true,
    .live = outcome_live,
    .words = outcome_words,
};
