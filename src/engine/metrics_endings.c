/* What is learnt of endings: how often a contract ends before its dates, why, and when. Nothing is listed of what cannot. */
#include "engine/metrics.h"

#include "scheme/ending.h"

#include <string.h>

#define ALL_LANES UINT64_MAX
/* In metric_ref.b: for any reason. */
#define ANY_REASON NONE

/* Lanes in which a contract has ended for a reason by the scheme's last month, before it. */
static uint64_t ended(const struct walk *w, int contract, int reason) {
    const struct contract_ending *ending = &w->books->endings.contract[contract];
    uint64_t lanes = 0;
    for (uint64_t rest = ending->view.ended; rest; rest &= rest - 1) {
        int lane = __builtin_ctzll(rest);
        bool counts = ending->view.last[lane] < w->scheme->months &&
                      (reason == ANY_REASON || (int)ending->reason[lane] == reason);
        lanes |= (uint64_t)counts << lane;
    }
    return lanes;
}

static void flag(uint64_t lanes, int64_t out[LANES]) {
    for (int i = 0; i < LANES; i++)
        out[i] = lanes >> i & 1;
}

static uint64_t ends_early(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    flag(ended(w, r->a, r->b), out);
    return ALL_LANES;
}

static uint64_t end_month(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    uint64_t lanes = ended(w, r->a, r->b);
    for (int i = 0; i < LANES; i++)
        out[i] = lanes >> i & 1 ? w->books->endings.contract[r->a].view.last[i] : 0;
    return lanes;
}

static uint64_t stopped_early(const struct walk *w, const struct metric_ref *r, int64_t out[LANES]) {
    uint64_t lanes = 0;
    for (int c = 0; c < w->scheme->contracts.n; c++) {
        if (w->scheme->contracts.items[c].payee == r->party)
            lanes |= ended(w, c, ANY_REASON);
    }
    flag(lanes, out);
    return ALL_LANES;
}

static const struct metric_def def_ends_early = {
    "ends_early", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "the contract ends before its dates", ends_early};
static const struct metric_def def_end_month = {"end_month",
                                                RECORD_MONTH,
                                                HURTS_LOW,
                                                false,
                                                PER_NOTHING,
                                                "last month of service of a contract that ends before its "
                                                "dates",
                                                end_month};
static const struct metric_def def_stopped_early = {
    "stopped_early", RECORD_FLAG, HURTS_HIGH, true, PER_NOTHING, "a contract that pays the bond ends before its dates",
    stopped_early};

static void list_contract(const struct scheme *s, int party, int contract, struct metric_list *list) {
    const struct contract *c = &s->contracts.items[contract];
    metric_add_plain(list, &def_ends_early, party, c->name, contract, ANY_REASON);
    metric_add_plain(list, &def_end_month, party, c->name, contract, ANY_REASON);
    for (int reason = 0; reason < ENDING_REASONS; reason++) {
        if (!(c->endings >> reason & 1))
            continue;
        const char *of = metric_text(list, "%s/%s", c->name, ending_reason_words[reason]);
        metric_add_plain(list, &def_ends_early, party, of, contract, reason);
    }
}

void metrics_list_endings(const struct scheme *s, int party, struct metric_list *list) {
    for (int c = 0; c < s->contracts.n; c++) {
        if (s->contracts.items[c].endings && contract_is_paid_by(&s->contracts.items[c], party))
            list_contract(s, party, c, list);
    }
    for (int k = 0; k < s->bonds.n; k++) {
        bool may_stop = false;
        for (int c = 0; c < s->contracts.n; c++)
            may_stop |= s->contracts.items[c].payee == party && s->contracts.items[c].endings;
        if (s->bonds.items[k].spv == party && may_stop)
            metric_add_plain(list, &def_stopped_early, party, NULL, 0, 0);
    }
}
