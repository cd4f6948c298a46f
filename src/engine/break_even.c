#include "engine/break_even.h"

#include <math.h>

/* Lanes of the deterministic block from this one on try factors; the last tries that no result is achieved. */
#define FIRST_TRIED 2
#define NO_RESULT (LANES - 1)
#define TRIED (NO_RESULT - FIRST_TRIED)

static double tried_at(int lane, double low, double high) {
    return low + (high - low) * (lane - FIRST_TRIED) / (TRIED - 1);
}

/* Walks the expected case with factors from low to high, on referrals or on success. */
static void try_factors(struct workspace *ws, bool success, double low, double high) {
    struct block b = block_of_cases(ws->scheme);
    for (int lane = FIRST_TRIED; lane < NO_RESULT; lane++)
        (success ? b.success : b.volume)[lane] = tried_at(lane, low, high);
    b.success[NO_RESULT] = 0;
    workspace_walk(ws, &b, NULL, NULL);
}

/* The last factor at which a party's surplus turns from below zero to zero or more; NAN: none. */
static double crossing(const struct workspace *ws, int party, double low, double high, double *before) {
    int64_t gain[LANES];
    double found = NAN;
    metric_surplus(&ws->walk, party, gain);
    for (int lane = FIRST_TRIED; lane + 1 < NO_RESULT; lane++) {
        if (!(gain[lane] < 0 && gain[lane + 1] >= 0))
            continue;
        double a = tried_at(lane, low, high), b = tried_at(lane + 1, low, high);
        found = a + (b - a) * (double)-gain[lane] / (double)(gain[lane + 1] - gain[lane]);
        *before = a;
    }
    return found;
}

static double find_root(struct workspace *ws, int party, bool success) {
    double before = 0, step = BREAK_EVEN_MOST / (TRIED - 1);
    try_factors(ws, success, 0, BREAK_EVEN_MOST);
    double coarse = crossing(ws, party, 0, BREAK_EVEN_MOST, &before);
    if (isnan(coarse))
        return coarse;
    try_factors(ws, success, before, before + step);
    double fine = crossing(ws, party, before, before + step, &before);
    return isnan(fine) ? coarse : fine;
}

static double at_risk(const struct workspace *ws, int party) {
    int64_t income[LANES];
    metric_entitled(&ws->walk, party, income);
    return income[LANE_EXPECTED] > 0 ? 1 - (double)income[NO_RESULT] / (double)income[LANE_EXPECTED] : NAN;
}

void break_even_find(struct workspace *ws, struct break_even *found) {
    const struct scheme *s = ws->scheme;
    for (int p = 0; p < s->parties.n; p++) {
        int kind = s->parties.items[p].kind;
        found[p] = (struct break_even){NAN, NAN, NAN};
        if (kind != PARTY_PRIME && kind != PARTY_PROVIDER)
            continue;
        found[p].volume = find_root(ws, p, false);
        found[p].success = find_root(ws, p, true);
        found[p].at_risk = at_risk(ws, p);
    }
}
