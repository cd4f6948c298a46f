/* The scheme: what a configuration says, resolved and validated.
 *
 * A const tree of plain structs. The reader fills the members that are settings (their tables stand beside the
 * sections: party.c, group.c, ...); scheme_resolve() validates them together and fills the members under "derived".
 * After that code trusts it: every index is in range, contracts are in paying order, no amount can overflow.
 *
 * Conventions. An index of something that is not there is NONE. Months are numbered 1 ... months; arrays by month have
 * months + 1 places and place 0 is the opening. Quantities are numbered in scheme->quantities and everything uncertain
 * refers to one by its number, plain numbers too, so that the engine finds every number in one array over lanes.
 * Quantities of money have their values in pence. All memory belongs to scheme->arena. */
#ifndef SIBYL_SCHEME_SCHEME_H
#define SIBYL_SCHEME_SCHEME_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/diag.h"
#include "base/money.h"
#include "base/status.h"
#include "scheme/values.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- Factors, groups, outcomes ---- */

enum factor_process { FACTOR_CONSTANT, FACTOR_AR1 };
struct shift {
    int from, to;
    double by;
};
struct factor {
    struct place place;
    const char *name;
    int process;
    double persistence;
    double shift;
    LIST_OF(struct shift) shifts;
};

/* What a provider may do when payment rewards it (scheme/behaviour.h): quantities, NONE where left out. */
struct behaviour {
    struct place place;
    bool given;
    int creaming; /* share of hard referrals rejected */
    int parking, parked_cost,
        parked_effect;       /* share of hard cases parked, and what is left of their costs and success */
    int upcoding, detection; /* share of results coded as another group's, and of those found */
    int slackening;          /* share of success lost once no more is paid */
};

/* Clients go where results are better: weights times exp(strength (s_i - s)), s_i outcomes per start of 12 months. */
struct choice {
    bool given;
    int strength; /* quantity */
    int outcome;
};
enum referral_process { REFERRAL_FIXED, REFERRAL_POISSON, REFERRAL_NEGBIN };
struct group {
    struct place place;
    const char *name;
    struct series referrals;
    int process;       /* enum referral_process */
    int dispersion;    /* quantity: size r of the negative binomial, 0 = Poisson */
    int volume;        /* quantity: multiplies the referrals */
    int engage;        /* quantity: probability that a referral starts */
    int engage_factor; /* factor that engagement loads on, or NONE */
    double engage_loading, engage_provider_loading;
    struct delay wait;
    int in_service;
    double complexity;
    int coded_as; /* group that its results may be billed as, or NONE */
    struct choice choice;
};

struct outcome_value {
    bool given;
    int amount;      /* quantity, pence: saving per additional outcome */
    double cashable; /* share of it that can be taken out of a budget */
    int to;          /* party that saves, or NONE */
    struct numbers years;
};
#define LEVELS_MAX 100 /* of one outcome */
/* A degree of achievement, 0 to 1, with the probability by group that who achieves the outcome gets to it. */
struct level {
    struct place place;
    double level;
    struct by_group probability;
};
struct outcome {
    struct place place;
    const char *name;
    int after; /* outcome, or START */
    const char *branch;
    struct by_group probability;
    struct delay delay;
    int factor;
    double loading, provider_loading;
    struct by_group deadweight;
    bool leaves, reverses;
    int otherwise; /* the outcome of the rest of this branch, or NONE */
    struct outcome_value value;
    LIST_OF(struct level) levels; /* rising; empty: whoever achieves it achieves all of it */
    /* derived */
    bool is_rest;     /* it is some branch's `otherwise` */
    bool keep_delays; /* somebody needs its counts by the parent's month (a clawback) */
    int delay_eras;   /* of those who started in eras 0 ... delay_eras - 1 */
    int delays;       /* delays that there can be: the law's, put off by the longest gap */
};
/* Outcomes with the same parent and branch exclude each other and are drawn together: one multinomial.
 *   member  n outcomes with a probability of their own, in configuration order
 *   rest    the outcome of those left over, or NONE */
