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

/* Where it turns in the block just walked, by a straight line between the factors on both sides.
 *   before  receives the last factor at which the target has not been reached */
static double crossing(const struct workspace *ws, factor_figure figure, const void *what, int64_t target, double low,
                       double high, double *before) {
    int64_t value[LANES];
    uint64_t defined = figure(&ws->walk, what, value);
    double found = NAN;
    for (int i = 0; i + 1 < FACTORS; i++) {
        int lane = FACTORS_FIRST + i;
        bool known = (defined >> lane & 3) == 3;
        if (!known || value[lane] >= target || value[lane + 1] < target)
            continue;
        double a = factor_at(i, low, high), b = factor_at(i + 1, low, high);
        found = a + (b - a) * (double)(target - value[lane]) / (double)(value[lane + 1] - value[lane]);
        *before = a;
    }
    return found;
}

double factors_find(struct workspace *ws, enum turned turned, factor_figure figure, const void *what, int64_t target) {
    double before = 0, step = (FACTOR_MOST - FACTOR_LEAST) / (FACTORS - 1);
    factors_walk(ws, turned, FACTOR_LEAST, FACTOR_MOST);
    double coarse = crossing(ws, figure, what, target, FACTOR_LEAST, FACTOR_MOST, &before);
    if (isnan(coarse))
        return coarse;
    factors_walk(ws, turned, before, before + step);
    double fine = crossing(ws, figure, what, target, before, before + step, &before);
    return isnan(fine) ? coarse : fine;
}
