/* How an input stands: whether it is known, and how much doubt it deserves beside others. */
#ifndef SIBYL_SCHEME_STANDING_H
#define SIBYL_SCHEME_STANDING_H

#include "scheme/scheme.h"

/* Whether the input is drawn from a distribution. */
bool input_is_uncertain(const struct input *input);

/* "assumed", "sourced", or "not said". */
const char *input_standing(const struct input *input);

/* Place of an input in a list that begins with what deserves doubt: 0 uncertain and assumed, 1 assumed, 2 uncertain
 * without a source, 3 uncertain with one, 4 certain without one, 5 certain with one. */
int input_rank(const struct input *input);

/* The inputs of a scheme in that order; of a rank those first that may be furthest from what is likely for their size, then in
 * the order of the file.
 *   ranked  [s->inputs.n]: receives their numbers */
void inputs_rank(const struct scheme *s, int *ranked);

/* The number of the input that stands at a path of the configuration, or NONE. */
int input_at(const struct scheme *s, const char *path);

/* The value that an input is as likely to be above as below, in the configuration's unit. */
double input_median(const struct scheme *s, const struct input *input);

#endif
