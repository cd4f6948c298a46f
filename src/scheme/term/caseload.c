/* Caseload: a price a month for each client in service at the month's end. */
#include "scheme/resolve.h"
#include "scheme/term/kinds.h"
#include "scheme/term/price.h"
#include "scheme/term/price_live.h"
#include "scheme/term/words.h"

struct caseload_settings {
    struct by_group price;
    int local;
};

#define AT(member) offsetof(struct caseload_settings, member)
static const struct param caseload_params[] = {
    {"price", PARAM_BY_GROUP, AT(price), true, UNIT_MONEY, 0, UNBOUNDED, NAN, NULL,
     "price a month of a client in service at its end; a group left out is not paid for"},
    PRICE_PARAM_LOCAL(AT(local)),
};
static const struct param_table caseload_table = {"caseload term",
                                                  "a price a month for each client in service at its end",
                                                  sizeof(struct caseload_settings),
                                                  NO_PLACE,
                                                  NO_PLACE,
                                                  false,
                                                  caseload_params,
                                                  PARAM_COUNT_OF(caseload_params)};

static const struct caseload_settings *settings_of(const struct term *t) { return t->settings; }

static void caseload_earn(const struct term_view *view, struct entitlement *out) {
    const struct caseload_settings *k = settings_of(view->term);
    struct priced p;
    price_results(view, &k->price, &view->in_service, &view->billed_in_service, &p);
    for (int l = 0; l < LANES; l++)
        out->gain[l] = p.base[l];
    price_raise(view, view->price_index, k->local, out->gain);
    price_weights(view, &k->price, &view->billed_in_service, view->month, NULL, out->weight);
}

static void caseload_live(const struct live *l, struct live_earned *out) {
    const struct caseload_settings *k = settings_of(l->t);
    const struct live_counted counted = {.what = LIVE_SERVICE, .outcome = NONE};
    out->gain = price_live_raised(
        l, price_live_base(l, &k->price, &counted, NONE, live_label(l, "in service, at base price")), k->local);
    price_live_weights(l, &k->price, &counted, out->weight);
}

/* A group whose clients are never in service cannot be paid for. */
static void caseload_check(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag) {
    const struct caseload_settings *k = settings_of(t);
    (void)c;
    price_check_groups(s, t, &k->price, diag);
    for (int g = 0; g < s->groups.n; g++)
        if (price_names_group(&k->price, g) && s->groups.items[g].in_service > 0)
            return;
    fault_add(
        diag, &t->place, "price",
        "pays for clients in service, but nobody ever is; give a group its `in_service`, the months from the start");
}

static void caseload_words(const struct scheme *s, const struct contract *c, const struct term *t,
                           struct text_buf *out) {
    (void)c;
    text_append(out, "pays ");
    words_price(s, &settings_of(t)->price, out);
    text_append(out, " a month for each client in service at its end");
}

const struct term_kind term_caseload = {
    .pay = "caseload",
    .help = "a price a month for each client in service at its end",
    .table = &caseload_table,
    .check = caseload_check,
    .earn = caseload_earn,
    .counts_service = true,
    .live = caseload_live,
    .words = caseload_words,
};
