/* sibyl explain: one path told month by month. */
#include "cli/commands.h"
#include "cli/signals.h"

#include "scheme/scheme.h"

#include <sibyl/report.h>
#include <sibyl/study.h>
#include <stdio.h>
#include <string.h>

static bool names_party(const struct scheme *s, const char *option, const char *name) {
    for (int p = 0; name && p < s->parties.n; p++) {
        if (strcmp(s->parties.items[p].name, name) == 0)
            return true;
    }
    if (name)
        fprintf(stderr, "sibyl: --%s %s: no party has this name\n", option, name);
    return !name;
}

static bool sensible(const struct options *o, const struct scheme *s) {
    bool one = (o->path >= 0) != (o->worst != NULL);
    if (!one)
        fprintf(stderr, "sibyl: explain tells one path: give --path N, or --worst PARTY\n");
    return one && names_party(s, "worst", o->worst) && names_party(s, "for", o->for_party);
}

/* Which path is to be told, and why. */
static status choose(const struct options *o, const struct scheme *s, const struct run_options *run, int64_t *path,
                     struct text_buf *text) {
    const char *metric;
    double value;
    if (!o->worst) {
        *path = o->path;
        return SIBYL_OK;
    }
    status st = study_worst(s, run, o->worst, path, &metric, &value);
    if (st == SIBYL_OK)
        report_worst(s, run->paths, o->worst, metric, value, text);
    else if (st == SIBYL_ERR_INPUT)
        fprintf(stderr, "sibyl: --worst %s: nothing is measured of this party by which a path could be the worst\n",
                o->worst);
    return st;
}

static int tell(const struct options *o, const struct scheme *s, const struct run_options *run) {
    struct text_buf text = {0};
    struct story *story = NULL;
    struct report_options report = {.for_party = o->for_party};
    int64_t path;
    status st = choose(o, s, run, &path, &text);
    int code = st == SIBYL_ERR_INPUT ? EXIT_WRONG : EXIT_NOT_DONE;
    if (st == SIBYL_OK)
        st = study_story(s, run, path, &story);
    if (st == SIBYL_OK)
        st = report_story(s, story, &report, &text);
    if (st == SIBYL_OK && command_print(&text))
        code = EXIT_DONE;
    if (st != SIBYL_OK && st != SIBYL_ERR_INPUT && st != SIBYL_ERR_INTERRUPTED)
        fprintf(stderr, "sibyl: %s\n", status_text(st));
    story_free(story);
    text_free(&text);
    return signals_caught() ? signals_exit_status() : code;
}

int cmd_explain(int argc, char **argv) {
    struct options o;
    int code;
    options_read(&o, "explain", "CONFIG", false, OPTIONS_SET | OPTIONS_RUN | OPTIONS_PATH | OPTIONS_FOR,
                 "Tells one path month by month: what happened, what was paid and why.", argc, argv);
    struct scheme *s = command_open(&o, !o.quiet, &code);
    if (!s)
        return code;
    struct run_options run = command_run(&o, s);
    code = sensible(&o, s) ? tell(&o, s, &run) : EXIT_WRONG;
    scheme_close(s);
    return code;
}
