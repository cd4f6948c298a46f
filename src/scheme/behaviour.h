/* Behaviour: what providers may do with clients and records when payment rewards it. Off by default, and a what-if, never a
 * forecast, wherever it is on: every report says so. */
#ifndef SIBYL_SCHEME_BEHAVIOUR_H
#define SIBYL_SCHEME_BEHAVIOUR_H

#include "base/text.h"
#include "scheme/scheme.h"

/* Whether a quantity of a behaviour does anything: it is given and can be above 0. */
bool behaviour_on(const struct scheme *s, int quantity);

/* Whether some provider may do the thing. A provider without `behaviour` of its own does what the scheme's says. */
bool behaviour_any_creams(const struct scheme *s);
bool behaviour_any_parks(const struct scheme *s);
bool behaviour_any_slackens(const struct scheme *s);

/* Whether the clients of a group, at a provider, may be coded as another group. */
bool behaviour_codes(const struct scheme *s, int provider, int group);

/* Whether a contract counts some provider that may code its clients as another group. */
bool behaviour_coded_under(const struct scheme *s, const struct contract *c);

/* How many things providers may do in the scheme; 0: it is no what-if. */
int behaviour_count(const struct scheme *s);

/* Writes the i-th of them, 0 ... behaviour_count() - 1: "Harbour rejects hard referrals (creaming 30%)". */
void behaviour_words(const struct scheme *s, int i, struct text_buf *out);

#endif
