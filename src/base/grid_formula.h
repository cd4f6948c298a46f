/* Formulas of a grid as trees: what the files of the grid share. */
#ifndef SIBYL_BASE_GRID_FORMULA_H
#define SIBYL_BASE_GRID_FORMULA_H

#include "base/grid.h"

/* How far a reference reaches: see grid.h. */
enum grid_reach {
    REACH_HERE,
    REACH_BEFORE,
    REACH_NEXT,
    REACH_TO_BEFORE,
    REACH_TO_HERE,
    REACH_AFTER,
    REACH_FROM_HERE,
    REACH_ALL,
    REACH_WHOLE, /* all months and the opening */
    REACH_OPENING,
    REACH_LAST,
    REACH_DOWN, /* this month's cells of several rows */
};

enum grid_node_kind { NODE_NUMBER, NODE_REFERENCE, NODE_OPERATION, NODE_CALL, NODE_CRITERION };

/* Binary and unary operators; the higher the level, the tighter it binds. */
enum grid_operator {
    OP_EQUAL,
    OP_UNEQUAL,
    OP_BELOW,
    OP_AT_MOST,
    OP_ABOVE,
    OP_AT_LEAST,
    OP_PLUS,
    OP_MINUS,
    OP_TIMES,
    OP_OVER,
    OP_POWER,
    OP_NEGATE
};

struct grid_function;

/* A node: a number; a reference to a row (and, of REACH_DOWN, the last of several); an operation on arg[0] and arg[1]; a
 * call; a criterion (operator and arg[0]). */
struct grid_formula {
    enum grid_node_kind kind;
    double number;
    int row, last;
    enum grid_reach reach;
    enum grid_operator op;
    const struct grid_function *function;
    int n;
    const struct grid_formula **arg;
};

struct grid_work;

/* A function of a spreadsheet: its name, how many arguments it takes, and how it is worked out. */
struct grid_function {
    const char *name;
    int least, most;
    double (*work)(struct grid_work *w, const struct grid_formula *call);
};
extern const struct grid_function grid_functions[];

/* How an operator is written. */
extern const char *const grid_operator_text[];
/* How tightly it binds. */
int grid_operator_level(enum grid_operator op);

/* Reads a formula; refs [n] are the rows that {0}, {1}, ... stand for. NULL when it cannot be read (grid.fault says why) or
 * when memory has run out (grid.failed). */
const struct grid_formula *grid_formula_read(struct grid *g, const char *text, int n, const int *refs);

/* Notes the first fault of a grid. */
void grid_fault(struct grid *g, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
