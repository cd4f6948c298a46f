/* What `sibyl check` does with a configuration that is wrong: bad check FILE [PATH=VALUE...]. Exits 2 and says on stderr
 * what is wrong; exits 0 when nothing is. */
#include "base/diag.h"
#include <sibyl/scheme.h>

#include <stdio.h>
#include <string.h>

#define MAX_OVERRIDES 16
#define MAX_MESSAGE 4096

static void print(const struct diag *diag) {
    for (int i = 0; i < diag->n; i++) {
        char text[MAX_MESSAGE];
        fprintf(stderr, "%s\n", diag_format(&diag->entries[i], text, sizeof(text)));
    }
}

int main(int n, char **arguments) {
    struct setting_override overrides[MAX_OVERRIDES];
    int n_overrides = 0;
    if (n < 3 || strcmp(arguments[1], "check") != 0) {
        return 1;
    }
    for (int i = 3; i < n && n_overrides < MAX_OVERRIDES; i++) {
        char *value = strchr(arguments[i], '=');
        if (!value) {
            return 1;
        }
        *value = '\0';
        overrides[n_overrides++] = (struct setting_override){arguments[i], value + 1};
    }
    struct diag diag = {0};
    struct scheme *scheme = NULL;
    status result = scheme_open(arguments[2], overrides, n_overrides, &diag, &scheme);
    print(&diag);
    scheme_close(scheme);
    diag_free(&diag);
    return result == SIBYL_OK ? 0 : result == SIBYL_ERR_INPUT ? 2 : 1;
}
