/* The formulas of tables that pay by a measured reduction or a ratio, as reduction.h and ratio.h have their rules. */
#ifndef SIBYL_SCHEME_TERM_REWARD_LIVE_H
#define SIBYL_SCHEME_TERM_REWARD_LIVE_H

#include "scheme/live.h"
#include "scheme/term/reduction.h"

/* What is measured, as rows.
 *   line     they are lines; false: points
 *   words    what it is, for labels: "cohort 1"
 *   reaches  the formula of a condition; its first row is the level, and those of `of` follow as {1}, {2}, ...
 *   of, n    those rows; measured: the reduction, or ratio, itself */
struct reward_live {
    bool line;
    const char *words;
    const char *reaches;
    int of[8], n;
    int measured;
};

/* The formulas of reduction_measured() and reduction_reaches().
 *   n, N, T, C  what was measured, as struct reduction */
struct reward_live reward_live_reduction(const struct live *l, bool line, const char *words, int n, int N, int T,
                                         int C);

/* The formulas of ratio_reaches(): how much of `count` there is per `per`. */
struct reward_live reward_live_ratio(const struct live *l, const char *words, int count, int per);

/* 1 where a level is reached that stands under a key of the term. */
int reward_live_reaches(const struct live *l, const struct reward_live *r, const char *key, double level);

/* What a table pays: by steps, or interpolated.
 *   table  its key: "steps"; at: the key of the levels in it; interpolated: it is a line
 *   row, n  its rows */
int reward_live_pays(const struct live *l, const struct reward_live *r, const char *table, const char *at,
                     bool interpolated, const struct reward *row, int n);

#endif
