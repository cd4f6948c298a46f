/* Entitlements: each term's rule, rounded once, conditions, and when it falls due (model 4; rules 1 to 4, 7). */
#include "engine/books.h"

#include "scheme/term/price.h"

#include <assert.h>
#include <string.h>

const struct term *earnings_term(const struct contract *c, int k) {
    static const struct term own = {.lag = NONE}; /* of a condition: claimed as the contract says */
    return k < c->terms.n ? &c->terms.items[k] : &own;
}

/* The longest time from earning to falling due, in months, over all terms. */
static int longest_cycle(const struct books *b) {
    int longest = 0;
    for (int c = 0; c < b->scheme->contracts.n; c++) {
        const struct contract *contract = &b->scheme->contracts.items[c];
        for (int k = 0; k < earnings_terms(&b->earnings, c); k++) {
            const struct term *t = earnings_term(contract, k);
            struct claim claim = term_claim(contract, t);
            const struct late *late = term_late(contract, t);
            int cycle = claim.every + claim.verify + claim.pays + (late ? late->months : 0);
            longest = cycle > longest ? cycle : longest;
        }
    }
    return longest;
}

static bool looks_back(const struct term *t) { return t->kind && t->kind->keeps_after && t->kind->keeps_after(t); }

static int states_of(const struct scheme *s, const struct term *t) {
    return t->kind && t->kind->state ? t->kind->state(s, t) : 0;
}

/* Where something can be paid late or held back there is room for it by month. */
static bool moved_room(struct books *b, const struct contract *c, const struct term *t, int number) {
    struct earnings *e = &b->earnings;
    if (!term_late(c, t) && !conditions_hold(c))
        return true;
    e->moved_gain[number] = lanes_array(&b->arena, (size_t)e->span + 1);
    e->moved_loss[number] = lanes_array(&b->arena, (size_t)e->span + 1);
    e->held[number] = lanes_array(&b->arena, CONDITIONS_HOLD);
    return e->moved_gain[number] && e->moved_loss[number] && e->held[number];
}

static bool term_room(struct books *b, const struct term *t, int number) {
    struct earnings *e = &b->earnings;
    const struct scheme *s = b->scheme;
    size_t cells = (size_t)s->n_providers * (size_t)s->groups.n;
    if (looks_back(t))
        e->after[number] = lanes_array(&b->arena, (size_t)e->span + 1);
    if (t->kind && t->kind->state)
        e->state[number] = arena_array(&b->arena, (size_t)states_of(s, t) + 1, sizeof(double[LANES]));
    e->start_sum[number] = arena_array(&b->arena, cells + 1, sizeof(double[LANES]));
    e->split[number] = arena_array(&b->arena, cells + 1, sizeof(double[LANES]));
    e->loss_split[number] = arena_array(&b->arena, cells + 1, sizeof(double[LANES]));
    return (!looks_back(t) || e->after[number]) && (states_of(s, t) == 0 || e->state[number]) && e->start_sum[number] &&
           e->split[number] && e->loss_split[number];
}

static bool terms_room(struct books *b) {
    for (int c = 0; c < b->scheme->contracts.n; c++) {
        const struct contract *contract = &b->scheme->contracts.items[c];
        b->earnings.sums[c] = lanes_array(&b->arena, (size_t)conditions_sums(contract));
        if (!b->earnings.sums[c])
            return false;
        for (int k = 0; k < earnings_terms(&b->earnings, c); k++) {
            const struct term *t = earnings_term(contract, k);
            int number = b->earnings.first_term[c] + k;
            if (!term_room(b, t, number) || !moved_room(b, contract, t, number))
                return false;
        }
    }
    return true;
}

static int number_terms(const struct scheme *s, int *first) {
    int n = 0;
    for (int c = 0; c < s->contracts.n; c++) {
        first[c] = n;
        n += s->contracts.items[c].terms.n + conditions_lines(&s->contracts.items[c]);
    }
    first[s->contracts.n] = n;
    return n;
}

