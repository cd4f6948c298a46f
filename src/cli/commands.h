/* Commands: each takes its own words (argv[0] is the command) and returns the program's exit status. */
#ifndef SIBYL_CLI_COMMANDS_H
#define SIBYL_CLI_COMMANDS_H

#include "base/diag.h"
#include "base/text.h"
#include "cli/options.h"
#include <sibyl/run.h>
#include <sibyl/status.h>
#include <sibyl/study.h>

enum exit_status { EXIT_DONE = 0, EXIT_NOT_DONE = 1, EXIT_WRONG = 2 };

int cmd_run(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_new(int argc, char **argv);
int cmd_keys(int argc, char **argv);
int cmd_mechanisms(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_irr(int argc, char **argv);
int cmd_solve(int argc, char **argv);
int cmd_afford(int argc, char **argv);
int cmd_ask(int argc, char **argv);
int cmd_verify(int argc, char **argv);

/* The configuration, the scenario and the changes of the command line. */
struct study_source command_source(const struct options *o);

/* Opens the configuration of the command line, with a run's own paths and seed set; prints faults and notes on standard
 * error. NULL on failure, *code then being the exit status. */
struct scheme *command_open(const struct options *o, bool notes, int *code);

/* How the command line says that a scheme is to be run: its own paths and seed unless given. Watches for signals. */
struct run_options command_run(const struct options *o, const struct scheme *s);

/* Prints faults, and where `notes` notes too, on standard error, in the order of lines. */
void command_print_diag(struct diag *d, bool notes);

/* What a status that is not SIBYL_OK makes the program's exit status. */
int command_exit_status(status st);

/* Before anything long begins: whether the folder for files is there (the default one is made) and takes files; else said
 * on standard error. True where the output is standard output. */
bool command_folder_ready(const struct options *o);

/* outputs/NAME.ending for the configuration NAME.cfg; the caller frees it. NULL: no memory. */
char *command_file_name(const struct options *o, const char *ending);

/* Prints a text on standard output; false (said on standard error) when it could not be written. */
bool command_print(const struct text_buf *text);

#endif
