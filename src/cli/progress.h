/* The progress bar: on a terminal, on standard error, with the time left. */
#ifndef SIBYL_CLI_PROGRESS_H
#define SIBYL_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool shown;
    double began, last;
};

/* Begins; nothing will be shown unless `wanted` and standard error is a terminal. */
void progress_begin(struct progress *p, bool wanted);
void progress_show(struct progress *p, int64_t done, int64_t all);
/* Wipes the bar. */
void progress_end(struct progress *p);

#endif
