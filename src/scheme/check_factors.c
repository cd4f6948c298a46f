/* Checks of factors and of their correlation. */
#include "random/copula.h"
#include "scheme/resolve.h"

void factors_check(const struct scheme *s, struct diag *diag) {
    for (int f = 0; f < s->factors.n; f++) {
        const struct factor *factor = &s->factors.items[f];
        if (factor->process == FACTOR_CONSTANT && factor->persistence != 0)
            fault_add(diag, &factor->place, "persistence",
                      "is given for a constant factor, which never moves; write process = \"ar1\"");
        for (int i = 0; i < factor->shifts.n; i++) {
            const struct shift *shift = &factor->shifts.items[i];
            if (shift->from > shift->to)
                fault_add(diag, &factor->place, "shifts",
                          "a shift runs from month %d to %d; it must end after it begins", shift->from, shift->to);
        }
    }
}

/* Whether the correlation has a row and a column for each factor. */
static bool is_square(const struct scheme *s, struct diag *diag) {
    int n = s->factors.n;
    if (s->correlation.n != n) {
        fault_add(diag, &s->place, "correlation", "has %d rows for %d factors; it needs a row for each",
                  s->correlation.n, n);
        return false;
    }
    for (int i = 0; i < n; i++) {
        if (s->correlation.items[i].n != n) {
            fault_add(diag, &s->place, "correlation", "row %d has %d numbers for %d factors; it needs one for each",
                      i + 1, s->correlation.items[i].n, n);
            return false;
        }
    }
    return true;
}

status correlation_resolve(struct scheme *s, struct diag *diag) {
    s->correlation_factor = NULL;
    if (s->correlation.n == 0 || !is_square(s, diag))
        return SIBYL_OK;
    size_t n = (size_t)s->factors.n;
    double *matrix = arena_array(&s->arena, n * n, sizeof(double));
    double *lower = arena_array(&s->arena, n * n, sizeof(double));
    if (!matrix || !lower)
        return SIBYL_ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            matrix[i * n + j] = s->correlation.items[i].items[j];
    }
    char reason[COPULA_REASON_ROOM];
    if (!correlation_factor(s->factors.n, matrix, lower, reason)) {
        fault_add(diag, &s->place, "correlation", "%s", reason);
        return SIBYL_OK;
    }
    s->correlation_factor = lower;
    return SIBYL_OK;
}
