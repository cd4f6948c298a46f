#include "scheme/term/words.h"

#include "scheme/term/price.h"

#include <math.h>

#define PERCENT 100
#define PENCE 100
#define THOUSAND 1000
#define SYMBOL_MAX 16

void words_money(const struct scheme *s, money amount, struct text_buf *out) {
    char text[MONEY_TEXT + SYMBOL_MAX];
    text_append(out, money_format(amount, s->symbol, amount % PENCE != 0, text, sizeof text));
}

void words_quantity(const struct scheme *s, int quantity, struct text_buf *out) {
    const struct quantity *q = &s->quantities.items[quantity];
    if (!law_is_certain(&q->law))
        text_append(out, "about ");
    words_money(s, (money)llround(q->mean), out);
}

void words_number(const struct scheme *s, int quantity, struct text_buf *out) {
    const struct quantity *q = &s->quantities.items[quantity];
    text_appendf(out, "%s%.6g", law_is_certain(&q->law) ? "" : "about ", q->mean);
}

const char *words_counted(const struct scheme *s, int outcome) {
    return outcome == START ? "start" : s->outcomes.items[outcome].name;
}

/* Whether all groups have the one price of group 0. */
static bool is_one_price(const struct scheme *s, const struct by_group *price) {
    for (int g = 1; g < s->groups.n; g++)
        if (price->quantity[g] != price->quantity[0])
            return false;
    return true;
}

void words_price(const struct scheme *s, const struct by_group *price, struct text_buf *out) {
    if (is_one_price(s, price)) {
        words_quantity(s, price->quantity[0], out);
        return;
    }
    const char *before = "";
    for (int g = 0; g < s->groups.n; g++) {
        if (!price_names_group(price, g))
            continue;
        text_append(out, before);
        words_quantity(s, price->quantity[g], out);
        text_appendf(out, " (%s)", s->groups.items[g].name);
        before = " or ";
    }
}

void words_percent(double share, struct text_buf *out) {
    /* Six significant digits: three decimals of a share below 1. */
    text_appendf(out, "%g%%", rint(share * PERCENT * THOUSAND) / THOUSAND);
}

void words_rewards(const struct scheme *s, const struct reward *row, int n, const char *between, struct text_buf *out) {
    text_append(out, "pays ");
    for (int i = 0; i < n; i++) {
        text_append(out, i > 0 ? between : "");
        words_money(s, row[i].pays, out);
        text_append(out, " at ");
        words_percent(row[i].at, out);
    }
}

void words_threshold(double threshold, double marginal, const char *results, struct text_buf *out) {
    if (threshold == NOT_GIVEN)
        return;
    text_appendf(out, "; past %g %s in a contract year, ", threshold, results);
    if (marginal > 0) {
        words_percent(marginal, out);
        text_append(out, " of it");
    } else {
        text_append(out, "nothing");
    }
}
