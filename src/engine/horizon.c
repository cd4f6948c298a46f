#include "engine/horizon.h"

static double due_in(const struct books *b, int contract, int month) {
    const struct earnings *e = &b->earnings;
    lane_money gain = {0}, loss = {0};
    for (int t = e->first_term[contract]; t < e->first_term[contract + 1]; t++)
        earnings_due(e, t, month, gain, loss);
    return (double)(gain[LANE_EXPECTED] - loss[LANE_EXPECTED]);
}

static struct late_share late_of(const struct books *b, int contract, int months) {
    struct late_share late = {0, months};
    double all = 0, after = 0;
    for (int m = 1; m <= b->earnings.span; m++)
        all += due_in(b, contract, m);
    if (all <= 0)
        return late;
    for (int m = b->earnings.span; m > months; m--) {
        after += due_in(b, contract, m);
        if (after > HORIZON_TOLERANCE * all && late.months == months)
            late.months = m;
    }
    late.share = after / all;
    return late;
}

status horizon_check(const struct scheme *s, struct late_share *late) {
    struct workspace ws;
    struct block b = block_of_cases(s);
    b.horizon = s->months + HORIZON_MORE;
    b.spared = UINT64_MAX;
    status st = workspace_init(&ws, s, NULL, false, b.horizon);
    if (st != SIBYL_OK)
        return st;
    workspace_walk(&ws, &b, NULL, NULL);
    for (int c = 0; c < s->contracts.n; c++)
        late[c] = late_of(&ws.books, c, s->months);
    workspace_free(&ws);
    return SIBYL_OK;
}
