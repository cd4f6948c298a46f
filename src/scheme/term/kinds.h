/* The mechanisms, one a file: activity.c, advance.c, ... */
#ifndef SIBYL_SCHEME_TERM_KINDS_H
#define SIBYL_SCHEME_TERM_KINDS_H

#include "scheme/term.h"

extern const struct term_kind term_activity;
extern const struct term_kind term_advance;
extern const struct term_kind term_band;
extern const struct term_kind term_block;
extern const struct term_kind term_caseload;
extern const struct term_kind term_cohort;
extern const struct term_kind term_outcome;
extern const struct term_kind term_pass_through;
extern const struct term_kind term_pool;
extern const struct term_kind term_share;

#endif
