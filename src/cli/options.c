#include "cli/options.h"

#include <argp.h>
#include <errno.h>
#include <omp.h>
#include <sibyl/run.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS_MOST 1024
#define WRONG_USE 2

enum key {
    KEY_OUTPUT = 256,
    KEY_FORMATS,
    KEY_PATHS,
    KEY_SEED,
    KEY_THREADS,
    KEY_PATHS_OUT,
    KEY_REPLAY,
    KEY_FOR,
    KEY_QUIET,
    KEY_SET,
    KEY_PATH,
    KEY_WORST,
    KEY_SCENARIO,
    KEY_CONFIG,
    KEY_VARY,
    KEY_UNTIL,
    KEY_BETWEEN,
    KEY_PROVIDER,
    KEY_LOAN
};

struct asked {
    struct options *options;
    const char *argument;
    bool optional;
};

/* Every option, and the sets to which it belongs. */
static const struct row {
    int sets; /* of enum option_set */
    struct argp_option option;
} rows[] = {
    {OPTIONS_FORMAT,
     {"output", KEY_OUTPUT, "DIR", 0, "folder for the files (default outputs); - prints the one format asked for", 0}},
    {OPTIONS_FORMAT, {"formats", KEY_FORMATS, "LIST", 0, "of xlsx,json,csv (default all)", 0}},
    {OPTIONS_RUN, {"paths", KEY_PATHS, "N", 0, "paths to simulate (default: as the file says)", 0}},
    {OPTIONS_RUN, {"seed", KEY_SEED, "N", 0, "seed, 0 to 9223372036854775807 (default: as the file says)", 0}},
    {OPTIONS_RUN | OPTIONS_VERIFY,
     {"threads", KEY_THREADS, "N", 0, "threads, 1 to 1024 (default: all); results do not depend on it", 0}},
    {OPTIONS_KEEP, {"paths-out", KEY_PATHS_OUT, "FILE", 0, "write every path's metrics to a csv file", 0}},
    {OPTIONS_KEEP, {"replay", KEY_REPLAY, "N,M", 0, "put these paths, month by month, into the workbook", 0}},
    {OPTIONS_FOR, {"for", KEY_FOR, "NAME", 0, "with what this party may see, and no more", 0}},
    {OPTIONS_PATH, {"path", KEY_PATH, "N", 0, "the path to tell, from 0", 0}},
    {OPTIONS_PATH, {"worst", KEY_WORST, "PARTY", 0, "the path that is worst for this party", 0}},
    {OPTIONS_RUN | OPTIONS_VERIFY, {"quiet", KEY_QUIET, 0, 0, "no summary and no progress", 0}},
    {OPTIONS_AFFORD, {"provider", KEY_PROVIDER, "NAME", 0, "the provider that asks", 0}},
    {OPTIONS_AFFORD, {"loan", KEY_LOAN, "NAME", 0, "the loan in question (default: its only one)", 0}},
    {OPTIONS_SOLVE,
     {"vary", KEY_VARY, "PATH", 0, "the setting to vary, such as loans.\"working capital\".principal", 0}},
    {OPTIONS_SOLVE,
     {"until", KEY_UNTIL, "METRIC=TARGET", 0,
      "until this metric meets the target: Harbour/below_cash_floor=0.05; a quantile with a colon: "
      "Harbour/lowest_cash:0.05=0",
      0}},
    {OPTIONS_SOLVE,
     {"between", KEY_BETWEEN, "A,B", 0, "where to look (default: from 0 to four times what the file says)", 0}},
    {OPTIONS_VERIFY,
     {"config", KEY_CONFIG, "FILE", 0, "the configuration, where the book does not carry it (made for one reader)", 0}},
    {OPTIONS_SET, {"scenario", KEY_SCENARIO, "NAME", 0, "with the changes of this scenario of the file", 0}},
    {OPTIONS_SET, {"set", KEY_SET, "PATH=VALUE", 0, "change one setting before the file is read; may be repeated", 0}},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

/* A whole number in a range and nothing else. */
static int64_t whole(struct argp_state *state, const char *option, const char *text, int64_t low, int64_t high) {
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < low || value > high)
        argp_error(state, "--%s %s: not a whole number from %lld to %lld", option, text, (long long)low,
                   (long long)high);
    return value;
}

