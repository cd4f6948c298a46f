/* Groups of clients. */
#include "scheme/tables.h"

static const char *const process_words[] = {"fixed", "poisson", "negbin", NULL};

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
    ROW_LATER("choice", "clients go where results are better: strength and the outcome looked at"),
};
const struct param_table group_table = {"group",
                                        "a kind of client: how many are referred, how many start, how long they stay",
                                        sizeof(struct group),
                                        offsetof(struct group, place),
                                        NO_PLACE,
                                        true,
                                        rows,
                                        PARAM_COUNT_OF(rows)};
