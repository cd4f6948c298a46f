/* What the reader's parts share: filling a scheme from a tree of settings, driven by the tables of base/param.h. */
#ifndef SIBYL_CONFIG_READER_H
#define SIBYL_CONFIG_READER_H

#include "base/param.h"
#include "config/tree.h"
#include "scheme/scheme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A thing that has a name. node: where it was given it; made: it is a party of kind `made` that stands in no list and
 * was made by being named (else NONE). */
struct named {
    const char *name;
    const struct node *node;
    int made;
};
struct names {
    int n, room;
    struct named *items;
};

/*   file       the configuration, beside which csv files are looked for
 *   result     SIBYL_OK until something fails that is no fault of the input
 *   names      by enum name_kind: what bears a name, in the order of the scheme's arrays
 *   rooms      how many quantities, inputs and files there is room for
 *   suggestions  how many were made */
struct reader {
    struct scheme *scheme;
    struct diag *diag;
    struct arena *arena;
    const char *file;
    status result;
    struct names names[NAME_KINDS];
    int quantities_room, inputs_room, files_room;
    int suggestions;
};

/* Reads one setting into the member at `member`.
 *   value  as written, or NULL when it was left out
 *   path   of the setting, owned by the arena */
typedef void read_rule(struct reader *r, const struct param *param, const struct node *value, const char *path,
                       void *member);

/* ---- reader.c ---- */

/* Reports a fault where a node stands. */
__attribute__((format(printf, 4, 5))) void reader_fault(struct reader *r, const struct node *at, const char *path,
                                                        const char *format, ...);

/* Memory of the scheme, zeroed; NULL when there is none left (and r->result says so). */
void *reader_alloc(struct reader *r, size_t n, size_t size);

/* Makes room for one more of n items of `size` bytes in *items, which moves when *room is full; false when there is no
 * memory left. */
bool reader_grow(struct reader *r, void **items, int n, int *room, size_t size);

/* A copy of a formatted text in the scheme's memory; "" when there is none left. */
__attribute__((format(printf, 2, 3))) const char *reader_text(struct reader *r, const char *format, ...);

/* The path of what `part` means inside `path`: a name that is no plain word is quoted. */
const char *reader_path(struct reader *r, const char *path, const char *part);
const char *reader_path_at(struct reader *r, const char *path, int index);

/* The word nearest to a misspelt one, or NULL; NULL too after so many that nobody reads on. */
const char *reader_nearest(struct reader *r, const char *word, const char *const *words, int n);

/* Fills an item by its table.
 *   group  as written, NULL to fill in what the table says of an item that was left out
 *   item   zeroed, table->size bytes */
void reader_fill(struct reader *r, const struct param_table *table, const struct node *group, const char *path,
                 void *item);

/* The same without refusing keys that the table does not know (two tables share a group). */
void reader_fill_rows(struct reader *r, const struct param_table *table, const struct node *group, const char *path,
                      void *item);

/* Refuses the keys of a group that none of the tables knows (n of them; `extra` NULL-ended words are known too), with
 * what was probably meant. */
void reader_refuse_unknown(struct reader *r, const struct param_table *const *tables, int n, const char *const *extra,
                           const struct node *group, const char *path);

/* A list of `size` bytes each, as LIST_OF declares them. */
struct any_list {
    int n;
    void *items;
};

/* The items of a list, or the node itself where one group stands for a list of one. */
const struct node *reader_first_item(const struct node *list);
int reader_count_items(const struct node *list);

/* The path of an item: by its name where its table's items have names and this one has a sound one, else by its number. */
const char *reader_item_path(struct reader *r, const struct param_table *table, const struct node *item,
                             const char *path, int index);

/* ---- The rules by type ---- */

extern read_rule *const reader_rules[PARAM_TYPES];

read_rule read_text, read_written, read_month, read_flag, read_whole, read_long, read_number, read_money, read_choice,
    read_texts, read_numbers, read_matrix;                                        /* single.c */
read_rule read_ref, read_refs;                                                    /* names.c */
read_rule read_quantity, read_by_group, read_by_outcome, read_by_year, read_rate; /* quantities.c */
read_rule read_series, read_delay, read_drawdown;                                 /* months.c */
read_rule read_group, read_list;                                                  /* reader.c */
read_rule read_terms;                                                             /* terms.c */
read_rule read_loans;                                                             /* loans.c */

/* ---- single.c ---- */

/* Whether a node is a number; else says what it is. `wanted` as in "a number". */
bool reader_is_number(struct reader *r, const struct node *value, const char *path, const char *wanted);

/* Whether a number is in a setting's range; else says the range. */
bool reader_in_range(struct reader *r, const struct param *param, double number, const struct node *at,
                     const char *path);

/* A whole number from a node, or `otherwise` and a fault. */
int64_t reader_whole(struct reader *r, const struct param *param, const struct node *value, const char *path,
                     int64_t otherwise);

/* An amount in whole pence, 0 and a fault where it has parts of a penny or is out of range. */
money reader_money(struct reader *r, const struct param *param, const struct node *value, const char *path);

/* Room for any number in words. */
#define NUMBER_WORDS 64

/* "1,650.5" into `words`; returns it. */
const char *number_words(double number, char words[NUMBER_WORDS]);

/* ---- names.c ---- */

/* First pass: the names of everything in the root's lists, so that settings may refer forward. */
void names_collect(struct reader *r, const struct param_table *table, const struct node *root);

/* The same for the lists inside one group (a bond's tranches): replaces the names of those kinds. */
void names_collect_inside(struct reader *r, const struct param_table *table, const struct node *group);

/* Refuses names in a list that are unsafe, or alike. */
void names_check_list(struct reader *r, const struct node *list, const char *path);

/* Index of a name, or NONE. */
int names_find(const struct reader *r, enum name_kind kind, const char *name);

/* Says that nothing of the kind bears the name, and which was probably meant. */
void names_fault_unknown(struct reader *r, enum name_kind kind, const char *name, const struct node *at,
                         const char *path);

/* Adds the parties that were only named, and the funds, to the scheme. */
void names_finish(struct reader *r);

/* ---- quantities.c ---- */

/* Makes a quantity of a number or law as written; NONE and a fault where it is neither. min and max as in a param. */
int quantity_read(struct reader *r, const struct param *param, const struct node *value, const char *path);

/* The quantity of a number that stands in no file (a default); the same number is one quantity. */
int quantity_default(struct reader *r, const struct param *param, double number);

/* Refuses random quantities whose streams are the same. */
void quantities_check_streams(struct reader *r);

#endif
