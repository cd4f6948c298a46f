/* Own costs, staff and other income (model 6.5; rules 57 to 60). */
#include "engine/books.h"

#include <math.h>
#include <string.h>

/* Months in a year of cost growth, and the guard against fractions such as 35/35 + 1e-16 of a worker. */
#define MONTHS_A_YEAR 12
#define WHOLE_GUARD 1e-9

static void number_items(struct books *b, int *costs, int *income, int *staff) {
    struct spending *sp = &b->spending;
    *costs = *income = *staff = 0;
    for (int p = 0; p < b->scheme->parties.n; p++) {
        const struct party *party = &b->scheme->parties.items[p];
        sp->first_cost[p] = *costs;
        sp->first_income[p] = *income;
        sp->first_staff[p] = *staff;
        *costs += party->costs.n;
        *income += party->other_income.n;
        *staff += party->workers.n;
    }
}

status spending_init(struct books *b) {
    const struct scheme *s = b->scheme;
    struct spending *sp = &b->spending;
    struct arena *a = &b->arena;
    size_t parties = (size_t)s->parties.n;
    int costs, income, staff;
    sp->first_cost = arena_array(a, parties + 1, sizeof(int));
    sp->first_income = arena_array(a, parties + 1, sizeof(int));
    sp->first_staff = arena_array(a, parties + 1, sizeof(int));
    if (!sp->first_cost || !sp->first_income || !sp->first_staff)
        return SIBYL_ERR_NO_MEMORY;
    number_items(b, &costs, &income, &staff);
    sp->item = lanes_array(a, (size_t)costs);
    sp->income = lanes_array(a, (size_t)income);
    sp->staff = arena_array(a, (size_t)staff + 1, sizeof *sp->staff);
    sp->before = lanes_array(a, parties);
    sp->group_spent = arena_array(a, parties * (size_t)s->groups.n + 1, sizeof(double[LANES]));
    sp->fund_left = lanes_array(a, (size_t)b->ledger.n_funds);
    if (!sp->item || !sp->income || !sp->staff || !sp->before || !sp->group_spent || !sp->fund_left)
        return SIBYL_ERR_NO_MEMORY;
    for (int w = 0; w < staff; w++) {
        sp->staff[w].need = arena_array(a, (size_t)b->earnings.span + 1, sizeof(double[LANES]));
        if (!sp->staff[w].need)
            return SIBYL_ERR_NO_MEMORY;
    }
    return SIBYL_OK;
}

/* A number by month: the sum over the spells that cover the month. */
static void series_at(const struct books *b, const struct series *series, int month, double sum[LANES]) {
    for (int i = 0; i < LANES; i++)
        sum[i] = 0;
    for (int k = 0; k < series->n; k++) {
        const struct spell *spell = &series->spells[k];
        if (month < spell->from || (spell->to > 0 && month > spell->to))
            continue;
        for (int i = 0; i < LANES; i++)
            sum[i] += spell->quantity == NONE ? spell->value : b->draws->q[spell->quantity][i];
    }
}

/* (1 + growth)^floor((month - 1) / 12) * (1 + vat). */
static void growth_at(const struct books *b, int growth, double vat, int month, double factor[LANES]) {
    for (int i = 0; i < LANES; i++)
        factor[i] = 1 + vat;
    if (growth == NONE)
        return;
    for (int y = 0; y < (month - 1) / MONTHS_A_YEAR; y++) {
        for (int i = 0; i < LANES; i++)
            factor[i] *= 1 + b->draws->q[growth][i];
    }
}

/* What the party spends on a group's clients that it also parks, on average: 1 - k h (1 - parked_cost); NULL: it parks none
 * (rule 99). */
