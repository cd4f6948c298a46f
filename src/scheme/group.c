/* Groups of clients. */
#include "scheme/tables.h"

#define STRENGTH_MAX 1000 /* of market choice: all go to the best */

static const char *const process_words[] = {"fixed", "poisson", "negbin", NULL};

static const struct param choice_rows[] = {
    {"strength", PARAM_QUANTITY, offsetof(struct choice, strength), true, UNIT_NONE, 0, STRENGTH_MAX, PARAM_NO_FALLBACK,
     NULL, "how strongly: 0.1 more outcomes per start multiply a provider's weight by exp(strength / 10)"},
    {"outcome", PARAM_REF, offsetof(struct choice, outcome), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &outcome_names, "the outcome that they look at, per start, over the last 12 months"},
};
static const struct param_table choice_table = {"choice",
                                                "market choice: clients go where results are better, from month 13 on",
                                                sizeof(struct choice),
                                                NO_PLACE,
                                                offsetof(struct choice, given),
                                                false,
                                                choice_rows,
                                                PARAM_COUNT_OF(choice_rows)};

static const struct param rows[] = {
    {"name", PARAM_TEXT, offsetof(struct group, name), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "what the clients of this kind are called"},
    {"referrals", PARAM_SERIES, offsetof(struct group, referrals), true, UNIT_COUNT, 0, UNBOUNDED, PARAM_NO_FALLBACK,
     NULL, "referrals a month that are expected"},
    {"process", PARAM_CHOICE, offsetof(struct group, process), false, UNIT_NONE, NO_RANGE, REFERRAL_FIXED,
     process_words, "how they come: fixed, by schedule; poisson, at random; negbin, at random and in bursts"},
    {"dispersion", PARAM_QUANTITY, offsetof(struct group, dispersion), false, UNIT_NONE, 0, UNBOUNDED, 0, NULL,
     "of negbin: its size r; the variance of a month is mean + mean^2 / r; 0 is poisson"},
    {"volume", PARAM_QUANTITY, offsetof(struct group, volume), false, UNIT_FACTOR, 0, UNBOUNDED, 1, NULL,
     "what the referrals are multiplied by: how wrong the needs assessment may be"},
    {"engage", PARAM_QUANTITY, offsetof(struct group, engage), false, UNIT_PROBABILITY, 0, 1, 1, NULL,
     "probability that a referral becomes a start"},
    {"engage_factor", PARAM_REF, offsetof(struct group, engage_factor), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &factor_names, "factor that this probability depends on"},
    {"engage_loading", PARAM_NUMBER, offsetof(struct group, engage_loading), false, UNIT_NONE, -LOADING_MAX,
     LOADING_MAX, 0, NULL, "how strongly it depends on the factor"},
    {"engage_provider_loading", PARAM_NUMBER, offsetof(struct group, engage_provider_loading), false, UNIT_NONE,
     -LOADING_MAX, LOADING_MAX, 0, NULL, "how strongly it differs between providers"},
    {"wait", PARAM_DELAY, offsetof(struct group, wait), false, UNIT_MONTHS, 0, MONTHS_MAX, 0, NULL,
     "months from referral to start"},
    {"in_service", PARAM_WHOLE, offsetof(struct group, in_service), false, UNIT_MONTHS, 0, MONTHS_MAX, 0, NULL,
     "months in service from the start, unless an outcome ends it sooner"},
    {"complexity", PARAM_NUMBER, offsetof(struct group, complexity), false, UNIT_SHARE, 0, 1, 0, NULL,
     "how hard to help, between 0 and 1"},
    {"coded_as", PARAM_REF, offsetof(struct group, coded_as), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &group_names, "of the what-if of upcoding: the group that its results may be billed as"},
    {"choice", PARAM_GROUP, offsetof(struct group, choice), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &choice_table, "clients go where results are better"},
};
const struct param_table group_table = {"group",
                                        "a kind of client: how many are referred, how many start, how long they stay",
                                        sizeof(struct group),
                                        offsetof(struct group, place),
                                        NO_PLACE,
                                        true,
                                        rows,
                                        PARAM_COUNT_OF(rows)};
