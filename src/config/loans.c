/* Loans: each is read by the table of all loans and by that of its form of repayment. */
#include "config/reader.h"

#include "scheme/repayment.h"

#include <string.h>

#define FORM_KEY "repayment"

static const char *forms_in_words(struct reader *r) {
    const char *words = "";
    for (int i = 0; repayments[i]; i++) {
        words = reader_text(r, "%s%s%s", words, i > 0 ? ", " : "", repayments[i]->word);
    }
    return words;
}

static const struct repayment *form_of_loan(struct reader *r, const struct node *loan, const char *path) {
    const struct node *word = tree_child(loan, FORM_KEY);
    const char *inside = reader_path(r, path, FORM_KEY);
    if (!word) {
        reader_fault(r, loan, inside, "is missing: how the loan is paid back, one of %s", forms_in_words(r));
        return NULL;
    }
    if (word->kind != NODE_TEXT) {
        reader_fault(r, word, inside, "is %s; a form of repayment is meant, one of %s", tree_kind_words(word),
                     forms_in_words(r));
        return NULL;
    }
    const struct repayment *form = repayment_find(word->text);
    if (!form) {
        reader_fault(r, word, inside, "no form of repayment is called \"%s\"; there are %s", word->text,
                     forms_in_words(r));
    }
    return form;
}

static void fill_loan(struct reader *r, const struct param_table *table, const struct node *group, const char *path,
                      struct loan *loan) {
    static const char *const extra[] = {FORM_KEY, NULL};
    const struct repayment *form = form_of_loan(r, group, path);
    if (form) {
        const struct param_table *tables[] = {table, form->table};
        reader_refuse_unknown(r, tables, 2, extra, group, path);
        loan->repayment = form;
        loan->settings = reader_alloc(r, 1, form->table->size);
    }
    if (loan->settings) {
        reader_fill_rows(r, form->table, group, path, loan->settings);
    }
    reader_fill_rows(r, table, group, path, loan);
}

void read_loans(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    const struct param_table *table = param->detail;
    struct any_list list = {0};
    if (value && value->kind != NODE_LIST && value->kind != NODE_GROUP) {
        reader_fault(r, value, path, "is %s; a list of loans is meant: ( { name = \"...\"; ... }, ... )",
                     tree_kind_words(value));
        value = NULL;
    }
    if (value) {
        names_check_list(r, value, path);
    }
    struct loan *loans = value ? reader_alloc(r, (size_t)reader_count_items(value), sizeof(*loans)) : NULL;
    const struct node *item = loans ? reader_first_item(value) : NULL;
    for (; item; item = value->kind == NODE_LIST ? item->next : NULL) {
        const char *inside = reader_item_path(r, table, item, path, list.n);
        if (item->kind == NODE_GROUP) {
            fill_loan(r, table, item, inside, &loans[list.n]);
        } else {
            reader_fault(r, item, inside, "is %s; a group is meant: { name = \"...\"; ... }", tree_kind_words(item));
            reader_fill_rows(r, table, NULL, inside, &loans[list.n]);
        }
        list.n++;
    }
    list.items = loans;
    memcpy(member, &list, sizeof(list));
}
