/* Claims: what is due under contracts, set off, owed and paid (model 6.5; rules 7 to 11, 28, 51, 55). */
#include "engine/books.h"

#include <assert.h>
#include <string.h>

static int payers_of(const struct contract *c) { return c->payers.n > 0 ? c->payers.n : 1; }

static bool init_leg(struct books *b, int contract, int from, int to, double share, bool debt) {
    struct leg *leg = &b->claims.legs[b->claims.n_legs++];
    *leg = (struct leg){.contract = contract, .from = from, .to = to, .share = share, .debt = debt};
    leg->owed = lanes_array(&b->arena, (size_t)b->earnings.span + 1);
    return leg->owed != NULL;
}

static bool init_legs(struct books *b, int contract) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    b->claims.first_leg[contract] = b->claims.n_legs;
    bool room = true;
    for (int i = 0; i < c->payers.n; i++)
        room &= init_leg(b, contract, c->payers.items[i].party, c->payee, c->payers.items[i].share, false);
    if (c->payers.n == 0)
        room &= init_leg(b, contract, c->payer, c->payee, 1, false);
    for (int i = 0; i < c->payers.n; i++)
        room &= init_leg(b, contract, c->payee, c->payers.items[i].party, c->payers.items[i].share, true);
    if (c->payers.n == 0)
        room &= init_leg(b, contract, c->payee, c->payer, 1, true);
    return room;
}

static bool init_passing(struct books *b, int contract) {
    const struct contract *c = &b->scheme->contracts.items[contract];
    struct passing *p = &b->claims.passing[contract];
    if (!c->passes)
        return true;
    size_t months = (size_t)b->earnings.span + 1, parts = (size_t)c->n_parts;
    p->n_parts = c->n_parts;
    p->part_gain = lanes_array(&b->arena, months * parts);
    p->part_loss = lanes_array(&b->arena, months * parts);
    p->given = lanes_array(&b->arena, months * parts);
    p->net = lanes_array(&b->arena, months);
    p->net_paid = lanes_array(&b->arena, months);
    p->came_gain = lanes_array(&b->arena, parts);
    return p->part_gain && p->part_loss && p->given && p->net && p->net_paid && p->came_gain;
}

static size_t count_legs(const struct scheme *s) {
    size_t n = 0;
    for (int c = 0; c < s->contracts.n; c++)
        n += 2 * (size_t)payers_of(&s->contracts.items[c]);
    return n;
}

status claims_init(struct books *b) {
    const struct scheme *s = b->scheme;
    struct claims *c = &b->claims;
    struct arena *a = &b->arena;
    size_t contracts = (size_t)s->contracts.n, legs = count_legs(s);
    c->legs = arena_array(a, legs + 1, sizeof *c->legs);
    c->first_leg = arena_array(a, contracts + 1, sizeof(int));
    c->setoff = lanes_array(a, contracts);
    c->net_due = lanes_array(a, contracts);
    c->paid_month = lanes_array(a, contracts);
    c->paid = lanes_array(a, contracts);
    c->accepted = lanes_array(a, contracts);
    c->term_paid = lanes_array(a, (size_t)b->earnings.n_terms);
    c->term_due = lanes_array(a, (size_t)b->earnings.n_terms);
    c->passing = arena_array(a, contracts + 1, sizeof *c->passing);
    c->shares = arena_array(a, legs + (size_t)b->earnings.n_terms + 1, sizeof(double));
    c->amounts = arena_array(a, 2 * (legs + (size_t)b->earnings.n_terms) + 1, sizeof(money));
    c->pay = lanes_array(a, legs);
    if (!c->pay || !c->legs || !c->first_leg || !c->setoff || !c->net_due || !c->paid_month || !c->paid ||
        !c->accepted || !c->term_paid || !c->term_due || !c->passing || !c->shares || !c->amounts)
        return SIBYL_ERR_NO_MEMORY;
    for (int k = 0; k < s->contracts.n; k++) {
        if (!init_legs(b, k) || !init_passing(b, k))
            return SIBYL_ERR_NO_MEMORY;
    }
    c->first_leg[s->contracts.n] = c->n_legs;
    return SIBYL_OK;
}

static void begin_passing(const struct books *b, struct passing *p) {
    size_t months = (size_t)b->earnings.span + 1, parts = months * (size_t)p->n_parts;
    if (p->n_parts == 0)
        return;
    memset(p->part_gain, 0, parts * sizeof(lane_money));
    memset(p->part_loss, 0, parts * sizeof(lane_money));
    memset(p->given, 0, parts * sizeof(lane_money));
    memset(p->net, 0, months * sizeof(lane_money));
    memset(p->net_paid, 0, months * sizeof(lane_money));
}

