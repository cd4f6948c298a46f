/* Questions built on a run: one path told, the value at which a metric meets a target, whether a provider can afford a
 * loan. */
#ifndef SIBYL_STUDY_H
#define SIBYL_STUDY_H

#include <sibyl/run.h>
#include <sibyl/scheme.h>
#include <sibyl/status.h>
#include <stdint.h>

struct story;
struct text_buf;

/* What questions are asked of: a configuration, one of the scenarios that it names (or NULL), and changes to it. */
struct study_source {
    const char *file;
    const char *scenario;
    const struct setting_override *overrides;
    int n_overrides;
};

/* Opens a configuration as scheme_open() does, with the changes of its scenario first. Of a scenario that it does not
 * name diag holds the fault. */
status study_open(const struct study_source *source, struct diag *diag, struct scheme **scheme);

/* An estimate with its sampling error.
 *   defined    it exists on some path
 *   low, high  its 95 % interval: of a mean by its standard error, of a probability Wilson's, of a quantile by the
 *              order statistics; both equal to value where nothing is uncertain, or where the run is one path */
struct estimate {
    bool defined;
    double value, low, high;
};

/* ---- Solve ---- */

/* At what value of a setting a metric meets a target.
 *   source, run  what is run, and how (paths, seed, threads, stop); every run has the same random numbers
 *   vary         path of the setting
 *   metric, level  its heading (PARTY/OF/NAME or PARTY/NAME), and the quantile, in (0, 1), or NAN: the mean
 *   target       in the metric's unit
 *   between      low and high are given, in the setting's unit; else from 0 (or the least allowed) to four times what the
 *                file says, or 1 where the setting is a share
 *   progress     called after each run with the number of runs so far and how many there may be (may be NULL) */
struct solve_request {
    struct study_source source;
    struct run_options run;
    const char *vary, *metric;
    double level, target;
    bool between;
    double low, high;
    void (*progress)(void *user, int64_t runs, int64_t all);
    void *user;
};

/* What the metric comes to at one value of the setting, with its 95 % interval of sampling error. */
struct solve_point {
    double at;
    double value, low, high;
};

/* Where the target is met.
 *   at, to     the value; or, of a stretch on which the target is met all along, its ends
 *   low, high  between them the true value lies as far as sampling error goes (95 %); low_open, high_open: it may also lie
 *              beyond, the range having ended there
 *   there      the metric at `at`; of a whole-numbered setting `next` is the other of the two neighbours between which the
 *              target is crossed, has_next saying so */
struct solve_root {
    double at, to;
    double low, high;
    bool low_open, high_open;
    struct solve_point there;
    bool has_next;
    struct solve_point next;
};

#define SOLVE_ROOTS_MOST 8
#define SOLVE_NAME 512

/*   from, to    where it was looked for, as far as the setting may go
 *   refused     why a value of the range was not looked at, which the setting may not have; "": it may have all
 *   n_roots     0: the target is not met between them
 *   least, most  the smallest and the greatest value of the metric that was seen
 *   runs        made
 *   whole       the setting takes whole numbers alone
 *   unit, metric_unit, symbol  of the setting (UNIT_* of base/param.h), of the metric, of the currency */
struct solve_answer {
    double from, to;
    char refused[SOLVE_NAME];
    int n_roots;
    struct solve_root root[SOLVE_ROOTS_MOST];
    struct solve_point least, most;
    int runs;
    int64_t paths;
    uint64_t seed;
    bool whole, metric_is_probability;
    char unit[32], metric_unit[32], symbol[16], currency[8];
};

/* Solves. Returns SIBYL_OK (also when the target is not met), SIBYL_ERR_INPUT (diag says why), or as run_simulate(). */
status study_solve(const struct solve_request *request, struct diag *diag, struct solve_answer *answer);

/* ---- Afford ---- */

/* The three tests of a verdict, each a probability of trouble at some time in the scheme's months. */
enum afford_test {
    TEST_LIQUIDITY, /* cash and undrawn overdraft below the cash floor */
    TEST_REPAYMENT, /* an instalment more than 30 days late */
    TEST_RESERVES,  /* free reserves below the policy */
    AFFORD_TESTS
};
enum afford_word { AFFORD_NOT_ASKED, AFFORD_YES, AFFORD_NO, AFFORD_CLOSE };

/* What a provider comes to in one scenario.
 *   run       there is such a scenario
 *   test      the probabilities; not defined where there is no loan, or no reserves policy
 *   lowest, lowest_bad  lowest cash: its median, and its 5 % point; low_month: median month of it (0: the opening)
 *   reserves_end, loan_cost  means: free reserves at the end; interest and fees
 *   first_below, months_below, depth  of the paths in which cash falls below its floor: medians of the first such month,
 *             of how many there are, and of the lowest cash
 *   stops         the probability that it becomes insolvent and stops trading
 *   lowest_mean   paired: mean of the lowest cash */
