/* sibyl check: the scheme as understood. */
#include "cli/commands.h"

#include "engine/horizon.h"

#include <sibyl/report.h>
#include <stdlib.h>

static status list_late(const struct scheme *s, struct after_end *after, int *n) {
    struct late_share *late = calloc((size_t)s->contracts.n + 1, sizeof *late);
    status st = late ? horizon_check(s, late) : SIBYL_ERR_NO_MEMORY;
    *n = 0;
    for (int c = 0; st == SIBYL_OK && c < s->contracts.n; c++) {
        if (late[c].share > 0)
            after[(*n)++] = (struct after_end){s->contracts.items[c].name, late[c].share, late[c].months};
    }
    free(late);
    return st;
}

int cmd_check(int argc, char **argv) {
    struct options o;
    int code, n;
    options_read(&o, "check", "CONFIG", false, OPTIONS_SET,
                 "Validates a configuration and prints the scheme as understood.", argc, argv);
    struct scheme *s = command_open(&o, true, &code);
    if (!s)
        return code;
    struct text_buf text = {0};
    struct after_end *after = calloc((size_t)s->contracts.n + 1, sizeof *after);
    status st = after ? list_late(s, after, &n) : SIBYL_ERR_NO_MEMORY;
    if (st == SIBYL_OK)
        st = report_check(s, n, after, &text);
    bool done = st == SIBYL_OK && command_print(&text);
    text_free(&text);
    free(after);
    scheme_close(s);
    return done ? EXIT_DONE : EXIT_NOT_DONE;
}
