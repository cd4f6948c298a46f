#include "config/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char file_no_memory[] = "cannot be read: out of memory";

static const char *why_not_opened(int error) {
    static const struct {
        int error;
        const char *why;
    } reasons[] = {
        {ENOENT, "does not exist"},
        {ENOTDIR, "does not exist: a part of the path is no folder"},
        {EACCES, "may not be read: permission denied"},
        {ELOOP, "is a symbolic link that leads back to itself"},
        {ENAMETOOLONG, "has too long a name"},
        {EMFILE, "cannot be opened: too many files are open"},
        {ENFILE, "cannot be opened: too many files are open"},
        {ENOMEM, file_no_memory},
    };
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        if (reasons[i].error == error) {
            return reasons[i].why;
        }
    }
    return "cannot be opened";
}

static const char *why_not_a_file(mode_t mode) {
    if (S_ISREG(mode)) {
        return NULL;
    }
    if (S_ISDIR(mode)) {
        return "is a folder; name a file";
    }
    return "is a pipe or a device; name a file";
}

static const char *too_large(size_t limit) {
    return limit <= FILE_LIMIT_TEXT ? "is too large; it may have 1 MiB" : "is too large; it may have 4 MiB";
}

/* Reads until the end of file; the file may have grown or shrunk since it was measured. */
static const char *read_all(int fd, size_t limit, size_t room, struct file_bytes *out) {
    while (out->length < room) {
        ssize_t got = read(fd, out->bytes + out->length, room - out->length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return "cannot be read: the disk or the connection to it failed";
        }
        if (got == 0) {
            break;
        }
        out->length += (size_t)got;
    }
    out->bytes[out->length] = '\0';
    return out->length > limit ? too_large(limit) : NULL;
}

static const char *read_open(int fd, size_t limit, struct file_bytes *out) {
    struct stat found;
    if (fstat(fd, &found) != 0) {
        return why_not_opened(errno);
    }
    const char *why = why_not_a_file(found.st_mode);
    if (why) {
        return why;
    }
    if (found.st_size < 0 || (size_t)found.st_size > limit) {
        return too_large(limit);
    }
    /* One byte more than it has shows whether it grew. */
    size_t room = (size_t)found.st_size + 1;
    *out = (struct file_bytes){.bytes = malloc(room + 1), .device = found.st_dev, .number = found.st_ino};
    if (!out->bytes) {
        return file_no_memory;
    }
    return read_all(fd, limit, room, out);
}

const char *file_read(const char *path, size_t limit, struct file_bytes *out) {
    *out = (struct file_bytes){0};
    struct stat found;
    if (stat(path, &found) != 0) {
        return why_not_opened(errno);
    }
    const char *why = why_not_a_file(found.st_mode);
    if (why) {
        return why;
    }
    /* It may have been exchanged for a pipe since: then opening must not wait. */
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return why_not_opened(errno);
    }
    why = read_open(fd, limit, out);
    close(fd);
    if (why) {
        file_bytes_free(out);
    }
    return why;
}

void file_bytes_free(struct file_bytes *file) {
    free(file->bytes);
    *file = (struct file_bytes){0};
}

static bool climbs(const char *name) {
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        size_t length = strcspn(part, "/");
        if (length == 2 && part[0] == '.' && part[1] == '.') {
            return true;
        }
    }
    return false;
}

const char *file_name_fault(const char *name) {
    if (name[0] == '\0') {
        return "has no name; name a file";
    }
    if (name[0] == '/') {
        return "is outside the configuration's folder; copy the file into it and name it without a leading /";
    }
    if (climbs(name)) {
        return "is outside the configuration's folder; copy the file into it and name it without ..";
    }
    return NULL;
}
