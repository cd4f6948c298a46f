#include "config/source.h"

#include "config/bytes.h"
#include "config/file.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64
#define MAX_BYTE_FAULTS 20
#define INCLUDE_WORD "@include"

/* A file that is being read, and those that include it, outermost last. */
struct including {
    const struct including *by;
    const struct file_bytes *file;
    const char *name;
    int depth;
};

struct splicer {
    struct arena *arena;
    struct source *source;
    struct diag *diag;
    status status;
    bool full;    /* no more files are taken, and that has been said */
    bool no_file; /* the text stands in no file: its lines have no numbers */
};

/* What the text is inside of. A text ends with its line at the latest. */
enum inside { INSIDE_CODE, INSIDE_TEXT, INSIDE_LINE_COMMENT, INSIDE_COMMENT };

static bool fail(struct splicer *s) {
    if (s->status != SIBYL_ERR_NO_MEMORY) {
        s->status = SIBYL_ERR_INPUT;
    }
    return false;
}

static bool out_of_memory(struct splicer *s) {
    s->status = SIBYL_ERR_NO_MEMORY;
    return false;
}

/* Makes room for one more item of `size` bytes in an array that doubles. */
static bool make_room(void **items, int n, int *room, size_t size) {
    if (n < *room) {
        return true;
    }
    int wider = *room > 0 ? 2 * *room : FIRST_ROOM;
    void *moved = realloc(*items, (size_t)wider * size);
    if (!moved) {
        return false;
    }
    *items = moved;
    *room = wider;
    return true;
}

static bool add_text(struct splicer *s, const char *text, size_t length) {
    struct source *source = s->source;
    if (source->length + length + 1 > source->room) {
        size_t wider = 2 * (source->length + length + 1);
        char *moved = realloc(source->text, wider);
        if (!moved) {
            return out_of_memory(s);
        }
        source->text = moved;
        source->room = wider;
    }
    memcpy(source->text + source->length, text, length);
    source->length += length;
    source->text[source->length] = '\0';
    return true;
}

static bool add_line(struct splicer *s, const struct including *in, int line, const char *text, size_t length) {
    struct source *source = s->source;
    void *lines = source->lines;
    if (!make_room(&lines, source->n_lines, &source->lines_room, sizeof(source->lines[0]))) {
        return out_of_memory(s);
    }
    source->lines = lines;
    source->lines[source->n_lines++] = (struct source_line){in->name, s->no_file ? 0 : line, in->depth == 0};
    if (source->length + length + 1 > FILE_LIMIT_TEXT) {
        diag_error(s->diag, in->name, line, "",
                   "the configuration with all that it includes is too large; it may have 1 MiB");
        return fail(s);
    }
    return add_text(s, text, length) && add_text(s, "\n", 1);
}

/* The state after one character of a line; *at moves past it. */
static enum inside after_character(enum inside inside, const char *text, size_t length, size_t *at) {
    char c = text[*at];
    char next = *at + 1 < length ? text[*at + 1] : '\0';
    *at += 1;
    if (inside == INSIDE_TEXT) {
        *at += c == '\\';
        return c == '"' ? INSIDE_CODE : INSIDE_TEXT;
    }
    if (inside == INSIDE_COMMENT && c == '*' && next == '/') {
        *at += 1;
        return INSIDE_CODE;
    }
    if (inside != INSIDE_CODE) {
        return inside;
    }
    if (c == '#' || (c == '/' && next == '/')) {
        return INSIDE_LINE_COMMENT;
    }
    if (c == '/' && next == '*') {
        *at += 1;
        return INSIDE_COMMENT;
    }
    return c == '"' ? INSIDE_TEXT : INSIDE_CODE;
}

/* The state at the end of a line that begins in code or in a comment. */
static enum inside after_line(enum inside inside, const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        inside = after_character(inside, text, length, &at);
    }
    return inside == INSIDE_COMMENT ? INSIDE_COMMENT : INSIDE_CODE;
}

static size_t skip_blanks(const char *text, size_t length, size_t at) {
    while (at < length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) {
        at++;
    }
    return at;
}

static bool is_include(const char *text, size_t length) {
    size_t at = skip_blanks(text, length, 0);
    size_t word = strlen(INCLUDE_WORD);
    return length - at >= word && memcmp(text + at, INCLUDE_WORD, word) == 0;
}

