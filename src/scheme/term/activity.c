/* Activity: a price for each start, or each referral, with a lower one past a threshold in the contract year. */
#include "scheme/term/kinds.h"
#include "scheme/term/price.h"
#include "scheme/term/price_live.h"
#include "scheme/term/words.h"

enum { COUNT_STARTS, COUNT_REFERRALS };

struct activity_settings {
    int count; /* COUNT_STARTS or COUNT_REFERRALS */
    struct by_group price;
    double threshold, marginal;
    int local;
};

static const char *const count_words[] = {"start", "referral", NULL};

#define AT(member) offsetof(struct activity_settings, member)
static const struct param activity_params[] = {
    {"count", PARAM_CHOICE, AT(count), false, UNIT_NONE, 0, 1, COUNT_STARTS, count_words,
     "what is paid for and counted: each start; or each referral, as where everybody is assessed, whether they then "
     "start or not"},
    {"price", PARAM_BY_GROUP, AT(price), true, UNIT_MONEY, 0, UNBOUNDED, NAN, NULL,
     "price of each; a group left out is neither paid nor counted"},
    PRICE_PARAM_THRESHOLD(AT(threshold), "starts"),
    PRICE_PARAM_MARGINAL(AT(marginal)),
    PRICE_PARAM_LOCAL(AT(local)),
};
static const struct param_table activity_table = {
    "activity term", "a price for each start or referral", sizeof(struct activity_settings), NO_PLACE, NO_PLACE, false,
    activity_params, PARAM_COUNT_OF(activity_params)};

static const struct activity_settings *settings_of(const struct term *t) { return t->settings; }

static int activity_state(const struct scheme *s, const struct term *t) {
    (void)s;
    return settings_of(t)->threshold == NOT_GIVEN ? 0 : 1;
}

/* Who is referred before the contract, after its last start or after its service has ended early is not the contract's. */
static void keep_lanes_in_service(const struct term_view *view, struct priced *p) {
    const struct contract *c = view->contract;
    for (int l = 0; l < LANES; l++) {
        if (view->month < c->from || view->month > last_in_lane(view, c->last_start, l))
            p->count[l] = p->base[l] = 0;
    }
}

static void activity_earn(const struct term_view *view, struct entitlement *out) {
    const struct activity_settings *a = settings_of(view->term);
    bool starts = a->count == COUNT_STARTS;
    const struct count_grid *counted = starts ? &view->starts : &view->referrals;
    const struct count_grid *billed = starts ? &view->billed_starts : &view->referrals;
    struct priced p;
    price_results(view, &a->price, counted, billed, &p);
    if (!starts)
        keep_lanes_in_service(view, &p);
    price_past_threshold(view, &p, a->threshold, a->marginal, out->gain);
    price_raise(view, view->price_index, a->local, out->gain);
    price_weights(view, &a->price, billed, view->month, NULL, out->weight);
}

/* Nobody who is referred before the contract, after its last start or after its service has ended early is paid for. */
static int live_in_dates(const struct live *l, int base) {
    const struct contract *c = l->c;
    struct live_formula f = {.n = 0};
    int last = live_setting(l->book, &c->place, "last_start", GRID_MONTH, c->last_start);
    live_put(&f, "IF(AND({}>={},{}<={}", l->book->month, live_from(l), l->book->month, last);
    if (l->last != NONE)
        live_put(&f, ",{}<={}", l->book->month, l->last);
    live_put(&f, "),{},0)", base);
    return live_line(l, GRID_NUMBER, live_label(l, "in the contract's dates"), &f);
}

static void activity_live(const struct live *l, struct live_earned *out) {
    const struct activity_settings *a = settings_of(l->t);
    bool starts = a->count == COUNT_STARTS;
    struct live_counted counted = {.what = starts ? LIVE_STARTS : LIVE_REFERRALS, .outcome = NONE};
    struct live_priced p = price_live(l, &a->price, &counted, starts ? "starts" : "referrals", a->threshold);
    if (!starts) {
        p.base = live_in_dates(l, p.base);
        p.count = a->threshold == NOT_GIVEN ? p.count : live_in_dates(l, p.count);
    }
    out->gain = price_live_raised(l, price_live_past_threshold(l, &p, a->threshold, a->marginal), a->local);
    price_live_weights(l, &a->price, &counted, out->weight);
}

static uint64_t activity_spent(const struct term_view *view) {
    double threshold = settings_of(view->term)->threshold;
    return threshold == NOT_GIVEN ? 0 : price_spent(view, threshold, true);
}

static void activity_check(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag) {
    (void)c;
    price_check_groups(s, t, &settings_of(t)->price, diag);
    price_check_threshold(t, settings_of(t)->threshold, settings_of(t)->marginal, diag);
}

static void activity_words(const struct scheme *s, const struct contract *c, const struct term *t,
                           struct text_buf *out) {
    const struct activity_settings *a = settings_of(t);
    (void)c;
    text_append(out, "pays ");
    words_price(s, &a->price, out);
    text_appendf(out, " for each %s", count_words[a->count]);
    words_threshold(a->threshold, a->marginal, a->count == COUNT_STARTS ? "starts" : "referrals", out);
}

const struct term_kind term_activity = {
    .pay = "activity",
    .help = "a price for each start or referral, with another one past a threshold in the contract year",
    .table = &activity_table,
    .check = activity_check,
    .earn = activity_earn,
    .state = activity_state,
    .spent = activity_spent,
    .live = activity_live,
    .words = activity_words,
};
