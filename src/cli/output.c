/* Where files are written. */
#include "cli/commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool command_folder_ready(const struct options *o) {
    if (strcmp(o->output, "-") == 0)
        return true;
    if (mkdir(o->output, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "sibyl: %s: %s\n", o->output, strerror(errno));
        return false;
    }
    struct stat st;
    if (stat(o->output, &st) != 0 || !S_ISDIR(st.st_mode)) {
        fprintf(stderr, "sibyl: %s: not a folder; --output takes a folder, or - for standard output\n", o->output);
        return false;
    }
    char *probe;
    if (asprintf(&probe, "%s/.sibyl-%ld.tmp", o->output, (long)getpid()) < 0)
        return false;
    FILE *f = fopen(probe, "w");
    bool written = f && fputs("sibyl", f) != EOF;
    written &= f && fclose(f) == 0;
    if (!written)
        fprintf(stderr, "sibyl: %s: %s\n", o->output, strerror(errno));
    remove(probe);
    free(probe);
    return written;
}

char *command_file_name(const struct options *o, const char *ending) {
    const char *slash = strrchr(o->argument, '/'), *base = slash ? slash + 1 : o->argument;
    size_t n = strlen(base);
    char *name;
    if (n > strlen(".cfg") && strcmp(base + n - strlen(".cfg"), ".cfg") == 0)
        n -= strlen(".cfg");
    return asprintf(&name, "%s/%.*s.%s", o->output, (int)n, base, ending) < 0 ? NULL : name;
}
