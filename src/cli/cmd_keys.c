/* sibyl keys: the reference of all keys. */
#include "cli/commands.h"

#include <sibyl/report.h>
#include <stdio.h>

int cmd_keys(int argc, char **argv) {
    struct options o;
    struct text_buf text = {0};
    options_read(&o, "keys", "", true, OPTIONS_NONE,
                 "Prints the reference of all keys of a configuration, as Markdown.", argc, argv);
    bool printed = !o.argument && report_keys(&text) == SIBYL_OK && command_print(&text);
    if (o.argument)
        fprintf(stderr, "sibyl: keys takes no argument\n");
    text_free(&text);
    return o.argument ? EXIT_WRONG : printed ? EXIT_DONE : EXIT_NOT_DONE;
}
