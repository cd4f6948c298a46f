#include "engine/trace.h"

static struct trace_line blank(enum trace_step step, const char *what) {
    return (struct trace_line){
        .step = step, .party = NONE, .other = NONE, .contract = NONE, .term = NONE, .what = what};
}

struct trace_line trace_of_party(enum trace_step step, int party, const char *what) {
    struct trace_line line = blank(step, what);
    line.party = party;
    return line;
}

struct trace_line trace_of_contract(enum trace_step step, int contract, int term, const char *what) {
    struct trace_line line = blank(step, what);
    line.contract = contract;
    line.term = term;
    return line;
}

static void add(struct trace_line *line, const char *name, enum trace_unit unit, double value) {
    if (line->n < TRACE_NUMBERS)
        line->number[line->n++] = (struct trace_number){name, unit, value};
}

void trace_money(struct trace_line *line, const char *name, money amount) {
    add(line, name, TRACE_MONEY, (double)amount);
}

void trace_count(struct trace_line *line, const char *name, double count) { add(line, name, TRACE_COUNT, count); }

void trace_month(struct trace_line *line, const char *name, int month) { add(line, name, TRACE_MONTH, month); }

void trace_tell(const struct trace *t, const struct trace_line *line) {
    struct trace_line told = *line;
    told.month = t->month;
    t->line(t->user, &told);
}
