#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define BAR 40
#define SECONDS_BETWEEN 0.1
#define PER_CENT 100

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void progress_begin(struct progress *p, bool wanted) {
    p->shown = wanted && isatty(STDERR_FILENO);
    p->began = p->last = now();
}

void progress_show(struct progress *p, int64_t done, int64_t all) {
    double t = now();
    if (!p->shown || t - p->last < SECONDS_BETWEEN)
        return;
    p->last = t;
    int full = (int)(BAR * done / all);
    double left = (t - p->began) * (double)(all - done) / (double)done;
    fprintf(stderr, "\r[%.*s%*s] %3d %%  %.0f s left ", full, "########################################", BAR - full,
            "", (int)(PER_CENT * done / all), left);
    fflush(stderr);
}

void progress_end(struct progress *p) {
    if (p->shown)
        fprintf(stderr, "\r%*s\r", BAR + 30, "");
}
