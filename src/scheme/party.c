/* Parties: who pays, delivers, invests; what they own, owe and spend. */
#include "scheme/tables.h"

#define WORKERS_MAX 1e6
#define VAT_MAX 1.0
#define CLIENTS_MAX 1e9

const char *const party_kind_words[PARTY_KINDS + 1] = {"commissioner", "spv",       "prime",    "provider", "investor",
                                                       "lender",       "guarantor", "assessor", NULL};
static const char *const paid_words[] = {"default", "before", "after", NULL};
static const char *const pays_first_words[] = {"costs", "supply_chain", NULL};

static const struct param opening_fund_rows[] = {
    {"fund", PARAM_REF, offsetof(struct opening_fund, fund), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &fund_names,
     "name of the restricted fund"},
    {"amount", PARAM_MONEY, offsetof(struct opening_fund, amount), true, UNIT_MONEY, 0, AMOUNT_MAX, PARAM_NO_FALLBACK,
     NULL, "what is in it before month 1"},
};
static const struct param_table opening_fund_table = {
    "opening fund",    "money held for one purpose",     sizeof(struct opening_fund), NO_PLACE, NO_PLACE, false,
    opening_fund_rows, PARAM_COUNT_OF(opening_fund_rows)};

static const struct param reserves_rows[] = {
    {"months", PARAM_NUMBER, offsetof(struct reserves_policy, months), false, UNIT_MONTHS, 0, MONTHS_MAX, 0, NULL,
     "months of its average planned costs"},
    {"amount", PARAM_MONEY, offsetof(struct reserves_policy, amount), false, UNIT_MONEY, 0, AMOUNT_MAX, 0, NULL,
     "or an amount"},
};
static const struct param_table reserves_table = {"reserves policy",
                                                  "what its free reserves should not fall below",
                                                  sizeof(struct reserves_policy),
                                                  NO_PLACE,
                                                  offsetof(struct reserves_policy, given),
                                                  false,
                                                  reserves_rows,
                                                  PARAM_COUNT_OF(reserves_rows)};

static const struct param overdraft_rows[] = {
    {"limit", PARAM_MONEY, offsetof(struct overdraft, limit), true, UNIT_MONEY, 0, AMOUNT_MAX, PARAM_NO_FALLBACK, NULL,
     "how far below zero its cash may go"},
    {"rate", PARAM_QUANTITY, offsetof(struct overdraft, rate), true, UNIT_PER_YEAR, 0, UNBOUNDED, PARAM_NO_FALLBACK,
     NULL, "interest on what is overdrawn at a month's opening"},
};
static const struct param_table overdraft_table = {
    "overdraft",    "a bank's promise to lend at call", sizeof(struct overdraft),
    NO_PLACE,       offsetof(struct overdraft, given),  false,
    overdraft_rows, PARAM_COUNT_OF(overdraft_rows)};

#define ROW_CONTRACT(type, help)                                                                                       \
    {                                                                                                                  \
        "contract", PARAM_REF, offsetof(type, contract), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,                \
            &contract_names, help                                                                                      \
    }

