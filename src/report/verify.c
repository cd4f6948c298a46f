/* A book made again from what it carries, and compared. */
#include "base/diag.h"
#include "report/prose.h"
#include "report/provenance.h"
#include "report/verify_folder.h"
#include "report/workbook/comparison.h"
#include "scheme/scheme.h"

#include <errno.h>
#include <sibyl/report.h>
#include <sibyl/verify.h>
#include <sibyl/version.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES 16384
#define LINE_BYTES 2048
#define DELETE 0x7F
#define C1_LEAD 0xC2
#define C1_END 0xA0
#define OURS "sibyl " SIBYL_VERSION

/* Everything that is open while a book is verified. */
struct verifying {
    const struct verify_request *request;
    struct read_book book, again;
    struct provenance made;
    struct verify_folder folder;
    char *carried;
    struct text_buf *reason;
};

static status refuse(struct verifying *v, const char *words) {
    text_append(v->reason, words);
    return SIBYL_ERR_INPUT;
}

/* ---- What is run ---- */

static status check_version(struct verifying *v) {
    if (strcmp(v->made.program, OURS) == 0)
        return SIBYL_OK;
    text_appendf(v->reason, "was made by %s, and this is " OURS "; only the version that made it can make it again",
                 v->made.program);
    return SIBYL_ERR_INPUT;
}

/* Where the configuration is: given, or out of the book. */
static status find_config(struct verifying *v) {
    if (v->request->config != NULL)
        return SIBYL_OK;
    if (v->request->n_overrides > 0 || v->request->scenario != NULL)
        return refuse(v, "changes (--set, --scenario) belong to a configuration: give it with --config FILE");
    if (v->made.n_files == 0)
        return refuse(v, v->made.for_party != NULL
                             ? "does not carry its configuration, for it was made for one reader; whoever has the "
                               "configuration gives it with --config FILE"
                             : "does not carry its configuration; give it with --config FILE");
    return folder_fill(&v->folder, &v->made, &v->carried, v->reason);
}

static struct study_source source(const struct verifying *v) {
    const struct verify_request *request = v->request;
    struct study_source s = {.file = request->config != NULL ? request->config : v->carried,
                             .scenario = request->scenario != NULL ? request->scenario : v->made.scenario,
                             .overrides = v->made.sets,
                             .n_overrides = v->made.n_sets};
    if (request->n_overrides > 0) {
        s.overrides = request->overrides;
        s.n_overrides = request->n_overrides;
    }
    return s;
}

/* The faults of a configuration, those of a carried one without the folder in which it has been put. */
static void add_faults(struct verifying *v, struct diag *diag) {
    char line[LINE_BYTES];
    size_t folder = v->carried != NULL ? (size_t)(strrchr(v->carried, '/') + 1 - v->carried) : 0;
    text_append(v->reason,
                v->carried != NULL ? "the configuration in it cannot be read:" : "the configuration cannot be read:");
    diag_sort(diag);
    for (int i = 0; i < diag->n; i++) {
        if (diag->entries[i].severity != DIAG_ERROR)
            continue;
        const char *words = diag_format(&diag->entries[i], line, sizeof line);
        bool inside = folder > 0 && strncmp(words, v->carried, folder) == 0;
        text_appendf(v->reason, "\n%s", words + (inside ? folder : 0));
    }
}

static status open_scheme(struct verifying *v, struct scheme **scheme) {
    struct diag diag = {0};
    struct study_source from = source(v);
    status result = study_open(&from, &diag, scheme);
    if (result == SIBYL_ERR_INPUT)
        add_faults(v, &diag);
    diag_free(&diag);
    if (result != SIBYL_OK || strcmp((*scheme)->config_sha256, v->made.sha256) == 0)
        return result;
    text_appendf(v->reason,
                 "%s is not what it was made from, or other changes (--set) were made to it: the SHA-256 is %s, "
                 "and the book says %s",
                 v->request->config != NULL ? v->request->config : "the configuration in it", (*scheme)->config_sha256,
                 v->made.sha256);
    return SIBYL_ERR_INPUT;
}

static struct run_options options(const struct verifying *v) {
    struct run_options run = v->request->run;
    run.paths = v->made.paths;
    run.seed = v->made.seed;
    run.n_replay = v->made.n_replays;
    run.replay = v->made.replays;
    return run;
}

/* The answer whose page is in the book; *keep is closed by the caller. */
static status ask_again(struct verifying *v, struct affordability *answer, struct scheme **keep) {
    struct diag diag = {0};
    struct afford_request request = {
        .source = source(v), .run = options(v), .provider = v->made.provider, .loan = v->made.loan};
    request.run.progress = NULL;
    status result = study_afford(&request, &diag, answer, keep);
    if (result == SIBYL_ERR_INPUT)
        add_faults(v, &diag);
    diag_free(&diag);
    return result;
}

/* Runs the scheme and writes its book into the folder. */
static status make_book(struct verifying *v, const struct scheme *scheme, const struct affordability *answer) {
    struct results *results = NULL;
    struct run_options run = options(v);
    struct report_options report = {.for_party = v->made.for_party, .afford = answer, .libraries = v->made.libraries};
    run.twin = report_is_live(&report);
    status result = run_simulate(scheme, &run, &results);
    if (result == SIBYL_OK)
        result = report_write_xlsx(scheme, results, &report, v->folder.book, v->reason);
    results_free(results);
    return result;
}

