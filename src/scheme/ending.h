/* Endings of contracts before their dates, in words. */
#ifndef SIBYL_SCHEME_ENDING_H
#define SIBYL_SCHEME_ENDING_H

#include "base/text.h"
#include "scheme/scheme.h"

/* What a reason is called: "closure", "renewal refused", ... */
extern const char *const ending_reason_words[ENDING_REASONS];

/* What is paid of the capital that is outstanding. */
double termination_share(const struct termination *t);

/* Writes what may end a contract early and what is then paid, each part after "; " where text stands in `out` past
 * `from`; nothing when nothing may. */
void ending_words(const struct scheme *s, const struct contract *c, size_t from, struct text_buf *out);

/* Writes at which reviews a bond's investors stop, or nothing. */
void ending_words_bond(const struct scheme *s, const struct bond *b, struct text_buf *out);

#endif
