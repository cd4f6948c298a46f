/* Payment mechanisms: every rule is one file in scheme/term/ with its parameters, its rule and its words.
 *
 * A mechanism sees what happened (counts, measurements, receipts) and says what was earned. It knows nothing of the
 * engine and consumes no randomness. It is called once a block and month, its arrays run over lanes. */
#ifndef SIBYL_SCHEME_TERM_H
#define SIBYL_SCHEME_TERM_H

#include "base/lanes.h"
#include "base/param.h"
#include "base/text.h"
#include "scheme/scheme.h"

/* Counts of one thing (starts or one outcome) by month, provider and group: lanes [LANES] of month t, provider p,
 * group g stand at data + ((t * n_providers + p) * n_groups + g) * LANES. Month 0 is empty. */
struct count_grid {
    const double *data;
    int n_providers, n_groups;
};
static inline const double *count_at(const struct count_grid *grid, int month, int provider, int group) {
    size_t cell =
        ((size_t)month * (size_t)grid->n_providers + (size_t)provider) * (size_t)grid->n_groups + (size_t)group;
    return grid->data + cell * LANES;
}

/* What an evaluator has to measure, stated by a mechanism (a cohort) and carried out by the engine.
 *   month      in which the result is known: window end + follow_up + reporting
 *   from, to   window of starts (months, counted by the contract); size: first so many who start
 *   frequency  true: events per client, negative binomial; false: a rate, binomial
 *   events     quantity: events per client (or probability) without the service
 *   effect     quantity: share by which the service reduces it
 *   dispersion quantity: size r of the negative binomial, 0 = Poisson
 *   comparison size of the comparison group as a multiple of the cohort */
struct measurement_plan {
    int month;
    int from, to;
    int size;
    bool frequency;
    int events, effect, dispersion;
    double comparison;
};
/* What was measured, over lanes: n clients, N compared, T and C events. All 0 where nobody was measured. In the
 * deterministic cases n, N, T and C are expectations and need not be whole. */
struct measured {
    double n[LANES], N[LANES], T[LANES], C[LANES];
};

/* What a contract's payer received under another contract in this month, for terms that pass it on.
 *   total     [lane] pence received
 *   gain      [part * LANES + lane] pence received of what each part (provider of the contract `of`) had earned
 *   loss      [part * LANES + lane] pence of negative entitlements that fell due this month, by part; >= 0 */
struct receipts {
    const struct contract *of;
    const money *total;
    const money *gain;
    const money *loss;
};

/* What a term may know of its contract's ending before its dates.
 *   ended     bit mask over lanes: it ends early
 *   pipeline  of these, those in which it goes on to pay what people achieve who started by then
 *   capital   of these, those in which it repays investors' capital instead of waiting for what is still to be measured
 *   last      [LANES]: its last month of service where it ends early */
struct term_ending {
    uint64_t ended, pipeline, capital;
    int last[LANES];
};

/* What happened, as one term of one contract may see it.
 *   month      the month t
 *   year       contract year of t, from 0
 *   horizon    last month walked, also past the scheme's end
 *   last_claim last month in which what is earned is payable
 *   starts, outcomes[k], in_service[month grid]  counts that this contract counts (window, verified); they hold all
 *              providers of the scheme, of which the contract counts contract->part[]; in_service only for kinds that
 *              counts_service
 *   referrals  those given to each provider, in the contract's dates or not
 *   true_outcomes[k]  the same before thinning by `verified`
 *   billed_starts, billed[k], billed_in_service  the same as starts, outcomes[k] and in_service, as prices apply to
 *              them: an outcome counts for its level (distance travelled), and clients coded as another group stand in
 *              that group. Thresholds, tiers, ratios and volumes go by starts, outcomes and in_service: true groups, and
 *              achievers whatever their level. Where there are neither levels nor such coding they are the same grids
 *   by_delay[k]  of outcomes that some term needs_delays: what of true_outcomes[k] occurred in month t, d months after
 *              its parent, as "month" delay_month(view, t, d) of the grid
 *   without[k] of outcomes that some term needs_deadweight: how many were to be expected without the service
 *   q          q[quantity][LANES]: the path's value of every quantity (money in pence)
 *   whole      lanes whose counts are whole (a simulated path); false for plan and expected case
 *   state      kind->state arrays of LANES doubles, zero at the path's start, kept from month to month
 *   measured   kind->measurements results, filled up to this month
 *   receipts   for kinds with a source
 *   after      [month * LANES + lane] what this term gained after all conditions; only where keeps_after
 *   late_lanes [month]: lanes, in bits, in which what was accepted in the month was paid late_months late; NULL: never. Known
 *              of months up to this one
 *   price_index[LANES]  of the term in the month's contract year, from price_index_of_year() in scheme/term/price.h
 *   ending     how the contract ends before its dates; NULL: in no lane */
