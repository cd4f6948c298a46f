/* Annual cap: the most that is earned in a contract year, or in a financial year. */
#include "scheme/condition/kinds.h"
#include "scheme/condition/room.h"
#include "scheme/condition/room_live.h"
#include "scheme/resolve.h"
#include "scheme/term/price.h"
#include "scheme/term/words.h"

#include <string.h>

enum { BY_CONTRACT_YEAR, BY_FINANCIAL_YEAR };
struct annual_settings {
    bool given;
    money amount;
    int by;
};

static const char *const by_words[] = {"contract", "financial", NULL};
static const struct param annual_rows[] = {
    {"amount", PARAM_MONEY, offsetof(struct annual_settings, amount), true, UNIT_MONEY, 0, AMOUNT_MAX,
     PARAM_NO_FALLBACK, NULL, "the most that can be earned in a year"},
    {"by", PARAM_CHOICE, offsetof(struct annual_settings, by), false, UNIT_NONE, NO_RANGE, BY_CONTRACT_YEAR, by_words,
     "contract: years from the contract's first month; financial: financial years"},
};
static const struct param_table annual_table = {"annual cap",
                                                "the most that can be earned in a year",
                                                sizeof(struct annual_settings),
                                                NO_PLACE,
                                                offsetof(struct annual_settings, given),
                                                false,
                                                annual_rows,
                                                PARAM_COUNT_OF(annual_rows)};

static const struct annual_settings *settings_of(const void *settings) { return settings; }

static bool annual_given(const struct scheme *s, const void *settings) {
    (void)s;
    return settings_of(settings)->given;
}

bool annual_cap_of(const struct contract *c, money *amount) {
    const void *settings = condition_settings(c, condition_place(&condition_annual_cap));
    *amount = settings ? settings_of(settings)->amount : 0;
    return settings != NULL;
}

static bool financial_year_begins(const struct scheme *s, int month) {
    return month_add(s->start, month - 1).month == s->year_start;
}

/* Whether a year of the cap begins in a month. */
static bool year_begins(const struct month_earned *m, const void *settings, int month) {
    return settings_of(settings)->by == BY_FINANCIAL_YEAR ? financial_year_begins(m->scheme, month)
                                                          : contract_year_begins(m->contract, month);
}

static void annual_begin(const struct month_earned *m, const void *settings, money (*sums)[LANES]) {
    if (year_begins(m, settings, m->month))
        memset(sums[0], 0, sizeof sums[0]);
}

static uint64_t annual_spent(const struct month_earned *m, const void *settings, const money (*sums)[LANES]) {
    return year_begins(m, settings, m->month + 1) ? 0 : room_spent(settings_of(settings)->amount, sums[0]);
}

static void annual_act(const struct month_earned *m, const void *settings, money (*sums)[LANES],
                       struct own_entitlement *own) {
    (void)own;
    room_cut(m, settings_of(settings)->amount, sums[0]);
}

static void annual_post(const struct month_earned *m, const void *settings, money (*sums)[LANES]) {
    (void)settings;
    room_use(m, sums[0]);
}

static void annual_check(const struct scheme *s, const struct contract *c, const void *settings, struct diag *diag) {
    (void)s;
    if (settings && settings_of(settings)->amount > conditions_limit(c))
        fault_note(diag, &c->place, "annual_cap", "is above `cap`: it never binds before it");
}

static void annual_live(struct live_month *m) {
    const struct annual_settings *a = settings_of(m->settings);
    const struct live *l = m->l;
    bool financial = a->by == BY_FINANCIAL_YEAR;
    int limit = live_setting(l->book, &l->c->place, "annual_cap.amount", GRID_POUNDS, (double)a->amount);
    int used = room_live_used(m, financial ? "in the financial year" : "in the contract year",
                              financial ? l->book->year_begins : l->year_begins);
    room_live_cut(m, "annual cap", limit, used);
}

static void annual_words(const struct scheme *s, const struct contract *c, const void *settings, struct text_buf *out) {
    (void)c;
    text_append(out, "pays at most ");
    words_money(s, settings_of(settings)->amount, out);
    text_append(out, settings_of(settings)->by == BY_FINANCIAL_YEAR ? " in a financial year" : " in a contract year");
}

const struct condition condition_annual_cap = {
    .param = {"annual_cap", PARAM_GROUP, 0, false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &annual_table,
              "the most that can be earned in a year"},
    .size = sizeof(struct annual_settings),
    .given = annual_given,
    .check = annual_check,
    .n_sums = 1,
    .cuts = true,
    .begin = annual_begin,
    .act = annual_act,
    .post = annual_post,
    .spent = annual_spent,
    .words = annual_words,
    .live = annual_live,
};