struct fork {
    int after;
    int n;
    int *member;
    int rest;
};

/* ---- Parties ---- */

enum party_kind {
    PARTY_COMMISSIONER,
    PARTY_SPV,
    PARTY_PRIME,
    PARTY_PROVIDER,
    PARTY_INVESTOR,
    PARTY_LENDER,
    PARTY_GUARANTOR,
    PARTY_ASSESSOR,
    PARTY_KINDS
};
enum pays_first { PAYS_COSTS_FIRST, PAYS_SUPPLY_CHAIN_FIRST };
enum paid { PAID_DEFAULT, PAID_BEFORE, PAID_AFTER };
/* A cost, or a source of other income. One of the five bases is given; monthly may be anything by month.
 * A cost in month t is amount * (1 + growth)^floor((t-1)/12) * (1 + vat), rounded once, from `from` to `to`. */
struct cost {
    struct place place;
    const char *name;
    struct series monthly;
    struct by_group per_referral, per_start, per_client_month, per_outcome;
    int outcome; /* of per_outcome, or NONE */
    int growth;  /* quantity */
    double vat;
    int from, to; /* to = 0: month M */
    int paid;     /* enum paid */
    struct refs funds;
    int fund;     /* of other income: where it goes; fund 0 is general */
    int contract; /* the contract for whose sake it is spent (or comes in), or NONE */
};
/* Staff who do not vanish when clients do not come (rules: planned, hire_ahead, notice, min). */
struct workers {
    struct place place;
    struct series planned;
    int cost; /* quantity: pence a month each */
    int caseload;
    int min;
    int hire_ahead, notice;
    int redundancy, recruit; /* quantities, pence each */
    int growth;              /* quantity */
    double vat;
    int paid; /* enum paid; default before */
    bool flexible;
    struct refs funds;
    int contract; /* the contract for whose sake they are there, or NONE */
};
struct opening_fund {
    int fund;
    money amount;
};
struct overdraft {
    bool given;
    money limit;
    int rate; /* quantity */
};
struct reserves_policy {
    bool given;
    double months;
    money amount;
};
/* How likely trouble may be, within which a verdict on a provider is "affordable": of running out of cash, of a loan's
 * instalment more than 30 days late, of reserves below the policy. */
struct tolerance {
    double liquidity, repayment, reserves;
};
struct party {
    struct place place;
    const char *name;
    int kind;         /* enum party_kind */
    int opening_cash; /* quantity, pence */
    LIST_OF(struct opening_fund) opening_funds;
    money cash_floor;
    struct reserves_policy reserves_policy;
    struct overdraft overdraft;
    bool budget_given;
    money budget; /* a financial year, of a commissioner */
    money minimum_cash, closure_cost;
    struct tolerance tolerance;
    bool discount_rate_given;
    double discount_rate;
    int collect;           /* quantity: share collected of what it is owed when it fails */
    int clients_move, gap; /* quantity: probability that a client moves when it fails; months until it is served */
    int grace, pays_first; /* months; enum pays_first */
    LIST_OF(struct cost) costs;
    LIST_OF(struct cost) other_income;
    LIST_OF(struct workers) workers;
    struct by_group serves; /* weights; given: the party is a provider of service */
    double capacity;        /* clients in service; infinite when left out */
    struct by_outcome effectiveness;
    int local_effect;        /* quantity */
    struct by_year learning; /* what success is multiplied by in its first year of service, its second, ... */
    int none;                /* quantity: probability that it never gets a referral */
    struct behaviour behaviour;
    /* derived */
    const struct behaviour *behaves; /* its own behaviour, or the scheme's; NULL: it does none of it */
    struct refs places;              /* quantities: local effects of the contracts that count it */
    int service_from;                /* its first month of service under any contract that counts it; 0: none does */
    int provider;                    /* its number among the providers of service, or NONE */
    bool always_pays;                /* commissioners, investors, lenders, guarantors */
    bool settles;                    /* it has a ledger: every party but those that only put in or lend money */
    bool idle;                       /* it delivers no service: what it would do is left out (scheme_without_work) */
    int n_funds; /* funds 0 ... n_funds - 1 of the scheme that it can hold: all of them (fund 0 general) */
};

