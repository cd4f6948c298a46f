#include "scheme/room.h"

#include "scheme/term/price.h"
#include "scheme/term/words.h"

#include <string.h>

static KERNEL void add_up(const money *restrict amount, int n_terms, money *restrict total) {
    for (int i = 0; i < n_terms; i++)
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
    money *owed = m->one_lane, *left = m->one_lane + m->n_terms;
    for (int i = 0; i < m->n_terms; i++)
        owed[i] = m->gain[i * LANES + lane];
    money_split_pro_rata(room, owed, m->n_terms, left);
    for (int i = 0; i < m->n_terms; i++)
        m->gain[i * LANES + lane] = left[i];
    m->cut[lane] += total - room;
}

static void cut_to_limit(const struct month_earned *m, money limit, const money used[LANES]) {
    money total[LANES] = {0}, room[LANES];
    add_up(m->gain, m->n_terms, total);
    if (!take_room(limit, used, total, room))
        return;
    for (int l = 0; l < LANES; l++)
        if (total[l] > room[l])
            cut_lane(m, l, room[l], total[l]);
}

static void post(const struct month_earned *m, money used[LANES]) {
    money loss[LANES] = {0};
    add_up(m->gain, m->n_terms, used);
    add_up(m->loss, m->n_terms, loss);
    for (int l = 0; l < LANES; l++)
        used[l] -= loss[l];
}

/* ---- The cap of the contract ---- */

static bool cap_given(const struct contract *c) { return c->cap_given; }

static void cap_apply(const struct month_earned *m, const money used[LANES]) {
    cut_to_limit(m, m->contract->cap, used);
}

static void cap_words(const struct scheme *s, const struct contract *c, struct text_buf *out) {
    text_append(out, "pays at most ");
    words_money(s, c->cap, out);
    text_append(out, " in all");
}

const struct condition condition_cap = {"cap", cap_given, NULL, cap_apply, post, cap_words};

/* ---- The cap of a year ---- */

enum { BY_CONTRACT_YEAR, BY_FINANCIAL_YEAR };

static bool annual_given(const struct contract *c) { return c->annual_cap.given; }

static bool financial_year_begins(const struct scheme *s, int month) {
    return month_add(s->start, month - 1).month == s->year_start;
}

static void annual_begin(const struct month_earned *m, money used[LANES]) {
    bool begins = m->contract->annual_cap.by == BY_FINANCIAL_YEAR ? financial_year_begins(m->scheme, m->month)
                                                                  : contract_year_begins(m->contract, m->month);
    if (begins)
        memset(used, 0, LANES * sizeof *used);
}

static void annual_apply(const struct month_earned *m, const money used[LANES]) {
    cut_to_limit(m, m->contract->annual_cap.amount, used);
}

static void annual_words(const struct scheme *s, const struct contract *c, struct text_buf *out) {
    text_append(out, "pays at most ");
    words_money(s, c->annual_cap.amount, out);
    text_append(out, c->annual_cap.by == BY_FINANCIAL_YEAR ? " in a financial year" : " in a contract year");
}

const struct condition condition_annual_cap = {"annual_cap", annual_given, annual_begin,
                                               annual_apply, post,         annual_words};
