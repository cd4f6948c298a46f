/* Advances: money paid on account, kept back from later payments, and called in at the long stop (rule 26).
 *
 * An advance is no entitlement: nothing has been earned by it, no condition sees it, and what is kept back from a later
 * payment takes nothing off what was earned. */
#include "engine/books.h"

#include <string.h>

static bool plan_of(const struct contract *c, int k, struct advance_plan *plan) {
    const struct term *t = &c->terms.items[k];
    return t->kind->on_account && t->kind->on_account(c, t, plan);
}

static int count_advances(const struct scheme *s) {
    struct advance_plan plan;
    int n = 0;
    for (int c = 0; c < s->contracts.n; c++) {
        for (int k = 0; k < s->contracts.items[c].terms.n; k++)
            n += plan_of(&s->contracts.items[c], k, &plan);
    }
    return n;
}

status advances_init(struct books *b) {
    const struct scheme *s = b->scheme;
    struct claims *c = &b->claims;
    c->advance = arena_array(&b->arena, (size_t)count_advances(s) + 1, sizeof *c->advance);
    if (!c->advance)
        return SIBYL_ERR_NO_MEMORY;
    for (int k = 0; k < s->contracts.n; k++) {
        for (int t = 0; t < s->contracts.items[k].terms.n; t++) {
            struct advance *a = &c->advance[c->n_advances];
            if (!plan_of(&s->contracts.items[k], t, &a->plan))
                continue;
            a->contract = k;
            a->term = b->earnings.first_term[k] + t;
            c->n_advances++;
        }
    }
    return SIBYL_OK;
}

void advances_begin(struct books *b) {
    for (int i = 0; i < b->claims.n_advances; i++)
        memset(b->claims.advance[i].balance, 0, sizeof(lane_money));
}

/* ---- Paid, kept back, called in ---- */

static void pay_advance(struct books *b, struct advance *a) {
    const struct contract *c = &b->scheme->contracts.items[a->contract];
    const double *amount = b->draws->q[a->plan.amount];
    uint64_t going = endings_going(b, a->contract);
    for (int i = 0; i < LANES; i++)
        a->balance[i] = going >> i & 1 ? money_round(amount[i]) : 0;
    claims_owe(b, a->contract, a->balance);
    if (b->trace)
        tell_advance(b, a, "paid on account", a->balance[TRACE_LANE]);
    for (int i = 0; payers_sure(b->scheme, c) == 1 && i < LANES; i++)
        b->claims.term_paid[a->term][i] += a->balance[i];
}

void advances_pay(struct books *b, int contract) {
    for (int i = 0; i < b->claims.n_advances; i++) {
        struct advance *a = &b->claims.advance[i];
        if (a->contract == contract && a->plan.month == b->month)
            pay_advance(b, a);
    }
}

/* What of an amount is kept back: min(balance, round(recover * amount)), and no more than is left of it. */
static money kept(double recover, money amount, money balance, money left) {
    money most = money_times(amount, recover);
    most = most < balance ? most : balance;
    return most < left ? most : left;
}

void advances_recover(struct books *b, int contract, lane_money amount) {
    lane_money whole;
    memcpy(whole, amount, sizeof whole);
    for (int i = 0; i < b->claims.n_advances; i++) {
        struct advance *a = &b->claims.advance[i];
        if (a->contract != contract || a->plan.month >= b->month)
            continue;
        for (int l = 0; l < LANES; l++) {
            money back = kept(a->plan.recover, whole[l], a->balance[l], amount[l]);
            a->balance[l] -= back;
            amount[l] -= back;
        }
    }
}

void advances_call_in(struct books *b, int contract) {
    int stop = b->scheme->contracts.items[contract].last_claim;
    int last = stop < b->scheme->months ? stop : b->scheme->months;
    uint64_t failed = failure_lanes(b, b->scheme->contracts.items[contract].payee);
    bool may_be_last = b->month >= last || b->endings.any;
    for (int i = 0; i < b->claims.n_advances; i++) {
        struct advance *a = &b->claims.advance[i];
        if (a->contract != contract || !may_be_last || !any_lane(a->balance))
            continue;
        lane_money left;
        for (int l = 0; l < LANES; l++) {
            bool over = b->month >= last || failed >> l & 1 || b->month >= endings_last_due(b, contract, l);
            left[l] = over ? a->balance[l] : 0;
            a->balance[l] -= left[l];
        }
        claims_owe_back(b, contract, left);
        if (b->trace)
            tell_advance(b, a, "left, and owed back", left[TRACE_LANE]);
    }
}

/* ---- What is outstanding, now and ahead ---- */

void advances_outstanding(const struct books *b, int contract, lane_money sum) {
    for (int i = 0; i < b->claims.n_advances; i++) {
        for (int l = 0; l < LANES && b->claims.advance[i].contract == contract; l++)
            sum[l] += b->claims.advance[i].balance[l];
    }
}

void advances_repayable(const struct books *b, int party, lane_money sum) {
    memset(sum, 0, sizeof(lane_money));
    for (int c = 0; c < b->scheme->contracts.n && b->claims.n_advances > 0; c++) {
        if (b->scheme->contracts.items[c].payee == party)
            advances_outstanding(b, c, sum);
    }
}