status earnings_init(struct books *b) {
    const struct scheme *s = b->scheme;
    struct earnings *e = &b->earnings;
    struct arena *a = &b->arena;
    size_t contracts = (size_t)s->contracts.n;
    e->first_term = arena_array(a, contracts + 1, sizeof(int));
    if (!e->first_term)
        return SIBYL_ERR_NO_MEMORY;
    e->n_terms = number_terms(s, e->first_term);
    e->span += longest_cycle(b);
    size_t terms = (size_t)e->n_terms, months = (size_t)e->span + 1, groups = (size_t)s->groups.n;
    e->gain_due = lanes_array(a, terms * months);
    e->loss_due = lanes_array(a, terms * months);
    e->moved_gain = arena_array(a, terms + 1, sizeof *e->moved_gain);
    e->held = arena_array(a, terms + 1, sizeof *e->held);
    e->held_until = arena_array(a, CONDITIONS_HOLD * terms + 1, sizeof(int));
    e->moved_loss = arena_array(a, terms + 1, sizeof *e->moved_loss);
    e->ends = arena_array(a, contracts + 1, sizeof *e->ends);
    e->gain = lanes_array(a, terms);
    e->loss = lanes_array(a, terms);
    e->gained = lanes_array(a, terms);
    e->accrued = lanes_array(a, terms);
    e->after = arena_array(a, terms + 1, sizeof *e->after);
    e->state = arena_array(a, terms + 1, sizeof *e->state);
    e->start_sum = arena_array(a, terms + 1, sizeof *e->start_sum);
    e->start_from = arena_array(a, terms + 1, sizeof(int));
    e->start_to = arena_array(a, terms + 1, sizeof(int));
    e->split = arena_array(a, terms + 1, sizeof *e->split);
    e->before = lanes_array(a, terms);
    e->split_by_starts = arena_array(a, terms + 1, sizeof(bool));
    e->posted = arena_array(a, terms + 1, sizeof(bool));
    e->due = arena_array(a, terms + 1, sizeof(int));
    e->part_weight = arena_array(a, (size_t)s->n_providers + 1, sizeof(double));
    e->part_whole = arena_array(a, (size_t)s->n_providers + 1, sizeof(money));
    e->part_scaled = arena_array(a, (size_t)s->n_providers + 1, sizeof(money));
    e->part_passed = arena_array(a, (size_t)s->n_providers + 1, sizeof(uint64_t));
    e->loss_split = arena_array(a, terms + 1, sizeof *e->loss_split);
    e->cut = lanes_array(a, contracts);
    e->compensated = lanes_array(a, contracts);
    e->entitled.weight = arena_array(a, (size_t)s->n_providers * groups + 1, sizeof(double[LANES]));
    e->entitled.loss_weight = arena_array(a, (size_t)s->n_providers * groups + 1, sizeof(double[LANES]));
    e->sums = arena_array(a, contracts + 1, sizeof *e->sums);
    e->term_scratch = arena_array(a, 2 * terms + 1, sizeof(money));
    e->year_accrued = lanes_array(a, contracts * (size_t)s->n_years);
    e->group_earned = arena_array(a, contracts * groups + 1, sizeof(double[LANES]));
    if (!e->gain_due || !e->loss_due || !e->gain || !e->loss || !e->gained || !e->accrued || !e->after || !e->state ||
        !e->start_sum || !e->start_from || !e->start_to || !e->split || !e->before || !e->split_by_starts ||
        !e->posted || !e->due || !e->part_weight || !e->part_whole || !e->part_scaled || !e->part_passed ||
        !e->loss_split || !e->cut || !e->compensated || !e->entitled.weight || !e->entitled.loss_weight || !e->sums ||
        !e->term_scratch || !e->year_accrued || !e->group_earned || !e->moved_gain || !e->moved_loss || !e->held ||
        !e->held_until || !e->ends)
        return SIBYL_ERR_NO_MEMORY;
    return terms_room(b) && overpaid_room(b) ? SIBYL_OK : SIBYL_ERR_NO_MEMORY;
}

