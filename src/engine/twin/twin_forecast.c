/* What a bond has to draw, and has to keep back, for the months ahead (rules 51 to 53). */
#include "engine/books.h"
#include "engine/twin/twin_capital.h"

static double read_wanted(const struct books *b, int lane, int bond, int unused) {
    (void)unused;
    return (double)b->bonds[bond].seen.wanted[lane];
}

static double read_kept_back(const struct books *b, int lane, int bond, int unused) {
    (void)unused;
    return (double)b->bonds[bond].seen.kept_back[lane];
}

void capital_wanted(struct capital *c) {
    c->wanted = c->d->drawdown.how != DRAW_AS_NEEDED
                    ? NONE
                    : twin_engine(c->twin, TWIN_CAPITAL, GRID_PENCE, capital_label(c, "has to be drawn"), read_wanted,
                                  c->bond, 0);
}

void capital_kept_back(struct capital *c) {
    c->kept_back =
        twin_engine(c->twin, TWIN_CAPITAL, GRID_PENCE, capital_label(c, "has to be kept back for payments to come"),
                    read_kept_back, c->bond, 0);
}
