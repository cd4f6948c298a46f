/* Conditions for contracts that tests make in memory. */
#ifndef CONDITION_MAKER_H
#define CONDITION_MAKER_H

#include "scheme/condition.h"

/* Gives a contract the condition with a key, all of whose settings are zero (references and quantities: none). */
void condition_make(struct contract *c, const char *key);

/* A setting of a condition that the contract has, as the reader sees it: by its name in the condition's table, or by the
 * condition's own key where it has none. */
void *condition_member(struct contract *c, const char *key, const char *member);

/* What the contract's conditions come to in words, each followed by "; ". The caller frees the text. */
void condition_words(const struct scheme *s, const struct contract *c, struct text_buf *out);

/* How many faults the contract's conditions have; the first is copied to `first` (its size is `room`). */
int condition_faults(const struct scheme *s, const struct contract *c, char *first, size_t room);

#endif
