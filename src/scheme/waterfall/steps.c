/* The list of kinds of steps, and what they share. */
#include "scheme/waterfall.h"

#include <string.h>

const struct step_kind *const step_kinds[] = {&step_fees,     &step_interest, &step_principal,
                                              &step_catch_up, &step_residual, NULL};

/* A step takes what it claims, or all that is left. */
static uint64_t broken_lanes(const struct payout *d, const money *before) {
    uint64_t lanes = 0;
    for (int i = 0; i < LANES; i++) {
        money taken = before[i] - d->left[i], missing = d->claimed[i] - taken;
        bool broken = taken < 0 || missing < 0 || (missing > 0 && d->left[i] > 0);
        lanes |= (uint64_t)broken << i;
    }
    return lanes;
}

void waterfall_run(struct payout *d, step_told told, void *user) {
    for (int k = 0; k < d->bond->steps.n; k++) {
        const struct waterfall_step *step = &d->bond->steps.items[k];
        money before[LANES];
        memcpy(before, d->left, sizeof before);
        memset(d->claimed, 0, sizeof d->claimed);
        memset(d->aside, 0, sizeof d->aside);
        step->kind->pay(step, d);
        d->broken |= broken_lanes(d, before);
        if (told)
            told(user, step, d, before[0]);
    }
}

/* ---- Claims ---- */

static money claim_of(const struct tranche_claim *t, enum take what, int lane) {
    money owed = t->owed[what][lane], room = t->room[lane];
    return owed < room ? owed : room;
}

KERNEL static void pay_one(struct tranche_claim *t, struct payout *d, enum take what) {
    for (int i = 0; i < LANES; i++) {
        money owed = t->owed[what][i], claim = owed < t->room[i] ? owed : t->room[i];
        money paid = claim < d->left[i] ? claim : d->left[i];
        t->taken[what][i] = paid;
        t->room[i] -= paid;
        d->left[i] -= paid;
        d->claimed[i] = claim;
    }
}

static void share_lane(const struct waterfall_step *step, struct payout *d, enum take what, int lane) {
    int n = step->items.n;
    money *claims = d->one_lane, *parts = claims + n, all = 0;
    for (int k = 0; k < n; k++) {
        claims[k] = claim_of(&d->tranche[step->items.items[k]], what, lane);
        all += claims[k];
    }
    money paid = all < d->left[lane] ? all : d->left[lane];
    money_split_pro_rata(paid, claims, n, parts);
    for (int k = 0; k < n; k++) {
        struct tranche_claim *t = &d->tranche[step->items.items[k]];
        t->taken[what][lane] = parts[k];
        t->room[lane] -= parts[k];
    }
    d->left[lane] -= paid;
    d->claimed[lane] = all;
}

void waterfall_pay_claims(const struct waterfall_step *step, struct payout *d, enum take what) {
    if (step->items.n == 1) {
        pay_one(&d->tranche[step->items.items[0]], d, what);
        return;
    }
    for (int i = 0; i < LANES; i++)
        share_lane(step, d, what, i);
}

void waterfall_set_aside(const struct waterfall_step *step, struct payout *d) {
    for (int k = 0; k < step->items.n; k++) {
        const struct tranche_claim *t = &d->tranche[step->items.items[k]];
        for (int i = 0; i < LANES; i++) {
            money kept = t->held[i] < d->left[i] ? t->held[i] : d->left[i];
            d->kept[i] += kept;
            d->aside[i] += kept;
            d->left[i] -= kept;
            d->claimed[i] += t->held[i];
        }
    }
}

double waterfall_rank_share(const struct bond *b, int rank) {
    double sum = 0;
    for (int t = 0; t < b->tranches.n; t++)
        sum += b->tranches.items[t].rank == rank ? b->tranches.items[t].residual : 0;
    return sum;
}

/* ---- Words ---- */

void waterfall_name(const struct bond *b, const struct step_kind *kind, int tranche, struct text_buf *out) {
    if (kind->of_tranche)
        text_appendf(out, "%s.", b->tranches.items[tranche].name);
    text_append(out, kind->word);
}

void waterfall_words(const struct bond *b, struct text_buf *out) {
    for (int k = 0; k < b->steps.n; k++) {
        text_append(out, k > 0 ? "; " : "");
        text_append(out, b->steps.items[k].words);
    }
}