/* What a cost and other income have in common. */
#define BASIS_ROWS                                                                                                     \
    {"name", PARAM_TEXT,         offsetof(struct cost, name), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,            \
     NULL,   "what it is called"},                                                                                     \
        {"monthly",                                                                                                    \
         PARAM_SERIES,                                                                                                 \
         offsetof(struct cost, monthly),                                                                               \
         false,                                                                                                        \
         UNIT_MONEY,                                                                                                   \
         0,                                                                                                            \
         UNBOUNDED,                                                                                                    \
         PARAM_NO_FALLBACK,                                                                                            \
         NULL,                                                                                                         \
         "so much a month"},                                                                                           \
        {"per_referral",                                                                                               \
         PARAM_BY_GROUP,                                                                                               \
         offsetof(struct cost, per_referral),                                                                          \
         false,                                                                                                        \
         UNIT_MONEY,                                                                                                   \
         0,                                                                                                            \
         UNBOUNDED,                                                                                                    \
         PARAM_NO_FALLBACK,                                                                                            \
         NULL,                                                                                                         \
         "or so much a referral"},                                                                                     \
        {"per_start",                                                                                                  \
         PARAM_BY_GROUP,                                                                                               \
         offsetof(struct cost, per_start),                                                                             \
         false,                                                                                                        \
         UNIT_MONEY,                                                                                                   \
         0,                                                                                                            \
         UNBOUNDED,                                                                                                    \
         PARAM_NO_FALLBACK,                                                                                            \
         NULL,                                                                                                         \
         "or so much a start"},                                                                                        \
        {"per_client_month",                                                                                           \
         PARAM_BY_GROUP,                                                                                               \
         offsetof(struct cost, per_client_month),                                                                      \
         false,                                                                                                        \
         UNIT_MONEY,                                                                                                   \
         0,                                                                                                            \
         UNBOUNDED,                                                                                                    \
         PARAM_NO_FALLBACK,                                                                                            \
         NULL,                                                                                                         \
         "or so much for each client in service at a month's end"},                                                    \
        {"per_outcome",     PARAM_BY_GROUP, offsetof(struct cost, per_outcome), false, UNIT_MONEY, 0, UNBOUNDED,       \
         PARAM_NO_FALLBACK, NULL,           "or so much for each `outcome`"},                                          \
        {"outcome",         PARAM_REF,      offsetof(struct cost, outcome), false, UNIT_NONE, NO_RANGE,                \
         PARAM_NO_FALLBACK, &outcome_names, "of per_outcome: which"},                                                  \
        {"growth", PARAM_QUANTITY, offsetof(struct cost, growth),       false, UNIT_PER_YEAR, RATE_MIN, UNBOUNDED,     \
         0,        NULL,           "growth, a step every twelve months"},                                              \
        {"from", PARAM_WHOLE, offsetof(struct cost, from), false, UNIT_MONTH, 1, MONTHS_MAX, 1, NULL, "first month"},  \
    {                                                                                                                  \
        "to", PARAM_WHOLE, offsetof(struct cost, to), false, UNIT_MONTH, 1, MONTHS_MAX, 0, NULL,                       \
            "last month; default the scheme's last"                                                                    \
    }

static const struct param cost_rows[] = {
    BASIS_ROWS,
    {"vat", PARAM_NUMBER, offsetof(struct cost, vat), false, UNIT_SHARE, 0, VAT_MAX, 0, NULL,
     "VAT to be added that cannot be reclaimed"},
    {"paid", PARAM_CHOICE, offsetof(struct cost, paid), false, UNIT_NONE, NO_RANGE, PAID_AFTER, paid_words,
     "before or after the month's receipts come in"},
    {"funds", PARAM_REFS, offsetof(struct cost, funds), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &fund_names,
     "restricted funds that may pay for it, tried in order before general cash"},
    ROW_CONTRACT(struct cost, "contract for whose sake it is spent: without that contract it would not be"),
};
static const struct param_table cost_table = {"cost",
                                              "what a party spends on its own account",
                                              sizeof(struct cost),
                                              offsetof(struct cost, place),
                                              NO_PLACE,
                                              true,
                                              cost_rows,
                                              PARAM_COUNT_OF(cost_rows)};

static const struct param income_rows[] = {
    BASIS_ROWS,
    {"fund", PARAM_REF, offsetof(struct cost, fund), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &fund_names,
     "restricted fund that it goes to; default general cash"},
    ROW_CONTRACT(struct cost, "contract with which it comes: without that contract it would not"),
};
static const struct param_table income_table = {"other income",
                                                "what a party gets from outside the scheme: donations, grants, fees",
                                                sizeof(struct cost),
                                                offsetof(struct cost, place),
                                                NO_PLACE,
                                                true,
                                                income_rows,
                                                PARAM_COUNT_OF(income_rows)};