/* ---- Contracts ---- */

struct payer_share {
    int party;
    double share;
};
/* Why a contract ends before its dates. */
enum ending_reason {
    ENDING_CLOSURE,     /* the payer ends the scheme */
    ENDING_RENEWAL,     /* it is not renewed */
    ENDING_PERFORMANCE, /* below minimum performance */
    ENDING_REVIEW,      /* the commissioner's review: results were too low */
    ENDING_INVESTOR,    /* the investors' option to stop */
    ENDING_DEFAULT,     /* a party to it failed */
    ENDING_ABOVE,       /* the contract above it ended, for whose work it exists */
    ENDING_REASONS
};
/* What is paid when it does: what is earned to the last month of service; also what the people achieve who started by
 * then; or also what investors have outstanding. */
enum termination_pays { TERMINATION_ACHIEVED, TERMINATION_PIPELINE, TERMINATION_CAPITAL };
/* Termination terms.
 *   notice  months from the decision to the last month of service
 *   share   of the principal drawn and unrepaid that `capital` pays (NOT_GIVEN: 1) */
struct termination {
    bool given;
    int notice;
    int pays; /* enum termination_pays */
    double share;
};
/* It goes on after every `every` months with a probability. */
struct renewal {
    bool given;
    int every;
    int probability; /* quantity */
};
/* At the end of a month it ends if count / per, both from month 1 on, is below a ratio. */
enum review_by { REVIEW_BY_COMMISSIONER, REVIEW_BY_INVESTOR };
struct review {
    struct place place;
    int month;
    int count, per; /* outcomes, or START */
    double below;
    int by; /* enum review_by */
};
struct term_kind;
struct term {
    struct place place;
    const struct term_kind *kind;
    void *settings; /* the kind's own struct */
    struct claim claim;
    int lag; /* NONE: not given */
    struct late late;
    /* derived */
    int contract;  /* its contract */
    int number;    /* its place in that contract */
    int *claimed;  /* [month]: month in which what is earned in the month is claimed; 0: not payable */
    int *accepted; /* [month] */
    int *due;      /* [month]; months past the end are kept as they are */
};
struct contract {
    struct place place;
    const char *name;
    int payer; /* party; the first of `payers` where there are several */
    LIST_OF(struct payer_share) payers;
    int payee;
    int from, to;   /* months of service; to = 0: month M */
    int last_start; /* 0: to */
    int last_claim; /* 0: month M */
    struct claim claim;
    int lag;            /* NONE: not given */
    struct refs counts; /* parties; empty: the payee's subtree */
    int indexation;     /* quantity, a year */
    /* [condition]: settings of each condition of the list that it has, else NULL; the whole NULL: it has none */
    void **condition;
    int closure; /* quantity: probability a year that the payer ends it */
    struct renewal renewal;
    LIST_OF(struct review) review;
    struct termination termination, default_termination;
    LIST_OF(struct term) terms;
    int local_effect; /* quantity, or NONE */
    /* derived */
    unsigned endings; /* bits 1 << enum ending_reason: why it may end early */
    bool last_claim_given;
    int n_parts;             /* providers that it counts */
    int *part;               /* [n_parts]: provider numbers, in configuration order */
    int first_era, last_era; /* eras of starts inside from ... last_start */
    int accepted;            /* quantity: probability that a result is accepted; NONE: all are */
    bool passes;             /* some contract's term takes from what is received under it */
    int last_due;            /* the last month in which anything can fall due */
    bool without;            /* nothing is earned under it: it is left out (scheme_without_work) */
    int n_years;             /* contract years begun by month M */
};

