#include "report/inputs.h"

#include "base/param.h"

#include <math.h>
#include <string.h>

struct input_count inputs_count(const struct report_view *view) {
    struct input_count count = {0};
    for (int i = 0; i < view->scheme->inputs.n; i++) {
        const struct input *input = &view->scheme->inputs.items[i];
        if (!view_path(view, input->place.path))
            continue;
        count.all++;
        count.uncertain += input_is_uncertain(input);
        count.assumed += input->assumed;
        count.sourced += strcmp(input_standing(input), "sourced") == 0;
    }
    count.neither = count.all - count.assumed - count.sourced;
    return count;
}

enum cell_kind input_kind(const struct input *input, double number) {
    const char *unit = input->unit != NULL ? input->unit : "";
    bool whole = number == round(number);
    if (strcmp(unit, UNIT_MONEY) == 0)
        return whole ? CELL_MONEY : CELL_PENCE;
    if (strcmp(unit, UNIT_PROBABILITY) == 0 || strcmp(unit, UNIT_SHARE) == 0 || strcmp(unit, UNIT_PER_YEAR) == 0)
        return CELL_PER_CENT;
    return whole ? CELL_COUNT : CELL_PLAIN;
}

void input_origin(struct text_buf *out, const struct input *input) {
    bool both = input->source != NULL && input->note != NULL;
    text_appendf(out, "%s%s%s", input->source != NULL ? input->source : "", both ? "; " : "",
                 input->note != NULL ? input->note : "");
}
