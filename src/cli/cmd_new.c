/* sibyl new: a worked configuration to start from. */
#include "cli/commands.h"
#include "cli/templates.h"

#include "report/prose.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The first comment line of a template says what it is. */
static void list_templates(struct text_buf *text) {
    text_append(text, "Templates, each a worked scheme with its sources:\n\n");
    for (int i = 0; i < n_templates; i++) {
        const char *line = (const char *)templates[i].text;
        const char *end = memchr(line, '\n', templates[i].size);
        if (templates[i].size > 0 && *line != '#') {
            line = memmem(line, templates[i].size, "\n#", 2);
            line = line ? line + 1 : end;
            end = memchr(line, '\n', templates[i].size - (size_t)(line - (const char *)templates[i].text));
        }
        line += strspn(line, "# ");
        struct text_buf words = {0};
        text_appendf(text, "  %s\n", templates[i].name);
        text_appendf(&words, "%.*s", end > line ? (int)(end - line) : 0, line);
        prose_join(text, "      ", "      ", &words);
    }
    text_append(text, "\nsibyl new NAME writes NAME.cfg into this folder.\n");
}

static int write_template(const struct template *t) {
    char path[256];
    snprintf(path, sizeof path, "%s.cfg", t->name);
    FILE *f = fopen(path, "wx");
    bool written = f && fwrite(t->text, 1, t->size, f) == t->size;
    written &= f && fclose(f) == 0;
    if (!written) {
        const char *why =
            errno == EEXIST ? "there is a file of this name already; it is left as it is" : strerror(errno);
        fprintf(stderr, "sibyl: %s: %s\n", path, why);
        return EXIT_NOT_DONE;
    }
    struct text_buf text = {0};
    text_appendf(&text, "Written: %s\nRead it, change what is yours, then: sibyl run %s\n", path, path);
    bool printed = command_print(&text);
    text_free(&text);
    return printed ? EXIT_DONE : EXIT_NOT_DONE;
}

int cmd_new(int argc, char **argv) {
    struct options o;
    options_read(&o, "new", "TEMPLATE", true, OPTIONS_NONE,
                 "Writes a worked configuration to start from; without a name, lists them.", argc, argv);
    for (int i = 0; o.argument && i < n_templates; i++) {
        if (strcmp(templates[i].name, o.argument) == 0)
            return write_template(&templates[i]);
    }
    struct text_buf text = {0};
    list_templates(&text);
    bool known = !o.argument, printed = true;
    if (known)
        printed = command_print(&text);
    else
        fprintf(stderr, "sibyl: there is no template \"%s\"\n%s", o.argument, text.data);
    text_free(&text);
    return !known ? EXIT_WRONG : printed ? EXIT_DONE : EXIT_NOT_DONE;
}
