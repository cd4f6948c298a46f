#include "report/verify_folder.h"

#include "config/file.h"
#include "report/file.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_MODE 0700
#define FILES_OPEN 16
#define INSIDE "/config/"

static status no_memory(struct text_buf *reason) {
    text_append(reason, "out of memory");
    return SIBYL_ERR_NO_MEMORY;
}

status folder_make(struct verify_folder *folder, struct text_buf *reason) {
    const char *place = getenv("TMPDIR");
    *folder = (struct verify_folder){0};
    char *path = NULL;
    if (asprintf(&path, "%s/sibyl-verify-XXXXXX", place != NULL && place[0] != 0 ? place : P_tmpdir) < 0)
        return no_memory(reason);
    if (mkdtemp(path) == NULL) {
        status result = file_fault(reason, errno, path);
        free(path);
        return result;
    }
    folder->path = path;
    if (asprintf(&folder->book, "%s/book.xlsx", path) < 0) {
        folder->book = NULL;
        return no_memory(reason);
    }
    return SIBYL_OK;
}

/* Makes the folders of a path below the one in which it begins. */
static bool make_folders(char *path, size_t begins) {
    for (char *slash = strchr(path + begins, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        bool made = mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made)
            return false;
    }
    return true;
}

static status write_file(char *path, size_t begins, const struct text_buf *bytes, struct text_buf *reason) {
    FILE *file = make_folders(path, begins) ? fopen(path, "wb") : NULL;
    if (file == NULL)
        return file_fault(reason, errno, path);
    bool written = bytes->length == 0 || fwrite(bytes->data, 1, bytes->length, file) == bytes->length;
    written = fflush(file) == 0 && written;
    int error = errno;
    written = fclose(file) == 0 && written;
    return written ? SIBYL_OK : file_fault(reason, error, path);
}

status folder_fill(const struct verify_folder *folder, const struct provenance *p, char **config,
                   struct text_buf *reason) {
    *config = NULL;
    status result = SIBYL_OK;
    for (int i = 0; i < p->n_files && result == SIBYL_OK; i++) {
        char *path = NULL;
        const char *why = file_name_fault(p->files[i].name);
        if (why != NULL) {
            text_appendf(reason, "the file \"%s\" that it carries %s", p->files[i].name, why);
            return SIBYL_ERR_INPUT;
        }
        if (asprintf(&path, "%s" INSIDE "%s", folder->path, p->files[i].name) < 0)
            return no_memory(reason);
        result = write_file(path, strlen(folder->path) + 1, &p->files[i].bytes, reason);
        if (i == 0)
            *config = path;
        else
            free(path);
    }
    return result;
}

static int remove_one(const char *path, const struct stat *found, int type, struct FTW *at) {
    (void)found;
    (void)type;
    (void)at;
    (void)remove(path);
    return 0;
}

void folder_remove(struct verify_folder *folder) {
    if (folder->path != NULL)
        (void)nftw(folder->path, remove_one, FILES_OPEN, FTW_DEPTH | FTW_PHYS);
    free(folder->path);
    free(folder->book);
    *folder = (struct verify_folder){0};
}
