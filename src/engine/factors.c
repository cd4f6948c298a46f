#include "engine/factors.h"

#include <math.h>

void factors_walk(struct workspace *ws, enum turned turned, double low, double high) {
    struct block b = block_of_cases(ws->scheme);
    double *multiplied = turned == TURN_SUCCESS ? b.success : b.volume;
    for (int i = 0; i < FACTORS; i++)
        multiplied[FACTORS_FIRST + i] = factor_at(i, low, high);
    b.success[LANE_NO_RESULT] = 0;
    workspace_walk(ws, &b, NULL, NULL);
}

double factors_crossing(const int64_t *value, uint64_t defined, int64_t target, double low, double high,
                        double *before) {
    double found = NAN;
    for (int i = 0; i + 1 < FACTORS; i++) {
        int lane = FACTORS_FIRST + i;
        bool known = (defined >> lane & 3) == 3;
        if (!known || value[lane] >= target || value[lane + 1] < target)
            continue;
        double a = factor_at(i, low, high), b = factor_at(i + 1, low, high);
        found = a + (b - a) * (double)(target - value[lane]) / (double)(value[lane + 1] - value[lane]);
        if (before)
            *before = a;
    }
    return found;
}
