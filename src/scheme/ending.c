/* Endings of contracts: the settings of closure, renewal, review and termination, and their words. */
#include "scheme/ending.h"

#include "scheme/tables.h"
#include "scheme/term/words.h"

#define RATIO_MAX 1e9

static const char *const pays_words[] = {"achieved", "pipeline", "capital", NULL};
static const char *const by_words[] = {"commissioner", "investor", NULL};

#define AT(member) offsetof(struct termination, member)
#define PAYS_ROW                                                                                                       \
    {                                                                                                                  \
        "pays", PARAM_CHOICE, AT(pays), false, UNIT_NONE, NO_RANGE, TERMINATION_ACHIEVED, pays_words,                  \
            "achieved: what is earned by the last month of service; pipeline: also what those achieve who started by " \
            "then, who remain in service, up to last_claim; capital: what is earned by then and a share of what "      \
            "investors "                                                                                               \
            "have outstanding. A cohort, band or period whose months were complete by then counts as earned, and is "  \
            "paid "                                                                                                    \
            "when it is known, but not where capital is repaid"                                                        \
    }
#define SHARE_ROW                                                                                                      \
    {                                                                                                                  \
        "share", PARAM_NUMBER, AT(share), false, UNIT_SHARE, 0, 1, NOT_GIVEN, NULL,                                    \
            "of capital: share of the principal drawn and unrepaid, less what is earned and not yet paid; due in the " \
            "last month of service, outside caps; default all of it"                                                   \
    }

static const struct param termination_rows[] = {
    {"notice", PARAM_WHOLE, AT(notice), false, UNIT_MONTHS, 0, MONTHS_MAX, 0, NULL,
     "months that service goes on after the decision, without referrals; a contract below ends no sooner than the one "
     "above it"},
    PAYS_ROW,
    SHARE_ROW,
};
const struct param_table termination_table = {"termination",
                                              "what is paid when a contract is ended early",
                                              sizeof(struct termination),
                                              NO_PLACE,
                                              AT(given),
                                              false,
                                              termination_rows,
                                              PARAM_COUNT_OF(termination_rows)};

static const struct param default_rows[] = {PAYS_ROW, SHARE_ROW};
const struct param_table default_termination_table = {"default termination",
                                                      "what is paid when a party to a contract fails",
                                                      sizeof(struct termination),
                                                      NO_PLACE,
                                                      AT(given),
                                                      false,
                                                      default_rows,
                                                      PARAM_COUNT_OF(default_rows)};

static const struct param renewal_rows[] = {
    {"every", PARAM_WHOLE, offsetof(struct renewal, every), true, UNIT_MONTHS, 1, MONTHS_MAX, PARAM_NO_FALLBACK, NULL,
     "months from one renewal to the next, counted from the contract's first"},
    {"probability", PARAM_QUANTITY, offsetof(struct renewal, probability), true, UNIT_PROBABILITY, 0, 1,
     PARAM_NO_FALLBACK, NULL, "probability that it goes on each time"},
};
const struct param_table renewal_table = {"renewal",
                                          "that a contract goes on only with a probability",
                                          sizeof(struct renewal),
                                          NO_PLACE,
                                          offsetof(struct renewal, given),
                                          false,
                                          renewal_rows,
                                          PARAM_COUNT_OF(renewal_rows)};

#define REVIEW_ROWS(who)                                                                                               \
    {"month",           PARAM_WHOLE, offsetof(struct review, month), true, UNIT_MONTH, 1, MONTHS_MAX,                  \
     PARAM_NO_FALLBACK, NULL,        "month at whose end it is held"},                                                 \
        {"count",                                                                                                      \
         PARAM_REF,                                                                                                    \
         offsetof(struct review, count),                                                                               \
         true,                                                                                                         \
         UNIT_NONE,                                                                                                    \
         NO_RANGE,                                                                                                     \
         PARAM_NO_FALLBACK,                                                                                            \
         &outcome_or_start_names,                                                                                      \
         "what is counted from month 1 on: an outcome, or \"start\""},                                                 \
        {"per",                                                                                                        \
         PARAM_REF,                                                                                                    \
         offsetof(struct review, per),                                                                                 \
         true,                                                                                                         \
         UNIT_NONE,                                                                                                    \
         NO_RANGE,                                                                                                     \
         PARAM_NO_FALLBACK,                                                                                            \
         &outcome_or_start_names,                                                                                      \
         "what it is divided by: an outcome, or \"start\"; nothing of nothing is 0"},                                  \
        {"below",                                                                                                      \
         PARAM_NUMBER,                                                                                                 \
         offsetof(struct review, below),                                                                               \
         true,                                                                                                         \
         UNIT_NONE,                                                                                                    \
         0,                                                                                                            \
         RATIO_MAX,                                                                                                    \
         PARAM_NO_FALLBACK,                                                                                            \
         NULL,                                                                                                         \
         "ratio below which the contract ends; a tie goes on"},                                                        \
    {                                                                                                                  \
        "by", PARAM_CHOICE, offsetof(struct review, by), false, UNIT_NONE, NO_RANGE, who, by_words,                    \
            "who holds it: \"commissioner\" of a contract, \"investor\" of a bond"                                     \
    }

