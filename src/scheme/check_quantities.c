/* Quantities: what they can come to, and checks of them. */
#include "scheme/resolve.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define PENCE_IN_UNIT 100
#define LEAST_UNIFORM (DBL_EPSILON / 2) /* 2^-53, the least uniform that is ever drawn; 1 - 2^-53 is the greatest */

/* The end of a law's support, or the last value that can be drawn where it has no end. */
static double end_of(const struct quantity *q, double end, double uniform) {
    return (isfinite(end) ? end : law_invert(&q->law, uniform)) * q->scale;
}

double quantity_least(const struct scheme *s, int quantity) {
    if (quantity == NONE)
        return 0;
    const struct quantity *q = &s->quantities.items[quantity];
    double low, high;
    law_support(&q->law, &low, &high);
    return end_of(q, low, LEAST_UNIFORM);
}

double quantity_greatest(const struct scheme *s, int quantity) {
    if (quantity == NONE)
        return 0;
    const struct quantity *q = &s->quantities.items[quantity];
    double low, high;
    law_support(&q->law, &low, &high);
    return end_of(q, high, 1 - LEAST_UNIFORM);
}

void quantities_check(const struct scheme *s, struct diag *diag) {
    for (int i = 0; i < s->quantities.n; i++) {
        const struct quantity *q = &s->quantities.items[i];
        if (!q->unit || strcmp(q->unit, UNIT_MONEY) != 0)
            continue;
        double least = fabs(quantity_least(s, i)), greatest = fabs(quantity_greatest(s, i));
        double most = (least > greatest ? least : greatest) / PENCE_IN_UNIT;
        if (!(most <= AMOUNT_MAX))
            fault_add(diag, &q->place, NULL, "can come to %.3g; an amount is at most 10,000,000,000,000", most);
    }
}
