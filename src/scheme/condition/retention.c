/* Retention: a share of every payment that is held back until a month. */
#include "scheme/condition/kinds.h"
#include "scheme/live.h"
#include "scheme/resolve.h"
#include "scheme/term/words.h"

struct retention_settings {
    bool given;
    double share;
    int until;
};

#define AT(member) offsetof(struct retention_settings, member)
static const struct param retention_rows[] = {
    {"share", PARAM_NUMBER, AT(share), true, UNIT_SHARE, 0, 1, PARAM_NO_FALLBACK, NULL,
     "share that is held back of each amount that falls due before the month"},
    {"until", PARAM_WHOLE, AT(until), true, UNIT_MONTH, 1, MONTHS_MAX, PARAM_NO_FALLBACK, NULL,
     "month in which all that was held back falls due"},
};
static const struct param_table retention_table = {"retention",
                                                   "a share of each payment that is held back until a month",
                                                   sizeof(struct retention_settings),
                                                   NO_PLACE,
                                                   AT(given),
                                                   false,
                                                   retention_rows,
                                                   PARAM_COUNT_OF(retention_rows)};

static const struct retention_settings *settings_of(const void *settings) { return settings; }

static bool retention_given(const struct scheme *s, const void *settings) {
    (void)s;
    return settings_of(settings)->given;
}

static int retention_hold(const void *settings, int due, const money amount[LANES], money held[LANES]) {
    const struct retention_settings *r = settings_of(settings);
    if (due >= r->until)
        return NONE;
    for (int l = 0; l < LANES; l++)
        held[l] = money_times(amount[l], r->share);
    return r->until;
}

static void retention_live(const struct live *l, const void *settings, const char *name, int amount, int paid,
                           struct live_held *held) {
    const struct retention_settings *r = settings_of(settings);
    struct grid *g = &l->book->grid;
    held->until = live_setting(l->book, &l->c->place, "retention.until", GRID_MONTH, r->until);
    if (amount == NONE)
        return;
    int share = live_setting(l->book, &l->c->place, "retention.share", GRID_RATE, r->share);
    int exact = grid_line(g, l->sheet, GRID_NUMBER, live_label(l, "%s, retention, exact", name),
                          "IF({0}<{1},{2}*{3},0)", paid, held->until, amount, share);
    held->amount = grid_post(g, l->sheet, live_label(l, "%s, retention", name), exact);
}

static void retention_check(const struct scheme *s, const struct contract *c, const void *settings, struct diag *diag) {
    if (!settings)
        return;
    int until = settings_of(settings)->until;
    if (until > s->months)
        fault_add(diag, &c->place, "retention.until",
                  "month %d is after the scheme's last, %d: what is held back would never be paid; at most that month",
                  until, s->months);
    else if (until <= c->from)
        fault_add(diag, &c->place, "retention.until",
                  "month %d is not after the contract's first month, %d: nothing would be held back", until, c->from);
}

static void retention_words(const struct scheme *s, const struct contract *c, const void *settings,
                            struct text_buf *out) {
    (void)s, (void)c;
    text_append(out, "holds back ");
    words_percent(settings_of(settings)->share, out);
    text_appendf(out, " of each payment until month %d", settings_of(settings)->until);
}

const struct condition condition_retention = {
    .param = {"retention", PARAM_GROUP, 0, false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &retention_table,
              "share of each payment that is held back until a month"},
    .size = sizeof(struct retention_settings),
    .given = retention_given,
    .check = retention_check,
    .hold = retention_hold,
    .live_hold = retention_live,
    .words = retention_words,
};
