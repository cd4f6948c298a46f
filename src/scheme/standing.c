#include "scheme/standing.h"

#include "random/quantity.h"

#include <math.h>
#include <string.h>

static bool is_sourced(const struct input *input) {
    return !input->assumed && input->source != NULL && input->source[0] != 0;
}

bool input_is_uncertain(const struct input *input) { return input->quantity != NONE && input->low < input->high; }

const char *input_standing(const struct input *input) {
    if (input->assumed)
        return "assumed";
    return is_sourced(input) ? "sourced" : "not said";
}

int input_rank(const struct input *input) {
    bool uncertain = input_is_uncertain(input);
    if (input->assumed)
        return uncertain ? 0 : 1;
    return (uncertain ? 2 : 4) + (is_sourced(input) ? 1 : 0);
}

/* How far an input may be from what is likely, in both directions together. */
static double spread(const struct input *input) {
    double size = fabs(input->likely);
    return (input->high - input->low) / (size > 0 ? size : 1.0);
}

/* Whether one input comes before another that stands before it in the file. */
static bool is_before(const struct input *later, const struct input *earlier) {
    int rank = input_rank(later) - input_rank(earlier);
    return rank != 0 ? rank < 0 : spread(later) > spread(earlier);
}

void inputs_rank(const struct scheme *s, int *ranked) {
    const struct input *inputs = s->inputs.items;
    for (int i = 0; i < s->inputs.n; i++) {
        int at = i;
        for (; at > 0 && is_before(&inputs[i], &inputs[ranked[at - 1]]); at--)
            ranked[at] = ranked[at - 1];
        ranked[at] = i;
    }
}

int input_at(const struct scheme *s, const char *path) {
    for (int i = 0; i < s->inputs.n; i++) {
        if (strcmp(s->inputs.items[i].place.path, path) == 0)
            return i;
    }
    return NONE;
}

double input_median(const struct scheme *s, const struct input *input) {
    return input_is_uncertain(input) ? law_invert(&s->quantities.items[input->quantity].law, 0.5) : input->likely;
}
