/* Checks of groups and outcomes. */
#include "scheme/resolve.h"

#define REFERRALS_MAX 1e8 /* expected in a month */
#define MASS_TOLERANCE 1e-9

/* Loadings a on a factor and b on the provider: a^2 + b^2 < 1, and no loading on nothing. */
static void check_loadings(const struct place *place, int factor, double a, double b, const char *factor_key,
                           const char *key, struct diag *diag) {
    if (a * a + b * b >= 1)
        fault_add(diag, place, key,
                  "loadings %g and %g explain all of the result and more; their squares must sum to less than 1", a, b);
    if (a != 0 && factor == NONE)
        fault_add(diag, place, key, "a loading of %g needs a factor; name one in `%s`", a, factor_key);
    if (a == 0 && factor != NONE)
        fault_note(diag, place, factor_key, "names a factor without a loading: it has no effect; give `%s`", key);
}

/* The greatest expected referrals of one month. */
static double most_referrals(const struct scheme *s, const struct group *g) {
    double most = 0;
    for (int i = 0; i < g->referrals.n; i++) {
        const struct spell *spell = &g->referrals.spells[i];
        most += spell->quantity == NONE ? spell->value : s->quantities.items[spell->quantity].mean;
    }
    return most * (g->volume == NONE ? 1 : s->quantities.items[g->volume].mean);
}

/* Whether any provider serves the group with a weight above 0. */
static bool is_served(const struct scheme *s, int group) {
    for (int p = 0; p < s->parties.n; p++) {
        const int *serves = s->parties.items[p].serves.quantity;
        if (serves && serves[group] != NONE && quantity_greatest(s, serves[group]) > 0)
            return true;
    }
    return false;
}

static void check_group(const struct scheme *s, int number, struct diag *diag) {
    const struct group *g = &s->groups.items[number];
    check_loadings(&g->place, g->engage_factor, g->engage_loading, g->engage_provider_loading, "engage_factor",
                   "engage_loading", diag);
    if (most_referrals(s, g) > REFERRALS_MAX)
        fault_add(diag, &g->place, "referrals", "%g referrals are expected in a month; at most 100 million are allowed",
                  most_referrals(s, g));
    bool dispersed = g->dispersion != NONE && quantity_greatest(s, g->dispersion) > 0;
    if (g->process == REFERRAL_NEGBIN && !dispersed)
        fault_note(diag, &g->place, "process", "negbin without `dispersion` is poisson");
    if (g->process != REFERRAL_NEGBIN && dispersed)
        fault_add(diag, &g->place, "dispersion", "only a negbin process has one; write process = \"negbin\"");
    if (g->choice.given && g->choice.outcome != NONE && s->outcomes.items[g->choice.outcome].reverses)
        fault_add(diag, &g->place, "choice.outcome", "\"%s\" undoes a result; name an outcome that clients want",
                  s->outcomes.items[g->choice.outcome].name);
    if (!is_served(s, number))
        fault_note(diag, &g->place, NULL, "no party serves this group: all its referrals will be unserved");
}

void groups_check(const struct scheme *s, struct diag *diag) {
    for (int g = 0; g < s->groups.n; g++)
        check_group(s, g, diag);
}

/* Whether the outcome is what is left over for somebody. */
static bool is_left_over(const struct scheme *s, int outcome) {
    for (int k = 0; k < s->outcomes.n; k++) {
        if (s->outcomes.items[k].otherwise == outcome)
            return true;
    }
    return false;
}

/* Whether clients of a group can reach an outcome, or the start; follows parents at most as long as there are outcomes. */
static bool can_reach(const struct scheme *s, int outcome, int group) {
    for (int steps = 0; outcome >= 0 && steps <= s->outcomes.n; steps++) {
        const struct outcome *o = &s->outcomes.items[outcome];
        int q = o->probability.quantity ? o->probability.quantity[group] : NONE;
        if (!is_left_over(s, outcome) && (q == NONE || quantity_greatest(s, q) <= 0))
            return false;
        outcome = o->after;
    }
    return outcome == START;
}

