#include "report/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMP_END ".tmp"
#define TEMP_DIGITS 6
#define TEMP_NUMBERS 1000000u
#define TEMP_STRIDE 7919u
#define TEMP_TRIES 100
#define NEW_FILE_MODE 0666

status file_fault(struct text_buf *reason, int error, const char *path) {
    text_appendf(reason, "%s: %s", strerror(error), path);
    if (error == ENOMEM)
        return SIBYL_ERR_NO_MEMORY;
    return error == ENOSPC || error == EDQUOT || error == EFBIG ? SIBYL_ERR_NO_SPACE : SIBYL_ERR_IO;
}

static void file_free(struct report_file *file) {
    free(file->path);
    free(file->folder);
    free(file->temp);
    *file = (struct report_file){0};
}

/* Whether a name is that of a temporary file for base: ".BASE.NNNNNN.tmp". */
static bool is_temp_of(const char *name, const char *base) {
    size_t length = strlen(base), end = 1 + TEMP_DIGITS + strlen(TEMP_END);
    return name[0] == '.' && strncmp(name + 1, base, length) == 0 && strlen(name) == 1 + length + end &&
           name[1 + length] == '.' && strcmp(name + 1 + length + end - strlen(TEMP_END), TEMP_END) == 0;
}

/* Removes a file unless somebody holds its lock, which is whoever still writes it. */
static void remove_unlocked(int folder, const char *name) {
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        (void)unlinkat(folder, name, 0);
    (void)close(fd);
}

static void remove_stale(const char *folder, const char *base) {
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir))
        if (is_temp_of(entry->d_name, base))
            remove_unlocked(dirfd(dir), entry->d_name);
    (void)closedir(dir);
}

/* The folder of a path whose name begins at base. */
static char *folder_of(const char *path, const char *base) {
    if (base == path)
        return strdup(".");
    return base - path == 1 ? strdup("/") : strndup(path, (size_t)(base - path - 1));
}

/* Creates the temporary file under a name that nobody has; the number of the process keeps the tries few. */
static int create_temp(struct report_file *file, const char *base) {
    for (int try = 0; try < TEMP_TRIES; try++) {
        free(file->temp);
        int number = (int)(((unsigned)getpid() + (unsigned)try * TEMP_STRIDE) % TEMP_NUMBERS);
        if (asprintf(&file->temp, "%s/.%s.%0*d" TEMP_END, file->folder, base, TEMP_DIGITS, number) < 0) {
            file->temp = NULL;
            errno = ENOMEM;
            return -1;
        }
        int fd = open(file->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, NEW_FILE_MODE);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* Locks it; false when somebody who clears up has been quicker, so that another must be made. */
static bool lock(int fd) {
    struct stat now;
    return flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &now) == 0 && now.st_nlink > 0;
}

/* Opens the temporary file, locked for as long as it is open. */
static bool open_temp(struct report_file *file, const char *base) {
    for (int try = 0; try < TEMP_TRIES && file->stream == NULL; try++) {
        int fd = create_temp(file, base);
        if (fd < 0)
            return false;
        file->stream = lock(fd) ? fdopen(fd, "wb") : NULL;
        if (file->stream == NULL)
            (void)close(fd);
    }
    return file->stream != NULL;
}

status file_begin(struct report_file *file, const char *path, struct text_buf *reason) {
    const char *slash = strrchr(path, '/');
    const char *base = slash == NULL ? path : slash + 1;
    *file = (struct report_file){.path = strdup(path), .folder = folder_of(path, base)};
    errno = ENOMEM;
    if (file->path != NULL && file->folder != NULL && *base != 0) {
        remove_stale(file->folder, base);
        if (open_temp(file, base))
            return SIBYL_OK;
    } else if (*base == 0) {
        errno = EISDIR;
    }
    status result = file_fault(reason, errno, path);
    file_free(file);
    return result;
}

void file_abandon(struct report_file *file) {
    if (file->stream != NULL)
        (void)fclose(file->stream);
    if (file->temp != NULL)
        (void)unlink(file->temp);
    file_free(file);
}

/* The new name is on the disk when the folder is; some file systems cannot say so, which is no fault of the file. */
static void sync_folder(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    (void)close(fd);
}

status file_commit(struct report_file *file, struct text_buf *reason) {
    bool written = fflush(file->stream) == 0 && ferror(file->stream) == 0 && fsync(fileno(file->stream)) == 0;
    int error = written ? 0 : errno;
    bool renamed = written && rename(file->temp, file->path) == 0;
    if (written && !renamed)
        error = errno;
    if (!renamed) {
        status result = file_fault(reason, error, file->path);
        file_abandon(file);
        return result;
    }
    bool closed = fclose(file->stream) == 0;
    file->stream = NULL;
    error = errno;
    sync_folder(file->folder);
    status result = closed ? SIBYL_OK : file_fault(reason, error, file->path);
    file_free(file);
    return result;
}
