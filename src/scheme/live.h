/* The fourth face of a rule: the formulas by which a workbook recalculates it.
 *
 * A mechanism writes the rows of its rule into a grid (base/grid.h): the same operations in the same order as its rule over
 * lanes, in pence, so that a spreadsheet gets the same numbers. What happened (counts, measurements, what was drawn) comes
 * from a path and is read by a function of the mechanism's own; what somebody gave by hand is an input of the book.
 *
 * A mechanism without this face is no error: what it earned then stands in the book as the engine's figures, and is called
 * so. */
#ifndef SIBYL_SCHEME_LIVE_H
#define SIBYL_SCHEME_LIVE_H

#include "base/grid.h"
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

/* A book of formulas as it is being made.
 *   inputs, path    its sheets of inputs and of what happened
 *   month           line: the months 1 ... M
 *   quantity        [quantity]: its point (money in pence), or NONE; made when asked for
 *   setting, n_settings  plain settings that have a row: by path and key
 *   reading, n_readings  what is to be read from a path */
struct live_book {
    const struct scheme *s;
    struct grid grid;
    int inputs, path;
    int month;
    int *quantity;
    struct live_setting {
        const char *path;
        int row;
    } * setting;
    int n_settings, setting_room;
    struct live_reading *reading;
    int n_readings, reading_room;
};

/* What a face is given.
 *   sheet        where its rows go
 *   c, t         its contract and term; contract, term: their numbers. t is NULL (term 0) for a condition
 *   year         line: the contract year, from 0 (before the contract 0)
 *   year_begins  line: 1 in the first month of a contract year
 *   payable      line: 1 in months in which what is earned is payable (from the contract's start to the long stop)
 *   period_ends  line: 1 in the last month of a claim period of the term
 *   index        line: what the term's prices are multiplied by, conditions included */
struct live {
    struct live_book *book;
    int sheet;
    const struct contract *c;
    const struct term *t;
    int contract, term;
    int year, year_begins, payable, period_ends, index;
};

/* What a term's face gives back: lines of real pence, NONE for nothing. What is not given is not earned.
 *   gain, loss          as struct entitlement
 *   weight, loss_weight [part * n_groups + group], NONE on entry: how they split, where somebody passes the contract's money
 *                       on (NULL: nobody asks). by_starts: split by starts in window_from ... window_to instead */
struct live_earned {
    int gain, loss;
    int *weight, *loss_weight;
    bool by_starts;
    int window_from, window_to;
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

/* What happened, as a line (a point: one number for the path, read at its last month). The same reader with the same a and
 * b under the same contract and term is one row. */
int live_happened(const struct live *l, enum grid_unit unit, const char *label, live_reader read, int a, int b);
int live_happened_once(const struct live *l, enum grid_unit unit, const char *label, live_reader read, int a, int b);

/* A quantity as a point, money in pence: an input where it is certain, else what the path drew. */
int live_quantity(struct live_book *book, int quantity);

/* A plain number that stands in the configuration at a place under a key ("threshold"), as an input point. `scale` is what
 * the configuration's number was multiplied by (100 for money, which the point then holds in pence). */
int live_setting(struct live_book *book, const struct place *place, const char *key, enum grid_unit unit,
                 double number);

/* Counts as lines: starts, in service, outcomes as they are counted or as they are billed, of a group over all parts of the
 * contract, or of one part (its place in contract->part). */
enum live_count { LIVE_STARTS, LIVE_SERVICE, LIVE_BILLED_STARTS, LIVE_BILLED_SERVICE, LIVE_REFERRALS };
int live_count_of(const struct live *l, enum live_count count, int group, int part);
int live_outcomes_of(const struct live *l, bool billed, int outcome, int group, int part);

/* A label put together as by printf, for the rows of a face: begins with the contract's name. */
const char *live_label(const struct live *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
