/* Schemes made in memory. */
#include "scheme_builder.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PENCE_IN_UNIT 100
#define PATH_ROOM 128

/* A list of sections, seen without their type. */
typedef LIST_OF(char) any_list;

static void *room(struct scheme *s, size_t n, size_t size) {
    void *memory = arena_array(&s->arena, n, size);
    cr_assert_not_null(memory);
    return memory;
}

static struct place place_of(struct scheme *s, const char *section, const char *name) {
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s.%s", section, name);
    return (struct place){"test.cfg", 1, arena_text(&s->arena, path)};
}

/* ---- Quantities ---- */

static int add_quantity(struct scheme *s, struct quantity_law law, const char *unit) {
    char path[PATH_ROOM];
    int number = s->quantities.n++;
    cr_assert_lt(number, BUILDER_QUANTITIES);
    snprintf(path, sizeof path, "quantity.%d", number);
    struct quantity *q = &s->quantities.items[number];
    *q = (struct quantity){.law = law, .factor = NONE, .unit = unit};
    q->place = (struct place){"test.cfg", 1, arena_text(&s->arena, path)};
    q->scale = strcmp(unit, UNIT_MONEY) == 0 ? PENCE_IN_UNIT : 1;
    q->plan = law_plan(&law) * q->scale;
    q->mean = law_mean(&law) * q->scale;
    q->stream = text_hash(path);
    return number;
}

int build_number(struct scheme *s, double value) { return add_quantity(s, law_fixed(value), UNIT_NONE); }

int build_money(struct scheme *s, double amount) { return add_quantity(s, law_fixed(amount), UNIT_MONEY); }

int build_law(struct scheme *s, const char *unit, const char *law, double a, double b, double c, double d) {
    const double par[LAW_PARAMS_MAX] = {a, b, c, d};
    char reason[LAW_REASON_ROOM];
    struct quantity_law made;
    cr_assert_eq(law_prepare(law_by_name(law), par, NULL, NULL, 0, &s->arena, &made, reason), SIBYL_OK, "%s", reason);
    return add_quantity(s, made, unit);
}

static int *all_of(struct scheme *s, int n, int quantity) {
    int *all = room(s, (size_t)n, sizeof(int));
    for (int i = 0; i < n; i++)
        all[i] = quantity;
    return all;
}

struct by_group build_by_group(struct scheme *s, double value) {
    return (struct by_group){all_of(s, s->groups.n, build_number(s, value))};
}

struct by_group build_money_by_group(struct scheme *s, double amount) {
    return (struct by_group){all_of(s, s->groups.n, build_money(s, amount))};
}

struct by_outcome build_by_outcome(struct scheme *s, double value) {
    return (struct by_outcome){all_of(s, s->outcomes.n, build_number(s, value))};
}

static struct series one_spell(struct scheme *s, int quantity, int from, int to) {
    struct series series = {1, room(s, 1, sizeof(struct spell))};
    series.spells[0] = (struct spell){quantity, 0, from, to};
    return series;
}

struct series build_series(struct scheme *s, double value, int from, int to) {
    return one_spell(s, build_number(s, value), from, to);
}

struct series build_money_series(struct scheme *s, double amount, int from, int to) {
    return one_spell(s, build_money(s, amount), from, to);
}

struct delay build_delay(struct scheme *s, int months) {
    struct delay delay = {months + 1, room(s, (size_t)months + 1, sizeof(double))};
    delay.mass[months] = 1;
    return delay;
}

/* ---- Defaults, by the tables ---- */

