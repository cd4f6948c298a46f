/* From a file to a scheme. */
#include "config/open.h"

#include "config/given.h"
#include "config/inputs.h"
#include "config/overrides.h"
#include "config/reader.h"

#include "base/sha256.h"

#include <stdlib.h>
#include <string.h>

/* The text with all that it includes, and the changes: what the scheme is made of. */
static void hash(struct reader *r, const struct source *source) {
    struct sha256 state;
    sha256_begin(&state);
    sha256_add(&state, source->text, source->length);
    for (int i = 0; i < r->scheme->overrides.n; i++) {
        const struct override *override = &r->scheme->overrides.items[i];
        sha256_add(&state, override->path, strlen(override->path) + 1);
        sha256_add(&state, override->value, strlen(override->value) + 1);
    }
    char hex[SHA256_TEXT];
    r->scheme->config_sha256 = reader_text(r, "%s", sha256_end(&state, hex));
}

static void read_settings(struct reader *r, const struct node *root) {
    if (root->n == 0) {
        reader_fault(r, root, "", "the configuration is empty; a scheme has a title, start, months, parties and more");
        return;
    }
    names_collect(r, &scheme_table, root);
    reader_fill(r, &scheme_table, root, "", r->scheme);
    names_finish(r);
    inputs_join_sources(r);
    quantities_check_streams(r);
}

static status read_source(struct reader *r, const struct source *source, const struct setting_override *overrides,
                          int n) {
    struct node *root = NULL;
    status result = tree_read(source, r->arena, r->diag, &root);
    if (result != SIBYL_OK) {
        return result;
    }
    r->scheme->files.items = source->kept;
    r->scheme->files.n = r->files_room = source->n_kept;
    overrides_apply(r, overrides, n, root);
    given_apply(r, root, n > 0);
    if (r->result == SIBYL_OK) {
        read_settings(r, root);
        hash(r, source);
    }
    return r->result;
}

status config_read(const char *file, const struct setting_override *overrides, int n_overrides, struct diag *diag,
                   struct scheme *scheme) {
    struct source source;
    status result = source_read(&scheme->arena, file, diag, &source);
    if (result == SIBYL_OK) {
        struct reader r = {.scheme = scheme, .diag = diag, .arena = &scheme->arena, .file = source.name};
        result = read_source(&r, &source, overrides, n_overrides);
    }
    source_free(&source);
    result = diag->failed ? SIBYL_ERR_NO_MEMORY : result;
    return result == SIBYL_OK && diag_count_errors(diag) > 0 ? SIBYL_ERR_INPUT : result;
}

status scheme_open(const char *file, const struct setting_override *overrides, int n_overrides, struct diag *diag,
                   struct scheme **scheme) {
    *scheme = NULL;
    struct scheme *read = calloc(1, sizeof(*read));
    if (!read) {
        return SIBYL_ERR_NO_MEMORY;
    }
    status result = config_read(file, overrides, n_overrides, diag, read);
    if (result == SIBYL_OK) {
        result = scheme_resolve(read, diag);
    }
    diag_sort(diag);
    if (result == SIBYL_OK) {
        *scheme = read;
    } else {
        scheme_close(read);
    }
    return result;
}

void scheme_close(struct scheme *scheme) {
    if (scheme) {
        scheme_free(scheme);
        free(scheme);
    }
}
