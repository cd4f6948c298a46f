#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MOST 1024
#define FIRST_ROOM 16

static bool make_room(struct diag *d) {
    if (d->n < d->room)
        return true;
    int room = d->room > 0 ? 2 * d->room : FIRST_ROOM;
    struct diag_entry *more = realloc(d->entries, (size_t)room * sizeof *more);
    if (!more)
        return false;
    d->entries = more;
    d->room = room;
    return true;
}

static char *copy(const char *text) { return strdup(text ? text : ""); }

static void add(struct diag *d, enum severity severity, const char *file, int line, const char *path,
                const char *format, va_list args) {
    char text[TEXT_MOST];
    vsnprintf(text, sizeof text, format, args);
    d->errors += severity == DIAG_ERROR ? 1 : 0;
    if (!make_room(d)) {
        d->failed = true;
        return;
    }
    struct diag_entry e = {.severity = severity, .line = line, .order = d->n};
    e.file = copy(file);
    e.path = copy(path);
    e.text = copy(text);
    d->failed |= !e.file || !e.path || !e.text;
    d->entries[d->n++] = e;
}

void diag_error(struct diag *d, const char *file, int line, const char *path, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add(d, DIAG_ERROR, file, line, path, format, args);
    va_end(args);
}

void diag_note(struct diag *d, const char *file, int line, const char *path, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add(d, DIAG_NOTE, file, line, path, format, args);
    va_end(args);
}

int diag_count_errors(const struct diag *d) { return d->errors; }

static const char *or_empty(const char *text) { return text ? text : ""; }

static int compare(const void *left, const void *right) {
    const struct diag_entry *a = left, *b = right;
    if (strcmp(or_empty(a->file), or_empty(b->file)) == 0 && a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

/* Gives all entries of a file the order of the file's first entry, so that sorting keeps files together. */
static void order_files(struct diag *d) {
    for (int i = 0; i < d->n; i++) {
        for (int j = 0; j < i; j++) {
            if (strcmp(or_empty(d->entries[i].file), or_empty(d->entries[j].file)) == 0) {
                d->entries[i].order = d->entries[j].order;
                break;
            }
        }
    }
}

/* A stable insertion sort: there are few. */
void diag_sort(struct diag *d) {
    order_files(d);
    for (int i = 1; i < d->n; i++) {
        struct diag_entry e = d->entries[i];
        int j = i;
        for (; j > 0 && compare(&d->entries[j - 1], &e) > 0; j--)
            d->entries[j] = d->entries[j - 1];
        d->entries[j] = e;
    }
}

static void clean(char *text) {
    for (unsigned char *c = (unsigned char *)text; *c; c++) {
        if (*c < ' ' || *c == 0x7f)
            *c = '?';
    }
}

char *diag_format(const struct diag_entry *e, char *buf, size_t size) {
    char line[32] = "";
    if (e->line > 0)
        snprintf(line, sizeof line, ":%d", e->line);
    const char *file = or_empty(e->file), *path = or_empty(e->path);
    snprintf(buf, size, "%s%s%s%s%s%s%s", file, line, *file ? ": " : "", e->severity == DIAG_NOTE ? "note: " : "", path,
             *path ? ": " : "", or_empty(e->text));
    clean(buf);
    return buf;
}

void diag_free(struct diag *d) {
    for (int i = 0; i < d->n; i++) {
        free(d->entries[i].file);
        free(d->entries[i].path);
        free(d->entries[i].text);
    }
    free(d->entries);
    *d = (struct diag){0};
}
