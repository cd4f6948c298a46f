/* sibyl run: load, simulate, summarise, write. */
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/rows.h"
#include "cli/signals.h"

#include "scheme/scheme.h"

#include <errno.h>
#include <sibyl/report.h>
#include <sibyl/run.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

struct watch {
    struct progress progress;
    struct rows rows;
};

static void on_progress(void *user, int64_t done, int64_t all) {
    progress_show(&((struct watch *)user)->progress, done, all);
}

static bool on_row(void *user, int64_t path, const double *value, const bool *defined) {
    return rows_add(&((struct watch *)user)->rows, path, value, defined);
}

typedef status (*writer)(const struct scheme *, const struct results *, const struct report_options *, const char *,
                         struct text_buf *);

static bool write_one(const struct options *o, const struct scheme *s, const struct results *r, const char *ending,
                      writer write, struct text_buf *said) {
    struct text_buf reason = {0};
    struct report_options report = {.for_party = o->for_party};
    char *path = command_file_name(o, ending);
    status st = path ? write(s, r, &report, path, &reason) : SIBYL_ERR_NO_MEMORY;
    if (st == SIBYL_OK)
        text_appendf(said, "Written: %s\n", path);
    else
        fprintf(stderr, "sibyl: %s: %s\n", path ? path : ending, reason.data ? reason.data : status_text(st));
    text_free(&reason);
    free(path);
    return st == SIBYL_OK;
}

static bool write_files(const struct options *o, const struct scheme *s, const struct results *r,
                        struct text_buf *said) {
    bool done = true;
    if (o->xlsx)
        done &= write_one(o, s, r, "xlsx", report_write_xlsx, said);
    if (o->json)
        done &= write_one(o, s, r, "json", report_write_json, said);
    if (o->csv)
        done &= write_one(o, s, r, "csv", report_write_csv, said);
    return done;
}

static bool print_alone(const struct options *o, const struct scheme *s, const struct results *r) {
    status st = o->json ? report_print_json(s, r, stdout) : report_print_csv(s, r, stdout);
    if (st != SIBYL_OK)
        fprintf(stderr, "sibyl: standard output: %s\n", strerror(errno));
    return st == SIBYL_OK;
}

static bool tell(const struct options *o, const struct scheme *s, const struct results *r) {
    if (strcmp(o->output, "-") == 0)
        return print_alone(o, s, r);
    struct text_buf text = {0};
    bool done = o->quiet || report_summary(s, r, &text) == SIBYL_OK;
    if (!o->quiet)
        text_append(&text, "\n");
    done &= write_files(o, s, r, &text);
    done &= o->quiet || command_print(&text);
    text_free(&text);
    return done;
}

/* What this process may use: the machine's memory, or less where it is limited. */
static int64_t memory_allowed(void) {
    int64_t have = (int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && (int64_t)limit.rlim_cur < have)
        have = (int64_t)limit.rlim_cur;
    return have;
}

static bool fits_memory(const struct options *o, const struct scheme *s, const struct run_options *run) {
    int64_t need = run_memory(s, run), have = memory_allowed();
    const double mebibyte = 1048576.0;
    if (need <= have)
        return true;
    fprintf(stderr, "sibyl: %s: a run of %d months and %d threads needs ", o->argument, s->months, run->threads);
    if (need < INT64_MAX)
        fprintf(stderr, "about %.0f MiB of memory", (double)need / mebibyte);
    else
        fprintf(stderr, "more memory");
    fprintf(stderr,
            ", and %.0f MiB may be used here; fewer months, parties and outcomes need less, and so do fewer "
            "--threads\n",
            (double)have / mebibyte);
    return false;
}

static int simulate(const struct options *o, const struct scheme *s, const struct run_options *run,
                    struct watch *watch) {
    struct results *results = NULL;
    status st = rows_open(&watch->rows, s, o->paths_out);
    if (st == SIBYL_OK) {
        progress_begin(&watch->progress, !o->quiet);
        st = run_simulate(s, run, &results);
        progress_end(&watch->progress);
        if (st != SIBYL_OK && st != SIBYL_ERR_INTERRUPTED)
            fprintf(stderr, "sibyl: %s\n", status_text(st));
    }
    bool done = rows_close(&watch->rows, results != NULL) && results && tell(o, s, results);
    results_free(results);
    return signals_caught() ? signals_exit_status() : done ? EXIT_DONE : EXIT_NOT_DONE;
}

/* What cannot be asked for together. */
static bool sensible(const struct options *o, const struct scheme *s, const struct run_options *run) {
    bool alone = strcmp(o->output, "-") == 0, known = !o->for_party;
    for (int p = 0; p < s->parties.n; p++)
        known |= o->for_party && strcmp(s->parties.items[p].name, o->for_party) == 0;
    if (!known)
        fprintf(stderr, "sibyl: --for %s: no party has this name\n", o->for_party);
    if (alone && (o->xlsx || o->json == o->csv))
        fprintf(stderr, "sibyl: --output - prints one format: add --formats json, or --formats csv\n");
    for (int i = 0; i < run->n_replay; i++) {
        if (run->replay[i] >= run->paths) {
            fprintf(stderr, "sibyl: --replay %lld: paths are numbered 0 to %lld\n", (long long)run->replay[i],
                    (long long)run->paths - 1);
            return false;
        }
    }
    return known && !(alone && (o->xlsx || o->json == o->csv));
}

int cmd_run(int argc, char **argv) {
    struct options o;
    struct watch watch = {0};
    int code;
    options_read(&o, "run", "CONFIG", false, OPTIONS_SET | OPTIONS_RUN | OPTIONS_FORMAT | OPTIONS_KEEP | OPTIONS_FOR,
                 "Simulates a scheme, prints a summary and writes the results.", argc, argv);
    struct scheme *s = command_open(&o, !o.quiet, &code);
    if (!s)
        return code;
    struct run_options run = command_run(&o, s);
    run.progress = on_progress;
    run.row = o.paths_out ? on_row : NULL;
    run.user = &watch;
    run.n_replay = o.n_replay;
    run.replay = o.replay;
    run.twin = o.xlsx && report_is_live(&(struct report_options){.for_party = o.for_party});
    code = EXIT_WRONG;
    if (sensible(&o, s, &run))
        code = fits_memory(&o, s, &run) && command_folder_ready(&o) ? simulate(&o, s, &run, &watch) : EXIT_NOT_DONE;
    scheme_close(s);
    return code;
}
