#include "engine/break_even.h"

#include <math.h>

static uint64_t surplus(const struct walk *w, const void *what, int64_t out[LANES]) {
    const struct break_even *of = what;
    metric_surplus(w, of->party, out);
    return UINT64_MAX;
}

/* Needs a block walked with factors. */
static double at_risk(const struct workspace *ws, int party) {
    int64_t income[LANES];
    metric_entitled(&ws->walk, party, income);
    return income[LANE_EXPECTED] > 0 ? 1 - (double)income[LANE_NO_RESULT] / (double)income[LANE_EXPECTED] : NAN;
}

static bool trades(const struct scheme *s, int party) {
    int kind = s->parties.items[party].kind;
    return kind == PARTY_PRIME || kind == PARTY_PROVIDER;
}

void break_even_find(struct workspace *ws, struct break_even *found, struct factor_target *targets) {
    const struct scheme *s = ws->scheme;
    int n = 0;
    for (int p = 0; p < s->parties.n; p++) {
        found[p] = (struct break_even){p, NAN, NAN, NAN};
        if (trades(s, p))
            targets[n++] = (struct factor_target){.figure = surplus, .what = &found[p]};
    }
    factors_find(ws, TURN_VOLUME, targets, n);
    n = 0;
    for (int p = 0; p < s->parties.n; p++)
        found[p].volume = trades(s, p) ? targets[n++].found : NAN;
    factors_find(ws, TURN_SUCCESS, targets, n);
    n = 0;
    for (int p = 0; p < s->parties.n; p++) {
        found[p].success = trades(s, p) ? targets[n++].found : NAN;
        found[p].at_risk = trades(s, p) ? at_risk(ws, p) : NAN;
    }
}
