/* The twin: the money side of a scheme as formulas, row by row the same as the books, with what happened on a choice of paths
 * as the numbers that they start from. A workbook writes it, a spreadsheet recalculates it, and both must agree with the
 * engine to the penny.
 *
 * It is made of layers, in the order of a month: what is earned, what is due and paid under contracts, own costs and income,
 * loans, bonds, cash; then statements, returns and checks. Each layer leaves the rows that others refer to in struct twin.
 * Where a layer has no formulas for something, its rows hold the engine's figures of each path instead (twin_engine()),
 * which keeps all the rest right, and the book says so. */
#ifndef SIBYL_ENGINE_TWIN_H
#define SIBYL_ENGINE_TWIN_H

#include "engine/ledger.h"
#include "engine/walk.h"
#include "scheme/live.h"

struct books;

/* Reads one number of a month's end out of the books: of one lane; a and b are the reader's own. */
typedef double (*engine_reader)(const struct books *books, int lane, int a, int b);

/* One payer's side of a contract (or the payee's debt to it), as struct leg of the books.
 *   owed, paid  lines: what newly falls due in the month, and what is paid in it
 *   known       line: of owed, what is known when the month begins; NONE: all of it
 *   written     line: what is written off in the month of what is in arrears, where who is owed it has failed and collects less;
 *               NONE: never anything */
struct twin_leg {
    int contract, from, to;
    double share;
    bool debt;
    int owed, paid, known, written;
};

/* Lines of a contract that others pass on. */
struct twin_passed {
    int paid_month;
    int *came, *part_due, *part_owed;
};

/* One path whose numbers the book holds.
 *   name    how the book calls it; unique. why: for which reasons it is there
 *   path    number, or NONE of a deterministic case; lane: in which lane of its block
 *   reading whether the walk under way is its
 *   value   [n_values * (months + 1)], as struct grid_path */
struct twin_path {
    const char *name, *why;
    int64_t path;
    int lane;
    bool reading;
    double *value;
};

/* Why a path is there.
 *   path   its place among the twin's, or NONE: there was no room for it
 *   party  whose reason it is, or NONE: everybody's
 *   words  "worst for Harbour's lowest cash" */
struct twin_reason {
    int path, party;
    const char *words;
};

/* Sheets, in the order in which figures flow. */
enum twin_sheet {
    TWIN_SCENARIO,
    TWIN_INPUTS,
    TWIN_PATH,
    TWIN_EARNED,
    TWIN_SETTLED,
    TWIN_COSTS,
    TWIN_LOANS,
    TWIN_CAPITAL,
    TWIN_CASH,
    TWIN_STATEMENTS,
    TWIN_RETURNS,
    TWIN_CHECKS,
    TWIN_SHEETS
};

/* The rows that layers leave for one another. Rows that do not exist are NONE. All lines unless said otherwise, pence.
 *   choice           point: which of the paths is shown
 *   year             financial year of the month, from 0; year_ends: 1 in its last month (or the scheme's)
 *   contract         [contract]: what the faces of its terms are given (sheet, year, payable, ...); term and t unset
 *   first_term       [contract], and n_terms: terms of all contracts numbered through, as struct earnings
 *   gain, loss       [term number]: earned in the month, after conditions; >= 0; NONE: it never earns any
 *   part_gain, part_loss  [term number][part]: the same by part of the contract, where somebody passes it on, else NULL; NONE
 *                    as gain and loss
 *   certain, certain_ended, stop  [term number]: of contracts that the spv of a bond pays, as struct live_earned, and the last
 *                    month in which a term that depends on clients earns, as known in the month; NONE: nothing ends it
 *   cycle            [contract]: claim cycles of its numbered terms
 *   passed           [contract]: of contracts that others pass on, else all NONE:
 *     paid_month       received under it in the month; net_due: what falls due in it
 *     came             [part]: of what each part had earned, what of it has come in this month
 *     part_due, part_owed  [part]: of gains and of losses of each part, what falls due in the month
 *   net_due          [contract]: falls due in the month, after set-off and what is kept back for advances
 *   known_due        [contract]: of that, what is known when the month begins: not what is passed on as receipts come in
 *   accepted         [contract]: accepted to date, gains less losses
 *   accepted_part    [contract][payer]: its part of that, where several pay and somebody asks; NULL: nobody has
 *   leg, first_leg   legs of contract c: first_leg[c] ... first_leg[c + 1] - 1
 *   stops            [party]: point: the month at whose end it fails, one past the scheme's last where it never does; NONE
 *                    of who cannot fail. failed: line, 1 in the months after it, in which it trades no more
 *   item, income     [cost number], [income number]: the month's amount; staff, staff_moves [number of staff]: their pay,
 *                    redundancy and recruitment
 *   item_planned, income_planned  the same in real pence, though its party trades no more
 *   restricted       [party]: its restricted funds together; general_income: other income that is not restricted
 *   before           [party]: costs paid before receipts, out of general cash; general_costs: all costs out of general cash
 *   closing          [party]: the cost of closing that its estate pays
 *   all_receipts     [party]: flow of receipts, for who refers to it before it is there
 *   instalments      [party]: of the month's instalments of its loans, those that are known before receipts
 *   served_left      [party]: what the loans served so far leave of cash and overdraft
 *   loan_fees        [party]: fees of its loans that are paid when they open
 *   turn             [party that does not always pay]: general cash in its turn of the month, with all that has come in by then, before
 *                    it pays anything; received: of that, the month's receipts under contracts and fees
 *   cash             [party]: general cash at the month's end; all: with restricted funds; opening: at its start
 *   low_water        [party]: mark of payroll day
 *   flow             [party * FLOWS + kind]: moved in the month
 *   loan_*           [loan]: drawn, to be paid back; grant part drawn; fee paid when it opens; interest and fees, and principal,
 *                    paid; of the principal, swept when all else has been paid; paid in its borrower's turn; the month's
 *                    instalment, without arrears; balance owed at the month's end
 *   loan_own_fee     [loan]: fee of its own form that falls due in the month; NONE: it has none
 *   loan_first, loan_last, loan_first_principal  [loan]: points: months of the first draw, of the last payment, and in which
 *                    principal first falls due (NONE: no date is fixed)
 *   dscr, dscr_tested, dscr_lowest  [party]: debt service cover of the last 12 months, 1 in months in which it can be told, and the
 *                    least so far; NONE of who has no debt service by fixed dates
 *   estate_loan      [loan]: paid on it out of its borrower's estate
 *   tranche_*        [bond][tranche]: drawn, returned, of that repaid principal; outstanding principal
 *   fee_settled, fee_paid  [bond][fee]: paid in settlement (NONE of fees that only distributions pay), and in all: the
 *                    rest comes out of the month's distribution, when all parties have settled
 *   excess           [bond]: paid to excess_to, out of the distribution; NONE where nobody is named
 *   master           point: whether all checks hold
 *   headline         the points that are headlines, with the engine's metric of each
 *   metrics, metric  what the engine reports, and what of it is read at the end of a path: its value, or whether it is
 *                    defined */