static const double *less_for_parked(const struct books *b, int party, int group, double share[LANES]) {
    const struct behaviour *does = b->scheme->parties.items[party].behaves;
    if (!does || does->parking == NONE)
        return NULL;
    double complexity = b->scheme->groups.items[group].complexity;
    for (int i = 0; i < LANES; i++) {
        double parked_cost = does->parked_cost == NONE ? 0 : b->draws->q[does->parked_cost][i];
        share[i] = 1 - b->draws->q[does->parking][i] * complexity * (1 - parked_cost);
    }
    return share;
}

/* Adds amount_g * count_g over groups; counts of one party's clients, of whom those parked may cost less. */
static void per_client(struct books *b, int party, const struct by_group *amount, const struct count_grid *grid,
                       bool parked, const double factor[LANES], double sum[LANES]) {
    int provider = b->scheme->parties.items[party].provider, groups = b->scheme->groups.n;
    if (!amount->quantity || provider == NONE)
        return;
    for (int g = 0; g < groups; g++) {
        if (amount->quantity[g] == NONE)
            continue;
        const double *count = count_at(grid, b->month, provider, g), *each = b->draws->q[amount->quantity[g]];
        double *spent = b->spending.group_spent[party * groups + g], share[LANES], less[LANES];
        if (parked && less_for_parked(b, party, g, share)) {
            for (int i = 0; i < LANES; i++)
                less[i] = each[i] * share[i];
            each = less;
        }
        for (int i = 0; i < LANES; i++) {
            sum[i] += each[i] * count[i];
            spent[i] += each[i] * count[i] * factor[i];
        }
    }
}

/* Outcomes cost per achiever in every era. */
static void per_outcome(struct books *b, int party, const struct cost *c, const double factor[LANES],
                        double sum[LANES]) {
    const struct scheme *s = b->scheme;
    if (!c->per_outcome.quantity || c->outcome == NONE)
        return;
    for (int era = 0; era < s->n_eras; era++) {
        const struct count_grid *grid = &b->clients->outcomes[c->outcome * s->n_eras + era];
        per_client(b, party, &c->per_outcome, grid, false, factor, sum);
    }
}

/* Whether what is spent for the sake of a contract (or of none) is spent at all. */
static bool is_wanted(const struct books *b, int contract) {
    return contract == NONE || !b->scheme->contracts.items[contract].without;
}

static bool runs_in(const struct books *b, const struct cost *c, int month) {
    return is_wanted(b, c->contract) && month >= c->from && month <= (c->to > 0 ? c->to : b->scheme->months);
}

static void round_lanes(const double amount[LANES], const double factor[LANES], lane_money out) {
    for (int i = 0; i < LANES; i++)
        out[i] = money_round(amount[i] * factor[i]);
}

/* One cost in the month that has just happened. */
static void cost_now(struct books *b, int party, const struct cost *c, lane_money out) {
    double sum[LANES], factor[LANES];
    const struct scheme *s = b->scheme;
    memset(out, 0, sizeof(lane_money));
    if (!runs_in(b, c, b->month))
        return;
    growth_at(b, c->growth, c->vat, b->month, factor);
    series_at(b, &c->monthly, b->month, sum);
    per_client(b, party, &c->per_referral, &b->clients->referrals, false, factor, sum);
    for (int era = 0; era < s->n_eras; era++)
        per_client(b, party, &c->per_start, &b->clients->starts[era], true, factor, sum);
    per_client(b, party, &c->per_client_month, &b->clients->in_service, true, factor, sum);
    per_outcome(b, party, c, factor, sum);
    round_lanes(sum, factor, out);
    endings_silence(b, party, b->month, out);
}

/* Staff needed: the plan, the clients at the end of last month over the caseload, and the least number. */
static void staff_need(const struct books *b, int party, const struct workers *w, double need[LANES]) {
    int provider = b->scheme->parties.items[party].provider;
    double clients[LANES] = {0}, planned[LANES];
    for (int g = 0; provider != NONE && g < b->scheme->groups.n; g++) {
        const double *count = count_at(&b->clients->in_service, b->month - 1, provider, g);
        for (int i = 0; i < LANES; i++)
            clients[i] += count[i];
    }
    series_at(b, &w->planned, b->month, planned);
    for (int i = 0; i < LANES; i++) {
        double by_clients = w->caseload > 0 ? ceil(clients[i] / w->caseload - WHOLE_GUARD) : 0;
        double least = w->min > planned[i] && !w->flexible ? w->min : w->flexible ? 0 : planned[i];
        need[i] = by_clients > least ? by_clients : least;
    }
}

