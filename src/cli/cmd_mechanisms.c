/* sibyl mechanisms: every payment mechanism and condition with its parameters. */
#include "cli/commands.h"

#include <sibyl/report.h>
#include <stdio.h>

int cmd_mechanisms(int argc, char **argv) {
    struct options o;
    struct text_buf text = {0};
    options_read(&o, "mechanisms", "", true, OPTIONS_NONE,
                 "Prints every payment mechanism and every condition of a contract with its parameters.", argc, argv);
    bool printed = !o.argument && report_mechanisms(&text) == SIBYL_OK && command_print(&text);
    if (o.argument)
        fprintf(stderr, "sibyl: mechanisms takes no argument\n");
    text_free(&text);
    return o.argument ? EXIT_WRONG : printed ? EXIT_DONE : EXIT_NOT_DONE;
}
