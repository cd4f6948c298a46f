/* Verified: the probability that a claimed result is accepted. One binomial a month, outcome, provider and group is drawn
 * where counts are made (rule 13); everything that looks at results sees the accepted ones. */
#include "scheme/condition/kinds.h"
#include "scheme/resolve.h"
#include "scheme/term/words.h"

struct verified_settings {
    int probability; /* quantity */
};

static int verified_accepts(const void *settings) { return ((const struct verified_settings *)settings)->probability; }

static bool verified_given(const struct scheme *s, const void *settings) {
    int probability = verified_accepts(settings);
    return probability != NONE && quantity_least(s, probability) < 1;
}

static void verified_words(const struct scheme *s, const struct contract *c, const void *settings,
                           struct text_buf *out) {
    (void)c;
    words_percent(s->quantities.items[verified_accepts(settings)].mean, out);
    text_append(out, " of claimed results are accepted");
}

const struct condition condition_verified = {
    .param = {"verified", PARAM_QUANTITY, 0, false, UNIT_PROBABILITY, 0, 1, 1, NULL,
              "probability that a claimed result is accepted"},
    .size = sizeof(struct verified_settings),
    .given = verified_given,
    .accepts = verified_accepts,
    .words = verified_words,
};