struct term_view {
    const struct scheme *scheme;
    const struct contract *contract;
    const struct term *term;
    int month;
    int year;
    int horizon;
    int last_claim;
    bool whole;
    struct count_grid starts;
    struct count_grid referrals;
    const struct count_grid *outcomes;
    const struct count_grid *true_outcomes;
    const struct count_grid *by_delay;
    const struct count_grid *without;
    struct count_grid in_service;
    struct count_grid billed_starts;
    const struct count_grid *billed;
    struct count_grid billed_in_service;
    const double (*q)[LANES];
    double (*state)[LANES];
    const struct measured *measured;
    const struct receipts *receipts;
    const money *after;
    const uint64_t *late_lanes;
    int late_months;
    const double *price_index;
    const struct term_ending *ending;
};

/* The last month of service in a lane, given that of the contract's or term's dates. */
static inline int last_in_lane(const struct term_view *view, int last, int lane) {
    bool ended = view->ending && view->ending->ended >> lane & 1;
    return ended && view->ending->last[lane] < last ? view->ending->last[lane] : last;
}

/* Where month t and delay d stand in a grid of term_view.by_delay. */
static inline int delay_month(const struct term_view *view, int month, int delay) {
    return delay * (view->horizon + 1) + month;
}

/* What a term has earned in a month, over lanes, in real pence; the engine rounds `gain` and `loss` once each.
 *   gain, loss   both >= 0; a loss is a negative entitlement of its own
 *   weight       [(part * n_groups + group) * LANES + lane]: how gain is split over the contract's parts and groups:
 *                counted results at base price. A kind that cannot tell groups apart puts a part's weight in group 0.
 *   loss_weight  the same for loss. Both are zeroed before the call; a split whose weights are all 0 is equal
 *   by_starts    gain and loss are split by starts in the term's window to date instead: starts of months window_from to the
 *                lesser of window_to and the month */
struct entitlement {
    double gain[LANES];
    double loss[LANES];
    double *weight;
    double *loss_weight;
    bool by_starts;
    int window_from, window_to;
};

/* Money paid on account (an advance), which is no entitlement.
 *   month    in which it is paid
 *   amount   quantity, pence
 *   recover  share of each later payment of the contract that is kept back until it is repaid */
struct advance_plan {
    int month;
    int amount;
    double recover;
};

/* Bytes of a finding's label: "1", "2", ... or "pooled". */
#define FINDING_LABEL 16

/* What an evaluator's measurement came to, over lanes, for the reports.
 *   reduction       the measured reduction R; 0 in lanes that are not defined
 *   at_true_effect  pence that would have been earned had R been the true effect: luck left out
 *   defined         bit mask over lanes: somebody was measured, and the result is known
 *   triggered       bit mask over lanes: the test was passed */
struct finding {
    double reduction[LANES];
    double at_true_effect[LANES];
    uint64_t defined, triggered;
};

struct live;
struct live_earned;
struct live_advance;

