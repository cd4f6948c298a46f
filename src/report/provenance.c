#include "report/provenance.h"

#include "base/sha256.h"
#include "report/carried.h"

#include <errno.h>
#include <sibyl/run.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define DECIMAL 10

/* A row of the sheet. number: of the file to whose text it belongs, 0: a fact; value: its text, unescaped. */
struct row {
    int number;
    const char *what, *ends;
    struct text_buf value;
};

struct taking {
    struct provenance *p;
    struct text_buf *reason;
    bool no_memory;
};

static bool fault(struct taking *t, const char *words, const char *about) {
    text_appendf(t->reason, "what it says of its making is damaged: %s%s%s", words, about != NULL ? " " : "",
                 about != NULL ? about : "");
    return false;
}

static const char *keep(struct taking *t, const struct text_buf *value) {
    const char *kept = arena_text(&t->p->arena, value->data != NULL ? value->data : "");
    t->no_memory = t->no_memory || kept == NULL;
    return kept;
}

/* ---- Facts ---- */

/* Facts that stand once. */
static const struct single {
    const char *what;
    size_t member;
} singles[] = {{CARRIED_PROGRAM, offsetof(struct provenance, program)},
               {CARRIED_LIBRARIES, offsetof(struct provenance, libraries)},
               {CARRIED_CONFIG, offsetof(struct provenance, sha256)},
               {CARRIED_PATHS, offsetof(struct provenance, paths_words)},
               {CARRIED_SEED, offsetof(struct provenance, seed_words)},
               {CARRIED_SCENARIO, offsetof(struct provenance, scenario)},
               {CARRIED_FOR, offsetof(struct provenance, for_party)},
               {CARRIED_PROVIDER, offsetof(struct provenance, provider)},
               {CARRIED_LOAN, offsetof(struct provenance, loan)}};

/* A whole number from 0 to `most`, or -1. */
static int64_t whole(const char *words, int64_t most) {
    char *end = NULL;
    errno = 0;
    long long number = words != NULL ? strtoll(words, &end, DECIMAL) : -1;
    return words != NULL && errno == 0 && end != words && *end == 0 && number <= most ? number : -1;
}

static bool take_set(struct taking *t, const char *path) {
    if (t->p->n_sets == PROVENANCE_MOST)
        return fault(t, "too many changes", NULL);
    t->p->sets[t->p->n_sets++] = (struct setting_override){path, NULL};
    return true;
}

static bool take_to(struct taking *t, const char *value) {
    struct setting_override *last = t->p->n_sets > 0 ? &t->p->sets[t->p->n_sets - 1] : NULL;
    if (last == NULL || last->value != NULL)
        return fault(t, "a change without its place", NULL);
    last->value = value;
    return true;
}

static bool take_replay(struct taking *t, const char *value) {
    int64_t path = whole(value, SIBYL_PATHS_MAX - 1);
    if (path < 0 || t->p->n_replays == PROVENANCE_MOST)
        return fault(t, "no path is numbered", value);
    t->p->replays[t->p->n_replays++] = path;
    return true;
}

static bool take_file(struct taking *t, const char *name) {
    if (t->p->n_files == PROVENANCE_MOST)
        return fault(t, "too many files", NULL);
    t->p->files[t->p->n_files++].name = name;
    return true;
}

static bool take_digest(struct taking *t, const char *digest) {
    struct carried_file *last = t->p->n_files > 0 ? &t->p->files[t->p->n_files - 1] : NULL;
    if (last == NULL || last->sha256 != NULL)
        return fault(t, "a SHA-256 without its file", NULL);
    last->sha256 = digest;
    return true;
}

/* Facts that may stand several times. */
static const struct several {
    const char *what;
    bool (*take)(struct taking *, const char *);
} severals[] = {{CARRIED_CHANGED, take_set},
                {CARRIED_TO, take_to},
                {CARRIED_REPLAY, take_replay},
                {CARRIED_FILE, take_file},
                {CARRIED_DIGEST, take_digest}};

/* What is no fact (a heading, a note) is passed over. */
static bool take_fact(struct taking *t, const struct row *row) {
    for (size_t i = 0; i < sizeof singles / sizeof singles[0]; i++) {
        if (strcmp(row->what, singles[i].what) == 0) {
            *(const char **)((char *)t->p + singles[i].member) = keep(t, &row->value);
            return !t->no_memory;
        }
    }
    for (size_t i = 0; i < sizeof severals / sizeof severals[0]; i++) {
        if (strcmp(row->what, severals[i].what) == 0) {
            const char *value = keep(t, &row->value);
            return value != NULL && severals[i].take(t, value);
        }
    }
    return true;
}

/* ---- Texts of files ---- */

