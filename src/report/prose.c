#include "report/prose.h"

#include "scheme/behaviour.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LINE_COLUMNS 80
#define LABEL_BYTES 32
#define PER_CENT 100.0
/* An exact rate this near to a whole number of per cent has no decimal. */
#define WHOLE_PER_CENT 1e-9
#define PER_MILLE 1000.0
/* Chances whose 95 % interval is wider than this many in a hundred are said as a range. */
#define WIDE_IN_100 3.0
/* Below this size an exact amount is shown with its pence. */
#define PENCE_BELOW 100.0

/* Adds digits of a rounded number that is not negative, thousands separated. */
static void add_grouped(struct text_buf *out, double number, int places) {
    char digits[400];
    int length = snprintf(digits, sizeof digits, "%.*f", places, number);
    int whole = (int)strcspn(digits, ".");
    for (int i = 0; i < length; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            text_appendf(out, ",");
        text_appendf(out, "%c", digits[i]);
    }
}

/* The place of the last digit worth showing: a power of ten not above se, at least 10^-places. */
static double last_place(double se, int places) {
    double least = pow(10.0, -places);
    if (!(se > least))
        return least;
    return pow(10.0, floor(log10(se)));
}

double prose_main_unit(money pence) { return (double)pence / PER_CENT; }

static int places_of(double place) { return place >= 1.0 ? 0 : (int)lround(-log10(place)); }

/* Rounds to a multiple of place; a result of nothing has no sign. */
static double rounded(double number, double place) {
    double result =
        place >= 1.0 ? round(number / place) * place : round(number * round(1.0 / place)) / round(1.0 / place);
    return result == 0.0 ? 0.0 : result;
}

void prose_number(struct text_buf *out, double number, double se, int places) {
    double place = last_place(se, places);
    double shown = rounded(number, place);
    text_appendf(out, "%s", shown < 0.0 ? "-" : "");
    add_grouped(out, fabs(shown), places_of(place));
}

void prose_money(struct text_buf *out, const char *symbol, double amount, double se) {
    bool pence = se <= 0.0 && fabs(amount) < PENCE_BELOW && amount != round(amount);
    double place = last_place(se, pence ? 2 : 0);
    double shown = rounded(amount, place);
    text_appendf(out, "%s%s", shown < 0.0 ? "-" : "", symbol);
    add_grouped(out, fabs(shown), pence ? 2 : 0);
}

void prose_rate(struct text_buf *out, double rate, double se) {
    bool whole = fabs(rate * PER_CENT - round(rate * PER_CENT)) < WHOLE_PER_CENT;
    prose_number(out, rate * PER_CENT, se * PER_CENT, whole && se <= 0.0 ? 0 : 1);
    text_appendf(out, "%%");
}

/* "in about 12 of 100 paths", or of 1,000 when it is rare and known that well. */
static void add_about(struct text_buf *out, double mean, double half_width) {
    double in_100 = mean * PER_CENT, in_1000 = mean * PER_MILLE;
    bool common = in_100 >= 2.0 && in_100 <= PER_CENT - 2.0;
    bool coarse = common || half_width * PER_MILLE > WIDE_IN_100;
    if (coarse && in_100 > PER_CENT - 1.0)
        text_appendf(out, "more than 99 of 100 paths");
    else if (coarse)
        text_appendf(out, "about %.0f of 100 paths", in_100 < 1.0 && mean > 0.0 ? 1.0 : round(in_100));
    else if (in_1000 < 1.0)
        text_appendf(out, "fewer than 1 of 1,000 paths");
    else if (in_1000 > PER_MILLE - 1.0)
        text_appendf(out, "more than 999 of 1,000 paths");
    else
        text_appendf(out, "about %.0f of 1,000 paths", round(in_1000));
}

void prose_share_of_paths(struct text_buf *out, double share, const double ci95[2], int64_t paths) {
    double low = ci95[0] * PER_CENT, high = ci95[1] * PER_CENT;
    if (share <= 0.0 || share >= 1.0) {
        text_appendf(out, "%s of the ", share > 0.0 ? "all" : "none");
        prose_number(out, (double)paths, 0.0, 0);
        text_appendf(out, " paths");
    } else if (high - low > WIDE_IN_100) {
        text_appendf(out, "%.0f to %.0f of 100 paths", floor(low), ceil(high));
    } else {
        add_about(out, share, (high - low) / (2.0 * PER_CENT));
    }
}

void prose_chance(struct text_buf *out, const struct metric *chance) {
    if (chance->paths == 1) {
        text_appendf(out, "%s", chance->mean > 0.0 ? "yes" : "no");
        return;
    }
    text_append(out, "in ");
    prose_share_of_paths(out, chance->mean, chance->ci95, chance->paths);
}

enum cell_kind prose_unit_kind(const struct results *r, const char *unit) {
    static const struct {
        const char *unit;
        enum cell_kind kind;
    } kinds[] = {{"1/year", CELL_RATE}, {"share", CELL_RATE},  {"probability", CELL_PROBABILITY},
                 {"count", CELL_MEAN},  {"months", CELL_MEAN}, {"month", CELL_MEAN}};
    if (strcmp(unit, r->currency) == 0)
        return CELL_MONEY;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(unit, kinds[i].unit) == 0)
            return kinds[i].kind;
    return CELL_NUMBER;
}

