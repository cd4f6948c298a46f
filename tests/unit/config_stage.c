#include "config_stage.h"

#include "config/open.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONFIGURATION "scheme.cfg"
#define PATH_ROOM 400
#define TEXT_ROOM 8192
#define MAX_CHANGES 8

struct stage *stage_open(void) {
    struct stage *stage = calloc(1, sizeof(*stage));
    cr_assert_not_null(stage);
    snprintf(stage->folder, sizeof(stage->folder), "%s/sibyl-config-XXXXXX", P_tmpdir);
    cr_assert_not_null(mkdtemp(stage->folder));
    return stage;
}

void stage_file(struct stage *stage, const char *name, const char *text) {
    char path[PATH_ROOM];
    snprintf(path, sizeof(path), "%s/%s", stage->folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

/* All that is said, without the folder. */
static void collect(struct stage *stage) {
    diag_sort(&stage->diag);
    size_t length = 0;
    size_t folder = strlen(stage->folder) + 1;
    for (int i = 0; i < stage->diag.n; i++) {
        char text[TEXT_ROOM];
        diag_format(&stage->diag.entries[i], text, sizeof(text));
        const char *from = strncmp(text, stage->folder, folder - 1) == 0 ? text + folder : text;
        int added = snprintf(stage->said + length, sizeof(stage->said) - length, "%s\n", from);
        length += (size_t)added;
        cr_assert(length < sizeof(stage->said));
    }
}

void stage_read_changed(struct stage *stage, const char *text, const char *const *changes, int n) {
    struct setting_override overrides[MAX_CHANGES];
    for (int i = 0; i < n; i++) {
        overrides[i] = (struct setting_override){changes[2 * i], changes[2 * i + 1]};
    }
    stage_file(stage, CONFIGURATION, text);
    char path[PATH_ROOM];
    snprintf(path, sizeof(path), "%s/%s", stage->folder, CONFIGURATION);
    stage->result = config_read(path, overrides, n, &stage->diag, &stage->scheme);
    collect(stage);
}

void stage_read(struct stage *stage, const char *text) { stage_read_changed(stage, text, NULL, 0); }

static void remove_folder(const char *folder) {
    DIR *open = opendir(folder);
    cr_assert_not_null(open);
    const struct dirent *entry;
    while ((entry = readdir(open))) {
        char path[PATH_ROOM];
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.') {
            unlink(path);
        }
    }
    closedir(open);
    rmdir(folder);
}

void stage_close(struct stage *stage) {
    remove_folder(stage->folder);
    diag_free(&stage->diag);
    scheme_free(&stage->scheme);
    free(stage);
}

struct stage *stage_of(const char *text) {
    char all[TEXT_ROOM];
    snprintf(all, sizeof(all), "%s%s", HEAD, text);
    struct stage *stage = stage_open();
    stage_read(stage, all);
    return stage;
}

void expect_said(const char *text, const char *said) {
    struct stage *stage = stage_open();
    stage_read(stage, text);
    cr_expect_str_eq(stage->said, said);
    cr_expect_eq(stage->result, said[0] == '\0' ? SIBYL_OK : SIBYL_ERR_INPUT);
    stage_close(stage);
}
