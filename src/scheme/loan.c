/* Loans: money lent to a party, what it costs and how it is paid back. */
#include "scheme/tables.h"

#define FEE_RATE_MAX 1.0
#define DSCR_MAX 1000.0
#define DEFAULT_AFTER_MONTHS 3
#define TEST_MONTHS 3
#define PENNY 0.01

static const char *const day_count_words[] = {"monthly", "act/365", "act/360", "30/360", NULL};
static const char *const holiday_words[] = {"paid", "added", NULL};
static const struct param_draws once = {true};

static const struct param fee_rows[] = {
    {"rate", PARAM_NUMBER, offsetof(struct loan_fee, rate), true, UNIT_SHARE, 0, FEE_RATE_MAX, PARAM_NO_FALLBACK, NULL,
     "share of the principal, the grant part left out, charged when the loan opens"},
    {"added", PARAM_FLAG, offsetof(struct loan_fee, added), false, UNIT_NONE, 0, 1, 0, NULL,
     "added to what is owed; false: paid at once, out of what is drawn"},
};
static const struct param_table fee_table = {"loan fee", "what arranging it costs",        sizeof(struct loan_fee),
                                             NO_PLACE,   offsetof(struct loan_fee, given), false,
                                             fee_rows,   PARAM_COUNT_OF(fee_rows)};

static const struct param holiday_rows[] = {
    {"months", PARAM_WHOLE, offsetof(struct holiday, months), true, UNIT_MONTHS, 1, MONTHS_MAX, PARAM_NO_FALLBACK, NULL,
     "months from the first draw in which no principal is due; they are part of the term"},
    {"interest", PARAM_CHOICE, offsetof(struct holiday, interest), false, UNIT_NONE, NO_RANGE, HOLIDAY_PAID,
     holiday_words, "whether interest is paid meanwhile or added to what is owed"},
};
static const struct param_table holiday_table = {"holiday",
                                                 "the first months, in which no principal is paid back",
                                                 sizeof(struct holiday),
                                                 NO_PLACE,
                                                 NO_PLACE,
                                                 false,
                                                 holiday_rows,
                                                 PARAM_COUNT_OF(holiday_rows)};

static const struct param covenant_rows[] = {
    {"min_cash", PARAM_MONEY, offsetof(struct covenants, min_cash), false, UNIT_MONEY, 0, AMOUNT_MAX, NOT_GIVEN, NULL,
     "general cash at the month's close is to be no less"},
    {"min_dscr", PARAM_NUMBER, offsetof(struct covenants, min_dscr), false, UNIT_FACTOR, 0, DSCR_MAX, NOT_GIVEN, NULL,
     "cash available for debt service of the last 12 months over the debt service due in them is to be no less"},
    {"test", PARAM_WHOLE, offsetof(struct covenants, test), false, UNIT_MONTHS, 1, MONTHS_MAX, TEST_MONTHS, NULL,
     "months between tests"},
};
static const struct param_table covenant_table = {"covenants",
                                                  "what the borrower promises beside paying: reported, not enforced",
                                                  sizeof(struct covenants),
                                                  NO_PLACE,
                                                  offsetof(struct covenants, given),
                                                  false,
                                                  covenant_rows,
                                                  PARAM_COUNT_OF(covenant_rows)};

static const struct param rows[] = {
    {"name", PARAM_TEXT, offsetof(struct loan, name), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "what it is called"},
    {"lender", PARAM_REF, offsetof(struct loan, lender), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &lender_names,
     "who lends; one who is nothing else need not be listed under `parties`"},
    {"borrower", PARAM_REF, offsetof(struct loan, borrower), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &party_names,
     "the provider, prime or spv that borrows; its loans are served in the order of this list"},
    {"principal", PARAM_MONEY, offsetof(struct loan, principal), true, UNIT_MONEY, PENNY, AMOUNT_MAX, PARAM_NO_FALLBACK,
     NULL, "what is lent in all, a grant part included; of a revolving loan its limit"},
    {"maximum", PARAM_MONEY, offsetof(struct loan, maximum), false, UNIT_MONEY, PENNY, AMOUNT_MAX, NOT_GIVEN, NULL,
     "the most that the lender offers, a grant part included: no larger loan is tried; default: it is not known"},
    {"drawdown", PARAM_DRAWDOWN, offsetof(struct loan, drawdown), false, UNIT_MONEY, PENNY, AMOUNT_MAX,
     PARAM_NO_FALLBACK, &once,
     "when it is drawn: a month (default 1), a date (\"2018-04-05\"), \"as_needed\", or a list of months and amounts"},
    {"rate", PARAM_QUANTITY, offsetof(struct loan, rate), false, UNIT_PER_YEAR, 0, UNBOUNDED, PARAM_NO_FALLBACK, NULL,
     "nominal interest; 0.0 where it bears none"},
    {"day_count", PARAM_CHOICE, offsetof(struct loan, day_count), false, UNIT_NONE, NO_RANGE, DAYS_MONTHLY,
     day_count_words, "how interest counts days: a twelfth of the rate a month, or real days of the calendar"},
    {"fee", PARAM_GROUP, offsetof(struct loan, fee), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &fee_table,
     "what arranging it costs"},
    {"grant", PARAM_NUMBER, offsetof(struct loan, grant), false, UNIT_SHARE, 0, 1, 0, NULL,
     "share of what is drawn that is a grant and never owed"},
    {"term", PARAM_WHOLE, offsetof(struct loan, term), false, UNIT_MONTHS, 1, MONTHS_MAX, 0, NULL,
     "months from the first draw (as needed: from month 1) to the last payment"},
    {"every", PARAM_WHOLE, offsetof(struct loan, every), false, UNIT_MONTHS, 1, MONTHS_IN_YEAR, 1, NULL,
     "months between payments: 1, 3, 6 or 12"},
    {"holiday", PARAM_GROUP, offsetof(struct loan, holiday), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &holiday_table, "the first months, in which no principal is paid back"},
    {"default_after", PARAM_WHOLE, offsetof(struct loan, default_after), false, UNIT_MONTHS, 1, MONTHS_MAX,
     DEFAULT_AFTER_MONTHS, NULL, "months after which an unpaid instalment is a default"},
    {"default_margin", PARAM_NUMBER, offsetof(struct loan, default_margin), false, UNIT_PER_YEAR, 0, RATE_MAX, 0, NULL,
     "interest on arrears beyond the rate"},
    {"accelerate", PARAM_FLAG, offsetof(struct loan, accelerate), false, UNIT_NONE, 0, 1, 1, NULL,
     "on default all that is owed falls due"},
    {"covenants", PARAM_GROUP, offsetof(struct loan, covenants), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &covenant_table, "what the borrower promises beside paying: reported, not enforced"},
    {"secured", PARAM_FLAG, offsetof(struct loan, secured), false, UNIT_NONE, 0, 1, 0, NULL,
     "paid before other creditors when the borrower fails"},
    {"balance_at_end", PARAM_FLAG, offsetof(struct loan, balance_at_end), false, UNIT_NONE, 0, 1, 0, NULL,
     "allows that something is still owed after the scheme's last month"},
};
const struct param_table loan_table = {"loan",
                                       "money lent to a party, what it costs and how it is paid back",
                                       sizeof(struct loan),
                                       offsetof(struct loan, place),
                                       NO_PLACE,
                                       true,
                                       rows,
                                       PARAM_COUNT_OF(rows)};
