/* Inputs: how many are known, how many assumed, and which a reader should look at first. */
#ifndef SIBYL_REPORT_INPUTS_H
#define SIBYL_REPORT_INPUTS_H

#include "base/text.h"
#include "report/table.h"
#include "report/view.h"
#include "scheme/standing.h"

/* How inputs stand. An input that is assumed counts as that even if it names a source. */
struct input_count {
    int all, sourced, assumed, neither, uncertain;
};

struct input_count inputs_count(const struct report_view *view);

/* How a number of an input is shown, by the unit of its table (base/param.h). */
enum cell_kind input_kind(const struct input *input, double number);

/* Appends where an input comes from, and what its author says of it; nothing where neither is given. */
void input_origin(struct text_buf *out, const struct input *input);

#endif
