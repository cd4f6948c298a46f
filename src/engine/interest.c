/* What tranches earn by time and by results: interest, coupons and repayment of capital by a counted ratio, and the
 * hurdle balances of caps (model 6.7; rules 66 to 68). */
#include "engine/books.h"

#include "base/elementary.h"

#define MONTHS_A_YEAR 12

/* Monthly rate of a coupon: (1 + c)^(1/12) - 1 where interest compounds, c/12 where it is simple. */
void interest_begin(const struct books *b, const struct tranche *t, struct tranche_account *account) {
    for (int i = 0; i < LANES; i++) {
        double coupon = t->coupon.quantity == NONE ? 0 : b->draws->q[t->coupon.quantity][i];
        account->rate[i] =
            t->interest == INTEREST_SIMPLE ? coupon / MONTHS_A_YEAR : elem_pow(1 + coupon, 1.0 / MONTHS_A_YEAR) - 1;
    }
}

/* ---- Results ---- */

/* Adds a month's count of an outcome (or START) with the providers below the spv. */
static void add_count(const struct books *b, int spv, int what, int month, double sum[LANES]) {
    const struct scheme *s = b->scheme;
    for (int era = 0; era < s->n_eras; era++) {
        const struct count_grid *grid =
            what == START ? &b->clients->starts[era] : &b->clients->outcomes[what * s->n_eras + era];
        for (int cell = 0; cell < s->n_providers * s->groups.n; cell++) {
            int p = cell / s->groups.n, g = cell % s->groups.n;
            if (!scheme_in_subtree(s, spv, s->provider_party[p]))
                continue;
            const double *count = count_at(grid, month, p, g);
            for (int i = 0; i < LANES; i++)
                sum[i] += count[i];
        }
    }
}

/* The table's value of the counts from month 1 to this one. */
static void by_results(const struct books *b, int spv, const struct ratio_table *t, double value[LANES]) {
    double count[LANES] = {0}, per[LANES] = {0};
    for (int month = 1; month <= b->month; month++) {
        add_count(b, spv, t->count, month, count);
        add_count(b, spv, t->per, month, per);
    }
    for (int i = 0; i < LANES; i++)
        value[i] = ratio_lookup(t, count[i], per[i], b->month);
}

/* When a tranche falls due in a lane: at its maturity, or sooner, when the bond is wound up. */
static int maturity_of(const struct bond_account *bond, const struct tranche *t, int lane) {
    int last = bond->last_month[lane];
    return t->maturity > 0 && t->maturity < last ? t->maturity : last;
}

/* Lanes in which a month is one of a period's last: every `every` months (0: never) and at maturity. */
static uint64_t reading_lanes(const struct bond_account *bond, const struct tranche *t, int every, int month) {
    uint64_t lanes = 0;
    for (int i = 0; i < LANES; i++) {
        int maturity = maturity_of(bond, t, i);
        bool reads = month == maturity || (month < maturity && every > 0 && month % every == 0);
        lanes |= (uint64_t)reads << i;
    }
    return lanes;
}

/* The coupon of a period is table x (months of the period / 12) x principal on average over its months. */
static void pay_by_results(const struct books *b, int bond, const struct tranche *t, struct tranche_account *account) {
    uint64_t lanes = reading_lanes(&b->bonds[bond], t, t->every, b->month);
    for (int i = 0; i < LANES; i++)
        account->borne[i] += account->principal[i];
    if (!lanes)
        return;
    double rate[LANES];
    by_results(b, b->scheme->bonds.items[bond].spv, &t->coupon.by, rate);
    for (int i = 0; i < LANES; i++) {
        if (!(lanes >> i & 1))
            continue;
        account->interest[i] += money_times(account->borne[i], rate[i] / MONTHS_A_YEAR);
        account->borne[i] = 0;
    }
}

static void read_capital(const struct books *b, int bond, const struct tranche *t, struct tranche_account *account) {
    uint64_t lanes = t->capital.given ? reading_lanes(&b->bonds[bond], t, 0, b->month) : 0;
    if (!lanes)
        return;
    double share[LANES];
    by_results(b, b->scheme->bonds.items[bond].spv, &t->capital, share);
    for (int i = 0; i < LANES; i++) {
        if (lanes >> i & 1)
            account->repayable[i] = money_times(account->drawn[i], share[i]);
    }
}

/* ---- The month ---- */

static void accrue(const struct tranche *t, struct tranche_account *account) {
    bool compound = t->interest == INTEREST_COMPOUND;
    for (int i = 0; i < LANES; i++) {
        money base = account->principal[i] + (compound ? account->interest[i] : 0);
        account->interest[i] += money_times(base, account->rate[i]);
    }
}

static void grow_hurdle(const struct tranche *t, struct tranche_account *account) {
    if (!t->irr_cap_given)
        return;
    double growth = elem_pow(1 + t->irr_cap, 1.0 / MONTHS_A_YEAR);
    for (int i = 0; i < LANES; i++)
        account->hurdle[i] *= growth;
}

void interest_month(struct books *b, int bond) {
    const struct bond *d = &b->scheme->bonds.items[bond];
    for (int k = 0; k < d->tranches.n; k++) {
        const struct tranche *t = &d->tranches.items[k];
        struct tranche_account *account = &b->bonds[bond].tranche[k];
        if (t->coupon.by.given)
            pay_by_results(b, bond, t, account);
        else if (!t->grant)
            accrue(t, account);
        read_capital(b, bond, t, account);
        grow_hurdle(t, account);
    }
}
