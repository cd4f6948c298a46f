/* The fourth face of a rule: the formulas by which a workbook recalculates it.
 *
 * A mechanism writes the rows of its rule into a grid (base/grid.h): the same operations in the same order as its rule over
 * lanes, in pence, so that a spreadsheet gets the same numbers. What happened (counts, measurements, what was drawn) comes
 * from a path and is read by a function of the mechanism's own; what somebody gave by hand is an input of the book.
 *
 * Every mechanism that earns has this face, and every condition that scales or acts.
 */
#ifndef SIBYL_SCHEME_LIVE_H
#define SIBYL_SCHEME_LIVE_H

#include "base/grid.h"
#include "base/text.h"
#include "scheme/condition.h"
#include "scheme/term.h"

/* Reads one number of what happened: of one lane, as the term sees it at the end of a month. a, b: the reader's own, as
 * given to live_happened(). Of a reading that belongs to no contract only scheme, month and q are there. */
typedef double (*live_reader)(const struct term_view *view, int lane, int a, int b);

/* Something to be read from a path: by whom, of which contract (NONE: of none) and term, into which row. */
struct live_reading {
    live_reader read;
    int contract, term, a, b;
    int row;
};

/* What is counted.
 *   what     starts, referrals, clients in service, or an outcome: those that the contract accepts, all of them, or those to be
 *            expected without the service
 *   outcome  its number, of outcomes alone
 *   billed   as prices apply to them (struct term_view)
 *   delay    of LIVE_BY_DELAY, those that occur so many months after their parent */
enum live_count {
    LIVE_STARTS,
    LIVE_REFERRALS,
    LIVE_SERVICE,
    LIVE_OUTCOMES,
    LIVE_TRUE_OUTCOMES,
    LIVE_WITHOUT,
    LIVE_BY_DELAY,
    LIVE_COUNTS
};
struct live_counted {
    enum live_count what;
    int outcome;
    bool billed;
    int delay;
};

/* A book of formulas as it is being made.
 *   inputs, path    its sheets of inputs and of what happened
 *   month           line: the months 1 ... M; year_begins: line: 1 in the first month of a financial year
 *   quantity        [quantity]: its point (money in pence), or NONE; made when asked for
 *   setting, n_settings  plain settings that have a row: by path and key
 *   reading, n_readings  what is to be read from a path
 *   count, n_counts      counts that have a row, as they were asked for */
struct live_book {
    const struct scheme *s;
    struct grid grid;
    int inputs, path;
    int month, year_begins;
    int *quantity;
    struct live_setting {
        const char *path;
        int row;
    } * setting;
    int n_settings, setting_room;
    struct live_reading *reading;
    int n_readings, reading_room;
    struct live_count_row {
        int contract;
        struct live_counted counted;
        int group, part;
        int row;
    } * count;
    int n_counts, count_room;
};

/* What a face is given.
 *   sheet        where its rows go
 *   c, t         its contract and term; contract, term: their numbers. t is NULL (term 0) where no term is meant
 *   by_part      somebody passes the contract's money on: splits are asked for
 *   foreseen     its payer looks ahead at what it will have to pay: what is certain to be earned is asked for
 *   year         line: the contract year, from 0 (before the contract 0)
 *   year_begins  line: 1 in the first month of a contract year
 *   payable      line: 1 in months in which what is earned is payable (from the contract's start to the long stop)
 *   index        line: what the term's prices are multiplied by, conditions included; NONE: 1
 *   last         line: the last month of service, as known when a month's entitlements are worked out, LIVE_ENDLESS where
 *                nothing has ended the contract; NONE: nothing can end it before its dates
 *   pipeline, capital  lines: 1 where its ending goes on to pay what people achieve who started by then, or repays capital;
 *                NONE: never
 *   receipts     of terms that pass receipts on: lines of the contract `of`; total received in the month (or due in it), and
 *                [part of `of`] gain and loss, as struct receipts */
#define LIVE_ENDLESS (MONTHS_MAX + 1)
struct live_receipts {
    const struct contract *of;
    int total;
    const int *gain, *loss;
};
struct live {
    struct live_book *book;
    int sheet;
    const struct contract *c;
    const struct term *t;
    int contract, term;
    bool by_part, foreseen;
    int year, year_begins, payable, index;
    int last, pipeline, capital;
    struct live_receipts receipts;
};

/* What a term's face gives back: lines of real pence, NONE for nothing. What is not given is not earned.
 *   gain, loss    as struct entitlement
 *   cut_short     what a period that an ending cut short earns a month late, where the ending became known only then
 *   weight, loss_weight  [part of the contract]: how they split, NONE on entry: equally; NULL where nobody asks (by_part)
 *   by_starts     they split by starts in months window_from ... window_to (points; NONE: the contract's) instead
 *   certain       where it is foreseen: what is certain to be earned in a month by its dates, whatever the clients do; NONE of
 *                 what depends on them. certain_ended: the same as far as an ending is known in that month
 *   after         given: line of what the term gains after conditions, defined later, of kinds that look back */
