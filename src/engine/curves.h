/* What effect, and what volume, returns what: figures of the expected case over factors on success or referrals, and the
 * factors from which capital is back, a hurdle is met, a cap binds. */
#ifndef SIBYL_ENGINE_CURVES_H
#define SIBYL_ENGINE_CURVES_H

#include "engine/recorder.h"
#include <sibyl/results.h>

/* A factor from which something is true, of a party (and tranche or contract); NAN: of no factor up to FACTOR_MOST. */
struct mark {
    int party;
    const char *of, *name, *help;
    double factor;
};

/* Curves and marks of a scheme; all memory belongs to the record plan's arena. */
struct curves {
    int n, n_marks;
    struct curve *items;
    struct mark *marks;
};

/* Works them out in a workspace. Returns SIBYL_ERR_NO_MEMORY when there is no room. */
MUST_CHECK status curves_find(struct workspace *ws, struct record_plan *plan, struct curves *out);

#endif
