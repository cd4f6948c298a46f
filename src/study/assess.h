/* Assessing one scenario of a provider: open it with a change, run it, and read the three tests and its cash off it. */
#ifndef SIBYL_STUDY_ASSESS_H
#define SIBYL_STUDY_ASSESS_H

#include "study/change.h"
#include "study/sample.h"

#include <sibyl/study.h>

/* What all scenarios of one question share.
 *   overrides  of the scenario of the file, then of the command line
 *   base       the configuration as it is, for names and settings; party, loan: places in it (loan NONE: no loan)
 *   expected   how many runs there may be, for the progress
 *   st         what went wrong; nothing more is run after it */
struct assessor {
    const struct afford_request *request;
    struct affordability *answer;
    struct diag *diag;
    int n_overrides;
    struct setting_override *overrides;
    struct scheme *base;
    int party, loan;
    int expected;
    status st;
};

/* A run kept whole: its results, with monthly series and break-evens, and the scheme whose names they use. */
struct whole_run {
    struct scheme *scheme;
    struct results *results;
};
void whole_run_free(struct whole_run *run);

/* Runs a scenario. Returns whether there is such a scenario: not when its settings are refused.
 *   whole  receives the run as a whole (the caller's: whole_run_free(); zeroed where there is none); NULL: not wanted */
bool assess(struct assessor *a, const struct change *change, struct afford_case *out, struct whole_run *whole);

/* Whether no test's estimate exceeds its tolerance. */
bool assess_passes(const struct assessor *a, const struct afford_case *c);

/* How much trouble there is in a case: the chances of its tests, added. */
double assess_trouble(const struct afford_case *c);

/* How bad a case is: the largest of what the tests' estimates are of their tolerances. */
double assess_score(const struct assessor *a, const struct afford_case *c);

#endif