void earnings_begin(struct books *b) {
    const struct scheme *s = b->scheme;
    struct earnings *e = &b->earnings;
    size_t terms = (size_t)e->n_terms, months = (size_t)e->span + 1,
           cells = (size_t)s->n_providers * (size_t)s->groups.n;
    memset(e->gain_due, 0, terms * months * sizeof(lane_money));
    memset(e->loss_due, 0, terms * months * sizeof(lane_money));
    if (e->overpaid)
        memset(e->overpaid, 0, (size_t)s->contracts.n * sizeof(double[LANES]));
    memset(e->accrued, 0, terms * sizeof(lane_money));
    memset(e->cut, 0, (size_t)s->contracts.n * sizeof(lane_money));
    memset(e->compensated, 0, (size_t)s->contracts.n * sizeof(lane_money));
    memset(e->year_accrued, 0, (size_t)s->contracts.n * (size_t)s->n_years * sizeof(lane_money));
    memset(e->group_earned, 0, (size_t)s->contracts.n * (size_t)s->groups.n * sizeof(double[LANES]));
    for (int c = 0; c < s->contracts.n; c++) {
        memset(e->sums[c], 0, (size_t)conditions_sums(&s->contracts.items[c]) * sizeof(lane_money));
        for (int k = 0; k < earnings_terms(e, c); k++) {
            const struct term *t = earnings_term(&s->contracts.items[c], k);
            int number = e->first_term[c] + k;
            if (e->after[number])
                memset(e->after[number], 0, months * sizeof(lane_money));
            if (e->state[number])
                memset(e->state[number], 0, (size_t)states_of(s, t) * sizeof(double[LANES]));
            if (e->moved_gain[number]) {
                memset(e->moved_gain[number], 0, months * sizeof(lane_money));
                memset(e->moved_loss[number], 0, months * sizeof(lane_money));
                memset(e->held[number], 0, CONDITIONS_HOLD * sizeof(lane_money));
            }
            memset(e->start_sum[number], 0, cells * sizeof(double[LANES]));
            e->start_from[number] = 0;
            e->start_to[number] = 0;
        }
    }
}

/* Last month in which what is earned is payable; beyond the scheme's end only when the books run on to see what is owed. */
static int long_stop(const struct books *b, const struct contract *c) {
    bool running_on = b->block->horizon > b->scheme->months;
    return running_on && !c->last_claim_given ? b->block->horizon : c->last_claim;
}

/* The first measurement of a term, in the order in which the evaluation lists them. */
static const struct measured *measured_of(const struct books *b, int contract, int term) {
    const struct evaluation *e = b->evaluation;
    for (int m = 0; m < e->n_measurements; m++) {
        if (e->plan_contract[m] == contract && e->plan_term[m] == term)
            return &e->measured[m];
    }
    return NULL;
}

void earnings_view(struct books *b, int contract, int term, int month, double index[LANES], struct term_view *view) {
    const struct scheme *s = b->scheme;
    const struct contract *c = &s->contracts.items[contract];
    int number = b->earnings.first_term[contract] + term;
    int year = contract_year(c, month);
    price_index_of_year(c, &c->terms.items[term], (const double(*)[LANES])b->draws->q, year, index);
    *view = (struct term_view){
        .scheme = s,
        .contract = c,
        .term = &c->terms.items[term],
        .month = month,
        .year = year,
        .whole = b->block->drawn,
        .starts = b->evaluation->counted_starts[contract],
        .referrals = b->clients->referrals,
        .horizon = b->block->horizon,
        .last_claim = long_stop(b, c),
        .outcomes = b->evaluation->counted + (size_t)contract * (size_t)s->outcomes.n,
        .true_outcomes = b->evaluation->true_counted + (size_t)contract * (size_t)s->outcomes.n,
        .by_delay = b->evaluation->counted_by_delay + (size_t)contract * (size_t)s->outcomes.n,
        .without = b->evaluation->without + (size_t)contract * (size_t)s->outcomes.n,
        .in_service = b->evaluation->counted_service[contract],
        .billed_starts = b->evaluation->billed_starts[contract],
        .billed = b->evaluation->billed + (size_t)contract * (size_t)s->outcomes.n,
        .billed_in_service = b->evaluation->billed_in_service[contract],
        .q = (const double(*)[LANES])b->draws->q,
        .state = b->earnings.state[number],
        .measured = measured_of(b, contract, term),
        .after = b->earnings.after[number] ? b->earnings.after[number][0] : NULL,
        .price_index = index,
        .ending = endings_view(b, contract),
    };
    const struct lateness *late = looks_back(view->term) ? evaluation_late(b->evaluation, contract, term) : NULL;
    view->late_lanes = late ? late->lanes_of : NULL;
    view->late_months = late ? late->late->months : 0;
}