void claims_begin(struct books *b) {
    struct claims *c = &b->claims;
    size_t contracts = (size_t)b->scheme->contracts.n;
    memset(c->setoff, 0, contracts * sizeof(lane_money));
    memset(c->paid, 0, contracts * sizeof(lane_money));
    memset(c->accepted, 0, contracts * sizeof(lane_money));
    memset(c->term_paid, 0, (size_t)b->earnings.n_terms * sizeof(lane_money));
    for (int leg = 0; leg < c->n_legs; leg++) {
        memset(c->legs[leg].owed, 0, ((size_t)b->earnings.span + 1) * sizeof(lane_money));
        c->legs[leg].oldest = 1;
        memset(c->legs[leg].paid, 0, sizeof(lane_money));
    }
    for (int k = 0; k < b->scheme->contracts.n; k++)
        begin_passing(b, &c->passing[k]);
}

/* Owes an amount of the month on a contract's legs: those of the payers or, of a debt, those of the payee; split over
 * several payers by largest remainder (rule 28). */
static void owe(struct books *b, int contract, bool debt, const lane_money amount) {
    struct claims *c = &b->claims;
    int n = payers_of(&b->scheme->contracts.items[contract]), first = c->first_leg[contract] + (debt ? n : 0);
    if (n == 1) {
        for (int i = 0; i < LANES; i++)
            c->legs[first].owed[b->month][i] += amount[i];
        return;
    }
    for (int leg = 0; leg < n; leg++) {
        struct leg *of = &c->legs[first + leg];
        of->oldest = of->oldest > b->month ? b->month : of->oldest; /* a payer may have had its turn in the month */
        c->shares[leg] = of->share;
    }
    for (int i = 0; i < LANES; i++) {
        money_split(amount[i], c->shares, n, c->amounts);
        for (int leg = 0; leg < n; leg++)
            c->legs[first + leg].owed[b->month][i] += c->amounts[leg];
    }
}

void claims_owe(struct books *b, int contract, const lane_money amount) {
    struct claims *c = &b->claims;
    for (int i = 0; i < LANES; i++)
        c->net_due[contract][i] += amount[i];
    owe(b, contract, false, amount);
    for (int i = 0; c->passing[contract].n_parts > 0 && i < LANES; i++)
        c->passing[contract].net[b->month][i] += amount[i];
}

void claims_owe_back(struct books *b, int contract, const lane_money amount) { owe(b, contract, true, amount); }

/* What is left to be set off when nothing more can fall due is a debt of the payee. */
static void owe_debt(struct books *b, int contract) {
    struct claims *c = &b->claims;
    money *setoff = c->setoff[contract];
    int last = b->scheme->contracts.items[contract].last_due;
    lane_money debt;
    if ((b->month < last && !b->endings.any) || !any_lane(setoff))
        return;
    for (int i = 0; i < LANES; i++) {
        debt[i] = b->month >= last || b->month >= endings_last_due(b, contract, i) ? setoff[i] : 0;
        setoff[i] -= debt[i];
    }
    claims_owe_back(b, contract, debt);
}

/* Parts of an amount that was wholly set off count as received (rule 9). */
static void pass_set_off(struct books *b, int contract) {
    struct passing *p = &b->claims.passing[contract];
    size_t at = (size_t)b->month * (size_t)p->n_parts;
    for (size_t part = 0; part < (size_t)p->n_parts; part++) {
        for (int i = 0; i < LANES; i++) {
            if (p->net[b->month][i] != 0)
                continue;
            p->came_gain[part][i] += p->part_gain[at + part][i] - p->given[at + part][i];
            p->given[at + part][i] = p->part_gain[at + part][i];
        }
    }
}

void claims_net(struct books *b, int contract, const lane_money gain, const lane_money loss) {
    struct claims *c = &b->claims;
    lane_money net;
    money *setoff = c->setoff[contract];
    memcpy(net, gain, sizeof net);
    advances_recover(b, contract, net);
    money kept = gain[TRACE_LANE] - net[TRACE_LANE];
    for (int i = 0; i < LANES; i++) {
        setoff[i] += loss[i];
        money taken = setoff[i] < net[i] ? setoff[i] : net[i];
        setoff[i] -= taken;
        net[i] -= taken;
    }
    if (b->failure.any)
        failure_collect(b, contract, net);
    for (int i = 0; i < LANES; i++)
        c->net_due[contract][i] += net[i];
    if (b->trace)
        tell_due(b, contract, gain[TRACE_LANE], kept, loss[TRACE_LANE], net[TRACE_LANE]);
    owe(b, contract, false, net);
    owe_debt(b, contract);
    if (c->passing[contract].n_parts == 0)
        return;
    for (int i = 0; i < LANES; i++)
        c->passing[contract].net[b->month][i] += net[i];
    pass_set_off(b, contract);
}

