#include "engine/metrics.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Recorded units a real unit: pence are handed in as pence; rates and shares are kept to 1e-12, years and counts (which are
 * fractions in the deterministic cases) to 1e-9 and 1e-6. */
struct unit {
    const char *name;
    double records;
    double shown;
};
static const struct unit units[RECORD_UNITS] = {
    [RECORD_MONEY] = {NULL, 1, 100},        [RECORD_RATE] = {"1/year", 1e12, 1e12},
    [RECORD_RATIO] = {"ratio", 1e12, 1e12}, [RECORD_SHARE] = {"share", 1e12, 1e12},
    [RECORD_FLAG] = {"probability", 1, 1},  [RECORD_MONTH] = {"month", 1, 1},
    [RECORD_YEARS] = {"years", 1e9, 1e9},   [RECORD_COUNT] = {"count", 1e6, 1e6},
};

/* Largest record: the tallies are exact for spreads up to 2^50. */
#define RECORD_MAX 1e15

int64_t record_fixed(enum record_unit unit, double value) {
    double record = value * units[unit].records;
    assert(!isnan(record));
    if (record > RECORD_MAX)
        return (int64_t)RECORD_MAX;
    if (record < -RECORD_MAX)
        return -(int64_t)RECORD_MAX;
    return llrint(record);
}

double record_most(enum record_unit unit) { return RECORD_MAX / units[unit].shown; }

double record_value(enum record_unit unit, double record) { return record / units[unit].shown; }

const char *record_unit_name(enum record_unit unit, const char *currency) {
    return units[unit].name ? units[unit].name : currency;
}

int metric_add(struct metric_list *list, struct metric_ref ref) {
    enum { GROWTH = 64 };
    if (list->failed)
        return NONE;
    if (list->n == list->room) {
        struct metric_ref *more =
            arena_array(list->arena, (size_t)list->room + GROWTH + (size_t)list->room, sizeof *more);
        if (!more) {
            list->failed = true;
            return NONE;
        }
        if (list->n > 0)
            memcpy(more, list->items, (size_t)list->n * sizeof *more);
        list->items = more;
        list->room += GROWTH + list->room;
    }
    list->items[list->n] = ref;
    return list->n++;
}

int metric_add_plain(struct metric_list *list, const struct metric_def *def, int party, const char *of, int a, int b) {
    return metric_add(
        list, (struct metric_ref){
                  .def = def, .party = party, .of = of, .a = a, .b = b, .numerator = NONE, .denominator = NONE});
}

const char *metric_text(struct metric_list *list, const char *format, ...) {
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char *kept = arena_text(list->arena, text);
    list->failed |= !kept;
    return kept;
}

static void list_party(const struct scheme *s, int party, struct metric_list *list) {
    typedef void (*lister)(const struct scheme *, int, struct metric_list *);
    static const lister listers[PARTY_KINDS] = {
        [PARTY_COMMISSIONER] = metrics_list_commissioner,
        [PARTY_SPV] = metrics_list_spv,
        [PARTY_PRIME] = metrics_list_provider,
        [PARTY_PROVIDER] = metrics_list_provider,
        [PARTY_INVESTOR] = metrics_list_investor,
    };
    int kind = s->parties.items[party].kind;
    if (listers[kind])
        listers[kind](s, party, list);
    metrics_list_endings(s, party, list);
}

status metrics_list(const struct scheme *s, struct metric_list *list) {
    for (int p = 0; p < s->parties.n; p++) {
        list_party(s, p, list);
        metrics_list_loans(s, p, list);
    }
    metrics_list_clients(s, list);
    return list->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}
