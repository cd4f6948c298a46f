/* What a prime, a provider or an spv learns: whether its cash lasts, and what the work is worth to it. */
#include "engine/metrics.h"

#include <string.h>

#define ALL_LANES UINT64_MAX

static const struct memory *memory_of(const struct walk *w, const struct metric_ref *r) {
    return &w->books->memory[r->party];
}

/* ---- Cash ---- */

static uint64_t closing_cash(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const money *cash = ledger_cash(&w->books->ledger, r->party);
    ledger_restricted(&w->books->ledger, r->party, out);
    for (int i = 0; i < LANES; i++)
        out[i] += cash[i];
    return ALL_LANES;
}

static uint64_t lowest_cash(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, memory_of(w, r)->low, sizeof(lane_money));
    return ALL_LANES;
}

static uint64_t lowest_cash_month(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, memory_of(w, r)->low_month, sizeof(lane_money));
    return ALL_LANES;
}

static uint64_t lowest_free_reserves(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, memory_of(w, r)->low_reserves, sizeof(lane_money));
    return ALL_LANES;
}

static uint64_t closing_free_reserves(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    memcpy(out, memory_of(w, r)->reserves, sizeof(lane_money));
    return ALL_LANES;
}

static uint64_t months_below_floor(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    for (int i = 0; i < LANES; i++)
        out[i] = record_fixed(RECORD_COUNT, (double)memory_of(w, r)->months_below[i]);
    return ALL_LANES;
}

static uint64_t happened(const lane_money first, int64_t out[LANES]) {
    for (int i = 0; i < LANES; i++)
        out[i] = first[i] != NEVER;
    return ALL_LANES;
}

static uint64_t first_month(const lane_money first, int64_t out[LANES]) {
    uint64_t defined = 0;
    for (int i = 0; i < LANES; i++) {
        out[i] = first[i];
        defined |= (uint64_t)(first[i] != NEVER) << i;
    }
    return defined;
}

static uint64_t below_cash_floor(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return happened(memory_of(w, r)->below_floor, out);
}

static uint64_t below_zero(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return happened(memory_of(w, r)->below_zero, out);
}

static uint64_t below_reserves(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return happened(memory_of(w, r)->below_reserves, out);
}

static uint64_t below_closure(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return happened(memory_of(w, r)->below_closure, out);
}

static uint64_t insolvent(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return happened(memory_of(w, r)->insolvent, out);
}

static uint64_t first_below_floor(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return first_month(memory_of(w, r)->below_floor, out);
}

static uint64_t first_below_closure(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    return first_month(memory_of(w, r)->below_closure, out);
}

static uint64_t restricted_needed(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    for (int i = 0; i < LANES; i++)
        out[i] = memory_of(w, r)->restricted_needed >> i & 1;
    return ALL_LANES;
}

static uint64_t peak_funding_need(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    const money *low = memory_of(w, r)->shadow_low;
    for (int i = 0; i < LANES; i++)
        out[i] = low[i] < 0 ? -low[i] : 0;
    return w->shadowed ? ALL_LANES : ~failure_lanes(w->books, r->party);
}

bool metric_of_shadow(const struct metric_def *def) { return def->value == peak_funding_need; }

/* ---- Surplus (rule 85) ---- */

/* What of a contract's accepted entitlements payers who have failed leave unpaid: it is lost. */
static void left_by_failed(const struct books *b, int contract, lane_money lost) {
    lane_money worth;
    for (int i = 0; i < LANES; i++)
        worth[i] = lost[i] = b->claims.accepted[contract][i] - b->claims.paid[contract][i];
    payers_mask_failed(b, contract, worth);
    for (int i = 0; i < LANES; i++)
        lost[i] -= worth[i];
}

/* Entitlements accepted by the end, under contracts in which the party is payee (or payer). */
static void accepted(const struct walk *w, int party, bool as_payee, int64_t out[LANES]) {
    memset(out, 0, sizeof(lane_money));
    for (int c = 0; c < w->scheme->contracts.n; c++) {
        const struct contract *contract = &w->scheme->contracts.items[c];
        const money *amount = w->books->claims.accepted[c];
        lane_money lost;
        if (as_payee ? contract->payee != party : payers_share(contract, party) == 0)
            continue;
        if (as_payee)
            left_by_failed(w->books, c, lost);
        for (int i = 0; i < LANES; i++)
            out[i] += as_payee ? amount[i] - lost[i] : payers_part(contract, party, amount[i]);
    }
}

void metric_entitled(const struct walk *w, int party, int64_t out[LANES]) { accepted(w, party, true, out); }

