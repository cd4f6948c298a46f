/* Schemes made in memory, without a file: what tests of the scheme, and of all that is built on it, begin with.
 *
 * Everything that is added has the defaults of its table. Members are set directly, or by key where the struct is
 * private to a payment mechanism. Pointers stay valid until scheme_free(). Amounts are in the currency's main unit. */
#ifndef SIBYL_TESTS_SCHEME_BUILDER_H
#define SIBYL_TESTS_SCHEME_BUILDER_H

#include "scheme/scheme.h"
#include "scheme/tables.h"
#include "scheme/term.h"

/* How many things of a kind one scheme can be given. */
#define BUILDER_ROOM 64
#define BUILDER_QUANTITIES 4096

/* An empty scheme of so many months that begins in April 2012. `s` is zeroed first. */
void build_scheme(struct scheme *s, int months);

/* Numbers: a plain one, a plain amount of money, and one drawn from a law ("uniform") with its parameters (NAN: not
 * given) in a unit (UNIT_MONEY: an amount). All return the quantity's number. */
int build_number(struct scheme *s, double value);
int build_money(struct scheme *s, double amount);
int build_law(struct scheme *s, const char *unit, const char *law, double a, double b, double c, double d);

/* A quantity for every group there is so far, or for every outcome. Add the groups and outcomes first. */
struct by_group build_by_group(struct scheme *s, double value);
struct by_group build_money_by_group(struct scheme *s, double amount);
struct by_outcome build_by_outcome(struct scheme *s, double value);

/* The same number in every month from-to; money: an amount. */
struct series build_series(struct scheme *s, double value, int from, int to);
struct series build_money_series(struct scheme *s, double amount, int from, int to);

/* A delay of so many months for everybody. */
struct delay build_delay(struct scheme *s, int months);

/* Sections. `after` is an outcome's number or START; the probability is that of all groups. */
struct factor *build_factor(struct scheme *s, const char *name);
struct group *build_group(struct scheme *s, const char *name, double monthly, int from, int to);
struct outcome *build_outcome(struct scheme *s, const char *name, int after, double probability);
int build_party(struct scheme *s, const char *name, enum party_kind kind);
struct party *party_at(struct scheme *s, int party);
/* Makes a party a provider that serves all groups with a weight. */
void build_serves(struct scheme *s, int party, double weight);
struct cost *build_cost(struct scheme *s, int party, const char *name, double monthly);
struct contract *build_contract(struct scheme *s, const char *name, int payer, int payee);
struct bond *build_bond(struct scheme *s, int spv);
struct tranche *build_tranche(struct scheme *s, struct bond *b, const char *name, int investor, double principal);

/* The number of a section in its list. */
int number_of(const struct scheme *s, const struct contract *c);

/* A payment mechanism by the word of its `pay`, added to a contract; NULL when there is none. Its settings are set by
 * build_set() and build_choose(). */
struct term *build_term(struct scheme *s, struct contract *c, const char *pay);

/* Sets a term's setting by key: a number, an amount, a flag, the number of what a reference means; a table by group
 * becomes the same for all groups. */
void build_set(struct scheme *s, struct term *t, const char *key, double value);
/* Sets a choice by its word. */
void build_choose(struct term *t, const char *key, const char *word);
/* Makes room for n items of a list in a term's settings, with defaults; returns the first. build_set_in() sets a key of
 * item i. */
void build_list(struct scheme *s, struct term *t, const char *key, int n);
void build_set_in(struct scheme *s, struct term *t, const char *list, int i, const char *key, double value);

/* scheme_resolve(), which must succeed: else the test fails with what it said. */
void build_resolve(struct scheme *s);

#endif
