/* Movement: what falls due later than its claim cycle says, once it has been accepted: claims that are paid late, and what is
 * held back (rules 25, 29). */
#include "engine/books.h"

#include <string.h>

/* Moves the same amounts of the parts that are passed on, pro rata to all that is due then (rule 7). */
static void move_parts(struct books *b, lane_money *parts, int n, int from, int to, const lane_money amount) {
    lane_money *source = parts + (size_t)from * (size_t)n, *target = parts + (size_t)to * (size_t)n;
    money *owed = b->earnings.part_whole, *moved = b->earnings.part_scaled;
    for (int i = 0; i < LANES; i++) {
        if (amount[i] == 0)
            continue;
        for (int part = 0; part < n; part++)
            owed[part] = source[part][i];
        money_split_pro_rata(amount[i], owed, n, moved);
        for (int part = 0; part < n; part++) {
            source[part][i] -= moved[part];
            target[part][i] += moved[part];
        }
    }
}

/* Amounts of a term due in `from` that fall due in `to` instead. */
static void move(struct books *b, int contract, int term, int from, int to, const lane_money gain,
                 const lane_money loss) {
    struct earnings *e = &b->earnings;
    const struct passing *p = &b->claims.passing[contract];
    int number = e->first_term[contract] + term;
    size_t at = (size_t)number * ((size_t)e->span + 1) + (size_t)from;
    for (int i = 0; i < LANES; i++) {
        e->gain_due[at][i] -= gain[i];
        e->loss_due[at][i] -= loss[i];
        e->moved_gain[number][to][i] += gain[i];
        e->moved_loss[number][to][i] += loss[i];
    }
    if (b->trace)
        tell_moved(b, contract, term, gain[TRACE_LANE] - loss[TRACE_LANE], from, to);
    if (p->n_parts == 0)
        return;
    move_parts(b, p->part_gain, p->n_parts, from, to, gain);
    move_parts(b, p->part_loss, p->n_parts, from, to, loss);
}

/* Holds back what the contract's conditions say of a gain that would be paid in month `paid`, and takes it off the gain: nothing
 * where the contract's early end has been settled. */
static void hold_back(struct books *b, int contract, int term, int due, int paid, lane_money gain) {
    static const lane_money nothing = {0};
    struct earnings *e = &b->earnings;
    int number = e->first_term[contract] + term, until[CONDITIONS_HOLD];
    lane_money may, held[CONDITIONS_HOLD];
    for (int i = 0; i < LANES; i++)
        may[i] = !b->endings.any || b->month < b->endings.contract[contract].settles[i] ? gain[i] : 0;
    int n = conditions_held(&b->scheme->contracts.items[contract], paid, may, until, held);
    for (int k = 0; k < n; k++) {
        move(b, contract, term, due, until[k], held[k], nothing);
        e->held_until[number * CONDITIONS_HOLD + k] = until[k];
        for (int i = 0; i < LANES; i++) {
            e->held[number][k][i] += held[k][i];
            gain[i] -= held[k][i];
        }
    }
}

/* What one condition has held back of a term falls due this month in some lanes. */
static void release(struct books *b, int contract, int number, int k, uint64_t lanes) {
    struct earnings *e = &b->earnings;
    const struct passing *p = &b->claims.passing[contract];
    int until = e->held_until[number * CONDITIONS_HOLD + k];
    lane_money amount;
    for (int i = 0; i < LANES; i++) {
        amount[i] = lanes >> i & 1 && until > b->month ? e->held[number][k][i] : 0;
        e->held[number][k][i] -= amount[i];
        e->moved_gain[number][until][i] -= amount[i];
        e->moved_gain[number][b->month][i] += amount[i];
    }
    if (p->n_parts > 0)
        move_parts(b, p->part_gain, p->n_parts, until, b->month, amount);
}

void movement_release(struct books *b, int contract) {
    struct earnings *e = &b->earnings;
    const struct contract_ending *ending = &b->endings.contract[contract];
    uint64_t lanes = 0;
    for (int i = 0; i < LANES; i++)
        lanes |= (uint64_t)(ending->settles[i] == b->month) << i;
    for (int k = 0; lanes && k < earnings_terms(e, contract); k++) {
        int number = e->first_term[contract] + k;
        for (int i = 0; e->held[number] && i < CONDITIONS_HOLD; i++)
            release(b, contract, number, i, lanes);
    }
}

void movement_of_term(struct books *b, int contract, int term, int due, const lane_money gain, const lane_money loss) {
    const struct lateness *late = evaluation_late(b->evaluation, contract, term);
    uint64_t lanes = late ? late->lanes : 0;
    lane_money in_time, late_gain, late_loss;
    if (!any_lane(gain) && !any_lane(loss))
        return;
    for (int i = 0; i < LANES; i++) {
        bool is_late = lanes >> i & 1;
        late_gain[i] = is_late ? gain[i] : 0;
        late_loss[i] = is_late ? loss[i] : 0;
        in_time[i] = is_late ? 0 : gain[i];
    }
    hold_back(b, contract, term, due, due, in_time);
    if (lanes == 0)
        return;
    hold_back(b, contract, term, due, due + late->late->months, late_gain);
    move(b, contract, term, due, due + late->late->months, late_gain, late_loss);
}