/* The name in an include line, for the caller to free; NULL when the line is not @include "NAME". */
static char *include_name(const char *text, size_t length) {
    size_t at = skip_blanks(text, length, skip_blanks(text, length, 0) + strlen(INCLUDE_WORD));
    if (at >= length || text[at] != '"') {
        return NULL;
    }
    const char *name = text + at + 1;
    const char *end = memchr(name, '"', length - at - 1);
    if (!end || memchr(name, '\\', (size_t)(end - name))) {
        return NULL;
    }
    size_t rest = skip_blanks(text, length, (size_t)(end + 1 - text));
    bool alone = rest >= length || text[rest] == '#' || text[rest] == '/' || text[rest] == ';';
    return alone ? strndup(name, (size_t)(end - name)) : NULL;
}

/* A name beside a file, in the arena; NULL when out of memory. */
static const char *beside(struct splicer *s, const char *file, const char *name) {
    const char *slash = strrchr(file, '/');
    size_t folder = slash ? (size_t)(slash - file) + 1 : 0;
    char *path = arena_alloc(s->arena, folder + strlen(name) + 1);
    if (!path) {
        out_of_memory(s);
        return NULL;
    }
    memcpy(path, file, folder);
    memcpy(path + folder, name, strlen(name) + 1);
    return path;
}

static bool is_including_itself(const struct including *in, const struct file_bytes *file) {
    for (; in; in = in->by) {
        if (in->file && in->file->device == file->device && in->file->number == file->number) {
            return true;
        }
    }
    return false;
}

static bool splice(struct splicer *s, const struct including *in);

/* Keeps the bytes of a file, once, under its name from the configuration's folder on. */
static bool keep(struct splicer *s, const char *path, const struct file_bytes *file) {
    struct source *source = s->source;
    const char *slash = strrchr(source->name, '/');
    const char *name = path + (slash ? slash + 1 - source->name : 0);
    for (int i = 0; i < source->n_kept; i++) {
        if (strcmp(source->kept[i].name, name) == 0) {
            return true;
        }
    }
    if (!source->kept) {
        source->kept = arena_array(s->arena, SOURCE_MAX_INCLUDES + 1, sizeof(source->kept[0]));
    }
    char *bytes = arena_alloc(s->arena, file->length + 1);
    if (!source->kept || !bytes) {
        return out_of_memory(s);
    }
    memcpy(bytes, file->bytes, file->length);
    source->kept[source->n_kept++] = (struct config_file){name, bytes, file->length};
    return true;
}

/* The names go into the message, the contents never do. */
static bool include_file(struct splicer *s, const struct including *by, int line, const char *name) {
    const char *why = file_name_fault(name);
    if (!why && by->depth == SOURCE_MAX_DEPTH) {
        why = "is included too deep; files may include each other 10 deep";
    }
    if (!why && s->source->n_files > SOURCE_MAX_INCLUDES) {
        why = "is one file too many; at most 100 files may be included";
        s->full = true;
    }
    if (why) {
        diag_error(s->diag, by->name, line, "", "@include \"%s\": %s", name, why);
        return fail(s);
    }
    const char *path = beside(s, by->name, name);
    s->source->n_files++;
    if (!path) {
        return false;
    }
    struct file_bytes file;
    why = file_read(path, FILE_LIMIT_TEXT, &file);
    if (why == file_no_memory) {
        return out_of_memory(s);
    }
    if (!why && is_including_itself(by, &file)) {
        why = "includes itself; take the line out";
    }
    if (why) {
        diag_error(s->diag, by->name, line, "", "@include \"%s\": %s", name, why);
        file_bytes_free(&file);
        return fail(s);
    }
    struct including in = {by, &file, path, by->depth + 1};
    bool done = keep(s, path, &file) && splice(s, &in);
    file_bytes_free(&file);
    return done;
}

static bool include_line(struct splicer *s, const struct including *in, int line, const char *text, size_t length) {
    if (s->full) {
        return false;
    }
    char *name = include_name(text, length);
    if (!name) {
        diag_error(s->diag, in->name, line, "",
                   "@include is not written so; write @include \"FILE\" alone in its line");
        return fail(s);
    }
    bool done = include_file(s, in, line, name);
    free(name);
    return done;
}

