#include "report/terms.h"

#include "report/prose.h"
#include "scheme/condition.h"
#include "scheme/ending.h"
#include "scheme/repayment.h"
#include "scheme/term/words.h"

/* Starts the next of several conditions. */
static void next(struct text_buf *out, size_t from) { text_append(out, out->length > from ? "; " : ""); }

static void add_months(struct text_buf *out, int n, const char *after) {
    text_appendf(out, "%d month%s %s", n, n == 1 ? "" : "s", after);
}

static void add_claims(struct text_buf *out, const struct contract *c, size_t from) {
    if (c->claim.given) {
        next(out, from);
        text_append(out, c->claim.every == 1 ? "claimed every month" : "");
        if (c->claim.every > 1)
            text_appendf(out, "claimed every %d months", c->claim.every);
        text_append(out, ", accepted ");
        add_months(out, c->claim.verify, "later, due ");
        add_months(out, c->claim.pays, "after that");
    } else if (c->lag > 0) {
        next(out, from);
        text_append(out, "due ");
        add_months(out, c->lag, "after it is earned");
    }
}

static void add_last_dates(struct text_buf *out, const struct scheme *s, const struct contract *c, size_t from) {
    if (c->last_start > 0 && c->last_start < terms_last_month(s, c)) {
        next(out, from);
        text_append(out, "starts count to ");
        prose_month(out, s->start, c->last_start);
    }
    if (c->last_claim_given && c->last_claim < s->months) {
        next(out, from);
        text_append(out, "claims count to ");
        prose_month(out, s->start, c->last_claim);
    }
}

static void add_conditions(struct text_buf *out, const struct scheme *s, const struct contract *c, size_t from) {
    for (int i = 0; conditions[i]; i++) {
        const void *settings = condition_settings(c, i);
        if (!settings)
            continue;
        next(out, from);
        conditions[i]->words(s, c, settings, out);
    }
}

int terms_last_month(const struct scheme *s, const struct contract *c) { return c->to > 0 ? c->to : s->months; }

void terms_conditions(struct text_buf *out, const struct scheme *s, const struct contract *c) {
    size_t from = out->length;
    add_claims(out, c, from);
    add_last_dates(out, s, c, from);
    add_conditions(out, s, c, from);
    ending_words(s, c, from, out);
}

void terms_tranche(struct text_buf *out, const struct scheme *s, const struct tranche *t) {
    double coupon = t->coupon != NONE ? s->quantities.items[t->coupon].mean : 0.0;
    if (coupon > 0.0) {
        text_append(out, ", coupon ");
        words_percent(coupon, out);
        text_append(out, t->interest == INTEREST_SIMPLE ? " simple" : "");
    }
    if (t->residual > 0.0) {
        text_append(out, ", takes ");
        words_percent(t->residual, out);
        text_append(out, " of what is left");
    }
    if (t->irr_cap_given) {
        text_append(out, ", return at most ");
        words_percent(t->irr_cap, out);
        text_append(out, " a year");
    }
}

static void add_drawdown(struct text_buf *out, const struct scheme *s, const struct loan *l) {
    if (l->drawdown.how == DRAW_AS_NEEDED) {
        text_append(out, ", drawn as needed");
        return;
    }
    text_append(out, l->drawdown.how == DRAW_UPFRONT ? ", drawn in " : ", drawn from ");
    prose_month(out, s->start, l->first);
}

static void add_price(struct text_buf *out, const struct scheme *s, const struct loan *l) {
    if (l->grant > 0.0) {
        text_append(out, ", ");
        words_percent(l->grant, out);
        text_append(out, " of it a grant");
    }
    if (l->rate != NONE) {
        text_append(out, ", at ");
        words_percent(s->quantities.items[l->rate].mean, out);
        text_append(out, " a year");
    }
    if (l->fee_amount > 0) {
        text_append(out, ", fee ");
        words_money(s, l->fee_amount, out);
        text_append(out, l->fee.added ? " added to it" : " taken off it");
    }
}

void terms_loan(struct text_buf *out, const struct scheme *s, const struct loan *l) {
    add_drawdown(out, s, l);
    add_price(out, s, l);
    text_append(out, ", ");
    l->repayment->words(s, l, out);
    if (l->holiday.months > 0) {
        text_appendf(out, " after a holiday of %d months with interest %s", l->holiday.months,
                     l->holiday.interest == HOLIDAY_PAID ? "paid" : "added");
    }
    if (l->every > 1)
        text_appendf(out, ", every %d months", l->every);
    text_append(out, ", the last payment in ");
    prose_month(out, s->start, l->last);
}

void terms_term(struct text_buf *out, const struct scheme *s, const struct contract *c, const struct term *t) {
    if (t->kind->words != NULL)
        t->kind->words(s, c, t, out);
    else
        text_append(out, t->kind->help);
}
