#include "config/syntax.h"

#include "config/lexer.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS 256

/* What may come next. */
enum expected {
    EXPECT_KEY,    /* a key, or the group's end */
    EXPECT_ASSIGN, /* = after a key */
    EXPECT_VALUE,  /* what a key is to have */
    EXPECT_ITEM,   /* an item of a list, or its end while it is empty */
    EXPECT_AFTER   /* what ends a value: ; or , or the end of the group or list */
};

/* A group or list that is open: '{', '(' or '[', 0 for the whole; group numbers groups in order of opening. */
struct frame {
    char open;
    int line;
    int group;
    int items;
};

struct key {
    int group;
    int line;
    const char *text;
    size_t length;
};

struct parser {
    struct lexer lexer;
    enum expected expected;
    struct frame frame[SYNTAX_MAX_DEPTH + 1];
    int depth;
    struct token last; /* the token before */
    struct token name; /* the last key */
    bool skipping;     /* after something broken, to what ends the value */
    bool after_broken; /* the last value was skipped */
    bool lost;         /* the structure is in doubt: nothing more is said of it */
    bool no_memory;
    int n_groups, n_keys, n_values, keys_room;
    struct key *keys;
    char *out;
    size_t length;
    int out_line;
};

static struct frame *top(struct parser *p) { return &p->frame[p->depth]; }

static bool in_group(const struct parser *p) { return p->frame[p->depth].open == 0 || p->frame[p->depth].open == '{'; }

static void lose(struct parser *p, const char *what) {
    lexer_fault(&p->lexer, p->lexer.line, what);
    p->lost = true;
}

/* At the end of the text there is no token to show. */
static void lose_at(struct parser *p, const struct token *token, const char *what) {
    if (token->length > 0) {
        lexer_fault_at(&p->lexer, token, what);
    } else {
        lexer_fault(&p->lexer, token->line, what);
    }
    p->lost = true;
}

/* ---- Writing anew ---- */

static void write_bytes(struct parser *p, const char *bytes, size_t length) {
    memcpy(p->out + p->length, bytes, length);
    p->length += length;
}

/* Every token takes at most two bytes more than it had: the blank before it and the L behind. */
static void write_token(struct parser *p, const struct token *token) {
    write_bytes(p, " ", 1);
    while (p->out_line < token->line) {
        write_bytes(p, "\n", 1);
        p->out_line++;
    }
    bool square = token->kind == TOKEN_SIGN && (token->start[0] == '[' || token->start[0] == ']');
    if (square) {
        write_bytes(p, token->start[0] == '[' ? "(" : ")", 1);
    } else {
        write_bytes(p, token->start, token->length);
    }
    if (token->big) {
        write_bytes(p, "L", 1);
    }
}

/* ---- Keys ---- */

static bool add_key(struct parser *p, const struct token *token) {
    if (p->n_keys >= SYNTAX_MAX_KEYS) {
        lose(p, "there are too many settings; a configuration may have 10,000");
        return false;
    }
    if (p->n_keys == p->keys_room) {
        int room = p->keys_room > 0 ? 2 * p->keys_room : SYNTAX_MAX_DEPTH;
        struct key *moved = realloc(p->keys, (size_t)room * sizeof(p->keys[0]));
        if (!moved) {
            p->no_memory = p->lost = true;
            return false;
        }
        p->keys = moved;
        p->keys_room = room;
    }
    p->keys[p->n_keys++] = (struct key){top(p)->group, token->line, token->start, token->length};
    return true;
}

static int compare_words(const struct key *a, const struct key *b) {
    size_t common = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->text, b->text, common);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static int compare_keys(const void *left, const void *right) {
    const struct key *a = left;
    const struct key *b = right;
    if (a->group != b->group) {
        return a->group < b->group ? -1 : 1;
    }
    int order = compare_words(a, b);
    return order != 0 ? order : (a->text > b->text) - (a->text < b->text);
}

static void describe_repeated(const struct parser *p, const struct key *first, const struct key *key,
                              char what[WORDS]) {
    struct source_line before = source_place(p->lexer.source, first->line);
    struct source_line at = source_place(p->lexer.source, key->line);
    if (before.file == at.file) {
        snprintf(what, WORDS, "is written twice in the same group, before in line %d; keep one", before.line);
    } else if (strcmp(before.file, at.file) == 0) {
        snprintf(what, WORDS, "is written twice because this file is included twice; take one @include out");
    } else {
        snprintf(what, WORDS, "is written twice in the same group, before in line %d of %s; keep one", before.line,
                 before.file);
    }
}