static void check_probability(const struct scheme *s, int k, struct diag *diag) {
    const struct outcome *o = &s->outcomes.items[k];
    if (is_left_over(s, k)) {
        if (o->probability.quantity)
            fault_add(
                diag, &o->place, "probability",
                "another outcome's `otherwise` names this one, which gets what is left; leave its probability out");
        return;
    }
    if (!o->probability.quantity) {
        fault_add(diag, &o->place, "probability",
                  "is missing; give one, or let another outcome of its branch name it in `otherwise`");
        return;
    }
    for (int g = 0; g < s->groups.n; g++) {
        if (o->probability.quantity[g] == NONE && can_reach(s, o->after, g))
            fault_add(diag, &o->place, "probability",
                      "is missing for the group \"%s\", which can reach it; write 0.0 if it never does",
                      s->groups.items[g].name);
    }
}

/* Levels rise, and of each group that can get there the probabilities sum to 1 (in the bid too). */
static void check_level_sum(const struct scheme *s, const struct outcome *o, int group, struct diag *diag) {
    double mean = 0, plan = 0;
    for (int i = 0; i < o->levels.n; i++) {
        const int *quantity = o->levels.items[i].probability.quantity;
        int q = quantity ? quantity[group] : NONE;
        mean += q == NONE ? 0 : s->quantities.items[q].mean;
        plan += q == NONE ? 0 : s->quantities.items[q].plan;
    }
    if (mean < 1 - MASS_TOLERANCE || mean > 1 + MASS_TOLERANCE)
        fault_add(
            diag, &o->place, "levels",
            "the probabilities sum to %.10g for the group \"%s\"; who achieves the outcome gets one level, so they "
            "must sum to 1",
            mean, s->groups.items[group].name);
    else if (plan < 1 - MASS_TOLERANCE || plan > 1 + MASS_TOLERANCE)
        fault_add(diag, &o->place, "levels",
                  "the probabilities of the plan sum to %.10g for the group \"%s\"; they must sum to 1", plan,
                  s->groups.items[group].name);
}

static void check_levels(const struct scheme *s, int k, struct diag *diag) {
    const struct outcome *o = &s->outcomes.items[k];
    for (int i = 1; i < o->levels.n; i++) {
        const struct level *level = &o->levels.items[i];
        if (level->level <= level[-1].level)
            fault_add(diag, &level->place, "level", "%g comes after %g; levels rise from one to the next", level->level,
                      level[-1].level);
    }
    if (o->levels.n > LEVELS_MAX)
        fault_add(diag, &o->place, "levels", "there are %d; at most %d are allowed", o->levels.n, LEVELS_MAX);
    for (int g = 0; o->levels.n > 0 && g < s->groups.n; g++) {
        if (can_reach(s, k, g))
            check_level_sum(s, o, g, diag);
    }
}

static void check_value(const struct scheme *s, const struct outcome *o, struct diag *diag) {
    double sum = 0;
    for (int i = 0; i < o->value.years.n; i++)
        sum += o->value.years.items[i];
    if (sum > 1 + MASS_TOLERANCE)
        fault_note(diag, &o->place, "value.years", "the shares sum to %g: more than the amount is saved", sum);
    if (o->value.to != NONE && s->parties.items[o->value.to].kind != PARTY_COMMISSIONER)
        fault_add(diag, &o->place, "value.to", "%s is not a commissioner; savings are counted for commissioners",
                  s->parties.items[o->value.to].name);
}

void outcomes_check(const struct scheme *s, struct diag *diag) {
    for (int k = 0; k < s->outcomes.n; k++) {
        const struct outcome *o = &s->outcomes.items[k];
        check_loadings(&o->place, o->factor, o->loading, o->provider_loading, "factor", "loading", diag);
        check_probability(s, k, diag);
        if (o->reverses && o->after == START)
            fault_add(diag, &o->place, "reverses",
                      "nothing has happened yet at the start that could be undone; name an outcome in `after`");
        check_levels(s, k, diag);
        if (o->value.given)
            check_value(s, o, diag);
    }
}
