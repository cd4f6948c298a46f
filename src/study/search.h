/* Searching along one setting: every value that has been run is remembered, and crossings are closed in on. */
#ifndef SIBYL_STUDY_SEARCH_H
#define SIBYL_STUDY_SEARCH_H

#include "base/diag.h"
#include "scheme/scheme.h"

#include <sibyl/study.h>

#define SEARCH_MOST 512

/*   point    n values that have been looked at; usable: the setting may have the value and the metric exists there
 *   step     the setting's values are multiples of it; 0: any number
 *   unknown  the file does not give the setting: what it is, is learnt when it is first given
 *   refused  why the first value that the setting may not have was refused
 *   expected how many runs there may be, for the progress
 *   st       what went wrong; nothing more is run after it */
struct search {
    const struct solve_request *request;
    struct solve_answer *answer;
    struct diag *diag;
    struct diag refused;
    int n;
    struct solve_point point[SEARCH_MOST];
    bool usable[SEARCH_MOST];
    double step;
    bool unknown;
    int runs, expected;
    status st;
};

/* The metric at a value, run or remembered. False: the setting may not have it, the metric does not exist there, or
 * something went wrong (st). */
bool search_at(struct search *s, double at, struct solve_point *out);

/* Learns the setting's unit from a scheme that was given it. */
void search_learn(struct search *s, const struct scheme *scheme);

/* Fills a root from points sorted[first ... last] at which the target is met exactly, seeking the stretch's ends. */
void search_stretch(struct search *s, const struct solve_point *sorted, int n, int first, int last,
                    struct solve_root *root);

/* Fills a root that lies between sorted[i] and sorted[i + 1], with the interval of its sampling error; false where the
 * setting may not have the values between them, or something went wrong. */
bool search_crossing(struct search *s, const struct solve_point *sorted, int n, int i, struct solve_root *root);

#endif
