#include "cli/rows.h"

#include "engine/metrics.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void write_quoted(FILE *f, const char *text) {
    if (!strpbrk(text, ",\"\n")) {
        fputs(text, f);
        return;
    }
    fputc('"', f);
    for (; *text; text++)
        fprintf(f, *text == '"' ? "\"\"" : "%c", *text);
    fputc('"', f);
}

/* PARTY/OF/NAME, without what does not apply. */
static bool write_headings(struct rows *r, const struct scheme *s) {
    struct arena arena = {0};
    struct metric_list list = {.arena = &arena};
    bool room = metrics_list(s, &list) == SIBYL_OK;
    r->n = list.n;
    r->money = room ? calloc((size_t)list.n + 1, sizeof *r->money) : NULL;
    fputs("path", r->file);
    for (int m = 0; r->money && m < list.n; m++) {
        const struct metric_ref *ref = &list.items[m];
        struct text_buf head = {0};
        text_appendf(&head, "%s%s", ref->party == NONE ? "" : s->parties.items[ref->party].name,
                     ref->party == NONE ? "" : "/");
        text_appendf(&head, "%s%s%s", ref->of ? ref->of : "", ref->of ? "/" : "", ref->def->name);
        fputc(',', r->file);
        write_quoted(r->file, head.data);
        text_free(&head);
        r->money[m] = ref->def->unit == RECORD_MONEY;
    }
    fputc('\n', r->file);
    arena_free(&arena);
    return r->money != NULL;
}

status rows_open(struct rows *r, const struct scheme *s, const char *path) {
    *r = (struct rows){.path = path};
    if (!path)
        return SIBYL_OK;
    if (asprintf(&r->temporary, "%s.tmp", path) < 0)
        return SIBYL_ERR_NO_MEMORY;
    r->file = fopen(r->temporary, "w");
    if (!r->file) {
        fprintf(stderr, "sibyl: %s: %s\n", path, strerror(errno));
        free(r->temporary);
        return SIBYL_ERR_IO;
    }
    return write_headings(r, s) ? SIBYL_OK : SIBYL_ERR_NO_MEMORY;
}

bool rows_add(struct rows *r, int64_t path, const double *value, const bool *defined) {
    fprintf(r->file, "%lld", (long long)path);
    for (int m = 0; m < r->n; m++) {
        fputc(',', r->file);
        if (defined[m])
            fprintf(r->file, r->money[m] ? "%.2f" : "%.12g", value[m]);
    }
    return fputc('\n', r->file) != EOF;
}

bool rows_close(struct rows *r, bool whole) {
    if (!r->file)
        return true;
    bool written = !ferror(r->file);
    written &= fclose(r->file) == 0;
    if (whole && (!written || rename(r->temporary, r->path) != 0)) {
        fprintf(stderr, "sibyl: %s: %s\n", r->path, strerror(errno));
        written = false;
    }
    if (!whole || !written)
        remove(r->temporary);
    free(r->temporary);
    free(r->money);
    return written || !whole;
}
