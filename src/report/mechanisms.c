/* Every payment mechanism and every condition with its parameters, for a terminal: the tables that the reader uses. */
#include "report/prose.h"
#include "report/setting.h"
#include "scheme/condition.h"
#include "scheme/term.h"
#include <sibyl/report.h>

#include <stdio.h>

#define INDENT 4      /* columns that settings inside a setting stand further in */
#define INDENT_MAX 32 /* columns that a line can be set in */

/* Settings stand in by `depth` times INDENT. */
static void set_in(int depth, int more, char indent[INDENT_MAX]) {
    snprintf(indent, INDENT_MAX, "%*s", INDENT * depth + more, "");
}

/* "0 to 1 share, default 1": what follows the type of a setting. */
static void add_limits(const struct param *p, struct text_buf *words) {
    struct text_buf range = {0}, standard = {0};
    setting_range(p, &range);
    setting_default(p, "", "required", &standard);
    if (range.length > 0)
        text_appendf(words, "; %s", prose_text(&range));
    if (standard.length > 0)
        text_appendf(words, "; %s%s", p->required ? "" : "default ", prose_text(&standard));
    prose_drop(words, &range);
    prose_drop(words, &standard);
}

static bool has_settings(const struct param *p) {
    return (p->type == PARAM_GROUP || p->type == PARAM_LIST) && p->detail;
}

static void add_table(const struct param_table *t, int depth, struct text_buf *out);

/* One setting: its name, what may be written, its range and default; on the next line what it means; then those inside it. */
static void add_setting(const struct param *p, int depth, struct text_buf *out) { // NOLINT(misc-no-recursion)
    char indent[INDENT_MAX], further[INDENT_MAX];
    struct text_buf words = {0};
    set_in(depth, 0, indent);
    set_in(depth, 2, further);
    text_appendf(&words, "%s: ", p->name);
    if (has_settings(p))
        text_append(&words, p->type == PARAM_LIST ? "list of groups" : "group");
    else
        setting_type(p, "", &words);
    add_limits(p, &words);
    prose_join(out, indent, further, &words);
    prose_wrap(out, further, further, p->help);
    if (has_settings(p))
        add_table(p->detail, depth + 1, out);
}

static void add_table(const struct param_table *t, int depth, struct text_buf *out) { // NOLINT(misc-no-recursion)
    for (int i = 0; i < t->n; i++)
        add_setting(&t->params[i], depth, out);
}

static void add_term(const char *pay, const char *help, const struct param_table *table, struct text_buf *out) {
    struct text_buf words = {0};
    text_appendf(&words, "%s: %s", pay, help);
    text_append(out, "\n");
    prose_join(out, "", "  ", &words);
    add_table(table, 1, out);
}

static const char about_terms[] =
    "Payment mechanisms. A contract's terms are a list of { pay = \"WORD\"; ... }; each pays by its own settings, and "
    "all of them may have those of \"every term\".";
static const char about_conditions[] =
    "Conditions of a contract, in the order in which they act on what its terms have earned. Each is a key of the "
    "contract.";

status report_mechanisms(struct text_buf *out) {
    prose_wrap(out, "", "", about_terms);
    for (int i = 0; term_kinds[i]; i++)
        add_term(term_kinds[i]->pay, term_kinds[i]->help, term_kinds[i]->table, out);
    add_term("every term", term_table.help, &term_table, out);
    text_append(out, "\n");
    prose_wrap(out, "", "", about_conditions);
    for (int i = 0; conditions[i]; i++) {
        text_append(out, "\n");
        add_setting(&conditions[i]->param, 0, out);
    }
    return out->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}