/* What a party's loans have cost it, paid or owed: interest with what has accrued, and fees. */
static void loans_cost(const struct walk *w, int party, int64_t out[LANES]) {
    memset(out, 0, LANES * sizeof out[0]);
    for (int k = 0; k < w->scheme->loans.n; k++) {
        lane_money accrued;
        if (w->scheme->loans.items[k].borrower != party)
            continue;
        loan_accrued(w->books, k, accrued);
        for (int i = 0; i < LANES; i++)
            out[i] += w->books->lending.loan[k].charged[i] + accrued[i];
    }
}

/* What a party is paid for managing bonds, deferred fees included: income of its own. */
static void fees_received(const struct walk *w, int party, lane_money out) {
    memset(out, 0, sizeof(lane_money));
    for (int k = 0; k < w->scheme->bonds.n; k++) {
        const struct bond *d = &w->scheme->bonds.items[k];
        for (int f = 0; f < d->fees.n; f++) {
            for (int i = 0; d->fees.items[f].to == party && i < LANES; i++)
                out[i] += w->books->bonds[k].fee_paid[f][i];
        }
    }
}

void metric_surplus(const struct walk *w, int party, int64_t out[LANES]) {
    const struct accounts *l = &w->books->ledger;
    const money *income = ledger_total(l, party, FLOW_INCOME), *costs = ledger_total(l, party, FLOW_COSTS);
    const money *interest = ledger_total(l, party, FLOW_INTEREST), *fees = ledger_total(l, party, FLOW_FEES);
    const money *granted = ledger_total(l, party, FLOW_GRANTED);
    lane_money entitled, owed, loans, received;
    accepted(w, party, true, entitled);
    fees_received(w, party, received);
    accepted(w, party, false, owed);
    loans_cost(w, party, loans);
    for (int i = 0; i < LANES; i++)
        out[i] =
            entitled[i] + income[i] + granted[i] + received[i] - costs[i] - interest[i] - fees[i] - loans[i] - owed[i];
}

static uint64_t surplus(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    metric_surplus(w, r->party, out);
    return ALL_LANES;
}

static uint64_t margin(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    lane_money entitled, gained;
    uint64_t defined = 0;
    metric_entitled(w, r->party, entitled);
    metric_surplus(w, r->party, gained);
    for (int i = 0; i < LANES; i++) {
        out[i] = entitled[i] > 0 ? record_fixed(RECORD_SHARE, (double)gained[i] / (double)entitled[i]) : 0;
        defined |= (uint64_t)(entitled[i] > 0) << i;
    }
    return defined;
}

/* ---- Contribution per start ---- */

/* Starts of a group (NONE: of all) with the providers that stand below the party. */
static double starts_below(const struct walk *w, int party, int group, int lane) {
    const struct scheme *s = w->scheme;
    double starts = 0;
    for (int p = 0; p < s->n_providers; p++) {
        if (!scheme_in_subtree(s, party, s->provider_party[p]))
            continue;
        for (int g = 0; g < s->groups.n; g++)
            starts += group == NONE || g == group ? w->sums->starts[p * s->groups.n + g][lane] : 0;
    }
    return starts;
}

/* What a group's clients earned the party and cost it: earned under its contracts, less what those below earn by the same
 * clients, less its costs per client. */
static double contributed(const struct walk *w, int party, int group, int lane) {
    const struct scheme *s = w->scheme;
    double sum = -w->books->spending.group_spent[party * s->groups.n + group][lane];
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        double earned = w->books->earnings.group_earned[c * s->groups.n + group][lane];
        sum += contract->payee == party ? earned : -payers_share(contract, party) * earned;
    }
    return sum;
}

static uint64_t contribution(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    uint64_t defined = 0;
    for (int i = 0; i < LANES; i++) {
        double starts = starts_below(w, r->party, r->a, i), sum = 0;
        for (int g = 0; g < w->scheme->groups.n; g++)
            sum += r->a == NONE || g == r->a ? contributed(w, r->party, g, i) : 0;
        out[i] = starts > 0 ? record_fixed(RECORD_MONEY, sum / starts) : 0;
        defined |= (uint64_t)(starts > 0) << i;
    }
    return defined;
}

/* ---- The tables ---- */

