/* The size of a loan: which is best, and between which sizes all tests are passed.
 *
 * Trouble is U-shaped in a loan: too little leaves cash to run out, too much leaves instalments that the work does not earn. So
 * sizes are laid out coarsely first; then the gaps beside the best of them, and those in which the tests begin or cease to be
 * passed, are halved until a treasurer's rounding is reached. All sizes are run with the same random numbers. None is larger
 * than the lender offers. */
#include "study/afford_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Sizes that are looked at, at most; a loan is rounded to so much of the size in the file, to 1, 2 or 5 of a power of ten. */
#define SIZES_MOST 48
#define ROUNDING 0.02
/* How the sizes go on, and up to how many times the file's, while the largest is the best or none passes. */
#define FURTHER 1.5
#define TIMES_MOST 12

/*   principal, trial  n sizes in order, and what each comes to */
struct sizes {
    struct assessor *a;
    double step;
    int n;
    double principal[SIZES_MOST];
    struct afford_case trial[SIZES_MOST];
};

/* 1, 2 or 5 times a power of ten: the largest that is no more than a size's rounding. */
static double rounding(double principal) {
    double most = principal * ROUNDING, unit = pow(10, floor(log10(most)));
    return most >= 5 * unit ? 5 * unit : most >= 2 * unit ? 2 * unit : unit;
}

/* A size to the nearest step, but no larger than the lender offers. */
static double rounded(const struct sizes *s, double principal) {
    const struct affordability *f = s->a->answer;
    double nearest = round(principal / s->step) * s->step;
    return f->maximum > 0 && nearest > f->maximum ? f->maximum : nearest;
}

static bool has_size(const struct sizes *s, double principal) {
    bool has = false;
    for (int i = 0; i < s->n; i++)
        has |= fabs(s->principal[i] - principal) < s->step / 2;
    return has;
}

/* Keeps a size in its place. */
static void keep(struct sizes *s, double principal, const struct afford_case *c) {
    int at = s->n++;
    for (; at > 0 && s->principal[at - 1] > principal; at--) {
        s->principal[at] = s->principal[at - 1];
        s->trial[at] = s->trial[at - 1];
    }
    s->principal[at] = principal;
    s->trial[at] = *c;
}

/* Runs a size that has not been run. False: there is no such loan, or no need of it. */
static bool look_at(struct sizes *s, double principal) {
    char path[SOLVE_NAME], value[64];
    struct afford_case c;
    if (s->n == SIZES_MOST || principal <= 0 || has_size(s, principal))
        return false;
    struct change change = afford_change(s->a);
    snprintf(path, sizeof path, "loans.\"%s\".principal", s->a->answer->loan);
    snprintf(value, sizeof value, "%.2f", principal);
    change.sets[change.n_sets++] = (struct setting_override){path, value};
    if (!assess(s->a, &change, &c, NULL))
        return false;
    keep(s, principal, &c);
    return true;
}

/* Whether a case is better than another by its worst test or, where that is as bad in both, by all of them together. */
static bool is_better(const struct assessor *a, const struct afford_case *c, const struct afford_case *other) {
    double score = assess_score(a, c), others = assess_score(a, other);
    return score < others || (score == others && assess_trouble(c) < assess_trouble(other));
}

static int least_trouble(const struct sizes *s) {
    int least = 0;
    for (int i = 1; i < s->n; i++)
        least = is_better(s->a, &s->trial[i], &s->trial[least]) ? i : least;
    return least;
}

/* Whether a case is as good as one that may only seem better: it passes too, within the sampling error of each test. */
static bool as_good(const struct assessor *a, const struct afford_case *c, const struct afford_case *seems_better) {
    for (int t = 0; t < AFFORD_TESTS; t++) {
        const struct estimate *other = &seems_better->test[t];
        if (c->test[t].defined && c->test[t].value > (other->defined ? other->high : 0))
            return false;
    }
    return assess_passes(a, c);
}

/* The place of the best size: that of the least trouble or, where it passes, the smallest that is as good. What a larger loan
 * costs more is certain; that it is safer, when it differs by no more than chance, is not. */
static int best_of(const struct sizes *s) {
    int least = least_trouble(s), best = 0;
    while (best < least && !as_good(s->a, &s->trial[best], &s->trial[least]))
        best++;
    return best;
}

static void lay_out(struct sizes *s) {
    static const double times[] = {0.25, 0.5, 0.75, 1.5, 2, 3};
    double file = s->a->answer->principal;
    look_at(s, s->a->answer->maximum);
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        look_at(s, rounded(s, times[i] * file));
    while ((best_of(s) == s->n - 1 || !assess_passes(s->a, &s->trial[best_of(s)])) &&
           s->principal[s->n - 1] < TIMES_MOST * file) {
        if (!look_at(s, rounded(s, FURTHER * s->principal[s->n - 1])))
            return;
    }
}

/* Looks into the middle of a gap; false when it is too narrow to have one. */
static bool halve(struct sizes *s, int below) {
    if (below < 0 || below + 1 >= s->n)
        return false;
    return look_at(s, rounded(s, (s->principal[below] + s->principal[below + 1]) / 2));
}

static void close_in_on_best(struct sizes *s) {
    bool more = true;
    while (more) {
        double best = s->principal[best_of(s)];
        more = halve(s, best_of(s) - 1);
        int at = best_of(s);
        if (s->principal[at] == best)
            more |= halve(s, at);
    }
}

/* The ends of the sizes around the best, which passes, that pass all tests too. */
static int end_of(const struct sizes *s, int direction) {
    int at = best_of(s);
    while (at + direction >= 0 && at + direction < s->n && assess_passes(s->a, &s->trial[at + direction]))
        at += direction;
    return at;
}

static void close_in_on_ends(struct sizes *s) {
    while (halve(s, end_of(s, -1) - 1))
        ;
    while (halve(s, end_of(s, 1)))
        ;
}

/* Whether a size is the most that the lender offers, as near as sizes are told apart. */
static bool is_maximum(const struct sizes *s, double principal) {
    double maximum = s->a->answer->maximum;
    return maximum > 0 && principal > maximum - s->step;
}

static void answer(const struct sizes *s) {
    struct affordability *f = s->a->answer;
    int best = best_of(s);
    f->best = s->trial[best];
    f->best_principal = s->principal[best];
    f->looked_to = s->principal[s->n - 1];
    f->size_step = s->step;
    f->fits = assess_passes(s->a, &f->best);
    f->maximum_binds = is_maximum(s, f->fits ? f->best_principal : f->looked_to);
    if (!f->fits)
        return;
    f->fits_from = s->principal[end_of(s, -1)];
    f->fits_to = s->principal[end_of(s, 1)];
    f->fits_open = end_of(s, 1) == s->n - 1;
    f->fits_offered = is_maximum(s, f->fits_to);
}

void afford_sizes(struct assessor *a) {
    struct affordability *f = a->answer;
    struct sizes s = {.a = a};
    if (a->loan == NONE || a->st != SIBYL_OK || f->principal <= 0)
        return;
    s.step = rounding(f->principal);
    keep(&s, 0, &f->contract);
    keep(&s, f->principal, &f->with_loan);
    lay_out(&s);
    f->fixed = s.n == 2;
    if (!f->fixed)
        close_in_on_best(&s);
    if (!f->fixed && assess_passes(a, &s.trial[best_of(&s)]))
        close_in_on_ends(&s);
    answer(&s);
}