/* The least, or greatest, need of the `months` months before this one. */
static double extreme_need(const struct staff *staff, int month, int months, int lane, bool least) {
    double found = staff->need[month - 1][lane];
    for (int m = month - months; m < month - 1; m++) {
        double need = staff->need[m][lane];
        found = least == (need < found) ? need : found;
    }
    return found;
}

/* Staff of one lane this month: more only after need has exceeded them for hire_ahead months, fewer only after notice. */
static double next_count(const struct staff *staff, const struct workers *w, int month, int lane, double planned) {
    double count = staff->count[lane], need = staff->need[month][lane];
    if (w->flexible)
        return need;
    if ((need > count && w->hire_ahead == 0) || (need < count && w->notice == 0))
        count = need;
    else if (w->hire_ahead > 0 && staff->streak[lane] >= w->hire_ahead)
        count = extreme_need(staff, month, w->hire_ahead, lane, true);
    else if (w->notice > 0 && -staff->streak[lane] >= w->notice)
        count = extreme_need(staff, month, w->notice, lane, false);
    return planned > count ? planned : count;
}

static void note_streak(struct staff *staff, int month, int lane) {
    double need = staff->need[month][lane], count = staff->count[lane];
    int streak = staff->streak[lane];
    if (need > count)
        staff->streak[lane] = streak > 0 ? streak + 1 : 1;
    else if (need < count)
        staff->streak[lane] = streak < 0 ? streak - 1 : -1;
    else
        staff->streak[lane] = 0;
}

static const double *quantity_or(const struct books *b, int quantity, const double zero[LANES]) {
    return quantity == NONE ? zero : b->draws->q[quantity];
}

static void staff_month(struct books *b, int party, const struct workers *w, struct staff *staff) {
    static const double nothing[LANES] = {0};
    double factor[LANES], planned[LANES];
    const double *cost = quantity_or(b, w->cost, nothing), *redundancy = quantity_or(b, w->redundancy, nothing);
    const double *recruit = quantity_or(b, w->recruit, nothing);
    staff_need(b, party, w, staff->need[b->month]);
    series_at(b, &w->planned, b->month, planned);
    growth_at(b, w->growth, w->vat, b->month, factor);
    for (int i = 0; i < LANES; i++) {
        double was = staff->count[i];
        double now =
            b->month == 1 && !w->flexible ? fmax(planned[i], w->min) : next_count(staff, w, b->month, i, planned[i]);
        double hired = b->month == 1 || now < was ? 0 : now - was, gone = now < was ? was - now : 0;
        staff->count[i] = now;
        note_streak(staff, b->month, i);
        staff->cost[i] = money_round(now * cost[i] * factor[i]);
        staff->moves[i] = w->flexible ? 0 : money_round((gone * redundancy[i] + hired * recruit[i]) * factor[i]);
    }
    endings_silence(b, party, b->month, staff->cost);
    endings_silence(b, party, b->month, staff->moves);
}

void spending_begin(struct books *b) {
    const struct scheme *s = b->scheme;
    memset(b->spending.group_spent, 0, (size_t)s->parties.n * (size_t)s->groups.n * sizeof(double[LANES]));
    for (int p = 0; p < s->parties.n; p++) {
        for (int w = 0; w < s->parties.items[p].workers.n; w++) {
            struct staff *staff = &b->spending.staff[b->spending.first_staff[p] + w];
            memset(staff->count, 0, sizeof staff->count);
            memset(staff->streak, 0, sizeof staff->streak);
        }
    }
}

