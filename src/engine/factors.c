#include "engine/factors.h"

#include <math.h>

void factors_walk(struct workspace *ws, enum turned turned, double low, double high) {
    struct block b = block_of_cases(ws->scheme);
    double *multiplied = turned == TURN_SUCCESS ? b.success : b.volume;
    for (int i = 0; i < FACTORS; i++)
        multiplied[FACTORS_FIRST + i] = factor_at(i, low, high);
    b.success[LANE_NO_RESULT] = 0;
    b.spared = UINT64_MAX;
    workspace_walk(ws, &b, NULL, NULL);
}

/* Where a target's figure turns in the block just walked, by a straight line between the factors on both sides; NAN: nowhere.
 *   before  receives the last factor at which the target has not been reached */
static double crossing(const struct workspace *ws, const struct factor_target *t, double low, double high,
                       double *before) {
    int64_t value[LANES];
    uint64_t defined = t->figure(&ws->walk, t->what, value);
    double found = NAN;
    for (int i = 0; i + 1 < FACTORS; i++) {
        int lane = FACTORS_FIRST + i;
        bool known = (defined >> lane & 3) == 3;
        if (!known || value[lane] >= t->target || value[lane + 1] < t->target)
            continue;
        double a = factor_at(i, low, high), b = factor_at(i + 1, low, high);
        found = a + (b - a) * (double)(t->target - value[lane]) / (double)(value[lane + 1] - value[lane]);
        *before = a;
    }
    return found;
}

/* Looks closer at all targets, from the first-th on, that turn in the same step as it. */
static void look_closer(struct workspace *ws, enum turned turned, struct factor_target *targets, int first, int n,
                        double step) {
    double low = targets[first].from, before;
    factors_walk(ws, turned, low, low + step);
    for (int k = first; k < n; k++) {
        if (targets[k].from != low)
            continue;
        double fine = crossing(ws, &targets[k], low, low + step, &before);
        targets[k].found = isnan(fine) ? targets[k].found : fine;
        targets[k].from = NAN;
    }
}

void factors_find(struct workspace *ws, enum turned turned, struct factor_target *targets, int n) {
    double step = (FACTOR_MOST - FACTOR_LEAST) / (FACTORS - 1);
    factors_walk(ws, turned, FACTOR_LEAST, FACTOR_MOST);
    for (int k = 0; k < n; k++) {
        targets[k].from = NAN;
        targets[k].found = crossing(ws, &targets[k], FACTOR_LEAST, FACTOR_MOST, &targets[k].from);
    }
    for (int k = 0; k < n; k++) {
        if (!isnan(targets[k].from))
            look_closer(ws, turned, targets, k, n, step);
    }
}