/* ---- Bonds and loans ---- */

enum draw_order { DRAW_JUNIOR_FIRST, DRAW_PRO_RATA };
enum fee_base { FEE_OF_COMMITTED, FEE_OF_DRAWN, FEE_OF_RECEIPTS };
enum tranche_interest { INTEREST_COMPOUND, INTEREST_SIMPLE };
/* A table of a counted ratio to date, count over per (outcomes, or START), looked up in steps or a line; at least floor
 * up to the month floor_until (0: to the end). */
struct ratio_table {
    bool given;
    int count, per;
    LIST_OF(struct step) steps;
    LIST_OF(struct step) line;
    double floor;
    int floor_until;
};
/* A rate a year: a quantity, or (where by.given) a table of results. */
struct coupon {
    int quantity;
    struct ratio_table by;
};
struct tranche {
    struct place place;
    const char *name;
    int investor; /* party */
    money principal;
    struct coupon coupon;
    int interest; /* enum tranche_interest */
    int rank;     /* 0: by order of listing */
    double residual;
    bool grant; /* a first loss that is never repaid, and drawn first */
    bool catch_up_given;
    double catch_up; /* share that the next rank takes of what follows this one's preferred return */
    struct ratio_table capital;
    int every;    /* months between payments of a coupon by results; 0: once, at maturity */
    int maturity; /* month from which principal is paid; 0: as soon as there is money */
    bool irr_cap_given;
    double irr_cap;
    bool hurdle_given;
    double hurdle;
};
struct bond_fee {
    struct place place;
    int to; /* party */
    money amount;
    double rate;
    int of; /* enum fee_base */
    int every, from, until;
    int rank; /* 0: paid like a contract payment */
};
enum guarantee_when { GUARANTEE_AFTER, GUARANTEE_BEFORE };
struct guarantee {
    bool given;
    int guarantor;
    struct refs tranche; /* tranches covered */
    double cover;
    bool limit_given;
    money limit;
    int when; /* enum guarantee_when */
};
/* A step of the waterfall: a kind, and the tranches (or fees) that it pays. rank: of fees that have one, else 0. */
struct step_kind;
struct waterfall_step {
    const struct step_kind *kind;
    struct refs items;
    int rank;
    const char *words; /* what it pays: "interest of senior" */
};
struct bond {
    struct place place;
    int spv; /* party */
    struct drawdown drawdown;
    int draw_every, draw_ahead;
    int draw_order; /* enum draw_order */
    int distribute_every;
    int retain; /* months; NONE: to the end of delivery */
    bool recycle;
    bool revolving;
    bool hurdle_given;
    double hurdle;
    LIST_OF(struct tranche) tranches;
    LIST_OF(struct bond_fee) fees;
    struct guarantee guarantee;
    int excess_to; /* party, or NONE */
    LIST_OF(struct review) review;
    LIST_OF(const char *) waterfall; /* its order as it is written; empty: the usual one */
    /* derived */
    money committed;
    int n_ranks;
    LIST_OF(struct waterfall_step) steps; /* the order, in full */
    int delivery_end;                     /* last month of service of the contracts that the spv pays */
};

