/* Terms of a contract: each is read by the table of its payment mechanism and by that of all terms. */
#include "config/reader.h"

#include "scheme/term.h"

#include <string.h>

#define PAY_KEY "pay"

static const char *kinds_in_words(struct reader *r) {
    const char *words = "";
    for (int i = 0; term_kinds[i]; i++) {
        words = reader_text(r, "%s%s%s", words, i > 0 ? ", " : "", term_kinds[i]->pay);
    }
    return words;
}

static void fault_unknown_kind(struct reader *r, const struct node *pay, const char *path) {
    int n = 0;
    while (term_kinds[n]) {
        n++;
    }
    const char **words = reader_alloc(r, (size_t)n + 1, sizeof(*words));
    for (int i = 0; words && i < n; i++) {
        words[i] = term_kinds[i]->pay;
    }
    const char *near = words ? reader_nearest(r, pay->text, words, n) : NULL;
    if (near) {
        reader_fault(r, pay, path, "no payment mechanism is called \"%s\"; did you mean \"%s\"?", pay->text, near);
    } else {
        reader_fault(r, pay, path, "no payment mechanism is called \"%s\"; there are %s", pay->text, kinds_in_words(r));
    }
}

static const struct term_kind *kind_of_term(struct reader *r, const struct node *term, const char *path) {
    const struct node *pay = tree_child(term, PAY_KEY);
    const char *inside = reader_path(r, path, PAY_KEY);
    if (!pay) {
        reader_fault(r, term, inside, "is missing: the payment mechanism, one of %s", kinds_in_words(r));
        return NULL;
    }
    if (pay->kind != NODE_TEXT) {
        reader_fault(r, pay, inside, "is %s; a payment mechanism is meant, one of %s", tree_kind_words(pay),
                     kinds_in_words(r));
        return NULL;
    }
    const struct term_kind *kind = term_kind_find(pay->text);
    if (!kind) {
        fault_unknown_kind(r, pay, inside);
    }
    return kind;
}

static void fill_term(struct reader *r, const struct node *group, const char *path, struct term *term) {
    static const char *const extra[] = {PAY_KEY, NULL};
    const struct term_kind *kind = kind_of_term(r, group, path);
    if (kind) {
        const struct param_table *tables[] = {kind->table, &term_table};
        reader_refuse_unknown(r, tables, 2, extra, group, path);
        term->kind = kind;
        term->settings = reader_alloc(r, 1, kind->table->size);
    }
    if (term->settings) {
        reader_fill_rows(r, kind->table, group, path, term->settings);
    }
    reader_fill_rows(r, &term_table, group, path, term);
    term->place = (struct place){group->file, group->line, path};
}

void read_terms(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    (void)param;
    struct any_list list = {0};
    if (value && value->kind != NODE_LIST && value->kind != NODE_GROUP) {
        reader_fault(r, value, path, "is %s; a list of terms is meant: ( { pay = \"...\"; ... }, ... )",
                     tree_kind_words(value));
        value = NULL;
    }
    struct term *terms = value ? reader_alloc(r, (size_t)reader_count_items(value), sizeof(*terms)) : NULL;
    const struct node *item = terms ? reader_first_item(value) : NULL;
    for (; item; item = value->kind == NODE_LIST ? item->next : NULL) {
        const char *inside = reader_path_at(r, path, list.n);
        if (item->kind == NODE_GROUP) {
            fill_term(r, item, inside, &terms[list.n]);
        } else {
            reader_fault(r, item, inside, "is %s; a group is meant: { pay = \"...\"; ... }", tree_kind_words(item));
        }
        list.n++;
    }
    list.items = terms;
    memcpy(member, &list, sizeof(list));
}
