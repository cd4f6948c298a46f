#include "report/inputs.h"

#include "random/quantity.h"

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

struct input_count inputs_count(const struct report_view *view) {
    struct input_count count = {0};
    for (int i = 0; i < view->scheme->inputs.n; i++) {
        const struct input *input = &view->scheme->inputs.items[i];
        if (!view_path(view, input->place.path))
            continue;
        count.all++;
        count.uncertain += input_is_uncertain(input);
        count.assumed += input->assumed;
        count.sourced += is_sourced(input);
    }
    count.neither = count.all - count.assumed - count.sourced;
    return count;
}
