/* Endings and money: what a term earns after the last month of service, and what is paid because of the ending. */
#include "engine/books.h"

#include "scheme/ending.h"

#include <assert.h>
#include <string.h>

static bool ends(const struct books *b, int contract, int lane) {
    return b->endings.contract[contract].view.ended >> lane & 1;
}

static bool pays_pipeline(const struct books *b, int contract, int lane) {
    return b->endings.contract[contract].view.pipeline >> lane & 1;
}

/* The last month in which a term earns what was achieved by the end of month `last`. A condition's own entitlement (NULL) is
 * all of its month. */
static int achieved_until(const struct scheme *s, const struct term *t, int last) {
    return t && t->kind->completes ? t->kind->completes(t, &s->contracts.items[t->contract], last) : last;
}

/* Whether all that comes in under a contract from now on was earned by the end of month `last`. */
static bool earned_by(const struct books *b, int contract, int lane, int last) {
    return ends(b, contract, lane) && !pays_pipeline(b, contract, lane) &&
           b->endings.contract[contract].view.last[lane] <= last;
}

int endings_stop(const struct books *b, int contract, int term, int lane) {
    const struct contract_ending *ending = &b->endings.contract[contract];
    const struct term *t = &b->scheme->contracts.items[contract].terms.items[term];
    int last = ending->view.last[lane];
    bool when_due;
    int of = t->kind->source ? t->kind->source(t, &when_due) : NONE;
    if (!ends(b, contract, lane) || (pays_pipeline(b, contract, lane) && (t->kind->results || of != NONE)))
        return ENDLESS;
    /* What passes on parts of what was earned above is cut where it is earned (endings_passed); a share of receipts goes on
     * only if nothing later is among them. */
    if (of != NONE && (!t->kind->at_once || earned_by(b, of, lane, last)))
        return ENDLESS;
    return ending->view.capital >> lane & 1 ? last : achieved_until(b->scheme, t, last);
}

/* ---- Entitlements ---- */

/* What the ending cut a period short by, where it is settled in this month and the last month of service has been booked:
 * what would have been earned in it had the end been known, less what was. */
static void add_cut_short(struct books *b, int contract, int term, uint64_t lanes, money gain[LANES]) {
    const struct term *t = &b->scheme->contracts.items[contract].terms.items[term];
    int then = b->month - 1;
    double index[LANES], known[LANES] = {0}, unknown[LANES] = {0};
    struct term_view view;
    if (!t->kind->scheduled)
        return;
    earnings_view(b, contract, term, then, index, &view);
    t->kind->scheduled(&view, then, known);
    view.ending = NULL;
    t->kind->scheduled(&view, then, unknown);
    for (uint64_t rest = lanes; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        assert(b->endings.contract[contract].view.last[lane] == then);
        if (known[lane] > unknown[lane])
            gain[lane] = money_round(known[lane] - unknown[lane]);
    }
}

void endings_cut(struct books *b, int contract, int term, money gain[LANES], money loss[LANES]) {
    const struct contract_ending *ending = &b->endings.contract[contract];
    uint64_t late = 0;
    for (uint64_t rest = ending->view.ended; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        if (b->month <= endings_stop(b, contract, term, lane))
            continue;
        gain[lane] = loss[lane] = 0;
        late |= (uint64_t)(ending->settles[lane] == b->month) << lane;
    }
    if (late)
        add_cut_short(b, contract, term, late, gain);
}

/* ---- Passing on ---- */

static bool counts_provider(const struct contract *c, int provider) {
    for (int i = 0; i < c->n_parts; i++) {
        if (c->part[i] == provider)
            return true;
    }
    return false;
}

/* Whether a contract passes on the parts of what is earned under another. */
static bool passes_on(const struct contract *c, int of) {
    for (int k = 0; k < c->terms.n; k++) {
        const struct term *t = &c->terms.items[k];
        bool when_due;
        if (t->kind->source && !t->kind->at_once && t->kind->source(t, &when_due) == of)
            return true;
    }
    return false;
}

/* Lanes in which contract `below` is still paid out of what term t of the one above earns this month. */
static uint64_t still_passed(const struct books *b, int below, const struct term *t) {
    const struct contract_ending *ending = &b->endings.contract[below];
    uint64_t lanes = UINT64_MAX;
    for (uint64_t rest = ending->view.ended & ~ending->view.pipeline; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        if (b->month > achieved_until(b->scheme, t, ending->view.last[lane]))
            lanes &= ~(UINT64_C(1) << lane);
    }
    return lanes;
}

uint64_t endings_passed(const struct books *b, int contract, int term, int part) {
    const struct contract *above = &b->scheme->contracts.items[contract];
    uint64_t lanes = 0;
    bool any = false;
    for (int c = 0; c < b->scheme->contracts.n; c++) {
        const struct contract *below = &b->scheme->contracts.items[c];
        if (!counts_provider(below, above->part[part]) || !passes_on(below, contract))
            continue;
        lanes |= still_passed(b, c, term < above->terms.n ? &above->terms.items[term] : NULL);
        any = true;
    }
    return any ? lanes : UINT64_MAX;
}

/* ---- Capital ---- */

/* Principal drawn and unrepaid on a bond, before this month's draws. */
static money outstanding(const struct books *b, int bond, int lane) {
    money sum = 0;
    for (int t = 0; t < b->scheme->bonds.items[bond].tranches.n; t++)
        sum += b->bonds[bond].tranche[t].principal[lane];
    return sum;
}

/* Earned under a contract to date and not yet paid. */
static money earned_unpaid(const struct books *b, int contract, int lane) {
    const struct earnings *e = &b->earnings;
    money sum = -b->claims.paid[contract][lane];
    for (int t = e->first_term[contract]; t < e->first_term[contract + 1]; t++)
        sum += e->accrued[t][lane];
    return sum > 0 ? sum : 0;
}

bool endings_compensation(const struct books *b, int contract, money due[LANES]) {
    const struct contract_ending *ending = &b->endings.contract[contract];
    int bond = b->bond_of_party[b->scheme->contracts.items[contract].payee];
    bool any = false;
    memset(due, 0, sizeof(lane_money));
    for (uint64_t rest = bond == NONE ? 0 : ending->view.ended; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        const struct termination *t = ending->terms[lane];
        if (ending->settles[lane] != b->month || !t || t->pays != TERMINATION_CAPITAL)
            continue;
        money owed = money_times(outstanding(b, bond, lane), termination_share(t)) - earned_unpaid(b, contract, lane);
        due[lane] = owed > 0 ? owed : 0;
        any |= due[lane] > 0;
    }
    return any;
}
