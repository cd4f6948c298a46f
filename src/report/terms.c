#include "report/terms.h"

#include "report/prose.h"
#include "scheme/condition.h"
#include "scheme/ending.h"
#include "scheme/repayment.h"
#include "scheme/term/words.h"
#include "scheme/waterfall.h"

/* Starts the next of several conditions. */
static void next(struct text_buf *out, size_t from) { text_append(out, out->length > from ? "; " : ""); }

static void add_months(struct text_buf *out, int n, const char *after) {
    text_appendf(out, "%d month%s %s", n, n == 1 ? "" : "s", after);
}

static void add_cycle(struct text_buf *out, const struct claim *claim) {
    text_append(out, claim->every == 1 ? "claimed every month" : "");
    if (claim->every > 1)
        text_appendf(out, "claimed every %d months", claim->every);
    text_append(out, ", accepted ");
    add_months(out, claim->verify, "later, due ");
    add_months(out, claim->pays, "after that");
}

static void add_claims(struct text_buf *out, const struct claim *claim, int lag, size_t from) {
    if (claim->given) {
        next(out, from);
        add_cycle(out, claim);
    } else if (lag > 0) {
        next(out, from);
        text_append(out, "due ");
        add_months(out, lag, "after it is earned");
    }
}

static void add_counts(struct text_buf *out, const struct scheme *s, const struct contract *c, size_t from) {
    for (int i = 0; i < c->counts.n; i++) {
        if (i == 0)
            next(out, from);
        text_appendf(out, "%s%s", i > 0 ? ", " : "counts the clients of ", s->parties.items[c->counts.items[i]].name);
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
    add_counts(out, s, c, from);
    add_claims(out, &c->claim, c->lag, from);
    add_last_dates(out, s, c, from);
    add_conditions(out, s, c, from);
    ending_words(s, c, from, out);
}

static void add_coupon(struct text_buf *out, const struct scheme *s, const struct tranche *t) {
    double coupon = t->coupon.quantity != NONE ? s->quantities.items[t->coupon.quantity].mean : 0.0;
    if (t->coupon.by.given) {
        text_append(out, ", coupon by results, simple: ");
        ratio_words(s, &t->coupon.by, out);
        text_append(out, ", paid ");
        if (t->every > 0)
            text_appendf(out, "every %d months", t->every);
        else
            text_append(out, "at maturity for the whole time");
    } else if (coupon > 0.0) {
        text_append(out, ", coupon ");
        words_percent(coupon, out);
        text_append(out, t->interest == INTEREST_SIMPLE ? " simple" : "");
    }
}

static void add_repayment(struct text_buf *out, const struct scheme *s, const struct tranche *t) {
    if (t->grant)
        text_append(out, ", a grant: a first loss, drawn first and never repaid");
    if (t->maturity > 0) {
        text_append(out, ", principal paid from ");
        prose_month(out, s->start, t->maturity);
    }
    if (t->capital.given) {
        text_append(out, " by results: ");
        ratio_words(s, &t->capital, out);
    }
}

void terms_tranche(struct text_buf *out, const struct scheme *s, const struct tranche *t) {
    add_coupon(out, s, t);
    add_repayment(out, s, t);
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
    if (l->maximum >= 0) {
        text_append(out, ", of at most ");
        words_money(s, l->maximum, out);
    }
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

static void add_distributions(struct text_buf *out, const struct scheme *s, const struct bond *b) {
    if (b->distribute_every > 1)
        text_appendf(out, " every %d months and in the last distributes what it need not keep", b->distribute_every);
    else
        text_append(out, " every month distributes what it need not keep");
    money least = s->parties.items[b->spv].minimum_cash;
    if (least > 0) {
        text_append(out, " (");
        words_money(s, least, out);
        text_append(out, b->retain == 0 ? ")" : " and");
    }
    if (b->retain > 0)
        text_appendf(out, "%spayments of the next %d months)", least > 0 ? " " : " (", b->retain);
    else if (b->retain == NONE)
        text_appendf(out, "%spayments to the end of delivery)", least > 0 ? " " : " (");
}

void terms_waterfall(struct text_buf *out, const struct scheme *s, const struct bond *b) {
    text_append(out, s->parties.items[b->spv].name);
    add_distributions(out, s, b);
    text_append(out, ", in this order: ");
    waterfall_words(b, out);
}

void terms_guarantee(struct text_buf *out, const struct scheme *s, const struct bond *b) {
    const struct guarantee *g = &b->guarantee;
    text_appendf(out, "%s guarantees ", s->parties.items[g->guarantor].name);
    words_percent(g->cover, out);
    text_append(out, " of unpaid principal of ");
    for (int i = 0; i < g->tranche.n; i++)
        text_appendf(out, "%s%s", i > 0 ? " and " : "", b->tranches.items[g->tranche.items[i]].name);
    if (g->limit_given) {
        text_append(out, ", at most ");
        words_money(s, g->limit, out);
    }
    text_append(out, g->when == GUARANTEE_BEFORE ? ", called before the last payments come in"
                                                 : ", called after the last distribution");
}

/* How a term is claimed where it is not as the contract says. */
static void add_own_claims(struct text_buf *out, const struct scheme *s, const struct term *t, size_t from) {
    add_claims(out, &t->claim, t->lag, from);
    if (!t->late.given)
        return;
    next(out, from);
    late_words(s, &t->late, out);
}

void terms_term(struct text_buf *out, const struct scheme *s, const struct contract *c, const struct term *t) {
    size_t from = out->length;
    if (t->kind->words != NULL)
        t->kind->words(s, c, t, out);
    else
        text_append(out, t->kind->help);
    add_own_claims(out, s, t, from);
}