static void read_formats(struct argp_state *state, struct options *o, const char *list) {
    o->xlsx = o->json = o->csv = false;
    o->formats_given = true;
    while (*list) {
        size_t n = strcspn(list, ",");
        bool xlsx = n == 4 && strncmp(list, "xlsx", n) == 0, json = n == 4 && strncmp(list, "json", n) == 0;
        bool csv = n == 3 && strncmp(list, "csv", n) == 0;
        if (!xlsx && !json && !csv)
            argp_error(state, "--formats: \"%.*s\" is not a format; xlsx, json and csv are", (int)n, list);
        o->xlsx |= xlsx;
        o->json |= json;
        o->csv |= csv;
        list += n + (list[n] == ',');
    }
}

static void read_replay(struct argp_state *state, struct options *o, char *list) {
    char *rest = NULL;
    for (char *one = strtok_r(list, ",", &rest); one; one = strtok_r(NULL, ",", &rest)) {
        if (o->n_replay == REPLAYS_MOST)
            argp_error(state, "--replay: at most %d paths", REPLAYS_MOST);
        o->replay[o->n_replay++] = whole(state, "replay", one, 0, SIBYL_PATHS_MAX - 1);
    }
}

static void read_set(struct argp_state *state, struct options *o, char *text) {
    char *equals = strchr(text, '=');
    if (!equals || equals == text || o->n_sets == SETS_MOST) {
        argp_error(state, "--set %s: write PATH=VALUE, for instance contracts.Subcontract.lag=3; at most %d times",
                   text, SETS_MOST);
        return;
    }
    *equals = '\0';
    o->sets[o->n_sets++] = (struct setting_override){.path = text, .value = equals + 1};
}

static void read_argument(struct argp_state *state, struct asked *a, char *text) {
    if (a->options->argument)
        argp_error(state, "one %s is enough: \"%s\" is one too many", a->argument, text);
    a->options->argument = text;
}

/* Options of the questions that are asked of a scheme. */
static error_t read_question(int key, char *text, struct argp_state *state, struct options *o) {
    if (key == KEY_PATH)
        o->path = whole(state, "path", text, 0, SIBYL_PATHS_MAX - 1);
    else if (key == KEY_WORST)
        o->worst = text;
    else if (key == KEY_PROVIDER)
        o->provider = text;
    else if (key == KEY_LOAN)
        o->loan = text;
    else if (key == KEY_CONFIG)
        o->config = text;
    else if (key == KEY_VARY)
        o->vary = text;
    else if (key == KEY_UNTIL)
        o->until = text;
    else if (key == KEY_BETWEEN)
        o->between = text;
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static error_t read_run(int key, char *text, struct argp_state *state, struct options *o) {
    if (key == KEY_OUTPUT)
        o->output = text;
    else if (key == KEY_FORMATS)
        read_formats(state, o, text);
    else if (key == KEY_PATHS)
        o->paths = whole(state, "paths", text, 1, SIBYL_PATHS_MAX);
    else if (key == KEY_SEED)
        o->seed = whole(state, "seed", text, 0, INT64_MAX);
    else if (key == KEY_THREADS)
        o->threads = (int)whole(state, "threads", text, 1, THREADS_MOST);
    else if (key == KEY_PATHS_OUT)
        o->paths_out = text;
    else if (key == KEY_REPLAY)
        read_replay(state, o, text);
    else if (key == KEY_FOR)
        o->for_party = text;
    else if (key == KEY_QUIET)
        o->quiet = true;
    else
        return read_question(key, text, state, o);
    return 0;
}

static error_t read_key(int key, char *text, struct argp_state *state) {
    struct asked *a = state->input;
    if (key == KEY_SET)
        read_set(state, a->options, text);
    else if (key == KEY_SCENARIO)
        a->options->scenario = text;
    else if (key == ARGP_KEY_ARG)
        read_argument(state, a, text);
    else if (key == ARGP_KEY_END && !a->options->argument && !a->optional)
        argp_error(state, "which %s? Give the file", a->argument);
    else
        return read_run(key, text, state, a->options);
    return 0;
}

void options_read(struct options *o, const char *name, const char *argument, bool optional, int sets, const char *help,
                  int argc, char **argv) {
    char call[64];
    struct asked asked = {o, argument, optional};
    struct argp_option taken[ROWS + 1] = {{0}};
    for (int i = 0, n = 0; i < ROWS; i++) {
        if (sets & rows[i].sets)
            taken[n++] = rows[i].option;
    }
    struct argp argp = {taken, read_key, argument, help, NULL, NULL, NULL};
    *o = (struct options){
        .output = "outputs", .xlsx = true, .json = true, .csv = true, .paths = -1, .seed = -1, .path = -1};
    o->threads = omp_get_num_procs();
    snprintf(call, sizeof call, "sibyl %s", name);
    argv[0] = call;
    argp_err_exit_status = WRONG_USE;
    argp_parse(&argp, argc, argv, 0, NULL, &asked);
}
