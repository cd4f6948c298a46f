#include "cli/commands.h"
#include "cli/signals.h"

#include "engine/horizon.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MOST 200
#define PER_CENT 100

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

/* What falls due after the end is an error unless the file says that it may (rule 95). */
static status refuse_late(const struct scheme *s, struct diag *d) {
    struct late_share *late = calloc((size_t)s->contracts.n + 1, sizeof *late);
    status st = late ? horizon_check(s, late) : SIBYL_ERR_NO_MEMORY;
    for (int c = 0; st == SIBYL_OK && c < s->contracts.n; c++) {
        const struct place *at = &s->contracts.items[c].place;
        const char *text = "%.1f %% of what is expected to be earned falls due after month %d; months = %d would "
                           "reach it, or truncate = true leaves it out";
        if (late[c].share <= HORIZON_TOLERANCE)
            continue;
        if (s->truncate)
            diag_note(d, at->file, at->line, at->path, text, late[c].share * PER_CENT, s->months, late[c].months);
        else
            diag_error(d, at->file, at->line, at->path, text, late[c].share * PER_CENT, s->months, late[c].months);
    }
    free(late);
    return st == SIBYL_OK && diag_count_errors(d) > 0 ? SIBYL_ERR_INPUT : st;
}

int command_exit_status(status st) { return st == SIBYL_ERR_INPUT ? EXIT_WRONG : EXIT_NOT_DONE; }

struct scheme *command_open(const struct options *o, bool notes, int *code) {
    struct diag diag = {0};
    struct scheme *s = NULL;
    status st = scheme_open(o->argument, o->sets, o->n_sets, &diag, &s);
    if (st == SIBYL_OK)
        st = refuse_late(s, &diag);
    command_print_diag(&diag, notes || st != SIBYL_OK);
    if (st != SIBYL_OK && diag_count_errors(&diag) == 0)
        fprintf(stderr, "sibyl: %s: %s\n", o->argument, status_text(st));
    diag_free(&diag);
    *code = st == SIBYL_OK ? EXIT_DONE : command_exit_status(st);
    if (st == SIBYL_OK)
        return s;
    scheme_close(s);
    return NULL;
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