static void set_row(struct scheme *s, const struct param *row, char *at, double value) {
    bool none = isnan(value);
    double number = none ? 0 : value;
    bool is_rate = row->type == PARAM_RATE;
    int quantity = row->type != PARAM_QUANTITY && row->type != PARAM_BY_GROUP && !is_rate ? NONE
                   : none                                                                 ? NONE
                   : strcmp(row->unit, UNIT_MONEY) == 0                                   ? build_money(s, value)
                                                                                          : build_number(s, value);
    if (row->type == PARAM_QUANTITY || is_rate) /* a rate begins with its quantity */
        memcpy(at, &quantity, sizeof quantity);
    else if (row->type == PARAM_REF)
        memcpy(at, &(int){none ? NONE : (int)value}, sizeof(int));
    else if (row->type == PARAM_WHOLE || row->type == PARAM_CHOICE)
        memcpy(at, &(int){(int)number}, sizeof(int));
    else if (row->type == PARAM_LONG)
        memcpy(at, &(int64_t){(int64_t)number}, sizeof(int64_t));
    else if (row->type == PARAM_NUMBER)
        memcpy(at, &number, sizeof number);
    else if (row->type == PARAM_MONEY)
        memcpy(at, &(money){(money)llround(number * PENCE_IN_UNIT)}, sizeof(money));
    else if (row->type == PARAM_FLAG)
        memcpy(at, &(bool){number != 0}, sizeof(bool));
    else if (row->type == PARAM_BY_GROUP && !none)
        memcpy(at, &(struct by_group){all_of(s, s->groups.n, quantity)}, sizeof(struct by_group));
}

static void fill_defaults(struct scheme *s, const struct param_table *table, void *item) {
    for (int i = 0; i < table->n; i++) {
        const struct param *row = &table->params[i];
        char *at = (char *)item + row->offset;
        if (row->type == PARAM_GROUP)
            fill_defaults(s, row->detail, at);
        else if (row->type != PARAM_CONDITIONS)
            set_row(s, row, at, row->fallback);
    }
}

static const struct param *row_of(const struct param_table *table, const char *key) {
    for (int i = 0; i < table->n; i++) {
        if (strcmp(table->params[i].name, key) == 0)
            return &table->params[i];
    }
    cr_assert(false, "%s has no key %s", table->name, key);
    return NULL;
}

/* ---- Sections ---- */

void build_scheme(struct scheme *s, int months) {
    memset(s, 0, sizeof *s);
    s->quantities.items = room(s, BUILDER_QUANTITIES, sizeof(struct quantity));
    s->factors.items = room(s, BUILDER_ROOM, sizeof(struct factor));
    s->groups.items = room(s, BUILDER_ROOM, sizeof(struct group));
    s->outcomes.items = room(s, BUILDER_ROOM, sizeof(struct outcome));
    s->parties.items = room(s, BUILDER_ROOM, sizeof(struct party));
    s->contracts.items = room(s, BUILDER_ROOM, sizeof(struct contract));
    s->bonds.items = room(s, BUILDER_ROOM, sizeof(struct bond));
    s->funds.items = room(s, BUILDER_ROOM, sizeof(const char *));
    s->funds.items[s->funds.n++] = "general";
    fill_defaults(s, &scheme_table, s);
    s->place = (struct place){"test.cfg", 1, ""};
    s->title = "A test";
    s->start = (struct month_of_year){2012, 4};
    s->months = months;
}

/* The next item of a list of named sections, with defaults. */
static void *add_named(struct scheme *s, void *list, const struct param_table *table, const char *section,
                       const char *name) {
    any_list items;
    memcpy(&items, list, sizeof items);
    cr_assert_lt(items.n, BUILDER_ROOM);
    char *item = items.items + (size_t)items.n++ * table->size;
    struct place place = place_of(s, section, name);
    fill_defaults(s, table, item);
    memcpy(item + row_of(table, "name")->offset, &name, sizeof name);
    memcpy(item + table->place, &place, sizeof place);
    memcpy(list, &items, sizeof items);
    return item;
}

struct factor *build_factor(struct scheme *s, const char *name) {
    return add_named(s, &s->factors, &factor_table, "factors", name);
}

struct group *build_group(struct scheme *s, const char *name, double monthly, int from, int to) {
    struct group *g = add_named(s, &s->groups, &group_table, "groups", name);
    g->referrals = build_series(s, monthly, from, to);
    return g;
}

struct outcome *build_outcome(struct scheme *s, const char *name, int after, double probability) {
    struct outcome *o = add_named(s, &s->outcomes, &outcome_table, "outcomes", name);
    o->after = after;
    o->probability = build_by_group(s, probability);
    return o;
}

int build_party(struct scheme *s, const char *name, enum party_kind kind) {
    struct party *p = add_named(s, &s->parties, &party_table, "parties", name);
    p->kind = (int)kind;
    return s->parties.n - 1;
}

struct party *party_at(struct scheme *s, int party) {
    return &s->parties.items[party];
}

void build_serves(struct scheme *s, int party, double weight) {
    party_at(s, party)->serves = build_by_group(s, weight);
}

