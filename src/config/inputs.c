/* The numbers that a configuration gives, and where it says they come from. */
#include "config/inputs.h"

#include "config/overrides.h"

#include <stdint.h>
#include <string.h>

struct input *input_new(struct reader *r) {
    struct scheme *s = r->scheme;
    void *items = s->inputs.items;
    if (!reader_grow(r, &items, s->inputs.n, &r->inputs_room, sizeof(s->inputs.items[0]))) {
        return NULL;
    }
    s->inputs.items = items;
    return &s->inputs.items[s->inputs.n++];
}

struct input *input_add(struct reader *r, const struct param *param, const struct node *value, const char *path,
                        double number) {
    struct input *input = input_new(r);
    if (!input) {
        return NULL;
    }
    char words[NUMBER_WORDS];
    *input = (struct input){
        .place = {value->file, value->line, path},
        .unit = param->unit,
        .whole = param->type == PARAM_WHOLE || param->type == PARAM_DELAY || param->type == PARAM_DRAWDOWN,
        .min = param->min,
        .max = param->max,
        .quantity = NONE,
        .low = number,
        .likely = number,
        .high = number,
        .plan = number,
        .words = reader_text(r, "%s", number_words(number, words)),
    };
    return input;
}

/* ---- sources ---- */

/* Whether an input is what the path names, or stands in it. */
static bool is_inside(const char *input, const char *path) {
    size_t length = strlen(path);
    return strncmp(input, path, length) == 0 && (input[length] == '\0' || input[length] == '.');
}

static const char *nearest_input(struct reader *r, const char *path) {
    const struct scheme *s = r->scheme;
    const char **paths = reader_alloc(r, (size_t)s->inputs.n + 1, sizeof(*paths));
    for (int i = 0; paths && i < s->inputs.n; i++) {
        paths[i] = s->inputs.items[i].place.path;
    }
    return paths ? reader_nearest(r, path, paths, s->inputs.n) : NULL;
}

/* In place of a path's length: the input says itself where it comes from. */
#define SPOKE_ITSELF SIZE_MAX

/* Tells an input what a path of so many bytes says of it. What the input says itself, or a longer path, goes before what
 * covers it from above; a path that names it alone adds to what it says. */
static void tell_input(struct input *input, const struct sourced *sourced, size_t length, size_t *spoke) {
    bool alone = input->place.path[length] == '\0';
    if (*spoke > length && !(alone && *spoke == SPOKE_ITSELF))
        return;
    if (*spoke < length) {
        input->source = input->note = NULL;
        input->assumed = false;
        *spoke = length;
    }
    input->source = sourced->source ? sourced->source : input->source;
    input->note = sourced->note ? sourced->note : input->note;
    input->assumed = input->assumed || sourced->assumed;
}

/* spoke[input]: the length of the path that has told it where it comes from, 0 or SPOKE_ITSELF. */
static void join(struct reader *r, const struct sourced *sourced, size_t *spoke) {
    const char *path = path_canonical(r, sourced->path);
    bool found = false;
    for (int i = 0; i < r->scheme->inputs.n; i++) {
        struct input *input = &r->scheme->inputs.items[i];
        if (is_inside(input->place.path, path)) {
            tell_input(input, sourced, strlen(path), &spoke[i]);
            found = true;
        }
    }
    if (!found) {
        const char *near = nearest_input(r, path);
        diag_error(r->diag, sourced->place.file, sourced->place.line, sourced->place.path,
                   "\"%s\" is no number of this configuration%s%s%s", sourced->path, near ? "; did you mean \"" : "",
                   near ? near : "", near ? "\"?" : "");
    }
}

void inputs_join_sources(struct reader *r) {
    const struct scheme *s = r->scheme;
    size_t *spoke = reader_alloc(r, (size_t)s->inputs.n + 1, sizeof *spoke);
    for (int i = 0; spoke && i < s->inputs.n; i++) {
        const struct input *input = &s->inputs.items[i];
        spoke[i] = input->assumed || input->source || input->note ? SPOKE_ITSELF : 0;
    }
    for (int i = 0; spoke && i < s->sources.n; i++) {
        join(r, &s->sources.items[i], spoke);
    }
}
