/* Settings of a single value: texts, flags, numbers, amounts, choices, and lists of plain numbers. */
#include "config/reader.h"

#include "base/calendar.h"
#include "base/text.h"
#include "config/inputs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Doubles hold whole numbers exactly up to here. */
#define EXACT_MAX 9007199254740992.0
#define PENCE_IN_UNIT 100.0
/* Digits that every double keeps, and those that tell any two apart. */
#define MANY_DIGITS 15
#define ALL_DIGITS 17
/* Larger numbers are written with an exponent. */
#define GROUPED_MAX 1e15
/* Where whole numbers of 64 bits end: a limit that needs no saying. */
#define LONG_END 9223372036854775807.0

/* ---- Numbers in words ---- */

/* Puts a comma between thousands of the whole number in `digits`. */
static void group_thousands(const char *digits, char words[NUMBER_WORDS]) {
    size_t length = strlen(digits);
    size_t out = 0;
    for (size_t i = 0; i < length && out + 2 < NUMBER_WORDS; i++) {
        bool starts_group = i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-';
        if (starts_group) {
            words[out++] = ',';
        }
        words[out++] = digits[i];
    }
    words[out] = '\0';
}

/* The fewest digits that give the number back. */
static void shortest(double number, char digits[NUMBER_WORDS]) {
    for (int precision = MANY_DIGITS; precision <= ALL_DIGITS; precision++) {
        snprintf(digits, NUMBER_WORDS, "%.*g", precision, number);
        if (strtod(digits, NULL) == number) {
            return;
        }
    }
}

const char *number_words(double number, char words[NUMBER_WORDS]) {
    char digits[NUMBER_WORDS];
    if (fabs(number) < 1 || fabs(number) > GROUPED_MAX) {
        shortest(number, words);
        return words;
    }
    shortest(number, digits);
    char part[NUMBER_WORDS] = "";
    char *point = strchr(digits, '.');
    if (point) {
        snprintf(part, sizeof(part), "%s", point);
    }
    snprintf(digits, sizeof(digits), "%.0f", trunc(number));
    group_thousands(digits, words);
    strncat(words, part, NUMBER_WORDS - strlen(words) - 1);
    return words;
}

/* ---- Numbers ---- */

bool reader_is_number(struct reader *r, const struct node *value, const char *path, const char *wanted) {
    if (value->kind == NODE_WHOLE || value->kind == NODE_NUMBER) {
        return true;
    }
    if (value->kind == NODE_TEXT) {
        reader_fault(r, value, path, "is a text; %s is meant, without quotes", wanted);
    } else {
        reader_fault(r, value, path, "is %s; %s is meant", tree_kind_words(value), wanted);
    }
    return false;
}

/* A row without a range has 0 at both ends. */
static bool has_range(const struct param *param) { return param->min < param->max; }

bool reader_in_range(struct reader *r, const struct param *param, double number, const struct node *at,
                     const char *path) {
    if (!has_range(param) || (number >= param->min && number <= param->max)) {
        return true;
    }
    char given[NUMBER_WORDS];
    char low[NUMBER_WORDS];
    char high[NUMBER_WORDS];
    number_words(number, given);
    number_words(param->min, low);
    number_words(param->max, high);
    if (param->max >= LONG_END) {
        reader_fault(r, at, path, "is %s; it is at least %s", given, low);
    } else if (isinf(param->min)) {
        reader_fault(r, at, path, "is %s; it is at most %s", given, high);
    } else {
        reader_fault(r, at, path, "is %s; it is from %s to %s", given, low, high);
    }
    return false;
}

int64_t reader_whole(struct reader *r, const struct param *param, const struct node *value, const char *path,
                     int64_t otherwise) {
    if (!reader_is_number(r, value, path, "a whole number")) {
        return otherwise;
    }
    if (value->kind == NODE_NUMBER) {
        char words[NUMBER_WORDS];
        bool whole = value->number == floor(value->number) && fabs(value->number) <= EXACT_MAX;
        snprintf(words, sizeof(words), whole ? "%.0f" : "%.10g", value->number);
        reader_fault(r, value, path,
                     whole ? "is written with a point or an exponent; write the whole number %s"
                           : "is %s; a whole number is meant",
                     words);
        return otherwise;
    }
    return reader_in_range(r, param, value->number, value, path) ? value->whole : otherwise;
}

static double fallback_or_zero(const struct param *param) { return isnan(param->fallback) ? 0 : param->fallback; }

void read_whole(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    int whole = (int)fallback_or_zero(param);
    if (value) {
        int64_t given = reader_whole(r, param, value, path, whole);
        bool fits = given >= INT32_MIN && given <= INT32_MAX;
        if (!fits) {
            reader_fault(r, value, path, "is %lld; it is at most %d", (long long)given, INT32_MAX);
        }
        whole = fits ? (int)given : whole;
        input_add(r, param, value, path, whole);
    }
    memcpy(member, &whole, sizeof(whole));
}