/* How interest counts days: a twelfth of a year a month; real days over 365 or 360; months of 30 days over 360. */
enum day_count { DAYS_MONTHLY, DAYS_ACT_365, DAYS_ACT_360, DAYS_30_360 };
enum holiday_interest { HOLIDAY_PAID, HOLIDAY_ADDED };
struct loan_fee {
    bool given;
    double rate;
    bool added;
};
struct holiday {
    int months;
    int interest; /* enum holiday_interest */
};
/* What the borrower promises beside paying, tested every `test` months from the loan's first on. */
struct covenants {
    bool given;
    money min_cash; /* general cash at the month's close */
    bool min_cash_given;
    double min_dscr;
    bool min_dscr_given;
    int test;
};
struct repayment;
/* Money lent to a party. Its grant part is never owed and bears neither fee nor interest. */
struct loan {
    struct place place;
    const char *name;
    int lender, borrower; /* parties */
    money principal;      /* lent in all, the grant part included; of a revolving loan its limit */
    money maximum;        /* the most that the lender offers, counted as the principal is; below 0: not given */
    struct drawdown drawdown;
    int rate;      /* quantity, a year; NONE: it bears none */
    int day_count; /* enum day_count */
    struct loan_fee fee;
    double grant; /* share of what is drawn */
    int term;     /* months from the first draw to the last payment date; 0: not given */
    int every;    /* months between payment dates */
    struct holiday holiday;
    const struct repayment *repayment; /* its form */
    void *settings;                    /* the form's own struct */
    int default_after;
    double default_margin;
    struct covenants covenants;
    bool accelerate, secured, balance_at_end;
    /* derived */
    money owed;          /* what is owed of the principal once all is drawn: less the grant part */
    money fee_amount;    /* charged when the loan opens */
    int first, last;     /* month in which it opens, and month of its last payment date */
    int first_principal; /* month in which principal first falls due; NEVER_DUE: not by a fixed date */
    int *dates_left;     /* [month]: payment dates from this month on if it is one, else 0 */
    double *days;        /* [month]: days (months, under DAYS_MONTHLY) for which it bears interest */
    bool without;        /* it is not lent (scheme_without_loan) */
    double days_a_year;
};

/* ---- The whole ---- */

/* An instruction of the file's `scenarios`: a path and the value to put there, as written. */
struct override {
    const char *path;
    const char *value;
};
/* Where a plain number comes from, as the file's `sources` says; the reader joins it to the inputs. */
struct sourced {
    struct place place;
    const char *path;
    const char *source;
    const char *note;
    bool assumed;
};
struct scenario {
    struct place place;
    const char *name;
    LIST_OF(struct override) set;
};

/* A file of the configuration as it was read.
 *   name   relative to the folder of the configuration, whose own name has no folder
 *   bytes  length of them, and a zero */
struct config_file {
    const char *name;
    const char *bytes;
    size_t length;
};

struct scheme {
    struct arena arena;
    struct place place;
    const char *title;
    const char *author, *purpose; /* NULL: not given */
    const char *currency;
    const char *symbol; /* derived: "£" for GBP, else the code and a space */
    struct month_of_year start;
    int months;
    double inflation;
    bool discount_rate_given;
    double discount_rate;
    int year_start;
    bool truncate;
    int64_t paths;
    uint64_t seed;

    LIST_OF(struct factor) factors;
    LIST_OF(struct numbers) correlation; /* rows; empty: independent */
    LIST_OF(struct group) groups;
    LIST_OF(struct outcome) outcomes;
    LIST_OF(struct party) parties;
    LIST_OF(struct contract) contracts;
    LIST_OF(struct bond) bonds;
    LIST_OF(struct loan) loans;
    struct behaviour behaviour; /* of providers that say nothing of their own */
    LIST_OF(struct scenario) scenarios;
    LIST_OF(struct sourced) sources;
    LIST_OF(struct quantity) quantities;
    LIST_OF(struct input) inputs;
    LIST_OF(const char *) funds;        /* names; items[0] is "general" */
    const char *config_sha256;          /* of the file with all that it includes, and the overrides */
    LIST_OF(struct override) overrides; /* those of its scenario, then those of the command line, in order */
    LIST_OF(struct config_file) files;  /* the configuration, then each that it includes or reads numbers from */
    const char *scenario;               /* the scenario whose changes come first, or NULL */
    int n_scenario_overrides;           /* how many of the overrides are the scenario's */

