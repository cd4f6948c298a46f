#include "cli/commands.h"

#include <gsl/gsl_errno.h>
#include <sibyl/version.h>
#include <stdio.h>
#include <string.h>

struct command {
    const char *name, *help;
    int (*act)(int argc, char **argv);
};

static const struct command commands[] = {
    {"run", "simulate a scheme, print a summary, write workbook, JSON and CSV", cmd_run},
    {"check", "validate a configuration and print the scheme as understood", cmd_check},
    {"explain", "tell one path month by month: what was paid and why", cmd_explain},
    {"solve", "find the value of a setting at which a metric meets a target", cmd_solve},
    {"afford", "say whether a provider can afford its contracts and a loan", cmd_afford},
    {"verify", "say whether a workbook is what a run gives, or what differs", cmd_verify},
    {"ask", "ask twenty questions and write a small provider's configuration", cmd_ask},
    {"new", "write a worked configuration to start from", cmd_new},
    {"irr", "find every internal rate of return of a list of flows", cmd_irr},
    {"keys", "print the reference of all keys of a configuration", cmd_keys},
    {"mechanisms", "print every payment mechanism and condition with its parameters", cmd_mechanisms},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void add_help(struct text_buf *text) {
    text_append(text, "Usage: sibyl COMMAND [CONFIG] [options]\n\n"
                      "A social impact bond cash-flow and risk modeller.\n\n");
    for (int i = 0; i < COMMANDS; i++)
        text_appendf(text, "  %-10s %s\n", commands[i].name, commands[i].help);
    text_append(text, "\nsibyl COMMAND --help says more; sibyl --version says which this is.\n");
}

static int print_help(void) {
    struct text_buf text = {0};
    add_help(&text);
    bool printed = command_print(&text);
    text_free(&text);
    return printed ? EXIT_DONE : EXIT_NOT_DONE;
}

static int print_version(void) {
    struct text_buf text = {0};
    text_append(&text, "sibyl " SIBYL_VERSION "\n");
    bool printed = command_print(&text);
    text_free(&text);
    return printed ? EXIT_DONE : EXIT_NOT_DONE;
}

/* An unknown command, or none: what there is, on standard error. */
static int refuse(const char *word) {
    const char *names[COMMANDS];
    struct text_buf text = {0};
    for (int i = 0; i < COMMANDS; i++)
        names[i] = commands[i].name;
    const char *near = word ? text_nearest(word, names, COMMANDS) : NULL;
    if (word)
        text_appendf(&text, "sibyl: there is no command \"%s\"%s%s%s\n\n", word, near ? "; did you mean " : "",
                     near ? near : "", near ? "?" : "");
    add_help(&text);
    fputs(text.data, stderr);
    text_free(&text);
    return EXIT_WRONG;
}

int main(int argc, char **argv) {
    gsl_set_error_handler_off();
    if (argc < 2)
        return refuse(NULL);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
        return print_help();
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--version") == 0)
            return print_version();
    }
    for (int i = 0; i < COMMANDS; i++) {
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].act(argc - 1, argv + 1);
    }
    return refuse(argv[1]);
}
