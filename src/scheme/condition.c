#include "scheme/condition.h"

#include "scheme/room.h"

#include <stddef.h>

const struct condition *const conditions[] = {&condition_annual_cap, &condition_cap, NULL};

int conditions_sums(const struct contract *c) {
    int n = 0;
    for (const struct condition *const *k = conditions; *k; k++)
        n += (*k)->given(c) ? 1 : 0;
    return n;
}

void conditions_begin(const struct month_earned *m, money (*sums)[LANES]) {
    int n = 0;
    for (const struct condition *const *k = conditions; *k; k++) {
        if (!(*k)->given(m->contract))
            continue;
        if ((*k)->begin)
            (*k)->begin(m, sums[n]);
        n++;
    }
}

/* Sums are taken when all have acted, since what a later condition cuts does not use up an earlier one's room. */
void conditions_apply(const struct month_earned *m, money (*sums)[LANES]) {
    int n = 0;
    for (const struct condition *const *k = conditions; *k; k++) {
        if (!(*k)->given(m->contract))
            continue;
        (*k)->apply(m, sums[n++]);
        if (m->acted)
            m->acted(m->watcher, m, *k);
    }
    n = 0;
    for (const struct condition *const *k = conditions; *k; k++)
        if ((*k)->given(m->contract))
            (*k)->post(m, sums[n++]);
}