struct term_kind {
    const char *pay;                 /* the word in the configuration */
    const char *help;                /* one line */
    const struct param_table *table; /* its parameters; size is that of its settings */
    /* Validates settings against the scheme, when the dates, parties and parts of all contracts are known; adds errors
     * to diag. May be NULL. */
    void (*check)(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag);
    /* What is earned in view->month. `out` is zeroed before. NULL: it earns nothing (an advance). */
    void (*earn)(const struct term_view *view, struct entitlement *out);
    /* What is certain to be earned in a month (any month, not only the view's) whatever the clients do (blocks): adds
     * real pence to amount[LANES]; NULL: it depends on clients. */
    void (*scheduled)(const struct term_view *view, int month, double amount[LANES]);
    /* The contract whose receipts it passes on, or NONE. NULL: it passes nothing on. when_due: at the month in which
     * the upper amount is due instead of when it is received. */
    int (*source)(const struct term *t, bool *when_due);
    /* The last month in which it earns what was complete when service ended in month `last`, at least `last`; it looks at
     * view->ending itself and earns nothing for what was not. NULL: after the last month of service it earns nothing. */
    int (*completes)(const struct term *t, const struct contract *c, int last);
    /* Measurements it needs: returns how many; fills plan[0 ... n - 1] when plan is not NULL. NULL: none. */
    int (*measurements)(const struct scheme *s, const struct contract *c, const struct term *t,
                        struct measurement_plan *plan);
    /* The quantity of the effect that is measured, which is the programme's success: NULL: it measures none. */
    int *(*effect)(struct term *t);
    /* How many arrays of state over lanes it keeps. NULL: none. */
    int (*state)(const struct scheme *s, const struct term *t);
    /* The lanes, in bits, in which a threshold or the last tier has been reached by the end of the view's month and still
     * holds in the month after. NULL: there is none. */
    uint64_t (*spent)(const struct term_view *view);
    /* Whether it needs the outcome's counts by delay (outcome->keep_delays). NULL: no. */
    bool (*needs_delays)(const struct term *t, int outcome);
    /* Whether it needs the outcomes to be expected without the service. NULL: no. */
    bool (*needs_deadweight)(const struct term *t, int outcome);
    bool counts_service; /* it looks at clients in service */
    /* How many findings it reports. NULL: none. finding_label says what the i-th is called. */
    int (*findings)(const struct term *t);
    void (*finding_label)(const struct term *t, int i, char label[FINDING_LABEL]);
    /* The i-th finding, 0 ... findings - 1, as far as it is known in view->month. */
    void (*finding)(const struct term_view *view, int i, struct finding *out);
    /* What is paid on account; returns whether anything is. NULL: nothing. */
    bool (*on_account)(const struct contract *c, const struct term *t, struct advance_plan *plan);
    bool at_once; /* it has no claim cycle: earned, accepted and due in one month (share, advance) */
    /* Whether it looks back at what it gained after conditions. NULL: no. */
    bool (*keeps_after)(const struct term *t);
    bool results; /* results money: outcome, cohort, band, pool (multiplied by at_risk, attribution, ...) */
    bool fixed;   /* money that does not depend on results: a block (multiplied by what is not at risk) */
    /* Writes the formulas of `earn` (scheme/live.h). NULL where earn is. */
    void (*live)(const struct live *l, struct live_earned *out);
    /* The same of what is paid on account. */
    void (*live_on_account)(const struct live *l, struct live_advance *out);
    /* The formulas of `completes`: a line, given that of the last month of service. NULL where completes is. */
    int (*live_completes)(const struct live *l, int last);
    /* How the term reads in a report: "pays £1,500 for each start". */
    void (*words)(const struct scheme *s, const struct contract *c, const struct term *t, struct text_buf *out);
};

/* All mechanisms, NULL-ended: the only other place that changes when one is added. */
extern const struct term_kind *const term_kinds[];

/* Whether a results term, or some such term of the contract, pays for an outcome of a group (NONE: of any). */
bool term_pays_for(const struct term *t, int outcome, int group);
bool contract_pays_for(const struct contract *c, int outcome, int group);

/* The kind whose `pay` is the word, or NULL. */
const struct term_kind *term_kind_find(const char *pay);

#endif