static void report_repeated_keys(struct parser *p) {
    if (p->n_keys == 0) {
        return;
    }
    qsort(p->keys, (size_t)p->n_keys, sizeof(p->keys[0]), compare_keys);
    for (int i = 1; i < p->n_keys; i++) {
        const struct key *first = &p->keys[i - 1];
        const struct key *key = &p->keys[i];
        if (key->group != first->group || compare_words(first, key) != 0) {
            continue;
        }
        char what[WORDS];
        describe_repeated(p, first, key, what);
        struct token token = {.start = key->text, .length = key->length, .line = key->line};
        lexer_fault_at(&p->lexer, &token, what);
    }
}

/* ---- The grammar ---- */

static bool is_word(const struct token *token, const char *const *words) {
    for (; *words; words++) {
        if (token->length == strlen(*words) && strncasecmp(token->start, *words, token->length) == 0) {
            return true;
        }
    }
    return false;
}

/* A bare word where a value is meant: true, false, or a mistake. */
static bool is_sound_word(struct parser *p, const struct token *token) {
    static const char *const flags[] = {"true", "false", NULL};
    static const char *const switches[] = {"yes", "no", "on", "off", "y", "n", NULL};
    static const char *const numbers[] = {"nan", "inf", "infinity", "null", "none", "nil", "na", NULL};
    if (is_word(token, flags)) {
        return true;
    }
    if (is_word(token, switches)) {
        lexer_fault_at(&p->lexer, token, "is no value; write true or false");
    } else if (is_word(token, numbers)) {
        lexer_fault_at(&p->lexer, token, "is no number; write digits, or leave the key out");
    } else {
        lexer_fault_at(&p->lexer, token, "is no value; a text stands in quotes: \"...\"");
    }
    return false;
}

static void open_frame(struct parser *p, const struct token *token) {
    if (p->depth == SYNTAX_MAX_DEPTH) {
        lose(p, "groups and lists stand too deep in each other; they may be 64 deep");
        return;
    }
    p->depth++;
    *top(p) = (struct frame){.open = token->start[0], .line = token->line, .group = ++p->n_groups};
    p->expected = token->start[0] == '{' ? EXPECT_KEY : EXPECT_ITEM;
}

static void close_frame(struct parser *p, const struct token *token) {
    static const char opens[] = "{([";
    static const char closes[] = "})]";
    char wanted = opens[strchr(closes, token->start[0]) - closes];
    if (top(p)->open == 0) {
        lose_at(p, token, "closes nothing; take it out");
    } else if (top(p)->open != wanted) {
        char what[WORDS];
        snprintf(what, sizeof(what), "does not close the %c that is opened in line %d; write %c", top(p)->open,
                 source_place(p->lexer.source, top(p)->line).line, closes[strchr(opens, top(p)->open) - opens]);
        lose_at(p, token, what);
    } else {
        p->depth--;
        p->expected = EXPECT_AFTER;
    }
}

static bool is_close(const struct token *token) {
    return token->kind == TOKEN_SIGN && strchr("})]", token->start[0]) != NULL;
}

static bool is_open(const struct token *token) {
    return token->kind == TOKEN_SIGN && strchr("{([", token->start[0]) != NULL;
}

/* A number, a text, true or false; what is broken counts as one. */
static bool is_single(const struct token *token) { return token->kind != TOKEN_END && token->kind != TOKEN_SIGN; }

static void take_single(struct parser *p, const struct token *token) {
    bool broken = token->kind == TOKEN_BROKEN;
    if (token->kind == TOKEN_NAME && !is_sound_word(p, token)) {
        broken = true;
    }
    p->skipping = broken;
    p->expected = EXPECT_AFTER;
}

static void take_value(struct parser *p, const struct token *token) {
    if (++p->n_values > SYNTAX_MAX_VALUES) {
        lose(p, "there are too many values; a configuration may have 50,000, and long series stand in a csv file");
    } else if (is_single(token)) {
        take_single(p, token);
    } else if (top(p)->open == '[') {
        lose_at(p, token, "cannot stand between [ and ]; groups and lists stand in a list between ( and )");
    } else {
        open_frame(p, token);
    }
}

static void take_key(struct parser *p, const struct token *token) {
    if (token->kind == TOKEN_NAME) {
        p->name = *token;
        p->expected = add_key(p, token) ? EXPECT_ASSIGN : EXPECT_KEY;
    } else if (is_close(token)) {
        close_frame(p, token);
    } else if (token->kind == TOKEN_NUMBER && token_is(&p->last, ',')) {
        lexer_fault_at(&p->lexer, token, "follows a comma; write thousands without commas, such as 1000");
        p->skipping = true;
        p->expected = EXPECT_AFTER;
    } else if (token_is(token, ';')) {
        lexer_fault(&p->lexer, token->line, "one ; is too many; take it out");
    } else if (token->kind == TOKEN_BROKEN) {
        p->lost = true;
    } else {
        lose_at(p, token, "stands where a key is meant; write KEY = VALUE;");
    }
}

