/* Late: the probability that a claim is paid late, and by how much. One draw a claim month and claim cycle is made where
 * counts are made (rule 29); it moves the month in which the whole claim is due, and not that of its acceptance. */
#include "scheme/condition/kinds.h"
#include "scheme/resolve.h"
#include "scheme/term/words.h"

static const struct param late_rows[] = {
    {"probability", PARAM_QUANTITY, offsetof(struct late, probability), true, UNIT_PROBABILITY, 0, 1, PARAM_NO_FALLBACK,
     NULL, "probability that all that is claimed in a month is paid late"},
    {"months", PARAM_WHOLE, offsetof(struct late, months), true, UNIT_MONTHS, 1, MONTHS_MAX, PARAM_NO_FALLBACK, NULL,
     "months by which it is late"},
};
const struct param_table late_table = {"late payment",
                                       "the probability that a claim is paid late, and by how many months",
                                       sizeof(struct late),
                                       NO_PLACE,
                                       offsetof(struct late, given),
                                       false,
                                       late_rows,
                                       PARAM_COUNT_OF(late_rows)};

static bool late_given(const struct scheme *s, const void *settings) {
    (void)s;
    return ((const struct late *)settings)->given;
}

const struct late *term_late(const struct contract *c, const struct term *t) {
    return t && t->late.given ? &t->late : condition_settings(c, condition_place(&condition_late));
}

void late_words(const struct scheme *s, const struct late *late, struct text_buf *out) {
    words_percent(s->quantities.items[late->probability].mean, out);
    text_appendf(out, " of claims are paid %d month%s late", late->months, late->months == 1 ? "" : "s");
}

static void words(const struct scheme *s, const struct contract *c, const void *settings, struct text_buf *out) {
    (void)c;
    late_words(s, settings, out);
}

const struct condition condition_late = {
    .param = {"late", PARAM_GROUP, 0, false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &late_table,
              "probability that a claim is paid late, and by how many months"},
    .size = sizeof(struct late),
    .given = late_given,
    .words = words,
};
