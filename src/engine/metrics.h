/* Metrics: what is reported of every path, as tables of definitions (model 8; interface: the table of metrics).
 *
 * A definition says its name, unit, the side that hurts and how its value is read off a block that has been walked to the
 * end. A section (commissioner, investor, provider, clients) lists which definitions apply to whom. A monthly series is
 * defined alike and read off at each month's end. */
#ifndef SIBYL_ENGINE_METRICS_H
#define SIBYL_ENGINE_METRICS_H

#include "engine/books.h"
#include "engine/deadweight.h"
#include <sibyl/results.h>

/* Units of recorded values: what one recorded unit is worth. Records are whole numbers. */
enum record_unit {
    RECORD_MONEY,
    RECORD_RATE,
    RECORD_RATIO,
    RECORD_SHARE,
    RECORD_FLAG,
    RECORD_MONTH,
    RECORD_YEARS,
    RECORD_COUNT,
    RECORD_UNITS
};

/* A walked block, as definitions see it. weights: see struct metric_sums. */
struct walk {
    const struct scheme *scheme;
    const struct block *block;
    const struct draws *draws;
    const struct clients *clients;
    const struct evaluation *evaluation;
    struct books *books;
    const struct metric_sums *sums;
    bool shadowed; /* what parties that failed would have needed has been worked out */
};

/* Sums over months that several metrics share.
 *   payments_pv, costs_pv  [party][lane]: present values of what commissioners paid and spent
 *   year_payments          [party * n_years + year]
 *   outcome                [(k * n_providers + p) * n_groups + g][lane]: outcomes to the end; starts, referrals alike
 *   unserved               [g][lane]
 *   rejected, parked       as starts: referrals rejected, starts parked; joined: people who came from who has failed
 *   levels                 as outcome, of outcomes with levels: what they were achieved to, summed
 *   additional             [k * n_providers * n_groups + ...][lane]: outcomes less deadweight
 *   saved                  [k][lane]: pence, present value of savings by additional outcomes */
struct metric_sums {
    double (*payments_pv)[LANES], (*costs_pv)[LANES];
    lane_money *year_payments;
    double (*outcome)[LANES], (*starts)[LANES], (*referrals)[LANES], (*unserved)[LANES], (*additional)[LANES],
        (*levels)[LANES];
    double (*rejected)[LANES], (*parked)[LANES], (*joined)[LANES];
    double (*saved)[LANES];
    double *flows;             /* scratch: [2 * months + 1][LANES] */
    double *flow;              /* scratch: [months + 1] */
    double *roots;             /* scratch: [flows_scratch(2 * months + 1)] */
    double *dated, *dated_day; /* scratch: [2 * months]: flows that are not zero, and when they are */
    double *day;               /* [2 * months]: when these are, in years of 365 days from the first day of month 1 */
    double *discount;          /* [party * (months + 1) + month]: discount factor of the month's end */
};

/* What months' outcomes count for: made once a run, then const.
 *   plain   each one alike; saved, weight  [outcome]: by the present value of what it saves; NULL where it saves nothing */
struct weighings {
    const struct scheme *scheme;
    struct arena arena;
    struct deadweight plain;
    struct deadweight *saved;
    double **weight;
};
MUST_CHECK status weighings_init(struct weighings *w, const struct scheme *s);
void weighings_free(struct weighings *w);

/* What a ratio divides by: nothing, or the count over all clients of the outcome (additional ones) that `a` names. Its mean is
 * then the ratio of the mean flows. */
enum per { PER_NOTHING, PER_OUTCOME, PER_ADDITIONAL };

struct metric_ref;
struct metric_def {
    const char *name;
    enum record_unit unit;
    enum hurts hurts;
    bool probability;
    enum per per;
    const char *help;
    /* Fills out[lane] with whole recorded units and returns the lanes in which it is defined. */
    uint64_t (*value)(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]);
};

/* One metric of one party: a and b are the definition's own (a tranche, a contract, a year ...). */
struct metric_ref {
    const struct metric_def *def;
    int party; /* NONE: all clients */
    const char *of;
    int a, b;
    int numerator, denominator; /* of a ratio: places in the list */
};
struct metric_list {
    int n, room;
    struct metric_ref *items;
    struct arena *arena;
    bool failed; /* memory ran out while listing */
};