/* What of a month's net amount each term accounts for: its gain that falls due, less its part of what was set off. */
static void share_payment(struct books *b, int contract, const lane_money net) {
    struct claims *c = &b->claims;
    const struct earnings *e = &b->earnings;
    int first = e->first_term[contract], n = earnings_terms(e, contract);
    money *gains = c->amounts, *parts = c->amounts + n;
    for (int i = 0; i < LANES; i++) {
        for (int k = 0; k < n; k++)
            gains[k] = c->term_due[first + k][i];
        money_split_pro_rata(net[i], gains, n, parts);
        for (int k = 0; k < n; k++)
            c->term_paid[first + k][i] += parts[k];
    }
}

/* Accepts in the month under one of a contract's numbered terms, and moves what of it is paid late or held back. Terms that wait
 * for receipts are accepted when they are earned. */
static void accept_term(struct books *b, int contract, int k) {
    const struct earnings *e = &b->earnings;
    const struct contract *c = &b->scheme->contracts.items[contract];
    const struct term *t = earnings_term(c, k);
    int number = e->first_term[contract] + k, due = b->month + term_claim(c, t).pays;
    if (due > e->span || earnings_waits(t))
        return;
    size_t at = (size_t)number * ((size_t)e->span + 1) + (size_t)due;
    for (int i = 0; i < LANES; i++)
        b->claims.accepted[contract][i] += e->gain_due[at][i] - e->loss_due[at][i];
    if (e->moved_gain[number])
        movement_of_term(b, contract, k, due, e->gain_due[at], e->loss_due[at]);
}

static void claims_contract(struct books *b, int contract) {
    struct claims *c = &b->claims;
    const struct earnings *e = &b->earnings;
    lane_money gain = {0}, loss = {0};
    if (b->endings.any)
        movement_release(b, contract);
    for (int k = 0; k < earnings_terms(e, contract); k++) {
        int number = e->first_term[contract] + k;
        accept_term(b, contract, k);
        memset(c->term_due[number], 0, sizeof(lane_money));
        earnings_due(e, number, b->month, c->term_due[number], loss);
        for (int i = 0; i < LANES; i++)
            gain[i] += c->term_due[number][i];
    }
    claims_net(b, contract, gain, loss);
    if (payers_sure(b->scheme, &b->scheme->contracts.items[contract]) == 1)
        share_payment(b, contract, c->net_due[contract]);
}

/* What termination terms pay investors falls due at once, and is no term's entitlement. */
static void compensate(struct books *b, int contract) {
    static const lane_money nothing = {0};
    lane_money due;
    if (b->scheme->contracts.items[contract].without || !endings_compensation(b, contract, due))
        return;
    for (int i = 0; i < LANES; i++) {
        b->claims.accepted[contract][i] += due[i];
        b->earnings.compensated[contract][i] += due[i];
        if (b->month <= b->scheme->months)
            b->earnings.year_accrued[contract * b->scheme->n_years + b->scheme->year_of_month[b->month]][i] += due[i];
    }
    claims_net(b, contract, due, nothing);
}

void claims_month(struct books *b) {
    struct claims *c = &b->claims;
    for (int k = 0; k < b->scheme->contracts.n; k++) {
        memset(c->paid_month[k], 0, sizeof(lane_money));
        memset(c->net_due[k], 0, sizeof(lane_money));
        if (c->passing[k].n_parts > 0)
            memset(c->passing[k].came_gain, 0, (size_t)c->passing[k].n_parts * sizeof(lane_money));
        claims_contract(b, k);
        advances_pay(b, k);
        if (b->endings.any)
            compensate(b, k);
    }
}

/* Takes off sums what others say. */
static void take_off(lane_money sum, const lane_money less) {
    for (int i = 0; i < LANES; i++)
        sum[i] -= less[i];
}

/* Notes the acceptance of what was just earned as receipts came in, moves what is paid late or held back, and adds what of it is
 * due at once: what else falls due in the month has been taken at its start. */
