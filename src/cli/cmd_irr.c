/* sibyl irr: all internal rates of return of a list of flows. */
#include "cli/commands.h"

#include <sibyl/flows.h>
#include <stdio.h>

int cmd_irr(int argc, char **argv) {
    struct options o;
    struct diag diag = {0};
    struct flow_list flows;
    struct text_buf text = {0};
    options_read(
        &o, "irr", "FILE.csv", false, OPTIONS_NONE,
        "Finds every internal rate of return of a list of flows.\v"
        "The file has two columns: a date (2018-04-05) or a period (0, 1, 2 ...), and an amount, which is negative "
        "where money is paid out. Rates are effective: a year of 365 days where there are dates (as XIRR in "
        "spreadsheets), else a period.",
        argc, argv);
    status st = flow_list_read(o.argument, &diag, &flows);
    command_print_diag(&diag, true);
    if (st == SIBYL_OK) {
        st = report_flows(&flows, &text);
        flow_list_free(&flows);
    }
    if (st != SIBYL_OK && diag_count_errors(&diag) == 0)
        fprintf(stderr, "sibyl: %s: %s\n", o.argument, status_text(st));
    bool done = st == SIBYL_OK && command_print(&text);
    diag_free(&diag);
    text_free(&text);
    return done ? EXIT_DONE : command_exit_status(st);
}
