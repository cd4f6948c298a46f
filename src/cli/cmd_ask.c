/* sibyl ask: twenty questions on a terminal, and a small provider's configuration from the answers.
 *
 * The questions are the numbers at the top of the template: each stands in a line of its own with its default, and the
 * comment behind it is the question, the range that is allowed at its end. */
#include "cli/commands.h"
#include "cli/templates.h"

#include "report/prose.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEMPLATE "small-provider"
#define QUESTIONS 20
#define ANSWER 128
#define PER_CENT 100
#define PLACES 2 /* of a range's end that is no whole number */

/* A question, as a line of the template puts it.
 *   before, value, after  the line around its number
 *   whole  the number is written without a point */
struct question {
    const char *before, *value, *after;
    int n_before, n_value, n_after;
    const char *words;
    int n_words;
    double low, high;
    bool whole;
    char answer[ANSWER];
};

static const struct template *find_template(void) {
    for (int i = 0; i < n_templates; i++) {
        if (strcmp(templates[i].name, TEMPLATE) == 0)
            return &templates[i];
    }
    return NULL;
}

/* "LOW to HIGH)" */
static bool read_range(const char *text, struct question *q) {
    char *end;
    q->low = strtod(text, &end);
    if (strncmp(end, " to ", strlen(" to ")) != 0)
        return false;
    q->high = strtod(end + strlen(" to "), &end);
    return *end == ')';
}

/* Takes a line apart: NAME = VALUE; ... # WORDS (LOW to HIGH). */
static bool take_apart(const char *line, const char *end, struct question *q) {
    const char *equals = memrchr(line, '=', strcspn(line, ";")), *hash = memchr(line, '#', (size_t)(end - line));
    if (!equals || !hash)
        return false;
    *q = (struct question){.before = line, .value = equals + 1 + strspn(equals + 1, " ")};
    q->n_before = (int)(q->value - line);
    q->n_value = (int)strcspn(q->value, ";");
    q->after = q->value + q->n_value;
    q->n_after = (int)(end - q->after);
    q->words = hash + 1 + strspn(hash + 1, " ");
    const char *range = memrchr(line, '(', (size_t)(end - line));
    q->n_words = range ? (int)(range - q->words) : 0;
    q->whole = memchr(q->value, '.', (size_t)q->n_value) == NULL;
    return range && read_range(range + 1, q);
}

static bool read_questions(const struct template *t, struct question *q, const char **rest) {
    const char *line = (const char *)t->text, *last = line + t->size;
    for (int i = 0; i < QUESTIONS; i++) {
        const char *end = memchr(line, '\n', (size_t)(last - line));
        if (!end || !take_apart(line, end, &q[i]))
            return false;
        line = end + 1;
    }
    *rest = line;
    return true;
}

/* ---- Answers ---- */

/* A number as people write it: "£52,000", "37%", "0.37". Not one: NAN. */
static double read_answer(const char *text) {
    char digits[ANSWER], *end;
    size_t n = 0;
    for (const char *c = text; *c && n + 1 < sizeof digits; c++) {
        bool dropped =
            *c == ',' || isspace((unsigned char)*c) || (unsigned char)*c == 0xC2 || (unsigned char)*c == 0xA3;
        if (!dropped)
            digits[n++] = *c;
    }
    digits[n] = '\0';
    if (n == 0 || strspn(digits, "0123456789.-+%") != n)
        return NAN;
    double value = strtod(digits, &end);
    if (strcmp(end, "%") == 0)
        return value / PER_CENT;
    return end != digits && *end == '\0' ? value : NAN;
}

/* What is wrong with an answer, or NULL; the answer is kept as a configuration writes it. */
static const char *judge_answer(struct question *q, const char *text) {
    double value = read_answer(text);
    if (isnan(value))
        return "that is no number";
    if (value < q->low || value > q->high)
        return "that is out of range";
    if (q->whole && value != floor(value))
        return "a whole number is meant";
    snprintf(q->answer, sizeof q->answer, q->whole ? "%.0f" : "%.10g", value);
    if (!q->whole && !strpbrk(q->answer, ".e"))
        strcat(q->answer, ".0"); // NOLINT(clang-analyzer-security.insecureAPI.strcpy): ten digits leave room
    return NULL;
}

