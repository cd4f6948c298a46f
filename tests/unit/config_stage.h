/* A configuration written to a folder of its own and read from there. */
#ifndef CONFIG_STAGE_H
#define CONFIG_STAGE_H

#include "base/diag.h"
#include "scheme/scheme.h"

#include <sibyl/scheme.h>

/*   said  all diagnostics, a line each, without the folder */
struct stage {
    char folder[64];
    struct diag diag;
    struct scheme scheme;
    status result;
    char said[16384];
};

/* The least that a scheme has, in three lines. */
#define HEAD "title = \"Riverside recovery bond\";\nstart = \"2012-04\";\nmonths = 60;\n"
#define COUNCIL "{ name = \"County Council\"; kind = \"commissioner\"; }"

/* Makes the folder. */
struct stage *stage_open(void);
/* Puts a file beside the configuration. */
void stage_file(struct stage *stage, const char *name, const char *text);
/* Writes the configuration and reads it with n changes, path and value in turn. */
void stage_read_changed(struct stage *stage, const char *text, const char *const *changes, int n);
void stage_read(struct stage *stage, const char *text);
/* Removes the folder and frees everything. */
void stage_close(struct stage *stage);

/* Reads a text and compares all that is said about it; scheme.cfg is the file's name. */
void expect_said(const char *text, const char *said);
/* Reads HEAD with a text behind it. */
struct stage *stage_of(const char *text);

#endif
