/* A story: all lines that the trace of one path has told, in order. */
#ifndef SIBYL_STUDY_STORY_H
#define SIBYL_STUDY_STORY_H

#include "engine/trace.h"

#include <sibyl/study.h>

/*   path    from 0; seed: of its random numbers
 *   line    n lines in the order told; their texts belong to the scheme */
struct story {
    int64_t path;
    uint64_t seed;
    int n, room;
    struct trace_line *line;
    bool failed; /* memory ran out */
};

#endif
