/* Advance: money paid on account in one month, kept back from later payments. */
#include "scheme/live.h"
#include "scheme/resolve.h"
#include "scheme/term/kinds.h"
#include "scheme/term/price.h"
#include "scheme/term/words.h"

struct advance_settings {
    int month;
    int amount; /* quantity, pence */
    double recover;
};

#define AT(member) offsetof(struct advance_settings, member)
static const struct param advance_params[] = {
    {"month", PARAM_WHOLE, AT(month), false, UNIT_MONTH, 1, MONTHS_MAX, NAN, NULL,
     "month in which it is paid; default the contract's first"},
    {"amount", PARAM_QUANTITY, AT(amount), true, UNIT_MONEY, 0, UNBOUNDED, NAN, NULL, "what is paid on account"},
    {"recover", PARAM_NUMBER, AT(recover), true, UNIT_SHARE, 0, 1, NAN, NULL,
     "share of each later payment that is kept back until the advance is repaid; what is left at last_claim is a debt"},
};
static const struct param_table advance_table = {"advance term",
                                                 "money paid on account, kept back from later payments",
                                                 sizeof(struct advance_settings),
                                                 NO_PLACE,
                                                 NO_PLACE,
                                                 false,
                                                 advance_params,
                                                 PARAM_COUNT_OF(advance_params)};

static const struct advance_settings *settings_of(const struct term *t) { return t->settings; }

static int month_paid(const struct contract *c, const struct term *t) {
    return month_or(settings_of(t)->month, c->from);
}

static bool advance_on_account(const struct contract *c, const struct term *t, struct advance_plan *plan) {
    const struct advance_settings *a = settings_of(t);
    *plan = (struct advance_plan){month_paid(c, t), a->amount, a->recover};
    return true;
}

static void advance_live(const struct live *l, struct live_advance *out) {
    const struct advance_settings *a = settings_of(l->t);
    out->month = a->month > 0 ? live_setting(l->book, &l->t->place, "month", GRID_MONTH, a->month)
                              : live_setting(l->book, &l->c->place, "from", GRID_MONTH, l->c->from);
    out->amount = live_quantity(l->book, a->amount);
    out->recover = live_setting(l->book, &l->t->place, "recover", GRID_RATE, a->recover);
}

static void advance_scheduled(const struct term_view *view, int month, double amount[LANES]) {
    const struct advance_settings *a = settings_of(view->term);
    for (int l = 0; l < LANES && month == month_paid(view->contract, view->term); l++)
        amount[l] += view->q[a->amount][l];
}

static void advance_check(const struct scheme *s, const struct contract *c, const struct term *t, struct diag *diag) {
    int month = month_paid(c, t);
    (void)s;
    if (month < c->from || month >= c->last_claim)
        fault_add(diag, &t->place, "month",
                  "is month %d; an advance is paid in or after the contract's first month, %d, and before its "
                  "last_claim, %d, when what is left is owed back",
                  month, c->from, c->last_claim);
}

static void advance_words(const struct scheme *s, const struct contract *c, const struct term *t,
                          struct text_buf *out) {
    const struct advance_settings *a = settings_of(t);
    text_append(out, "pays ");
    words_quantity(s, a->amount, out);
    text_appendf(out, " on account in month %d", month_paid(c, t));
    if (a->recover > 0) {
        text_append(out, ", of which ");
        words_percent(a->recover, out);
        text_append(out, " of each later payment is kept back");
    }
    text_appendf(out, "; what is left in month %d is owed back", c->last_claim);
}

const struct term_kind term_advance = {
    .pay = "advance",
    .help = "money paid on account in one month, kept back from later payments",
    .table = &advance_table,
    .check = advance_check,
    .scheduled = advance_scheduled,
    .on_account = advance_on_account,
    .live_on_account = advance_live,
    .at_once = true,
    .words = advance_words,
};
