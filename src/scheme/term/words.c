#include "scheme/term/words.h"

#include "base/diag.h"
#include "scheme/term/price.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#define PERCENT 100
#define PENCE 100
#define THOUSAND 1000
#define MESSAGE_MAX 400
#define SYMBOL_MAX 16

void term_error(struct diag *diag, const struct term *t, const char *format, ...) {
    char message[MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    diag_error(diag, t->place.file, t->place.line, t->place.path, "%s", message);
}

void words_money(const struct scheme *s, money amount, struct text_buf *out) {
    char text[MONEY_TEXT + SYMBOL_MAX];
    text_append(out, money_format(amount, s->symbol, amount % PENCE != 0, text, sizeof text));
}

static bool is_certain(const struct quantity *q) { return q->law.kind == LAW_FIXED; }

void words_quantity(const struct scheme *s, int quantity, struct text_buf *out) {
    const struct quantity *q = &s->quantities.items[quantity];
    if (!is_certain(q))
        text_append(out, "about ");
    words_money(s, (money)llround(q->mean), out);
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
    text_appendf(out, "%g %%", rint(share * PERCENT * THOUSAND) / THOUSAND);
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