static const struct param review_rows[] = {REVIEW_ROWS(REVIEW_BY_COMMISSIONER)};
const struct param_table review_table = {"review",
                                         "a month at which a contract ends if results are too low",
                                         sizeof(struct review),
                                         offsetof(struct review, place),
                                         NO_PLACE,
                                         false,
                                         review_rows,
                                         PARAM_COUNT_OF(review_rows)};

static const struct param bond_review_rows[] = {REVIEW_ROWS(REVIEW_BY_INVESTOR)};
const struct param_table bond_review_table = {"investors' review",
                                              "a month at which investors stop if results are too low",
                                              sizeof(struct review),
                                              offsetof(struct review, place),
                                              NO_PLACE,
                                              false,
                                              bond_review_rows,
                                              PARAM_COUNT_OF(bond_review_rows)};

const char *const ending_reason_words[ENDING_REASONS] = {
    [ENDING_CLOSURE] = "closure",
    [ENDING_RENEWAL] = "renewal refused",
    [ENDING_PERFORMANCE] = "minimum performance",
    [ENDING_REVIEW] = "review",
    [ENDING_INVESTOR] = "stopped by investors",
    [ENDING_DEFAULT] = "failure",
    [ENDING_ABOVE] = "contract above ended",
};

double termination_share(const struct termination *t) { return t->share == NOT_GIVEN ? 1 : t->share; }

bool contract_is_paid_by(const struct contract *c, int party) {
    for (int i = 0; i < c->payers.n; i++) {
        if (c->payers.items[i].party == party)
            return true;
    }
    return c->payer == party;
}

static bool counts(const struct contract *c, int provider) {
    for (int i = 0; i < c->n_parts; i++) {
        if (c->part[i] == provider)
            return true;
    }
    return false;
}

bool contracts_share_work(const struct contract *above, const struct contract *below) {
    for (int i = 0; i < below->n_parts; i++) {
        if (counts(above, below->part[i]))
            return true;
    }
    return below->n_parts == 0;
}

/* ---- Words ---- */

static void next(struct text_buf *out, size_t from) { text_append(out, out->length > from ? "; " : ""); }

static void chance_words(const struct scheme *s, int quantity, struct text_buf *out) {
    const struct quantity *q = &s->quantities.items[quantity];
    if (!law_is_certain(&q->law))
        text_append(out, "about ");
    words_percent(q->mean, out);
}

static const char *counted_name(const struct scheme *s, int outcome) {
    return outcome == START ? "start" : s->outcomes.items[outcome].name;
}

static void review_words(const struct scheme *s, const struct review *r, struct text_buf *out) {
    text_appendf(out, "at the end of month %d if there are fewer than %g %s per %s", r->month, r->below,
                 counted_name(s, r->count), counted_name(s, r->per));
}

static void termination_words(const struct termination *t, struct text_buf *out) {
    if (t->pays == TERMINATION_PIPELINE)
        text_append(out, "what is earned by then and what those achieve who have started is paid");
    else if (t->pays == TERMINATION_ACHIEVED)
        text_append(out, "what is earned by then is paid");
    else {
        text_append(out, "what is earned by then is paid, and ");
        words_percent(termination_share(t), out);
        text_append(out, " of the capital outstanding less what is earned and unpaid");
    }
}

void ending_words(const struct scheme *s, const struct contract *c, size_t from, struct text_buf *out) {
    if (c->endings & 1u << ENDING_CLOSURE) {
        next(out, from);
        chance_words(s, c->closure, out);
        text_append(out, " a year that the payer ends it");
    }
    for (int i = 0; i < c->review.n; i++) {
        next(out, from);
        text_append(out, "ended ");
        review_words(s, &c->review.items[i], out);
    }
    if (c->endings & ~(1u << ENDING_RENEWAL | 1u << ENDING_DEFAULT)) {
        next(out, from);
        text_append(out, "ended early, ");
        if (c->termination.notice > 0)
            text_appendf(out, "service goes on for %d more month%s and ", c->termination.notice,
                         c->termination.notice == 1 ? "" : "s");
        termination_words(&c->termination, out);
    }
    if (c->endings & 1u << ENDING_RENEWAL) {
        next(out, from);
        text_appendf(out, "renewed every %d month%s with probability ", c->renewal.every,
                     c->renewal.every == 1 ? "" : "s");
        chance_words(s, c->renewal.probability, out);
        text_append(out, ", else what is earned by then is paid");
    }
}

void ending_words_bond(const struct scheme *s, const struct bond *b, struct text_buf *out) {
    for (int i = 0; i < b->review.n; i++) {
        text_append(out, i > 0 ? "; " : "");
        review_words(s, &b->review.items[i], out);
    }
}