/* The table of the items of a list that a table describes. */
static const struct param_table *items_of(const struct param_table *table, const char *key) {
    return row_of(table, key)->detail;
}

struct cost *build_cost(struct scheme *s, int party, const char *name, double monthly) {
    struct party *p = party_at(s, party);
    if (!p->costs.items)
        p->costs.items = room(s, BUILDER_ROOM, sizeof(struct cost));
    struct cost *cost = add_named(s, &p->costs, items_of(&party_table, "costs"), "costs", name);
    cost->monthly = build_money_series(s, monthly, 1, s->months);
    return cost;
}

struct contract *build_contract(struct scheme *s, const char *name, int payer, int payee) {
    struct contract *c = add_named(s, &s->contracts, &contract_table, "contracts", name);
    c->payer = payer;
    c->payee = payee;
    c->terms.items = room(s, BUILDER_ROOM, sizeof(struct term));
    return c;
}

int number_of(const struct scheme *s, const struct contract *c) { return (int)(c - s->contracts.items); }

struct bond *build_bond(struct scheme *s, int spv) {
    struct bond *b = &s->bonds.items[s->bonds.n++];
    fill_defaults(s, &bond_table, b);
    b->place = place_of(s, "bonds", "0");
    b->spv = spv;
    b->tranches.items = room(s, BUILDER_ROOM, sizeof(struct tranche));
    b->fees.items = room(s, BUILDER_ROOM, sizeof(struct bond_fee));
    return b;
}

struct tranche *build_tranche(struct scheme *s, struct bond *b, const char *name, int investor, double principal) {
    struct tranche *t = add_named(s, &b->tranches, items_of(&bond_table, "tranches"), "tranches", name);
    t->investor = investor;
    t->principal = (money)llround(principal * PENCE_IN_UNIT);
    return t;
}

/* ---- Terms ---- */

struct term *build_term(struct scheme *s, struct contract *c, const char *pay) {
    struct term *t = &c->terms.items[c->terms.n];
    fill_defaults(s, &term_table, t);
    t->kind = term_kind_find(pay);
    if (!t->kind)
        return NULL;
    c->terms.n++;
    t->settings = room(s, 1, t->kind->table->size);
    fill_defaults(s, t->kind->table, t->settings);
    t->place = place_of(s, c->place.path, pay);
    return t;
}

static void set_key(struct scheme *s, const struct param_table *table, void *item, const char *key, double value) {
    const struct param *row = row_of(table, key);
    set_row(s, row, (char *)item + row->offset, value);
}

void build_set(struct scheme *s, struct term *t, const char *key, double value) {
    set_key(s, t->kind->table, t->settings, key, value);
}

void build_choose(struct term *t, const char *key, const char *word) {
    const struct param *row = row_of(t->kind->table, key);
    const char *const *words = row->detail;
    int choice = 0;
    while (words[choice] && strcmp(words[choice], word) != 0)
        choice++;
    cr_assert_not_null(words[choice], "%s is no %s", word, key);
    memcpy((char *)t->settings + row->offset, &choice, sizeof choice);
}

void build_list(struct scheme *s, struct term *t, const char *key, int n) {
    const struct param *row = row_of(t->kind->table, key);
    const struct param_table *table = row->detail;
    any_list list = {n, room(s, (size_t)n, table->size)};
    for (int i = 0; i < n; i++)
        fill_defaults(s, table, list.items + (size_t)i * table->size);
    memcpy((char *)t->settings + row->offset, &list, sizeof list);
}

void build_set_in(struct scheme *s, struct term *t, const char *list, int i, const char *key, double value) {
    const struct param *row = row_of(t->kind->table, list);
    const struct param_table *table = row->detail;
    any_list items;
    memcpy(&items, (char *)t->settings + row->offset, sizeof items);
    cr_assert_lt(i, items.n);
    set_key(s, table, items.items + (size_t)i * table->size, key, value);
}

void build_resolve(struct scheme *s) {
    struct diag diag = {0};
    status st = scheme_resolve(s, &diag);
    for (int i = 0; st != SIBYL_OK && i < diag.n; i++)
        cr_log_error("%s: %s", diag.entries[i].path, diag.entries[i].text);
    cr_assert_eq(st, SIBYL_OK);
    diag_free(&diag);
}
