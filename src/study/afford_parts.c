#include "study/afford_parts.h"

#include "scheme/term.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PENCE_IN_UNIT 100.0
/* Halvings of a range in which an assumption flips the verdict, or cash is enough; doublings of cash until it is. */
#define HALVINGS 6
#define DOUBLINGS 24
/* How far assumptions are looked at: referrals and success from nothing to twice (success: to what a probability can be),
 * payment up to a year later. */
#define MOST_TIMES 2.0
#define MOST_LATER 12

static void set(struct change *change, const char *path, const char *value) {
    if (change->n_sets < CHANGE_SETS)
        change->sets[change->n_sets++] = (struct setting_override){path, value};
}

/* ---- Cash at the start ---- */

static bool try_cash(struct assessor *a, double more, struct afford_case *out) {
    char path[SOLVE_NAME], value[64];
    struct change change = afford_change(a);
    const struct party *p = &a->base->parties.items[a->party];
    double opening = p->opening_cash == NONE ? 0 : a->base->quantities.items[p->opening_cash].mean / PENCE_IN_UNIT;
    snprintf(path, sizeof path, "parties.\"%s\".opening_cash", p->name);
    snprintf(value, sizeof value, "%.2f", opening + more);
    set(&change, path, value);
    return assess(a, &change, out, NULL);
}

/* Cash that comes at the start raises every later balance by as much, but it may also prevent interest, arrears or a
 * failure, so that the answer is run: from nothing up to what the worst twentieth of paths lack, doubled while it is not
 * enough (who stops early never came to what it would have lacked later), then halved. */
void afford_extra_cash(struct assessor *a) {
    struct affordability *f = a->answer;
    struct afford_case c = f->with_loan;
    double tolerance = f->tolerance[TEST_LIQUIDITY], low = 0, high = -f->with_loan.lowest_bad.value;
    if (a->st != SIBYL_OK || c.test[TEST_LIQUIDITY].value <= tolerance)
        return;
    high = high > 1 ? ceil(high) : 1;
    bool enough = false;
    for (int i = 0; i < DOUBLINGS && !enough && try_cash(a, high, &c); i++) {
        enough = c.test[TEST_LIQUIDITY].value <= tolerance;
        low = enough ? low : high;
        high = enough ? high : 2 * high;
    }
    for (int i = 0; i < HALVINGS && enough && try_cash(a, (low + high) / 2, &c); i++)
        *(c.test[TEST_LIQUIDITY].value <= tolerance ? &high : &low) = (low + high) / 2;
    f->extra_found = enough && a->st == SIBYL_OK;
    f->extra_cash = high;
}

/* ---- Assumptions ---- */

static bool try_times(struct assessor *a, enum afford_assumption which, double times, struct afford_case *out) {
    struct change change = afford_change(a);
    *(which == ASSUMED_REFERRALS ? &change.volume : &change.success) = times;
    return assess(a, &change, out, NULL);
}

/* Down from 1 where the verdict is good, up from it where it is not. */
static void flip_times(struct assessor *a, enum afford_assumption which, double most) {
    struct afford_flip *flip = &a->answer->flip[which];
    struct afford_case c;
    bool passes = assess_passes(a, &a->answer->with_loan);
    double same = 1, other = passes ? 0 : most;
    flip->asked = true;
    flip->assumed = 1;
    flip->looked = other;
    if (!try_times(a, which, other, &c) || assess_passes(a, &c) == passes)
        return;
    for (int i = 0; i < HALVINGS && try_times(a, which, (same + other) / 2, &c); i++)
        *(assess_passes(a, &c) == passes ? &same : &other) = (same + other) / 2;
    flip->found = a->st == SIBYL_OK;
    flip->flips = passes ? same : other;
}

/* The largest factor with which an effect that is measured stays at most 1, if that is less than what was found before. */
static double most_effect(const struct scheme *s, int quantity, double most) {
    double low, high;
    law_support(&s->quantities.items[quantity].law, &low, &high);
    return high > 0 && 1 / high < most ? 1 / high : most;
}

/* The same of a probability, by its mean: where what is drawn would be more than 1, it is certain. */
static double most_chance(const struct scheme *s, int quantity, double most) {
    double mean = s->quantities.items[quantity].mean;
    return mean > 0 && 1 / mean < most ? 1 / mean : most;
}

/* The largest factor on success with which every probability, and every effect that is measured, can still be one; 0 where
 * there is none. */
static double most_success(const struct scheme *s) {
    double most = MOST_TIMES;
    bool any = false;
    for (int k = 0; k < s->outcomes.n; k++) {
        const struct outcome *o = &s->outcomes.items[k];
        for (int g = 0; o->probability.quantity && !o->reverses && g < s->groups.n; g++) {
            if (o->probability.quantity[g] == NONE)
                continue;
            most = most_chance(s, o->probability.quantity[g], most);
            any = true;
        }
    }
    for (int c = 0; c < s->contracts.n; c++) {
        for (int k = 0; k < s->contracts.items[c].terms.n; k++) {
            struct term *t = &s->contracts.items[c].terms.items[k];
            if (!t->kind || !t->kind->effect)
                continue;
            most = most_effect(s, *t->kind->effect(t), most);
            any = true;
        }
    }
    return any ? most : 0;
}

/* Months by which payment may be later before the verdict turns; asked only where it is good. */
static void flip_later(struct assessor *a) {
    struct afford_flip *flip = &a->answer->flip[ASSUMED_LATER];
    if (!assess_passes(a, &a->answer->with_loan))
        return;
    flip->asked = true;
    flip->looked = MOST_LATER;
    int same = 0, other = MOST_LATER;
    struct afford_case c;
    for (bool first = true; first || other - same > 1; first = false) {
        int months = first ? other : (same + other) / 2;
        struct change change = afford_change(a);
        change.later = months;
        if (!assess(a, &change, &c, NULL))
            return;
        bool passes = assess_passes(a, &c);
        if (first && passes)
            return;
        *(passes ? &same : &other) = months;
    }
    flip->found = true;
    flip->flips = other;
}

void afford_flips(struct assessor *a) {
    if (a->base->parties.items[a->party].serves.quantity)
        flip_times(a, ASSUMED_REFERRALS, MOST_TIMES);
    double most = most_success(a->base);
    if (most > 1 || (most > 0 && assess_passes(a, &a->answer->with_loan)))
        flip_times(a, ASSUMED_SUCCESS, most);
    flip_later(a);
}