/* Adds the starts of months not yet summed to the term's sums by part and group. */
static void sum_starts(struct books *b, const struct contract *c, int contract, int number) {
    struct earnings *e = &b->earnings;
    const struct count_grid *starts = &b->evaluation->counted_starts[contract];
    int groups = b->scheme->groups.n;
    double *sum = e->start_sum[number];
    int from = e->entitled.window_from, to = e->entitled.window_to < b->month ? e->entitled.window_to : b->month;
    if (e->start_from[number] != from) {
        memset(sum, 0, (size_t)c->n_parts * (size_t)groups * sizeof(double[LANES]));
        e->start_from[number] = from;
        e->start_to[number] = from - 1;
    }
    for (int m = e->start_to[number] + 1; m <= to; m++) {
        for (int cell = 0; cell < c->n_parts * groups; cell++) {
            const double *n = count_at(starts, m, c->part[cell / groups], cell % groups);
            for (int i = 0; i < LANES; i++)
                sum[(size_t)cell * LANES + (size_t)i] += n[i];
        }
        e->start_to[number] = m;
    }
}

/* One lane of a split over parts: weights summed over groups. */
static void split_lane(struct books *b, const struct contract *c, const double *weight, int lane, money total,
                       money *parts) {
    int groups = b->scheme->groups.n;
    double *by_part = b->earnings.part_weight;
    for (int part = 0; part < c->n_parts; part++) {
        by_part[part] = 0;
        for (int g = 0; g < groups; g++)
            by_part[part] += weight[((size_t)part * (size_t)groups + (size_t)g) * LANES + (size_t)lane];
    }
    money_split(total, by_part, c->n_parts, parts);
}

/* Splits what a term earned before conditions over the parts, then scales the parts to what conditions left (rule 7), and
 * adds them to the parts of the month in which it is due, where they are still passed on. */
static void split_parts(struct books *b, int contract, const double *weight, const lane_money before,
                        const lane_money left, lane_money *due_part) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    money *whole = b->earnings.part_whole, *scaled = b->earnings.part_scaled;
    const uint64_t *passed = b->earnings.part_passed;
    for (int lane = 0; lane < LANES; lane++) {
        if (left[lane] == 0)
            continue;
        split_lane(b, c, weight, lane, before[lane], whole);
        const money *parts = whole;
        if (left[lane] != before[lane]) {
            money_split_pro_rata(left[lane], whole, c->n_parts, scaled);
            parts = scaled;
        }
        for (int part = 0; part < c->n_parts; part++)
            due_part[part][lane] += passed[part] >> lane & 1 ? parts[part] : 0;
    }
}

/* Shares what was earned out to the groups whose clients earned it; what has no clients behind it (a block) is nobody's. */
static void group_parts(struct books *b, int contract, const double *weight, const lane_money left) {
    int groups = b->scheme->groups.n;
    const struct contract *c = &b->scheme->contracts.items[contract];
    double all[LANES] = {0};
    size_t cells = (size_t)c->n_parts * (size_t)groups;
    for (size_t cell = 0; cell < cells; cell++) {
        for (int i = 0; i < LANES; i++)
            all[i] += weight[cell * LANES + (size_t)i];
    }
    for (size_t cell = 0; cell < cells; cell++) {
        double *earned = b->earnings.group_earned[(size_t)contract * (size_t)groups + cell % (size_t)groups];
        for (int i = 0; i < LANES; i++)
            earned[i] += all[i] > 0 ? (double)left[i] * weight[cell * LANES + (size_t)i] / all[i] : 0;
    }
}

void earnings_clear(struct books *b, const struct contract *c) {
    struct earnings *e = &b->earnings;
    size_t cells = (size_t)c->n_parts * (size_t)b->scheme->groups.n;
    memset(e->entitled.gain, 0, sizeof e->entitled.gain);
    memset(e->entitled.loss, 0, sizeof e->entitled.loss);
    memset(e->entitled.weight, 0, cells * sizeof(double[LANES]));
    memset(e->entitled.loss_weight, 0, cells * sizeof(double[LANES]));
    e->entitled.by_starts = false;
    e->entitled.window_from = c->from;
    e->entitled.window_to = b->month;
}