void prose_figure(struct text_buf *out, const struct results *r, const char *unit, double figure, double se) {
    switch (prose_unit_kind(r, unit)) {
    case CELL_MONEY:
        prose_money(out, r->symbol, figure, se);
        return;
    case CELL_RATE:
    case CELL_PROBABILITY:
    case CELL_PER_CENT:
        prose_rate(out, figure, se);
        return;
    case CELL_MEAN:
        prose_number(out, figure, se, fabs(figure) < PENCE_BELOW && figure != round(figure) ? 1 : 0);
        return;
    case CELL_EMPTY:
    case CELL_TEXT:
    case CELL_PENCE:
    case CELL_COUNT:
    case CELL_ORDINAL:
    case CELL_NUMBER:
    case CELL_PLAIN:
    case CELL_MONTH:
    case CELL_KINDS:
        prose_number(out, figure, se, 2);
    }
}

/* Words of interface names that are not written like other words. */
static const char *special_word(const char *word, size_t length) {
    static const struct {
        const char *word, *written;
    } specials[] = {{"irr", "IRR"}, {"npv", "NPV"}, {"pv", "present value"}, {"dscr", "debt service cover"}};
    for (size_t i = 0; i < sizeof specials / sizeof specials[0]; i++)
        if (strlen(specials[i].word) == length && strncmp(word, specials[i].word, length) == 0)
            return specials[i].written;
    return NULL;
}

static void add_first(struct text_buf *out, const char *word, size_t length) {
    bool small = word[0] >= 'a' && word[0] <= 'z';
    text_appendf(out, "%c%.*s", small ? word[0] - 'a' + 'A' : word[0], (int)length - 1, word + 1);
}

void prose_label(struct text_buf *out, const char *name) {
    for (const char *word = name; *word != 0;) {
        size_t length = strcspn(word, "_");
        const char *special = special_word(word, length);
        text_appendf(out, "%s", word == name ? "" : " ");
        if (word == name && length > 0)
            add_first(out, special ? special : word, special ? strlen(special) : length);
        else
            text_appendf(out, "%.*s", special ? (int)strlen(special) : (int)length, special ? special : word);
        word += length + (word[length] != 0);
    }
}

/* Columns that some bytes of UTF-8 take. */
static size_t columns(const char *text, size_t bytes) {
    size_t n = 0;
    for (size_t i = 0; i < bytes; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

void prose_wrap(struct text_buf *out, const char *first, const char *rest, const char *text) {
    size_t column = columns(first, strlen(first));
    bool begun = false;
    text_append(out, first);
    while (*text != 0) {
        size_t bytes = strcspn(text, " "), width = columns(text, bytes);
        if (begun && column + 1 + width > LINE_COLUMNS) {
            text_appendf(out, "\n%s", rest);
            column = columns(rest, strlen(rest));
            begun = false;
        }
        text_appendf(out, "%s%.*s", begun ? " " : "", (int)bytes, text);
        column += width + (begun ? 1 : 0);
        begun = true;
        text += bytes;
        text += strspn(text, " ");
    }
    text_append(out, "\n");
}

void prose_drop(struct text_buf *out, struct text_buf *helper) {
    out->failed = out->failed || helper->failed;
    text_free(helper);
}

void prose_join(struct text_buf *out, const char *first, const char *rest, struct text_buf *words) {
    prose_wrap(out, first, rest, prose_text(words));
    prose_drop(out, words);
}

void prose_what_if_words(struct text_buf *out, const struct scheme *s) {
    int n = behaviour_count(s);
    for (int i = 0; i < n; i++) {
        text_append(out, i > 0 ? "; " : "What if: ");
        behaviour_words(s, i, out);
    }
    if (n > 0)
        text_append(out, ". Every figure here supposes so; it is no forecast of what anybody will do.");
}

void prose_what_if(struct text_buf *out, const struct scheme *s) {
    struct text_buf words = {0};
    prose_what_if_words(&words, s);
    if (words.length == 0) {
        prose_drop(out, &words);
        return;
    }
    text_append(out, "\n");
    prose_join(out, "", "", &words);
}

const char *prose_party_kind(int kind) {
    static const char *const words[PARTY_KINDS] = {
        [PARTY_COMMISSIONER] = "commissioner", [PARTY_SPV] = "special-purpose vehicle",
        [PARTY_PRIME] = "prime contractor",    [PARTY_PROVIDER] = "provider",
        [PARTY_INVESTOR] = "investor",         [PARTY_LENDER] = "lender",
        [PARTY_GUARANTOR] = "guarantor",       [PARTY_ASSESSOR] = "assessor"};
    return kind >= 0 && kind < PARTY_KINDS ? words[kind] : "party";
}

double prose_month_number(struct month_of_year start, int month) {
    return (double)(start.year * MONTHS_IN_YEAR + start.month - 1 + month - 1);
}

void prose_month(struct text_buf *out, struct month_of_year start, int month) {
    char label[LABEL_BYTES];
    text_append(out, month_label(month_add(start, month - 1), label, sizeof label));
}