static void take_assign(struct parser *p, const struct token *token) {
    if (token_is(token, '=') || token_is(token, ':')) {
        p->expected = EXPECT_VALUE;
    } else {
        lose_at(p, &p->name, "is followed by no =; write KEY = VALUE;");
    }
}

static void take_first_value(struct parser *p, const struct token *token) {
    if (is_single(token) || is_open(token)) {
        take_value(p, token);
    } else {
        lexer_fault_at(&p->lexer, &p->name, "has no value; write KEY = VALUE;, or take the key out");
        p->skipping = true;
        p->expected = EXPECT_AFTER;
    }
}

static void take_item(struct parser *p, const struct token *token) {
    if (is_close(token)) {
        if (top(p)->items > 0) {
            lexer_fault(&p->lexer, p->last.line, "the last item of a list has no comma behind it; take the comma out");
        }
        close_frame(p, token);
    } else if (is_single(token) || is_open(token)) {
        top(p)->items++;
        take_value(p, token);
    } else {
        lose_at(p, token, "stands where an item of a list is meant");
    }
}

static void take_end_of_item(struct parser *p, const struct token *token) {
    if (token_is(token, ',')) {
        p->expected = EXPECT_ITEM;
    } else if (is_close(token)) {
        close_frame(p, token);
    } else {
        lose_at(p, token, "stands where a comma or the end of the list is meant; write a comma between items");
    }
}

static void take_end_of_value(struct parser *p, const struct token *token) {
    if (token_is(token, ';') || token_is(token, ',')) {
        p->expected = EXPECT_KEY;
    } else if (is_close(token)) {
        close_frame(p, token);
    } else if (token->kind == TOKEN_NAME) {
        if (!p->after_broken) {
            lexer_fault(&p->lexer, p->last.line, "a ; is missing here; write KEY = VALUE;");
        }
        take_key(p, token);
    } else {
        lose_at(p, token, "follows a value; write KEY = VALUE;");
    }
}

static void take_after(struct parser *p, const struct token *token) {
    bool ends = is_close(token) || token_is(token, ';') || token_is(token, ',');
    if (p->skipping && !ends && token->line == p->last.line) {
        return;
    }
    p->after_broken = p->skipping;
    p->skipping = false;
    bool joined = token->kind == TOKEN_TEXT && p->last.kind == TOKEN_TEXT;
    if (joined) {
        return;
    }
    if (in_group(p)) {
        take_end_of_value(p, token);
    } else {
        take_end_of_item(p, token);
    }
}

static void take_token(struct parser *p, const struct token *token) {
    static void (*const rules[])(struct parser *, const struct token *) = {
        [EXPECT_KEY] = take_key,   [EXPECT_ASSIGN] = take_assign, [EXPECT_VALUE] = take_first_value,
        [EXPECT_ITEM] = take_item, [EXPECT_AFTER] = take_after,
    };
    rules[p->expected](p, token);
}

/* The text is at its end: what is still open? */
static void take_end(struct parser *p) {
    if (p->lost) {
        return;
    }
    if (p->depth > 0) {
        char what[WORDS];
        snprintf(what, sizeof(what), "the %c that is opened here is not closed", top(p)->open);
        lexer_fault(&p->lexer, top(p)->line, what);
    } else if (p->expected == EXPECT_ASSIGN || p->expected == EXPECT_VALUE) {
        lexer_fault_at(&p->lexer, &p->name, "has no value; write KEY = VALUE;");
    }
}

static void parse(struct parser *p) {
    for (;;) {
        struct token token = lexer_next(&p->lexer);
        if (token.kind == TOKEN_END || p->no_memory || p->lexer.faults > LEXER_MAX_FAULTS) {
            break;
        }
        if (!p->lost) {
            take_token(p, &token);
        }
        if (p->lexer.faults == 0 && !p->lost) {
            write_token(p, &token);
        }
        p->last = token;
    }
    take_end(p);
    report_repeated_keys(p);
}

status syntax_check(const struct source *source, struct diag *diag, char **plain) {
    *plain = NULL;
    struct parser p = {.lexer = lexer_of(source, diag), .out_line = 1};
    /* A token of one byte becomes three at most. */
    p.out = malloc(3 * source->length + 2);
    if (!p.out) {
        return SIBYL_ERR_NO_MEMORY;
    }
    parse(&p);
    write_bytes(&p, "\n", 2);
    free(p.keys);
    if (p.no_memory || p.lexer.faults > 0 || p.lost) {
        free(p.out);
        return p.no_memory ? SIBYL_ERR_NO_MEMORY : SIBYL_ERR_INPUT;
    }
    *plain = p.out;
    return SIBYL_OK;
}