static void add(lane_money sum, const lane_money more) {
    for (int i = 0; i < LANES; i++)
        sum[i] += more[i];
}

/* What a fund gives towards `rest`, which becomes less by it. */
static void fund_gives(const lane_money balance, lane_money rest, lane_money part) {
    for (int i = 0; i < LANES; i++) {
        money has = balance[i] > 0 ? balance[i] : 0;
        part[i] = has < rest[i] ? has : rest[i];
        rest[i] -= part[i];
    }
}

/* Adds what general cash must bear of a cost: what its funds cannot, with the balances that are left (rule 60). */
static void add_general(struct spending *sp, const struct refs *funds, const lane_money amount, lane_money general) {
    lane_money rest, part;
    memcpy(rest, amount, sizeof rest);
    for (int f = 0; f < funds->n && funds->items[f] != 0; f++) {
        money *left = sp->fund_left[funds->items[f]];
        fund_gives(left, rest, part);
        for (int i = 0; i < LANES; i++)
            left[i] -= part[i];
    }
    add(general, rest);
}

static void staff_total(struct books *b, int p) {
    const struct party *party = &b->scheme->parties.items[p];
    for (int w = 0; w < party->workers.n; w++) {
        struct staff *staff = &b->spending.staff[b->spending.first_staff[p] + w];
        if (!is_wanted(b, party->workers.items[w].contract))
            continue;
        staff_month(b, p, &party->workers.items[w], staff);
        if (party->workers.items[w].paid != PAID_AFTER) {
            add_general(&b->spending, &party->workers.items[w].funds, staff->cost, b->spending.before[p]);
            add_general(&b->spending, &party->workers.items[w].funds, staff->moves, b->spending.before[p]);
        }
    }
}

void spending_income(const struct books *b, int party, int month, lane_money amount) {
    const struct party *p = &b->scheme->parties.items[party];
    memset(amount, 0, sizeof(lane_money));
    for (int k = 0; k < p->other_income.n; k++) {
        const struct cost *income = &p->other_income.items[k];
        double sum[LANES], factor[LANES];
        lane_money one;
        if (!runs_in(b, income, month))
            continue;
        series_at(b, &income->monthly, month, sum);
        growth_at(b, income->growth, 0, month, factor);
        round_lanes(sum, factor, one);
        add(amount, one);
    }
    endings_silence(b, party, month, amount);
}

static void income_month(struct books *b, int p) {
    const struct party *party = &b->scheme->parties.items[p];
    for (int k = 0; k < party->other_income.n; k++) {
        const struct cost *income = &party->other_income.items[k];
        money *item = b->spending.income[b->spending.first_income[p] + k];
        double sum[LANES], factor[LANES];
        memset(item, 0, sizeof(lane_money));
        if (!runs_in(b, income, b->month))
            continue;
        series_at(b, &income->monthly, b->month, sum);
        growth_at(b, income->growth, 0, b->month, factor);
        round_lanes(sum, factor, item);
        endings_silence(b, p, b->month, item);
    }
}

void spending_month(struct books *b) {
    struct spending *sp = &b->spending;
    for (int p = 0; p < b->scheme->parties.n; p++) {
        const struct party *party = &b->scheme->parties.items[p];
        memset(sp->before[p], 0, sizeof(lane_money));
        memcpy(sp->fund_left, b->ledger.fund[p * b->ledger.n_funds], (size_t)b->ledger.n_funds * sizeof(lane_money));
        for (int k = 0; k < party->costs.n; k++) {
            money *item = sp->item[sp->first_cost[p] + k];
            cost_now(b, p, &party->costs.items[k], item);
            if (party->costs.items[k].paid == PAID_BEFORE)
                add_general(sp, &party->costs.items[k].funds, item, sp->before[p]);
        }
        staff_total(b, p);
        income_month(b, p);
    }
}