static bool check_bytes(struct splicer *s, const struct including *in) {
    size_t at = 0;
    int line = 1;
    bool clean = true;
    for (int n = 0; n < MAX_BYTE_FAULTS; n++) {
        struct bytes_fault fault = bytes_next_fault(in->file->bytes, in->file->length, &at, &line);
        if (!fault.what) {
            break;
        }
        int line_said = s->no_file ? 0 : fault.line;
        if (fault.character > 0) {
            diag_error(s->diag, in->name, line_said, "", "the text %s (U+%04X)", fault.what, (unsigned)fault.character);
        } else {
            diag_error(s->diag, in->name, line_said, "", "the text %s", fault.what);
        }
        clean = fail(s);
        if (fault.fatal) {
            break;
        }
    }
    return clean;
}

/* Adds a file line by line; goes on after a fault, so that all are found together. */
static bool splice(struct splicer *s, const struct including *in) {
    if (!check_bytes(s, in)) {
        return false;
    }
    enum inside inside = INSIDE_CODE;
    const char *text = in->file->bytes;
    const char *end = text + in->file->length;
    bool done = true;
    int comment_line = 1;
    for (int line = 1; text < end && s->status != SIBYL_ERR_NO_MEMORY; line++) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t length = stop ? (size_t)(stop - text) : (size_t)(end - text);
        if (inside == INSIDE_CODE && is_include(text, length)) {
            done = include_line(s, in, line, text, length) && done;
        } else if (!add_line(s, in, line, text, length)) {
            return false;
        }
        enum inside before = inside;
        inside = after_line(inside, text, length);
        comment_line = before == INSIDE_CODE ? line : comment_line;
        text += length + 1;
    }
    if (inside == INSIDE_COMMENT) {
        diag_error(s->diag, in->name, s->no_file ? 0 : comment_line, "",
                   "the comment that begins here has no end; close it with */");
        return fail(s);
    }
    return done;
}

/* Splices the outermost file. */
static status read_outermost(struct splicer *s, const struct file_bytes *bytes) {
    struct including in = {NULL, bytes, s->source->name, 0};
    s->source->n_files = 1;
    if (add_text(s, "", 0) && keep(s, in.name, bytes) && !splice(s, &in)) {
        fail(s);
    }
    return s->status;
}

status source_read(struct arena *arena, const char *file, struct diag *diag, struct source *source) {
    *source = (struct source){.name = arena_text(arena, file)};
    if (!source->name) {
        return SIBYL_ERR_NO_MEMORY;
    }
    struct file_bytes bytes;
    const char *why = file_read(file, FILE_LIMIT_TEXT, &bytes);
    if (why == file_no_memory) {
        return SIBYL_ERR_NO_MEMORY;
    }
    if (why) {
        diag_error(diag, file, 0, "", "the configuration %s", why);
        return SIBYL_ERR_INPUT;
    }
    struct splicer s = {.arena = arena, .source = source, .diag = diag, .status = SIBYL_OK};
    status result = read_outermost(&s, &bytes);
    file_bytes_free(&bytes);
    return result;
}

status source_from_text(struct arena *arena, const char *name, const char *text, struct diag *diag,
                        struct source *source) {
    *source = (struct source){.name = arena_text(arena, name)};
    struct file_bytes bytes = {.bytes = strdup(text), .length = strlen(text)};
    if (!source->name || !bytes.bytes) {
        file_bytes_free(&bytes);
        return SIBYL_ERR_NO_MEMORY;
    }
    struct splicer s = {.arena = arena, .source = source, .diag = diag, .status = SIBYL_OK, .no_file = true};
    status result = read_outermost(&s, &bytes);
    file_bytes_free(&bytes);
    return result;
}

struct source_line source_place(const struct source *source, int line) {
    if (source->n_lines == 0) {
        return (struct source_line){source->name, 0, true};
    }
    int last = line > source->n_lines ? source->n_lines : line;
    return source->lines[last > 1 ? last - 1 : 0];
}

void source_free(struct source *source) {
    free(source->lines);
    free(source->text);
    *source = (struct source){0};
}
