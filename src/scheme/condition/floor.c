/* Floor: the least that is earned under a contract in all, made up in its last month of claims. */
#include "scheme/condition/kinds.h"
#include "scheme/condition/room.h"
#include "scheme/condition/room_live.h"
#include "scheme/resolve.h"
#include "scheme/term/words.h"

#include <string.h>

struct floor_settings {
    money amount; /* negative: none */
};

static money amount_of(const void *settings) { return ((const struct floor_settings *)settings)->amount; }

static bool floor_given(const struct scheme *s, const void *settings) {
    (void)s;
    return amount_of(settings) >= 0;
}

/* sums[0]: gains less losses before the month. Nothing is made up where the contract has ended early. */
static void floor_act(const struct month_earned *m, const void *settings, money (*sums)[LANES],
                      struct own_entitlement *own) {
    if (m->month != m->contract->last_claim)
        return;
    money earned[LANES];
    memcpy(earned, sums[0], sizeof earned);
    room_use(m, earned);
    for (int l = 0; l < LANES; l++) {
        money missing = amount_of(settings) - earned[l];
        own->gain[l] = missing > 0 && m->going >> l & 1 ? missing : 0;
    }
}

static void floor_post(const struct month_earned *m, const void *settings, money (*sums)[LANES]) {
    (void)settings;
    room_use(m, sums[0]);
}

static void floor_live(struct live_month *m) {
    const struct live *l = m->l;
    struct live_formula f = {.n = 0};
    int amount = live_setting(l->book, &l->c->place, "floor", GRID_POUNDS, (double)amount_of(m->settings));
    int stop = live_setting(l->book, &l->c->place, "last_claim", GRID_MONTH, l->c->last_claim);
    live_put(&f, "IF({}={},MAX({}-({}+{}),0),0)", l->book->month, stop, amount, room_live_used(m, "to date", NONE),
             room_live_now(m));
    if (m->going != NONE)
        live_put(&f, "*{}", m->going);
    m->gain[m->own] = live_line(l, GRID_PENCE, live_label(l, "made up to the floor"), &f);
}

static double floor_most(const struct scheme *s, const struct contract *c, const void *settings, double most) {
    (void)s, (void)c;
    double amount = (double)amount_of(settings);
    return most > amount ? most : amount;
}

static void floor_check(const struct scheme *s, const struct contract *c, const void *settings, struct diag *diag) {
    if (!settings)
        return;
    if (amount_of(settings) > conditions_limit(c))
        fault_add(diag, &c->place, "floor", "is above `cap`, the most that can be earned; at most that amount");
    if (c->last_claim > s->months)
        fault_add(diag, &c->place, "floor",
                  "is made up in the last month of claims, %d, after the scheme's last, %d; make `last_claim` month "
                  "%d at the latest",
                  c->last_claim, s->months, s->months);
}

static void floor_words(const struct scheme *s, const struct contract *c, const void *settings, struct text_buf *out) {
    text_append(out, "pays at least ");
    words_money(s, amount_of(settings), out);
    text_appendf(out, " in all, made up in month %d", c->last_claim);
}

const struct condition condition_floor = {
    .param = {"floor", PARAM_MONEY, 0, false, UNIT_MONEY, 0, AMOUNT_MAX, NOT_GIVEN, NULL,
              "the least that is earned in all, made up in the last month of claims"},
    .size = sizeof(struct floor_settings),
    .given = floor_given,
    .check = floor_check,
    .n_sums = 1,
    .earns = true,
    .act = floor_act,
    .post = floor_post,
    .most = floor_most,
    .words = floor_words,
    .live = floor_live,
};
