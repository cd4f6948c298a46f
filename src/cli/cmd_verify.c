/* sibyl verify: whether a workbook is what a run gives. */
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/signals.h"

#include <sibyl/verify.h>
#include <stdio.h>

static void on_progress(void *user, int64_t done, int64_t all) { progress_show(user, done, all); }

static int tell(const struct options *o, bool identical, const struct text_buf *out) {
    if (!(identical && o->quiet) && !command_print(out))
        return EXIT_NOT_DONE;
    return identical ? EXIT_DONE : EXIT_NOT_DONE;
}

int cmd_verify(int argc, char **argv) {
    struct options o;
    struct progress progress;
    struct text_buf out = {0}, reason = {0};
    bool identical = false;
    options_read(
        &o, "verify", "BOOK.xlsx", false, OPTIONS_SET | OPTIONS_VERIFY,
        "Runs a workbook again from the configuration, seed and paths that it carries and compares every cell. "
        "Exit status 0: identical; 1: it differs, and what differs is listed; 2: it cannot be verified.",
        argc, argv);
    struct verify_request request = {.book = o.argument,
                                     .config = o.config,
                                     .scenario = o.scenario,
                                     .overrides = o.sets,
                                     .n_overrides = o.n_sets,
                                     .run = {.threads = o.threads, .stop = signals_watch(), .progress = on_progress}};
    request.run.user = &progress;
    progress_begin(&progress, !o.quiet);
    status st = report_verify(&request, &identical, &out, &reason);
    progress_end(&progress);
    if (st != SIBYL_OK && st != SIBYL_ERR_INTERRUPTED)
        fprintf(stderr, "sibyl: %s: %s\n", o.argument, reason.data ? reason.data : status_text(st));
    int code = st == SIBYL_OK ? tell(&o, identical, &out) : command_exit_status(st);
    text_free(&out);
    text_free(&reason);
    return signals_caught() ? signals_exit_status() : code;
}
