#include "scheme/term/ratio.h"

#include "scheme/resolve.h"

#include <math.h>

#define RATIO_TOLERANCE 1e-9

bool ratio_reaches(double count, double per, double at) {
    if (per <= 0)
        return count > 0 || at <= 0;
    return count >= (at - RATIO_TOLERANCE) * per;
}

static int last_reached(double count, double per, const struct reward *row, int n) {
    int last = -1;
    while (last + 1 < n && ratio_reaches(count, per, row[last + 1].at))
        last++;
    return last;
}

double ratio_pays_steps(double count, double per, const struct reward *row, int n) {
    int last = last_reached(count, per, row, n);
    return last < 0 ? 0 : (double)row[last].pays;
}

double ratio_pays_line(double count, double per, const struct reward *row, int n) {
    int last = last_reached(count, per, row, n);
    if (last < 0 || last + 1 == n)
        return last < 0 ? 0 : (double)row[last].pays;
    double rise = (double)(row[last + 1].pays - row[last].pays);
    double way = ((per > 0 ? count / per : 0) - row[last].at) / (row[last + 1].at - row[last].at);
    return (double)row[last].pays + rise * fmax(way, 0);
}

void ratio_check_rows(const struct term *t, const char *name, const struct reward *row, int n, struct diag *diag) {
    for (int i = 1; i < n; i++)
        if (row[i].at <= row[i - 1].at)
            fault_add(diag, &t->place, name, "row %d is at %g, not above %g; rows rise", i, row[i].at, row[i - 1].at);
}