/* "(0 to 1,000,000)" */
static void add_range(struct text_buf *out, const struct question *q) {
    text_append(out, "(");
    prose_number(out, q->low, 0, q->low == floor(q->low) ? 0 : PLACES);
    text_append(out, " to ");
    prose_number(out, q->high, 0, q->high == floor(q->high) ? 0 : PLACES);
    text_append(out, ")");
}

static bool print_question(const struct question *q, int number) {
    struct text_buf text = {0}, words = {0};
    char first[16];
    snprintf(first, sizeof first, "%2d. ", number);
    text_appendf(&words, "%.*s", q->n_words, q->words);
    add_range(&words, q);
    prose_join(&text, first, "    ", &words);
    text_appendf(&text, "    [%.*s] ", q->n_value, q->value);
    bool printed = command_print(&text);
    text_free(&text);
    return printed;
}

static bool print_wrong(const struct question *q, const char *wrong) {
    struct text_buf text = {0};
    text_appendf(&text, "    %s; a number in ", wrong);
    add_range(&text, q);
    text_appendf(&text, ", or nothing for [%.*s]\n", q->n_value, q->value);
    bool printed = command_print(&text);
    text_free(&text);
    return printed;
}

/* Asks until the answer will do. False: the input ended, or nothing can be printed. */
static bool ask(struct question *q, int number) {
    char line[ANSWER];
    const char *wrong = NULL;
    do {
        if (!print_question(q, number))
            return false;
        if (!fgets(line, sizeof line, stdin)) {
            fprintf(stderr, "\nsibyl: the answers ended before question %d; nothing is written\n", number);
            return false;
        }
        line[strcspn(line, "\r\n")] = '\0';
        if (!isatty(STDIN_FILENO))
            printf("%s\n", line);
        if (line[strspn(line, " \t")] == '\0')
            snprintf(line, sizeof line, "%.*s", q->n_value, q->value);
        wrong = judge_answer(q, line);
        if (wrong && !print_wrong(q, wrong))
            return false;
    } while (wrong);
    return true;
}

/* ---- The file ---- */

static void say_not_written(const char *path) {
    fprintf(stderr, "sibyl: %s: %s\n", path,
            errno == EEXIST ? "there is a file of this name already; it is left as it is" : strerror(errno));
}

/* Whether the file can be written: found out before twenty questions are answered in vain. */
static bool can_be_written(const char *path) {
    FILE *f = fopen(path, "wx");
    if (!f) {
        say_not_written(path);
        return false;
    }
    (void)fclose(f);
    (void)remove(path);
    return true;
}

static bool write_file(const char *path, const struct question *q, const char *rest, size_t size) {
    FILE *f = fopen(path, "wx");
    bool written = f != NULL;
    for (int i = 0; written && i < QUESTIONS; i++)
        written = fprintf(f, "%.*s%s%.*s\n", q[i].n_before, q[i].before, q[i].answer, q[i].n_after, q[i].after) > 0;
    written = written && fwrite(rest, 1, size, f) == size;
    if (f)
        written &= fclose(f) == 0;
    if (!written)
        say_not_written(path);
    return written;
}

/* Whether the answers together make a scheme; faults are said. */
static bool makes_scheme(const char *path) {
    int code;
    struct options o = {.argument = path};
    struct scheme *s = command_open(&o, false, &code);
    scheme_close(s);
    return s != NULL;
}

int cmd_ask(int argc, char **argv) {
    struct options o;
    struct question q[QUESTIONS];
    const char *rest;
    const struct template *t = find_template();
    options_read(&o, "ask", "FILE", true, OPTIONS_NONE,
                 "Asks twenty questions and writes a small provider's configuration (default small-provider.cfg).",
                 argc, argv);
    const char *path = o.argument ? o.argument : TEMPLATE ".cfg";
    if (!t || !read_questions(t, q, &rest))
        return EXIT_NOT_DONE;
    if (!can_be_written(path))
        return EXIT_NOT_DONE;
    for (int i = 0; i < QUESTIONS; i++) {
        if (!ask(&q[i], i + 1))
            return EXIT_NOT_DONE;
    }
    if (!write_file(path, q, rest, t->size - (size_t)(rest - (const char *)t->text)))
        return EXIT_NOT_DONE;
    printf("\nWritten: %s\n", path);
    if (!makes_scheme(path)) {
        fprintf(stderr, "sibyl: the answers do not go together, as said above; change them, or its months, in %s\n",
                path);
        return EXIT_WRONG;
    }
    printf("Now: sibyl afford %s --provider \"Our charity\"\n", path);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_NOT_DONE;
}
