/* Inputs: how many are known, how many assumed, and which a reader should look at first. */
#ifndef SIBYL_REPORT_INPUTS_H
#define SIBYL_REPORT_INPUTS_H

#include "report/view.h"

/* How inputs stand. An input that is assumed counts as that even if it names a source. */
struct input_count {
    int all, sourced, assumed, neither, uncertain;
};

struct input_count inputs_count(const struct report_view *view);

/* Whether the input is drawn from a distribution. */
bool input_is_uncertain(const struct input *input);

/* "assumed", "sourced", or "not said". */
const char *input_standing(const struct input *input);

/* Place of an input in a list that begins with what deserves doubt: 0 uncertain and assumed, 1 assumed, 2 uncertain
 * without a source, 3 uncertain with one, 4 certain without one, 5 certain with one. */
int input_rank(const struct input *input);
#define INPUT_RANKS 6

#endif
