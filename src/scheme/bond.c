/* Bonds: capital that investors put into an spv, and how it comes back. */
#include "scheme/tables.h"

#define RANK_MAX 1000
#define PRINCIPAL_MIN 0.01 /* a penny */
#define FEE_RATE_MAX 1.0

static const char *const interest_words[] = {"compound", "simple", NULL};
static const char *const base_words[] = {"committed", "drawn", "receipts", NULL};
static const char *const order_words[] = {"junior", "pro_rata", NULL};
static const char *const when_words[] = {"after", "before", NULL};

static const struct param tranche_rows[] = {
    {"name", PARAM_TEXT, offsetof(struct tranche, name), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "what it is called"},
    {"investor", PARAM_REF, offsetof(struct tranche, investor), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &investor_names, "who puts the money in; one who is nothing else need not be listed under `parties`"},
    {"principal", PARAM_MONEY, offsetof(struct tranche, principal), true, UNIT_MONEY, PRINCIPAL_MIN, AMOUNT_MAX,
     PARAM_NO_FALLBACK, NULL, "what is committed"},
    {"coupon", PARAM_RATE, offsetof(struct tranche, coupon), false, UNIT_PER_YEAR, 0, UNBOUNDED, 0, &ratio_table,
     "interest on what is drawn: a rate, or a table of results"},
    {"interest", PARAM_CHOICE, offsetof(struct tranche, interest), false, UNIT_NONE, NO_RANGE, INTEREST_COMPOUND,
     interest_words, "whether unpaid interest bears interest"},
    {"rank", PARAM_WHOLE, offsetof(struct tranche, rank), false, UNIT_NONE, 1, RANK_MAX, 0, NULL,
     "1 is paid first; equal ranks share; default the order of listing"},
    {"residual", PARAM_NUMBER, offsetof(struct tranche, residual), false, UNIT_SHARE, 0, 1, 0, NULL,
     "its share of what is left when all ranks are paid; all shares sum to 1"},
    {"irr_cap", PARAM_NUMBER, offsetof(struct tranche, irr_cap), false, UNIT_PER_YEAR, RATE_MIN, RATE_MAX, NOT_GIVEN,
     NULL, "the return above which it takes nothing more"},
    {"hurdle", PARAM_NUMBER, offsetof(struct tranche, hurdle), false, UNIT_PER_YEAR, RATE_MIN, RATE_MAX, NOT_GIVEN,
     NULL, "the return that its investor hopes for: reported"},
    {"grant", PARAM_FLAG, offsetof(struct tranche, grant), false, UNIT_NONE, 0, 1, 0, NULL,
     "a first loss that is drawn first and never repaid"},
    {"catch_up", PARAM_NUMBER, offsetof(struct tranche, catch_up), false, UNIT_SHARE, 0, 1, NOT_GIVEN, NULL,
     "share that the next rank takes of what follows, once this one has its coupon and both their principal, until it "
     "holds its residual share of all profit"},
    {"capital", PARAM_GROUP, offsetof(struct tranche, capital), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &ratio_table, "share of what was drawn that is repaid, by results to maturity"},
    {"every", PARAM_WHOLE, offsetof(struct tranche, every), false, UNIT_MONTHS, 1, MONTHS_MAX, 0, NULL,
     "months between payments of a coupon that depends on results; default once, at maturity, for the whole time"},
    {"maturity", PARAM_WHOLE, offsetof(struct tranche, maturity), false, UNIT_MONTH, 1, MONTHS_MAX, 0, NULL,
     "month from which principal is repaid; default as soon as there is money, by results in the last month"},
};
static const struct param_table tranche_table = {"tranche",
                                                 "a part of a bond with its own rank and return",
                                                 sizeof(struct tranche),
                                                 offsetof(struct tranche, place),
                                                 NO_PLACE,
                                                 true,
                                                 tranche_rows,
                                                 PARAM_COUNT_OF(tranche_rows)};

static const struct param fee_rows[] = {
    {"to", PARAM_REF, offsetof(struct bond_fee, to), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &receiver_names,
     "who is paid; one who is nothing else need not be listed under `parties`"},
    {"amount", PARAM_MONEY, offsetof(struct bond_fee, amount), false, UNIT_MONEY, 0, AMOUNT_MAX, 0, NULL,
     "so much each time"},
    {"rate", PARAM_NUMBER, offsetof(struct bond_fee, rate), false, UNIT_PER_YEAR, 0, FEE_RATE_MAX, 0, NULL,
     "or a rate on what `of` says"},
    {"of", PARAM_CHOICE, offsetof(struct bond_fee, of), false, UNIT_NONE, NO_RANGE, 0, base_words,
     "what a rate is on: capital committed, capital drawn, or receipts since the last time"},
    {"every", PARAM_WHOLE, offsetof(struct bond_fee, every), false, UNIT_MONTHS, 1, MONTHS_MAX, 1, NULL,
     "months between payments"},
    {"from", PARAM_WHOLE, offsetof(struct bond_fee, from), false, UNIT_MONTH, 1, MONTHS_MAX, 1, NULL,
     "month of the first payment"},
    {"until", PARAM_WHOLE, offsetof(struct bond_fee, until), false, UNIT_MONTH, 1, MONTHS_MAX, 0, NULL,
     "last month; default the scheme's last"},
    {"rank", PARAM_WHOLE, offsetof(struct bond_fee, rank), false, UNIT_NONE, 1, RANK_MAX, 0, NULL,
     "paid from distributions just before the interest of that rank; default like any payment"},
};
static const struct param_table fee_table = {"fee",
                                             "what managing the bond costs",
                                             sizeof(struct bond_fee),
                                             offsetof(struct bond_fee, place),
                                             NO_PLACE,
                                             false,
                                             fee_rows,
                                             PARAM_COUNT_OF(fee_rows)};

