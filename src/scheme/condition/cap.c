/* Cap: the most that is earned under a contract in all. */
#include "scheme/condition/kinds.h"
#include "scheme/condition/room.h"
#include "scheme/condition/room_live.h"
#include "scheme/tables.h"
#include "scheme/term/words.h"

struct cap_settings {
    money amount; /* negative: none */
};

static bool cap_given(const struct scheme *s, const void *settings) {
    (void)s;
    return ((const struct cap_settings *)settings)->amount >= 0;
}

static money cap_limit(const void *settings) { return ((const struct cap_settings *)settings)->amount; }

static void cap_act(const struct month_earned *m, const void *settings, money (*sums)[LANES],
                    struct own_entitlement *own) {
    (void)own;
    room_cut(m, cap_limit(settings), sums[0]);
}

static void cap_post(const struct month_earned *m, const void *settings, money (*sums)[LANES]) {
    (void)settings;
    room_use(m, sums[0]);
}

static uint64_t cap_spent(const struct month_earned *m, const void *settings, const money (*sums)[LANES]) {
    (void)m;
    return room_spent(cap_limit(settings), sums[0]);
}

static double cap_most(const struct scheme *s, const struct contract *c, const void *settings, double most) {
    (void)s, (void)c;
    double limit = (double)cap_limit(settings);
    return most < limit ? most : limit;
}

static void cap_live(struct live_month *m) {
    const struct live *l = m->l;
    int limit = live_setting(l->book, &l->c->place, "cap", GRID_POUNDS, (double)cap_limit(m->settings));
    room_live_cut(m, "cap", limit, room_live_used(m, "to date", NONE));
}

static void cap_words(const struct scheme *s, const struct contract *c, const void *settings, struct text_buf *out) {
    (void)c;
    text_append(out, "pays at most ");
    words_money(s, cap_limit(settings), out);
    text_append(out, " in all");
}

const struct condition condition_cap = {
    .param = {"cap", PARAM_MONEY, 0, false, UNIT_MONEY, 0, AMOUNT_MAX, NOT_GIVEN, NULL,
              "the most that can be earned in all"},
    .size = sizeof(struct cap_settings),
    .given = cap_given,
    .n_sums = 1,
    .cuts = true,
    .act = cap_act,
    .post = cap_post,
    .spent = cap_spent,
    .most = cap_most,
    .limit = cap_limit,
    .words = cap_words,
    .live = cap_live,
};
