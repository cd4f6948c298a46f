#include "config/lexer.h"

#include "config/bytes.h"
#include "config/number.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* So much of a token is shown in a message. */
#define MAX_SHOWN 48

struct lexer lexer_of(const struct source *source, struct diag *diag) {
    return (struct lexer){
        .source = source, .diag = diag, .at = source->text, .end = source->text + source->length, .line = 1};
}

static void report(struct lexer *lexer, int line, const char *seen, int seen_length, const char *what) {
    struct source_line place = source_place(lexer->source, line);
    if (lexer->faults++ < LEXER_MAX_FAULTS) {
        diag_error(lexer->diag, place.file, place.line, "", "%.*s%s%s", seen_length, seen, seen_length > 0 ? " " : "",
                   what);
    }
}

void lexer_fault(struct lexer *lexer, int line, const char *what) { report(lexer, line, "", 0, what); }

void lexer_fault_at(struct lexer *lexer, const struct token *token, const char *what) {
    static const char hidden[] = "this";
    size_t length = token->length < MAX_SHOWN ? token->length : MAX_SHOWN;
    while (length < token->length && length > 0 && ((unsigned char)token->start[length] & 0xC0u) == 0x80u) {
        length--;
    }
    if (length > 0 && source_place(lexer->source, token->line).quotable) {
        report(lexer, token->line, token->start, (int)length, what);
    } else {
        report(lexer, token->line, hidden, (int)strlen(hidden), what);
    }
}

bool token_is(const struct token *token, char sign) { return token->kind == TOKEN_SIGN && token->start[0] == sign; }

static bool at_comment(const struct lexer *lexer) {
    const char *at = lexer->at;
    return *at == '#' || (*at == '/' && (at[1] == '/' || at[1] == '*'));
}

/* To behind a comment; one without an end was refused before. */
static void skip_comment(struct lexer *lexer) {
    bool block = lexer->at[0] == '/' && lexer->at[1] == '*';
    const char *close = block ? "*/" : "\n";
    const char *stop = strstr(lexer->at + (block ? 2 : 0), close);
    stop = stop ? stop + (block ? 2 : 0) : lexer->end;
    for (; lexer->at < stop; lexer->at++) {
        lexer->line += *lexer->at == '\n';
    }
}

static void skip_blanks(struct lexer *lexer) {
    while (lexer->at < lexer->end) {
        char c = *lexer->at;
        if (c == '\n' || c == ' ' || c == '\t' || c == '\r') {
            lexer->line += c == '\n';
            lexer->at++;
        } else if (at_comment(lexer)) {
            skip_comment(lexer);
        } else {
            return;
        }
    }
}

static struct token take(struct lexer *lexer, enum token_kind kind, size_t length) {
    struct token token = {.kind = kind, .start = lexer->at, .length = length, .line = lexer->line};
    lexer->at += length;
    return token;
}

/* ---- Texts ---- */

static int hex_value(char c) { return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10; }

/* Whether the escape after a backslash is one that a text of one line may have. */
static bool is_sound_escape(const char *at) {
    if (at[0] == '\\' || at[0] == '"') {
        return true;
    }
    if ((at[0] != 'x' && at[0] != 'X') || !isxdigit((unsigned char)at[1]) || !isxdigit((unsigned char)at[2])) {
        return false;
    }
    int value = 16 * hex_value(at[1]) + hex_value(at[2]);
    return value >= ' ' && value <= '~';
}

static const char *text_fault(const char *text, size_t length) {
    if (length > LEXER_MAX_TOKEN) {
        return "the text is too long; it may have 64 KiB";
    }
    if (memchr(text, '\t', length)) {
        return "the text has a tab; write blanks";
    }
    for (size_t i = 1; i + 1 < length; i++) {
        if (text[i] != '\\') {
            continue;
        }
        if (!is_sound_escape(text + i + 1)) {
            return "the text has a backslash that means nothing here; write \\\\ for a backslash, \\\" for a quote, "
                   "and "
                   "other characters as themselves";
        }
        i++;
    }
    return NULL;
}

static struct token next_text(struct lexer *lexer) {
    size_t room = (size_t)(lexer->end - lexer->at);
    size_t length = 1;
    while (length < room && lexer->at[length] != '"' && lexer->at[length] != '\n') {
        length += lexer->at[length] == '\\' && lexer->at[length + 1] != '\n' ? 2 : 1;
    }
    bool closed = length < room && lexer->at[length] == '"';
    const char *what =
        closed ? text_fault(lexer->at, length + 1) : "the text that begins here has no closing quote in its line";
    if (what) {
        lexer_fault(lexer, lexer->line, what);
    }
    return take(lexer, what ? TOKEN_BROKEN : TOKEN_TEXT, closed ? length + 1 : length < room ? length : room);
}