    /* derived by scheme_resolve() */
    double nominal_rate;        /* what present values are discounted at, a year */
    double *correlation_factor; /* lower triangle, factors x factors; NULL: independent */
    LIST_OF(struct fork) forks; /* parents before children */
    int n_providers;
    int *provider_party;    /* [n_providers] */
    int n_eras;             /* spells of start months that contracts tell apart */
    int *era_of_month;      /* [month]: era of those who start in it */
    bool service_by_era;    /* some contract pays for clients in service, and not for those of all eras */
    const bool *subtree;    /* [outer * parties + inner]: inner stands in the subtree of outer, itself included */
    int *paying_order;      /* contracts: a contract after all whose payee is its payer */
    int *settlement_order;  /* parties, commissioners first, ties in configuration order */
    int n_years;            /* financial years touched by months 1 ... months */
    int *year_of_month;     /* [month]: 0 ... n_years - 1 */
    const char **year_name; /* "2013/14" */
};

/* Validates what was read and fills every derived member.
 *   s     a scheme whose settings have been read; changed in place
 *   diag  receives every fault, each with file, line and path, and notes
 * Returns SIBYL_OK, SIBYL_ERR_INPUT when diag holds errors, SIBYL_ERR_NO_MEMORY. */
MUST_CHECK status scheme_resolve(struct scheme *s, struct diag *diag);

/* Frees a scheme and all that belongs to it; safe on a zeroed one. */
void scheme_free(struct scheme *s);

/* The top table of the configuration, from which the reader, the reference of keys and the help walk everything, and
 * the keys that every term may have beside `pay` and its kind's own (they fill struct term). */
extern const struct param_table scheme_table;
extern const struct param_table term_table;

/* What would be if a party had no work: every contract in which it is the payee, or pays others for the same work, earns
 * nothing, those who then have no contract deliver no service, and what is spent for the sake of such a contract
 * (`contract` of a cost, of staff, of other income) is not spent. And what would be if a loan were not lent. Both are
 * told to a resolved scheme before it is run. */
void scheme_without_work(struct scheme *s, int party);
void scheme_without_loan(struct scheme *s, int loan);

/* Whether party `inner` stands in the subtree of `outer` in the contract tree (itself included). */
bool scheme_in_subtree(const struct scheme *s, int outer, int inner);

/* The contracts that a party pays under, in the order of the configuration: one step down the contract tree.
 *   contracts  receives their numbers; room for all contracts. Returns how many there are. */
int scheme_children(const struct scheme *s, int party, int *contracts);

/* Whether a party stands at the top of the contract tree: it pays under some contract, and nobody pays it. */
bool scheme_is_root(const struct scheme *s, int party);

/* Number of the stream of random numbers of a source of uncertainty: FNV-1a-32 of its path in the configuration and of
 * up to two names (NULL: none), joined by points: "outcomes.restored.Harbour.opiate". Sources are named by the path of a
 * factor, a group, an outcome, a provider of service, a contract, a term or a quantity; of groups and outcomes also by
 * provider and by provider and group; of contracts also by outcome. scheme_resolve() refuses two of the same number. */
uint32_t scheme_stream(const char *path, const char *then, const char *last);

/* Whether a contract below exists for work of the one above: they count the same provider, or the one below counts none. */
bool contracts_share_work(const struct contract *above, const struct contract *below);

/* Whether a party pays under a contract, alone or with others. */
bool contract_is_paid_by(const struct contract *c, int party);

/* The term's claim cycle: its own, else its contract's, else { 1; 0; 0 }. */
struct claim term_claim(const struct contract *c, const struct term *t);

/* Claim, acceptance and due month of what is earned in `month` (1 or later, also past the scheme's end) under a term,
 * when the long stop is last_claim; returns false when it is not payable. */
bool term_cycle(const struct scheme *s, const struct contract *c, const struct term *t, int month, int last_claim,
                int *claimed, int *accepted, int *due);

#endif
