/* The walk: a block taken through all its months, clients first, then evaluation, then the books. */
#ifndef SIBYL_ENGINE_WALK_H
#define SIBYL_ENGINE_WALK_H

#include "engine/metrics.h"

/* The same paths once more, with one party that cannot fail and has no loans: what it would have had to find from elsewhere
 * (rule 77). Walked only where it failed. The draws are those of the workspace. */
struct shadow {
    struct clients clients;
    struct evaluation evaluation;
    struct books books;
};

/* Everything that one worker needs to walk blocks; nothing is allocated after it is made. */
struct workspace {
    const struct scheme *scheme;
    const struct weighings *weighings;
    bool shadows;
    int horizon;
    struct draws draws;
    struct clients clients;
    struct evaluation evaluation;
    struct books books;
    struct shadow *shadow;
    struct metric_sums sums;
    struct arena arena;
    struct walk walk;
    uint64_t *trading,
        *slack; /* what the books tell clients, [provider]: who trades; who slackens (NULL: nobody may) */
    int64_t clients_checked, clients_broken;
};

/* Called at the end of each month, the metrics' sums included. */
typedef void (*month_end)(void *user, const struct walk *w, int month);

/* Makes a workspace for blocks up to the horizon; weighings may be NULL where no metric is read.
 *   shadows  what parties that fail would have needed is worked out
 * Returns SIBYL_ERR_NO_MEMORY. workspace_free() frees. */
MUST_CHECK status workspace_init(struct workspace *ws, const struct scheme *s, const struct weighings *weighings,
                                 bool shadows, int horizon);
void workspace_free(struct workspace *ws);
/* The bytes that it takes, all of which a walk touches. */
size_t workspace_bytes(const struct workspace *ws);

/* Walks a block to its horizon; afterwards ws->walk is what metrics are read from. */
void workspace_walk(struct workspace *ws, const struct block *b, month_end at_month_end, void *user);

/* A block of simulated paths, and the deterministic block (all lanes expected but LANE_PLAN). */
struct block block_of_paths(const struct scheme *s, uint64_t seed, uint64_t first_path, int n_lanes);
struct block block_of_cases(const struct scheme *s);

#endif
