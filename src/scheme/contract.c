/* Contracts: who pays whom, when and under which conditions; the payment mechanisms are in term/. */
#include "scheme/tables.h"

static const struct param claim_rows[] = {
    {"every", PARAM_WHOLE, offsetof(struct claim, every), false, UNIT_MONTHS, 1, MONTHS_MAX, 1, NULL,
     "months of a claim period, counted from the contract's start"},
    {"verify", PARAM_WHOLE, offsetof(struct claim, verify), false, UNIT_MONTHS, 0, MONTHS_MAX, 0, NULL,
     "months from the claim to its acceptance"},
    {"pays", PARAM_WHOLE, offsetof(struct claim, pays), false, UNIT_MONTHS, 0, MONTHS_MAX, 0, NULL,
     "months from acceptance to the day on which it is due"},
};
const struct param_table claim_table = {"claim cycle",
                                        "when what was earned is claimed, accepted and due",
                                        sizeof(struct claim),
                                        NO_PLACE,
                                        offsetof(struct claim, given),
                                        false,
                                        claim_rows,
                                        PARAM_COUNT_OF(claim_rows)};

static const struct param term_rows[] = {
    {"claim", PARAM_GROUP, offsetof(struct term, claim), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &claim_table,
     "its own claim cycle; default the contract's"},
    {"lag", PARAM_WHOLE, offsetof(struct term, lag), false, UNIT_MONTHS, 0, MONTHS_MAX, NONE, NULL,
     "short for a monthly claim that is due so many months later"},
    {"late", PARAM_GROUP, offsetof(struct term, late), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &late_table,
     "how its own claims are paid late; default as the contract's"},
};
const struct param_table term_table = {"term",
                                       "what every payment mechanism may have",
                                       sizeof(struct term),
                                       offsetof(struct term, place),
                                       NO_PLACE,
                                       false,
                                       term_rows,
                                       PARAM_COUNT_OF(term_rows)};

static const struct param payer_rows[] = {
    {"party", PARAM_REF, offsetof(struct payer_share, party), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &party_names, "one of those who pay together"},
    {"share", PARAM_NUMBER, offsetof(struct payer_share, share), true, UNIT_SHARE, 0, 1, PARAM_NO_FALLBACK, NULL,
     "its share; all shares sum to 1"},
};
static const struct param_table payer_table = {
    "payer",    "one of several who pay together", sizeof(struct payer_share), NO_PLACE, NO_PLACE, false,
    payer_rows, PARAM_COUNT_OF(payer_rows)};

static const struct param rows[] = {
    {"name", PARAM_TEXT, offsetof(struct contract, name), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "what it is called"},
    {"payer", PARAM_REF, offsetof(struct contract, payer), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &party_names,
     "who pays; or several `payers`"},
    {"payers", PARAM_LIST, offsetof(struct contract, payers), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &payer_table, "those who pay together, with their shares"},
    {"payee", PARAM_REF, offsetof(struct contract, payee), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &party_names,
     "who is paid"},
    {"from", PARAM_WHOLE, offsetof(struct contract, from), false, UNIT_MONTH, 1, MONTHS_MAX, 1, NULL,
     "first month of service"},
    {"to", PARAM_WHOLE, offsetof(struct contract, to), false, UNIT_MONTH, 1, MONTHS_MAX, 0, NULL,
     "last month of service; default the scheme's last"},
    {"last_start", PARAM_WHOLE, offsetof(struct contract, last_start), false, UNIT_MONTH, 1, MONTHS_MAX, 0, NULL,
     "who starts later is not paid for; default `to`"},
    {"last_claim", PARAM_WHOLE, offsetof(struct contract, last_claim), false, UNIT_MONTH, 1, MONTHS_MAX, 0, NULL,
     "the long stop: what is earned later is not paid; default the scheme's last month"},
    {"claim", PARAM_GROUP, offsetof(struct contract, claim), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &claim_table, "when what was earned is claimed, accepted and due; default at once"},
    {"lag", PARAM_WHOLE, offsetof(struct contract, lag), false, UNIT_MONTHS, 0, MONTHS_MAX, NONE, NULL,
     "short for a monthly claim that is due so many months later"},
    {"counts", PARAM_REFS, offsetof(struct contract, counts), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &party_names, "providers whose clients count; default the payee and all whom it pays, directly or further down"},
    {"indexation", PARAM_QUANTITY, offsetof(struct contract, indexation), false, UNIT_PER_YEAR, RATE_MIN, UNBOUNDED, 0,
     NULL, "growth of prices, a step every contract year"},
    {CONDITIONS_ROW, PARAM_CONDITIONS, offsetof(struct contract, condition), false, UNIT_NONE, NO_RANGE,
     PARAM_NO_FALLBACK, NULL, NULL},
    {"terms", PARAM_TERMS, offsetof(struct contract, terms), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &term_table,
     "the payment mechanisms, each with its `pay`"},
    {"renewal", PARAM_GROUP, offsetof(struct contract, renewal), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &renewal_table,
     "that it goes on only with a probability every so many months; refused, it ends the month before, and "
     "what is earned by then is paid"},
    {"closure", PARAM_QUANTITY, offsetof(struct contract, closure), false, UNIT_PROBABILITY, 0, 1, PARAM_NO_FALLBACK,
     NULL,
     "probability, a year, that the payer ends the scheme, decided at the start of each month of service; default "
     "never"},
    {"review", PARAM_LIST, offsetof(struct contract, review), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &review_table, "months at whose end the commissioner ends it if results are too low"},
    {"termination", PARAM_GROUP, offsetof(struct contract, termination), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &termination_table,
     "what is paid when it is ended early (by closure, review, minimum performance, or because the "
     "contract above it ends); default what is earned by then, without notice"},
    {"default_termination", PARAM_GROUP, offsetof(struct contract, default_termination), false, UNIT_NONE, NO_RANGE,
     PARAM_NO_FALLBACK, &default_termination_table,
     "what is paid when a party to it fails; default what is earned by then"},
    {"local_effect", PARAM_QUANTITY, offsetof(struct contract, local_effect), false, UNIT_FACTOR, 0, UNBOUNDED,
     PARAM_NO_FALLBACK, NULL,
     "what the contract's place multiplies the probabilities of success of the providers that it counts by"},
};
const struct param_table contract_table = {"contract",
                                           "who pays whom for what, from when to when, under which conditions",
                                           sizeof(struct contract),
                                           offsetof(struct contract, place),
                                           NO_PLACE,
                                           true,
                                           rows,
                                           PARAM_COUNT_OF(rows)};