static status run_again(struct verifying *v) {
    struct scheme *scheme = NULL, *asked = NULL;
    struct affordability answer;
    bool asks = v->made.provider != NULL;
    status result = open_scheme(v, &scheme);
    if (result == SIBYL_OK && asks)
        result = ask_again(v, &answer, &asked);
    if (result == SIBYL_OK)
        result = make_book(v, asks ? asked : scheme, asks ? &answer : NULL);
    scheme_close(asked);
    scheme_close(scheme);
    return result;
}

/* ---- What is compared ---- */

static bool same_bytes(const char *a, const char *b) {
    FILE *in_a = fopen(a, "rb"), *in_b = fopen(b, "rb");
    bool same = in_a != NULL && in_b != NULL;
    char one[CHUNK_BYTES], other[CHUNK_BYTES];
    for (size_t n = CHUNK_BYTES; same && n == CHUNK_BYTES;) {
        n = fread(one, 1, CHUNK_BYTES, in_a);
        same = fread(other, 1, CHUNK_BYTES, in_b) == n && memcmp(one, other, n) == 0;
    }
    same = same && !ferror(in_a) && !ferror(in_b);
    if (in_a != NULL)
        (void)fclose(in_a);
    if (in_b != NULL)
        (void)fclose(in_b);
    return same;
}

static void add_count(struct text_buf *out, long n, const char *one, const char *many) {
    prose_number(out, (double)n, 0.0, 0);
    text_appendf(out, " %s", n == 1 ? one : many);
}

/* "(25 sheets, 30,211 cells; 1,000 paths, seed 1)". */
static void add_extent(struct verifying *v, struct text_buf *words, long cells) {
    text_append(words, " (");
    add_count(words, v->again.n_sheets, "sheet", "sheets");
    text_append(words, ", ");
    add_count(words, cells, "cell", "cells");
    text_append(words, "; ");
    add_count(words, (long)v->made.paths, "path", "paths");
    text_appendf(words, ", seed %llu).", (unsigned long long)v->made.seed);
}

/* How a book is compared that another program has saved. */
static void add_saved(const struct verifying *v, struct text_buf *words) {
    if (!v->book.as_made)
        text_appendf(words,
                     " It was saved again by %.*s: numbers are compared to 12 digits, formulas by where they stand "
                     "and what they give.",
                     (int)strcspn(v->book.program, "$"), v->book.program);
}

static void tell_same(struct verifying *v, bool bytes, long cells, struct text_buf *out) {
    struct text_buf words = {0};
    text_append(&words, bytes ? "identical: the book is byte for byte what " OURS " gives"
                              : "identical: every cell is what " OURS " gives");
    add_extent(v, &words, cells);
    if (!bytes)
        add_saved(v, &words);
    prose_join(out, "", "", &words);
}

static void tell_differences(struct verifying *v, const struct comparison *found, struct text_buf *out) {
    struct text_buf words = {0};
    add_count(&words, found->n, "difference", "differences");
    if (found->n > found->most)
        text_appendf(&words, ", of which the first %d are shown", found->most);
    add_extent(v, &words, found->cells);
    add_saved(v, &words);
    prose_join(out, "", "", &words);
}

/* Cells first; of a book as it was made, whose cells are the same though its bytes are not, then parts without cells. */
static status compare(struct verifying *v, bool *identical, struct text_buf *out) {
    struct comparison found = {.shown = out, .most = VERIFY_SHOWN};
    status result = reading_open(v->folder.book, &v->again, v->reason);
    if (result != SIBYL_OK)
        return result;
    bool bytes = same_bytes(v->request->book, v->folder.book);
    comparison_cells(&v->book, &v->again, &found);
    if (!bytes && found.n == 0 && v->book.as_made)
        result = comparison_parts(v->request->book, v->folder.book, out, &found.n, v->reason);
    *identical = result == SIBYL_OK && found.n == 0;
    if (*identical)
        tell_same(v, bytes, found.cells, out);
    else if (result == SIBYL_OK)
        tell_differences(v, &found, out);
    return out->failed ? SIBYL_ERR_NO_MEMORY : result;
}

static status verify(struct verifying *v, bool *identical, struct text_buf *out) {
    status result = reading_open(v->request->book, &v->book, v->reason);
    if (result == SIBYL_OK)
        result = provenance_read(&v->book, &v->made, v->reason);
    if (result == SIBYL_OK)
        result = check_version(v);
    if (result == SIBYL_OK)
        result = folder_make(&v->folder, v->reason);
    if (result == SIBYL_OK)
        result = find_config(v);
    if (result == SIBYL_OK)
        result = run_again(v);
    return result == SIBYL_OK ? compare(v, identical, out) : result;
}

/* What a book says goes to a terminal: characters that would steer it are put out of action. */
static void tame(struct text_buf *text) {
    unsigned char *at = (unsigned char *)text->data;
    for (size_t i = 0; i < text->length; i++) {
        bool steers = (at[i] < ' ' && at[i] != '\n') || at[i] == DELETE;
        bool steers_too = at[i] == C1_LEAD && i + 1 < text->length && at[i + 1] < C1_END;
        if (steers || steers_too)
            at[i] = '?';
        if (steers_too)
            at[i + 1] = '?';
    }
}

status report_verify(const struct verify_request *request, bool *identical, struct text_buf *out,
                     struct text_buf *reason) {
    struct verifying v = {.request = request, .reason = reason};
    *identical = false;
    status result = verify(&v, identical, out);
    tame(out);
    tame(reason);
    folder_remove(&v.folder);
    free(v.carried);
    provenance_free(&v.made);
    reading_free(&v.book);
    reading_free(&v.again);
    return result;
}
