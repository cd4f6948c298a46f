/* Faults of settings, with where they stand. */
#include "scheme/resolve.h"

#include <stdarg.h>
#include <stdio.h>

#define PATH_ROOM 512
#define MESSAGE_ROOM 1024

/* The path of a setting in its section: either may be missing. */
static void path_of(const struct place *place, const char *key, char path[PATH_ROOM]) {
    bool section = place->path && place->path[0] != '\0';
    snprintf(path, PATH_ROOM, "%s%s%s", section ? place->path : "", section && key ? "." : "", key ? key : "");
}

void fault_add(struct diag *diag, const struct place *place, const char *key, const char *format, ...) {
    char path[PATH_ROOM], message[MESSAGE_ROOM];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    path_of(place, key, path);
    diag_error(diag, place->file, place->line, path, "%s", message);
}

void fault_note(struct diag *diag, const struct place *place, const char *key, const char *format, ...) {
    char path[PATH_ROOM], message[MESSAGE_ROOM];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    path_of(place, key, path);
    diag_note(diag, place->file, place->line, path, "%s", message);
}