struct twin {
    const struct scheme *s;
    const struct books *books;
    struct live_book book;
    int sheet[TWIN_SHEETS];
    int choice;
    int year, year_ends;
    struct live *contract;
    int *first_term;
    int n_terms;
    int *gain, *loss;
    int **part_gain, **part_loss;
    int *certain, *certain_ended, *stop;
    struct twin_cycle **cycle;
    struct twin_passed *passed;
    int *net_due, *known_due, *accepted, **accepted_part;
    int n_legs;
    struct twin_leg *leg;
    int *first_leg;
    int *stops, *failed;
    int *item, *income, *staff, *staff_moves;
    int *item_planned, *income_planned;
    int *restricted, *general_income, *before, *general_costs, *closing, *loan_fees;
    int *turn, *received, *all_receipts, *instalments, *served_left;
    int *ahead;       /* [months ahead]: line: the month that is so many ahead; NULL: nobody has asked */
    int growth_steps; /* line: 1 in months in which own costs take a step of growth */
    int *cash, *all, *opening, *low_water;
    int *flow;
    int *loan_drawn, *loan_granted, *loan_fee, *loan_interest, *loan_principal, *loan_swept, *loan_served;
    int *loan_instalment, *loan_balance, *loan_own_fee, *estate_loan;
    int *loan_first, *loan_last, *loan_first_principal;
    int *dscr, *dscr_tested, *dscr_lowest;
    int **tranche_drawn, **tranche_returned, **tranche_repaid, **tranche_principal;
    int **fee_settled, **fee_paid, *excess;
    int master;
    int n_checks;
    int *check;
    struct engine_reading {
        engine_reader read;
        int a, b;
        int row;
    } * reading;
    int n_readings, reading_room;
    struct metric_list metrics;
    struct twin_headline {
        int row, metric;
        const struct twin_headline *next;
    } * headline;
    struct twin_metric_reading {
        int metric;
        bool defined;
        int row;
    } * metric;
    int n_metrics;
    int n_paths;
    struct twin_path *paths;
    int n_reasons, reason_room;
    struct twin_reason *reason;
    struct arena arena;
};

/* Builds the rows of a scheme's twin. `books` are looked at for how they number legs and costs alone, and may be closed again.
 * twin_free() frees. Returns SIBYL_ERR_NO_MEMORY; SIBYL_ERR_INTERNAL when a formula is wrong (grid.fault says which). */
MUST_CHECK status twin_build(struct twin *t, const struct scheme *s, const struct books *books);
void twin_free(struct twin *t);

/* Takes what happened in a month, or what the engine worked out, into a path's values: at each month's end. */
void twin_read(struct twin *t, const struct walk *w, int month, struct twin_path *into);

/* The part of a twin that one reader may see: rows and paths that are the business of others are left out. What refers to them is
 * a figure of the path, worked out from the whole; checks are those of what is left. The whole must outlive it.
 *   part  receives it: the caller's, twin_free() and free(), also on failure (NULL: there was no room even for that)
 * Returns as twin_build(). */