struct afford_case {
    bool run;
    struct estimate test[AFFORD_TESTS];
    struct estimate lowest, lowest_bad, low_month, lowest_mean;
    struct estimate reserves_end, loan_cost;
    struct estimate first_below, months_below, depth, stops;
};

/* How far an assumption can go before the verdict is another.
 *   what   in plain words; unit of assumed and flips: ""  a plain number
 *   found  false: it does not flip as far as it was looked */
enum afford_assumption { ASSUMED_REFERRALS, ASSUMED_SUCCESS, ASSUMED_LATER, AFFORD_ASSUMPTIONS };
struct afford_flip {
    bool asked, found;
    double assumed, flips, looked;
};

/* A term that could be asked for, with what it would do. */
#define AFFORD_TERMS 6
#define AFFORD_WORDS 240
struct afford_term {
    char what[AFFORD_WORDS];
    struct afford_case with;
};

/*   provider, loan      names; loan NULL: it borrows nothing
 *   today               without its contracts and the loan; contract: with them, without the loan; with_loan; best: with the
 *                       loan of the best size found; reference: with the loan, referrals halved, success at 0.7 of what is
 *                       assumed, payment three months later
 *   word, verdict       by test, and the worst of them
 *   principal, best_principal, fits_from, fits_to, looked_to  pounds: as the file says; the best, to the nearest size_step;
 *                       those around it within which all tests are passed (fits); of all sizes looked at, up to looked_to
 *                       (fits_open: the largest still passes); fixed: its size cannot be varied
 *   maximum             pounds: the most that the lender offers, 0: not known. fits_offered: the tests are still passed there;
 *                       maximum_binds: it is the best size, or no size passes: a larger loan might do better
 *   extra_cash          unrestricted cash that would have to be there at the start for the liquidity test to be passed
 *   referrals           expected a month while they come; contribution, break_even_volume, break_even_success as the metrics
 *   contract_end, loan_end, owed_then  month of the last contract payment and of the last instalment (it may be after the
 *                       scheme's last), and mean balance at the former of all the provider's n_loans
 *   own_costs           mean costs marked as being for the sake of a contract: today's case leaves them out */
struct affordability {
    const char *provider, *loan;
    int months, start_year, start_month;
    int64_t paths;
    uint64_t seed;
    char symbol[16];
    double tolerance[AFFORD_TESTS];
    struct afford_case today, contract, with_loan, best, reference;
    enum afford_word word[AFFORD_TESTS], verdict;
    bool fixed, fits, fits_open, fits_offered, maximum_binds;
    double principal, maximum, best_principal, fits_from, fits_to, looked_to, size_step;
    bool extra_found;
    double extra_cash;
    double referrals, starts;
    struct estimate contribution;
    bool has_break_even_volume, has_break_even_success;
    double break_even_volume, break_even_success;
    struct afford_flip flip[AFFORD_ASSUMPTIONS];
    int n_terms;
    struct afford_term term[AFFORD_TERMS];
    int contract_end, loan_end, n_loans;
    double owed_then;
    bool marked_costs, has_policy;
    int runs;
};

/* What is asked: of which provider, and which of its loans (NULL: its only one).
 *   progress  as of a solve */
struct afford_request {
    struct study_source source;
    struct run_options run;
    const char *provider, *loan;
    void (*progress)(void *user, int64_t runs, int64_t all);
    void *user;
};

/* Works out whether a provider can afford its contracts and a loan, from scenarios of which all have the same random
 * numbers. Names in the answer are the request's, or belong to *keep, which the caller closes with scheme_close().
 * Returns SIBYL_OK, SIBYL_ERR_INPUT (diag says why), or as run_simulate(). */
status study_afford(const struct afford_request *request, struct diag *diag, struct affordability *answer,
                    struct scheme **keep);

/* ---- Explain ---- */

/* The path that is worst for a party, by its lowest cash, else by its profit, its loss or what it pays.
 *   scheme, options  what is run, and how; `row` and `user` are not used
 *   party            name
 *   path, metric, value  the path (from 0), the metric that was looked at and what it comes to there
 * Returns SIBYL_OK, SIBYL_ERR_INPUT when no party has the name or nothing is measured of it, or as run_simulate(). */
status study_worst(const struct scheme *scheme, const struct run_options *options, const char *party, int64_t *path,
                   const char **metric, double *value);

/* Walks one path again and keeps all that it is told. *story is the caller's on success: story_free().
 *   options  the seed; the rest is not used
 *   path     from 0; it need not be among those of a run
 * Returns SIBYL_OK, SIBYL_ERR_NO_MEMORY. */
status study_story(const struct scheme *scheme, const struct run_options *options, int64_t path, struct story **story);
void story_free(struct story *story);

#endif