static void claim_posted(struct books *b, int contract, int k, lane_money gain, lane_money loss) {
    const struct earnings *e = &b->earnings;
    const struct contract *c = &b->scheme->contracts.items[contract];
    const struct term *t = earnings_term(c, k);
    int number = e->first_term[contract] + k, due = e->due[k];
    bool accepted = earnings_waits(t) || due - term_claim(c, t).pays == b->month;
    lane_money taken = {0}, taken_loss = {0}, now_loss = {0};
    money *now = b->claims.term_due[number];
    earnings_due(e, number, b->month, taken, taken_loss);
    if (due == b->month) {
        take_off(taken, e->gain[number]);
        take_off(taken_loss, e->loss[number]);
    }
    for (int i = 0; accepted && i < LANES; i++)
        b->claims.accepted[contract][i] += e->gain[number][i] - e->loss[number][i];
    if (accepted && e->moved_gain[number])
        movement_of_term(b, contract, k, due, e->gain[number], e->loss[number]);
    earnings_due(e, number, b->month, now, now_loss);
    take_off(now, taken);
    take_off(now_loss, taken_loss);
    for (int i = 0; i < LANES; i++) {
        gain[i] += now[i];
        loss[i] += now_loss[i];
    }
}

void claims_pass_on(struct books *b, int contract) {
    struct claims *c = &b->claims;
    const struct earnings *e = &b->earnings;
    lane_money gain = {0}, loss = {0}, net;
    if (!earnings_pass_on(b, contract))
        return;
    memset(c->term_due[e->first_term[contract]], 0, (size_t)earnings_terms(e, contract) * sizeof(lane_money));
    for (int k = 0; k < earnings_terms(e, contract); k++) {
        if (e->posted[k])
            claim_posted(b, contract, k, gain, loss);
    }
    memcpy(net, c->net_due[contract], sizeof net);
    claims_net(b, contract, gain, loss);
    for (int i = 0; i < LANES; i++)
        net[i] = c->net_due[contract][i] - net[i];
    if (payers_sure(b->scheme, &b->scheme->contracts.items[contract]) == 1)
        share_payment(b, contract, net);
}

/* Parts of what has just been paid of the amount that fell due in `due`; the last receipt takes the rest (rule 9). */
static void pass_paid(struct books *b, int contract, int due, const lane_money paid) {
    struct passing *p = &b->claims.passing[contract];
    size_t at = (size_t)due * (size_t)p->n_parts;
    for (int i = 0; i < LANES; i++)
        p->net_paid[due][i] += paid[i];
    for (size_t part = 0; part < (size_t)p->n_parts; part++) {
        const money *whole = p->part_gain[at + part];
        for (int i = 0; i < LANES; i++) {
            money net = p->net[due][i], got = p->net_paid[due][i];
            money now = got == net ? whole[i] : money_times(whole[i], (double)got / (double)net);
            p->came_gain[part][i] += now - p->given[at + part][i];
            p->given[at + part][i] = now;
        }
    }
}

/* Moves what a leg pays of the amount that fell due in `due`. */
static void pay_leg(struct books *b, struct leg *leg, int due, const lane_money amount) {
    struct claims *c = &b->claims;
    for (int i = 0; i < LANES; i++)
        leg->owed[due][i] -= amount[i];
    b->ledger.reason = b->scheme->contracts.items[leg->contract].name;
    ledger_move(&b->ledger, leg->from, FLOW_PAYMENTS, leg->to, FLOW_RECEIPTS, amount);
    money sign = leg->debt ? -1 : 1;
    for (int i = 0; i < LANES; i++)
        c->paid[leg->contract][i] += sign * amount[i];
    for (int i = 0; b->month <= b->scheme->months && i < LANES; i++)
        leg->paid[i] += amount[i];
    if (leg->debt)
        return;
    for (int i = 0; i < LANES; i++)
        c->paid_month[leg->contract][i] += amount[i];
    if (c->passing[leg->contract].n_parts > 0)
        pass_paid(b, leg->contract, due, amount);
}

void claims_owed(const struct books *b, int party, lane_money sum) {
    memset(sum, 0, sizeof(lane_money));
    for (int l = 0; l < b->claims.n_legs; l++) {
        const struct leg *leg = &b->claims.legs[l];
        if (leg->from != party)
            continue;
        for (int m = leg->oldest; m <= b->month; m++) {
            for (int i = 0; i < LANES; i++)
                sum[i] += leg->owed[m][i];
        }
    }
}

