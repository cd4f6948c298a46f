/* Names of sheets that every spreadsheet program takes. */
#ifndef SIBYL_REPORT_SHEET_NAME_H
#define SIBYL_REPORT_SHEET_NAME_H

#include <stdbool.h>

/* Bytes that hold any sheet name: 31 characters of at most 4 bytes, and the end. */
#define SHEET_NAME_BYTES 128

/* Makes a sheet's name: what spreadsheets forbid becomes a space, at most 31 UTF-16 units, no apostrophe at either
 * end, and not equal, whatever the case, to one of the n names taken; if need be it ends in a number.
 *   wanted  any text in UTF-8 */
void sheet_name_make(const char *wanted, int n, const char *const *taken, char name[SHEET_NAME_BYTES]);

/* Whether two names are the same to a spreadsheet program (letters of Latin, Greek and Cyrillic fold). */
bool sheet_name_same(const char *a, const char *b);

#endif
