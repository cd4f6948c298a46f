/* The top of the configuration, and what many sections share. */
#include "scheme/tables.h"

#define PATHS_MAX 1e8
#define PATHS_DEFAULT 10000
#define SEED_MAX 9223372036854775807.0 /* 2^63 - 1 */
#define INFLATION_MIN (-0.5)
#define INFLATION_DEFAULT 0.02 /* the Bank of England's target */
#define YEAR_START_APRIL 4

const struct param_names factor_names = {NAME_FACTOR, false, -1};
const struct param_names group_names = {NAME_GROUP, false, -1};
const struct param_names outcome_names = {NAME_OUTCOME, false, -1};
const struct param_names outcome_or_start_names = {NAME_OUTCOME, true, -1};
const struct param_names contract_names = {NAME_CONTRACT, false, -1};
const struct param_names party_names = {NAME_PARTY, false, -1};
const struct param_names fund_names = {NAME_FUND, false, -1};
const struct param_names tranche_names = {NAME_TRANCHE, false, -1};
const struct param_names investor_names = {NAME_PARTY, false, PARTY_INVESTOR};
const struct param_names guarantor_names = {NAME_PARTY, false, PARTY_GUARANTOR};
const struct param_names receiver_names = {NAME_PARTY, false, PARTY_ASSESSOR};
const struct param_names lender_names = {NAME_PARTY, false, PARTY_LENDER};

static const struct param simulation_rows[] = {
    {"paths", PARAM_LONG, 0, false, UNIT_COUNT, 1, PATHS_MAX, PATHS_DEFAULT, NULL,
     "how many possible futures are simulated"},
    {"seed", PARAM_LONG, offsetof(struct scheme, seed) - offsetof(struct scheme, paths), false, UNIT_NONE, 0, SEED_MAX,
     1, NULL, "which random numbers are used: the same seed gives the same results"},
};
static const struct param_table simulation_table = {"simulation",
                                                    "how much is simulated; both can be given on the command line",
                                                    offsetof(struct scheme, seed) + sizeof(uint64_t) -
                                                        offsetof(struct scheme, paths),
                                                    NO_PLACE,
                                                    NO_PLACE,
                                                    false,
                                                    simulation_rows,
                                                    PARAM_COUNT_OF(simulation_rows)};

static const struct param override_rows[] = {
    {"path", PARAM_TEXT, offsetof(struct override, path), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "the setting to change, by names: contracts.Subcontract.terms.0.price"},
    {"value", PARAM_WRITTEN, offsetof(struct override, value), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "what it becomes"},
};
static const struct param_table override_table = {"change",
                                                  "one setting and the value that it takes",
                                                  sizeof(struct override),
                                                  NO_PLACE,
                                                  NO_PLACE,
                                                  false,
                                                  override_rows,
                                                  PARAM_COUNT_OF(override_rows)};

static const struct param scenario_rows[] = {
    {"name", PARAM_TEXT, offsetof(struct scenario, name), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "what it is called"},
    {"set", PARAM_LIST, offsetof(struct scenario, set), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &override_table,
     "the settings that it changes"},
};
static const struct param_table scenario_table = {"scenario",
                                                  "the same scheme with some settings changed",
                                                  sizeof(struct scenario),
                                                  offsetof(struct scenario, place),
                                                  NO_PLACE,
                                                  true,
                                                  scenario_rows,
                                                  PARAM_COUNT_OF(scenario_rows)};

static const struct param source_rows[] = {
    {"path", PARAM_TEXT, offsetof(struct sourced, path), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "the setting, by names: contracts.Subcontract.terms.0.price"},
    {"source", PARAM_TEXT, offsetof(struct sourced, source), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "where its number comes from"},
    {"note", PARAM_TEXT, offsetof(struct sourced, note), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "anything worth saying about it"},
    {"assumed", PARAM_FLAG, offsetof(struct sourced, assumed), false, UNIT_NONE, 0, 1, 0, NULL,
     "nobody gives it: it is assumed"},
};
static const struct param_table source_table = {"source",
                                                "where a plain number comes from",
                                                sizeof(struct sourced),
                                                offsetof(struct sourced, place),
                                                NO_PLACE,
                                                false,
                                                source_rows,
                                                PARAM_COUNT_OF(source_rows)};

