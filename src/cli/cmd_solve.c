/* sibyl solve: the value of one setting at which a metric meets a target. */
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/signals.h"

#include "scheme/scheme.h"

#include <errno.h>
#include <math.h>
#include <sibyl/report.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A number and nothing else. */
static bool read_number(const char *text, double *number) {
    char *end;
    *number = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*number);
}

/* METRIC=TARGET, or METRIC:LEVEL=TARGET; `text` is cut up in place. */
static bool read_until(char *text, struct solve_request *r) {
    char *equals = text ? strrchr(text, '=') : NULL, *colon;
    if (!equals || equals == text || !read_number(equals + 1, &r->target)) {
        fprintf(stderr, "sibyl: --until: write METRIC=TARGET, such as Harbour/below_cash_floor=0.05\n");
        return false;
    }
    *equals = '\0';
    r->metric = text;
    r->level = NAN;
    colon = strrchr(text, ':');
    if (colon && read_number(colon + 1, &r->level)) {
        *colon = '\0';
        if (!(r->level > 0 && r->level < 1)) {
            fprintf(stderr, "sibyl: --until %s:%g: a quantile's level lies between 0 and 1\n", text, r->level);
            return false;
        }
    }
    return true;
}

static bool read_between(char *text, struct solve_request *r) {
    char *comma = text ? strchr(text, ',') : NULL;
    r->between = text != NULL;
    if (!text)
        return true;
    if (comma)
        *comma = '\0';
    if (comma && read_number(text, &r->low) && read_number(comma + 1, &r->high) && r->low < r->high)
        return true;
    fprintf(stderr, "sibyl: --between: write A,B with A less than B, such as 0,150000\n");
    return false;
}

static bool read_request(const struct options *o, struct solve_request *r) {
    if (!o->vary || !o->until) {
        fprintf(stderr, "sibyl: solve needs --vary PATH and --until METRIC=TARGET\n");
        return false;
    }
    r->vary = o->vary;
    return read_until(o->until, r) && read_between(o->between, r);
}

static void on_progress(void *user, int64_t runs, int64_t all) { progress_show(user, runs, all); }

static status tell(const struct options *o, const struct solve_request *r, const struct solve_answer *a) {
    struct text_buf text = {0};
    bool json = o->json && !o->xlsx && !o->csv;
    status st = json ? report_print_solve(r, a, stdout) : report_solve(r, a, &text);
    if (json && st != SIBYL_OK)
        fprintf(stderr, "sibyl: standard output: %s\n", strerror(errno));
    if (!json && st == SIBYL_OK && !command_print(&text))
        st = SIBYL_ERR_IO;
    text_free(&text);
    return st;
}

static int solve(const struct options *o, struct solve_request *r) {
    struct progress progress;
    struct diag diag = {0};
    struct solve_answer answer;
    r->progress = on_progress;
    r->user = &progress;
    progress_begin(&progress, !o->quiet);
    status st = study_solve(r, &diag, &answer);
    progress_end(&progress);
    command_print_diag(&diag, false);
    if (st == SIBYL_OK && tell(o, r, &answer) != SIBYL_OK)
        st = SIBYL_ERR_IO;
    else if (st != SIBYL_OK && st != SIBYL_ERR_INPUT && st != SIBYL_ERR_INTERRUPTED)
        fprintf(stderr, "sibyl: %s\n", status_text(st));
    diag_free(&diag);
    if (signals_caught())
        return signals_exit_status();
    if (st == SIBYL_ERR_INPUT)
        return EXIT_WRONG;
    return st == SIBYL_OK && answer.n_roots > 0 ? EXIT_DONE : EXIT_NOT_DONE;
}

int cmd_solve(int argc, char **argv) {
    struct options o;
    struct solve_request r = {0};
    int code;
    options_read(
        &o, "solve", "CONFIG", false, OPTIONS_SET | OPTIONS_RUN | OPTIONS_FORMAT | OPTIONS_SOLVE,
        "Finds the value of one setting at which a metric meets a target. Status 1: it is not met in the range.", argc,
        argv);
    if (!read_request(&o, &r))
        return EXIT_WRONG;
    struct scheme *s = command_open(&o, !o.quiet, &code);
    if (!s)
        return code;
    r.source = command_source(&o);
    r.run = command_run(&o, s);
    scheme_close(s);
    return solve(&o, &r);
}