/* ---- Numbers and names ---- */

static bool begins_number(const char *at) {
    bool after_sign = isalnum((unsigned char)at[1]) || at[1] == '.';
    return isdigit((unsigned char)*at) || *at == '.' || ((*at == '+' || *at == '-') && after_sign);
}

static struct token next_number(struct lexer *lexer) {
    size_t length = 1;
    while (isalnum((unsigned char)lexer->at[length]) || (lexer->at[length] && strchr("_.+-", lexer->at[length]))) {
        length++;
    }
    bool per_cent = lexer->at[length] == '%';
    bool big = false;
    const char *what = number_fault(lexer->at, length, &big);
    if (!what && per_cent) {
        what = "is per cent; write the fraction, 0.05 for 5%";
    }
    struct token token = take(lexer, what ? TOKEN_BROKEN : TOKEN_NUMBER, length + per_cent);
    token.big = big;
    if (what) {
        lexer_fault_at(lexer, &token, what);
    }
    return token;
}

static bool begins_name(char c) { return isalpha((unsigned char)c) || c == '*' || c == '_'; }

static struct token next_name(struct lexer *lexer) {
    size_t length = 1;
    while (isalnum((unsigned char)lexer->at[length]) || (lexer->at[length] && strchr("-_*.", lexer->at[length]))) {
        length++;
    }
    struct token token = take(lexer, TOKEN_NAME, length);
    if (token.start[0] == '_' || memchr(token.start, '.', length) || length > LEXER_MAX_TOKEN) {
        lexer_fault_at(
            lexer, &token,
            "is no key; a key begins with a letter and has letters, digits, _ and -, and a text stands in quotes");
        token.kind = TOKEN_BROKEN;
    }
    return token;
}

/* ---- Characters that mean nothing ---- */

static const char *character_fault(uint32_t c) {
    static const struct {
        uint32_t from, to;
        const char *what;
    } ranges[] = {
        {0x2018u, 0x201Fu, "has curly quotes; write plain ones: \""},
        {0x00ABu, 0x00ABu, "has pointed quotes; write plain ones: \""},
        {0x00BBu, 0x00BBu, "has pointed quotes; write plain ones: \""},
        {'\'', '\'', "has single quotes; a text stands in double ones: \""},
        {'`', '`', "has a backquote; a text stands in plain quotes: \""},
        {0x2212u, 0x2212u, "has a minus sign that is no plain one; write -"},
        {0x2010u, 0x2015u, "has a dash; write a plain minus, -"},
        {'$', '$', "has a currency sign; write the amount alone, such as 500.0"},
        {0x00A2u, 0x00A5u, "has a currency sign; write the amount alone, such as 500.0"},
        {0x20A0u, 0x20CFu, "has a currency sign; write the amount alone, such as 500.0"},
        {0x00A0u, 0x00A0u, "has a space that is no plain one; write a plain space"},
        {0x2000u, 0x200Du, "has a space that is no plain one; write a plain space"},
        {0x202Fu, 0x202Fu, "has a space that is no plain one; write a plain space"},
        {0x3000u, 0x3000u, "has a space that is no plain one; write a plain space"},
        {'%', '%', "is per cent; write the fraction, 0.05 for 5%"},
        {'@', '@', "means nothing here; @include \"FILE\" stands alone in its line"},
    };
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        if (c >= ranges[i].from && c <= ranges[i].to) {
            return ranges[i].what;
        }
    }
    return "means nothing here; a text stands in quotes";
}

/* To the sign or the line's end that closes the value. */
static struct token next_broken(struct lexer *lexer) {
    uint32_t c = 0;
    bytes_character(lexer->at, (size_t)(lexer->end - lexer->at), &c);
    size_t length = strcspn(lexer->at, ";,)]}\r\n");
    length = length > 0 ? length : 1;
    struct token token = take(lexer, TOKEN_BROKEN, length);
    lexer_fault_at(lexer, &token, character_fault(c));
    return token;
}

struct token lexer_next(struct lexer *lexer) {
    const char *before = lexer->at;
    skip_blanks(lexer);
    bool touches = lexer->at == before;
    struct token token;
    if (lexer->at >= lexer->end) {
        token = take(lexer, TOKEN_END, 0);
    } else if (strchr("=:;,{}()[]", *lexer->at)) {
        token = take(lexer, TOKEN_SIGN, 1);
    } else if (*lexer->at == '"') {
        token = next_text(lexer);
    } else if (begins_number(lexer->at)) {
        token = next_number(lexer);
    } else if (begins_name(*lexer->at)) {
        token = next_name(lexer);
    } else {
        token = next_broken(lexer);
    }
    token.touches = touches;
    return token;
}
