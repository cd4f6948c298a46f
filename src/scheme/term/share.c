/* Share: a fraction of all that the payer receives under another contract, in the month in which it receives it. */
#include "scheme/live.h"
#include "scheme/term/kinds.h"
#include "scheme/term/price.h"
#include "scheme/term/words.h"

struct share_settings {
    int of; /* contract */
    double fraction;
};

#define AT(member) offsetof(struct share_settings, member)

static const struct param share_params[] = {
    {"of", PARAM_REF, AT(of), true, UNIT_NONE, 0, 0, NAN, &contract_names, "contract whose receipts are shared"},
    {"fraction", PARAM_NUMBER, AT(fraction), true, UNIT_SHARE, 0, 1, NAN, NULL, "share of all that is received"},
};
static const struct param_table share_table = {"share term",
                                               "a fraction of all that the payer receives under another contract",
                                               sizeof(struct share_settings),
                                               NO_PLACE,
                                               NO_PLACE,
                                               false,
                                               share_params,
                                               PARAM_COUNT_OF(share_params)};

static const struct share_settings *settings_of(const struct term *t) { return t->settings; }

static int share_source(const struct term *t, bool *when_due) {
    *when_due = false;
    return settings_of(t)->of;
}

static KERNEL void take_fraction(const money *restrict total, double fraction, double *restrict gain) {
    for (int l = 0; l < LANES; l++)
        gain[l] = (double)total[l] * fraction;
}

static void share_earn(const struct term_view *view, struct entitlement *out) {
    take_fraction(view->receipts->total, settings_of(view->term)->fraction, out->gain);
    out->by_starts = true;
    out->window_from = view->contract->from;
    out->window_to = view->contract->to;
}

static void share_live(const struct live *l, struct live_earned *out) {
    out->gain = grid_line(&l->book->grid, l->sheet, GRID_NUMBER, live_label(l, "of what is received"), "{0}*{1}",
                          l->receipts.total,
                          live_setting(l->book, &l->t->place, "fraction", GRID_RATE, settings_of(l->t)->fraction));
    out->by_starts = true;
    out->window_to = live_setting(l->book, &l->c->place, "to", GRID_MONTH, l->c->to);
}

static void share_words(const struct scheme *s, const struct contract *c, const struct term *t, struct text_buf *out) {
    const struct share_settings *share = settings_of(t);
    text_append(out, "pays ");
    words_percent(share->fraction, out);
    text_appendf(out, " of all that %s receives under %s", s->parties.items[c->payer].name,
                 s->contracts.items[share->of].name);
}

const struct term_kind term_share = {
    .pay = "share",
    .help = "a fraction of all that the payer receives under another contract, when it receives it",
    .table = &share_table,
    .earn = share_earn,
    .source = share_source,
    .at_once = true,
    .live = share_live,
    .words = share_words,
};
