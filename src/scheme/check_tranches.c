/* Checks of what a tranche earns: grants, coupons and capital by results, catch-up, caps. */
#include "scheme/resolve.h"
#include "scheme/waterfall.h"

static void check_rows(const struct place *place, const char *key, const struct step *row, int n, bool rising,
                       struct diag *diag) {
    for (int i = 1; i < n; i++) {
        if (row[i].at <= row[i - 1].at)
            fault_add(diag, place, key, "row %d is at %g, not above %g; rows rise", i, row[i].at, row[i - 1].at);
        if (rising && row[i].pays < row[i - 1].pays)
            fault_add(diag, place, key,
                      "row %d repays %g, less than the %g of the row before; better results repay no less", i,
                      row[i].pays, row[i - 1].pays);
    }
}

/* A table by results: one of steps and line, its rows in order, values within their limit. */
static void check_table(const struct place *place, const char *key, const struct ratio_table *t, bool capital,
                        struct diag *diag) {
    if (!t->given)
        return;
    if ((t->steps.n > 0) == (t->line.n > 0))
        fault_add(diag, place, key, "needs steps or a line, one of them");
    check_rows(place, key, t->steps.items, t->steps.n, capital, diag);
    check_rows(place, key, t->line.items, t->line.n, capital, diag);
    if (capital && ratio_greatest(t) > 1)
        fault_add(diag, place, key, "repays %g of what was drawn; a share of capital is at most 1", ratio_greatest(t));
}

static void check_grant(const struct scheme *s, const struct bond *b, int tranche, struct diag *diag) {
    const struct tranche *t = &b->tranches.items[tranche];
    const struct {
        const char *key;
        bool given;
    } earns[] = {{"residual", t->residual > 0},   {"irr_cap", t->irr_cap_given},
                 {"catch_up", t->catch_up_given}, {"capital", t->capital.given},
                 {"maturity", t->maturity > 0},   {"coupon", step_interest.needed(s, b, tranche)}};
    for (size_t i = 0; t->grant && i < sizeof earns / sizeof earns[0]; i++) {
        if (earns[i].given)
            fault_add(diag, &t->place, earns[i].key, "is of no use to a grant, which is never repaid; take it out");
    }
    for (int k = 0; t->grant && k < b->guarantee.tranche.n; k++) {
        if (b->guarantee.tranche.items[k] == tranche)
            fault_add(diag, &t->place, "grant", "is guaranteed; a grant is never repaid, by nobody");
    }
}

static void check_dates(const struct scheme *s, const struct bond *b, const struct tranche *t, struct diag *diag) {
    int maturity = t->maturity > 0 ? t->maturity : s->months;
    if (t->maturity > s->months)
        fault_add(diag, &t->place, "maturity", "is month %d, after the scheme's last, %d; it is within them",
                  t->maturity, s->months);
    if (t->maturity > 0 && t->maturity < s->months && t->maturity % b->distribute_every != 0)
        fault_note(
            diag, &t->place, "maturity",
            "is month %d, and the bond distributes every %d months: what is due then is paid at the next of them",
            t->maturity, b->distribute_every);
    if (t->coupon.by.floor_until > maturity)
        fault_add(diag, &t->place, "coupon", "has its floor until month %d, after maturity in month %d; end it by then",
                  t->coupon.by.floor_until, maturity);
    if (t->capital.floor_until > maturity)
        fault_add(diag, &t->place, "capital",
                  "has its floor until month %d, after maturity in month %d; end it by then", t->capital.floor_until,
                  maturity);
    if (t->every > 0 && !t->coupon.by.given)
        fault_add(diag, &t->place, "every",
                  "is of a coupon that depends on results; a plain coupon is paid whenever the bond distributes");
}

/* The share of the residual of the first rank after this one's; `rank` receives it, 0 when there is none. */
static double next_share(const struct bond *b, int tranche, int *rank) {
    double share = 0;
    *rank = 0;
    for (int t = 0; t < b->tranches.n; t++) {
        int of = bond_rank(b, t);
        if (of > bond_rank(b, tranche) && (*rank == 0 || of < *rank))
            *rank = of;
    }
    for (int t = 0; t < b->tranches.n; t++)
        share += *rank > 0 && bond_rank(b, t) == *rank ? b->tranches.items[t].residual : 0;
    return share;
}

static void check_catch_up(const struct scheme *s, const struct bond *b, int tranche, struct diag *diag) {
    const struct tranche *t = &b->tranches.items[tranche];
    int rank;
    if (!t->catch_up_given)
        return;
    double share = next_share(b, tranche, &rank);
    if (!t->coupon.by.given && quantity_greatest(s, t->coupon.quantity) <= 0)
        fault_add(diag, &t->place, "catch_up",
                  "needs a preferred return to catch up with: give the tranche a coupon, or take catch_up out");
    for (int k = 0; k < b->tranches.n; k++) {
        if (k != tranche && bond_rank(b, k) == bond_rank(b, tranche))
            fault_add(diag, &t->place, "catch_up", "is of a tranche that is alone in its rank; \"%s\" has the same",
                      b->tranches.items[k].name);
    }
    if (share <= 0)
        fault_add(diag, &t->place, "catch_up",
                  "has nobody to catch up: no tranche of the next rank has a residual share");
    else if (t->catch_up <= share)
        fault_add(diag, &t->place, "catch_up",
                  "is %g, not above the %g of all profit that the next rank is to hold: it would never catch up",
                  t->catch_up, share);
}

static void check_cap(const struct scheme *s, const struct tranche *t, struct diag *diag) {
    if (!t->irr_cap_given || t->coupon.quantity == NONE)
        return;
    double coupon = s->quantities.items[t->coupon.quantity].mean;
    if (t->irr_cap < coupon)
        fault_note(diag, &t->place, "irr_cap",
                   "of %g a year is below the coupon of %g, which can never be paid in full", t->irr_cap, coupon);
}

void tranches_check(const struct scheme *s, const struct bond *b, struct diag *diag) {
    for (int i = 0; i < b->tranches.n; i++) {
        const struct tranche *t = &b->tranches.items[i];
        check_table(&t->place, "coupon", &t->coupon.by, false, diag);
        check_table(&t->place, "capital", &t->capital, true, diag);
        check_grant(s, b, i, diag);
        check_dates(s, b, t, diag);
        check_catch_up(s, b, i, diag);
        check_cap(s, t, diag);
    }
}