static bool take_line(struct taking *t, const struct row *row) {
    if (row->number > t->p->n_files)
        return fault(t, "lines of a file that it does not name", NULL);
    struct text_buf *bytes = &t->p->files[row->number - 1].bytes;
    if (row->value.data != NULL)
        text_append_bytes(bytes, row->value.data, row->value.length);
    if (strcmp(row->ends, CARRIED_CRLF) == 0)
        text_append(bytes, "\r\n");
    else if (row->ends[0] == 0)
        text_append(bytes, "\n");
    else if (strcmp(row->ends, CARRIED_ON) != 0 && strcmp(row->ends, CARRIED_NOTHING) != 0)
        return fault(t, "no line ends with", row->ends);
    t->no_memory = t->no_memory || bytes->failed;
    return !t->no_memory && (bytes->length <= CARRIED_BYTES_MOST || fault(t, "a file is too long", NULL));
}

/* ---- Rows ---- */

static const char *text_at(const struct read_sheet *sheet, int row, int column) {
    const struct read_cell *cell = reading_at(sheet, row, column);
    return cell != NULL && cell->kind == READ_TEXT ? cell->text : "";
}

static bool take_row(struct taking *t, const struct read_sheet *sheet, int at) {
    const struct read_cell *first = reading_at(sheet, at, CARRIED_WHAT);
    struct row row = {.what = text_at(sheet, at, CARRIED_WHAT), .ends = text_at(sheet, at, CARRIED_ENDS)};
    bool escaped = text_at(sheet, at, CARRIED_WRITTEN)[0] != 0;
    if (first != NULL && first->kind == READ_NUMBER && first->number >= 1 && first->number <= PROVENANCE_MOST)
        row.number = (int)first->number;
    bool taken = first == NULL || carried_read(text_at(sheet, at, CARRIED_TEXT), escaped, &row.value) ||
                 fault(t, "a byte is written wrongly", NULL);
    if (taken && first != NULL)
        taken = row.number > 0 ? take_line(t, &row) : take_fact(t, &row);
    t->no_memory = t->no_memory || row.value.failed;
    text_free(&row.value);
    return taken && !t->no_memory;
}

static const struct read_sheet *find_sheet(const struct read_book *book) {
    for (int i = 0; i < book->n_sheets; i++)
        if (strcmp(text_at(&book->sheets[i], 0, 0), CARRIED_TITLE) == 0)
            return &book->sheets[i];
    return NULL;
}

/* ---- Whether all is there ---- */

static bool is_whole_file(const struct carried_file *file) {
    struct sha256 state;
    char hex[SHA256_TEXT];
    sha256_begin(&state);
    if (file->bytes.data != NULL)
        sha256_add(&state, file->bytes.data, file->bytes.length);
    return file->sha256 != NULL && strcmp(sha256_end(&state, hex), file->sha256) == 0;
}

static bool is_complete(struct taking *t) {
    struct provenance *p = t->p;
    p->paths = whole(p->paths_words, SIBYL_PATHS_MAX);
    int64_t seed = whole(p->seed_words, INT64_MAX);
    p->seed = (uint64_t)seed;
    if (p->program == NULL || p->sha256 == NULL)
        return fault(t, "the program's version or the configuration's SHA-256 is missing", NULL);
    if (p->paths < 1 || seed < 0)
        return fault(t, "the number of paths or the seed is none", NULL);
    for (int i = 0; i < p->n_replays; i++)
        if (p->replays[i] >= p->paths)
            return fault(t, "a replayed path is not among its paths", NULL);
    for (int i = 0; i < p->n_sets; i++)
        if (p->sets[i].value == NULL)
            return fault(t, "a change without a value", NULL);
    for (int i = 0; i < p->n_files; i++)
        if (!is_whole_file(&p->files[i]))
            return fault(t, "the SHA-256 in the book is not that of the text in the book of", p->files[i].name);
    return true;
}

status provenance_read(const struct read_book *book, struct provenance *p, struct text_buf *reason) {
    *p = (struct provenance){0};
    struct taking t = {.p = p, .reason = reason};
    const struct read_sheet *sheet = find_sheet(book);
    if (sheet == NULL) {
        text_append(reason, "says nowhere what it was made from: it has no sheet with the title \"" CARRIED_TITLE
                            "\"; only workbooks of sibyl can be verified");
        return SIBYL_ERR_INPUT;
    }
    p->sets = calloc(PROVENANCE_MOST, sizeof *p->sets);
    p->replays = calloc(PROVENANCE_MOST, sizeof *p->replays);
    p->files = calloc(PROVENANCE_MOST, sizeof *p->files);
    bool taken = p->sets != NULL && p->replays != NULL && p->files != NULL;
    t.no_memory = !taken;
    for (int i = 0, row = -1; taken && i < sheet->n; i++) {
        if (sheet->cells[i].row != row)
            taken = take_row(&t, sheet, sheet->cells[i].row);
        row = sheet->cells[i].row;
    }
    taken = taken && is_complete(&t);
    if (t.no_memory)
        return SIBYL_ERR_NO_MEMORY;
    return taken ? SIBYL_OK : SIBYL_ERR_INPUT;
}

void provenance_free(struct provenance *p) {
    for (int i = 0; i < p->n_files; i++)
        text_free(&p->files[i].bytes);
    free(p->sets);
    free(p->replays);
    free(p->files);
    arena_free(&p->arena);
    *p = (struct provenance){0};
}