void spending_general(struct books *b, int p, lane_money amount) {
    const struct party *party = &b->scheme->parties.items[p];
    struct spending *sp = &b->spending;
    memset(amount, 0, sizeof(lane_money));
    memcpy(sp->fund_left, b->ledger.fund[p * b->ledger.n_funds], (size_t)b->ledger.n_funds * sizeof(lane_money));
    for (int k = 0; k < party->other_income.n; k++)
        add(sp->fund_left[party->other_income.items[k].fund], sp->income[sp->first_income[p] + k]);
    for (int k = 0; k < party->costs.n; k++)
        add_general(sp, &party->costs.items[k].funds, sp->item[sp->first_cost[p] + k], amount);
    for (int w = 0; w < party->workers.n; w++) {
        const struct staff *staff = &sp->staff[sp->first_staff[p] + w];
        add_general(sp, &party->workers.items[w].funds, staff->cost, amount);
        add_general(sp, &party->workers.items[w].funds, staff->moves, amount);
    }
}

void spending_credit(struct books *b, int party) {
    const struct party *p = &b->scheme->parties.items[party];
    for (int k = 0; k < p->other_income.n; k++) {
        const money *amount = b->spending.income[b->spending.first_income[party] + k];
        int fund = p->other_income.items[k].fund;
        b->ledger.reason = p->other_income.items[k].name;
        ledger_move_fund(&b->ledger, ledger_outside(&b->ledger), 0, FLOW_PAYMENTS, party, fund > 0 ? fund : 0,
                         FLOW_INCOME, amount);
    }
}

/* Pays from restricted funds first, in the order named, the rest from general cash, below zero if need be. */
static void pay_cost(struct books *b, int party, const char *name, const struct refs *funds, const lane_money amount) {
    struct accounts *l = &b->ledger;
    lane_money rest, part;
    memcpy(rest, amount, sizeof rest);
    for (int f = 0; f < funds->n && funds->items[f] != 0; f++) {
        fund_gives(l->fund[party * l->n_funds + funds->items[f]], rest, part);
        l->reason = name;
        ledger_move_fund(l, party, funds->items[f], FLOW_COSTS, ledger_outside(l), 0, FLOW_RECEIPTS, part);
    }
    l->reason = name;
    ledger_move(l, party, FLOW_COSTS, ledger_outside(l), FLOW_RECEIPTS, rest);
}

void spending_pay(struct books *b, int party) {
    const struct party *p = &b->scheme->parties.items[party];
    for (int k = 0; k < p->costs.n; k++)
        pay_cost(b, party, p->costs.items[k].name, &p->costs.items[k].funds,
                 b->spending.item[b->spending.first_cost[party] + k]);
    for (int w = 0; w < p->workers.n; w++) {
        const struct staff *staff = &b->spending.staff[b->spending.first_staff[party] + w];
        pay_cost(b, party, "staff", &p->workers.items[w].funds, staff->cost);
        pay_cost(b, party, "redundancy and recruitment", &p->workers.items[w].funds, staff->moves);
    }
}

void spending_forecast(const struct books *b, int party, int month, lane_money amount) {
    const struct party *p = &b->scheme->parties.items[party];
    memset(amount, 0, sizeof(lane_money));
    for (int k = 0; k < p->costs.n; k++) {
        const struct cost *c = &p->costs.items[k];
        const money *now = b->spending.item[b->spending.first_cost[party] + k];
        double sum[LANES], factor[LANES];
        lane_money one;
        if (!runs_in(b, c, month))
            continue;
        if (c->monthly.n > 0) {
            series_at(b, &c->monthly, month, sum);
            growth_at(b, c->growth, c->vat, month, factor);
            round_lanes(sum, factor, one);
            now = one;
        }
        add(amount, now);
    }
    for (int w = 0; w < p->workers.n; w++)
        add(amount, b->spending.staff[b->spending.first_staff[party] + w].cost);
    endings_silence(b, party, month, amount);
}
