/* A column of numbers from a csv file that stands beside the configuration. */
#ifndef SIBYL_CONFIG_CSV_H
#define SIBYL_CONFIG_CSV_H

#include "config/reader.h"

/*   n       rows below the header
 *   values  as written; lines: where each stands
 *   file    as it is called in messages */
struct csv_column {
    int n;
    double *values;
    int *lines;
    const char *file;
};

/* Reads the column that the header row calls `column` (RFC 4180: commas, quotes, any line ends; plain numbers).
 *   at, path  the setting that names the file, for messages
 *   name      of the file, relative to the configuration's folder
 *   by_month  its rows are the scheme's months: where a column is called "month" (in letters of either case), one that is left
 *             out is a fault
 * Returns false and reports what is wrong, by the csv file's lines; out belongs to the scheme. */
bool csv_read_column(struct reader *r, const struct node *at, const char *path, const char *name, const char *column,
                     bool by_month, struct csv_column *out);

#endif