static const struct param workers_rows[] = {
    {"planned", PARAM_SERIES, offsetof(struct workers, planned), true, UNIT_COUNT, 0, UNBOUNDED, PARAM_NO_FALLBACK,
     NULL, "how many are planned, by month"},
    {"cost", PARAM_QUANTITY, offsetof(struct workers, cost), true, UNIT_MONEY, 0, UNBOUNDED, PARAM_NO_FALLBACK, NULL,
     "cost of each a month"},
    {"caseload", PARAM_WHOLE, offsetof(struct workers, caseload), true, UNIT_COUNT, 1, WORKERS_MAX, PARAM_NO_FALLBACK,
     NULL, "clients in service for each"},
    {"min", PARAM_WHOLE, offsetof(struct workers, min), false, UNIT_COUNT, 0, WORKERS_MAX, 0, NULL, "never fewer"},
    {"hire_ahead", PARAM_WHOLE, offsetof(struct workers, hire_ahead), false, UNIT_MONTHS, 1, MONTHS_MAX, 1, NULL,
     "months of too much work before more are there"},
    {"notice", PARAM_WHOLE, offsetof(struct workers, notice), false, UNIT_MONTHS, 1, MONTHS_MAX, 1, NULL,
     "months of too little work before fewer are there"},
    {"redundancy", PARAM_QUANTITY, offsetof(struct workers, redundancy), false, UNIT_MONEY, 0, UNBOUNDED, 0, NULL,
     "paid to each who goes"},
    {"recruit", PARAM_QUANTITY, offsetof(struct workers, recruit), false, UNIT_MONEY, 0, UNBOUNDED, 0, NULL,
     "cost of finding each who comes"},
    {"growth", PARAM_QUANTITY, offsetof(struct workers, growth), false, UNIT_PER_YEAR, RATE_MIN, UNBOUNDED, 0, NULL,
     "growth of their cost, a step every twelve months"},
    {"vat", PARAM_NUMBER, offsetof(struct workers, vat), false, UNIT_SHARE, 0, VAT_MAX, 0, NULL,
     "VAT to be added that cannot be reclaimed"},
    {"paid", PARAM_CHOICE, offsetof(struct workers, paid), false, UNIT_NONE, NO_RANGE, PAID_BEFORE, paid_words,
     "before or after the month's receipts come in"},
    {"flexible", PARAM_FLAG, offsetof(struct workers, flexible), false, UNIT_NONE, 0, 1, 0, NULL,
     "agency staff: always as many as the clients need"},
    {"funds", PARAM_REFS, offsetof(struct workers, funds), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &fund_names,
     "restricted funds that may pay for them, tried in order before general cash"},
    ROW_CONTRACT(struct workers, "contract for whose sake they are there: without that contract they would not be"),
};
#define TOLERANCE 0.05
static const struct param tolerance_rows[] = {
    {"liquidity", PARAM_NUMBER, offsetof(struct tolerance, liquidity), false, UNIT_PROBABILITY, 0, 1, TOLERANCE, NULL,
     "of cash and undrawn overdraft below the cash floor at some time"},
    {"repayment", PARAM_NUMBER, offsetof(struct tolerance, repayment), false, UNIT_PROBABILITY, 0, 1, TOLERANCE, NULL,
     "of an instalment of a loan more than 30 days late at some time"},
    {"reserves", PARAM_NUMBER, offsetof(struct tolerance, reserves), false, UNIT_PROBABILITY, 0, 1, TOLERANCE, NULL,
     "of free reserves below the reserves policy at some month end"},
};
static const struct param_table tolerance_table = {
    "tolerance",    "how likely trouble may be",   sizeof(struct tolerance), NO_PLACE, NO_PLACE, false,
    tolerance_rows, PARAM_COUNT_OF(tolerance_rows)};

static const struct param_table workers_table = {"workers",
                                                 "staff, who do not vanish when clients do not come",
                                                 sizeof(struct workers),
                                                 offsetof(struct workers, place),
                                                 NO_PLACE,
                                                 false,
                                                 workers_rows,
                                                 PARAM_COUNT_OF(workers_rows)};