/* What one term has earned before conditions, in whole pence. Returns whether anything was. */
static bool earn_term(struct books *b, struct term_view *view, int number) {
    struct earnings *e = &b->earnings;
    overpaid_if_fair(b, view, number);
    earnings_clear(b, view->contract);
    view->term->kind->earn(view, &e->entitled);
    for (int i = 0; i < LANES; i++) {
        e->gain[number][i] = money_round(e->entitled.gain[i]);
        e->loss[number][i] = money_round(e->entitled.loss[i]);
    }
    if (view->ending)
        endings_cut(b, view->term->contract, view->term->number, e->gain[number], e->loss[number]);
    return any_lane(e->gain[number]) || any_lane(e->loss[number]);
}

/* The weights by which the entitlement just computed is split. */
static const double *weights_now(struct books *b, int contract, int number) {
    struct earnings *e = &b->earnings;
    if (!e->entitled.by_starts)
        return e->entitled.weight;
    sum_starts(b, &b->scheme->contracts.items[contract], contract, number);
    return e->start_sum[number];
}

/* Remembers how this term's gain splits, until conditions have been applied to the whole month. */
static void keep_split(struct books *b, int contract, int number) {
    struct earnings *e = &b->earnings;
    const struct contract *c = &b->scheme->contracts.items[contract];
    size_t cells = (size_t)c->n_parts * (size_t)b->scheme->groups.n;
    const double *weights = weights_now(b, contract, number), *loss = e->entitled.loss_weight;
    memcpy(e->split[number], weights, cells * sizeof(double[LANES]));
    memcpy(e->loss_split[number], e->entitled.by_starts ? weights : loss, cells * sizeof(double[LANES]));
    e->split_by_starts[number] = e->entitled.by_starts;
    memcpy(e->before[number], e->gain[number], sizeof(lane_money));
}

/* Notes what is left of a term's gain and loss after conditions: in totals, by year, by due month, by part. */
static void post_term(struct books *b, int contract, int term, int due) {
    struct earnings *e = &b->earnings;
    const struct scheme *s = b->scheme;
    int number = e->first_term[contract] + term;
    assert(due >= b->month && due <= e->span);
    lane_money *gain_due = &e->gain_due[(size_t)number * ((size_t)e->span + 1) + (size_t)due];
    lane_money *loss_due = &e->loss_due[(size_t)number * ((size_t)e->span + 1) + (size_t)due];
    const money *gain = e->gain[number], *loss = e->loss[number];
    for (int i = 0; i < LANES; i++) {
        (*gain_due)[i] += gain[i];
        (*loss_due)[i] += loss[i];
        e->gained[number][i] += gain[i];
        e->accrued[number][i] += gain[i] - loss[i];
    }
    if (b->month <= s->months) {
        money *year = e->year_accrued[contract * s->n_years + s->year_of_month[b->month]];
        for (int i = 0; i < LANES; i++)
            year[i] += gain[i] - loss[i];
    }
    overpaid_note(b, contract, number);
    if (e->after[number])
        memcpy(e->after[number][b->month], gain, sizeof(lane_money));
    struct passing *passing = &b->claims.passing[contract];
    if (passing->n_parts > 0) {
        size_t at = (size_t)due * (size_t)passing->n_parts;
        for (int part = 0; part < passing->n_parts; part++)
            e->part_passed[part] = b->endings.any ? endings_passed(b, contract, term, part) : UINT64_MAX;
        split_parts(b, contract, e->split[number], e->before[number], gain, passing->part_gain + at);
        split_parts(b, contract, e->loss_split[number], loss, loss, passing->part_loss + at);
    }
    if (!e->split_by_starts[number])
        group_parts(b, contract, e->split[number], gain);
}

/* The contract whose receipts a term passes on, or NONE. */
static int source_of(const struct term *t, bool *when_due) {
    *when_due = false;
    return t->kind && t->kind->source ? t->kind->source(t, when_due) : NONE;
}

bool earnings_waits(const struct term *t) {
    bool when_due;
    return source_of(t, &when_due) != NONE;
}

