#include "scheme/term/reduction.h"

#include <math.h>
#include <stdint.h>

/* Thresholds count in millionths. */
#define MILLION 1000000
/* In the deterministic cases an effect of just the threshold reaches it, whatever its last binary digits. */
#define REAL_TOLERANCE 1e-9

__extension__ typedef __int128 wide;

static bool can_compare(const struct reduction *r) { return r->n > 0 && r->N > 0 && r->C > 0; }

double reduction_measured(const struct reduction *r) { return can_compare(r) ? 1 - r->T * r->N / (r->C * r->n) : 0; }

bool reduction_reaches(const struct reduction *r, double h) {
    if (!can_compare(r))
        return false;
    if (!r->whole)
        return r->T * r->N <= (1 - h + REAL_TOLERANCE) * r->C * r->n;
    int64_t left = MILLION - llround(h * MILLION);
    return (wide)(int64_t)r->T * (int64_t)r->N * MILLION <= (wide)(int64_t)r->C * (int64_t)r->n * left;
}

/* The last row that is reached, or -1. */
static int last_reached(const struct reduction *r, const struct reward *row, int n) {
    int last = -1;
    while (last + 1 < n && reduction_reaches(r, row[last + 1].at))
        last++;
    return last;
}

double reduction_pays_steps(const struct reduction *r, const struct reward *row, int n) {
    int last = last_reached(r, row, n);
    return last < 0 ? 0 : (double)row[last].pays;
}

double reduction_pays_line(const struct reduction *r, const struct reward *row, int n) {
    int last = last_reached(r, row, n);
    if (last < 0)
        return 0;
    if (last + 1 == n)
        return (double)row[last].pays;
    double rise = (double)(row[last + 1].pays - row[last].pays);
    double way = (reduction_measured(r) - row[last].at) / (row[last + 1].at - row[last].at);
    return (double)row[last].pays + rise * fmax(way, 0);
}

/* Written as price * (C n - T N) / N: with whole counts one rounding, in the division. */
double reduction_pays_events(const struct reduction *r, double price) {
    double avoided = r->C * r->n - r->T * r->N;
    return r->N > 0 && avoided > 0 ? price * avoided / r->N : 0;
}