static const struct param rows[] = {
    {"title", PARAM_TEXT, offsetof(struct scheme, title), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "what the scheme is called in reports"},
    {"author", PARAM_TEXT, offsetof(struct scheme, author), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "who made the file, for the cover of the workbook; default not given"},
    {"purpose", PARAM_TEXT, offsetof(struct scheme, purpose), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "what the model is for, for the cover of the workbook; default what every model of this kind is for"},
    {"currency", PARAM_TEXT, offsetof(struct scheme, currency), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "three letters of ISO 4217; default GBP"},
    {"start", PARAM_MONTH, offsetof(struct scheme, start), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "calendar month of month 1: \"2012-04\""},
    {"months", PARAM_WHOLE, offsetof(struct scheme, months), true, UNIT_MONTHS, 1, MONTHS_MAX, PARAM_NO_FALLBACK, NULL,
     "how many months are modelled; long enough for the last outcome to be paid"},
    {"inflation", PARAM_NUMBER, offsetof(struct scheme, inflation), false, UNIT_PER_YEAR, INFLATION_MIN, RATE_MAX,
     INFLATION_DEFAULT, NULL, "turns the real rate of the Green Book, 3.5 %, into a nominal one"},
    {"discount_rate", PARAM_NUMBER, offsetof(struct scheme, discount_rate), false, UNIT_PER_YEAR, RATE_MIN, RATE_MAX,
     NOT_GIVEN, NULL, "nominal rate of present values; default 3.5 % real made nominal by inflation"},
    {"year_start", PARAM_WHOLE, offsetof(struct scheme, year_start), false, UNIT_MONTH, 1, MONTHS_IN_YEAR,
     YEAR_START_APRIL, NULL, "calendar month in which financial years begin"},
    {"truncate", PARAM_FLAG, offsetof(struct scheme, truncate), false, UNIT_NONE, 0, 1, 0, NULL,
     "allows that more than 0.1 % of what is earned under a contract falls due after the last month"},
    {"simulation", PARAM_GROUP, offsetof(struct scheme, paths), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &simulation_table, "how much is simulated"},
    {"factors", PARAM_LIST, offsetof(struct scheme, factors), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &factor_table, "what many things depend on together"},
    {"correlation", PARAM_MATRIX, offsetof(struct scheme, correlation), false, UNIT_NONE, -1, 1, PARAM_NO_FALLBACK,
     NULL, "correlation of the factors, a row for each in the order of `factors`; default none"},
    {"groups", PARAM_LIST, offsetof(struct scheme, groups), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &group_table,
     "kinds of clients"},
    {"outcomes", PARAM_LIST, offsetof(struct scheme, outcomes), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &outcome_table, "milestones that clients may reach"},
    {"parties", PARAM_LIST, offsetof(struct scheme, parties), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &party_table, "who pays, delivers, invests"},
    {"contracts", PARAM_LIST, offsetof(struct scheme, contracts), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &contract_table, "who pays whom for what"},
    {"bonds", PARAM_LIST, offsetof(struct scheme, bonds), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &bond_table,
     "capital put in by investors and what they get back"},
    {"loans", PARAM_LOANS, offsetof(struct scheme, loans), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &loan_table,
     "money lent to a party and how it is paid back"},
    {"behaviour", PARAM_GROUP, offsetof(struct scheme, behaviour), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &behaviour_table, "a what-if: what providers may do when payment rewards it"},
    {"scenarios", PARAM_LIST, offsetof(struct scheme, scenarios), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &scenario_table, "the same scheme with some settings changed, by name"},
    {"sources", PARAM_LIST, offsetof(struct scheme, sources), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK,
     &source_table, "where plain numbers come from"},
};
const struct param_table scheme_table = {"scheme",
                                         "one scheme: clients, parties, contracts and capital",
                                         sizeof(struct scheme),
                                         offsetof(struct scheme, place),
                                         NO_PLACE,
                                         false,
                                         rows,
                                         PARAM_COUNT_OF(rows)};