/* What has come in under the contract that a term passes on. */
static void receipts_of(struct books *b, int of, bool when_due, struct receipts *r) {
    const struct passing *p = &b->claims.passing[of];
    size_t at = (size_t)b->month * (size_t)p->n_parts;
    r->of = &b->scheme->contracts.items[of];
    r->total = when_due ? b->claims.net_due[of] : b->claims.paid_month[of];
    r->gain = when_due ? p->part_gain[at] : p->came_gain[0];
    r->loss = p->part_loss[at];
}

/* Earns one term if it is of the set asked for (those that wait for receipts, or the others) and payable. */
static bool earn_if_due(struct books *b, int contract, int k, bool waiting, int *due) {
    struct earnings *e = &b->earnings;
    const struct contract *c = &b->scheme->contracts.items[contract];
    int number = e->first_term[contract] + k, claimed, accepted;
    bool when_due;
    int of = source_of(&c->terms.items[k], &when_due);
    memset(e->gain[number], 0, sizeof(lane_money));
    memset(e->loss[number], 0, sizeof(lane_money));
    if ((of != NONE) != waiting || !c->terms.items[k].kind->earn ||
        !term_cycle(b->scheme, c, &c->terms.items[k], b->month, long_stop(b, c), &claimed, &accepted, due))
        return false;
    double index[LANES];
    struct term_view view;
    struct receipts receipts;
    earnings_view(b, contract, k, b->month, index, &view);
    if (of != NONE) {
        receipts_of(b, of, when_due, &receipts);
        view.receipts = &receipts;
    }
    if (!earn_term(b, &view, number))
        return false;
    keep_split(b, contract, number);
    return true;
}

/* The contract's month as its conditions see it. */
struct month_earned earnings_of_month(struct books *b, int contract) {
    struct earnings *e = &b->earnings;
    const struct contract *c = &b->scheme->contracts.items[contract];
    return (struct month_earned){.scheme = b->scheme,
                                 .contract = c,
                                 .month = b->month,
                                 .n_lines = earnings_terms(e, contract),
                                 .gain = e->gain[e->first_term[contract]],
                                 .loss = e->loss[e->first_term[contract]],
                                 .cut = e->cut[contract],
                                 .one_lane = e->term_scratch,
                                 .acted = b->trace ? tell_condition : NULL,
                                 .watcher = b,
                                 .starts = &b->evaluation->counted_starts[contract],
                                 .outcomes = b->evaluation->counted + (size_t)contract * (size_t)b->scheme->outcomes.n,
                                 .q = (const double(*)[LANES])b->draws->q,
                                 .going = endings_going(b, contract),
                                 .ends = &e->ends[contract]};
}

static bool any_waits(const struct contract *c) {
    bool any = false;
    for (int k = 0; k < c->terms.n; k++)
        any |= earnings_waits(&c->terms.items[k]);
    return any;
}

/* Whether the contract's conditions earn in this part of the month: in its last, after the long stop never. */
static bool earns_own(struct books *b, int contract, bool waiting, int *due) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    int claimed, accepted, lines = earnings_terms(&b->earnings, contract);
    return lines > c->terms.n && waiting == any_waits(c) &&
           term_cycle(b->scheme, c, earnings_term(c, lines - 1), b->month, long_stop(b, c), &claimed, &accepted, due);
}

/* What a condition has earned splits by the starts to date. */
static void keep_own_split(struct books *b, int contract, int number) {
    b->earnings.entitled.by_starts = true;
    b->earnings.entitled.window_from = b->scheme->contracts.items[contract].from;
    b->earnings.entitled.window_to = b->month;
    keep_split(b, contract, number);
    size_t cells = (size_t)b->scheme->contracts.items[contract].n_parts * (size_t)b->scheme->groups.n;
    memcpy(b->earnings.loss_split[number], b->earnings.split[number], cells * sizeof(double[LANES]));
}

/* Notes what the contract's conditions have earned. */
static bool post_own(struct books *b, int contract, int due) {
    struct earnings *e = &b->earnings;
    bool any = false;
    for (int k = b->scheme->contracts.items[contract].terms.n; k < earnings_terms(e, contract); k++) {
        int number = e->first_term[contract] + k;
        e->due[k] = due;
        e->posted[k] = any_lane(e->gain[number]) || any_lane(e->loss[number]);
        if (!e->posted[k])
            continue;
        any = true;
        keep_own_split(b, contract, number);
        post_term(b, contract, k, due);
        if (b->trace)
            tell_own(b, contract, k, due);
    }
    return any;
}

