/* sibyl afford: whether a provider can afford its contracts and a loan, in plain words. */
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/signals.h"

#include "scheme/scheme.h"

#include <errno.h>
#include <sibyl/report.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void on_progress(void *user, int64_t runs, int64_t all) { progress_show(user, runs, all); }

/* The page, or JSON in its place. */
static status tell(const struct options *o, const struct affordability *f, const struct scheme *s) {
    struct text_buf text = {0};
    bool json = o->formats_given && o->json;
    status st = json ? report_print_afford(f, s, stdout) : report_afford(f, s, &text);
    if (json && st != SIBYL_OK)
        fprintf(stderr, "sibyl: standard output: %s\n", st == SIBYL_ERR_IO ? strerror(errno) : status_text(st));
    if (!json && st == SIBYL_OK && !command_print(&text))
        st = SIBYL_ERR_IO;
    text_free(&text);
    return st;
}

/* The workbook of a run of the scheme as it is, with the answer as one of its sheets. */
static status write_book(const struct options *o, const struct afford_request *r, const struct affordability *f,
                         const struct scheme *s) {
    struct report_options options = {.afford = f};
    struct results *results = NULL;
    struct text_buf reason = {0};
    char *path = command_file_name(o, "xlsx");
    status st = path ? run_simulate(s, &r->run, &results) : SIBYL_ERR_NO_MEMORY;
    if (st == SIBYL_OK)
        st = report_write_xlsx(s, results, &options, path, &reason);
    if (st == SIBYL_OK)
        fprintf(o->json ? stderr : stdout, "%sWritten: %s\n", o->json ? "" : "\n", path);
    else
        fprintf(stderr, "sibyl: %s: %s\n", path ? path : o->output, reason.data ? reason.data : status_text(st));
    results_free(results);
    text_free(&reason);
    free(path);
    return st;
}

static int afford(const struct options *o, struct afford_request *r) {
    struct progress progress;
    struct diag diag = {0};
    struct affordability answer;
    struct scheme *base = NULL;
    r->progress = on_progress;
    r->user = &progress;
    progress_begin(&progress, !o->quiet);
    status st = study_afford(r, &diag, &answer, &base);
    progress_end(&progress);
    command_print_diag(&diag, false);
    if (st != SIBYL_OK && st != SIBYL_ERR_INPUT && st != SIBYL_ERR_INTERRUPTED)
        fprintf(stderr, "sibyl: %s\n", status_text(st));
    if (st == SIBYL_OK)
        st = tell(o, &answer, base);
    if (st == SIBYL_OK && o->formats_given && o->xlsx)
        st = write_book(o, r, &answer, base);
    scheme_close(base);
    diag_free(&diag);
    if (signals_caught())
        return signals_exit_status();
    return st == SIBYL_OK ? EXIT_DONE : command_exit_status(st);
}

int cmd_afford(int argc, char **argv) {
    struct options o;
    int code;
    options_read(&o, "afford", "CONFIG", false, OPTIONS_SET | OPTIONS_RUN | OPTIONS_FORMAT | OPTIONS_AFFORD,
                 "Says in plain words whether a provider can afford its contracts and a loan. With --formats json it "
                 "prints the answer as JSON instead, with xlsx it writes it into a workbook too.",
                 argc, argv);
    if (!o.provider) {
        fprintf(stderr, "sibyl: afford needs --provider NAME\n");
        return EXIT_WRONG;
    }
    if (o.formats_given && o.csv) {
        fprintf(stderr,
                "sibyl: afford prints a page, or JSON with --formats json, and writes a workbook with --formats "
                "xlsx; it has no csv\n");
        return EXIT_WRONG;
    }
    if (o.formats_given && o.xlsx && strcmp(o.output, "-") == 0) {
        fprintf(stderr, "sibyl: a workbook is written into a folder; --output - is for --formats json\n");
        return EXIT_WRONG;
    }
    if (o.formats_given && o.xlsx && !command_folder_ready(&o))
        return EXIT_NOT_DONE;
    struct scheme *s = command_open(&o, !o.quiet, &code);
    if (!s)
        return code;
    struct afford_request r = {
        .source = command_source(&o), .run = command_run(&o, s), .provider = o.provider, .loan = o.loan};
    scheme_close(s);
    return afford(&o, &r);
}