static const struct metric_def cash_defs[] = {
    {"closing_cash", RECORD_MONEY, HURTS_LOW, false, PER_NOTHING, "cash in all funds at the end", closing_cash},
    {"lowest_cash", RECORD_MONEY, HURTS_LOW, false, PER_NOTHING, "lowest general cash on any payroll day or month end",
     lowest_cash},
    {"lowest_cash_month", RECORD_MONTH, HURTS_NEITHER, false, PER_NOTHING, "month of it; 0 is the opening",
     lowest_cash_month},
    {"below_cash_floor", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "cash is below its floor at some time",
     below_cash_floor},
    {"below_zero", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "cash is below zero at some time", below_zero},
    {"insolvent", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING,
     "a month ends beyond the overdraft, or debts to others are older than the grace", insolvent},
    {"first_month_below_cash_floor", RECORD_MONTH, HURTS_LOW, false, PER_NOTHING,
     "first month in which it is, where it is", first_below_floor},
    {"months_below_cash_floor", RECORD_COUNT, HURTS_HIGH, false, PER_NOTHING,
     "months in which cash is below its floor, or it has stopped", months_below_floor},
    {"peak_funding_need", RECORD_MONEY, HURTS_HIGH, false, PER_NOTHING,
     "cash that it would have had to find from elsewhere", peak_funding_need},
};
static const struct metric_def worth_defs[] = {
    {"lowest_free_reserves", RECORD_MONEY, HURTS_LOW, false, PER_NOTHING,
     "lowest cash and accepted claims less what is owed, at a month end", lowest_free_reserves},
    {"closing_free_reserves", RECORD_MONEY, HURTS_LOW, false, PER_NOTHING,
     "cash and accepted claims less what is owed, at the end", closing_free_reserves},
    {"surplus", RECORD_MONEY, HURTS_LOW, false, PER_NOTHING,
     "accepted claims, other income and grants less costs, interest and claims of others", surplus},
    {"margin", RECORD_SHARE, HURTS_LOW, false, PER_NOTHING, "surplus over accepted claims", margin},
};
static const struct metric_def def_below_reserves = {
    "below_reserves", RECORD_FLAG,
    HURTS_HIGH,       true,
    PER_NOTHING,      "free reserves are below the policy at some month end",
    below_reserves};
static const struct metric_def def_restricted = {
    "restricted_needed", RECORD_FLAG,
    HURTS_HIGH,          true,
    PER_NOTHING,         "general cash is gone while restricted money is held",
    restricted_needed};
static const struct metric_def def_below_closure = {
    "below_closure_cost", RECORD_FLAG,
    HURTS_HIGH,           true,
    PER_NOTHING,          "cash would not pay for an orderly closure at some time",
    below_closure};
static const struct metric_def def_first_below_closure = {"first_month_below_closure_cost",
                                                          RECORD_MONTH,
                                                          HURTS_LOW,
                                                          false,
                                                          PER_NOTHING,
                                                          "first month in which it would not, where so",
                                                          first_below_closure};
static const struct metric_def def_contribution = {"contribution_per_start",
                                                   RECORD_MONEY,
                                                   HURTS_LOW,
                                                   false,
                                                   PER_NOTHING,
                                                   "earned by clients less costs per client, per start",
                                                   contribution};
static const struct metric_def def_working_capital = {"working_capital_peak",
                                                      RECORD_MONEY,
                                                      HURTS_HIGH,
                                                      false,
                                                      PER_NOTHING,
                                                      "most money that it has to put in before it is paid",
                                                      peak_funding_need};

static void list_cash(int party, struct metric_list *list) {
    for (size_t d = 0; d < sizeof cash_defs / sizeof cash_defs[0]; d++)
        metric_add_plain(list, &cash_defs[d], party, NULL, 0, 0);
}

/* Whether what a party earns can be told apart by group: not where it is passed on receipts. */
static bool knows_groups(const struct scheme *s, int party) {
    for (int c = 0; c < s->contracts.n; c++) {
        const struct contract *contract = &s->contracts.items[c];
        for (int k = 0; (contract->payee == party || contract_is_paid_by(contract, party)) && k < contract->terms.n;
             k++) {
            if (earnings_waits(&contract->terms.items[k]))
                return false;
        }
    }
    return true;
}

void metrics_list_provider(const struct scheme *s, int party, struct metric_list *list) {
    const struct party *p = &s->parties.items[party];
    list_cash(party, list);
    for (size_t d = 0; d < sizeof worth_defs / sizeof worth_defs[0]; d++)
        metric_add_plain(list, &worth_defs[d], party, NULL, 0, 0);
    if (p->reserves_policy.given)
        metric_add_plain(list, &def_below_reserves, party, NULL, 0, 0);
    if (p->opening_funds.n > 0)
        metric_add_plain(list, &def_restricted, party, NULL, 0, 0);
    if (p->closure_cost > 0) {
        metric_add_plain(list, &def_below_closure, party, NULL, 0, 0);
        metric_add_plain(list, &def_first_below_closure, party, NULL, 0, 0);
    }
    if (p->kind == PARTY_PRIME)
        metric_add_plain(list, &def_working_capital, party, NULL, 0, 0);
    metric_add_plain(list, &def_contribution, party, NULL, NONE, 0);
    for (int g = 0; knows_groups(s, party) && g < s->groups.n; g++)
        metric_add_plain(list, &def_contribution, party, s->groups.items[g].name, g, 0);
}

void metrics_list_spv(const struct scheme *s, int party, struct metric_list *list) {
    list_cash(party, list);
    for (size_t d = 0; d < sizeof worth_defs / sizeof worth_defs[0]; d++)
        metric_add_plain(list, &worth_defs[d], party, NULL, 0, 0);
    metrics_list_vehicle(s, party, list);
}