void read_long(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    int64_t whole = (int64_t)fallback_or_zero(param);
    if (value) {
        whole = reader_whole(r, param, value, path, whole);
    }
    memcpy(member, &whole, sizeof(whole));
}

void read_number(struct reader *r, const struct param *param, const struct node *value, const char *path,
                 void *member) {
    double number = fallback_or_zero(param);
    if (value && reader_is_number(r, value, path, "a number") &&
        reader_in_range(r, param, value->number, value, path)) {
        number = value->number;
        input_add(r, param, value, path, number);
    }
    memcpy(member, &number, sizeof(number));
}

/* ---- Amounts ---- */

money reader_money(struct reader *r, const struct param *param, const struct node *value, const char *path) {
    static const double most = (double)MONEY_MAX / PENCE_IN_UNIT;
    if (!reader_is_number(r, value, path, "an amount") || !reader_in_range(r, param, value->number, value, path)) {
        return 0;
    }
    char words[NUMBER_WORDS];
    if (fabs(value->number) > most) {
        char limit[NUMBER_WORDS];
        reader_fault(r, value, path, "is %s; an amount is at most %s", number_words(value->number, words),
                     number_words(most, limit));
        return 0;
    }
    money pence = (money)llround(value->number * PENCE_IN_UNIT);
    /* A number of two decimals is the one nearest to a whole number of pence, exactly. */
    if ((double)pence / PENCE_IN_UNIT != value->number) {
        reader_fault(r, value, path, "is %s; an amount has at most two decimals, such as %.2f",
                     number_words(value->number, words), (double)pence / PENCE_IN_UNIT);
        return 0;
    }
    return pence;
}

void read_money(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    money amount = (money)llround(fallback_or_zero(param) * PENCE_IN_UNIT);
    if (value) {
        amount = reader_money(r, param, value, path);
        input_add(r, param, value, path, (double)amount / PENCE_IN_UNIT);
    }
    memcpy(member, &amount, sizeof(amount));
}

/* ---- Lists of numbers ---- */

/* An item must be a number; a list stands in for itself where its value is no list. */
static struct numbers numbers_of(struct reader *r, const struct param *param, const struct node *value,
                                 const char *path) {
    struct numbers numbers = {0};
    if (value->kind == NODE_GROUP || value->kind == NODE_TEXT || value->kind == NODE_FLAG) {
        reader_fault(r, value, path, "is %s; a list of numbers is meant: [0.5, 0.3, 0.2]", tree_kind_words(value));
        return numbers;
    }
    int n = reader_count_items(value);
    numbers.items = reader_alloc(r, (size_t)n, sizeof(double));
    const struct node *item = reader_first_item(value);
    for (int i = 0; numbers.items && i < n; i++, item = item->next) {
        const char *inside = value->kind == NODE_LIST ? reader_path_at(r, path, i) : path;
        if (!reader_is_number(r, item, inside, "a number") || !reader_in_range(r, param, item->number, item, inside)) {
            continue;
        }
        numbers.items[i] = item->number;
        input_add(r, param, item, inside, item->number);
    }
    numbers.n = numbers.items ? n : 0;
    return numbers;
}

void read_numbers(struct reader *r, const struct param *param, const struct node *value, const char *path,
                  void *member) {
    struct numbers numbers = {0};
    if (value) {
        numbers = numbers_of(r, param, value, path);
    }
    memcpy(member, &numbers, sizeof(numbers));
}

void read_texts(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    (void)param;
    struct any_list texts = {0};
    const char **items = value ? reader_alloc(r, (size_t)reader_count_items(value) + 1, sizeof(*items)) : NULL;
    const struct node *item = items ? reader_first_item(value) : NULL;
    for (; item; item = value->kind == NODE_LIST ? item->next : NULL) {
        const char *inside = value->kind == NODE_LIST ? reader_path_at(r, path, texts.n) : path;
        items[texts.n] = item->kind == NODE_TEXT ? item->text : "";
        if (item->kind != NODE_TEXT) {
            reader_fault(r, item, inside, "is %s; a text in quotes is meant", tree_kind_words(item));
        }
        texts.n++;
    }
    texts.items = items;
    memcpy(member, &texts, sizeof(texts));
}

