#include "cli/commands.h"
#include "cli/signals.h"

#include "scheme/scheme.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SHOWN_MOST 200

void command_print_diag(struct diag *d, bool notes) {
    char line[2048];
    int shown = 0, hidden = 0;
    diag_sort(d);
    for (int i = 0; i < d->n; i++) {
        if (d->entries[i].severity == DIAG_NOTE && !notes)
            continue;
        if (shown++ < SHOWN_MOST)
            fprintf(stderr, "%s\n", diag_format(&d->entries[i], line, sizeof line));
        else
            hidden++;
    }
    if (hidden > 0)
        fprintf(stderr, "and %d more\n", hidden);
}

int command_exit_status(status st) { return st == SIBYL_ERR_INPUT ? EXIT_WRONG : EXIT_NOT_DONE; }

struct study_source command_source(const struct options *o) {
    return (struct study_source){o->argument, o->scenario, o->sets, o->n_sets};
}

struct scheme *command_open(const struct options *o, bool notes, int *code) {
    struct diag diag = {0};
    struct scheme *s = NULL;
    struct study_source source = command_source(o);
    status st = study_open(&source, &diag, &s);
    command_print_diag(&diag, notes || st != SIBYL_OK);
    if (st != SIBYL_OK && diag_count_errors(&diag) == 0)
        fprintf(stderr, "sibyl: %s: %s\n", o->argument, status_text(st));
    diag_free(&diag);
    *code = st == SIBYL_OK ? EXIT_DONE : command_exit_status(st);
    return s;
}

struct run_options command_run(const struct options *o, const struct scheme *s) {
    return (struct run_options){.paths = o->paths > 0 ? o->paths : s->paths,
                                .seed = o->seed >= 0 ? (uint64_t)o->seed : s->seed,
                                .threads = o->threads,
                                .stop = signals_watch()};
}

bool command_print(const struct text_buf *text) {
    bool written = fputs(text->data ? text->data : "", stdout) != EOF && fflush(stdout) == 0;
    if (!written)
        fprintf(stderr, "sibyl: standard output: %s\n", strerror(errno));
    return written;
}