/* Earns one set of a contract's terms, applies the conditions to what they gained together, and notes when it is due.
 * Returns whether anything was earned. */
static bool earn_contract(struct books *b, int contract, bool waiting) {
    struct earnings *e = &b->earnings;
    const struct contract *c = &b->scheme->contracts.items[contract];
    int first = e->first_term[contract], own_due = 0;
    bool any = false;
    for (int k = 0; k < c->terms.n; k++) {
        e->due[k] = 0;
        any |= e->posted[k] = earn_if_due(b, contract, k, waiting, &e->due[k]);
    }
    for (int k = c->terms.n; k < earnings_terms(e, contract); k++) {
        e->posted[k] = false;
        memset(e->gain[first + k], 0, sizeof(lane_money));
        memset(e->loss[first + k], 0, sizeof(lane_money));
    }
    bool own = earns_own(b, contract, waiting, &own_due);
    if (!any && !own)
        return false;
    double index[LANES];
    struct month_earned earned = earnings_of_month(b, contract);
    earned.last = own;
    earned.index = index;
    if (own)
        price_index_of_year(c, NULL, earned.q, contract_year(c, b->month), index);
    if (b->trace)
        tell_before_conditions(b, &earned);
    conditions_apply(&earned, e->sums[contract]);
    for (int k = 0; k < c->terms.n; k++) {
        if (!e->posted[k])
            continue;
        post_term(b, contract, k, e->due[k]);
        if (b->trace)
            tell_earned(b, contract, k, e->due[k]);
    }
    return (own && post_own(b, contract, own_due)) | any;
}

void earnings_month(struct books *b) {
    memset(b->earnings.gained, 0, (size_t)b->earnings.n_terms * sizeof(lane_money));
    for (int c = 0; c < b->scheme->contracts.n; c++) {
        struct month_earned earned = earnings_of_month(b, c);
        b->earnings.ends[c] = 0;
        conditions_begin(&earned, b->earnings.sums[c]);
        if (!b->scheme->contracts.items[c].without)
            earn_contract(b, c, false);
    }
    endings_booked(b, b->month);
}

void earnings_due(const struct earnings *e, int number, int month, lane_money gain, lane_money loss) {
    size_t at = (size_t)number * ((size_t)e->span + 1) + (size_t)month;
    for (int i = 0; i < LANES; i++) {
        gain[i] += e->gain_due[at][i];
        loss[i] += e->loss_due[at][i];
    }
    for (int i = 0; e->moved_gain[number] && i < LANES; i++) {
        gain[i] += e->moved_gain[number][month][i];
        loss[i] += e->moved_loss[number][month][i];
    }
}

bool earnings_pass_on(struct books *b, int contract) {
    return !b->scheme->contracts.items[contract].without && earn_contract(b, contract, true);
}

void earnings_pass_forecast(struct books *b, int contract, int of, int due, const lane_money total,
                            double amount[LANES]) {
    struct earnings *e = &b->earnings;
    const struct contract *c = &b->scheme->contracts.items[contract];
    const struct passing *p = &b->claims.passing[of];
    size_t at = (size_t)due * (size_t)p->n_parts;
    struct receipts receipts = {
        .of = &b->scheme->contracts.items[of], .total = total, .gain = p->part_gain[at], .loss = p->part_loss[at]};
    for (int k = 0; k < c->terms.n && !c->without; k++) {
        bool when_due;
        double index[LANES];
        struct term_view view;
        if (source_of(&c->terms.items[k], &when_due) != of)
            continue;
        earnings_view(b, contract, k, b->month, index, &view);
        view.receipts = &receipts;
        memset(&e->entitled.gain, 0, sizeof e->entitled.gain);
        memset(&e->entitled.loss, 0, sizeof e->entitled.loss);
        c->terms.items[k].kind->earn(&view, &e->entitled);
        for (int i = 0; i < LANES; i++)
            amount[i] += e->entitled.gain[i] - e->entitled.loss[i];
    }
}