/* Adds a metric; returns its place. */
int metric_add(struct metric_list *list, struct metric_ref ref);
/* The same for one that is no ratio of two others; a and b are what its definition makes of them. */
int metric_add_plain(struct metric_list *list, const struct metric_def *def, int party, const char *of, int a, int b);
/* Text put together in the list's arena. */
const char *metric_text(struct metric_list *list, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Lists every metric of a scheme, section after section. Returns SIBYL_ERR_NO_MEMORY when there is no room. */
MUST_CHECK status metrics_list(const struct scheme *s, struct metric_list *list);
void metrics_list_commissioner(const struct scheme *s, int party, struct metric_list *list);
void metrics_list_investor(const struct scheme *s, int party, struct metric_list *list);
void metrics_list_spv(const struct scheme *s, int party, struct metric_list *list);
/* Of an spv that has a bond: sources, uses and the extra commitment. */
void metrics_list_vehicle(const struct scheme *s, int party, struct metric_list *list);
void metrics_list_provider(const struct scheme *s, int party, struct metric_list *list);
/* Of a commissioner, where providers behave (scheme/behaviour.h); else nothing. */
void metrics_list_behaviour(const struct scheme *s, int party, struct metric_list *list);
void metrics_list_clients(const struct scheme *s, struct metric_list *list);
/* Of any party that borrows or lends. */
void metrics_list_loans(const struct scheme *s, int party, struct metric_list *list);
void series_list_loans(const struct scheme *s, int party, struct metric_list *list);
/* Endings before their dates: of the contracts that a party pays under, and of an spv's bond. */
void metrics_list_endings(const struct scheme *s, int party, struct metric_list *list);

/* What a commissioner's section has of one contract that it pays under: payments and accruals in all and by term, caps and
 * the long stop; and of all its contracts together: accruals, in all and in a financial year. */
void metrics_list_contract(const struct scheme *s, int party, int contract, struct metric_list *list);
void metrics_list_accrued(int party, struct metric_list *list);
void metrics_list_accrued_year(const struct scheme *s, int party, int year, struct metric_list *list);
/* What of the outcomes that a commissioner pays for another payer pays for too. */
void metrics_list_twice(const struct scheme *s, int party, struct metric_list *list);
/* Whether a party is a payer of a contract. */
bool metric_pays(const struct scheme *s, int contract, int party);

/* Every monthly series of a scheme; values are read at the month's end. */
MUST_CHECK status series_list(const struct scheme *s, struct metric_list *list);

/* Recorded value of a real one: money is handed in pence; saturates; NaN is a broken promise. */
int64_t record_fixed(enum record_unit unit, double value);
/* The greatest real value that a record can hold: greater ones are recorded as this one. */
double record_most(enum record_unit unit);
/* The real value of a record: money in the main unit. */
double record_value(enum record_unit unit, double record);
/* The unit's name in results ("1/year"); currency for money. */
const char *record_unit_name(enum record_unit unit, const char *currency);

/* The sums: made once a worker, filled as a block is walked. */
MUST_CHECK status sums_init(struct metric_sums *sums, const struct scheme *s, struct arena *arena);
void sums_begin(struct metric_sums *sums, const struct scheme *s);
void sums_month(struct metric_sums *sums, const struct walk *w, int month);
void sums_end(struct metric_sums *sums, const struct walk *w, const struct weighings *by);

/* Surplus of a prime, provider or spv, and profit of an investor: what a tier gained (rules 85), in pence. */
void metric_surplus(const struct walk *w, int party, int64_t out[LANES]);
void metric_profit(const struct walk *w, int party, int64_t out[LANES]);
/* All entitlements accepted in favour of a party by the end. */
void metric_entitled(const struct walk *w, int party, int64_t out[LANES]);

/* Whether what a metric looks at stands, where the party failed, on the ledger of the same path without the failure (rule 77). */
bool metric_of_shadow(const struct metric_def *def);

/* The rate of return that a tranche's investor asks for (the tranche's own, else the bond's); false: none. */
bool metric_hurdle(const struct scheme *s, int bond, int tranche, double *hurdle);

/* What an investor's metric (its own, or of one tranche) is about, in one month: drawn at its start, returned at its end. */
void metric_flow_month(const struct walk *w, const struct metric_ref *r, int month, lane_money drawn_then,
                       lane_money back);

#endif