void read_matrix(struct reader *r, const struct param *param, const struct node *value, const char *path,
                 void *member) {
    struct any_list rows = {0};
    if (value && value->kind != NODE_LIST) {
        reader_fault(r, value, path, "is %s; a list of rows is meant: ( [1.0, 0.3], [0.3, 1.0] )",
                     tree_kind_words(value));
        value = NULL;
    }
    struct numbers *items = value ? reader_alloc(r, (size_t)value->n, sizeof(struct numbers)) : NULL;
    const struct node *row = items ? value->first : NULL;
    for (; row; row = row->next) {
        items[rows.n] = numbers_of(r, param, row, reader_path_at(r, path, rows.n));
        rows.n++;
    }
    rows.items = items;
    memcpy(member, &rows, sizeof(rows));
}

/* ---- Flags, choices, texts ---- */

void read_flag(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    bool flag = fallback_or_zero(param) != 0;
    if (value && value->kind != NODE_FLAG) {
        reader_fault(r, value, path, "is %s; write true or false", tree_kind_words(value));
    } else if (value) {
        flag = value->flag;
    }
    memcpy(member, &flag, sizeof(flag));
}

static const char *all_words(struct reader *r, const char *const *words) {
    const char *all = "";
    for (int i = 0; words[i]; i++) {
        all = reader_text(r, "%s%s\"%s\"", all, i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
    }
    return all;
}

void read_choice(struct reader *r, const struct param *param, const struct node *value, const char *path,
                 void *member) {
    const char *const *words = param->detail;
    int choice = (int)fallback_or_zero(param);
    if (value && value->kind != NODE_TEXT) {
        reader_fault(r, value, path, "is %s; write %s", tree_kind_words(value), all_words(r, words));
    } else if (value) {
        int found = 0;
        while (words[found] && strcmp(words[found], value->text) != 0) {
            found++;
        }
        if (words[found]) {
            choice = found;
        } else {
            reader_fault(r, value, path, "is \"%s\"; write %s", value->text, all_words(r, words));
        }
    }
    memcpy(member, &choice, sizeof(choice));
}

void read_text(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    const char *text = NULL;
    if (value && value->kind != NODE_TEXT) {
        reader_fault(r, value, path, "is %s; a text is meant, in quotes: \"...\"", tree_kind_words(value));
    } else if (value && param->required && value->text[0] == '\0') {
        reader_fault(r, value, path, "is empty; write %s", param->help);
    } else if (value) {
        text = value->text;
    }
    /* A text that is required is never NULL, so that what comes after may look at it. */
    text = text || !param->required ? text : "";
    memcpy(member, &text, sizeof(text));
}

void read_month(struct reader *r, const struct param *param, const struct node *value, const char *path, void *member) {
    (void)param;
    struct month_of_year month = {0};
    const char *reason = NULL;
    if (value && value->kind != NODE_TEXT) {
        reader_fault(r, value, path, "is %s; a month is meant, in quotes: \"2012-04\"", tree_kind_words(value));
    } else if (value && !month_parse(value->text, &month, &reason)) {
        reader_fault(r, value, path, "is \"%s\": %s; a month is written \"2012-04\"", value->text, reason);
    }
    memcpy(member, &month, sizeof(month));
}

/* ---- As written ---- */

static void write_quoted(struct text_buf *out, const char *text) {
    text_append(out, "\"");
    while (*text) {
        size_t plain = strcspn(text, "\"\\");
        text_appendf(out, "%.*s", (int)plain, text);
        text += plain;
        if (*text) {
            text_appendf(out, "\\%c", *text++);
        }
    }
    text_append(out, "\"");
}

static void write_single(struct text_buf *out, const struct node *value) {
    if (value->kind == NODE_WHOLE) {
        text_appendf(out, "%lld", (long long)value->whole);
    } else if (value->kind == NODE_NUMBER) {
        text_appendf(out, "%.17g", value->number);
    } else if (value->kind == NODE_FLAG) {
        text_append(out, value->flag ? "true" : "false");
    } else {
        write_quoted(out, value->text);
    }
}

/* As deep as the text is nested, which syntax_check() limits. */
static void write_node(struct text_buf *out, const struct node *value) {
    bool group = value->kind == NODE_GROUP;
    if (!group && value->kind != NODE_LIST) {
        write_single(out, value);
        return;
    }
    text_append(out, group ? "{ " : "( ");
    for (const struct node *child = value->first; child; child = child->next) {
        if (group) {
            text_appendf(out, "%s = ", child->key);
        }
        write_node(out, child);
        text_append(out, group ? "; " : child->next ? ", " : " ");
    }
    text_append(out, group ? "}" : ")");
}

void read_written(struct reader *r, const struct param *param, const struct node *value, const char *path,
                  void *member) {
    (void)param;
    (void)path;
    const char *text = NULL;
    if (value) {
        struct text_buf out = {0};
        write_node(&out, value);
        text = reader_text(r, "%s", out.data ? out.data : "");
        r->result = out.failed ? SIBYL_ERR_NO_MEMORY : r->result;
        text_free(&out);
    }
    memcpy(member, &text, sizeof(text));
}