static const struct param guarantee_rows[] = {
    {"guarantor", PARAM_REF, offsetof(struct guarantee, guarantor), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &guarantor_names, "who makes good; one who is nothing else need not be listed under `parties`"},
    {"tranche", PARAM_REFS, offsetof(struct guarantee, tranche), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &tranche_names, "the tranches covered"},
    {"cover", PARAM_NUMBER, offsetof(struct guarantee, cover), false, UNIT_SHARE, 0, 1, 1, NULL,
     "share of their unpaid principal that is made good"},
    {"limit", PARAM_MONEY, offsetof(struct guarantee, limit), false, UNIT_MONEY, 0, AMOUNT_MAX, NOT_GIVEN, NULL,
     "the most that is paid for all of them"},
    {"when", PARAM_CHOICE, offsetof(struct guarantee, when), false, UNIT_NONE, NO_RANGE, 0, when_words,
     "after or before the last distribution"},
};
static const struct param_table guarantee_table = {"guarantee",
                                                   "a promise to make good unpaid principal",
                                                   sizeof(struct guarantee),
                                                   NO_PLACE,
                                                   offsetof(struct guarantee, given),
                                                   false,
                                                   guarantee_rows,
                                                   PARAM_COUNT_OF(guarantee_rows)};

static const struct param rows[] = {
    {"spv", PARAM_REF, offsetof(struct bond, spv), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &party_names,
     "the party of kind spv that raises it"},
    {"drawdown", PARAM_DRAWDOWN, offsetof(struct bond, drawdown), false, UNIT_MONEY, 0, AMOUNT_MAX, PARAM_NO_FALLBACK,
     NULL, "when capital is drawn: \"upfront\" (default), \"as_needed\", or a list of months and amounts"},
    {"draw_every", PARAM_WHOLE, offsetof(struct bond, draw_every), false, UNIT_MONTHS, 1, MONTHS_MAX, 1, NULL,
     "months between drawdowns as needed"},
    {"draw_ahead", PARAM_WHOLE, offsetof(struct bond, draw_ahead), false, UNIT_MONTHS, 1, MONTHS_MAX, 1, NULL,
     "months of needs that a drawdown covers, at least until the next one"},
    {"draw_order", PARAM_CHOICE, offsetof(struct bond, draw_order), false, UNIT_NONE, NO_RANGE, 0, order_words,
     "which tranche is drawn first: the most junior, or all in proportion"},
    {"distribute_every", PARAM_WHOLE, offsetof(struct bond, distribute_every), false, UNIT_MONTHS, 1, MONTHS_MAX, 1,
     NULL, "months between distributions"},
    {"retain", PARAM_WHOLE, offsetof(struct bond, retain), false, UNIT_MONTHS, 0, MONTHS_MAX, NONE, NULL,
     "months of payments ahead for which cash is kept back; default to the end of delivery"},
    {"recycle", PARAM_FLAG, offsetof(struct bond, recycle), false, UNIT_NONE, 0, 1, 1, NULL,
     "receipts pay for the service first; false: all are distributed"},
    {"revolving", PARAM_FLAG, offsetof(struct bond, revolving), false, UNIT_NONE, 0, 1, 0, NULL,
     "repaid principal can be drawn again"},
    {"hurdle", PARAM_NUMBER, offsetof(struct bond, hurdle), false, UNIT_PER_YEAR, RATE_MIN, RATE_MAX, NOT_GIVEN, NULL,
     "the return that its investors hope for: reported"},
    {"tranches", PARAM_LIST, offsetof(struct bond, tranches), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &tranche_table, "its parts, first the one that is paid first"},
    {"fees", PARAM_LIST, offsetof(struct bond, fees), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &fee_table,
     "what managing it costs"},
    {"guarantee", PARAM_GROUP, offsetof(struct bond, guarantee), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &guarantee_table, "a promise to make good unpaid principal"},
    {"excess_to", PARAM_REF, offsetof(struct bond, excess_to), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &receiver_names, "who gets what no tranche may take; default it stays in the spv"},
    {"review", PARAM_LIST, offsetof(struct bond, review), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &bond_review_table,
     "months at whose end investors stop if results are too low: the contracts that pay the spv end"},
    {"waterfall", PARAM_TEXTS, offsetof(struct bond, waterfall), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "the order of payments: \"fees\", \"TRANCHE.interest\", \"TRANCHE.principal\", \"TRANCHE.catch_up\", "
     "\"residual\"; default fees, then by rank interest, principal and catch-up, then the residual"},
};
const struct param_table bond_table = {"bond",
                                       "capital that investors put into an spv, and how it comes back",
                                       sizeof(struct bond),
                                       offsetof(struct bond, place),
                                       NO_PLACE,
                                       false,
                                       rows,
                                       PARAM_COUNT_OF(rows)};
