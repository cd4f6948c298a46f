/* The words, numbers and signs of a configuration's text.
 *
 * libconfig reads some numbers wrongly and explains little, so its text is looked at first: here as tokens, in syntax.h
 * as settings. */
#ifndef SIBYL_CONFIG_LEXER_H
#define SIBYL_CONFIG_LEXER_H

#include "base/diag.h"
#include "config/source.h"

#include <stdbool.h>
#include <stddef.h>

#define LEXER_MAX_TOKEN ((size_t)64 << 10)
#define LEXER_MAX_FAULTS 50

enum token_kind {
    TOKEN_END,
    TOKEN_NAME,   /* a key, or a bare word */
    TOKEN_NUMBER, /* a sound number */
    TOKEN_TEXT,   /* between quotes, which are part of it */
    TOKEN_SIGN,   /* one of = : ; , { } ( ) [ ] */
    TOKEN_BROKEN  /* stands for a value; what is wrong with it has been said */
};
/* A token: length bytes from start, in line `line` of the spliced text. big: a whole number past 32 bits, which
 * libconfig reads rightly only with an L; touches: nothing stands between it and the token before. */
struct token {
    enum token_kind kind;
    const char *start;
    size_t length;
    int line;
    bool big, touches;
};

/* Where a text is being read. faults counts what was reported; past LEXER_MAX_FAULTS
 * nothing more is said. */
struct lexer {
    const struct source *source;
    struct diag *diag;
    const char *at, *end;
    int line;
    int faults;
};

/* Begins at the start of a source. */
struct lexer lexer_of(const struct source *source, struct diag *diag);

/* The next token; faults in it are reported. After the last, TOKEN_END for ever. */
struct token lexer_next(struct lexer *lexer);

/* Reports a fault in a line of the spliced text: as it stands, or after the token as written ("this", in an included
 * file, whose contents are not shown). */
void lexer_fault(struct lexer *lexer, int line, const char *what);
void lexer_fault_at(struct lexer *lexer, const struct token *token, const char *what);

/* Whether the token is this sign. */
bool token_is(const struct token *token, char sign);

#endif
