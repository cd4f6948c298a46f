#include "scheme/condition/room.h"

static KERNEL void add_up(const money *restrict amount, int n_lines, money *restrict total) {
    for (int i = 0; i < n_lines; i++)
        for (int l = 0; l < LANES; l++)
            total[l] += amount[i * LANES + l];
}

/* Room left in each lane, and whether any lane's total exceeds it. */
static KERNEL bool take_room(money limit, const money *restrict used, const money *restrict total,
                             money *restrict room) {
    money exceeds = 0;
    for (int l = 0; l < LANES; l++) {
        money left = limit - used[l];
        room[l] = left > 0 ? left : 0;
        exceeds |= total[l] > room[l];
    }
    return exceeds != 0;
}

/* Cuts the gains of one lane from `total` to `room` pence. */
static void cut_lane(const struct month_earned *m, int lane, money room, money total) {
    money *owed = m->one_lane, *left = m->one_lane + m->n_lines;
    for (int i = 0; i < m->n_lines; i++)
        owed[i] = m->gain[i * LANES + lane];
    money_split_pro_rata(room, owed, m->n_lines, left);
    for (int i = 0; i < m->n_lines; i++)
        m->gain[i * LANES + lane] = left[i];
    m->cut[lane] += total - room;
}

void room_cut(const struct month_earned *m, money limit, const money used[LANES]) {
    money total[LANES] = {0}, room[LANES];
    add_up(m->gain, m->n_lines, total);
    if (!take_room(limit, used, total, room))
        return;
    for (int l = 0; l < LANES; l++)
        if (total[l] > room[l])
            cut_lane(m, l, room[l], total[l]);
}

void room_use(const struct month_earned *m, money used[LANES]) {
    money loss[LANES] = {0};
    add_up(m->gain, m->n_lines, used);
    add_up(m->loss, m->n_lines, loss);
    for (int l = 0; l < LANES; l++)
        used[l] -= loss[l];
}

uint64_t room_spent(money limit, const money used[LANES]) {
    uint64_t lanes = 0;
    for (int l = 0; l < LANES; l++)
        lanes |= (uint64_t)(used[l] >= limit) << l;
    return lanes;
}
