/* Caseload: a price a month for each client in service. Amounts are pence. */
#include "terms_stage.h"

#include <criterion/criterion.h>
#include <string.h>

#define LAST (LANES - 1)

static void in_service(struct stage *st, int month, int provider, int group, double clients) {
    double *at = (double *)(uintptr_t)count_at(&st->view.in_service, month, provider, group);
    for (int l = 0; l < LANES; l++)
        at[l] = clients + l;
}

static struct stage *stage_with_caseload(void) {
    struct stage *st = stage_of("caseload");
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 3817, 2250);
    return st;
}

/* Lane 0: 7 * 3,817 + 4 * 2,250 = 35,719; each lane further 6,067 more. */
Test(terms_caseload, prices_those_in_service_at_the_months_end) {
    struct stage *st = stage_with_caseload();
    in_service(st, 5, HARBOUR, OPIATE, 7);
    in_service(st, 5, BRIDGE, ALCOHOL, 4);
    in_service(st, 6, HARBOUR, OPIATE, 100);
    const struct entitlement *e = stage_earn(st, 5);
    for (int l = 0; l < LANES; l++)
        cr_expect_eq(e->gain[l], 35719 + 6067 * l, "lane %d", l);
    cr_expect_eq(stage_weight(st, HARBOUR, OPIATE, 0), 7 * 3817);
    cr_expect_eq(stage_weight(st, BRIDGE, ALCOHOL, LAST), (4 + LAST) * 2250);
    cr_expect_not(e->by_starts);
}

/* 2 in service at 3,817, in contract year 2 at 10 % more, in a dear place at 1.2 times that. */
Test(terms_caseload, price_is_indexed_and_local) {
    struct stage *st = stage_with_caseload();
    st->contracts[SERVICE_CONTRACT].indexation = stage_quantity(st, 0.1);
    *(int *)stage_setting(st, "local") = stage_quantity(st, 1.2);
    in_service(st, 13, BRIDGE, OPIATE, 2);
    cr_expect_float_eq(stage_earn(st, 13)->gain[0], 2 * 3817 * 1.1 * 1.2, 1e-9);
}

Test(terms_caseload, needs_somebody_in_service) {
    struct stage *st = stage_with_caseload();
    const char *said;
    cr_expect_eq(stage_errors(st, &said), 1);
    cr_expect(strstr(said, "price: pays for clients in service, but nobody ever is"), "%s", said);
    st->scheme.groups.items[ALCOHOL].in_service = 5;
    cr_expect_eq(stage_errors(st, NULL), 0);
    *(struct by_group *)stage_setting(st, "price") = stage_price(st, 3817, -1);
    cr_expect_eq(stage_errors(st, NULL), 1, "only alcohol is ever in service");
}

Test(terms_caseload, words) {
    cr_expect_str_eq(stage_words(stage_with_caseload()),
                     "pays £38.17 (opiate) or £22.50 (alcohol) a month for each client in service at its end");
}