struct live_earned {
    int gain, loss, cut_short;
    int *weight, *loss_weight;
    bool by_starts;
    int window_from, window_to;
    int after;
    int certain, certain_ended;
};

/* What an advance's face gives back: points. The month in which it is paid, the amount, and the share of each later payment that
 * is kept back for it. */
struct live_advance {
    int month, amount, recover;
};

/* What a condition holds back: a line of pence by the months of the amounts, and the month (a point) until which. */
struct live_held {
    int amount, until;
};

/* What is held back of `amount` (a line) that would be paid in the months `paid` (a line): one condition after the other has its
 * share of what the others leave. With amount NONE only the months until which are given.
 *   name  of what is held back, for labels
 *   held  [CONDITIONS_HOLD]: receives them. Returns how many hold. */
int conditions_live_held(const struct live *l, const char *name, int amount, int paid, struct live_held *held);
/* What a condition's face is given of a contract's month, or of a part of it, as struct month_earned: lines of whole pence.
 *   l         its contract; t is NULL
 *   settings  its own
 *   gain, loss    [n_lines] of the part, NONE: nothing; changed in place
 *   own       the place of its own line among them, or NONE
 *   so_far    gains less losses of the month's earlier parts after conditions; NONE: there is none
 *   earned    gains less losses of the whole month after conditions; all_gain, all_loss: what it is the sum of
 *   going     1 in months in which the contract has not ended early; NONE: always */
struct live_month {
    const struct live *l;
    const void *settings;
    int n_lines;
    int *gain, *loss;
    int own;
    int so_far, earned;
    const int *all_gain, *all_loss;
    int going;
};

/* The term's index times a factor, the text of which stands for a row: "(1-{})"; words: what the factor is. */
int live_scaled(const struct live *l, const char *words, const char *factor, int row);

/* The name of a line of the contract's month: "term 2 (outcome)", or of a condition "minimum volume". */
const char *live_line_name(const struct live *l, int line);

/* ---- Putting a formula together ----
 *
 * live_put() appends text in which each "{}" (or "{-}", "{<}", ... with a reach of base/grid.h) stands for the next row of
 * those given. The formula becomes a line or a point by live_line(), live_point(), which empty it. */
struct live_formula {
    struct text_buf text;
    int n;
    int refs[GRID_REFS];
};
void live_put(struct live_formula *f, const char *text, ...);
int live_line(const struct live *l, enum grid_unit unit, const char *label, struct live_formula *f);
int live_point(const struct live *l, enum grid_unit unit, const char *label, struct live_formula *f);
/* The same for a row that was made by grid_later(). */
void live_define(const struct live *l, int row, struct live_formula *f);

/* Appends a summand, with "+" after another; where a formula would be too long the sum so far becomes a line called `label`.
 * Two more rows may be put to it. A sum of nothing is 0. */
void live_add(const struct live *l, enum grid_unit unit, const char *label, struct live_formula *f, const char *text,
              ...);

/* What happened, as a line (a point: one number for the path, read at its last month). The same reader with the same a and
 * b under the same contract and term is one row. */
int live_happened(const struct live *l, enum grid_unit unit, const char *label, live_reader read, int a, int b);
int live_happened_once(const struct live *l, enum grid_unit unit, const char *label, live_reader read, int a, int b);

/* A quantity as a point, money in pence: an input where it is certain, else what the path drew. */
int live_quantity(struct live_book *book, int quantity);

/* A plain number that stands in the configuration at a place under a key ("threshold"), as an input point. Of GRID_POUNDS
 * `number` is in pence, and so is the point that is returned. */
int live_setting(struct live_book *book, const struct place *place, const char *key, enum grid_unit unit,
                 double number);

/* A month of a term's, or the contract's under the same key where the term has none (0). */
int live_term_month(const struct live *l, const char *key, int month, int of_contract);

/* Months in a year, for formulas. */
int live_months_in_year(struct live_book *book);

/* The contract's first month of service. */
int live_from(const struct live *l);

/* The term's claim cycle: months in a claim period, as a point; line: the month in which what is earned in the month is
 * claimed. */
int live_claim_every(const struct live *l);
int live_claimed(const struct live *l);

/* The month's number in its period, from 0, where periods of `every` months begin in month `first` (points). */
int live_place(const struct live *l, const char *label, int first, int every);

/* A count as a line, of one group or of all (NONE), over all parts of the contract or of one, by its place there (NONE:
 * all). */
int live_count(const struct live *l, const struct live_counted *counted, int group, int part);

/* Says that rows that are added from now on are of one part of the contract among several: how it is shared out is its payee's
 * business, and not for its payer. Returns whose they were before, for grid_own(). */
struct grid_owner live_own_part(const struct live *l);

/* The name of a part of the contract: of the provider. */
const char *live_part_name(const struct live *l, int part);

/* Of quantities by contract year, the one that holds in the month; words: what it is, for labels. */
int live_of_year(const struct live *l, const struct by_year *by, const char *words);

/* A label put together as by printf, for the rows of a face: begins with the contract's name, and the term. */
const char *live_label(const struct live *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
