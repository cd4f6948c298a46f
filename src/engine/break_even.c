#include "engine/break_even.h"

#include "engine/factors.h"

#include <math.h>

static uint64_t surplus(const struct walk *w, const void *party, int64_t out[LANES]) {
    metric_surplus(w, *(const int *)party, out);
    return UINT64_MAX;
}

/* Needs a block walked with factors. */
static double at_risk(const struct workspace *ws, int party) {
    int64_t income[LANES];
    metric_entitled(&ws->walk, party, income);
    return income[LANE_EXPECTED] > 0 ? 1 - (double)income[LANE_NO_RESULT] / (double)income[LANE_EXPECTED] : NAN;
}

void break_even_find(struct workspace *ws, struct break_even *found) {
    const struct scheme *s = ws->scheme;
    for (int p = 0; p < s->parties.n; p++) {
        int kind = s->parties.items[p].kind;
        found[p] = (struct break_even){NAN, NAN, NAN};
        if (kind != PARTY_PRIME && kind != PARTY_PROVIDER)
            continue;
        found[p].volume = factors_find(ws, TURN_VOLUME, surplus, &p, 0);
        found[p].success = factors_find(ws, TURN_SUCCESS, surplus, &p, 0);
        found[p].at_risk = at_risk(ws, p);
    }
}
