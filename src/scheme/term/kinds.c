#include "scheme/term/kinds.h"

#include <string.h>

const struct term_kind *const term_kinds[] = {
    &term_block, &term_activity,     &term_caseload, &term_outcome, &term_cohort, &term_band,
    &term_share, &term_pass_through, &term_pool,     &term_advance, NULL,
};

const struct term_kind *term_kind_find(const char *pay) {
    for (const struct term_kind *const *kind = term_kinds; *kind; kind++)
        if (strcmp((*kind)->pay, pay) == 0)
            return *kind;
    return NULL;
}