/* What of everything that a party owes since `due` it can pay from `left` in each lane: pro rata to what is owed. */
static void split_shortage(struct books *b, int party, int due, lane_money left, lane_money *pay) {
    struct claims *c = &b->claims;
    for (int i = 0; i < LANES; i++) {
        money owed = 0, *amounts = c->amounts, *parts = c->amounts + c->n_legs;
        for (int l = 0; l < c->n_legs; l++) {
            amounts[l] = c->legs[l].from == party ? c->legs[l].owed[due][i] : 0;
            owed += amounts[l];
        }
        money paid = owed < left[i] ? owed : left[i];
        left[i] -= paid;
        money_split_pro_rata(paid, amounts, c->n_legs, parts);
        for (int l = 0; l < c->n_legs; l++)
            pay[l][i] = parts[l];
    }
}

/* Pays as far as `left` goes, oldest month first. */
static void pay_short(struct books *b, int party, int oldest, lane_money left) {
    struct claims *c = &b->claims;
    for (int due = oldest; due <= b->month; due++) {
        split_shortage(b, party, due, left, c->pay);
        for (int l = 0; l < c->n_legs; l++) {
            if (c->legs[l].from == party && any_lane(c->pay[l]))
                pay_leg(b, &c->legs[l], due, c->pay[l]);
        }
    }
}

static void pay_in_full(struct books *b, int party) {
    for (int l = 0; l < b->claims.n_legs; l++) {
        struct leg *leg = &b->claims.legs[l];
        if (leg->from != party)
            continue;
        for (int due = leg->oldest; due <= b->month; due++) {
            lane_money amount;
            memcpy(amount, leg->owed[due], sizeof amount);
            if (any_lane(amount))
                pay_leg(b, leg, due, amount);
        }
    }
}

/* Moves `oldest` past the months in which nothing is owed any more; returns the party's oldest. */
static int advance_oldest(struct books *b, int party) {
    int oldest = b->month + 1;
    for (int l = 0; l < b->claims.n_legs; l++) {
        struct leg *leg = &b->claims.legs[l];
        if (leg->from != party)
            continue;
        while (leg->oldest <= b->month && !any_lane(leg->owed[leg->oldest]))
            leg->oldest++;
        oldest = leg->oldest < oldest ? leg->oldest : oldest;
    }
    return oldest;
}

void claims_pay(struct books *b, int party) {
    const struct party *p = &b->scheme->parties.items[party];
    int oldest = advance_oldest(b, party);
    if (oldest > b->month)
        return;
    lane_money owed, left;
    bool enough = true;
    claims_owed(b, party, owed);
    const money *cash = ledger_cash(&b->ledger, party);
    for (int i = 0; i < LANES; i++) {
        money can = cash[i] + p->overdraft.limit;
        left[i] = p->always_pays || failure_immune(b, party) >> i & 1 ? owed[i] : can > 0 ? can : 0;
    }
    failure_mask(b, party, left);
    for (int i = 0; i < LANES; i++)
        enough &= left[i] >= owed[i];
    if (enough)
        pay_in_full(b, party);
    else
        pay_short(b, party, oldest, left);
    if (b->trace)
        tell_unpaid(b, party);
    advance_oldest(b, party);
}

void claims_pay_leg(struct books *b, int number, const lane_money amount) {
    struct leg *leg = &b->claims.legs[number];
    lane_money left, part;
    memcpy(left, amount, sizeof left);
    for (int due = leg->oldest; due <= b->month && any_lane(left); due++) {
        for (int i = 0; i < LANES; i++) {
            part[i] = leg->owed[due][i] < left[i] ? leg->owed[due][i] : left[i];
            left[i] -= part[i];
        }
        if (any_lane(part))
            pay_leg(b, leg, due, part);
    }
}

void claims_accepted_unpaid(const struct books *b, int party, lane_money receivable, lane_money payable) {
    memset(receivable, 0, sizeof(lane_money));
    memset(payable, 0, sizeof(lane_money));
    for (int k = 0; k < b->scheme->contracts.n; k++) {
        const struct contract *c = &b->scheme->contracts.items[k];
        bool receives = c->payee == party;
        if (!receives && payers_share(c, party) == 0)
            continue;
        lane_money unpaid = {0};
        money *side = receives ? receivable : payable;
        if (receives) {
            advances_outstanding(b, k, unpaid);
            for (int i = 0; i < LANES; i++)
                unpaid[i] += b->claims.accepted[k][i] - b->claims.paid[k][i];
            payers_mask_failed(b, k, unpaid);
        } else
            payers_unpaid(b, k, party, unpaid);
        for (int i = 0; i < LANES; i++)
            side[i] += unpaid[i];
    }
}
