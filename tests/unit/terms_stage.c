#include "terms_stage.h"

#include "scheme/term/price.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { FAULT_ROOM = 1000 };

/* Zeroed memory that stays reachable to the end of the test, so that nothing counts as leaked. */
static void *keep(size_t n, size_t size) {
    static void *kept[256];
    static size_t n_kept;
    assert(n_kept < sizeof kept / sizeof *kept);
    kept[n_kept] = calloc(n, size);
    return kept[n_kept++];
}

static const struct param *row_of(const struct param_table *table, const char *key) {
    for (int i = 0; i < table->n; i++)
        if (strcmp(table->params[i].name, key) == 0)
            return &table->params[i];
    assert(!"no such setting");
    return NULL;
}

static void set_left_out(struct stage *st, const struct param *row, char *settings) {
    void *member = settings + row->offset;
    bool none = isnan(row->fallback);
    if (row->type == PARAM_QUANTITY)
        *(int *)member = none ? NONE : stage_quantity(st, row->fallback);
    else if (row->type == PARAM_REF)
        *(int *)member = NONE;
    else if (row->type == PARAM_NUMBER)
        *(double *)member = none ? 0 : row->fallback;
    else if (row->type == PARAM_WHOLE || row->type == PARAM_CHOICE)
        *(int *)member = none ? 0 : (int)row->fallback;
}

void *stage_setting(struct stage *st, const char *key) {
    return (char *)st->term.settings + row_of(st->term.kind->table, key)->offset;
}

typedef LIST_OF(char) any_list;

void stage_list(struct stage *st, const char *key, int n) {
    const struct param_table *table = row_of(st->term.kind->table, key)->detail;
    any_list *list = stage_setting(st, key);
    list->n = n;
    list->items = keep((size_t)n, table->size);
}

void *stage_item(struct stage *st, const char *key, int i, const char *member) {
    const struct param_table *table = row_of(st->term.kind->table, key)->detail;
    any_list *list = stage_setting(st, key);
    return list->items + (size_t)i * table->size + row_of(table, member)->offset;
}

void *stage_inside(struct stage *st, const char *key, const char *member) {
    const struct param_table *table = row_of(st->term.kind->table, key)->detail;
    return (char *)stage_setting(st, key) + row_of(table, member)->offset;
}

int stage_quantity(struct stage *st, double value) {
    int i = st->scheme.quantities.n++;
    assert(i < STAGE_QUANTITIES);
    for (int l = 0; l < LANES; l++)
        st->q[i][l] = value;
    st->scheme.quantities.items[i] =
        (struct quantity){.law = law_fixed(value), .scale = 1, .factor = NONE, .plan = value, .mean = value};
    return i;
}

struct by_group stage_price(struct stage *st, double opiate, double alcohol) {
    int *quantity = keep(STAGE_GROUPS, sizeof *quantity);
    quantity[OPIATE] = opiate < 0 ? NONE : stage_quantity(st, opiate);
    quantity[ALCOHOL] = alcohol < 0 ? NONE : stage_quantity(st, alcohol);
    if (opiate == alcohol)
        quantity[ALCOHOL] = quantity[OPIATE];
    return (struct by_group){quantity};
}

static struct count_grid new_grid(int months) {
    double *data = keep((size_t)months * STAGE_PROVIDERS * STAGE_GROUPS * LANES, sizeof *data);
    return (struct count_grid){data, STAGE_PROVIDERS, STAGE_GROUPS};
}

static struct count_grid *new_grids(int n, int months) {
    struct count_grid *grids = keep((size_t)n, sizeof *grids);
    for (int i = 0; i < n; i++)
        grids[i] = new_grid(months);
    return grids;
}

static void set_names(struct scheme *s) {
    static const char *const group[] = {"opiate", "alcohol"};
    static const char *const outcome[] = {"drug_free", "stayed_free", "relapse"};
    static const char *const party[] = {"Council", "Riverside SPV", "Northgate", "County"};
    static const char *const contract[] = {"Outcomes contract", "Service contract", "Subcontract"};
    for (int i = 0; i < STAGE_GROUPS; i++)
        s->groups.items[i].name = group[i];
    for (int i = 0; i < STAGE_OUTCOMES; i++)
        s->outcomes.items[i].name = outcome[i];
    for (int i = 0; i < STAGE_PARTIES; i++)
        s->parties.items[i].name = party[i];
    for (int i = 0; i < STAGE_CONTRACTS; i++)
        s->contracts.items[i].name = contract[i];
}

