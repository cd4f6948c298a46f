/* How a book carries what it was made from, so that it can be made again: the words of its sheet, and texts in cells of
 * which the very bytes come back. What writes the sheet and what reads it share this page. */
#ifndef SIBYL_REPORT_CARRIED_H
#define SIBYL_REPORT_CARRIED_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* The sheet's name (as near as another sheet's allows) and its title, by which it is found. */
#define CARRIED_NAME "Configuration"
#define CARRIED_TITLE "What this book was made from"

/* Its columns. A row of facts has a name in the first and its value in the text's; a row of a file has the file's number,
 * from 1, in the first. */
enum { CARRIED_WHAT, CARRIED_LINE, CARRIED_TEXT, CARRIED_ENDS, CARRIED_WRITTEN, CARRIED_COLUMNS };

/* Names of facts. CHANGED is followed by TO, FILE (with its number of lines beside it) by DIGEST. */
#define CARRIED_PROGRAM "Program"
#define CARRIED_LIBRARIES "Libraries"
#define CARRIED_COMMAND "Command"
#define CARRIED_CONFIG "Configuration (SHA-256)"
#define CARRIED_PATHS "Paths"
#define CARRIED_SEED "Seed"
#define CARRIED_SCENARIO "Scenario"
#define CARRIED_CHANGED "Changed"
#define CARRIED_TO "to"
#define CARRIED_FOR "For"
#define CARRIED_REPLAY "Replayed path"
#define CARRIED_PROVIDER "Affordability of"
#define CARRIED_LOAN "Loan in question"
#define CARRIED_FILE "File"
#define CARRIED_DIGEST "SHA-256"

/* How a line of a file ends where it does not end as usual: in CR LF, not at all (the file ends), or in the next row,
 * because it is too long for one cell. */
#define CARRIED_CRLF "CR LF"
#define CARRIED_NOTHING "no line end"
#define CARRIED_ON "goes on"

/* What stands beside a text that is written with %XX in place of bytes that a cell would not keep. */
#define CARRIED_ESCAPED "%XX is a byte"

/* A line of `length` bytes (with its end) up to `size`: bytes of its text that go into the next cell, and how that cell's
 * row ends. *taken: bytes of the file that the row stands for. */
size_t carried_piece(const char *bytes, size_t size, const char **ends, size_t *taken);

/* Adds `length` bytes as they stand in a cell; true when some of them had to be written as %XX. */
bool carried_write(const char *bytes, size_t length, struct text_buf *out);

/* Adds the bytes that a cell stands for; false when an escape is none. */
bool carried_read(const char *cell, bool escaped, struct text_buf *out);

/* Most lines and bytes of all files together that a book carries. */
#define CARRIED_LINES_MOST 200000
#define CARRIED_BYTES_MOST ((size_t)16 << 20)

/* How many rows `size` bytes take. */
long carried_rows(const char *bytes, size_t size);

#endif
