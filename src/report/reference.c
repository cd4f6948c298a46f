/* The reference of all keys of a configuration, as Markdown: the tables that the reader walks, written out. */
#include "config/quantities.h"
#include "report/setting.h"
#include "scheme/condition.h"
#include "scheme/repayment.h"
#include "scheme/term.h"
#include <sibyl/report.h>

#include <stdio.h>

#define WORDS_MAX 256
/* No table has more sections below it than this. */
#define SECTIONS_MAX 64

/* The tables already written: those that several sections share are written once. */
struct sections {
    const char *mark; /* of a heading: "##" */
    int n;
    const struct param_table *written[SECTIONS_MAX];
    struct text_buf *out;
};

static void add_row(const struct param *p, struct text_buf *out) {
    text_appendf(out, "| `%s` | ", p->name);
    setting_type(p, "`", out);
    text_append(out, " | ");
    setting_range(p, out);
    text_append(out, " | ");
    setting_default(p, "`", "**required**", out);
    text_appendf(out, " | %s |\n", p->help ? p->help : "");
}

static void add_rows(const struct param_table *t, struct text_buf *out) {
    text_append(out, "| key | what it is | range, unit | default | meaning |\n| --- | --- | --- | --- | --- |\n");
    for (int i = 0; i < t->n; i++) {
        for (int k = 0; t->params[i].type == PARAM_CONDITIONS && conditions[k]; k++)
            add_row(&conditions[k]->param, out);
        if (t->params[i].type != PARAM_CONDITIONS)
            add_row(&t->params[i], out);
    }
    text_append(out, "\n");
}

static bool is_new(struct sections *s, const struct param_table *t) {
    for (int i = 0; i < s->n; i++) {
        if (s->written[i] == t)
            return false;
    }
    if (s->n < SECTIONS_MAX)
        s->written[s->n++] = t;
    return true;
}

static void add_section(struct sections *s, const struct param_table *t, const char *path);

/* The section of the table that a row leads to, if it leads to one. */
static void add_below(struct sections *s, const struct param *p, const char *path) { // NOLINT(misc-no-recursion)
    char below[WORDS_MAX];
    for (int i = 0; p->type == PARAM_CONDITIONS && conditions[i]; i++)
        add_below(s, &conditions[i]->param, path);
    bool below_it = p->type == PARAM_GROUP || p->type == PARAM_LIST || p->type == PARAM_LOANS || p->type == PARAM_RATE;
    if (!below_it || !p->detail)
        return;
    snprintf(below, sizeof below, "%s%s%s", path, *path ? "." : "", p->name);
    add_section(s, p->detail, below);
}

/* One table under its path, then the tables below it. */
static void add_section(struct sections *s, const struct param_table *t,
                        const char *path) { // NOLINT(misc-no-recursion)
    if (!is_new(s, t))
        return;
    text_appendf(s->out, "%s %s\n\n", s->mark, *path ? path : "The file");
    if (t->help && *t->help)
        text_appendf(s->out, "%s.\n\n", t->help);
    add_rows(t, s->out);
    for (int i = 0; i < t->n; i++)
        add_below(s, &t->params[i], path);
}

static void add_laws(struct text_buf *out) {
    text_append(out, "## Quantities\n\nWherever a quantity is meant: a plain number, or `{ dist = \"LAW\"; …; }`, or "
                     "`{ value = NUMBER; …; }`.\n\n| law | parameters | meaning |\n| --- | --- | --- |\n");
    for (int i = 1; i < n_laws; i++) {
        text_appendf(out, "| `%s` | ", laws[i]->name);
        for (int k = 0; k < laws[i]->n_params; k++)
            text_appendf(out, "%s`%s`%s", k > 0 ? ", " : "", laws[i]->params[k].name,
                         laws[i]->params[k].required ? "" : " (may be left out)");
        text_appendf(out, " | %s |\n", laws[i]->help);
    }
    text_append(out, "\nAny of them may also have:\n\n");
    add_rows(&quantity_common_table, out);
}

static void add_terms(struct sections *s) {
    struct text_buf *out = s->out;
    text_append(out, "## Terms\n\nEach is `{ pay = \"WORD\"; …; }` in `contracts.terms`. All have:\n\n");
    add_rows(&term_table, out);
    s->mark = "####";
    for (int i = 0; term_kinds[i]; i++) {
        text_appendf(out, "### pay = \"%s\"\n\n%s.\n\n", term_kinds[i]->pay, term_kinds[i]->help);
        add_rows(term_kinds[i]->table, out);
        for (int k = 0; k < term_kinds[i]->table->n; k++)
            add_below(s, &term_kinds[i]->table->params[k], term_kinds[i]->pay);
    }
}

static void add_repayments(struct text_buf *out) {
    text_append(out,
                "## Repayment of loans\n\nEach of `loans` says `repayment = \"WORD\"`, and has the keys of that form "
                "beside those of all loans.\n\n");
    for (int i = 0; repayments[i]; i++) {
        text_appendf(out, "### repayment = \"%s\"\n\n%s.\n\n", repayments[i]->word, repayments[i]->help);
        if (repayments[i]->table->n > 0)
            add_rows(repayments[i]->table, out);
    }
}

/* What the tables' words for a value stand for. */
static const char forms[] =
    "# The configuration, key by key\n\n"
    "`sibyl keys` prints this page from the tables that the reader of configurations itself uses.\n\n"
    "A file is in libconfig's notation: `key = value;`, texts in double quotes, `{ }` for a group of settings, `( )` "
    "for "
    "a list, `#` for a comment, `@include \"FILE\"` for a part that several schemes share. Numbers that a reader is to "
    "find at once can stand in a group `numbers = { reserves = 20000.0; };` at the top and are used below as "
    "`\"$reserves\"`. Paths name things instead "
    "of "
    "counting them: `contracts.Subcontract.terms.0.price`. An **amount** is in the currency's main unit with at most "
    "two "
    "decimals. **By month** is a number, a quantity, spells `( { monthly = 3; from = 1; to = 45; }, … )`, or "
    "`{ csv = \"budget.csv\"; column = \"Salaries\"; sign = -1; }`, a row a month (where a column is called month, "
    "none "
    "may be left out). **One a group** is `{ opiate = 0.4; alcohol = 1.0; "
    "}`. "
    "A **delay** is whole months, a list of masses for 0, 1, 2, … months, or `{ mean = 9.0; spread = \"geometric\"; "
    "}`. "
    "A **drawdown** is `\"upfront\"`, `\"as_needed\"`, or `( { month = 1; amount = 200000.0; }, … )`.\n\n";

status report_keys(struct text_buf *out) {
    struct sections s = {.mark = "##", .out = out};
    text_append(out, forms);
    add_section(&s, &scheme_table, "");
    add_terms(&s);
    add_repayments(out);
    add_laws(out);
    return out->failed ? SIBYL_ERR_NO_MEMORY : SIBYL_OK;
}
