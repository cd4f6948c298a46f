/* Factors: standard normals that many things load on. */
#include "scheme/tables.h"

static const char *const process_words[] = {"constant", "ar1", NULL};

static const struct param shift_rows[] = {
    {"from", PARAM_WHOLE, offsetof(struct shift, from), true, UNIT_MONTH, 1, MONTHS_MAX, PARAM_NO_FALLBACK, NULL,
     "first month of the shift"},
    {"to", PARAM_WHOLE, offsetof(struct shift, to), true, UNIT_MONTH, 1, MONTHS_MAX, PARAM_NO_FALLBACK, NULL,
     "last month of the shift"},
    {"by", PARAM_NUMBER, offsetof(struct shift, by), true, UNIT_NONE, -10, 10, PARAM_NO_FALLBACK, NULL,
     "standard deviations added to the factor in those months; a recession is about -1.5"},
};
static const struct param_table shift_table = {"shift",
                                               "a spell in which a factor stands higher or lower",
                                               sizeof(struct shift),
                                               NO_PLACE,
                                               NO_PLACE,
                                               false,
                                               shift_rows,
                                               PARAM_COUNT_OF(shift_rows)};

static const struct param rows[] = {
    {"name", PARAM_TEXT, offsetof(struct factor, name), true, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, NULL,
     "what it is called"},
    {"process", PARAM_CHOICE, offsetof(struct factor, process), false, UNIT_NONE, NO_RANGE, FACTOR_CONSTANT,
     process_words, "constant: one draw for all months; ar1: it moves from month to month and comes back to its mean"},
    {"persistence", PARAM_NUMBER, offsetof(struct factor, persistence), false, UNIT_NONE, -LOADING_MAX, LOADING_MAX, 0,
     NULL, "of ar1: how much of this month's value is left in the next"},
    {"shift", PARAM_NUMBER, offsetof(struct factor, shift), false, UNIT_NONE, -10, 10, 0, NULL,
     "standard deviations added in every month"},
    {"shifts", PARAM_LIST, offsetof(struct factor, shifts), false, UNIT_NONE, NO_RANGE, PARAM_NO_FALLBACK, &shift_table,
     "spells in which it stands higher or lower"},
};
const struct param_table factor_table = {
    "factor",
    "something outside the scheme that many things depend on, such as the economy: "
    "a standard normal, 0 on average",
    sizeof(struct factor),
    offsetof(struct factor, place),
    NO_PLACE,
    true,
    rows,
    PARAM_COUNT_OF(rows)};