static void set_scheme(struct stage *st) {
    static int both[] = {HARBOUR, BRIDGE};
    static double relapse_delay[] = {0, 0.5, 0.3, 0.2};
    struct scheme *s = &st->scheme;
    s->months = STAGE_MONTHS;
    s->symbol = "£";
    s->start = (struct month_of_year){.year = 2012, .month = 4};
    s->year_start = 4;
    s->n_providers = STAGE_PROVIDERS;
    s->groups.n = STAGE_GROUPS;
    s->groups.items = keep(STAGE_GROUPS, sizeof *s->groups.items);
    s->outcomes.n = STAGE_OUTCOMES;
    s->outcomes.items = keep(STAGE_OUTCOMES, sizeof *s->outcomes.items);
    s->outcomes.items[DRUG_FREE].after = START;
    s->outcomes.items[STAYED_FREE].after = DRUG_FREE;
    s->outcomes.items[RELAPSE].after = DRUG_FREE;
    s->outcomes.items[RELAPSE].delay = (struct delay){4, relapse_delay};
    s->outcomes.items[RELAPSE].delays = 4;
    s->parties.n = STAGE_PARTIES;
    s->parties.items = keep(STAGE_PARTIES, sizeof *s->parties.items);
    s->quantities.items = keep(STAGE_QUANTITIES, sizeof *s->quantities.items);
    s->contracts.n = STAGE_CONTRACTS;
    s->contracts.items = st->contracts;
    for (int i = 0; i < STAGE_CONTRACTS; i++)
        st->contracts[i] = (struct contract){.payer = COUNCIL + i,
                                             .payee = SPV + i,
                                             .from = 1,
                                             .to = 36,
                                             .last_start = 36,
                                             .last_claim = STAGE_MONTHS,
                                             .indexation = NONE,
                                             .n_parts = STAGE_PROVIDERS,
                                             .part = both};
    set_names(s);
}

static void set_view(struct stage *st) {
    st->view = (struct term_view){.scheme = &st->scheme,
                                  .contract = &st->contracts[SERVICE_CONTRACT],
                                  .term = &st->term,
                                  .horizon = STAGE_MONTHS,
                                  .last_claim = STAGE_MONTHS,
                                  .whole = true,
                                  .starts = new_grid(STAGE_MONTHS + 1),
                                  .referrals = new_grid(STAGE_MONTHS + 1),
                                  .outcomes = new_grids(STAGE_OUTCOMES, STAGE_MONTHS + 1),
                                  .without = new_grids(STAGE_OUTCOMES, STAGE_MONTHS + 1),
                                  .in_service = new_grid(STAGE_MONTHS + 1),
                                  .by_delay = new_grids(STAGE_OUTCOMES, (STAGE_MONTHS + 1) * (STAGE_MONTHS + 1)),
                                  .q = (const double(*)[LANES])st->q,
                                  .state = st->state,
                                  .measured = st->measured,
                                  .after = st->after,
                                  .price_index = st->price_index};
    st->view.true_outcomes = st->view.outcomes;
    st->view.billed = new_grids(STAGE_OUTCOMES, STAGE_MONTHS + 1);
    st->view.billed_starts = st->view.starts;
    st->view.billed_in_service = st->view.in_service;
}

struct stage *stage_of(const char *pay) {
    struct stage *st = keep(1, sizeof *st);
    set_scheme(st);
    st->term.kind = term_kind_find(pay);
    assert(st->term.kind);
    st->term.contract = SERVICE_CONTRACT;
    st->term.place = (struct place){"stage.cfg", 7, "contracts.Service contract.terms.0"};
    const struct param_table *table = st->term.kind->table;
    st->term.settings = keep(1, table->size);
    for (int i = 0; i < table->n; i++)
        set_left_out(st, &table->params[i], st->term.settings);
    set_view(st);
    return st;
}

static void set_count(const struct count_grid *grid, int month, int provider, int group, double count) {
    double *at = (double *)(uintptr_t)count_at(grid, month, provider, group);
    for (int l = 0; l < LANES; l++)
        at[l] = count;
}

void stage_count(struct stage *st, int what, int month, int provider, int group, double count) {
    set_count(what == START ? &st->view.starts : &st->view.outcomes[what], month, provider, group, count);
    if (what != START)
        stage_billed(st, what, month, provider, group, count);
}

void stage_referrals(struct stage *st, int month, int provider, int group, double count) {
    set_count(&st->view.referrals, month, provider, group, count);
}

void stage_billed(struct stage *st, int what, int month, int provider, int group, double count) {
    set_count(&st->view.billed[what], month, provider, group, count);
}

void stage_without(struct stage *st, int what, int month, int provider, int group, double count) {
    set_count(&st->view.without[what], month, provider, group, count);
}

void stage_delayed(struct stage *st, int what, int month, int delay, int provider, int group, double count) {
    set_count(&st->view.by_delay[what], delay_month(&st->view, month, delay), provider, group, count);
}

const struct entitlement *stage_earn(struct stage *st, int month) {
    st->view.month = month;
    st->view.year = contract_year(st->view.contract, month);
    price_index_of_year(st->view.contract, &st->term, st->view.q, st->view.year, st->price_index);
    memset(st->weight, 0, sizeof st->weight);
    memset(st->loss_weight, 0, sizeof st->loss_weight);
    st->out = (struct entitlement){.weight = st->weight, .loss_weight = st->loss_weight};
    st->term.kind->earn(&st->view, &st->out);
    return &st->out;
}

double stage_weight(const struct stage *st, int part, int group, int lane) {
    return st->weight[(part * STAGE_GROUPS + group) * LANES + lane];
}

const char *stage_words(struct stage *st) {
    struct text_buf text = {0};
    st->term.kind->words(&st->scheme, st->view.contract, &st->term, &text);
    char *words = keep(text.length + 1, 1);
    memcpy(words, text.data, text.length);
    text_free(&text);
    return words;
}

int stage_errors(struct stage *st, const char **first) {
    struct diag diag = {0};
    st->term.kind->check(&st->scheme, st->view.contract, &st->term, &diag);
    int n = diag_count_errors(&diag);
    char *text = keep(1, FAULT_ROOM);
    if (n > 0)
        diag_format(&diag.entries[0], text, FAULT_ROOM);

    if (first)
        *first = text;
    diag_free(&diag);
    return n;
}