static const struct param rows[] = {
    {"name", PARAM_TEXT, offsetof(struct party, name), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "what it is called"},
    {"kind", PARAM_CHOICE, offsetof(struct party, kind), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, party_kind_words,
     "what it is in the scheme; commissioners, investors, lenders and guarantors can always pay"},
    {"opening_cash", PARAM_QUANTITY, offsetof(struct party, opening_cash), false, UNIT_MONEY, -UNBOUNDED, UNBOUNDED, 0,
     NULL, "general cash before month 1"},
    {"opening_funds", PARAM_LIST, offsetof(struct party, opening_funds), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &opening_fund_table, "restricted money before month 1"},
    {"cash_floor", PARAM_MONEY, offsetof(struct party, cash_floor), false, UNIT_MONEY, -AMOUNT_MAX, AMOUNT_MAX, 0, NULL,
     "cash that it does not want to go below: reported, not enforced"},
    {"reserves_policy", PARAM_GROUP, offsetof(struct party, reserves_policy), false, UNIT_NONE, NO_RANGE,
     PARAM_NO_FALLBACK, &reserves_table, "what its free reserves should not fall below: reported, not enforced"},
    {"overdraft", PARAM_GROUP, offsetof(struct party, overdraft), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &overdraft_table, "how far below zero it may go, and what that costs"},
    {"budget", PARAM_MONEY, offsetof(struct party, budget), false, UNIT_MONEY, 0, AMOUNT_MAX, NOT_GIVEN, NULL,
     "what a commissioner may spend in a financial year: reported, not enforced"},
    {"minimum_cash", PARAM_MONEY, offsetof(struct party, minimum_cash), false, UNIT_MONEY, 0, AMOUNT_MAX, 0, NULL,
     "of an spv: cash kept back from distributions; of who has a loan drawn as needed: cash kept in hand"},
    {"closure_cost", PARAM_MONEY, offsetof(struct party, closure_cost), false, UNIT_MONEY, 0, AMOUNT_MAX, 0, NULL,
     "what closing down would cost it"},
    {"discount_rate", PARAM_NUMBER, offsetof(struct party, discount_rate), false, UNIT_PER_YEAR, RATE_MIN, RATE_MAX,
     NOT_GIVEN, NULL, "its own nominal rate of present values; default the scheme's"},
    {"grace", PARAM_WHOLE, offsetof(struct party, grace), false, UNIT_MONTHS, 0, MONTHS_MAX, 1, NULL,
     "months for which it may be in arrears before it fails"},
    {"collect", PARAM_QUANTITY, offsetof(struct party, collect), false, UNIT_SHARE, 0, 1, 1, NULL,
     "when it fails: share collected of what it is owed"},
    {"pays_first", PARAM_CHOICE, offsetof(struct party, pays_first), false, UNIT_NONE, NO_RANGE, 0, pays_first_words,
     "what its cash goes to first"},
    {"costs", PARAM_LIST, offsetof(struct party, costs), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &cost_table,
     "what it spends on its own account"},
    {"other_income", PARAM_LIST, offsetof(struct party, other_income), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &income_table, "what it gets from outside the scheme"},
    {"workers", PARAM_LIST, offsetof(struct party, workers), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &workers_table, "its staff"},
    {"serves", PARAM_BY_GROUP, offsetof(struct party, serves), false, UNIT_NONE, 0, UNBOUNDED, PARAM_NO_FALLBACK, NULL,
     "its weight in the sharing out of each group's referrals; giving it makes the party a provider of service"},
    {"capacity", PARAM_NUMBER, offsetof(struct party, capacity), false, UNIT_COUNT, 0, CLIENTS_MAX, UNBOUNDED, NULL,
     "clients in service at which it takes no more"},
    {"effectiveness", PARAM_BY_OUTCOME, offsetof(struct party, effectiveness), false, UNIT_FACTOR, 0, UNBOUNDED,
     PARAM_NO_FALLBACK, NULL, "what its probabilities of success are multiplied by"},
    {"local_effect", PARAM_QUANTITY, offsetof(struct party, local_effect), false, UNIT_FACTOR, 0, UNBOUNDED, 1, NULL,
     "what the place multiplies them by"},
    {"learning", PARAM_BY_YEAR, offsetof(struct party, learning), false, UNIT_FACTOR, 0, UNBOUNDED, PARAM_NO_FALLBACK,
     NULL, "what they are multiplied by in its first year of service, its second, ..., the last one holding"},
    {"none", PARAM_QUANTITY, offsetof(struct party, none), false, UNIT_PROBABILITY, 0, 1, PARAM_NO_FALLBACK, NULL,
     "probability that it never gets a referral, of any group"},
    {"clients_move", PARAM_QUANTITY, offsetof(struct party, clients_move), false, UNIT_PROBABILITY, 0, 1,
     PARAM_NO_FALLBACK, NULL,
     "when it fails: probability that a client of its own, or of those below it, moves to its payer's other providers; "
     "left out: all are lost"},
    {"gap", PARAM_WHOLE, offsetof(struct party, gap), false, UNIT_MONTHS, 0, MONTHS_MAX, 0, NULL,
     "when it fails: months until those who move are served again"},
    {"tolerance", PARAM_GROUP, offsetof(struct party, tolerance), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &tolerance_table, "probability of trouble up to which a verdict on it is: affordable"},
    {"behaviour", PARAM_GROUP, offsetof(struct party, behaviour), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &behaviour_table, "a what-if: what it may do when payment rewards it; default the scheme's `behaviour`"},
};
const struct param_table party_table = {"party",
                                        "a commissioner, spv, prime, provider, investor, lender, guarantor or assessor",
                                        sizeof(struct party),
                                        offsetof(struct party, place),
                                        NO_PLACE,
                                        true,
                                        rows,
                                        PARAM_COUNT_OF(rows)};
