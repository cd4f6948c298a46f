/* Options of the command line, read by argp: one table for all commands, each of which says which it takes. */
#ifndef SIBYL_CLI_OPTIONS_H
#define SIBYL_CLI_OPTIONS_H

#include <sibyl/scheme.h>
#include <stdbool.h>
#include <stdint.h>

#define SETS_MOST 256
#define REPLAYS_MOST 16

/* What was asked for. Texts belong to argv. paths and seed are -1 where the file decides. */
struct options {
    const char *argument;
    const char *output;
    bool xlsx, json, csv, formats_given;
    int64_t paths, seed;
    int threads;
    int n_sets;
    struct setting_override sets[SETS_MOST];
    const char *paths_out;
    int n_replay;
    int64_t replay[REPLAYS_MOST];
    const char *for_party;
    bool quiet;
    int64_t path; /* -1: not given */
    const char *worst;
    const char *scenario;
    const char *config;
    const char *provider, *loan;
    const char *vary;
    char *until, *between;
};

/* Which options a command takes. */
enum option_set {
    OPTIONS_NONE = 0,
    OPTIONS_SET = 1,       /* --set, --scenario */
    OPTIONS_RUN = 2,       /* how many paths, the seed, threads, quiet */
    OPTIONS_FORMAT = 4,    /* formats, and where they go */
    OPTIONS_KEEP = 8,      /* every path's metrics, and replays */
    OPTIONS_FOR = 16,      /* for whom */
    OPTIONS_PATH = 32,     /* which path */
    OPTIONS_SOLVE = 64,    /* what is varied until what */
    OPTIONS_AFFORD = 1024, /* which provider, which loan */
    OPTIONS_VERIFY = 128,  /* which configuration, threads, quiet */
};

/* Reads a command's own words.
 *   name      the command, for the usage line
 *   argument  what its one argument is called ("CONFIG"); optional says that it may be left out
 *   sets      which options it takes, of enum option_set
 * Ends the program with status 2 on a wrong command line, and with 0 after --help. */
void options_read(struct options *o, const char *name, const char *argument, bool optional, int sets, const char *help,
                  int argc, char **argv);

#endif