MUST_CHECK status twin_of_reader(struct twin *whole, grid_may_see may_see, const void *reader, struct twin **part);

/* Works the twin out for one of its paths (0 ... n_paths - 1): cells as grid_work_out(). */
MUST_CHECK status twin_work_out(struct twin *t, int path, double *cells);

/* ---- For the layers ---- */

/* A line (a point: read at the last month) of the engine's figures. The same reading is one row. */
int twin_engine(struct twin *t, enum twin_sheet sheet, enum grid_unit unit, const char *label, engine_reader read,
                int a, int b);
int twin_engine_once(struct twin *t, enum twin_sheet sheet, enum grid_unit unit, const char *label, engine_reader read,
                     int a, int b);

/* A line (a point: read at the last month) of what happened, which stands on the sheet of the path. */
int twin_happened(struct twin *t, enum grid_unit unit, const char *label, engine_reader read, int a, int b);
int twin_happened_once(struct twin *t, enum grid_unit unit, const char *label, engine_reader read, int a, int b);

/* Adds a check: a point that is 1 when it holds. */
void twin_check(struct twin *t, const char *label, const char *formula, ...);

/* What is known of the early endings of contracts. */
void twin_endings(struct twin *t);

/* The rows of a contract's own time, under its heading. */
void twin_contract_time(struct twin *t, int contract);

/* What a contract's numbered terms (a condition's: past the terms) split into by part, after conditions, where somebody
 * passes it on.
 *   before, gain, loss  [term number - first_term[contract]]: lines of whole pence before conditions and after, NONE: nothing
 *   earned  [the same]: what their faces gave; of conditions zeroed */
void twin_parts(struct twin *t, int contract, const int *before, const struct live_earned *earned);

/* A metric of the engine: its name, of which party, of what (NULL: of all). */
struct twin_of {
    const char *name;
    int party;
    const char *of;
};

double twin_metric_value(const struct twin *t, const struct walk *w, int lane, const struct twin_metric_reading *r);

/* Whether the engine reports a metric. */
bool twin_reports(const struct twin *t, const char *name, int party, const char *of);

/* Checks that a point is the engine's metric where the engine has one: money to the penny, other numbers to the tolerance of
 * rates. has: a flag without which it is not compared, or NONE. Nothing where the engine does not report it. */
void twin_agrees(struct twin *t, const char *label, int row, int has, struct twin_of of);

/* The engine's metric of which a row is a headline; NULL: it is none. */
const struct metric_ref *twin_headline_of(const struct twin *t, int row);

/* A name for a cell of the book: whose it is and what. */
const char *twin_name(struct twin *t, const char *whose, const char *what);

/* Line: discount factor of a month's end for a party; the opening's is 1. */
int twin_discount(struct twin *t, int party);

/* An array of n row numbers, all NONE; NULL when memory has run out. */
int *twin_rows(struct twin *t, int n);

/* What moved in the month for one reason: the line that a layer has left, else the engine's figures. */
int twin_flow(struct twin *t, int party, enum flow kind);
/* Whether what moves for a reason leaves the party, and whether there can be anything of it. */
bool twin_flow_leaves(enum flow kind);
bool twin_has_flow(const struct twin *t, int party, enum flow kind);

/* What receipts have come in by a party's turn; NONE: it never has any. */
int twin_received(struct twin *t, int party);

/* Rows that are added from now on are a party's, a contract's or a bond's business alone, or nobody's; returns whose they were. */
struct grid_owner twin_own_party(struct twin *t, int party);
struct grid_owner twin_own_contract(struct twin *t, int contract);
struct grid_owner twin_own_bond(struct twin *t, int bond);
struct grid_owner twin_own_loan(struct twin *t, int loan);

/* The master check, of all checks that there are. */
void twin_master(struct twin *t);

/* Names paths by their reasons, when all are there. */
void twin_name_paths(struct twin *t);

/* A label that begins with a party's name. */
const char *twin_label(struct twin *t, int party, const char *words);

/* The layers, in the order in which they are built. */
void twin_time(struct twin *t);
void twin_failing(struct twin *t); /* when parties fail */
void twin_bonds(struct twin *t);   /* what others refer to of bonds, before it is defined */
void twin_passing(struct twin *t); /* what terms that pass money on refer to, before it is defined */
void twin_earned(struct twin *t);
void twin_claims(struct twin *t);
void twin_spending(struct twin *t);
void twin_loans(struct twin *t);
void twin_turn(struct twin *t);
void twin_payments(struct twin *t); /* when all that comes before payments to others in a month is there */
void twin_capital(struct twin *t);
void twin_cash(struct twin *t);
void twin_cover(struct twin *t);
void twin_statements(struct twin *t);
void twin_returns(struct twin *t);
void twin_headlines(struct twin *t);
void twin_checks(struct twin *t);
void twin_inputs(struct twin *t); /* when all that refers to an input is there */

#endif
